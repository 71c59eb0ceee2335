"""A picture of what agents are for, drawn from stored tables: what each thing left out changes, and the spreadsheet."""

from __future__ import annotations

from pathlib import Path
from textwrap import fill
from typing import Any

import matplotlib as mpl
import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from ssc_sim.comparison import NOT_DECIDED
from ssc_sim.figures import STYLE, save

SPREADSHEET = "a spreadsheet"
LETTER = 0.065  # inches, of a title
LIMIT = 10.0  # smallest effects worth naming at which the colours end


def draw_ablation(tables: dict[str, pd.DataFrame], manifest: dict[str, Any], folder: Path) -> list[Path]:
    """Draw a heat map for the first scenario and for each difference from it: changes in smallest effects worth naming.

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
    cells = _cells(tables)
    scenarios = list(dict.fromkeys(cells["scenario"]))[:4]
    names, outcomes = list(dict.fromkeys(cells["without"])), list(dict.fromkeys(cells["outcome"]))
    titles = {name: name if name == scenarios[0] else f"{name}\nminus {scenarios[0]}" for name in scenarios}
    with mpl.rc_context(STYLE):
        panel = 0.15 + max(0.23 * len(outcomes), LETTER * max(map(len, "\n".join(titles.values()).splitlines())))
        size = (1.9 + len(scenarios) * panel, 2.6 + 0.22 * len(names))
        figure = Figure(figsize=size, layout="constrained")
        axes = list(figure.subplots(1, len(scenarios), squeeze=False, sharey=True).flat)
        for axis, scenario in zip(axes, scenarios, strict=True):
            _panel(axis, cells[cells["scenario"] == scenario], names, outcomes)
            axis.set_title(titles[scenario], fontsize=7.5)
        axes[0].set_yticks(range(len(names)), names, fontsize=6.8)
        figure.suptitle(f"What changes without each thing, {manifest['until']}", x=0.01, ha="left", fontsize=9.5,
                        fontweight="bold")  # fmt: skip
        caption = (
            "Mean change in smallest effects worth naming, blue higher, red lower; white: less than one; ?: not "
            "decided, some replicates change by more. Last row: the error of a spreadsheet (constant shares, no luck, "
            "means only). "
            f"{manifest['runs']} paired replicates, seed {manifest['seed']}."
        )
        figure.supxlabel(fill(caption, int(size[0] * 19)), x=0.01, ha="left", fontsize=6.8, color="#444444")
        return save(figure, folder / "ablation")


def _cells(tables: dict[str, pd.DataFrame]) -> pd.DataFrame:
    """Return every change and every error of the spreadsheet, counted in smallest effects worth naming."""
    changes, sheet = tables["ablation"], tables["spreadsheet"]
    columns = ["without", "scenario", "outcome", "times", "matters"]
    return pd.concat([
        changes.assign(times=changes["change"] / changes["smallest"])[columns],
        sheet.assign(without=SPREADSHEET, times=sheet["error"] / sheet["smallest"], matters="")[columns],
    ])  # fmt: skip


def _panel(axis: Axes, cells: pd.DataFrame, names: list[str], outcomes: list[str]) -> None:
    grid, judged = (
        cells.pivot(index="without", columns="outcome", values=column).loc[names, outcomes].to_numpy()  # noqa: PD010
        for column in ("times", "matters")
    )
    shown = np.ma.masked_where(np.abs(grid) < 1.0, np.clip(grid, -LIMIT, LIMIT))
    axis.imshow(shown, cmap="RdBu", vmin=-LIMIT, vmax=LIMIT, aspect="auto")
    for (row, column), times in np.ndenumerate(grid):
        told = f"{times:+.0f}" if abs(times) >= 1.0 else ""
        told += "?" if judged[row, column] == NOT_DECIDED else ""
        axis.text(column, row, told, ha="center", va="center", fontsize=5.8,
                  color="white" if abs(times) > 0.6 * LIMIT else "black")  # fmt: skip
    axis.set_xticks(range(len(outcomes)), [name.replace("_", " ") for name in outcomes], rotation=90, fontsize=6.8)
    axis.axhline(len(names) - 1.5, color="#444444", linewidth=0.6)
    axis.tick_params(length=0)
    axis.set_xticks(np.arange(len(outcomes)) - 0.5, minor=True)
    axis.set_yticks(np.arange(len(names)) - 0.5, minor=True)
    axis.grid(which="minor", color="#DDDDDD", linewidth=0.4)
    axis.tick_params(which="minor", length=0)
