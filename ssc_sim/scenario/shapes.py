"""Keys of a scenario file as pydantic models, and what pydantic finds in them, in our words and at its place."""

from __future__ import annotations

import re
from collections.abc import Iterator
from math import inf
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from ssc_sim.errors import Problem, nearest
from ssc_sim.scenario.strict_yaml import TOLD, Document, Path_
from ssc_sim.scenario.words import meant_number, span, told, wrong_number
from ssc_sim.tables import EVENT_KINDS, FIRST_YEAR

LAST_YEAR = 2100
LONGEST_TEXT = 600
NAME = r"[a-z0-9][a-z0-9-]{0,60}"
YEARS = span(FIRST_YEAR, LAST_YEAR, "year")

Name = Annotated[str, Field(pattern=f"^{NAME}$")]
Row = Annotated[str, Field(pattern="^[A-Z][0-9]{1,3}$")]
Text = Annotated[str, Field(pattern=r"\S", max_length=LONGEST_TEXT)]
Year = Annotated[int, Field(ge=FIRST_YEAR, le=LAST_YEAR)]


class Strict(BaseModel):
    """A group of keys: no other key, no value of another type, nothing that is not finite."""

    model_config = ConfigDict(strict=True, extra="forbid", frozen=True, allow_inf_nan=False)


def key(default: Any, allowed: str, **more: Any) -> Any:
    """Declare a key, with what is allowed in the words of a message."""
    return Field(default, description=allowed, **more)


def problems_of_model(document: Document, at: Path_, model: type[BaseModel], values: Any) -> Iterator[Problem]:
    """Tell pydantic's findings in our words, at their places."""
    fields = {field.alias or name: field for name, field in model.model_fields.items()}
    for name, value in values.items():
        if value is None and name in fields:
            yield document.of_value((*at, name), "has no value", fields[name].description or "")
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
    name = str(path[-1])
    sizes = EVENT_KINDS.items() if path[0] == "events" else ()
    others = [f"{kind} events have" for kind, declared in sizes if declared.size == name]
    if path[0] == name and name.partition(".")[0] in ("donors", "recipients", "parameters"):
        return document.of_key(path, "stands outside `change`", "indented, below a line `change:`")
    wrong = f"unknown key, which only {others[0]}" if others else "unknown key"
    return document.of_key(path, wrong, ", ".join(allowed), nearest(name, allowed))


SAID = {
    "missing": "is missing",
    "list_type": "is not a list",
    "dict_type": "is not a group of keys",
    "literal_error": "is unknown",
    "too_short": "has too few entries",
    "too_long": "has too many entries",
}
KINDS_OF_NAMES = {"register": "row of the register", "says": "row of the register", "without": "family of rules"}
NAMES_OF_SCENARIOS = ("name", "extends", "than", "among", "when")


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
    value, about = found["input"], found["loc"][0]
    if found["type"] == "literal_error" or about == "without":
        return nearest(str(value), allowed.rpartition(": ")[2].split(", "))
    if found["type"] == "string_pattern_mismatch" and about in NAMES_OF_SCENARIOS:
        return _as_name(value)
    if found["type"] == "string_type" and isinstance(value, int | float) and about not in KINDS_OF_NAMES:
        return f'"{told(value)}"'
    if found["type"].startswith("int"):
        return meant_number(value, FIRST_YEAR, LAST_YEAR, whole=True)
    if found["type"].startswith(("float", "greater", "less")):
        low, _, high = allowed.partition(" to ")
        return meant_number(value, float(low), float(high)) if high and "whole" not in allowed else ""
    return ""


def _as_name(text: str) -> str:
    if "/" in text or "\\" in text:
        return ""
    near = re.sub("[^a-z0-9]+", "-", text.removesuffix(".yaml").lower()).strip("-")
    return near if re.fullmatch(NAME, near) else ""
