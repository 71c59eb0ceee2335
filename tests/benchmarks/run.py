"""Measures how fast the model is: `python tests/benchmarks/run.py`, on a quiet machine; `--reduced` on a busy one.

Writes a table and a picture into `results/published/benchmarks`. Seconds are those of the process on all cores
together, but for two cores against one and for the start of commands, which are seconds on the wall.
"""

from __future__ import annotations

import argparse
import os
import platform
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

sys.path[:0] = [str(Path(__file__).parents[1]), str(Path(__file__).parents[2])]

import pandas as pd
from benchmarks import comparisons, growth, picture, sections
from benchmarks.timing import Row
from benchmarks.worlds_to_run import CHUNK, Case, baseline

FOLDER = Path(__file__).parents[2] / "results" / "published" / "benchmarks"


class Sizes(NamedTuple):
    """How much is run."""

    rounds: int
    runs: int
    hot_years: int
    replicates: tuple[int, ...]
    years: tuple[int, ...]
    countries: tuple[int, ...]
    kept: tuple[int, ...]


FULL = Sizes(
    rounds=9, runs=200, hot_years=300, replicates=(100, 1_000, 10_000, 100_000), years=(5, 15, 45, 85),
    countries=(1, 3, 10, 30, 100), kept=(200, 2_000, 10_000),
)  # fmt: skip
REDUCED = Sizes(
    rounds=7, runs=20, hot_years=50, replicates=(20, 200, 2_000), years=(5, 15, 45, 85), countries=(1, 3, 10, 30, 100),
    kept=(200, 2_000),
)  # fmt: skip
TINY = Sizes(rounds=2, runs=2, hot_years=2, replicates=(1, 2), years=(1, 2), countries=(1, 2), kept=(2,))


def groups(sizes: Sizes) -> dict[str, Callable[[Case], list[Row]]]:
    """Return what is measured, group by group."""
    few = max(1, sizes.runs // 10)
    return {
        "engines": lambda case: comparisons.engines(case._replace(parameters=case.parameters[:CHUNK]), sizes.rounds),
        "hot year": lambda case: comparisons.hot_years(case, sizes.rounds, sizes.hot_years),
        "sections": lambda case: sections.shares(case, sizes.rounds),
        "cores": lambda case: comparisons.cores(case, sizes.rounds, 2 * sizes.runs),
        "replicates": lambda case: growth.with_replicates(case, sizes.replicates, sizes.rounds),
        "years": lambda case: growth.with_years(
            case._replace(parameters=case.parameters[:few]), sizes.years, sizes.rounds
        ),
        "recipients": lambda case: growth.with_countries(case, sizes.countries, sizes.rounds),
        "memory": lambda _: growth.memory(sizes.kept, 1),
        "start": lambda _: growth.starting(sizes.rounds),
    }


def measured(sizes: Sizes, told: Callable[[str], None] = lambda _: None) -> pd.DataFrame:
    """Return the table of a benchmark."""
    case = baseline(sizes.runs)
    rows: list[Row] = []
    for name, measure in groups(sizes).items():
        begun = time.perf_counter()
        rows += measure(case)
        told(f"{name}: {time.perf_counter() - begun:.0f} s")
    return pd.DataFrame(rows)


def main() -> None:
    """Measure, write and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--reduced", action="store_true", help="fewer and smaller, for a busy machine")
    parser.add_argument("--out", type=Path, default=FOLDER)
    asked = parser.parse_args()
    table = measured(REDUCED if asked.reduced else FULL, told=lambda text: print(text, file=sys.stderr, flush=True))
    asked.out.mkdir(parents=True, exist_ok=True)
    table.to_csv(asked.out / "benchmarks.csv", index=False, lineterminator="\n", float_format="%.4g")
    picture.draw(table, asked.out / "growth.png")
    machine, waiting = f"{platform.machine()}, {os.cpu_count()} cores", f"{os.getloadavg()[0]:.1f} waiting"
    print(f"{machine}, {waiting}; Python {platform.python_version()}")
    print(table.to_string(index=False, float_format="%.4g"))


if __name__ == "__main__":
    main()
