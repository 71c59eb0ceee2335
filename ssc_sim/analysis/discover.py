"""In which worlds does a policy fail: many worlds tried, and a box of numbers in which it fails more often.

The box is found on every second world and judged on the others, which it has not seen.

experiments.csv  experiment, one column for each input (`parameters.NAME`, `donors.CODE.budget`), then value, against,
                 difference (the outcome under the policy, under the scenario it is held against, and the first less the
                 second, each the mean over luck), fails (1 or 0), half (`found`: the box was found on it; `held out`)
trajectory.csv   step, points, cases, coverage, density, mass, inputs (how many are restricted), held_out_coverage,
                 held_out_density, chosen (1 for the step whose box is told): peeling, then pasting
box.csv          input, low, high (limits of the box), range_low, range_high, unit, quasi_p (the chance of so many
                 failures inside, had this limit not mattered), meaning; empty where no box does better than chance
scores.csv       worlds (`all`, `found`, `held out`), points, cases, coverage, density, mass, base (the share of failing
                 worlds among those points), p (held out: the chance of as many failures inside a box of that size),
                 needed (the least gain, or the largest loss, that is no failure)
worlds/*.yaml    the policy, and what it is held against, in the middle of the box: files that run as they are
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

import numpy as np

from ssc_sim.analysis.asking import Asked, Findings, asked_of
from ssc_sim.analysis.discover_boxes import discovered, first_half
from ssc_sim.analysis.discover_experiments import Experiments, Values, experiments_of, run_experiments, spans_of
from ssc_sim.analysis.discover_told import conclusions
from ssc_sim.analysis.discover_worlds import worlds_in
from ssc_sim.analysis.objectives import better
from ssc_sim.analysis.runs import smallest_effect
from ssc_sim.ensemble.parts import Parts
from ssc_sim.errors import InputError, Problem, nearest
from ssc_sim.scenario import Scenario

Fails = Literal["below", "regret"]
FAILS: dict[Fails, str] = {
    "below": "it does not better the outcome by the smallest effect worth naming",
    "regret": "it worsens the outcome by more than the smallest effect worth naming",
}
AGAINST = "baseline-2016"
FEWEST = 40  # worlds: half of them must hold enough failures to find anything


def discover(scenario: str | Path | Scenario, **asked: Any) -> Discovered:
    """Find in which worlds a policy fails.

    Parameters
    ----------
    scenario : str, path or Scenario
        The policy.
    **asked
        against ("baseline-2016"), outcome ("capacity"), fails ("below": see `FAILS`; or "regret"), threshold (the least
        gain, in the unit of the outcome, in place of the smallest effect worth naming), year (2030), experiments (1000
        worlds), lucks (4 in each, averaged), seed (2016), workers, parts,
        finished.

    Returns
    -------
    Discovered
        With the tables `experiments`, `trajectory`, `box` and `scores`, and the scenarios in the middle of the box.

    Raises
    ------
    InputError
        With every mistake in what was given.
    """
    running = {name: asked.pop(name) for name in ("workers", "finished") if name in asked}
    return discover_request(scenario, **asked).run(**running)


@dataclass(frozen=True)
class Discovered(Findings):
    """What was found, and scenarios in the middle of the box: the text of a file by its name, none without a box."""

    worlds: dict[str, str]

    def write(self, folder: Path) -> None:
        """Write manifest, tables, conclusions and scenarios into a folder that exists."""
        super().write(folder)
        if self.worlds:
            (folder / "worlds").mkdir()
        for name, text in self.worlds.items():
            (folder / "worlds" / f"{name}.yaml").write_text(text, encoding="utf-8")


@dataclass(frozen=True)
class DiscoverRequest:
    """A question that has been checked. Of the scenarios asked, the first is what the policy is held against."""

    asked: Asked
    fails: Fails
    threshold: float | None
    experiments: int
    lucks: int

    @property
    def manifest(self) -> dict[str, Any]:
        """What must be known to ask the same again."""
        against, scenario = self.asked.names
        told = {"scenario": scenario, "against": against, "fails": self.fails, "threshold": self.threshold}
        return self.asked.manifest | told

    @property
    def replicates(self) -> int:
        """How many replicates will be run."""
        return self.experiments * self.lucks * len(self.asked.names)

    def run(
        self,
        *,
        workers: int | None = None,
        parts: Parts | None = None,
        finished: Callable[[int], None] = lambda _: None,
    ) -> Discovered:
        """Run every world, find the box, and judge it on the worlds that it was not found on."""
        experiments = experiments_of(self.asked, self.experiments)
        values = run_experiments(self.asked, experiments, self.lucks, workers=workers, parts=parts, finished=finished)
        return self.found(experiments, values)

    def found(self, experiments: Experiments, values: dict[str, Values]) -> Discovered:
        """Return what is found in worlds that have run."""
        inputs = experiments.table(self.asked.ensemble.scenarios)
        against, policy = (values[name] for name in self.asked.names)
        outcome = self.asked.outcomes[0]
        needed = smallest_effect(outcome, against) if self.threshold is None else self.threshold
        failing = fails_in(policy - against, better(outcome), needed, self.fails)
        discovery = discovered(inputs, failing)
        table = inputs.assign(value=policy, against=against, difference=policy - against, fails=failing.astype(int))
        table["half"] = np.where(first_half(len(table)), "found", "held out")
        table.insert(0, "experiment", np.arange(len(table)))
        spans = spans_of([str(name) for name in inputs])
        tables = {"experiments": table, **discovery.tables(spans)}
        tables["scores"]["needed"] = needed
        worlds = worlds_in(self.asked.ensemble.scenarios, discovery, spans)
        return Discovered(self.manifest, tables, conclusions(self.manifest, tables), worlds)


def fails_in(differences: np.ndarray, good: int, needed: float, fails: Fails) -> np.ndarray:
    """Tell in which worlds a policy fails.

    Parameters
    ----------
    differences : array
        The outcome under the policy less that under what it is held against.
    good : {1, -1}
        Whether more of the outcome is better, or less.
    needed : float
        What the policy must at least gain (`below`), or may at most lose (`regret`).
    fails : {"below", "regret"}
    """
    gains = good * differences
    failing: np.ndarray = gains < needed if fails == "below" else gains < -needed
    return failing


def discover_request(  # noqa: PLR0913  (a question has this many parts)
    scenario: str | Path | Scenario,
    *,
    against: str | Path | Scenario = AGAINST,
    outcome: str = "capacity",
    fails: str = "below",
    threshold: float | None = None,
    year: int = 2030,
    experiments: int = 1000,
    lucks: int = 4,
    seed: int = 2016,
) -> DiscoverRequest:
    """Check what is asked for, all of it, before anything runs. Arguments as for `discover`."""
    problems = []
    if fails not in FAILS:
        wrong = f"'{fails}' is no way to fail"
        problems.append(Problem("--fails", 0, 0, "", wrong, ", ".join(FAILS), nearest(fails, FAILS)))
    counts = {"experiments": (experiments, FEWEST), "lucks": (lucks, 1)}
    try:
        asked = asked_of("discover", [against, scenario], [outcome], counts, year=year, seed=seed, at_least=2)
        if len(asked.names) > 2:
            problems.append(Problem(", ".join(asked.ensemble.asked), 0, 0, "", "is a sweep", "one scenario"))
    except InputError as error:
        raise InputError([*problems, *error.problems]) from None
    if problems:
        raise InputError(problems)
    chosen: Fails = "regret" if fails == "regret" else "below"
    return DiscoverRequest(asked, chosen, threshold, experiments, lucks)
