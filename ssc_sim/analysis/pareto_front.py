"""The front on luck that the search has not met: what each point is worth, which are equal, where 2016 stands."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import pandas as pd

from ssc_sim.analysis.pareto_levers import Lever, Scale
from ssc_sim.analysis.pareto_runs import Mixes
from ssc_sim.analysis.pareto_search import Chosen, Values, representatives
from ssc_sim.comparison import verdicts
from ssc_sim.tables import Outcome

PRESENT = "present"
OBJECTIVE_COLUMNS = ["point", "objective", "unit", "value", "difference", "q05", "q95", "smallest", "times", "verdict",
                     "searched"]  # fmt: skip
SUMMED_UP = ["gain", "gain_in", "loss", "loss_in", "beats_present"]


def front_tables(
    mixes: Mixes, levers: Sequence[Lever], front: Chosen | None, scale: Scale, replicates: range
) -> dict[str, pd.DataFrame]:
    """Return the tables `front` and `objectives` of `pareto`; without a front they hold the present alone.

    Parameters
    ----------
    mixes : Mixes
    levers : sequence of Lever
        Those kept.
    front : Chosen, optional
        The points that the search found efficient.
    scale : Scale
        Its present is that of the replicates of the search; here it is that of these.
    replicates : range
        Those on which the front is judged.
    """
    present = mixes.present("check-present", replicates)
    points = np.empty((0, len(levers))) if front is None else front.points
    values = np.empty((0, *present.shape))
    if len(points):
        values = mixes.values("check", levers, points, replicates)
    merits = scale._replace(present=present.mean(axis=-1)).merits(values)
    stands_for = representatives(merits[:, scale.live], front.stand_for if front else None)
    at = sorted(stands_for, key=lambda place: -merits[place].max())
    counts = [stands_for[place] for place in at]
    return {
        "front": front_table(levers, points[at], merits[at], counts, scale.objectives),
        "objectives": objectives_table(scale, values[at], present, merits[at]),
    }


def front_table(
    levers: Sequence[Lever], points: Values, merits: Values, counts: Sequence[int], objectives: Sequence[str]
) -> pd.DataFrame:
    """Return the table `front`: the present first, whose levers differ from donor to donor and are left empty."""
    rows: list[dict[str, Any]] = [{"point": PRESENT, "stands_for": 1}]
    for number, (point, merit, count) in enumerate(zip(points, merits, counts, strict=True), 1):
        values = {lever.name: lever.at(float(share)) for lever, share in zip(levers, point, strict=True)}
        gain, loss = int(merit.argmax()), int(merit.argmin())
        rows.append({
            "point": str(number), "stands_for": count, **values,
            "gain": max(0.0, merit[gain]), "gain_in": objectives[gain] if merit[gain] > 0.0 else "",
            "loss": max(0.0, -merit[loss]), "loss_in": objectives[loss] if merit[loss] < 0.0 else "",
            "beats_present": int(beats(merit)),
        })  # fmt: skip
    return pd.DataFrame(rows, columns=["point", "stands_for", *(lever.name for lever in levers), *SUMMED_UP])


def beats(merit: Values) -> bool:
    """Tell whether a point gains something nameable against the present and loses nothing nameable."""
    return bool(merit.max() >= 1.0 and merit.min() > -1.0)


def objectives_table(scale: Scale, values: Values, present: Values, merits: Values) -> pd.DataFrame:
    """Return the table `objectives`: the present first, then each point."""
    rows, objectives, smallest = [], scale.objectives, scale.smallest
    zero = np.zeros(len(objectives))
    for point, (value, merit) in enumerate(zip([present, *values], [zero, *merits], strict=True)):
        differences = value - present
        judged = verdicts(differences, smallest)
        low, high = np.quantile(differences, (0.05, 0.95), axis=-1)
        for place, name in enumerate(objectives):
            rows.append({
                "point": str(point) if point else PRESENT, "objective": name, "unit": Outcome.names()[name][2].unit,
                "value": value[place].mean(), "difference": differences[place].mean(), "q05": low[place],
                "q95": high[place], "smallest": smallest[place], "times": merit[place], "verdict": judged[place],
                "searched": int(place in scale.live),
            })  # fmt: skip
    return pd.DataFrame(rows, columns=OBJECTIVE_COLUMNS)
