"""Rules of budgets: worked examples, and what always holds."""

from __future__ import annotations

from math import exp, log, sqrt

import pytest
from hypothesis import strategies as st
from strategies import always, between, luck, of, share

from ssc_sim.compiled import plain
from ssc_sim.rules import budget

money = between(0.01, 50_000.0)
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
    # 10 * 2 * e^(ln 6 - ln 2) = 10 * 2 * 3 = 60
    assert budget.budget(10.0, 2.0, log(6.0), -log(2.0)) == pytest.approx(60.0, rel=1e-12)


@always(budget_2016=money, log_budget=between(-5.0, 5.0), trend=between(-5.0, 5.0))
def test_budget_is_zero_where_the_factor_is(budget_2016, log_budget, trend):
    assert budget.budget(budget_2016, 0.0, log_budget, trend) == 0.0


@always(budget_2016=money, factor=between(0.0, 1000.0))
def test_budget_without_trend_and_swing_is_that_of_2016_times_the_factor(budget_2016, factor):
    assert budget.budget(budget_2016, factor, 0.0, 0.0) == budget_2016 * factor


@always(budget_2016=money, swing=between(-3.0, 3.0), trend=between(-3.0, 3.0), more=between(0.01, 1.0))
def test_budget_rises_with_its_swing_and_with_its_trend(budget_2016, swing, trend, more):
    found = budget.budget(budget_2016, 1.0, swing, trend)
    assert budget.budget(budget_2016, 1.0, swing + more, trend) > found
    assert budget.budget(budget_2016, 1.0, swing, trend + more) > found


def test_technical_share_worked_out():
    # the budget would choose 0.95 - 0.25 * ln(e) = 0.7; half way there from 0.5 is 0.6
    assert budget.technical_share(0.5, 0.5, 10.0 * exp(1.0), 10.0, 0.95, 0.25) == pytest.approx(0.6, rel=1e-12)
    # a budget below the small one, followed in full: the most
    assert budget.technical_share(0.5, 1.0, 5.0, 10.0, 0.95, 0.25) == pytest.approx(0.95, rel=1e-12)
    # e^8 times the small one: 0.95 - 0.25 * 8 < 0
    assert budget.technical_share(0.5, 1.0, 10.0 * exp(8.0), 10.0, 0.95, 0.25) == 0.0


@always(
    policy=share,
    follows=share | st.just(1.0),
    money=money | st.just(0.0),
    small=of("small_budget"),
    most=of("technical_most"),
    slope=of("mix_slope"),
)
def test_technical_share_is_a_share(policy, follows, money, small, most, slope):
    assert 0.0 <= budget.technical_share(policy, follows, money, small, most, slope) <= 1.0


@always(
    policy=share,
    money=money | st.just(0.0),
    small=of("small_budget"),
    most=of("technical_most"),
    slope=of("mix_slope"),
)
def test_a_donor_that_does_not_follow_its_budget_keeps_its_policy(policy, money, small, most, slope):
    assert budget.technical_share(policy, 0.0, money, small, most, slope) == policy


@always(
    policy=share,
    money=money | st.just(0.0),
    more=money,
    small=of("small_budget"),
    most=of("technical_most"),
    slope=of("mix_slope"),
)
def test_the_technical_share_of_a_donor_that_follows_never_rises_with_its_budget(
    policy, money, more, small, most, slope
):
    found = budget.technical_share(policy, 1.0, money, small, most, slope)
    assert budget.technical_share(policy, 1.0, money + more, small, most, slope) <= found
