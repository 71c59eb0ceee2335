"""The hot year in plain C, compiled on the spot where there is a compiler."""

from __future__ import annotations

import ctypes
import shutil
import subprocess
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

from benchmarks.hot_year import COLUMNS, NOW, PARAMETERS

SOURCE = Path(__file__).with_name("hot_year.c")
NUMBERS = [*NOW, *(f"a_{name}" for name in PARAMETERS)]
ARRAYS = [f"{table.removesuffix('s')}_{name}" for table, names in COLUMNS.items() for name in names]
COMPILER = shutil.which("cc")


class Columns(ctypes.Structure):
    """`struct columns` of hot_year.c."""

    _fields_ = [
        ("donors", ctypes.c_int),
        ("recipients", ctypes.c_int),
        *((name, ctypes.c_double) for name in NUMBERS),
        *((name, ctypes.c_void_p) for name in ARRAYS),
    ]


def declaration() -> str:
    """Return `struct columns` in C."""
    numbers = "".join(f"    double {name};\n" for name in NUMBERS)
    arrays = "".join(f"    double *restrict {name};\n" for name in ARRAYS)
    return f"struct columns {{\n    int donors, recipients;\n{numbers}{arrays}}};\n"


def hot_years() -> Callable[[dict[str, Any], int], None]:
    """Return what runs the hot year again and again, on the columns of `hot_year.columns_of`, in place."""
    with tempfile.TemporaryDirectory() as folder:
        source, library = Path(folder, "hot_year.c"), Path(folder, "hot_year.so")
        source.write_text(declaration() + SOURCE.read_text("utf-8"), encoding="utf-8")
        options = ["-std=c11", "-O2", "-shared", "-fPIC"]
        subprocess.run([str(COMPILER), *options, "-o", str(library), str(source), "-lm"], check=True)
        compiled = ctypes.CDLL(str(library)).hot_years
    compiled.argtypes, compiled.restype = (ctypes.POINTER(Columns), ctypes.c_int), None

    def run(columns: dict[str, Any], years: int) -> None:
        donors, recipients = columns["tie_share"].shape
        addresses = {name: columns[name].ctypes.data_as(ctypes.c_void_p) for name in ARRAYS}
        numbers = {name: columns[name] for name in NUMBERS}
        compiled(Columns(donors=donors, recipients=recipients, **numbers, **addresses), years)

    return run
