"""What must run to answer expectations: each world once, and no longer than it is read."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from typing import NamedTuple

from ssc_sim.ensemble.asked import Ensemble
from ssc_sim.expectations.worlds import Worlds
from ssc_sim.parameters import EVIDENCES
from ssc_sim.scenario import Scenario
from ssc_sim.world import starting_tables


class Setting(NamedTuple):
    """All worlds with the numbers of one evidence, or with all numbers drawn over their ranges.

    `ensembles` hold what runs, by the last year that is read; `runs_as` tells under which name each scenario does: two
    may begin from the same world with the same numbers, such as one with a rival structure that an evidence takes.
    """

    name: str
    ensembles: tuple[Ensemble, ...]
    runs_as: dict[str, str]


def settings_of(ensemble: Ensemble, worlds: Worlds, draws: int) -> tuple[Setting, ...]:
    """Return what must run: under each evidence, then with `draws` rows of numbers drawn over their ranges, if any.

    Parameters
    ----------
    ensemble : Ensemble
        All scenarios, as if each had to run.
    worlds : Worlds
        What is read of them.
    draws : int
    """
    starts = {scenario.name: _start(scenario, ensemble) for scenario in ensemble.scenarios}
    settings = [_setting(evidence, replace(ensemble, evidence=evidence), worlds, starts) for evidence in EVIDENCES]
    if draws:
        over_ranges = replace(ensemble, runs=draws, numbers="ranges", evidence="documents")
        settings.append(_setting("draws over the ranges", over_ranges, worlds, starts))
    return tuple(settings)


def _start(scenario: Scenario, ensemble: Ensemble) -> bytes:
    """Return what tells the world from which a scenario begins from others."""
    digest = hashlib.sha256()
    for table in starting_tables(scenario, ensemble.posterior.countries):
        digest.update(f"{table.shape}".encode() + table.tobytes())
    return digest.digest()


def _setting(name: str, ensemble: Ensemble, worlds: Worlds, starts: dict[str, bytes]) -> Setting:
    known: dict[tuple[bytes, bytes], str] = {}
    runs_as: dict[str, str] = {}
    unchanged = ensemble.unchanged("documents", 0, ensemble.runs)
    for scenario in ensemble.scenarios:
        numbers = hashlib.sha256(scenario.changed(unchanged).tobytes()).digest()
        runs_as[scenario.name] = known.setdefault((starts[scenario.name], numbers), scenario.name)
    last: dict[str, int] = {}
    for asked, run in runs_as.items():
        last[run] = max(worlds.last[asked], last.get(run, 0))
    ensembles = tuple(
        replace(ensemble, until=year, scenarios=tuple(one for one in ensemble.scenarios if last.get(one.name) == year))
        for year in sorted({*last.values()})
    )
    return Setting(name, ensembles, runs_as)
