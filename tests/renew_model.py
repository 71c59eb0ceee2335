"""Rewrites the generated parts of `ssc_sim/MODEL.md` from the code: `python tests/renew_model.py`."""

from __future__ import annotations

import ast
import importlib
import inspect
import pkgutil
import re
import sys
from collections.abc import Iterator
from pathlib import Path
from types import FunctionType, ModuleType
from typing import NamedTuple

sys.path.insert(0, str(Path(__file__).parents[1]))

import ssc_sim

sys.path.insert(0, str(Path(__file__).parent))

from model_scale import scale, year_2016

from ssc_sim import behaviour, rules, tables
from ssc_sim.compiled import plain
from ssc_sim.parameters import FAMILIES, Parameters
from ssc_sim.tables import EVENT_KINDS, FAULTS, Column, Outcome, Table

MODEL = Path(ssc_sim.__file__).with_name("MODEL.md")
STEP = MODEL.with_name("model.py")
COMMAND = "python tests/renew_model.py"
PART = re.compile(r"(<!-- generated: ([\w-]+) -->\n).*?(<!-- end -->)", re.DOTALL)
OTHER_NAMES = {
    "around": "neighbourhood",
    "before": "donor",
    "other": "recipient",
    "ngo_row": "ngo",
    "a": "parameter",
    "place": "tie",
    "winner": "tie",
    "country": "countryoutcome",
}
READ, WRITTEN, NUMBERS, DRAWN = "reads", "writes", "numbers", "draws for"


class Section(NamedTuple):
    """One line of the year in `SSCModel.step`."""

    name: str
    who: str


# --- Reading the code -------------------------------------------------------------------------------------------------


def modules_of(package: ModuleType) -> list[ModuleType]:
    """Return the modules of a package, by name."""
    names = sorted(found.name for found in pkgutil.iter_modules(package.__path__))
    return [importlib.import_module(f"{package.__name__}.{name}") for name in names]


def functions_of(module: ModuleType) -> list[FunctionType]:
    """Return the compiled functions that a module defines, uncompiled, in its order."""
    found = [plain(value) for value in vars(module).values() if hasattr(value, "py_func")]
    return [function for function in found if function.__module__ == module.__name__]


def model_tables() -> list[type[Table]]:
    """Return the declared tables, in the order of their files."""
    found = [value for value in vars(tables).values() if isinstance(value, type) and issubclass(value, Table)]
    declared = [table for table in found if table is not Table]
    return sorted(declared, key=lambda table: (table.__module__, inspect.getsourcelines(table)[1]))


def year() -> list[Section]:
    """Return the sections of the year, in the order of `SSCModel.step`."""
    nodes = ast.walk(ast.parse(STEP.read_text("utf-8")))
    step = next(node for node in nodes if isinstance(node, ast.FunctionDef) and node.name == "step")
    return [section for line in step.body for section in section_of(line)]


def section_of(line: ast.stmt) -> Iterator[Section]:
    """Yield the section that a line of the year calls, if it is one."""
    told = ast.unparse(line)
    if by_all := re.match(r"(\w+?)s\.do\('(\w+)', self\)", told):
        yield Section(by_all[2], f"each {by_all[1]}")
    if by_world := re.match(r"plain\(\w+\.(\w+)\)\(self", told):
        yield Section(by_world[1], "the world")


def behaviour_of(section: Section) -> FunctionType:
    """Return what a section does."""
    functions = [function for module in modules_of(behaviour) for function in functions_of(module)]
    return next(function for function in functions if function.__name__ == section.name)


def helpers_of(function: FunctionType) -> dict[str, FunctionType]:
    """Return a behaviour and all behaviours it calls, by name."""
    found: dict[str, FunctionType] = {}
    waiting = [function]
    while waiting:
        one = waiting.pop()
        found[one.__name__] = one
        named = {node.id for node in ast.walk(tree_of(one)) if isinstance(node, ast.Name)}
        called = [plain(one.__globals__.get(name)) for name in sorted(named)]
        waiting += [helper for helper in called if is_behaviour(helper) and helper.__name__ not in found]
    return found


def is_behaviour(value: object) -> bool:
    """Tell whether a value is a function of the behaviours."""
    return isinstance(value, FunctionType) and value.__module__.startswith(behaviour.__name__)


def tree_of(function: FunctionType) -> ast.AST:
    """Return the syntax of a function."""
    return ast.parse(inspect.getsource(function))


def owner(attribute: ast.Attribute) -> str:
    """Return what an attribute belongs to, in the singular: `tie` for `world.ties[i][j].grants`."""
    value = attribute.value
    while isinstance(value, ast.Subscript):
        value = value.value
    name = getattr(value, "id", getattr(value, "attr", ""))
    singular = name.removesuffix("es") if name == "touches" else name.removesuffix("s")
    return OTHER_NAMES.get(singular, singular)


def targets_of(node: ast.AST) -> Iterator[ast.AST]:
    """Yield what an assignment writes to: the column, also where one place of a vector is written."""
    targets = node.targets if isinstance(node, ast.Assign) else [node.target] if isinstance(node, ast.AugAssign) else []
    for target in targets:
        written = target
        while isinstance(written, ast.Subscript):
            written = written.value
        yield written


