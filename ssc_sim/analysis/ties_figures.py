"""A picture of tie points, drawn from the stored table: where in its range a number turns the order of two policies."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from textwrap import fill
from typing import Any

import matplotlib as mpl
import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from ssc_sim.analysis.ties_told import nearest_first
from ssc_sim.figures import COLOURS, STYLE, save
from ssc_sim.parameters import Parameters

MOST_PANELS, MOST_BARS = 6, 5
AHEAD, BEHIND, DARK = COLOURS[0], COLOURS[4], "#A66F00"


def draw_ties(tables: dict[str, pd.DataFrame], manifest: dict[str, Any], folder: Path) -> list[Path]:
    """Draw the ranges of the numbers that turn an order: the present value, the tie, and whom each side favours.

    Parameters
    ----------
    tables, manifest : dict
        Of `Findings`.
    folder : Path
        Where the picture goes; it must exist.

    Returns
    -------
    list of Path
        The picture, as .png and .svg; none where no order turns.
    """
    turning = tables["ties"][tables["ties"]["tie"].notna()]
    orders = [rows for _, rows in turning.groupby(["outcome", "better", "worse"], sort=False)]
    shown = sorted(orders, key=len, reverse=True)[:MOST_PANELS]
    if not shown:
        return []
    columns = min(2, len(shown))
    bars = [min(len(rows), MOST_BARS) for rows in shown]
    heights = [0.62 + 0.3 * max(bars[i : i + columns]) for i in range(0, len(bars), columns)]
    with mpl.rc_context(STYLE):
        figure = Figure(figsize=(0.4 + 4.2 * columns, 1.3 + sum(heights)), layout="constrained")
        axes = list(figure.subplots(len(heights), columns, squeeze=False, height_ratios=heights).flat)
        for axis, rows in zip(axes, shown, strict=False):
            _panel(axis, nearest_first(rows).head(MOST_BARS))
        for axis in axes[len(shown) :]:
            axis.set_axis_off()
        figure.suptitle(f"Where the order of two policies turns, {manifest['until']}", x=0.01, ha="left", fontsize=9.5,
                        fontweight="bold")  # fmt: skip
        left_out = f" {len(orders) - len(shown)} more orders turn: see ties.csv." if len(orders) > len(shown) else ""
        caption = (
            "Each bar is the range of one number, from its low to its high end, all others at their values. Diamond: "
            "the tie, with its 90 % interval; black line: where the number stands. Colours: which policy is ahead. "
            f"{manifest['runs']} paired replicates, seed {manifest['seed']}.{left_out}"
        )
        figure.supxlabel(fill(caption, 70 * columns), x=0.01, ha="left", fontsize=6.8, color="#444444")
        return save(figure, folder / "ties")


def _panel(axis: Axes, rows: pd.DataFrame) -> None:
    first, width = rows.iloc[0], 1.0
    for place, row in enumerate(rows.iloc[::-1].to_dict("records")):
        width = max(width, _bar(axis, place, row))
    axis.set_yticks(range(len(rows)), rows["number"].iloc[::-1].str.replace("_", " "), fontsize=6.8)
    axis.tick_params(axis="y", length=0, pad=18)
    axis.set_xlim(0, width)
    axis.set_ylim(-0.4, len(rows) - 0.45)
    axis.set_xticks([])
    axis.spines[:].set_visible(False)
    axis.set_title(first["outcome"].replace("_", " "))
    for policy, at, colour, side in ((first["better"], 0, AHEAD, "left"), (first["worse"], 1, DARK, "right")):
        axis.annotate(f"{policy} ahead", (at, -0.04), xycoords="axes fraction", color=colour, fontsize=6.8, va="top",
                      ha=side, fontweight="bold")  # fmt: skip


def _bar(axis: Axes, place: int, row: Mapping[Any, Any]) -> float:
    """Draw one number, as shares of its range, and return how far its bar reaches."""
    record = Parameters.columns()[row["number"]]
    present, tie, low, high = (
        float(record.share(np.asarray(row[name]))) for name in ("value", "tie", "tie_low", "tie_high")
    )
    below, above = (AHEAD, BEHIND) if present <= tie else (BEHIND, AHEAD)
    axis.barh(place, tie, color=below, height=0.42, alpha=0.75)
    axis.barh(place, max(1.0, high) - tie, left=tie, color=above, height=0.42, alpha=0.75)
    axis.plot([low, high], [place, place], color="black", linewidth=1.0)
    axis.plot(tie, place, marker="D", markersize=4.5, color="white", markeredgecolor="black", zorder=4)
    axis.plot([present, present], [place - 0.28, place + 0.28], color="black", linewidth=2.0, zorder=3)
    small: dict[str, Any] = {"textcoords": "offset points", "fontsize": 6.0, "annotation_clip": False}
    axis.annotate(f"{row['tie']:.2g}", (tie, place + 0.21), xytext=(0, 1.5), ha="center", va="bottom", **small)
    small["color"] = "#444444"
    axis.annotate(f"{row['low']:g}", (0, place), xytext=(-3, 0), va="center", ha="right", **small)
    if high <= 1.0:
        axis.annotate(f"{row['high']:g}", (1, place), xytext=(3, 0), va="center", ha="left", **small)
    else:  # the bar goes on beyond the range, whose end is marked in it
        axis.plot([1, 1], [place - 0.21, place + 0.21], color="white", linewidth=1.2, linestyle=":")
        axis.annotate(f"{row['high']:g}", (1, place - 0.21), xytext=(0, -1), va="top", ha="center", **small)
    return max(1.0, high)
