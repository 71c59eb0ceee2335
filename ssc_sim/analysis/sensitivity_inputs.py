"""What varies in an analysis of sensitivity: numbers over their ranges, the posterior as one, luck, and a dummy."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ssc_sim.analysis.runs import Lucks
from ssc_sim.parameters import Parameters
from ssc_sim.posterior import Posterior
from ssc_sim.tables import Rows

POSTERIOR, LUCK, DUMMY, OTHERS = "the posterior", "luck", "dummy", "all other numbers"
MANY = 2**31  # replicates among which luck is drawn

Shares = NDArray[np.float64]


def free_numbers() -> list[str]:
    """Return the numbers that vary each by itself over its range: neither observed nor fitted to 2016."""
    return [name for name, record in Parameters.columns().items() if record.kind not in ("observed", "calibrated")]


def kind_of(name: str) -> str:
    """Return what is known of an input: the kind of a number, or what else it is."""
    others = {POSTERIOR: "calibrated", LUCK: "luck", DUMMY: "dummy"}
    records = Parameters.columns()
    return records[name].kind if name in records else others.get(name, "group")


@dataclass(frozen=True)
class Inputs:
    """What varies: each input between 0 and 1, turned into rows of numbers and into luck.

    The fitted numbers hang together, so they vary as rows of the posterior: one input. Luck is the number of the
    replicate: another. The dummy decides nothing.
    """

    posterior: Posterior

    @property
    def names(self) -> list[str]:
        """All inputs in order."""
        return [*free_numbers(), POSTERIOR, LUCK, DUMMY]

    def numbers(self, shares: Shares) -> Rows:
        """Return a row of Parameters for each row of shares, shape (rows, inputs), each in [0, 1)."""
        records, rows = Parameters.columns(), Parameters.draws(len(shares))
        for place, name in enumerate(free_numbers()):
            rows[name] = records[name].at(shares[:, place])
        drawn = (shares[:, self.names.index(POSTERIOR)] * len(self.posterior.rows)).astype(int)
        for name, values in zip(self.posterior.names, self.posterior.rows.T, strict=True):
            rows[name] = values[drawn]
        return rows

    def lucks(self, shares: Shares) -> Lucks:
        """Return the number of the replicate whose luck each row has."""
        return (shares[:, self.names.index(LUCK)] * MANY).astype(np.int64)
