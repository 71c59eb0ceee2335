"""What of a results folder is told at length: a few scenarios, and the outcomes that answer the question."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pandas as pd

from ssc_sim.comparison import HIGHER, LOWER, cells_of_sweep, is_corner, sweeps_of
from ssc_sim.tables import Outcome

#: Outcomes that answer most questions, small scale first.
MAIN = (
    "participants", "countries_reached", "trained_in_post", "spending", "need_targeting",
    "capacity", "dependency", "self_reliance", "debt_service", "social_spending", "development",
    "standing", "papua_support", "goodwill",
)  # fmt: skip
#: What makes a cell of a sweep the best in something: an outcome, and the sign of better.
MERITS = (("capacity", 1), ("dependency", -1), ("social_spending", 1), ("standing", 1), ("need_targeting", 1))
#: What is told of single countries.
OF_COUNTRIES = ("trained_in_post", "capacity", "dependency", "self_reliance", "debt_service", "social_spending",
                "development", "stance")  # fmt: skip
SCALES = ("programme", "nations", "system")


def shown_scenarios(manifest: dict[str, Any], comparison: pd.DataFrame) -> list[str]:
    """Return the names of the scenarios told at length: all, but of a sweep its corners and its best cells.

    Parameters
    ----------
    manifest : dict
    comparison : DataFrame
        As `comparison.csv`, of the last year at least.
    """
    scenarios = manifest["scenarios"]
    best = {name for sweep in sweeps_of(manifest) for name in _best(cells_of_sweep(manifest, sweep), manifest,
                                                                   comparison)}  # fmt: skip
    return [
        scenario["name"]
        for place, scenario in enumerate(scenarios)
        if place == 0 or "cell" not in scenario or is_corner(scenario, manifest) or scenario["name"] in best
    ]


def _best(cells: Any, manifest: dict[str, Any], comparison: pd.DataFrame) -> Iterator[str]:
    """Yield the cells of a sweep that move an outcome furthest for the better, where that is decided."""
    last = comparison[(comparison["year"] == manifest["until"]) & comparison["scenario"].isin(cells)]
    for outcome, sign in MERITS:
        verdict = HIGHER if sign > 0 else LOWER
        decided = last[(last["outcome"] == outcome) & (last["verdict"] == verdict)]
        if len(decided):
            yield str(decided.loc[(sign * decided["difference"]).idxmax(), "scenario"])


def main_outcomes(expectations: pd.DataFrame) -> list[str]:
    """Return the outcomes told at length: the main ones, and those that the documents speak of; small scale first."""
    asked = [name for name in dict.fromkeys(expectations["outcome"]) if name in Outcome.names()]
    chosen = dict.fromkeys([*MAIN, *asked])
    return sorted(chosen, key=lambda name: SCALES.index(Outcome.names()[name][2].scale))
