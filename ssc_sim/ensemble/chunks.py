"""Replicates in chunks: each can be run anywhere, in any order, twice if need be, and comes back as one array.

A replicate that cannot go on is recorded in its chunk, and the others run.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import lru_cache, partial
from typing import Any, NamedTuple

import numpy as np

from ssc_sim.ensemble.asked import Ensemble, Runner
from ssc_sim.ensemble.parts import Job
from ssc_sim.ensemble.states import labels_of
from ssc_sim.errors import ReplicateFailed
from ssc_sim.observed import read_recipients
from ssc_sim.results.blocks import CHUNK
from ssc_sim.results.failures import Failure
from ssc_sim.scenario import Scenario
from ssc_sim.tables import FAULTS, FIRST_YEAR, CountryOutcome, Outcome, Rows, Table, Tie
from ssc_sim.world import Start, starting_tables

DRAWN_AT_ONCE = 50 * CHUNK  # rows of numbers that are in memory together
LONGEST_MESSAGE = 300
RECORDED = [("failed", "i8"), ("agent", "U60"), ("message", f"U{LONGEST_MESSAGE}")]


class Detail(NamedTuple):
    """What is kept of a replicate besides its outcomes: a table of each year, and what its rows are called."""

    name: str
    table: type[Table]
    years: int
    axes: dict[str, list[str]]

    @property
    def shape(self) -> tuple[int, ...]:
        """Of the table of one replicate."""
        return (self.years, *map(len, self.axes.values()))


Details = Callable[[Start], tuple[Detail, ...]]


def nothing_else(_: Start) -> tuple[Detail, ...]:
    """Keep the outcomes alone."""
    return ()


def countries_and_ties(years: int, start: Start) -> tuple[Detail, ...]:
    """Keep the years of each country, and of the ties of the focal donors: what `states.Detailed` gives."""
    countries, donors = labels_of("country", start), labels_of("donor", start)
    focal = [donors[row] for row in np.flatnonzero(start.donors["focal"] == 1)]
    return (
        Detail("countries", CountryOutcome, years, {"country": countries}),
        Detail("ties", Tie, years, {"donor": focal, "country": countries}),
    )


@dataclass(frozen=True)
class Chunk(Job):
    """Some replicates of one scenario, from `first` on, as a job."""

    scenario: str
    first: int
    details: tuple[Detail, ...] = ()

    def failures(self, done: Rows, seed: int) -> list[Failure]:
        """Return which of its replicates failed."""
        return [
            Failure(self.scenario, seed, self.first + int(i), *(done[i][name].item() for name, _ in RECORDED))
            for i in np.flatnonzero(done["failed"])
        ]

    def whole(self, done: Rows) -> tuple[np.ndarray, Rows]:
        """Return the numbers of the replicates that did not fail, and what was kept of them."""
        kept = np.flatnonzero(done["failed"] == 0)
        return self.first + kept, done[kept]


def chunks_of(ensemble: Ensemble, run: Runner, details: Details = nothing_else) -> Iterator[Chunk]:
    """Yield the chunks of an ensemble, scenario by scenario, each made only when it is asked for."""
    unchanged = lru_cache(maxsize=1)(ensemble.unchanged)  # one scenario after the other changes the same numbers
    for number, scenario in enumerate(ensemble.scenarios):
        start = starting_tables(scenario, ensemble.posterior.countries)
        kept = details(start)
        record = record_of(ensemble.years, kept)
        for first, rows in _numbers(ensemble, scenario, unchanged):
            numbers = f"{ensemble.numbers}-{ensemble.evidence or 'own'}-{ensemble.until}"
            name = f"{numbers}-{number:05d}-{first:07d}-{len(rows)}"
            call = partial(run_chunk, run, record, start, rows, ensemble.years, ensemble.seed, first)
            yield Chunk(name, record, (len(rows),), call, scenario.name, first, kept)


def _numbers(ensemble: Ensemble, scenario: Scenario, unchanged: Callable[..., Rows]) -> Iterator[tuple[int, Rows]]:
    """Yield the first replicate of each chunk with the chunk's rows of parameters, each by itself in memory."""
    for begin in range(0, ensemble.runs, DRAWN_AT_ONCE):
        drawn = unchanged(scenario.evidence, begin, min(DRAWN_AT_ONCE, ensemble.runs - begin))
        rows = scenario.changed(drawn)
        for first in range(0, len(rows), CHUNK):
            yield begin + first, rows[first : first + CHUNK].copy()


def record_of(years: int, details: tuple[Detail, ...] = ()) -> np.dtype[Any]:
    """Return the record of one replicate: the year in which it failed (0: it did not), its outcomes, and details."""
    kept = [(detail.name, detail.table.record_type(), detail.shape) for detail in details]
    return np.dtype([*RECORDED, ("outcomes", Outcome.record_type(), (years,)), *kept])


def run_chunk(
    run: Runner, record: np.dtype[Any], start: Start, parameters: Rows, years: int, seed: int, first: int
) -> Rows:
    """Run some replicates, and return a record for each: at once, or one by one where one of them raises something."""
    try:
        return _records(record, run(start, parameters, years, seed, first))
    except ReplicateFailed:
        done = np.zeros(len(parameters), record)
    for i in range(len(parameters)):
        try:
            done[i] = _records(record, run(start, parameters[i : i + 1], years, seed, first + i))[0]
        except ReplicateFailed as failed:
            done[i] = _failed(record, failed)
    return done


def _records(record: np.dtype[Any], ran: tuple[Rows, ...]) -> Rows:
    """Return what a runner gives as records, with the faults that it found."""
    *kept, ends = ran
    done = np.zeros(len(ends), record)
    for name, rows in zip((record.names or ())[len(RECORDED) :], kept, strict=True):
        done[name] = rows
    for i, end in enumerate(ends):
        broken = fault_of(kept[0][i], end)
        if broken is not None:
            done[i] = _failed(record, broken)
    return done


def _failed(record: np.dtype[Any], failed: ReplicateFailed) -> Rows:
    """Return the record of a replicate that failed."""
    done = np.zeros((), record)
    done["failed"], done["agent"], done["message"] = failed.year, failed.agent, failed.message
    return done


def fault_of(outcomes: Rows, end: Rows) -> ReplicateFailed | None:
    """Return what is wrong with a replicate that has run: an identity that broke, an outcome that is no number.

    Parameters
    ----------
    outcomes : rows of Outcome, shape (years,)
    end : row of Now
        Its last year.
    """
    if end["fault"] > 0:
        row = int(end["fault_row"])
        who = read_recipients()[row].name if row >= 0 else ""
        return ReplicateFailed(int(end["year"]) - 1, who, FAULTS[int(end["fault"])])
    finite = np.isfinite(outcomes.view("f8").reshape(len(outcomes), -1)).all(axis=1)
    if finite.all():
        return None
    year = int(np.argmin(finite))
    wrong = next(name for name in Outcome.columns() if not np.isfinite(outcomes[year][name]).all())
    return ReplicateFailed(FIRST_YEAR + year, "", f"the outcome {wrong} is no finite number")
