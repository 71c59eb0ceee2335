"""Sensitivity: known indices are found, what is irrelevant is told so, luck has its own share."""

from __future__ import annotations

import sys

import numpy as np
import pytest
from planted_worlds import MONEY, POLICIES, TRAINING, chance_of, planted, share

from ssc_sim.analysis.runs import chance
from ssc_sim.analysis.sensitivity import COLUMNS, sensitivity_request
from ssc_sim.analysis.sensitivity_indices import design, floor_of, indices
from ssc_sim.analysis.sensitivity_inputs import DUMMY, LUCK, OTHERS, POSTERIOR, Inputs, free_numbers
from ssc_sim.ensemble.parts import Parts
from ssc_sim.errors import InputError
from ssc_sim.parameters import Parameters
from ssc_sim.posterior import shipped_posterior

DIFFERENCE = f"{TRAINING} minus {MONEY}"


def explained(function, names, size=1024, groups=None, seed=1):
    """The indices of a function of inputs in [0, 1], by name."""
    groups = groups or names
    values = function(design(names, groups, size, chance(seed, 1)))
    return {index.name: index for index in indices(names, groups, values, chance(seed, 2))}


def ishigami(shares):
    x, y, z = (2 * np.pi * shares[:, :3] - np.pi).T
    return np.sin(x) + 7 * np.sin(y) ** 2 + 0.1 * z**4 * np.sin(x)


def test_the_known_indices_of_ishigami_are_found_and_a_dummy_explains_nothing():
    found = explained(ishigami, ["x", "y", "z", DUMMY])
    for name, first, total in (("x", 0.3139, 0.5576), ("y", 0.4424, 0.4424), ("z", 0.0, 0.2437)):
        assert found[name].first == pytest.approx(first, abs=0.05)
        assert found[name].total == pytest.approx(total, abs=0.05)
        assert found[name].total_low <= total <= found[name].total_high
        assert found[name].first_low <= first <= found[name].first_high
    assert found[DUMMY].total == found[DUMMY].total_high == 0.0
    assert floor_of(list(found.values()), DUMMY) == 0.01


def test_in_a_sum_each_input_explains_its_own_square_and_a_group_the_sum_of_its_members():
    weights = np.array([3.0, 2.0, 1.0, 0.0])
    shares = weights**2 / (weights**2).sum()
    names = ["a", "b", "c", "d"]
    found = explained(lambda x: x @ weights, names)
    for name, truth in zip(names, shares, strict=True):
        assert found[name].first == pytest.approx(truth, abs=0.02)
        assert found[name].total == pytest.approx(truth, abs=0.02)
    together = explained(lambda x: x @ weights, names, groups=["a", "rest", "rest", "rest"])
    assert together["rest"].total == pytest.approx(shares[1] + shares[2], abs=0.02)


def test_intervals_hold_the_truth_about_as_often_as_they_say():
    weights = np.array([2.0, 1.0, 1.0])
    truth = weights**2 / (weights**2).sum()
    found = [explained(lambda x: x @ weights, ["a", "b", "c"], size=64, seed=seed) for seed in range(40)]
    inside = [one[n].total_low <= t <= one[n].total_high for one in found for n, t in zip("abc", truth, strict=True)]
    assert np.mean(inside) >= 0.9


def test_what_does_not_vary_has_no_indices_and_what_is_not_finite_is_refused():
    assert explained(lambda x: np.full(len(x), 0.3), ["a", "b"], size=8) == {}
    with pytest.raises(ValueError, match="not finite"):
        explained(lambda x: np.full(len(x), np.nan), ["a", "b"], size=8)


