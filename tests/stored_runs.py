"""Small runs that are kept in parts, for tests: in this process, or by `python stored_runs.py WHAT ...` in another."""

from __future__ import annotations

import os
import random
import resource
import signal
import subprocess
import sys
import time
from pathlib import Path

from ssc_sim import requests
from ssc_sim.ensemble.running import Running
from ssc_sim.ensemble.storing import is_whole, kept_parts, run_into_parts, written_from_parts

SCENARIOS = ("baseline-2016", "legislation-2017")
RUNS, UNTIL = 90, 2018
TABLES = ("outcomes.parquet", "summary.csv")


def request(runs: int = RUNS, scenarios=SCENARIOS, until: int = UNTIL, **asked):
    return requests.request_of(scenarios, runs=runs, until=until, **asked)


def store(asked, folder: Path, *, resume=False, overwrite=False, at_the_end=lambda: None, **running) -> object:
    """Run into parts and write the folder, as the command line does, without pictures."""
    with kept_parts(folder, asked.manifest, resume=resume, overwrite=overwrite) as parts:
        run_into_parts(asked, Running(parts=parts, **running))
        at_the_end()
        with written_from_parts(asked, folder, parts) as (done, _):
            return done


def tables(folder: Path) -> dict[str, bytes]:
    """The bytes that must not depend on how a run was carried out."""
    return {name: (folder / name).read_bytes() for name in TABLES}


def command_line(folder: Path, *words: str) -> subprocess.Popen:
    code = "import sys; from ssc_sim.cli import main; sys.argv[0] = 'ssc-sim'; main()"
    return subprocess.Popen(
        [sys.executable, "-c", code, *words], cwd=folder, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )


def in_another_process(what, *words: str) -> str:
    """Run one of the functions below by itself and return what it prints."""
    called = [sys.executable, __file__, what.__name__, *words]
    done = subprocess.run(called, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout


def be_killed_at_random(folder: str) -> None:
    """Have a run killed thirty times, going on from what is there, and anew where it came to its end.

    For each time print how many parts there are, or `whole` where the results stand.
    """
    moments = random.Random(2016)  # noqa: S311  (no secret)
    place = Path(folder) / "results"
    asked = request()
    request(1).run(workers=1)  # what is compiled is loaded before the children are made
    begun = time.monotonic()
    os.waitpid(_forked(asked, place.with_name("unbroken")), 0)
    seconds = time.monotonic() - begun
    parts = place.with_name("results.parts")
    for _ in range(30):
        child = _forked(asked, place)
        wanted = moments.randint(0, 10)
        while len([*parts.glob("*.part")]) < wanted and not place.exists():
            time.sleep(0.001)
        time.sleep(moments.choice((0, seconds)) * moments.random())  # now, or while the tables are written
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
        print("whole" if is_whole(place) else len([*parts.glob("*.part")]), flush=True)
        if is_whole(place):
            assert tables(place) == tables(place.with_name("unbroken"))
            for path in place.iterdir():
                path.unlink()
            place.rmdir()


def _forked(asked, folder: Path) -> int:
    child = os.fork()
    if not child:
        store(asked, folder, resume=True, workers=2)
        os._exit(0)
    return child


def tell_peak(folder: str, runs: str) -> None:
    """Run into a folder and print the most memory that the process had, in MiB."""
    store(request(int(runs), SCENARIOS[:1], 2020), Path(folder) / f"runs-{runs}", workers=2)
    print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)


def tell_hash(folder: str) -> None:
    store(request(), Path(folder), workers=2)


if __name__ == "__main__":
    globals()[sys.argv[1]](*sys.argv[2:])
