"""Pictures of a comparison, drawn from stored tables: trade-offs between policy mixes, and grids of them.

Every picture shows differences to the first scenario on the same luck, next to the smallest effect worth naming.
"""

from __future__ import annotations

from pathlib import Path
from textwrap import fill
from typing import Any, NamedTuple

import matplotlib as mpl
import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle
from matplotlib.ticker import MaxNLocator

from ssc_sim.comparison import NOT_DECIDED, TOO_SMALL, Paired, cells_of_sweep, efficient, paired, sweeps_of, verdicts
from ssc_sim.figures import COLOURS, STYLE, save, spread
from ssc_sim.results.folder import Results
from ssc_sim.scenario.sweep import Cell, short_names
from ssc_sim.tables import Outcome
from ssc_sim.wording import evidence_of, failures_told, rests_on, signed

#: What is labelled: name -> where its line ends, and its colour.
Ends = dict[str, tuple[float, float, str]]
#: Pairs of outcomes that pull against each other: (across, better if higher?), (up, better if higher?).
TRADEOFFS = ((("dependency", -1), ("capacity", 1)), (("need_targeting", 1), ("standing", 1)))
GRID_OUTCOMES = ("capacity", "dependency", "social_spending", "debt_service", "standing", "need_targeting")


def draw_comparison(results: Results, folder: Path) -> list[Path]:
    """Draw the trade-offs between the scenarios, and a grid for each sweep.

    Parameters
    ----------
    results : Results
        Of a comparison.
    folder : Path
        Where the pictures go; it must exist.

    Returns
    -------
    list of Path
        The pictures, each as .png and .svg.
    """
    pairs = paired(results, [results.manifest["until"]])
    drawn: list[Path] = []
    with mpl.rc_context(STYLE):
        drawn += save(_tradeoff(results.manifest, pairs), folder / "tradeoff")
        sweeps = sweeps_of(results.manifest)
        for sweep in sweeps:
            name = "grid" if len(sweeps) == 1 else f"grid_{sweep}"
            drawn += save(_grid(results.manifest, pairs, sweep), folder / name)
    return drawn


def _tradeoff(manifest: dict[str, Any], pairs: Paired) -> Figure:
    panels = [panel for panel in TRADEOFFS if all(name in pairs.outcomes for name, _ in panel)]
    figure = Figure(figsize=(0.4 + 3.7 * len(panels), 4.4), layout="constrained")
    for axis, ((across, left), (up, below)) in zip(figure.subplots(1, len(panels), squeeze=False).flat, panels,
                                                   strict=True):  # fmt: skip
        points = np.stack([_of(pairs, across), _of(pairs, up)])
        ends = _points(axis, manifest, pairs, points)
        _label_steps(
            axis,
            _first_values(manifest, pairs),
            points.mean(axis=-1),
            np.array([_smallest(pairs, across), _smallest(pairs, up)]),
        )
        _mark_efficient(axis, points.mean(axis=-1).T, np.array([left, below]))
        _frame(axis, points, np.array([_smallest(pairs, across), _smallest(pairs, up)]))
        _label(axis, ends)
        axis.set_title(f"{up.replace('_', ' ')} against {across.replace('_', ' ')}")
        axis.set_xlabel(_difference_label(across, "better to the right" if left > 0 else "better to the left"))
        axis.set_ylabel(_difference_label(up, "better upwards" if below > 0 else "better downwards"))
    caption = (
        f"Points: mean difference to {pairs.baseline} (black, at zero) in {pairs.years[0]}; whiskers: 5 % to 95 % of "
        "replicates. Ringed and joined: efficient, none is as good on both axes and better on one. Grey: too small to "
        "matter."
    )
    for scenario in [scenario for scenario in manifest["scenarios"] if "cell" in scenario][:1]:
        first, *others = (key.replace("_", " ") for key in short_names(list(scenario["cell"])))
        caption += f" Small numbers: {first}." + (f" Lines: {' | '.join(others)}." if others else "")
    _told(figure, manifest, f"What each choice trades, {pairs.years[0]}", caption, 76 * len(panels))
    return figure


