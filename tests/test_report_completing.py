"""A folder is completed with what belongs to it, once, or not at all."""

from __future__ import annotations

import json
import shutil
import sys

import numpy as np
import pandas as pd
import pytest
from report_folders import Reader, compared_folder, stored

import ssc_sim
from ssc_sim import engine
from ssc_sim.analysis.ties import tie_request
from ssc_sim.cli import main
from ssc_sim.comparison import verdicts
from ssc_sim.ensemble.manifest import ensemble_of_manifest
from ssc_sim.errors import InputError
from ssc_sim.observed import read_recipients
from ssc_sim.report import completing
from ssc_sim.report.choice import MAIN, OF_COUNTRIES, main_outcomes, shown_scenarios
from ssc_sim.report.command import report
from ssc_sim.report.completing import TIED, Completion, against_first, complete, missing, numbers_to_tie
from ssc_sim.results.folder import Results
from ssc_sim.tables import CountryOutcome, Outcome
from ssc_sim.world import starting_tables


@pytest.fixture
def copied(tmp_path):
    """A copy of the small folder, to be spoilt."""
    folder = tmp_path / "folder"
    shutil.copytree(compared_folder(), folder)
    return folder


def told_problems(folder, **asked) -> str:
    with pytest.raises(InputError) as error:
        report(folder, **asked)
    assert error.value.exit_code == 2
    return str(error.value)


def test_countries_are_differences_on_the_same_luck():
    ensemble = ensemble_of_manifest(stored().manifest)
    ends = []
    for scenario in ensemble.scenarios:
        start = starting_tables(scenario, ensemble.posterior.countries)
        _, countries, _ = engine.run_countries(start, ensemble.draws(scenario), ensemble.years, ensemble.seed, 0)
        ends.append(countries[:, -1])
    table = stored().countries
    assert len(table) == len(OF_COUNTRIES) * len(read_recipients())
    for place, recipient in enumerate(read_recipients()):
        if recipient.iso3 not in ("TLS", "FJI", "BGD"):
            continue
        for outcome in OF_COUNTRIES:
            before, after = (end[outcome][:, place] for end in ends)
            row = table[(table["country"] == recipient.iso3) & (table["outcome"] == outcome)].iloc[0]
            declared = CountryOutcome.columns()[outcome]
            smallest = declared.smallest * (before.mean() if declared.relative else 1)
            assert row["baseline"] == pytest.approx(before.mean(), rel=1e-8)
            assert row["difference"] == pytest.approx((after - before).mean(), rel=1e-6, abs=1e-12)
            assert row["q95"] == pytest.approx(np.quantile(after - before, 0.95), rel=1e-6, abs=1e-12)
            assert row["verdict"] == str(verdicts(after - before, np.asarray(smallest)))


def test_the_other_evidence_is_the_one_that_was_not_run():
    other = ssc_sim.compare("baseline-2016", "all-financial", runs=4, draws=12, evidence="literature").table
    columns = ["outcome", "scenario", "difference", "verdict", "rests_on"]
    last = other[other["year"] == 2030][columns].reset_index(drop=True)
    pd.testing.assert_frame_equal(stored().other[columns].reset_index(drop=True), last, rtol=1e-8)


def test_only_what_is_lacking_is_made_and_it_comes_out_the_same(copied):
    assert missing(copied) == []
    before = (copied / "countries.csv").read_bytes()
    (copied / "countries.csv").unlink()
    assert complete(copied, Results.read(copied), workers=1) == ["countries.csv"]
    assert (copied / "countries.csv").read_bytes() == before
    assert not [path for path in copied.iterdir() if path.name.startswith(".")]


def test_a_folder_run_by_another_model_is_refused_and_left_as_it_was(copied):
    (copied / "countries.csv").unlink()
    outcomes = pd.read_parquet(copied / "outcomes.parquet")
    outcomes.loc[5, "value"] += 0.01
    outcomes.to_parquet(copied / "outcomes.parquet", index=False)
    before = sorted(path.name for path in copied.iterdir())
    assert "another model" in told_problems(copied)
    assert sorted(path.name for path in copied.iterdir()) == before


