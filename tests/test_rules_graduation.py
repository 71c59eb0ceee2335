"""Rules of graduation: worked examples, and what always holds."""

from __future__ import annotations

from strategies import always, between, of, share

from ssc_sim.rules import graduation

income = between(0.1, 100.0)


def test_able_to_give_worked_out():
    # thresholds 0.7 and 4 thousand: at both able, below either not
    assert graduation.able_to_give(0.7, 4.0, 0.7, 4.0) == 1.0
    assert graduation.able_to_give(0.69, 4.0, 0.7, 4.0) == 0.0
    assert graduation.able_to_give(0.7, 3.9, 0.7, 4.0) == 0.0


@always(capacity=share, income=income, least=of("graduation_capacity"), least_income=of("graduation_income"))
def test_able_to_give_is_yes_or_no(capacity, income, least, least_income):
    assert graduation.able_to_give(capacity, income, least, least_income) in {0.0, 1.0}


@always(
    capacity=share,
    income=income,
    more=share,
    least=of("graduation_capacity"),
    least_income=of("graduation_income"),
)
def test_a_country_able_to_give_never_loses_that_by_more_capacity_or_income(
    capacity, income, more, least, least_income
):
    able = graduation.able_to_give(capacity, income, least, least_income)
    assert graduation.able_to_give(capacity + (1.0 - capacity) * more, income, least, least_income) >= able
    assert graduation.able_to_give(capacity, income + 10.0 * more, least, least_income) >= able


@always(above=between(0.0, 0.15), richer=income, least=of("graduation_capacity"), least_income=of("graduation_income"))
def test_both_thresholds_must_be_reached(above, richer, least, least_income):
    assert graduation.able_to_give(least + above, least_income + richer, least, least_income) == 1.0
    assert graduation.able_to_give(least - 0.01, least_income + richer, least, least_income) == 0.0
    assert graduation.able_to_give(least + above, least_income - 0.01, least, least_income) == 0.0
