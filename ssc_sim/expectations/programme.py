"""What the focal donor's programme does at its own scale: the baseline against a world without it, to be read first."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

import numpy as np
import pandas as pd

from ssc_sim.comparison import HIGHER, LOWER, verdicts
from ssc_sim.expectations.judging import Side, Stored, level
from ssc_sim.expectations.worlds import Worlds
from ssc_sim.scenario import load_scenario
from ssc_sim.scenario.expectations import BASELINE
from ssc_sim.tables import FIRST_YEAR, Outcome
from ssc_sim.wording import number, signed

WITHOUT = "no-programme"
YEARLY = ("participants", "countries_reached", "spending")
YIELD = "capacity_gain_per_musd"
IN_THE_END = ("trained_in_post", YIELD)
NATIONS = ("capacity", "capacity_pacific", "capacity_ldc", "dependency")
COLUMNS = ["outcome", "first", "last", "evidence", "unit", "with", "without", "difference", "q05", "q95", "smallest",
           "verdict"]  # fmt: skip


class Sides(NamedTuple):
    """The names under which the world with the programme and the one without it run."""

    programme: str
    without: str


def programme_sides(worlds: Worlds) -> Sides:
    """Note in `worlds` that the baseline and the world without the programme must run."""
    names = []
    for scenario in map(load_scenario, (BASELINE, WITHOUT)):
        for outcome in (*YEARLY, *IN_THE_END, *NATIONS):
            name = worlds.read(scenario, outcome, worlds.until)
        names.append(name)
    return Sides(*names)


def programme_table(sides: Sides, stored: Mapping[str, Stored], until: int) -> pd.DataFrame:
    """Return the outcomes with and without the programme, a row for each outcome and evidence.

    Parameters
    ----------
    sides : Sides
    stored : mapping
        Values of the scenarios under each evidence.
    until : int
        The last year. Outcomes of one year's programmes are means over all years after the first, others of this year.

    Returns
    -------
    DataFrame
        outcome, first and last year, evidence, unit; means with and without; mean paired difference with its 5 % and
        95 %; the smallest effect worth naming and the verdict.
    """
    rows = [
        _row(outcome, Side(sides, first, until), evidence, values)
        for outcome, first in _read(until)
        for evidence, values in stored.items()
    ]
    return pd.DataFrame(rows, columns=COLUMNS)


def _read(until: int) -> list[tuple[str, int]]:
    after = min(FIRST_YEAR + 1, until)
    return [*((outcome, after) for outcome in YEARLY), *((outcome, until) for outcome in (*IN_THE_END, *NATIONS))]


def _row(outcome: str, side: Side, evidence: str, stored: Stored) -> dict[str, Any]:
    ours, theirs = (level(stored, outcome, name, side) for name in side.scenarios)
    difference, declared = ours - theirs, Outcome.names()[outcome][2]
    smallest = declared.smallest * (abs(ours.mean()) if declared.relative else 1.0)
    low, high = np.quantile(difference, (0.05, 0.95))
    return {
        "outcome": outcome, "first": side.first, "last": side.last, "evidence": evidence, "unit": declared.unit,
        "with": ours.mean(), "without": theirs.mean(), "difference": difference.mean(), "q05": low, "q95": high,
        "smallest": smallest, "verdict": str(verdicts(difference, np.asarray(smallest))),
    }  # fmt: skip


def programme_sentences(table: pd.DataFrame) -> list[str]:
    """Say in plain sentences what the programme does at its own scale, and what it does not at that of nations.

    Parameters
    ----------
    table : DataFrame
        As `programme_table` returns it. Where the evidences differ in what is told, both are told.
    """
    told = {str(outcome): _told(rows) for outcome, rows in table.groupby("outcome", sort=False)}
    first, last = int(table["first"].min()), int(table["last"].max())
    years = f"In a year ({first} to {last})" if first != last else f"In {last}"
    people, countries, money = (told[outcome] for outcome in YEARLY)
    mean, pacific, ldc, dependency = (told[outcome] for outcome in NATIONS)
    return [
        f"{years} it trains {people} people from {countries} countries, and spends USD {money} million.",
        f"By {last}, {told['trained_in_post']} more people whom it trained are in post than without it.",
        f"Each USD 1m spent has then added {told[YIELD]} of capacity, all countries together. {_of_one_country(table)}",
        (
            f"Nations hardly move: capacity by {mean} in the mean country, {pacific} in the Pacific and {ldc} in the "
            f"least developed countries, dependency by {dependency}. {_of_nations(table)}"
        ),
    ]


def _told(rows: pd.DataFrame) -> str:
    """Write a difference, with its range where it is the programme's own; at each evidence, where they differ."""
    each = {str(row["evidence"]): _written(row) for row in rows.to_dict("records")}
    if len(set(each.values())) == 1:
        return next(iter(each.values()))
    return " or ".join(f"{written} (strengths of the {evidence})" for evidence, written in each.items())


def _written(row: dict[Any, Any]) -> str:
    mean = amount(row, "difference")
    return mean if row["outcome"] in NATIONS else f"{mean} ({amount(row, 'q05')} to {amount(row, 'q95')})"


def amount(row: dict[Any, Any], column: str) -> str:
    """Write a value of a row, with the digits that it deserves; of nations with its sign."""
    if row["outcome"] == YIELD:
        return f"{row[column]:.5f}"
    write = signed if row["outcome"] in NATIONS else number
    return write(row[column], row["unit"])


def _of_one_country(table: pd.DataFrame) -> str:
    """Say what the yield means for the smallest gain of capacity worth naming."""
    yields = table.loc[table["outcome"] == YIELD, "difference"]
    smallest = Outcome.columns()["capacity"].smallest
    if (yields <= 0).any():
        return "So nothing is added that could be named."
    many = " to ".join(dict.fromkeys(f"{smallest / each:,.0f}" for each in (yields.max(), yields.min())))
    return (
        f"At that rate USD {many} million lie behind a gain of {smallest:g}, the smallest worth naming, in one country."
    )


def _of_nations(table: pd.DataFrame) -> str:
    nations = table[table["outcome"].isin(NATIONS)]
    named = sorted(set(nations.loc[nations["verdict"].isin((HIGHER, LOWER)), "outcome"]))
    smallest, most = nations["smallest"].min(), nations[["q05", "q95"]].abs().to_numpy().max()
    if named:
        return f"Of these, {' and '.join(name.replace('_', ' ') for name in named)} reaches {smallest:g}, worth naming."
    return f"Worth naming would be {smallest:g}; in nine of ten replicates it stays within {most:.4f}."
