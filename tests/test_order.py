"""Numbers are put in order in the places of a table's own rows, compiled and as Python runs it."""

from __future__ import annotations

from math import inf

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from worlds import baseline

from ssc_sim.behaviour import order, record
from ssc_sim.compiled import plain
from ssc_sim.model import SSCModel
from ssc_sim.tables import Tie
from ssc_sim.world import begin

times = st.floats(0.0, 100.0) | st.just(inf)


def rows_of(numbers: list[float]) -> np.recarray:
    rows = Tie.rows(len(numbers)).view(np.recarray)
    rows.ranked = numbers
    return rows


@settings(deadline=None, derandomize=True)
@given(numbers=st.lists(times, min_size=1, max_size=40))
def test_numbers_put_in_order_are_those_that_sorting_gives(numbers):
    compiled, interpreted = rows_of(numbers), rows_of(numbers)
    order.put_in_order(np.asarray(compiled))
    plain(order.put_in_order)(interpreted)
    assert compiled.ranked.tolist() == interpreted.ranked.tolist() == sorted(numbers)


@settings(deadline=None, derandomize=True)
@given(keys=st.lists(times, min_size=1, max_size=30), places=st.integers(1, 30))
def test_the_first_places_of_a_race_are_taken_by_the_smallest_keys(keys, places):
    compiled, interpreted = rows_of([-1.0] * 30), rows_of([-1.0] * 30)
    order.open_places(np.asarray(compiled), places)
    plain(order.open_places)(interpreted, places)
    for key in keys:
        order.take_place(np.asarray(compiled), places, key)
        plain(order.take_place)(interpreted, places, key)
    taken = sorted([*keys, *[inf] * places])[:places]
    assert compiled.ranked.tolist() == interpreted.ranked.tolist() == taken + [-1.0] * (30 - places)


@pytest.mark.parametrize(
    ("shares", "gini"),
    [([0.25, 0.25, 0.25, 0.25], 0.0), ([0.0, 0.0, 0.0, 1.0], 0.75), ([0.6, 0.1, 0.3], 1 / 3)],
)
def test_the_inequality_of_a_few_shares_worked_out(shares, gini):
    case = baseline()
    ties = case.start.ties[:, : len(shares)].copy()
    start = case.start._replace(recipients=case.start.recipients[: len(shares)].copy(), ties=ties)
    world = begin(start, case.parameters, 1, 0)
    world.ties["share"][0] = shares
    assert record.inequality(world.donors[0], world) == pytest.approx(gini, abs=1e-15)


def test_the_inequality_is_half_the_mean_difference_of_all_pairs_over_the_mean():
    model = SSCModel.from_start(*baseline(), 1, 0)
    model.step()
    shares = np.array([tie.share for tie in model.ties[0]])
    pairs = np.abs(shares[:, None] - shares[None, :]).mean()
    assert model.outcome.allocation_gini == pytest.approx(pairs / 2 / shares.mean(), rel=1e-12)
