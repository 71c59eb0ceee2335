"""What was observed of 2016 and before, in the units of the model: read once, as tables with states still zero."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import NamedTuple

from ssc_sim.observed import (
    CountryFigures,
    DonorFigures,
    read_donors,
    read_ngos,
    read_partners,
    read_recipients,
    read_ties,
)
from ssc_sim.tables import FIELDS, REGIONS, Donor, Ngo, Partner, Recipient, Rows, Tie


class Facts(NamedTuple):
    """The tables of 2016 before any scenario, and the figures of the countries and the donors they are made of."""

    countries: tuple[CountryFigures, ...]
    givers: tuple[DonorFigures, ...]
    recipients: Rows
    donors: Rows
    partners: Rows
    ngos: Rows
    ties: Rows


@cache
def observed_facts(counted: tuple[str, ...]) -> Facts:
    """Return the facts of 2016, whose tables cannot be written: a scenario changes copies.

    Parameters
    ----------
    counted : tuple of str
        The countries with a pull of their own, in the order of the numbers `pull_1`, `pull_2`, ...
    """
    countries, givers = read_recipients(), read_donors()
    recipients, donors = recipient_rows(countries, givers), donor_rows(givers)
    made = (recipients, donors, partner_rows(), ngo_rows(), tie_rows(givers, countries, counted))
    for rows in made:
        rows.flags.writeable = False
    return Facts(tuple(countries), tuple(givers), *made)


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
            tie["identity"] = identity_of(country.iso3)
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
