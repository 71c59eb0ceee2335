"""From files to answers: which scenarios run, each once; the command, its table, its picture and what it prints."""

from __future__ import annotations

import json
import sys
from dataclasses import replace
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from matplotlib.image import imread

import ssc_sim
from ssc_sim import commands, engine
from ssc_sim.cli import main
from ssc_sim.ensemble.running import outcomes_of
from ssc_sim.errors import InputError
from ssc_sim.expectations.command import Expected, expectation_request
from ssc_sim.expectations.judging import Question, Side
from ssc_sim.expectations.programme import COLUMNS as PROGRAMME
from ssc_sim.expectations.table import COLUMNS, answers
from ssc_sim.expectations.worlds import Worlds, questions_of
from ssc_sim.posterior import numbers_of_run
from ssc_sim.results.blocks import values_of
from ssc_sim.scenario import load_scenario

LAW = "events:\n  - {kind: legislation, donor: IDN, year: 2017, volume: 0.25}\n"
SAID = "support: weak, says: [M105]"
CONTESTED = "support: contested, says: [M52]"


@pytest.fixture
def write(tmp_path):
    def write(name: str, more: str = "", *expect: str) -> Path:
        path = tmp_path / f"{name}.yaml"
        lines = "".join(f"  - {{{one}}}\n" for one in expect)
        head = f"name: {name}\ntitle: T\nquestion: Q?\nextends: baseline-2016\n"
        path.write_text(f"{head}{more}" + (f"expect:\n{lines}" if expect else ""), encoding="utf-8")
        return path

    return write


def asked(*paths: Path, until: int = 2020) -> tuple[list[Question], Worlds]:
    worlds = Worlds(until)
    return questions_of([load_scenario(path) for path in paths], worlds), worlds


def test_the_counterpart_comes_first_then_this(write):
    (question,), worlds = asked(write("law", LAW, f"outcome: programmes, is: lower, year: 2017, {SAID}"))
    assert question.sides == (Side(("baseline-2016",), 2017, 2017), Side(("law",), 2017, 2017))
    assert question.on_top == ()
    assert worlds.outcomes == {"baseline-2016": ["programmes"], "law": ["programmes"]}
    assert question.claim == "programmes are lower than in baseline-2016, 2017"


def test_years_are_the_last_the_window_or_another_year(write):
    questions, _ = asked(
        write("law", LAW,
              f"outcome: programmes, is: lower, {SAID}",
              f"outcome: programmes, is: lower, years: [2017, 2018], {SAID}",
              f"outcome: programmes, is: lower, year: 2017, against_year: 2016, {SAID}",
              f"outcome: programmes, is: higher, measure: swing, {SAID}",
              f"outcome: programmes, is: between, low: 0, high: 2, measure: recovery, {SAID}")
    )  # fmt: skip
    read = [[(side.scenarios[0], side.first, side.last, side.reference) for side in q.sides] for q in questions]
    assert read == [
        [("baseline-2016", 2020, 2020, ""), ("law", 2020, 2020, "")],
        [("baseline-2016", 2017, 2018, ""), ("law", 2017, 2018, "")],
        [("law", 2016, 2016, ""), ("law", 2017, 2017, "")],
        [("baseline-2016", 2016, 2020, ""), ("law", 2016, 2020, "")],
        [("law", 2017, 2020, "baseline-2016")],
    ]


def test_what_is_the_same_runs_once(write):
    law = write("law", LAW, f"outcome: programmes, is: lower, {SAID}", f"outcome: capacity, is: lower, {SAID}")
    same = write("same", LAW, f"outcome: capacity, is: lower, than: law, {SAID}")
    questions, worlds = asked(law, same)
    assert [scenario.name for scenario in worlds.scenarios] == ["baseline-2016", "law"]
    assert worlds.outcomes == {name: ["programmes", "capacity"] for name in ("baseline-2016", "law")}
    assert questions[2].sides[0].scenarios == questions[2].sides[1].scenarios == ("law",)


def test_another_scenario_on_top_of_both_has_the_last_word(write):
    write("cut", "change: {donors.IDN.budget_factor: 0.5}\n" + LAW)
    big = write("big", "change: {donors.IDN.budget_factor: 2}\n",
                f"outcome: programmes, is: lower, than: no-programme, when: cut, {SAID}")  # fmt: skip
    (question,), worlds = asked(big)
    assert [side.scenarios for side in question.sides] == [("no-programme",), ("big",)]
    assert [side.scenarios for side in question.on_top] == [("no-programme+cut",), ("big+cut",)]
    composite = worlds.scenarios[-1]
    assert [change.value for change in composite.changes] == [2, 0.5]
    assert [event.kind for event in composite.events] == ["legislation"]
    assert question.claim == "what cut adds to programmes is lower than in no-programme, 2020"