def _label_steps(axis: Axes, steps: dict[int, str], middle: np.ndarray, smallest: np.ndarray) -> None:
    """Write the values of a sweep's first key beside its points, unless they all stand on one spot."""
    if steps and np.any(np.ptp(middle[:, list(steps)], axis=-1) > smallest / 4):
        for place, label in steps.items():
            axis.annotate(label, (middle[0, place], middle[1, place]), xytext=(-3, -9), textcoords="offset points",
                          fontsize=5.5, color="#444444", ha="right")  # fmt: skip


def _of(pairs: Paired, outcome: str) -> np.ndarray:
    """Return the differences of one outcome in the last year, (scenarios, replicates), the baseline's zeros first."""
    differences = pairs.differences[pairs.outcomes.index(outcome), -1]
    zeros: np.ndarray = np.zeros_like(differences[:1])
    return np.concatenate([zeros, differences])


def _smallest(pairs: Paired, outcome: str) -> float:
    return float(pairs.smallest[pairs.outcomes.index(outcome), -1])


def _points(axis: Axes, manifest: dict[str, Any], pairs: Paired, points: np.ndarray) -> Ends:
    """Draw every scenario with its whiskers, the cells of a sweep joined along its first key; return what to label."""
    (x, y), (low, high) = points.mean(axis=-1), np.quantile(points, (0.05, 0.95), axis=-1)
    ends: Ends = {}
    for number, (name, places) in enumerate(_lines(manifest, pairs).items()):
        colour = COLOURS[number % len(COLOURS)] if places != [0] else "black"
        spans = [np.abs(np.stack([low[i, places], high[i, places]]) - (x, y)[i][places]) for i in (0, 1)]
        axis.errorbar(x[places], y[places], xerr=spans[0], yerr=spans[1], color=colour, marker="o", markersize=4,
                      linewidth=0.9, elinewidth=0.7, alpha=0.9, zorder=3)  # fmt: skip
        ends[name] = (float(x[places[-1]]), float(y[places[-1]]), colour)
    return ends


def _label(axis: Axes, ends: Ends) -> None:
    """Write each name beside the picture, moved apart where they would overlap."""
    low, high = axis.get_ylim()
    right = axis.get_xlim()[1]
    names = sorted(ends, key=lambda name: ends[name][1])
    heights = spread([ends[name][1] for name in names], (high - low) / 22)
    for name, height in zip(names, heights, strict=True):
        x, y, colour = ends[name]
        thin = {"arrowstyle": "-", "linewidth": 0.4, "color": colour, "shrinkA": 0, "shrinkB": 3}
        axis.annotate(name, (x, y), xytext=(right, height), color=colour, fontsize=6.5, va="center",
                      annotation_clip=False, arrowprops=thin)  # fmt: skip


def _lines(manifest: dict[str, Any], pairs: Paired) -> dict[str, list[int]]:
    """Return which points are drawn as one line: a scenario alone, or the cells that differ in the first key only."""
    cells = {scenario["name"]: tuple(scenario.get("cell", {}).items()) for scenario in manifest["scenarios"]}
    lines: dict[str, list[int]] = {}
    for place, name in enumerate([pairs.baseline, *pairs.scenarios]):
        lines.setdefault(_line(name, cells[name]), []).append(place)
    return lines


def _line(name: str, cell: Cell) -> str:
    if not cell:
        return name
    return " | ".join(f"{value:g}" for _, value in cell[1:]) or name.partition("[")[0]


