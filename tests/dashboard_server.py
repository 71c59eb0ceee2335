"""The dashboard as a user starts it, for tests and benchmarks."""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def served(*scenarios: str) -> Iterator[str]:
    """Start `ssc-sim dashboard` on a free port and give its address; stop it at the end."""
    words = [sys.executable, "-u", "-m", "ssc_sim", "dashboard", *scenarios, "--port", "0"]
    process = subprocess.Popen(words, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    try:
        yield _address(process)
    finally:
        process.terminate()
        process.communicate(timeout=30)


def _address(process: subprocess.Popen[str]) -> str:
    told = []
    for line in process.stdout:
        told.append(line)
        found = re.search(r"http://127\.0\.0\.1:\d+", line)
        if found:
            return found[0]
    raise AssertionError("".join(told))
