"""Lines of a scenario: found, taken one by one, added up; dead ones named, and told apart from small ones."""

from __future__ import annotations

import json
import sys
from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from matplotlib.image import imread

from ssc_sim.analysis.explain import explain, explain_request
from ssc_sim.analysis.explain_effects import DEAD, MATTERS, SMALL, effects_of, lines_table, worlds_of
from ssc_sim.analysis.explain_lines import Line, event_told, last_words, lines_between, world_with
from ssc_sim.cli import main
from ssc_sim.ensemble.asked import ensemble_of
from ssc_sim.ensemble.running import outcomes_of
from ssc_sim.errors import InputError
from ssc_sim.results.blocks import single_values
from ssc_sim.scenario import load_scenario, shipped_scenarios
from ssc_sim.scenario.changes import Change
from ssc_sim.tables import Outcome

BASELINE = load_scenario("baseline-2016")
PLAIN = [name for name in shipped_scenarios() if not load_scenario(name).sweep and name != "baseline-2016"]


def content(scenario):
    return last_words(scenario.changes), sorted(scenario.events), set(scenario.without), scenario.evidence


def change(key, value):
    table, row, column = key.split(".")
    return Change(key, table, row, column, value)


@pytest.mark.parametrize("name", PLAIN)
def test_without_lines_a_world_is_the_one_with_all_the_other(name):
    scenario = load_scenario(name)
    lines = lines_between(BASELINE, scenario)
    assert content(world_with(BASELINE, scenario, (), "x")) == content(BASELINE)
    assert content(world_with(BASELINE, scenario, lines, "x")) == content(scenario)


@settings(deadline=None, max_examples=60)
@given(st.data())
def test_lines_taken_and_lines_left_make_up_the_difference_between_any_two_scenarios(data):
    old, new = (load_scenario(data.draw(st.sampled_from(PLAIN))) for _ in range(2))
    if content(old) == content(new):
        return
    lines = lines_between(old, new)
    some = [line for line in lines if data.draw(st.booleans())]
    between = world_with(old, new, some, "between")
    taken = [] if content(between) == content(old) else lines_between(old, between)
    left = [] if content(between) == content(new) else lines_between(between, new)
    assert sorted(line.told for line in (*taken, *left)) == sorted(line.told for line in lines)
    assert sorted(line.told for line in taken) == sorted(line.told for line in some)


def test_a_number_that_both_change_is_one_line_and_what_stands_in_one_alone_is_taken_back():
    old = replace(BASELINE, changes=(change("donors.all.delay", 0.5), change("donors.IDN.growth", 0.1)))
    new = replace(BASELINE, name="new", changes=(change("donors.all.delay", 0.2),))
    told = [line.told for line in lines_between(old, new)]
    assert told == ["donors.all.delay: 0.5 -> 0.2", "donors.IDN.growth: 0.1 -> as before"]


def test_of_two_changes_of_one_number_the_last_counts_at_its_place():
    changes = (change("donors.all.delay", 0.5), change("donors.IDN.delay", 0.1), change("donors.all.delay", 0.2))
    assert [(c.key, c.value) for c in last_words(changes).values()] == [
        ("donors.IDN.delay", 0.1), ("donors.all.delay", 0.2),
    ]  # fmt: skip


def test_an_event_is_told_as_it_stands_in_a_file():
    event = load_scenario("palestine-conflict").events[0]
    assert event_told(event) == "{kind: conflict, whom: PSE, year: 2018, until: 2020, severity: 0.8}"


def test_events_families_and_evidence_are_lines_too():
    scenario = replace(load_scenario("training-without-spillover"), evidence="literature")
    told = [line.told for line in lines_between(BASELINE, scenario)]
    assert told == ["donors.all.technical_share: 1", "without: spillover", "evidence: documents -> literature"]
    event = lines_between(BASELINE, load_scenario("palestine-conflict"))
    assert [line.kind for line in event] == ["event"]


@pytest.mark.parametrize(("old", "new", "said"), [
    ("baseline-2016", "policy-mixes", "is a sweep"),
    ("baseline-2016", "baseline-2016", "is given twice"),
    ("no-such-world", "all-technical", "no scenario of this name"),
])  # fmt: skip
def test_what_cannot_be_explained_is_refused(old, new, said):
    with pytest.raises(InputError, match=said):
        explain_request(new, against=old)


def test_all_mistakes_are_told_at_once():
    with pytest.raises(InputError) as caught:
        explain_request("all-technica", outcomes=["capacitty"], year=1999)
    assert len(caught.value.problems) == 3
    assert "did you mean 'capacity'" in str(caught.value)


def test_two_scenarios_that_say_the_same_have_no_line_between_them():
    with pytest.raises(InputError, match="differs from baseline-2016 in no line"):
        explain_request(replace(BASELINE, name="twin"))


def world(seed=0, **moved):
    """Return made outcomes, (outcomes, years, replicates): noise that all worlds share, and what is moved."""
    values = np.random.Generator(np.random.Philox(key=seed)).random((len(Outcome.names()), 2, 50)) + 1.0
    for outcome, by in moved.items():
        values[list(Outcome.names()).index(outcome)] += by
    return values


def one(told):
    return Line("change", told, None, None)


