"""A sweep as tables: each mix a cell, coloured by how far it moves an outcome, with its verdict as a sign."""

from __future__ import annotations

from typing import Any, NamedTuple

import matplotlib as mpl
import pandas as pd

from ssc_sim.comparison import TOO_SMALL, cells_of_sweep
from ssc_sim.comparison_figures import GRID_OUTCOMES
from ssc_sim.report.gains import SIGNS
from ssc_sim.report.language import Language, capital
from ssc_sim.report.naming import column_name, outcome_name, unit_of, value_told
from ssc_sim.report.sentences import DECIDED, verdict_told
from ssc_sim.report.stored import Stored

GREY, WHITE, INK = "#dddddd", "#ffffff", "#1a1a1a"
Values = tuple[tuple[str, float], ...]


class GridCell(NamedTuple):
    """One mix: its difference, its sign, the colours, and what it says at length."""

    told: str
    sign: str
    colour: str
    ink: str
    at_length: str


class Grid(NamedTuple):
    """One outcome over all mixes of a sweep."""

    title: str
    across: str
    down: str
    headings: list[str]
    rows: list[tuple[str, list[GridCell]]]


def grids_of(language: Language, stored: Stored, sweep: str) -> list[Grid]:
    """Return a grid for each of a few outcomes; those that no mix moves by a decided amount are left out."""
    cells = cells_of_sweep(stored.manifest, sweep)
    rows = stored.comparison[stored.comparison["scenario"].isin(cells)]
    tables = {outcome: rows[rows["outcome"] == outcome].set_index("scenario") for outcome in GRID_OUTCOMES}
    return [
        _grid(language, outcome, cells, table)
        for outcome, table in tables.items()
        if table["verdict"].isin(DECIDED).any()
    ]


def _grid(language: Language, outcome: str, cells: dict[str, Values], table: pd.DataFrame) -> Grid:
    keys = [key for key, _ in next(iter(cells.values()))]
    split = max(1, len(keys) // 2)
    across, down = (list(dict.fromkeys(cell[part] for cell in cells.values()))
                    for part in (slice(None, split), slice(split, None)))  # fmt: skip
    names = {cell: name for name, cell in cells.items()}
    largest = float(table["difference"].abs().max())
    records: dict[Any, Any] = table.to_dict("index")
    rows = [
        (_values(language, below), [_cell(language, outcome, records.get(names[right + below]), largest)
                                    for right in across])
        for below in down
    ]  # fmt: skip
    title = f"{capital(outcome_name(language, outcome))} ({language(f'unit.{unit_of(outcome)}')})"
    told = [" | ".join(column_name(language, key) for key in part) for part in (keys[:split], keys[split:])]
    return Grid(title, told[0], told[1], [_values(language, right) for right in across], rows)


def _values(language: Language, cell: Values) -> str:
    return " | ".join(value_told(language, key, value) for key, value in cell)


def _cell(language: Language, outcome: str, row: dict[str, Any] | None, largest: float) -> GridCell:
    """Return one mix; the baseline itself, where it is one of them, differs from itself by nothing."""
    if row is None:
        return GridCell("0", "", GREY, INK, language("grid.baseline"))
    difference, unit = float(row["difference"]), unit_of(outcome)
    colour, ink = _colours(row["verdict"], difference / largest)
    return GridCell(
        language.signed(difference, unit),
        SIGNS[row["verdict"]],
        colour,
        ink,
        f"{language.between(float(row['q05']), float(row['q95']), unit)}, {verdict_told(language, row['verdict'])}",
    )


def _colours(verdict: str, share: float) -> tuple[str, str]:
    """Return the colours of a cell and of its writing; `share` is of the largest difference, with its sign."""
    if verdict not in DECIDED:
        return (GREY if verdict == TOO_SMALL else WHITE), INK
    red, green, blue, _ = mpl.colormaps["RdBu"](0.5 + 0.42 * share)
    dark = 0.3 * red + 0.59 * green + 0.11 * blue < 0.55
    return f"#{round(255 * red):02x}{round(255 * green):02x}{round(255 * blue):02x}", WHITE if dark else INK
