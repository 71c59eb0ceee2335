"""A box in plain words: where a policy fails, how often there and elsewhere, and whether chance could have made it."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from ssc_sim.tables import Outcome
from ssc_sim.wording import number


def conclusions(manifest: dict[str, Any], tables: dict[str, pd.DataFrame]) -> tuple[str, ...]:
    """Return the conclusions, the first first."""
    scores: Any = tables["scores"].set_index("worlds")
    everywhere = scores.loc["all", "base"]
    size = len(tables["experiments"])
    failing = failure_told(manifest, scores["needed"].iloc[0])
    base = f"{manifest['scenario']} fails in {everywhere:.0%} of {size:,} worlds: {failing}."
    spread = _spread(manifest, tables["experiments"])
    if everywhere in (0.0, 1.0):
        ask = "With --threshold a world fails where the difference falls short of another amount, such as 0."
        return (f"{base} There is nothing to tell apart.", spread, ask)
    if not len(tables["box"]):
        return (base, _no_box(scores), spread)
    held = scores.loc["held out"]
    inside = (
        f"It fails where {box_told(tables['box'])}: in {held['density']:.0%} of the worlds there that the box was not "
        f"found on, against {held['base']:.0%} of all of them; {held['coverage']:.0%} of the failures lie there "
        f"(chance would do as well with a probability of {_small(held['p'])})."
    )
    outside = _outside(tables["scores"])
    return (base, inside, outside, spread, *_meanings(tables["box"]))


def failure_told(manifest: dict[str, Any], needed: float) -> str:
    """Say what counts as failing: a gain of less than what is needed, or a loss of more."""
    outcome, against, year = manifest["outcomes"][0], manifest["against"], manifest["until"]
    unit = Outcome.names()[outcome][2].unit
    amount = f" by {number(needed, unit)} {unit}" if needed else ""
    if manifest["fails"] == "below":
        return f"there it does not better {outcome}{amount} over {against} in {year}"
    return f"there it worsens {outcome}{amount.replace('by', 'by more than')} against {against} in {year}"


def box_told(box: pd.DataFrame) -> str:
    """Say where a box lies, its surest limit first."""
    return " and ".join(_limit_told(row) for row in box.to_dict("records"))


def _limit_told(row: Any) -> str:
    name = row["input"].removeprefix("parameters.")
    low, high = row["low"] > row["range_low"], row["high"] < row["range_high"]
    told = f"lies between {row['low']:.3g} and {row['high']:.3g}"
    if not (low and high):
        told = f"is above {row['low']:.3g}" if low else f"is below {row['high']:.3g}"
    return f"`{name}` {told} (range {row['range_low']:g} to {row['range_high']:g})"


def _outside(scores: pd.DataFrame) -> str:
    """Say how often the policy fails outside the box, over all worlds."""
    row = scores.set_index("worlds").loc["all"]
    size = row["points"] / row["mass"]
    outside = (row["base"] * size - row["cases"]) / (size - row["points"])
    return f"Outside the box it fails in {outside:.0%} of all worlds; the box holds {row['mass']:.0%} of them."


def _no_box(scores: Any) -> str:
    if np.isnan(scores.loc["held out", "p"]) or scores.loc["found", "mass"] == 1.0:
        return "No box does better than chance: no numbers were found that go with failing."
    held = scores.loc["held out"]
    return (
        "No box does better than chance: the best one found holds "
        f"{held['density']:.0%} failures among worlds it was not found on, where {held['base']:.0%} of all fail."
    )


def _spread(manifest: dict[str, Any], experiments: pd.DataFrame) -> str:
    unit = Outcome.names()[manifest["outcomes"][0]][2].unit
    low, middle, high = np.quantile(experiments["difference"], (0.05, 0.5, 0.95))
    told = f"Over all worlds the difference is {middle:+.4g} {unit} in the middle"
    return f"{told}, {low:+.4g} to {high:+.4g} in 90 % of them."


def _meanings(box: pd.DataFrame) -> tuple[str, ...]:
    rows = box.to_dict("records")
    return tuple(f"`{row['input'].removeprefix('parameters.')}` ({row['unit']}): {row['meaning']}." for row in rows)


def _small(p: float) -> str:
    return "less than 0.001" if p < 0.001 else f"{p:.3f}"
