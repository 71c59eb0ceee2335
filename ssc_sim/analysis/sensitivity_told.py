"""What an analysis of sensitivity found, in plain words."""

from __future__ import annotations

from typing import Any

import pandas as pd

from ssc_sim.analysis.sensitivity_inputs import DUMMY, LUCK, OTHERS
from ssc_sim.wording import number, signed

MOST_NAMED = 3
MINUS = " minus "


def conclusions(table: pd.DataFrame, targets: pd.DataFrame) -> tuple[str, ...]:
    """Return one sentence for each target, and first one on all of them together."""
    told = [_of_target(target, _rows(table, target)) for target in targets.to_dict("records")]
    return (_overall(table), *told)


def _rows(table: pd.DataFrame, target: dict[Any, Any]) -> pd.DataFrame:
    rows: pd.DataFrame = table[(table["target"] == target["target"]) & (table["outcome"] == target["outcome"])]
    return rows


def _overall(table: pd.DataFrame) -> str:
    """Say which inputs are the strongest of most targets."""
    counted = table[(table["number"] != DUMMY) & table["resolved"]].groupby(["target", "outcome"], sort=False).head(1)
    if counted.empty:
        return "Nothing that varies moves any of these outcomes by an amount that can be told from nothing."
    leads = counted["number"].value_counts()
    named = ", ".join(f"{name} ({count} of {len(counted)})" for name, count in leads.head(MOST_NAMED).items())
    return f"What drives most, outcome by outcome: {named}."


def _of_target(target: dict[Any, Any], rows: pd.DataFrame) -> str:
    outcome, unit = f"{target['outcome']} of {target['target']}, {target['year']}", str(target["unit"])
    if rows.empty:
        return f"{outcome}: always the same, whatever the numbers and the luck."
    resolved = rows[rows["resolved"] & ~rows["number"].isin((DUMMY, LUCK))]
    named = [*_shares(resolved[resolved["number"] != OTHERS].head(MOST_NAMED)),
             *_shares(resolved[resolved["number"] == OTHERS])]  # fmt: skip
    luck = _shares(rows[rows["number"] == LUCK])
    write = signed if MINUS in str(target["target"]) else number
    low, high = (write(float(target[end]), unit) for end in ("q05", "q95"))
    told = f"{outcome}: {', '.join(named) or 'no number by itself'}; {luck[0]} (from {low} to {high} {unit})"
    if target["spread"] <= target["smallest"]:
        told += "; all of this spread is smaller than the smallest effect worth naming"
    return f"{told}."


def _shares(rows: pd.DataFrame) -> list[str]:
    """Write the total of each input; an estimate above the whole is told as the whole."""
    return [f"{row['number']} {min(1.0, row['total']):.0%}" for row in rows.to_dict("records")]