def test_an_empty_world_with_another_on_top_is_that_other(write):
    law = write("law", LAW, f"outcome: programmes, is: lower, {SAID}")
    mine = write("mine", "change: {donors.IDN.skill: 0.5}\n", f"outcome: programmes, is: lower, when: law, {SAID}")
    questions, worlds = asked(law, mine)
    assert [scenario.name for scenario in worlds.scenarios] == ["baseline-2016", "law", "mine", "mine+law"]
    assert questions[1].on_top[0].scenarios == ("law",)


def test_structures_vary_every_side(write):
    said = (
        f"outcome: papua_support, is: higher, when: me-first, {CONTESTED}, "
        "structures: {persuades: {parameters.papua_motive: 1}, rewards: {parameters.papua_motive: -1}}"
    )
    questions, worlds = asked(write("mine", "change: {donors.IDN.skill: 1}\n", said))
    assert [question.structure for question in questions] == ["", "persuades", "rewards"]
    for question, tail in zip(questions, ("", "[parameters.papua_motive=1]", "[parameters.papua_motive=-1]"),
                              strict=True):  # fmt: skip
        assert question.sides[0].scenarios == (f"baseline-2016{tail}",)
        assert question.on_top[1].scenarios == (f"mine+me-first{tail}",)
    assert len(worlds.scenarios) == 12


def test_a_sweep_is_read_in_rising_order_and_averaged_over_its_other_numbers(write):
    sweep = "sweep:\n  donors.all.technical_share: [1, 0, 0.5]\n  donors.all.solidarity: [0, 1]\n"
    said = f"outcome: capacity, is: rises_with, along: donors.all.technical_share, {SAID}"
    (question,), worlds = asked(write("mixes", sweep, said))
    assert [side.scenarios for side in question.sides] == [
        tuple(f"mixes[technical_share={share},solidarity={weight}]" for weight in (0, 1)) for share in ("0", "0.5", "1")
    ]
    assert len(worlds.scenarios) == 6
    assert question.claim == "capacity rises with technical share, 2020"


def test_an_ordering_may_name_this_scenario_too(write):
    said = f"outcome: capacity, is: ordering, among: [all-financial, law, all-technical], {SAID}"
    (question,), _ = asked(write("law", LAW, said))
    assert [side.scenarios for side in question.sides] == [("all-financial",), ("law",), ("all-technical",)]


@pytest.mark.parametrize(
    ("said", "told"),
    [
        (f"outcome: programmes, is: lower, year: 2030, {SAID}", "expect.1: speaks of 2030, and the last year run is"),
        (f"outcome: programmes, is: lower, against_year: 2021, {SAID}", "expect.1: speaks of 2021"),
        (f"outcome: programmes, is: lower, than: policy-mixes, {SAID}", "expect.1.than: 'policy-mixes' is a sweep of"),
        (f"outcome: programmes, is: lower, when: policy-mixes, {SAID}", "expect.1.when: 'policy-mixes' is a sweep of"),
        (f"outcome: programmes, is: ordering, among: [law, policy-mixes], {SAID}", "expect.1.among: 'policy-mixes' is"),
        (f"outcome: programmes, is: lower, than: broken, {SAID}", "broken.yaml:5:1: chnage: unknown key"),
    ],
)
def test_what_only_the_others_and_the_years_can_show_is_told(write, said, told):
    write("broken", "chnage: {}\n")
    path = write("law", LAW, said)
    with pytest.raises(InputError) as raised:
        asked(path)
    assert told in str(raised.value)
    assert len(raised.value.problems) == 1


def test_two_scenarios_of_one_name_are_told(write, tmp_path):
    (tmp_path / "other").mkdir()
    here = write("law", LAW, f"outcome: programmes, is: lower, {SAID}")
    there = tmp_path / "other" / "law.yaml"
    there.write_text(here.read_text(encoding="utf-8").replace("0.25", "0.5"), encoding="utf-8")
    with pytest.raises(InputError, match="law: is the name of two scenarios that differ"):
        asked(here, there)


@pytest.mark.parametrize(
    ("scenarios", "more", "told"),
    [
        (["baseline-2016"], {"runs": 0}, "--runs: 0 is out of range"),
        (["baseline-2016"], {"draws": -1}, "--draws: -1 is out of range"),
        (["baseline-2016"], {"until": 2015}, "--until: 2015 is out of range"),
        (["baseline-2015"], {"seed": -1}, "did you mean 'baseline-2016'?"),
        (["baseline-2015"], {"seed": -1}, "--seed: -1 is out of range"),
    ],
)
def test_bad_requests_are_told(scenarios, more, told):
    with pytest.raises(InputError) as raised:
        expectation_request(scenarios, **more)
    assert told in str(raised.value)


