"""Single countries: each scenario against the first, replicate by replicate, with verdicts."""

from __future__ import annotations

import os
from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pandas as pd

from ssc_sim.comparison import verdicts
from ssc_sim.ensemble.asked import Ensemble
from ssc_sim.observed import read_recipients
from ssc_sim.report.choice import OF_COUNTRIES
from ssc_sim.results.blocks import CHUNK
from ssc_sim.scenario import Scenario
from ssc_sim.tables import CountryOutcome
from ssc_sim.world import starting_tables

COLUMNS = ["scenario", "country", "outcome", "year", "baseline", "difference", "q05", "q95", "verdict"]


def country_table(ensemble: Ensemble, replicates: np.ndarray, workers: int | None = None) -> pd.DataFrame:
    """Return what a scenario changes in each country in the last year, against the first scenario.

    A scenario alone is set against its own first year. `baseline` is the mean that the difference is to.

    Parameters
    ----------
    ensemble : Ensemble
        Its first scenario is the baseline.
    replicates : array of int
        Those that are told: the ones that failed in no scenario.
    workers : int, optional
        Threads; the result does not depend on them.
    """
    first, *others = ensemble.scenarios
    start, end = _ends(ensemble, first, replicates, workers)
    if not others:
        return _table(first.name, ensemble.until, start, end)
    tables = [_table(one.name, ensemble.until, end, _ends(ensemble, one, replicates, workers)[1]) for one in others]
    return pd.concat(tables, ignore_index=True)


def _ends(
    ensemble: Ensemble, scenario: Scenario, replicates: np.ndarray, workers: int | None
) -> tuple[np.ndarray, np.ndarray]:
    """Return the first and the last year of every country, shape (outcomes, countries, replicates) each."""
    from ssc_sim.engine import run_countries  # noqa: PLC0415  (numba: only where it runs)

    start, rows = starting_tables(scenario, ensemble.posterior.countries), ensemble.draws(scenario)

    def chunk(first: int) -> np.ndarray:
        _, countries, _ = run_countries(start, rows[first : first + CHUNK], ensemble.years, ensemble.seed, first)
        ends = countries[:, [0, -1]]
        return np.stack([ends[outcome] for outcome in OF_COUNTRIES])

    with ThreadPoolExecutor(workers or os.cpu_count() or 1) as pool:
        values = np.concatenate(list(pool.map(chunk, range(0, ensemble.runs, CHUNK))), axis=1)
    values = values[:, replicates]
    return values[:, :, 0].swapaxes(1, 2), values[:, :, 1].swapaxes(1, 2)


def _table(scenario: str, year: int, baseline: np.ndarray, values: np.ndarray) -> pd.DataFrame:
    """Return the rows of one scenario from values of shape (outcomes, countries, replicates)."""
    declared = [CountryOutcome.columns()[outcome] for outcome in OF_COUNTRIES]
    differences, means = values - baseline, baseline.mean(axis=-1)
    relative = np.array([column.relative for column in declared])[:, None]
    smallest = np.array([column.smallest for column in declared])[:, None] * np.where(relative, np.abs(means), 1.0)
    codes = [row.iso3 for row in read_recipients()]
    rows = pd.MultiIndex.from_product([[scenario], OF_COUNTRIES, codes], names=["scenario", "outcome", "country"])
    table = rows.to_frame(index=False)
    table["year"], table["baseline"] = year, means.ravel()
    table["difference"] = differences.mean(axis=-1).ravel()
    table["q05"], table["q95"] = np.quantile(differences, (0.05, 0.95), axis=-1).reshape(2, -1)
    table["verdict"] = verdicts(differences, smallest).ravel()
    return table[COLUMNS]
