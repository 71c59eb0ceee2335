"""A picture of what to measure first, drawn from stored tables."""

from __future__ import annotations

from pathlib import Path
from textwrap import fill
from typing import Any

import matplotlib as mpl
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import MaxNLocator

from ssc_sim.analysis.information_told import EVERYTHING, is_worth_something
from ssc_sim.analysis.objectives import objective
from ssc_sim.figures import COLOURS, STYLE, save

MOST_BARS = 6


def draw_information(tables: dict[str, pd.DataFrame], manifest: dict[str, Any], folder: Path) -> list[Path]:
    """Draw a panel for each objective: what knowing each number is worth, as bars with their intervals.

    Parameters
    ----------
    tables, manifest : dict
        Of `Findings`.
    folder : Path
        Where the picture goes; it must exist.

    Returns
    -------
    list of Path
        The picture, as .png and .svg.
    """
    table = tables["information"]
    names = list(dict.fromkeys(table["objective"]))
    columns = min(2, len(names))
    rows = -(-len(names) // columns)
    with mpl.rc_context(STYLE):
        figure = Figure(figsize=(0.6 + 4.0 * columns, 1.4 + 1.7 * rows), layout="constrained")
        axes = list(figure.subplots(rows, columns, squeeze=False).flat)
        for axis, name in zip(axes, names, strict=False):
            _panel(axis, table[table["objective"] == name], name)
        for axis in axes[len(names) :]:
            axis.set_axis_off()
        chosen = [scenario["name"] for scenario in manifest["scenarios"]]
        told = f" among {', '.join(chosen)}" if len(chosen) < 5 else f" among {len(chosen)} policies"
        figure.suptitle(fill(f"What knowing a number is worth to the choice{told}, {manifest['until']}", 55 * columns),
                        x=0.01, ha="left", fontsize=9.5, fontweight="bold")  # fmt: skip
        caption = (
            "Bars: mean gain from choosing after the number is known, with 90 % intervals; beside them, in what share "
            "of worlds another policy would be chosen. Dotted: what numbers that have nothing to do with it reach by "
            f"chance; pale bars are not above it for certain. {manifest['samples']} worlds, seed {manifest['seed']}."
        )
        figure.supxlabel(fill(caption, 66 * columns), x=0.01, ha="left", fontsize=6.8, color="#444444")
        return save(figure, folder / "information")


def _panel(axis: Axes, rows: pd.DataFrame, name: str) -> None:
    axis.set_title(fill(f"for {objective(name).told.replace('_', ' ')}", 42))
    shown = rows[(rows["number"] != EVERYTHING) & (rows["worth"] > 0)].head(MOST_BARS).iloc[::-1]
    valuable = is_worth_something(shown)
    if not valuable.any():
        axis.annotate("no number that could be known changes the choice\nmore than chance does", (0, 0.5),
                      xycoords="axes fraction", fontsize=7.5, color="#444444", va="center")  # fmt: skip
        axis.set_axis_off()
        return
    for place, (row, known) in enumerate(zip(shown.to_dict("records"), valuable, strict=True)):
        axis.barh(place, row["worth"], color=COLOURS[0], alpha=1.0 if known else 0.3, height=0.6)
        axis.plot([row["worth_low"], row["worth_high"]], [place, place], color="black", linewidth=0.8)
        axis.annotate(f"{row['changes_decision']:.0%}", (max(row["worth"], row["worth_high"]), place), xytext=(4, 0),
                      textcoords="offset points", va="center", fontsize=6.5, color="#444444")  # fmt: skip
    axis.axvline(float(shown["floor"].iloc[0]), color="#444444", linewidth=0.6, linestyle=":")
    axis.set_yticks(range(len(shown)), shown["number"].str.replace("_", " "), fontsize=6.8)
    axis.set_xlim(0, 1.15 * float(shown["worth_high"].max()))
    axis.set_ylim(len(shown) - MOST_BARS - 0.5, len(shown) - 0.5)
    axis.xaxis.set_major_locator(MaxNLocator(4))
    axis.set_xlabel(f"worth ({shown['unit'].iloc[0]})")
    axis.tick_params(axis="y", length=0)
