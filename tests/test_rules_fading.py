"""Rules of learning and fading: worked examples, and what always holds."""

from __future__ import annotations

import pytest
from hypothesis import strategies as st
from strategies import always, between, of, share, some

from ssc_sim.rules import learning

population = between(0.001, 3000.0)
gain = between(-1.0, 1.0)
lost = between(-1.0, 0.0)
teaching_ratio = between(0.0, 1000.0)
equipment = between(0.0, 10_000.0)


def test_taught_well_worked_out():
    # 1 - 0.5 * 0.4 * (1 - 0.25) = 0.85
    assert learning.taught_well(0.4, 0.5, 0.25) == pytest.approx(0.85, rel=1e-12)


def test_no_less_than_nothing_is_taught():
    # 1 - 1.5 * 0.8 < 0
    assert learning.taught_well(0.8, 1.5, 0.0) == 0.0


@always(unlikeness=share, loss=of("unlike_loss"), tailoring=share)
def test_taught_well_is_a_share(unlikeness, loss, tailoring):
    assert 0.0 <= learning.taught_well(unlikeness, loss, tailoring) <= 1.0


@always(unlikeness=share, loss=of("unlike_loss"))
def test_nothing_is_lost_where_a_programme_is_tailored_or_the_partner_alike(unlikeness, loss):
    assert learning.taught_well(unlikeness, loss, 1.0) == 1.0
    assert learning.taught_well(0.0, loss, unlikeness) == 1.0


@always(unlikeness=share, loss=of("unlike_loss"), tailoring=share, more=share)
def test_taught_well_never_falls_with_tailoring_and_never_rises_with_unlikeness(unlikeness, loss, tailoring, more):
    taught = learning.taught_well(unlikeness, loss, tailoring)
    assert learning.taught_well(unlikeness, loss, tailoring + (1.0 - tailoring) * more) >= taught
    assert learning.taught_well(unlikeness + (1.0 - unlikeness) * more, loss, tailoring) <= taught


def test_fade_here_worked_out():
    # (0.15 + 0.3 / (1 + 2)) * (1 - 0.4 * 0.5) = 0.25 * 0.8 = 0.2
    assert learning.fade_here(0.15, 0.3, 2.0, 0.4, 0.5) == pytest.approx(0.2, rel=1e-12)


def test_no_more_than_all_can_leave():
    # 0.9 and 0.3 / (1 + 0) make more than 1
    assert learning.fade_here(0.9, 0.3, 0.0, 0.0, 0.0) == 1.0


@always(fade=of("fade"), leaving=of("leaving"), population=population, sustaining=of("sustaining"), sustained=share)
def test_fade_here_is_a_share(fade, leaving, population, sustaining, sustained):
    assert 0.0 <= learning.fade_here(fade, leaving, population, sustaining, sustained) <= 1.0


@always(
    fade=of("fade"),
    leaving=of("leaving"),
    population=population,
    more=share,
    sustaining=of("sustaining"),
    sustained=share,
)
def test_fade_here_never_rises_with_population_or_with_sustained_programmes(
    fade, leaving, population, more, sustaining, sustained
):
    faded = learning.fade_here(fade, leaving, population, sustaining, sustained)
    assert learning.fade_here(fade, leaving, population + 100.0 * more, sustaining, sustained) <= faded
    longer = sustained + (1.0 - sustained) * more
    assert learning.fade_here(fade, leaving, population, sustaining, longer) <= faded


def test_spill_next_worked_out():
    # 0.75 * 0.2 + 0.05 * (0.5 - 0.3) = 0.15 + 0.01 = 0.16
    assert learning.spill_next(0.2, 0.25, 0.05, 0.5, 0.3) == pytest.approx(0.16, rel=1e-12)
    # those who gained more get nothing
    assert learning.spill_next(0.2, 0.25, 0.05, 0.3, 0.5) == pytest.approx(0.15, rel=1e-12)


