"""Rules of institutions: worked examples, and what always holds."""

from __future__ import annotations

import pytest
from hypothesis import strategies as st
from strategies import always, between, of, share, some

from ssc_sim.rules import institutions

participants = between(0.0, 10_000.0)
cadre = between(5.0, 100_000.0)


def test_well_organised_worked_out():
    # 1 - 0.2 * 0.5 * (1 - 0.4) + 0.1 * 0.5 = 1 - 0.06 + 0.05 = 0.99
    assert institutions.well_organised(0.5, 0.4, 0.2, 0.1) == pytest.approx(0.99, rel=1e-12)


@always(coordination=share, loss=of("duplication_loss"), gain=of("variety_gain"))
def test_training_by_one_donor_counts_as_it_is(coordination, loss, gain):
    assert institutions.well_organised(0.0, coordination, loss, gain) == 1.0


@always(variety=share, coordination=share, more=share, loss=of("duplication_loss"), gain=of("variety_gain"))
def test_well_organised_never_falls_with_coordination(variety, coordination, more, loss, gain):
    organised = institutions.well_organised(variety, coordination, loss, gain)
    better = coordination + (1.0 - coordination) * more
    assert institutions.well_organised(variety, better, loss, gain) >= organised


def test_not_overloaded_worked_out():
    # 1 / (1 + 0.5 * 50 / 100) = 1 / 1.25 = 0.8
    assert institutions.not_overloaded(50.0, 100.0, 0.5) == pytest.approx(0.8, rel=1e-12)


@always(participants=participants, cadre=cadre, overload=of("overload"))
def test_not_overloaded_is_a_share(participants, cadre, overload):
    assert 0.0 <= institutions.not_overloaded(participants, cadre, overload) <= 1.0


@always(participants=participants, more=between(1.0, 1000.0), cadre=cadre, overload=some("overload"))
def test_not_overloaded_falls_with_the_participants(participants, more, cadre, overload):
    taken_in = institutions.not_overloaded(participants, cadre, overload)
    assert institutions.not_overloaded(participants + more, cadre, overload) < taken_in


def test_coordination_worked_out():
    # 1 - (1 - 0.5) * (1 - 1 * 0.2) * (1 - 0.5 / 2) = 1 - 0.5 * 0.8 * 0.75 = 0.7
    assert institutions.coordination(0.5, 1.0, 0.2, 0.5) == pytest.approx(0.7, rel=1e-12)


@always(
    own=share,
    agency=share | st.just(0.0),
    by_agency=of("agency_coordination"),
    measurement=share | st.just(0.0),
)
def test_coordination_lies_between_a_donors_own_and_one(own, agency, by_agency, measurement):
    assert own <= institutions.coordination(own, agency, by_agency, measurement) <= 1.0


@always(own=share, agency=share, by_agency=of("agency_coordination"), measurement=share, more=share)
def test_coordination_never_falls_with_an_agency_or_with_measurement(own, agency, by_agency, measurement, more):
    coordination = institutions.coordination(own, agency, by_agency, measurement)
    assert institutions.coordination(own, agency + (1.0 - agency) * more, by_agency, measurement) >= coordination
    measured = measurement + (1.0 - measurement) * more
    assert institutions.coordination(own, agency, by_agency, measured) >= coordination
