"""The folder of parts: each whole and of this job, or run again; nothing of anybody else's is touched."""

from __future__ import annotations

import json
import os
import shutil
import stat

import numpy as np
import pytest
from long_jobs import FINGERPRINT, RECORD, array_of, content, read, refusal, run_all

from ssc_sim.ensemble import parts as module
from ssc_sim.ensemble.parts import Parts
from ssc_sim.errors import InputError

POSIX = pytest.mark.skipif(not hasattr(os, "fork"), reason="signals and forks as on POSIX")


@pytest.fixture
def folder(tmp_path):
    return tmp_path / "results" / "parts"


@pytest.fixture
def parts(folder):
    with Parts(folder, FINGERPRINT) as opened:
        yield opened


# Damaged


def test_every_flipped_byte_and_every_truncation_is_noticed(parts, folder):
    parts.write("short", np.arange(2.0))
    path = folder / "short.part"
    whole = path.read_bytes()

    def noticed(damaged: bytes) -> bool:
        path.write_bytes(damaged)
        return parts.read("short", np.dtype("f8"), (2,)) is None

    for place in range(len(whole)):
        assert noticed(whole[:place] + bytes([whole[place] ^ 1]) + whole[place + 1 :]), place
        assert noticed(whole[:place]), place
    assert noticed(whole + b"\0")
    assert not noticed(whole)


def test_only_damaged_and_missing_parts_are_run_again(folder):
    run_all(folder, 10)
    before = content(folder)
    flipped = bytearray(before["0003.part"])
    flipped[-40] ^= 1
    (folder / "0003.part").write_bytes(flipped)
    (folder / "0005.part").write_bytes(before["0005.part"][:-1])
    (folder / "0007.part").unlink()
    again = []
    run_all(folder, 10, again.append)
    assert sorted(again) == [3, 5, 7]
    assert content(folder) == before


def test_a_part_under_another_name_or_of_another_job_is_not_taken(parts, folder, tmp_path):
    parts.write("0001", array_of(1))
    shutil.copy(folder / "0001.part", folder / "0002.part")
    assert read(parts, 2) is None
    with Parts(tmp_path / "other", FINGERPRINT | {"runs": 41}) as other:
        shutil.copy(folder / "0001.part", tmp_path / "other")
        assert read(other, 1) is None
    assert read(parts, 1) is not None


def test_a_part_of_another_shape_or_type_is_not_taken(parts):
    parts.write("plain", np.arange(6.0).reshape(2, 3))
    assert np.array_equal(parts.read("plain", np.dtype("f8"), (2, 3)), np.arange(6.0).reshape(2, 3))
    assert parts.read("plain", np.dtype("f8"), (3, 2)) is None
    assert parts.read("plain", np.dtype("f4"), (2, 3)) is None
    assert parts.read("plain", RECORD, (2, 3)) is None


def test_a_record_of_many_columns_comes_back(parts):
    wide = np.dtype([(f"a_rather_long_name_of_column_{i}", "f8") for i in range(600)])
    parts.write("wide", np.ones(2, wide))
    assert np.array_equal(parts.read("wide", wide, (2,)), np.ones(2, wide))


def test_objects_are_never_pickled(parts):
    with pytest.raises(ValueError, match="allow_pickle"):
        parts.write("objects", np.array([{}, []], object))
    assert parts.finished() == []


@pytest.mark.parametrize("name", ["", "../0001", "a/b", "A", "a.b", ".a", "a\n"])
def test_a_name_that_is_no_file_name_everywhere_is_refused(parts, name):
    with pytest.raises(ValueError, match="name of a part"):
        parts.write(name, array_of(1))


# Other folders


def test_the_parts_of_another_job_are_refused_with_what_differs(folder):
    run_all(folder, 2)
    before = content(folder)
    other = {"runs": 41, "scenarios": ["a", {"b": float("nan")}], "seed": None}
    assert "(differing in: runs, seed, source)" in refusal(folder, other)
    assert content(folder) == before


def test_the_same_job_in_another_order_is_the_same(folder):
    run_all(folder, 2)
    with Parts(folder, dict(reversed(FINGERPRINT.items()))) as parts:
        assert np.array_equal(read(parts, 1), array_of(1))


def test_another_format_is_refused(folder):
    run_all(folder, 1)
    described = json.loads((folder / "job.json").read_text())
    (folder / "job.json").write_text(json.dumps(described | {"format": 2}))
    assert "format 2" in refusal(folder)