def _first_values(manifest: dict[str, Any], pairs: Paired) -> dict[int, str]:
    """Return the value of the first key at each cell of the first line of each sweep."""
    places = {name: place for place, name in enumerate([pairs.baseline, *pairs.scenarios])}
    told: dict[int, str] = {}
    for sweep in sweeps_of(manifest):
        cells = cells_of_sweep(manifest, sweep)
        rest = next(iter(cells.values()))[1:]
        told |= {places[name]: f"{cell[0][1]:g}" for name, cell in cells.items() if cell[1:] == rest}
    return told


def _mark_efficient(axis: Axes, means: np.ndarray, better: np.ndarray) -> None:
    """Ring the efficient points and join them."""
    ringed = means[efficient(means * better)]
    ringed = ringed[np.argsort(ringed[:, 0])]
    axis.plot(*ringed.T, color="#666666", linewidth=0.8, linestyle="--", zorder=2, marker="o", markersize=9,
              markerfacecolor="none", markeredgecolor="black", markeredgewidth=0.7)  # fmt: skip


def _frame(axis: Axes, points: np.ndarray, smallest: np.ndarray) -> None:
    """Show the smallest effects worth naming, and never zoom in closer than them."""
    axis.add_patch(Rectangle(-smallest, *(2 * smallest), facecolor="#999999", alpha=0.25, linewidth=0, zorder=0))  # type: ignore[arg-type]
    axis.axhline(0, color="#999999", linewidth=0.5, zorder=1)
    axis.axvline(0, color="#999999", linewidth=0.5, zorder=1)
    low, high = np.quantile(points, 0.05, axis=-1).min(axis=-1), np.quantile(points, 0.95, axis=-1).max(axis=-1)
    low, high = np.minimum(low, -smallest), np.maximum(high, smallest)
    margin = 0.12 * (high - low)
    axis.xaxis.set_major_locator(MaxNLocator(4, steps=[1, 2, 5, 10]))
    axis.set_xlim(low[0] - margin[0], high[0] + margin[0])
    axis.set_ylim(low[1] - margin[1], high[1] + margin[1])


def _difference_label(outcome: str, more: str) -> str:
    return f"difference in {outcome.replace('_', ' ')} ({Outcome.names()[outcome][2].unit}): {more}"


def _told(figure: Figure, manifest: dict[str, Any], title: str, caption: str, width: int) -> None:
    """Write title and caption."""
    rests = f"{manifest['runs']:,} replicates on the same luck; {rests_on(manifest)}, "
    rests += "so signs may be assumed, not found (see rests_on in comparison.csv). "
    rests += f"Evidence: {evidence_of(manifest)}. Seed {manifest['seed']}.{failures_told(manifest)}"
    figure.suptitle(title, x=0.01, ha="left", fontsize=9.5, fontweight="bold")
    figure.supxlabel(fill(f"{caption} {rests}", width), x=0.01, ha="left", fontsize=6.8, color="#444444")


