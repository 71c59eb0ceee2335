"""What tie points say, in plain words."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd

from ssc_sim.comparison import ASSUMED, HOLDS
from ssc_sim.tables import Outcome
from ssc_sim.wording import number as amount

MOST_NAMED = 4


def told_of(row: Mapping[str, Any], others: int, *, moves: bool) -> str:
    """Say where the order of two policies turns.

    Parameters
    ----------
    row : dict
        A row of `ties.csv`.
    others : int
        How many more crossings there are.
    moves : bool
        Whether the number moves the difference at all.
    """
    if not moves:
        return f"{row['number']} changes nothing about it"
    if "tie" not in row:
        span = f"from {row['low']:g} to {row['high']:g}"
        return f"no tie inside the range: {row['better']} stays ahead whatever {row['number']} is {span}"
    inside = row["low"] <= row["tie"] <= row["high"]
    outside = "" if inside else f", outside its range of {row['low']:g} to {row['high']:g}"
    ahead = "above" if row["value"] < row["tie"] else "below"
    told = f"turns at {row['tie']:.3g} ({row['tie_low']:.3g} to {row['tie_high']:.3g}){outside}: "
    told += f"{ahead} it {row['worse']} is ahead; it stands at {row['value']:.3g}"
    return told + (f"; {others} more turn{'s' * (others > 1)} further away" if others else "")


def conclusions(table: pd.DataFrame) -> tuple[str, ...]:
    """Return how many orders turn at all, then one sentence on each."""
    if table.empty:
        return ("The policies do not differ in any of these outcomes.",)
    orders = [rows for _, rows in table.groupby(["outcome", "better", "worse"], sort=False)]
    turning = [rows for rows in orders if rows["tie"].notna().any()]
    told = f"{len(turning)} of {len(orders)} orders turn with some single number inside what was looked at"
    never = len(orders) - len(turning)
    if never:
        told += f"; {never} hold whatever any one number is: the rules put them in, or several numbers must change"
    return (f"{told}.", *(_of_order(rows) for rows in orders))


def _of_order(rows: pd.DataFrame) -> str:
    first = rows.iloc[0]
    unit = Outcome.names()[first["outcome"]][2].unit
    small = ", too small to matter" if first["difference"] < first["smallest"] else ""
    size = f"{amount(first['difference'], unit)} {unit}{small}"
    told = f"{first['outcome']}, {first['year']}: {first['better']} is ahead of {first['worse']} (by {size})"
    told += _how_often(rows)
    ties = rows[rows["tie"].notna()]
    if ties.empty:
        return f"{told}; no single number turns that."
    named = ", ".join(_of_tie(row) for row in nearest_first(ties).head(MOST_NAMED).to_dict("records"))
    return f"{told}; it turns with {named}."


def _how_often(rows: pd.DataFrame) -> str:
    """Say how often an order holds with all numbers over their ranges; where always, it is assumed, not found."""
    held = rows.loc[rows["tie"].isna(), "holds_below"].dropna()
    if held.empty:
        return ""
    assumed = f": {ASSUMED}" if held.iloc[0] >= HOLDS else ""
    return f", and in {held.iloc[0]:.0%} of worlds over all ranges{assumed}"


def _of_tie(row: Mapping[Any, Any]) -> str:
    span = f"{row['low']:g} to {row['high']:g}"
    inside = f"range {span}" if row["low"] <= row["tie"] <= row["high"] else f"outside its range of {span}"
    return f"{row['number']} at {row['tie']:.3g} (now {row['value']:.3g}, {inside})"


def nearest_first(ties: pd.DataFrame) -> pd.DataFrame:
    """Return rows with a tie, the one whose tie lies nearest to the present value first, as a share of the range."""
    away = (ties["tie"] - ties["value"]).abs() / (ties["high"] - ties["low"])
    return ties.loc[away.sort_values(kind="stable").index]
