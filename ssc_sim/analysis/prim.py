"""In which corner of the inputs do the cases of interest lie: the patient rule induction method, small.

Friedman and Fisher (1999), as scenario discovery uses it (Bryant and Lempert 2010): a box that starts as the whole
space is peeled, a thin slice at a time, each time where the share of cases rises most for what is cut off; then slices
are pasted back where that raises the share further. Nothing draws: equal data give equal boxes.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

import numpy as np
from scipy.stats import binomtest

ALPHA = 0.05  # share of the points inside that one peel cuts off, one paste adds
SMALLEST_MASS = 0.05  # share of all points below which a box is not peeled further
SIGNIFICANT = 0.05  # a restriction whose quasi-p-value is not below this is dropped
LOW, HIGH = 0, 1


class Box(NamedTuple):
    """Limits of each input, shape (inputs,); infinite where a side is not restricted."""

    low: np.ndarray
    high: np.ndarray

    def holds(self, points: np.ndarray) -> np.ndarray:
        """Tell which points, shape (points, inputs), lie inside."""
        inside: np.ndarray = np.all((points >= self.low) & (points <= self.high), axis=1)
        return inside

    def restricted(self) -> list[int]:
        """Return the inputs with a limit on either side."""
        return [int(i) for i in np.flatnonzero(np.isfinite(self.low) | np.isfinite(self.high))]

    def limited(self, place: int, side: int, limit: float) -> Box:
        """Return the box with one limit set."""
        limits = [self.low.copy(), self.high.copy()]
        limits[side][place] = limit
        return Box(*limits)

    def opened(self, place: int) -> Box:
        """Return the box without any limit on one input."""
        return self.limited(place, LOW, -np.inf).limited(place, HIGH, np.inf)


class Score(NamedTuple):
    """How a box does on some points.

    `coverage` is the share of all cases that lie inside, `density` the share of the points inside that are cases,
    `mass` the share of all points that lie inside.
    """

    points: int
    cases: int
    coverage: float
    density: float
    mass: float


class Step(NamedTuple):
    """One box of the trajectory of peeling and pasting, and its score on the points that it was found on."""

    box: Box
    score: Score


def everywhere(inputs: int) -> Box:
    """Return the box without limits."""
    return Box(np.full(inputs, -np.inf), np.full(inputs, np.inf))


def score_of(box: Box, points: np.ndarray, cases: np.ndarray) -> Score:
    """Return how a box does on points, shape (points, inputs), of which `cases`, shape (points,), are of interest."""
    inside = box.holds(points)
    held, hits, all_cases = int(inside.sum()), int(cases[inside].sum()), int(cases.sum())
    return Score(
        points=held,
        cases=hits,
        coverage=hits / all_cases if all_cases else 0.0,
        density=hits / held if held else 0.0,
        mass=held / len(points),
    )


def trajectory(points: np.ndarray, cases: np.ndarray) -> list[Step]:
    """Return the boxes of peeling, then of pasting, the first without limits.

    Parameters
    ----------
    points : array, shape (points, inputs)
    cases : array of bool, shape (points,)
    """
    steps = [_step(everywhere(points.shape[1]), points, cases)]
    while (box := _peeled(steps[-1].box, points, cases)) is not None:
        steps.append(_step(box, points, cases))
    while (box := _pasted(steps[-1].box, points, cases)) is not None:
        steps.append(_step(box, points, cases))
    return steps


def _step(box: Box, points: np.ndarray, cases: np.ndarray) -> Step:
    return Step(box, score_of(box, points, cases))


def _peeled(box: Box, points: np.ndarray, cases: np.ndarray) -> Box | None:
    """Return the box after the best peel: where density rises most for each point cut off; then fewest inputs."""
    inside = box.holds(points)
    held, hits = points[inside], cases[inside]
    limits = np.stack([peel_limits(held, HIGH), peel_limits(held, LOW)], axis=1)
    kept = np.stack([held <= limits[:, 0], held >= limits[:, 1]], axis=2)
    left = kept.sum(axis=0)
    gone = len(held) - left
    allowed = (gone > 0) & (left >= SMALLEST_MASS * len(points))
    density = np.einsum("i,ijk->jk", hits.astype(float), kept.astype(float)) / np.maximum(left, 1)
    gains = np.where(allowed, (density - hits.mean()) / np.maximum(gone, 1), 0.0)
    if gains.max() <= 0.0:
        return None
    best = np.argwhere(gains == gains.max())
    candidates = [box.limited(int(place), (HIGH, LOW)[side], float(limits[place, side])) for place, side in best]
    return min(candidates, key=lambda candidate: len(candidate.restricted()))


def peel_limits(points: np.ndarray, side: int) -> np.ndarray:
    """Return where one side of each input is cut: halfway between two different values, at a share `ALPHA` of points.

    Where many values are equal, the cut moves inwards until it separates something.

    Parameters
    ----------
    points : array, shape (points, inputs)
    side : {LOW, HIGH}
    """
    ordered = np.sort(points, axis=0)
    at = (len(ordered) - 1) * (ALPHA if side == LOW else 1.0 - ALPHA)
    below, above = int(np.floor(at)), int(np.ceil(at))
    limits: np.ndarray = (ordered[below] + ordered[above]) / 2
    for place in np.flatnonzero(ordered[below] == ordered[above]):
        limits[place] = _next_gap(ordered[:, place], below, above, side)
    return limits


def _next_gap(ordered: np.ndarray, below: int, above: int, side: int) -> float:
    """Return the middle of the next gap inwards."""
    while side == HIGH and ordered[below] == ordered[above] and below > 0:
        below -= 1
    while side == LOW and ordered[below] == ordered[above] and above < len(ordered) - 1:
        above += 1
    return float((ordered[below] + ordered[above]) / 2)


def _pasted(box: Box, points: np.ndarray, cases: np.ndarray) -> Box | None:
    """Return the box after the best paste, or nothing where none raises the density."""
    best, chosen = float(cases[box.holds(points)].mean()), None
    for candidate in _pastes(box, points):
        density = float(cases[candidate.holds(points)].mean())
        if density > best:
            best, chosen = density, candidate
    return chosen


def _pastes(box: Box, points: np.ndarray) -> Iterator[Box]:
    """Yield the box with each of its limits moved outwards, over a share `ALPHA` of as many points as it holds."""
    added = max(1, int(ALPHA * box.holds(points).sum()))
    for place in box.restricted():
        for side in (LOW, HIGH):
            limit = (box.low, box.high)[side][place]
            open_box = box.limited(place, side, (-np.inf, np.inf)[side])
            beyond = points[open_box.holds(points), place]
            beyond = np.sort(beyond[beyond < limit]) if side == LOW else -np.sort(-beyond[beyond > limit])
            if np.isfinite(limit) and len(beyond):
                yield open_box if len(beyond) <= added else box.limited(place, side, float(beyond[-added]))


def quasi_p_values(box: Box, points: np.ndarray, cases: np.ndarray) -> dict[int, float]:
    """Return for each restricted input the chance of so many cases inside, had its limits not mattered.

    One-sided binomial, against the density of the box without the limits of that input (Bryant and Lempert 2010).
    """
    inside = score_of(box, points, cases)
    found: dict[int, float] = {}
    for place in box.restricted():
        without = score_of(box.opened(place), points, cases)
        test = binomtest(inside.cases, inside.points, without.density, alternative="greater")
        found[place] = float(test.pvalue)
    return found


def without_chance(box: Box, points: np.ndarray, cases: np.ndarray) -> Box:
    """Return the box without the restrictions that chance could have made, the least significant dropped first."""
    while values := quasi_p_values(box, points, cases):
        worst = max(values, key=lambda place: values[place])
        if values[worst] < SIGNIFICANT:
            break
        box = box.opened(worst)
    return box


def chosen_step(steps: list[Step]) -> int:
    """Return which box of a trajectory to take: where coverage exceeds mass most, the first of equals.

    That is, the box with the most cases beyond those that a box of its size would hold by chance. Coverage alone is had
    by the whole space, density alone by a single case.
    """
    return int(np.argmax([step.score.coverage - step.score.mass for step in steps]))
