"""Sweeps: a grid of policy mixes from one file."""

from __future__ import annotations

import sys
from itertools import product
from math import prod

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ssc_sim import commands
from ssc_sim.cli import main
from ssc_sim.comparison import corners
from ssc_sim.ensemble.asked import ensemble_of
from ssc_sim.results.folder import Results
from ssc_sim.scenario import load_scenario
from ssc_sim.scenario.sweep import Axis, cell_name, cells_of, family_names, short_names

SHARE, WEIGHT = "donors.all.technical_share", "donors.all.solidarity"
MIXED = (SHARE, WEIGHT, "donors.all.triangular_share", "donors.all.demand_driven")
MIXES = 36


@pytest.fixture
def write(tmp_path):
    def write(name: str, more: str = ""):
        path = tmp_path / f"{name}.yaml"
        path.write_text(f"name: {name}\ntitle: T\nquestion: Q?\nextends: baseline-2016\n{more}", encoding="utf-8")
        return path

    return write


def test_the_shipped_sweep_has_a_cell_for_each_mix():
    cells = load_scenario("policy-mixes").cells()
    values = ((0, 0.5, 1), (0, 0.5, 1), (0, 0.5), (0, 1))
    assert len(cells) == MIXES == prod(map(len, values))
    assert cells[5].name == "policy-mixes[technical_share=0,solidarity=0.5,triangular_share=0,demand_driven=1]"
    assert [tuple(value for _, value in cell.cell) for cell in cells] == list(product(*values))
    for cell in cells:
        assert {change.key: change.value for change in cell.changes} == dict(cell.cell)
        assert cell.cells() == (cell,), "a cell is a scenario like any other"


def test_a_scenario_without_a_sweep_is_its_only_cell():
    scenario = load_scenario("no-programme")
    assert scenario.cells() == (scenario,)


def test_what_is_varied_is_set_after_all_changes_and_a_row_of_its_own_wins(write):
    swept = "sweep:\n  donors.IDN.loan_share: [0, 1]\n  donors.all.loan_share: [0.2, 0.4]\n"
    first = load_scenario(write("swept", f"change:\n  donors.CHN.loan_share: 0.9\n{swept}")).cells()[1]
    assert [(change.row, change.value) for change in first.changes] == [("CHN", 0.9), ("all", 0.4), ("IDN", 0.0)]
    assert first.name == "swept[IDN.loan_share=0,all.loan_share=0.4]"


def test_a_child_takes_over_the_sweep_unless_it_gives_its_own(write, tmp_path):
    write("parent", f"sweep: {{{SHARE}: [0, 1]}}\n")
    extends = "name: {0}\ntitle: T\nquestion: Q?\nextends: parent\n"
    for name, more, cells in (
        ("heir", "change: {donors.IDN.budget_factor: 2}\n", ["heir[technical_share=0]", "heir[technical_share=1]"]),
        ("own", f"sweep: {{{WEIGHT}: [0.1, 0.2]}}\n", ["own[solidarity=0.1]", "own[solidarity=0.2]"]),
        ("none", "sweep: {}\n", ["none"]),
    ):
        path = tmp_path / f"{name}.yaml"
        path.write_text(extends.format(name) + more)
        assert [cell.name for cell in load_scenario(path).cells()] == cells


@given(st.lists(st.lists(st.floats(-1e9, 1e9), min_size=2, max_size=5, unique=True), min_size=1, max_size=4))
def test_every_combination_stands_once_with_a_name_of_its_own(values):
    axes = [Axis(f"parameters.p{i}", "parameters", "", f"p{i}", tuple(v)) for i, v in enumerate(values)]
    cells = list(cells_of(axes))
    assert {tuple(value for _, value in cell) for cell in cells} == set(product(*values))
    few = [cell for cell in cells if all(abs(value) > 1e-3 or value == 0 for _, value in cell)]
    assert len({cell_name("s", cell) for cell in few}) >= len({tuple(f"{v:.15g}" for _, v in cell) for cell in few})


def test_names_are_as_short_as_they_can_be():
    assert short_names([SHARE, WEIGHT]) == ["technical_share", "solidarity"]
    assert short_names([SHARE, "donors.IDN.technical_share"]) == ["all.technical_share", "IDN.technical_share"]
    assert short_names(["donors.IDN.ldc", "recipients.IDN.ldc"]) == ["donors.IDN.ldc", "recipients.IDN.ldc"]
    assert family_names(["a", "b[x=1]", "b[x=2]"]) == ["a", "b"]


def test_an_ensemble_holds_every_cell():
    ensemble = ensemble_of(["baseline-2016", "policy-mixes"])
    assert len(ensemble.scenarios) == 1 + MIXES
    assert ensemble.asked == ["baseline-2016", "policy-mixes"]


def test_the_corners_span_the_grid():
    names = ["baseline-2016", *(cell.name for cell in load_scenario("policy-mixes").cells())]
    done = commands.run("baseline-2016", "policy-mixes", runs=1, until=2016)
    assert [scenario["name"] for scenario in done.manifest["scenarios"]] == names
    cut = corners(done)
    told = [scenario["name"] for scenario in cut.manifest["scenarios"]]
    assert told == [
        "baseline-2016",
        *(f"policy-mixes {share} | {weight} | 0 | 0" for share in (0, 1) for weight in (0, 1)),
    ]
    assert set(cut.summary()["scenario"]) == set(told)
    alone = commands.run("baseline-2016", runs=1, until=2016)
    assert corners(alone) is alone


def test_validate_and_run_take_a_sweep(monkeypatch, tmp_path, capsys):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(sys, "argv", ["ssc-sim", "validate", "policy-mixes"])
    main()
    assert f"{MIXES} scenarios" in " ".join(capsys.readouterr().out.split())
    monkeypatch.setattr(sys, "argv", ["ssc-sim", "run", "policy-mixes", "--runs", "1", "--until", "2016"])
    main()
    assert f"{MIXES}/{MIXES}" in capsys.readouterr().err
    read = Results.read(tmp_path / "results" / "policy-mixes")
    assert read.manifest["scenarios"][0]["cell"] == dict.fromkeys(MIXED, 0.0)
