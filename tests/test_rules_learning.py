"""Rules of learning: worked examples, and what always holds."""

from __future__ import annotations

import pytest
from hypothesis import strategies as st
from strategies import always, between, share

from ssc_sim.rules import learning

people = between(0.0, 10_000.0)
cadre_size = between(5.0, 100_000.0)
best_gap = between(0.1, 0.4)
fade = between(0.05, 0.30)


def test_cadre_worked_out():
    # 100 * 4^0.5 = 200
    assert learning.cadre(4.0, 100.0, 0.5, 10.0) == pytest.approx(200.0, rel=1e-12)


def test_a_tiny_country_has_the_smallest_cadre():
    # 100 * 0.0001^0.5 = 1 < 10
    assert learning.cadre(0.0001, 100.0, 0.5, 10.0) == 10.0


@always(
    population=between(0.001, 3000.0),
    more=between(0.0, 100.0),
    per_million=between(200.0, 2000.0),
    exponent=between(0.7, 1.0),
    smallest=between(5.0, 30.0),
)
def test_cadre_is_never_below_the_smallest_and_never_falls_with_population(
    population, more, per_million, exponent, smallest
):
    cadre = learning.cadre(population, per_million, exponent, smallest)
    assert smallest <= cadre <= learning.cadre(population + more, per_million, exponent, smallest)


def test_learned_share_worked_out():
    # twice the best gap: (0.9 - 0.4) / 0.25 = 2, 2 * e^-1 = 0.735758...
    assert learning.learned_share(0.9, 0.4, 0.25) == pytest.approx(0.7357588823428847, rel=1e-12)
    # half the best gap: 0.5 * e^0.5 = 0.824360...
    assert learning.learned_share(0.525, 0.4, 0.25) == pytest.approx(0.8243606353500641, rel=1e-12)


@always(strength=share, capacity=share, best_gap=best_gap)
def test_learned_share_is_a_share(strength, capacity, best_gap):
    assert 0.0 <= learning.learned_share(strength, capacity, best_gap) <= 1.0


@always(capacity=between(0.0, 0.6), best_gap=best_gap)
def test_all_is_learned_at_the_best_gap(capacity, best_gap):
    assert learning.learned_share(capacity + best_gap, capacity, best_gap) == pytest.approx(1.0, rel=1e-12)


@always(strength=share, lead=share, best_gap=best_gap)
def test_a_recipient_never_learns_from_a_weaker_teacher(strength, lead, best_gap):
    assert learning.learned_share(strength, strength + lead, best_gap) == 0.0


def test_reach_worked_out():
    # e^(0.5 / 0.25) = e^2 = 7.389056...
    assert learning.reach(0.5, 0.25) == pytest.approx(7.38905609893065, rel=1e-12)


@always(level=share, more=share, best_gap=best_gap)
def test_reach_grows_with_the_level_and_that_of_a_sum_is_the_product(level, more, best_gap):
    assert learning.reach(level, best_gap) >= 1.0
    both = learning.reach(level, best_gap) * learning.reach(more, best_gap)
    assert learning.reach(level + more, best_gap) == pytest.approx(both, rel=1e-12)


@always(strength=share, capacity=share, best_gap=best_gap)
def test_learned_of_is_the_learned_share(strength, capacity, best_gap):
    parts = learning.reach(best_gap - strength, best_gap), learning.reach(capacity, best_gap)
    learned = learning.learned_of(strength, capacity, best_gap, *parts)
    assert learned == pytest.approx(learning.learned_share(strength, capacity, best_gap), rel=1e-9, abs=1e-300)
    assert 0.0 <= learned <= 1.0


def test_trained_share_worked_out():
    # 1 - e^(-0.25 * 40 / 100) = 1 - e^-0.1 = 0.095162...
    assert learning.trained_share(40.0, 100.0, 0.25) == pytest.approx(0.09516258196404048, rel=1e-12)


