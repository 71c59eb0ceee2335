"""Rules of development: worked examples, and what always holds."""

from __future__ import annotations

from math import log

import pytest
from hypothesis import strategies as st
from strategies import always, between, of, share, some

from ssc_sim.rules import development

intensity = between(0.0, 1.0)
more_aid = between(0.001, 0.1)
change = between(0.0, 2.0)


def test_aid_absorbed_worked_out():
    # 1 - e^(-ln 4) = 0.75
    assert development.aid_absorbed(0.2 * log(4.0), 0.2) == pytest.approx(0.75, rel=1e-12)


@always(intensity=between(0.0, 5.0), saturation=of("aid_saturation"))
def test_aid_absorbed_is_a_share(intensity, saturation):
    assert 0.0 <= development.aid_absorbed(intensity, saturation) <= 1.0


@always(intensity=intensity, more=more_aid, saturation=of("aid_saturation"))
def test_aid_absorbed_rises_with_aid_ever_more_slowly(intensity, more, saturation):
    first = development.aid_absorbed(intensity, saturation)
    second = development.aid_absorbed(intensity + more, saturation)
    third = development.aid_absorbed(intensity + 2.0 * more, saturation)
    assert first < second < third
    assert third - second < second - first


def test_excess_worked_out():
    # 0.75 - 0.5 = 0.25
    assert development.excess(0.75, 0.5) == 0.25


@always(dependency=share, threshold=of("excess_dependency"))
def test_dependency_up_to_the_threshold_does_no_harm(dependency, threshold):
    assert development.excess(dependency * threshold, threshold) == 0.0
    assert development.excess(threshold, threshold) == 0.0


@always(above=between(0.0, 0.1), more=between(0.01, 0.1), threshold=of("excess_dependency"))
def test_excess_rises_beyond_the_threshold(above, more, threshold):
    beyond = development.excess(threshold + above, threshold)
    assert beyond >= 0.0
    assert development.excess(threshold + above + more, threshold) > beyond


def test_conflict_toll_worked_out():
    # 0.1 * 0.5 * (1 - 0.5 * 0.4) = 0.04
    assert development.conflict_toll(0.5, 0.4, 0.1, 0.5) == pytest.approx(0.04, rel=1e-12)


@always(conflict=share, relief=share | st.just(1.0), loss=of("conflict_loss"), gain=of("relief_gain"))
def test_conflict_toll_is_never_negative(conflict, relief, loss, gain):
    assert development.conflict_toll(conflict, relief, loss, gain) >= 0.0


@always(relief=share, loss=of("conflict_loss"), gain=of("relief_gain"))
def test_peace_takes_no_toll(relief, loss, gain):
    assert development.conflict_toll(0.0, relief, loss, gain) == 0.0


@always(
    conflict=between(0.01, 1.0),
    relief=between(0.0, 0.9),
    more=between(0.01, 0.1),
    loss=some("conflict_loss"),
    gain=some("relief_gain"),
)
def test_conflict_toll_falls_with_relief(conflict, relief, more, loss, gain):
    toll = development.conflict_toll(conflict, relief, loss, gain)
    assert development.conflict_toll(conflict, relief + more, loss, gain) < toll


def test_development_next_worked_out():
    # 0.5 + 0.25 * (0.6 + 0.3 - 0.1 - 0.5) = 0.5 + 0.25 * 0.3 = 0.575
    assert development.development_next(0.5, 0.6, 0.3, 0.1, 0.25) == pytest.approx(0.575, rel=1e-12)


def test_development_heads_for_no_more_than_all_and_no_less_than_nothing():
    # 0.6 + 0.25 * (1 - 0.6) = 0.7; 0.6 + 0.25 * (0 - 0.6) = 0.45
    assert development.development_next(0.6, 0.6, 2.0, 0.0, 0.25) == pytest.approx(0.7, rel=1e-12)
    assert development.development_next(0.6, 0.6, 0.0, 2.0, 0.25) == pytest.approx(0.45, rel=1e-12)


@always(now=share, start=share, gains=change, losses=change, speed=of("development_speed"))
def test_development_next_is_a_share(now, start, gains, losses, speed):
    assert 0.0 <= development.development_next(now, start, gains, losses, speed) <= 1.0


@always(start=share, speed=of("development_speed"))
def test_development_stays_what_it_was_without_gains_and_losses(start, speed):
    assert development.development_next(start, start, 0.0, 0.0, speed) == start
