"""The levers of a policy mix and what they are judged by: which there are, and which of them matter at all.

A lever is a column of the donors that a scenario may change. Each is first moved alone to either end of its range, from
the world as it is, on the same luck; one that moves no objective by a nameable amount is dropped, and named.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from ssc_sim.analysis.objectives import better
from ssc_sim.comparison import TOO_SMALL, verdicts
from ssc_sim.errors import Problem, nearest
from ssc_sim.tables import Donor, Outcome, Rows

DEFAULT_LEVERS = (
    "technical_share", "loan_share", "solidarity", "triangular_share", "demand_driven", "bilateral_shift", "tailoring",
    "sustained", "coordination", "maintenance", "measurement", "infrastructure_share", "budget_factor",
)  # fmt: skip
DEFAULT_OBJECTIVES = ("trained_in_post", "capacity", "dependency", "need_targeting", "standing")  # and the cost
COSTS = {"all": "ssc_volume", "one": "spending"}
#: Zero where nobody is trained: the cheapest mix by it would train nobody.
NO_OBJECTIVE = "cost_per_participant"
#: Levers whose declared range is wider than any policy: what is searched of it.
SEARCHED = {"budget_factor": (0.5, 2.0), "growth": (-0.05, 0.05)}
KEPT, DEAD, SMALL = "kept", "changes nothing", "too small to matter"
LEVER_COLUMNS = ["lever", "end", "value", "objective", "unit", "difference", "q05", "q95", "smallest", "verdict",
                 "status", "meaning"]  # fmt: skip

Values = NDArray[np.float64]


class Lever(NamedTuple):
    """A column of the donors, the range searched of it, and its meaning."""

    name: str
    low: float
    high: float
    meaning: str

    def at(self, share: float) -> float:
        """Return the value at a share of the range."""
        return self.low + (self.high - self.low) * share


def open_levers() -> dict[str, Lever]:
    """Return every lever by name."""
    levers = {name: column for name, (_, _, column) in Donor.names().items() if column.role == "lever"}
    return {
        name: Lever(name, *SEARCHED.get(name, (column.low, column.high)), column.meaning)
        for name, column in levers.items()
    }


def problems_of_levers(names: Sequence[str]) -> list[Problem]:
    """Tell which names are no levers, and which stand twice."""
    known = open_levers()
    problems = [
        Problem("--lever", 0, 0, "", f"'{name}' is no lever", ", ".join(known), nearest(name, known))
        for name in dict.fromkeys(names)
        if name not in known
    ]
    twice = sorted({name for name in names if names.count(name) > 1})
    return problems + [Problem("--lever", 0, 0, "", f"'{name}' is given twice") for name in twice]


def weighted(objectives: Sequence[str], weights: str) -> list[str]:
    """Return the objectives, means over countries or weighted by people where they can be.

    Parameters
    ----------
    objectives : sequence of str
        Names of outcomes.
    weights : {"countries", "people"}
    """
    known = Outcome.names()
    of_people = [f"{name}_people" if f"{name}_people" in known else name for name in objectives]
    return of_people if weights == "people" else list(objectives)


def direction(objective: str) -> int:
    """Return 1 where more of an objective is better, -1 where less is; here what a mix costs is a cost."""
    return -1 if objective in COSTS.values() else better(objective)


def problems_of_chosen(objectives: Sequence[str]) -> list[Problem]:
    """Tell what cannot be an objective of a mix."""
    problems = []
    if NO_OBJECTIVE in objectives:
        wrong = f"'{NO_OBJECTIVE}' is zero where nobody is trained: the cheapest mix would train nobody"
        problems.append(Problem("--objective", 0, 0, "", wrong, " or ".join(COSTS.values())))
    if len(set(objectives)) < max(2, len(objectives)):
        problems.append(Problem("--objective", 0, 0, "", "needs at least two objectives, each once"))
    return problems


def moved(donors: Rows, levers: Sequence[Lever], shares: Values, chosen: NDArray[np.bool_]) -> Rows:
    """Return donors with each lever of the chosen ones at a share of its range."""
    rows = donors.copy()
    for lever, share in zip(levers, shares, strict=True):
        rows[lever.name][chosen] = lever.at(float(share))
    return rows


def screened(
    levers: Sequence[Lever], objectives: Sequence[str], ends: Values, present: Values, smallest: Values
) -> pd.DataFrame:
    """Return what each lever does alone, at either end of its range, and whether it is kept.

    Parameters
    ----------
    levers, objectives : sequences
    ends : array, shape (levers, 2, objectives, replicates)
        The objectives at the low and at the high end.
    present : array, shape (objectives, replicates)
        The same as it is.
    smallest : array, shape (objectives,)
        The smallest effect worth naming of each.

    Returns
    -------
    DataFrame
        lever, end (`low`, `high`), value (of the lever), objective, unit, difference, q05, q95, smallest, verdict,
        status (`kept`, or why the lever is dropped: `changes nothing`, `too small to matter`), meaning.
    """
    rows = []
    for lever, both in zip(levers, ends, strict=True):
        differences = both - present
        judged = verdicts(differences, np.broadcast_to(smallest, differences.shape[:-1]))
        status = SMALL if (judged == TOO_SMALL).all() else KEPT
        status = status if differences.any() else DEAD
        low, high = np.quantile(differences, (0.05, 0.95), axis=-1)
        for (end, place), verdict in np.ndenumerate(judged):
            objective = objectives[place]
            rows.append({
                "lever": lever.name, "end": ("low", "high")[end], "value": lever.at(end), "objective": objective,
                "unit": Outcome.names()[objective][2].unit, "difference": differences[end, place].mean(),
                "q05": low[end, place], "q95": high[end, place], "smallest": smallest[place], "verdict": verdict,
                "status": status, "meaning": lever.meaning,
            })  # fmt: skip
    return pd.DataFrame(rows, columns=LEVER_COLUMNS)


def kept_of(levers: Sequence[Lever], table: pd.DataFrame) -> list[Lever]:
    """Return the levers that matter."""
    alive = set(table.loc[table["status"] == KEPT, "lever"])
    return [lever for lever in levers if lever.name in alive]


def live_of(objectives: Sequence[str], table: pd.DataFrame) -> list[int]:
    """Return the places of the objectives that any lever moves; all of them where that leaves fewer than two."""
    moving = set(table.loc[table["verdict"] != TOO_SMALL, "objective"])
    places = [place for place, name in enumerate(objectives) if name in moving]
    return places if len(places) > 1 else list(range(len(objectives)))


class Scale(NamedTuple):
    """What mixes are measured by: the present, and the smallest effects worth naming, shape (objectives,) each.

    `live` are the places of the objectives that any lever moves: those that are searched over.
    """

    objectives: Sequence[str]
    present: Values
    smallest: Values
    live: list[int]

    def merits(self, values: Values) -> Values:
        """Return how much better than the present each mix is in each objective, in smallest effects worth naming.

        Parameters
        ----------
        values : array, shape (mixes, objectives, replicates)
        """
        signs = np.array([direction(name) for name in self.objectives])
        return np.asarray(signs * (values.mean(axis=-1) - self.present) / self.smallest)
