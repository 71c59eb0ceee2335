"""What the code of the behaviours reads and writes, table by table."""

from __future__ import annotations

import ast
from pathlib import Path

from ssc_sim import behaviour
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
    "country": CountryOutcome,
}
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
    "place": "tie",
    "touche": "touch",
    "winner": "tie",
}


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
