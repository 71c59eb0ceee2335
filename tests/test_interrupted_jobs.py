"""A long job in parts: whatever stops it, it goes on to the same bytes; one process at a time, in flat memory."""

from __future__ import annotations

import os
import signal
import threading
import time
import weakref
from concurrent.futures import ThreadPoolExecutor

import long_jobs
import pytest
from long_jobs import FINGERPRINT, MANY, RECORD, array_of, content, in_another_process, refusal, run_all

from ssc_sim.ensemble import parts as module
from ssc_sim.ensemble.parts import Job, Parts, completed

POSIX = pytest.mark.skipif(not hasattr(os, "fork"), reason="signals and forks as on POSIX")


@pytest.fixture(scope="module")
def unbroken(tmp_path_factory):
    folder = tmp_path_factory.mktemp("unbroken") / "parts"
    run_all(folder)
    return content(folder)


@pytest.fixture
def folder(tmp_path):
    return tmp_path / "results" / "parts"


# Killed


@POSIX
def test_killed_at_thirty_random_moments_it_goes_on_to_the_same_bytes(folder, unbroken):
    running = in_another_process(long_jobs.be_killed_at_random, folder)
    told, _ = running.communicate()
    assert running.returncode == 0
    counts = [int(count) for count in told.split()]
    assert len(counts) == 30
    assert counts == sorted(counts)
    assert len({count for count in counts if 0 < count < MANY}) > 5, "killed in the middle, again and again"
    run_all(folder)
    assert content(folder) == unbroken


@POSIX
def test_killed_at_each_line_it_leaves_no_part_or_a_whole_one(folder):
    running = in_another_process(long_jobs.be_killed_at_each_line, folder)
    told, _ = running.communicate()
    assert running.returncode == 0
    lines = told.splitlines()
    assert len(lines) > 50
    assert {"none", "whole"} == {line.split()[0] for line in lines}
    assert {"none unfinished", "whole unfinished"} <= set(lines)


# One process at a time


def test_two_processes_cannot_use_one_folder_and_a_killed_one_lets_go(folder):
    holding = in_another_process(long_jobs.hold, folder)
    try:
        assert "is in use by another process" in refusal(folder)
    finally:
        holding.kill()
        holding.communicate()
    with Parts(folder, FINGERPRINT):
        assert "is in use by another process" in refusal(folder)
    Parts(folder, FINGERPRINT).close()


@POSIX
def test_a_child_of_a_killed_process_does_not_hold_the_folder(folder):
    holding = in_another_process(long_jobs.hold_and_have_a_child, folder)
    child = int(holding.stdout.readline())
    try:
        assert "is in use by another process" in refusal(folder)
        holding.kill()
        holding.wait()
        Parts(folder, FINGERPRINT).close()
        os.kill(child, 0)  # it still lives
    finally:
        os.kill(child, signal.SIGKILL)
        holding.kill()
        holding.communicate()


def test_nothing_is_written_once_it_is_closed(folder):
    with Parts(folder, FINGERPRINT) as parts:
        pass
    with pytest.raises(ValueError, match="is closed"):
        parts.write("0001", array_of(1))
    assert set(content(folder)) == {"job.json", "job.lock"}


def test_a_job_that_another_process_began_at_the_same_moment_is_not_mixed_with_this_one(folder, monkeypatch):
    lock = module._locked

    def lock_late(folder):
        monkeypatch.undo()
        run_all(folder, 2)
        return lock(folder)

    monkeypatch.setattr(module, "_locked", lock_late)
    assert "differing in: runs" in refusal(folder, FINGERPRINT | {"runs": 41})
    run_all(folder, 2)


# Many jobs


@pytest.mark.parametrize("stored", [True, False])
def test_memory_is_flat_however_many_jobs_there_are(folder, stored):
    alive, most, taken, most_waiting = [], 0, 0, 0

    def tracked(place):
        array = array_of(place)
        alive.append(weakref.ref(array))
        return array

    def jobs():
        nonlocal taken
        for place in range(120):
            taken += 1
            yield Job(f"{place:04d}", RECORD, (3, 2), lambda place=place: tracked(place))

    with Parts(folder, FINGERPRINT) as parts, ThreadPoolExecutor(2) as pool:
        for number, (_, array) in enumerate(completed(pool, jobs(), 2, parts if stored else None)):
            assert array.shape == (3, 2)
            time.sleep(0.001)  # the pool is quicker than who takes the arrays
            most = max(most, sum(reference() is not None for reference in alive))
            most_waiting = max(most_waiting, taken - number)
        assert number == 119
        assert len(parts.finished()) == 120 * stored
    assert most <= 5, "two for each worker, and the one in hand"
    assert most_waiting == 4


def test_what_a_job_raises_is_raised_and_the_rest_is_not_run(folder):
    run = []

    def called(place):
        run.append(place)
        if place == 5:
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        run_all(folder, MANY, called)
    assert len(run) < MANY
    with Parts(folder, FINGERPRINT) as parts:
        assert "0005" not in parts.finished()
    run_all(folder, 12)


def test_a_consumer_that_stops_leaves_the_waiting_jobs_unrun(folder):
    run, stopped = [], threading.Event()

    def called(place):
        run.append(place)
        if place:
            stopped.wait()

    with Parts(folder, FINGERPRINT) as parts, ThreadPoolExecutor(1) as pool:
        stream = completed(pool, (long_jobs.job(place, called) for place in range(MANY)), 4, parts)
        next(stream)
        stream.close()
        stopped.set()
    assert run in ([0], [0, 1])


@POSIX
def test_an_interruption_leaves_a_store_that_can_be_resumed(folder, unbroken):
    run = []

    def called(place):
        run.append(place)
        while place >= 20 and len([*folder.glob("*.part")]) < 20:
            time.sleep(0.001)  # until all before it are stored, and who takes the arrays is waiting
        if place == 20:
            time.sleep(0.1)
            os.kill(os.getpid(), signal.SIGINT)
        if place >= 20:
            time.sleep(0.2)

    with pytest.raises(KeyboardInterrupt):
        run_all(folder, MANY, called)
    assert 20 <= max(run) <= 23
    again = []
    run_all(folder, MANY, again.append)
    assert sorted(again) == list(range(20, MANY))
    assert content(folder) == unbroken
