"""Pictures of the certificate, from its tables: figures met, numbers before and after, ranks of planted truths."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import matplotlib as mpl
import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.ticker import MaxNLocator
from scipy.stats import binom

from ssc_sim.figures import COLOURS, STYLE, save
from ssc_sim.fitting.certificate_numbers import RARE, uneven
from ssc_sim.fitting.certificate_words import figure_words, number_names, of_range
from ssc_sim.fitting.checks import BINS

WIDTH = 7.0  # inches, as wide as a column of text
BLUE, OUTSIDE, GREY = COLOURS[0], COLOURS[1], "#AAAAAA"
PALE = "#A6CEE8"
LARGER: Any = STYLE | {"font.size": 9, "axes.titlesize": 9, "axes.labelsize": 8.5, "xtick.labelsize": 8.5,
                       "ytick.labelsize": 8.5}  # fmt: skip
ROOT_TICKS = (0, 10, 50, 100, 200, 400, 700, 1_000, 2_000, 4_000, 10_000, 20_000, 50_000)
RANK_COLUMNS = 4


def draw_certificate(tables: dict[str, pd.DataFrame], folder: Path) -> None:
    """Draw every picture of the certificate into a folder that exists."""
    with mpl.rc_context(LARGER):
        save(fitted_picture(tables["predicted"]), folder / "fitted")
        save(numbers_picture(tables["numbers"]), folder / "numbers")
        save(ranks_picture(tables["planted"], tables["numbers"]), folder / "ranks")


def fitted_picture(predicted: pd.DataFrame) -> Figure:
    """Draw every fitted figure on its interval, a panel for each thing that was counted."""
    words = [figure_words(name) for name in predicted["figure"]]
    table = predicted.assign(what=[what for what, _ in words], where=[where for _, where in words])
    panels = [panel for _, panel in table.groupby("what", sort=False)]
    rows = [len(panel) for panel in panels]
    figure = Figure(figsize=(WIDTH, 0.6 + 0.22 * sum(rows) + 0.62 * len(panels)), layout="constrained")
    axes = figure.subplots(len(panels), 1, squeeze=False, height_ratios=[size + 0.6 for size in rows])
    for axis, panel in zip(axes.flat, panels, strict=True):
        _intervals(axis, panel)
    keys = [
        Line2D([], [], color=PALE, linewidth=8, label="90 % interval, with all doubt"),
        Line2D([], [], color=BLUE, linewidth=3, label="chance alone, at the best row"),
        Line2D([], [], color="black", marker="o", markersize=5, linewidth=0, label="reported"),
    ]
    if not predicted["inside"].all():
        keys.append(Line2D([], [], color=OUTSIDE, marker="D", markersize=5, linewidth=0, label="reported, outside"))
    figure.legend(handles=keys, loc="outside upper left", ncols=len(keys), frameon=False, fontsize=8.5,
                  columnspacing=1.2, handlelength=1.4)  # fmt: skip
    return figure


def _intervals(axis: Axes, panel: pd.DataFrame) -> None:
    heights = np.arange(len(panel))[::-1]
    axis.hlines(heights, panel["q05"], panel["q95"], color=PALE, linewidth=9)
    axis.hlines(heights, panel["best_q05"], panel["best_q95"], color=BLUE, linewidth=3)
    for height, reported, inside in zip(heights, panel["reported"], panel["inside"], strict=True):
        marker, colour = ("o", "black") if inside else ("D", OUTSIDE)
        axis.plot(reported, height, marker=marker, markersize=6, color=colour, markeredgecolor="white",
                  markeredgewidth=0.7, zorder=4, clip_on=False)  # fmt: skip
    what = panel["what"].iloc[0]
    axis.set_title(what.capitalize())
    axis.set_yticks(heights, panel["where"].tolist())
    axis.set_ylim(-0.6, len(panel) - 0.4)
    axis.tick_params(axis="y", length=0)
    axis.spines["left"].set_visible(False)
    most = float(panel[["reported", "q95", "best_q95"]].to_numpy().max())
    if what == "participants":
        axis.set_xscale("function", functions=(lambda x: np.sqrt(np.maximum(x, 0.0)), np.square))
        axis.set_xticks([tick for tick in ROOT_TICKS if tick <= most])
        axis.set_xlabel("participants a year (square-root axis)")
    else:
        axis.xaxis.set_major_locator(MaxNLocator(7))
        axis.set_xlabel(_unit(panel))
    axis.set_xlim(0, max(most, 1e-9) * 1.03)


def _unit(panel: pd.DataFrame) -> str:
    unit, what = str(panel["unit"].iloc[0]), str(panel["what"].iloc[0])
    return f"{unit} a year" if what in {"countries reached", "programmes received"} else unit


def numbers_picture(numbers: pd.DataFrame) -> Figure:
    """Draw where each calibrated number lies in its range, before the fit and after."""
    table = numbers[numbers["kind"] == "calibrated"].sort_values("contraction", ascending=False)
    names = number_names(table)
    figure = Figure(figsize=(WIDTH, 0.8 + 0.19 * len(table)), layout="constrained")
    axis = figure.subplots()
    for height, (_, row) in zip(range(len(table) - 1, -1, -1), table.iterrows(), strict=True):
        low, middle, high = of_range(row["number"], [row["q05"], row["q50"], row["q95"]])
        colour = BLUE if row["informed"] else "#666666"
        axis.hlines(height, 0.05, 0.95, color=GREY, linewidth=1)
        axis.hlines(height, low, high, color=colour, linewidth=4.5, alpha=0.85)
        axis.plot(middle, height, marker="o", markersize=4.5, color=colour, markerfacecolor="white")
        axis.text(1.02, height, f"{row['contraction']:.2f}", va="center", fontsize=8, color=colour)
    axis.text(1.02, len(table) - 0.1, "contraction", fontsize=8, va="bottom")
    axis.set_yticks(range(len(table) - 1, -1, -1), [names[name] for name in table["number"]])
    axis.set_ylim(-0.7, len(table) - 0.3)
    axis.set_xlim(0, 1)
    axis.tick_params(axis="y", length=0)
    axis.spines["left"].set_visible(False)
    axis.set_xlabel("place in the range of the number (0: its low end, 1: its high end)")
    return figure


def ranks_picture(planted: pd.DataFrame, numbers: pd.DataFrame) -> Figure:
    """Draw how often a planted truth had each rank among the posterior, a small panel for each number."""
    names, rows = number_names(numbers), -(-len(planted) // RANK_COLUMNS)
    figure = Figure(figsize=(WIDTH, 0.7 + 0.88 * rows), layout="constrained")
    axes = list(figure.subplots(rows, RANK_COLUMNS, squeeze=False, sharex=True, sharey=True).flat)
    columns = [f"rank_{place}" for place in range(1, BINS + 1)]
    middles = (np.arange(BINS) + 0.5) / BINS
    for axis, bad, (_, row) in zip(axes, uneven(planted), planted.iterrows(), strict=False):
        truths = int(row["truths"])
        low, high = binom.ppf((RARE / 2, 1 - RARE / 2), truths, 1 / BINS) / truths
        axis.bar(middles, row[columns].to_numpy(dtype=float) / truths, width=0.85 / BINS,
                 color=OUTSIDE if bad else PALE)  # fmt: skip
        axis.hlines([low, high], 0, 1, color="#444444", linewidth=0.8)
        axis.set_title(names[row["number"]] + (" (uneven)" if bad else ""), fontsize=8, fontweight="normal", pad=2)
        axis.set_xlim(0, 1)
        axis.set_xticks([0, 0.5, 1], ["0", ".5", "1"])
        axis.set_yticks([0, 1 / BINS], ["0", f"{1 / BINS:g}"])
        axis.tick_params(labelsize=8)
    for axis in axes[len(planted) :]:
        axis.set_axis_off()
    figure.supxlabel("rank of the planted truth among the posterior (0: lowest, 1: highest)", fontsize=8.5)
    figure.supylabel("share of the planted truths", fontsize=8.5)
    return figure
