"""A disk that is full or cannot be written, results of another format: told clearly, with nothing half-written."""

from __future__ import annotations

import errno
import json
import os
from pathlib import Path

import pandas as pd
import pyarrow.parquet as pq
import pytest
from stored_runs import request, store, tables
from test_commands import call

from ssc_sim.errors import InputError
from ssc_sim.replaying import Replay, Stored
from ssc_sim.results import blocks
from ssc_sim.results.folder import Results, Summary

NO_SPACE = OSError(errno.ENOSPC, "No space left on device")


@pytest.fixture
def folder(tmp_path):
    return tmp_path / "results" / "mine"


def everything(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def full(*_, **__):
    raise NO_SPACE


@pytest.mark.parametrize(
    ("owner", "name"),
    [
        (pq.ParquetWriter, "write_table"),
        (pd.DataFrame, "to_csv"),
        (blocks.Summing, "_write_section"),
        (Path, "write_text"),
        (os, "fsync"),
    ],
)
def test_a_disk_that_is_full_while_results_are_written_keeps_the_parts(folder, monkeypatch, owner, name):
    asked = request(30)
    with monkeypatch.context() as patched, pytest.raises(InputError, match=r"mine: cannot be written: No space left"):
        store(asked, folder, finished=lambda _: None, at_the_end=lambda: patched.setattr(owner, name, full))
    assert not folder.exists()
    left = [path.suffix for path in folder.with_name("mine.parts").iterdir()]
    assert sorted(left) == [".json", ".lock", *[".part"] * 4], "and nothing half-written"
    store(asked, folder, resume=True, finished=lambda _: None)
    store(asked, folder.with_name("whole"))
    assert tables(folder) == tables(folder.with_name("whole"))


def test_a_disk_that_is_full_while_parts_are_written_keeps_those_before_it(folder, monkeypatch):
    asked = request(60)
    written = []
    replace = os.replace

    def until_full(source, target):
        written.append(target)
        if len(written) > 3:
            raise NO_SPACE
        replace(source, target)

    with monkeypatch.context() as patched:
        patched.setattr(os, "replace", until_full)
        with pytest.raises(InputError, match=r"mine\.parts: cannot be written: No space left.*finished parts are kept"):
            store(asked, folder, workers=1)
    parts = folder.with_name("mine.parts")
    assert {path.suffix for path in parts.iterdir()} == {".part", ".json", ".lock"}
    assert len([*parts.glob("*.part")]) == 2
    store(asked, folder, resume=True)
    assert (folder / "summary.csv").is_file()


def test_results_that_stand_are_not_touched_where_new_ones_cannot_be_written(folder, monkeypatch):
    store(request(4), folder)
    before = everything(folder)
    with monkeypatch.context() as patched:
        patched.setattr(pd.DataFrame, "to_csv", full)
        with pytest.raises(InputError, match="No space left"):
            store(request(5), folder, overwrite=True)
    assert everything(folder) == before


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may write everywhere")
def test_a_folder_that_may_not_be_written_is_told_before_anything_runs(tmp_path):
    tmp_path.chmod(0o500)
    with pytest.raises(InputError, match="cannot be written: Permission denied"):
        store(request(4), tmp_path / "results", finished=pytest.fail)


def test_a_folder_on_a_disk_that_is_read_only_is_told_before_anything_runs(folder, monkeypatch):
    def read_only(*_, **__):
        raise OSError(errno.EROFS, "Read-only file system")

    monkeypatch.setattr(Path, "mkdir", read_only)
    with pytest.raises(InputError, match=r"mine\.parts: cannot be written: Read-only file system"):
        store(request(4), folder, finished=pytest.fail)


def test_a_path_below_a_file_is_told_before_anything_runs(tmp_path):
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(InputError, match="cannot be written"):
        store(request(4), tmp_path / "file" / "results", finished=pytest.fail)
    assert everything(tmp_path) == {"file": b"in the way"}


def test_a_replay_that_cannot_be_written_leaves_nothing(folder, monkeypatch):
    store(request(4), folder)
    replayed = Replay.of(Stored.read(folder), 3, "baseline-2016")
    with monkeypatch.context() as patched:
        patched.setattr(pd.DataFrame, "to_parquet", full)
        with pytest.raises(InputError, match="No space left"):
            replayed.write(folder.with_name("replayed"))
    assert [path.name for path in folder.parent.iterdir()] == ["mine"]


# Formats


@pytest.fixture
def of_format(folder):
    """A results folder in which another format is written."""

    def written(number: object) -> Path:
        if not folder.exists():
            store(request(2, ["baseline-2016"], 2016), folder)
        manifest = json.loads((folder / "manifest.json").read_text())
        (folder / "manifest.json").write_text(json.dumps(manifest | {"format": number}))
        return folder

    return written


@pytest.mark.parametrize(
    ("number", "allowed"),
    [(0, "format 1: the same run again with this one"), (2, "format 1: a newer ssc-sim, or the same run again")],
)
def test_results_of_an_older_or_newer_format_are_refused_with_what_helps(of_format, number, allowed):
    folder = of_format(number)
    for read in (Results.read, Summary.read, Stored.read):
        with pytest.raises(InputError, match=f"results of format {number}; allowed: {allowed}"):
            read(folder)


@pytest.mark.parametrize("words", [("plot", "."), ("replay", ".", "0"), ("run", "baseline-2016", "--out", ".")])
def test_every_command_tells_of_another_format_and_touches_nothing(monkeypatch, capsys, of_format, words):
    folder = of_format(2)
    before = everything(folder)
    words = [str(folder) if word == "." else word for word in words]
    assert call(monkeypatch, folder, *words, *(("--runs", "2", "--until", "2016") if words[0] == "run" else ())) == 2
    told = capsys.readouterr().err
    assert "format" in told
    assert "Traceback" not in told
    assert everything(folder) == before


def test_parts_of_another_format_are_refused_and_kept(folder, monkeypatch):
    with monkeypatch.context() as patched:
        patched.setattr(pd.DataFrame, "to_csv", full)
        with pytest.raises(InputError):
            store(request(20), folder)
    job = folder.with_name("mine.parts") / "job.json"
    job.write_text(json.dumps(json.loads(job.read_text()) | {"format": 2}))
    before = everything(folder.parent)
    for how in ({"resume": True}, {"overwrite": True}):
        with pytest.raises(InputError, match="holds parts of format 2; allowed: format 1"):
            store(request(20), folder, **how)
    assert everything(folder.parent) == before


@pytest.mark.parametrize("name", ["manifest.json", "outcomes.parquet", "summary.csv", "failures.csv", "posterior.csv"])
def test_a_results_folder_with_a_damaged_file_is_told(folder, name, monkeypatch, tmp_path, capsys):
    store(request(2, ["baseline-2016"], 2016), folder)
    (folder / name).write_bytes(b"\0\xff damaged")
    assert call(monkeypatch, tmp_path, "replay", str(folder), "0") == (0 if name == "summary.csv" else 2)
    told = capsys.readouterr().err
    assert ("is not a results folder" in told) != (name in {"summary.csv", "posterior.csv"})
    assert "Traceback" not in told
    assert call(monkeypatch, tmp_path, "plot", str(folder)) == (2 if name in {"manifest.json", "summary.csv"} else 0)
    assert "Traceback" not in capsys.readouterr().err
