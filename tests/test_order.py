"""Numbers are put in order in the places of a table's own rows, compiled and as Python runs it."""

from __future__ import annotations

from math import inf

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats
from worlds import baseline

from ssc_sim import luck
from ssc_sim.behaviour import order, record
from ssc_sim.behaviour import programmes as programme_does
from ssc_sim.compiled import plain
from ssc_sim.model import SSCModel
from ssc_sim.rules import programmes
from ssc_sim.tables import Tie
from ssc_sim.world import begin

YEARS, HELD = 400, 40
times = st.floats(0.0, 100.0) | st.just(inf)


def rows_of(**columns: list[float]) -> np.recarray:
    rows = Tie.rows(len(next(iter(columns.values())))).view(np.recarray)
    for name, values in columns.items():
        rows[name] = values
    return rows


@settings(deadline=None, derandomize=True)
@given(shares=st.lists(times, min_size=1, max_size=40), mixed=st.randoms(use_true_random=False))
def test_rows_put_in_order_are_those_that_sorting_gives_whatever_their_order_before(shares, mixed):
    before = [*range(len(shares))]
    mixed.shuffle(before)
    compiled, interpreted = (rows_of(share=shares, in_order=before) for _ in range(2))
    order.put_in_order(np.asarray(compiled))
    plain(order.put_in_order)(interpreted)
    rows = compiled.in_order.astype(int)
    assert rows.tolist() == interpreted.in_order.tolist()
    assert sorted(rows.tolist()) == [*range(len(shares))]
    assert compiled.share[rows].tolist() == sorted(shares)


@settings(deadline=None, derandomize=True)
@given(weights=st.lists(st.sampled_from([0.0, 0.01, 0.5, 2.0, 30.0]), min_size=1, max_size=30),
       places=st.integers(1, 40), key=st.integers(0, 99), mixed=st.randoms(use_true_random=False))  # fmt: skip
def test_the_places_of_a_call_are_won_by_the_smallest_times_whoever_starts_first(weights, places, key, mixed):
    starts = [*range(len(weights))]
    mixed.shuffle(starts)
    compiled, interpreted = (rows_of(in_order=starts, identity=[*range(100, 100 + len(weights))]) for _ in range(2))
    for rows in (compiled, interpreted):
        rows.called[:, 2] = weights
    taken = programme_does.race(np.asarray(compiled), places, 2, key)
    assert taken == plain(programme_does.race)(interpreted, places, 2, key)
    draws = [luck.uniform(key, identity) for identity in compiled.identity]
    keys = [programmes.invitation_key(*pair) for pair in zip(draws, weights, strict=True)]
    won = sorted((time, who) for who, time in enumerate(keys) if time < inf)[:places]
    for rows in (compiled, interpreted):
        assert sorted(zip(rows.ranked[:taken], rows.who[:taken], strict=True)) == won


@settings(deadline=None, derandomize=True)
@given(steps=st.lists(st.lists(st.floats(0.01, 9.0), min_size=30, max_size=30), min_size=1, max_size=20))
def test_whoever_comes_first_stands_first_in_the_line_and_again_after_it_has_set_out_anew(steps):
    compiled, interpreted = (rows_of(ranked=steps[0], who=[*range(30)]) for _ in range(2))
    expected = dict(enumerate(steps[0]))
    order.line_up(np.asarray(compiled), 30)
    plain(order.line_up)(interpreted, 30)
    for step in steps:
        first = min(expected, key=expected.__getitem__)
        for rows in (compiled, interpreted):
            assert rows.ranked[0] == expected[first]
            assert expected[int(rows.who[0])] == expected[first]
        again = int(compiled.who[0])
        expected[again] += step[again]
        for rows in (compiled, interpreted):
            rows.ranked[0] += step[again]
        order.sink(np.asarray(compiled), 0, 30)
        plain(order.sink)(interpreted, 0, 30)
    assert {int(who): time for who, time in zip(compiled.who, compiled.ranked, strict=True)} == expected


def test_programmes_for_one_country_go_to_countries_in_proportion_to_their_weights():
    """One race for all programmes of a year, in which winners set out again, draws each winner independently."""
    case = baseline()
    world = begin(case.start, case.parameters, 5, 0)
    donor, ties, won = world.donors[0], world.ties[0], np.zeros((YEARS, len(world.recipients)))
    world.parameters["bilateral_share"], donor["bilateral_shift"] = 1.0, 0.0
    programme_does.weigh_invitations(donor, world)
    for year in won:
        programme_does.clear_seats(donor, world)
        donor["programmes"] = HELD
        programme_does.hold_alone(donor, world)
        year[:] = ties["alone"]
        world.now["year"] += 1
    assert (won.sum(axis=1) == HELD).all()
    shares = ties["chosen"] / ties["chosen"].sum()
    expected, likely = YEARS * HELD * shares, shares * YEARS * HELD > 8
    off = ((won.sum(axis=0) - expected)[likely] ** 2 / expected[likely]).sum()
    assert stats.chi2.sf(off, likely.sum()) > 0.001
    largest = int(np.argmax(shares))
    spread = won[:, largest].var() / (HELD * shares[largest] * (1 - shares[largest]))
    assert 0.75 < spread < 1.3, "as of independent draws"


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