def _grid(manifest: dict[str, Any], pairs: Paired, sweep: str) -> Figure:
    """Draw one panel for each outcome: a heat map of the mixes, or a curve where one number varies."""
    grid = _layout(cells_of_sweep(manifest, sweep))
    outcomes = [name for name in GRID_OUTCOMES if name in pairs.outcomes]
    rows = -(-len(outcomes) // 2)
    size = (1.4 + 2 * max(2.5, 0.52 * len(grid.across)), 1.2 + rows * max(1.9, 0.9 + 0.36 * len(grid.up)))
    figure = Figure(figsize=size, layout="constrained")
    axes = list(figure.subplots(rows, 2, squeeze=False).flat)
    for axis, outcome in zip(axes, outcomes, strict=False):
        (_curve if len(grid.keys) == 1 else _heat)(axis, pairs, outcome, grid)
        axis.set_title(f"{outcome.replace('_', ' ')} ({Outcome.names()[outcome][2].unit})")
        names = [name.replace("_", " ") for name in short_names(grid.keys)]
        axis.set_xlabel(" | ".join(names[: grid.split]))
        if len(grid.keys) > 1:
            axis.set_ylabel(" | ".join(names[grid.split :]))
    for axis in axes[len(outcomes) :]:
        axis.set_axis_off()
    if len(grid.keys) == 1:
        caption = "Line: mean difference; shaded: 5 % to 95 % of replicates; grey: too small to matter."
    else:
        caption = "Mean difference in each cell, blue higher, red lower; grey: too small to matter; ?: not decided."
    title = f"The mixes of {sweep} in {pairs.years[-1]}, against {pairs.baseline}"
    _told(figure, manifest, title, caption, int(size[0] * 19))
    return figure


class _Layout(NamedTuple):
    """Which scenario stands in which cell of a grid: the first half of the keys across, the others up."""

    keys: list[str]
    split: int
    across: list[Cell]
    up: list[Cell]
    names: dict[Cell, str]


def _layout(cells: dict[str, Cell]) -> _Layout:
    keys = [key for key, _ in next(iter(cells.values()))]
    split = max(1, len(keys) // 2)
    across, up = (list(dict.fromkeys(cell[part] for cell in cells.values())) for part in
                  (slice(None, split), slice(split, None)))  # fmt: skip
    return _Layout(keys, split, across, up, {cell: name for name, cell in cells.items()})


def _heat(axis: Axes, pairs: Paired, outcome: str, grid: _Layout) -> None:
    places = {name: place for place, name in enumerate([pairs.baseline, *pairs.scenarios])}
    order = [[places[grid.names[right + above]] for right in grid.across] for above in grid.up]
    differences, smallest = _of(pairs, outcome)[order], _smallest(pairs, outcome)
    judged = verdicts(differences, np.full(differences.shape[:2], smallest))
    means = differences.mean(axis=-1)
    largest = max(float(np.abs(means).max()), smallest)
    colours = mpl.colormaps["RdBu"].with_extremes(bad="#DDDDDD")
    axis.imshow(np.ma.masked_where(judged == TOO_SMALL, means), cmap=colours, vmin=-largest, vmax=largest,
                aspect="auto", origin="lower")  # fmt: skip
    for (row, column), mean in np.ndenumerate(means):
        told = signed(float(mean), Outcome.names()[outcome][2].unit)
        doubt = " ?" if judged[row, column] == NOT_DECIDED else ""
        pale = judged[row, column] == TOO_SMALL or abs(mean) < 0.6 * largest
        axis.text(column, row, told + doubt, ha="center", va="center", fontsize=6.5, color="black" if pale else "white")
    axis.set_xticks(range(len(grid.across)), [_told_values(cell) for cell in grid.across])
    axis.set_yticks(range(len(grid.up)), [_told_values(cell) for cell in grid.up])
    axis.tick_params(length=0)
    axis.spines[:].set_visible(False)


def _told_values(cell: Cell) -> str:
    return " | ".join(f"{value:g}" for _, value in cell)


def _curve(axis: Axes, pairs: Paired, outcome: str, grid: _Layout) -> None:
    places = {name: place for place, name in enumerate([pairs.baseline, *pairs.scenarios])}
    at = sorted((cell[0][1], places[name]) for cell, name in grid.names.items())
    values, differences = [value for value, _ in at], _of(pairs, outcome)[[place for _, place in at]]
    smallest = _smallest(pairs, outcome)
    low, high = np.quantile(differences, (0.05, 0.95), axis=-1)
    axis.axhspan(-smallest, smallest, color="#999999", alpha=0.25, linewidth=0)
    axis.fill_between(values, low, high, color=COLOURS[0], alpha=0.3, linewidth=0)
    axis.plot(values, differences.mean(axis=-1), color=COLOURS[0], linewidth=1.4, marker="o", markersize=3)
    bottom, top = min(float(low.min()), -smallest), max(float(high.max()), smallest)
    axis.set_ylim(bottom - 0.1 * (top - bottom), top + 0.1 * (top - bottom))
    axis.set_ylabel(f"difference ({Outcome.names()[outcome][2].unit})")
