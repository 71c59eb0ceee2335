"""Beyond one process and one machine: other executors run the same chunks to the same bytes."""

from __future__ import annotations

import multiprocessing
import pickle
import subprocess
import sys
import time
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from pathlib import Path

import clusters
import pytest
from failing_models import FailsAtTimes
from stored_runs import command_line, request, store, tables

import ssc_sim
from ssc_sim.ensemble import cluster
from ssc_sim.ensemble.chunks import chunks_of
from ssc_sim.errors import InputError


@pytest.fixture
def folder(tmp_path):
    return tmp_path / "results"


def test_a_chunk_can_be_sent_to_another_process_and_run_twice():
    for asked in (request(3), request(3, engine="mesa", until=2016), request(3, engine="mesa", model=FailsAtTimes)):
        chunk = next(iter(chunks_of(asked.ensemble, asked.run_replicates)))
        sent = pickle.loads(pickle.dumps(chunk.call))  # noqa: S301  (our own)
        assert sent().tobytes() == chunk.call().tobytes() == sent().tobytes()


@pytest.mark.slow
def test_processes_give_the_same_bytes(folder):
    with ProcessPoolExecutor(2, mp_context=multiprocessing.get_context("spawn")) as processes:
        results = ssc_sim.run("baseline-2016", "legislation-2017", runs=60, until=2018, executor=processes)
        assert processes.submit(int, "5").result() == 5, "it stays open"
    folder.mkdir()
    results.write(folder)
    store(request(60), folder.with_name("threads"))
    assert tables(folder) == tables(folder.with_name("threads"))


def test_compare_and_expect_take_an_executor_too():
    counted = []
    with ThreadPoolExecutor(1) as pool:
        submit = pool.submit
        pool.submit = lambda *called: counted.append(called) or submit(*called)
        ssc_sim.compare("baseline-2016", "no-programme", runs=4, draws=4, until=2016, executor=pool)
        assert len(counted) == 4
        ssc_sim.expect("all-technical", runs=2, draws=0, executor=pool)
    assert len(counted) > 4


@pytest.mark.slow
def test_a_cluster_that_loses_a_worker_gives_the_same_bytes(folder):
    called = [sys.executable, clusters.__file__, "with_a_worker_killed", str(folder)]
    done = subprocess.run(called, capture_output=True, text=True, check=False, timeout=600)
    assert done.returncode == 0, done.stderr
    there, workers = map(int, done.stdout.split())
    assert 100 <= there < 2 * clusters.RUNS
    assert workers == 2
    store(request(clusters.RUNS), folder.with_name("threads"))
    assert tables(folder) == tables(folder.with_name("threads"))


@pytest.mark.slow
def test_the_command_line_runs_on_a_cluster_and_tells_of_workers_with_another_version(tmp_path, monkeypatch):
    called = [sys.executable, clusters.__file__, "that_waits"]
    with subprocess.Popen(called, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as waiting:
        address = waiting.stdout.readline().strip()
        running = command_line(tmp_path, "run", "baseline-2016", "--runs", "6", "--until", "2016", "--cluster", address)
        told = running.communicate(timeout=600)[1]
        assert running.returncode == 0, told
        monkeypatch.setattr(cluster, "source_hash", time.time_ns)  # never the same twice
        with pytest.raises(InputError, match="have no ssc-sim, or another version of it"), connected(address):
            pass
        waiting.stdin.write("end\n")
        waiting.stdin.flush()
    store(request(6, ["baseline-2016"], 2016), tmp_path / "here")
    assert tables(tmp_path / "results" / "baseline-2016") == tables(tmp_path / "here")


def connected(address: str):
    return cluster.executor_of(address)


@pytest.mark.parametrize("address", ["tcp://127.0.0.1:9", "nowhere", "ftp://x:1", ""])
def test_a_cluster_that_does_not_answer_is_told(monkeypatch, address):
    monkeypatch.setattr(cluster, "PATIENCE", "200 ms")
    with pytest.raises(InputError, match=r"--cluster: nothing answers at .*; allowed: the address of a Dask scheduler"):
        connected(address).__enter__()


def test_without_dask_the_extra_is_named(monkeypatch):
    monkeypatch.setitem(sys.modules, "distributed", None)
    with pytest.raises(InputError, match=r'needs distributed.*; allowed: pip install "ssc-sim\[cluster\]"'):
        connected("tcp://127.0.0.1:9").__enter__()


def test_a_cluster_that_does_not_answer_leaves_nothing_behind(tmp_path):
    running = command_line(tmp_path, "run", "baseline-2016", "--runs", "6", "--cluster", "nowhere:1")
    told = running.communicate(timeout=600)[1]
    assert running.returncode == 2
    assert "--cluster: nothing answers at 'nowhere:1'" in told
    assert "Traceback" not in told
    assert not [path for path in Path(tmp_path).rglob("*") if path.is_file()]
