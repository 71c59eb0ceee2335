"""The search for efficient mixes: generations of points, each judged by whoever asks; the same seed, the same points.

The search asks for a generation, is told how good each point is, and asks for the next; it draws from its own seeded
generator alone. So a search that was broken off, told the same again, goes on to the same end.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from math import comb
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from ssc_sim.comparison import efficient

Values = NDArray[np.float64]
#: Judges a generation: (its number, points of shape (points, levers) in [0, 1]) -> merits (points, objectives).
Judge = Callable[[int, Values], Values]


class Archive(NamedTuple):
    """Every point that was judged: shape (points, levers), and its merits, shape (points, objectives)."""

    points: Values
    merits: Values

    def front(self) -> Archive:
        """Return the efficient points: none is at least as good in everything and better in something."""
        unbeaten = efficient(self.merits)
        return Archive(self.points[unbeaten], self.merits[unbeaten])


class Chosen(NamedTuple):
    """Points that stand for others: shape (points, levers), and for how many efficient ones each does."""

    points: Values
    stand_for: list[int]


def search(judge: Judge, levers: int, objectives: int, *, population: int, generations: int, seed: int) -> Archive:
    """Search for efficient points with NSGA-III (Deb and Jain 2014), and return every point judged.

    Parameters
    ----------
    judge : callable
        More is better in every merit.
    levers, objectives : int
    population, generations : int
        Points in a generation, and how many generations.
    seed : int
    """
    from pymoo.algorithms.moo.nsga3 import NSGA3  # noqa: PLC0415  (of the extra `analysis`)
    from pymoo.core.evaluator import Evaluator  # noqa: PLC0415
    from pymoo.core.problem import Problem  # noqa: PLC0415
    from pymoo.problems.static import StaticProblem  # noqa: PLC0415
    from pymoo.util.ref_dirs import get_reference_directions  # noqa: PLC0415

    problem = Problem(n_var=levers, n_obj=objectives, xl=0.0, xu=1.0)
    directions = get_reference_directions("das-dennis", objectives, n_partitions=partitions(objectives, population))
    algorithm = NSGA3(ref_dirs=directions, pop_size=population)
    algorithm.setup(problem, termination=("n_gen", generations), seed=seed, verbose=False)
    points, merits = [], []
    for generation in range(generations):
        asked = algorithm.ask()
        points.append(np.array(asked.get("X"), dtype=float))
        merits.append(judge(generation, points[-1]))
        Evaluator().eval(StaticProblem(problem, F=-merits[-1]), asked)
        algorithm.tell(infills=asked)
    return Archive(np.concatenate(points), np.concatenate(merits))


def partitions(objectives: int, population: int) -> int:
    """Return how finely the directions between objectives are parted: as finely as a population can follow."""
    parts = 1
    while objectives > 1 and comb(parts + objectives, objectives - 1) <= population:
        parts += 1
    return parts


def representatives(merits: Values, weights: Sequence[int] | None = None, apart: float = 1.0) -> dict[int, int]:
    """Return points that stand for all, each with how many it stands for.

    A point stands for another that is in no merit better than it by more than `apart`: whoever takes it instead loses
    nothing worth naming. Every point has one that stands for it, and none can be left out.

    Parameters
    ----------
    merits : array, shape (points, merits)
        In smallest effects worth naming; more is better.
    weights : sequence of int, optional
        For how many points each stands already.
    apart : float
    """
    better_by = (merits[None, :, :] - merits[:, None, :]).max(
        axis=2
    )  # [one, other]: what is lost by taking one instead
    stands_for = better_by <= apart
    kept: list[int] = []
    for place in map(int, np.argsort(-merits.sum(axis=1), kind="stable")):
        if not stands_for[kept, place].any():
            kept.append(place)
    for one in list(kept):
        others = [other for other in kept if other != one]
        if stands_for[others].any(axis=0).all():
            kept = others
    counts = dict.fromkeys(kept, 0)
    for place, weight in enumerate(weights or [1] * len(merits)):
        counts[kept[int(better_by[kept, place].argmin())]] += weight
    return counts
