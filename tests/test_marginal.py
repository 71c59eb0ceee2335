"""A million dollars more in one country: directions, scale, and the search for what a nameable effect takes."""

from __future__ import annotations

import numpy as np
import pytest

from ssc_sim import engine, marginal
from ssc_sim.errors import InputError
from ssc_sim.marginal import Marginal, chosen_countries, marginal_table
from ssc_sim.observed import read_recipients
from ssc_sim.scenario import load_scenario
from ssc_sim.tables import Outcome
from ssc_sim.world import starting_tables


def question(runs: int = 4) -> Marginal:
    return Marginal(load_scenario("baseline-2016"), runs, 2016, 2030, engine.run_world)


@pytest.fixture(scope="module")
def table():
    return marginal_table(question(), ["TLS", "CHN"]).set_index(["country", "modality"])


def test_training_builds_capacity_and_a_loan_has_to_be_served(table):
    assert table.loc[("TLS", "training"), "capacity"] > 1e-4
    assert table.loc[("TLS", "loan"), "debt_service"] > 1e-5
    assert table.loc[("TLS", "grant"), "dependency"] > table.loc[("TLS", "training"), "dependency"]


def test_a_million_is_nothing_in_a_country_of_a_billion(table):
    assert (
        np.abs(table.loc["CHN", ["capacity", "dependency", "social_spending", "debt_service"]]).to_numpy().max() < 1e-4
    )
    assert table.loc[("CHN", "training"), "musd_needed"] == np.inf


def test_the_budget_needed_is_where_the_gain_becomes_nameable(table):
    needed = table.loc[("TLS", "training"), "musd_needed"]
    asked, start = question(), starting_tables(load_scenario("baseline-2016"))
    row = [country.iso3 for country in read_recipients()].index("TLS")
    without = asked.ends(start)

    def gain(musd: float) -> float:
        given = asked.ends(marginal._with_extra(start, "extra_training", row, musd))
        return marginal._difference(given, without, row)["capacity"]

    smallest = Outcome.columns()["capacity"].smallest
    assert gain(needed) >= smallest > gain(needed * 0.95)


def test_nothing_more_changes_nothing():
    asked, start = question(2), starting_tables(load_scenario("baseline-2016"))
    given = asked.ends(marginal._with_extra(start, "extra_grants", 5, 0.0))
    assert given.tobytes() == asked.ends(start).tobytes()


def test_countries_are_checked_all_at_once():
    with pytest.raises(InputError) as told:
        chosen_countries(["TLS", "FIJ", "ZZZ"])
    assert [problem.file for problem in told.value.problems] == ["FIJ", "ZZZ"]
    assert len(chosen_countries([])) == 11
