"""Groups of changes in a scenario file: each a dotted key and the number that it takes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple

from ssc_sim.errors import Problem
from ssc_sim.scenario.keys import ALL, NoTarget, Target, target
from ssc_sim.scenario.strict_yaml import TOLD, Document, Path_
from ssc_sim.scenario.words import meant_number, span, wrong_number

A_CHANGE = "indented lines such as `donors.IDN.technical_share: 0.5`"


class Change(NamedTuple):
    """One number that differs: `table.row.column`, or a number of the rules (`table` parameters, no row)."""

    key: str
    table: str
    row: str
    column: str
    value: float


def changes_of(document: Document, at: Path_, group: Any) -> Iterator[Change | Problem]:
    """Check that each changed number of a group exists and may take its value."""
    for key, value in (group if isinstance(group, dict) else {}).items():
        path = (*at, key)
        reached = target(key)
        if isinstance(value, dict):
            yield document.of_key(path, "holds further keys", "one line with dots: donors.IDN.technical_share: 0.5")
        elif isinstance(reached, NoTarget):
            yield document.of_key(path, *reached)
        elif value is not TOLD:
            yield _change(document, path, reached, value)


def _change(document: Document, path: Path_, reached: Target, value: Any) -> Change | Problem:
    low, high, whole = reached.low, reached.high, reached.unit in ("flag", "region")
    wrong = wrong_number(value, low, high, whole=whole)
    if not wrong:
        return Change(str(path[-1]), reached.table, reached.row, reached.column, float(value))
    meant = meant_number(value, low, high, whole=whole)
    return document.of_value(path, wrong, span(low, high, reached.unit), meant)


def in_order(changes: list[Change]) -> list[Change]:
    """Return the changes of one group in the order in which they are made: a row of its own wins over `all`."""
    return sorted(changes, key=lambda change: change.row != ALL)


def in_force(changes: Iterable[Change]) -> tuple[Change, ...]:
    """Return what is left of changes made one after the other: a later one undoes an earlier one of the same number.

    One of `all` rows undoes those of single rows before it. What is left does the same, in whatever order it is made as
    long as `all` comes first.
    """
    left: dict[tuple[str, str, str], Change] = {}
    for change in changes:
        undone = [at for at in left if at[::2] == (change.table, change.column) and change.row in (ALL, at[1])]
        for at in undone:
            del left[at]
        left[change.table, change.row, change.column] = change
    return tuple(in_order(list(left.values())))
