"""One scenario file: its keys, and every mistake in it with its place."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from math import isfinite
from pathlib import Path
from typing import Annotated, Any, Literal, NamedTuple

from pydantic import BaseModel, ConfigDict, Field, ValidationError, create_model

from ssc_sim.errors import Problem, nearest
from ssc_sim.observed import read_donors, read_recipients
from ssc_sim.parameters import Evidence, Parameters
from ssc_sim.strict_yaml import Document, Path_, read_document
from ssc_sim.tables import EVENT_KINDS, FIRST_YEAR, Donor, EventKind, Recipient, Table

LAST_YEAR = 2100
NAME = r"[a-z0-9][a-z0-9-]{0,60}"
TABLES: dict[str, type[Table]] = {"recipients": Recipient, "donors": Donor}
ALL = "all"


class _Strict(BaseModel):
    model_config = ConfigDict(strict=True, extra="forbid", frozen=True, allow_inf_nan=False)


Name = Annotated[str, Field(pattern=f"^{NAME}$")]
Text = Annotated[str, Field(min_length=1, max_length=600)]
Year = Annotated[int, Field(ge=FIRST_YEAR, le=LAST_YEAR)]


class ScenarioFile(_Strict):
    """The keys of a scenario file. `change` and `events` are checked key by key after this."""

    name: Name
    title: Text
    question: Text
    register_rows: list[Annotated[str, Field(pattern=r"^[A-Z]\d{1,3}$")]] = Field([], alias="register")
    extends: Name | None = None
    evidence: Evidence | None = None
    change: dict[str, Any] = {}
    events: list[dict[str, Any]] = []


def _event_model(kind: str, told: EventKind) -> type[BaseModel]:
    """Return the keys of one kind of event."""
    size: Any = (Annotated[float, Field(ge=told.low, le=told.high)], ...)
    fields: dict[str, Any] = {"kind": (Literal[kind], ...), "year": (Year, ...), "until": (Year | None, None)}
    return create_model(f"{kind}_event", __base__=_Strict, donor=(str, ALL), **fields, **{told.size: size})


EVENT_MODELS = {kind: _event_model(kind, told) for kind, told in EVENT_KINDS.items()}


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
    first: int
    last: int
    size: float


class CheckedFile(NamedTuple):
    """A scenario file with its mistakes; `keys` is what could be read of it."""

    document: Document
    keys: ScenarioFile | None
    changes: list[Change]
    events: list[ScheduledEvent]
    problems: list[Problem]


def check_file(path: Path) -> CheckedFile:
    """Read and check one scenario file, without its parents."""
    document = read_document(path)
    if not isinstance(document.values, dict):
        return CheckedFile(document, None, [], [], [document.problem((), "is not a scenario", "keys and values")])
    problems = list(_problems_of_model(document, (), ScenarioFile, document.values))
    keys = None if problems else ScenarioFile.model_validate(document.values)
    name = document.values.get("name")
    if isinstance(name, str) and name != path.stem:
        problems.append(document.problem(("name",), f"'{name}' is not the name of the file", path.stem))
    changes = list(_checked(_changes(document), problems))
    events = list(_checked(_events(document), problems))
    return CheckedFile(document, keys, changes, events, problems)


def _checked(found: Iterator[Any], problems: list[Problem]) -> Iterator[Any]:
    """Pass on what is right; put aside what is a problem."""
    for one in found:
        if isinstance(one, Problem):
            problems.append(one)
        else:
            yield one


def _problems_of_model(document: Document, at: Path_, model: type[BaseModel], values: Any) -> Iterator[Problem]:
    """Tell pydantic's findings in our words, at their places."""
    try:
        model.model_validate(values)
    except ValidationError as error:
        allowed_keys = [field.alias or name for name, field in model.model_fields.items()]
        for found in error.errors(include_url=False):
            path = (*at, *found["loc"])
            if found["type"] == "extra_forbidden":
                allowed = ", ".join(allowed_keys)
                yield document.problem(path, "unknown key", allowed, nearest(str(path[-1]), allowed_keys))
            elif found["type"] == "missing":
                yield document.problem(path, "is missing")
            else:
                yield document.problem(path, f"{_told(found['input'])}: {_lower(found['msg'])}")


def _changes(document: Document) -> Iterator[Change | Problem]:
    """Check that each changed number exists and may take its value."""
    change = document.values.get("change")
    for key, value in (change if isinstance(change, dict) else {}).items():
        path = ("change", key)
        target = _target(key)
        if isinstance(target, _NoTarget):
            yield document.problem(path, *target)
            continue
        wrong = _wrong_value(value, target.low, target.high)
        if wrong:
            yield document.problem(path, wrong, f"{target.low:g} to {target.high:g} {target.unit}")
        else:
            yield Change(key, target.table, target.row, target.column, float(value))


