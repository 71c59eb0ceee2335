"""Where a policy fails: the box beside the ranges, the worlds along its two surest inputs, and the way to it."""

from __future__ import annotations

from pathlib import Path
from textwrap import fill, shorten
from typing import Any

import matplotlib as mpl
import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle
from matplotlib.ticker import FuncFormatter, LogLocator, NullFormatter

from ssc_sim.analysis.discover_experiments import Span, spans_of
from ssc_sim.analysis.discover_told import failure_told
from ssc_sim.figures import COLOURS, STYLE, save

BLUE, ORANGE = COLOURS[0], COLOURS[1]
LONGEST = 52


def draw_discovery(tables: dict[str, pd.DataFrame], manifest: dict[str, Any], folder: Path) -> list[Path]:
    """Draw the picture into a folder that exists; return it as .png and .svg.

    Without a box, the two inputs that go most with failing are drawn, and said to do no better than chance.
    """
    box = tables["box"]
    with mpl.rc_context(STYLE):
        figure = Figure(figsize=(7.4, 4.1 + 0.36 * len(box)), layout="constrained")
        parts: Any = figure.subfigures(2, 1, height_ratios=[0.3 + 0.36 * len(box), 2.6])
        above, below = parts
        left, right = below.subplots(1, 2)
        _limits(above.subplots(), box)
        _worlds(left, tables["experiments"], box)
        _way(right, tables)
        title = f"Where {manifest['scenario']} fails: {failure_told(manifest, tables['scores']['needed'].iloc[0])}"
        figure.suptitle(fill(title, 100), x=0.01, ha="left", fontsize=9.5, fontweight="bold")
        figure.supxlabel(_caption(manifest, tables), x=0.01, ha="left", fontsize=6.8, color="#444444")
        return save(figure, folder / "box")


def _caption(manifest: dict[str, Any], tables: dict[str, pd.DataFrame]) -> str:
    return fill(
        f"{len(tables['experiments']):,} worlds, each with all uncertain numbers drawn anew; replicates in each, of "
        f"which the mean counts: {manifest['lucks']}. Top: the box (blue) in the ranges of its numbers (grey). Left: "
        "worlds where the policy fails (orange) and holds (blue, open), and the box; its other limits are not shown. "
        "Right: each step of peeling and pasting, on the worlds that the box was found on (line) and on those it was "
        "not (dots); diamond: the box on the latter, without limits that chance could have set. "
        f"Seed {manifest['seed']}.",
        128,
    )


def _limits(axis: Axes, box: pd.DataFrame) -> None:
    """Draw each limit of the box in the range of its input, on the scale of that range."""
    axis.set_title("The box" if len(box) else "No box does better than chance")
    axis.set_xlim(0, 1)
    axis.set_xticks([])
    axis.spines[:].set_visible(False)
    axis.set_ylim(max(1, len(box)) - 0.4, -0.6)
    rows: Any = box.to_dict("records")
    axis.set_yticks(range(len(box)), [_limit_told(row) for row in rows], fontsize=7)
    axis.tick_params(length=0)
    spans = spans_of(list(box["input"]))
    for place, row in enumerate(rows):
        low, high = (_share(spans[row["input"]], row[end]) for end in ("low", "high"))
        axis.barh(place, 1, height=0.25, color="#DDDDDD")
        axis.barh(place, high - low, left=low, height=0.45, color=BLUE)


def _limit_told(row: Any) -> str:
    limits = f"{row['low']:.3g} to {row['high']:.3g} of {row['range_low']:g} to {row['range_high']:g}"
    return f"{_short(row['input'])}\n{limits} ({shorten(row['unit'], 30, placeholder='...')})"


def _share(span: Span, value: float) -> float:
    """Return where in its range a value lies."""
    if span.log:
        return float(np.log(value / span.low) / np.log(span.high / span.low))
    return (value - span.low) / (span.high - span.low)


def _worlds(axis: Axes, experiments: pd.DataFrame, box: pd.DataFrame) -> None:
    """Draw the worlds along two inputs: the surest of the box, or else those that go most with failing."""
    across, up = _two_inputs(experiments, box)
    spans = spans_of([across, up])
    fails = experiments["fails"] == 1
    holds = experiments[~fails]
    axis.scatter(holds[across], holds[up], s=9, linewidths=0.6, facecolors="none", edgecolors=BLUE)
    axis.scatter(
        experiments.loc[fails, across], experiments.loc[fails, up], s=9, linewidths=0.6, color=ORANGE, marker="x"
    )
    limits: Any = box.set_index("input")[["low", "high"]].to_dict("index")
    (left, right), (bottom, top) = (
        (limits[name]["low"], limits[name]["high"]) if name in limits else (spans[name].low, spans[name].high)
        for name in (across, up)
    )
    if limits:
        axis.add_patch(Rectangle((left, bottom), right - left, top - bottom, fill=False, linewidth=1.4, zorder=5))
    for name, put, scale in ((across, axis.set_xlabel, axis.set_xscale), (up, axis.set_ylabel, axis.set_yscale)):
        put(f"{_short(name)} ({shorten(spans[name].unit, 30, placeholder='...')})")
        if spans[name].log:
            scale("log")
            along = axis.xaxis if name == across else axis.yaxis
            along.set_major_locator(LogLocator(subs=(1, 2, 5)))
            along.set_major_formatter(FuncFormatter(lambda value, _: f"{value:g}"))
            along.set_minor_formatter(NullFormatter())
    axis.set_title("x: fails    o: holds")


def _two_inputs(experiments: pd.DataFrame, box: pd.DataFrame) -> tuple[str, str]:
    inputs = [name for name in experiments.columns if "." in name]
    ranks = experiments[inputs].rank().corrwith(experiments["fails"].astype(float)).abs().fillna(0.0)
    by_strength = ranks.sort_values(ascending=False, kind="stable").index
    across, up, *_ = dict.fromkeys((*box["input"], *by_strength))
    return str(across), str(up)


def _way(axis: Axes, tables: dict[str, pd.DataFrame]) -> None:
    """Draw density against coverage along the trajectory."""
    way, scores = tables["trajectory"], tables["scores"].set_index("worlds")
    axis.plot(way["coverage"], way["density"], color=BLUE, linewidth=1.3)
    axis.plot(way["held_out_coverage"], way["held_out_density"], color=ORANGE, marker=".", linewidth=0, markersize=4)
    held: Any = scores.loc["held out"]
    axis.axhline(held["base"], color="#999999", linewidth=0.6)
    keys = (("found on (line)", BLUE), ("held out (dots)", ORANGE), ("all worlds (grey)", "#666666"))
    for place, (name, colour) in enumerate(keys):
        axis.annotate(name, (0.03, 0.16 - 0.06 * place), xycoords="axes fraction", color=colour, fontsize=7)
    if len(tables["box"]):
        axis.plot(held["coverage"], held["density"], marker="D", color="black", markersize=5, zorder=5)
    axis.set_xlim(0, 1.02)
    axis.set_ylim(0, 1.02)
    axis.set_xlabel("coverage (share of all failures inside)")
    axis.set_ylabel("density (share of those inside that fail)")
    axis.set_title("The way to the box")


def _short(name: str) -> str:
    return name.removeprefix("parameters.")[:LONGEST]
