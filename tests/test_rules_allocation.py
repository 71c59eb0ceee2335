"""Rules of allocation: worked examples, and what always holds."""

from __future__ import annotations

from math import exp

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ssc_sim.rules import allocation
from ssc_sim.tables import AFRICA, AMERICAS, ASIA, EUROPE, OCEANIA


def between(low, high):
    return st.floats(low, high).map(lambda x: round(x, 6))


def always(**numbers):
    """Draw the numbers afresh for each of many cases, the same in every run."""
    return lambda test: settings(deadline=None, derandomize=True)(given(**numbers)(test))


share = between(0.0, 1.0)

income = between(100.0, 500_000.0)
people = between(0.001, 3000.0)
score = between(-5.0, 5.0)
log_weight = between(-10.0, 10.0)
positive = between(0.01, 3.0)


def test_need_worked_out():
    # income e^2, elasticity 0.5, least developed with 0.8 more: 0.8 - 0.5 * 2 = -0.2
    assert allocation.need(exp(2.0), 0.5, 1.0, 0.8) == pytest.approx(-0.2, rel=1e-12)


@always(gdp=income, richer=between(0.0, 100_000.0), elasticity=between(0.0, 2.0), ldc=share, bonus=between(0.0, 2.0))
def test_need_never_rises_with_income(gdp, richer, elasticity, ldc, bonus):
    assert allocation.need(gdp + richer, elasticity, ldc, bonus) <= allocation.need(gdp, elasticity, ldc, bonus)


@always(gdp=income, elasticity=between(0.0, 2.0), bonus=between(0.0, 2.0))
def test_need_never_falls_when_a_country_is_least_developed(gdp, elasticity, bonus):
    assert allocation.need(gdp, elasticity, 1.0, bonus) >= allocation.need(gdp, elasticity, 0.0, bonus)


def test_interest_worked_out():
    # 0.5 * (2 + 3) = 2.5
    assert allocation.interest(2.0, 3.0, 0.5) == 2.5


@always(objective=score, subjective=score, more=positive, weight=positive)
def test_interest_rises_with_each_score(objective, subjective, more, weight):
    interest = allocation.interest(objective, subjective, weight)
    assert allocation.interest(objective + more, subjective, weight) > interest
    assert allocation.interest(objective, subjective + more, weight) > interest


def test_familiarity_worked_out():
    # e^3 people, elasticity 0.3, closeness 1.6: 0.3 * 3 + 1.6 = 2.5
    assert allocation.familiarity(exp(3.0), 0.3, 1.6) == pytest.approx(2.5, rel=1e-12)


@always(population=people, elasticity=between(0.05, 0.5), closeness=log_weight, more=positive)
def test_familiarity_rises_with_population_and_with_closeness(population, elasticity, closeness, more):
    familiarity = allocation.familiarity(population, elasticity, closeness)
    assert allocation.familiarity(population * (1.0 + more), elasticity, closeness) > familiarity
    assert allocation.familiarity(population, elasticity, closeness + more) > familiarity


def test_attractiveness_worked_out():
    # 0.25 * 4 + 0.75 * 8 + 1 = 8
    assert allocation.attractiveness(0.25, 4.0, 8.0, 1.0) == 8.0


@always(need=log_weight, other=log_weight, interest=log_weight, familiarity=log_weight)
def test_without_solidarity_need_has_no_effect(need, other, interest, familiarity):
    found = allocation.attractiveness(0.0, need, interest, familiarity)
    assert found == allocation.attractiveness(0.0, other, interest, familiarity) == interest + familiarity


@always(need=log_weight, other=log_weight, interest=log_weight, familiarity=log_weight)
def test_with_full_solidarity_interest_has_no_effect(need, other, interest, familiarity):
    found = allocation.attractiveness(1.0, need, interest, familiarity)
    assert found == allocation.attractiveness(1.0, need, other, familiarity) == need + familiarity


@pytest.mark.parametrize(
    ("region", "pull"), [(ASIA, 0.0), (OCEANIA, 1.2), (AFRICA, -0.35), (AMERICAS, -0.85), (EUROPE, 0.9)]
)
def test_focal_region_gives_each_region_its_own_pull_and_asia_none(region, pull):
    assert allocation.focal_region(float(region), 1.2, -0.35, -0.85, 0.9) == pull


def test_appeal_worked_out():
    # e^2 = 7.389056...
    assert allocation.appeal(2.0, 1.0) == pytest.approx(7.38905609893065, rel=1e-12)


@always(attractiveness=between(-30.0, 30.0))
def test_appeal_is_positive_for_others_and_zero_for_a_country_itself(attractiveness):
    assert allocation.appeal(attractiveness, 1.0) > 0.0
    assert allocation.appeal(attractiveness, 0.0) == 0.0
