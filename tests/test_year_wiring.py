"""Both engines run the same lines in a year, and every behaviour is one of them or called."""

from __future__ import annotations

import ast
import inspect
from pathlib import Path

import pytest
from behaviour_code import BEHAVIOURS, BOOKKEEPING, FUNCTIONS

from ssc_sim import agents, engine, model, tables
from ssc_sim import world as start


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
