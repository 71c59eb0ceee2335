"""The starting world: observed figures, a scenario, and the numbers of one replicate, made into tables.

`starting_tables` fills facts and levers once for a scenario. `begin` then finds, for one replicate, the stocks that are
steady on the flows of 2016 as it was; only after that do the scenario's levers take hold.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from ssc_sim.behaviour import donors as donor_does
from ssc_sim.behaviour import programmes as programme_does
from ssc_sim.behaviour import recipients as recipient_does
from ssc_sim.behaviour import settling
from ssc_sim.compiled import compiled, inlined, plain
from ssc_sim.facts import observed_facts
from ssc_sim.observed import CountryFigures
from ssc_sim.parameters.fitted import shipped_countries
from ssc_sim.scenario import Scenario
from ssc_sim.scenario.file import ALL, Change, ScheduledEvent
from ssc_sim.tables import (
    EVENT_KINDS,
    FIELDS,
    FIRST_YEAR,
    GROUP_FLAGS,
    Donor,
    Event,
    Neighbourhood,
    Now,
    Recipient,
    Rows,
    Table,
    Touch,
    World,
)


class Start(NamedTuple):
    """The tables of a scenario before its first year; `donors_2016` are the donors as they were."""

    donors_2016: Rows
    donors: Rows
    recipients: Rows
    partners: Rows
    ngos: Rows
    neighbourhoods: Rows
    ties: Rows
    events: Rows
    touches: Rows
    now: Rows


def starting_tables(scenario: Scenario, counted: Sequence[str] | None = None) -> Start:
    """Return the tables of a scenario: facts and levers filled, states still zero.

    Parameters
    ----------
    scenario : Scenario
    counted : sequence of str
        The countries with a pull of their own, in the order of the numbers `pull_1`, `pull_2`, ...; by default those of
        the shipped fit.
    """
    facts = observed_facts(shipped_countries() if counted is None else tuple(counted))
    recipients, donors = facts.recipients.copy(), facts.donors.copy()
    rows = {"recipients": [c.iso3 for c in facts.countries], "donors": [g.iso3 for g in facts.givers]}
    change_facts(scenario, {"recipients": recipients, "donors": donors}, rows)
    take_in_proportion(donors, facts.donors)
    donors_2016 = donors.copy()
    change_levers(scenario, donors, rows["donors"])
    now = Now.rows(1)
    now["year"] = FIRST_YEAR
    now["offered"] = now["offered_2016"] = facts.partners["offer"].sum()
    return Start(
        donors_2016=donors_2016,
        donors=donors,
        recipients=recipients,
        partners=facts.partners.copy(),
        ngos=facts.ngos.copy(),
        neighbourhoods=Neighbourhood.rows(int(recipients["subregion"].max()) + 1),
        ties=facts.ties.copy(),
        events=event_rows(scenario.events, rows["donors"]),
        touches=touch_rows(scenario.events, facts.countries),
        now=now,
    )


def touch_rows(events: Sequence[ScheduledEvent], countries: Sequence[CountryFigures]) -> Rows:
    """Return which event strikes which recipient."""
    rows = Touch.rows(len(events), len(countries))
    for row, event in zip(rows, events, strict=True):
        row["touched"] = [belongs(country, event.whom) for country in countries]
    return rows


def belongs(country: CountryFigures, whom: str) -> bool:
    """Tell whether a country is meant: by `all`, its code, its region or a list it stands on."""
    if whom in GROUP_FLAGS:
        return bool(getattr(country, whom))
    return whom in (ALL, country.iso3, country.region.lower())


def event_rows(events: Sequence[ScheduledEvent], donors: list[str]) -> Rows:
    """Return the scheduled shocks."""
    rows = Event.rows(len(events))
    for row, event in zip(rows, events, strict=True):
        row["kind"] = list(EVENT_KINDS).index(event.kind)
        row["first"], row["last"], row["size"] = event.first, event.last, event.size
        row["donor"] = -1 if event.donor == ALL else donors.index(event.donor)
    return rows


def change_facts(scenario: Scenario, tables: dict[str, Rows], rows: dict[str, list[str]]) -> None:
    """Change the world of 2016 itself."""
    for change in scenario.changes:
        if change.table in tables:
            declared = Recipient if change.table == "recipients" else Donor
            _change(change, declared, "fact", tables[change.table], rows[change.table])


def take_in_proportion(donors: Rows, observed: Rows) -> None:
    """Make the shares of the fields that a scenario has set sum to one: in proportion, or evenly where all are 0."""
    for row, before in zip(donors, observed, strict=True):
        if (row["field_share"] != before["field_share"]).any():
            total = row["field_share"].sum()
            row["field_share"] = row["field_share"] / total if total > 0.0 else 1.0 / len(FIELDS)


def change_levers(scenario: Scenario, donors: Rows, rows: list[str]) -> None:
    """Change what donors do from 2016 on."""
    for change in scenario.changes:
        if change.table == "donors":
            _change(change, Donor, "lever", donors, rows)


def _change(change: Change, declared: type[Table], role: str, table: Rows, rows: list[str]) -> None:
    column, place, told = declared.names()[change.column]
    if told.role != role:
        return
    chosen = slice(None) if change.row == ALL else rows.index(change.row)
    if place is None:
        table[column][chosen] = change.value
    else:
        table[column][chosen, place] = change.value


def begin(start: Start, parameters: Rows, seed: int, replicate: int) -> World:
    """Return one replicate's world at the start of 2016, steady on the flows of 2016 as it was.

    Parameters
    ----------
    start : Start
    parameters : row of `Parameters`
    seed, replicate : int
        Together they decide all luck.
    """
    past, world = plain(two_worlds)(copied(start), parameters, seed, replicate)
    settle(past, world)
    return world  # type: ignore[no-any-return]


def copied(start: Start) -> Start:
    """Return tables of their own, for one replicate after the other."""
    return Start(*(table.copy() for table in start))


@compiled
def refill(tables, start):
    """Make tables that a replicate has used what they were at the start."""
    copy_rows(tables.donors_2016, start.donors_2016)
    copy_rows(tables.donors, start.donors)
    copy_rows(tables.recipients, start.recipients)
    copy_rows(tables.partners, start.partners)
    copy_rows(tables.ngos, start.ngos)
    copy_rows(tables.neighbourhoods, start.neighbourhoods)
    copy_rows(tables.now, start.now)
    for donor in range(len(tables.ties)):
        copy_rows(tables.ties[donor], start.ties[donor])


@compiled
def copy_rows(used, start):
    """Copy row by row, which needs no memory of its own."""
    for i in range(len(used)):
        used[i] = start[i]


@inlined
def two_worlds(tables, parameters, seed, replicate):
    """The world of 2016 as it was, without a scenario's levers and events, and the world that is run: in one place."""
    recipients, partners, ngos, around = tables.recipients, tables.partners, tables.ngos, tables.neighbourhoods
    ties, events, touches, now = tables.ties, tables.events, tables.touches, tables.now[0]
    past = World(
        parameters, tables.donors_2016, recipients, partners, ngos, around, ties, events[:0], touches[:0], now, seed,
        replicate,
    )  # fmt: skip
    world = World(
        parameters, tables.donors, recipients, partners, ngos, around, ties, events, touches, now, seed, replicate
    )
    return past, world


@compiled
def settle(past, world):
    """Find the stocks that are steady on the flows of `past`, and hand them to `world`."""
    for recipient in past.recipients:
        settling.start_from(recipient, past)
        past.now.northern_2016 += recipient.northern_2016
    for donor in past.donors:
        settling.open_books(donor, past)
        settling.get_to_know(donor, past)
        donor_does.set_budget(donor, past)
        donor_does.choose_mix(donor, past)
        settling.first_choice(donor, past)
        programme_does.expect_programmes(donor, past)
    for recipient in past.recipients:
        settling.be_informed(recipient, past)
    for donor in past.donors:
        programme_does.share_fields(donor, past)
        donor_does.deliver(donor, past)
        donor.triangular_money_2016 = donor.triangular_money
    for recipient in past.recipients:
        recipient_does.receive(recipient, past)
        settling.settle(recipient, past)
    for donor in past.donors:
        settling.settle_goodwill(donor, past)
    for donor in world.donors:
        settling.inherit(donor, past)
