"""Behaviours stay in the part of Python that means the same, bit for bit, interpreted and compiled."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

import ssc_sim

FOLDER = Path(ssc_sim.__file__).parent / "behaviour"
FILES = sorted(FOLDER.glob("[a-z]*.py"))
PLAIN_CALLS = {"len", "range", "int", "float", "min", "max", "abs", "isfinite", "np.empty"}
NOT_PLAIN = (
    ast.Pow, ast.FloorDiv, ast.Mod, ast.Slice, ast.ListComp, ast.SetComp, ast.GeneratorExp, ast.Dict, ast.Set,
    ast.Lambda, ast.Global, ast.Nonlocal, ast.Try, ast.With, ast.In, ast.NotIn, ast.JoinedStr,
)  # fmt: skip


def not_plain(source: str) -> list[str]:
    """Return everything in a behaviour that is neither arithmetic, comparison, loop, rule nor luck."""
    tree = ast.parse(source)
    imported = [node for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)]
    modules = {a.name for n in imported if n.module in ("ssc_sim", "ssc_sim.rules") for a in n.names}
    other = {a.name for n in imported if (n.module or "").startswith("ssc_sim.behaviour.") for a in n.names}
    own = other | {node.name for node in tree.body if isinstance(node, ast.FunctionDef)}
    found = []
    for function in (node for node in tree.body if isinstance(node, ast.FunctionDef)):
        if [ast.unparse(decorator) for decorator in function.decorator_list] != ["compiled"]:
            found.append(f"{function.name} is not compiled")
        for node in ast.walk(function):
            if isinstance(node, NOT_PLAIN):
                found.append(f"{function.name}: {type(node).__name__}")
            if isinstance(node, ast.Call):
                name = ast.unparse(node.func)
                if name not in PLAIN_CALLS | own and name.partition(".")[0] not in modules:
                    found.append(f"{function.name}: calls {name}")
    return found


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_behaviours_do_arithmetic_and_call_rules_and_luck_and_nothing_else(path):
    assert not_plain(path.read_text(encoding="utf-8")) == []


@pytest.mark.parametrize(
    "line",
    ["x = r.debt**2", "x = r.debt // 2", "x = sum(r.capacity)", "x = r.capacity[0:2]", "x = [y for y in r.capacity]",
     "print(r)", "x = exp(r.debt)", "x = np.sort(r.capacity)", "x = r.debt in (1, 2)", "SEEN.append(r)"],
)  # fmt: skip
def test_what_is_not_plain_is_noticed(line):
    assert not_plain(f"@compiled\ndef pay(r, world):\n    {line}\n")


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_no_bare_constants_in_behaviours(path):
    tree = ast.parse(path.read_text(encoding="utf-8"))
    for function in (node for node in tree.body if isinstance(node, ast.FunctionDef)):
        for node in ast.walk(function):
            if isinstance(node, ast.Constant) and isinstance(node.value, int | float):
                allowed = (0, 1, 2, 3, 4, 5, -1, 0.5, 100, 1e-9)  # counting, halves, rounds and rounding
                assert node.value in allowed, f"{path.name}: {function.name}: {node.value}"
