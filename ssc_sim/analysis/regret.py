"""Which policy to choose when nobody knows the world: the regret of each in many worlds, on average and at worst.

A world is an evidence and a row of numbers, its luck averaged out. In each world the regret of a policy is how much
worse it does there than the policy that does best there.

regret.csv  scenario, evidence (`documents`, `literature`, or `all`: both counted alike), unit, mean (of the outcome),
            mean_regret, q95_regret, worst_regret, best_in (the share of worlds in which no other policy does better by
            the smallest effect worth naming), expected, minimax (1 for the policy of the least mean, or worst, regret;
            several where the smallest effect does not tell them apart), smallest (that effect)
worlds.csv  world, evidence, row (of the numbers), then a column for each policy: its regret there
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from ssc_sim.analysis.asking import Asked, Findings, asked_of
from ssc_sim.analysis.objectives import better
from ssc_sim.analysis.runs import Worlds, smallest_effect
from ssc_sim.ensemble.parts import Parts
from ssc_sim.parameters import EVIDENCES, Evidence
from ssc_sim.posterior import numbers_of_run
from ssc_sim.results.blocks import values_of
from ssc_sim.scenario import Scenario
from ssc_sim.tables import Outcome
from ssc_sim.wording import number

COLUMNS = ["scenario", "evidence", "unit", "mean", "mean_regret", "q95_regret", "worst_regret", "best_in", "expected",
           "minimax", "smallest"]  # fmt: skip
ALL = "all"

Values = NDArray[np.float64]


def regret(*scenarios: str | Path | Scenario, **asked: Any) -> Findings:
    """Compare policies by what one would regret of each, over evidences and rows of numbers.

    Parameters
    ----------
    *scenarios : str, path or Scenario
        At least two; a sweep counts as all its combinations.
    **asked
        outcome ("self_reliance"), year (2030), rows (100 of numbers, under each evidence), lucks (4 for each row,
        averaged), seed (2016), workers, parts, finished.

    Returns
    -------
    Findings
        With the tables `regret` and `worlds`.

    Raises
    ------
    InputError
        With every mistake in what was given.
    """
    running = {name: asked.pop(name) for name in ("workers", "finished") if name in asked}
    return regret_request(scenarios, **asked).run(**running)


@dataclass(frozen=True)
class RegretRequest:
    """A question that has been checked."""

    asked: Asked
    rows: int
    lucks: int

    @property
    def manifest(self) -> dict[str, Any]:
        """What must be known to ask the same again."""
        return self.asked.manifest | {"evidences": list(EVIDENCES)}

    @property
    def replicates(self) -> int:
        """How many replicates will be run."""
        return self.rows * self.lucks * len(self.asked.names) * len(EVIDENCES)

    def run(
        self,
        *,
        workers: int | None = None,
        parts: Parts | None = None,
        finished: Callable[[int], None] = lambda _: None,
    ) -> Findings:
        """Run every policy in every world, and compare."""
        ready = self.asked.worlds(workers, parts, finished)
        outcomes = {evidence: self._outcomes(evidence, ready) for evidence in EVIDENCES}
        values, good = np.concatenate(list(outcomes.values())), better(self.asked.outcomes[0])
        labels = np.repeat(list(outcomes), self.rows)
        smallest = smallest_effect(self.asked.outcomes[0], values[:, 0])
        table = regret_table(self.asked.names, labels, good * values, smallest)
        table["mean"] *= good
        table = table.assign(unit=Outcome.names()[self.asked.outcomes[0]][2].unit, smallest=smallest)[COLUMNS]
        worlds = pd.DataFrame(regrets(good * values), columns=self.asked.names)
        worlds.insert(0, "row", np.tile(np.arange(self.rows), len(EVIDENCES)))
        worlds.insert(0, "evidence", labels)
        worlds.insert(0, "world", np.arange(len(worlds)))
        return Findings(self.manifest, {"regret": table, "worlds": worlds}, conclusions(self.manifest, table))

    def _outcomes(self, evidence: Evidence, ready: Worlds) -> Values:
        """Return the mean outcome over luck, shape (rows, scenarios)."""
        ensemble = self.asked.ensemble
        numbers = numbers_of_run("posterior", self.rows, ensemble.seed, evidence, ensemble.posterior)
        lucks = np.tile(np.arange(self.lucks), self.rows)
        stored = ready.outcomes(np.repeat(numbers, self.lucks), lucks)
        columns = [
            values_of(rows, self.asked.outcomes[0]).reshape(self.rows, -1).mean(axis=1) for rows in stored.values()
        ]
        return np.stack(columns, axis=1)


def regrets(merits: Values) -> Values:
    """Return the regret of each policy in each world.

    Parameters
    ----------
    merits : array, shape (worlds, policies)
        More is better.
    """
    return np.asarray(merits.max(axis=1, keepdims=True) - merits)


def regret_table(names: Sequence[str], labels: NDArray[np.str_], merits: Values, smallest: float) -> pd.DataFrame:
    """Return the table `regret`, without the unit.

    Parameters
    ----------
    names : sequence of str
        The policies.
    labels : array of str, shape (worlds,)
        The evidence of each world.
    merits : array, shape (worlds, policies)
        More is better.
    smallest : float
        The smallest effect worth naming.
    """
    tables = []
    for evidence in (ALL, *dict.fromkeys(labels)):
        here = merits if evidence == ALL else merits[labels == evidence]
        lost = regrets(here)
        mean, worst = lost.mean(axis=0), lost.max(axis=0)
        tables.append(
            pd.DataFrame(
                {
                    "scenario": names,
                    "evidence": str(evidence),
                    "mean": here.mean(axis=0),
                    "mean_regret": mean,
                    "q95_regret": np.quantile(lost, 0.95, axis=0),
                    "worst_regret": worst,
                    "best_in": (lost < smallest).mean(axis=0),
                    "expected": (mean - mean.min() < smallest).astype(int),
                    "minimax": (worst - worst.min() < smallest).astype(int),
                }
            )
        )
    return pd.concat(tables, ignore_index=True)


def conclusions(manifest: dict[str, Any], table: pd.DataFrame) -> tuple[str, ...]:
    """Return the conclusions, the first first."""
    outcome, smallest = manifest["outcomes"][0], float(table["smallest"].iloc[0])
    unit = Outcome.names()[outcome][2].unit
    everywhere = table[table["evidence"] == ALL]
    told = []
    for column, of, how in (("expected", "mean_regret", "on average"), ("minimax", "worst_regret", "at worst")):
        chosen = everywhere[everywhere[column] == 1].sort_values(of, kind="stable")
        least = chosen[of].iloc[0]
        said = f"{_these(chosen)} {'regret' if len(chosen) > 1 else 'regrets'} least {how} of {outcome}: "
        alike = f"; they differ by less than the smallest effect worth naming, {number(smallest, unit)}"
        same = alike if len(chosen) > 1 else ""
        told.append(f"{said}{number(least, unit)} {unit}{same}.")
    told += _turned(table)
    if everywhere["worst_regret"].max() < smallest:
        told.append("No choice would ever be regretted by a nameable amount: for this outcome they are all the same.")
    return tuple(told)


def _these(chosen: pd.DataFrame) -> str:
    names = list(chosen["scenario"])
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"


def _turned(table: pd.DataFrame) -> list[str]:
    """Tell where the choice depends on which evidence one believes."""
    told = []
    for column, how in (("expected", "on average"), ("minimax", "at worst")):
        chosen = {
            str(evidence): set(rows.loc[rows[column] == 1, "scenario"])
            for evidence, rows in table[table["evidence"] != ALL].groupby("evidence", sort=False)
        }
        if not set.intersection(*chosen.values()):
            parts = "; ".join(f"{evidence}: {', '.join(sorted(names))}" for evidence, names in chosen.items())
            told.append(f"What regrets least {how} turns with the evidence ({parts}).")
    return told


def regret_request(
    scenarios: Sequence[str | Path | Scenario],
    *,
    outcome: str = "self_reliance",
    year: int = 2030,
    rows: int = 100,
    lucks: int = 4,
    seed: int = 2016,
) -> RegretRequest:
    """Check what is asked for, all of it, before anything runs. Arguments as for `regret`."""
    counts = {"rows": (rows, 2), "lucks": (lucks, 1)}
    asked = asked_of("regret", scenarios, [outcome], counts, year=year, seed=seed, numbers="posterior", at_least=2)
    return RegretRequest(asked, rows, lucks)
