"""Values in the words of a message: what was given, what a number may be, which number was probably meant."""

from __future__ import annotations

import re
from math import inf
from typing import Any

from ssc_sim.errors import shortened
from ssc_sim.scenario.strict_yaml import plain
from ssc_sim.tables import REGIONS

PERCENT = re.compile(r"([0-9]{1,15}(?:\.[0-9]{1,15})?) ?(%|per ?cent)")
THOUSANDS = re.compile(r"[0-9]{1,3}(,[0-9]{3})+(\.[0-9]{1,15})?")
COMMA = re.compile(r"[-+]?[0-9]{1,15},[0-9]{1,15}")
SIGNS = re.compile(r"[-+]?[0-9][0-9_ ]{0,30}(\.[0-9]{1,15})?")
OTHER_BASE = re.compile(r"0[xX][0-9a-fA-F]{1,12}|0[oO][0-7]{1,12}")
LOOKS_LIKE_A_NUMBER = re.compile(r"[-+.]{0,2}([0-9][0-9a-fA-FxXoO_.,:%e+ -]*|inf|nan)", re.IGNORECASE)


def told(value: Any) -> str:
    """Return a value as it was given."""
    if isinstance(value, dict):
        return "a group of keys"
    if isinstance(value, list):
        return "a list"
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, int | float):
        return str(value)
    return "nothing" if value is None else f"'{shortened(str(value), 40)}'"


def span(low: float, high: float, unit: str = "") -> str:
    """Return what a number may be."""
    if unit == "flag":
        return "0 or 1"
    if unit == "region":
        return ", ".join(f"{i} {name}" for i, name in enumerate(REGIONS))
    if unit == "year":
        return f"a whole number, {low:.15g} to {high:.15g}"
    said = f"{low:.15g} or more" if high == inf else f"{low:.15g} to {high:.15g}"
    return f"{said} ({unit})" if unit else said


def wrong_number(value: Any, low: float, high: float, *, whole: bool = False) -> str:
    """Return what is wrong with a number, or nothing."""
    kind = "a whole number" if whole else "a number"
    if value is None:
        return "has no value"
    if isinstance(value, str):
        return _wrong_text(value, kind)
    if isinstance(value, bool) or not isinstance(value, int | float):
        return f"{told(value)} is not {kind}"
    if not low <= value <= high:
        return f"{value} is out of range"
    return f"{value} is not {kind}" if whole and value != int(value) else ""


def _wrong_text(text: str, kind: str) -> str:
    if isinstance(plain(text), int | float) and not isinstance(plain(text), bool):
        return f"{shortened(text, 40)} stands in quotes, so it is text; write it without quotes"
    if len(text) > 15 and text.lstrip("+-").isdigit():
        return f"{told(text)} has {len(text)} digits, too many for a number"
    if LOOKS_LIKE_A_NUMBER.fullmatch(text):
        return f"{told(text)} is not a plain decimal number"
    return f"{told(text)} is not {kind}"


def meant_number(value: Any, low: float, high: float, *, whole: bool = False) -> str:
    """Return the allowed number that was probably meant, or nothing: 80, where a share belongs, was a percentage."""
    number = _number_in(value.strip()) if isinstance(value, str) and plain(value) == value else value
    if isinstance(number, bool) or not isinstance(number, int | float):
        return ""
    if number is value and high == 1 and 5 <= number <= 100:
        number = number / 100
    fits = low <= number <= high and not (whole and number != int(number))
    return f"{number:.15g}" if fits and number is not value else ""


def _number_in(text: str) -> Any:
    """Return the number in a text that no strict reader takes for one: 80%, 0,5, 1_000, 010, 0x10."""
    percent = PERCENT.fullmatch(text)
    if percent:
        return float(percent[1]) / 100
    if THOUSANDS.fullmatch(text):
        return float(text.replace(",", ""))
    if COMMA.fullmatch(text):
        return float(text.replace(",", "."))
    if OTHER_BASE.fullmatch(text):
        return int(text, 0)
    return float(text.replace("_", "").replace(" ", "")) if SIGNS.fullmatch(text) else plain(text)
