"""The observed tables hold what their sources say, and gaps are filled by medians."""

from __future__ import annotations

from collections import Counter
from statistics import median

import pytest

from ssc_sim.observed import (
    DONOR_FIGURES,
    CountryFigures,
    read_donors,
    read_ngos,
    read_partners,
    read_recipients,
    read_reported,
    read_ties,
)

RICH = {"BHS", "BRN", "SGP", "BHR", "KWT", "QAT", "SAU", "ARE"}
MISSING_FIGURES = {
    "gni_per_head": 3,
    "gdp_per_head": 8,
    "hdi": 4,
    "government_spending_per_head": 3,
    "health_share": 3,
    "exports": 22,
    "aid_received": 2,
    "external_debt": 35,
    "debt_service": 38,
    "un_distance": 4,
    "middle_east_distance": 4,
}


@pytest.fixture(scope="module")
def countries() -> dict[str, CountryFigures]:
    return {country.iso3: country for country in read_recipients()}


def test_the_152_recipients_lie_in_five_regions_as_counted(countries: dict[str, CountryFigures]) -> None:
    regions = Counter(country.region for country in countries.values())
    assert regions == {"Africa": 54, "Asia": 43, "Americas": 33, "Oceania": 14, "Europe": 8}


def test_every_region_is_one_of_its_subregions_only(countries: dict[str, CountryFigures]) -> None:
    pairs = {(country.subregion, country.region) for country in countries.values()}
    assert len({subregion for subregion, _ in pairs}) == len(pairs)


def test_fiji_has_the_figures_of_its_sources(countries: dict[str, CountryFigures]) -> None:
    fiji = countries["FJI"]
    assert (fiji.name, fiji.region, fiji.subregion) == ("Fiji", "Oceania", "Melanesia")
    assert (fiji.population, fiji.gni_per_head, fiji.gdp_per_head, fiji.hdi) == (919, 4820, 11700, 0.715)
    assert (fiji.government_spending_per_head, fiji.health_share, fiji.aid_received) == (1519, 7.0, 117)
    assert (fiji.external_debt, fiji.debt_service) == (34, 14.7)
    assert (fiji.un_distance, fiji.middle_east_distance) == (0.56, 0.68)
    assert (fiji.ldc, fiji.lldc, fiji.sids, fiji.asean) == (False, False, True, False)
    assert (fiji.pif, fiji.msg, fiji.oic, fiji.colombo_plan) == (True, True, False, True)
    assert fiji.imputed == {"exports"}


def test_namibia_is_a_country_and_not_a_missing_value(countries: dict[str, CountryFigures]) -> None:
    assert (countries["NAM"].name, countries["NAM"].hdi) == ("Namibia", 0.63)


def test_aid_to_tuvalu_and_to_china_is_carried_over(countries: dict[str, CountryFigures]) -> None:
    assert countries["TUV"].aid_received == 54
    assert countries["CHN"].aid_received == -138


def test_names_keep_their_accents(countries: dict[str, CountryFigures]) -> None:
    assert (countries["CIV"].name, countries["STP"].name) == (
        "Côte d\N{RIGHT SINGLE QUOTATION MARK}Ivoire",
        "São Tomé & Príncipe",
    )


@pytest.mark.parametrize(
    ("column", "members"),
    [("ldc", 48), ("asean", 9), ("pif", 14), ("msg", 4), ("raised_papua", 7), ("land_border_indonesia", 3)],
)
def test_each_list_has_its_members(countries: dict[str, CountryFigures], column: str, members: int) -> None:
    assert sum(getattr(country, column) for country in countries.values()) == members


def test_land_borders_are_those_of_timor_leste_papua_new_guinea_and_malaysia(
    countries: dict[str, CountryFigures],
) -> None:
    assert {code for code, country in countries.items() if country.land_border_indonesia} == {"TLS", "PNG", "MYS"}


def test_as_many_cells_are_imputed_as_figures_are_missing(countries: dict[str, CountryFigures]) -> None:
    assert Counter(name for country in countries.values() for name in country.imputed) == MISSING_FIGURES


