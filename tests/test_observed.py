"""The observed tables hold what their sources say, and a damaged table is told exactly where and why."""

from __future__ import annotations

import csv
import shutil
from collections import Counter
from collections.abc import Callable
from importlib.resources import files
from pathlib import Path
from statistics import median

import pytest

from ssc_sim.errors import InputError
from ssc_sim.observed import (
    DONOR_FIGURES,
    CountryFigures,
    Source,
    columns_of,
    read_column_sources,
    read_donors,
    read_ngos,
    read_partners,
    read_recipients,
    read_reported,
    read_sources,
    read_ties,
)

TABLES = ("recipients.csv", "donors.csv", "donor_figures.csv", "partners.csv", "ngos.csv", "ties.csv", "reported.csv")
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

Reader = Callable[[Path], object]


@pytest.fixture(scope="module")
def countries() -> dict[str, CountryFigures]:
    return {country.iso3: country for country in read_recipients()}


@pytest.fixture(scope="module")
def sources() -> dict[str, Source]:
    return read_sources()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Return a copy of the tables that a test may damage."""
    own = Path(str(files("ssc_sim.observed")))
    for name in (*TABLES, "sources.yaml"):
        shutil.copy(own / name, tmp_path / name)
    return tmp_path


def raw_lines(name: str) -> list[dict[str, str]]:
    with (Path(str(files("ssc_sim.observed"))) / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def damage(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert text.count(old) >= 1, f"nothing to damage in {path.name}"
    path.write_text(text.replace(old, new, 1), encoding="utf-8", newline="")


def complaints(reader: Reader, folder: Path) -> list[str]:
    """Return what the reader says of a folder, without the folder."""
    with pytest.raises(InputError) as caught:
        reader(folder)
    return [str(problem).removeprefix(f"{folder.as_posix()}/") for problem in caught.value.problems]


# What the tables hold


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


# Where the numbers come from


@pytest.mark.parametrize("table", TABLES)
def test_every_line_names_sources_that_exist(table: str, sources: dict[str, Source]) -> None:
    lines = raw_lines(table)
    assert lines
    assert all(set(line["source [key]"].split(";")) <= sources.keys() for line in lines)


def test_every_column_of_the_recipients_names_sources_that_exist(sources: dict[str, Source]) -> None:
    of_columns = read_column_sources()
    assert of_columns.keys() == columns_of(CountryFigures).keys() - {"source"}
    assert all(keys and set(keys) <= sources.keys() for keys in of_columns.values())


def test_what_was_written_down_from_memory_is_marked_as_assumed(sources: dict[str, Source]) -> None:
    assert read_column_sources()["raised_papua"] == ("memory",)
    assert sources["memory"].kind == sources["assumption"].kind == "assumed"


def test_lines_without_a_kind_of_their_own_name_the_assumption_beside_the_source(sources: dict[str, Source]) -> None:
    """Offers, retreats and responses are nobody's measurement."""
    for table in ("partners.csv", "ngos.csv"):
        for line in raw_lines(table):
            assert {"observed", "assumed"} <= {sources[key].kind for key in line["source [key]"].split(";")}, line


@pytest.mark.parametrize("table", ["donor_figures.csv", "ties.csv"])
def test_observed_rests_on_no_assumption_and_assumed_on_one(table: str, sources: dict[str, Source]) -> None:
    for line in raw_lines(table):
        kinds = {sources[key].kind for key in line["source [key]"].split(";")}
        assert ("assumed" in kinds) == (line["kind [kind]"] == "assumed"), line


def test_no_number_stands_without_bounds_and_meaning() -> None:
    for column in (*columns_of(CountryFigures).values(), *DONOR_FIGURES.values()):
        assert column.unit
        assert column.meaning
        assert column.kind != "number" or float("-inf") < column.low < column.high < float("inf")


# How a damaged table is told

