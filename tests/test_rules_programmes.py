"""Rules of programmes: worked examples, and what always holds."""

from __future__ import annotations

from math import floor, inf, log

import numpy as np
import pytest
from hypothesis import strategies as st
from strategies import always, between, luck, of, share, some

from ssc_sim.compiled import plain
from ssc_sim.rules import programmes
from ssc_sim.tables import AFRICA, AMERICAS, ASIA, EUROPE, OCEANIA

ALL, ASIA_PACIFIC, AFRICA_ONLY, PACIFIC = 0.0, 1.0, 2.0, 3.0
REGIONS = (ASIA, OCEANIA, AFRICA, AMERICAS, EUROPE)
money = between(0.01, 10_000.0)
count = between(0.0, 1000.0)
weight = between(0.001, 1000.0)
third = between(0.0, 0.333333)


def test_programmes_planned_worked_out():
    # two thirds of the seats of 2016: 51 * 2 / 3 = 34
    assert programmes.programmes_planned(51.0, 2.0 / 3.0) == pytest.approx(34.0, rel=1e-12)


@always(programmes_2016=count)
def test_where_as_much_is_bought_as_in_2016_programmes_are_exactly_those_of_2016(programmes_2016):
    assert programmes.programmes_planned(programmes_2016, 1.0) == programmes_2016


@always(programmes_2016=count)
def test_no_programmes_are_planned_without_money(programmes_2016):
    assert programmes.programmes_planned(programmes_2016, 0.0) == 0.0


def test_whole_worked_out():
    # 2.25 + 0.74 = 2.99, 2.25 + 0.75 = 3
    assert programmes.whole(2.25, 0.74) == 2.0
    assert programmes.whole(2.25, 0.75) == 3.0


@always(expected=count, luck=luck)
def test_whole_is_a_whole_number_within_one_of_the_mean(expected, luck):
    drawn = programmes.whole(expected, luck)
    assert drawn == floor(drawn)
    assert abs(drawn - expected) < 1.0


@always(expected=st.integers(0, 10_000).map(float), luck=luck)
def test_whole_is_the_mean_where_that_is_whole(expected, luck):
    assert programmes.whole(expected, luck) == expected


def test_whole_is_the_mean_where_that_is_whole_even_at_the_last_draw():
    assert programmes.whole(51.0, 1.0 - 2.0**-53) == 51.0


@pytest.mark.parametrize("expected", [0.0, 0.125, 2.25, 11.9, 51.0])
def test_the_ensemble_mean_of_whole_is_the_expected(expected):
    drawn = [programmes.whole(expected, (k + 0.5) / 1000) for k in range(1000)]
    assert np.mean(drawn) == pytest.approx(expected, abs=0.001)


def test_seats_worked_out():
    # 10 million at 0.008 million a participant: 1,250
    assert programmes.seats(10.0, 0.008) == pytest.approx(1250.0, rel=1e-12)


@always(technical_money=money, more=between(0.01, 1000.0), seat_cost=of("seat_cost"))
def test_seats_rise_with_the_money_and_there_are_none_without_it(technical_money, more, seat_cost):
    assert programmes.seats(technical_money + more, seat_cost) > programmes.seats(technical_money, seat_cost)
    assert programmes.seats(0.0, seat_cost) == 0.0


@pytest.mark.parametrize(("scope", "chance"), [(ALL, 0.3), (ASIA_PACIFIC, 0.4), (AFRICA_ONLY, 0.1), (PACIFIC, 0.2)])
def test_scope_chance_worked_out(scope, chance):
    # for each open call 4/3 to Asia and the Pacific, 1/3 to Africa, 2/3 to the Pacific: 10/3 in all
    assert programmes.scope_chance(scope, 4 / 3, 1 / 3, 2 / 3) == pytest.approx(chance, rel=1e-12)


@always(asia_pacific=third, africa=third, pacific=third)
def test_the_chances_of_the_scopes_sum_to_one(asia_pacific, africa, pacific):
    chances = [programmes.scope_chance(float(scope), asia_pacific, africa, pacific) for scope in range(4)]
    assert min(chances) >= 0.0
    assert sum(chances) == pytest.approx(1.0, rel=1e-12)


@pytest.mark.parametrize(
    ("scope", "inside"),
    [(ALL, set(REGIONS)), (ASIA_PACIFIC, {ASIA, OCEANIA}), (AFRICA_ONLY, {AFRICA}), (PACIFIC, {OCEANIA})],
)
def test_a_call_reaches_the_regions_of_its_scope_and_no_other(scope, inside):
    assert {region for region in REGIONS if programmes.called(2.5, scope, float(region)) == 2.5} == inside
    assert {region for region in REGIONS if programmes.called(2.5, scope, float(region)) == 0.0} == {*REGIONS} - inside


