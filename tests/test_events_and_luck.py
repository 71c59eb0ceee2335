"""Every kind of event, every fault and every purpose of luck belongs to a behaviour."""

from __future__ import annotations

import ast

import pytest
from behaviour_code import FUNCTIONS, NODES, owner

from ssc_sim import luck, tables
from ssc_sim.tables import EVENT_KINDS, Event, happenings


def handlers(kind: str) -> list[str]:
    """Return the source of every behaviour that asks for a kind of event."""
    asked = f"event.kind == {kind.upper()}"
    return [
        ast.unparse(function)
        for function in FUNCTIONS
        if any(isinstance(node, ast.Compare) and ast.unparse(node) == asked for node in ast.walk(function))
    ]


@pytest.mark.parametrize("kind", EVENT_KINDS)
def test_every_kind_of_event_is_handled_by_a_behaviour(kind):
    assert handlers(kind)
    assert getattr(happenings, kind.upper()) == list(EVENT_KINDS).index(kind)


@pytest.mark.parametrize("kind", EVENT_KINDS)
def test_an_event_is_asked_this_year_and_only_of_those_it_strikes(kind):
    of_donors, of_recipients = (EVENT_KINDS[kind].strikes in (one, "both") for one in ("donor", "recipient"))
    for handler in handlers(kind):
        assert ("strikes(event, donor, world)" in handler) == of_donors
        assert ("is_on(event, world)" in handler) == (not of_donors)
        assert ("world.touches[event.index][recipient.index].touched" in handler) == of_recipients
        assert "event.size" in handler


@pytest.mark.parametrize("kind", EVENT_KINDS)
def test_a_kind_of_event_tells_its_size_its_range_and_its_meaning(kind):
    told = EVENT_KINDS[kind]
    assert told.size.isidentifier()
    assert told.size not in ("kind", "donor", "whom", "year", "until")
    assert told.meaning.strip()
    assert not told.meaning.endswith(".")
    assert told.strikes in ("donor", "recipient", "both", "world")
    assert Event.columns()["size"].low <= told.low < told.high <= Event.columns()["size"].high


def test_every_fault_that_a_behaviour_finds_has_its_sentence():
    found = {
        node.args[0].value for node in NODES if isinstance(node, ast.Call) and ast.unparse(node.func) == "tell_fault"
    }
    assert found == set(range(1, len(tables.FAULTS)))


def test_every_purpose_of_luck_is_drawn_for_by_a_behaviour():
    purposes = {name for name, n in vars(luck).items() if name.isupper() and isinstance(n, int) and name != "LONGEST"}
    used = {node.attr for node in NODES if isinstance(node, ast.Attribute) and owner(node) == "luck"}
    assert purposes <= used
