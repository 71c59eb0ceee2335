"""The key `sweep` of a scenario file: a grid of policy mixes, one scenario for each combination of values."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import product
from math import prod
from typing import Any, NamedTuple

from ssc_sim.errors import Problem
from ssc_sim.scenario.keys import NoTarget, Target, target
from ssc_sim.scenario.strict_yaml import TOLD, Document, Path_
from ssc_sim.scenario.words import meant_number, span, told, wrong_number

MOST_KEYS = 4
MOST_CELLS = 400
A_LIST = "a list of at least two different numbers, such as [0, 0.5, 1]"


class Axis(NamedTuple):
    """One number that a sweep varies, and the values it takes."""

    key: str
    table: str
    row: str
    column: str
    values: tuple[float, ...]


#: One combination: the value of each key.
Cell = tuple[tuple[str, float], ...]


def axes_of(document: Document) -> Iterator[Axis | Problem]:
    """Check the sweep of a file: each key as in `change`, each value in its range, not too many of either."""
    sweep = document.values.get("sweep")
    given = sweep if isinstance(sweep, dict) else {}
    change = document.values.get("change")
    for key, values in given.items():
        if isinstance(change, dict) and key in change:
            yield document.of_key(("sweep", key), "stands in `change` too", "each key once")
        yield from _axis(document, key, values)
    yield from _too_many(document, given)


def _axis(document: Document, key: str, values: Any) -> Iterator[Axis | Problem]:
    at = ("sweep", key)
    reached = target(key)
    if isinstance(values, dict):
        yield document.of_key(at, "holds further keys", "one line with dots: donors.all.technical_share: [0, 0.5, 1]")
    elif isinstance(reached, NoTarget):
        yield document.of_key(at, *reached)
    elif isinstance(values, list):
        problems = list(_problems_of_values(document, at, reached, values))
        yield from problems
        if not problems and TOLD not in values:
            yield Axis(key, reached.table, reached.row, reached.column, tuple(float(value) for value in values))
    elif values is not TOLD:
        wrong = "has no value" if values is None else f"{told(values)} is not a list"
        yield document.of_value(at, wrong, A_LIST)


def _problems_of_values(document: Document, at: Path_, reached: Target, values: list[Any]) -> Iterator[Problem]:
    low, high, whole = reached.low, reached.high, reached.unit in ("flag", "region")
    for place, value in enumerate(values):
        wrong = "" if value is TOLD else wrong_number(value, low, high, whole=whole)
        if wrong:
            meant = meant_number(value, low, high, whole=whole)
            yield document.of_value((*at, place), wrong, span(low, high, reached.unit), meant)
        elif value is not TOLD and value in values[:place]:
            yield document.of_value((*at, place), f"{told(value)} is given twice", "each value once")
    if len(values) < 2:
        yield document.of_value(at, "holds only one value" if values else "is an empty list", A_LIST)


def _too_many(document: Document, given: dict[str, Any]) -> Iterator[Problem]:
    cells = prod(len(values) for values in given.values() if isinstance(values, list))
    if len(given) > MOST_KEYS:
        yield document.of_key(("sweep",), f"varies {len(given)} numbers", f"at most {MOST_KEYS}")
    elif cells > MOST_CELLS:
        yield document.of_key(("sweep",), f"asks for {cells:,} scenarios", f"at most {MOST_CELLS}")


def cells_of(axes: Sequence[Axis]) -> Iterator[Cell]:
    """Yield every combination of the values; the last key runs fastest."""
    for values in product(*(axis.values for axis in axes)):
        yield tuple((axis.key, value) for axis, value in zip(axes, values, strict=True))


def cell_name(scenario: str, cell: Cell) -> str:
    """Return the name of one combination, such as `policy-mixes[technical_share=0.25,solidarity=0.5]`."""
    names = short_names([key for key, _ in cell])
    return f"{scenario}[{','.join(f'{name}={value:.15g}' for name, (_, value) in zip(names, cell, strict=True))}]"


def short_names(keys: Sequence[str]) -> list[str]:
    """Return the ends of the dotted keys, as short as they can be and still differ."""
    for parts in (1, 2):
        names = [".".join(key.split(".")[-parts:]) for key in keys]
        if len(set(names)) == len(names):
            return names
    return list(keys)


def family_names(scenarios: Sequence[str]) -> list[str]:
    """Return the names that were asked for: those of sweeps in place of their cells."""
    return list(dict.fromkeys(name.partition("[")[0] for name in scenarios))
