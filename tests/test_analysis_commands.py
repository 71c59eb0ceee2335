"""The commands under `analyse`: what they write, what they say, and how they refuse."""

from __future__ import annotations

import json
import sys

import pandas as pd
import pytest

from ssc_sim.analysis import ablation, information, sensitivity, ties
from ssc_sim.cli import main

POLICIES = ["all-financial", "all-technical"]
SMALL = {  # of each command: options that keep it small, and the columns of its first table
    "sensitivity": (["--by", "family", "--samples", "8", "--outcome", "capacity"], sensitivity.COLUMNS),
    "information": (["--samples", "50", "--objective", "capacity", "--objective", "dependency"], information.COLUMNS),
    "ties": (["--runs", "2", "--draws", "20", "--number", "home_training", "--number", "fade", "--outcome", "capacity"],
             ties.COLUMNS),
    "ablation": (["--runs", "10", "--outcome", "participants", "--outcome", "capacity"], ablation.COLUMNS),
}  # fmt: skip


def call(monkeypatch, folder, *words):
    """Call the command line in a folder and return its exit code."""
    monkeypatch.chdir(folder)
    monkeypatch.setattr(sys, "argv", ["ssc-sim", "analyse", *words])
    try:
        main()
    except SystemExit as done:
        return int(done.code or 0)
    return 0


@pytest.mark.slow
@pytest.mark.parametrize("command", SMALL)
def test_each_command_writes_its_tables_whole_and_says_what_it_found(monkeypatch, tmp_path, capsys, command):
    options, columns = SMALL[command]
    words = [command, *POLICIES, "--year", "2018", *options]
    assert call(monkeypatch, tmp_path, *words) == 0
    folder = tmp_path / "results" / f"{command}-{'+'.join(POLICIES)}"
    table = folder / f"{command}.csv"
    assert list(pd.read_csv(table).columns) == columns
    manifest = json.loads((folder / "manifest.json").read_text())
    assert (manifest["kind"], manifest["until"], manifest["seed"]) == (command, 2018, 2016)
    concluded = (folder / "conclusions.md").read_text().splitlines()
    told = " ".join(capsys.readouterr().out.split())
    assert told.startswith(" ".join(concluded[0].removeprefix("- ").split()))
    assert [path.name for path in (tmp_path / "results").iterdir()] == [folder.name], "no part is left"
    before = table.read_bytes()
    assert call(monkeypatch, tmp_path, *words, "--workers", "1") == 0
    assert table.read_bytes() == before, "the same bytes, whatever the workers"
    assert call(monkeypatch, tmp_path, *words, "--seed", "7") == 2
    assert "holds other results (differing in: seed)" in capsys.readouterr().err


@pytest.mark.parametrize("command", SMALL)
def test_mistakes_end_with_exit_code_2_and_write_nothing(monkeypatch, tmp_path, capsys, command):
    wrong = ["--objective" if command == "information" else "--outcome", "capasity"]
    assert call(monkeypatch, tmp_path, command, "all-finansial", "all-technical", *wrong) == 2
    told = capsys.readouterr().err
    assert "did you mean 'all-financial'" in told
    assert "did you mean 'capacity'" in told
    assert "Traceback" not in told
    assert list(tmp_path.iterdir()) == []
