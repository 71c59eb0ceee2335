"""The shipped scenarios as a library: every question of the register asked, every file readable, listed and alive."""

import re
from functools import cache
from itertools import pairwise

import numpy as np
import pytest

from ssc_sim import commands
from ssc_sim.mechanisms import read_mechanisms
from ssc_sim.scenario import Scenario, load_scenario, scenario_folder, shipped_scenarios
from ssc_sim.scenario.expectations import SUPPORTS, Expectation
from ssc_sim.world import starting_tables

SCENARIOS = {name: load_scenario(name) for name in shipped_scenarios()}
GRIDS = ("policy-mixes", "indonesia-mixes", "indonesia-mixes-10x", "indonesia-mixes-100x")
QUESTIONS = [name for name in SCENARIOS if name not in GRIDS]
CHILDREN = [name for name in SCENARIOS if len(SCENARIOS[name].lineage) > 1]
EXPECTATIONS = [(name, expectation) for name in SCENARIOS for expectation in SCENARIOS[name].expectations]
LISTED = re.compile(
    r"\| (?P<rows>[^|]*) \| \[(?P<name>[^]]+)\]\((?P<file>[^)]+)\) \| (?P<question>.*) \| (?P<support>.*) \|"
)
TABLE = [found for line in (scenario_folder() / "README.md").read_text(encoding="utf-8").splitlines()
         if (found := LISTED.fullmatch(line))]  # fmt: skip
MOST_WORLDS = 75


def told(name: str, expectation: Expectation) -> str:
    return f"{name}-{expectation.place}"


@cache
def world_of(scenario: Scenario) -> bytes:
    """Everything in which one scenario can differ from another: its tables, its events, its numbers."""
    tables = b"".join(np.ascontiguousarray(rows).tobytes() for rows in starting_tables(scenario))
    return tables + scenario.draws(1).tobytes()


def test_every_question_of_the_register_is_asked():
    asked = {row for scenario in SCENARIOS.values() for row in scenario.register}
    assert asked == {f"Z{number:02}" for number in range(37)}


def test_the_readme_lists_every_file_once_and_no_other():
    assert sorted(found["name"] for found in TABLE) == sorted(SCENARIOS)
    text = (scenario_folder() / "README.md").read_text(encoding="utf-8")
    assert len(re.findall(r"\.yaml\)", text)) == len(TABLE), "files stand in the tables alone"


@pytest.mark.parametrize("found", TABLE, ids=[found["name"] for found in TABLE])
def test_a_line_of_the_readme_says_what_the_file_says(found):
    scenario = SCENARIOS[found["name"]]
    assert found["file"] == f"{found['name']}.yaml"
    assert found["rows"] == ", ".join(scenario.register)
    assert found["question"] == scenario.question
    supports = {expectation.support for expectation in scenario.expectations}
    assert found["support"] == (", ".join(one for one in SUPPORTS if one in supports) or "nothing expected")


@pytest.mark.parametrize("name", SCENARIOS)
def test_a_file_can_be_read_at_a_glance(name):
    lines = (scenario_folder() / f"{name}.yaml").read_text(encoding="utf-8").splitlines()
    assert 10 <= len(lines) <= 40
    assert max(map(len, lines)) <= 120
    assert re.fullmatch("[a-z0-9]+(-[a-z0-9]+)*", name)


@pytest.mark.parametrize("name", QUESTIONS)
def test_a_question_has_two_to_five_expectations(name):
    assert 2 <= len(SCENARIOS[name].expectations) <= 5


def test_grids_leave_expectations_to_the_questions():
    assert not any(SCENARIOS[name].expectations for name in GRIDS)


@pytest.mark.parametrize(("name", "expectation"), EXPECTATIONS, ids=[told(*one) for one in EXPECTATIONS])
def test_an_expectation_says_who_says_so(name, expectation):
    known = {row.mechanism for row in read_mechanisms()} | {f"Z{number:02}" for number in range(37)}
    assert expectation.support in SUPPORTS
    assert {row for row in expectation.says if row[0] in "MZ"} <= known
    assert any(row[0] in "MZ" for row in expectation.says), "a claim or a question, not figures alone"
    assert set(expectation.says) & {row for row in known if row[0] == "Z"} <= set(SCENARIOS[name].register)
    assert expectation.because
    assert not expectation.because.endswith(".")


@pytest.mark.parametrize(("name", "expectation"), EXPECTATIONS, ids=[told(*one) for one in EXPECTATIONS])
def test_an_expectation_compares_two_different_single_scenarios(name, expectation):
    others = {expectation.than, expectation.when, *expectation.among} - {""}
    assert all(not SCENARIOS[other].sweep for other in others), "a sweep is many scenarios"
    if expectation.relation not in ("between", "ordering") and not expectation.against_year:
        assert expectation.than != name


@pytest.mark.parametrize("name", [name for name in CHILDREN if name not in GRIDS])
def test_a_scenario_differs_from_its_parent(name):
    """In the tables it starts from, in its numbers or in its events; the cells of a sweep from one another."""
    cells = [world_of(cell) for cell in SCENARIOS[name].cells()]
    assert len(set(cells)) == len(cells)
    parent = {world_of(cell) for cell in SCENARIOS[SCENARIOS[name].lineage[-2]].cells()}
    assert len(set(cells) - parent) >= max(1, len(cells) - 1), "of a sweep one cell may be what the parent is"


def test_the_library_stays_small_enough_to_run_as_a_whole():
    worlds = {world_of(cell) for name in QUESTIONS for cell in SCENARIOS[name].cells()}
    assert len(worlds) <= MOST_WORLDS


@pytest.mark.slow
def test_no_scenario_is_dead():
    """What each changes reaches an outcome: none is its parent in every outcome, year and replicate."""
    outcomes = commands.run(*QUESTIONS, runs=1, until=2022).outcomes
    stored = outcomes.pivot(index=["outcome", "year", "replicate"], columns="scenario", values="value")
    for name in QUESTIONS:
        cells = [stored[cell.name].to_numpy() for cell in SCENARIOS[name].cells()]
        if len(cells) > 1:
            assert all((one != other).any() for one, other in pairwise(cells)), name
        elif name in CHILDREN:
            assert (cells[0] != stored[SCENARIOS[name].lineage[-2]].to_numpy()).any(), name


@pytest.mark.parametrize("name", GRIDS)
def test_a_grid_varies_what_its_donors_do(name):
    """Whatever else it holds, each of its numbers makes another world, and none is that of its parent."""
    first, *others = SCENARIOS[name].cells()
    steps = [cell for cell in others if sum(a != b for a, b in zip(first.cell, cell.cell, strict=True)) == 1]
    worlds = {world_of(cell) for cell in (first, *steps)}
    assert len(worlds) == 1 + len(steps) == 1 + sum(len(axis.values) - 1 for axis in SCENARIOS[name].sweep)
    assert not worlds & {world_of(cell) for cell in SCENARIOS[SCENARIOS[name].lineage[-2]].cells()[:1]}


def test_the_grids_of_indonesia_are_those_of_all_donors():
    ours = [(axis.column, axis.values) for axis in SCENARIOS["policy-mixes"].sweep]
    for name in GRIDS[1:]:
        assert [(axis.column, axis.values) for axis in SCENARIOS[name].sweep] == ours
        assert {axis.row for axis in SCENARIOS[name].sweep} == {"IDN"}
