"""How everything is compiled: in one place, and never from a stale cache.

numba's disk cache notices a changed function, but not a changed function that it calls in another file. So the compiled
code is kept in a folder named by a hash of every source file that it is made of: a changed rule is a new folder.
"""

from __future__ import annotations

import hashlib
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from types import FunctionType
from typing import Any, TypeVar

import numba
import platformdirs

_settings: Any = numba.config  # numba sets its attributes as it starts

#: Files and folders that define compiled functions or anything they use (a test keeps the list whole).
COMPILED_FROM = (
    "compiled.py", "luck.py", "tables", "rules", "behaviour", "world.py", "engine.py",
    "fitting/reference.py", "fitting/holdouts.py",
)  # fmt: skip

F = TypeVar("F", bound=Callable[..., object])


def compiled_sources() -> list[Path]:
    """Return the source files that decide what the compiler makes."""
    package = Path(__file__).parent
    return [
        source
        for place in COMPILED_FROM
        for source in (sorted((package / place).rglob("*.py")) if (package / place).is_dir() else [package / place])
    ]


@cache
def cache_folder() -> Path:
    """Return the folder of this version's compiled code: the user's cache, or else a temporary one."""
    digest = hashlib.sha256()
    for source in compiled_sources():
        digest.update(source.read_bytes())
    name = digest.hexdigest()[:16]
    for parent in (platformdirs.user_cache_path("ssc-sim"), Path(tempfile.gettempdir()) / "ssc-sim"):
        folder = parent / name
        try:
            folder.mkdir(parents=True, exist_ok=True)
            with tempfile.TemporaryFile(dir=folder):
                return folder
        except OSError:
            continue
    return Path(tempfile.mkdtemp(prefix="ssc-sim-"))


@contextmanager
def _own_cache() -> Iterator[None]:
    """Keep compiled code in our folder, and leave the setting of other packages as it was."""
    before = _settings.CACHE_DIR
    _settings.CACHE_DIR = str(cache_folder())
    try:
        yield
    finally:
        _settings.CACHE_DIR = before


def compiled(function: F) -> F:
    """Compile a function on its first call; the source stays at hand as `plain(function)`.

    No compiled function owns memory: all of it is in the tables it is given (one that needs more is refused, and none
    may return a table). So numba need not count who uses a table, which would cost as much as the model itself; and
    each function is put into those that call it, for a world has a hundred pointers to hand over.
    """
    options: dict[str, Any] = {"cache": True, "nogil": True, "error_model": "numpy", "forceinline": True, "_nrt": False}
    with _own_cache():
        return numba.njit(**options)(function)  # type: ignore[no-any-return]


def inlined(function: F) -> F:
    """Compile a function into its callers: one that takes a behaviour as argument is else compiled for each anew."""
    return numba.njit(inline="always")(function)  # type: ignore[return-value]


def plain(function: F) -> F:
    """Return a function before compilation, for Mesa agents, debuggers and coverage.

    What it calls from its own package is before compilation too; rules and luck, which it imports, stay compiled.
    """
    source = getattr(function, "py_func", None)
    return function if source is None else _plain_names(source.__module__)[source.__name__]


@cache
def _plain_names(module: str) -> dict[str, Any]:
    """Return the names of a module, with its compiled functions as they were before compilation."""
    names = dict(vars(sys.modules[module]))
    package = module.rpartition(".")[0]
    for name, value in vars(sys.modules[module]).items():
        source = getattr(value, "py_func", None)
        if source is not None and source.__module__ == module:
            names[name] = FunctionType(source.__code__, names, name, source.__defaults__)
            names[name].__doc__ = source.__doc__
        elif source is not None and source.__module__.rpartition(".")[0] == package:
            names[name] = plain(value)
    return names


def is_cold(function: Callable[..., object]) -> bool:
    """Tell whether the first call of a compiled function will have to wait for the compiler."""
    return not any(cache_folder().rglob(f"*.{function.__name__}-*.nbi"))
