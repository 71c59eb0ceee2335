"""What a policy is chosen for: more or less of one outcome, or of several counted in smallest effects worth naming."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from ssc_sim.errors import Problem, nearest
from ssc_sim.tables import Outcome

#: Outcomes of which less is better; of all others more. A choice of values, not a finding.
LESS_IS_BETTER = (
    "cost_per_participant", "duplication", "overhead_share", "allocation_gini", "allocation_volatility", "dependency",
    "dependency_north", "debt", "debt_service", "unmet_finance", "largest_donor_share",
)  # fmt: skip
SUM = "+"
COUNTED_IN = "smallest effects worth naming"


def better(outcome: str) -> int:
    """Return 1 where more of an outcome is better, -1 where less is."""
    return -1 if outcome.startswith(LESS_IS_BETTER) else 1


class Objective(NamedTuple):
    """One outcome, or the sum of several: its name (`capacity`, `capacity+dependency`) and what it adds up."""

    name: str
    outcomes: tuple[str, ...]

    @property
    def unit(self) -> str:
        """Of one outcome its own unit; of a sum, smallest effects worth naming."""
        return Outcome.names()[self.name][2].unit if len(self.outcomes) == 1 else COUNTED_IN

    @property
    def told(self) -> str:
        """Say what is better."""
        return " and ".join(f"{'more' if better(name) > 0 else 'less'} {name}" for name in self.outcomes)

    def value(self, values: Mapping[str, NDArray[np.float64]], smallest: Mapping[str, float]) -> NDArray[np.float64]:
        """Return how good each row is; more is better.

        Parameters
        ----------
        values : dict of array
            Of each outcome.
        smallest : dict of float
            The smallest effect worth naming of each outcome, in its unit.
        """
        if len(self.outcomes) == 1:
            return better(self.name) * values[self.name]
        counted = [better(name) * values[name] / smallest[name] for name in self.outcomes]
        summed: NDArray[np.float64] = np.sum(counted, axis=0)
        return summed

    def smallest(self, smallest: Mapping[str, float]) -> float:
        """Return the smallest difference worth naming, in the unit of the objective."""
        return smallest[self.name] if len(self.outcomes) == 1 else 1.0


def objective(name: str) -> Objective:
    """Return an objective by its name: an outcome, or several joined by `+`."""
    return Objective(name, tuple(name.split(SUM)))


def problems_of_objectives(names: Iterable[str]) -> list[Problem]:
    """Tell which names are no objectives."""
    known = Outcome.names()
    return [
        Problem("--objective", 0, 0, name if SUM in name else "", f"'{part}' is no outcome",
                "an outcome (`ssc-sim show outcomes`), or several joined by +", nearest(part, known))
        for name in names
        for part in name.split(SUM)
        if part not in known
    ]  # fmt: skip


def outcomes_of(names: Sequence[str]) -> tuple[str, ...]:
    """Return every outcome that some objectives add up."""
    return tuple(dict.fromkeys(part for name in names for part in objective(name).outcomes))
