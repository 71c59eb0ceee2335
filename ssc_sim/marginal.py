"""What a million dollars more does in one country, as training, grant or loan, and how much a nameable effect takes."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from ssc_sim.errors import InputError, Problem, nearest
from ssc_sim.observed import read_recipients, read_reported
from ssc_sim.scenario import Scenario
from ssc_sim.tables import EVENT_KINDS, FIRST_YEAR, Event, Outcome, Rows, Touch, World
from ssc_sim.world import Start, starting_tables

MODALITIES = {"training": "extra_training", "grant": "extra_grants", "loan": "extra_loans"}
FIRST, YEARS_GIVEN = 2017, 10
ALSO = ("VUT", "TUV", "PSE")
LEAST_MUSD, MOST_MUSD, HALVINGS = 0.1, 1000.0, 10

#: Runs all years of one replicate and returns its world: (start, parameters, years, seed, replicate).
RunWorld = Callable[[Start, Rows, int, int, int], World]


@dataclass(frozen=True)
class Marginal:
    """The question: which scenario, how many replicates, until when."""

    scenario: Scenario
    runs: int
    seed: int
    until: int
    run_world: RunWorld

    def ends(self, start: Start) -> Rows:
        """Return the recipients at the end of every replicate, shape (runs, recipients)."""
        years = self.until - FIRST_YEAR + 1
        draws = self.scenario.draws(self.runs)
        worlds = (self.run_world(start, draws[i], years, self.seed, i) for i in range(self.runs))
        return np.stack([np.asarray(world.recipients) for world in worlds])


def chosen_countries(asked: Sequence[str]) -> list[str]:
    """Return the countries asked for; by default the eight named in 2016 and three that politics names.

    Raises
    ------
    InputError
        With every code that is no recipient.
    """
    codes = [country.iso3 for country in read_recipients()]
    problems = [
        Problem(code, 0, 0, "", "is no recipient", "see `ssc-sim show countries`", nearest(code, codes))
        for code in asked
        if code not in codes
    ]
    if problems:
        raise InputError(problems)
    named = [told.recipient for told in read_reported() if told.recipient and told.year == FIRST_YEAR]
    return list(asked) or [*named, *ALSO]


def marginal_table(question: Marginal, countries: Sequence[str], *, needed: bool = True) -> pd.DataFrame:
    """Return what USD 1m more a year for ten years does in each country by the last year, for each modality.

    Parameters
    ----------
    question : Marginal
    countries : sequence of str
        Codes of three letters.
    needed : bool
        Whether to search for the last column too, which takes three times as long as the others.

    Returns
    -------
    DataFrame
        country, modality, capacity, dependency, social_spending, debt_service: differences to no extra money, in the
        units of the outcomes; musd_needed: yearly million USD for the smallest capacity gain worth naming (training).
    """
    start = starting_tables(question.scenario)
    rows = [country.iso3 for country in read_recipients()]
    without = question.ends(start)
    table = []
    for country in countries:
        row = rows.index(country)
        for modality, kind in MODALITIES.items():
            effect = _difference(question.ends(_with_extra(start, kind, row, 1.0)), without, row)
            searched = needed and modality == "training"
            musd = _needed(question, start, row, without) if searched else float("nan")
            table.append({"country": country, "modality": modality, **effect, "musd_needed": musd})
    return pd.DataFrame(table)


def _with_extra(start: Start, kind: str, recipient: int, musd: float) -> Start:
    """Return the starting tables with extra money for one country, from the focal donor."""
    event, touch = Event.rows(1), Touch.rows(1, len(start.recipients))
    event["kind"] = list(EVENT_KINDS).index(kind)
    event["first"], event["last"] = FIRST, FIRST + YEARS_GIVEN - 1
    event["donor"], event["size"] = np.flatnonzero(start.donors["focal"])[0], musd
    touch["touched"][0, recipient] = 1
    events, touches = np.append(start.events, event), np.append(start.touches, touch, axis=0)
    events["index"] = np.arange(len(events))
    return start._replace(events=events, touches=touches)


def _difference(given: Rows, without: Rows, row: int) -> dict[str, float]:
    """Return the mean paired differences of one country."""
    told = {name: measure(given[:, row]) - measure(without[:, row]) for name, measure in MEASURES.items()}
    return {name: float(difference.mean()) for name, difference in told.items()}


MEASURES: dict[str, Callable[[Rows], np.ndarray]] = {
    "capacity": lambda rows: rows["capacity"].mean(axis=-1),
    "dependency": lambda rows: rows["dependency"],
    "social_spending": lambda rows: rows["social"] / rows["social_2016"],
    "debt_service": lambda rows: rows["service"] / rows["gni"],
}


def _needed(question: Marginal, start: Start, row: int, without: Rows) -> float:
    """Return the yearly million USD as training for a nameable gain of capacity; infinite beyond a thousand."""
    wanted = Outcome.columns()["capacity"].smallest

    def gain(musd: float) -> float:
        ends = question.ends(_with_extra(start, MODALITIES["training"], row, musd))
        return _difference(ends, without, row)["capacity"]

    low, high = LEAST_MUSD, MOST_MUSD
    if gain(high) < wanted:
        return float("inf")
    for _ in range(HALVINGS):
        middle = (low * high) ** 0.5
        low, high = (low, middle) if gain(middle) >= wanted else (middle, high)
    return high
