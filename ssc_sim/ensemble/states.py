"""One replicate year by year, with every table as it stands at the end of each year; from either engine, the same."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
import pandas as pd

from ssc_sim.behaviour import record as record_does
from ssc_sim.compiled import plain
from ssc_sim.errors import ReplicateFailed
from ssc_sim.observed import read_donors, read_ngos, read_partners, read_recipients
from ssc_sim.tables import (
    FIRST_YEAR,
    CountryOutcome,
    Donor,
    Event,
    Neighbourhood,
    Ngo,
    Now,
    Outcome,
    Partner,
    Recipient,
    Rows,
    Table,
    Tie,
    Touch,
)
from ssc_sim.world import Start, begin

if TYPE_CHECKING:
    from ssc_sim.model import MesaRunner, SSCModel

#: Every table of a world: what it holds, and what its rows are of.
TABLES: dict[str, tuple[type[Table], tuple[str, ...]]] = {
    "recipients": (Recipient, ("country",)),
    "donors": (Donor, ("donor",)),
    "partners": (Partner, ("partner",)),
    "ngos": (Ngo, ("ngo",)),
    "neighbourhoods": (Neighbourhood, ("subregion",)),
    "ties": (Tie, ("donor", "country")),
    "events": (Event, ("event",)),
    "touches": (Touch, ("event", "country")),
    "now": (Now, ()),
}


class Year(NamedTuple):
    """One year: its outcomes, those of each country, and every table at its end."""

    outcome: Rows
    countries: Rows
    tables: dict[str, Rows]


#: Runs one replicate: (start, row of parameters, years, seed, replicate) -> its years, as far as it goes.
#: What it yields may change under the hands of who does not copy it.
Stepper = Callable[[Start, Rows, int, int, int], Iterator[Year]]


def compiled_years(start: Start, parameters: Rows, years: int, seed: int, replicate: int) -> Iterator[Year]:
    """Yield the years of one replicate, compiled; the last is the one in which an identity breaks."""
    from ssc_sim import engine  # noqa: PLC0415  (numba: only where it runs)

    outcomes, countries, _ = engine.run_countries(start, parameters.reshape(1), years, seed, replicate)
    one_year: Any = engine.one_year
    world: Any = begin(start, parameters, seed, replicate)
    for year in range(years):
        one_year(world, Outcome.rows(1)[0])
        yield Year(outcomes[0, year], countries[0, year], {name: getattr(world, name) for name in TABLES})
        if world.now["fault"] > 0:
            break


def mesa_years(
    runner: MesaRunner, start: Start, parameters: Rows, years: int, seed: int, replicate: int
) -> Iterator[Year]:
    """Yield the years of one replicate of a Mesa model, as `compiled_years`.

    Raises
    ------
    ReplicateFailed
        Where the model raises anything.
    """
    from ssc_sim.model import as_failure  # noqa: PLC0415  (Mesa: only where it runs)

    for year, model in enumerate(runner.years(start, parameters, years, seed, replicate)):
        with as_failure(FIRST_YEAR + year):
            told = _year_of(model)
        yield told


def _year_of(model: SSCModel) -> Year:
    """Return the year that a Mesa model has just been through."""
    countries = CountryOutcome.rows(len(model.recipients))
    for recipient, row in zip(model.recipients, countries, strict=True):
        written: Any = _Written()
        plain(record_does.record_country)(recipient, model, written)
        for name, value in vars(written).items():
            row[name] = value
    tables = {name: _rows_of(table, getattr(model, name)) for name, (table, _) in TABLES.items()}
    return Year(_rows_of(Outcome, model.outcome), countries, tables)


class _Written:
    """Takes what a plain behaviour writes into a record."""


def _rows_of(table: type[Table], agents: Any) -> Rows:
    """Return agents as rows of their table: one, a list, or a list of lists."""
    if not isinstance(agents, list):
        row = table.rows(1)
        for name in row.dtype.names:
            row[0][name] = getattr(agents, name)
        return row[0]
    return np.array([_rows_of(table, agent) for agent in agents], table.record_type())


def stepper_of(run: Any) -> Stepper:
    """Return what runs single years, of what runs replicates: a Mesa runner, or the compiled engine."""
    return partial(mesa_years, run) if hasattr(run, "years") else compiled_years


@dataclass(frozen=True)
class Detailed:
    """Runs replicates as `engine.run_replicates` does, and keeps the years of each country and of the focal ties."""

    stepper: Stepper

    def __call__(self, start: Start, parameters: Rows, years: int, seed: int, first: int) -> tuple[Rows, ...]:
        """Run some replicates; arguments as for `engine.run_replicates`.

        Returns
        -------
        outcomes : ndarray of Outcome, shape (replicates, years)
        countries : ndarray of CountryOutcome, shape (replicates, years, countries)
        ties : ndarray of Tie, shape (replicates, years, focal donors, countries)
        ends : ndarray of Now, shape (replicates,)
        """
        focal, size = np.flatnonzero(start.donors["focal"] == 1), len(parameters)
        outcomes, ends = Outcome.rows(size, years), Now.rows(size)
        countries = CountryOutcome.rows(size, years, len(start.recipients))
        ties = Tie.rows(size, years, len(focal), len(start.recipients))
        for i, row in enumerate(parameters):
            for year, told in enumerate(self.stepper(start, row, years, seed, first + i)):
                outcomes[i, year], countries[i, year] = told.outcome, told.countries
                ties[i, year], ends[i] = told.tables["ties"][focal], told.tables["now"]
        return outcomes, countries, ties, ends


def labels_of(axis: str, start: Start) -> list[str]:
    """Return what the rows along an axis of a table are called."""
    if axis == "subregion":
        return sorted({country.subregion for country in read_recipients()})
    if axis == "event":
        return [str(number) for number in range(len(start.events))]
    read: dict[str, Callable[[], Sequence[Any]]] = {
        "country": read_recipients, "donor": read_donors, "partner": read_partners, "ngo": read_ngos
    }  # fmt: skip
    return [str(getattr(one, "code", None) or one.iso3) for one in read[axis]()]


def table_of_years(
    table: type[Table], axes: Mapping[str, Sequence[str]], rows: Rows, before: Mapping[str, Any] | None = None
) -> pd.DataFrame:
    """Return rows of a table as columns: `year`, what the rows are called, and every column that is declared.

    Parameters
    ----------
    table : type of Table
    axes : dict
        What the rows are called, axis by axis.
    rows : rows of the table, shape (years, one for each axis), or (replicates, years, one for each axis)
    before : dict of arrays, optional
        Columns that come first, with a value for each replicate.
    """
    flat = rows if rows.ndim > 1 + len(axes) else rows[None]
    replicate, year, *others = np.indices(flat.shape).reshape(flat.ndim, -1)
    columns: dict[str, Any] = {name: values[replicate] for name, values in (before or {}).items()}
    columns["year"] = (FIRST_YEAR + year).astype("int32")
    for (axis, labels), codes in zip(axes.items(), others, strict=True):
        columns[axis] = pd.Categorical.from_codes(codes, pd.Index(labels))
    for name, (column, number, _) in table.names().items():
        if (table, name) != (Now, "year"):  # the year that comes
            values = flat[column] if number is None else flat[column][..., number]
            columns[name] = values.reshape(-1)
    return pd.DataFrame(columns)


def states_of(stepper: Stepper, start: Start, parameters: Rows, years: int, seed: int, replicate: int) -> States:
    """Run one replicate and keep every table of every year, and how it ended, where it failed."""
    kept: list[Year] = []
    failed: ReplicateFailed | None = None
    try:
        for year in stepper(start, parameters, years, seed, replicate):
            kept.append(_copied(year))  # noqa: PERF401  (the years before a failure stay)
    except ReplicateFailed as error:
        failed = error
    return States(start, kept, failed)


class States(NamedTuple):
    """One replicate, with every table of every year; the years stop where it failed."""

    start: Start
    years: list[Year]
    failed: ReplicateFailed | None

    def tables(self) -> Iterator[tuple[str, pd.DataFrame]]:
        """Yield every table by name: a row for each year and agent, with codes and the names of the columns."""
        countries = {"country": labels_of("country", self.start)}
        yield "outcomes", self._table(Outcome, {}, [year.outcome for year in self.years])
        yield "countries", self._table(CountryOutcome, countries, [year.countries for year in self.years])
        for name, (table, axes) in TABLES.items():
            labels = {axis: labels_of(axis, self.start) for axis in axes}
            yield name, self._table(table, labels, [year.tables[name] for year in self.years])

    @staticmethod
    def _table(table: type[Table], axes: dict[str, list[str]], rows: list[Rows]) -> pd.DataFrame:
        stacked = np.array(rows, table.record_type()).reshape(len(rows), *map(len, axes.values()))
        return table_of_years(table, axes, stacked)


def _copied(year: Year) -> Year:
    return Year(year.outcome.copy(), year.countries.copy(), {name: rows.copy() for name, rows in year.tables.items()})
