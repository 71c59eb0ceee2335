"""What runs of the model give for its description: 2016 beside what was reported, and effects at real scale."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NamedTuple

import numpy as np

from ssc_sim import engine
from ssc_sim.observed import read_recipients, read_reported
from ssc_sim.parameters import EVIDENCES, Evidence
from ssc_sim.posterior import numbers_of_run, shipped_posterior
from ssc_sim.scenario import load_scenario
from ssc_sim.tables import FIRST_YEAR, Outcome, Rows
from ssc_sim.world import begin, starting_tables

SEED = 2016
INPUTS, SUMS = ("programmes", "spending"), ("participants", "countries_reached")
DRAWS_OF_2016 = 200
REPLICATES, UNTIL = 50, 2030
COMPARED = {
    "Indonesia's programme": ("baseline-2016", "no-programme"),
    "all Southern aid as training": ("all-technical", "baseline-2016"),
    "all Southern aid as money": ("all-financial", "baseline-2016"),
}
SHOWN = {"median recipient": None, "Tuvalu": "TUV", "Timor-Leste": "TLS"}
EFFECTS = ("capacity", "dependency", "social spending, ratio to 2016", "debt service over GNI")

Told = tuple[list[str], list[list[str]]]


class Ran(NamedTuple):
    """One scenario, country by country: effects in the last year, aid in the first; means over replicates."""

    effects: np.ndarray
    own_aid: np.ndarray
    all_aid: np.ndarray


# --- The year 2016 ----------------------------------------------------------------------------------------------------


def year_2016() -> Told:
    """Return the reported figures of 2016 beside the model's."""
    drawn = draws_of_2016()
    countries = {country.iso3: country.name for country in read_recipients()}
    rows = []
    for told in (told for told in read_reported() if told.year == FIRST_YEAR):
        name = told.outcome if told.recipient is None else f"{told.outcome}, {countries[told.recipient]}"
        low, middle, high = np.quantile(drawn[told.outcome, told.recipient], [0.05, 0.5, 0.95], method="inverted_cdf")
        role = "input" if told.outcome in INPUTS else "sum" if told.outcome in SUMS else "fitted"
        rows.append([name.replace("_", " "), f"{told.value:g}", f"{middle:.4g}", f"{low:.4g} to {high:.4g}", role])
    return ["figure of 2016", "reported", "model, median", "model, 5 to 95 %", "role"], rows


def draws_of_2016() -> dict[tuple[str, str | None], list[float]]:
    """Return what many replicates of the baseline's first year give for each reported figure."""
    scenario = load_scenario("baseline-2016")
    start = starting_tables(scenario)
    numbers = numbers_of_run("posterior", DRAWS_OF_2016, SEED, "documents", shipped_posterior())
    places = {country.iso3: place for place, country in enumerate(read_recipients())}
    focal = int(np.flatnonzero(start.donors["focal"])[0])
    drawn: dict[tuple[str, str | None], list[float]] = {}
    for replicate in range(DRAWS_OF_2016):
        world, outcome = begin(start, numbers[replicate], SEED, replicate), Outcome.rows(1)[0]
        engine.one_year(world, outcome)
        came = world.ties[focal]["programmes"]
        for told in (told for told in read_reported() if told.year == FIRST_YEAR):
            value = stored(told.outcome, outcome) if told.recipient is None else came[places[told.recipient]]
            drawn.setdefault((told.outcome, told.recipient), []).append(float(value))
    return drawn


def stored(outcome: str, row: Any) -> float:
    """Return an outcome by the name under which it is reported."""
    column, place, _ = Outcome.names()[outcome]
    return row[column] if place is None else row[column][place]


# --- Real scale -------------------------------------------------------------------------------------------------------


def scale() -> Told:
    """Return what one programme, and all Southern aid of one kind, does to single countries."""
    head = ["what", "to", "evidence", "aid in 2016, USD a head", "aid in 2016 over GNI", *EFFECTS]
    return head, [row for evidence in EVIDENCES for row in rows_of(evidence)]


def rows_of(evidence: Evidence) -> Iterator[list[str]]:
    """Yield the rows of one evidence: each comparison, each country."""
    names = dict.fromkeys(name for pair in COMPARED.values() for name in pair)
    ran = {name: ran_through(name, evidence) for name in names}
    places = {country.iso3: place for place, country in enumerate(read_recipients())}
    for what, (with_it, without) in COMPARED.items():
        ours, theirs = ran[with_it], ran[without]
        aid = ours.own_aid if without == "no-programme" else ours.all_aid
        for told, code in SHOWN.items():
            a_head, share, *effects = (
                np.median(values) if code is None else values[places[code]]
                for values in (*aid, *(ours.effects - theirs.effects))
            )
            shown = [f"{a_head:.3g}", f"{share:.1e}", *(f"{round(effect, 5) or 0:+.5f}" for effect in effects)]
            yield [what, told, evidence, *shown]


def ran_through(name: str, evidence: Evidence) -> Ran:
    """Return what a scenario leads to, country by country."""
    scenario = load_scenario(name)
    start, numbers = starting_tables(scenario), scenario.draws(1, evidence)[0]
    focal = int(np.flatnonzero(start.donors["focal"])[0])
    effects, own, every = [], [], []
    for replicate in range(REPLICATES):
        world = begin(start, numbers, SEED, replicate)
        first, *later = Outcome.rows(UNTIL - FIRST_YEAR + 1)
        engine.one_year(world, first)
        own.append(aid_of(world.ties[focal], world.recipients))
        every.append(sum(aid_of(ties, world.recipients) for ties in world.ties))
        for outcome in later:
            engine.one_year(world, outcome)
        effects.append(effects_in(world.recipients))
    return Ran(*(np.mean(values, axis=0) for values in (effects, own, every)))


def aid_of(ties: Rows, recipients: Rows) -> np.ndarray:
    """Return what arrives from a donor: USD a head, and over income."""
    given = ties["grants"] + ties["loans"] + ties["technical"]
    return np.array([given / recipients["population"], given / recipients["gni"]])


def effects_in(recipients: Rows) -> np.ndarray:
    """Return the states that are compared, in the order of `EFFECTS`."""
    return np.array(
        [
            recipients["capacity"].mean(axis=1),
            recipients["dependency"],
            recipients["social"] / recipients["social_2016"],
            recipients["service"] / recipients["gni"],
        ]
    )
