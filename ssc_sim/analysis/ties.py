"""Tie points: for each two policies and each number that nobody observed, the value at which their order turns.

All other numbers stand at their values (the fitted ones at the best row of the posterior); the number moves over its
range, on the same luck everywhere, and where the mean paired difference changes its sign the crossing is searched.

ties.csv  outcome, year, better, worse, number, kind, value, low, high, tie, tie_low, tie_high, unit, told, holds_below,
          holds_above, difference, smallest: `better` is the policy that is better where the number stands at its
          `value` (by `difference`, in the unit of the outcome, next to the smallest effect worth naming), `low` and
          `high` the range of the number, `tie` the value at which the order turns with its 90 % interval (empty where
          there is none), `holds_below` and `holds_above` how often `better` is better with all other numbers over
          their ranges and this one below or above the tie, `told` the same in plain words
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import combinations
from pathlib import Path
from typing import Any, NamedTuple
from zlib import crc32

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from ssc_sim.analysis.asking import Asked, Findings, asked_of
from ssc_sim.analysis.objectives import better
from ssc_sim.analysis.runs import Worlds, chance, smallest_effect
from ssc_sim.analysis.sensitivity_inputs import free_numbers
from ssc_sim.analysis.ties_search import Curve, crossing
from ssc_sim.analysis.ties_told import conclusions, told_of
from ssc_sim.ensemble.parts import Parts
from ssc_sim.errors import InputError, Problem, nearest
from ssc_sim.parameters import Parameters
from ssc_sim.posterior import numbers_of_run
from ssc_sim.results.blocks import values_of
from ssc_sim.scenario import Scenario
from ssc_sim.tables import Rows

COLUMNS = ["outcome", "year", "better", "worse", "number", "kind", "value", "low", "high", "tie", "tie_low", "tie_high",
           "unit", "told", "holds_below", "holds_above", "difference", "smallest"]  # fmt: skip
ALL_PAIRS = 4  # scenarios up to which every two are compared, not only each with the first
LOOKED_AT = (0.0, 0.5, 1.0)  # of the range, beside the present value
NOTHING = 1e-9  # of the smallest effect worth naming: rounding
FEWEST = 10  # draws from which a probability is told


def ties(*scenarios: str | Path | Scenario, **asked: Any) -> Findings:
    """Tell at which value of each number the order of two policies turns.

    Parameters
    ----------
    *scenarios : str, path or Scenario
        Two at least; every two of them are compared, or each with the first where there are more than four.
    **asked
        outcomes (the main ones), numbers (all that are neither observed nor fitted), year (2030), runs (16 replicates
        at each value), draws (200 worlds with all numbers over their ranges; 0 leaves this out), stretch (1: how many
        times its range a number may move upwards, to see how far outside it a tie lies), evidence, seed (2016),
        workers, parts, finished.

    Returns
    -------
    Findings
        With the table `ties`.

    Raises
    ------
    InputError
        With every mistake in what was given.
    """
    running = {name: asked.pop(name) for name in ("workers", "parts", "finished") if name in asked}
    return tie_request(scenarios, **asked).run(**running)


def tie_request(  # noqa: PLR0913  (a question has this many parts)
    scenarios: Sequence[str | Path | Scenario],
    *,
    outcomes: Sequence[str] = (),
    numbers: Sequence[str] = (),
    year: int = 2030,
    runs: int = 16,
    draws: int = 200,
    stretch: float = 1.0,
    evidence: str | None = None,
    seed: int = 2016,
) -> TieRequest:
    """Check what is asked for, all of it, before anything runs. Arguments as for `ties`."""
    free = free_numbers()
    problems = [
        Problem("--number", 0, 0, "", f"'{name}' is no number that could be otherwise",
                "see `ssc-sim show parameters`: assumed, or of the literature", nearest(name, free))
        for name in numbers
        if name not in free
    ]  # fmt: skip
    if not 1.0 <= stretch <= 100.0:
        problems.append(Problem("--stretch", 0, 0, "", f"{stretch:g} is out of range", "1 to 100"))
    if stretch > 1.0 and not numbers:
        problems.append(Problem("--stretch", 0, 0, "", "leaves the range of every number", "with --number NAME"))
    counts = {"runs": (runs, 2), "draws": (draws, 0)}
    try:
        asked = asked_of("ties", scenarios, outcomes, counts, year=year, seed=seed, numbers="point", evidence=evidence,
                         at_least=2)  # fmt: skip
    except InputError as error:
        raise InputError([*problems, *error.problems]) from None
    if problems:
        raise InputError(problems)
    return TieRequest(asked, tuple(numbers or free), runs, draws, stretch)


class Pair(NamedTuple):
    """Two policies and an outcome: which is better now, and by how much."""

    outcome: str
    better: str
    worse: str
    difference: float
    smallest: float


#: What is known of one number: at each share of its range, rows of Outcome of every scenario.
Known = dict[float, Mapping[str, Rows]]


@dataclass(frozen=True)
class TieRequest:
    """A question of tie points that has been checked."""

    asked: Asked
    numbers: tuple[str, ...]
    runs: int
    draws: int
    stretch: float

    @property
    def manifest(self) -> dict[str, Any]:
        """What must be known to do the same again."""
        return self.asked.manifest | {"numbers": list(self.numbers), "stretch": self.stretch}

    @property
    def replicates(self) -> int:
        """How many runs there will be before any crossing is searched."""
        at = len(LOOKED_AT) + (self.stretch > 1.0)
        return (self.runs * (1 + at * len(self.numbers)) + self.draws) * len(self.asked.names)

    def run(
        self,
        *,
        workers: int | None = None,
        parts: Parts | None = None,
        finished: Callable[[int], None] = lambda _: None,
    ) -> Findings:
        """Look at every number over its range, and search where an order turns."""
        return self.on(self.asked.worlds(workers, parts, finished))

    def on(self, worlds: Worlds) -> Findings:
        """Do it on worlds that are ready to run."""
        now = self._outcomes(worlds, self._rows(1))
        known = self._scanned(worlds, now)
        pairs = [pair for outcome in self.asked.outcomes for pair in pairs_of(outcome, worlds.names, now)]
        drawn = self._drawn(worlds)
        rows = [self._row(worlds, pair, name, known[name], drawn) for pair in pairs for name in self.numbers]
        table = pd.DataFrame(rows, columns=COLUMNS)
        return Findings(self.manifest, {"ties": table}, conclusions(table))

    def _rows(self, places: int) -> Rows:
        """Return rows of numbers at their values, for so many places of all replicates."""
        ensemble = self.asked.ensemble
        evidence = ensemble.evidence or ensemble.scenarios[0].evidence
        return numbers_of_run("point", places * self.runs, ensemble.seed, evidence, ensemble.posterior)

    def _outcomes(self, worlds: Worlds, numbers: Rows) -> dict[str, Rows]:
        """Run rows of numbers, every place on the luck of the same replicates."""
        return worlds.outcomes(numbers, np.resize(np.arange(self.runs), len(numbers)))

    def _scanned(self, worlds: Worlds, now: Mapping[str, Rows]) -> dict[str, Known]:
        """Return what every number does at its ends, in the middle and at its value, all run together."""
        shares = [*LOOKED_AT, *([self.stretch] if self.stretch > 1.0 else [])]
        places = [(name, share) for name in self.numbers for share in shares]
        numbers = self._rows(len(places))
        for place, (name, share) in enumerate(places):
            numbers[name][place * self.runs : (place + 1) * self.runs] = value_at(name, share)
        stored = self._outcomes(worlds, numbers)
        known: dict[str, Known] = {name: {self._present(name): now} for name in self.numbers}
        for place, (name, share) in enumerate(places):
            some = slice(place * self.runs, (place + 1) * self.runs)
            known[name][share] = {scenario: rows[some] for scenario, rows in stored.items()}
        return known

    def _present(self, name: str) -> float:
        """Return where in its range a number stands."""
        return float(Parameters.columns()[name].share(self._rows(1)[name][0]))

    def _drawn(self, worlds: Worlds) -> tuple[Rows, dict[str, Rows]]:
        """Return worlds with all numbers over their ranges, and what becomes of every scenario in them."""
        ensemble = self.asked.ensemble
        numbers = numbers_of_run("ranges", self.draws, ensemble.seed, "documents", ensemble.posterior)
        return numbers, worlds.outcomes(numbers, np.arange(self.draws))

    def _row(
        self, worlds: Worlds, pair: Pair, name: str, known: Known, drawn: tuple[Rows, dict[str, Rows]]
    ) -> dict[str, Any]:
        """Return what one number does to the order of two policies."""

        def lead(share: float) -> NDArray[np.float64]:
            run = known.get(share, {})  # another pair may have been looked at here, and share one policy or none
            lacking = tuple(s for s in worlds.scenarios if s.name in (pair.better, pair.worse) and s.name not in run)
            if lacking:
                numbers = self._rows(1)
                numbers[name] = value_at(name, share)
                some = replace(worlds, scenarios=lacking, finished=lambda _: None)
                known[share] = run = {**run, **self._outcomes(some, numbers)}
            return lead_of(pair, run)

        record, present = Parameters.columns()[name], self._present(name)
        looked_at = sorted(share for share in known if {pair.better, pair.worse} <= known[share].keys())
        curve = Curve(lead, looked_at)
        search = chance(self.asked.ensemble.seed, crc32(f"{pair.outcome} {pair.better} {pair.worse} {name}".encode()))
        found = crossing(curve, present, search)
        ends = {} if found is None else dict(
            zip(("tie", "tie_low", "tie_high"), (value_at(name, share) for share in found[:3]), strict=True)
        )  # fmt: skip
        row: dict[str, Any] = {
            "outcome": pair.outcome, "year": self.asked.year, "better": pair.better, "worse": pair.worse,
            "number": name, "kind": record.kind, "value": value_at(name, present), "low": record.low,
            "high": record.high, "unit": record.unit, "difference": pair.difference, "smallest": pair.smallest,
        } | ends | holds(pair, drawn, name, ends.get("tie"))  # fmt: skip
        moves = bool(np.ptp(curve.differences(), axis=0).max() > NOTHING * pair.smallest)
        return row | {"told": told_of(row, 0 if found is None else found.others, moves=moves)}


def value_at(name: str, share: float) -> float:
    """Return the value of a number at a share of its range; beyond 1 the range goes on."""
    return float(Parameters.columns()[name].at(np.asarray(share)))


def lead_of(pair: Pair, stored: Mapping[str, Rows]) -> NDArray[np.float64]:
    """Return by how much the one policy is better than the other, for each row."""
    ahead, behind = (values_of(stored[name], pair.outcome) for name in (pair.better, pair.worse))
    lead: NDArray[np.float64] = better(pair.outcome) * (ahead - behind)
    return lead


def pairs_of(outcome: str, names: Sequence[str], now: Mapping[str, Rows]) -> list[Pair]:
    """Return every two policies whose outcomes differ, or each with the first where there are many policies."""
    every = combinations(names, 2) if len(names) <= ALL_PAIRS else ((names[0], name) for name in names[1:])
    pairs = []
    for one, other in every:
        smallest = smallest_effect(outcome, *(values_of(now[name], outcome) for name in (one, other)))
        mean = float(lead_of(Pair(outcome, one, other, 0.0, smallest), now).mean())
        if mean:
            pairs.append(Pair(outcome, *((one, other) if mean > 0 else (other, one)), abs(mean), smallest))
    return pairs


def holds(pair: Pair, drawn: tuple[Rows, Mapping[str, Rows]], name: str, tie: float | None) -> dict[str, float]:
    """Return how often the order of now holds over the ranges of all numbers, with this one below or above its tie.

    Where there is no tie, both are how often it holds at all.
    """
    numbers, stored = drawn
    kept, values = lead_of(pair, stored) > 0, numbers[name]
    sides = (values >= -np.inf, values >= -np.inf) if tie is None else (values < tie, values >= tie)
    told = (float(kept[side].mean()) if side.sum() >= FEWEST else np.nan for side in sides)
    return dict(zip(("holds_below", "holds_above"), told, strict=True))
