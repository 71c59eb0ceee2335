"""What is declared is complete, used, and the only thing the behaviours touch."""

from __future__ import annotations

import ast
import inspect
from importlib import import_module
from pathlib import Path

import pytest
from pydantic import ValidationError

from ssc_sim import agents, behaviour, engine, luck, model, tables
from ssc_sim import world as start
from ssc_sim.observed import DONOR_FIGURES, read_donors, read_sources
from ssc_sim.parameters import EVIDENCES, FAMILIES, Number, Parameters
from ssc_sim.parameters.number import number
from ssc_sim.scenario import load_scenario
from ssc_sim.tables import (
    EVENT_KINDS,
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
    happenings,
)

TABLES = {
    "recipient": Recipient,
    "donor": Donor,
    "partner": Partner,
    "ngo": Ngo,
    "neighbourhood": Neighbourhood,
    "tie": Tie,
    "event": Event,
    "touch": Touch,
    "now": Now,
    "outcome": Outcome,
}
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
}
COLUMNS = [
    pytest.param(table, column, id=f"{table.__name__}.{name}")
    for table in TABLES.values()
    for name, column in table.columns().items()
]
NUMBERS = [pytest.param(record, id=name) for name, record in Parameters.columns().items()]
MODULES = [path.stem for path in sorted(Path(behaviour.__path__[0]).glob("*.py")) if path.stem != "__init__"]
BEHAVIOURS = {name: ast.parse((Path(behaviour.__path__[0]) / f"{name}.py").read_text()) for name in MODULES}
NODES = [node for tree in BEHAVIOURS.values() for node in ast.walk(tree)]
FUNCTIONS = [node for node in NODES if isinstance(node, ast.FunctionDef)]
BOOKKEEPING = {"index", "identity"}
OTHER_NAMES = {
    "around": "neighbourhood",
    "before": "donor",
    "ngo_row": "ngo",
    "other": "recipient",
    "touche": "touch",
}
FILLED_AT_THE_START = {"year", "offered_2016", "northern_2016"}  # by `world.starting_tables` and `world.settle`
READ_AFTERWARDS = {"fault_row"}  # by whoever ran the model, to tell where an identity broke


def owner(attribute: ast.Attribute) -> str:
    """Return what an attribute belongs to, in the singular: `tie` for `world.ties[i][j].grants`."""
    value = attribute.value
    while isinstance(value, ast.Subscript):
        value = value.value
    name = getattr(value, "id", getattr(value, "attr", "")).removesuffix("s")
    return OTHER_NAMES.get(name, name)


def is_written(node: ast.AST) -> bool:
    """Whether a node is assigned to: a column, or one place of a vector."""
    return isinstance(node, ast.Attribute | ast.Subscript) and not isinstance(node.ctx, ast.Load)


WRITTEN = [node.value if isinstance(node, ast.Subscript) else node for node in NODES if is_written(node)]


def touched(name: str) -> set[str]:
    """Return the attributes of a table that the behaviours read or write."""
    return {node.attr for node in NODES if isinstance(node, ast.Attribute) and owner(node) == name}


def written(name: str) -> set[str]:
    """Return the attributes of a table that the behaviours write, or write one place of."""
    return {node.attr for node in WRITTEN if isinstance(node, ast.Attribute) and owner(node) == name}


def read(name: str) -> set[str]:
    """Return the attributes of a table that the behaviours read."""
    only_written = {id(node) for node in WRITTEN}
    return {
        node.attr
        for node in NODES
        if isinstance(node, ast.Attribute) and owner(node) == name and id(node) not in only_written
    }


def of_role(table: type[Table], *roles: str) -> set[str]:
    """Return the columns of a table that have one of some roles."""
    return {name for name, column in table.columns().items() if column.role in roles}


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


