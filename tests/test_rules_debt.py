"""Rules of debt and social spending: worked examples, and what always holds."""

from __future__ import annotations

import pytest
from strategies import always, between, share

from ssc_sim.compiled import plain
from ssc_sim.rules import debt

money = between(0.0, 100_000.0)
more = between(0.01, 1000.0)
change = between(-10_000.0, 10_000.0)
interest_rate = between(0.01, 0.04)
repayment = between(0.03, 0.08)
crowding_out = between(0.0, 1.5)


def test_debt_next_worked_out():
    # 100 + 2 + 10 - 7 = 105
    assert debt.debt_next(100.0, 2.0, 7.0, 10.0) == 105.0


@always(owed=money, interest=money, paid=share, loans=money)
def test_debt_next_is_never_negative_where_service_does_not_exceed_debt_and_interest(owed, interest, paid, loans):
    assert debt.debt_next(owed, interest, paid * (owed + interest), loans) >= 0.0


def test_debt_service_worked_out():
    # (0.02 + 0.05) * 200 = 14
    assert debt.debt_service(200.0, 0.02, 0.05) == pytest.approx(14.0, rel=1e-12)


@always(owed=money, more=more, rate=interest_rate, repayment=repayment)
def test_debt_service_rises_with_debt(owed, more, rate, repayment):
    assert debt.debt_service(owed + more, rate, repayment) > debt.debt_service(owed, rate, repayment)


@always(owed=money, rate=share, repayment=share)
def test_debt_service_never_exceeds_debt_and_interest(owed, rate, repayment):
    assert debt.debt_service(owed, rate, repayment) <= (owed + rate * owed) * (1.0 + 1e-15)


def test_debt_steady_worked_out():
    # 5 / 0.05 = 100
    assert debt.debt_steady(5.0, 0.05) == pytest.approx(100.0, rel=1e-12)


@always(loans=money, rate=interest_rate, repayment=repayment)
def test_debt_steady_stays_where_it_is(loans, rate, repayment):
    steady = debt.debt_steady(loans, repayment)
    service = debt.debt_service(steady, rate, repayment)
    assert debt.debt_next(steady, rate * steady, service, loans) == pytest.approx(steady, rel=1e-12)


def test_heavy_service_worked_out():
    # 30 + 5 - 0.2 * 100 = 15
    assert debt.heavy_service(30.0, 5.0, 100.0, 0.2) == pytest.approx(15.0, rel=1e-12)


def test_service_that_is_carried_lightly_is_not_heavy():
    # 10 + 5 < 0.2 * 100
    assert debt.heavy_service(10.0, 5.0, 100.0, 0.2) == 0.0


@always(old=money, service=money, more=more, exports=money, light=between(0.0, 0.21))
def test_heavy_service_is_never_negative_and_never_falls_with_service(old, service, more, exports, light):
    heavy = debt.heavy_service(old, service, exports, light)
    assert 0.0 <= heavy <= debt.heavy_service(old, service + more, exports, light)


@always(old=money, service=money, more=more)
def test_all_service_weighs_where_none_is_light(old, service, more):
    assert debt.heavy_service(old, service, more, 0.0) == old + service


def test_social_spending_worked_out_where_service_rose():
    # credited 100 + 0.5 * -20 = 90, squeeze 0.6 * 150 = 90: 90 * e^-1 = 33.109149...
    assert debt.social_spending(100.0, 0.5, -20.0, 150.0, 0.6) == pytest.approx(33.1091497054298, rel=1e-12)


def test_social_spending_worked_out_where_service_fell():
    # credited 100 + 0.5 * 20 = 110, squeeze 0.6 * -10 = -6: 110 + 6 = 116
    assert debt.social_spending(100.0, 0.5, 20.0, -10.0, 0.6) == pytest.approx(116.0, rel=1e-12)


def test_social_spending_worked_out_where_nothing_is_left_to_credit():
    # credited max(0, 10 + 0.5 * -100) = 0; then service cannot take, but a fall of it still gives 0.6 * 10 = 6
    assert debt.social_spending(10.0, 0.5, -100.0, 10.0, 0.6) == 0.0
    assert debt.social_spending(10.0, 0.5, -100.0, -10.0, 0.6) == pytest.approx(6.0, rel=1e-12)


def test_the_rule_of_social_spending_can_be_followed_uncompiled():
    assert plain(debt.social_spending)(10.0, 0.5, -100.0, 10.0, 0.6) == 0.0


@always(social=money, own=between(0.0, 0.5), money_change=change, heavy_change=change, crowding_out=crowding_out)
def test_social_spending_is_never_negative(social, own, money_change, heavy_change, crowding_out):
    assert debt.social_spending(social, own, money_change, heavy_change, crowding_out) >= 0.0


@always(social=money, own=between(0.0, 0.5), crowding_out=crowding_out)
def test_social_spending_on_the_flows_of_2016_is_that_of_2016(social, own, crowding_out):
    assert debt.social_spending(social, own, 0.0, 0.0, crowding_out) == social


@always(
    social=between(1000.0, 100_000.0),
    own=between(0.0, 0.5),
    money_change=between(-1000.0, 1000.0),
    heavy_change=between(-1000.0, 1000.0),
    more=more,
    crowding_out=between(0.01, 1.5),
)
def test_social_spending_falls_with_service(social, own, money_change, heavy_change, more, crowding_out):
    spending = debt.social_spending(social, own, money_change, heavy_change, crowding_out)
    assert debt.social_spending(social, own, money_change, heavy_change + more, crowding_out) < spending


@always(
    social=between(1000.0, 100_000.0),
    own=between(0.01, 0.5),
    money_change=between(-1000.0, 1000.0),
    heavy_change=between(-1000.0, 1000.0),
    more=more,
    crowding_out=crowding_out,
)
def test_social_spending_rises_with_money(social, own, money_change, heavy_change, more, crowding_out):
    spending = debt.social_spending(social, own, money_change, heavy_change, crowding_out)
    assert debt.social_spending(social, own, money_change + more, heavy_change, crowding_out) > spending


@always(social=money, own=between(0.0, 0.5), money_change=change, heavy_change=change, crowding_out=crowding_out)
def test_even_a_dwindling_budget_never_gains_from_service_or_loses_by_money(
    social, own, money_change, heavy_change, crowding_out
):
    spending = debt.social_spending(social, own, money_change, heavy_change, crowding_out)
    allowed = 1e-12 * (1.0 + spending)
    assert debt.social_spending(social, own, money_change, heavy_change + 1.0, crowding_out) <= spending + allowed
    assert debt.social_spending(social, own, money_change + 1.0, heavy_change, crowding_out) >= spending - allowed
