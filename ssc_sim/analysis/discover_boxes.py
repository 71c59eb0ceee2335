"""From worlds in which a policy fails or not to a box: found on half of them, judged on the other half."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

import numpy as np
import pandas as pd
from scipy.stats import hypergeom

from ssc_sim.analysis import prim
from ssc_sim.analysis.discover_experiments import Span

FEWEST_CASES = 10  # failing worlds, and worlds that hold, below which nothing is looked for
BY_CHANCE = 0.05  # a box that chance makes more often than this is none
BOX_COLUMNS = ["input", "low", "high", "range_low", "range_high", "unit", "quasi_p", "meaning"]
STEP_COLUMNS = ["step", "points", "cases", "coverage", "density", "mass", "inputs", "held_out_coverage",
                "held_out_density", "chosen"]  # fmt: skip
SCORE_COLUMNS = ["worlds", "points", "cases", "coverage", "density", "mass", "base", "p"]


class Half(NamedTuple):
    """Some worlds: their inputs, shape (worlds, inputs), and in which of them the policy fails."""

    points: np.ndarray
    cases: np.ndarray


class Discovery(NamedTuple):
    """The trajectory on half of the worlds, the box taken from it, and what it is worth on the other half.

    `p` is the chance that a box of as many held-out worlds, drawn blindly, holds as many failures.
    """

    inputs: list[str]
    found: Half
    held_out: Half
    steps: list[prim.Step]
    chosen: int
    box: prim.Box
    p: float

    @property
    def better_than_chance(self) -> bool:
        """Whether there is a box, and more failures lie in it, out of those it has not seen, than chance would put."""
        return bool(self.box.restricted()) and self.p < BY_CHANCE

    def tables(self, spans: Mapping[str, Span]) -> dict[str, pd.DataFrame]:
        """Return the tables `trajectory`, `box` and `scores`."""
        return {"trajectory": self._trajectory(), "box": self._box(spans), "scores": self._scores()}

    def _trajectory(self) -> pd.DataFrame:
        rows = []
        for number, step in enumerate(self.steps):
            unseen = prim.score_of(step.box, *self.held_out)
            told = {"held_out_coverage": unseen.coverage, "held_out_density": unseen.density}
            inside = {"step": number, "inputs": len(step.box.restricted()), "chosen": int(number == self.chosen)}
            rows.append(inside | step.score._asdict() | told)
        return pd.DataFrame(rows, columns=STEP_COLUMNS)

    def _box(self, spans: Mapping[str, Span]) -> pd.DataFrame:
        if not self.better_than_chance:
            return pd.DataFrame(columns=BOX_COLUMNS)
        rows = []
        for place, quasi_p in prim.quasi_p_values(self.box, *self.found).items():
            span = spans[self.inputs[place]]
            rows.append({
                "input": self.inputs[place], "low": max(self.box.low[place], span.low),
                "high": min(self.box.high[place], span.high), "range_low": span.low, "range_high": span.high,
                "unit": span.unit, "quasi_p": quasi_p, "meaning": span.meaning,
            })  # fmt: skip
        return pd.DataFrame(rows, columns=BOX_COLUMNS).sort_values("quasi_p", kind="stable", ignore_index=True)

    def _scores(self) -> pd.DataFrame:
        both = Half(*(np.concatenate(pair) for pair in zip(self.found, self.held_out, strict=True)))
        rows = []
        for name, half in (("all", both), ("found", self.found), ("held out", self.held_out)):
            base, p = float(half.cases.mean()), self.p if name == "held out" else float("nan")
            rows.append({"worlds": name, **prim.score_of(self.box, *half)._asdict(), "base": base, "p": p})
        return pd.DataFrame(rows, columns=SCORE_COLUMNS)


def first_half(number: int) -> np.ndarray:
    """Tell which of so many worlds the box is found on: every second one. They are drawn apart from each other."""
    half: np.ndarray = np.arange(number) % 2 == 0
    return half


def discovered(inputs: pd.DataFrame, failing: np.ndarray) -> Discovery:
    """Find a box on every second world, and judge it on the others.

    Parameters
    ----------
    inputs : DataFrame
        A row for each world, a column for each input.
    failing : array of bool
        In which worlds the policy fails.
    """
    points = inputs.to_numpy(dtype=float)
    first = first_half(len(points))
    found, held_out = Half(points[first], failing[first]), Half(points[~first], failing[~first])
    enough = FEWEST_CASES <= found.cases.sum() <= len(found.cases) - FEWEST_CASES
    steps = prim.trajectory(*found) if enough else [
        prim.Step(prim.everywhere(points.shape[1]), prim.score_of(prim.everywhere(points.shape[1]), *found))
    ]  # fmt: skip
    chosen = prim.chosen_step(steps)
    box = prim.without_chance(steps[chosen].box, *found) if enough else steps[0].box
    return Discovery([str(name) for name in inputs], found, held_out, steps, chosen, box, chance_of(box, held_out))


def chance_of(box: prim.Box, half: Half) -> float:
    """Return the chance that as many worlds, drawn blindly, hold as many failures as the box does."""
    score = prim.score_of(box, *half)
    return float(hypergeom.sf(score.cases - 1, len(half.cases), int(half.cases.sum()), score.points))
