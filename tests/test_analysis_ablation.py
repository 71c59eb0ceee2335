"""Ablation: each switch does what it says, orders are told with their size, and the spreadsheet adds up."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from ssc_sim import engine
from ssc_sim.analysis.ablation import ablation_request, change_of_order, order_of, spread_of
from ssc_sim.analysis.ablation_spreadsheet import spreadsheet
from ssc_sim.analysis.ablation_switches import ALIKE, SINGLE, SWITCHES, alike
from ssc_sim.analysis.ablation_told import conclusions
from ssc_sim.ensemble.asked import ensemble_of
from ssc_sim.parameters import Parameters
from ssc_sim.posterior import numbers_of_run
from ssc_sim.results.blocks import values_of
from ssc_sim.scenario import load_scenario
from ssc_sim.world import starting_tables

BASELINE = "baseline-2016"


def test_each_switch_sets_known_numbers_to_their_neutral_value():
    records = Parameters.columns()
    for switch in SINGLE:
        for name, value in switch.numbers.items():
            assert (switch.name, name) == ("re-allocation", "habit") or value == records[name].off


def test_all_of_these_is_all_of_these():
    together = next(switch for switch in SWITCHES if switch.name == "all of these").numbers
    for switch in SINGLE:
        assert switch.name == "habit" or switch.numbers.items() <= together.items()


def test_without_re_allocation_every_donor_keeps_the_shares_of_2016():
    scenario = load_scenario(BASELINE)
    rows = Parameters.draws(1)
    moved = engine.run_world(starting_tables(scenario), rows[0], 5, 1, 0)
    for name, value in next(switch for switch in SWITCHES if switch.name == "re-allocation").numbers.items():
        rows[name] = value
    kept = engine.run_world(starting_tables(scenario), rows[0], 5, 1, 0)
    assert np.abs(moved.ties["share"] - moved.ties["share_2016"]).max() > 0.001
    assert np.abs(kept.ties["share"] - kept.ties["share_2016"]).max() < 1e-12


def test_countries_made_alike_keep_their_sum_and_the_start_as_it_was():
    start = starting_tables(load_scenario(BASELINE))
    before = start.recipients.copy()
    same = alike(start)
    for name in ALIKE:
        assert np.ptp(same.recipients[name]) == 0
        assert same.recipients[name].sum() == pytest.approx(before[name].sum())
    assert (start.recipients == before).all()


def test_an_order_tells_what_is_worth_naming_and_what_becomes_of_it():
    merits = {"a": 1.0, "b": 3.0, "c": 3.05}
    assert order_of(merits, 0.1) == "c ~ b > a"
    assert change_of_order(merits, merits, 0.1) == ""
    assert change_of_order({"a": 1.0, "b": 2.0}, {"a": 2.0, "b": 1.0}, 0.1) == "turns"
    assert change_of_order({"a": 1.0, "b": 2.0}, {"a": 1.0, "b": 1.0}, 0.1) == "vanishes"
    assert change_of_order({"a": 1.0, "b": 1.0}, {"a": 1.0, "b": 2.0}, 0.1) == "appears"
    assert change_of_order({"a": 1.0, "b": 1.105}, {"a": 1.0, "b": 1.095}, 0.1) == "", "it slips over the line"
    assert spread_of(np.linspace(0, 1, 101)) == pytest.approx(0.9)


def test_in_its_first_full_year_the_spreadsheet_is_the_mean_of_the_model_and_later_it_repeats_the_flows():
    scenario = load_scenario("all-technical")
    ensemble = replace(ensemble_of([scenario], runs=8, seed=1), until=2017)
    rows = scenario.changed(numbers_of_run("point", 8, 1, "documents", ensemble.posterior))
    ran, _ = engine.run_replicates(starting_tables(scenario), rows, 2, 1, 0)
    sheet = spreadsheet(scenario, ensemble, 8)
    for outcome in ("participants", "spending", "trained_in_post", "debt", "capacity", "dependency", "debt_service"):
        assert values_of(sheet, outcome)[0] == pytest.approx(values_of(ran[:, -1], outcome).mean(), rel=1e-9), outcome
    later = spreadsheet(scenario, replace(ensemble, until=2020), 8)
    assert values_of(later, "participants")[0] == pytest.approx(values_of(sheet, "participants")[0])
    assert values_of(later, "trained_in_post")[0] > values_of(sheet, "trained_in_post")[0]
    gain = values_of(later, "capacity_gain_per_musd") / values_of(ran[:, -1], "capacity_gain_per_musd").mean()
    assert 0.5 < gain[0] < 2, "gains and spending are added up over the same years"


@pytest.mark.slow
def test_the_whole_analysis_tells_levels_differences_and_what_a_spreadsheet_would_do():
    request = ablation_request([BASELINE, "all-technical"], outcomes=["participants", "capacity"], runs=10, year=2018)
    calls: list[int] = []
    findings = request.run(finished=calls.append)
    table, sheet = findings.tables["ablation"], findings.tables["spreadsheet"]
    assert sum(calls) == request.replicates
    assert set(table["without"]) == {switch.name for switch in SWITCHES}
    assert len(table) == len(SWITCHES) * 2 * 2
    levels = table[(table["baseline"] == "") & (table["outcome"] == "participants")].set_index("without")
    assert np.ptp(levels["full"]) == 0, "all are held against the same whole"
    assert levels.loc["swings of budgets", "change_high"] > 0 > levels.loc["swings of budgets", "change_low"]
    assert levels.loc["contagion", "change"] == 0
    assert (table["change_low"] <= table["change_high"]).all()
    assert sheet["error"].to_numpy() == pytest.approx((sheet["spreadsheet"] - sheet["model"]).to_numpy())
    assert ((sheet["error"].abs() <= sheet["smallest"]) == sheet["would_do"]).all()
    assert list(findings.tables["orders"]["changed"].unique()) in ([""], ["", "vanishes"], ["", "appears"])


def told_of(change, matters):
    """The conclusions on one outcome of one scenario, in which one switch does something."""
    row = {"without": "all of these", "says": "no agent reacts", "outcome": "capacity", "scenario": "a",
           "baseline": "", "change": change, "smallest": 0.01, "matters": matters, "spread_full": 1.0,
           "spread_ablated": 1.0}  # fmt: skip
    quiet = row | {"without": "peers", "change": 0.0, "matters": "too small to matter"}
    sheet = {"outcome": "capacity", "scenario": "a", "baseline": "", "error": 0.02, "smallest": 0.01, "would_do": False}
    orders = {"without": "peers", "outcome": "capacity", "order_full": "a", "order_ablated": "a", "changed": ""}
    tables = {"ablation": [row, quiet], "spreadsheet": [sheet], "orders": [orders]}
    return conclusions({name: pd.DataFrame(rows) for name, rows in tables.items()})


def test_conclusions_say_whether_agents_matter_first():
    first, spreadsheets, *others = told_of(0.5, "higher")
    assert first == "Agents matter: where none reacts to another, these change for certain: capacity."
    assert "errs, in smallest effects worth naming, in capacity (2.0)" in spreadsheets
    assert others[0] == "Without all of these (no agent reacts): changes capacity."
    assert others[1] == "Nothing changes by an amount worth naming without peers."
    assert "no outcome and no difference between policies changes for certain" in told_of(0.0, "too small to matter")[0]