def test_aid_is_imputed_for_the_cook_islands_and_niue_alone(countries: dict[str, CountryFigures]) -> None:
    filled = {code: country.aid_received for code, country in countries.items() if "aid_received" in country.imputed}
    assert filled == {"COK": 77, "NIU": 77}  # median of Samoa 106, Tonga 77 and Tuvalu 54


def test_the_eight_rich_countries_receive_nothing_and_say_so(countries: dict[str, CountryFigures]) -> None:
    marked = {code for code, country in countries.items() if "oecd-dac-graduated" in country.source}
    assert marked == RICH
    assert {countries[code].aid_received for code in RICH} == {0}
    assert not any("aid_received" in countries[code].imputed for code in RICH)


def test_a_gap_takes_the_median_of_the_known_values_of_its_subregion(countries: dict[str, CountryFigures]) -> None:
    near = [c.hdi for c in countries.values() if c.subregion == "Eastern Africa" and "hdi" not in c.imputed]
    assert len(near) >= 3
    assert countries["SOM"].hdi == median(near)


def test_a_gap_among_fewer_than_three_known_values_takes_the_median_of_the_region(
    countries: dict[str, CountryFigures],
) -> None:
    near = [c for c in countries.values() if c.subregion == "Eastern Asia" and "gni_per_head" not in c.imputed]
    assert len(near) == 2
    asia = [c.gni_per_head for c in countries.values() if c.region == "Asia" and "gni_per_head" not in c.imputed]
    assert countries["PRK"].gni_per_head == median(asia)


def test_no_median_rests_on_a_value_that_was_itself_filled(countries: dict[str, CountryFigures]) -> None:
    for country in countries.values():
        for name in country.imputed:
            known = [other for other in countries.values() if name not in other.imputed]
            near = [getattr(other, name) for other in known if other.subregion == country.subregion]
            wide = [getattr(other, name) for other in known if other.region == country.region]
            assert getattr(country, name) == median(near if len(near) >= 3 else wide), (country.iso3, name)


def test_every_donor_has_every_figure_with_its_unit() -> None:
    donors = read_donors()
    codes = ["IDN", "CHN", "IND", "BRA", "ZAF", "THA", "TUR", "IRN", "VNM", "BGD", "KOR"]
    assert [donor.iso3 for donor in donors] == codes
    for donor in donors:
        assert donor.figures.keys() == DONOR_FIGURES.keys()
        assert all(record.unit == DONOR_FIGURES[name].unit for name, record in donor.figures.items())
        assert all(record.low <= record.value <= record.high for record in donor.figures.values())


def test_donors_that_also_receive_are_the_same_country_in_both_tables(countries: dict[str, CountryFigures]) -> None:
    donors = {donor.iso3: donor for donor in read_donors()}
    assert donors.keys() - countries.keys() == {"IDN", "KOR"}
    for code in donors.keys() & countries.keys():
        told = [
            (c.name, c.region, c.subregion, c.hdi, c.asean, c.colombo_plan) for c in (donors[code], countries[code])
        ]
        assert told[0] == told[1]


def test_korea_alone_is_dormant_and_seeks_large_economies() -> None:
    for figure in ("dormant", "seeks_markets"):
        assert {donor.iso3 for donor in read_donors() if donor.figures[figure].value} == {"KOR"}


def test_donors_belong_to_asean_and_to_the_colombo_plan_as_listed() -> None:
    donors = read_donors()
    assert {donor.iso3 for donor in donors if donor.asean} == {"IDN", "THA", "VNM"}
    listed = {"IDN", "IND", "THA", "IRN", "VNM", "BGD", "KOR"}
    assert {donor.iso3 for donor in donors if donor.colombo_plan} == listed


def test_indonesia_is_the_focal_donor_with_its_observed_figures() -> None:
    indonesia, *others = read_donors()
    assert (indonesia.iso3, indonesia.hdi) == ("IDN", 0.701)
    assert [donor.figures["focal"].value for donor in (indonesia, *others)] == [1] + [0] * 10
    budget = indonesia.figures["budget"]
    assert (budget.low, budget.value, budget.high, budget.kind) == (15.08, 15.08, 15.08, "observed")
    assert indonesia.figures["programmes"].value == 51


