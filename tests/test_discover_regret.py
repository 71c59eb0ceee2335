"""Regret: counted by hand, on average and at worst, and equal where the smallest effect cannot tell."""

from __future__ import annotations

import sys

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays
from matplotlib.image import imread

from ssc_sim.analysis.regret import conclusions, regret, regret_request, regret_table, regrets
from ssc_sim.cli import main
from ssc_sim.errors import InputError

MERITS = np.array([[1.0, 0.0, 0.6], [0.0, 1.0, 0.6], [1.0, 0.0, 0.9]])
LABELS = np.array(["documents", "literature", "literature"])
MANIFEST = {"outcomes": ["capacity"], "until": 2030}


def test_regret_is_counted_by_hand():
    table = regret_table(["a", "b", "c"], LABELS, MERITS, smallest=0.01).set_index(["evidence", "scenario"])
    assert table.loc["all", "mean_regret"].tolist() == pytest.approx([1 / 3, 2 / 3, (0.4 + 0.4 + 0.1) / 3])
    assert table.loc["all", "worst_regret"].tolist() == pytest.approx([1.0, 1.0, 0.4])
    assert table.loc["all", "best_in"].tolist() == pytest.approx([2 / 3, 1 / 3, 0.0])
    assert table.loc["all", "expected"].tolist() == [0, 0, 1]
    assert table.loc["all", "minimax"].tolist() == [0, 0, 1]
    assert table.loc["documents", "expected"].tolist() == [1, 0, 0]
    assert table.loc["literature", "minimax"].tolist() == [0, 0, 1]


def test_a_safe_policy_that_is_never_best_can_be_the_one_to_choose_and_is_told():
    table = regret_table(["a", "b", "c"], LABELS, MERITS, smallest=0.01).assign(unit="share", smallest=0.01)
    said = conclusions(MANIFEST, table)
    assert said[0] == "c regrets least on average of capacity: 0.300 share."
    assert said[1] == "c regrets least at worst of capacity: 0.400 share."
    assert any("turns with the evidence (documents: a; literature: c)" in one for one in said)


def test_policies_that_the_smallest_effect_cannot_tell_apart_are_said_to_be_equal():
    table = regret_table(["a", "b", "c"], LABELS, MERITS / 1000, smallest=0.01).assign(unit="share", smallest=0.01)
    assert (table[["expected", "minimax"]] == 1).all(axis=None)
    said = conclusions(MANIFEST, table)
    assert said[0].startswith("c, a and b regret least on average")
    assert "No choice would ever be regretted by a nameable amount" in said[-1]


@given(arrays.arrays(float, (7, 3), elements=st.floats(-5, 5)), st.floats(-3, 3))
def test_regret_is_never_negative_zero_for_the_best_and_the_same_on_a_shifted_scale(merits, shift):
    lost = regrets(merits)
    assert (lost >= 0).all()
    assert (lost.min(axis=1) == 0).all()
    assert regrets(merits + shift) == pytest.approx(lost, abs=1e-9)


def test_two_policies_compared_pair_the_same_worlds_whatever_the_workers():
    one = regret("baseline-2016", "all-technical", rows=3, lucks=2, year=2019, outcome="dependency", workers=1)
    two = regret("baseline-2016", "all-technical", rows=3, lucks=2, year=2019, outcome="dependency", workers=3)
    pd.testing.assert_frame_equal(one.tables["worlds"], two.tables["worlds"])
    assert len(one.tables["worlds"]) == 6
    technical = one.tables["regret"].set_index(["scenario", "evidence"]).loc[("all-technical", "all")]
    assert technical["mean_regret"] < 1e-4  # less dependency is better, and training brings less
    assert technical["mean"] > 0


def test_mistakes_are_told():
    with pytest.raises(InputError, match="is compared with nothing"):
        regret_request(["baseline-2016"])


def test_the_command_writes_table_and_picture(tmp_path, monkeypatch, capsys):
    command = "ssc-sim analyse regret baseline-2016 all-technical all-financial --rows 3 --lucks 1 --year 2018 --out"
    monkeypatch.setattr(sys, "argv", [*command.split(), str(tmp_path / "out")])
    main()
    assert "least on average of self_reliance" in " ".join(capsys.readouterr().out.split())
    assert len(pd.read_csv(tmp_path / "out" / "regret.csv")) == 9
    assert imread(tmp_path / "out" / "figures" / "regret.png").shape[1] > 1000
