"""What is found about the lines of a scenario, in plain words, and which outcomes are shown of it."""

from __future__ import annotations

from typing import Any

import pandas as pd

from ssc_sim.analysis.explain_effects import DEAD, MATTERS, REMAINDER, SMALL, TOGETHER, UNDECIDED
from ssc_sim.comparison import HIGHER, LOWER
from ssc_sim.tables import Outcome
from ssc_sim.wording import signed

MOST_SHOWN = 4
MOST_NAMED = 4


def conclusions(manifest: dict[str, Any], tables: dict[str, pd.DataFrame]) -> tuple[str, ...]:
    """Return the conclusions, the first first."""
    lines = tables["lines"]
    told = [_together(manifest, tables["effects"])]
    told += [_line(row) for row in lines[lines["status"] == MATTERS].to_dict("records")]
    for status, meaning in (
        (SMALL, "too small to matter in any outcome and year, though it changes some"),
        (DEAD, "changes no bit of any outcome: the scenario would be the same without it"),
        (UNDECIDED, "not decided: in no outcome and year is its effect both nameable and sure"),
    ):
        told += [f"`{row['told']}`: {meaning}." for row in lines[lines["status"] == status].to_dict("records")]
    if len(lines) > 1:
        told.append(_interactions(manifest, tables["effects"]))
    return tuple(told)


def _together(manifest: dict[str, Any], effects: pd.DataFrame) -> str:
    together = effects[effects["part"] == TOGETHER]
    moved = together[together["verdict"].isin([HIGHER, LOWER])]
    head = (
        f"In {manifest['until']}, {manifest['scenario']} moves {len(moved)} of {len(together)} outcomes by a nameable "
    )
    head += f"amount against {manifest['against']}"
    return head + (f": {named(moved)}." if len(moved) else ".")


def named(rows: pd.DataFrame) -> str:
    """Name the outcomes that are moved most, with their differences; single groups and regions only where alone."""
    whole = rows[rows["outcome"].isin(Outcome.columns())]
    shown = by_size(whole if len(whole) else rows)
    told = [f"{row['outcome']} {signed(row['difference'], row['unit'])}" for row in shown.to_dict("records")]
    return ", ".join(told[:MOST_NAMED]) + (" and others" if len(rows) > MOST_NAMED else "")


def by_size(rows: pd.DataFrame) -> pd.DataFrame:
    """Return rows of effects, those of the most smallest effects first."""
    times = (rows["difference"].abs() / rows["smallest"].where(rows["smallest"] > 0)).fillna(0.0)
    return rows.assign(times=times).sort_values("times", ascending=False, kind="stable").drop(columns="times")


def _line(row: Any) -> str:
    only = " (only together with other lines)" if row["with"] else ""
    most = f"most of all {row['most_moved']} in {row['year']}, by {row['times_smallest']:.1f} smallest effects"
    return f"`{row['told']}` matters{only}: it moves {row['outcomes_moved']} outcomes in some year, {most}."


def _interactions(manifest: dict[str, Any], effects: pd.DataFrame) -> str:
    remainder = effects[effects["part"] == REMAINDER]
    moved = remainder[remainder["verdict"].isin([HIGHER, LOWER])]
    if not len(moved):
        return f"The lines add up: in {manifest['until']} what they do together beyond that is nameable in no outcome."
    return f"The lines do not add up: together they do more or less than their sum in {named(moved)}."


def outcomes_shown(manifest: dict[str, Any], effects: pd.DataFrame) -> list[str]:
    """Return the outcomes asked for, or those that all lines together move most, whole ones only."""
    if manifest["outcomes"]:
        return list(manifest["outcomes"])
    together = effects[(effects["part"] == TOGETHER) & effects["outcome"].isin(Outcome.columns())]
    return list(by_size(together)["outcome"][:MOST_SHOWN])