def test_every_table_is_looked_at_here():
    assert set(TABLES.values()) == {
        table for table in Table.__subclasses__() if table.__module__.startswith("ssc_sim.")
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


# --- What is given ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("table", ["donors", "recipients", "partners", "ngos", "ties"])
def test_every_fact_of_the_starting_world_is_filled_for_somebody(table):
    rows = getattr(start.starting_tables(load_scenario("baseline-2016")), table)
    for name in of_role(TABLES[table.removesuffix("s")], "fact"):
        assert rows[name].any(), name


def mapped_figures() -> dict[str, tuple[str, int | None]]:
    """Return the donor figures that `world.donor_rows` maps to a column of another name, or to a place in a vector."""
    fields = {
        f"{figure}_{field}": (column, place)
        for figure, column in (("strength", "strength_2016"), ("field_share", "field_share"))
        for place, field in enumerate(tables.FIELDS)
    }
    return {"programmes": ("programmes_2016", None), **fields}


@pytest.mark.parametrize("figure", DONOR_FIGURES)
def test_every_donor_figure_reaches_the_starting_world(figure):
    givers = read_donors()
    rows = start.donor_rows(givers)
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


# --- The year ---------------------------------------------------------------------------------------------------------


def body_of(module: object, function: str) -> list[ast.stmt]:
    """Return the lines of a function, without its docstring."""
    tree = ast.parse(Path(str(inspect.getsourcefile(module))).read_text())  # type: ignore[arg-type]
    (found,) = (node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef) and node.name == function)
    return found.body[1:]


def year_of_the_engine() -> list[tuple[str, str]]:
    """Return who does what in a year: (`recipients`, `recipient_does.receive`), or (`world`, ...)."""
    acts = []
    for line in body_of(engine, "one_year"):
        if isinstance(line, ast.Expr):
            call = line.value
            assert isinstance(call, ast.Call)
            if ast.unparse(call.func) == "each":
                actors, act, world = (ast.unparse(part) for part in call.args)
                assert world == "world"
                acts.append((actors.removeprefix("world."), act))
            else:
                assert ast.unparse(call.args[0]) == "world"
                acts.append(("world", ast.unparse(call.func)))
    return acts


def methods_of_agents() -> dict[tuple[str, str], str]:
    """Return the behaviour that a method of an agent is: (`Recipient`, `receive`) -> `recipient_does.receive`."""
    tree = ast.parse(Path(agents.__file__).read_text())
    return {
        (one.name, ast.unparse(line.targets[0])): ast.unparse(line.value.args[0])
        for one in tree.body
        if isinstance(one, ast.ClassDef)
        for line in one.body
        if isinstance(line, ast.Assign) and isinstance(line.value, ast.Call)
    }


ACTORS = {"recipients": "Recipient", "donors": "Donor", "partners": "Partner", "ngos": "Ngo"}


def year_of_the_model() -> list[tuple[str, str]]:
    """Return the same for `SSCModel.step`, whose agents act by the names of their methods."""
    acts, methods = [], methods_of_agents()
    for line in body_of(model, "step"):
        call = line.value if isinstance(line, ast.Expr) else None
        if not isinstance(call, ast.Call):
            continue
        func = call.func
        if isinstance(func, ast.Attribute) and func.attr == "do":
            actors, (act, world) = ast.unparse(func.value), (ast.literal_eval(call.args[0]), ast.unparse(call.args[1]))
            assert world == "self"
            acts.append((actors, methods[ACTORS[actors], act]))
        elif isinstance(func, ast.Call) and ast.unparse(func.func) == "plain":
            assert ast.unparse(call.args[0]) == "self"
            acts.append(("world", ast.unparse(func.args[0])))
    return acts


def test_a_year_has_the_same_lines_in_the_engine_and_in_the_model():
    assert year_of_the_engine() == year_of_the_model()
    assert len(year_of_the_engine()) == len(set(year_of_the_engine())) > 20
    for body in (body_of(engine, "one_year"), body_of(model, "step")):
        assert ast.unparse(body[-1]).removeprefix("world.").removeprefix("self.") == "now.year += 1.0"


def test_every_method_of_an_agent_is_a_line_of_the_year():
    lines = {(ACTORS[actors], act) for actors, act in year_of_the_engine() if actors in ACTORS}
    assert {(actor, act) for (actor, _), act in methods_of_agents().items()} == lines
    for (_, method), act in methods_of_agents().items():
        assert act.rpartition(".")[2] == method


def test_every_behaviour_is_a_line_of_the_year_or_called():
    """No behaviour is left over: each is named by a year, by the start of the world, or by another behaviour."""
    places = [*BEHAVIOURS.values(), *(ast.parse(Path(m.__file__).read_text()) for m in (engine, start))]
    nodes = [node for tree in places for node in ast.walk(tree)]
    named = {node.id for node in nodes if isinstance(node, ast.Name)}
    named |= {node.attr for node in nodes if isinstance(node, ast.Attribute)}
    assert {function.name for function in FUNCTIONS} <= named


