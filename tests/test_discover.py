"""Discovery: a planted box is found and told, noise is told as noise, and the written worlds run."""

from __future__ import annotations

import json
import sys
from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from matplotlib.image import imread

from ssc_sim import engine
from ssc_sim.analysis.discover import discover_request, fails_in
from ssc_sim.analysis.discover_boxes import chance_of, discovered
from ssc_sim.analysis.discover_experiments import budget_spans, experiments_of, run_experiments, with_budgets
from ssc_sim.analysis.discover_figures import draw_discovery
from ssc_sim.analysis.discover_tables import experiments_and_outcomes
from ssc_sim.analysis.prim import everywhere
from ssc_sim.cli import main
from ssc_sim.errors import InputError
from ssc_sim.observed import read_donors
from ssc_sim.scenario import load_scenario
from ssc_sim.scenario.changes import Change
from ssc_sim.world import begin, starting_tables

WORLDS = 800


@pytest.fixture(scope="module")
def asked():
    return discover_request("all-technical", outcome="capacity", threshold=0.0, experiments=WORLDS, year=2018)


def planted(asked, chance=0.0):
    """Make worlds in which the policy loses capacity where `fade` is high and China's budget large, else gains."""
    experiments = experiments_of(asked.asked, WORLDS)
    fails = (experiments.numbers["fade"] > 0.18) & (experiments.budgets["CHN"] > 1500)
    noise = np.random.Generator(np.random.Philox(key=1)).random(WORLDS) < chance
    lost = np.where(fails ^ noise, -0.02, 0.02)
    return experiments, {"baseline-2016": np.full(WORLDS, 0.6), "all-technical": 0.6 + lost}


def test_a_planted_box_is_found_told_and_written_as_worlds_that_load(asked, tmp_path):
    found = asked.found(*planted(asked))
    box = found.tables["box"].set_index("input")
    assert set(box.index) == {"parameters.fade", "donors.CHN.budget"}
    assert box.loc["parameters.fade", "low"] == pytest.approx(0.18, abs=0.015)
    assert box.loc["donors.CHN.budget", "low"] == pytest.approx(1500, rel=0.15)
    assert box.loc["parameters.fade", "high"] == 0.3
    scores = found.tables["scores"].set_index("worlds")
    assert scores.loc["held out", "density"] > 0.85
    assert scores.loc["held out", "coverage"] > 0.85
    assert "`fade` is above 0.1" in found.conclusions[1]
    assert "`donors.CHN.budget` is above" in found.conclusions[1]
    found.write(tmp_path)
    policy = load_scenario(tmp_path / "worlds" / "all-technical-in-box.yaml")
    against = load_scenario(tmp_path / "worlds" / "baseline-2016-in-box.yaml")
    middle = {change.key: change.value for change in against.changes}
    assert middle["parameters.fade"] == pytest.approx((box.loc["parameters.fade", "low"] + 0.3) / 2, rel=1e-5)
    low = box.loc["donors.CHN.budget", "low"]
    assert middle["donors.CHN.budget_low"] == pytest.approx(np.sqrt(low * budget_spans()["CHN"].high), rel=1e-5)
    assert middle["donors.CHN.budget_low"] == middle["donors.CHN.budget_high"]
    assert {change.key for change in policy.changes} == {*middle, "donors.all.technical_share"}
    start = starting_tables(policy)
    world = begin(start, policy.draws(1)[0], 1, 0)
    china = [donor.iso3 for donor in read_donors()].index("CHN")
    assert world.donors[china]["budget_2016"] == pytest.approx(middle["donors.CHN.budget_low"])


def test_noise_is_told_as_noise_and_writes_no_worlds(asked, tmp_path):
    found = asked.found(*planted(asked, chance=0.5))
    assert not len(found.tables["box"])
    assert found.conclusions[1].startswith("No box does better than chance")
    found.write(tmp_path)
    assert not (tmp_path / "worlds").exists()
    figures = draw_discovery(found.tables, found.manifest, tmp_path)
    assert imread(figures[0]).shape[1] > 1000


def test_a_policy_that_never_fails_leaves_nothing_to_tell_apart(asked):
    experiments, _ = planted(asked)
    found = asked.found(experiments, {"baseline-2016": np.zeros(WORLDS), "all-technical": np.ones(WORLDS)})
    assert f"fails in 0% of {WORLDS} worlds" in found.conclusions[0]
    assert "nothing to tell apart" in found.conclusions[0]
    assert not len(found.tables["box"])


@pytest.mark.parametrize(("good", "needed", "fails", "expected"), [
    (1, 0.01, "below", [True, True, True, True, False]),
    (-1, 0.01, "below", [False, True, True, True, True]),
    (1, 0.01, "regret", [True, False, False, False, False]),
    (-1, 0.01, "regret", [False, False, False, False, True]),
    (1, 0.0, "below", [True, True, False, False, False]),
])  # fmt: skip
def test_failing_is_gaining_too_little_or_losing_too_much(good, needed, fails, expected):
    assert fails_in(np.array([-0.02, -0.005, 0.0, 0.005, 0.02]), good, needed, fails).tolist() == expected


