"""The observed tables as they stand, and copies of them that a test may damage."""

from __future__ import annotations

import csv
import shutil
from collections.abc import Callable
from importlib.resources import files
from pathlib import Path

import pytest

from ssc_sim.errors import InputError

TABLES = ("recipients.csv", "donors.csv", "donor_figures.csv", "partners.csv", "ngos.csv", "ties.csv", "reported.csv")

Reader = Callable[[Path], object]


def copied_tables(tmp_path: Path) -> Path:
    """Return a copy of the tables that a test may damage."""
    own = Path(str(files("ssc_sim.observed")))
    for name in (*TABLES, "sources.yaml"):
        shutil.copy(own / name, tmp_path / name)
    return tmp_path


def raw_lines(name: str) -> list[dict[str, str]]:
    with (Path(str(files("ssc_sim.observed"))) / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def damage(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert text.count(old) >= 1, f"nothing to damage in {path.name}"
    path.write_text(text.replace(old, new, 1), encoding="utf-8", newline="")


def complaints(reader: Reader, folder: Path) -> list[str]:
    """Return what the reader says of a folder, without the folder."""
    with pytest.raises(InputError) as caught:
        reader(folder)
    return [str(problem).removeprefix(f"{folder.as_posix()}/") for problem in caught.value.problems]
