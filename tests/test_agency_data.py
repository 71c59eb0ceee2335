"""An agency's own programmes: read strictly, counted as simulated years are, and fitted so that a truth is found."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from agency_lists import written

from ssc_sim.fitting.agency import Agency, read_agency
from ssc_sim.fitting.agency_figures import Programme, ProgrammeList
from ssc_sim.fitting.fit import AFTER, Fit, Reference
from ssc_sim.fitting.reference import Figures, Years, reference_table, run_first_year
from ssc_sim.fitting.regression import bounded, quantiles
from ssc_sim.fitting.targets import ELSEWHERE, RECEIVED, read_targets
from ssc_sim.observed import read_donors, read_recipients
from ssc_sim.parameters import Parameters
from ssc_sim.scenario import load_scenario
from ssc_sim.tables import Outcome
from ssc_sim.world import begin, starting_tables


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return written(tmp_path)


@pytest.fixture
def agency(folder: Path) -> Agency:
    return read_agency(folder)


def fitted(agency: Agency) -> dict[str, float]:
    return {target.name: target.value for target in agency.targets.used("fit")}


def test_every_figure_by_hand(agency):
    assert fitted(agency) == pytest.approx({
        "participants_asia": (37 + 43) / 2,  # 30 LAO, 2 KHM, 5 MMR; 31 LAO, 3 KHM, 4 VNM, 2 MMR, 2 TLS, 1 BTN
        "participants_oceania": (3 + 2) / 2,
        "participants_africa": 1 / 2,
        "participants_americas": 1 / 2,
        "participants_europe": 1 / 2,
        "countries_reached_asia": (3 + 6) / 2,
        "countries_reached_oceania": (1 + 1) / 2,
        "countries_reached_africa": 1 / 2,
        "countries_reached_americas": 1 / 2,
        "countries_reached_europe": 1 / 2,
        "programmes_received_LAO": 4 / 2,
        "programmes_received_KHM": 3 / 2,
        "programmes_received_MMR": 2 / 2,  # 7 participants, Fiji 5
        "programmes_received_FJI": 2 / 2,
        "programmes_received_VNM": 1 / 2,  # 4 participants, Timor-Leste 2, the next 1
        "programmes_received_TLS": 1 / 2,
        "programmes_received_KEN": 1 / 2,  # first in the tables, before Bhutan and Belarus
        "programmes_received_PER": 1 / 2,
        "most_elsewhere": (0 + 1) / 2,  # nobody in 2021; Bhutan and Belarus once each in 2022
        "share_alone": 3 / 6,
        "size_alone": (20 + 10 + 30) / 3,
        "countries_in_call": (4 + 6 + 4) / 3,
        "size_of_delegation": (11 + 12 + 5) / 14,
    })  # fmt: skip
    assert agency.targets.counted == ("LAO", "KHM", "MMR", "FJI", "VNM", "TLS", "KEN", "PER")


def test_programmes_and_costs_of_a_mean_year_are_put_in(agency):
    put_in = {target.figure: (target.value, target.unit) for target in agency.targets.used("input")}
    assert put_in == {"programmes": (3, "programmes"), "spending": (pytest.approx(0.9), "million USD")}
    assert agency.years == 2
    assert {target.noise for target in agency.targets.all} == {0}
    assert {target.scope for target in agency.targets.all} == {"programmes of Thailand in a mean year of 2021 to 2022"}


def test_fewer_than_eight_countries_are_filled_up_with_those_that_stand_first_and_received_nothing(tmp_path):
    agency = read_agency(written(tmp_path, "Rice,2021,LAO,20,\n"))
    received = {target.recipient: target.value for target in agency.targets.all if target.figure == RECEIVED}
    first = [country.iso3 for country in read_recipients()][:7]
    assert received == {"LAO": 1} | dict.fromkeys(first, 0)
    assert fitted(agency)[ELSEWHERE] == 0


def test_a_donor_never_fills_a_place_of_its_own():
    first = read_recipients()[0].iso3
    listed = ProgrammeList(first, (Programme("Rice", 2021, {"LAO": 20}, None),))
    assert first not in listed.counted
    assert len(listed.counted) == 8


@pytest.mark.parametrize(
    ("programmes", "left_out"),
    [
        ("Rice,2021,LAO,20,\n", {"countries_in_call", "size_of_delegation"}),
        ("Rice,2021,LAO,20,\nRice,2021,FJI,1,\n", {"size_alone"}),
    ],
    ids=["no call", "none for one country"],
)
def test_what_a_list_cannot_give_is_left_out(tmp_path, folder, programmes, left_out):
    whole = {target.figure for target in read_agency(folder).targets.used("fit")}
    assert whole - {target.figure for target in read_agency(written(tmp_path, programmes)).targets.all} == left_out


def test_a_mean_over_programmes_rarer_than_one_a_year_is_still_a_mean(tmp_path):
    lines = "Rice,2021,LAO,20,\nRoads,2022,LAO,10,\nWomen,2022,FJI,4,\nWomen,2022,LAO,2,\nWomen,2022,KHM,3,\n"
    figures = fitted(read_agency(written(tmp_path, lines)))
    assert (figures["countries_in_call"], figures["size_of_delegation"]) == (3, 3)


def test_figures_and_scenario_come_back_as_they_were_written(agency, tmp_path):
    agency.write(tmp_path)
    assert read_targets(tmp_path) == agency.targets
    again = load_scenario(tmp_path / "own-years.yaml")
    assert replace(again, file="") == agency.scenario


def test_three_years_come_back_to_the_last_digit(tmp_path):
    lines = [f"Rice {year},{year},LAO,{seats},0.1\n" for year, seats in ((2020, 20), (2021, 21), (2022, 23))]
    agency = read_agency(written(tmp_path, "".join([*lines, "Roads,2021,FJI,1,0.3\n"])))
    agency.write(tmp_path)
    assert fitted(agency)["participants_asia"] == 64 / 3
    assert read_targets(tmp_path) == agency.targets
    assert replace(load_scenario(tmp_path / "own-years.yaml"), file="") == agency.scenario


@pytest.mark.parametrize("donor", [donor.iso3 for donor in read_donors()])
def test_any_donor_of_the_tables_becomes_the_focal_one(tmp_path, donor):
    lines = "Rice,2021,LAO,20,0.5\nRoads,2022,FJI,2,1\nPorts,2022,FJI,2,1\n"
    agency = read_agency(written(tmp_path, lines, f"{donor},mine,Made up.\n"))
    agency.write(tmp_path)
    donors = starting_tables(load_scenario(tmp_path / "mine.yaml"), agency.targets.counted).donors_2016
    place = [giver.iso3 for giver in read_donors()].index(donor)
    assert donors["focal"].tolist() == [float(i == place) for i in range(len(donors))]
    chosen = {name: donors[name][place] for name in ("programmes_2016", "budget_low", "budget_high", "dormant")}
    assert chosen == {"programmes_2016": 1.5, "budget_low": 1.25, "budget_high": 1.25, "dormant": 0}


def test_without_costs_the_budget_stays_and_the_scenario_says_so(tmp_path):
    agency = read_agency(written(tmp_path, "Rice,2021,LAO,20,\n"))
    assert not any(change.column.startswith("budget") for change in agency.scenario.changes)
    assert "# No costs were given: the budget is that of the tables.\n" in agency.scenario_text
    assert [target.figure for target in agency.targets.used("input")] == ["programmes"]


def test_a_source_of_several_lines_stays_one_comment(tmp_path):
    agency = read_agency(written(tmp_path, agency='THA,own-years,"Counted by us.\nname: another"\n'))
    agency.write(tmp_path)
    assert read_targets(tmp_path) == agency.targets
    assert load_scenario(tmp_path / "own-years.yaml").name == "own-years"


#: A made-up truth, inside the ranges; what it does not name is drawn over its range.
TRUTH = {
    "bilateral_share": 0.5,
    "bilateral_size": 20.0,
    "call_countries": 12.0,
    "delegates": 1.8,
    "focal_africa": -0.5,
}
#: How programmes are made up: a list tells it. The pull to a region is not told as well: a country may come because the
#: donor prefers its region, because calls go there, or because it is poor.
TOLD = ("bilateral_share", "bilateral_size", "call_countries", "delegates")
PROGRAMMES_A_YEAR = 50
DRAWS = 20_000


def held(world, donor: int, year: int) -> list[Programme]:
    """Return programmes that give each country what it received: so many of its own, so many calls, so many seats."""
    codes = [country.iso3 for country in read_recipients()]
    ties, programmes = world.ties[donor], []
    calls: list[dict[str, int]] = [{} for _ in range(int(world.donors[donor]["programmes"] - ties["alone"].sum()))]
    turn = 0
    for iso3, tie in zip(codes, ties, strict=True):
        for seats in parts(int(tie["came"] - tie["in_calls"]), int(tie["alone"])):
            programmes.append(Programme(f"{len(programmes)} of {year}", year, {iso3: seats}, 0.1))
        for seats in parts(int(tie["in_calls"]), int(tie["programmes"] - tie["alone"])):
            calls[turn % len(calls)][iso3] = seats  # one call after the other: no country stands twice in one
            turn += 1
    return programmes + [Programme(f"call {i} of {year}", year, seats, 0.1) for i, seats in enumerate(calls)]


def parts(whole: int, number: int) -> list[int]:
    return [whole // number + (i < whole % number) for i in range(number)]


def lines_of(programmes: list[Programme]) -> str:
    return "".join(
        f"{programme.name},{programme.year},{iso3},{seats},{programme.cost}\n"
        for programme in programmes
        for iso3, seats in programme.seats.items()
    )


def made_up_years(scenario) -> tuple[list[Programme], np.ndarray]:
    """Return two years of programmes under the truth, and what the model counts of them."""
    row = Parameters.over_ranges(1, 1)[0]
    for name, value in TRUTH.items():
        row[name] = value
    start = starting_tables(scenario, ())
    donor = int(np.flatnonzero(start.donors["focal"])[0])
    figures, programmes = Figures.rows(1), []
    for year in range(2):
        world = begin(start, row, 1, AFTER + year)
        run_first_year(world, Outcome.rows(1)[0], figures[0])
        programmes += held(world, donor, 2021 + year)
    return programmes, figures


@pytest.mark.slow
def test_a_truth_that_was_made_up_is_found_again(tmp_path):
    first = written(tmp_path, "".join(f"Course {i},2021,LAO,1,0.1\n" for i in range(PROGRAMMES_A_YEAR)))
    programmes, counted = made_up_years(read_agency(first).scenario)
    agency = read_agency(written(tmp_path, lines_of(programmes)))
    own = agency.listed.figures()
    for name in ("participants_by_region", "countries_reached_by_region", "programmes_alone", "participants_alone",
                 "calls", "participations_in_calls", "participants_in_calls"):  # fmt: skip
        assert own[name][0] == pytest.approx(counted[name][0] / 2), name
    years = Years(agency.scenario, agency.targets.counted, agency.years)
    fit = Fit.to(agency.targets, Reference(years, *reference_table(years, DRAWS)))
    ends = bounded(quantiles(fit.accepted.moved(fit.known), fit.accepted.weights, (0.025, 0.975)))
    records = Parameters.columns()
    for name, value in TRUTH.items():
        low, high = ends[:, fit.names.index(name)]
        assert low <= records[name].share(value) <= high, name
        assert name not in TOLD or high - low <= 2 / 3 * 0.95, name


def test_a_list_counts_what_its_lines_say_whatever_their_order():
    one, other = Programme("a", 2021, {"LAO": 3}, None), Programme("b", 2022, {"FJI": 1, "LAO": 2}, None)
    figures = [ProgrammeList("THA", listed).figures() for listed in ((one, other), (other, one))]
    assert figures[0] == figures[1]
