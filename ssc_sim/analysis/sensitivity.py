"""Which numbers drive which outcome, and which difference between policies: shares of the spread, with intervals.

Every number that nobody observed varies over its range, the fitted ones together as rows of the posterior; luck is an
input like any other. First all of them are screened with few blocks of Saltelli's design; then those that matter
get many, each by itself, and all the others as one. Differences between policies are paired: same numbers, same luck.

sensitivity.csv  target, outcome, year, number, kind, first, first_low, first_high, total, total_low, total_high, floor,
                 resolved: the share of the spread of the target (its variance over numbers and luck) that a number
                 explains by itself (first) and with everything in which it takes part (total), with 95 % intervals.
                 `target` is a scenario, or `A minus B`; `floor` a share up to which an index tells nothing; `resolved`
                 that the interval of the total lies above it. Of a target that does not vary, there are no rows.
screening.csv    target, outcome, year, number, kind, total: the same total from the few blocks of the screen
targets.csv      target, outcome, year, unit, mean, q05, q95, smallest, spread: what was explained
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from importlib import metadata
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from ssc_sim.analysis.asking import Asked, Findings, asked_of, need_extra
from ssc_sim.analysis.runs import Worlds, chance, smallest_effect
from ssc_sim.analysis.sensitivity_indices import Index, design, floor_of, indices
from ssc_sim.analysis.sensitivity_inputs import DUMMY, OTHERS, Inputs, free_numbers, kind_of
from ssc_sim.analysis.sensitivity_told import conclusions
from ssc_sim.ensemble.parts import Parts
from ssc_sim.errors import InputError, Problem, nearest
from ssc_sim.parameters import Parameters
from ssc_sim.results.blocks import values_of
from ssc_sim.scenario import Scenario
from ssc_sim.tables import Outcome

COLUMNS = ["target", "outcome", "year", "number", "kind", "first", "first_low", "first_high", "total", "total_low",
           "total_high", "floor", "resolved"]  # fmt: skip
WAYS = ("number", "family")
MOST_KEPT = 24  # numbers that are looked at each by itself after the screen; below them shares are a few per cent
DESIGN, BOOTSTRAP = 1, 2  # purposes of chance


def sensitivity(*scenarios: str | Path | Scenario, **asked: Any) -> Findings:
    """Tell which numbers drive the outcomes of the first scenario, and the differences of the others from it.

    Parameters
    ----------
    *scenarios : str, path or Scenario
    **asked
        outcomes (the main ones), year (2030), by ("number", or "family" of rules, which needs no screen), samples (256
        blocks of the design), screen (16 blocks), seed (2016), workers, parts, finished.

    Returns
    -------
    Findings
        With the tables `sensitivity`, `screening` and `targets`.

    Raises
    ------
    InputError
        With every mistake in what was given, or where SALib is not installed.
    """
    running = {name: asked.pop(name) for name in ("workers", "parts", "finished") if name in asked}
    return sensitivity_request(scenarios, **asked).run(**running)


def sensitivity_request(
    scenarios: Sequence[str | Path | Scenario],
    *,
    outcomes: Sequence[str] = (),
    year: int = 2030,
    by: str = "number",
    samples: int = 256,
    screen: int = 16,
    seed: int = 2016,
) -> SensitivityRequest:
    """Check what is asked for, all of it, before anything runs. Arguments as for `sensitivity`."""
    need_extra("SALib")
    counts = {"samples": (samples, 8), "screen": (screen, 8)}
    asked = asked_of("sensitivity", scenarios, outcomes, counts, year=year, seed=seed)
    problems = [
        Problem(f"--{option}", 0, 0, "", f"{given} is no power of two", "8, 16, 32, 64, 128, 256, 512, ...")
        for option, given in (("samples", samples), ("screen", screen))
        if given & (given - 1)
    ]
    if by not in WAYS:
        wrong = f"'{by}' is no way to group numbers"
        problems.append(Problem("--by", 0, 0, "", wrong, ", ".join(WAYS), nearest(by, WAYS)))
    if problems:
        raise InputError(problems)
    return SensitivityRequest(asked, by, samples, screen if by == "number" else 0)


class Target(NamedTuple):
    """What is explained: an outcome of a scenario, or of its difference from the first; one value for each row."""

    name: str
    outcome: str
    drawn: NDArray[np.float64]
    smallest: float


@dataclass(frozen=True)
class SensitivityRequest:
    """A question of sensitivity that has been checked."""

    asked: Asked
    by: str
    samples: int
    screen: int

    @property
    def manifest(self) -> dict[str, Any]:
        """What must be known to do the same again."""
        told = self.asked.manifest
        versions = told["versions"] | {"SALib": metadata.version("SALib")}
        return told | {"by": self.by, "screen": self.screen, "versions": versions}

    @property
    def replicates(self) -> int:
        """How many runs there will be."""
        groups = MOST_KEPT + 4 if self.screen else len(set(self._families()))
        runs = self.screen * (len(self._families()) + 2) + self.samples * (groups + 2)
        return runs * len(self.asked.names)

    def run(
        self,
        *,
        workers: int | None = None,
        parts: Parts | None = None,
        finished: Callable[[int], None] = lambda _: None,
    ) -> Findings:
        """Screen, then look closely."""
        return self.on(self.asked.worlds(workers, parts, finished))

    def on(self, worlds: Worlds) -> Findings:
        """Do it on worlds that are ready to run."""
        screening, groups = pd.DataFrame(), self._families()
        if self.screen:
            _, screened = self._explained(worlds, list(Inputs(worlds.posterior).names), self.screen)
            screening = self._table(screened)
            groups = self._kept(screening, Inputs(worlds.posterior).names)
        targets, found = self._explained(worlds, groups, self.samples)
        table, told = self._table(found), self._targets(targets)
        tables = {"sensitivity": table[COLUMNS], "targets": told}
        if self.screen:
            tables["screening"] = screening[["target", "outcome", "year", "number", "kind", "total"]]
        return Findings(self.manifest, tables, conclusions(table, told))

    def _explained(
        self, worlds: Worlds, groups: list[str], size: int
    ) -> tuple[list[Target], list[tuple[Target, list[Index]]]]:
        """Run Saltelli's design for some groups of inputs, and explain every target with it."""
        inputs, seed = Inputs(worlds.posterior), self.asked.ensemble.seed
        shares = design(inputs.names, groups, size, chance(seed, DESIGN, size))
        stored = worlds.outcomes(inputs.numbers(shares), inputs.lucks(shares))
        values = {
            name: {outcome: values_of(rows, outcome) for outcome in self.asked.outcomes}
            for name, rows in stored.items()
        }
        targets = targets_of(worlds.names, values)
        shuffles = chance(seed, BOOTSTRAP, size)
        return targets, [(target, indices(inputs.names, groups, target.drawn, shuffles)) for target in targets]

    def _kept(self, screening: pd.DataFrame, names: list[str]) -> list[str]:
        """Return the group of each input: itself where it is among the strongest of some target, or all the others."""
        numbers = screening[screening["kind"].isin(("assumed", "literature"))]
        strongest = numbers.groupby("number", sort=False)["total"].max().nlargest(MOST_KEPT).index
        return [name if name in strongest or name not in free_numbers() else OTHERS for name in names]

    def _families(self) -> list[str]:
        """Return the family of rules of each input as its group; luck, the posterior and the dummy stay themselves."""
        records = Parameters.columns()
        names = Inputs(self.asked.ensemble.posterior).names
        return [f"family {records[name].family or 'none'}" if name in records else name for name in names]

    def _table(self, explained: Sequence[tuple[Target, list[Index]]]) -> pd.DataFrame:
        rows = []
        for target, found in explained:
            floor = floor_of(found, DUMMY)
            for index in sorted(found, key=lambda index: -index.total):
                place = {"target": target.name, "outcome": target.outcome, "year": self.asked.year,
                         "number": index.name, "kind": kind_of(index.name)}  # fmt: skip
                judged = {"floor": floor, "resolved": index.total_low > floor}
                rows.append(place | {key: value for key, value in index._asdict().items() if key != "name"} | judged)
        return pd.DataFrame(rows, columns=COLUMNS)

    def _targets(self, targets: Sequence[Target]) -> pd.DataFrame:
        rows = []
        for target in targets:
            low, high = np.quantile(target.drawn, (0.05, 0.95))
            rows.append({
                "target": target.name, "outcome": target.outcome, "year": self.asked.year,
                "unit": Outcome.names()[target.outcome][2].unit, "mean": target.drawn.mean(), "q05": low, "q95": high,
                "smallest": target.smallest, "spread": high - low,
            })  # fmt: skip
        return pd.DataFrame(rows)


def targets_of(names: Sequence[str], values: dict[str, dict[str, NDArray[np.float64]]]) -> list[Target]:
    """Return what is to be explained: the first scenario, and each other minus the first, row by row.

    Parameters
    ----------
    names : sequence of str
        Scenarios in order.
    values : dict of dict of array
        Of each scenario and outcome, a value for each row.
    """
    first, *others = names
    targets = []
    for outcome, base in values[first].items():
        smallest = smallest_effect(outcome, *(values[name][outcome] for name in names))
        targets.append(Target(first, outcome, base, smallest))
        targets += [Target(f"{name} minus {first}", outcome, values[name][outcome] - base, smallest) for name in others]
    return targets
