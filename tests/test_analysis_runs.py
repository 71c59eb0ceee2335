"""Runs of an analysis: the same numbers as an ensemble has, whoever has the last word, and faults that are told."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from planted_worlds import MONEY, POLICIES, TRAINING, planted

from ssc_sim import engine
from ssc_sim.analysis.asking import asked_of
from ssc_sim.analysis.runs import chance, smallest_effect
from ssc_sim.ensemble.running import outcomes_of
from ssc_sim.errors import ModelFault
from ssc_sim.posterior import numbers_of_run
from ssc_sim.results.blocks import values_of
from ssc_sim.tables import Now, Outcome


def asked(scenarios=POLICIES):
    return asked_of("test", scenarios, (), {}, year=2017, seed=3, numbers="posterior")


def test_rows_run_one_by_one_are_those_of_an_ensemble():
    question = asked()
    ensemble = replace(question.ensemble, runs=5)
    numbers = numbers_of_run("posterior", 5, 3, "documents", ensemble.posterior)
    ours = question.worlds(workers=2).outcomes(numbers, np.arange(5))
    theirs = outcomes_of(ensemble, engine.run_replicates, workers=1)
    assert list(ours) == POLICIES
    for name in POLICIES:
        for outcome in Outcome.names():
            assert (values_of(ours[name], outcome) == values_of(theirs[name][:, -1], outcome)).all()


def test_luck_is_that_of_the_row_wherever_it_stands():
    worlds = asked(["baseline-2016"]).worlds()
    numbers = numbers_of_run("point", 3, 3, "documents", worlds.posterior)
    rows = worlds.outcomes(numbers, np.array([4, 9, 4]))["baseline-2016"]
    one, other, again = values_of(rows, "participants")
    assert one == again != other


def test_a_scenario_has_the_last_word_over_the_rows_and_what_is_forced_over_the_scenario():
    worlds = planted(lambda *_: 0.5)
    fixing = replace(worlds.scenarios[0], without=("learning",))
    numbers = numbers_of_run("point", 1, 1, "documents", worlds.posterior)
    assert numbers["learning"][0] > 0

    def learning_in(forced):
        kept = []
        one = planted(lambda row, _trains, _luck: kept.append(float(row["learning"])) or 0.5)
        replace(one, scenarios=(fixing,)).outcomes(numbers, np.arange(1), forced)
        return kept[0]

    assert learning_in(None) == 0.0
    assert learning_in({"learning": 0.2}) == 0.2


def test_a_broken_identity_is_told_with_its_scenario_and_luck():
    def breaks(_start, rows, years, _seed, _first):
        ends = Now.rows(len(rows))
        ends["fault"], ends["fault_row"], ends["year"] = 1, -1, 2018
        return Outcome.rows(len(rows), years), ends

    worlds = replace(planted(lambda *_: 0.0), run_replicates=breaks)
    with pytest.raises(ModelFault, match=f"({MONEY}|{TRAINING}), luck 7, 2017, the world"):
        worlds.outcomes(numbers_of_run("point", 1, 1, "documents", worlds.posterior), np.array([7]))


def test_a_relative_smallest_effect_is_a_share_of_the_largest_mean_whatever_the_order():
    small, large = np.array([10.0, 20.0]), np.array([100.0, 300.0])
    assert smallest_effect("participants", small, large) == smallest_effect("participants", large, small) == 10.0
    assert smallest_effect("capacity", small) == smallest_effect("capacity", large) == 0.01


def test_chance_is_the_same_for_one_purpose_and_another_for_another():
    assert chance(1, 2).random() == chance(1, 2).random()
    assert len({chance(seed, purpose).random() for seed in (1, 2) for purpose in (1, 2)}) == 4
