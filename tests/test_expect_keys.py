"""The key `expect` of a scenario file: what is read, what is told of mistakes, and the sentence each claim becomes."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from ssc_sim.errors import InputError, Problem
from ssc_sim.expectations.claims import claim_of
from ssc_sim.scenario import load_scenario, shipped_scenarios
from ssc_sim.scenario.changes import Change
from ssc_sim.scenario.expectations import RELATIONS, Expectation

CHANGES = "capacity changes by between 0 and 1 from 2016 to 2030"
LEAST = "outcome: capacity, is: higher, support: weak, says: [M8]"


@pytest.fixture
def write(tmp_path):
    def write(expect: str, more: str = "", name: str = "mine") -> Path:
        path = tmp_path / f"{name}.yaml"
        head = f"name: {name}\ntitle: T\nquestion: Q?\nextends: baseline-2016\n"
        path.write_text(f"{head}{more}expect:\n  - {{{expect}}}\n", encoding="utf-8")
        return path

    return write


def problems_of(path: Path) -> list[Problem]:
    with pytest.raises(InputError) as raised:
        load_scenario(path)
    return raised.value.problems


def test_the_least_that_may_be_said_means_the_last_year_against_the_baseline(write):
    (expectation,) = load_scenario(write(LEAST)).expectations
    assert expectation == Expectation(
        place=1, outcome="capacity", relation="higher", measure="level", than="baseline-2016", against_year=0, among=(),
        along="", first=0, last=0, low=0.0, high=0.0, figure=0.0, when="", support="weak",
        says=("M8",), because="", structures=(),
    )  # fmt: skip


def test_everything_that_may_be_said_is_read(write):
    told = (
        "outcome: papua_support_msg, is: between, low: -0.5, high: 1, than: all-technical, years: [2018, 2022], "
        "when: me-first, measure: swing, support: contested, says: [M52, K16], because: They say so., structures: "
        "{rewards: {donors.IDN.skill: 1, donors.all.skill: 0.5, parameters.papua_motive: -1}, none: "
        "{parameters.papua_motive: 0}}"
    )
    (expectation,) = load_scenario(write(told)).expectations
    assert (expectation.low, expectation.high, expectation.first, expectation.last) == (-0.5, 1.0, 2018, 2022)
    assert (expectation.than, expectation.when, expectation.measure) == ("all-technical", "me-first", "swing")
    assert (expectation.says, expectation.because) == (("M52", "K16"), "They say so.")
    (rewards, changes), (none, neutral) = expectation.structures
    assert (rewards, none) == ("rewards", "none")
    assert [(change.row, change.value) for change in changes if change.column == "skill"] == [
        ("all", 0.5),
        ("IDN", 1.0),
    ]
    assert neutral == (Change("parameters.papua_motive", "parameters", "", "papua_motive", 0.0),)


@pytest.mark.parametrize(
    ("told", "than"),
    [
        ("is: higher", "baseline-2016"),
        ("is: higher, than: all-technical", "all-technical"),
        ("is: higher, against_year: 2016", ""),
        ("is: about_equal", "baseline-2016"),
        ("is: between, low: 0, high: 1", ""),
        ("is: between, low: 0, high: 1, than: all-technical", "all-technical"),
        ("is: ordering, among: [all-technical, mine]", ""),
    ],
)
def test_who_is_compared_with_where_nobody_is_named(write, told, than):
    (expectation,) = load_scenario(write(f"outcome: capacity, {told}, support: weak, says: [M8]")).expectations
    assert expectation.than == than


def test_a_recovery_goes_back_to_the_baseline(write):
    told = "outcome: programmes, is: between, low: 1, high: 3, measure: recovery, support: weak, says: [M8]"
    path = write(told, "events:\n  - {kind: legislation, year: 2017, volume: 0.25}\n")
    assert load_scenario(path).expectations[0].than == "baseline-2016"


def test_expectations_are_not_inherited_and_not_repeated_by_the_cells_of_a_sweep(write, tmp_path):
    sweep = "sweep:\n  donors.all.technical_share: [0, 1]\n"
    parent = load_scenario(write(LEAST.replace("higher", "rises_with"), sweep))
    assert len(parent.expectations) == 1
    assert [cell.expectations for cell in parent.cells()] == [(), ()]
    (tmp_path / "child.yaml").write_text("name: child\ntitle: T\nquestion: Q?\nextends: mine\n")
    child = load_scenario(tmp_path / "child.yaml")
    assert child.sweep
    assert child.expectations == ()


def test_the_sweep_and_the_events_of_a_parent_count(write, tmp_path):
    sweep = "sweep:\n  donors.all.technical_share: [0, 1]\nevents:\n  - {kind: me_first, year: 2019, retreat: 0.3}\n"
    write(LEAST.replace("higher", "rises_with"), sweep)
    child = tmp_path / "child.yaml"
    head = "name: child\ntitle: T\nquestion: Q?\nextends: mine\n"
    expect = "expect:\n  - {outcome: capacity, is: falls_with, measure: recovery, support: weak, says: [M8]}\n"
    child.write_text(head + expect)
    assert load_scenario(child).expectations[0].relation == "falls_with"
    child.write_text(f"{head}sweep: {{}}\n{expect}")
    assert [(p.line, p.key) for p in problems_of(child)] == [(7, "expect.1.is")]


def test_a_file_beside_may_be_named_before_a_shipped_one(write):
    write(LEAST, name="beside")
    for key in ("than: beside", "when: beside"):
        assert load_scenario(write(f"{LEAST}, {key}")).expectations
    told = problems_of(write(f"{LEAST}, than: besides"))[0]
    assert (told.line, told.did_you_mean) == (6, "beside")


def test_every_mistake_is_told_at_its_place(tmp_path):
    path = tmp_path / "mine.yaml"
    path.write_text(
        "name: mine\ntitle: T\nquestion: Q?\nextends: baseline-2016\nexpect:\n"
        "  - {outcome: capcity, is: highr, year: 1999, support: weak, says: [M8]}\n"
        "  - outcome: capacity\n    is: higher\n    low: 0.5\n    among: [all-technical]\n    support: weak\n"
        "  - {outcome: capacity, is: higher, than: al-technical, when: mine, support: weak, says: [M8]}\n"
        "  - {outcome: capacity, is: lower, along: x, years: [2020, 2019], against_year: 2016, than: all-technical, "
        "support: weak, says: [M8]}\n"
    )
    assert [(p.line, p.column, p.key) for p in problems_of(path)] == [
        (6, 15, "expect.1.outcome"), (6, 28, "expect.1.is"), (6, 41, "expect.1.year"),
        (7, 5, "expect.2.says"), (10, 12, "expect.2.among"),
        (12, 43, "expect.3.than"), (12, 63, "expect.3.when"),
        (13, 36, "expect.4.along"), (13, 60, "expect.4.years.2"), (13, 67, "expect.4.against_year"),
    ]  # fmt: skip


def test_a_mistake_in_the_expectations_of_a_parent_is_told(write, tmp_path):
    write("outcome: capacity")
    (tmp_path / "child.yaml").write_text("name: child\ntitle: T\nquestion: Q?\nextends: mine\n")
    assert {Path(p.file).name for p in problems_of(tmp_path / "child.yaml")} == {"mine.yaml"}


@pytest.mark.parametrize("name", shipped_scenarios())
def test_shipped_scenarios_expect_what_can_be_asked(name):
    for expectation in load_scenario(name).expectations:
        assert expectation.because, f"{name}, {expectation.place}: what the documents claim is said in a sentence"
        assert expectation.says


@pytest.mark.parametrize(
    ("told", "axis", "claim"),
    [
        ("is: higher, than: all-technical", "", "capacity is higher than in all-technical, 2030"),
        ("is: lower, against_year: 2016", "", "capacity is lower in 2030 than in 2016"),
        ("is: about_equal, against_year: 2016", "", "capacity is about the same in 2030 as in 2016"),
        ("is: between, low: 0.1, high: 2", "", "capacity lies between 0.1 and 2, 2030"),
        ("is: between, low: 0, high: 1, than: x", "", "capacity differs by between 0 and 1 from x, 2030"),
        ("is: between, low: 0, high: 1, against_year: 2016", "", CHANGES),
        ("is: reproduces, figure: 0.5", "", "capacity meets the reported figure of 0.5, 2030"),
        ("is: falls_with", "donors.all.technical_share", "capacity falls with technical share, 2030"),
        ("is: peaks_inside", "donors.all.skill", "capacity peaks inside the range of skill, 2030"),
        ("is: ordering, among: [a, b, c]", "", "capacity rises from a over b to c, 2030"),
        ("is: higher, when: me-first", "", "what me-first adds to capacity is higher than in baseline-2016, 2030"),
        ("is: higher, measure: swing", "", "the swing of capacity is higher than in baseline-2016, 2030"),
    ],
)  # fmt: skip
def test_a_claim_is_a_plain_sentence(write, told, axis, claim):
    for name in ("x", "a", "b", "c"):
        write(LEAST, name=name)
    more = "sweep:\n  donors.all.technical_share: [0, 0.5, 1]\n" if axis else ""
    (expectation,) = load_scenario(write(f"outcome: capacity, {told}, support: weak, says: [M8]", more)).expectations
    assert claim_of(expectation, axis, 2030, 2030) == claim


def test_claims_about_many_and_about_windows_and_recoveries(write):
    events = "events:\n  - {kind: legislation, year: 2017, volume: 0.25}\n"
    told = "outcome: participants_asia, is: lower, years: [2018, 2020], support: weak, says: [M8]"
    (expectation,) = load_scenario(write(told)).expectations
    assert claim_of(expectation, "", 2018, 2020) == "participants asia are lower than in baseline-2016, 2018-2020"
    told = "outcome: programmes, is: between, low: 1, high: 3, measure: recovery, support: weak, says: [M8]"
    (expectation,) = load_scenario(write(told, events)).expectations
    expected = "the recovery of programmes to baseline-2016 takes between 1 and 3 years"
    assert claim_of(expectation, "", 2017, 2030) == expected


VALID = """name: fuzzed
title: T
question: Q?
extends: baseline-2016
events:
  - {kind: legislation, year: 2017, volume: 0.25}
