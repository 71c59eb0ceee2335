"""The cache of compiled code is named by every file that compiled code is made of, so a changed rule is never stale."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

import ssc_sim
from ssc_sim.compiled import compiled_sources

PACKAGE = Path(ssc_sim.__file__).parent


def is_compiled(node: ast.AST) -> bool:
    return isinstance(node, ast.FunctionDef) and any(
        isinstance(mark, ast.Name) and mark.id in {"compiled", "inlined"} for mark in node.decorator_list
    )


def homes_of_what_is_used(path: Path) -> set[str]:
    """Modules of the package from which the compiled functions of a file take a name."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    used = {
        inner.id
        for node in tree.body
        if is_compiled(node)
        for line in node.body  # annotations are never compiled
        for inner in ast.walk(line)
        if isinstance(inner, ast.Name)
    }
    homes = set()
    for node in tree.body:
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("ssc_sim"):
            for alias in node.names:
                if (alias.asname or alias.name) in used:
                    inner = PACKAGE.parent.joinpath(*node.module.split("."), alias.name).with_suffix(".py")
                    homes.add(f"{node.module}.{alias.name}" if inner.is_file() else node.module)
    return homes


FILES = [path for path in PACKAGE.rglob("*.py") if any(map(is_compiled, ast.parse(path.read_text("utf-8")).body))]


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_all_that_compiled_code_is_made_of_names_its_cache(path):
    named = set(compiled_sources())
    assert path in named
    for module in homes_of_what_is_used(path):
        file = PACKAGE.parent.joinpath(*module.split("."))
        file = file / "__init__.py" if file.is_dir() else file.with_suffix(".py")
        assert file in named, f"{module} is compiled into {path.name}"


def test_files_are_found():
    assert len(FILES) > 20
    assert all(path.is_file() for path in compiled_sources())
