"""The benchmarks measure what they say: the yardsticks give the engine's numbers, and the table is whole."""

from __future__ import annotations

import sys
from pathlib import Path

import numpy as np
import pytest

sys.path.insert(0, str(Path(__file__).parent))

from benchmarks import hot_year, picture, run, sections, worlds_to_run
from benchmarks.comparisons import yardsticks
from benchmarks.timing import in_turn, judged, ratio, row

from ssc_sim import engine


@pytest.fixture(scope="module")
def case() -> worlds_to_run.Case:
    return worlds_to_run.baseline(2)


def test_the_yardsticks_end_in_the_numbers_of_the_engine(case):
    ways = yardsticks(case)
    before = hot_year.columns_of(ways["compiled"][0])
    for state, years in ways.values():
        years(state, 15)
    expected = hot_year.columns_of(ways["compiled"][0])
    others = [state for name, (state, _) in ways.items() if name != "compiled"]
    assert others
    for state in others:
        assert hot_year.differences(state, expected) == []
    still = {name for name, values in expected.items() if np.array_equal(values, before[name])}
    of_recipients = {f"recipient_{name}" for name in ("learners", "capacity", "debt", "social", "dependency_due")}
    assert not {"tie_share", "tie_grants", *of_recipients} & still


def test_a_difference_is_noticed(case):
    columns = hot_year.columns_of(worlds_to_run.after_some_years(case))
    changed = {name: values if isinstance(values, float) else values.copy() for name, values in columns.items()}
    changed["recipient_debt"][3] += 1e-6 * columns["recipient_debt"].max()
    assert hot_year.differences(changed, columns) == ["recipient_debt"]


def test_the_hot_year_is_made_of_lines_of_the_year_in_their_order():
    names = [sections.name_of(line) for line in map(sections.ast.unparse, sections.tree().body[1:])]
    assert [name for name in names if name in hot_year.SECTIONS] == list(hot_year.SECTIONS)
    assert len(names) == len(set(names))


def test_a_widened_world_is_the_same_world_many_times(case):
    wide = worlds_to_run.widened(case.start, 3)
    assert len(set(wide.recipients["identity"].tolist())) == 3 * len(case.start.recipients)
    assert wide.recipients["index"].tolist() == list(range(len(wide.recipients)))
    assert (wide.ties["index"] == wide.recipients["index"]).all()
    outcomes, ends = engine.run_replicates(wide, case.parameters[:1], 3, 1, 0)
    alone, _ = engine.run_replicates(case.start, case.parameters[:1], 3, 1, 0)
    assert not ends["fault"].any()
    np.testing.assert_allclose(outcomes["development"][0, 0, 0], alone["development"][0, 0, 0], rtol=1e-3)


def test_ratios_are_taken_round_by_round_and_judged():
    told = ratio("g", "m", [6.0, 8.0, 30.0], [2.0, 2.0, 3.0], ">= 4")
    assert (told.median, told.met, told.rounds) == (4.0, "yes", 3)
    assert judged(told, "<= 3.9").met == "no"
    assert row("g", "m", 1, "s", [1.0]).q25 == 1.0


def test_jobs_take_turns():
    ran: list[str] = []
    in_turn({"a": lambda: ran.append("a"), "b": lambda: ran.append("b")}, 2, lambda: 0.0)
    assert "".join(ran) == "ababab"


@pytest.mark.slow
def test_the_whole_benchmark_runs_at_a_tiny_size(tmp_path):
    table = run.measured(run.TINY)
    assert set(run.groups(run.TINY)) - {"sections"} <= set(table["group"])
    assert (table[table["unit"].isin(["s", "ms", "us", "MB"])]["median"] > 0.0).all()
    shares = table[table["group"] == "sections of a replicate"]["median"]
    assert shares.sum() == pytest.approx(1.0, abs=0.05)
    picture.draw(table, tmp_path / "growth.png")
    assert (tmp_path / "growth.png").stat().st_size > 10_000
