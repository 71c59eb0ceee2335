"""Every observed number tells where it comes from."""

from __future__ import annotations

import pytest
from observed_copies import TABLES, raw_lines

from ssc_sim.observed import DONOR_FIGURES, CountryFigures, Source, columns_of, read_column_sources, read_sources


@pytest.fixture(scope="module")
def sources() -> dict[str, Source]:
    return read_sources()


@pytest.mark.parametrize("table", TABLES)
def test_every_line_names_sources_that_exist(table: str, sources: dict[str, Source]) -> None:
    lines = raw_lines(table)
    assert lines
    assert all(set(line["source [key]"].split(";")) <= sources.keys() for line in lines)


def test_every_column_of_the_recipients_names_sources_that_exist(sources: dict[str, Source]) -> None:
    of_columns = read_column_sources()
    assert of_columns.keys() == columns_of(CountryFigures).keys() - {"source"}
    assert all(keys and set(keys) <= sources.keys() for keys in of_columns.values())


def test_what_was_written_down_from_memory_is_marked_as_assumed(sources: dict[str, Source]) -> None:
    assert read_column_sources()["raised_papua"] == ("memory",)
    assert sources["memory"].kind == sources["assumption"].kind == "assumed"


def test_lines_without_a_kind_of_their_own_name_the_assumption_beside_the_source(sources: dict[str, Source]) -> None:
    """Offers, retreats and responses are nobody's measurement."""
    for table in ("partners.csv", "ngos.csv"):
        for line in raw_lines(table):
            assert {"observed", "assumed"} <= {sources[key].kind for key in line["source [key]"].split(";")}, line


@pytest.mark.parametrize("table", ["donor_figures.csv", "ties.csv"])
def test_observed_rests_on_no_assumption_and_assumed_on_one(table: str, sources: dict[str, Source]) -> None:
    for line in raw_lines(table):
        kinds = {sources[key].kind for key in line["source [key]"].split(";")}
        assert ("assumed" in kinds) == (line["kind [kind]"] == "assumed"), line


def test_no_number_stands_without_bounds_and_meaning() -> None:
    for column in (*columns_of(CountryFigures).values(), *DONOR_FIGURES.values()):
        assert column.unit
        assert column.meaning
        assert column.kind != "number" or float("-inf") < column.low < column.high < float("inf")