@always(learners=people, cadre=cadre_size, rate=between(0.0, 1.0))
def test_trained_share_is_a_share(learners, cadre, rate):
    assert 0.0 <= learning.trained_share(learners, cadre, rate) <= 1.0


@always(
    learners=between(0.0, 1000.0), more=between(1.0, 100.0), cadre=between(100.0, 10_000.0), rate=between(0.15, 0.34)
)
def test_trained_share_rises_with_the_learners(learners, more, cadre, rate):
    assert learning.trained_share(learners + more, cadre, rate) > learning.trained_share(learners, cadre, rate)


def test_coverage_next_worked_out():
    # kept 0.8 * 0.5 = 0.4, next 0.4 + 0.6 * 0.25 = 0.55
    assert learning.coverage_next(0.5, 0.2, 0.25) == pytest.approx(0.55, rel=1e-12)


@always(coverage=share, fade=share, trained=share)
def test_coverage_next_is_a_share(coverage, fade, trained):
    assert 0.0 <= learning.coverage_next(coverage, fade, trained) <= 1.0


@always(coverage=between(0.01, 1.0), fade=fade)
def test_coverage_fades_without_training(coverage, fade):
    assert learning.coverage_next(coverage, fade, 0.0) < coverage


def test_coverage_steady_worked_out():
    # 0.5 / (0.25 + 0.5 - 0.25 * 0.5) = 0.5 / 0.625 = 0.8
    assert learning.coverage_steady(0.25, 0.5) == pytest.approx(0.8, rel=1e-12)


@always(fade=share, trained=share)
def test_coverage_steady_is_the_fixed_point_of_coverage_next(fade, trained):
    steady = learning.coverage_steady(fade, trained)
    assert learning.coverage_next(steady, fade, trained) == pytest.approx(steady, rel=1e-12, abs=1e-15)


@always(fade=fade, trained=share | st.just(1.0))
def test_coverage_steady_is_a_share(fade, trained):
    assert 0.0 <= learning.coverage_steady(fade, trained) <= 1.0


def test_no_coverage_is_kept_up_without_training():
    assert learning.coverage_steady(0.15, 0.0) == 0.0
    assert learning.coverage_steady(0.0, 0.0) == 0.0


def test_capacity_worked_out():
    # 0.6 + 0.5 * (0.8 - 0.3) * (1 - 0.6) = 0.7
    assert learning.capacity(0.6, 0.5, 0.8, 0.3) == pytest.approx(0.7, rel=1e-12)


def test_capacity_cannot_fall_below_nothing():
    # 0.05 - 1 * 1 * 0.95 < 0
    assert learning.capacity(0.05, 1.0, 0.0, 1.0) == 0.0


@always(capacity_2016=share, gain=share, coverage=share, coverage_2016=share)
def test_capacity_is_a_share(capacity_2016, gain, coverage, coverage_2016):
    assert 0.0 <= learning.capacity(capacity_2016, gain, coverage, coverage_2016) <= 1.0


@always(capacity_2016=share, gain=share, coverage=share, more=share, coverage_2016=share)
def test_capacity_never_falls_with_coverage(capacity_2016, gain, coverage, more, coverage_2016):
    capacity = learning.capacity(capacity_2016, gain, coverage, coverage_2016)
    assert learning.capacity(capacity_2016, gain, coverage + more, coverage_2016) >= capacity


@always(capacity_2016=share, gain=share, coverage_2016=share)
def test_capacity_at_the_coverage_of_2016_is_that_of_2016(capacity_2016, gain, coverage_2016):
    assert learning.capacity(capacity_2016, gain, coverage_2016, coverage_2016) == capacity_2016


def test_in_post_next_worked_out():
    # 0.85 * 100 + 20 = 105
    assert learning.in_post_next(100.0, 0.15, 20.0) == pytest.approx(105.0, rel=1e-12)
