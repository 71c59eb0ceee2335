"""Who gains: single countries in sentences, in a table, and on a map of tiles."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

import pandas as pd

from ssc_sim.comparison import HIGHER, LOWER, NOT_DECIDED, TOO_SMALL
from ssc_sim.observed import read_recipients
from ssc_sim.report.language import Language, capital
from ssc_sim.report.naming import country, country_unit
from ssc_sim.report.sentences import VERDICT_KEYS, verdict_told
from ssc_sim.report.stored import Stored

LAYOUT = Path(__file__).with_name("tiles.txt")
NOTHING = "..."
SIGNS = {HIGHER: "\N{BLACK UP-POINTING TRIANGLE}", LOWER: "\N{BLACK DOWN-POINTING TRIANGLE}", NOT_DECIDED: "?",
         TOO_SMALL: "\N{ALMOST EQUAL TO}"}  # fmt: skip
MAPPED = ("trained_in_post", "capacity", "dependency", "social_spending")
TABLED = (*MAPPED[:3], "debt_service", "social_spending", "development")
MOST_NAMED = 5
SIDE, GAP = 34, 2  # of a tile, in the units of the drawing


class Tile(NamedTuple):
    """One country on the map: its place, its verdict, and what is told where one points at it."""

    x: int
    y: int
    code: str
    verdict: str
    sign: str
    told: str


class TileMap(NamedTuple):
    """One outcome in all countries."""

    title: str
    told: str
    width: int
    height: int
    tiles: list[Tile]


class Cell(NamedTuple):
    """One number of the table: how it is sorted, written, marked, and told at length."""

    value: float
    told: str
    verdict: str
    sign: str
    at_length: str


class CountryRow(NamedTuple):
    """One country of the table; quiet where nothing is decided."""

    name: str
    region: str
    cells: list[Cell]
    quiet: bool


class Gains(NamedTuple):
    """Single countries in one scenario: in sentences what the maps do not tell, on maps, in a table."""

    sentences: list[str]
    maps: list[TileMap]
    headings: list[str]
    rows: list[CountryRow]


@cache
def layout() -> dict[str, tuple[int, int]]:
    """Return the place of each country on the map: column and row, from the left and from the top."""
    lines = LAYOUT.read_text(encoding="utf-8").splitlines()
    return {
        code: (column, row)
        for row, line in enumerate(lines)
        for column, code in enumerate(line.split())
        if code != NOTHING
    }


def gains_of(language: Language, stored: Stored, scenario: str) -> Gains:
    """Return what a scenario changes in single countries."""
    table = stored.countries[stored.countries["scenario"] == scenario]
    outcomes = {str(outcome): rows for outcome, rows in table.groupby("outcome", sort=False)}
    return Gains(
        [_sentence(language, name, rows) for name, rows in outcomes.items() if not (name in MAPPED and _moves(rows))],
        [_map(language, outcome, outcomes[outcome]) for outcome in MAPPED if _moves(outcomes[outcome])],
        [_heading(language, outcome) for outcome in TABLED],
        sorted(_rows(language, outcomes), key=_order),
    )


def _order(row: CountryRow) -> tuple[int, float, str]:
    """Put those first of whom most is decided, then those whose capacity moves most."""
    return -sum(cell.verdict in ("higher", "lower") for cell in row.cells), -abs(row.cells[1].value), row.name


def _moves(rows: pd.DataFrame) -> bool:
    return bool((rows["verdict"] != TOO_SMALL).any())


def _heading(language: Language, outcome: str) -> str:
    return f"{capital(language(f'outcome.{outcome}'))} ({language(f'unit.{country_unit(outcome)}')})"


def _sentence(language: Language, outcome: str, rows: pd.DataFrame) -> str:
    """Count the countries by verdict, and name those that move most."""
    counts, name = Counter(rows["verdict"]), capital(language(f"outcome.{outcome}"))
    if counts[TOO_SMALL] == len(rows):
        return language("gains.none", outcome=name, count=len(rows))
    parts = [
        language(
            f"gains.{VERDICT_KEYS[verdict]}", count=counts[verdict], named=_furthest(language, outcome, rows, verdict)
        )
        for verdict in (HIGHER, LOWER)
        if counts[verdict]
    ]
    parts += [
        language(f"gains.{VERDICT_KEYS[verdict]}", count=counts[verdict])
        for verdict in (NOT_DECIDED, TOO_SMALL)
        if counts[verdict]
    ]
    return language("gains.sentence", outcome=name, parts="; ".join(parts))


def _furthest(language: Language, outcome: str, rows: pd.DataFrame, verdict: str) -> str:
    """Name the countries with one verdict that move furthest, with their differences."""
    decided = rows[rows["verdict"] == verdict]
    first = decided.reindex(decided["difference"].abs().sort_values(ascending=False, kind="stable").index)[:MOST_NAMED]
    return language.listed([f"{country(language, row['country'])} {_difference(language, outcome, row)}"
                            for row in first.to_dict("records")])  # fmt: skip


def _difference(language: Language, outcome: str, row: Any) -> str:
    return language.signed(float(row["difference"]), country_unit(outcome))


def _map(language: Language, outcome: str, rows: pd.DataFrame) -> TileMap:
    places = layout()
    step = SIDE + GAP
    across, down = (max(place[axis] for place in places.values()) + 1 for axis in (0, 1))
    tiles = [
        Tile(
            places[row["country"]][0] * step,
            places[row["country"]][1] * step,
            row["country"],
            VERDICT_KEYS[row["verdict"]],
            SIGNS[row["verdict"]],
            _at_length(language, outcome, row),
        )
        for row in rows.to_dict("records")
    ]
    title = _heading(language, outcome)
    return TileMap(title, _sentence(language, outcome, rows), across * step, down * step, tiles)


def _at_length(language: Language, outcome: str, row: Any) -> str:
    unit = country_unit(outcome)
    return language(
        "gains.at_length",
        country=country(language, row["country"]),
        difference=_difference(language, outcome, row),
        interval=language.between(float(row["q05"]), float(row["q95"]), unit),
        verdict=verdict_told(language, row["verdict"]),
    )


def _rows(language: Language, outcomes: dict[str, pd.DataFrame]) -> Iterator[CountryRow]:
    by_outcome: list[dict[str, Any]] = [
        {row["country"]: row for row in outcomes[outcome].to_dict("records")} for outcome in TABLED
    ]
    for recipient in read_recipients():
        found = [(outcome, rows[recipient.iso3]) for outcome, rows in zip(TABLED, by_outcome, strict=True)]
        cells = [
            Cell(
                float(row["difference"]),
                _difference(language, outcome, row),
                VERDICT_KEYS[row["verdict"]],
                SIGNS[row["verdict"]],
                _at_length(language, outcome, row),
            )
            for outcome, row in found
        ]
        quiet = all(row["verdict"] in (TOO_SMALL, NOT_DECIDED) for _, row in found)
        region = capital(language(f"region.{recipient.region.lower()}"))
        yield CountryRow(country(language, recipient.iso3), region, cells, quiet)