def test_a_fault_while_completing_leaves_nothing_half_written(copied, monkeypatch):
    (copied / "countries.csv").unlink()
    (copied / "expectations.csv").unlink()

    def fault(_):
        raise RuntimeError("the machine stopped")

    monkeypatch.setitem(completing.MAKERS, "expectations.csv", fault)
    before = sorted(path.name for path in copied.iterdir())
    with pytest.raises(RuntimeError):
        report(copied)
    assert sorted(path.name for path in copied.iterdir()) == before


def test_a_scenario_alone_is_set_against_its_own_first_year():
    results = ssc_sim.run("baseline-2016", runs=2, until=2020)
    outcomes = against_first(results).outcomes
    own = results.outcomes.set_index(["replicate", "year", "outcome"])["value"]
    first = outcomes[outcomes["scenario"] == "2016"]
    assert set(first["year"]) == set(range(2016, 2021))
    assert len(first) == len(own)
    for row in first.sample(40, random_state=1).itertuples():
        assert row.value == own[row.replicate, 2016, row.outcome]


@pytest.mark.slow
def test_a_run_of_one_scenario_is_reported_as_change_over_time(tmp_path):
    ssc_sim.run("legislation-2017", runs=3, until=2020).write(tmp_path)
    read = Reader(report(tmp_path, language="id", workers=1).read_text(encoding="utf-8"))
    assert not read.faults
    assert any("tahun pertamanya sendiri, 2016" in told for told in read.texts)
    table = pd.read_csv(tmp_path / "comparison.csv")
    assert set(table["baseline"]) == {2016}
    assert set(pd.read_csv(tmp_path / "countries.csv")["year"]) == {2020}


@pytest.mark.slow
def test_a_sweep_is_counted_whole_and_told_at_its_corners(tmp_path):
    ssc_sim.compare("baseline-2016", "money-or-training", runs=2, draws=6, until=2020).write(tmp_path)
    read = Reader(report(tmp_path, out=tmp_path / "elsewhere.html").read_text(encoding="utf-8"))
    assert not read.faults
    assert any("5 mixes" in told for told in read.texts)
    assert not (tmp_path / "report.html").exists()


def test_of_a_sweep_the_corners_and_the_best_cells_are_shown():
    keys = ("donors.all.technical_share", "donors.all.solidarity")
    cells = [{"name": f"s[{a},{b}]", "cell": dict(zip(keys, (a, b), strict=True))}
             for a in (0.0, 0.5, 1.0) for b in (0.0, 0.5, 1.0)]  # fmt: skip
    manifest = {"until": 2030, "scenarios": [{"name": "first"}, *cells]}
    row = {"year": 2030, "outcome": "capacity", "verdict": "higher", "difference": 0.01}
    table = pd.DataFrame([
        row | {"scenario": "s[0.5,0.5]", "difference": 0.03},
        row | {"scenario": "s[0.0,0.5]", "difference": 0.05, "verdict": "not decided"},
        row | {"scenario": "s[0.5,1.0]", "difference": 0.02},
        row | {"scenario": "s[0.5,0.0]", "outcome": "dependency", "verdict": "higher", "difference": 0.2},
        row | {"scenario": "s[1.0,0.5]", "outcome": "dependency", "verdict": "lower", "difference": -0.2},
    ])  # fmt: skip
    corners = ["s[0.0,0.0]", "s[0.0,1.0]", "s[1.0,0.0]", "s[1.0,1.0]"]
    assert set(shown_scenarios(manifest, table)) == {"first", *corners, "s[0.5,0.5]", "s[1.0,0.5]"}


