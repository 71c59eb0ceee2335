"""A posterior from a table of draws: the nearest draws, moved along a regression (Beaumont, Zhang and Balding 2002).

Figures are summarised by what they say of each number: its mean given all figures, from a quadratic regression over
the whole table (Fearnhead and Prangle 2012). Draws with the nearest summaries are kept, weighed by their nearness, and
moved to where the observed figures lie, by a linear regression among them. A regression of their spread as well (Blum
and Francois 2010) was tried: intervals then held the truth less often than they should.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.special import ndtr, ndtri

BLOCK = 5_000
RIDGE = 1e-3
INFORMED = 0.01  # a summary that explains less of its number than this is noise, and is left out
EDGE = 1e-6


@dataclass(frozen=True)
class Accepted:
    """Draws near the observed figures: their places in the table, weights that sum to one, how far away they are."""

    places: np.ndarray
    weights: np.ndarray
    away: np.ndarray

    @property
    def effective(self) -> float:
        """The number of equally weighed draws that would tell as much."""
        return float(1.0 / (self.weights**2).sum())

    def moved(self, values: np.ndarray) -> np.ndarray:
        """Return the accepted draws of some values, moved to where nothing is away: a sample of the posterior.

        Parameters
        ----------
        values : array, shape (draws, columns)
            The whole table's, on a scale without bounds.
        """
        design, mean = self._regressed(values[self.places])
        left = values[self.places] - design @ mean
        widened = np.sqrt(self.effective / max(1.0, self.effective - design.shape[1]))  # what the fit took of freedom
        sample: np.ndarray = mean[0] + left * widened
        return sample

    def chance_of(self, happened: np.ndarray) -> np.ndarray:
        """Return the posterior chance of each column of a table of zeros and ones (not below 0, summing to one)."""
        _, mean = self._regressed(happened[self.places])
        chances = np.maximum(mean[0], 0.0)
        return np.asarray(chances / chances.sum())

    def resampled(self, luck: np.random.Generator) -> Accepted:
        """Return the same draws with other weights, as if others had been accepted (Bayesian bootstrap)."""
        weights = self.weights * luck.exponential(size=len(self.weights))
        return Accepted(self.places, weights / weights.sum(), self.away)

    def _regressed(self, near: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        design = np.column_stack([np.ones(len(self.away)), self.away])
        weighted = design * self.weights[:, None]
        gram = weighted.T @ design + 1e-9 * np.eye(design.shape[1])
        return design, np.linalg.solve(gram, weighted.T @ near)


class Regression:
    """What the figures of a table say of some columns of numbers.

    Parameters
    ----------
    figures : array, shape (draws, figures)
        On a scale on which they spread evenly.
    values : array, shape (draws, numbers)
        What is to be told from them, on a scale without bounds.
    """

    def __init__(self, figures: np.ndarray, values: np.ndarray) -> None:
        self._middle, self._width = figures.mean(axis=0), np.maximum(figures.std(axis=0), 1e-12)
        size = self._features(figures[:1]).shape[1]
        gram, moments = np.zeros((size, size)), np.zeros((size, values.shape[1]))
        for first in range(0, len(figures), BLOCK):
            features = self._features(figures[first : first + BLOCK])
            gram += features.T @ features
            moments += features.T @ values[first : first + BLOCK]
        self._coefficients = np.linalg.solve(gram + RIDGE * np.eye(size), moments)
        blocks = range(0, len(figures), BLOCK)
        self.means = np.concatenate([self.expected(figures[first : first + BLOCK]) for first in blocks])
        left = (values - self.means).std(axis=0)
        self.explained = 1.0 - (left / np.maximum(values.std(axis=0), 1e-12)) ** 2
        self._kept = self.explained > INFORMED
        self._left = np.maximum(left, 1e-12)

    def _features(self, figures: np.ndarray) -> np.ndarray:
        """Return one, the figures, their squares and products."""
        standard = (figures - self._middle) / self._width
        one, other = np.triu_indices(standard.shape[1])
        return np.column_stack([np.ones(len(standard)), standard, standard[:, one] * standard[:, other]])

    def expected(self, figures: np.ndarray) -> np.ndarray:
        """Return the mean of each number given the figures, shape (cases, numbers)."""
        means: np.ndarray = self._features(figures) @ self._coefficients
        return means

    def accept(self, observed: np.ndarray, keep: int, without: int | None = None) -> Accepted:
        """Return the draws nearest to the observed figures.

        Parameters
        ----------
        observed : array, shape (figures,)
        keep : int
            How many draws.
        without : int, optional
            A draw to leave out: the one that was planted.
        """
        away = (self.means - self.expected(observed[None])) / self._left
        away = away[:, self._kept]
        distance = np.einsum("ij,ij->i", away, away)
        if without is not None:
            distance[without] = np.inf
        places = np.sort(np.argpartition(distance, keep)[:keep])
        weights = 1.0 - distance[places] / distance[places].max()
        weights /= weights.sum()
        return Accepted(places, weights, away[places])


def quantiles(values: np.ndarray, weights: np.ndarray, shares: tuple[float, ...]) -> np.ndarray:
    """Return weighted quantiles of each column, shape (shares, columns)."""
    order = np.argsort(values, axis=0, kind="stable")
    ranked, below = np.take_along_axis(values, order, axis=0), np.cumsum(weights[order], axis=0)
    return np.array([[np.interp(s, below[:, c], ranked[:, c]) for c in range(values.shape[1])] for s in shares])


def covariance(values: np.ndarray, weights: np.ndarray) -> np.ndarray:
    """Return the weighted covariance of the columns."""
    centred = values - weights @ values
    return np.asarray((centred * weights[:, None]).T @ centred)


def unbounded(shares: np.ndarray) -> np.ndarray:
    """Return shares of a range as standard normal values."""
    values: np.ndarray = ndtri(np.clip(shares, EDGE, 1.0 - EDGE))
    return values


def bounded(values: np.ndarray) -> np.ndarray:
    """Return standard normal values as shares of a range."""
    shares: np.ndarray = ndtr(values)
    return shares
