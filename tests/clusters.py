"""Clusters of worker processes on this machine, for tests: `python clusters.py WHAT ...` in a process of their own."""

from __future__ import annotations

import os
import signal
import sys
from pathlib import Path

from distributed import LocalCluster
from stored_runs import request, store

from ssc_sim.ensemble.cluster import executor_of

RUNS = 300


def with_a_worker_killed(folder: str) -> None:
    """Run over two worker processes, of which one is killed in the middle; print how many workers there were then."""
    with LocalCluster(n_workers=2, threads_per_worker=1, dashboard_address=None) as cluster:
        pids = {worker: nanny.pid for worker, nanny in cluster.workers.items()}
        there = 0

        def finished(more: int) -> None:
            nonlocal there
            if there < 100 <= there + more:
                os.kill(pids[0], signal.SIGKILL)
                print(there + more, len(pids), flush=True)
            there += more

        with executor_of(cluster.scheduler_address) as (executor, workers):
            assert workers == 2
            store(request(RUNS), Path(folder), executor=executor, workers=workers, finished=finished)


def that_waits() -> None:
    """Print the address of a cluster of one worker, and keep it until told to end."""
    with LocalCluster(n_workers=1, threads_per_worker=1, dashboard_address=None) as cluster:
        print(cluster.scheduler_address, flush=True)
        sys.stdin.readline()


if __name__ == "__main__":
    globals()[sys.argv[1]](*sys.argv[2:])
