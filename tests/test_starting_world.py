"""Every fact of the starting world is filled, and every figure about a donor reaches it."""

from __future__ import annotations

import pytest
from behaviour_code import TABLES, of_role

from ssc_sim import facts, tables
from ssc_sim import world as start
from ssc_sim.observed import DONOR_FIGURES, read_donors
from ssc_sim.scenario import load_scenario
from ssc_sim.tables import Donor


@pytest.mark.parametrize("table", ["donors", "recipients", "partners", "ngos", "ties"])
def test_every_fact_of_the_starting_world_is_filled_for_somebody(table):
    rows = getattr(start.starting_tables(load_scenario("baseline-2016")), table)
    for name in of_role(TABLES[table.removesuffix("s")], "fact"):
        assert rows[name].any(), name


def mapped_figures() -> dict[str, tuple[str, int | None]]:
    """Return the donor figures that `facts.donor_rows` maps to a column of another name, or to a place in a vector."""
    fields = {
        f"{figure}_{field}": (column, place)
        for figure, column in (("strength", "strength_2016"), ("field_share", "field_share"))
        for place, field in enumerate(tables.FIELDS)
    }
    return {"programmes": ("programmes_2016", None), **fields}


@pytest.mark.parametrize("figure", DONOR_FIGURES)
def test_every_donor_figure_reaches_the_starting_world(figure):
    givers = read_donors()
    rows = facts.donor_rows(givers)
    if figure == "budget":
        assert rows["budget_low"].tolist() == [giver.figures[figure].low for giver in givers]
        assert rows["budget_high"].tolist() == [giver.figures[figure].high for giver in givers]
        return
    column, place = mapped_figures().get(figure, (figure, None))
    assert Donor.columns()[column].role in ("fact", "lever")
    reached = rows[column] if place is None else rows[column][:, place]
    assert reached.tolist() == [giver.figures[figure].value for giver in givers]


def test_every_fact_about_a_donor_has_a_figure():
    filled = {column for column, _ in mapped_figures().values()} | {"budget_low", "budget_high"}
    assert of_role(Donor, "fact") <= filled | set(DONOR_FIGURES)


@pytest.mark.parametrize("figure", sorted(DONOR_FIGURES.keys() & Donor.columns().keys()))
def test_a_donor_figure_may_be_no_more_than_its_column(figure):
    assert Donor.columns()[figure].low <= DONOR_FIGURES[figure].low
    assert DONOR_FIGURES[figure].high <= Donor.columns()[figure].high
