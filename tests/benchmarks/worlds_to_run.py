"""What is run in the benchmarks: the shipped baseline, and worlds with many more countries."""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np

from ssc_sim import engine
from ssc_sim.ensemble.asked import ensemble_of
from ssc_sim.tables import Rows
from ssc_sim.world import Start, starting_tables

SEED, YEARS, CHUNK = 2016, 15, 20
LETTERS = 24  # bits of a country's code: what stands above them makes a copy another country


class Case(NamedTuple):
    """A starting world, and a row of numbers for each of some replicates."""

    start: Start
    parameters: Rows


def baseline(runs: int) -> Case:
    """Return the shipped baseline, with the numbers that a run gives it."""
    ensemble = ensemble_of(["baseline-2016"], runs, SEED)
    (scenario,) = ensemble.scenarios
    return Case(starting_tables(scenario, ensemble.posterior.countries), ensemble.draws(scenario))


def widened(start: Start, times: int) -> Start:
    """Return a world with every country many times, each with luck of its own."""
    recipients, ties = np.tile(start.recipients, times), np.tile(start.ties, (1, times))
    copies = np.arange(times).repeat(len(start.recipients))
    recipients["identity"] += copies << LETTERS
    ties["identity"] += copies << LETTERS
    recipients["index"] = ties["index"][:] = np.arange(len(recipients))
    return start._replace(recipients=recipients, ties=ties, touches=np.tile(start.touches, (1, times)))


def after_some_years(case: Case, years: int = 3) -> Any:
    """Return the world of one replicate after some years, in which all has begun to move."""
    return engine.run_world(case.start, case.parameters[0], years, SEED, 0)


__all__ = ["CHUNK", "SEED", "YEARS", "Case", "after_some_years", "baseline", "widened"]