DAMAGES = [
    pytest.param(
        read_recipients, "population [thousand persons]", "population [persons]",
        "recipients.csv:1:5: population: wrong unit 'persons'; allowed: thousand persons", id="wrong unit",
    ),
    pytest.param(
        read_recipients, "population [thousand persons]", "populaton [thousand persons]",
        "recipients.csv:1:5: unknown column 'populaton [thousand persons]'; "
        "did you mean 'population [thousand persons]'?", id="misnamed column",
    ),
    pytest.param(
        read_partners, "name [text],", "role [text],",
        "partners.csv:1:1: name: the column is missing\n"
        "partners.csv:1:4: role: the column is already field 2", id="missing and doubled column",
    ),
    pytest.param(
        read_recipients, "Africa,Eastern Africa,11048,", "Africa,Eastern Africa,",
        "recipients.csv:2:27: wrong number of fields: 26; allowed: 27", id="a field too few",
    ),
    pytest.param(
        read_recipients, "Africa,Eastern Africa,727,", "Africa,Eastern Africa,727,,",
        "recipients.csv:3:28: wrong number of fields: 28; allowed: 27", id="a field too many",
    ),
    pytest.param(
        read_recipients, ",11048,", ",NA,",
        "recipients.csv:2:5: population: 'NA' is not a number", id="NA is not a missing value",
    ),
    pytest.param(
        read_recipients, ",2374,5180,", ",2374,nan,",
        "recipients.csv:38:6: gni_per_head: 'nan' is not a finite number", id="not a finite number",
    ),
    pytest.param(
        read_recipients, ",11048,", ",1e999,",
        "recipients.csv:2:5: population: 'inf' is out of range; allowed: 1 to 2e+06", id="too large for a number",
    ),
    pytest.param(
        read_recipients, ",11048,", ",11_048,",
        "recipients.csv:2:5: population: '11_048' is not a number", id="a number as Python writes it",
    ),
    pytest.param(
        read_recipients, ",11048,", ",,",
        "recipients.csv:2:5: population: is empty", id="empty where nothing may be missing",
    ),
    pytest.param(
        read_recipients, ",0.432,", ",1.432,",
        "recipients.csv:2:8: hdi: '1.432' is out of range; allowed: 0 to 1", id="out of range",
    ),
    pytest.param(
        read_recipients, ",13.9,1,1,", ",13.9,yes,1,",
        "recipients.csv:2:15: ldc: 'yes' is not a flag; allowed: 0 or 1", id="bad flag",
    ),
    pytest.param(
        read_recipients, "BDI,Burundi,Africa", "BDI,Burundi,Afrika",
        "recipients.csv:2:3: region: 'Afrika' is not known; allowed: Africa, Americas, Asia, Europe, Oceania; "
        "did you mean 'Africa'?", id="unknown region",
    ),
    pytest.param(
        read_recipients, "COM,Comoros", "BDI,Comoros",
        "recipients.csv:3:1: iso3: 'BDI' is already on line 2", id="duplicate code",
    ),
    pytest.param(
        read_recipients, "COM,Comoros", "Com,Comoros",
        "recipients.csv:3:1: iso3: 'Com' is not a country code; allowed: three capital letters", id="bad code",
    ),
    pytest.param(
        read_recipients, "un-m49", "un-m94",
        "recipients.csv:2:27: source: 'un-m94' is not a known source; did you mean 'un-m49'?", id="unknown source",
    ),
    pytest.param(
        read_recipients, "BDI,Burundi", 'BDI,"Bur"undi',
        "recipients.csv:2:1: not CSV: ',' expected after '\"'", id="not CSV",
    ),
    pytest.param(
        read_ties, "BGD,BTN", "BGX,BTN",
        "ties.csv:2:1: donor: 'BGX' is not a known donor; did you mean 'BGD'?", id="unknown donor",
    ),
    pytest.param(
        read_ties, "BGD,BTN", "BGD,BTX",
        "ties.csv:2:2: recipient: 'BTX' is not a known recipient; did you mean 'BTN'?", id="unknown recipient",
    ),
    pytest.param(
        read_ties, "BGD,BTN", "BGD,BGD",
        "ties.csv:2:2: recipient: 'BGD' is not its own recipient", id="a donor to itself",
    ),
    pytest.param(
        read_ties, "BGD,MDV", "BGD,BTN",
        "ties.csv:3:1: donor: 'BGD, BTN, named' is already on line 2", id="duplicate tie",
    ),
    pytest.param(
        read_donors, "CHN,budget,2000,500", "CHN,budget,400,500",
        "donor_figures.csv:27:3: value: '400' is outside its own range; allowed: 500 to 7000", id="value below low",
    ),
    pytest.param(
        read_donors, "CHN,technical_share,0.1,0.03", "CHN,technical_share,0.1,-0.03",
        "donor_figures.csv:28:4: low: '-0.03' is out of range; allowed: 0 to 1", id="bound of the figure",
    ),
    pytest.param(
        read_donors, "CHN,technical_share,0.1,0.03,0.3,linear",
        "CHN,technical_share,0.1,0,0.3,log",
        "donor_figures.csv:28:4: low: '0' is not above 0, as a log scale needs", id="log scale from zero",
    ),
    pytest.param(
        read_donors, "CHN,focal,0,", "CHN,focal,0.5,",
        "donor_figures.csv:37:3: value: '0.5' is not a flag; allowed: 0 or 1", id="half a flag",
    ),
    pytest.param(
        read_donors, "CHN,budget,", "CHN,budgt,",
        f"donor_figures.csv:27:2: figure: 'budgt' is not known; allowed: {', '.join(DONOR_FIGURES)}; "
        "did you mean 'budget'?", id="unknown figure",
    ),
    pytest.param(
        read_donors, "CHN,field_share_economy,0.34", "CHN,field_share_economy,0.33",
        "donor_figures.csv:36:3: value: the field shares of CHN sum to 0.99; allowed: 1", id="shares below one",
    ),
    pytest.param(
        read_donors, "CHN,delay,0.1,", "CHN,delay,0.95,",
        "donor_figures.csv:48:3: value: '0.95' is out of range; allowed: 0 to 0.9", id="delay of nearly all",
    ),
    pytest.param(
        read_donors, "KOR,dormant,1,1,1,linear,assumed,assumption,", "KOR,dormant,1,1,1,linear,assumed,,",
        "donor_figures.csv:275:8: source: is empty", id="figure without source",
    ),
    pytest.param(
        read_partners, "me-first power,3,1,", "me-first power,3,1.5,",
        "partners.csv:3:6: retreats: '1.5' is out of range; allowed: 0 to 1", id="retreat beyond all",
    ),
    pytest.param(
        read_partners, "me-first power,3,1,", "me-first power,-3,1,",
        "partners.csv:3:5: offer: '-3' is out of range; allowed: 0 to 1000", id="negative offer",
    ),
    pytest.param(
        read_ngos, "Tanggap,1,", "Tanggap,101,",
        "ngos.csv:2:3: response: '101' is out of range; allowed: 0 to 100", id="response too large",
    ),
    pytest.param(
        read_ngos, "ACT,", "ACTS,",
        "ngos.csv:2:1: code: 'ACTS' is not a country code; allowed: three capital letters", id="bad code of an NGO",
    ),
    pytest.param(
        read_ngos, "response [times]", "response [share]",
        "ngos.csv:1:3: response: wrong unit 'share'; allowed: times", id="wrong unit of an NGO",
    ),
    pytest.param(
        read_donors, "CHN,China", "CHN,China ",
        "donors.csv:3:2: name: 'China ' begins or ends with a blank", id="blank at the end",
    ),
    pytest.param(
        read_reported, "2016,programmes,,51", "2016,programmes,FJI,51",
        "reported.csv:2:3: recipient: 'FJI' does not fit the outcome; allowed: an empty cell", id="country too many",
    ),
    pytest.param(
        read_reported, "programmes_received,TLS", "programmes_received,",
        "reported.csv:16:3: recipient: does not fit the outcome; allowed: one country", id="country missing",
    ),
    pytest.param(
        read_reported, "2016,countries_reached,,66", "2016,countries_reached,,660",
        "reported.csv:4:4: value: '660' is out of range; allowed: 0 to 200", id="bound of the outcome",
    ),
    pytest.param(
        read_reported, "2016,programmes,,51", "16,programmes,,51",
        "reported.csv:2:1: year: '16' is out of range; allowed: 1945 to 2100", id="bad year",
    ),
    pytest.param(
        read_sources, "kind: observed", "kind: obsreved",
        "sources.yaml:12:5: kind: unknown 'obsreved'; allowed: observed, literature, assumed; "
        "did you mean 'observed'?", id="unknown kind of source",
    ),
    pytest.param(
        read_sources, "    licence: public record\n", "",
        "sources.yaml:7:3: un-m49: field 'licence' is missing", id="source without licence",
    ),
    pytest.param(
        read_sources, "    publisher: United", "    pubisher: United",
        "sources.yaml:9:5: pubisher: unknown field; did you mean 'publisher'?", id="misspelt field of a source",
    ),
]  # fmt: skip


