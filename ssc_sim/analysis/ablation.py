"""Why agents? What changes where they stop to choose, to follow and to learn, and what a spreadsheet would say.

ablation.csv     without, says, outcome, year, scenario, baseline, unit, full, ablated, change, change_low, change_high,
                 smallest, matters, verdict_full, verdict_ablated, spread_full, spread_ablated: what is left out, and
                 what that leaves. Of the first scenario it is the outcome itself, of the others their difference from
                 it (`baseline`). `full` and `ablated` are means over the same replicates, `change` the one minus the
                 other, replicate by replicate, with 5 % and 95 % of replicates, and `matters` its verdict (`higher` or
                 `lower`: it matters). A spread reaches from 5 % to 95 % of replicates.
orders.csv       without, outcome, year, order_full, order_ablated, changed: the scenarios, the best first, `~` between
                 those whose means differ by less than the smallest effect worth naming; `changed` is `turns` where two
                 policies change places, `vanishes` or `appears` where a difference worth naming does, and else empty
spreadsheet.csv  outcome, year, scenario, baseline, unit, model, q05, q95, spreadsheet, error, smallest, would_do, told:
                 the mean of the model with 5 % and 95 % of its replicates, the spreadsheet, and its error against the
                 smallest effect worth naming
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import combinations, pairwise
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from ssc_sim.analysis.ablation_spreadsheet import spreadsheet
from ssc_sim.analysis.ablation_switches import SWITCHES, Switch, alike
from ssc_sim.analysis.ablation_told import conclusions, told_of
from ssc_sim.analysis.asking import Asked, Findings, asked_of
from ssc_sim.analysis.objectives import better
from ssc_sim.analysis.runs import Worlds, smallest_effect, unaltered
from ssc_sim.comparison import verdicts
from ssc_sim.ensemble.parts import Parts
from ssc_sim.posterior import numbers_of_run
from ssc_sim.results.blocks import values_of
from ssc_sim.scenario import Scenario
from ssc_sim.tables import Outcome, Rows

COLUMNS = ["without", "says", "outcome", "year", "scenario", "baseline", "unit", "full", "ablated", "change",
           "change_low", "change_high", "smallest", "matters", "verdict_full", "verdict_ablated",
           "spread_full", "spread_ablated"]  # fmt: skip
OUTCOMES = ("participants", "trained_in_post", "capacity", "dependency", "self_reliance", "social_spending",
            "development", "debt_service", "need_targeting", "papua_support")  # fmt: skip

#: Of each scenario and outcome, a value for each replicate.
Stored = Mapping[str, Mapping[str, NDArray[np.float64]]]


def ablation(*scenarios: str | Path | Scenario, **asked: Any) -> Findings:
    """Tell what changes without each thing that makes the model one of agents, and where a spreadsheet would do.

    Parameters
    ----------
    *scenarios : str, path or Scenario
        The first is what the others are compared with.
    **asked
        outcomes, year (2030), runs (60 replicates), evidence, seed (2016), workers, parts, finished.

    Returns
    -------
    Findings
        With the tables `ablation`, `orders` and `spreadsheet`.

    Raises
    ------
    InputError
        With every mistake in what was given.
    """
    running = {name: asked.pop(name) for name in ("workers", "parts", "finished") if name in asked}
    return ablation_request(scenarios, **asked).run(**running)


def ablation_request(
    scenarios: Sequence[str | Path | Scenario],
    *,
    outcomes: Sequence[str] = (),
    year: int = 2030,
    runs: int = 60,
    evidence: str | None = None,
    seed: int = 2016,
) -> AblationRequest:
    """Check what is asked for, all of it, before anything runs. Arguments as for `ablation`."""
    asked = asked_of("ablation", scenarios, outcomes or OUTCOMES, {"runs": (runs, 10)}, year=year, seed=seed,
                     numbers="posterior", evidence=evidence)  # fmt: skip
    return AblationRequest(asked, runs)


@dataclass(frozen=True)
class AblationRequest:
    """A question of what agents are for that has been checked."""

    asked: Asked
    runs: int

    @property
    def manifest(self) -> dict[str, Any]:
        """What must be known to do the same again."""
        return self.asked.manifest

    @property
    def replicates(self) -> int:
        """How many runs there will be."""
        return (len(SWITCHES) + 1) * self.runs * len(self.asked.names)

    def run(
        self,
        *,
        workers: int | None = None,
        parts: Parts | None = None,
        finished: Callable[[int], None] = lambda _: None,
    ) -> Findings:
        """Run the scenarios as they are and without each thing, and fill in the spreadsheet."""
        return self.on(self.asked.worlds(workers, parts, finished))

    def on(self, worlds: Worlds) -> Findings:
        """Do it on worlds that are ready to run."""
        full = self._stored(worlds, Switch("", ""))
        rows, orders = [], []
        for switch in SWITCHES:
            ablated = self._stored(worlds, switch)
            for outcome in self.asked.outcomes:
                rows += [self._row(switch, outcome, name, full, ablated) for name in worlds.names]
                orders.append(self._orders(switch, outcome, full, ablated))
        ensemble = replace(self.asked.ensemble, scenarios=worlds.scenarios)
        sheets = {scenario.name: spreadsheet(scenario, ensemble, self.runs) for scenario in worlds.scenarios}
        tables = {
            "ablation": pd.DataFrame(rows, columns=COLUMNS),
            "orders": pd.DataFrame(orders),
            "spreadsheet": pd.DataFrame(self._sheet_rows(full, sheets)),
        }
        return Findings(self.manifest, tables, conclusions(tables))

    def _stored(self, worlds: Worlds, switch: Switch) -> Stored:
        """Run all scenarios without something, on the numbers and the luck of the same replicates."""
        ensemble = self.asked.ensemble
        evidence = ensemble.evidence or worlds.scenarios[0].evidence
        numbers = numbers_of_run("posterior", self.runs, ensemble.seed, evidence, ensemble.posterior)
        left = replace(worlds, altered=alike if switch.alike else unaltered)
        stored = left.outcomes(numbers, np.arange(self.runs), switch.numbers)
        outcomes = self.asked.outcomes
        return {name: {outcome: values_of(rows, outcome) for outcome in outcomes} for name, rows in stored.items()}

    def _row(self, switch: Switch, outcome: str, name: str, full: Stored, ablated: Stored) -> dict[str, Any]:
        first = self.asked.names[0]
        is_first = name == first
        before, after = (
            stored[name][outcome] - (0.0 if is_first else stored[first][outcome]) for stored in (full, ablated)
        )
        smallest = smallest_of(outcome, full)
        change = after - before
        low, high = np.quantile(change, (0.05, 0.95))
        judged = verdicts(np.stack([change, before, after]), np.full(3, smallest))
        return {
            "without": switch.name, "says": switch.says, "outcome": outcome, "year": self.asked.year, "scenario": name,
            "baseline": "" if is_first else first, "unit": Outcome.names()[outcome][2].unit, "full": before.mean(),
            "ablated": after.mean(), "change": change.mean(), "change_low": low, "change_high": high,
            "smallest": smallest, "matters": judged[0], "verdict_full": "" if is_first else judged[1],
            "verdict_ablated": "" if is_first else judged[2], "spread_full": spread_of(before),
            "spread_ablated": spread_of(after),
        }  # fmt: skip

    def _orders(self, switch: Switch, outcome: str, full: Stored, ablated: Stored) -> dict[str, Any]:
        smallest = smallest_of(outcome, full)
        before, after = (merits_of(outcome, stored) for stored in (full, ablated))
        return {"without": switch.name, "outcome": outcome, "year": self.asked.year,
                "order_full": order_of(before, smallest), "order_ablated": order_of(after, smallest),
                "changed": change_of_order(before, after, smallest)}  # fmt: skip

    def _sheet_rows(self, full: Stored, sheets: Mapping[str, Rows]) -> list[dict[str, Any]]:
        """Hold the spreadsheet against the model: the first scenario, and the differences of the others from it."""
        first, rows = self.asked.names[0], []
        for outcome in self.asked.outcomes:
            smallest = smallest_of(outcome, full)
            sheet = {name: float(values_of(one, outcome)[0]) for name, one in sheets.items()}
            for name in self.asked.names:
                is_first = name == first
                model = full[name][outcome] - (0.0 if is_first else full[first][outcome])
                said = sheet[name] - (0.0 if is_first else sheet[first])
                low, high = np.quantile(model, (0.05, 0.95))
                row = {
                    "outcome": outcome, "year": self.asked.year, "scenario": name,
                    "baseline": "" if is_first else first, "unit": Outcome.names()[outcome][2].unit,
                    "model": model.mean(), "q05": low, "q95": high, "spreadsheet": said,
                    "error": said - model.mean(), "smallest": smallest,
                    "would_do": bool(abs(said - model.mean()) <= smallest),
                }  # fmt: skip
                rows.append(row | {"told": told_of(row)})
        return rows


def smallest_of(outcome: str, stored: Stored) -> float:
    """Return the smallest effect worth naming on one outcome of these scenarios."""
    return smallest_effect(outcome, *(values[outcome] for values in stored.values()))


def spread_of(values: NDArray[np.float64]) -> float:
    """Return how far it is from 5 % to 95 % of the values."""
    low, high = np.quantile(values, (0.05, 0.95))
    return float(high - low)


def merits_of(outcome: str, stored: Stored) -> dict[str, float]:
    """Return how good each scenario is on average in one outcome; more is better."""
    return {name: better(outcome) * float(values[outcome].mean()) for name, values in stored.items()}


def order_of(merits: Mapping[str, float], smallest: float) -> str:
    """Return the scenarios, the best first, with `~` between two that differ by less than the smallest effect."""
    names = sorted(merits, key=lambda name: -merits[name])
    told = names[0]
    for ahead, behind in pairwise(names):
        told += f" {'>' if merits[ahead] - merits[behind] >= smallest else '~'} {behind}"
    return told


def change_of_order(before: Mapping[str, float], after: Mapping[str, float], smallest: float) -> str:
    """Return what becomes of differences worth naming: one `turns`, `vanishes` or `appears`, or nothing of the kind.

    A difference that merely slips over the line, by less than the smallest effect worth naming, is passed over.
    """
    found = set()
    for one, other in combinations(before, 2):
        first, then = (merits[one] - merits[other] for merits in (before, after))
        was, is_now = (0 if abs(gap) < smallest else int(np.sign(gap)) for gap in (first, then))
        if was != is_now and abs(then - first) >= smallest:
            found.add("turns" if was * is_now < 0 else "vanishes" if was else "appears")
    return next((change for change in ("turns", "vanishes", "appears") if change in found), "")
