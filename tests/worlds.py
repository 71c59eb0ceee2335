"""Random worlds for tests: real countries, with facts, levers, numbers and events drawn anew."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from ssc_sim.parameters import Parameters
from ssc_sim.scenario import load_scenario
from ssc_sim.tables import EVENT_KINDS, Donor, Event, Recipient, Rows, Touch
from ssc_sim.world import Start, starting_tables


class Case(NamedTuple):
    """A starting world and one row of numbers."""

    start: Start
    parameters: Rows


def baseline() -> Case:
    """The shipped baseline with the numbers of the documents."""
    scenario = load_scenario("baseline-2016")
    return Case(starting_tables(scenario), scenario.draws(1)[0])


def random_case(seed: int, recipients: int = 25, donors: int = 4) -> Case:
    """Some of the real countries, with everything drawn that a scenario or a prior may set."""
    draw = np.random.default_rng(seed)
    full = baseline().start
    r = np.sort(draw.choice(len(full.recipients), recipients, replace=False))
    d = np.sort(np.append([0, len(full.donors) - 1], 1 + draw.choice(len(full.donors) - 2, donors - 2, replace=False)))
    chosen_recipients, chosen_donors = _numbered(full.recipients[r]), _numbered(full.donors[d])
    ties = _numbered(full.ties[np.ix_(d, r)])
    _perturb(draw, Recipient, chosen_recipients)
    past = chosen_donors.copy()
    _redraw_levers(draw, chosen_donors)
    ties["objective_interest"] += draw.uniform(-1, 1, ties.shape)
    events = _random_events(draw, len(EVENT_KINDS), donors)
    touches = Touch.rows(len(events), recipients)
    touches["touched"] = draw.integers(0, 2, touches.shape)
    start = full._replace(
        recipients=chosen_recipients,
        donors_2016=past,
        donors=chosen_donors,
        ties=ties,
        events=events,
        touches=touches,
    )
    return Case(start, random_parameters(draw))


def _random_events(draw: np.random.Generator, number: int, donors: int) -> Rows:
    """Events of any kind, in the first years."""
    events = Event.rows(number)
    events["kind"] = draw.choice(len(EVENT_KINDS), number, replace=False)
    events["first"] = draw.integers(2016, 2019, number)
    events["last"] = events["first"] + draw.integers(0, 3, number)
    events["donor"] = draw.integers(-1, donors, number)
    for event in events:
        kind = list(EVENT_KINDS.values())[int(event["kind"])]
        event["size"] = draw.uniform(kind.low, min(kind.high, 5.0))
    return events


def broken_case(what: str) -> Case:
    """A world that must break an identity: an impossible development, or dependency that overshoots."""
    case = random_case(3)
    if what == "development":
        case.start.recipients["development_2016"] = 1.5
    else:
        case.parameters["dependency_speed"] = 40.0
    return case


def random_parameters(draw: np.random.Generator) -> Rows:
    """One row of numbers, drawn over their ranges."""
    row = Parameters.draws(1)
    for name, record in Parameters.columns().items():
        if record.scale == "log":
            row[name] = np.exp(draw.uniform(np.log(record.low), np.log(record.high)))
        else:
            row[name] = draw.uniform(record.low, record.high)
    return row[0]


def _numbered(rows: Rows) -> Rows:
    rows = rows.copy()
    rows["index"] = np.arange(rows.shape[-1])
    return rows


def _perturb(draw: np.random.Generator, table: type[Recipient], rows: Rows) -> None:
    """Facts that are amounts are multiplied; flags are drawn."""
    for name, column in table.columns().items():
        if column.role == "fact" and column.unit == "flag":
            rows[name] = draw.integers(0, 2, len(rows))
        elif column.role == "fact" and column.high == float("inf"):
            rows[name] *= draw.lognormal(0, 1, len(rows))


def _redraw_levers(draw: np.random.Generator, rows: Rows) -> None:
    for name, column in Donor.columns().items():
        if column.role == "lever":
            rows[name] = draw.uniform(column.low, min(column.high, 5.0), len(rows))
