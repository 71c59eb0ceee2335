"""Scenarios run on chosen rows of numbers and chosen luck: what every analysis does, however it chooses them."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from functools import partial
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ssc_sim.ensemble.asked import Runner
from ssc_sim.ensemble.parts import Job, Parts, completed
from ssc_sim.errors import ModelFault
from ssc_sim.observed import read_recipients
from ssc_sim.posterior import Posterior, shipped_posterior
from ssc_sim.scenario import Scenario
from ssc_sim.tables import FAULTS, FIRST_YEAR, Outcome, Rows
from ssc_sim.world import Start, starting_tables

AT_ONCE = 20  # runs in one part

Lucks = NDArray[np.int64]


def unaltered(start: Start) -> Start:
    """Return a starting world as it is."""
    return start


@dataclass(frozen=True)
class Worlds:
    """Scenarios that can be run, row by row: row i with the numbers of row i, on the luck of replicate `lucks[i]`.

    The same row is the same world in every scenario, so that differences between them are paired.

    Attributes
    ----------
    scenarios : tuple of Scenario
    year : int
        Whose outcomes are kept.
    run_replicates : callable
        As `engine.run_replicates`.
    parts : Parts, optional
        Where finished runs are kept, named by what they are made of: whatever asks for them again finds them.
    altered : callable
        What is done to the starting tables of each scenario before they run.
    """

    scenarios: tuple[Scenario, ...]
    year: int
    seed: int
    run_replicates: Runner
    posterior: Posterior = field(default_factory=shipped_posterior)
    workers: int | None = None
    parts: Parts | None = None
    finished: Callable[[int], None] = lambda _: None
    altered: Callable[[Start], Start] = unaltered

    @property
    def names(self) -> list[str]:
        """The scenarios by name, in the order in which they were named."""
        return [scenario.name for scenario in self.scenarios]

    def outcomes(self, numbers: Rows, lucks: Lucks, forced: Mapping[str, float] | None = None) -> dict[str, Rows]:
        """Return rows of `Outcome` for each scenario, shape (rows,).

        Parameters
        ----------
        numbers : rows of Parameters
            The scenario's own changes of numbers have the last word over them.
        lucks : array of int, shape (rows,)
            The number of the replicate whose luck a row has.
        forced : dict, optional
            Numbers that have the last word over the scenario too.

        Raises
        ------
        ModelFault
            Where a row breaks an identity.
        """
        stored = {name: Outcome.rows(len(numbers)) for name in self.names}
        workers = self.workers or os.cpu_count() or 1
        with ThreadPoolExecutor(workers) as pool:
            for job, array in completed(pool, self._jobs(numbers, lucks, forced or {}), workers, self.parts):
                stored[job.scenario][job.first : job.first + len(array)] = array
                self.finished(len(array))
        return stored

    def _jobs(self, numbers: Rows, lucks: Lucks, forced: Mapping[str, float]) -> Iterator[RowsOfScenario]:
        for scenario in self.scenarios:
            start = self.altered(starting_tables(scenario, self.posterior.countries))
            rows = scenario.changed(numbers)
            for name, value in forced.items():
                rows[name] = value
            for first in range(0, len(rows), AT_ONCE):
                some, luck = rows[first : first + AT_ONCE], lucks[first : first + AT_ONCE]
                call = partial(self._run, scenario.name, start, some, luck)
                named = _named(scenario.name, self.altered.__name__, some, luck)
                yield RowsOfScenario(named, Outcome.record_type(), (len(some),), call, scenario.name, first)

    def _run(self, scenario: str, start: Start, numbers: Rows, lucks: Lucks) -> NDArray[Any]:
        """Run rows one by one, each on its own luck, and keep the year that is asked for."""
        kept = Outcome.rows(len(numbers))
        for i, luck in enumerate(lucks):
            years = self.year - FIRST_YEAR + 1
            outcomes, ends = self.run_replicates(start, numbers[i : i + 1], years, self.seed, int(luck))
            _check_end(scenario, int(luck), ends[0])
            kept[i] = outcomes[0, -1]
        return np.asarray(kept)


@dataclass(frozen=True)
class RowsOfScenario(Job):
    """One part: some rows of one scenario."""

    scenario: str
    first: int


def _named(scenario: str, altered: str, numbers: Rows, lucks: Lucks) -> str:
    """Return the name of a part by what decides its content."""
    digest = hashlib.sha256(f"{scenario}\n{altered}\n".encode())
    digest.update(numbers.tobytes() + lucks.tobytes())
    return digest.hexdigest()[:40]


def _check_end(scenario: str, luck: int, end: Rows) -> None:
    if end["fault"] > 0:
        row = int(end["fault_row"])
        where = read_recipients()[row].name if row >= 0 else "the world"
        raise ModelFault(f"{scenario}, luck {luck}, {int(end['year']) - 1}, {where}: {FAULTS[int(end['fault'])]}")


def smallest_effect(outcome: str, *values: NDArray[np.float64]) -> float:
    """Return the smallest effect worth naming, in the unit of the outcome.

    Parameters
    ----------
    outcome : str
    *values : array
        Of one or more policies: a relative one is a share of the largest of their means.
    """
    declared = Outcome.names()[outcome][2]
    return float(declared.smallest * (max(abs(some.mean()) for some in values) if declared.relative else 1.0))


def chance(seed: int, *purposes: int) -> np.random.Generator:
    """Return the generator of one purpose of an analysis: seeded, and apart from those of other purposes."""
    return np.random.Generator(np.random.Philox(np.random.SeedSequence([seed, *purposes])))
