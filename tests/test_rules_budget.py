"""Rules of budgets: worked examples, and what always holds."""

from __future__ import annotations

from math import exp, log, sqrt

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ssc_sim.compiled import plain
from ssc_sim.rules import budget


def between(low, high):
    return st.floats(low, high).map(lambda x: round(x, 6))


def always(**numbers):
    """Draw the numbers afresh for each of many cases, the same in every run."""
    return lambda test: settings(deadline=None, derandomize=True)(given(**numbers)(test))


share = between(0.0, 1.0)

money = between(0.01, 50_000.0)
luck = between(0.000001, 0.999999)
persistence = between(0.0, 0.95)
yearly_change = between(0.1, 0.6)
shock = between(-5.0, 5.0)


def test_starting_budget_worked_out():
    # half way from 4 to 16 on a log scale: 4 * 4^0.5 = 8
    assert budget.starting_budget(4.0, 16.0, 0.5) == pytest.approx(8.0, rel=1e-12)


@always(low=money, wider=between(0.0, 1000.0), luck=luck)
def test_starting_budget_lies_between_its_ends(low, wider, luck):
    assert low <= budget.starting_budget(low, low + wider, luck) <= low + wider


@always(low=money, luck=luck)
def test_starting_budget_with_equal_ends_is_that_figure_exactly(low, luck):
    assert budget.starting_budget(low, low, luck) == low


@pytest.mark.parametrize(("low", "high"), [(90.14, 105.43), (48.97, 63.76), (98.26, 246.03)])
def test_starting_budget_stays_inside_where_rounding_would_carry_it_over(low, high):
    almost_one = 1.0 - 2.0**-53
    assert low * exp(almost_one * log(high / low)) > high
    assert budget.starting_budget(low, high, almost_one) == high


def test_a_donor_without_a_budget_starts_without_one():
    assert budget.starting_budget(0.0, 0.0, 0.5) == 0.0
    assert plain(budget.starting_budget)(0.0, 0.0, 0.5) == 0.0


def test_log_budget_next_worked_out():
    # 0.28 * 0.5 + 0.25 * sqrt(1.28 / 2) * 2 = 0.14 + 0.25 * 0.8 * 2 = 0.54
    assert budget.log_budget_next(0.5, 0.28, 0.25, 2.0) == pytest.approx(0.54, rel=1e-12)


@always(start=between(-3.0, 3.0), persistence=persistence, yearly_change=yearly_change)
def test_log_budget_returns_to_zero_without_shocks(start, persistence, yearly_change):
    distance = start
    for _ in range(600):
        nearer = budget.log_budget_next(distance, persistence, yearly_change, 0.0)
        assert abs(nearer) <= abs(distance)
        distance = nearer
    assert abs(distance) < 1e-9


@always(persistence=persistence, yearly_change=yearly_change)
def test_the_yearly_change_of_log_budget_has_the_stated_standard_deviation(persistence, yearly_change):
    # x' = p x + s e: in the stationary state var x = s^2 / (1 - p^2), var(x' - x) = (1 - p)^2 var x + s^2
    s = budget.log_budget_next(0.0, persistence, yearly_change, 1.0)
    kept = budget.log_budget_next(1.0, persistence, yearly_change, 0.0)
    variance = (1.0 - kept) ** 2 * s**2 / (1.0 - kept**2) + s**2
    assert sqrt(variance) == pytest.approx(yearly_change, rel=1e-9)


@always(start=between(-3.0, 3.0), persistence=persistence, yearly_change=yearly_change, shock=shock)
def test_log_budget_next_adds_persistence_and_shock(start, persistence, yearly_change, shock):
    lasting = budget.log_budget_next(start, persistence, yearly_change, 0.0)
    new = budget.log_budget_next(0.0, persistence, yearly_change, shock)
    assert budget.log_budget_next(start, persistence, yearly_change, shock) == pytest.approx(lasting + new, abs=1e-12)


def test_budget_worked_out():
    # 10 * 2 * e^(ln 3) * 0.5 = 30
    assert budget.budget(10.0, 2.0, log(3.0), 0.5) == pytest.approx(30.0, rel=1e-12)


@always(budget_2016=money, factor=between(0.0, 1000.0), log_budget=between(-5.0, 5.0), crisis=share)
def test_budget_is_zero_where_the_factor_or_the_crisis_is(budget_2016, factor, log_budget, crisis):
    assert budget.budget(budget_2016, 0.0, log_budget, crisis) == 0.0
    assert budget.budget(budget_2016, factor, log_budget, 0.0) == 0.0


@always(budget_2016=money, factor=between(0.0, 1000.0))
def test_budget_on_the_trend_is_that_of_2016_times_the_factor(budget_2016, factor):
    assert budget.budget(budget_2016, factor, 0.0, 1.0) == budget_2016 * factor
