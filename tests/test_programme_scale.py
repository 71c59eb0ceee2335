"""What the programme does at its own scale, from made-up values worked by hand."""

from __future__ import annotations

import numpy as np
import pytest

from ssc_sim.expectations.programme import COLUMNS, Sides, programme_sentences, programme_sides, programme_table
from ssc_sim.expectations.worlds import Worlds

RUNS, UNTIL = 101, 2020
SPREAD = np.linspace(-1, 1, RUNS)[:, None] * np.ones((RUNS, 5))
SIDES = Sides("with", "none")
WITH = {
    "participants": 1000 + 100 * SPREAD, "countries_reached": 60 + 10 * SPREAD, "spending": 16 + 4 * SPREAD,
    "trained_in_post": 5000 + 1000 * SPREAD, "capacity_gain_per_musd": 0.0002 + 0.0001 * SPREAD,
    "capacity": 0.5003 + 0.1 * SPREAD, "capacity_pacific": 0.6 + 0 * SPREAD, "capacity_ldc": 0.4 + 0 * SPREAD,
    "dependency": 0.1 + 0 * SPREAD,
}  # fmt: skip
NONE = {
    "capacity": 0.5 + 0.1 * SPREAD, "capacity_pacific": 0.6 + 0 * SPREAD, "capacity_ldc": 0.4 + 0 * SPREAD,
    "dependency": 0.1 + 0 * SPREAD,
}  # fmt: skip


def stored(**changed):
    """Values with and without the programme, by scenario and outcome."""
    ours = WITH | changed
    theirs = {outcome: NONE.get(outcome, 0 * SPREAD) for outcome in ours}
    return {("with", name): values for name, values in ours.items()} | {
        ("none", name): values for name, values in theirs.items()
    }


def told(**literature):
    table = programme_table(SIDES, {"documents": stored(), "literature": stored(**literature)}, UNTIL)
    assert list(table.columns) == COLUMNS
    return table, programme_sentences(table)


def test_a_difference_is_paired_so_doubt_that_both_worlds_share_is_no_doubt_about_it():
    table, _ = told()
    row = table[table["outcome"] == "capacity"].iloc[0]
    assert (row["difference"], row["q05"], row["q95"]) == (pytest.approx(0.0003),) * 3
    assert (row["verdict"], row["smallest"]) == ("too small to matter", 0.01)
    assert (row["first"], row["last"]) == (2020, 2020)


def test_what_comes_every_year_is_a_mean_over_the_years_after_the_first():
    grown = np.array([0.0, 1000, 2000, 3000, 4000]) * np.ones((RUNS, 1))
    table, _ = told(participants=grown)
    row = table[(table["outcome"] == "participants") & (table["evidence"] == "literature")].iloc[0]
    assert (row["first"], row["last"], row["difference"]) == (2017, 2020, 2500)
    assert (row["verdict"], row["smallest"]) == ("higher", pytest.approx(125))


def test_the_sentences_tell_the_sizes_in_plain_words():
    _, (year, post, dollar, nations) = told()
    assert year == (
        "In a year (2017 to 2020) it trains 1,000 (910 to 1,090) people from 60 (51 to 69) countries, and spends "
        "USD 16.00 (12.40 to 19.60) million."
    )
    assert post.startswith("By 2020, 5,000 (4,100 to 5,900) more people whom it trained are in post than without it")
    assert "0.00020 (0.00011 to 0.00029) of capacity" in dollar
    assert "At that rate USD 50 million lie behind a gain of 0.01" in dollar  # 0.01 / 0.0002
    assert "capacity by +0.0003 in the mean country, 0 in the Pacific" in nations
    assert nations.endswith("Worth naming would be 0.01; in nine of ten replicates it stays within 0.0003.")


def test_where_the_evidences_differ_both_are_told():
    _, sentences = told(capacity_gain_per_musd=0.0001 + 0 * SPREAD)
    assert "(strengths of the documents) or 0.00010 (0.00010 to 0.00010) (strengths of the literature)" in sentences[2]
    assert "USD 50 to 100 million" in sentences[2]


def test_a_programme_that_moves_a_nation_is_told_to_do_so():
    _, sentences = told(capacity_pacific=0.63 + 0 * SPREAD)
    assert "Of these, capacity pacific reaches 0.01, worth naming." in sentences[3]


def test_a_programme_that_adds_nothing_has_no_price_of_a_gain():
    _, sentences = told(capacity_gain_per_musd=0 * SPREAD)
    assert "So nothing is added that could be named." in sentences[2]


def test_both_worlds_run_whatever_is_asked():
    worlds = Worlds(UNTIL)
    assert programme_sides(worlds) == ("baseline-2016", "no-programme")
    assert {"participants", "trained_in_post", "dependency"} <= set(worlds.outcomes["no-programme"])
