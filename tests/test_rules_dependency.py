"""Rules of dependency: worked examples, and what always holds."""

from __future__ import annotations

import pytest
from strategies import always, between, of, share, some

from ssc_sim.rules import dependency

money = between(0.0, 10_000.0)
gni = between(1.0, 1_000_000.0)
intensity = between(0.0, 5.0)
half = between(0.08, 0.20)
shape = between(1.0, 2.0)


def test_aid_intensity_worked_out():
    # (10 + 5 - 0.2 * 5) / 100 = 0.14
    assert dependency.aid_intensity(10.0, 5.0, -5.0, 0.2, 100.0) == pytest.approx(0.14, rel=1e-12)


def test_aid_intensity_on_the_flows_of_2016_counts_all_aid_in_full():
    # 12 / 100 = 0.12, whatever training counts
    assert dependency.aid_intensity(12.0, 0.0, 0.0, 0.2, 100.0) == 0.12
    assert dependency.aid_intensity(12.0, 0.0, 0.0, 0.8, 100.0) == 0.12


@always(north=money, lost_money=money, lost_training=money, reliance=share, gni=gni)
def test_aid_intensity_is_never_negative(north, lost_money, lost_training, reliance, gni):
    all_aid = north + lost_money + lost_training
    found = dependency.aid_intensity(all_aid, -lost_money, -lost_training, reliance, gni)
    assert found >= 0.0
    assert found == pytest.approx((north + (1.0 - reliance) * lost_training) / gni, abs=1e-9)


def test_more_lost_than_was_there_leaves_no_aid():
    assert dependency.aid_intensity(1.0, -5.0, 0.0, 0.2, 100.0) == 0.0


def test_dependency_due_worked_out():
    # at half, half of what capacity leaves: (1 - 0.5 * 0.4) * 0.5 = 0.4
    assert dependency.dependency_due(0.12, 0.12, 1.0, 0.5, 0.4) == pytest.approx(0.4, rel=1e-12)
    # shape 2, half of half: 1 / (1 + 2^2) = 0.2
    assert dependency.dependency_due(0.06, 0.12, 2.0, 0.5, 0.0) == pytest.approx(0.2, rel=1e-12)


@always(intensity=intensity, half=half, shape=shape, shield=share, capacity=share)
def test_dependency_due_is_a_share(intensity, half, shape, shield, capacity):
    assert 0.0 <= dependency.dependency_due(intensity, half, shape, shield, capacity) <= 1.0


@always(intensity=intensity, more=between(0.001, 1.0), half=half, shape=shape, shield=between(0.0, 0.9), capacity=share)
def test_dependency_due_rises_with_aid(intensity, more, half, shape, shield, capacity):
    due = dependency.dependency_due(intensity, half, shape, shield, capacity)
    assert dependency.dependency_due(intensity + more, half, shape, shield, capacity) > due


@always(
    intensity=between(0.001, 5.0),
    half=half,
    shape=shape,
    shield=between(0.01, 1.0),
    capacity=between(0.0, 0.9),
    more=between(0.001, 0.1),
)
def test_dependency_due_falls_with_capacity(intensity, half, shape, shield, capacity, more):
    due = dependency.dependency_due(intensity, half, shape, shield, capacity)
    assert dependency.dependency_due(intensity, half, shape, shield, capacity + more) < due


@always(half=half, shape=shape, shield=share, capacity=share)
def test_no_dependency_is_due_without_aid(half, shape, shield, capacity):
    assert dependency.dependency_due(0.0, half, shape, shield, capacity) == 0.0


def test_dependency_next_worked_out():
    # 0.2 + 0.25 * (0.6 - 0.2) = 0.3
    assert dependency.dependency_next(0.2, 0.6, 0.25) == pytest.approx(0.3, rel=1e-12)


@always(now=share, due=share, speed=share)
def test_dependency_next_lies_between_dependency_and_due(now, due, speed):
    low, high = sorted((now, due))
    assert low - 1e-15 <= dependency.dependency_next(now, due, speed) <= high + 1e-15


@always(now=share, due=share, speed=between(0.03, 0.2))
def test_dependency_next_is_a_share(now, due, speed):
    assert 0.0 <= dependency.dependency_next(now, due, speed) <= 1.0


def test_ownership_due_worked_out():
    # aid of three halves: 1 - 0.5 * 0.8 * (1 - 0.25) * 0.36 / (0.36 + 0.12) = 1 - 0.3 * 0.75 = 0.775
    assert dependency.ownership_due(0.8, 0.36, 0.12, 0.5, 0.25) == pytest.approx(0.775, rel=1e-12)


@always(conditional=share, intensity=intensity, half=of("half_dependency"), lost=of("room_lost"), bloc=share)
def test_ownership_due_is_a_share(conditional, intensity, half, lost, bloc):
    assert 0.0 <= dependency.ownership_due(conditional, intensity, half, lost, bloc) <= 1.0


@always(conditional=share, intensity=intensity, half=of("half_dependency"), lost=of("room_lost"), bloc=share)
def test_aid_without_strings_and_no_aid_take_no_room_to_decide(conditional, intensity, half, lost, bloc):
    assert dependency.ownership_due(0.0, intensity, half, lost, bloc) == 1.0
    assert dependency.ownership_due(conditional, 0.0, half, lost, bloc) == 1.0


@always(
    conditional=share,
    intensity=intensity,
    more=share,
    half=of("half_dependency"),
    lost=of("room_lost"),
    bloc=share,
)
def test_ownership_due_never_rises_with_conditional_aid(conditional, intensity, more, half, lost, bloc):
    due = dependency.ownership_due(conditional, intensity, half, lost, bloc)
    stricter = conditional + (1.0 - conditional) * more
    assert dependency.ownership_due(stricter, intensity, half, lost, bloc) <= due
    assert dependency.ownership_due(conditional, intensity + more, half, lost, bloc) <= due


@always(
    conditional=between(0.01, 1.0),
    intensity=between(0.01, 1.0),
    half=of("half_dependency"),
    lost=some("room_lost"),
    bloc=between(0.0, 0.9),
    more=between(0.01, 0.1),
)
def test_a_bloc_that_bargains_together_keeps_more_room(conditional, intensity, half, lost, bloc, more):
    due = dependency.ownership_due(conditional, intensity, half, lost, bloc)
    assert dependency.ownership_due(conditional, intensity, half, lost, bloc + more) > due
