"""Worlds in which a policy is tried: every number nobody is sure of drawn anew, the luck of each world averaged out.

An experiment is a row of numbers and of budgets. The fitted numbers come from the posterior, row by row; the others
from their ranges; the budgets of donors whose budget is not known from their spans. Every experiment meets the same few
lucks.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial
from typing import NamedTuple
from zlib import crc32

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from ssc_sim.analysis.asking import Asked
from ssc_sim.analysis.runs import chance
from ssc_sim.ensemble.parts import Job, Parts, completed
from ssc_sim.errors import ModelFault
from ssc_sim.observed import read_donors
from ssc_sim.parameters import Parameters
from ssc_sim.posterior import numbers_of_run
from ssc_sim.results.blocks import values_of
from ssc_sim.scenario import Scenario
from ssc_sim.tables import FAULTS, FIRST_YEAR, Rows
from ssc_sim.world import Start, starting_tables

AT_ONCE = 10  # experiments in one job
BUDGET = "budget"

Values = NDArray[np.float64]


class Span(NamedTuple):
    """What an input may be: its range, how it lies in it, its unit, and what it means."""

    low: float
    high: float
    log: bool
    unit: str
    meaning: str


@dataclass(frozen=True)
class Experiments:
    """Numbers and budgets of each experiment: rows of `Parameters`, and million USD by donor, one for each row."""

    numbers: Rows
    budgets: dict[str, Values]

    def table(self, scenarios: tuple[Scenario, ...]) -> pd.DataFrame:
        """Return the inputs that vary, one column each: `parameters.NAME` and `donors.CODE.budget`.

        What any of the scenarios sets itself, or switches off, is no input.
        """
        rows = [scenario.changed(self.numbers) for scenario in scenarios]
        columns = {
            f"parameters.{name}": self.numbers[name]
            for name in Parameters.columns()
            if all(np.ptp(changed[name]) > 0 for changed in rows)
        }
        set_by_scenario = {change.key.rpartition("_")[0] for scenario in scenarios for change in scenario.changes}
        named = {f"donors.{code}.{BUDGET}": values for code, values in self.budgets.items()}
        return pd.DataFrame(columns | {name: v for name, v in named.items() if name not in set_by_scenario})


def experiments_of(asked: Asked, number: int) -> Experiments:
    """Draw experiments; experiment i is the same however many are drawn."""
    seed = asked.ensemble.seed
    numbers = numbers_of_run("ranges", number, seed, "documents", asked.ensemble.posterior)
    budgets = {}
    for code, span in budget_spans().items():
        drawn = chance(seed, crc32(code.encode())).random(number)
        budgets[code] = span.low * (span.high / span.low) ** drawn
    return Experiments(numbers, budgets)


def budget_spans() -> dict[str, Span]:
    """Return the budgets that are not known, by donor."""
    spans = {}
    for donor in read_donors():
        record = donor.figures[BUDGET]
        if record.low < record.high:
            meaning = f"the budget of {donor.name} in 2016"
            spans[donor.iso3] = Span(record.low, record.high, log=True, unit="million USD", meaning=meaning)
    return spans


def spans_of(inputs: list[str]) -> dict[str, Span]:
    """Return what each input of an experiments table may be."""
    records, budgets, spans = Parameters.columns(), budget_spans(), {}
    for name in inputs:
        table, _, rest = name.partition(".")
        if table == "parameters":
            record = records[rest]
            spans[name] = Span(record.low, record.high, record.scale == "log", record.unit, record.meaning)
        else:
            spans[name] = budgets[rest.partition(".")[0]]
    return spans


def run_experiments(
    asked: Asked,
    experiments: Experiments,
    lucks: int,
    *,
    workers: int | None = None,
    parts: Parts | None = None,
    finished: Callable[[int], None] = lambda _: None,
) -> dict[str, Values]:
    """Return the outcome asked for in each experiment, averaged over so many lucks, for each scenario.

    Raises
    ------
    ModelFault
        Where a world breaks an identity.
    """
    number = len(experiments.numbers)
    stored = {name: np.empty(number) for name in asked.names}
    threads = workers or os.cpu_count() or 1
    with ThreadPoolExecutor(threads) as pool:
        for job, means in completed(pool, _jobs(asked, experiments, lucks), threads, parts):
            stored[job.scenario][job.first : job.first + len(means)] = means
            finished(len(means) * lucks)
    return stored


@dataclass(frozen=True)
class Batch(Job):
    """Some experiments of one scenario."""

    scenario: str
    first: int


def _jobs(asked: Asked, experiments: Experiments, lucks: int) -> Iterator[Batch]:
    for scenario in asked.ensemble.scenarios:
        start = starting_tables(scenario, asked.ensemble.posterior.countries)
        rows = scenario.changed(experiments.numbers)
        for first in range(0, len(rows), AT_ONCE):
            some = slice(first, first + AT_ONCE)
            budgets = {code: values[some] for code, values in experiments.budgets.items()}
            call = partial(_run, asked, scenario, start, rows[some], budgets, lucks)
            name = f"{scenario.name}-{first}"
            yield Batch(name, np.dtype("f8"), (len(rows[some]),), call, scenario.name, first)


def _run(
    asked: Asked, scenario: Scenario, start: Start, numbers: Rows, budgets: Mapping[str, Values], lucks: int
) -> Values:
    """Run each experiment on each luck, and return its mean outcome."""
    from ssc_sim import engine  # noqa: PLC0415  (numba: only where it runs)

    means = np.empty(len(numbers))
    for i, row in enumerate(numbers):
        world = with_budgets(start, {code: values[i] for code, values in budgets.items()}, scenario)
        rows = np.repeat(np.array([row]), lucks)
        outcomes, ends = engine.run_replicates(world, rows, asked.year - FIRST_YEAR + 1, asked.ensemble.seed, 0)
        if ends["fault"].any():
            raise ModelFault(f"{scenario.name}, in one of many worlds: {FAULTS[int(ends['fault'].max())]}")
        means[i] = values_of(outcomes[:, -1], asked.outcomes[0]).mean()
    return means


def with_budgets(start: Start, budgets: Mapping[str, float], scenario: Scenario) -> Start:
    """Return starting tables in which the budgets are known; what the scenario sets itself stays."""
    codes = [donor.iso3 for donor in read_donors()]
    own = {change.key for change in scenario.changes}
    donors, donors_2016 = start.donors.copy(), start.donors_2016.copy()
    for code, budget in budgets.items():
        if not own & {f"donors.{who}.budget_{end}" for who in (code, "all") for end in ("low", "high")}:
            for rows in (donors, donors_2016):
                rows["budget_low"][codes.index(code)] = rows["budget_high"][codes.index(code)] = budget
    return start._replace(donors=donors, donors_2016=donors_2016)
