"""What a column is: its unit, its kind of value, its bounds and its meaning, declared beside the attribute it fills.

A table is a frozen dataclass whose fields carry a `Column` each; nothing about a column is said twice.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields
from typing import ClassVar

REGIONS = ("Africa", "Americas", "Asia", "Europe", "Oceania")
KINDS = ("observed", "literature", "calibrated", "assumed")
SCALES = ("linear", "log")

# Narrower than float(): no blanks, no underscores, no names such as 'nan'.
_NUMBER = re.compile(r"[+-]?\d+(\.\d+)?([eE][+-]?\d+)?", re.ASCII)
_CODE = re.compile(r"[A-Z]{3}", re.ASCII)
_NOT_FINITE = frozenset({"nan", "inf", "infinity"})

Value = str | float | int | bool | tuple[str, ...] | None


@dataclass(frozen=True)
class Column:
    """One column of an observed table.

    Attributes
    ----------
    unit : str
        As printed in the header, `name [unit]`.
    kind : str
        How a cell is read: text, code, number, year, flag, choice or keys.
    meaning : str
        What the column says, in words.
    low, high : float
        Bounds of a number or a year, both allowed.
    allowed : tuple of str
        The words of a choice.
    refers : str
        The list of codes in which the cell must be found, if any: source, donor or recipient.
    may_be_empty : bool
        Whether an empty cell, the only sign of a missing value, is allowed.
    """

    unit: str
    kind: str
    meaning: str
    low: float = -math.inf
    high: float = math.inf
    allowed: tuple[str, ...] = ()
    refers: str = ""
    may_be_empty: bool = False


@dataclass(frozen=True, slots=True)
class Row:
    """One line of a table: `file` names the table, `key` the columns that no two lines share."""

    file: ClassVar[str]
    key: ClassVar[tuple[str, ...]]


class Refusal(Exception):  # noqa: N818 - said of one cell and always caught; what the user sees is an InputError
    """A cell cannot be used: what is wrong with it and what is allowed."""

    def __init__(self, cell: str, wrong: str, allowed: str = "") -> None:
        self.wrong = f"'{cell}' {wrong}" if cell else wrong
        self.allowed = allowed
        super().__init__(self.wrong)


Declared = Mapping[str, Column]


def text(meaning: str, unit: str = "text") -> Declared:
    """Declare a column of words."""
    return {"column": Column(unit, "text", meaning)}


def code(meaning: str, unit: str = "code", refers: str = "", *, may_be_empty: bool = False) -> Declared:
    """Declare a column of three-letter country codes."""
    return {"column": Column(unit, "code", meaning, refers=refers, may_be_empty=may_be_empty)}


def number(unit: str, low: float, high: float, meaning: str, *, may_be_empty: bool = False) -> Declared:
    """Declare a column of numbers from `low` to `high`."""
    return {"column": Column(unit, "number", meaning, low, high, may_be_empty=may_be_empty)}


def year(meaning: str) -> Declared:
    """Declare a column of calendar years."""
    return {"column": Column("year", "year", meaning, 1945, 2100)}


def flag(meaning: str) -> Declared:
    """Declare a column of 1 (yes) and 0 (no)."""
    return {"column": Column("flag", "flag", meaning, allowed=("0", "1"))}


def choice(unit: str, allowed: tuple[str, ...], meaning: str, *, may_be_empty: bool = False) -> Declared:
    """Declare a column of words from a short list."""
    return {"column": Column(unit, "choice", meaning, allowed=allowed, may_be_empty=may_be_empty)}


def codes(meaning: str, refers: str) -> Declared:
    """Declare a column of three-letter country codes, separated by semicolons; it may be empty."""
    return {"column": Column("iso3", "keys", meaning, refers=refers, may_be_empty=True)}


def source() -> Declared:
    """Declare the column of source keys, separated by semicolons, that every table has."""
    return {"column": Column("key", "keys", "where the line comes from", refers="source")}


def columns_of(row_type: type[Row]) -> dict[str, Column]:
    """Return the columns of a table by name, in the order of declaration."""
    return {part.name: part.metadata["column"] for part in fields(row_type) if "column" in part.metadata}


def header_of(name: str, column: Column) -> str:
    """Return the header cell of a column."""
    return f"{name} [{column.unit}]"


def read_cell(cell: str, column: Column) -> Value:
    """Return the value of one cell, None where it is missing.

    Raises
    ------
    Refusal
        If the cell cannot be read as its column declares.
    """
    if cell:
        return _READERS[column.kind](cell, column)
    if column.may_be_empty:
        return None
    raise Refusal(cell, "is empty")


def check_bounds(value: float, low: float, high: float) -> None:
    """Refuse a number outside its bounds."""
    if not low <= value <= high:
        shown = f"{value:g}"
        raise Refusal(shown, "is out of range", f"{low:g} to {high:g}")


def _read_text(cell: str, _column: Column) -> str:
    if cell != cell.strip():
        raise Refusal(cell, "begins or ends with a blank")
    return cell


def _read_code(cell: str, _column: Column) -> str:
    if not _CODE.fullmatch(cell):
        raise Refusal(cell, "is not a country code", "three capital letters")
    return cell


def _read_number(cell: str, column: Column) -> float:
    if cell.lower().lstrip("+-") in _NOT_FINITE:
        raise Refusal(cell, "is not a finite number")
    if not _NUMBER.fullmatch(cell):
        raise Refusal(cell, "is not a number")
    value = float(cell)
    check_bounds(value, column.low, column.high)
    return value


def _read_year(cell: str, column: Column) -> int:
    if not cell.isdecimal():
        raise Refusal(cell, "is not a year")
    return int(_read_number(cell, column))


def _read_flag(cell: str, column: Column) -> bool:
    if cell not in column.allowed:
        raise Refusal(cell, "is not a flag", "0 or 1")
    return cell == "1"


def _read_choice(cell: str, column: Column) -> str:
    if cell not in column.allowed:
        raise Refusal(cell, "is not known", ", ".join(column.allowed))
    return cell


def _read_keys(cell: str, _column: Column) -> tuple[str, ...]:
    return tuple(cell.split(";"))


_READERS: dict[str, Callable[[str, Column], Value]] = {
    "text": _read_text,
    "code": _read_code,
    "number": _read_number,
    "year": _read_year,
    "flag": _read_flag,
    "choice": _read_choice,
    "keys": _read_keys,
}
