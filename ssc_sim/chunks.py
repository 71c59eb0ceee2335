"""Replicates in chunks: each can be run anywhere, in any order, twice if need be, and comes back as one array.

A replicate that cannot go on is recorded in its chunk, and the others run.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from typing import Any, NamedTuple

import numpy as np

from ssc_sim.blocks import CHUNK
from ssc_sim.ensemble import Ensemble
from ssc_sim.errors import ReplicateFailed
from ssc_sim.observed import read_recipients
from ssc_sim.parts import Job
from ssc_sim.results import Failure
from ssc_sim.scenario import Scenario
from ssc_sim.tables import FAULTS, Outcome, Rows
from ssc_sim.world import Start, starting_tables

#: Runs some replicates: (start, parameters, years, seed, first) -> (outcomes, ..., last year of each replicate).
#: What stands between is kept as the `details` of an ensemble say.
Runner = Callable[[Start, Rows, int, int, int], tuple[Rows, ...]]
DRAWN_AT_ONCE = 50 * CHUNK  # rows of numbers that are in memory together
RECORDED = [("failed", "i8"), ("agent", "U60"), ("message", "U300")]


class Detail(NamedTuple):
    """What is kept of a replicate besides its outcomes: a table with a row for each year, and perhaps each agent."""

    name: str
    record: np.dtype[np.void]
    shape: tuple[int, ...]


Details = Callable[[Start], tuple[Detail, ...]]


def nothing_else(_: Start) -> tuple[Detail, ...]:
    """Keep the outcomes alone."""
    return ()


@dataclass(frozen=True)
class Chunk(Job):
    """Some replicates of one scenario, from `first` on, as a job."""

    scenario: str
    first: int

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
    for number, scenario in enumerate(ensemble.scenarios):
        start = starting_tables(scenario, ensemble.posterior.countries)
        record = record_of(ensemble.years, details(start))
        for first, rows in _numbers(ensemble, scenario):
            name = f"{ensemble.numbers}-{ensemble.evidence or 'own'}-{number:05d}-{first:07d}-{len(rows)}"
            call = partial(run_chunk, run, record, start, rows, ensemble.years, ensemble.seed, first)
            yield Chunk(name, record, (len(rows),), call, scenario.name, first)


def _numbers(ensemble: Ensemble, scenario: Scenario) -> Iterator[tuple[int, Rows]]:
    """Yield the first replicate of each chunk with the chunk's rows of parameters, each by itself in memory."""
    for begin in range(0, ensemble.runs, DRAWN_AT_ONCE):
        rows = ensemble.draws(scenario, begin, min(DRAWN_AT_ONCE, ensemble.runs - begin))
        for first in range(0, len(rows), CHUNK):
            yield begin + first, rows[first : first + CHUNK].copy()


def record_of(years: int, details: tuple[Detail, ...] = ()) -> np.dtype[Any]:
    """Return the record of one replicate: the year in which it failed (0: it did not), its outcomes, and details."""
    kept = [(detail.name, detail.record, detail.shape) for detail in details]
    return np.dtype([*RECORDED, ("outcomes", Outcome.record_type(), (years,)), *kept])


def run_chunk(
    run: Runner, record: np.dtype[Any], start: Start, parameters: Rows, years: int, seed: int, first: int
) -> Rows:
    """Run some replicates one by one, and return a record for each, also where one fails."""
    done = np.zeros(len(parameters), record)
    for i in range(len(parameters)):
        try:
            *kept, ends = run(start, parameters[i : i + 1], years, seed, first + i)
            _check_end(ends[0])
        except ReplicateFailed as failed:
            done[i]["failed"], done[i]["agent"], done[i]["message"] = failed.year, failed.agent, failed.message
        else:
            for name, rows in zip((record.names or ())[len(RECORDED) :], kept, strict=True):
                done[i][name] = rows[0]
    return done


def _check_end(end: Rows) -> None:
    """Raise where an identity broke in the last year that was run."""
    if end["fault"] > 0:
        row = int(end["fault_row"])
        who = read_recipients()[row].name if row >= 0 else ""
        raise ReplicateFailed(int(end["year"]) - 1, who, FAULTS[int(end["fault"])])
