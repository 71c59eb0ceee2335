"""Many replicates of one or more scenarios, all on the same luck."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Executor, Future, ThreadPoolExecutor, wait
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np

from ssc_sim.errors import InputError, ModelFault, Problem, nearest
from ssc_sim.observed import read_recipients
from ssc_sim.parameters import EVIDENCES, FAMILIES, Evidence
from ssc_sim.posterior import Numbers, Posterior, numbers_of_run, read_posterior, shipped_posterior
from ssc_sim.scenario import Scenario, load_scenarios
from ssc_sim.scenario.file import LAST_YEAR
from ssc_sim.scenario.sweep import family_names
from ssc_sim.tables import FAULTS, FIRST_YEAR, Outcome, Rows
from ssc_sim.world import Start, starting_tables

LIBRARIES = ("mesa", "numba", "numpy", "pandas", "pyarrow")
CHUNK = 20
MOST_RUNS = 1_000_000
POINTS = ("posterior", "point")

#: Runs one chunk: (start, parameters, years, seed, first) -> (outcomes, last year of each replicate).
Runner = Callable[[Start, Rows, int, int, int], tuple[Rows, Rows]]


@dataclass(frozen=True)
class Ensemble:
    """What is to be run, and with which numbers (see `posterior.NUMBERS`)."""

    scenarios: tuple[Scenario, ...]
    runs: int = 200
    seed: int = 2016
    until: int = 2030
    evidence: Evidence | None = None
    numbers: Numbers = "posterior"
    posterior: Posterior = field(default_factory=shipped_posterior)

    def draws(self, scenario: Scenario) -> Rows:
        """Return one row of parameters for each replicate; replicate i takes the same draw in every scenario."""
        evidence = self.evidence or scenario.evidence
        return scenario.changed(numbers_of_run(self.numbers, self.runs, self.seed, evidence, self.posterior))

    @property
    def asked(self) -> list[str]:
        """The names that were asked for: a sweep in place of its cells."""
        return family_names([scenario.name for scenario in self.scenarios])

    @property
    def years(self) -> int:
        """How many years each replicate runs."""
        return self.until - FIRST_YEAR + 1


def ensemble_of(
    scenarios: Sequence[str | Path | Scenario],
    runs: int = 200,
    seed: int = 2016,
    until: int = 2030,
    evidence: Evidence | None = None,
    without: Sequence[str] = (),
    parameters: str | Path = "posterior",
) -> Ensemble:
    """Read the scenarios, a sweep as all its cells, and check the request.

    `parameters` is "posterior", "point", or the file of a posterior of one's own.

    Raises
    ------
    InputError
        With every mistake in the files, in the numbers asked for, or a scenario named twice.
    """
    problems = [
        Problem(f"--{option}", 0, 0, "", f"{value} is out of range", f"{low} to {high}")
        for option, value, low, high in (
            ("runs", runs, 1, MOST_RUNS),
            ("seed", seed, 0, 2**63 - 1),
            ("until", until, FIRST_YEAR, LAST_YEAR),
        )
        if not low <= value <= high
    ]
    if evidence is not None and evidence not in EVIDENCES:
        problems.append(Problem("--evidence", 0, 0, "", f"'{evidence}' is no evidence", ", ".join(EVIDENCES)))
    allowed = ", ".join(FAMILIES)
    problems += [
        Problem("--without", 0, 0, "", f"'{family}' is no family of rules", allowed, nearest(family, FAMILIES))
        for family in without
        if family not in FAMILIES
    ]
    try:
        read = [scenario.leaving_out(without) for scenario in load_scenarios(scenarios)]
    except InputError as error:
        problems += error.problems
    posterior: Posterior | None = None
    try:
        posterior = shipped_posterior() if parameters in POINTS else read_posterior(Path(parameters))
    except InputError as error:
        problems += error.problems
    if problems or posterior is None:
        raise InputError(problems)
    cells = tuple(cell for scenario in read for cell in scenario.cells())
    numbers: Numbers = "point" if parameters == "point" else "posterior"
    return Ensemble(cells, runs, seed, until, evidence, numbers, posterior)


def outcomes_of(
    ensemble: Ensemble,
    run_replicates: Runner,
    *,
    workers: int | None = None,
    executor: Executor | None = None,
    finished: Callable[[int], None] = lambda _: None,
) -> dict[str, Rows]:
    """Run an ensemble, chunk by chunk.

    Parameters
    ----------
    ensemble : Ensemble
    run_replicates : callable
        Runs one chunk: `engine.run_replicates`, or that of a Mesa model.
    workers : int, optional
        Threads; by default one for each processor. The result does not depend on it.
    executor : Executor, optional
        Any executor instead of threads of our own.
    finished : callable, optional
        Told the number of replicates of each chunk that has finished.

    Returns
    -------
    dict of str to ndarray of Outcome
        Of each scenario, shape (replicates, years).

    Raises
    ------
    ModelFault
        Where a replicate breaks an identity.
    """
    own = executor is None
    pool = ThreadPoolExecutor(workers or os.cpu_count() or 1) if executor is None else executor
    stored = {scenario.name: Outcome.rows(ensemble.runs, ensemble.years) for scenario in ensemble.scenarios}
    try:
        for scenario, first, (outcomes, ends) in _in_any_order(pool, _chunks(ensemble, run_replicates)):
            _check_ends(scenario, first, ends)
            stored[scenario.name][first : first + len(outcomes)] = outcomes
            finished(len(outcomes))
    finally:
        if own:
            pool.shutdown(wait=True, cancel_futures=True)
    return stored


@dataclass(frozen=True)
class _Chunk:
    scenario: Scenario
    first: int
    call: Callable[[], tuple[Rows, Rows]]


def _chunks(ensemble: Ensemble, run_replicates: Runner) -> Iterator[_Chunk]:
    for scenario in ensemble.scenarios:
        start = starting_tables(scenario, ensemble.posterior.countries)
        parameters = ensemble.draws(scenario)
        for first in range(0, ensemble.runs, CHUNK):
            rows = parameters[first : first + CHUNK]
            yield _Chunk(
                scenario,
                first,
                lambda start=start, rows=rows, first=first: run_replicates(  # type: ignore[misc]
                    start, rows, ensemble.years, ensemble.seed, first
                ),
            )


def _in_any_order(pool: Executor, chunks: Iterator[_Chunk]) -> Iterator[tuple[Scenario, int, tuple[Rows, Rows]]]:
    """Yield each chunk's result as soon as it is there."""
    waiting: dict[Future[tuple[Rows, Rows]], _Chunk] = {pool.submit(c.call): c for c in chunks}
    while waiting:
        done, _ = wait(waiting, return_when=FIRST_COMPLETED)
        for future in done:
            chunk = waiting.pop(future)
            yield chunk.scenario, chunk.first, future.result()


def _check_ends(scenario: Scenario, first: int, ends: Rows) -> None:
    broken = np.flatnonzero(ends["fault"] > 0)
    if len(broken):
        end = ends[broken[0]]
        row = int(end["fault_row"])
        where = read_recipients()[row].name if row >= 0 else "the world"
        when = f"replicate {first + broken[0]}, {int(end['year']) - 1}"
        raise ModelFault(f"{scenario.name}, {when}, {where}: {FAULTS[int(end['fault'])]}")
