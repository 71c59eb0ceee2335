"""The fit: from a reference table and the figures of a report to a posterior of the calibrated numbers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from ssc_sim.fitting.reference import Years, simulated_figures
from ssc_sim.fitting.regression import Accepted, Regression, bounded, unbounded
from ssc_sim.fitting.statistics import as_reported, even_scale, observed, statistics
from ssc_sim.fitting.targets import Target, Targets
from ssc_sim.parameters import Parameters
from ssc_sim.posterior import Posterior
from ssc_sim.tables import Rows

ROWS = 400
KEPT = 0.02  # of the table, accepted
LEAST_KEPT = 400  # fewer cannot carry a regression on some thirty numbers
CANDIDATES, FINALISTS = 4_000, 60  # for the best row
FIRST_LOOK, REPEATS = 3, 50  # replicates by which candidates and finalists are judged
PERSUASION = 1.0
AFTER = 10_000_000  # first replicate of runs that check a fit: none of the table's


@dataclass(frozen=True)
class Reference:
    """A reference table: what was drawn, what was counted, and what years it is about."""

    years: Years
    numbers: Rows
    figures: Rows

    def values(self, names: Sequence[str]) -> np.ndarray:
        """Return numbers as normal values of their share of the range, shape (draws, names)."""
        records = Parameters.columns()
        return np.column_stack([unbounded(records[name].share(self.numbers[name])) for name in names])


@dataclass(frozen=True)
class Fit:
    """A fit of the calibrated numbers to figures.

    Parameters
    ----------
    reference : Reference
    fitted : sequence of Target
        Those whose `use` is fit; the others never enter.
    moved : mapping of country to region, optional
        Counted countries that the report may count elsewhere (K33, K07).
    """

    reference: Reference
    fitted: Sequence[Target]
    moved: Mapping[str, str] | None = None

    @classmethod
    def to(cls, targets: Targets, reference: Reference, moved: Mapping[str, str] | None = None) -> Fit:
        """Return the fit to a table of targets."""
        return cls(reference, targets.used("fit"), moved)

    @cached_property
    def names(self) -> list[str]:
        """The calibrated numbers that move along their range (the rival rules of the Pacific do not)."""
        records = Parameters.columns()
        return [name for name in Parameters.calibrated() if records[name].scale != "three"]

    @cached_property
    def figures(self) -> np.ndarray:
        """The table's figures as they would have been reported, shape (draws, figures)."""
        return as_reported(self.counted([self.reference.figures])[0], self.fitted, self.reference.years.seed)

    def counted(self, simulated: Sequence[Rows]) -> np.ndarray:
        """Return simulated years counted as the report counts, shape (times, draws, figures)."""
        countries = self.reference.years.counted
        return np.stack([statistics(figures, self.fitted, countries, self.moved) for figures in simulated])

    @cached_property
    def known(self) -> np.ndarray:
        """The table's calibrated numbers, on a scale without bounds."""
        return self.reference.values(self.names)

    @cached_property
    def regression(self) -> Regression:
        """What the figures say of the numbers."""
        return Regression(self.figures, self.known)

    @property
    def kept(self) -> int:
        """How many draws are accepted."""
        return max(LEAST_KEPT, int(KEPT * len(self.figures)))

    @cached_property
    def accepted(self) -> Accepted:
        """The draws nearest to the figures of the report."""
        return self.regression.accept(observed(self.fitted), self.kept)

    @cached_property
    def sample(self) -> np.ndarray:
        """The accepted numbers, moved to the figures of the report."""
        return self.accepted.moved(self.known)

    def rows(self, number: int = ROWS) -> np.ndarray:
        """Return rows drawn from the posterior, a column for each calibrated number."""
        luck = np.random.Generator(np.random.Philox(key=[self.reference.years.seed, number]))
        at = np.searchsorted(np.cumsum(self.accepted.weights), (luck.random() + np.arange(number)) / number)
        chosen = luck.permutation(np.minimum(at, len(self.sample) - 1))
        records, columns = Parameters.columns(), []
        for name in Parameters.calibrated():
            if name in self.names:
                share = bounded(self.sample[chosen, self.names.index(name)])
                columns.append(records[name].at(share))
            else:
                columns.append(self.reference.numbers[name][self.accepted.places[chosen]])
        return written(np.column_stack(columns))

    def posterior(self) -> Posterior:
        """Return the posterior and its best row."""
        return Posterior(self.reference.years.counted, tuple(Parameters.calibrated()), self.best(), self.rows())

    def best(self) -> np.ndarray:
        """Return the row whose mean figures come nearest to those of the report: from many, then from the nearest few.

        Of the rival rules for the Pacific, between which the figures cannot tell, it has the documents' own.
        """
        rows = self.rows(CANDIDATES)
        rows = rows[rows[:, Parameters.calibrated().index("papua_motive")] == PERSUASION]
        width = np.maximum(self.simulated(rows, 1).std(axis=(0, 1)), 1e-9)
        for times, left in ((FIRST_LOOK, FINALISTS), (REPEATS, 1)):
            away = (self.simulated(rows, times).mean(axis=0) - observed(self.fitted)) / width
            rows = rows[np.argsort((away**2).sum(axis=1), kind="stable")[:left]]
        nearest: np.ndarray = rows[0]
        return nearest

    def simulated(self, rows: np.ndarray, times: int) -> np.ndarray:
        """Return figures simulated under rows of a posterior, on the even scale, shape (times, rows, figures)."""
        return even_scale(self.counted(repeated(self.reference.years, rows, times)))


def written(rows: np.ndarray) -> np.ndarray:
    """Return rows as they will be read again: with six digits."""
    return np.array([[float(f"{value:.6g}") for value in row] for row in rows])


def numbers_of(rows: np.ndarray) -> Rows:
    """Return rows of `Parameters` at their point values, with calibrated numbers from rows of a posterior."""
    numbers = Parameters.draws(len(rows))
    for name, column in zip(Parameters.calibrated(), rows.T, strict=True):
        numbers[name] = column
    return numbers


def repeated(years: Years, rows: np.ndarray, times: int) -> list[Rows]:
    """Return the figures of each row, simulated several times with luck of its own."""
    numbers = numbers_of(rows)
    return [simulated_figures(years, numbers, AFTER + time * len(rows)) for time in range(times)]
