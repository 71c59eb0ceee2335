"""Pictures of what drives what, drawn from stored tables."""

from __future__ import annotations

from pathlib import Path
from textwrap import fill
from typing import Any

import matplotlib as mpl
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from ssc_sim.figures import COLOURS, STYLE, save

MOST_BARS = 7
#: Kind of an input -> its colour and what it is called.
KINDS = {
    "assumed": (COLOURS[0], "assumed number"),
    "literature": (COLOURS[5], "number of the literature"),
    "calibrated": (COLOURS[2], "the posterior"),
    "luck": (COLOURS[1], "luck"),
    "group": ("#999999", "group of numbers"),
}


def draw_sensitivity(tables: dict[str, pd.DataFrame], manifest: dict[str, Any], folder: Path) -> list[Path]:
    """Draw one page for each target, with a panel for each outcome: shares of the spread, with their intervals.

    Parameters
    ----------
    tables, manifest : dict
        Of `Findings`.
    folder : Path
        Where the pictures go; it must exist.

    Returns
    -------
    list of Path
        The pictures, each as .png and .svg.
    """
    table, drawn = tables["sensitivity"], []
    for page, target in enumerate(dict.fromkeys(table["target"]), 1):
        with mpl.rc_context(STYLE):
            drawn += save(_page(table[table["target"] == target], target, manifest), folder / f"sensitivity_{page:02d}")
    return drawn


def _page(table: pd.DataFrame, target: str, manifest: dict[str, Any]) -> Figure:
    outcomes = list(dict.fromkeys(table["outcome"]))
    columns = min(3, len(outcomes))
    rows = -(-len(outcomes) // columns)
    figure = Figure(figsize=(0.8 + 3.1 * columns, 1.3 + 1.75 * rows), layout="constrained")
    axes = list(figure.subplots(rows, columns, squeeze=False).flat)
    for axis, outcome in zip(axes, outcomes, strict=False):
        _panel(axis, table[table["outcome"] == outcome].head(MOST_BARS), outcome)
    for axis in axes[len(outcomes) :]:
        axis.set_axis_off()
    told = " minus " in target
    figure.suptitle(
        f"What drives {'the difference ' if told else ''}{target}, {table['year'].iloc[0]}",
        x=0.01, ha="left", fontsize=9.5, fontweight="bold",
    )  # fmt: skip
    kinds = "; ".join(f"{colour}: {name}" for name, colour in _colour_words(table))
    caption = (
        "Bars: share of the spread (variance) in which an input takes part, with 95 % intervals; diamonds: the share "
        "it explains by itself. Bars add up to more than 1 where inputs act together. Dotted: the floor up to which a "
        f"share tells nothing; pale: not above it. {kinds.capitalize()}. "
        f"{manifest['samples']} blocks of Saltelli's design, seed {manifest['seed']}."
    )
    figure.supxlabel(fill(caption, 50 * columns), x=0.01, ha="left", fontsize=6.8, color="#444444")
    return figure


def _colour_words(table: pd.DataFrame) -> list[tuple[str, str]]:
    words = {COLOURS[0]: "blue", COLOURS[5]: "light blue", COLOURS[2]: "green", COLOURS[1]: "orange", "#999999": "grey"}
    return [(name, words[colour]) for kind, (colour, name) in KINDS.items() if kind in set(table["kind"])]


def _panel(axis: Axes, rows: pd.DataFrame, outcome: str) -> None:
    rows = rows.iloc[::-1]
    for place, row in enumerate(rows.to_dict("records")):
        colour = KINDS.get(row["kind"], KINDS["group"])[0]
        axis.barh(place, row["total"], color=colour, alpha=1.0 if row["resolved"] else 0.3, height=0.65)
        axis.plot([row["total_low"], row["total_high"]], [place, place], color="black", linewidth=0.8)
        axis.plot(max(0.0, row["first"]), place, marker="D", markersize=3.2, color="white", markeredgecolor="black",
                  markeredgewidth=0.7, zorder=4)  # fmt: skip
    axis.axvline(rows["floor"].iloc[0], color="#444444", linewidth=0.6, linestyle=":")
    axis.set_yticks(range(len(rows)), rows["number"].str.replace("_", " "), fontsize=6.8)
    axis.set_xlim(0, max(1.0, min(1.3, float(rows["total_high"].max()))))
    axis.set_title(outcome.replace("_", " "))
    axis.set_xlabel("share of the spread")
    axis.tick_params(axis="y", length=0)
