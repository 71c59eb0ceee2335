"""The command line as a test calls it, in this process."""

from __future__ import annotations

import sys
from pathlib import Path

from ssc_sim.cli import main


def call(monkeypatch, folder: Path, *words: str) -> int:
    """Call the command line in a folder and return its exit code."""
    monkeypatch.chdir(folder)
    monkeypatch.setattr(sys, "argv", ["ssc-sim", *words])
    try:
        main()
    except SystemExit as done:
        return int(done.code or 0)
    return 0
