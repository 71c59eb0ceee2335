"""What one scenario says that another does not, line by line, and the worlds in which some of those lines hold."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from typing import Literal

from ssc_sim.errors import InputError, Problem
from ssc_sim.scenario import Scenario
from ssc_sim.scenario.changes import Change
from ssc_sim.scenario.file import ALL, ScheduledEvent
from ssc_sim.tables import EVENT_KINDS

Kind = Literal["change", "event", "without", "evidence"]
LATEST_YEAR = 2100  # an event until then never ends


@dataclass(frozen=True)
class Line:
    """One line by which two scenarios differ.

    `old` and `new` are what stands in each: a change, an event, a family of rules, an evidence; or None where nothing
    stands. `told` is the line in words, as in a scenario file.
    """

    kind: Kind
    told: str
    old: Change | ScheduledEvent | str | None
    new: Change | ScheduledEvent | str | None


def lines_between(old: Scenario, new: Scenario) -> list[Line]:
    """Return every line by which `new` differs from `old`, in the order of the file: changes, events, families.

    A number that both change, to different values, is one line. What stands in `old` alone is taken back.

    Raises
    ------
    InputError
        Where they do not differ, or where one is a sweep.
    """
    sweeps = [scenario for scenario in (old, new) if scenario.sweep]
    if sweeps:
        wrong = "is a sweep: it stands for many scenarios"
        raise InputError([Problem(one.name, 0, 0, "", wrong, "one scenario, such as one mix of it") for one in sweeps])
    lines = [*_changed(old, new), *_scheduled(old, new), *_switched(old, new)]
    if old.evidence != new.evidence:
        told = f"evidence: {old.evidence} -> {new.evidence}"
        lines.append(Line("evidence", told, old.evidence, new.evidence))
    if not lines:
        wrong = f"differs from {old.name} in no line"
        raise InputError(
            [Problem(new.name, 0, 0, "", wrong, "a scenario that changes something, or another --against")]
        )
    return lines


def last_words(changes: Iterable[Change]) -> dict[str, Change]:
    """Return the changes that count, by their keys: of several of one key the last, at its place."""
    counting: dict[str, Change] = {}
    for change in changes:
        counting.pop(change.key, None)
        counting[change.key] = change
    return counting


def _changed(old: Scenario, new: Scenario) -> list[Line]:
    before, after = last_words(old.changes), last_words(new.changes)
    lines = []
    for key in dict.fromkeys((*after, *before)):
        was, now = before.get(key), after.get(key)
        if (was and was.value) != (now and now.value):
            values = [f"{change.value:g}" if change else "as before" for change in (was, now)]
            told = f"{key}: {values[1]}" if was is None else f"{key}: {' -> '.join(values)}"
            lines.append(Line("change", told, was, now))
    return lines


def _scheduled(old: Scenario, new: Scenario) -> list[Line]:
    taken_back = [Line("event", f"not {event_told(one)}", one, None) for one in _beyond(old.events, new.events)]
    return [*(Line("event", event_told(one), None, one) for one in _beyond(new.events, old.events)), *taken_back]


def _beyond(events: Iterable[ScheduledEvent], others: Iterable[ScheduledEvent]) -> list[ScheduledEvent]:
    """Return the events that are not among the others; one that stands twice must stand twice there."""
    rest = list(others)
    beyond = []
    for event in events:
        if event in rest:
            rest.remove(event)
        else:
            beyond.append(event)
    return beyond


def event_told(event: ScheduledEvent) -> str:
    """Write an event as it stands in a scenario file."""
    parts = [f"kind: {event.kind}"]
    parts += [f"{key}: {value}" for key, value in (("donor", event.donor), ("whom", event.whom)) if value != ALL]
    parts.append(f"year: {event.first}")
    if event.last > event.first:
        parts.append(f"until: {event.last}" if event.last < LATEST_YEAR else "for ever")
    return f"{{{', '.join(parts)}, {EVENT_KINDS[event.kind].size}: {event.size:g}}}"


def _switched(old: Scenario, new: Scenario) -> list[Line]:
    added = [Line("without", f"without: {name}", None, name) for name in new.without if name not in old.without]
    return added + [Line("without", f"with: {name}", name, None) for name in old.without if name not in new.without]


def world_with(old: Scenario, new: Scenario, lines: Collection[Line], name: str) -> Scenario:
    """Return `old` with some of the lines by which `new` differs from it: with none of them `old`, with all `new`.

    Parameters
    ----------
    old, new : Scenario
    lines : collection of Line
        Some of `lines_between(old, new)`.
    name : str
        What to call it.
    """
    every = lines_between(old, new)
    if len(lines) in (0, len(every)):
        return replace(old if not lines else new, name=name, expectations=())
    events = [line for line in every if line.kind == "event"]
    left = [line.old for line in events if line.old is not None and line not in lines]
    not_yet = [line.new for line in events if line.new is not None and line not in lines]
    return replace(
        new,
        name=name,
        changes=_some_changes(old, new, lines),
        events=(*left, *_beyond(new.events, not_yet)),  # type: ignore[arg-type]
        without=_some_families(old, new, lines),
        evidence=new.evidence if any(line.kind == "evidence" for line in lines) else old.evidence,
        expectations=(),
    )


def _some_changes(old: Scenario, new: Scenario, lines: Collection[Line]) -> tuple[Change, ...]:
    """Return the changes of `old`, with those lines made: first what `new` does not change, then in its order."""
    before, after = last_words(old.changes), last_words(new.changes)
    made = {line.new.key for line in lines if isinstance(line.new, Change)}
    taken_back = {line.old.key for line in lines if isinstance(line.old, Change) and line.new is None}
    changes = [change for key, change in before.items() if key not in after and key not in taken_back]
    for key, change in after.items():
        if key in made or (key in before and before[key].value == change.value):
            changes.append(change)
        elif key in before:
            changes.append(before[key])
    return tuple(changes)


def _some_families(old: Scenario, new: Scenario, lines: Collection[Line]) -> tuple[str, ...]:
    switched = {str(line.old or line.new): line.new is not None for line in lines if line.kind == "without"}
    names = dict.fromkeys((*old.without, *new.without))
    return tuple(name for name in names if switched.get(name, name in old.without))
