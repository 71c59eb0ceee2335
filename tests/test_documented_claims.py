"""Every claim of the documents has an expectation, or says why it has none; and every expectation can fail."""

from __future__ import annotations

import csv
from collections.abc import Callable
from functools import cache
from pathlib import Path

import numpy as np
import pytest

import ssc_sim
from ssc_sim.expectations.judging import HELD, NOT_HELD, Question, Side, Stored, judge
from ssc_sim.expectations.worlds import Worlds, questions_of
from ssc_sim.scenario import Scenario, load_scenario, scenario_folder, shipped_scenarios
from ssc_sim.scenario.expectations import SUPPORTS, Expectation
from ssc_sim.tables import FIRST_YEAR

UNTIL, RUNS = 2030, 8
YEARS = UNTIL - FIRST_YEAR + 1
FLAT = np.ones((RUNS, YEARS))
STEPS = (0.0, 1.0, -1.0)
Shape = Callable[[Question, Side], np.ndarray]
SCENARIOS = {name: load_scenario(name) for name in shipped_scenarios()}
EXPECTATIONS = [(name, expectation) for name in SCENARIOS for expectation in SCENARIOS[name].expectations]
NAMES = [f"{name}:{expectation.place}" for name, expectation in EXPECTATIONS]
with (scenario_folder() / "claims.csv").open(encoding="utf-8", newline="") as file:
    CLAIMS = list(csv.DictReader(file))

#: What each lever or event is about to the letter: an expectation that read it back would only restate it.
RESTATED = {
    "technical_share": ("technical_share",), "loan_share": ("loan_share",), "triangular_share": ("triangular_share",),
    "budget_factor": ("spending", "ssc_volume", "largest_donor_share"), "coordination": (), "sustained": (),
    "response_to_retreat": ("ssc_volume", "spending"), "legislation": ("programmes",), "graduation": ("donors",),
    "budget_cut": ("spending", "ssc_volume"), "plan_entry": ("spending",), "agency": ("loan_share",),
    "me_first": ("northern_aid",), "entrant": ("donors", "ssc_volume"), "debt_crisis": (),
}  # fmt: skip
#: What tells of one year's programmes, and is read over the years in force (or in the year of an event).
OF_ONE_YEAR = (
    "programmes", "participants", "countries_reached", "spending", "cost_per_participant", "fit_need", "continuity",
    "duplication", "overhead_share", "triangular_share", "pacific_share_participants", "pacific_share_programmes",
    "africa_share_participants", "palestine_share", "need_targeting", "allocation_gini", "allocation_volatility",
    "ssc_volume", "technical_share", "loan_share", "northern_aid", "humanitarian_flow", "ngo_share",
    "largest_donor_share", "unmet_finance",
)  # fmt: skip


@cache
def questions() -> dict[str, Question]:
    asked = questions_of(SCENARIOS.values(), Worlds(UNTIL))
    return {f"{one.scenario}:{one.expectation.place}": one for one in asked if not one.structure}


def test_every_claim_is_answered_or_says_why_not():
    assert {claim["row"] for claim in CLAIMS} == {f"Z{number:02}" for number in range(37)}
    for claim in CLAIMS:
        assert claim["claim"]
        assert claim["support"] in SUPPORTS
        assert bool(claim["answered_by"]) != bool(claim["why_not"]), claim["claim"]


def test_every_expectation_answers_one_claim_of_a_row_of_its_scenario():
    answering = [(name, claim) for claim in CLAIMS for name in claim["answered_by"].split()]
    assert sorted(name for name, _ in answering) == sorted(NAMES)
    for name, claim in answering:
        assert claim["row"] in SCENARIOS[name.partition(":")[0]].register, name


def test_no_expectation_claims_more_support_than_the_documents_give():
    """As strong as the claim or weaker, or contested: a finer point of a claim may have less behind it."""
    supports = dict(zip(NAMES, (expectation.support for _, expectation in EXPECTATIONS), strict=True))
    for claim in CLAIMS:
        for name in claim["answered_by"].split():
            if claim["row"] != "Z00":  # no row of the register: each of its claims has a mechanism of its own
                assert SUPPORTS.index(supports[name]) >= SUPPORTS.index(claim["support"]), name


@pytest.mark.parametrize(("name", "expectation"), EXPECTATIONS, ids=NAMES)
def test_an_expectation_is_about_a_consequence_not_about_the_lever(name, expectation):
    levers = pulled(SCENARIOS[name], expectation)
    restated = {outcome for lever in levers for outcome in RESTATED.get(lever, ())}
    if not expectation.when and expectation.relation not in ("between", "reproduces", "about_equal"):
        assert expectation.outcome not in restated
    assert not {lever for lever in levers if lever == expectation.outcome}


def pulled(scenario: Scenario, expectation: Expectation) -> set[str]:
    """Return the levers and events in which a scenario differs from what it is compared with."""
    other = SCENARIOS[expectation.than] if expectation.than else None
    ours = _levers(scenario)
    theirs = _levers(other) if other else set()
    return {lever for lever, _ in ours ^ theirs} | {axis.column for axis in scenario.sweep}


