"""What is declared is complete, used, and the only thing the behaviours touch."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest
from pydantic import ValidationError

from ssc_sim import behaviour, luck, tables
from ssc_sim.behaviour import donors, programmes, recipients, world
from ssc_sim.observed import read_sources
from ssc_sim.parameters import EVIDENCES, Number, Parameters, number
from ssc_sim.tables import EVENT_KINDS, Donor, Event, Now, Outcome, Recipient, Tie

TABLES = {"recipient": Recipient, "donor": Donor, "tie": Tie, "event": Event, "now": Now, "outcome": Outcome}
ROLES = {
    Recipient: {"fact", "state"},
    Donor: {"fact", "lever", "state"},
    Tie: {"fact", "state"},
    Event: {"fact"},
    Now: {"state"},
    Outcome: {"outcome"},
}
COLUMNS = [
    pytest.param(table, column, id=f"{table.__name__}.{name}")
    for table in TABLES.values()
    for name, column in table.columns().items()
]
NUMBERS = [pytest.param(record, id=name) for name, record in Parameters.columns().items()]
BEHAVIOURS = [ast.parse(path.read_text()) for path in sorted(Path(behaviour.__path__[0]).glob("*.py"))]
NODES = [node for tree in BEHAVIOURS for node in ast.walk(tree)]
BOOKKEEPING = {"index", "identity"}


def owner(attribute: ast.Attribute) -> str:
    """Return what an attribute belongs to, in the singular: `tie` for `world.ties[i][j].grants`."""
    value = attribute.value
    while isinstance(value, ast.Subscript):
        value = value.value
    return getattr(value, "id", getattr(value, "attr", "")).removesuffix("s")


def touched(name: str) -> set[str]:
    """Return the attributes of a table that the behaviours read or write."""
    return {node.attr for node in NODES if isinstance(node, ast.Attribute) and owner(node) == name}


def read(name: str) -> set[str]:
    """Return the attributes of a table that the behaviours read."""
    return {
        node.attr
        for node in NODES
        if isinstance(node, ast.Attribute) and owner(node) == name and isinstance(node.ctx, ast.Load)
    }


# --- Columns ----------------------------------------------------------------------------------------------------------


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


@pytest.mark.parametrize("table", TABLES.values())
def test_every_annotated_column_is_declared_with_the_form_it_is_annotated_with(table):
    columns = table.columns()
    assert list(columns) == list(table.__annotations__)
    for name, form in table.__annotations__.items():
        assert form == ("Vector" if columns[name].labels else "float")


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
    """What is given must be read by a behaviour; what behaviours write must at least be written."""
    given = {column for column, told in TABLES[name].columns().items() if told.role in ("fact", "lever")}
    assert given <= read(name)
    assert set(TABLES[name].columns()) <= touched(name)


def is_written(node: ast.AST) -> bool:
    """Whether a node is assigned to: a column, or one place of a vector."""
    return isinstance(node, ast.Attribute | ast.Subscript) and not isinstance(node.ctx, ast.Load)


@pytest.mark.parametrize("name", TABLES)
def test_behaviours_never_write_what_a_scenario_gives(name):
    given = {column for column, told in TABLES[name].columns().items() if told.role in ("fact", "lever")}
    targets = [node.value if isinstance(node, ast.Subscript) else node for node in NODES if is_written(node)]
    written = {(owner(node), node.attr) for node in targets if isinstance(node, ast.Attribute)}
    assert not {(name, column) for column in given} & written


@pytest.mark.parametrize("module", [donors, programmes, recipients, world])
def test_behaviours_count_as_many_fields_regions_and_groups_as_are_declared(module):
    for name in ("FIELDS", "REGIONS", "GROUPS"):
        assert getattr(module, name, len(getattr(tables, name))) == len(getattr(tables, name))


# --- Events and luck --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", EVENT_KINDS)
def test_every_kind_of_event_is_handled_by_the_donors(kind):
    tree = ast.parse(Path(str(donors.__file__)).read_text())
    compared = {ast.unparse(node) for node in ast.walk(tree) if isinstance(node, ast.Compare)}
    assert f"event.kind == {kind.upper()}" in compared
    assert getattr(tables, kind.upper()) == list(EVENT_KINDS).index(kind)


@pytest.mark.parametrize("kind", EVENT_KINDS)
def test_a_kind_of_event_tells_its_size_its_range_and_its_meaning(kind):
    told = EVENT_KINDS[kind]
    assert told.size
    assert told.meaning
    assert Event.columns()["size"].low <= told.low < told.high <= Event.columns()["size"].high


def test_every_fault_that_a_behaviour_finds_has_its_sentence():
    found = {
        node.args[0].value for node in NODES if isinstance(node, ast.Call) and ast.unparse(node.func) == "tell_fault"
    }
    assert found == set(range(1, len(tables.FAULTS)))


def test_every_purpose_of_luck_is_drawn_for_by_a_behaviour():
    purposes = {name for name, n in vars(luck).items() if name.isupper() and isinstance(n, int) and name != "LONGEST"}
    used = {node.attr for node in NODES if isinstance(node, ast.Attribute) and owner(node) == "luck"}
    assert purposes <= used


# --- Numbers ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("record", NUMBERS)
def test_a_number_tells_its_unit_and_its_meaning(record):
    assert record.unit.strip()
    assert record.meaning.strip()
    assert not record.meaning.endswith(".")


@pytest.mark.parametrize("record", NUMBERS)
def test_a_range_is_wide_and_holds_both_strengths(record):
    assert record.low < record.high
    assert record.low <= record.value <= record.high
    assert record.literature is None or record.low <= record.literature <= record.high


@pytest.mark.parametrize("record", NUMBERS)
def test_the_literature_is_given_only_where_it_differs(record):
    assert record.literature != record.value


@pytest.mark.parametrize("record", NUMBERS)
def test_a_number_names_sources_that_are_known(record):
    keys = [key.strip() for key in record.source.split(";")]
    assert set(keys) <= set(read_sources())
    if record.kind in ("observed", "literature"):
        assert "assumption" not in keys


def test_every_annotated_number_is_declared():
    assert list(Parameters.columns()) == [name for name, form in Parameters.__annotations__.items() if form == "float"]
    assert Parameters.record_type().names == tuple(Parameters.columns())


def test_behaviours_use_every_number_and_no_other():
    assert touched("a") | touched("parameter") == set(Parameters.columns())


@pytest.mark.parametrize("evidence", EVIDENCES)
def test_draws_give_every_replicate_the_strength_of_the_evidence(evidence):
    rows = Parameters.draws(3, evidence)
    for name, record in Parameters.columns().items():
        strength = record.literature if evidence == "literature" and record.literature is not None else record.value
        assert rows[name].tolist() == [strength] * 3


def test_draws_follow_the_documents_unless_told_otherwise():
    assert (Parameters.draws(2) == Parameters.draws(2, "documents")).all()
    differing = [
        name for name in Parameters.columns() if Parameters.draws(1, "literature")[name] != Parameters.draws(1)[name]
    ]
    assert differing == [name for name, record in Parameters.columns().items() if record.literature is not None]


def declared(value: float, low: float, high: float, **more: object) -> Number:
    return number(value, "share", (low, high), "assumed", "assumption", "a share", **more)


@pytest.mark.parametrize(("value", "low", "high"), [(1.5, 0, 1), (-0.5, 0, 1), (float("nan"), 0, 1)])
def test_a_number_outside_its_range_is_refused(value, low, high):
    with pytest.raises(ValidationError):
        declared(value, low, high)


def test_a_strength_of_the_literature_outside_the_range_is_refused():
    with pytest.raises(ValidationError, match="outside"):
        declared(0.5, 0, 1, literature=2.0)


def test_a_log_scale_from_zero_is_refused():
    with pytest.raises(ValidationError, match="log scale"):
        declared(0.5, 0, 1, scale="log")
