"""What a spreadsheet would say: a row for each country, constant shares, no luck, means only.

The flows of the first full year (2017: in 2016 money committed before still arrives), as replicates have them on
average, are repeated year after year; what they leave (trained people, capacity, debt, dependency, development) adds up
country by country by the rules of the model. Nobody chooses anew, nobody follows or learns from another, nothing comes
by chance, and no later event either.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from ssc_sim.behaviour import economy, recipients, record
from ssc_sim.compiled import plain
from ssc_sim.ensemble.asked import Ensemble
from ssc_sim.posterior import numbers_of_run
from ssc_sim.scenario import Scenario
from ssc_sim.tables import Outcome, Rows, World
from ssc_sim.world import starting_tables

#: What a year leaves in a country on flows that stay as they are, in the order of the year.
LEFT_BEHIND = (recipients.learn, recipients.maintain, economy.pay, economy.develop, economy.depend)
FULL_YEAR = 2  # years until the flows are those of the policy
AVERAGED = ("donors", "recipients", "ties", "ngos")


def spreadsheet(scenario: Scenario, ensemble: Ensemble, runs: int) -> Rows:
    """Return the outcomes that a spreadsheet has in the last year: one row of `Outcome`.

    Parameters
    ----------
    scenario : Scenario
    ensemble : Ensemble
        For its last year, its seed and its posterior.
    runs : int
        Replicates over which flows are averaged.
    """
    world = mean_full_year(scenario, ensemble, runs)
    yearly = world.now.focal_spending / FULL_YEAR
    world.now.focal_spending = yearly * (ensemble.years - 1)  # the last year is added where it is recorded
    for _ in range(ensemble.years - FULL_YEAR):
        for act in LEFT_BEHIND:
            for recipient in world.recipients:
                plain(act)(recipient, world)
    outcome = Outcome.rows(1).view(np.recarray)
    plain(record.record)(world, outcome[0])
    return outcome.view(np.ndarray).view(Outcome.record_type())


def mean_full_year(scenario: Scenario, ensemble: Ensemble, runs: int) -> World:
    """Return the world after its first full year, every column of its tables averaged over replicates."""
    from ssc_sim import engine  # noqa: PLC0415  (numba: only where it runs)

    start = starting_tables(scenario, ensemble.posterior.countries)
    evidence = ensemble.evidence or scenario.evidence
    numbers = scenario.changed(numbers_of_run("point", 1, ensemble.seed, evidence, ensemble.posterior))
    worlds = [engine.run_world(start, numbers[0], FULL_YEAR, ensemble.seed, replicate) for replicate in range(runs)]
    averaged: dict[str, Any] = {name: _mean([getattr(world, name) for world in worlds]) for name in AVERAGED}
    now = _mean([np.array([world.now]) for world in worlds])[0]
    return worlds[0]._replace(**averaged, now=now, parameters=numbers.view(np.recarray)[0])


def _mean(tables: list[Rows]) -> Rows:
    """Return the mean of tables of equal shape, column by column; what numbers rows stays as it is."""
    mean = tables[0].copy()
    for name in mean.dtype.names:
        if name not in ("index", "identity"):
            mean[name] = np.mean([table[name] for table in tables], axis=0)
    return mean.view(np.recarray)
