"""One scenario file: its keys, and every mistake in it with its place."""

from __future__ import annotations

import re
from collections.abc import Iterator
from math import inf
from pathlib import Path
from typing import Annotated, Any, Literal, NamedTuple

from pydantic import BaseModel, ConfigDict, Field, ValidationError, create_model

from ssc_sim.errors import Problem, nearest, shortened
from ssc_sim.parameters import EVIDENCES, FAMILIES, Evidence
from ssc_sim.scenario_keys import ALL, NoTarget, Target, country_codes, country_codes_told, nearest_country, target
from ssc_sim.scenario_words import meant_number, span, told, wrong_number
from ssc_sim.strict_yaml import TOLD, Document, Path_, read_document
from ssc_sim.sweep import Axis, axes_of
from ssc_sim.tables import EVENT_KINDS, FIRST_YEAR, GROUP_FLAGS, REGIONS, EventKind

__all__ = ["ALL", "LAST_YEAR", "NAME", "Change", "CheckedFile", "ScenarioFile", "ScheduledEvent", "check_file"]

LAST_YEAR = 2100
LONGEST_TEXT = 600
NAME = r"[a-z0-9][a-z0-9-]{0,60}"
AN_EVENT = "a list, each line such as `- {kind: legislation, donor: IDN, year: 2017, volume: 0.25}`"
WHOM = f"all, a country's code of three letters, a region ({', '.join(REGIONS)}) or a list ({', '.join(GROUP_FLAGS)})"
YEARS = span(FIRST_YEAR, LAST_YEAR, "year")


class _Strict(BaseModel):
    model_config = ConfigDict(strict=True, extra="forbid", frozen=True, allow_inf_nan=False)


def _key(default: Any, allowed: str, **more: Any) -> Any:
    return Field(default, description=allowed, **more)


Name = Annotated[str, Field(pattern=f"^{NAME}$")]
Row = Annotated[str, Field(pattern="^[A-Z][0-9]{1,3}$")]
Family = Annotated[str, Field(pattern=f"^({'|'.join(FAMILIES)})$")]
Text = Annotated[str, Field(pattern=r"\S", max_length=LONGEST_TEXT)]
Year = Annotated[int, Field(ge=FIRST_YEAR, le=LAST_YEAR)]


class ScenarioFile(_Strict):
    """The keys of a scenario file. `change`, `sweep` and `events` are checked key by key after this."""

    name: Name = _key(..., "small letters, digits and hyphens, as in the name of the file")
    title: Text = _key(..., f"a text of at most {LONGEST_TEXT} characters")
    question: Text = _key(..., f"a text of at most {LONGEST_TEXT} characters")
    register_rows: list[Row] = _key([], "a list of rows of the register, such as [Z01, M8]", alias="register")
    extends: Name | None = _key(None, "the name of one scenario, such as baseline-2016")
    evidence: Evidence | None = _key(None, ", ".join(EVIDENCES))
    without: list[Family] = _key([], f"a list of families of rules: {', '.join(FAMILIES)}")
    change: dict[str, Any] = _key({}, "indented lines such as `donors.IDN.technical_share: 0.5`")
    sweep: dict[str, Any] | None = _key(None, "indented lines such as `donors.all.technical_share: [0, 0.5, 1]`")
    events: list[dict[str, Any]] = _key([], AN_EVENT)


def _event_model(kind: str, declared: EventKind) -> type[BaseModel]:
    """Return the keys of one kind of event."""
    size = (Annotated[float, Field(ge=declared.low, le=declared.high)], _key(..., span(declared.low, declared.high)))
    fields: dict[str, Any] = {
        "kind": (Literal[kind], _key(..., kind)),
        "year": (Year, _key(..., YEARS)),
        "until": (Year | None, _key(None, YEARS)),
        declared.size: size,
    }
    if declared.strikes in ("donor", "both"):
        one_gives = kind.startswith("extra_")  # a million from all donors would be ten million
        fields["donor"] = (str, _key(... if one_gives else ALL, country_codes_told("donors")))
    if declared.strikes in ("recipient", "both"):
        fields["whom"] = (str, _key(..., WHOM))
    return create_model(f"{kind}_event", __base__=_Strict, **fields)


EVENT_MODELS = {kind: _event_model(kind, declared) for kind, declared in EVENT_KINDS.items()}


class Change(NamedTuple):
    """One number that differs: `table.row.column`, or a number of the rules (`table` parameters, no row)."""

    key: str
    table: str
    row: str
    column: str
    value: float


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
        return CheckedFile(document, None, [], [], [], problems)
    problems += _problems_of_model(document, (), ScenarioFile, values)
    problems += _problems_of_name(document, path)
    changes = list(_checked(_changes(document), problems))
    axes = list(_checked(axes_of(document), problems))
    events = list(_checked(_events(document), problems))
    keys = None if problems else ScenarioFile.model_validate(values)
    return CheckedFile(document, keys, changes, axes, events, problems)


def _checked(found: Iterator[Any], problems: list[Problem]) -> Iterator[Any]:
    """Pass on what is right; put aside what is a problem."""
    for one in found:
        if isinstance(one, Problem):
            problems.append(one)
        else:
            yield one


