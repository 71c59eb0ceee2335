"""Only the newest question is answered, and what is answered is what the command line says."""

from __future__ import annotations

import threading

import numpy as np
import pytest

from ssc_sim import commands
from ssc_sim.comparison import paired
from ssc_sim.dashboard import answers as stages
from ssc_sim.dashboard import files, pictures, words
from ssc_sim.dashboard.answering import Newest, Runs, StaleError, Wanted
from ssc_sim.dashboard.answers import (
    Answer,
    CountryQuestion,
    Question,
    answers,
    country_answers,
    paired_rows,
    run_outcomes,
)
from ssc_sim.dashboard.facts import shipped
from ssc_sim.dashboard.policy import Policy, moved, scenario_of
from ssc_sim.results.blocks import values_of
from ssc_sim.tables import Outcome


def policy_of(**moves) -> Policy:
    policy = Policy.on(shipped("baseline-2016"))
    for key, value in moves.items():
        policy = moved(policy, key, value)
    return policy


POLICY = policy_of(whose="all", technical_share=0.2, priority="pif", agency=True, evidence="literature")


@pytest.fixture(scope="module")
def small():
    """The stages of an answer with few replicates, and the question."""
    with pytest.MonkeyPatch.context() as patch:
        for name, value in {"FIRST_RUNS": 10, "RUNS": 40, "DRAWS": 30, "COUNTRY_RUNS": 10}.items():
            patch.setattr(stages, name, value)
        question = Question.of(POLICY)
        yield question, list(answers(Runs(), question, lambda: True))


# ---- the newest question --------------------------------------------------------------------------------------------


class Delayed:
    """Answers that come when the test lets them."""

    def __init__(self) -> None:
        self.gates = {name: threading.Event() for name in ("first", "second")}
        self.shown: list[str | None] = []
        self.newest: Newest[str, str] = Newest(self.answers, lambda: self.shown.append(self.newest.latest))

    def answers(self, question, _):
        self.gates[question].wait(10)
        yield f"{question}, quick"
        yield f"{question}, fine"


def test_an_answer_that_comes_too_late_is_never_shown():
    slow = Delayed()
    first = slow.newest.ask("first")
    second = slow.newest.ask("second")
    slow.gates["second"].set()
    second.join()
    slow.gates["first"].set()
    first.join()
    assert slow.newest.latest == "second, fine"
    assert all(shown.startswith("second") for shown in slow.shown)
    assert not slow.newest.is_working


def test_an_answer_under_way_stops_when_a_newer_question_comes():
    begun, go_on = threading.Event(), threading.Event()
    yielded = []

    def told(question, _):
        for stage in range(3):
            yielded.append((question, stage))
            yield question, stage
            begun.set()
            if question == "old":
                go_on.wait(10)

    newest: Newest[str, tuple[str, int]] = Newest(told, lambda: None)
    old = newest.ask("old")
    begun.wait(10)
    new = newest.ask("new")
    new.join()
    go_on.set()
    old.join()
    assert newest.latest == ("new", 2)
    assert ("old", 2) not in yielded


def test_asking_does_not_wait_for_the_answer():
    slow = Delayed()
    thread = slow.newest.ask("first")
    assert thread.is_alive()
    assert slow.newest.is_working
    assert slow.newest.is_stale
    assert slow.newest.latest is None
    slow.gates["first"].set()
    thread.join()


def test_two_visitors_have_questions_of_their_own():
    mine, yours = Delayed(), Delayed()
    for one in (mine, yours):
        one.gates["first"].set()
        one.gates["second"].set()
    mine.newest.ask("first").join()
    yours.newest.ask("second").join()
    assert (mine.newest.latest, yours.newest.latest) == ("first, fine", "second, fine")


def test_a_question_that_cannot_be_answered_says_why():
    def fails(*_):
        yield "something"
        raise ValueError("no such thing")

    newest: Newest[str, str] = Newest(fails, lambda: None)
    newest.ask("anything").join()
    assert str(newest.failure) == "no such thing"
    assert not newest.is_working


def test_whoever_has_left_is_answered_no_more():
    slow = Delayed()
    thread = slow.newest.ask("first")
    slow.newest.forget()
    slow.gates["first"].set()
    thread.join()
    assert slow.newest.latest is None
    assert slow.shown == []


# ---- runs -----------------------------------------------------------------------------------------------------------


def counted(calls):
    def run(_, parameters, years, seed, first):
        calls.append(first)
        return np.full((len(parameters), years), seed, dtype="f8")

    return run


def test_nothing_is_run_twice():
    calls: list[int] = []
    runs, ensemble = Runs(), Question.of(POLICY).ensemble(100)
    wanted = [Wanted(counted(calls), ensemble, shipped("baseline-2016"), 0, 100)]
    assert runs.found(wanted) is None
    first = runs.rows(wanted, lambda: True)
    again = runs.rows(wanted, lambda: True)
    assert sorted(calls) == [0, 25, 50, 75]
    assert (first[0] == again[0]).all()
    assert runs.found(wanted) is not None