def _levers(scenario: Scenario) -> set[tuple[str, str]]:
    return {(change.column, str(change)) for change in scenario.changes} | {
        (event.kind, str(event)) for event in scenario.events
    }


@pytest.mark.parametrize(("name", "expectation"), EXPECTATIONS, ids=NAMES)
def test_what_is_of_one_year_is_read_over_the_years_in_force(name, expectation):
    if expectation.outcome in OF_ONE_YEAR and expectation.measure == "level":
        years = {event.first for event in SCENARIOS[name].events} | {event.last + 1 for event in SCENARIOS[name].events}
        of_an_event = expectation.first == expectation.last and expectation.first in {FIRST_YEAR, *years}
        assert expectation.last - expectation.first >= 1 or of_an_event, "a window, or the year of an event"


@pytest.mark.parametrize("name", NAMES)
def test_an_expectation_is_held_in_one_world_and_not_in_another(name):
    """Values are made up for its sides: there are some that meet it, and some that do not."""
    found = {judge(questions()[name], world).verdict for world in worlds_for(questions()[name])}
    assert {HELD, NOT_HELD} <= found


def worlds_for(question: Question) -> list[Stored]:
    """Return made-up worlds: sides that rise, fall or peak, each as they are, away for some years, or swinging."""
    shapes = (None, _away, _swinging)
    worlds = [_world(question, step, shape, peak=peak) for step in STEPS for shape in shapes for peak in (False, True)]
    return [
        *worlds,
        _world(question, 0.0, _swinging, shaped=0),
        _world(question, 0.0, level=question.expectation.figure),
    ]


def _world(
    question: Question,
    step: float,
    shape: Shape | None = None,
    *,
    peak: bool = False,
    shaped: int = -1,
    level: float = 10,
) -> Stored:
    """Return values of every side, each `step` above the one before; with another on top, three times as much."""
    outcome, last = question.expectation.outcome, len(question.sides) - 1
    stored: dict[tuple[str, str], np.ndarray] = {}
    for sides, times in ((question.sides, 1.0), (question.on_top, 3.0)):
        for place, side in enumerate(sides):
            up = min(place, last - place) if peak else place
            series = (
                level
                * (1 + step * times * up / 4)
                * (shape(question, side) if shape and place == shaped % (last + 1) else FLAT)
            )
            stored |= {(scenario, outcome): series for scenario in side.scenarios}
            stored |= {(side.reference, outcome): level * FLAT} if side.reference else {}
    if question.expectation.against_year:
        stored[question.sides[0].scenarios[0], outcome] = level * (1 + step * np.linspace(0, 1, YEARS)) * FLAT
    return stored


def _away(question: Question, side: Side) -> np.ndarray:
    """Return half of what else would be, for as long as a recovery is expected to take."""
    series, first = FLAT.copy(), side.first - FIRST_YEAR
    series[:, first : first + round((question.expectation.low + question.expectation.high) / 2)] = 0.5
    return series


def _swinging(_question: Question, _side: Side) -> np.ndarray:
    return FLAT * (1 + 0.5 * (-1.0) ** np.arange(YEARS))


#: Scenarios, what is turned round in them, and the expectation whose answer must turn with it.
TURNED = {
    "africa-to-pacific": ((("pif, year: 2016, until: 2100, score: 1", "pif, year: 2016, until: 2100, score: -1"),), 1),
    "all-technical": ((("technical_share: 1", "technical_share: 0"),), 2),
    "equipment-with-upkeep": ((("maintenance: 1", "maintenance: 0"),), 2),
    "legislation-2017": ((("volume: 0.25", "volume: 1"),), 1),
    "sustained-programmes": ((("sustained: 1", "sustained: 0"),), 1),
    "budget-of-china-as-training": ((("budget_factor: 133", "budget_factor: 0"),), 2),
}


@pytest.mark.slow
def test_a_scenario_turned_round_gets_another_answer(tmp_path):
    """What a file changes is what answers its expectation: with the opposite change the effect has another sign."""
    turned = [_turned(tmp_path, name, pairs) for name, (pairs, _) in TURNED.items()]
    tables = [
        ssc_sim.expect(*scenarios, runs=6, draws=0).table.query("evidence == 'documents' and structure == ''")
        for scenarios in (list(TURNED), turned)
    ]
    ours, theirs = (table.set_index(["scenario", "place"])["effect"] for table in tables)
    for name, (_, place) in TURNED.items():
        assert np.sign(ours[name, place]) != np.sign(theirs[f"turned-{name}", place]), name


def _turned(folder: Path, name: str, pairs: tuple[tuple[str, str], ...]) -> Path:
    text = (
        (scenario_folder() / f"{name}.yaml")
        .read_text(encoding="utf-8")
        .replace(f"name: {name}", f"name: turned-{name}")
    )
    for old, new in pairs:
        assert old in text
        text = text.replace(old, new, 1)
    path = folder / f"turned-{name}.yaml"
    path.write_text(text, encoding="utf-8")
    return path