@pytest.mark.parametrize(("reader", "old", "new", "expected"), DAMAGES)
def test_a_mistake_is_told_with_its_place(folder: Path, reader: Reader, old: str, new: str, expected: str) -> None:
    damage(folder / expected.split(":", maxsplit=1)[0], old, new)
    assert complaints(reader, folder) == expected.splitlines()


def test_a_column_without_source_is_told(folder: Path) -> None:
    damage(folder / "sources.yaml", "  population: [un-wpp]\n", "")
    damage(folder / "sources.yaml", "lldc: [un-lists]", "lldc: [un-list]")
    missing, unknown = complaints(read_column_sources, folder)
    assert missing == "sources.yaml:1:1: column 'population' is missing"
    assert unknown.endswith(": lldc: unknown source 'un-list'; did you mean 'un-lists'?")


def test_a_repeated_source_key_is_told(folder: Path) -> None:
    damage(folder / "sources.yaml", "  un-wpp:\n", "  un-m49:\n")
    (said,) = complaints(read_sources, folder)
    assert said.startswith('sources.yaml:14:3: not YAML: found duplicate key "un-m49"')


def test_a_donor_without_a_figure_is_told(folder: Path) -> None:
    lines = (folder / "donor_figures.csv").read_text(encoding="utf-8").splitlines(keepends=True)
    kept = [line for line in lines if not line.startswith("BRA,loan_share")]
    (folder / "donor_figures.csv").write_text("".join(kept), encoding="utf-8", newline="")
    assert complaints(read_donors, folder) == ["donors.csv:5:1: iso3: no figure 'loan_share' for BRA"]


