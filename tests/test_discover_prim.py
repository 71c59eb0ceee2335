"""The patient rule induction method: a planted box is found, nothing is found in noise, and another program agrees."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pandas as pd
import pytest

from ssc_sim.analysis import prim


def planted(seed, points=1000, inputs=6, inside=0.9, outside=0.05):
    """Points in the unit cube; cases are common where input 1 is above .6 and input 4 below .5, rare elsewhere."""
    chance = np.random.Generator(np.random.Philox(key=seed))
    x = chance.random((points, inputs))
    in_box = (x[:, 1] > 0.6) & (x[:, 4] < 0.5)
    return x, chance.random(points) < np.where(in_box, inside, outside)


def found(x, cases):
    steps = prim.trajectory(x, cases)
    return steps, prim.without_chance(steps[prim.chosen_step(steps)].box, x, cases)


def test_a_planted_box_is_found_at_its_place():
    _, box = found(*planted(1, points=2000))
    assert box.restricted() == [1, 4]
    assert box.low[1] == pytest.approx(0.6, abs=0.03)
    assert box.high[4] == pytest.approx(0.5, abs=0.03)
    assert np.isinf(box.high[1])
    assert np.isinf(box.low[4])


def test_a_planted_box_holds_on_points_not_used_to_find_it():
    _, box = found(*planted(2))
    score = prim.score_of(box, *planted(3))
    assert score.density == pytest.approx(0.9, abs=0.1)
    assert score.coverage == pytest.approx(0.18 / (0.18 + 0.04), abs=0.1)  # .2 of space at .9, .8 of it at .05
    assert score.mass == pytest.approx(0.2, abs=0.05)


def test_scores_are_counted_by_hand():
    x = np.array([[0.1], [0.2], [0.3], [0.4], [0.5]])
    cases = np.array([True, False, True, True, False])
    score = prim.score_of(prim.everywhere(1).limited(0, prim.LOW, 0.3), x, cases)
    assert score == (3, 2, 2 / 3, 2 / 3, 3 / 5)


def test_a_cut_lies_halfway_between_two_points_and_moves_inwards_over_equal_ones():
    columns = [np.arange(100.0), np.array([0.0] * 50 + [1.0] * 50)]
    points = np.stack(columns, axis=1)
    assert prim.peel_limits(points, prim.LOW).tolist() == [4.5, 0.5]
    assert prim.peel_limits(points, prim.HIGH).tolist() == [94.5, 0.5]
    assert prim.peel_limits(np.arange(101.0)[:, None], prim.LOW).tolist() == [5.5]  # never on a point itself


def test_peeling_never_lowers_density_and_never_raises_coverage():
    x, cases = planted(4)
    steps = prim.trajectory(x, cases)
    for before, after in pairwise(steps):
        assert after.score.density > before.score.density
        if after.score.points < before.score.points:
            assert after.score.coverage <= before.score.coverage
    assert steps[0].score.coverage == 1.0
    assert all(step.score.mass >= prim.SMALLEST_MASS for step in steps)


def test_pasting_takes_back_a_cut_that_only_lost_cases():
    chance = np.random.Generator(np.random.Philox(key=5))
    x = chance.random((500, 1))
    cases = x[:, 0] > 0.3
    narrow = prim.everywhere(1).limited(0, prim.LOW, 0.1).limited(0, prim.HIGH, 0.5)
    box = prim._pasted(narrow, x, cases)
    assert box.high[0] > 0.5
    assert box.low[0] == 0.1


def test_in_noise_no_restriction_is_left_or_none_holds_on_other_points():
    held_out_gains = []
    for seed in range(20):
        chance = np.random.Generator(np.random.Philox(key=100 + seed))
        x, cases = chance.random((300, 8)), chance.random(300) < 0.4
        _, box = found(x, cases)
        others, other_cases = chance.random((300, 8)), chance.random(300) < 0.4
        held_out_gains.append(prim.score_of(box, others, other_cases).density - other_cases.mean())
    assert np.mean(held_out_gains) == pytest.approx(0.0, abs=0.04)


def test_a_quasi_p_value_is_small_where_the_limit_matters_and_large_where_it_does_not():
    x, cases = planted(6)
    box = prim.everywhere(6).limited(1, prim.LOW, 0.6).limited(4, prim.HIGH, 0.5).limited(0, prim.LOW, 0.2)
    values = prim.quasi_p_values(box, x, cases)
    assert values[1] < 1e-6
    assert values[4] < 1e-6
    assert values[0] > 0.05
    assert prim.without_chance(box, x, cases).restricted() == [1, 4]


@pytest.mark.filterwarnings("ignore")  # theirs: pandas has moved on
@pytest.mark.parametrize("seed", [7, 8, 9])
def test_another_program_peels_the_same_boxes(seed):
    theirs = pytest.importorskip("ema_workbench.analysis.prim")
    x, cases = planted(seed, points=300, inside=0.8, outside=0.1)
    table = pd.DataFrame(x, columns=list("abcdef"))
    box = theirs.Prim(table, cases, threshold=0.01).find_box()
    stats = box.peeling_trajectory
    ours = [step.score for step in prim.trajectory(x, cases)]
    peels = int((np.diff(stats["mass"], prepend=1.1) < 0).sum())
    assert [score.points for score in ours[:peels]] == stats["n"].astype(int).tolist()[:peels]
    assert [score.coverage for score in ours[:peels]] == pytest.approx(stats["coverage"].tolist()[:peels])
    assert [score.density for score in ours[:peels]] == pytest.approx(stats["density"].tolist()[:peels])


@pytest.mark.filterwarnings("ignore")
def test_another_program_gives_the_same_quasi_p_values():
    theirs = pytest.importorskip("ema_workbench.analysis.scenario_discovery_util")
    x, cases = planted(10)
    box = prim.everywhere(6).limited(1, prim.LOW, 0.6).limited(4, prim.HIGH, 0.5)
    table = pd.DataFrame(x, columns=[str(i) for i in range(6)])
    score = prim.score_of(box, x, cases)
    limits = pd.DataFrame([table.min(), table.max()]).reset_index(drop=True)
    without = limits.copy()
    without.loc[1, "4"] = 0.5
    assert prim.quasi_p_values(box, x, cases)[1] == pytest.approx(
        theirs._calculate_quasip(table, cases, without, score.cases, score.points)
    )
