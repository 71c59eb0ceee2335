"""A long job of small parts, for tests: in this process, or by `python long_jobs.py WHAT FOLDER` in another one."""

from __future__ import annotations

import itertools
import os
import random
import shutil
import signal
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import pytest

from ssc_sim import files
from ssc_sim.ensemble import parts as module
from ssc_sim.ensemble.parts import Job, Parts, completed
from ssc_sim.errors import InputError

RECORD = np.dtype([("index", "i8"), ("value", "f8"), ("by_region", "f8", (5,))])
FINGERPRINT = {"runs": 40, "scenarios": ["a", {"b": float("nan")}], "source": "0f"}
MANY = 200


def array_of(place: int) -> np.ndarray:
    rows = np.zeros((3, 2), RECORD)
    rows["index"] = place
    rows["value"] = np.sqrt(place)
    return rows


def job(place: int, called=lambda _: None) -> Job:
    def call() -> np.ndarray:
        called(place)
        return array_of(place)

    return Job(f"{place:04d}", RECORD, (3, 2), call)


def read(parts: Parts, place: int):
    return parts.read(f"{place:04d}", RECORD, (3, 2))


def run_all(folder: Path, count: int = MANY, called=lambda _: None) -> None:
    """Run a long job over two threads, from what there is of it; every array must be right."""
    with Parts(folder, FINGERPRINT) as parts, ThreadPoolExecutor(2) as pool:
        done = {j.name: array for j, array in completed(pool, (job(i, called) for i in range(count)), 2, parts)}
    assert all(np.array_equal(done[f"{place:04d}"], array_of(place)) for place in range(count))


def content(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def refusal(folder: Path, fingerprint=FINGERPRINT) -> str:
    with pytest.raises(InputError) as caught:
        Parts(folder, fingerprint)
    assert str(folder) in str(caught.value)
    return str(caught.value)


def in_another_process(what, folder: Path) -> subprocess.Popen:
    """Start one of the functions below, and wait until it says that it is ready."""
    words = [sys.executable, __file__, what.__name__, str(folder)]
    running = subprocess.Popen(words, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    assert running.stdout.readline() == "ready\n"
    return running


def hold(folder: Path) -> None:
    with Parts(folder, FINGERPRINT):
        print("ready", flush=True)
        sys.stdin.read()


def hold_and_have_a_child(folder: Path) -> None:
    print("ready", flush=True)
    with Parts(folder, FINGERPRINT):
        if not os.fork():
            print(os.getpid(), flush=True)
        time.sleep(60)


def be_killed_at_random(folder: Path) -> None:
    """Have the job killed thirty times, going on from what is there; say how many parts there are each time."""
    moments = random.Random(2016)  # noqa: S311  (no secret)
    print("ready", flush=True)
    short = min(_seconds_of_ten_parts(folder.with_name(f"short{i}")) for i in range(3))
    for _ in range(30):
        child = _forked(folder, MANY)
        time.sleep(moments.uniform(0, short))
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
        with Parts(folder, FINGERPRINT) as parts:
            assert all(np.array_equal(read(parts, int(name)), array_of(int(name))) for name in parts.finished())
            print(len(parts.finished()), flush=True)


def _seconds_of_ten_parts(folder: Path) -> float:
    begun = time.monotonic()
    os.waitpid(_forked(folder, 10), 0)
    return time.monotonic() - begun


def _forked(folder: Path, count: int) -> int:
    child = os.fork()
    if not child:
        run_all(folder, count, lambda _: time.sleep(0.005))
        os._exit(0)
    return child


def be_killed_at_each_line(folder: Path) -> None:
    """Write a part twice, killed at the first line of `parts.py` or `files.py`, then at the next, until the end.

    For each line, say whether a part was there afterwards, and whether something was left that was not finished.
    """
    os.fsync = lambda _: None  # what a killed process has written stays written
    print("ready", flush=True)
    for line in itertools.count():
        shutil.rmtree(folder, ignore_errors=True)
        child = os.fork()
        if not child:
            _kill_at(line)
            _write_twice(folder)
            os._exit(0)
        ended = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
        assert ended in (0, -signal.SIGKILL)
        unfinished = folder.exists() and any(path.name.endswith(".writing") for path in folder.iterdir())
        with Parts(folder, FINGERPRINT) as parts:
            found = read(parts, 1)
            assert found is None or np.array_equal(found, array_of(1))
            assert parts.finished() == ([] if found is None else ["0001"])
            print("none" if found is None else "whole", "unfinished" if unfinished else "", flush=True)
        _write_twice(folder)
        assert set(content(folder)) == {"job.json", "job.lock", "0001.part"}
        if not ended:
            break


def _write_twice(folder: Path) -> None:
    with Parts(folder, FINGERPRINT) as parts:
        parts.write("0001", array_of(1))
        parts.write("0001", array_of(1))


def _kill_at(line: int) -> None:
    passed = itertools.count()

    def lines(_, event, __):
        if event == "line" and next(passed) == line:
            os.kill(os.getpid(), signal.SIGKILL)
        return lines

    sys.settrace(lambda frame, *_: lines if frame.f_code.co_filename in (module.__file__, files.__file__) else None)


if __name__ == "__main__":
    globals()[sys.argv[1]](Path(sys.argv[2]))