def test_a_scenario_that_expects_nothing_is_told(write):
    with pytest.raises(InputError, match=r"silent.yaml: has no expectations"):
        expectation_request([write("silent", LAW)])


EXPECT = (
    f"outcome: programmes, is: lower, year: 2017, {SAID}",
    f"outcome: programmes, is: higher, year: 2017, {SAID}".replace("weak", "strong"),
    f"outcome: capacity, is: about_equal, {SAID}",
    f"outcome: programmes, is: between, low: 1, high: 3, measure: recovery, {SAID}",
    f"outcome: countries_reached, is: lower, year: 2017, when: no-programme, {SAID}",
    f"outcome: debt, is: higher, {SAID}",
    f"outcome: papua_support, is: higher, {CONTESTED}, structures: {{persuades: {{parameters.papua_motive: 1}}}}",
    f"outcome: dependency, is: between, low: 0, high: 1, {SAID}",
)


@pytest.fixture(scope="module")
def law(tmp_path_factory) -> Path:
    path = tmp_path_factory.mktemp("law") / "law.yaml"
    lines = "".join(f"  - {{{one}}}\n" for one in EXPECT)
    path.write_text(f"name: law\ntitle: T\nquestion: Q?\nextends: baseline-2016\n{LAW}expect:\n{lines}")
    return path


@pytest.fixture(scope="module")
def done(law) -> Expected:
    return ssc_sim.expect(law, runs=20, until=2018, draws=20, workers=2)


def test_a_law_year_is_judged_from_file_to_verdict(done):
    table = done.table
    assert list(table.columns) == COLUMNS
    assert len(table) == 2 * (len(EXPECT) + 1)
    verdicts = table[table["structure"] == ""].groupby("place")["verdict"].agg(set)
    assert verdicts[1] <= {"held", "assumed, not found"}
    assert verdicts[2] == {"not held"}
    assert verdicts[3] == {"held"}
    assert verdicts[6] == {"too small to matter"}
    assert set(table.loc[table["place"] == 7, "structure"]) == {"", "persuades"}
    assert (table["rests_on"] != "").all()


@pytest.mark.parametrize("evidence", ["documents", "literature"])
def test_values_are_those_of_a_run_on_the_same_luck(done, law, evidence):
    results = commands.run("baseline-2016", str(law), runs=20, until=2018, evidence=evidence).outcomes
    values = results.set_index(["outcome", "year", "scenario"])["value"]
    rows = done.table[done.table["evidence"] == evidence].set_index("place")
    differences = values["programmes", 2017, "law"].to_numpy() - values["programmes", 2017, "baseline-2016"].to_numpy()
    assert rows.loc[1, "effect"] == pytest.approx(differences.mean())
    assert rows.loc[1, "q05"] == pytest.approx(np.quantile(differences, 0.05))
    assert rows.loc[1, "probability"] == pytest.approx((differences < 0).mean())
    assert rows.loc[8, "effect"] == pytest.approx(values["dependency", 2018, "law"].mean(), rel=1e-12)


def call(folder: Path, *words: str) -> None:
    before, sys.argv = sys.argv, ["ssc-sim", *words, "--out", str(folder)]
    try:
        main()
    finally:
        sys.argv = before


def test_the_command_writes_a_folder_and_says_what_it_found(law, tmp_path, capsys, monkeypatch):
    monkeypatch.setenv("COLUMNS", "160")
    short = ("expect", str(law), "--runs", "4", "--until", "2018", "--draws", "4")
    call(tmp_path / "out", *short)
    told = " ".join(capsys.readouterr().out.split())
    for words in (
        "Indonesia's programme at its own scale, against a world without it", "In a year (2017 to 2018) it trains",
        "Strong support in the documents: 1", "Weak support in the documents: 6",
        "law: programmes are lower than in baseline-2016, 2017", "Too small to matter at any strength: 1",
        "weak, 1: law (debt)", "at the strengths of the documents, and at those of the literature", "seconds",
    ):  # fmt: skip
        assert words in told
    manifest = json.loads((tmp_path / "out" / "manifest.json").read_text(encoding="utf-8"))
    assert (manifest["kind"], manifest["asked"], manifest["draws"]) == ("expect", ["law"], 4)
    table = pd.read_csv(tmp_path / "out" / "expectations.csv")
    assert list(table.columns) == COLUMNS
    assert list(pd.read_csv(tmp_path / "out" / "programme.csv").columns) == PROGRAMME
    for picture in ("expectations.png", "expectations.svg"):
        assert (tmp_path / "out" / "figures" / picture).stat().st_size > 5_000
    pixels = imread(tmp_path / "out" / "figures" / "expectations.png")
    assert 0.01 < (pixels[..., :3].min(axis=-1) < 0.9).mean() < 0.9, "neither blank nor black"
    call(tmp_path / "out", *short)
    with pytest.raises(SystemExit):
        call(tmp_path / "out", *short, "--seed", "5")
    assert "seed" in capsys.readouterr().err


