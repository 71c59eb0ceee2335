"""The efficient mixes as lines: what each gains and loses against the present, and where its levers stand."""

from __future__ import annotations

from pathlib import Path
from textwrap import fill
from typing import Any

import matplotlib as mpl
import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from ssc_sim.analysis.pareto_front import PRESENT
from ssc_sim.analysis.pareto_levers import direction, open_levers
from ssc_sim.figures import COLOURS, NARROWEST, STYLE, save, spread

MOST_COLOURED = 6


def draw_front(tables: dict[str, pd.DataFrame], manifest: dict[str, Any], folder: Path) -> list[Path]:
    """Draw the picture into a folder that exists; return it as .png and .svg. Without a front there is none."""
    objectives, front = tables["objectives"], tables["front"].astype({"point": str}).set_index("point")
    points = [name for name in front.index if name != PRESENT]
    if not points:
        return []
    times = objectives.astype({"point": str}).pivot_table(index="point", columns="objective", values="times")
    times = times[list(dict.fromkeys(objectives["objective"]))]
    colours = coloured(times.drop(index=PRESENT), front)
    with mpl.rc_context(STYLE):
        figure = Figure(figsize=(7.4, 6.2), layout="constrained")
        above, below = figure.subplots(2, 1, height_ratios=[1.25, 1])
        _gains(above, times.loc[points], colours)
        _levers(below, front.loc[points, [name for name in front.columns if name in open_levers()]], colours)
        whose = "all Southern donors" if manifest["donor"] == "all" else manifest["donor"]
        figure.suptitle(f"Efficient mixes of {whose}, {manifest['until']}", x=0.01, ha="left", fontsize=9.5,
                        fontweight="bold")  # fmt: skip
        figure.supxlabel(_caption(manifest, len(points)), x=0.01, ha="left", fontsize=6.8, color="#444444")
        return save(figure, folder / "front")


def _caption(manifest: dict[str, Any], points: int) -> str:
    return fill(
        f"Lines: {points} mixes that stand for all efficient ones found: none of those is better than one of these by "
        "the smallest effect worth naming. Coloured: the best for one objective each, and the one that gains most and "
        "loses nothing nameable. Above: gain or loss against the present (black), better upwards, mean of "
        f"{manifest['check']} replicates that the search did not use; grey: too small to matter. Below: where each "
        f"lever stands in its range. Seed {manifest['seed']}.",
        125,
    )


def coloured(times: pd.DataFrame, front: pd.DataFrame) -> dict[str, str]:
    """Return the points that are coloured: the best for each objective, then the best of those that lose nothing."""
    best = [str(times[name].idxmax()) for name in times.columns if times[name].max() >= 1.0]
    winners = front[front["beats_present"] == 1]
    if len(winners):
        best.insert(0, str(winners["gain"].idxmax()))
    return dict(zip(list(dict.fromkeys(best))[:MOST_COLOURED], COLOURS, strict=False))


def _gains(axis: Axes, times: pd.DataFrame, colours: dict[str, str]) -> None:
    places = np.arange(len(times.columns))
    axis.axhspan(-1, 1, color="#999999", alpha=0.25, linewidth=0)
    axis.axhline(0, color="black", linewidth=1.2)
    _lines(axis, places, times, colours)
    labels = [f"{'more' if direction(name) > 0 else 'less'}\n{name.replace('_', ' ')}" for name in times.columns]
    axis.set_xticks(places, labels)
    axis.set_ylabel("gain (smallest effects worth naming):\nbetter upwards")
    low, high = float(times.to_numpy().min()), float(times.to_numpy().max())
    axis.set_ylim(min(low, -NARROWEST / 2) * 1.08, max(high, NARROWEST / 2) * 1.08)


def _levers(axis: Axes, levers: pd.DataFrame, colours: dict[str, str]) -> None:
    known = open_levers()
    spans = [known[name] for name in levers.columns]
    shares = (levers - [one.low for one in spans]) / [one.high - one.low for one in spans]
    _lines(axis, np.arange(len(spans)), shares, colours)
    axis.set_xticks(range(len(spans)), [f"{one.name.replace('_', ' ')}\n{one.low:g} to {one.high:g}" for one in spans],
                    rotation=30, ha="right", rotation_mode="anchor", fontsize=7)  # fmt: skip
    axis.set_ylim(-0.05, 1.05)
    axis.set_yticks([0, 0.5, 1], ["low end", "middle", "high end"])


def _lines(axis: Axes, places: np.ndarray, rows: pd.DataFrame, colours: dict[str, str]) -> None:
    """Draw each mix as a line, the coloured ones on top with their numbers at the right end."""
    for name in rows.index:
        if name not in colours:
            axis.plot(places, rows.loc[name], color="#BBBBBB", linewidth=0.7, zorder=2)
    last: dict[str, float] = dict(zip(rows.index, rows.iloc[:, -1].tolist(), strict=True))
    ends = sorted(colours, key=lambda name: last[name])
    low, high = float(rows.to_numpy().min()), float(rows.to_numpy().max())
    heights = spread([last[name] for name in ends], max(high - low, 1e-9) / 14)
    for name, height in zip(ends, heights, strict=True):
        axis.plot(places, rows.loc[name], color=colours[name], linewidth=1.6, marker="o", markersize=3, zorder=3)
        axis.annotate(f"mix {name}", (places[-1], last[name]), xytext=(places[-1] + 0.12, height),
                      color=colours[name], fontsize=7, va="center", annotation_clip=False)  # fmt: skip
    axis.set_xlim(-0.2, places[-1] + 0.1)
    axis.grid(axis="x", color="#DDDDDD", linewidth=0.6)
