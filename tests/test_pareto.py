"""Efficient mixes: a known front is found, the search repeats and goes on where it stopped, dead levers are named."""

from __future__ import annotations

import sys
from functools import partial

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays
from matplotlib.image import imread

from ssc_sim import engine
from ssc_sim.analysis import pareto_runs
from ssc_sim.analysis.pareto import pareto, pareto_request
from ssc_sim.analysis.pareto_front import beats
from ssc_sim.analysis.pareto_levers import (
    DEAD,
    KEPT,
    SMALL,
    Scale,
    direction,
    kept_of,
    live_of,
    moved,
    open_levers,
    screened,
    weighted,
)
from ssc_sim.analysis.pareto_runs import Mixes
from ssc_sim.analysis.pareto_search import partitions, representatives, search
from ssc_sim.cli import main
from ssc_sim.comparison import efficient
from ssc_sim.ensemble.parts import Parts
from ssc_sim.errors import InputError
from ssc_sim.observed import read_donors
from ssc_sim.world import starting_tables

pytest.importorskip("pymoo")

POINTS = arrays.arrays(float, st.tuples(st.integers(1, 25), st.just(3)), elements=st.floats(-20, 20))
SMALL_ASKED = {
    "levers": ["technical_share", "solidarity", "loan_share", "coordination"],
    "objectives": ["need_targeting", "spending"],
    "population": 8, "generations": 2, "runs": 2, "check": 2, "year": 2017,
}  # fmt: skip


def zdt1(_, points):
    """Return the merits of ZDT1 (Zitzler, Deb and Thiele 2000); its front is f2 = 1 - sqrt(f1), at all others zero."""
    first, rest = points[:, 0], 1 + 9 * points[:, 1:].mean(axis=1)
    return -np.stack([first, rest * (1 - np.sqrt(first / rest))], axis=1)


def test_the_known_front_of_zdt1_is_found():
    front = search(zdt1, 4, 2, population=40, generations=80, seed=1).front()
    f1, f2 = -front.merits.T
    assert np.abs(f2 - (1 - np.sqrt(f1))).max() < 0.1
    assert np.quantile(np.abs(f2 - (1 - np.sqrt(f1))), 0.9) < 0.03
    assert f1.min() < 0.02
    assert f1.max() > 0.9
    assert np.median(front.points[:, 1:]) < 0.01


def test_a_quadratic_with_three_merits_has_its_front_between_the_optima():
    optima = np.array([[0.2, 0.2], [0.8, 0.2], [0.5, 0.8]])

    def judge(_, points):
        return -((points[:, None, :] - optima) ** 2).sum(axis=2)

    front = search(judge, 2, 3, population=45, generations=30, seed=2).front()
    left, right = (front.points @ np.array([[0.6, -0.3]]).T, front.points @ np.array([[-0.6, -0.3]]).T)
    inside = (front.points[:, 1] > 0.17) & (left[:, 0] > 0.03) & (right[:, 0] > -0.57)
    assert inside.mean() > 0.95  # the triangle of the optima, give or take .03
    assert all(np.linalg.norm(front.points - optimum, axis=1).min() < 0.05 for optimum in optima)


def test_the_same_seed_searches_the_same_points_and_another_seed_others():
    run = partial(search, zdt1, 4, 2, population=20, generations=6)
    one, two, three = run(seed=3), run(seed=3), run(seed=4)
    assert one.points.tobytes() == two.points.tobytes()
    assert one.points.tobytes() != three.points.tobytes()


@pytest.mark.parametrize(("objectives", "population", "expected"), [(2, 20, 19), (3, 72, 10), (5, 72, 4), (1, 20, 1)])
def test_directions_are_as_fine_as_the_population_can_follow(objectives, population, expected):
    assert partitions(objectives, population) == expected


@given(POINTS)
def test_every_point_has_one_that_stands_for_it_and_none_can_be_left_out(merits):
    chosen = list(representatives(merits))
    assert sum(representatives(merits).values()) == len(merits)

    def all_stood_for(by):
        return all(any((merit - merits[one] <= 1).all() for one in by) for merit in merits)

    assert all_stood_for(chosen)
    for one in chosen:
        assert not all_stood_for([other for other in chosen if other != one])


