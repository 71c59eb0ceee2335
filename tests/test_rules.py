"""Every rule is a pure function of numbers, tells what always holds, and is tested."""

from __future__ import annotations

import ast
import inspect
from pathlib import Path
from types import FunctionType

import pytest

from ssc_sim import rules
from ssc_sim.compiled import plain
from ssc_sim.parameters import Parameters
from ssc_sim.rules import (
    allocation,
    budget,
    debt,
    dependency,
    development,
    graduation,
    institutions,
    learning,
    politics,
    programmes,
)

MODULES = (
    allocation,
    budget,
    debt,
    dependency,
    development,
    graduation,
    institutions,
    learning,
    politics,
    programmes,
)
MOST_RULES, MOST_NUMBERS, MOST_COUNTRIES = 60, 120, 8
FILES = [Path(str(module.__file__)) for module in MODULES]
TESTS = sorted(Path(__file__).parent.glob("test_rules_*.py"))
PERMITTED_IMPORTS = {"math", "numpy", "ssc_sim.compiled"}
NEUTRAL = {0, 1, 2}
CODES = {0, 1, 2, 3, 4}


def rules_of(module) -> list[FunctionType]:
    found = [plain(value) for value in vars(module).values() if hasattr(value, "py_func")]
    return [rule for rule in found if rule.__module__ == module.__name__]


def tree_of(rule) -> ast.AST:
    return ast.parse(inspect.getsource(rule))


RULES = [pytest.param(rule, id=rule.__name__) for module in MODULES for rule in rules_of(module)]


def test_every_file_of_rules_is_looked_at():
    assert {path.name for path in FILES} | {"__init__.py"} == {p.name for p in Path(rules.__path__[0]).glob("*.py")}


def test_there_are_no_more_rules_and_numbers_than_can_be_kept_in_view():
    assert len(RULES) <= MOST_RULES
    of_countries = [name for name in Parameters.columns() if name.startswith("pull_")]
    assert len(Parameters.columns()) - len(of_countries) <= MOST_NUMBERS
    assert len(of_countries) <= MOST_COUNTRIES


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_every_function_in_a_file_of_rules_is_a_compiled_rule(path):
    defined = {node.name for node in ast.walk(ast.parse(path.read_text())) if isinstance(node, ast.FunctionDef)}
    module = next(module for module in MODULES if module.__file__ == str(path))
    assert defined == {rule.__name__ for rule in rules_of(module)}


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_rules_import_nothing_but_mathematics_and_the_compiler(path):
    imported = set()
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            imported |= {alias.name for alias in node.names}
        if isinstance(node, ast.ImportFrom):
            imported.add(node.module)
    assert imported <= PERMITTED_IMPORTS


@pytest.mark.parametrize("rule", RULES)
def test_a_rule_takes_at_most_seven_arguments(rule):
    assert len(inspect.signature(rule).parameters) <= 7


@pytest.mark.parametrize("rule", RULES)
def test_a_rule_sees_numbers_alone_no_agents_and_no_tables(rule):
    assert all(argument.default is argument.empty for argument in inspect.signature(rule).parameters.values())
    assert not [node for node in ast.walk(tree_of(rule)) if isinstance(node, (ast.Attribute, ast.Subscript))]


@pytest.mark.parametrize("rule", RULES)
def test_a_rule_tells_what_always_holds_or_is_a_definition_of_one_line(rule):
    told = inspect.getdoc(rule)
    assert "\nHolds: " in told or "\n" not in told


@pytest.mark.parametrize("rule", RULES)
def test_a_rule_holds_no_number_of_its_own(rule):
    """Only 0, 1 and 2; compared with or given back as they stand, also the codes of regions and scopes."""
    numbers, codes = [], []
    for node in ast.walk(tree_of(rule)):
        as_code = isinstance(node, (ast.Compare, ast.Return))
        codes += [part for part in ast.iter_child_nodes(node) if as_code and isinstance(part, ast.Constant)]
        numbers += [node] if isinstance(node, ast.Constant) and not isinstance(node.value, str) else []
    assert {code.value for code in codes} <= CODES
    assert {number.value for number in numbers if number not in codes} <= NEUTRAL


@pytest.mark.parametrize("rule", RULES)
def test_every_rule_is_tested(rule):
    called = {
        (node.value.id, node.attr)
        for path in TESTS
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name)
    }
    assert (rule.__module__.rpartition(".")[2], rule.__name__) in called
