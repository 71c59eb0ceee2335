"""Reads each observed table into typed records, after checking what one cell alone cannot show."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from statistics import median
from typing import Any, TypeVar

from ssc_sim.errors import Problem
from ssc_sim.observed.columns import Column, Refusal, Row, Value, check_bounds
from ssc_sim.observed.reading import Line, Reading, Table
from ssc_sim.observed.sources import Source
from ssc_sim.observed.tables import (
    DONOR_FIGURES,
    FIELD_SHARES,
    OUTCOMES,
    CountryFigures,
    DonorFigures,
    NgoFigures,
    Partner,
    Record,
    Reported,
    Tie,
)

#: A median of fewer known values than this says too little about a sub-region.
KNOWN_VALUES_NEEDED = 3

#: How far the shares of the fields may be from one in sum.
SUM_TOLERANCE = 1e-9

Folder = Path | str | None

T = TypeVar("T", bound=Row)


def read_sources(folder: Folder = None) -> dict[str, Source]:
    """Return what each source key stands for.

    Parameters
    ----------
    folder : path, optional
        Where the tables lie; the package's own where none is given. The same holds for every reader below.

    Raises
    ------
    InputError
        With every problem found. The same holds for every reader below.
    """
    with Reading(folder) as reading:
        sources = reading.sources()
    return sources.entries


def read_column_sources(folder: Folder = None) -> dict[str, tuple[str, ...]]:
    """Return the source keys of each column of `recipients.csv`."""
    with Reading(folder) as reading:
        sources = reading.sources()
    return sources.columns


def read_recipients(folder: Folder = None) -> list[CountryFigures]:
    """Return the countries that could receive aid, with their gaps filled.

    A gap takes the median of the known values of its sub-region or, where fewer than three are known there,
    of its region. `imputed` names the cells so filled.
    """
    with Reading(folder) as reading:
        reading.sources()
        table = reading.table(CountryFigures)
        gaps = _fill_gaps(reading, table)
    return [_build(CountryFigures, line, imputed=gaps[line.number]) for line in table.sound]


def read_donors(folder: Folder = None) -> list[DonorFigures]:
    """Return the Southern donors, each with every figure of `DONOR_FIGURES`."""
    with Reading(folder) as reading:
        reading.sources()
        donors = reading.table(DonorFigures, defines="donor")
        figures = reading.table(Record)
        for line in figures.sound:
            _check_record(reading, figures, line)
        _check_every_figure(reading, donors, figures)
        _check_field_shares(reading, figures)
    records = [replace(_build(Record, line), unit=DONOR_FIGURES[line.cells["figure"]].unit) for line in figures.sound]
    return [_donor(line, records) for line in donors.sound]


def read_partners(folder: Folder = None) -> list[Partner]:
    """Return the Northern partners in triangular cooperation."""
    with Reading(folder) as reading:
        reading.sources()
        table = reading.table(Partner)
    return [_build(Partner, line) for line in table.sound]


def read_ngos(folder: Folder = None) -> list[NgoFigures]:
    """Return the humanitarian organisations."""
    with Reading(folder) as reading:
        reading.sources()
        table = reading.table(NgoFigures)
    return [_build(NgoFigures, line) for line in table.sound]


def read_ties(folder: Folder = None) -> list[Tie]:
    """Return what is known of donor and recipient together; a tie that is not listed is 0."""
    with Reading(folder) as reading:
        reading.sources()
        reading.table(DonorFigures, defines="donor")
        reading.table(CountryFigures, defines="recipient")
        table = reading.table(Tie)
        for line in table.sound:
            if line.cells["donor"] == line.cells["recipient"]:
                reading.wrong(table, line, "recipient", Refusal(line.cells["donor"], "is not its own recipient"))
    return [_build(Tie, line) for line in table.sound]


def read_reported(folder: Folder = None) -> list[Reported]:
    """Return what the documents report of Indonesia's aid, year by year."""
    with Reading(folder) as reading:
        reading.sources()
        reading.table(CountryFigures, defines="recipient")
        table = reading.table(Reported)
        for line in table.sound:
            _check_reported(reading, table, line)
    return [replace(_build(Reported, line), unit=OUTCOMES[line.cells["outcome"]].unit) for line in table.sound]


