"""What each line of a scenario adds, as a staircase, drawn from the stored table `effects`."""

from __future__ import annotations

from pathlib import Path
from textwrap import fill, shorten
from typing import Any

import matplotlib as mpl
import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import MaxNLocator

from ssc_sim.analysis.explain_effects import ALONE, LEFT_OUT, REMAINDER, TOGETHER
from ssc_sim.analysis.explain_told import outcomes_shown
from ssc_sim.figures import COLOURS, NARROWEST, STYLE, save
from ssc_sim.tables import Outcome
from ssc_sim.wording import evidence_of, signed

BLUE, ORANGE, BLACK, GREY = COLOURS[0], COLOURS[1], COLOURS[-1], "#999999"
LONGEST_LINE = 44


def draw_explanation(tables: dict[str, pd.DataFrame], manifest: dict[str, Any], folder: Path) -> list[Path]:
    """Draw one staircase for each outcome shown into a folder that exists; return the pictures, .png and .svg."""
    effects = tables["effects"]
    outcomes = outcomes_shown(manifest, effects)
    lines = effects[effects["part"] == ALONE]["line"].nunique()
    with mpl.rc_context(STYLE):
        size = (7.4, 1.3 + len(outcomes) * (0.75 + 0.24 * (lines + 2)))
        figure = Figure(figsize=size, layout="constrained")
        for axis, outcome in zip(figure.subplots(len(outcomes), 1, squeeze=False).flat, outcomes, strict=True):
            _staircase(axis, effects[effects["outcome"] == outcome], outcome)
        title = f"What each line of {manifest['scenario']} adds to {manifest['against']}, {manifest['until']}"
        figure.suptitle(title, x=0.01, ha="left", fontsize=9.5, fontweight="bold")
        figure.supxlabel(_caption(manifest), x=0.01, ha="left", fontsize=6.8, color="#444444")
        return save(figure, folder / "lines")


def _caption(manifest: dict[str, Any]) -> str:
    return fill(
        "Bars: the mean effect of each line alone, each starting where the one above ends; then what they do together "
        "beyond their sum, and all together. Whiskers: 5 % to 95 % of "
        f"{manifest['runs']:,} paired replicates. Diamonds: the effect of the line among all the others, drawn from "
        "where its bar starts. Grey: too small to matter. "
        f"Evidence: {evidence_of({'scenarios': manifest['scenarios'][:2]})}. Seed {manifest['seed']}.",
        125,
    )


def _staircase(axis: Axes, rows: pd.DataFrame, outcome: str) -> None:
    """Draw the lines one under the other, each bar from where the last one ended."""
    steps = pd.concat([rows[rows["part"] == part] for part in (ALONE, REMAINDER, TOGETHER)])
    steps = steps if len(steps) > 3 else steps[steps["part"] == TOGETHER]
    left_out = rows[rows["part"] == LEFT_OUT].set_index("line")["difference"]
    smallest, at = float(rows["smallest"].iloc[0]), 0.0
    axis.axvspan(-smallest, smallest, color="#999999", alpha=0.25, linewidth=0, zorder=0)
    axis.axvline(0, color="#999999", linewidth=0.6, zorder=1)
    reached = [-smallest, smallest]
    for place, row in enumerate(steps.to_dict("records")):
        start = 0.0 if row["part"] == TOGETHER else at
        _bar(axis, place, start, row)
        if row["part"] == ALONE:
            axis.plot(start + left_out[row["line"]], place, marker="D", markersize=3.5, color="white",
                      markeredgecolor=BLACK, markeredgewidth=0.7, zorder=4)  # fmt: skip
        at = start + row["difference"]
        reached += [start, at, start + row["q05"], start + row["q95"]]
    _frame(axis, steps, outcome, reached, smallest)


def _bar(axis: Axes, place: int, start: float, row: Any) -> None:
    colour = GREY if row["part"] == TOGETHER else BLUE if row["difference"] >= 0 else ORANGE
    hatch = "////" if row["part"] == REMAINDER else ""
    axis.barh(place, row["difference"], left=start, height=0.62, color="white" if hatch else colour, hatch=hatch,
              edgecolor=colour, linewidth=0.8, zorder=2)  # fmt: skip
    axis.plot([start + row["q05"], start + row["q95"]], [place, place], color="#222222", linewidth=0.9, zorder=3)
    small: Any = {"fontsize": 6.8, "va": "center", "color": "#222222", "annotation_clip": False}
    told = f"{signed(row['difference'], row['unit'])}  {row['verdict']}"
    axis.annotate(told, (1.01, place), xycoords=("axes fraction", "data"), **small)


def _frame(axis: Axes, steps: pd.DataFrame, outcome: str, reached: list[float], smallest: float) -> None:
    """Name the lines, and never zoom in closer than a few smallest effects."""
    names = {REMAINDER: "together, beyond their sum", TOGETHER: "all together"}
    labels = [names.get(row["part"]) or shorten_line(row["told"]) for row in steps.to_dict("records")]
    axis.set_yticks(range(len(labels)), labels, fontsize=7)
    axis.set_ylim(len(labels) - 0.4, -0.6)
    axis.tick_params(axis="y", length=0)
    low, high = float(np.min(reached)), float(np.max(reached))
    if high - low < NARROWEST * smallest:
        middle = (low + high) / 2
        low, high = middle - NARROWEST * smallest / 2, middle + NARROWEST * smallest / 2
    axis.set_xlim(low - 0.03 * (high - low), high + 0.03 * (high - low))
    axis.xaxis.set_major_locator(MaxNLocator(5, steps=[1, 2, 5, 10]))
    axis.set_title(outcome.replace("_", " "))
    axis.set_xlabel(f"difference ({Outcome.names()[outcome][2].unit})")


def shorten_line(told: str) -> str:
    """Return the words of a line, cut to a length that leaves room for the picture."""
    return shorten(told, LONGEST_LINE, placeholder=" ...") if " " in told else told[:LONGEST_LINE]
