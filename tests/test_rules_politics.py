"""Rules of politics: worked examples, and what always holds."""

from __future__ import annotations

import pytest
from hypothesis import strategies as st
from strategies import always, between, of, share

from ssc_sim.rules import politics

money = between(0.01, 10_000.0)
gni = between(10.0, 20_000_000.0)
change = between(-1.0, 1.0)


def test_goodwill_earned_worked_out():
    # 3 / (0.001 * 4000 + 3 + 5) = 3 / 12 = 0.25
    assert politics.goodwill_earned(3.0, 8.0, 4000.0, 0.001) == pytest.approx(0.25, rel=1e-12)


@always(own=money | st.just(0.0), others=money | st.just(0.0), gni=gni, half=of("goodwill_half"))
def test_goodwill_earned_is_a_share(own, others, gni, half):
    assert 0.0 <= politics.goodwill_earned(own, own + others, gni, half) <= 1.0


@always(own=money, others=money, more=between(1.0, 1000.0), gni=gni, half=of("goodwill_half"))
def test_goodwill_earned_rises_with_own_aid_and_falls_with_that_of_others(own, others, more, gni, half):
    earned = politics.goodwill_earned(own, own + others, gni, half)
    assert politics.goodwill_earned(own + more, own + more + others, gni, half) > earned
    assert politics.goodwill_earned(own, own + others + more, gni, half) < earned


def test_goodwill_next_worked_out():
    # 0.75 * 0.4 + 0.25 * 0.8 = 0.5
    assert politics.goodwill_next(0.4, 0.8, 0.75) == pytest.approx(0.5, rel=1e-12)


@always(goodwill=share, earned=share, persistence=of("goodwill_persistence"))
def test_goodwill_next_lies_between_goodwill_and_what_is_earned(goodwill, earned, persistence):
    low, high = sorted((goodwill, earned))
    assert low <= politics.goodwill_next(goodwill, earned, persistence) <= high


@always(goodwill=share, persistence=of("goodwill_persistence"))
def test_goodwill_that_is_earned_again_stays_what_it_is(goodwill, persistence):
    assert politics.goodwill_next(goodwill, goodwill, persistence) == goodwill


def test_stance_2016_worked_out():
    # Vanuatu raised the question; Fiji did not; for Kenya it does not arise
    assert politics.stance_2016(1.0, 1.0, 0.2, 0.7) == 0.2
    assert politics.stance_2016(0.0, 1.0, 0.2, 0.7) == 0.7
    assert politics.stance_2016(0.0, 0.0, 0.2, 0.7) == 1.0


@always(vocal=of("stance_vocal"), others=of("stance_pacific"))
def test_stance_2016_is_that_of_those_who_raised_it_that_of_the_others_or_full_support(vocal, others):
    assert politics.stance_2016(1.0, 1.0, vocal, others) == vocal
    assert politics.stance_2016(0.0, 1.0, vocal, others) == others
    assert politics.stance_2016(0.0, 0.0, vocal, others) == politics.stance_2016(1.0, 0.0, vocal, others) == 1.0


def test_persuaded_worked_out():
    # 0.4 * 0.5 * (1 - 0.5 * 0.5) * 0.2 = 0.2 * 0.75 * 0.2 = 0.03
    assert politics.persuaded(0.2, 0.5, 0.5, 0.4, 0.5) == pytest.approx(0.03, rel=1e-12)


@always(skill=share, identity=share, persuasion=of("persuasion"), shield=of("identity_shield"))
def test_nobody_is_persuaded_without_a_change_in_goodwill(skill, identity, persuasion, shield):
    assert politics.persuaded(0.0, skill, identity, persuasion, shield) == 0.0


@always(
    change=change, skill=share, identity=share, more=share, persuasion=of("persuasion"), shield=of("identity_shield")
)
def test_a_shared_identity_never_makes_more_of_goodwill_gained_or_lost(
    change, skill, identity, more, persuasion, shield
):
    moved = politics.persuaded(change, skill, identity, persuasion, shield)
    closer = identity + (1.0 - identity) * more
    assert abs(politics.persuaded(change, skill, closer, persuasion, shield)) <= abs(moved)
    assert moved * change >= 0.0


def test_stance_next_worked_out():
    # 0.5 + 0.1 * (0.7 - 0.5) + 0.03 + 0.2 * 0.1 = 0.5 + 0.02 + 0.03 + 0.02 = 0.57
    assert politics.stance_next(0.5, 0.7, 0.1, 0.03, 0.2, 0.1) == pytest.approx(0.57, rel=1e-12)


@always(
    stance=share,
    stance_2016=share,
    pull=of("stance_pull"),
    moved=change,
    contagion=of("contagion"),
    group_change=change,
)
def test_stance_next_is_a_share(stance, stance_2016, pull, moved, contagion, group_change):
    assert 0.0 <= politics.stance_next(stance, stance_2016, pull, moved, contagion, group_change) <= 1.0


@always(stance=share, pull=of("stance_pull"), contagion=of("contagion"))
def test_stance_stays_that_of_2016_where_nothing_has_changed(stance, pull, contagion):
    assert politics.stance_next(stance, stance, pull, 0.0, contagion, 0.0) == stance


@always(stance=share, stance_2016=share, pull=of("stance_pull"), contagion=of("contagion"))
def test_stance_goes_back_towards_that_of_2016(stance, stance_2016, pull, contagion):
    found = politics.stance_next(stance, stance_2016, pull, 0.0, contagion, 0.0)
    assert abs(found - stance_2016) <= abs(stance - stance_2016)