def test_outcomes_that_the_documents_speak_of_are_told_too():
    chosen = main_outcomes(pd.DataFrame({"outcome": ["africa_share_participants", "capacity"]}))
    assert set(chosen) == {*MAIN, "africa_share_participants"}
    scales = [Outcome.names()[name][2].scale for name in chosen]
    assert scales == sorted(scales, key=["programme", "nations", "system"].index)


@pytest.mark.parametrize(
    ("spoil", "told"),
    [
        (shutil.rmtree, "is not a results folder"),
        (lambda folder: (folder / "manifest.json").write_text("{"), "is not a results folder"),
        (lambda folder: (folder / "outcomes.parquet").unlink(), "is not a results folder"),
        (lambda folder: (folder / "summary.csv").unlink(), "summary.csv: cannot be read"),
        (lambda folder: (folder / "countries.csv").write_text("a,b\n1,2\n"), "lacks the columns scenario, country"),
        (lambda folder: (folder / "ties.csv").write_text("outcome\n"), "ties.csv:1:1: lacks the columns year"),
    ],
)
def test_a_folder_that_cannot_be_read_is_told_with_its_fault(copied, spoil, told):
    spoil(copied)
    assert told in told_problems(copied)


def test_every_fault_of_a_folder_is_told_at_once(copied):
    for name in ("summary.csv", "countries.csv"):
        (copied / name).write_text("x\n")
    problems = told_problems(copied)
    assert "summary.csv" in problems
    assert "countries.csv" in problems


def test_a_language_that_is_not_spoken_is_told_with_those_that_are(copied):
    assert "en, id" in told_problems(copied, language="ind")


def test_results_of_a_model_of_ones_own_are_refused_where_something_must_be_run(copied):
    manifest = json.loads((copied / "manifest.json").read_text(encoding="utf-8"))
    (copied / "manifest.json").write_text(json.dumps(manifest | {"engine": "mesa mine:Mine"}), encoding="utf-8")
    assert complete(copied, Results.read(copied)) == []
    (copied / "countries.csv").unlink()
    assert "model of your own (mesa mine:Mine), and lacks countries.csv" in told_problems(copied)


def test_the_command_writes_the_page_and_says_where(copied, monkeypatch, capsys):
    page = copied / "for-the-minister.html"
    monkeypatch.setattr("sys.argv", ["ssc-sim", "report", str(copied), "--language", "id", "--out", str(page)])
    main()
    assert f"Report: {page}" in capsys.readouterr().out
    assert '<html lang="id">' in page.read_text(encoding="utf-8")


def test_without_jinja2_the_extra_that_brings_it_is_named(copied, monkeypatch):
    monkeypatch.setitem(sys.modules, "jinja2", None)
    assert 'ssc-sim report: needs jinja2, which is not installed; allowed: pip install "ssc-sim[analysis]"' in (
        told_problems(copied)
    )


def test_a_place_that_cannot_be_written_is_told(copied):
    assert "cannot be written" in told_problems(copied, out=copied / "no" / "such" / "folder.html")


def test_ties_are_sought_for_the_numbers_named_most_that_could_be_otherwise():
    told = ["rests on fade, learning", "turns with: fade, focal_africa", "can matter with: best_gap", ""]
    assert numbers_to_tie(pd.DataFrame({"rests_on": told})) == ["fade", "best_gap", "learning"]


def test_the_ties_of_a_folder_are_those_of_the_analysis():
    results = Results.read(compared_folder())
    completion = Completion(compared_folder(), results, ensemble_of_manifest(results.manifest), 1)
    rests_on = completion.comparison.assign(rests_on="rests on home_training")
    vars(completion)["comparison"] = rests_on
    ties = completion.ties()
    assert set(ties["number"]) == {"home_training"}
    assert set(ties["outcome"]) <= set(TIED)
    assert set(ties["better"]) | set(ties["worse"]) == {"baseline-2016", "all-financial"}
    asked = tie_request(["baseline-2016", "all-financial"], outcomes=TIED, numbers=["home_training"], draws=0)
    assert asked.run(workers=1).tables["ties"]["told"].tolist() == ties["told"].tolist()