@always(fade=of("fade"), spread=of("spread"), neighbours=lost | st.just(0.0), own=lost | st.just(0.0))
def test_nothing_spills_over_where_nobody_has_gained(fade, spread, neighbours, own):
    assert learning.spill_next(0.0, fade, spread, neighbours, own) == 0.0


@always(spill=share, fade=of("fade"), spread=of("spread"), neighbours=gain, more=share, own=gain)
def test_spill_never_falls_with_the_gain_of_the_neighbours(spill, fade, spread, neighbours, more, own):
    spilt = learning.spill_next(spill, fade, spread, neighbours, own)
    assert learning.spill_next(spill, fade, spread, neighbours + (1.0 - neighbours) * more, own) >= spilt


@always(spill=share, fade=of("fade"), spread=of("spread"), neighbours=gain, own=gain)
def test_spill_is_never_negative(spill, fade, spread, neighbours, own):
    assert learning.spill_next(spill, fade, spread, neighbours, own) >= 0.0


def test_strength_next_worked_out():
    # 0.6 + 0.01 * (3.5 - 1) * (1 - 0.6) = 0.61
    assert learning.strength_next(0.6, 0.01, 3.5) == pytest.approx(0.61, rel=1e-12)


def test_strength_stays_within_nothing_and_all():
    # 0.5 + 0.01 * 199 * 0.5 > 1; 0.001 - 0.01 * 0.999 < 0
    assert learning.strength_next(0.5, 0.01, 200.0) == 1.0
    assert learning.strength_next(0.001, 0.01, 0.0) == 0.0


@always(strength=share, donor_learning=of("donor_learning"), ratio=teaching_ratio)
def test_strength_next_is_a_share(strength, donor_learning, ratio):
    assert 0.0 <= learning.strength_next(strength, donor_learning, ratio) <= 1.0


@always(strength=share, donor_learning=of("donor_learning"))
def test_teaching_as_in_2016_keeps_the_strength(strength, donor_learning):
    assert learning.strength_next(strength, donor_learning, 1.0) == strength


@always(strength=share, donor_learning=of("donor_learning"), ratio=teaching_ratio, more=between(0.01, 10.0))
def test_strength_never_falls_with_teaching(strength, donor_learning, ratio, more):
    taught = learning.strength_next(strength, donor_learning, ratio)
    assert learning.strength_next(strength, donor_learning, ratio + more) >= taught


@always(
    strength=between(0.05, 0.9), donor_learning=some("donor_learning"), ratio=between(0.0, 5.0), more=between(0.01, 5.0)
)
def test_strength_rises_with_teaching_where_it_is_neither_nothing_nor_all(strength, donor_learning, ratio, more):
    taught = learning.strength_next(strength, donor_learning, ratio)
    assert learning.strength_next(strength, donor_learning, ratio + more) > taught


def test_working_next_worked_out():
    # (1 - 0.1 - 0.4 * (1 - 0.75)) * 10 + 3 = 0.8 * 10 + 3 = 11
    assert learning.working_next(10.0, 0.1, 0.4, 0.75, 3.0) == pytest.approx(11.0, rel=1e-12)


@always(
    working=equipment,
    wear=of("equipment_wear"),
    neglect=of("equipment_neglect"),
    upkeep=share,
    arrived=equipment,
)
def test_working_equipment_is_never_negative(working, wear, neglect, upkeep, arrived):
    assert learning.working_next(working, wear, neglect, upkeep, arrived) >= 0.0


@always(
    working=between(0.01, 10_000.0),
    wear=of("equipment_wear"),
    neglect=some("equipment_neglect"),
    upkeep=between(0.0, 0.9),
    arrived=equipment,
    more=between(0.01, 0.1),
)
def test_working_equipment_rises_with_upkeep_and_with_what_arrives(working, wear, neglect, upkeep, arrived, more):
    left = learning.working_next(working, wear, neglect, upkeep, arrived)
    assert learning.working_next(working, wear, neglect, upkeep + more, arrived) > left
    assert learning.working_next(working, wear, neglect, upkeep, arrived + more) > left
