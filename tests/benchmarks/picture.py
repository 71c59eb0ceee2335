"""The picture of a benchmark: cost against size, on log axes."""

from __future__ import annotations

from pathlib import Path

import matplotlib as mpl
import pandas as pd

mpl.use("Agg")

import matplotlib.pyplot as plt
from matplotlib.ticker import NullFormatter

GROUPS = {"replicates": "replicates", "years": "years", "recipients": "recipient countries"}
UNITS = {"replicates": "seconds on one core", "years": "seconds a replicate", "recipients": "seconds a replicate"}


def draw(table: pd.DataFrame, path: Path) -> None:
    """Draw the cost against replicates, years and countries, with the line of exact proportion through the smallest."""
    figure, axes = plt.subplots(1, len(GROUPS), figsize=(9.0, 3.2), layout="constrained")
    for axis, (group, name) in zip(axes, GROUPS.items(), strict=True):
        rows = table[(table["group"] == group) & (table["unit"] == "s")]
        size, seconds = rows["size"].astype(float), rows["median"]
        axis.plot(size, seconds.iloc[0] * size / size.iloc[0], color="0.6", linewidth=1, linestyle="--")
        below, above = seconds - rows["q25"], rows["q75"] - seconds
        axis.errorbar(size, seconds, [below, above], color="#0072B2", marker="o", markersize=4, linewidth=1.5)
        axis.set(xscale="log", yscale="log", xlabel=name, ylabel=UNITS[group])
        axis.set_xticks(size, [f"{one:,.0f}" for one in size])
        axis.set_xticks([], minor=True)
        axis.yaxis.set(major_formatter="{x:g}", minor_formatter=NullFormatter())
        axis.spines[["top", "right"]].set_visible(False)
    axes[0].annotate("measured", (0.42, 0.60), xycoords="axes fraction", ha="right", color="#0072B2")
    axes[0].annotate("in proportion", (0.55, 0.25), xycoords="axes fraction", color="0.45")
    figure.savefig(path, dpi=200)
    plt.close(figure)