def test_the_fields_of_indonesia_are_those_of_its_14_events_of_2018() -> None:
    figures = read_donors()[0].figures
    events = [round(figures[f"field_share_{name}"].value * 14, 6) for name in ("development", "governance", "economy")]
    assert events == [8, 1, 5]


def test_only_indonesia_has_an_observed_budget() -> None:
    budgets = {donor.iso3: donor.figures["budget"] for donor in read_donors()}
    assert [code for code, record in budgets.items() if record.kind == "observed"] == ["IDN"]
    assert {record.scale for code, record in budgets.items() if code != "IDN"} == {"log"}
    assert (budgets["CHN"].low, budgets["CHN"].value, budgets["CHN"].high) == (500, 2000, 7000)
    assert (budgets["THA"].low, budgets["THA"].value, budgets["THA"].high) == (14, 73, 80)


def test_thailand_and_turkey_alone_report_to_the_dac() -> None:
    assert {donor.iso3 for donor in read_donors() if donor.figures["reports_to_dac"].value} == {"THA", "TUR"}


def test_five_partners_come_from_the_north() -> None:
    partners = read_partners()
    assert [partner.iso3 for partner in partners] == ["JPN", "USA", "FRA", "AUS", "KOR"]
    assert all(partner.offer > 0 for partner in partners)
    assert [partner.iso3 for partner in partners if partner.retreats == 1] == ["USA"]


def test_one_humanitarian_organisation_gives_as_the_mean_one_does() -> None:
    assert [(ngo.code, ngo.name, ngo.response) for ngo in read_ngos()] == [("ACT", "Aksi Cepat Tanggap", 1)]


def test_named_ties_are_those_of_the_documents() -> None:
    named: dict[str, set[str]] = {}
    for tie in read_ties():
        if tie.figure == "named":
            named.setdefault(tie.donor, set()).add(tie.recipient)
    assert named == {
        "BGD": {"BTN", "MDV", "FJI", "NPL", "KEN", "KHM", "UGA"},
        "THA": {"LAO", "MMR", "KHM", "VNM", "LKA", "BGD"},
        "VNM": {"DZA", "BGD", "FJI", "LAO"},
        "IRN": {"IRQ", "LBN", "AFG", "SYR"},
    }


def test_interests_of_indonesia_lie_in_the_pacific_in_africa_palestine_and_timor_leste(
    countries: dict[str, CountryFigures],
) -> None:
    ties = [tie for tie in read_ties() if tie.donor == "IDN"]
    fixed = {tie.recipient: tie.value for tie in ties if tie.figure == "objective_interest"}
    changing = {tie.recipient: tie.value for tie in ties if tie.figure == "subjective_interest"}
    assert fixed == {code: 1 for code, country in countries.items() if country.pif}
    africa = {code: 0.3 for code, country in countries.items() if country.region == "Africa"}
    assert changing == {"PSE": 1, "TLS": 1} | africa


@pytest.mark.parametrize(("outcome", "total"), [("countries_reached", 66), ("participants", 1119)])
def test_the_regions_of_2016_add_up(outcome: str, total: int) -> None:
    reported = {row.outcome: row.value for row in read_reported() if row.year == 2016 and row.recipient is None}
    regions = ("asia", "oceania", "africa", "americas", "europe")
    assert sum(reported[f"{outcome}_{region}"] for region in regions) == reported[outcome] == total


def test_the_eight_largest_receivers_of_2016_are_those_named() -> None:
    received = {row.recipient: row.value for row in read_reported() if row.outcome == "programmes_received"}
    expected = {"TLS": 15, "FJI": 14, "PNG": 12, "MMR": 10, "MYS": 10, "BGD": 9, "AFG": 8, "KHM": 8}
    assert received == expected
    assert sum(expected.values()) == 86


def test_the_figures_of_2018_are_marked_as_of_one_ministry() -> None:
    rows = {row.outcome: row for row in read_reported() if row.year == 2018}
    assert {name: row.value for name, row in rows.items()} == {
        "programmes": 14,
        "participants": 384,
        "countries_reached": 53,
    }
    assert {row.scope for row in rows.values()} == {"Foreign Ministry only"}
    assert {(row.year, row.outcome): row.value for row in read_reported()}[2017, "programmes"] == 13