def test_chosen_alone_worked_out():
    # in Oceania 4 * e^(-ln 2) = 2; nowhere else but in Europe is anything taken away
    assert programmes.chosen_alone(4.0, float(OCEANIA), -log(2.0)) == pytest.approx(2.0, rel=1e-12)
    assert [programmes.chosen_alone(4.0, float(region), -1.3) for region in (ASIA, AFRICA, AMERICAS)] == [4.0] * 3
    assert programmes.chosen_alone(4.0, float(EUROPE), -1.3) == 0.0


def test_invitation_key_worked_out():
    # -ln(0.5) / 2 = 0.346573...
    assert programmes.invitation_key(0.5, 2.0) == pytest.approx(0.34657359027997264, rel=1e-12)


@always(luck=luck)
def test_a_country_without_weight_is_never_invited(luck):
    assert programmes.invitation_key(luck, 0.0) == inf
    assert plain(programmes.invitation_key)(luck, 0.0) == inf


@always(luck=luck, weight=weight, more=weight)
def test_an_invitation_key_is_positive_and_falls_with_the_weight(luck, weight, more):
    assert 0.0 < programmes.invitation_key(luck, weight + more) < programmes.invitation_key(luck, weight)


def test_in_race_worked_out():
    # 1 - e^(-2 * 0.5) = 0.632120...
    assert programmes.in_race(2.0, 0.5) == pytest.approx(0.6321205588285577, rel=1e-12)


@always(luck=luck, weight=weight)
def test_in_race_is_the_chance_that_a_key_is_smaller(luck, weight):
    # the key falls with the luck, so keys before this one are those of a larger luck: 1 - luck
    assert programmes.in_race(weight, programmes.invitation_key(luck, weight)) == pytest.approx(1.0 - luck, abs=1e-12)


@always(weight=between(0.0, 1000.0), time=between(0.0, 1000.0))
def test_in_race_is_a_chance(weight, time):
    assert 0.0 <= programmes.in_race(weight, time) <= 1.0


def test_seat_price_worked_out():
    # eight times the seats: (8 / 2)^0.5 = 2; as tailored as in 2016: 2
    assert programmes.seat_price(8.0, 0.5, 0.4, 0.4, 0.3) == pytest.approx(2.0, rel=1e-12)
    # fewer than twice the seats cost no more for that; fully tailored costs 1 + 0.3 where 2016 tailored nothing
    assert programmes.seat_price(1.5, 0.5, 1.0, 0.0, 0.3) == pytest.approx(1.3, rel=1e-12)


@always(tailoring=share, scarcity=of("seat_scarcity"), cost=of("tailoring_cost"))
def test_a_seat_as_in_2016_costs_as_in_2016(tailoring, scarcity, cost):
    assert programmes.seat_price(1.0, scarcity, tailoring, tailoring, cost) == 1.0


seats_ratio = between(0.0, 100.0)


@always(
    ratio=seats_ratio,
    more=seats_ratio,
    scarcity=of("seat_scarcity"),
    tailoring=share,
    tailoring_2016=share,
    cost=of("tailoring_cost"),
)
def test_seat_price_never_falls_with_the_seats(ratio, more, scarcity, tailoring, tailoring_2016, cost):
    price = programmes.seat_price(ratio, scarcity, tailoring, tailoring_2016, cost)
    assert programmes.seat_price(ratio + more, scarcity, tailoring, tailoring_2016, cost) >= price


@always(
    ratio=seats_ratio,
    scarcity=of("seat_scarcity"),
    tailoring=between(0.0, 0.9),
    more=between(0.01, 0.1),
    tailoring_2016=share,
    cost=some("tailoring_cost"),
)
def test_seat_price_rises_with_tailoring(ratio, scarcity, tailoring, more, tailoring_2016, cost):
    price = programmes.seat_price(ratio, scarcity, tailoring, tailoring_2016, cost)
    assert programmes.seat_price(ratio, scarcity, tailoring + more, tailoring_2016, cost) > price


@always(
    ratio=seats_ratio,
    scarcity=of("seat_scarcity"),
    tailoring=share | st.just(0.0),
    tailoring_2016=share | st.just(1.0),
    cost=of("tailoring_cost") | st.just(1.0),
)
def test_no_seat_is_free(ratio, scarcity, tailoring, tailoring_2016, cost):
    assert programmes.seat_price(ratio, scarcity, tailoring, tailoring_2016, cost) > 0.0


def test_own_cost_worked_out():
    # half of the programmes, of which the donor pays 0.4 of a cost that is 1.5 times: 0.5 + 0.5 * 0.4 * 1.5 = 0.8
    assert programmes.own_cost(0.5, 0.6, 0.5) == pytest.approx(0.8, rel=1e-12)


@always(north=of("northern_cost_share"), burden=of("triangular_burden"))
def test_own_cost_without_triangular_programmes_is_that_of_one_paid_alone(north, burden):
    assert programmes.own_cost(0.0, north, burden) == 1.0


@always(triangular=share | st.just(1.0), north=of("northern_cost_share"), burden=of("triangular_burden"))
def test_own_cost_is_positive(triangular, north, burden):
    assert programmes.own_cost(triangular, north, burden) > 0.0
