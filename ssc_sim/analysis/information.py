"""What to measure first: how often knowing an unknown would change the choice among policies, and what that is worth.

The policies are run in many worlds: numbers over their ranges, the fitted ones as rows of the posterior, each world
with luck of its own. Who knows nothing more takes the policy that is best on average. Who knows one number takes the
one that is best on average where the number is what it is: what that gains is what knowing it is worth.

information.csv  objective, number, kind, changes_decision, worth, unit, told, worth_low, worth_high, floor; by worth.
                 `changes_decision` is the share of worlds in which another policy would be taken, `worth` the mean gain
                 over all worlds in the unit of the objective, with its 90 % interval, `floor` what numbers that have
                 nothing to do with it reach by chance, `told` the same in plain words. `the posterior` is all fitted
                 numbers known together; `everything, luck included` is what no knowledge can exceed.
choices.csv      objective, scenario, mean, best_in, unit, smallest: how good each policy is on average (outcomes of
                 which less is better with their sign turned), in what share of the worlds it is the best, and the
                 smallest difference worth naming
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy.stats import qmc

from ssc_sim.analysis.asking import Asked, Findings, asked_of
from ssc_sim.analysis.information_told import EVERYTHING, conclusions, told_of
from ssc_sim.analysis.information_worth import Worth, worth_by_chance, worth_of, worth_of_everything
from ssc_sim.analysis.objectives import Objective, objective, outcomes_of, problems_of_objectives
from ssc_sim.analysis.runs import Worlds, chance, smallest_effect
from ssc_sim.analysis.sensitivity_inputs import POSTERIOR, Inputs, free_numbers, kind_of
from ssc_sim.ensemble.parts import Parts
from ssc_sim.errors import InputError
from ssc_sim.results.blocks import values_of
from ssc_sim.scenario import Scenario
from ssc_sim.tables import Rows

COLUMNS = ["objective", "number", "kind", "changes_decision", "worth", "unit", "told", "worth_low", "worth_high",
           "floor"]  # fmt: skip
OBJECTIVES = ("capacity", "dependency", "self_reliance", "social_spending", "development")
DUMMIES = 100  # numbers that have nothing to do with it, and show what chance alone is worth
DESIGN, NOTHING, FOLDS = 3, 4, 5  # purposes of chance


def information(*scenarios: str | Path | Scenario, **asked: Any) -> Findings:
    """Tell how often knowing each unknown would change the choice among the scenarios, and what it is worth.

    Parameters
    ----------
    *scenarios : str, path or Scenario
        The policies to choose from: two at least; a sweep counts as all its combinations.
    **asked
        objectives (names of outcomes, or several joined by `+`), year (2030), samples (512 worlds), seed (2016),
        workers, parts, finished.

    Returns
    -------
    Findings
        With the tables `information` and `choices`.

    Raises
    ------
    InputError
        With every mistake in what was given.
    """
    running = {name: asked.pop(name) for name in ("workers", "parts", "finished") if name in asked}
    return information_request(scenarios, **asked).run(**running)


def information_request(
    scenarios: Sequence[str | Path | Scenario],
    *,
    objectives: Sequence[str] = (),
    year: int = 2030,
    samples: int = 512,
    seed: int = 2016,
) -> InformationRequest:
    """Check what is asked for, all of it, before anything runs. Arguments as for `information`."""
    names = tuple(objectives or OBJECTIVES)
    problems = problems_of_objectives(names)
    known = () if problems else outcomes_of(names)
    try:
        asked = asked_of("information", scenarios, known, {"samples": (samples, 50)}, year=year, seed=seed, at_least=2)
    except InputError as error:
        raise InputError([*problems, *error.problems]) from None
    if problems:
        raise InputError(problems)
    return InformationRequest(asked, names, samples)


@dataclass(frozen=True)
class InformationRequest:
    """A question of what to measure that has been checked."""

    asked: Asked
    objectives: tuple[str, ...]
    samples: int

    @property
    def manifest(self) -> dict[str, Any]:
        """What must be known to do the same again."""
        return self.asked.manifest | {"objectives": list(self.objectives)}

    @property
    def replicates(self) -> int:
        """How many runs there will be."""
        return self.samples * len(self.asked.names)

    def run(
        self,
        *,
        workers: int | None = None,
        parts: Parts | None = None,
        finished: Callable[[int], None] = lambda _: None,
    ) -> Findings:
        """Run the policies in all worlds, and tell what knowing each number is worth."""
        return self.on(self.asked.worlds(workers, parts, finished))

    def on(self, worlds: Worlds) -> Findings:
        """Do it on worlds that are ready to run."""
        inputs, seed = Inputs(worlds.posterior), self.asked.ensemble.seed
        shares = qmc.LatinHypercube(len(inputs.names), rng=chance(seed, DESIGN)).random(self.samples)
        numbers = inputs.numbers(shares)
        stored = worlds.outcomes(numbers, inputs.lucks(shares))
        names = [objective(name) for name in self.objectives]
        merits = {wanted.name: merits_of(wanted, stored) for wanted in names}
        rows = [row for wanted in names for row in self._rows(wanted, *merits[wanted.name], numbers)]
        table = pd.DataFrame(rows, columns=COLUMNS)
        choices = pd.concat([choices_of(wanted, worlds.names, *merits[wanted.name]) for wanted in names])
        told = conclusions(table, choices)
        return Findings(self.manifest, {"information": table, "choices": choices}, told)

    def _rows(
        self, wanted: Objective, merits: NDArray[np.float64], smallest: float, numbers: Rows
    ) -> list[dict[str, Any]]:
        """Return a row for each unknown, the most valuable first."""
        seed = self.asked.ensemble.seed
        floor = worth_by_chance(merits, DUMMIES, chance(seed, NOTHING))
        rows = []
        for name, known in unknowns(numbers).items():
            found = worth_of_everything(merits) if known is None else worth_of(merits, known, chance(seed, FOLDS))
            rows.append(_row(wanted, name, found, floor, smallest))
        return sorted(rows, key=lambda row: -row["worth"])


def _row(wanted: Objective, name: str, found: Worth, floor: float, smallest: float) -> dict[str, Any]:
    told = told_of(name, found, floor, smallest, wanted.unit)
    return {"objective": wanted.name, "number": name, "kind": "everything" if name == EVERYTHING else kind_of(name),
            "changes_decision": found.changes, "worth": found.worth, "unit": wanted.unit, "told": told,
            "worth_low": found.low, "worth_high": found.high, "floor": floor}  # fmt: skip


def unknowns(numbers: Rows) -> dict[str, NDArray[np.float64] | None]:
    """Return what could be known, one column or several for each world: every number, the posterior, everything."""
    free = free_numbers()
    fitted = [name for name in numbers.dtype.names if name not in free and np.ptp(numbers[name]) > 0]
    single_ones: dict[str, NDArray[np.float64] | None] = {name: numbers[name][:, None] for name in [*free, *fitted]}
    together = np.column_stack([numbers[name] for name in fitted])
    return single_ones | {POSTERIOR: together, EVERYTHING: None}


def merits_of(wanted: Objective, stored: Mapping[str, Rows]) -> tuple[NDArray[np.float64], float]:
    """Return how good each policy is in each world, shape (worlds, policies), and the smallest difference worth naming.

    A relative smallest effect is a share of the largest mean.
    """
    smallest = {name: smallest_effect(name, *(values_of(rows, name) for rows in stored.values()))
                for name in wanted.outcomes}  # fmt: skip
    values = [wanted.value({name: values_of(rows, name) for name in wanted.outcomes}, smallest)
              for rows in stored.values()]  # fmt: skip
    return np.column_stack(values), wanted.smallest(smallest)


def choices_of(wanted: Objective, names: Sequence[str], merits: NDArray[np.float64], smallest: float) -> pd.DataFrame:
    """Return how good each policy is on average and how often it is the best, the best on average first."""
    best_in = np.bincount(merits.argmax(axis=1), minlength=len(names)) / len(merits)
    table = pd.DataFrame({"objective": wanted.name, "scenario": names, "mean": merits.mean(axis=0), "best_in": best_in})
    return table.assign(unit=wanted.unit, smallest=smallest).sort_values("mean", ascending=False, kind="stable")