def test_what_is_kept_stays_within_its_bound():
    calls: list[int] = []
    chunk = 25 * 15 * 8
    runs, ensemble = Runs(most_bytes=2 * chunk), Question.of(POLICY).ensemble(100)
    runs.rows([Wanted(counted(calls), ensemble, shipped("baseline-2016"), 0, 100)], lambda: True)
    assert runs._bytes <= 2 * chunk
    assert sum(rows.nbytes for rows in runs._kept.values()) == runs._bytes


def test_a_stale_question_leaves_what_has_not_begun():
    calls: list[int] = []
    wanted = [Wanted(counted(calls), Question.of(POLICY).ensemble(400), shipped("baseline-2016"), 0, 400)]
    with pytest.raises(StaleError):
        Runs().rows(wanted, lambda: False)
    assert len(calls) < 16


# ---- what is answered -----------------------------------------------------------------------------------------------


def test_the_quick_answer_is_the_beginning_of_the_fine_one(small):
    _, told = small
    quick, fine = told[0], told[-1]
    assert (quick.runs, fine.runs) == (10, 40)
    assert (quick.policy == fine.policy[:10]).all()
    assert (quick.baseline == fine.baseline[:10]).all()


def test_the_page_the_command_line_and_python_say_the_same(small, tmp_path, monkeypatch):
    """The downloaded scenario, compared by the printed command, gives the numbers on the screen."""
    question, told = small
    monkeypatch.setattr(files, "RUNS", 40)
    monkeypatch.setattr(files, "DRAWS", 30)
    (tmp_path / files.SCENARIO).write_text(files.scenario_file(question), encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    words_of_command = files.command_of(question).split()
    assert words_of_command[:2] == ["ssc-sim", "compare"]
    options = dict(zip(words_of_command[4::2], words_of_command[5::2], strict=True))
    compared = commands.compare(
        *words_of_command[2:4], runs=int(options["--runs"]), draws=int(options["--draws"]), seed=int(options["--seed"]),
        until=int(options["--until"]), evidence=options["--evidence"],
    )  # fmt: skip
    table = compared.table[compared.table["year"] == 2030].set_index("outcome")
    shown = words.verdicts_of(told[-1])
    assert set(shown) == set(table.index)
    for outcome, row in table.iterrows():
        mine = shown[str(outcome)]
        assert mine.verdict == row["verdict"]
        assert mine.rests_on == row["rests_on"]
        np.testing.assert_allclose(
            [mine.difference, mine.low, mine.high],
            row[["difference", "q05", "q95"]].astype(float),
            rtol=1e-9,
            atol=1e-15,
        )
    assert files.written(question, "comparison.csv") == _written(compared, tmp_path / "out")


def _written(compared, folder):
    folder.mkdir()
    compared.write(folder)
    return (folder / "comparison.csv").read_text(encoding="utf-8")


def test_differences_are_those_of_a_comparison_from_stored_tables(small):
    question, told = small
    done = commands.compare(question.baseline, question.policy, runs=40, draws=0, evidence=question.evidence)
    ours, theirs = paired_rows(question, told[-1].baseline, told[-1].policy), paired(done.results, [2030])
    order = [ours.outcomes.index(name) for name in theirs.outcomes]
    np.testing.assert_array_equal(ours.differences[order], theirs.differences)
    np.testing.assert_allclose(ours.smallest[order], theirs.smallest, rtol=1e-12)


def test_countries_add_up_to_the_programme(small):
    _, told = small
    last = told[-1]
    of_countries = last.countries[1]["participants"].sum(axis=-1)
    np.testing.assert_allclose(of_countries, values_of(last.policy[:10], "participants"))


def test_a_policy_that_moves_nothing_is_the_same_world_bit_for_bit():
    question = Question.of(policy_of())
    rows = Runs().rows([Wanted(run_outcomes, question.ensemble(10), one, 0, 10) for one in question[:2]], lambda: True)
    assert Answer(question, *rows).is_same


def test_a_million_more_is_what_the_command_says(monkeypatch):
    monkeypatch.setattr(stages, "MARGINAL_RUNS", 3)
    question = CountryQuestion(scenario_of(policy_of()), "TLS")
    quick, fine = (answer.table for answer in country_answers(question, lambda: True))
    theirs = commands.marginal(["TLS"], runs=3)
    assert fine.equals(theirs)
    assert quick.drop(columns="musd_needed").equals(theirs.drop(columns="musd_needed"))


def test_every_outcome_has_a_view_and_a_verdict(small):
    _, told = small
    assert set(words.verdicts_of(told[-1])) == set(Outcome.names())
    assert pictures.curves(told[-1], list(Outcome.names()), same=False).count("<svg") == len(Outcome.names())


def test_the_report_is_made_of_the_comparison_and_handed_over_whole(small, monkeypatch):
    """What a report says has tests of its own, and takes a minute."""

    def report(folder, *, workers):
        names = sorted(path.name for path in folder.iterdir())
        (folder / "report.html").write_text(f"{workers} {names}", encoding="utf-8")

    monkeypatch.setattr(files, "RUNS", 10)
    monkeypatch.setattr(files, "DRAWS", 10)
    monkeypatch.setattr(files, "report", report)
    assert files.written(small[0], "report.html") == (
        "1 ['comparison.csv', 'manifest.json', 'outcomes.parquet', 'summary.csv']"
    )