@pytest.mark.parametrize(
    ("name", "text"),
    [("thesis.docx", "x"), ("0001.part", "x"), ("job.json", "{"), ("job.json", "[]"), ("job.json", '{"name": "x"}')],
)
def test_a_folder_with_something_else_is_refused_and_left_alone(folder, name, text):
    folder.mkdir(parents=True)
    (folder / name).write_text(text)
    assert name in refusal(folder)
    assert content(folder) == {name: text.encode()}


def test_something_else_among_the_parts_is_refused_but_hidden_files_are_not(folder):
    run_all(folder, 2)
    (folder / ".DS_Store").write_text("x")
    (folder / ".mine.writing").write_text("x")
    with Parts(folder, FINGERPRINT) as parts:
        assert parts.finished() == ["0000", "0001"]
    assert (folder / ".mine.writing").exists()
    (folder / "notes.txt").write_text("x")
    assert "notes.txt" in refusal(folder)


def test_what_was_being_written_is_cleared_away(folder):
    run_all(folder, 2)
    before = content(folder)
    (folder / "0002.part.writing").write_text("x")
    (folder / "job.json.writing").write_text("x")
    Parts(folder, FINGERPRINT).close()
    assert content(folder) == before


def test_done_with_it_nothing_is_left(folder):
    with Parts(folder, FINGERPRINT) as parts:
        parts.write("0001", array_of(1))
        parts.discard()
    assert not folder.exists()
    with Parts(folder, FINGERPRINT) as parts:
        parts.write("0001", array_of(1))
        (folder / "notes.txt").write_text("x")
        parts.discard()
    assert set(content(folder)) == {"notes.txt"}


# A disk that does not take it


def test_a_path_that_is_a_file_or_below_one_is_refused(tmp_path):
    (tmp_path / "file").write_text("x")
    for place in (tmp_path / "file", tmp_path / "file" / "below"):
        assert "cannot be written" in refusal(place)
    assert content(tmp_path) == {"file": b"x"}


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may write everywhere")
def test_a_read_only_folder_is_refused(tmp_path):
    tmp_path.chmod(0o500)
    assert "Permission denied" in refusal(tmp_path)


def full(*_, **__):
    raise OSError(28, "No space left on device")


@pytest.mark.parametrize("operation", ["replace", "fsync"])
def test_a_full_disk_is_told_and_leaves_nothing_half_written(parts, folder, monkeypatch, operation):
    parts.write("0001", array_of(1))
    before = content(folder)
    monkeypatch.setattr(module.os, operation, full)
    with pytest.raises(InputError, match=r"No space left on device; .*finished parts are kept"):
        parts.write("0002", array_of(2))
    assert content(folder) == before
    monkeypatch.undo()
    parts.write("0002", array_of(2))
    assert np.array_equal(read(parts, 2), array_of(2))


def test_a_full_disk_at_the_start_lets_go_of_the_folder(folder, monkeypatch):
    monkeypatch.setattr(module.os, "replace", full)
    assert "No space left" in refusal(folder)
    monkeypatch.undo()
    run_all(folder, 2)


@POSIX
def test_a_disk_that_takes_half_a_part_keeps_none_of_it(parts, folder):
    import resource

    parts.write("0001", array_of(1))
    before = content(folder)
    limits = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, limits[1]))
    try:
        with pytest.raises(InputError, match="cannot be written: File too large"):
            parts.write("large", np.ones(100_000))
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, limits)
    assert content(folder) == before


def test_a_folder_that_is_removed_meanwhile_is_told(parts, folder):
    shutil.rmtree(folder)
    with pytest.raises(InputError, match="cannot be written: No such file"):
        parts.write("0001", array_of(1))


def test_a_part_is_on_the_disk_before_it_has_its_name(parts, folder, monkeypatch):
    flushed = []

    def flush(descriptor: int) -> None:
        is_file = stat.S_ISREG(os.fstat(descriptor).st_mode)
        flushed.append((os.fstat(descriptor).st_size if is_file else "the names", parts.finished()))

    monkeypatch.setattr(module.os, "fsync", flush)
    parts.write("0001", array_of(1))
    assert flushed == [((folder / "0001.part").stat().st_size, []), ("the names", ["0001"])]
