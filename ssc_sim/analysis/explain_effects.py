"""What each line of a scenario does, from the outcomes of the worlds with and without it.

The table `effects` has a row for each outcome, each line and part (see `PARTS`), in the year asked for:

outcome, year, unit
    as in `summary.csv`;
line, told
    number of the line and its words; 0 for the parts that concern all lines;
part
    `alone`: the line added to the world compared with; `left out`: what is lost where it alone is left out, with the
    sign of the effect that it has among the others; `together`: all lines; `sum`: of those alone; `remainder`: together
    less sum;
difference, q05, q95
    mean and range of the paired replicates, in the unit of the outcome;
smallest, verdict
    the smallest effect worth naming, and whether the difference reaches it.

The table `lines` has a row for each line, judged over all outcomes and years:

line, kind, told
status
    `changes nothing`: no bit of any outcome, alone or among the others; `too small to matter anywhere`;
    `not decided anywhere`; `matters`;
outcomes_moved
    how many outcomes it moves by a nameable amount in some year, alone or among the others;
most_moved, year, times_smallest
    the outcome and year where its mean effect, alone or among the others, is the most smallest effects;
with
    `others`: it does something only together with other lines; else empty.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

import numpy as np
import pandas as pd

from ssc_sim.analysis.explain_lines import Line, world_with
from ssc_sim.comparison import HIGHER, LOWER, TOO_SMALL, verdicts
from ssc_sim.scenario import Scenario
from ssc_sim.tables import FIRST_YEAR, Outcome

ALONE, LEFT_OUT, TOGETHER, SUM, REMAINDER = PARTS = ("alone", "left out", "together", "sum", "remainder")
DEAD, SMALL, UNDECIDED, MATTERS = STATUSES = (
    "changes nothing", "too small to matter anywhere", "not decided anywhere", "matters",
)  # fmt: skip
EFFECT_COLUMNS = ["outcome", "year", "unit", "line", "told", "part", "difference", "q05", "q95", "smallest", "verdict"]
LINE_COLUMNS = ["line", "kind", "told", "status", "outcomes_moved", "most_moved", "year", "times_smallest", "with"]
OLD, NEW = "against", "together"


def worlds_of(old: Scenario, new: Scenario, lines: Sequence[Line]) -> tuple[Scenario, ...]:
    """Return the two worlds, each line alone, and all lines but each. With a single line the two worlds are all."""
    worlds = [world_with(old, new, (), OLD), world_with(old, new, lines, NEW)]
    for number, line in enumerate(lines, 1):
        if len(lines) > 1:
            others = [other for other in lines if other is not line]
            worlds.append(world_with(old, new, [line], _alone(number)))
            worlds.append(world_with(old, new, others, _but(number)))
    return tuple(worlds)


def _alone(number: int) -> str:
    return f"line-{number}"


def _but(number: int) -> str:
    return f"all-but-line-{number}"


class Effects(NamedTuple):
    """Paired differences, shape (outcomes, years, replicates) each; `smallest` has shape (outcomes, years)."""

    alone: list[np.ndarray]
    left_out: list[np.ndarray]
    together: np.ndarray
    smallest: np.ndarray

    @property
    def sum(self) -> np.ndarray:
        """The effects of all lines alone, added up."""
        added: np.ndarray = np.sum(self.alone, axis=0)
        return added


def effects_of(worlds: dict[str, np.ndarray], lines: int) -> Effects:
    """Return what each line does, from the outcomes of each world, shape (outcomes, years, replicates)."""
    old, new = worlds[OLD], worlds[NEW]
    numbers = range(1, lines + 1)
    alone = [worlds.get(_alone(number), new) - old for number in numbers]
    left_out = [new - worlds.get(_but(number), old) for number in numbers]
    return Effects(alone, left_out, new - old, smallest_of(old))


def smallest_of(values: np.ndarray) -> np.ndarray:
    """Return the smallest effects worth naming, (outcomes, years), given what they are relative to."""
    declared = [column for _, _, column in Outcome.names().values()]
    smallest = np.array([column.smallest for column in declared])[:, None]
    relative = np.array([column.relative for column in declared])[:, None]
    return np.asarray(smallest * np.where(relative, np.abs(values.mean(axis=-1)), 1.0))


def effects_table(effects: Effects, lines: Sequence[Line], year: int) -> pd.DataFrame:
    """Return the table `effects` of `Explained`."""
    at = year - FIRST_YEAR
    parts = [(number, ALONE, alone) for number, alone in enumerate(effects.alone, 1)]
    parts += [(number, LEFT_OUT, left_out) for number, left_out in enumerate(effects.left_out, 1)]
    parts += [(0, TOGETHER, effects.together), (0, SUM, effects.sum), (0, REMAINDER, effects.together - effects.sum)]
    tables = []
    for number, part, differences in parts:
        here = differences[:, at]
        low, high = np.quantile(here, (0.05, 0.95), axis=-1)
        tables.append(
            pd.DataFrame(
                {
                    "outcome": list(Outcome.names()),
                    "year": year,
                    "unit": [column.unit for _, _, column in Outcome.names().values()],
                    "line": number,
                    "told": lines[number - 1].told if number else "all lines",
                    "part": part,
                    "difference": here.mean(axis=-1),
                    "q05": low,
                    "q95": high,
                    "smallest": effects.smallest[:, at],
                    "verdict": verdicts(here, effects.smallest[:, at]),
                }
            )
        )
    table = pd.concat(tables, ignore_index=True)
    order = {name: place for place, name in enumerate(Outcome.names())}
    return table.sort_values("outcome", key=lambda names: names.map(order), kind="stable", ignore_index=True)[
        EFFECT_COLUMNS
    ]


def lines_table(effects: Effects, lines: Sequence[Line]) -> pd.DataFrame:
    """Return the table `lines` of `Explained`."""
    pairs = zip(effects.alone, effects.left_out, strict=True)
    rows = [
        {"line": number, "kind": line.kind, "told": line.told, **_judged(alone, left_out, effects.smallest)}
        for number, (line, (alone, left_out)) in enumerate(zip(lines, pairs, strict=True), 1)
    ]
    return pd.DataFrame(rows, columns=LINE_COLUMNS)


def _judged(alone: np.ndarray, left_out: np.ndarray, smallest: np.ndarray) -> dict[str, Any]:
    """Judge one line over all outcomes and years."""
    judged = np.stack([verdicts(alone, smallest), verdicts(left_out, smallest)])
    moved = np.isin(judged, (HIGHER, LOWER)).any(axis=(0, 2))
    changes_alone, changes_with_others = bool(np.any(alone)), bool(np.any(left_out))
    means = np.abs(np.stack([alone.mean(axis=-1), left_out.mean(axis=-1)])).max(axis=0)
    times = np.divide(means, smallest, out=np.zeros_like(means), where=smallest > 0)
    outcome, year = np.unravel_index(int(times.argmax()), times.shape)
    told: dict[str, Any] = {"outcomes_moved": int(moved.sum()), "most_moved": "", "year": 0, "times_smallest": 0.0}
    if changes_alone or changes_with_others:
        told |= {"most_moved": list(Outcome.names())[outcome], "year": FIRST_YEAR + int(year),
                 "times_smallest": float(times[outcome, year])}  # fmt: skip
    status = MATTERS if moved.any() else SMALL if (judged == TOO_SMALL).all() else UNDECIDED
    if not (changes_alone or changes_with_others):
        status = DEAD
    return told | {"status": status, "with": "others" if changes_with_others and not changes_alone else ""}
