"""The dotted keys of `change`: what they reach, and what was meant where they reach nothing."""

from __future__ import annotations

from functools import cache
from typing import NamedTuple

from ssc_sim.errors import nearest, shortened
from ssc_sim.observed import read_donors, read_recipients
from ssc_sim.parameters import Parameters
from ssc_sim.tables import Column, Donor, Recipient, Table

TABLES: dict[str, type[Table]] = {"recipients": Recipient, "donors": Donor}
ALL = "all"
SHOW_COUNTRIES = "all, or a code of three letters (see `ssc-sim show countries`)"
SHOW_PARAMETERS = "the name of a number (see `ssc-sim show parameters`)"


class Target(NamedTuple):
    """One number that a scenario may change, and what it may be."""

    table: str
    row: str
    column: str
    unit: str
    low: float
    high: float


class NoTarget(NamedTuple):
    """Why a key reaches nothing."""

    wrong: str
    allowed: str
    did_you_mean: str


def target(key: str) -> Target | NoTarget:
    """Return what a dotted key reaches."""
    table, _, rest = key.partition(".")
    if table == "parameters":
        return _number(rest)
    if table in TABLES:
        return _cell(table, *rest.partition(".")[::2])
    tables = [*TABLES, "parameters"]
    near = nearest(table, tables)
    wrong = f"there is no table {_named(table)}" if rest else "names no table, row and column"
    return NoTarget(wrong, "donors.<country>.<column>, recipients.<country>.<column> or parameters.<name>",
                    f"{near}.{rest}" if near and rest else "")  # fmt: skip


def _number(name: str) -> Target | NoTarget:
    numbers = Parameters.columns()
    if name in numbers:
        return Target("parameters", "", name, numbers[name].unit, numbers[name].low, numbers[name].high)
    wrong = f"there is no number {_named(name)}" if name else "names no number: parameters.<name>"
    return NoTarget(wrong, SHOW_PARAMETERS, _with("parameters", nearest(name, numbers)))


def _cell(table: str, row: str, column: str) -> Target | NoTarget:
    """Return one cell of a table, or the column of all its rows."""
    if row not in (ALL, *country_codes(table)):
        return _no_row(table, row, column)
    columns = open_columns(table)
    if column not in columns:
        wrong = _no_column(table, row, column)
        return NoTarget(wrong, ", ".join(columns), _with(f"{table}.{row}", nearest(column, columns)))
    declared = columns[column]
    return Target(table, row, column, declared.unit, declared.low, declared.high)


def _no_row(table: str, row: str, column: str) -> NoTarget:
    allowed = country_codes_told(table)
    if not row:
        return NoTarget(f"names no row and no column: {table}.<country>.<column>", allowed, "")
    near = nearest_country(row, table)
    column_near = column if column in open_columns(table) else nearest(column, open_columns(table))
    meant = _with(f"{table}.{near}", column_near) if near else ""
    if row in open_columns(table):
        return NoTarget(f"names no row: {table}.<country>.<column>", allowed, f"{table}.{ALL}.{row}")
    others = [other for other in TABLES if row in country_codes(other)]
    known = f"one of the {others[0]}, but " if others else ""
    return NoTarget(f"{_named(row)} is {known}none of the {table}", allowed, meant)


def _no_column(table: str, row: str, column: str) -> str:
    if not column:
        return f"names no column: {table}.{row}.<column>"
    if any(column in (name, declared) for name, (declared, _, told) in TABLES[table].names().items()
           if told.role == "state"):  # fmt: skip
        return f"{_named(column)} is a result of the model, which no scenario can change"
    if column in TABLES[table].columns():
        return f"{_named(column)} is several numbers, each with a name of its own"
    others = [other for other in TABLES if other != table and column in TABLES[other].names()]
    if others:
        return f"{_named(column)} is a column of {others[0]}, not of {table}"
    return f"{table} have no column {_named(column)}"


@cache
def _country_names(table: str) -> dict[str, str]:
    rows = read_recipients() if table == "recipients" else read_donors()
    return {row.iso3: row.name for row in rows}


def country_codes(table: str) -> tuple[str, ...]:
    """Return the ISO codes of the rows of a table."""
    return tuple(_country_names(table))


def country_codes_told(table: str) -> str:
    """Return which rows a key may name."""
    codes = country_codes(table)
    return ", ".join([ALL, *codes]) if len(codes) <= 12 else SHOW_COUNTRIES


def nearest_country(word: str, table: str) -> str:
    """Return the code that was probably meant: by its letters, or by the name of the country."""
    names = _country_names(table)
    code_of = {name: code for code, name in names.items()}
    by_name = code_of.get(nearest(word, code_of), "") if len(word) > 3 else ""
    return by_name or nearest(word, [ALL, *names])


@cache
def open_columns(table: str) -> dict[str, Column]:
    """Return the columns that a scenario may change, by their single names."""
    return {
        name: declared for name, (_, _, declared) in TABLES[table].names().items() if declared.role in ("fact", "lever")
    }


def _with(before: str, name: str) -> str:
    return f"{before}.{name}" if name else ""


def _named(word: str) -> str:
    return f"'{shortened(word)}'"
