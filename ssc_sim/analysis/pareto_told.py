"""The efficient mixes in plain words: what the present could gain, what each choice costs, which levers do nothing."""

from __future__ import annotations

from typing import Any

import pandas as pd
from rich.console import Console
from rich.table import Table as Screen

from ssc_sim.analysis.asking import Findings
from ssc_sim.analysis.pareto_front import PRESENT
from ssc_sim.analysis.pareto_levers import DEAD, KEPT, SMALL
from ssc_sim.comparison import NOT_DECIDED, TOO_SMALL
from ssc_sim.wording import signed

MARKS = {TOO_SMALL: "~", NOT_DECIDED: "?"}
MARKS_TOLD = "~ too small to matter, ? not decided."


def conclusions(manifest: dict[str, Any], tables: dict[str, pd.DataFrame]) -> tuple[str, ...]:
    """Return the conclusions, the first first."""
    front, levers = tables["front"][tables["front"]["point"] != PRESENT], tables["levers"]
    whose = "all Southern donors" if manifest["donor"] == "all" else manifest["donor"]
    told = [_present(front, tables["objectives"], whose)]
    if len(front):
        equal = int(front["stands_for"].sum())
        told.append(
            f"{len(front)} mixes stand for the {equal} efficient ones that were found: none of those is better than "
            "the mix that stands for it by a nameable amount in any objective searched over."
        )
        told += _extremes(tables["objectives"])
    objectives = tables["objectives"]
    dead = list(dict.fromkeys(objectives.loc[objectives["searched"] == 0, "objective"]))
    if len(front) and dead:
        told.append(f"Not searched over, for no lever alone moves them by a nameable amount: {', '.join(dead)}.")
    told += _levers(levers)
    return tuple(told)


def _present(front: pd.DataFrame, objectives: pd.DataFrame, whose: str) -> str:
    if not len(front):
        return f"No lever of {whose} moves any objective by a nameable amount: there is nothing to choose."
    better = front[front["beats_present"] == 1]
    if not len(better):
        return (
            f"The present mix of {whose} stands on the front, as far as the smallest effects can tell: every mix that "
            "gains something nameable loses something nameable."
        )
    best: Any = better.sort_values("gain", kind="stable").iloc[-1]
    rows = objectives[objectives["point"] == best["point"]]
    told = ", ".join(f"{row['objective']} {signed(row['difference'], row['unit'])}" for row in rows.to_dict("records"))
    return (
        f"The present mix of {whose} is not efficient: {len(better)} of {len(front)} mixes gain something nameable and "
        f"lose nothing nameable. The furthest, mix {best['point']}, gains {best['gain']:.1f} smallest effects in "
        f"{best['gain_in']} ({told})."
    )


def _extremes(objectives: pd.DataFrame) -> list[str]:
    """Tell what the best mix for each objective gains there, and what it costs most elsewhere."""
    told = []
    for name, rows in objectives.groupby("objective", sort=False):
        best: Any = rows.sort_values("times", kind="stable").iloc[-1]
        if best["times"] < 1.0:
            continue
        others = objectives[objectives["point"] == best["point"]]
        worst: Any = others.sort_values("times", kind="stable").iloc[0]
        cost = f"at the cost of {worst['objective']} {signed(worst['difference'], worst['unit'])}"
        cost = cost if worst["times"] <= -1.0 else "at no nameable cost"
        told.append(f"The best for {name} is mix {best['point']}: {signed(best['difference'], best['unit'])}, {cost}.")
    return told


def _levers(levers: pd.DataFrame) -> list[str]:
    named = {
        status: list(dict.fromkeys(levers.loc[levers["status"] == status, "lever"])) for status in (KEPT, SMALL, DEAD)
    }
    told = []
    if named[SMALL]:
        told.append(
            f"Left as they are, for alone they move no objective by a nameable amount: {', '.join(named[SMALL])}."
        )
    if named[DEAD]:
        told.append(f"Left as they are, for they change no bit of any objective: {', '.join(named[DEAD])}.")
    return told


def print_front(console: Console, found: Findings) -> None:
    """Print what each mix gains and loses, those that gain most first."""
    objectives = found.tables["objectives"]
    names = list(dict.fromkeys(objectives["objective"]))
    table = Screen(box=None, padding=(0, 1), header_style="dim")
    table.add_column("mix")
    for name in names:
        table.add_column(name.replace("_", "_\n", 1), justify="right", no_wrap=True)
    for point, rows in objectives[objectives["point"] != PRESENT].groupby("point", sort=False):
        cells: Any = rows.set_index("objective").to_dict("index")
        told = [f"{signed(row['difference'], row['unit'])} {MARKS.get(row['verdict'], ' ')}" for row in cells.values()]
        table.add_row(str(point), *told)
    if len(table.rows):
        console.print(table)
        console.print(
            f"Differences to the present. {MARKS_TOLD} The levers of each mix stand in front.csv.", style="dim"
        )
