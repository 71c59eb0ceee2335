"""Every number is declared in full, used, and drawn as its declaration says."""

from __future__ import annotations

import inspect

import pytest
from behaviour_code import touched, written
from pydantic import ValidationError

from ssc_sim.observed import read_sources
from ssc_sim.parameters import EVIDENCES, FAMILIES, Number, Parameters
from ssc_sim.parameters.number import number

NUMBERS = [pytest.param(record, id=name) for name, record in Parameters.columns().items()]


@pytest.mark.parametrize("record", NUMBERS)
def test_a_number_tells_its_unit_and_its_meaning(record):
    assert record.unit.strip()
    assert record.meaning.strip()
    assert not record.meaning.endswith(".")


@pytest.mark.parametrize("record", NUMBERS)
def test_a_range_is_wide_and_holds_both_strengths(record):
    assert record.low < record.high
    assert record.low <= record.value <= record.high
    assert record.literature is None or record.low <= record.literature <= record.high


@pytest.mark.parametrize("record", NUMBERS)
def test_the_literature_is_given_only_where_it_differs(record):
    assert record.literature != record.value


@pytest.mark.parametrize("record", NUMBERS)
def test_a_number_names_sources_that_are_known(record):
    keys = [key.strip() for key in record.source.split(";")]
    assert set(keys) <= set(read_sources())
    if record.kind in ("observed", "literature"):
        assert "assumption" not in keys


def test_every_annotated_number_is_declared():
    annotated = {
        name: form
        for theme in Parameters.__bases__
        for name, form in inspect.get_annotations(theme, eval_str=True).items()
    }
    assert not inspect.get_annotations(Parameters)
    assert list(Parameters.columns()) == list(annotated)
    assert set(annotated.values()) == {float}
    assert len(annotated) == sum(len(inspect.get_annotations(theme)) for theme in Parameters.__bases__)
    assert Parameters.record_type().names == tuple(Parameters.columns())


def test_behaviours_use_every_number_and_no_other():
    assert touched("a") | touched("parameter") == set(Parameters.columns())
    assert not written("a") | written("parameter")


@pytest.mark.parametrize("family", FAMILIES)
def test_a_family_switched_off_takes_its_own_numbers_to_where_they_do_nothing(family):
    own = {name: record.off for name, record in Parameters.columns().items() if record.family == family}
    switched = {name: off for name, off in own.items() if off is not None}
    assert switched
    for evidence in EVIDENCES:
        with_it = Parameters.draws(2, evidence)
        without = Parameters.switched_off(with_it, [family])
        for name in Parameters.columns():
            assert without[name].tolist() == ([switched[name]] * 2 if name in switched else with_it[name].tolist())


@pytest.mark.parametrize("record", NUMBERS)
def test_a_number_that_can_be_switched_off_has_a_family_and_does_something(record):
    if record.off is not None:
        assert record.family
        assert {record.low, record.high} - {record.off}


def test_draws_over_the_ranges_stay_there_and_keep_their_rows():
    many, few = Parameters.over_ranges(50, 7), Parameters.over_ranges(20, 7)
    assert (many[:20] == few).all()
    assert all((Parameters.over_ranges(20, 8)[name] != few[name]).any() for name in Parameters.columns())
    for name, record in Parameters.columns().items():
        drawn = many[name]
        if record.kind == "observed":
            assert set(drawn) == {record.value}
        else:
            assert record.low <= drawn.min() < drawn.max() <= record.high
            assert len(set(drawn)) == (3 if record.scale == "three" else len(drawn))


@pytest.mark.parametrize("evidence", EVIDENCES)
def test_draws_give_every_replicate_the_strength_of_the_evidence(evidence):
    rows = Parameters.draws(3, evidence)
    for name, record in Parameters.columns().items():
        strength = record.literature if evidence == "literature" and record.literature is not None else record.value
        assert rows[name].tolist() == [strength] * 3


def test_draws_follow_the_documents_unless_told_otherwise():
    assert (Parameters.draws(2) == Parameters.draws(2, "documents")).all()
    differing = [
        name for name in Parameters.columns() if Parameters.draws(1, "literature")[name] != Parameters.draws(1)[name]
    ]
    assert differing == [name for name, record in Parameters.columns().items() if record.literature is not None]


def declared(value: float, low: float, high: float, **more: object) -> Number:
    return number(value, "share", (low, high), "assumed", "assumption", "a share", **more)


@pytest.mark.parametrize(("value", "low", "high"), [(1.5, 0, 1), (-0.5, 0, 1), (float("nan"), 0, 1)])
def test_a_number_outside_its_range_is_refused(value, low, high):
    with pytest.raises(ValidationError):
        declared(value, low, high)


def test_a_strength_of_the_literature_outside_the_range_is_refused():
    with pytest.raises(ValidationError, match="outside"):
        declared(0.5, 0, 1, literature=2.0)


def test_a_log_scale_from_zero_is_refused():
    with pytest.raises(ValidationError, match="log scale"):
        declared(0.5, 0, 1, scale="log")


def test_a_family_that_nobody_declared_is_refused():
    with pytest.raises(ValidationError, match="no family"):
        declared(0.5, 0, 1, family="families")
