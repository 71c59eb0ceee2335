"""Runs are kept as they go on: whatever stops them, they end in the same bytes, in memory that does not grow."""

from __future__ import annotations

import os
import signal
import threading
import time
from concurrent.futures import Executor, Future

import numpy as np
import pandas as pd
import pytest
import stored_runs
from stored_runs import RUNS, TABLES, command_line, in_another_process, request, store, tables

from ssc_sim.commands import compare
from ssc_sim.ensemble.chunks import chunks_of
from ssc_sim.ensemble.running import Running
from ssc_sim.ensemble.storing import kept_parts, run_into_parts
from ssc_sim.errors import InputError, Interrupted
from ssc_sim.expectations.command import expectation_request
from ssc_sim.parameters import Parameters
from ssc_sim.requests import comparison_of
from ssc_sim.results import blocks
from ssc_sim.results.folder import Results, Summary

POSIX = pytest.mark.skipif(not hasattr(os, "fork"), reason="signals and forks as on POSIX")


@pytest.fixture(scope="module")
def unbroken(tmp_path_factory):
    """The tables of a run in memory, written at once."""
    folder = tmp_path_factory.mktemp("unbroken")
    request().run().write(folder)
    return tables(folder)


@pytest.fixture
def folder(tmp_path):
    return tmp_path / "results" / "mine"


class Backwards(Executor):
    """Runs what it was given four at a time, the last first."""

    def __init__(self):
        self.waiting = []

    def submit(self, call):
        future = Future()
        self.waiting.append((future, call))
        if len(self.waiting) == 4:
            for waiting, last in reversed(self.waiting):
                waiting.set_result(last())
            self.waiting = []
        return future


def interrupted_at(folder, replicates: int, asked=None) -> str:
    """Run until so many replicates are there, then interrupt; return what is told."""
    there = 0

    def finished(more):
        nonlocal there
        there += more
        if there >= replicates:
            raise KeyboardInterrupt

    with pytest.raises(Interrupted) as caught:
        store(asked or request(), folder, workers=1, finished=finished)
    assert caught.value.exit_code == 130
    return str(caught.value)


# The same bytes


@pytest.mark.parametrize("workers", [1, 2, 4])
def test_the_tables_do_not_depend_on_workers(folder, unbroken, workers):
    store(request(), folder, workers=workers)
    assert tables(folder) == unbroken
    assert not folder.with_name("mine.parts").exists()


def test_the_tables_do_not_depend_on_the_order_in_which_chunks_end(folder):
    asked = request(80)
    store(asked, folder, executor=Backwards(), workers=2)
    store(asked, folder.with_name("in-order"), workers=1)
    assert tables(folder.with_name("in-order")) == tables(folder)


def test_the_tables_do_not_depend_on_how_python_hashes(folder, unbroken, monkeypatch):
    for seed in ("1", "2"):
        monkeypatch.setenv("PYTHONHASHSEED", seed)
        in_another_process(stored_runs.tell_hash, str(folder.with_name(seed)))
        assert tables(folder.with_name(seed)) == unbroken


def test_both_engines_write_the_same_bytes(folder):
    asked = {"runs": 2, "until": 2017, "scenarios": ["legislation-2017"]}
    store(request(**asked), folder.with_name("compiled"))
    store(request(**asked, engine="mesa"), folder.with_name("mesa"))
    assert tables(folder.with_name("compiled")) == tables(folder.with_name("mesa"))


def test_an_interrupted_run_goes_on_to_the_same_bytes_without_running_again_what_is_there(folder, unbroken):
    told = interrupted_at(folder, 60)
    assert "60 replicates are kept in" in told or "40 replicates are kept in" in told
    assert "--resume" in told
    kept = {path.name: path.stat().st_mtime_ns for path in folder.with_name("mine.parts").glob("*.part")}
    assert len(kept) in (2, 3)
    counted = []
    with kept_parts(folder, request().manifest, resume=True, overwrite=False) as parts:
        run_into_parts(request(), Running(parts=parts, finished=counted.append))
        now = {path.name: path.stat().st_mtime_ns for path in parts.folder.glob("*.part")}
        assert sum(counted) == 2 * RUNS
        assert {name: now[name] for name in kept} == kept
    store(request(), folder)
    assert tables(folder) == unbroken


