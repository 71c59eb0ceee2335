"""What knowing something before a choice is worth: for any table of how good each choice is in each world."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.polynomial.legendre import legvander
from numpy.typing import NDArray
from scipy.linalg import lstsq
from scipy.stats import rankdata

DEGREE = 4  # of the curve through how much better one choice is, along what is known
FOLDS = 5
RESAMPLES = 500
CONFIDENCE = 0.9

Values = NDArray[np.float64]


class Worth(NamedTuple):
    """What knowing something is worth, with its interval, and in what share of the worlds it changes the choice."""

    worth: float
    low: float
    high: float
    changes: float


def worth_of(merits: Values, known: Values, chance: np.random.Generator) -> Worth:
    """Return what it is worth to choose after something is known, against choosing the best on average.

    A smooth curve says how good each choice is on average, given what is known; the best by the curve is chosen, and
    judged by worlds that the curve has not seen. So what is worth nothing gains nothing, and noise is not taken for
    knowledge (the expected value of partial perfect information, cross-fitted).

    Parameters
    ----------
    merits : array, shape (worlds, choices)
        How good each choice is in each world; more is better.
    known : array, shape (worlds, columns)
        What is known: one column, or several that are known together.
    chance : Generator
        For the folds and the bootstrap.

    Returns
    -------
    Worth
        In the unit of the merits; never below zero, since what is known can be left aside.
    """
    best, chosen = _chosen(merits, known, chance)
    gains = merits[np.arange(len(merits)), chosen] - merits[:, best]
    drawn = gains[chance.integers(0, len(gains), (RESAMPLES, len(gains)))].mean(axis=1)
    low, high = np.quantile(drawn, ((1 - CONFIDENCE) / 2, (1 + CONFIDENCE) / 2))
    worth, low, high = (max(0.0, float(gain)) for gain in (gains.mean(), low, high))
    return Worth(worth, low, high, float((chosen != best).mean()))


def worth_by_chance(merits: Values, times: int, chance: np.random.Generator) -> float:
    """Return the most that knowing any of so many things is worth that have nothing to do with the choice."""
    worth = 0.0
    for useless in chance.random((times, len(merits), 1)):
        best, chosen = _chosen(merits, useless, chance)
        worth = max(worth, float((merits[np.arange(len(merits)), chosen] - merits[:, best]).mean()))
    return worth


def worth_of_everything(merits: Values) -> Worth:
    """Return what it is worth to know the world itself before choosing, luck included: no knowledge is worth more."""
    best = int(np.argmax(merits.mean(axis=0)))
    gains = merits.max(axis=1) - merits[:, best]
    about = 1.645 * gains.std() / np.sqrt(len(gains))
    mean = float(gains.mean())
    return Worth(mean, max(0.0, mean - about), mean + about, float((gains > 0).mean()))


def _basis(known: Values) -> Values:
    """Return what is known as columns of a regression: a curve along the ranks of one column, or several columns."""
    ranks = np.column_stack([rankdata(column) for column in known.T]) / (len(known) + 1)
    if known.shape[1] == 1:
        return np.asarray(legvander(2 * ranks[:, 0] - 1, DEGREE))
    return np.column_stack([np.ones(len(known)), 2 * ranks - 1])


def _chosen(merits: Values, known: Values, chance: np.random.Generator) -> tuple[int, NDArray[np.intp]]:
    """Return the best choice on average, and which is taken in each world, by curves through worlds of other folds."""
    best, basis = int(np.argmax(merits.mean(axis=0))), _basis(known)
    leads = merits - merits[:, [best]]
    fold = chance.permutation(len(merits)) % FOLDS
    expected = np.empty_like(leads)
    for one in range(FOLDS):
        seen = fold != one
        curves, *_ = lstsq(basis[seen], leads[seen])
        expected[~seen] = basis[~seen] @ curves
    expected[:, best] = 0.0
    chosen: NDArray[np.intp] = np.argmax(expected, axis=1)
    return best, chosen
