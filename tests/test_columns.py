"""Every column is declared in full, used, and the only thing the behaviours touch."""

from __future__ import annotations

import inspect
from importlib import import_module

import pytest
from behaviour_code import BOOKKEEPING, MODULES, TABLES, of_role, read, touched, written

from ssc_sim import tables
from ssc_sim.tables import (
    CountryOutcome,
    Donor,
    Event,
    Neighbourhood,
    Ngo,
    Now,
    Outcome,
    Partner,
    Recipient,
    Table,
    Tie,
    Touch,
    declare,
)

ROLES = {
    Recipient: {"fact", "state"},
    Donor: {"fact", "lever", "state"},
    Partner: {"fact", "state"},
    Ngo: {"fact", "state"},
    Neighbourhood: {"state"},
    Tie: {"fact", "state"},
    Event: {"fact"},
    Touch: {"fact"},
    Now: {"state"},
    Outcome: {"outcome"},
    CountryOutcome: {"outcome"},
}
COLUMNS = [
    pytest.param(table, column, id=f"{table.__name__}.{name}")
    for table in TABLES.values()
    for name, column in table.columns().items()
]
FILLED_AT_THE_START = {"year", "offered_2016", "northern_2016"}  # by `world.starting_tables` and `world.settle`
READ_AFTERWARDS = {"fault_row", "alone"}  # to tell where an identity broke; to count a year as reports count it


@pytest.mark.parametrize(("table", "column"), COLUMNS)
def test_a_column_tells_its_unit_its_meaning_its_range_and_a_role_of_its_table(table, column):
    assert column.unit.strip()
    assert column.meaning.strip()
    assert not column.meaning.endswith(".")
    assert column.low <= column.high
    assert column.role in ROLES[table]


@pytest.mark.parametrize("column", Outcome.columns().values(), ids=Outcome.columns())
def test_an_outcome_tells_its_scale_and_its_smallest_effect(column):
    assert column.scale in ("programme", "nations", "system")
    assert column.smallest > 0.0
    assert not column.relative or column.smallest < 1.0


def test_every_table_is_looked_at_here():
    assert set(TABLES.values()) == {
        table for table in Table.__subclasses__() if table.__module__.startswith("ssc_sim.tables.")
    }


@pytest.mark.parametrize("table", TABLES.values())
def test_every_annotated_column_is_declared_with_the_form_it_is_annotated_with(table):
    columns = table.columns()
    forms = inspect.get_annotations(table, eval_str=True)
    assert list(columns) == list(forms)
    for name, form in forms.items():
        assert form == (declare.Vector if columns[name].labels else float)


@pytest.mark.parametrize("table", TABLES.values())
def test_every_single_number_has_its_own_name(table):
    columns = table.columns().values()
    assert len(table.names()) == sum(max(1, len(column.labels)) for column in columns)


def test_single_numbers_point_to_their_place():
    assert Recipient.names()["coverage_governance"][:2] == ("coverage", tables.FIELDS.index("governance"))
    assert Outcome.names()["capacity"][:2] == ("capacity", 0)
    assert Outcome.names()["debt_people"][:2] == ("debt", tables.GROUPS.index("people"))
    assert Donor.names()["solidarity"][:2] == ("solidarity", None)


@pytest.mark.parametrize("table", TABLES.values())
def test_a_record_holds_its_row_its_identity_and_the_declared_columns(table):
    record = table.record_type()
    assert record.names == ("index", "identity", *table.columns())
    for name, column in table.columns().items():
        assert record[name].base == "f8"
        assert record[name].shape == ((len(column.labels),) if column.labels else ())
    assert record["index"] == record["identity"] == "i8"


@pytest.mark.parametrize("table", TABLES.values())
def test_rows_are_numbered_along_their_last_axis(table):
    rows = table.rows(2, 3)
    assert rows["index"].tolist() == [[0, 1, 2], [0, 1, 2]]
    assert not any(rows[name].any() for name in table.columns())


@pytest.mark.parametrize("name", TABLES)
def test_behaviours_touch_declared_columns_only(name):
    assert touched(name) - BOOKKEEPING <= set(TABLES[name].columns())


@pytest.mark.parametrize("name", TABLES)
def test_no_column_is_dead(name):
    """What is given is read by a behaviour; what behaviours write is written and, but for outcomes, read again."""
    table = TABLES[name]
    assert of_role(table, "fact", "lever") <= read(name)
    assert of_role(table, "state") <= read(name) | READ_AFTERWARDS
    assert of_role(table, "state", "outcome") <= written(name) | FILLED_AT_THE_START


@pytest.mark.parametrize("name", TABLES)
def test_behaviours_never_write_what_a_scenario_gives(name):
    assert not of_role(TABLES[name], "fact", "lever") & written(name)


@pytest.mark.parametrize("module", MODULES)
def test_behaviours_count_as_many_fields_regions_and_groups_as_are_declared(module):
    counted = vars(import_module(f"ssc_sim.behaviour.{module}"))
    for name in ("FIELDS", "REGIONS", "GROUPS"):
        assert counted.get(name, len(getattr(declare, name))) == len(getattr(declare, name))
