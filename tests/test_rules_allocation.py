"""Rules of allocation: worked examples, and what always holds."""

from __future__ import annotations

from math import exp, log

import pytest
from hypothesis import strategies as st
from strategies import always, between, of, share, some

from ssc_sim.rules import allocation
from ssc_sim.tables import AFRICA, AMERICAS, ASIA, EUROPE, OCEANIA

income = between(100.0, 500_000.0)
people = between(0.001, 3000.0)
score = between(-5.0, 5.0)
log_weight = between(-10.0, 10.0)
positive = between(0.01, 3.0)
special_need = between(-1.9, 3.0)
people_trained = between(0.0, 1000.0)


def test_need_worked_out():
    # income e^2, elasticity 0.5, special need 0.8: -0.5 * 2 + 0.8 = -0.2
    assert allocation.need(exp(2.0), 0.5, 0.8) == pytest.approx(-0.2, rel=1e-12)


@always(gdp=income, richer=between(0.0, 100_000.0), elasticity=of("need_elasticity"), special=special_need)
def test_need_never_rises_with_income(gdp, richer, elasticity, special):
    assert allocation.need(gdp + richer, elasticity, special) <= allocation.need(gdp, elasticity, special)


@always(gdp=income, elasticity=of("need_elasticity"), special=special_need, more=positive)
def test_need_rises_with_special_need(gdp, elasticity, special, more):
    assert allocation.need(gdp, elasticity, special + more) > allocation.need(gdp, elasticity, special)


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


def test_pacific_interest_worked_out():
    # to persuade: 1 * 0.5 * (1 - 0.2) = 0.4; to reward: 1 * 0.5 * 0.2 = 0.1
    assert allocation.pacific_interest(0.2, 1.0, 0.5) == pytest.approx(0.4, rel=1e-12)
    assert allocation.pacific_interest(0.2, -1.0, 0.5) == pytest.approx(0.1, rel=1e-12)


@always(support=share, motive=of("papua_motive"), weight=of("papua_weight"))
def test_the_stance_on_papua_never_costs_a_country_aid(support, motive, weight):
    assert allocation.pacific_interest(support, motive, weight) >= 0.0


@always(support=share, weight=of("papua_weight"))
def test_without_a_motive_the_stance_on_papua_draws_no_aid(support, weight):
    assert allocation.pacific_interest(support, 0.0, weight) == 0.0


@always(support=between(0.0, 0.9), more=between(0.01, 0.1), motive=between(0.01, 1.0), weight=some("papua_weight"))
def test_support_earns_less_of_one_who_persuades_and_more_of_one_who_rewards(support, more, motive, weight):
    persuading = allocation.pacific_interest(support, motive, weight)
    rewarding = allocation.pacific_interest(support, -motive, weight)
    assert allocation.pacific_interest(support + more, motive, weight) < persuading
    assert allocation.pacific_interest(support + more, -motive, weight) > rewarding


def test_log_change_worked_out():
    # ln((0.29 + 0.01) / (0.09 + 0.01)) = ln 3
    assert allocation.log_change(0.29, 0.09, 0.01) == pytest.approx(log(3.0), rel=1e-12)


@always(now=share, least=of("least_share"))
def test_log_change_is_zero_without_a_change(now, least):
    assert allocation.log_change(now, now, least) == 0.0


@always(now=between(0.0, 0.5), more=between(0.0001, 0.5), before=share, least=of("least_share"))
def test_log_change_rises_with_the_share_now(now, more, before, least):
    assert allocation.log_change(now + more, before, least) > allocation.log_change(now, before, least)


@always(now=share, before=share, least=of("least_share"))
def test_shares_far_below_the_least_count_as_one_size(now, before, least):
    assert abs(allocation.log_change(least * now / 1000.0, least * before / 1000.0, least)) <= 0.001


def test_drawn_by_habit_worked_out():
    # 2 + (1 - 0.4 - 0.1) * (3 - 2) + 0.4 * 0.5 + 0.1 * 2 = 2 + 0.5 + 0.2 + 0.2 = 2.9
    assert allocation.drawn_by_habit(2.0, 3.0, 0.4, 0.1, 0.5, 2.0) == pytest.approx(2.9, rel=1e-12)


@always(attraction=log_weight, habit=of("habit"), herding=of("herding"))
def test_where_nothing_has_changed_donors_give_as_in_2016(attraction, habit, herding):
    assert allocation.drawn_by_habit(attraction, attraction, habit, herding, 0.0, 0.0) == attraction


@always(attraction_2016=log_weight, attraction=log_weight, own=score, others=score)
def test_without_inertia_donors_give_as_they_are_drawn(attraction_2016, attraction, own, others):
    drawn = allocation.drawn_by_habit(attraction_2016, attraction, 0.0, 0.0, own, others)
    assert drawn == pytest.approx(attraction, rel=1e-12, abs=1e-14)


@always(attraction_2016=log_weight, change=score, habit=of("habit"), herding=of("herding"))
def test_a_change_that_all_have_made_in_full_stays_in_full(attraction_2016, change, habit, herding):
    attraction = attraction_2016 + change
    drawn = allocation.drawn_by_habit(attraction_2016, attraction, habit, herding, change, change)
    assert drawn == pytest.approx(attraction, rel=1e-12, abs=1e-14)


def test_informed_worked_out():
    # 1 - (1 - 0.4) * e^(-ln 2) = 1 - 0.6 / 2 = 0.7
    assert allocation.informed(0.4, 40.0 * log(2.0), 40.0) == pytest.approx(0.7, rel=1e-12)


@always(base=of("information_base"), trained=people_trained | st.just(0.0), informed_by=of("informed_by"))
def test_a_country_knows_at_least_the_base_and_at_most_all(base, trained, informed_by):
    assert base <= allocation.informed(base, trained, informed_by) <= 1.0


@always(
    base=of("information_base"),
    trained=between(0.0, 250.0),
    more=between(1.0, 500.0),
    informed_by=of("informed_by"),
)
def test_information_rises_with_those_who_were_trained(base, trained, more, informed_by):
    informed = allocation.informed(base, trained, informed_by)
    assert allocation.informed(base, trained + more, informed_by) > informed
