"""What one would regret of each policy, world by world, drawn from the stored tables."""

from __future__ import annotations

from pathlib import Path
from textwrap import fill
from typing import Any

import matplotlib as mpl
import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from ssc_sim.analysis.regret import ALL
from ssc_sim.figures import COLOURS, NARROWEST, STYLE, save
from ssc_sim.wording import number


def draw_regret(tables: dict[str, pd.DataFrame], manifest: dict[str, Any], folder: Path) -> list[Path]:
    """Draw one row for each policy into a folder that exists; return the picture as .png and .svg."""
    table = tables["regret"]
    whole = table[table["evidence"] == ALL].sort_values("mean_regret", kind="stable")
    order = whole["scenario"].tolist()
    with mpl.rc_context(STYLE):
        figure = Figure(figsize=(7.4, 1.6 + 0.42 * len(order)), layout="constrained")
        axis = figure.subplots()
        axis.axvspan(0, float(table["smallest"].iloc[0]), color="#999999", alpha=0.25, linewidth=0)
        for shift, colour, evidence in zip((-0.18, 0.18), COLOURS, manifest["evidences"], strict=False):
            _points(axis, tables["worlds"], order, (evidence, shift, colour))
        _frame(axis, whole, manifest["outcomes"][0].replace("_", " "))
        figure.suptitle(f"What one would regret of each policy, {manifest['until']}", x=0.01, ha="left", fontsize=9.5,
                        fontweight="bold")  # fmt: skip
        figure.supxlabel(_caption(manifest), x=0.01, ha="left", fontsize=6.8, color="#444444")
        return save(figure, folder / "regret")


def _points(axis: Axes, worlds: pd.DataFrame, order: list[str], drawn: tuple[str, float, str]) -> None:
    """Draw the worlds of one evidence: points, their mean and their worst, for each policy."""
    evidence, shift, colour = drawn
    here = worlds[worlds["evidence"] == evidence]
    for place, name in enumerate(order):
        lost = here[name].to_numpy()
        spread = np.linspace(-0.13, 0.13, len(lost))
        axis.scatter(lost, place + shift + spread, s=3, color=colour, alpha=0.45, linewidths=0)
        axis.plot([lost.mean()] * 2, [place + shift - 0.17, place + shift + 0.17], color=colour, linewidth=2.2)
        axis.plot(lost.max(), place + shift, marker="|", markersize=9, color=colour, markeredgewidth=1)
    axis.annotate(evidence, (1, 1), xycoords="axes fraction", xytext=(-2, -9 if shift < 0 else -19),
                  textcoords="offset points", ha="right", color=colour, fontsize=7.5)  # fmt: skip


def _frame(axis: Axes, whole: pd.DataFrame, outcome: str) -> None:
    """Name the policies, and write the mean and the worst regret beside them."""
    rows: Any = whole.to_dict("records")
    beside: Any = {"xycoords": ("axes fraction", "data"), "fontsize": 7, "va": "center", "ha": "right",
                   "annotation_clip": False}  # fmt: skip
    for name, at in (("mean", 1.065), ("worst", 1.135)):
        axis.annotate(name, (at, -0.62), color="#666666", **beside)
        for place, row in enumerate(rows):
            axis.annotate(number(row[f"{name}_regret"], row["unit"]), (at, place), **beside)
    axis.set_yticks(range(len(whole)), whole["scenario"].tolist())
    axis.set_ylim(len(whole) - 0.5, -0.5)
    widest = max(NARROWEST / 2 * whole["smallest"].iloc[0], 1.05 * whole["worst_regret"].max())
    axis.set_xlim(-0.006 * widest, widest)
    axis.set_xlabel(f"regret of {outcome} ({rows[0]['unit']}): less is better")


def _caption(manifest: dict[str, Any]) -> str:
    return fill(
        f"Points: one world each ({manifest['rows']} rows of numbers under each evidence; replicates in "
        f"each, of which the mean counts: {manifest['lucks']}): how much worse the policy does there than the best of "
        f"them. Bars: the mean; strokes: the worst. Grey: too small to matter. Seed {manifest['seed']}.",
        125,
    )