def test_another_encoding_is_told_at_its_first_byte(folder: Path) -> None:
    path = folder / "recipients.csv"
    path.write_bytes(path.read_text(encoding="utf-8").replace("\N{RIGHT SINGLE QUOTATION MARK}", "'").encode("latin-1"))
    (said,) = complaints(read_recipients, folder)
    assert said == "recipients.csv:28:2: not UTF-8 text"


def test_a_workbook_in_place_of_a_table_is_told(folder: Path) -> None:
    (folder / "partners.csv").write_bytes(b"PK\x03\x04\x00\x00")
    assert complaints(read_partners, folder) == ["partners.csv:1:1: not CSV: it holds a zero byte"]


@pytest.mark.parametrize(("content", "said"), [(b"", "partners.csv:1:1: is empty"), (None, "No such file")])
def test_an_empty_or_absent_table_is_told(folder: Path, content: bytes | None, said: str) -> None:
    if content is None:
        (folder / "partners.csv").unlink()
    else:
        (folder / "partners.csv").write_bytes(content)
    (only,) = complaints(read_partners, folder)
    assert said in only


def test_a_figure_that_no_country_of_a_region_has_cannot_be_filled(folder: Path) -> None:
    path = folder / "recipients.csv"
    lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
    path.write_text(lines[0] + next(line for line in lines if line.startswith("FJI")), encoding="utf-8", newline="")
    assert complaints(read_recipients, folder) == [
        "recipients.csv:2:11: exports: is empty, and no country of the region has this figure"
    ]


def test_a_line_keeps_its_number_after_a_cell_with_a_line_break(folder: Path) -> None:
    damage(folder / "recipients.csv", "Burundi", '"Bu\nrundi"')
    damage(folder / "recipients.csv", "COM,", "com,")
    assert [said.split(": ")[0] for said in complaints(read_recipients, folder)] == ["recipients.csv:4:1"]


def test_columns_may_stand_in_another_order(folder: Path) -> None:
    path = folder / "partners.csv"
    lines = list(csv.reader(path.read_text(encoding="utf-8").splitlines()))
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows(line[::-1] for line in lines)
    assert read_partners(folder) == read_partners()


def test_several_mistakes_in_several_tables_are_told_at_once(folder: Path) -> None:
    damage(folder / "recipients.csv", ",11048,", ",many,")
    damage(folder / "recipients.csv", ",0.432,", ",inf,")
    damage(folder / "donors.csv", ",0.701,", ",7.01,")
    damage(folder / "ties.csv", "BGD,BTN", "BGD,BTX")
    damage(folder / "ties.csv", "BGD,MDV,named,1,", "BGD,MDV,named,2,")
    assert complaints(read_ties, folder) == [
        "donors.csv:2:5: hdi: '7.01' is out of range; allowed: 0 to 1",
        "recipients.csv:2:5: population: 'many' is not a number",
        "recipients.csv:2:8: hdi: 'inf' is not a finite number",
        "ties.csv:2:2: recipient: 'BTX' is not a known recipient; did you mean 'BTN'?",
        "ties.csv:3:4: value: '2' is out of range; allowed: 0 to 1",
    ]


def test_the_message_of_the_error_holds_every_problem_on_a_line_of_its_own(folder: Path) -> None:
    damage(folder / "partners.csv", "JPN,", "jpn,")
    damage(folder / "partners.csv", "FRA,France,Europe", "FRA,France,Europa")
    with pytest.raises(InputError) as caught:
        read_partners(folder)
    assert [line.split(": ")[1] for line in str(caught.value).splitlines()] == ["iso3", "region"]


def test_undamaged_copies_read_as_the_tables_of_the_package(folder: Path) -> None:
    for reader in (read_recipients, read_donors, read_partners, read_ngos, read_ties, read_reported, read_sources):
        assert reader(folder) == reader()