def _problems_of_name(document: Document, path: Path) -> Iterator[Problem]:
    name = document.values.get("name")
    if not isinstance(name, str) or not re.fullmatch(NAME, name) or name == path.stem:
        return
    wrong = f"{told(name)} is not the name of the file"
    if re.fullmatch(NAME, path.stem):
        yield document.of_value(("name",), wrong, path.stem)
    else:
        wrong = f"{wrong}, which is '{shortened(path.stem)}'"
        yield document.of_value(("name",), wrong, f"a file called {name}.yaml")


def _problems_of_model(document: Document, at: Path_, model: type[BaseModel], values: Any) -> Iterator[Problem]:
    """Tell pydantic's findings in our words, at their places."""
    fields = {field.alias or name: field for name, field in model.model_fields.items()}
    for key, value in values.items():
        if value is None and key in fields:
            yield document.of_value((*at, key), "has no value", fields[key].description or "")
    try:
        model.model_validate(values)
    except ValidationError as error:
        for found in error.errors(include_url=False):
            path, value = (*at, *found["loc"]), found["input"]
            if found["type"] == "extra_forbidden":
                yield _unknown_key(document, path, list(fields))
            elif value is not TOLD and (value is not None or len(found["loc"]) > 1):
                told_by = fields[str(found["loc"][0])].description or ""
                yield document.of_value(path, _wrong(found), told_by, _meant(found, told_by))


def _unknown_key(document: Document, path: Path_, allowed: list[str]) -> Problem:
    key = str(path[-1])
    others = [f"{kind} events have" for kind, declared in EVENT_KINDS.items() if declared.size == key and len(path) > 1]
    if path[0] == key and key.partition(".")[0] in ("donors", "recipients", "parameters"):
        return document.of_key(path, "stands outside `change`", "indented, below a line `change:`")
    wrong = f"unknown key, which only {others[0]}" if others else "unknown key"
    return document.of_key(path, wrong, ", ".join(allowed), nearest(key, allowed))


SAID = {
    "missing": "is missing",
    "list_type": "is not a list",
    "dict_type": "is not a group of keys",
    "literal_error": "is unknown",
}


KINDS_OF_NAMES = {"register": "row of the register", "without": "family of rules"}


def _wrong(found: Any) -> str:
    """Return pydantic's finding in plain words."""
    finding, value = found["type"], found["input"]
    if finding == "missing":
        return SAID[finding]
    if finding.startswith(("int", "float", "greater", "less", "finite")):
        whole = finding.startswith("int")
        return wrong_number(value, -inf, inf, whole=whole) or f"{value} is out of range"
    if finding.startswith("string"):
        return _wrong_text(value, KINDS_OF_NAMES.get(found["loc"][0], "name of a scenario"))
    return f"{told(value)} {SAID.get(finding, 'cannot stand here')}"


def _wrong_text(value: Any, what: str) -> str:
    if not isinstance(value, str):
        number = isinstance(value, int | float) and not isinstance(value, bool)
        return "has no value" if value is None else f"{told(value)} is {'a number, ' if number else ''}not text"
    if not value.strip():
        return "is an empty text"
    return f"has {len(value)} characters" if len(value) > LONGEST_TEXT else f"{told(value)} is no {what}"


def _meant(found: Any, allowed: str) -> str:
    value = found["input"]
    if found["type"] == "literal_error" or found["loc"][0] == "without":
        return nearest(str(value), allowed.rpartition(": ")[2].split(", "))
    if found["type"] == "string_pattern_mismatch" and found["loc"][0] in ("name", "extends"):
        return _as_name(value)
    if found["type"] == "string_type" and isinstance(value, int | float) and found["loc"][0] != "register":
        return f'"{told(value)}"'
    if found["type"].startswith("int"):
        return meant_number(value, FIRST_YEAR, LAST_YEAR, whole=True)
    if found["type"].startswith(("float", "greater", "less")):
        low, _, high = allowed.partition(" to ")
        return meant_number(value, float(low), float(high)) if high and "whole" not in allowed else ""
    return ""


def _as_name(text: str) -> str:
    if "/" in text:
        return ""
    near = re.sub("[^a-z0-9]+", "-", text.removesuffix(".yaml").lower()).strip("-")
    return near if re.fullmatch(NAME, near) else ""


def _changes(document: Document) -> Iterator[Change | Problem]:
    """Check that each changed number exists and may take its value."""
    change = document.values.get("change")
    for key, value in (change if isinstance(change, dict) else {}).items():
        path = ("change", key)
        reached = target(key)
        if isinstance(value, dict):
            yield document.of_key(path, "holds further keys", "one line with dots: donors.IDN.technical_share: 0.5")
        elif isinstance(reached, NoTarget):
            yield document.of_key(path, *reached)
        elif value is not TOLD:
            yield _change(document, key, reached, value)


def _change(document: Document, key: str, reached: Target, value: Any) -> Change | Problem:
    low, high, whole = reached.low, reached.high, reached.unit in ("flag", "region")
    wrong = wrong_number(value, low, high, whole=whole)
    if not wrong:
        return Change(key, reached.table, reached.row, reached.column, float(value))
    meant = meant_number(value, low, high, whole=whole)
    return document.of_value(("change", key), wrong, span(low, high, reached.unit), meant)


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
    problems = list(_problems_of_model(document, at, EVENT_MODELS[kind], given))
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
