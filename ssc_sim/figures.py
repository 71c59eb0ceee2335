"""Outcome curves, drawn from stored tables, never from a live model."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import matplotlib as mpl
import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.ticker import MaxNLocator

from ssc_sim.observed import read_reported
from ssc_sim.results.folder import Summarised
from ssc_sim.tables import Column, Outcome
from ssc_sim.wording import COUNTED, as_it_stands, axis_label, caption_of, title_of

FIRST_PANELS = ("participants", "countries_reached", "trained_in_post", "capacity", "dependency", "social_spending")
PANELS_A_PAGE = 6
COLOURS = ("#0072B2", "#D55E00", "#009E73", "#CC79A7", "#E69F00", "#56B4E9", "#000000")
NARROWEST = 6  # an axis spans at least this many smallest effects worth naming, so that nothing small looks large
STYLE: Any = {
    "font.size": 8,
    "axes.titlesize": 8.5,
    "axes.titleweight": "bold",
    "axes.titlelocation": "left",
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.linewidth": 0.6,
    "axes.labelsize": 7.5,
    "xtick.labelsize": 7.5,
    "ytick.labelsize": 7.5,
    "svg.hashsalt": "ssc-sim",
    "svg.fonttype": "none",
}


def draw_outcome_curves(results: Summarised, folder: Path, outcomes: Sequence[str] = ()) -> list[Path]:
    """Draw outcome curves into a folder: median, 50 % and 90 % of replicates, event marks, reported figures.

    Parameters
    ----------
    results : Results or Summary
    folder : Path
        Where the pictures go; it must exist.
    outcomes : sequence of str
        Which outcomes; by default the few that answer the first question.

    Returns
    -------
    list of Path
        The pictures, each as .png and .svg.
    """
    summary = results.summary()
    chosen = list(outcomes or FIRST_PANELS)
    pages = [chosen[i : i + PANELS_A_PAGE] for i in range(0, len(chosen), PANELS_A_PAGE)]
    drawn: list[Path] = []
    for number, page in enumerate(pages, 1):
        name = "outcome_curves" if not outcomes else f"outcomes_{number:02d}"
        with mpl.rc_context(STYLE):
            drawn += save(_page(results, summary, page), folder / name)
    return drawn


def _page(results: Summarised, summary: pd.DataFrame, outcomes: Sequence[str]) -> Figure:
    columns = min(3, len(outcomes))
    rows = -(-len(outcomes) // columns)
    figure = Figure(figsize=(0.6 + 2.6 * columns, 1.0 + 2.35 * rows), layout="constrained")
    axes = figure.subplots(rows, columns, squeeze=False)
    for axis, outcome in zip(axes.flat, outcomes, strict=False):
        panel(axis, results.manifest, summary[summary["outcome"] == outcome], outcome)
    for axis in list(axes.flat)[len(outcomes) :]:
        axis.set_axis_off()
    title = as_it_stands(title_of(results.manifest))
    figure.suptitle(title, x=0.01, ha="left", fontsize=9.5, fontweight="bold", wrap=True)
    figure.supxlabel(caption_of(results.manifest, NARROWEST), x=0.01, ha="left", fontsize=6.8, color="#444444")
    return figure


def panel(axis: Axes, manifest: dict[str, Any], summary: pd.DataFrame, outcome: str) -> None:
    """Draw the curves of one outcome: the scenarios of a manifest, from a summary of that outcome alone."""
    names = [scenario["name"] for scenario in manifest["scenarios"]]
    ends: dict[str, float] = {}
    for name, colour in zip(names, _colours(len(names)), strict=True):
        curve = summary[summary["scenario"] == name].sort_values("year")
        years = curve["year"].to_numpy()
        if len(years) == 1:  # one year is drawn as a step
            curve, years = pd.concat([curve, curve]), np.array([years[0] - 0.3, years[0] + 0.3])
        axis.fill_between(years, curve["q05"], curve["q95"], color=colour, alpha=0.3 / (1 + len(names)), linewidth=0)
        axis.fill_between(years, curve["q25"], curve["q75"], color=colour, alpha=0.6 / (1 + len(names)), linewidth=0)
        axis.plot(years, curve["q50"], color=colour, linewidth=1.4)
        ends[name] = float(curve["q50"].iloc[-1])
    axis.set_title(outcome.replace("_", " "))
    axis.set_ylabel(axis_label(outcome))
    axis.set_xlim(manifest["first_year"] - 0.5, manifest["until"] + 0.5)
    axis.xaxis.set_major_locator(MaxNLocator(4, integer=True))
    _mark_reported(axis, outcome, manifest)
    _mark_events(axis, manifest)
    _open_axis(axis, outcome)
    if len(names) > 1:
        _label_ends(axis, ends, int(manifest["until"]))


def _colours(number: int) -> Iterator[str]:
    return (COLOURS[i % len(COLOURS)] for i in range(number))


def _open_axis(axis: Axes, outcome: str) -> None:
    axis.set_ylim(*opened(*axis.get_ylim(), Outcome.names()[outcome][2]))


def opened(low: float, high: float, declared: Column) -> tuple[float, float]:
    """Return an axis that keeps small differences small: it never zooms in closer than a few smallest effects.

    Parameters
    ----------
    low, high : float
        What the curves span.
    declared : Column
        The outcome on the axis.
    """
    middle = (low + high) / 2
    narrowest = NARROWEST * declared.smallest * (max(abs(middle), 1e-9) if declared.relative else 1.0)
    if high - low < narrowest:
        low, high = middle - narrowest / 2, middle + narrowest / 2
    if low < 0 or declared.unit in COUNTED:
        low = 0.0
    return low, min(high, max(declared.high, low + narrowest))


def _mark_reported(axis: Axes, outcome: str, manifest: dict[str, Any]) -> None:
    """Mark what the documents report, with the narrower scope of later years left open."""
    for told in read_reported():
        if told.outcome == outcome and told.recipient is None and told.year <= manifest["until"]:
            whole = told.year == manifest["first_year"]
            axis.plot(told.year, told.value, marker="D", markersize=4, color="black", zorder=5, clip_on=False,
                      markerfacecolor="black" if whole else "white", markeredgewidth=0.8)  # fmt: skip


def _mark_events(axis: Axes, manifest: dict[str, Any]) -> None:
    marked: set[tuple[str, int]] = set()
    for scenario in manifest["scenarios"]:
        for event in scenario["events"]:
            kind, first = event["kind"].replace("_", " "), event["first"]
            if (kind, first) not in marked:
                marked.add((kind, first))
                axis.axvspan(first - 0.5, event["last"] + 0.5, color="#999999", alpha=0.18, linewidth=0, zorder=0)
                axis.annotate(kind, (event["last"] + 0.6, 0.98), xycoords=("data", "axes fraction"), fontsize=6.5,
                              color="#444444", va="top")  # fmt: skip


def _label_ends(axis: Axes, ends: dict[str, float], last_year: int) -> None:
    """Write each scenario's name beside the end of its curve, moved apart where they would overlap."""
    low, high = axis.get_ylim()
    beside = last_year + 0.07 * (axis.get_xlim()[1] - axis.get_xlim()[0])
    colours = dict(zip(ends, _colours(len(ends)), strict=True))
    names = sorted(ends, key=lambda name: ends[name])
    heights = spread([ends[name] for name in names], (high - low) / 14)
    for name, height in zip(names, heights, strict=True):
        thin = {"arrowstyle": "-", "linewidth": 0.4, "color": colours[name], "shrinkA": 0, "shrinkB": 0}
        axis.annotate(name, (last_year, ends[name]), xytext=(beside, height), color=colours[name],
                      fontsize=6.3, va="center", annotation_clip=False, arrowprops=thin)  # fmt: skip


def spread(heights: list[float], apart: float) -> list[float]:
    """Move rising heights apart, each group of close ones around its middle."""
    groups: list[list[float]] = []
    for height in heights:
        groups.append([height])
        while len(groups) > 1 and _end(groups[-2], apart, 1) + apart > _end(groups[-1], apart, -1):
            last = groups.pop()
            groups[-1] += last
    return [_end(group, apart, -1) + apart * place for group in groups for place in range(len(group))]


def _end(group: list[float], apart: float, side: int) -> float:
    """Return the top (side 1) or the bottom (side -1) of a group of labels."""
    return sum(group) / len(group) + side * apart * (len(group) - 1) / 2


def save(figure: Figure, path: Path) -> list[Path]:
    """Save a picture as .png and .svg, the same bytes each time; return both paths."""
    FigureCanvasAgg(figure)
    drawn = [path.with_suffix(".png"), path.with_suffix(".svg")]
    figure.savefig(drawn[0], dpi=200, metadata={"Software": None})
    figure.savefig(drawn[1], metadata={"Date": None, "Creator": None})
    return drawn
