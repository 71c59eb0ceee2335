"""What is compiled is never stale, wherever the package stands and however many processes compile it at once."""

from __future__ import annotations

import os
import shutil
import stat
import subprocess
import sys
from pathlib import Path

import pytest

import ssc_sim

PACKAGE = Path(ssc_sim.__file__).parent
#: Compiles a rule into a function of another file: seconds, where the whole model takes twenty.
PROGRAM = """
from ssc_sim import compiled
from ssc_sim.rules import debt

@compiled.compiled
def next_year(owed):
    return debt.debt_next(owed, 5.0, 10.0, 7.0)

cold = compiled.is_cold(next_year)
print(next_year(100.0), "cold" if cold else "warm", compiled.cache_folder())
"""


@pytest.fixture
def installed(tmp_path):
    """A copy of the package, to change a rule in."""
    ignored = shutil.ignore_patterns("__pycache__")
    shutil.copytree(PACKAGE, tmp_path / "installed" / "ssc_sim", ignore=ignored)
    for folder in ("scenarios", "calibration"):
        if not (PACKAGE / folder).exists():
            shutil.copytree(PACKAGE.parent / folder, tmp_path / "installed" / folder, ignore=ignored)
    return tmp_path / "installed"


@pytest.fixture
def start(installed, tmp_path):
    """Starts the program on the copy, with a cache of its own."""
    program = tmp_path / "program.py"  # the compiler keeps only what stands in a file
    program.write_text(PROGRAM)

    def started(**more: str) -> subprocess.Popen:
        environment = {"PYTHONPATH": str(installed), "XDG_CACHE_HOME": str(tmp_path / "cache"),
                       "TMPDIR": str(tmp_path), "PYTHONDONTWRITEBYTECODE": "1"}  # fmt: skip
        return subprocess.Popen([sys.executable, str(program)], env=os.environ | environment | more, text=True,
                                stdout=subprocess.PIPE, stderr=subprocess.PIPE)  # fmt: skip

    return started


def told_by(running: subprocess.Popen) -> list[str]:
    shown, error = running.communicate(timeout=600)
    assert running.returncode == 0, error
    return shown.split()


@pytest.mark.slow
def test_a_changed_rule_is_never_served_from_what_was_compiled_before(start, installed):
    assert told_by(start())[:2] == ["102.0", "cold"]
    assert told_by(start())[:2] == ["102.0", "warm"]
    rule = installed / "ssc_sim" / "rules" / "debt.py"
    before = rule.stat()
    rule.write_text(
        rule.read_text().replace("return debt + interest + loans - service", "return debt + interest + loans")
    )
    os.utime(rule, ns=(before.st_atime_ns, before.st_mtime_ns))
    assert told_by(start())[:2] == ["112.0", "cold"]
    rule.write_text(
        rule.read_text().replace("return debt + interest + loans", "return debt + interest + loans - service")
    )
    assert told_by(start())[:2] == ["102.0", "warm"], "and the old one is still there"


@pytest.mark.slow
def test_processes_that_compile_at_once_agree_and_leave_a_cache_that_works(start):
    running = [start() for _ in range(3)]
    told = [told_by(one) for one in running]
    assert {value for value, *_ in told} == {"102.0"}
    assert len({folder for *_, folder in told}) == 1
    assert told_by(start())[:2] == ["102.0", "warm"]


@pytest.mark.slow
def test_an_install_that_cannot_be_written_works_and_is_left_alone(start, installed, tmp_path):
    before = {path: path.stat().st_mtime_ns for path in installed.rglob("*")}
    for path in before:
        path.chmod(stat.S_IMODE(path.stat().st_mode) & ~0o222)
    try:
        assert told_by(start())[0] == "102.0"
        (tmp_path / "file").write_text("no folder")
        value, _, folder = told_by(start(XDG_CACHE_HOME=str(tmp_path / "file")))
    finally:
        for path in before:
            path.chmod(stat.S_IMODE(path.stat().st_mode) | 0o200)
    assert value == "102.0"
    assert Path(folder).is_relative_to(tmp_path / "ssc-sim"), "where no cache can be kept for the user, a temporary one"
    assert {path: path.stat().st_mtime_ns for path in installed.rglob("*")} == before