def test_points_closer_than_the_smallest_effect_are_merged_and_counted():
    merits = np.array([[0.0, 5.0], [0.4, 4.6], [5.0, 0.0], [0.0, 0.0], [2.5, 2.5]])
    assert representatives(merits) == {0: 2, 2: 1, 4: 2}
    assert representatives(merits, [10, 1, 1, 1, 1]) == {0: 11, 2: 1, 4: 2}


def test_a_front_of_efficient_points_is_never_beaten():
    chance = np.random.Generator(np.random.Philox(key=5))
    front = search(lambda _, points: points @ chance.random((3, 2)), 3, 2, population=20, generations=3, seed=1).front()
    assert efficient(front.merits).all()


@pytest.mark.parametrize(("merit", "expected"), [
    ([1.0, 0.0], True), ([0.9, 0.0], False), ([5.0, -0.9], True), ([5.0, -1.0], False), ([0.0, 0.0], False),
])  # fmt: skip
def test_a_mix_beats_the_present_where_it_gains_and_loses_nothing_nameable(merit, expected):
    assert beats(np.array(merit)) == expected


def test_levers_are_screened_by_what_they_move_alone():
    known = open_levers()
    levers = [known[name] for name in ("solidarity", "loan_share", "delay")]
    ends, present = np.zeros((3, 2, 2, 20)), np.zeros((2, 20))
    ends[0, 1, 1] = 0.05  # moves the second objective, at its high end
    ends[2, 0, 0] = 1e-6
    table = screened(levers, ["capacity", "need_targeting"], ends, present, np.array([0.01, 0.02]))
    assert dict(zip(table["lever"], table["status"], strict=True)) == {
        "solidarity": KEPT, "loan_share": DEAD, "delay": SMALL,
    }  # fmt: skip
    assert kept_of(levers, table) == levers[:1]
    assert live_of(["capacity", "need_targeting"], table) == [0, 1]  # one alone is no choice
    ends[0, 0, 0] = 0.5
    three = np.concatenate([ends, np.zeros((3, 2, 1, 20))], axis=2)
    table = screened(levers, ["capacity", "need_targeting", "standing"], three, np.zeros((3, 20)), np.full(3, 0.02))
    assert live_of(["capacity", "need_targeting", "standing"], table) == [0, 1]


def test_merits_are_gains_in_smallest_effects():
    scale = Scale(["capacity", "dependency", "spending"], np.array([0.5, 0.5, 10.0]), np.array([0.01, 0.01, 0.5]), [])
    values = np.array([[[0.52, 0.52], [0.47, 0.49], [9.0, 9.0]]])
    assert scale.merits(values)[0] == pytest.approx([2.0, 2.0, 2.0])
    assert [direction(name) for name in ("capacity", "dependency", "spending", "ssc_volume")] == [1, -1, -1, -1]


def test_weights_by_people_take_the_outcomes_weighted_by_people_where_there_are_any():
    assert weighted(["capacity", "standing"], "people") == ["capacity_people", "standing"]
    assert weighted(["capacity", "standing"], "countries") == ["capacity", "standing"]


def test_a_mix_moves_the_levers_of_the_chosen_donors_alone():
    known = open_levers()
    donors = starting_tables(pareto_request(**SMALL_ASKED).asked.ensemble.scenarios[0]).donors
    chosen = np.array([donor.iso3 == "IND" for donor in read_donors()])
    rows = moved(donors, [known["solidarity"], known["bilateral_shift"]], np.array([0.25, 0.25]), chosen)
    assert rows["solidarity"][chosen].tolist() == [0.25]
    assert rows["bilateral_shift"][chosen].tolist() == [-0.5]
    assert (rows[~chosen] == donors[~chosen]).all()