def test_effects_are_counted_by_hand():
    worlds = {
        "against": world(), "together": world(capacity=0.7),
        "line-1": world(capacity=0.2), "line-2": world(capacity=0.4),
        "all-but-line-1": world(capacity=0.4), "all-but-line-2": world(capacity=0.3),
    }  # fmt: skip
    effects = effects_of(worlds, 2)
    at = list(Outcome.names()).index("capacity")
    assert [e[at].mean() for e in effects.alone] == pytest.approx([0.2, 0.4])
    assert [e[at].mean() for e in effects.left_out] == pytest.approx([0.3, 0.4])
    assert (effects.together - effects.sum)[at].mean() == pytest.approx(0.1)


def test_a_dead_line_a_small_one_and_one_that_needs_the_others_are_told_apart():
    worlds = {
        "against": world(), "together": world(capacity=0.5, dependency=1e-9),
        "line-1": world(), "all-but-line-1": world(capacity=0.5, dependency=1e-9),
        "line-2": world(dependency=1e-9), "all-but-line-2": world(capacity=0.5),
        "line-3": world(), "all-but-line-3": world(dependency=1e-9),
        "line-4": world(capacity=0.5), "all-but-line-4": world(dependency=1e-9),
    }  # fmt: skip
    table = lines_table(effects_of(worlds, 4), [one(f"line {i}") for i in range(4)])
    assert table["status"].tolist() == [DEAD, SMALL, MATTERS, MATTERS]
    assert table["with"].tolist() == ["", "", "others", ""]
    assert table["most_moved"].tolist() == ["", "dependency", "capacity", "capacity"]
    assert table["times_smallest"].tolist() == pytest.approx([0, 1e-7, 50, 50], rel=1e-3)


@pytest.fixture(scope="module")
def found():
    """Explain a scenario with a line that matters, one that nothing can feel, and one that needs another."""
    scenario = replace(
        BASELINE,
        name="three-lines",
        changes=(
            change("donors.all.technical_share", 1.0),
            change("donors.all.loan_share", 0.9),  # dead among the others: there is no money to lend
            change("donors.IDN.skill", 0.9),
        ),
        without=("politics",),
    )
    return explain(scenario, runs=10, year=2020)


def test_alone_and_left_out_are_the_differences_of_runs_of_their_own(found):
    loans_alone = replace(BASELINE, name="loans", changes=(change("donors.all.loan_share", 0.9),))
    ensemble = ensemble_of([BASELINE, loans_alone], runs=10, until=2020)
    from ssc_sim import engine

    rows = {name: single_values(rows).T for name, rows in outcomes_of(ensemble, engine.run_replicates).items()}
    expected = (rows["loans"] - rows["baseline-2016"])[:, -1].mean(axis=-1)
    effects = found.tables["effects"]
    told = effects[(effects["line"] == 2) & (effects["part"] == "alone")]
    assert told["difference"].to_numpy() == pytest.approx(expected, abs=1e-12)
    left_out = effects[(effects["line"] == 2) & (effects["part"] == "left out")]
    assert not left_out["difference"].any()


def test_together_is_the_sum_and_the_remainder(found):
    wide = found.tables["effects"].pivot_table(index="outcome", columns=["part", "line"], values="difference")
    alone = wide["alone"].sum(axis=1)
    assert wide["sum", 0].to_numpy() == pytest.approx(alone.to_numpy())
    assert wide["together", 0].to_numpy() == pytest.approx((wide["sum", 0] + wide["remainder", 0]).to_numpy())


def test_a_line_that_another_silences_is_dead_and_said_to_be(found):
    lines = found.tables["lines"].set_index("told")
    assert lines.loc["donors.all.technical_share: 1", "status"] == MATTERS
    assert lines.loc["donors.IDN.skill: 0.9", "status"] != MATTERS
    assert any("donors.IDN.skill" in told for told in found.conclusions)


def test_the_same_question_has_the_same_answer_whatever_the_workers():
    again = explain(load_scenario("all-technical"), runs=5, year=2018, workers=1)
    twice = explain(load_scenario("all-technical"), runs=5, year=2018, workers=3)
    pd.testing.assert_frame_equal(again.tables["effects"], twice.tables["effects"])


def test_with_a_single_line_two_worlds_are_enough():
    scenario = load_scenario("all-technical")
    lines = lines_between(BASELINE, scenario)
    assert [w.name for w in worlds_of(BASELINE, scenario, lines)] == ["against", "together"]


def test_the_command_writes_tables_picture_and_conclusions(tmp_path, monkeypatch, capsys):
    folder = tmp_path / "out"
    command = [
        "ssc-sim",
        "analyse",
        "explain",
        "many-equal-donors",
        "--runs",
        "3",
        "--year",
        "2018",
        "--out",
        str(folder),
    ]
    monkeypatch.setattr(sys, "argv", command)
    main()
    said = capsys.readouterr().out
    assert "In 2018, many-equal-donors moves" in said
    assert json.loads((folder / "manifest.json").read_text())["kind"] == "explain"
    assert len(pd.read_csv(folder / "lines.csv")) == 3
    assert len(pd.read_csv(folder / "effects.csv")) == len(Outcome.names()) * 9
    assert imread(folder / "figures" / "lines.png").shape[1] > 1000