def test_parts_that_are_missing_or_damaged_are_run_again(folder, unbroken):
    interrupted_at(folder, 120)
    parts = sorted(folder.with_name("mine.parts").glob("*.part"))
    assert len(parts) >= 4
    parts[0].unlink()
    parts[1].write_bytes(parts[1].read_bytes()[:-1])
    content = bytearray(parts[2].read_bytes())
    content[len(content) // 2] ^= 1
    parts[2].write_bytes(content)
    store(request(), folder, resume=True)
    assert tables(folder) == unbroken


def test_a_part_that_is_damaged_before_the_tables_are_written_is_run_again(folder, unbroken, monkeypatch):
    damaged = []

    def damage(asked, running):
        run_into_parts(asked, running)
        damaged.extend(sorted(running.parts.folder.glob("*.part"))[3:5])
        for path in damaged:
            path.write_bytes(b"nothing")

    monkeypatch.setattr(stored_runs, "run_into_parts", damage)
    store(request(), folder)
    assert len(damaged) == 2
    assert tables(folder) == unbroken


@POSIX
@pytest.mark.slow
def test_killed_at_thirty_random_moments_it_ends_in_the_same_bytes(tmp_path, unbroken):
    told = in_another_process(stored_runs.be_killed_at_random, str(tmp_path)).split()
    assert len(told) == 30
    assert len({*told} - {"whole"}) > 4, "killed in the middle, again and again"
    store(request(), tmp_path / "results", resume=True)
    assert tables(tmp_path / "results") == tables(tmp_path / "unbroken") == unbroken
    assert {path.name for path in tmp_path.iterdir()} == {"results", "unbroken"}, "nothing is left lying about"


def test_compare_and_expect_go_on_to_the_same_tables(folder):
    asked = comparison_of(stored_runs.SCENARIOS, draws=40, runs=40, until=2018)
    whole = compare(*stored_runs.SCENARIOS, draws=40, runs=40, until=2018)
    folder.parent.mkdir()
    whole.write(folder.parent)
    interrupted_at(folder, 100, asked)
    done = store(asked, folder, resume=True)
    pd.testing.assert_frame_equal(done.table, whole.table)
    for name in (*TABLES, "comparison.csv"):
        assert (folder / name).read_bytes() == (folder.parent / name).read_bytes()

    expected = expectation_request(["all-technical"], runs=20, draws=20)
    interrupted_at(folder.with_name("expected"), 60, expected)
    done = store(expected, folder.with_name("expected"), resume=True)
    pd.testing.assert_frame_equal(done.table, expected.run().table)


# What is told


def test_an_unfinished_run_is_told_of_and_never_thrown_away_unasked(folder, unbroken):
    interrupted_at(folder, 60)
    before = {path.name: path.read_bytes() for path in folder.with_name("mine.parts").iterdir()}
    with pytest.raises(InputError, match=r"replicates of the same run, which was not finished; allowed: --resume"):
        store(request(), folder)
    with pytest.raises(InputError, match=r"parts of another job \(differing in: runs\)"):
        store(request(40), folder, resume=True)
    assert {path.name: path.read_bytes() for path in folder.with_name("mine.parts").iterdir()} == before
    store(request(), folder, overwrite=True)
    assert tables(folder) == unbroken


def test_overwriting_removes_the_parts_of_another_run_but_nothing_else(folder):
    interrupted_at(folder, 60)
    store(request(20), folder, overwrite=True)
    assert [path.name for path in folder.parent.iterdir()] == ["mine"]
    strange = folder.with_name("other.parts")
    strange.mkdir()
    (strange / "thesis.txt").write_text("years of work")
    with pytest.raises(InputError, match="holds something else"):
        store(request(20), folder.with_name("other"), overwrite=True)
    assert (strange / "thesis.txt").is_file()


def test_two_processes_cannot_run_into_one_folder(folder):
    begun, go_on = threading.Event(), threading.Event()

    def finished(_):
        begun.set()
        go_on.wait(30)

    thread = threading.Thread(target=store, args=(request(),), kwargs={"folder": folder, "finished": finished})
    thread.start()
    begun.wait(30)
    for how in ({"resume": True}, {"overwrite": True}, {}):
        with pytest.raises(InputError, match="in use by another process"):
            store(request(), folder, **how)
    go_on.set()
    thread.join()
    assert (folder / "summary.csv").is_file()


@POSIX
def test_control_c_leaves_a_run_that_the_same_command_goes_on_with(tmp_path):
    words = ("run", "baseline-2016", "--runs", "400", "--until", "2020", "--workers", "1")
    running = command_line(tmp_path, *words)
    parts = tmp_path / "results" / "baseline-2016.parts"
    while running.poll() is None and len([*parts.glob("*.part")]) < 3:
        time.sleep(0.01)
    running.send_signal(signal.SIGINT)
    told = running.communicate(timeout=600)[1]
    assert running.returncode == 130
    assert "replicates are kept in results/baseline-2016.parts: the same command with --resume goes on" in told
    assert "Traceback" not in told
    assert [path.name for path in (tmp_path / "results").iterdir()] == ["baseline-2016.parts"]
    running = command_line(tmp_path, *words, "--resume")
    shown, told = running.communicate(timeout=600)
    assert running.returncode == 0, told
    assert "of 400 replicates are there" in told
    assert "The programme" in shown
    assert [path.name for path in (tmp_path / "results").iterdir()] == ["baseline-2016"]
    running = command_line(tmp_path, *words, "--resume")
    assert "Nothing to go on with" in running.communicate(timeout=600)[1]
    assert running.returncode == 0


# Memory


@POSIX
@pytest.mark.slow
def test_memory_does_not_grow_with_replicates(tmp_path):
    few, many = (float(in_another_process(stored_runs.tell_peak, str(tmp_path), runs)) for runs in ("500", "4000"))
    values = len(pd.read_parquet(tmp_path / "runs-4000" / "outcomes.parquet")) * 8 / 2**20
    assert many - few < 2 * values, "the long table in memory takes eight times the values"


def test_chunks_are_made_only_when_they_are_asked_for():
    asked = request(1_000_000).ensemble
    first = next(iter(chunks_of(asked, lambda *_: ())))
    assert first.shape == (blocks.CHUNK,)
    assert first.call.args[3].base is None, "its rows of numbers hold no longer table in memory"


def test_rows_of_numbers_are_the_same_from_wherever_they_are_begun():
    ensemble = request(1500).ensemble
    whole = ensemble.draws(ensemble.scenarios[0])
    for first, runs in ((0, 20), (7, 5), (980, 40), (1100, 400)):
        assert ensemble.draws(ensemble.scenarios[0], first, runs).tobytes() == whole[first : first + runs].tobytes()
    drawn = Parameters.over_ranges(50, 5)
    assert all(Parameters.over_ranges(50 - i, 5, i).tobytes() == drawn[i:].tobytes() for i in range(50))


@pytest.mark.parametrize("at_once", [1, 100, 1000, 10**6])
def test_a_summary_in_blocks_is_that_of_the_whole(tmp_path, monkeypatch, at_once):
    monkeypatch.setattr(blocks, "IN_MEMORY", at_once)
    values = np.random.default_rng(1).lognormal(0, 3, (97, 31))
    with blocks.Summing(tmp_path, 31) as summing:
        for first in range(0, 97, 20):
            summing.add(values[first : first + 20])
        told = summing.statistics()
    assert np.array_equal(told, blocks.statistics(values.T))
    assert told[:, 0] == pytest.approx(values.mean(axis=0), rel=1e-9)
    assert told[:, 3] == pytest.approx(np.median(values, axis=0), rel=1e-9)
    assert [*tmp_path.iterdir()] == []


def test_what_is_read_is_what_was_in_memory(folder):
    store(request(), folder)
    ours, theirs = request().run(), Results.read(folder)
    pd.testing.assert_frame_equal(theirs.outcomes, ours.outcomes)
    pd.testing.assert_frame_equal(Summary.read(folder).summary(), ours.summary())
    pd.testing.assert_frame_equal(theirs.summary(), ours.summary())
    only = Results.read(folder, [2017]).outcomes
    assert set(only["year"]) == {2017}
    assert len(only) * 3 == len(ours.outcomes)