def test_values_of_a_mix_are_those_of_the_scenario_with_these_levers():
    from ssc_sim.scenario import load_scenario

    asked = pareto_request(**SMALL_ASKED)
    lever = open_levers()["technical_share"]
    got = Mixes(asked.asked, "all", workers=1).values("x", [lever], np.array([[1.0]]), range(3, 5))
    scenario = load_scenario("all-technical")
    from ssc_sim.posterior import numbers_of_run

    rows = scenario.changed(numbers_of_run("posterior", 5, 2016, "documents", asked.asked.ensemble.posterior))[3:]
    outcomes, _ = engine.run_replicates(starting_tables(scenario), rows, 2, 2016, 3)
    assert got[0, 0].tolist() == outcomes["need_targeting"][:, -1].tolist()
    assert got[0, 1].tolist() == outcomes["spending"][:, -1].tolist()


def written(folder, found):
    folder.mkdir()
    found.write(folder)
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def test_broken_off_and_taken_up_again_it_ends_with_the_same_bytes(tmp_path, monkeypatch):
    whole = written(tmp_path / "whole", pareto(**SMALL_ASKED, workers=3))
    asked, run, count = pareto_request(**SMALL_ASKED), engine.run_replicates, [0]

    def breaks_off(*given):
        count[0] += 1
        if count[0] == 16:
            raise KeyboardInterrupt
        return run(*given)

    monkeypatch.setattr(engine, "run_replicates", breaks_off)
    with pytest.raises(KeyboardInterrupt), Parts(tmp_path / "parts", asked.manifest) as parts:
        asked.run(parts=parts, workers=1)
    monkeypatch.setattr(engine, "run_replicates", run)
    counted = [0]
    monkeypatch.setattr(
        pareto_runs.Mixes, "_run", lambda self, *a: counted.__setitem__(0, counted[0] + 1) or real(self, *a)
    )
    with Parts(tmp_path / "parts", asked.manifest) as parts:
        before = len(parts.finished())
        again = written(tmp_path / "again", asked.run(parts=parts, workers=1))
        batches = len(parts.finished())
    assert before > 0
    assert counted[0] == batches - before
    assert again == whole


real = pareto_runs.Mixes._run


def test_dead_levers_are_named_and_the_front_is_judged_on_other_luck():
    found = pareto(**SMALL_ASKED)
    status = found.tables["levers"].drop_duplicates("lever").set_index("lever")["status"]
    assert status["solidarity"] == KEPT
    assert status["coordination"] in (DEAD, SMALL)
    assert any("coordination" in told for told in found.conclusions)
    assert "coordination" not in found.tables["front"].columns
    present = found.tables["objectives"].set_index(["point", "objective"])["value"]["present"]
    others = Mixes(pareto_request(**SMALL_ASKED).asked, "all").present("x", range(2, 4)).mean(axis=-1)
    assert present.tolist() == others.tolist()


@pytest.mark.parametrize(("asked", "said"), [
    ({"levers": ["solidarty"]}, "did you mean 'solidarity'"),
    ({"levers": ["skill", "skill"]}, "'skill' is given twice"),
    ({"objectives": ["capacity"]}, "at least two objectives"),
    ({"objectives": ["capacity", "cost_per_participant"]}, "would train nobody"),
    ({"weights": "person"}, "are no weights"),
    ({"donor": "USA"}, "is no donor"),
    ({"scenario": "policy-mixes"}, "is a sweep"),
    ({"population": 1}, "--population"),
])  # fmt: skip
def test_mistakes_are_told(asked, said):
    with pytest.raises(InputError, match=said):
        pareto_request(**asked)


def test_the_command_writes_tables_and_picture_and_removes_its_parts(tmp_path, monkeypatch, capsys):
    command = "ssc-sim analyse pareto --donor IDN --population 8 --generations 1 --runs 2 --check 2 --year 2017"
    command += " --lever technical_share --lever solidarity --objective need_targeting --objective participants --out"
    monkeypatch.setattr(sys, "argv", [*command.split(), str(tmp_path / "out")])
    main()
    said = " ".join(capsys.readouterr().out.split())
    assert "The present mix of IDN" in said
    front = pd.read_csv(tmp_path / "out" / "front.csv")
    assert front["point"][0] == "present"
    assert imread(tmp_path / "out" / "figures" / "front.png").shape[1] > 1000
    assert [path.name for path in tmp_path.iterdir()] == ["out"]