def test_fitted_numbers_keep_their_rows_and_others_fill_their_ranges():
    posterior = shipped_posterior()
    inputs = Inputs(posterior)
    shares = np.random.default_rng(1).random((500, len(inputs.names)))
    rows = inputs.numbers(shares)
    fitted = {tuple(row) for row in posterior.rows}
    assert {tuple(float(row[name]) for name in posterior.names) for row in rows} <= fitted
    for name in free_numbers():
        record = Parameters.columns()[name]
        assert record.low <= rows[name].min() < rows[name].max() <= record.high
    assert set(inputs.names) == {*free_numbers(), POSTERIOR, LUCK, DUMMY}
    assert len(set(inputs.lucks(shares))) == len(shares)


def truth(row, trains, luck):
    common = share(row, "capacity_of_coverage") + 0.5 * share(row, "fade") + 0.5 * chance_of(luck)
    return common + (0.2 * share(row, "spread") if trains else 0.0)


def rows_of(findings, target):
    table = findings.tables["sensitivity"]
    return table[table["target"] == target].set_index("number")


def test_numbers_and_luck_each_get_their_share_and_luck_cancels_between_policies():
    asked = sensitivity_request(POLICIES, outcomes=["capacity"], samples=256, screen=8, year=2017)
    found = asked.on(planted(truth))
    assert list(found.tables["sensitivity"]) == COLUMNS
    level = rows_of(found, MONEY)
    for name, told in (("capacity_of_coverage", 2 / 3), ("fade", 1 / 6), (LUCK, 1 / 6)):
        assert level.loc[name, "total"] == pytest.approx(told, abs=0.03)
        assert level.loc[name, "total_low"] <= told <= level.loc[name, "total_high"]
        assert level.loc[name, "resolved"]
    difference = rows_of(found, DIFFERENCE)
    assert difference.loc["spread", "total"] == pytest.approx(1.0, abs=0.01)
    for irrelevant in (LUCK, DUMMY, POSTERIOR, OTHERS, "capacity_of_coverage"):
        assert difference.loc[irrelevant, "total"] < 1e-12
        assert not difference.loc[irrelevant, "resolved"]
    assert f"capacity of {DIFFERENCE}, 2017: spread 100%; luck 0%" in "\n".join(found.conclusions)


def test_families_take_the_place_of_numbers_where_they_are_asked_for():
    asked = sensitivity_request(POLICIES, outcomes=["capacity"], samples=64, by="family", year=2017)
    calls = []
    level = rows_of(asked.on(planted(truth, calls=calls)), MONEY)
    assert level.loc["family none", "total_low"] <= 5 / 6 <= level.loc["family none", "total_high"]
    assert level.loc["family politics", "total"] == 0.0
    assert len(calls) == asked.replicates


def test_the_number_of_workers_changes_nothing_and_stored_parts_are_taken_up(tmp_path):
    asked = sensitivity_request(POLICIES, outcomes=["capacity"], samples=16, screen=8, year=2017)
    one, three = (asked.on(planted(truth, workers=workers)) for workers in (1, 3))
    assert one.tables["sensitivity"].equals(three.tables["sensitivity"])
    first, second = [], []
    for calls in (first, second):
        with Parts(tmp_path / "parts", {"job": 1}) as parts:
            again = asked.on(planted(truth, calls=calls, parts=parts))
    assert len(first) == asked.replicates
    assert second == []
    assert again.tables["sensitivity"].equals(one.tables["sensitivity"])


def test_every_mistake_is_told_at_once():
    with pytest.raises(InputError) as raised:
        sensitivity_request(["baselin-2016"], outcomes=["capasity"], samples=7, year=1999)
    told = str(raised.value)
    for part in ("did you mean 'baseline-2016'", "did you mean 'capacity'", "--samples", "--year"):
        assert part in told
    with pytest.raises(InputError, match="no power of two"):
        sensitivity_request(["baseline-2016"], samples=100)
    with pytest.raises(InputError, match="did you mean 'family'"):
        sensitivity_request(["baseline-2016"], by="famly")


def test_without_its_library_the_extra_is_named(monkeypatch):
    monkeypatch.setitem(sys.modules, "SALib", None)
    with pytest.raises(InputError, match=r"ssc-sim\[analysis\]"):
        sensitivity_request(["baseline-2016"])
