"""What knowing something is worth, in plain words."""

from __future__ import annotations

import pandas as pd

from ssc_sim.analysis.information_worth import Worth
from ssc_sim.analysis.objectives import COUNTED_IN, objective
from ssc_sim.wording import number

EVERYTHING = "everything, luck included"
NOTHING_CHANGES = "would not change the choice"
ONLY_CHANCE = "turns the choice no more than chance does"
MOST_NAMED = 5


def told_of(name: str, found: Worth, floor: float, smallest: float, unit: str) -> str:
    """Say what knowing something is worth.

    Parameters
    ----------
    name : str
        What is known.
    found : Worth
    floor : float
        What numbers that have nothing to do with it reach by chance.
    smallest : float
        The smallest difference worth naming.
    unit : str
    """
    if found.changes == 0.0:
        return f"knowing {name} {NOTHING_CHANGES}"
    if found.low <= floor:
        return f"knowing {name} {ONLY_CHANCE}"
    gain = amount(found.worth, unit)
    told = f"knowing {name} would change the choice in {found.changes:.0%} of worlds and gain {gain}"
    if found.worth < smallest:
        told += f", less than the smallest difference worth naming ({amount(smallest, unit)})"
    return told


def amount(value: float, unit: str) -> str:
    """Write an amount of an objective with its unit."""
    return f"{value:.2f} {unit}" if unit == COUNTED_IN else f"{number(value, unit)} {unit}"


def is_worth_something(table: pd.DataFrame) -> pd.Series[bool]:
    """Tell which rows of `information.csv` are told from chance: their interval lies above the floor."""
    return (table["worth_low"] > table["floor"]) & (table["changes_decision"] > 0)


def conclusions(table: pd.DataFrame, choices: pd.DataFrame) -> tuple[str, ...]:
    """Return what to measure first, then one sentence on each objective."""
    objectives = dict.fromkeys(table["objective"])
    return (_first_of_all(table, choices), *(_of_objective(name, table, choices) for name in objectives))


def _first_of_all(table: pd.DataFrame, choices: pd.DataFrame) -> str:
    """Name what is worth most over all objectives, each counted in smallest differences worth naming."""
    valuable = table[is_worth_something(table) & (table["kind"] != "everything")]
    if valuable.empty:
        return "Nothing that could be measured would change the choice: it is the same whatever any one number is."
    smallest = valuable["objective"].map(choices.groupby("objective")["smallest"].first())
    times = (valuable["worth"] / smallest).groupby(valuable["number"], sort=False)
    counted = times.agg(["size", "sum"]).sort_values("sum", ascending=False, kind="stable")["size"]
    named = ", ".join(f"{name} ({_for(count)})" for name, count in counted.head(MOST_NAMED).items())
    return f"Measure first: {named}."


def _for(count: int) -> str:
    return f"for {count} objective{'s' * (count > 1)}"


def _of_objective(name: str, table: pd.DataFrame, choices: pd.DataFrame) -> str:
    rows, unit = table[table["objective"] == name], str(table.loc[table["objective"] == name, "unit"].iloc[0])
    best = choices[choices["objective"] == name].iloc[0]
    told = f"For {objective(name).told}: {best['scenario']} is best on average, and in {best['best_in']:.0%} of worlds"
    valuable = rows[is_worth_something(rows) & (rows["kind"] != "everything")].head(3)
    if valuable.empty:
        return f"{told}; nothing that could be measured would change that."
    named = ", ".join(f"{row['number']} ({row['changes_decision']:.0%} of worlds, {amount(row['worth'], unit)})"
                      for row in valuable.to_dict("records"))  # fmt: skip
    whole = rows.loc[rows["number"] == EVERYTHING, "worth"].iloc[0]
    told = f"{told}; what would change that, and its worth: {named}; everything, luck included: {amount(whole, unit)}"
    if whole < best["smallest"]:
        told += "; all of this is less than the smallest difference worth naming, so the choice hardly matters here"
    return f"{told}."
