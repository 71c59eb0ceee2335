"""Every number of the rules, as a record: value, unit, range, kind, source, one sentence.

`value` is the documents' strength, and of a calibrated number that of the best row of the fit; `literature` is given
where the two differ. The range is the prior. Kinds:
`observed` and `literature` have a source that was read; `calibrated` numbers follow from the figures of 2016; `assumed`
ones rest on nobody's measurement. Sources are keys of `observed/sources.yaml`; M-, K- and X-numbers point into the
register of the documents. `off` is the value at which a rule does nothing; a family is switched off as a whole.
"""

from __future__ import annotations

from collections.abc import Collection
from functools import cache
from zlib import crc32

import numpy as np

from ssc_sim.parameters.consequences import Consequences
from ssc_sim.parameters.countries import Countries
from ssc_sim.parameters.fitted import shipped_best
from ssc_sim.parameters.giving import Giving
from ssc_sim.parameters.learning import Learning
from ssc_sim.parameters.number import EVIDENCES, FAMILIES, Evidence, Kind, Number

__all__ = ["EVIDENCES", "FAMILIES", "Evidence", "Kind", "Number", "Parameters"]

DRAWN_TOGETHER = 4  # numbers that Philox draws at once


@cache
def _columns() -> dict[str, Number]:
    themes = (Giving, Learning, Consequences, Countries)
    declared = {name: value for theme in themes for name, value in vars(theme).items() if isinstance(value, Number)}
    best = shipped_best()
    return {
        name: record.model_copy(update={"value": best[name]}) if name in best else record
        for name, record in declared.items()
    }


class Parameters(Giving, Learning, Consequences, Countries):
    """The numbers of one replicate: a row of a table that has one row for each replicate."""

    @classmethod
    def columns(cls) -> dict[str, Number]:
        """Return all numbers by name, the calibrated ones at the best row of the shipped fit."""
        return dict(_columns())

    @classmethod
    def calibrated(cls) -> list[str]:
        """Return the names of the numbers that the figures of 2016 inform."""
        return [name for name, record in _columns().items() if record.kind == "calibrated"]

    @classmethod
    def record_type(cls) -> np.dtype[np.void]:
        """Return the record of one replicate's numbers."""
        return np.dtype([(name, "f8") for name in cls.columns()])

    @classmethod
    def draws(cls, replicates: int, evidence: Evidence = "documents") -> np.ndarray:
        """Return one row for each replicate; a posterior is the same table with rows that differ.

        Parameters
        ----------
        replicates : int
            Number of rows.
        evidence : {"documents", "literature"}
            Which strength to take where the two differ.
        """
        draws = np.empty(replicates, cls.record_type())
        for name, record in cls.columns().items():
            use_literature = evidence == "literature" and record.literature is not None
            draws[name] = record.literature if use_literature else record.value
        return draws

    @classmethod
    def switched_off(cls, draws: np.ndarray, families: Collection[str]) -> np.ndarray:
        """Return rows in which the numbers of some families stand at their neutral values."""
        draws = draws.copy()
        for name, record in cls.columns().items():
            if record.off is not None and record.family in families:
                draws[name] = record.off
        return draws

    @classmethod
    def over_ranges(cls, replicates: int, seed: int, first: int = 0) -> np.ndarray:
        """Return rows that differ: every number but the observed ones drawn over its range, which is its prior.

        Row i is the same however many rows are drawn, and a number more leaves the draws of the others alone.

        Parameters
        ----------
        replicates : int
            Number of rows.
        seed : int
            Seed of the ensemble.
        first : int
            Number of the first row.
        """
        draws = cls.draws(replicates)
        for name, record in cls.columns().items():
            if record.kind != "observed":
                own = np.random.Philox(key=[seed, crc32(name.encode())])
                own.advance(first // DRAWN_TOGETHER)
                draws[name] = record.at(
                    np.random.Generator(own).random(first % DRAWN_TOGETHER + replicates)[-replicates:]
                )
        return draws