class _Target(NamedTuple):
    table: str
    row: str
    column: str
    unit: str
    low: float
    high: float


class _NoTarget(NamedTuple):
    wrong: str
    allowed: str
    did_you_mean: str


def _target(key: str) -> _Target | _NoTarget:
    """Return what a dotted key reaches."""
    table, _, rest = key.partition(".")
    if table == "parameters":
        numbers = Parameters.columns()
        if rest not in numbers:
            return _NoTarget(
                f"no number is called '{rest}'", "see `ssc-sim show parameters`", _meant(table, rest, numbers)
            )
        return _Target(table, "", rest, numbers[rest].unit, numbers[rest].low, numbers[rest].high)
    if table not in TABLES:
        tables = [*TABLES, "parameters"]
        return _NoTarget(f"no table is called '{table}'", ", ".join(tables), nearest(table, tables))
    row, _, column = rest.partition(".")
    rows = [ALL, *country_codes(table)]
    if row not in rows:
        return _NoTarget(f"'{row}' is none of the {table}", _some(rows), _meant(table, row, rows))
    columns = open_columns(table)
    if column not in columns:
        wrong = f"'{column}' is no column that a scenario may change"
        return _NoTarget(wrong, ", ".join(columns), _meant(f"{table}.{row}", column, columns))
    declared = columns[column]
    return _Target(table, row, column, declared.unit, declared.low, declared.high)


def _meant(before: str, word: str, allowed: Any) -> str:
    near = nearest(word, allowed)
    return f"{before}.{near}" if near else ""


@cache
def country_codes(table: str) -> tuple[str, ...]:
    """Return the ISO codes of the rows of a table."""
    rows = read_recipients() if table == "recipients" else read_donors()
    return tuple(row.iso3 for row in rows)


@cache
def open_columns(table: str) -> dict[str, Any]:
    """Return the columns that a scenario may change, by their single names."""
    return {
        name: declared for name, (_, _, declared) in TABLES[table].names().items() if declared.role in ("fact", "lever")
    }


def _events(document: Document) -> Iterator[ScheduledEvent | Problem]:
    """Check each event by its kind."""
    events = document.values.get("events")
    for i, given in enumerate(events if isinstance(events, list) else []):
        at: Path_ = ("events", i)
        if not isinstance(given, dict):
            continue
        kind = given.get("kind")
        if kind not in EVENT_MODELS:
            wrong = "is missing" if kind is None else f"{_told(kind)}: no such kind of event"
            yield document.problem((*at, "kind"), wrong, ", ".join(EVENT_MODELS), nearest(str(kind), EVENT_MODELS))
            continue
        problems = list(_problems_of_model(document, at, EVENT_MODELS[kind], given))
        problems += _problems_of_event(document, at, given)
        if problems:
            yield from problems
        else:
            last = given.get("until") or given["year"]
            size = float(given[EVENT_KINDS[kind].size])
            yield ScheduledEvent(kind, given.get("donor", ALL), given["year"], last, size)


def _problems_of_event(document: Document, at: Path_, given: dict[str, Any]) -> Iterator[Problem]:
    donor, year, until = given.get("donor", ALL), given.get("year"), given.get("until")
    codes = [ALL, *country_codes("donors")]
    if isinstance(donor, str) and donor not in codes:
        yield document.problem((*at, "donor"), f"'{donor}' is not a donor", ", ".join(codes), nearest(donor, codes))
    if isinstance(year, int) and isinstance(until, int) and until < year:
        yield document.problem((*at, "until"), f"{until} is before the first year, {year}", f"{year} or later")


def _wrong_value(value: Any, low: float, high: float) -> str:
    if isinstance(value, bool) or not isinstance(value, int | float):
        return f"{_told(value)} is not a number"
    if not isfinite(value):
        return f"{_told(value)} is not a finite number"
    return "" if low <= value <= high else f"{value:g} is out of range"


def _told(value: Any) -> str:
    text = (
        {True: "true", False: "false", None: "nothing"}.get(value, str(value))
        if not isinstance(value, list | dict)
        else ""
    )
    if isinstance(value, list | dict):
        return "a list" if isinstance(value, list) else "keys and values"
    return f"'{text}'" if len(text) <= 40 else f"'{text[:37]}...'"


def _lower(message: str) -> str:
    return message[:1].lower() + message[1:]


def _some(codes: list[str]) -> str:
    return ", ".join(codes) if len(codes) <= 12 else "all, or an ISO alpha-3 code (see `ssc-sim show countries`)"