def touched(section: Section) -> dict[str, list[str]]:
    """Return what a section reads and writes, which numbers it takes, and what it draws for."""
    columns = {table.__name__.lower(): table.columns() for table in model_tables()}
    found: dict[str, dict[str, None]] = {READ: {}, WRITTEN: {}, NUMBERS: {}, DRAWN: {}}
    for tree in map(tree_of, helpers_of(behaviour_of(section)).values()):
        written = {id(target) for node in ast.walk(tree) for target in targets_of(node)}
        for node in (node for node in ast.walk(tree) if isinstance(node, ast.Attribute)):
            whose, name = owner(node), node.attr
            if name in columns.get(whose, ()):
                found[WRITTEN if id(node) in written else READ][f"{whose}.{name}"] = None
            elif whose == "parameter" and name in Parameters.columns():
                found[NUMBERS][name] = None
            elif whose == "luck" and name.isupper():
                found[DRAWN][name] = None
    return {kind: sorted(names) for kind, names in found.items()}


# --- Writing the parts ------------------------------------------------------------------------------------------------


def table_of(head: list[str], rows: list[list[str]]) -> str:
    """Return a table of Markdown."""
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join("| " + " | ".join(cell.replace("|", "\\|") for cell in line) + " |" for line in lines)


def code(names: list[str]) -> str:
    """Return names as code, one after the other."""
    return ", ".join(f"`{name}`" for name in names)


def name_of(name: str, column: Column) -> str:
    """Return a column's name and, where it is a vector, the name of each place."""
    stem = name.removesuffix("_by_region")
    parts = [f"{stem}_{label}" if label else name for label in column.labels]
    return code([name, *[part for part in parts if part != name]])


def columns() -> str:
    """Return every table of the model but the outcomes."""
    parts = []
    for table in model_tables():
        if table is not Outcome:
            rows = [[name_of(name, told), told.role, told.unit, told.meaning] for name, told in table.columns().items()]
            parts += [f"### {table.__name__}", inspect.getdoc(table) or ""]
            parts.append(table_of(["name", "role", "unit", "meaning"], rows))
    return "\n\n".join(parts)


def events() -> str:
    """Return the shocks that a scenario may schedule."""
    struck = {"both": "donor and recipients", "recipient": "recipients", "world": "the world"}
    rows = [[f"`{name}`", f"`{kind.size}`", f"{kind.low:g} to {kind.high:g}", struck.get(kind.strikes, kind.strikes),
             kind.meaning] for name, kind in EVENT_KINDS.items()]  # fmt: skip
    return table_of(["kind", "its size", "range", "strikes", "meaning"], rows)


def families() -> str:
    """Return every family of rules, and the numbers that `without` sets to neutral for it."""
    rows = []
    for family, meaning in FAMILIES.items():
        told = {name: number.off for name, number in Parameters.columns().items() if number.family == family}
        switched = ", ".join(f"`{name}` to {off:g}" for name, off in told.items() if off is not None)
        rows.append([f"`{family}`", meaning, switched, code([name for name, off in told.items() if off is None])])
    return table_of(["family", "what it holds", "without it", "its other numbers, left alone"], rows)


def schedule() -> str:
    """Return what each section of the year reads and writes."""
    rows = []
    all_outcomes = {f"outcome.{name}" for name in Outcome.columns()}
    for section in year():
        found = touched(section)
        if all_outcomes <= set(found[WRITTEN]):
            for kind in (READ, WRITTEN):
                found[kind] = [name for name in found[kind] if name not in all_outcomes]
            found[WRITTEN].append("outcome")
        rows.append([f"`{section.name}`", section.who, *(code(names) for names in found.values())])
    return table_of(["section", "who", READ, WRITTEN, NUMBERS, DRAWN], rows)


def identities() -> str:
    """Return the faults that stop a replicate."""
    return "\n".join(f"- {fault}" for fault in FAULTS if fault)


def rule_entries() -> str:
    """Return one entry for each rule: module, signature, docstring."""
    parts = []
    for module in modules_of(rules):
        parts += [f"### rules/{module.__name__.rpartition('.')[2]}.py", inspect.getdoc(module) or ""]
        for rule in functions_of(module):
            signature = f"`{rule.__name__}{inspect.signature(rule)}`"
            parts += [f"#### {rule.__name__}", signature, inspect.getdoc(rule) or ""]
    return "\n\n".join(parts)


def numbers() -> str:
    """Return every number of the rules."""
    rows = []
    for name, told in Parameters.columns().items():
        other = "" if told.literature is None else f"{told.literature:g}"
        span = f"{told.low:g} to {told.high:g}{' (log)' if told.scale == 'log' else ''}"
        rows.append([f"`{name}`", f"{told.value:g}", other, span, told.unit, told.kind, told.source, told.family,
                     told.meaning])  # fmt: skip
    return table_of(["name", "documents", "literature", "range", "unit", "kind", "source", "family", "meaning"], rows)


def outcomes() -> str:
    """Return every outcome with the smallest effect worth naming."""
    rows = []
    for name, told in Outcome.columns().items():
        smallest = f"{100 * told.smallest:g} %" if told.relative else f"{told.smallest:g}"
        rows.append([name_of(name, told), told.scale, told.unit, smallest, told.meaning])
    return table_of(["name", "scale", "unit", "smallest effect", "meaning"], rows)


PARTS = {
    "columns": columns,
    "events": events,
    "schedule": schedule,
    "identities": identities,
    "rules": rule_entries,
    "numbers": numbers,
    "outcomes": outcomes,
    "families": families,
    "year-2016": lambda: table_of(*year_2016()),
    "scale": lambda: table_of(*scale()),
}


def renewed(text: str) -> str:
    """Return the description with every generated part written anew."""
    return PART.sub(lambda part: f"{part[1]}\n{PARTS[part[2]]()}\n\n{part[3]}", text)


if __name__ == "__main__":
    MODEL.write_text(renewed(MODEL.read_text("utf-8")), "utf-8", newline="\n")
