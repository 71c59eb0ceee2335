"""Tie points: a planted one is found with its interval; where there is none, it is told so."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from planted_worlds import MONEY, POLICIES, TRAINING, chance_of, planted

from ssc_sim.analysis.runs import chance
from ssc_sim.analysis.ties import COLUMNS, tie_request
from ssc_sim.analysis.ties_search import Curve, crossing, crossing_of
from ssc_sim.errors import InputError
from ssc_sim.parameters import Parameters
from ssc_sim.scenario import load_scenario

AT = (0.0, 0.5, 1.0)


def noise(seed, spread, runs=16):
    return spread * np.random.default_rng(seed).normal(size=runs)


def centred(seed, spread):
    values = noise(seed, spread)
    return values - values.mean()


@pytest.mark.parametrize("slope", [1.0, -2.0])
@pytest.mark.parametrize("place", [0.07, 0.37, 0.93])
def test_a_crossing_is_found_where_it_is(slope, place):
    found = crossing(Curve(lambda share: slope * (share - place) + centred(1, 0.1), AT), 0.0, chance(1))
    assert found.place == pytest.approx(place, abs=0.01)
    assert found.low < place < found.high
    assert found.others == 0


def test_the_interval_is_as_wide_as_chance_makes_it_and_nothing_where_there_is_none():
    sure = crossing(Curve(lambda share: np.full(16, share - 0.4), AT), 0.0, chance(1))
    assert sure.low == pytest.approx(sure.high, abs=1e-9)
    assert sure.place == pytest.approx(0.4, abs=0.01)
    found = [crossing(Curve(lambda share, seed=seed: share - 0.5 + noise(seed, 0.2), AT), 0.0, chance(seed))
             for seed in range(60)]  # fmt: skip
    assert np.mean([one.low <= 0.5 <= one.high for one in found]) >= 0.75  # percentiles of 16: a little narrow
    assert np.mean([one.high - one.low for one in found]) == pytest.approx(2 * 1.645 * 0.2 / 4, rel=0.2)


def test_a_curve_that_never_turns_has_no_tie_and_one_that_only_touches_zero_does_not_turn():
    assert crossing(Curve(lambda share: np.full(4, share + 0.1), AT), 0.0, chance(1)) is None
    assert crossing(Curve(lambda share: np.full(4, share), AT), 0.0, chance(1)) is None
    assert crossing(Curve(lambda share: np.full(4, abs(share - 0.5)), AT), 0.0, chance(1)) is None
    assert crossing(Curve(lambda _: np.zeros(4), AT), 0.0, chance(1)) is None


def test_a_curve_is_caught_where_it_is_zero_on_the_spot_and_of_two_turns_the_nearer_is_told():
    on_the_spot = crossing(Curve(lambda share: np.full(4, share - 0.5), AT), 0.0, chance(1))
    assert on_the_spot.place == pytest.approx(0.5, abs=0.01)

    def dips(share):
        return np.full(4, (share - 0.3) * (share - 0.8))

    near_low, near_high = (crossing(Curve(dips, AT), present, chance(1)) for present in (0.0, 1.0))
    assert near_low.place == pytest.approx(0.3, abs=0.01)
    assert near_high.place == pytest.approx(0.8, abs=0.01)
    assert near_low.others == near_high.others == 1


def test_between_points_the_curve_is_straight():
    assert crossing_of(np.array([0.0, 1.0]), np.array([-1.0, 3.0]), 0.5) == pytest.approx(0.25)
    assert crossing_of(np.array([0.0, 1.0]), np.array([1.0, 3.0]), 0.5) == 0.0


def training_leads_until_money_trains_at_home(row, trains, luck):
    """The order turns where 1.3 % of money is spent on training at home; fade moves both policies alike."""
    return (0.5 if trains else 0.5 + row["home_training"] - 0.013) + row["fade"] + chance_of(luck)


def rows_of(truth, outcome="capacity", **asked):
    request = tie_request(POLICIES, outcomes=[outcome], year=2017, **({"runs": 6, "draws": 300} | asked))
    findings = request.on(planted(truth, outcome))
    return findings, findings.tables["ties"].set_index("number")


def test_a_planted_tie_is_found_and_the_others_are_told_to_have_none():
    findings, rows = rows_of(training_leads_until_money_trains_at_home)
    assert list(findings.tables["ties"]) == COLUMNS
    tie = rows.loc["home_training"]
    assert (tie["better"], tie["worse"], tie["value"], tie["low"], tie["high"]) == (TRAINING, MONEY, 0.0, 0.0, 0.04)
    assert tie["tie"] == pytest.approx(0.013, abs=0.0004)
    assert tie["tie_low"] == pytest.approx(tie["tie_high"], abs=1e-6), "luck is the same in both policies"
    assert tie["difference"] == pytest.approx(0.013)
    assert (tie["holds_below"], tie["holds_above"]) == (1.0, 0.0)
    assert "above it all-financial is ahead" in tie["told"]
    assert rows["tie"].notna().sum() == 1
    assert rows.loc["fade", "told"] == "fade changes nothing about it"
    below = np.mean(np.asarray(Parameters.over_ranges(300, 2016)["home_training"]) < 0.013)
    assert rows.loc["fade", "holds_below"] == rows.loc["fade", "holds_above"] == pytest.approx(below)
    assert findings.conclusions[0].startswith("1 of 1 orders turn")


def test_of_an_outcome_of_which_less_is_better_the_lower_policy_leads():
    _, rows = rows_of(training_leads_until_money_trains_at_home, "dependency", numbers=["home_training"])
    assert tuple(rows.loc["home_training", ["better", "worse"]]) == (MONEY, TRAINING)
    assert rows.loc["home_training", "tie"] == pytest.approx(0.013, abs=0.0004)


def turns_far_outside(row, trains, _luck):
    return 0.5 if trains else 0.5 + row["home_training"] - 0.11


def test_a_tie_outside_the_range_is_no_tie_unless_the_range_is_stretched_and_then_told_to_be_outside():
    findings, rows = rows_of(turns_far_outside, numbers=["home_training"])
    assert rows["tie"].isna().all()
    assert rows.loc["home_training", "told"].startswith("no tie inside the range: all-technical stays ahead")
    assert "no single number turns that" in findings.conclusions[1]
    _, stretched = rows_of(turns_far_outside, numbers=["home_training"], stretch=5)
    assert stretched.loc["home_training", "tie"] == pytest.approx(0.11, abs=0.001)
    assert "outside its range of 0 to 0.04" in stretched.loc["home_training", "told"]


def test_the_order_in_which_the_policies_are_named_changes_nothing():
    tables = []
    for policies in (POLICIES, POLICIES[::-1]):
        asked = tie_request(policies, outcomes=["capacity"], numbers=["home_training"], year=2017, runs=4, draws=50)
        worlds = planted(training_leads_until_money_trains_at_home)
        ordered = tuple(sorted(worlds.scenarios, key=lambda one: policies.index(one.name)))
        tables.append(asked.on(replace(worlds, scenarios=ordered)).tables["ties"])
    assert tables[0].equals(tables[1])


def test_policies_that_are_the_same_have_no_order():
    findings, rows = rows_of(lambda row, _trains, _luck: row["fade"])
    assert rows.empty
    assert findings.conclusions == ("The policies do not differ in any of these outcomes.",)


def test_every_mistake_is_told_at_once():
    with pytest.raises(InputError) as raised:
        tie_request(
            ["baseline-2016"], numbers=["home_trainin", "seat_cost"], outcomes=["capasity"], stretch=0.5, runs=1
        )
    told = str(raised.value)
    for part in ("did you mean 'home_training'", "did you mean 'capacity'", "--stretch", "--runs", "with nothing"):
        assert part in told
    with pytest.raises(InputError, match="with --number NAME"):
        tie_request(POLICIES, stretch=2)


def test_a_policy_and_its_twin_turn_at_the_same_value():
    """Both pairs are looked at where the other was: what one left out there is run for the other."""
    twin = replace(load_scenario("all-technical"), name="twin")
    request = tie_request(["all-financial", "all-technical", twin], outcomes=["capacity"], numbers=["home_training"],
                          runs=4, draws=0)  # fmt: skip
    table = request.run(workers=1).tables["ties"]
    assert table["tie"].nunique() == 1
    assert table["tie"].notna().sum() == 2
