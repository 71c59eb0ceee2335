"""Ensembles are run chunk by chunk: in threads of our own or by any executor, kept in parts or in memory."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Executor, ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np

from ssc_sim.ensemble.asked import Ensemble, Runner
from ssc_sim.ensemble.chunks import Chunk, Details, chunks_of, nothing_else
from ssc_sim.ensemble.parts import Parts, completed
from ssc_sim.errors import ModelFault, TooManyFailures
from ssc_sim.results.failures import Failure, told_of_failure
from ssc_sim.results.folder import Results
from ssc_sim.tables import Outcome, Rows

MOST_FAILED = 0.5  # share of a scenario's replicates beyond which the others say little


@dataclass(frozen=True)
class Running:
    """Where chunks run, where they are kept, and who is told.

    Parameters
    ----------
    workers : int, optional
        Threads, or what an executor runs at once; by default one for each processor. Results do not depend on it.
    executor : Executor, optional
        Any executor of `concurrent.futures` in place of threads: processes, or a cluster. It is not shut down.
    parts : Parts, optional
        Where finished chunks are kept; without it, nothing is stored.
    finished : callable, optional
        Told the number of replicates of each chunk that is there.
    """

    workers: int | None = None
    executor: Executor | None = None
    parts: Parts | None = None
    finished: Callable[[int], None] = lambda _: None

    def chunks(self, ensemble: Ensemble, run: Runner, details: Details = nothing_else) -> Iterator[tuple[Chunk, Rows]]:
        """Run an ensemble, and yield each chunk with its records as soon as it is there, in any order.

        Raises
        ------
        TooManyFailures
            As soon as more than half of a scenario's replicates have failed.
        """
        failures: list[Failure] = []
        workers = self.workers or os.cpu_count() or 1
        with self._pool(workers) as pool:
            for chunk, done in completed(pool, chunks_of(ensemble, run, details), workers, self.parts):
                self.finished(len(done))
                failures += chunk.failures(done, ensemble.seed)
                _refuse_too_many(failures, ensemble.runs)
                yield chunk, done

    @contextmanager
    def _pool(self, workers: int) -> Iterator[Executor]:
        if self.executor is not None:
            yield self.executor
            return
        pool = ThreadPoolExecutor(workers)
        try:
            yield pool
        finally:
            pool.shutdown(wait=True, cancel_futures=True)


def _refuse_too_many(failures: list[Failure], runs: int) -> None:
    for name, count in Counter(failure.scenario for failure in failures).items():
        if count > MOST_FAILED * runs:
            first = min(failure for failure in failures if failure.scenario == name)
            raise TooManyFailures(f"{name}: {count} of {runs} replicates failed. {told_of_failure(first)}", failures)


def refuse_too_few(paired_replicates: int, runs: int) -> None:
    """Raise where so many replicates failed in one scenario or another that fewer than half can be paired."""
    if 2 * paired_replicates < runs:
        wrong = f"only {paired_replicates} of {runs} replicates are without a failure in all scenarios"
        raise TooManyFailures(f"Nothing is compared: {wrong}.")


class Whole(NamedTuple):
    """A scenario all of whose replicates have run: outcomes, shape (replicates, years), and those that failed."""

    scenario: str
    outcomes: Rows
    failures: list[Failure]


def scenarios_run(ensemble: Ensemble, chunks: Iterable[tuple[Chunk, Rows]]) -> Iterator[Whole]:
    """Yield each scenario of an ensemble when all its chunks are there, so that only a few are in memory at once."""
    waiting: dict[str, Whole] = {}
    missing: Counter[str] = Counter()
    for chunk, done in chunks:
        name = chunk.scenario
        if name not in waiting:
            waiting[name] = Whole(name, Outcome.rows(ensemble.runs, ensemble.years), [])
            missing[name] = ensemble.runs
        waiting[name].outcomes[chunk.first : chunk.first + len(done)] = done["outcomes"]
        waiting[name].failures.extend(chunk.failures(done, ensemble.seed))
        missing[name] -= len(done)
        if not missing[name]:
            yield waiting.pop(name)


def results_of(ensemble: Ensemble, chunks: Iterable[tuple[Chunk, Rows]], manifest: dict[str, Any]) -> Results:
    """Return the chunks of an ensemble as `Results`, in memory; `manifest` is what they say of themselves."""
    whole = {one.scenario: one for one in scenarios_run(ensemble, chunks)}
    in_order = [whole[scenario.name] for scenario in ensemble.scenarios]
    failures = [failure for one in in_order for failure in sorted(one.failures)]
    stored = {one.scenario: one.outcomes for one in in_order}
    return Results.from_arrays(manifest, stored, failures, ensemble.posterior)


def outcomes_of(
    ensemble: Ensemble,
    run: Runner,
    *,
    workers: int | None = None,
    executor: Executor | None = None,
    parts: Parts | None = None,
    finished: Callable[[int], None] = lambda _: None,
) -> dict[str, Rows]:
    """Run an ensemble of which every replicate is needed, and return its outcomes.

    Parameters
    ----------
    ensemble : Ensemble
    run : callable
        Runs some replicates: `engine.run_replicates`, or that of a Mesa model.
    workers, executor, parts, finished
        As for `Running`.

    Returns
    -------
    dict of str to ndarray of Outcome
        Of each scenario, shape (replicates, years).

    Raises
    ------
    ModelFault
        Where a replicate fails.
    """
    stored: dict[str, Rows] = {scenario.name: np.empty(0) for scenario in ensemble.scenarios}
    for one in scenarios_run(ensemble, Running(workers, executor, parts, finished).chunks(ensemble, run)):
        if one.failures:
            raise ModelFault(f"{one.scenario}: {told_of_failure(one.failures[0])}")
        stored[one.scenario] = one.outcomes
    return stored
