"""The compiled engine against Mesa, against NumPy and plain C, and two cores against one."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from benchmarks import hot_year, plain_c, vectorised
from benchmarks.timing import OWN, WALL, Job, Row, in_turn, ratio, row
from benchmarks.worlds_to_run import CHUNK, SEED, YEARS, Case, after_some_years

from ssc_sim import engine
from ssc_sim.model import MesaRunner, SSCModel

ENGINES, HOT, CORES = "engines", "hot year", "cores"


def engines(case: Case, rounds: int, years: int = YEARS) -> list[Row]:
    """Return the cost of a replicate in both engines: the same replicate, the same numbers."""
    runs = len(case.parameters)
    jobs: dict[str, Job] = {
        "compiled": lambda: engine.run_replicates(case.start, case.parameters, years, SEED, 0),
        "Mesa": lambda: MesaRunner(SSCModel)(case.start, case.parameters[:1], years, SEED, 0),
    }
    seconds = in_turn(jobs, rounds, OWN)
    compiled = [one / runs for one in seconds["compiled"]]
    return [
        row(ENGINES, "compiled, a replicate", years, "ms", [1e3 * one for one in compiled]),
        row(ENGINES, "Mesa, a replicate", years, "ms", [1e3 * one for one in seconds["Mesa"]]),
        ratio(ENGINES, "Mesa over compiled", seconds["Mesa"], compiled, ">= 50"),
    ]


def yardsticks(case: Case) -> dict[str, tuple[Any, Callable[[Any, int], None]]]:
    """Return each way to run the hot year, with the columns or the world that it runs on."""
    world = after_some_years(case)
    columns = hot_year.columns_of(world)
    found: dict[str, tuple[Any, Callable[[Any, int], None]]] = {
        "NumPy": (dict(columns), vectorised.hot_years),
        "compiled": (world, hot_year.hot_years),
    }
    if plain_c.COMPILER:
        found["plain C"] = ({name: _own(value) for name, value in columns.items()}, plain_c.hot_years())
    return found


def _own(value: Any) -> Any:
    return value if isinstance(value, float) else value.copy()


def hot_years(case: Case, rounds: int, years: int) -> list[Row]:
    """Return the cost of a hot year in each way, after a check that all three end in the same numbers.

    Raises
    ------
    ValueError
        Where they do not.
    """
    ways = yardsticks(case)
    for state, run in ways.values():
        run(state, YEARS)
    expected = hot_year.columns_of(ways["compiled"][0])
    for name, (state, _) in ways.items():
        if name != "compiled" and (wrong := hot_year.differences(state, expected)):
            raise ValueError(f"{name} differs from the engine in {', '.join(wrong)}")
    jobs = {name: (lambda state=state, run=run: run(state, years)) for name, (state, run) in ways.items()}
    seconds = in_turn(jobs, rounds, OWN)
    told = [row(HOT, name, "", "us", [1e6 * one / years for one in values]) for name, values in seconds.items()]
    told.append(ratio(HOT, "NumPy over compiled", seconds["NumPy"], seconds["compiled"], ">= 3"))
    if "plain C" in seconds:
        told.append(ratio(HOT, "compiled over plain C", seconds["compiled"], seconds["plain C"], "<= 1.5"))
    return told


def replicates_in_threads(case: Case, runs: int, threads: int, years: int = YEARS) -> None:
    """Run replicates in chunks, as an ensemble does, and let the outcomes go."""

    def chunk(first: int) -> None:
        rows = case.parameters[[place % len(case.parameters) for place in range(first, min(first + CHUNK, runs))]]
        engine.run_replicates(case.start, rows, years, SEED, first)

    with ThreadPoolExecutor(threads) as pool:
        for _ in pool.map(chunk, range(0, runs, CHUNK)):
            pass


def cores(case: Case, rounds: int, runs: int) -> list[Row]:
    """Return what a second core brings."""
    jobs: dict[str, Job] = {
        f"{threads} threads": lambda threads=threads: replicates_in_threads(case, runs, threads) for threads in (1, 2)
    }
    seconds = in_turn(jobs, rounds, WALL)
    told = [row(CORES, name, runs, "replicates/s", [runs / one for one in values]) for name, values in seconds.items()]
    return [*told, ratio(CORES, "two cores over one", seconds["1 threads"], seconds["2 threads"], ">= 1.7")]