def _build(row_type: type[T], line: Line, **more: object) -> T:
    values: dict[str, Any] = {**line.values, **more}
    return row_type(**values)


def _donor(line: Line, records: Sequence[Record]) -> DonorFigures:
    own = {record.figure: record for record in records if record.donor == line.cells["iso3"]}
    return _build(DonorFigures, line, figures=own)


def _fill_gaps(reading: Reading, table: Table) -> dict[int, frozenset[str]]:
    """Fill every missing value in place; return the names of the filled cells by line number."""
    lines = table.sound
    gaps = {line.number: frozenset(name for name, value in line.values.items() if value is None) for line in lines}
    known = [dict(line.values) for line in lines]  # as printed, so that no median rests on a filled value
    for line in lines:
        for name in gaps[line.number]:
            middle = _median_nearby(line.values, name, known)
            if middle is None:
                reading.wrong(table, line, name, Refusal("", "is empty, and no country of the region has this figure"))
            line.values[name] = middle
    return gaps


def _median_nearby(country: Mapping[str, Value], name: str, known: Sequence[Mapping[str, Value]]) -> float | None:
    for area, needed in (("subregion", KNOWN_VALUES_NEEDED), ("region", 1)):
        near = [other[name] for other in known if other[area] == country[area]]
        values = [value for value in near if isinstance(value, float)]
        if len(values) >= needed:
            return median(values)
    return None


def _check_record(reading: Reading, table: Table, line: Line) -> None:
    for name in ("value", "low", "high"):
        _check_number(reading, table, line, name, DONOR_FIGURES[line.cells["figure"]])
    if not line.sound:
        return
    value, low, high = (float(line.cells[name]) for name in ("value", "low", "high"))
    if not low <= value <= high:
        reading.wrong(
            table, line, "value", Refusal(line.cells["value"], "is outside its own range", f"{low:g} to {high:g}")
        )
    if line.cells["scale"] == "log" and low <= 0:
        reading.wrong(table, line, "low", Refusal(line.cells["low"], "is not above 0, as a log scale needs"))


def _check_number(reading: Reading, table: Table, line: Line, name: str, column: Column) -> None:
    number = float(line.cells[name])
    try:
        check_bounds(number, column.low, column.high)
    except Refusal as refusal:
        reading.wrong(table, line, name, refusal)
    else:
        if column.kind == "flag" and number not in {0, 1}:
            reading.wrong(table, line, name, Refusal(line.cells[name], "is not a flag", "0 or 1"))


def _check_every_figure(reading: Reading, donors: Table, figures: Table) -> None:
    if not {"donor", "figure"} <= figures.places.keys():
        return
    for donor in donors.lines:
        code = donor.cells.get("iso3", "")
        given = {line.cells.get("figure", "") for line in figures.lines if line.cells.get("donor") == code}
        missing = [] if given - DONOR_FIGURES.keys() else DONOR_FIGURES.keys() - given  # a misspelt one is told once
        reading.problems += [
            Problem(donors.file, donor.number, donors.places.get("iso3", 1), "iso3", f"no figure '{name}' for {code}")
            for name in sorted(missing)
        ]


def _check_field_shares(reading: Reading, figures: Table) -> None:
    shares = [line for line in figures.sound if line.cells["figure"] in FIELD_SHARES]
    for donor in sorted({line.cells["donor"] for line in shares}):
        own = [line for line in shares if line.cells["donor"] == donor]
        total = sum(float(line.cells["value"]) for line in own)
        if len(own) == len(FIELD_SHARES) and abs(total - 1) > SUM_TOLERANCE:
            reading.wrong(
                figures, own[-1], "value", Refusal("", f"the field shares of {donor} sum to {total:.9g}", "1")
            )


def _check_reported(reading: Reading, table: Table, line: Line) -> None:
    outcome = line.cells["outcome"]
    _check_number(reading, table, line, "value", OUTCOMES[outcome])
    about_one_country = outcome == "programmes_received"
    if about_one_country != bool(line.cells["recipient"]):
        wanted = "one country" if about_one_country else "an empty cell"
        reading.wrong(table, line, "recipient", Refusal(line.cells["recipient"], "does not fit the outcome", wanted))
