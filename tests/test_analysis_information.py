"""The worth of information: known values are found, noise is worth nothing, and no knowledge beats knowing all."""

from __future__ import annotations

import numpy as np
import pytest
from planted_worlds import MONEY, POLICIES, TRAINING, chance_of, planted, share

from ssc_sim.analysis.information import COLUMNS, information_request
from ssc_sim.analysis.information_told import EVERYTHING
from ssc_sim.analysis.information_worth import worth_of, worth_of_everything
from ssc_sim.analysis.objectives import better, objective
from ssc_sim.analysis.runs import chance
from ssc_sim.errors import InputError
from ssc_sim.parameters import Parameters


def drawn(seed=1, rows=2000):
    return np.random.default_rng(seed).random(rows)


@pytest.mark.parametrize(
    ("low", "high", "worth", "changes"),
    [(-1.0, 1.0, 0.25, 0.5), (-1.0, 2.0, 1 / 6, 1 / 3), (-2.0, 1.0, 1 / 6, 1 / 3), (1.0, 2.0, 0.0, 0.0)],
)
def test_a_sure_thing_against_a_bet_has_the_worth_of_the_textbook(low, high, worth, changes):
    """The sure thing is worth 0; the bet lies evenly between `low` and `high`, and who knows it takes it above 0."""
    bet = low + (high - low) * drawn()
    merits = np.column_stack([np.zeros_like(bet), bet])
    found = worth_of(merits, bet[:, None], chance(1))
    assert found.worth == pytest.approx(worth, abs=0.03)
    assert found.changes == pytest.approx(changes, abs=0.05)
    assert found.low <= worth <= found.high + 1e-12
    assert worth_of_everything(merits).worth == pytest.approx(worth, abs=0.03)


def test_noise_hides_no_knowledge_and_is_not_taken_for_any():
    bet, noise = 2 * drawn(1) - 1, np.random.default_rng(2).normal(size=2000)
    merits = np.column_stack([np.zeros_like(bet), bet + noise])
    assert worth_of(merits, bet[:, None], chance(1)).worth == pytest.approx(0.25, abs=0.08)
    useless = [worth_of(merits, drawn(seed)[:, None], chance(1)).worth for seed in range(10, 40)]
    assert np.mean(useless) < 0.02
    assert worth_of_everything(merits).worth > 0.4


def test_several_columns_known_together_are_worth_more_than_one():
    one, other = 2 * drawn(1) - 1, 2 * drawn(2) - 1
    merits = np.column_stack([np.zeros_like(one), one + other])
    alone, both = (worth_of(merits, known, chance(1)).worth for known in (one[:, None], np.column_stack([one, other])))
    assert alone == pytest.approx(0.25, abs=0.05)
    assert both == pytest.approx(1 / 3, abs=0.05)
    assert alone < both <= worth_of_everything(merits).worth + 1e-12


def training_is_sure_and_money_a_bet(row, trains, luck):
    return (0.5 if trains else share(row, "home_training")) + 0.1 * chance_of(luck)


def found_in(truth, outcome="capacity", **asked):
    request = information_request(POLICIES, samples=400, year=2017, **({"objectives": [outcome]} | asked))
    return request.on(planted(truth, outcome))


def test_what_turns_the_choice_is_what_to_measure_first():
    findings = found_in(training_is_sure_and_money_a_bet)
    table = findings.tables["information"]
    assert list(table) == COLUMNS
    assert set(table["number"]) >= {*Parameters.columns(), EVERYTHING}
    first = table[table["number"] != EVERYTHING].iloc[0]
    assert first["number"] == "home_training"
    assert first["worth"] == pytest.approx(0.125, abs=0.01)
    assert first["changes_decision"] == pytest.approx(0.5, abs=0.05)
    assert "knowing home_training would change the choice in" in first["told"]
    assert findings.conclusions[0] == "Measure first: home_training (for 1 objective)."
    everything = table.set_index("number").loc[EVERYTHING, "worth"]
    assert first["worth"] <= everything + 1e-12


def test_where_one_policy_is_always_better_nothing_would_change_the_choice():
    findings = found_in(lambda row, trains, luck: 2.0 * trains + share(row, "fade") + chance_of(luck))
    table = findings.tables["information"]
    assert (table["worth"] == 0).all()
    assert (table["changes_decision"] == 0).all()
    assert table["told"].str.contains("would not change the choice").all()
    assert "Nothing that could be measured would change the choice" in findings.conclusions[0]
    assert findings.tables["choices"].iloc[0]["scenario"] == TRAINING


def test_of_dependency_less_is_better():
    findings = found_in(lambda _row, trains, _luck: 0.2 + 0.1 * trains, "dependency")
    best = findings.tables["choices"].iloc[0]
    assert (best["scenario"], best["best_in"]) == (MONEY, 1.0)
    assert better("dependency_pacific") == better("debt_service") == -1
    assert better("capacity") == better("social_spending") == 1


def test_several_outcomes_are_counted_in_smallest_effects_worth_naming():
    both = objective("capacity+dependency")
    values = {"capacity": np.array([0.5, 0.53]), "dependency": np.array([0.2, 0.19])}
    smallest = {"capacity": 0.01, "dependency": 0.02}
    assert both.value(values, smallest) == pytest.approx([50 - 10, 53 - 9.5])
    assert both.told == "more capacity and less dependency"
    assert both.smallest(smallest) == 1.0


def test_every_mistake_is_told_at_once():
    with pytest.raises(InputError) as raised:
        information_request(["baseline-2016"], objectives=["capacity+dependancy", "welfare"], samples=1)
    told = str(raised.value)
    for part in ("did you mean 'dependency'", "'welfare' is no outcome", "--samples", "compared with nothing"):
        assert part in told
