"""Where a difference turns: the place between 0 and 1 at which a curve of paired differences crosses zero."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import pairwise
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import brentq

RESAMPLES = 400
CONFIDENCE = 0.9
EXACT = 0.01  # of the range: how closely a crossing is searched

Values = NDArray[np.float64]


class Crossing(NamedTuple):
    """Where a difference turns, with its interval, all as shares of the range; `others` crossings lie further away."""

    place: float
    low: float
    high: float
    others: int


class Curve:
    """Paired differences along a share of a range: evaluated where they are asked for, once, and kept.

    Parameters
    ----------
    difference : callable
        Of a share: the differences of all replicates there, on the same luck at every share.
    at : sequence of float
        Where the curve is looked at first, rising.
    """

    def __init__(self, difference: Callable[[float], Values], at: Sequence[float]) -> None:
        self._difference = difference
        self._known = {share: difference(share) for share in at}

    def __call__(self, share: float) -> float:
        """Return the mean difference at a share."""
        if share not in self._known:
            self._known[share] = self._difference(share)
        return float(self._known[share].mean())

    def shares(self) -> list[float]:
        """Return where the curve is known, rising."""
        return sorted(self._known)

    def differences(self) -> Values:
        """Return what is known of it, shape (shares, replicates)."""
        return np.array([self._known[share] for share in self.shares()])


def crossing(curve: Curve, present: float, chance: np.random.Generator) -> Crossing | None:
    """Return where a curve turns: of several crossings the one nearest to the present; None where it never does.

    A curve that only touches zero does not turn.

    Parameters
    ----------
    curve : Curve
        Known at its ends and at some shares between them; it is looked at more closely around the crossing.
    present : float
        The share at which the number stands.
    chance : Generator
        For the interval: replicates drawn again, the curve through what is known of it.
    """
    decided = [share for share in curve.shares() if curve(share) != 0.0]
    turns = [(low, high) for low, high in pairwise(decided) if curve(low) * curve(high) < 0.0]
    if not turns:
        return None
    low, high = min(turns, key=lambda turn: min(abs(end - present) for end in turn))
    place = float(brentq(curve, low, high, xtol=EXACT))
    shares, known = np.array(curve.shares()), curve.differences()
    drawn = chance.integers(0, known.shape[1], (RESAMPLES, known.shape[1]))
    places = [crossing_of(shares, known[:, some].mean(axis=1), place) for some in drawn]
    ends = np.quantile(places, ((1 - CONFIDENCE) / 2, (1 + CONFIDENCE) / 2))
    return Crossing(place, min(place, float(ends[0])), max(place, float(ends[1])), len(turns) - 1)


def crossing_of(shares: Values, means: Values, near: float) -> float:
    """Return where a curve through points crosses zero, nearest to a place; the end nearest to zero where it does not.

    Parameters
    ----------
    shares, means : arrays, shape (points,)
    near : float
    """
    decided = means != 0.0
    shares, means = shares[decided], means[decided]
    turns = np.flatnonzero(means[:-1] * means[1:] < 0.0)
    if not len(turns):
        return near if not len(means) else float(shares[0] if abs(means[0]) < abs(means[-1]) else shares[-1])
    places = [shares[i] + (shares[i + 1] - shares[i]) * means[i] / (means[i] - means[i + 1]) for i in turns]
    return float(min(places, key=lambda place: abs(place - near)))
