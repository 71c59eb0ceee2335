"""Imports point one way, so that each layer can be read without the ones above it."""

from __future__ import annotations

import ast
import subprocess
import sys
from itertools import pairwise
from pathlib import Path

import pytest

import ssc_sim

PACKAGE = Path(ssc_sim.__file__).parent
ORDER = (
    {"errors", "files", "compiled"},
    {"luck", "rules", "tables"},
    {"shipped", "parameters", "observed"},
    {"posterior"},
    {"behaviour"},
    {"scenario", "facts"},
    {"world"},
    {"engine", "agents", "model"},
    {"results"},
    {"ensemble"},
    {"comparison", "mechanisms", "marginal"},
    {"wording", "figures", "comparison_figures", "screen"},
    {"requests", "replaying", "commands", "expectations", "fitting", "analysis"},
    {"report", "study"},
    {"dashboard", "app"},
    {"cli"},
    {"__main__"},
)  # fmt: skip
WITHIN = (  # in a group, who may import whom
    ("shipped", "parameters"),
    ("requests", "replaying", "commands"),
    ("wording", "figures", "comparison_figures"),
    ("wording", "screen"),
    ("agents", "model"),
)
INSIDE = {  # in a folder, who may import whom
    "scenario": (
        "strict_yaml",
        "words",
        "keys",
        "changes",
        "shapes",
        "sweep",
        "expectations",
        "file",
        "reading",
        "dumping",
    ),
    "results": ("checks", "blocks", "failures", "folder"),
    "ensemble": ("parts", "asked", "manifest", "cluster", "states", "chunks", "running", "storing"),
    "expectations": ("judging", "claims", "worlds", "programme", "settings", "table", "figures", "command", "screen"),
    "report": (
        "language",
        "naming",
        "choice",
        "countries",
        "expected",
        "grounds",
        "completing",
        "stored",
        "claims",
        "sentences",
        "evidence",
        "basis",
        "gains",
        "grids",
        "pictures",
        "page",
        "command",
    ),
    "dashboard": (
        "facts",
        "policy",
        "answering",
        "answers",
        "words",
        "svg",
        "pictures",
        "countries",
        "views",
        "controls",
        "files",
        "visit",
        "serving",
        "page",
    ),
}
ALONE = {
    "mesa": {"agents", "model", "app"},
    "solara": {"dashboard", "app"},
    "matplotlib": {"figures", "comparison_figures", "expectations", "fitting", "analysis", "report"},
}


def layer(part: str) -> int:
    return next(i for i, group in enumerate(ORDER) if part in group)


def imports(path: Path) -> set[str]:
    """Every module that a file imports when it runs, at the top or inside a function."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    typing_only = {
        inner
        for node in ast.walk(tree)
        if isinstance(node, ast.If) and ast.unparse(node.test) == "TYPE_CHECKING"
        for inner in ast.walk(node)
    }
    found: set[str] = set()
    for node in ast.walk(tree):
        if node in typing_only:
            continue
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module == "ssc_sim":
            found |= {f"ssc_sim.{alias.name}" for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            found |= modules_of(node.module, [alias.name for alias in node.names])
    return found


def modules_of(package: str, names: list[str]) -> set[str]:
    """Return the modules that stand in a folder under the names imported from it, or else the folder itself."""
    folder = PACKAGE.parent.joinpath(*package.split("."))
    return {f"{package}.{name}" for name in names if (folder / f"{name}.py").is_file()} or {package}


def part_of(path: Path) -> str:
    return path.relative_to(PACKAGE).with_suffix("").parts[0]


FILES = sorted(path for path in PACKAGE.rglob("*.py") if path != PACKAGE / "__init__.py")


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_imports_point_one_way(path):
    mine = part_of(path)
    for module in imports(path):
        if module.startswith("ssc_sim."):
            theirs = module.split(".")[1]
            before = any(theirs == a and mine == b for chain in WITHIN for a, b in ordered_pairs(chain))
            assert mine == theirs or layer(theirs) < layer(mine) or before, f"{mine} imports {theirs}"


@pytest.mark.parametrize("folder", INSIDE)
def test_imports_point_one_way_inside_a_folder(folder):
    files = {path.stem: path for path in (PACKAGE / folder).glob("*.py") if path.stem != "__init__"}
    assert set(files) == set(INSIDE[folder])
    for mine, path in files.items():
        for module in imports(path):
            if module.startswith(f"ssc_sim.{folder}"):
                theirs = module.removeprefix(f"ssc_sim.{folder}.")
                assert (theirs, mine) in ordered_pairs(INSIDE[folder]), f"{folder}: {mine} imports {theirs}"


def ordered_pairs(chain: tuple[str, ...]) -> list[tuple[str, str]]:
    return [(a, b) for i, a in enumerate(chain) for b in chain[i + 1 :]]


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_heavy_libraries_are_imported_in_few_places(path):
    for module in imports(path):
        allowed = ALONE.get(module.partition(".")[0])
        assert allowed is None or part_of(path) in allowed


def test_rules_import_nothing_but_compiled():
    for path in (PACKAGE / "rules").glob("*.py"):
        assert imports(path) <= {"math", "ssc_sim.compiled"}


def test_every_part_has_its_place():
    assert {part_of(path) for path in FILES} == set().union(*ORDER)
    assert len(set().union(*ORDER)) == sum(len(group) for group in ORDER)
    assert all(layer(a) <= layer(b) for chain in WITHIN for a, b in pairwise(chain))


@pytest.mark.parametrize(
    "command",
    [["--help"], ["analyse", "--help"], ["validate", "baseline-2016"], ["show", "scenarios"]],
)
def test_light_commands_load_nothing_heavy(command):
    code = (
        "import sys\nfrom ssc_sim.cli import main\n"
        f"sys.argv = ['ssc-sim', *{command!r}]\n"
        "try:\n    main()\nexcept SystemExit as done:\n    assert not done.code, done.code\n"
        "heavy = {'mesa', 'numba', 'pandas', 'matplotlib'} & set(sys.modules)\n"
        "assert not heavy, heavy\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


def test_importing_the_model_leaves_the_start_method_of_processes_alone():
    code = (
        "import multiprocessing\nimport ssc_sim.model\n"
        "assert multiprocessing.get_start_method(allow_none=True) is None\n"
        "multiprocessing.set_start_method('spawn')\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
