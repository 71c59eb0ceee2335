"""How a column of a table is declared: once, with its role, unit, range and meaning.

From a declaration come the record type of the compiled engine, the attributes of a Mesa agent, the keys that a scenario
may reach, the checks of the starting world, and the names of the stored outcomes. A column is a

- **fact**: observed or assumed of 2016 and before; a scenario that changes it changes the world of 2016 itself;
- **lever**: what a donor decides; a scenario that changes it changes what is done from 2016 on, not what went before;
- **state**: written by the behaviours, never by a scenario.
"""

from __future__ import annotations

from typing import Any, Literal, NamedTuple

import numpy as np

FIRST_YEAR = 2016
ANY = float("inf")
Vector = list[float]
Rows = Any  # a NumPy array of records, or one record: typed by the table it holds, which NumPy cannot say

FIELDS = ("development", "governance", "economy")
SCOPES = ("everywhere", "asia_pacific", "africa", "pacific")  # to whom a call to many countries goes
REGIONS = ("asia", "oceania", "africa", "americas", "europe")
ASIA, OCEANIA, AFRICA, AMERICAS, EUROPE = range(len(REGIONS))
GROUPS = ("", "pacific", "ldc", "lowest_quartile", "people")


class Column(NamedTuple):
    """One declared column.

    `labels` makes it a vector, one number for each label. `smallest` is the smallest effect worth naming (outcomes
    only), a share of the value compared with where `relative`.
    """

    role: Literal["fact", "lever", "state", "outcome"]
    unit: str
    low: float
    high: float
    meaning: str
    labels: tuple[str, ...] = ()
    scale: Literal["programme", "nations", "system", ""] = ""
    smallest: float = 0.0
    relative: bool = False


def fact(unit: str, low: float, high: float, meaning: str, labels: tuple[str, ...] = ()) -> Any:
    """Declare a fact: what is observed or assumed of 2016 and before."""
    return Column("fact", unit, low, high, meaning, labels)


def lever(unit: str, low: float, high: float, meaning: str, labels: tuple[str, ...] = ()) -> Any:
    """Declare a lever: what a donor decides."""
    return Column("lever", unit, low, high, meaning, labels)


def state(unit: str, low: float, high: float, meaning: str, labels: tuple[str, ...] = ()) -> Any:
    """Declare a state: what the behaviours write."""
    return Column("state", unit, low, high, meaning, labels)


def outcome(
    unit: str,
    meaning: str,
    scale: Literal["programme", "nations", "system"],
    smallest: float,
    *,
    relative: bool = False,
    high: float = ANY,
    labels: tuple[str, ...] = (),
) -> Any:
    """Declare an outcome, with the smallest effect on it that is worth naming."""
    return Column("outcome", unit, 0, high, meaning, labels, scale, smallest, relative)


class Table:
    """A row as the behaviours see it: the engine gives a NumPy record, Mesa an agent or a plain object.

    `index` is the row; `identity` is what luck is keyed by: it follows from the country, never from the row.
    """

    index: int
    identity: int

    @classmethod
    def columns(cls) -> dict[str, Column]:
        """Return the declared columns by name."""
        return {name: value for name, value in vars(cls).items() if isinstance(value, Column)}

    @classmethod
    def record_type(cls) -> np.dtype[np.void]:
        """Return the record of one row."""
        declared = [(name, "f8", (len(c.labels),)) if c.labels else (name, "f8") for name, c in cls.columns().items()]
        return np.dtype([("index", "i8"), ("identity", "i8"), *declared])

    @classmethod
    def rows(cls, *shape: int) -> Rows:
        """Rows of zeros, numbered along the last axis."""
        rows = np.zeros(shape, cls.record_type())
        rows["index"] = np.arange(shape[-1]) if shape else 0
        return rows

    @classmethod
    def names(cls) -> dict[str, tuple[str, int | None, Column]]:
        """Name of every single number -> (column, place in the vector or None, declaration)."""
        single: dict[str, tuple[str, int | None, Column]] = {}
        for name, column in cls.columns().items():
            if not column.labels:
                single[name] = (name, None, column)
            for place, label in enumerate(column.labels):
                stem = name.removesuffix("_by_region")
                single[f"{stem}_{label}" if label else stem] = (name, place, column)
        return single