def test_answers_do_not_depend_on_what_else_is_asked(done, law, tmp_path):
    alone = tmp_path / "law.yaml"
    alone.write_text(law.read_text(encoding="utf-8").partition("expect:")[0] + f"expect:\n  - {{{EXPECT[0]}}}\n")
    table = ssc_sim.expect(alone, runs=20, until=2018, draws=0).table
    same = done.table[done.table["place"] == 1]
    columns = ["evidence", "effect", "q05", "q95", "probability", "smallest"]
    assert table[columns].to_numpy().tolist() == same[columns].to_numpy().tolist()


def test_each_scenario_runs_once_under_each_evidence(law):
    request = expectation_request([law], runs=3, until=2018, draws=2)
    counted: list[int] = []
    request.run(finished=counted.append)
    ran = [{one.name for ensemble in setting.ensembles for one in ensemble.scenarios} for setting in request.settings]
    assert (
        sum(counted) == request.replicates == sum(len(names) * runs for names, runs in zip(ran, (3, 3, 2), strict=True))
    )
    assert all(names == {*setting.runs_as.values()} for names, setting in zip(ran, request.settings, strict=True))
    assert all({*setting.runs_as} == {*request.worlds.outcomes} for setting in request.settings)
    names = [scenario.name for scenario in request.ensemble.scenarios]
    assert sorted(names) == sorted(set(names))


def test_worlds_that_are_the_same_run_once_and_none_longer_than_it_is_read(write):
    same = write("same", "change:\n  donors.all.solidarity: 0.25\n", f"outcome: capacity, is: about_equal, {SAID}")
    early = write("early", LAW, f"outcome: participants, is: lower, years: [2017, 2018], than: same, {SAID}")
    request = expectation_request([same, early], runs=4, draws=3)
    documents, literature, ranges = request.settings
    assert [one.name for one in request.settings] == ["documents", "literature", "draws over the ranges"]
    assert documents.runs_as == literature.runs_as == ranges.runs_as
    assert documents.runs_as["same"] == "baseline-2016", "its solidarity is that of the baseline"
    ran = {(one.name, ensemble.until) for ensemble in documents.ensembles for one in ensemble.scenarios}
    assert ran == {("early", 2018), ("baseline-2016", 2030), ("no-programme", 2030)}
    assert [{one.runs for one in setting.ensembles} for setting in request.settings] == [{4}, {4}, {3}]
    assert request.replicates == 3 * (4 + 4 + 3)


def test_a_structure_that_an_evidence_takes_runs_as_the_scenario_itself():
    request = expectation_request(["papua-rights-event-answered"], runs=2, draws=2)
    documents, literature, ranges = (setting.runs_as for setting in request.settings)
    assert documents["papua-rights-event[parameters.persuasion=0.3]"] == "papua-rights-event"
    assert literature["papua-rights-event[parameters.persuasion=0]"] == "papua-rights-event"
    assert all(name == run for name, run in ranges.items()), "drawn over its range, the number is another"


def test_answers_are_those_of_all_worlds_run_to_the_end():
    request = expectation_request(["papua-rights-event-answered", "tariff-war"], runs=5, draws=4)
    numbers = {"runs": 5, "evidence": "documents"}, {"runs": 5, "evidence": "literature"}
    stored = [
        outcomes_of(replace(request.ensemble, **each), engine.run_replicates)
        for each in (*numbers, {"runs": 4, "evidence": "documents", "numbers": "ranges"})
    ]
    documents, literature, ranges = (
        {(name, outcome): values_of(rows[name], outcome) for name, read in request.worlds.outcomes.items()
         for outcome in read} for rows in stored
    )  # fmt: skip
    drawn = numbers_of_run("ranges", 4, 2016, "documents", request.ensemble.posterior)
    expected = answers(
        request.questions, {"documents": documents, "literature": literature}, ranges, pd.DataFrame(drawn)
    )
    pd.testing.assert_frame_equal(request.run().table, expected)