expect:
  - {outcome: capacity, is: higher, than: all-technical, year: 2030, support: strong, says: [M1, M8]}
  - {outcome: programmes, is: between, low: 1, high: 3, measure: recovery, support: weak, says: [K9]}
  - outcome: papua_support
    is: ordering
    among: [all-technical, fuzzed]
    years: [2018, 2022]
    when: me-first
    support: contested
    says: [M52]
    because: They say so.
    structures:
      none: {parameters.papua_motive: 0}
"""
PIECES = st.lists(st.sampled_from([*RELATIONS, *"[]{}:,-\n 0", "- ", ": ", "2016", "swing", "~"]), max_size=8)


@hypothesis_settings(deadline=None, max_examples=300)
@given(at=st.integers(0, len(VALID)), cut=st.integers(0, 40), put=st.one_of(st.text(max_size=8), PIECES.map("".join)))
def test_any_mutation_is_read_or_told(tmp_path_factory, at, cut, put):
    path = tmp_path_factory.getbasetemp() / "fuzzed.yaml"
    path.write_text(VALID, encoding="utf-8")
    assert len(load_scenario(path).expectations) == 3
    path.write_bytes((VALID[:at] + put + VALID[at + cut :]).encode("utf-8", "surrogatepass"))
    try:
        load_scenario(path)
        problems = []
    except InputError as error:
        problems = error.problems
    assert all(str(problem).isprintable() and len(str(problem)) < 1500 for problem in problems)
