"""Mixes run: any values of some levers, on chosen replicates, in fixed batches that are kept as they finish."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import cached_property, partial

import numpy as np
from numpy.typing import NDArray

from ssc_sim.analysis.asking import Asked
from ssc_sim.analysis.pareto_levers import Lever, moved
from ssc_sim.analysis.pareto_search import Values
from ssc_sim.ensemble.parts import Job, Parts, completed
from ssc_sim.errors import ModelFault
from ssc_sim.observed import read_donors
from ssc_sim.posterior import numbers_of_run
from ssc_sim.results.blocks import values_of
from ssc_sim.scenario.keys import ALL
from ssc_sim.tables import FAULTS, FIRST_YEAR, Rows
from ssc_sim.world import Start, starting_tables

AT_ONCE = 6  # mixes in a batch


@dataclass(frozen=True)
class Batch(Job):
    """Some mixes."""

    first: int


@dataclass(frozen=True)
class Mixes:
    """Runs mixes of one scenario: the same replicates for each, so that they differ by their levers alone."""

    asked: Asked
    donor: str
    workers: int | None = None
    parts: Parts | None = None
    finished: Callable[[int], None] = lambda _: None

    @cached_property
    def start(self) -> Start:
        """The starting tables of the scenario."""
        return starting_tables(self.asked.ensemble.scenarios[0], self.asked.ensemble.posterior.countries)

    @cached_property
    def chosen(self) -> NDArray[np.bool_]:
        """Which donors the levers move: one, or all."""
        return np.array([self.donor in (ALL, donor.iso3) for donor in read_donors()])

    def present(self, name: str, replicates: range) -> Values:
        """Return the objectives of the scenario as it is, shape (objectives, replicates)."""
        values: Values = self.values(name, (), np.empty((1, 0)), replicates)[0]
        return values

    def ends(self, levers: Sequence[Lever], replicates: range) -> Values:
        """Return the objectives with each lever alone at either end, shape (levers, 2, objectives, replicates)."""
        both = np.array([[0.0], [1.0]])
        return np.stack([self.values(_part(f"screen-{one.name}"), [one], both, replicates) for one in levers])

    def values(self, name: str, levers: Sequence[Lever], points: Values, replicates: range) -> Values:
        """Return the objectives of mixes, shape (points, objectives, replicates).

        Parameters
        ----------
        name : str
            Under which the batches are kept.
        levers : sequence of Lever
        points : array, shape (points, levers)
            Where in its range each lever stands, in [0, 1].
        replicates : range
            Which replicates.
        """
        values = np.empty((len(points), len(self.asked.outcomes), len(replicates)))
        threads = self.workers or os.cpu_count() or 1
        jobs = []
        for first in range(0, len(points), AT_ONCE):
            some = points[first : first + AT_ONCE]
            shape = (len(some), *values.shape[1:])
            call = partial(self._run, levers, some, replicates)
            jobs.append(Batch(f"{name}-{first:03d}", np.dtype("f8"), shape, call, first))
        with ThreadPoolExecutor(threads) as pool:
            for job, array in completed(pool, jobs, threads, self.parts):
                values[job.first : job.first + len(array)] = array
                self.finished(len(array) * len(replicates))
        return values

    def _numbers(self, replicates: range) -> Rows:
        ensemble = self.asked.ensemble
        scenario = ensemble.scenarios[0]
        rows = numbers_of_run("posterior", replicates.stop, ensemble.seed, scenario.evidence, ensemble.posterior)
        return scenario.changed(rows)[replicates.start :]

    def _run(self, levers: Sequence[Lever], points: Values, replicates: range) -> Values:
        from ssc_sim import engine  # noqa: PLC0415  (numba: only where it runs)

        rows, years = self._numbers(replicates), self.asked.year - FIRST_YEAR + 1
        values = np.empty((len(points), len(self.asked.outcomes), len(replicates)))
        for place, shares in enumerate(points):
            start = self.start._replace(donors=moved(self.start.donors, levers, shares, self.chosen))
            outcomes, ends = engine.run_replicates(start, rows, years, self.asked.ensemble.seed, replicates.start)
            if ends["fault"].any():
                raise ModelFault(f"a mix of {self.asked.names[0]}: {FAULTS[int(ends['fault'].max())]}")
            values[place] = np.stack([values_of(outcomes[:, -1], name) for name in self.asked.outcomes])
        return values


def _part(name: str) -> str:
    """Return a name that a part may have."""
    return name.replace("_", "-")
