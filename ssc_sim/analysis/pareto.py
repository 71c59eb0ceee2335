"""The efficient policy mixes: no other is as good in every objective and better in one.

levers.csv      what each lever does alone, and whether it is kept: see `pareto_levers.screened`
front.csv       point (`present` is the world as it is; the others are numbered), stands_for (how many efficient points
                it stands for, itself among them: in no objective are they better than it by more than the smallest
                effect worth naming), one column for each lever kept, then gain, gain_in, loss, loss_in (the largest
                gain and loss against the present over the objectives, in smallest effects, and where), beats_present
                (1 where it gains something nameable and loses nothing nameable)
objectives.csv  point, objective, unit, value (mean over replicates that the search did not use), difference (to the
                present), q05, q95, smallest, times (the gain in smallest effects, more is better), verdict, searched (1
                where any lever alone moves the objective, so that it is searched over)
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path
from typing import Any

import numpy as np

from ssc_sim.analysis.asking import Asked, Findings, asked_of, need_extra
from ssc_sim.analysis.pareto_front import front_tables
from ssc_sim.analysis.pareto_levers import (
    COSTS,
    DEFAULT_LEVERS,
    DEFAULT_OBJECTIVES,
    Lever,
    Scale,
    kept_of,
    live_of,
    open_levers,
    problems_of_chosen,
    problems_of_levers,
    screened,
    weighted,
)
from ssc_sim.analysis.pareto_runs import Mixes
from ssc_sim.analysis.pareto_search import Chosen, Values, representatives, search
from ssc_sim.analysis.pareto_told import conclusions
from ssc_sim.analysis.runs import smallest_effect
from ssc_sim.ensemble.parts import Parts
from ssc_sim.errors import InputError, Problem, nearest
from ssc_sim.scenario import Scenario
from ssc_sim.scenario.keys import ALL, country_codes, country_codes_told, nearest_country

WEIGHTS = ("countries", "people")


def pareto(scenario: str | Path | Scenario = "baseline-2016", **asked: Any) -> Findings:
    """Search for the efficient mixes of a donor, or of all.

    Parameters
    ----------
    scenario : str, path or Scenario
        The world as it is.
    **asked
        donor ("all", or a code), objectives (people trained and in post, capacity, dependency, need targeting,
        standing, cost), weights
        ("countries" or "people"), levers (see `DEFAULT_LEVERS`), year (2030), population (72), generations (16), runs
        (8 replicates of each point), check (40 other replicates of the front), seed (2016), workers, parts, finished.

    Returns
    -------
    Findings
        With the tables `levers`, `front` and `objectives`.

    Raises
    ------
    InputError
        With every mistake in what was given.
    """
    running = {name: asked.pop(name) for name in ("workers", "parts", "finished") if name in asked}
    return pareto_request(scenario, **asked).run(**running)


@dataclass(frozen=True)
class ParetoRequest:
    """A question that has been checked."""

    asked: Asked
    donor: str
    weights: str
    levers: list[Lever]
    population: int
    generations: int
    runs: int
    check: int

    @property
    def manifest(self) -> dict[str, Any]:
        """What must be known to ask the same again."""
        told = {"donor": self.donor, "weights": self.weights, "levers": [lever.name for lever in self.levers]}
        return self.asked.manifest | told | {"pymoo": version("pymoo")}  # which decides what is searched next

    @property
    def replicates(self) -> int:
        """How many replicates the screen and the search will run; the check of the front comes on top."""
        return self.runs * (2 * len(self.levers) + 1 + self.population * self.generations)

    def run(
        self,
        *,
        workers: int | None = None,
        parts: Parts | None = None,
        finished: Callable[[int], None] = lambda _: None,
    ) -> Findings:
        """Screen the levers, search, and judge the front on luck that the search has not met.

        Parameters
        ----------
        workers : int, optional
            Threads; the result does not depend on it.
        parts : Parts, optional
            Where finished batches are kept: a search that was broken off goes on where it stopped.
        finished : callable, optional
            Told the number of replicates of each batch that has finished.
        """
        mixes = Mixes(self.asked, self.donor, workers, parts, finished)
        objectives = self.asked.outcomes
        present = mixes.present("present", range(self.runs))
        smallest = np.array([smallest_effect(name, row) for name, row in zip(objectives, present, strict=True)])
        ends = mixes.ends(self.levers, range(self.runs))
        levers = screened(self.levers, objectives, ends, present, smallest)
        kept = kept_of(self.levers, levers)
        scale = Scale(objectives, present.mean(axis=-1), smallest, live_of(objectives, levers))
        front = self._searched(mixes, kept, scale) if kept else None
        others = range(self.runs, self.runs + self.check)
        tables = {"levers": levers, **front_tables(mixes, kept, front, scale, others)}
        return Findings(self.manifest, tables, conclusions(self.manifest, tables))

    def _searched(self, mixes: Mixes, kept: Sequence[Lever], scale: Scale) -> Chosen:
        """Return efficient points that stand for all that were found, as far as the smallest effects can tell."""

        def judge(generation: int, points: Values) -> Values:
            values = mixes.values(f"generation-{generation:03d}", kept, points, range(self.runs))
            return scale.merits(values)[:, scale.live]

        sizes = {"population": self.population, "generations": self.generations, "seed": self.asked.ensemble.seed}
        front = search(judge, len(kept), len(scale.live), **sizes).front()
        stand_for = representatives(front.merits)
        return Chosen(front.points[list(stand_for)], list(stand_for.values()))


def pareto_request(  # noqa: PLR0913  (a question has this many parts)
    scenario: str | Path | Scenario = "baseline-2016",
    *,
    donor: str = ALL,
    objectives: Sequence[str] = (),
    weights: str = "countries",
    levers: Sequence[str] = (),
    year: int = 2030,
    population: int = 72,
    generations: int = 16,
    runs: int = 8,
    check: int = 40,
    seed: int = 2016,
) -> ParetoRequest:
    """Check what is asked for, all of it, before anything runs. Arguments as for `pareto`."""
    need_extra("pymoo")
    names = list(levers or DEFAULT_LEVERS)
    problems = problems_of_levers(names)
    if weights not in WEIGHTS:
        wrong = f"'{weights}' are no weights"
        problems.append(Problem("--weights", 0, 0, "", wrong, ", ".join(WEIGHTS), nearest(weights, WEIGHTS)))
    if donor not in (ALL, *country_codes("donors")):
        near = nearest_country(donor, "donors")
        problems.append(Problem("--donor", 0, 0, "", f"'{donor}' is no donor", country_codes_told("donors"), near))
    cost = COSTS["all" if donor == ALL else "one"]
    chosen = weighted(objectives or (*DEFAULT_OBJECTIVES, cost), weights)
    problems += problems_of_chosen(chosen)
    counts = {"population": (population, 8), "generations": (generations, 1), "runs": (runs, 2), "check": (check, 2)}
    try:
        asked = asked_of("pareto", [scenario], chosen, counts, year=year, seed=seed, numbers="posterior")
        if len(asked.names) > 1:
            problems.append(Problem(asked.ensemble.asked[0], 0, 0, "", "is a sweep", "one scenario"))
    except InputError as error:
        raise InputError([*problems, *error.problems]) from None
    if problems:
        raise InputError(problems)
    known = open_levers()
    return ParetoRequest(asked, donor, weights, [known[name] for name in names], population, generations, runs, check)