def test_the_whole_space_is_no_box_and_chance_is_counted_by_hand():
    inputs = pd.DataFrame({"parameters.fade": np.linspace(0, 1, 40)})
    found = discovered(inputs, np.arange(40) < 4)  # too few failures to look for
    assert not found.box.restricted()
    assert found.p == 1.0
    assert not found.better_than_chance
    held = found.held_out._replace(points=np.arange(4.0)[:, None], cases=np.array([True, True, False, False]))
    assert chance_of(everywhere(1).limited(0, 1, 1.5), held) == pytest.approx(1 / 6)  # both of 2 hit, of 4 over 2


def test_what_a_scenario_sets_or_switches_off_is_no_input(asked):
    experiments = experiments_of(asked.asked, 50)
    plain = set(experiments.table((load_scenario("baseline-2016"),)))
    fixed = replace(load_scenario("baseline-2016"), changes=(
        Change("parameters.fade", "parameters", "", "fade", 0.2),
        Change("donors.CHN.budget_low", "donors", "CHN", "budget_low", 900.0),
    ))  # fmt: skip
    assert plain - set(experiments.table((fixed,))) == {"parameters.fade", "donors.CHN.budget"}
    without = set(experiments.table((load_scenario("training-without-spillover"),)))
    assert "parameters.spread" in plain - without


def test_experiments_are_the_same_however_many_are_drawn(asked):
    few, many = experiments_of(asked.asked, 5), experiments_of(asked.asked, 9)
    assert (few.numbers == many.numbers[:5]).all()
    assert all((few.budgets[code] == many.budgets[code][:5]).all() for code in few.budgets)


def test_an_experiment_is_the_mean_of_runs_with_its_numbers_and_budgets(asked):
    experiments = experiments_of(asked.asked, 4)
    got = run_experiments(asked.asked, experiments, 2, workers=2)
    again = run_experiments(asked.asked, experiments, 2, workers=1)
    scenario = load_scenario("all-technical")
    start = with_budgets(starting_tables(scenario), {c: v[3] for c, v in experiments.budgets.items()}, scenario)
    rows = np.repeat(scenario.changed(experiments.numbers)[3:4], 2)
    outcomes, _ = engine.run_replicates(start, rows, 3, 2016, 0)
    assert got["all-technical"][3] == outcomes["capacity"][:, -1, 0].mean()
    assert all((got[name] == again[name]).all() for name in got)


def test_mistakes_are_told_at_once():
    with pytest.raises(InputError) as caught:
        discover_request("all-technica", outcome="capcity", fails="under", experiments=3)
    assert len(caught.value.problems) == 4
    with pytest.raises(InputError, match="is a sweep"):
        discover_request("policy-mixes")


def test_the_command_writes_what_other_programs_read(tmp_path, monkeypatch, capsys):
    folder = tmp_path / "out"
    command = ["ssc-sim", "analyse", "discover", "all-technical", "--threshold", "0", "--experiments", "40"]
    monkeypatch.setattr(sys, "argv", [*command, "--lucks", "1", "--year", "2020", "--out", str(folder)])
    main()
    assert "all-technical fails in" in capsys.readouterr().out
    assert json.loads((folder / "manifest.json").read_text())["kind"] == "discover"
    experiments, outcomes = experiments_and_outcomes(folder)
    assert len(experiments) == 40
    assert {"parameters.fade", "donors.CHN.budget"} <= set(experiments.columns)
    assert outcomes["difference"] == pytest.approx(outcomes["value"] - outcomes["against"], abs=1e-9)
    monkeypatch.setattr(sys, "argv", [*command, "--lucks", "1", "--year", "2020", "--out", str(folder)])
    main()  # the same again is not refused
    with pytest.raises(InputError, match="holds no experiments"):
        experiments_and_outcomes(tmp_path)


@pytest.mark.filterwarnings("ignore")  # theirs: pandas has moved on
def test_another_program_takes_the_experiments_and_finds_the_planted_box(asked, tmp_path):
    theirs = pytest.importorskip("ema_workbench.analysis.prim")
    asked.found(*planted(asked)).write(tmp_path)
    experiments, outcomes = experiments_and_outcomes(tmp_path)
    chosen = experiments[["parameters.fade", "donors.CHN.budget", "parameters.spread", "donors.IND.budget"]]
    box = theirs.Prim(chosen, outcomes["fails"] == 1, threshold=0.5).find_box()
    limits = box.box_lims[-1]
    assert limits["parameters.fade"].iloc[0] == pytest.approx(0.18, abs=0.02)
    assert limits["donors.CHN.budget"].iloc[0] == pytest.approx(1500, rel=0.2)
