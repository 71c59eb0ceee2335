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
from ssc_sim.compiled import compiled
from ssc_sim.observed import (
    CountryFigures,
    DonorFigures,
    read_donors,
    read_ngos,
    read_partners,
    read_recipients,
    read_ties,
)
from ssc_sim.parameters.fitted import shipped_countries
from ssc_sim.scenario import Scenario
from ssc_sim.scenario.file import ALL, Change, ScheduledEvent
from ssc_sim.tables import (
    EVENT_KINDS,
    FIELDS,
    FIRST_YEAR,
    GROUP_FLAGS,
    REGIONS,
    Donor,
    Event,
    Neighbourhood,
    Ngo,
    Now,
    Partner,
    Recipient,
    Rows,
    Table,
    Tie,
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
    countries, givers = read_recipients(), read_donors()
    recipients, donors = recipient_rows(countries, givers), donor_rows(givers)
    rows = {"recipients": [c.iso3 for c in countries], "donors": [g.iso3 for g in givers]}
    change_facts(scenario, {"recipients": recipients, "donors": donors}, rows)
    donors_2016 = donors.copy()
    change_levers(scenario, donors, rows["donors"])
    partners = partner_rows()
    now = Now.rows(1)
    now["year"] = FIRST_YEAR
    now["offered"] = now["offered_2016"] = partners["offer"].sum()
    return Start(
        donors_2016=donors_2016,
        donors=donors,
        recipients=recipients,
        partners=partners,
        ngos=ngo_rows(),
        neighbourhoods=Neighbourhood.rows(int(recipients["subregion"].max()) + 1),
        ties=tie_rows(givers, countries, shipped_countries() if counted is None else counted),
        events=event_rows(scenario.events, rows["donors"]),
        touches=touch_rows(scenario.events, countries),
        now=now,
    )


def identity_of(iso3: str) -> int:
    """Return what luck is keyed by: the three letters as a number."""
    return int.from_bytes(iso3.encode("ascii"), "big")


def recipient_rows(countries: list[CountryFigures], givers: list[DonorFigures]) -> Rows:
    """Return the facts of the recipients, in the units of the model."""
    rows = Recipient.rows(len(countries))
    poorest = sorted(countries, key=lambda country: country.hdi)[: len(countries) // 4]
    subregions = sorted({country.subregion for country in countries})
    giving = {giver.iso3 for giver in givers}
    for row, country in zip(rows, countries, strict=True):
        persons = country.population
        row["identity"] = identity_of(country.iso3)
        row["region"] = REGIONS.index(country.region.lower())
        row["population"] = persons / 1000
        row["gni"] = country.gni_per_head * persons / 1000
        row["gdp_per_head"] = country.gdp_per_head
        row["northern_aid"] = max(0.0, country.aid_received)
        row["social_2016"] = country.government_spending_per_head * country.health_share / 100 * persons / 1000
        row["exports"] = country.exports / 100 * row["gni"]
        row["old_debt_service"] = country.debt_service / 100 * row["exports"]
        row["subregion"] = subregions.index(country.subregion)
        row["ldc"], row["pif"], row["msg"] = country.ldc, country.pif, country.msg
        row["vulnerable"] = country.lldc or country.sids
        row["raised_papua"] = country.raised_papua
        row["palestine"] = country.iso3 == "PSE"
        row["provides"] = country.iso3 in giving
        row["lowest_quartile"] = country in poorest
        row["capacity_2016"] = row["development_2016"] = country.hdi
    return rows


def donor_rows(givers: list[DonorFigures]) -> Rows:
    """Return the facts and the levers of the donors as they were in 2016."""
    rows = Donor.rows(len(givers))
    rows["budget_factor"] = 1.0
    for row, giver in zip(rows, givers, strict=True):
        figures = giver.figures
        row["identity"] = identity_of(giver.iso3)
        row["budget_low"], row["budget_high"] = figures["budget"].low, figures["budget"].high
        row["programmes_2016"] = figures["programmes"].value
        row["strength_2016"] = [figures[f"strength_{field}"].value for field in FIELDS]
        row["field_share"] = [figures[f"field_share_{field}"].value for field in FIELDS]
        for name in Donor.columns():
            if name in figures and name != "budget":
                row[name] = figures[name].value
    return rows


def tie_rows(givers: list[DonorFigures], countries: list[CountryFigures], counted: Sequence[str]) -> Rows:
    """Return the facts of every donor with every recipient."""
    ties = Tie.rows(len(givers), len(countries))
    places = {country.iso3: place for place, country in enumerate(countries)}
    for row, giver in zip(ties, givers, strict=True):
        for tie, country in zip(row, countries, strict=True):
            tie["possible"] = country.iso3 != giver.iso3
            tie["place"] = 1 + counted.index(country.iso3) if country.iso3 in counted else 0
            tie["same_subregion"] = country.subregion == giver.subregion
            tie["land_border"] = giver.iso3 == "IDN" and country.land_border_indonesia
            tie["unlikeness"] = abs(country.hdi - giver.hdi)
            tie["papua_matters"] = giver.iso3 == "IDN" and country.pif
            if giver.iso3 == "IDN":
                tie["vote_distance"] = country.middle_east_distance
            tie["invitation_lists"] = (giver.asean and country.asean) + (giver.colombo_plan and country.colombo_plan)
    rows = {giver.iso3: row for giver, row in zip(givers, ties, strict=True)}
    for told in read_ties():
        rows[told.donor][places[told.recipient]][told.figure] = told.value
    return ties


def partner_rows() -> Rows:
    """Return the facts of the Northern partners."""
    partners = read_partners()
    rows = Partner.rows(len(partners))
    for row, partner in zip(rows, partners, strict=True):
        row["identity"] = identity_of(partner.iso3)
        row["offer"], row["retreats"] = partner.offer, partner.retreats
    return rows


def ngo_rows() -> Rows:
    """Return the facts of the humanitarian organisations."""
    ngos = read_ngos()
    rows = Ngo.rows(len(ngos))
    for row, ngo in zip(rows, ngos, strict=True):
        row["identity"], row["response"] = identity_of(ngo.code), ngo.response
    return rows


def touch_rows(events: tuple[ScheduledEvent, ...], countries: list[CountryFigures]) -> Rows:
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


def event_rows(events: tuple[ScheduledEvent, ...], donors: list[str]) -> Rows:
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
    shared = (
        start.recipients.copy(),
        start.partners.copy(),
        start.ngos.copy(),
        start.neighbourhoods.copy(),
        start.ties.copy(),
    )
    now = start.now.copy()[0]
    past = World(
        parameters, start.donors_2016.copy(), *shared, start.events[:0], start.touches[:0], now, seed, replicate
    )
    world = World(parameters, start.donors.copy(), *shared, start.events, start.touches, now, seed, replicate)
    settle(past, world)
    return world


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
