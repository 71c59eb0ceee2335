"""How the cost grows with replicates, years and countries; what memory it takes; how long it takes to start."""

from __future__ import annotations

import subprocess
import sys
import tempfile
from collections.abc import Sequence
from math import log
from pathlib import Path

from benchmarks.comparisons import replicates_in_threads
from benchmarks.timing import OWN, WALL, Job, Row, in_turn, judged, row
from benchmarks.worlds_to_run import SEED, YEARS, Case, widened

from ssc_sim import engine

ROOT = Path(__file__).parents[2]
KILOBYTES = 1024  # in a megabyte
LINEAR = "<= 1.05"  # the slope on log axes: 1 is in proportion; more than a little above it is not noise


def with_replicates(case: Case, numbers: Sequence[int], rounds: int) -> list[Row]:
    """Return the seconds of more and more replicates of 15 years on one core; the largest number runs once."""
    told = []
    for number in numbers:
        times = rounds if number < max(numbers) else 1
        seconds = in_turn({"": lambda n=number: replicates_in_threads(case, n, 1)}, times, OWN)[""]
        told.append(row("replicates", "one core", number, "s", seconds))
    return [*told, slope("replicates", told)]


def with_years(case: Case, numbers: Sequence[int], rounds: int) -> list[Row]:
    """Return the seconds of some replicates over more and more years."""
    jobs: dict[str, Job] = {
        str(years): lambda years=years: engine.run_replicates(case.start, case.parameters, years, SEED, 0)
        for years in numbers
    }
    seconds = in_turn(jobs, rounds, OWN)
    runs = len(case.parameters)
    told = [row("years", "a replicate", years, "s", [one / runs for one in seconds[str(years)]]) for years in numbers]
    return [*told, slope("years", told)]


def with_countries(case: Case, times: Sequence[int], rounds: int) -> list[Row]:
    """Return the seconds of one replicate with every country once, and many times."""
    starts = {many: widened(case.start, many) for many in times}
    jobs: dict[str, Job] = {
        str(many): lambda start=start: engine.run_replicates(start, case.parameters[:1], YEARS, SEED, 0)
        for many, start in starts.items()
    }
    seconds = in_turn(jobs, rounds, OWN)
    told = [
        row("recipients", "a replicate", len(start.recipients), "s", seconds[str(many)])
        for many, start in starts.items()
    ]
    return [*told, slope("recipients", told)]


def slope(group: str, told: Sequence[Row]) -> Row:
    """Return how fast the cost grows, from the smallest size to the largest: 1 is in proportion."""
    first, last = told[0], told[-1]
    steep = log(last.median / first.median) / log(int(last.size) / int(first.size))
    return judged(row(group, "slope on log axes", f"{first.size} to {last.size}", "", [steep]), LINEAR)


RUN = """
import re, sys
from pathlib import Path
import ssc_sim
ssc_sim.run("baseline-2016", runs=int(sys.argv[1]))
print(re.search(r"VmHWM:\\s+(\\d+) kB", Path("/proc/self/status").read_text())[1])
"""


def memory(numbers: Sequence[int], rounds: int) -> list[Row]:
    """Return the most memory that a process takes for a run of so many replicates, with all outcomes kept (Linux)."""

    def megabytes(runs: int) -> float:
        done = subprocess.run(
            [sys.executable, "-c", RUN, str(runs)], capture_output=True, text=True, check=True, cwd=ROOT
        )
        return int(done.stdout) / KILOBYTES

    return [row("memory", "a run", runs, "MB", [megabytes(runs) for _ in range(rounds)]) for runs in numbers]


def starting(rounds: int) -> list[Row]:
    """Return the seconds of short commands, each in a process of its own and with the model compiled before."""
    with tempfile.TemporaryDirectory() as folder:
        run = ["run", "baseline-2016", "--runs", "200", "--overwrite", "--out", str(Path(folder, "out"))]
        commands = {"python -c pass": ["-c", "pass"]} | {
            name: ["-m", "ssc_sim", *arguments]
            for name, arguments in {"ssc-sim --help": ["--help"], "ssc-sim run, 200 replicates": run}.items()
        }
        jobs: dict[str, Job] = {
            name: lambda arguments=arguments: subprocess.run(
                [sys.executable, *arguments], check=True, capture_output=True, cwd=ROOT
            )
            for name, arguments in commands.items()
        }
        seconds = in_turn(jobs, rounds, WALL)
    return [row("start", name, "", "s", values) for name, values in seconds.items()]