@pytest.mark.parametrize("actor", ACTORS.values())
def test_no_method_of_an_agent_has_the_name_of_a_column(actor):
    """A column is set on the agent itself and would hide a method of the same name."""
    columns = {*BOOKKEEPING, *getattr(tables, actor).columns()}
    declared = {name for name in vars(getattr(agents, actor)) if not name.startswith("__")}
    assert declared
    assert not declared & columns
    assert not set(dir(agents.mesa.Agent)) & columns


# --- Events and luck --------------------------------------------------------------------------------------------------


def handlers(kind: str) -> list[str]:
    """Return the source of every behaviour that asks for a kind of event."""
    asked = f"event.kind == {kind.upper()}"
    return [
        ast.unparse(function)
        for function in FUNCTIONS
        if any(isinstance(node, ast.Compare) and ast.unparse(node) == asked for node in ast.walk(function))
    ]


@pytest.mark.parametrize("kind", EVENT_KINDS)
def test_every_kind_of_event_is_handled_by_a_behaviour(kind):
    assert handlers(kind)
    assert getattr(happenings, kind.upper()) == list(EVENT_KINDS).index(kind)


@pytest.mark.parametrize("kind", EVENT_KINDS)
def test_an_event_is_asked_this_year_and_only_of_those_it_strikes(kind):
    of_donors, of_recipients = (EVENT_KINDS[kind].strikes in (one, "both") for one in ("donor", "recipient"))
    for handler in handlers(kind):
        assert ("strikes(event, donor, world)" in handler) == of_donors
        assert ("is_on(event, world)" in handler) == (not of_donors)
        assert ("world.touches[event.index][recipient.index].touched" in handler) == of_recipients
        assert "event.size" in handler


@pytest.mark.parametrize("kind", EVENT_KINDS)
def test_a_kind_of_event_tells_its_size_its_range_and_its_meaning(kind):
    told = EVENT_KINDS[kind]
    assert told.size.isidentifier()
    assert told.size not in ("kind", "donor", "whom", "year", "until")
    assert told.meaning.strip()
    assert not told.meaning.endswith(".")
    assert told.strikes in ("donor", "recipient", "both", "world")
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
    annotated = {
        name: form
        for theme in Parameters.__bases__
        for name, form in inspect.get_annotations(theme, eval_str=True).items()
    }
    assert not inspect.get_annotations(Parameters)
    assert list(Parameters.columns()) == list(annotated)
    assert set(annotated.values()) == {float}
    assert len(annotated) == sum(len(inspect.get_annotations(theme)) for theme in Parameters.__bases__)
    assert Parameters.record_type().names == tuple(Parameters.columns())


def test_behaviours_use_every_number_and_no_other():
    assert touched("a") | touched("parameter") == set(Parameters.columns())
    assert not written("a") | written("parameter")


@pytest.mark.parametrize("family", FAMILIES)
def test_a_family_switched_off_takes_its_own_numbers_to_where_they_do_nothing(family):
    own = {name: record.off for name, record in Parameters.columns().items() if record.family == family}
    switched = {name: off for name, off in own.items() if off is not None}
    assert switched
    for evidence in EVIDENCES:
        with_it, without = Parameters.draws(2, evidence), Parameters.draws(2, evidence, [family])
        for name in Parameters.columns():
            assert without[name].tolist() == ([switched[name]] * 2 if name in switched else with_it[name].tolist())


@pytest.mark.parametrize("record", NUMBERS)
def test_a_number_that_can_be_switched_off_has_a_family_and_does_something(record):
    if record.off is not None:
        assert record.family
        assert {record.value, record.literature} - {record.off, None}


def test_draws_over_the_ranges_stay_there_and_keep_their_rows():
    many, few = Parameters.over_ranges(50, 7), Parameters.over_ranges(20, 7)
    assert (many[:20] == few).all()
    assert (Parameters.over_ranges(20, 8) != few).all()
    for name, record in Parameters.columns().items():
        drawn = many[name]
        if record.kind == "observed":
            assert set(drawn) == {record.value}
        else:
            assert record.low <= drawn.min() < drawn.max() <= record.high
            assert len(set(drawn)) == len(drawn)


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


def test_a_family_that_nobody_declared_is_refused():
    with pytest.raises(ValidationError, match="no family"):
        declared(0.5, 0, 1, family="families")
