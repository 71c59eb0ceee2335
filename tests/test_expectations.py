"""Expectations judged on made-up values, worked by hand: every relation and measure, held and not held."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

from ssc_sim.expectations.judging import Judgement, Question, Side, judge
from ssc_sim.expectations.table import COLUMNS, answers, entries, times_smallest
from ssc_sim.scenario.expectations import Expectation

RUNS = 200
EVEN = np.linspace(-1, 1, RUNS)  # a spread with mean 0
PLAIN: dict[str, Any] = {
    "place": 1, "outcome": "capacity", "relation": "higher", "measure": "level", "than": "", "against_year": 0,
    "among": (), "along": "", "first": 0, "last": 0, "low": 0.0, "high": 0.0, "figure": 0.0, "when": "",
    "support": "weak", "says": ("M8", "K16"), "because": "so they say", "structures": (),
}  # fmt: skip


def asked(sides: int, **said: Any) -> Question:
    """Return a question about so many scenarios, called 0, 1, 2 ..., in 2016."""
    places = tuple(Side((str(place),), 2016, 2016) for place in range(sides))
    return Question("mine", Expectation(**PLAIN | said), "", "a claim", places)


def stored(*values: Any, outcome: str = "capacity") -> dict[tuple[str, str], np.ndarray]:
    """Return values of scenarios called 0, 1, 2 ...: of one year a replicate, or the years of every replicate."""
    series = [np.ones((RUNS, 1)) * (value[:, None] if np.shape(value) == (RUNS,) else value) for value in values]
    return {(str(place), outcome): one for place, one in enumerate(series)}


def judged(relation: str, *values: Any, **said: Any) -> Judgement:
    question = asked(len(values), relation=relation, **said)
    return judge(question, stored(*values, outcome=question.expectation.outcome))


@pytest.mark.parametrize(
    ("relation", "values", "verdict"),
    [
        ("higher", (0.5, 0.511), "held"),
        ("higher", (0.5, 0.489), "not held"),
        ("higher", (0.5, 0.509), "too small to matter"),
        ("higher", (0.5, 0.52 + 0.0223 * EVEN), "not decided"),  # 94.8 % of one sign
        ("higher", (0.5, 0.52 + 0.0221 * EVEN), "held"),  # 95.2 %
        ("lower", (0.5, 0.489), "held"),
        ("lower", (0.5, 0.511), "not held"),
        ("lower", (0.5, 0.491), "too small to matter"),
        ("lower", (0.5, 0.5 + 0.1 * EVEN), "not decided"),
        ("about_equal", (0.5, 0.509), "held"),
        ("about_equal", (0.5, 0.491), "held"),
        ("about_equal", (0.5, 0.511), "not held"),
        ("about_equal", (0.5, 0.489), "not held"),
        ("about_equal", (0.5, 0.5 + 0.012 * EVEN), "not decided"),
        ("rises_with", (0, 0.02, 0.05), "held"),
        ("rises_with", (0, 0.04, 0.035), "held"),  # falls back by less than is worth naming
        ("rises_with", (0, 0.04, 0.029), "not held"),  # and by more
        ("rises_with", (0, 0.06 + 0.05 * EVEN, 0.04), "not decided"),  # by more, and that is not certain
        ("rises_with", (0.05, 0.02, 0), "not held"),
        ("rises_with", (0, 0.05, 0), "not held"),
        ("rises_with", (0, 0.004, 0.008), "too small to matter"),
        ("falls_with", (0.05, 0.02, 0), "held"),
        ("falls_with", (0, 0.02, 0.05), "not held"),
        ("peaks_inside", (0, 0.05, 0.03), "held"),
        ("peaks_inside", (0, 0.05 * (EVEN > 0), 0.05 * (EVEN <= 0), 0.03), "held"),  # in each replicate, somewhere
        ("peaks_inside", (0, 0.03, 0.05), "not held"),
        ("peaks_inside", (0.05, 0.03, 0), "not held"),
        ("peaks_inside", (0, 0.009, 0), "too small to matter"),
        ("ordering", (0, 0.02, 0.05), "held"),
        ("ordering", (0, 0.05, 0.02), "not held"),
        ("ordering", (0, 0.05, 0.055), "too small to matter"),
        ("ordering", (0, 0.05, 0.07 + 0.03 * EVEN), "not decided"),
    ],
)
def test_each_relation(relation, values, verdict):
    assert judged(relation, *values).verdict == verdict


@pytest.mark.parametrize(
    ("values", "verdict"),
    [
        ((0.5,), "held"),
        ((0.4,), "held"),  # the bounds belong to it
        ((0.6,), "held"),
        ((0.61,), "not held"),
        ((0.39,), "not held"),
        ((0.6 + 0.1 * EVEN,), "not decided"),
        ((np.where(np.arange(RUNS) < 10, 0.7, 0.5),), "held"),  # 95 % inside
        ((np.where(np.arange(RUNS) < 11, 0.7, 0.5),), "not decided"),
        ((np.where(np.arange(RUNS) < 10, 0.5, 0.7),), "not held"),  # 95 % outside
        ((np.where(np.arange(RUNS) < 11, 0.5, 0.7),), "not decided"),
        ((1.0, 1.5), "held"),  # with a counterpart, the difference
        ((1.0, 0.5), "not held"),
    ],
)
def test_between(values, verdict):
    assert judged("between", *values, low=0.4, high=0.6).verdict == verdict


def test_what_is_reported_of_each_relation():
    lower = judged("lower", 0.5, 0.45 + 0.001 * EVEN)
    assert lower.effect.mean() == pytest.approx(-0.05)
    assert lower.met.all()
    assert judged("higher", 0.5, 0.5 + EVEN).met.mean() == pytest.approx(0.5, abs=0.01)
    falls = judged("falls_with", 0.05, 0.04, 0.0)
    assert falls.effect[0] == pytest.approx(-0.05)
    assert judged("peaks_inside", 0, 0.05, 0.04, 0.03).effect[0] == pytest.approx(0.02)
    ordering = judged("ordering", 0, 0.05, 0.07)
    assert ordering.effect[0] == pytest.approx(0.02), "the smallest neighbouring difference"
    assert judged("ordering", 0, 0.05, 0.05 + EVEN).met.mean() == pytest.approx(0.5, abs=0.01)
    assert judged("about_equal", 0.5, 0.5 + 0.02 * EVEN).met.mean() == pytest.approx(0.5, abs=0.01)
    assert judged("between", 0.6 + 0.1 * EVEN, low=0.4, high=0.6).met.mean() == pytest.approx(0.5, abs=0.01)


@pytest.mark.parametrize(
    ("figure", "verdict", "met"),
    [
        (0.6, "held", 0.1),  # the very mean: a tenth of an even spread of 0.1 lies within 0.01
        (0.69, "held", 0.1),  # at the 95th of a hundred
        (0.6905, "not held", 0.1),
        (0.5095, "not held", 0.1),
        (0.8, "not held", 0),
    ],
)
def test_a_reported_figure_is_met_where_nine_of_ten_replicates_lie_around_it(figure, verdict, met):
    told = judged("reproduces", 0.6 + 0.1 * EVEN, figure=figure)
    assert told.verdict == verdict
    assert told.effect.mean() == pytest.approx(0.6 - figure)
    assert told.met.mean() == pytest.approx(met, abs=0.01)


@given(arrays.arrays(float, (4, 20), elements=st.floats(-1, 1)))
def test_falling_is_rising_turned_over(values):
    question = asked(4, relation="rises_with")
    turned = asked(4, relation="falls_with")
    ours, theirs = (
        judge(one, {(str(i), "capacity"): sign * row[:, None] for i, row in enumerate(values)})
        for one, sign in ((question, 1), (turned, -1))
    )
    assert ours.verdict == theirs.verdict
    assert ours.met.tolist() == theirs.met.tolist()


def test_a_relative_smallest_effect_is_a_share_of_the_counterpart():
    people = {"outcome": "participants"}
    assert judged("higher", 1000, 1051, **people).verdict == "held"
    assert judged("higher", 1000, 1049, **people).verdict == "too small to matter"
    assert judged("higher", 1000, 1049, **people).smallest == pytest.approx(50)
    assert judged("ordering", 100, 110, 115.2, **people).verdict == "too small to matter", "5.5 are worth naming"
    assert judged("ordering", 100, 110, 116, **people).verdict == "held"
    assert judged("peaks_inside", 10, 1030, 1000, **people).verdict == "too small to matter", "the larger end counts"


def one_side(side: Side, series: dict[str, list[float]], **said: Any) -> Judgement:
    """Judge one side whose scenarios have given values year by year, the same in every replicate."""
    question = Question("mine", Expectation(**PLAIN | {"relation": "between"} | said), "", "", (side,))
    return judge(question, {(name, "capacity"): np.tile(values, (RUNS, 1)) for name, values in series.items()})


def test_a_level_is_the_mean_over_the_years_and_over_the_scenarios():
    series = {"a": [0.0, 0.2, 0.4, 9.0], "b": [0.0, 0.6, 0.8, 9.0]}
    assert one_side(Side(("a",), 2017, 2018), series).effect[0] == pytest.approx(0.3)
    assert one_side(Side(("a", "b"), 2017, 2018), series).effect[0] == pytest.approx(0.5)
    assert one_side(Side(("a",), 2019, 2019), series).effect[0] == 9


def test_another_year_of_the_same_scenario():
    sides = (Side(("a",), 2016, 2016), Side(("a",), 2018, 2018))
    question = Question("mine", Expectation(**PLAIN), "", "", sides)
    assert judge(question, {("a", "capacity"): np.tile([0.5, 0.9, 0.52], (RUNS, 1))}).verdict == "held"
    assert judge(question, {("a", "capacity"): np.tile([0.5, 0.9, 0.48], (RUNS, 1))}).verdict == "not held"


def test_a_swing_is_the_deviation_of_the_yearly_change():
    series = {"a": [0.0, 1.0, 0.0, 1.0, 5.0], "b": [0.0, 1.0, 2.0, 3.0, 4.0]}
    told = one_side(Side(("a",), 2016, 2019), series, measure="swing", low=0.9, high=1)
    assert told.effect[0] == pytest.approx(np.sqrt(8 / 9))  # changes 1, -1, 1
    assert told.verdict == "held"
    assert one_side(Side(("b",), 2016, 2020), series, measure="swing").effect[0] == pytest.approx(0), "steady growth"


@pytest.mark.parametrize(
    ("ours", "years"),
    [
        ([100, 50, 80, 96, 90, 100, 104], 4),  # back in 2019 for a year, in 2021 for good
        ([100, 100, 100, 100, 100, 100, 100], 0),
        ([100, 50, 100, 100, 100, 100, 100], 1),
        ([100, 50, 60, 70, 80, 90, 94], 6),  # not back: the years that were left
        ([100, 120, 110, 105, 100, 100, 100], 2),  # from above
        ([50, 100, 100, 100, 100, 100, 100], 0),  # before the event
    ],
)
def test_a_recovery_counts_the_years_until_back_for_good(ours, years):
    series = {"a": ours, "reference": [100] * 7}
    side = Side(("a",), 2017, 2022, "reference")
    told = one_side(side, series, measure="recovery", low=years, high=years)
    assert set(told.effect) == {years}
    assert (told.verdict, told.smallest) == ("held", 1)
    assert one_side(side, series, measure="recovery", low=years + 1, high=9).verdict == "not held"


def test_an_interaction_is_the_difference_of_differences():
    sides, on_top = (tuple(Side((f"{who}{what}",), 2016, 2016) for who in "xy") for what in ("", "+z"))
    question = Question("mine", Expectation(**PLAIN), "", "", sides, on_top)
    values = {"x": 0.5, "y": 0.6, "x+z": 0.3, "y+z": 0.42}

    def told(**changed: float) -> Judgement:
        return judge(question, {(n, "capacity"): np.full((RUNS, 1), v) for n, v in (values | changed).items()})

    assert told().effect[0] == pytest.approx(0.02)  # (0.42 - 0.3) - (0.6 - 0.5)
    assert told().verdict == "held"
    assert told(**{"y+z": 0.38}).verdict == "not held"
    assert told(**{"y+z": 0.4}).verdict == "too small to matter", "no interaction, however large each effect"


def table_of(relation: str, ours: Any, drawn: Any, **said: Any) -> pd.Series:
    """Return the row of one expectation about scenarios 0 and 1, with one number that was drawn."""
    question = asked(2, relation=relation, **said)
    numbers = pd.DataFrame({"n1": EVEN, "n2": np.cos(9 * EVEN)})
    table = answers([question], {"documents": stored(0.5, 0.5 + ours)}, stored(0.5, 0.5 + drawn), numbers)
    assert list(table.columns) == COLUMNS
    return table.iloc[0]


@pytest.mark.parametrize(
    ("relation", "ours", "drawn", "verdict", "rests_on"),
    [
        ("higher", 0.02, 0.03 + 0.02 * EVEN, "assumed, not found", "rests on n1"),
        ("higher", 0.02, np.where(np.arange(RUNS) < 3, -0.01, 0.03), "held", "turns with: "),  # 98.5 % is not all
        ("higher", -0.02, -0.03 + 0.02 * EVEN, "not held", "rests on n1"),
        ("higher", 0.002, 0.002 + 0.001 * EVEN, "too small to matter", "too small over the whole range"),
        ("higher", 0.002, 0.03 + 0.02 * EVEN, "too small to matter", "can matter with: n1"),
        ("higher", 0.02 * EVEN, 0.02 * EVEN, "not decided", "turns with: n1"),
        ("higher", 0.02 * EVEN, 0.03 + 0.02 * EVEN, "not decided", "rests on n1"),
        ("lower", -0.02, -0.03 + 0.02 * EVEN, "assumed, not found", "rests on n1"),
        ("about_equal", 0.002, 0.002 + 0.001 * EVEN, "held", "too small over the whole range"),
        ("about_equal", 0.002, 0.03 * EVEN, "held", "can matter with: "),
        ("between", 0.02, 0.03 + 0.01 * EVEN, "held", "inside over the whole range"),
        ("between", 0.2, 0.3 + 0.01 * EVEN, "not held", "outside over the whole range"),
        ("between", 0.02, 0.04 + 0.03 * EVEN, "held", "turns with: n1"),
    ],
)
def test_a_sign_that_holds_whatever_the_numbers_is_assumed_not_found(relation, ours, drawn, verdict, rests_on):
    row = table_of(relation, ours, drawn, low=0.01, high=0.05)
    assert row["verdict"] == verdict
    assert row["rests_on"].startswith(rests_on)


def test_a_row_tells_all():
    row = table_of("higher", 0.02 + 0.01 * EVEN, 0.03 + 0.02 * EVEN)
    assert row["effect"] == pytest.approx(0.02)
    assert (row["q05"], row["q95"]) == (pytest.approx(0.011, abs=1e-4), pytest.approx(0.029, abs=1e-4))
    assert (row["probability"], row["smallest"], row["unit"]) == (1.0, 0.01, "share")
    assert (row["scenario"], row["place"], row["says"], row["support"]) == ("mine", 1, "M8 K16", "weak")
    assert (row["claim"], row["because"], row["evidence"]) == ("a claim", "so they say", "documents")


def test_without_draws_nothing_is_called_assumed():
    table = answers([asked(2)], {"documents": stored(0.5, 0.6), "literature": stored(0.5, 0.4)})
    assert table["verdict"].tolist() == ["held", "not held"]
    assert table["evidence"].tolist() == ["documents", "literature"]
    assert (table["rests_on"] == "").all()


def test_entries_stand_by_support_and_first_what_is_decided_at_programme_scale():
    said = [("dependency", "weak"), ("capacity", "strong"), ("fit_need", "strong"), ("dependency", "strong"),
            ("spending", "strong")]  # fmt: skip
    questions = [asked(2, place=place, outcome=outcome, support=support) for place, (outcome, support) in
                 enumerate(said, 1)]  # fmt: skip
    effects = {"capacity": 0.5, "dependency": 0.001, "fit_need": 0.5, "spending": 0.001}
    values = {}
    for outcome, effect in effects.items():
        values |= stored(0.5, 0.5 + effect, outcome=outcome)
    found = entries(answers(questions, {"documents": values}))
    assert {support: [entry.outcome for entry in listed] for support, listed in found.items()} == {
        "strong": ["fit_need", "capacity", "spending", "dependency"],
        "weak": ["dependency"],
    }
    assert [entry.is_small for entry in found["strong"]] == [False, False, True, True]


def test_rival_structures_are_told_even_where_all_their_answers_are_too_small():
    """Which rule gives which answer is what a contested expectation is about."""
    plain = asked(2, outcome="papua_support", support="contested")
    questions = [plain, plain._replace(structure="persuades")]
    found = entries(answers(questions, {"documents": stored(0.5, 0.501, outcome="papua_support")}))
    (entry,) = found["contested"]
    assert entry.verdicts == {"too small to matter"}
    assert not entry.is_small


def test_effects_are_counted_in_smallest_effects():
    assert times_smallest({"effect": -0.03, "smallest": 0.01}) == pytest.approx(-3)
    assert times_smallest({"effect": -0.03, "smallest": 0.0}) == -np.inf
    assert times_smallest({"effect": 0.0, "smallest": 0.0}) == 0
