"""A scenario as the text of a file: resolved, so that it can be read without its parents."""

from __future__ import annotations

import io
import re
from collections.abc import Iterable
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.comments import CommentedMap, CommentedSeq

from ssc_sim.errors import InputError, Problem
from ssc_sim.scenario.changes import Change, in_force
from ssc_sim.scenario.expectations import BOUNDS, Expectation
from ssc_sim.scenario.file import ScheduledEvent
from ssc_sim.scenario.reading import Scenario
from ssc_sim.scenario.shapes import NAME
from ssc_sim.tables import EVENT_KINDS


def dumped(scenario: Scenario) -> str:
    """Return a scenario as the text of a YAML file that needs no other: what it takes from its parents stands in it.

    Read again, it changes the same numbers to the same values, schedules the same events, and expects the same.

    Raises
    ------
    InputError
        Where its name cannot be that of a file, as that of one combination of a sweep.
    """
    if not re.fullmatch(NAME, scenario.name):
        wrong = "cannot be the name of a file"
        raise InputError([Problem(scenario.name, 0, 0, "name", wrong, "small letters, digits and hyphens")])
    kept = CommentedMap(name=scenario.name, title=scenario.title, question=scenario.question)
    told: dict[str, Any] = {
        "register": _in_line(scenario.register),
        "evidence": scenario.evidence if scenario.evidence != "documents" else None,
        "without": _in_line(scenario.without),
        "change": _changes(scenario),
        "sweep": {axis.key: _in_line(map(_plain, axis.values)) for axis in scenario.sweep},
        "events": [_event(event) for event in scenario.events],
        "expect": [_expectation(expectation) for expectation in scenario.expectations],
    }
    kept.update({key: value for key, value in told.items() if value})
    text = io.StringIO()
    writer = YAML()
    writer.width = 10_000  # a text is not broken over lines
    writer.indent(mapping=2, sequence=4, offset=2)
    writer.dump(kept, text)
    return text.getvalue()


def _changes(scenario: Scenario) -> dict[str, float]:
    """Return the changes in force, without those that the sweep makes anew in each of its combinations."""
    varied = [Change(axis.key, axis.table, axis.row, axis.column, 0.0) for axis in scenario.sweep]
    left = in_force((*scenario.changes, *varied))
    return _numbers(change for change in left if change not in varied)


def _numbers(changes: Iterable[Change]) -> dict[str, float]:
    return {change.key: _plain(change.value) for change in changes}


def _plain(value: float) -> float:
    """Return a whole number without its point, as a person writes it."""
    return int(value) if value.is_integer() and abs(value) < 1e15 else value


def _event(event: ScheduledEvent) -> CommentedMap:
    """Return an event with the keys of its kind, on one line."""
    declared = EVENT_KINDS[event.kind]
    strikes: dict[str, Any] = {"donor": event.donor} if declared.strikes in ("donor", "both") else {}
    strikes |= {"whom": event.whom} if declared.strikes in ("recipient", "both") else {}
    until = {"until": event.last} if event.last != event.first else {}
    return _on_one_line(
        {"kind": event.kind, **strikes, "year": event.first, **until, declared.size: _plain(event.size)}
    )


def _expectation(expectation: Expectation) -> CommentedMap:
    """Return an expectation with the keys that it was given or that follow from it, on one line."""
    one = expectation
    keys: dict[str, Any] = {
        "outcome": one.outcome, "is": one.relation, "than": one.than, "against_year": one.against_year,
        "among": _in_line(one.among), "along": one.along,
        "year": one.first if one.first == one.last else None,
        "years": _in_line((one.first, one.last)) if one.first != one.last else None,
        "measure": one.measure if one.measure != "level" else None, "when": one.when,
    }  # fmt: skip
    kept = {key: value for key, value in keys.items() if value}
    kept |= {name: _plain(getattr(one, name)) for name, relation in BOUNDS.items() if relation == one.relation}
    kept |= {"support": one.support, "says": _in_line(one.says)} | ({"because": one.because} if one.because else {})
    if one.structures:
        kept["structures"] = _on_one_line({name: _on_one_line(_numbers(group)) for name, group in one.structures})
    return _on_one_line(kept)


def _in_line(values: Iterable[Any]) -> CommentedSeq:
    listed = CommentedSeq(values)
    listed.fa.set_flow_style()
    return listed


def _on_one_line(keys: dict[str, Any]) -> CommentedMap:
    group = CommentedMap(keys)
    group.fa.set_flow_style()
    return group
