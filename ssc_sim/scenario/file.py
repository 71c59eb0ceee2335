"""One scenario file: its keys, and every mistake in it with its place."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated, Any, Literal, NamedTuple

from pydantic import BaseModel, Field, create_model

from ssc_sim.errors import Problem, nearest, shortened
from ssc_sim.files import is_device
from ssc_sim.parameters import EVIDENCES, FAMILIES, Evidence
from ssc_sim.scenario.changes import A_CHANGE, Change, changes_of, in_order
from ssc_sim.scenario.expectations import AN_EXPECTATION, Expectation, expectations_of
from ssc_sim.scenario.keys import ALL, country_codes, country_codes_told, nearest_country
from ssc_sim.scenario.shapes import (
    LAST_YEAR,
    LONGEST_TEXT,
    NAME,
    YEARS,
    Name,
    Row,
    Strict,
    Text,
    Year,
    key,
    problems_of_model,
)
from ssc_sim.scenario.strict_yaml import TOLD, Document, Path_, read_document
from ssc_sim.scenario.sweep import Axis, axes_of
from ssc_sim.scenario.words import span, told
from ssc_sim.tables import EVENT_KINDS, GROUP_FLAGS, REGIONS, EventKind

__all__ = ["ALL", "LAST_YEAR", "NAME", "Change", "CheckedFile", "ScenarioFile", "ScheduledEvent", "check_file"]

AN_EVENT = "a list, each line such as `- {kind: legislation, donor: IDN, year: 2017, volume: 0.25}`"
WHOM = f"all, a country's code of three letters, a region ({', '.join(REGIONS)}) or a list ({', '.join(GROUP_FLAGS)})"

Family = Annotated[str, Field(pattern=f"^({'|'.join(FAMILIES)})$")]


class ScenarioFile(Strict):
    """The keys of a scenario file. `change`, `sweep`, `events` and `expect` are checked key by key after this."""

    name: Name = key(..., "small letters, digits and hyphens, as in the name of the file")
    title: Text = key(..., f"a text of at most {LONGEST_TEXT} characters")
    question: Text = key(..., f"a text of at most {LONGEST_TEXT} characters")
    register_rows: list[Row] = key([], "a list of rows of the register, such as [Z01, M8]", alias="register")
    extends: Name | None = key(None, "the name of one scenario, such as baseline-2016")
    evidence: Evidence | None = key(None, ", ".join(EVIDENCES))
    without: list[Family] = key([], f"a list of families of rules: {', '.join(FAMILIES)}")
    change: dict[str, Any] = key({}, A_CHANGE)
    sweep: dict[str, Any] | None = key(None, "indented lines such as `donors.all.technical_share: [0, 0.5, 1]`")
    events: list[dict[str, Any]] = key([], AN_EVENT)
    expect: list[dict[str, Any]] = key([], AN_EXPECTATION)


def _event_model(kind: str, declared: EventKind) -> type[BaseModel]:
    """Return the keys of one kind of event."""
    size = (Annotated[float, Field(ge=declared.low, le=declared.high)], key(..., span(declared.low, declared.high)))
    fields: dict[str, Any] = {
        "kind": (Literal[kind], key(..., kind)),
        "year": (Year, key(..., YEARS)),
        "until": (Year | None, key(None, YEARS)),
        declared.size: size,
    }
    if declared.strikes in ("donor", "both"):
        one_gives = kind.startswith("extra_")  # a million from all donors would be ten million
        fields["donor"] = (str, key(... if one_gives else ALL, country_codes_told("donors")))
    if declared.strikes in ("recipient", "both"):
        fields["whom"] = (str, key(..., WHOM))
    return create_model(f"{kind}_event", __base__=Strict, **fields)


EVENT_MODELS = {kind: _event_model(kind, declared) for kind, declared in EVENT_KINDS.items()}


class ScheduledEvent(NamedTuple):
    """One event, checked."""

    kind: str
    donor: str
    whom: str
    first: int
    last: int
    size: float


class CheckedFile(NamedTuple):
    """A scenario file with its mistakes; `keys` is what could be read of it."""

    document: Document
    keys: ScenarioFile | None
    changes: list[Change]
    axes: list[Axis]
    events: list[ScheduledEvent]
    expectations: list[Expectation]
    problems: list[Problem]


def check_file(path: Path) -> CheckedFile:
    """Read and check one scenario file, without its parents."""
    document = read_document(path)
    problems = list(document.problems)
    values = document.values
    if not isinstance(values, dict):
        if values is not TOLD:
            wrong = "is empty" if values is None else f"{told(values)} is not a scenario"
            problems.append(document.of_value((), wrong, "lines such as `title: My scenario`"))
        return CheckedFile(document, None, [], [], [], [], problems)
    problems += problems_of_model(document, (), ScenarioFile, values)
    problems += _problems_of_name(document, path)
    changes = in_order(list(_checked(changes_of(document, ("change",), values.get("change")), problems)))
    axes = list(_checked(axes_of(document), problems))
    events = list(_checked(_events(document), problems))
    expectations = list(_checked(expectations_of(document), problems))
    keys = None if problems else ScenarioFile.model_validate(values)
    return CheckedFile(document, keys, changes, axes, events, expectations, problems)


def _checked(found: Iterator[Any], problems: list[Problem]) -> Iterator[Any]:
    """Pass on what is right; put aside what is a problem."""
    for one in found:
        if isinstance(one, Problem):
            problems.append(one)
        else:
            yield one


def _problems_of_name(document: Document, path: Path) -> Iterator[Problem]:
    name = document.values.get("name")
    if isinstance(name, str) and is_device(name):
        yield document.of_value(("name",), f"{told(name)} stands for a device on some systems", "another name")
        return
    if not isinstance(name, str) or not re.fullmatch(NAME, name) or name == path.stem:
        return
    wrong = f"{told(name)} is not the name of the file"
    if re.fullmatch(NAME, path.stem):
        yield document.of_value(("name",), wrong, path.stem)
    else:
        wrong = f"{wrong}, which is '{shortened(path.stem)}'"
        yield document.of_value(("name",), wrong, f"a file called {name}.yaml")


def _events(document: Document) -> Iterator[ScheduledEvent | Problem]:
    """Check each event by its kind."""
    events = document.values.get("events")
    for i, given in enumerate(events if isinstance(events, list) else []):
        if isinstance(given, dict):
            yield from _event(document, ("events", i), given)


def _event(document: Document, at: Path_, given: dict[str, Any]) -> Iterator[ScheduledEvent | Problem]:
    kind = given.get("kind")
    if not isinstance(kind, str) or kind not in EVENT_MODELS:
        if kind is not TOLD:
            yield _no_kind(document, at, kind)
        return
    problems = list(problems_of_model(document, at, EVENT_MODELS[kind], given))
    problems += _problems_of_event(document, at, given)
    yield from problems
    if not problems and TOLD not in given.values():
        last = given.get("until") or given["year"]
        size = float(given[EVENT_KINDS[kind].size])
        yield ScheduledEvent(kind, given.get("donor", ALL), given.get("whom", ALL), given["year"], last, size)


def _no_kind(document: Document, at: Path_, kind: Any) -> Problem:
    wrong = "is missing" if kind is None else f"{told(kind)} is no kind of event"
    return document.of_value((*at, "kind"), wrong, ", ".join(EVENT_MODELS), nearest(str(kind), EVENT_MODELS))


def _problems_of_event(document: Document, at: Path_, given: dict[str, Any]) -> Iterator[Problem]:
    donor, year, until = given.get("donor", ALL), given.get("year"), given.get("until")
    if isinstance(donor, str) and donor not in (ALL, *country_codes("donors")):
        near = nearest_country(donor, "donors")
        yield document.of_value((*at, "donor"), f"{told(donor)} is not a donor", country_codes_told("donors"), near)
    whom = given.get("whom", ALL)
    groups = (ALL, *REGIONS, *GROUP_FLAGS)
    if isinstance(whom, str) and whom not in (*groups, *country_codes("recipients")):
        near = nearest(whom, groups) or nearest_country(whom, "recipients")
        yield document.of_value((*at, "whom"), f"{told(whom)} is no country and no group", WHOM, near)
    if isinstance(year, int) and isinstance(until, int) and until < year:
        yield document.of_value((*at, "until"), f"{until} is before the first year, {year}", f"{year} or later")
