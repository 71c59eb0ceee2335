"""What each section takes of a replicate: the lines of `engine.one_year`, with a clock read between them."""

from __future__ import annotations

import ast
import ctypes
import inspect
import time
from typing import Any

import numba
import numpy as np
from benchmarks.timing import Row, row
from benchmarks.worlds_to_run import SEED, YEARS, Case

from ssc_sim import engine
from ssc_sim.compiled import plain
from ssc_sim.tables import Outcome
from ssc_sim.world import copied, refill, settle, two_worlds

SETTLE = ("refill", "settle")


def shares(case: Case, rounds: int) -> list[Row]:
    """Return the share of each section in the time of a replicate, the largest first.

    Of each section of each replicate the shortest of the rounds counts, when nothing else interrupted it.
    """
    lines = [ast.unparse(line) for line in tree().body[1:]]
    names = [name_of(line) for line in lines]
    run = timed_replicates(lines)
    outcomes, clock = Outcome.rows(len(case.parameters), YEARS), np.zeros(2, np.int64)
    start, tables = copied(case.start), copied(case.start)
    spent = np.zeros((1 + rounds, len(case.parameters), len(lines) + len(SETTLE)), np.int64)
    for one in spent:  # the first has to wait for the compiler
        run(start, tables, case.parameters, SEED, outcomes, one, clock)
    undisturbed = spent[1:].min(axis=0)
    found = undisturbed / undisturbed.sum(axis=1, keepdims=True)
    told = [
        row("sections of a replicate", name, "", "share", found[:, place].tolist())
        for place, name in enumerate([*names, *SETTLE])
    ]
    return sorted(told, key=lambda one: -one.median)


def tree() -> ast.FunctionDef:
    """Return the syntax of the year."""
    (year,) = ast.parse(inspect.getsource(plain(engine.one_year))).body
    assert isinstance(year, ast.FunctionDef)
    return year


def name_of(line: str) -> str:
    """Return the name of the behaviour that a line of the year calls."""
    return line.rpartition("_does.")[2].partition(",")[0].partition("(")[0] if "_does." in line else "turn the year"


def timed_replicates(lines: list[str]) -> Any:
    """Return compiled code that runs replicates and adds up the nanoseconds of each line."""
    read = nanoseconds()
    lap = "\n    after = read(clock)\n    spent[{0}] += after - before\n    before = after\n"
    year = "def timed_year(world, outcome, spent, clock):\n    before = read(clock)\n" + "".join(
        f"    {line}{lap.format(place)}" for place, line in enumerate(lines)
    )
    names = {**vars(engine), "read": read}
    exec(year, names)  # noqa: S102  (the lines of the engine itself)
    timed_year = numba.njit(error_model="numpy", _nrt=False)(names["timed_year"])

    @numba.njit(error_model="numpy", _nrt=False)  # as the engine is compiled
    def run(start, tables, parameters, seed, outcomes, spent, clock):
        for i in range(len(parameters)):
            begun = read(clock)
            refill(tables, start)
            filled = read(clock)
            past, world = two_worlds(tables, parameters[i], seed, i)
            settle(past, world)
            spent[i, -2] += filled - begun
            spent[i, -1] += read(clock) - filled
            for k in range(outcomes.shape[1]):
                timed_year(world, outcomes[i, k], spent[i], clock)

    return run


def nanoseconds() -> Any:
    """Return compiled code that reads the clock of the system, into two numbers given."""
    gettime = ctypes.CDLL(None).clock_gettime
    gettime.argtypes, gettime.restype = (ctypes.c_int, ctypes.c_void_p), ctypes.c_int
    which = time.CLOCK_MONOTONIC

    @numba.njit(_nrt=False)
    def read(clock):
        gettime(which, clock.ctypes)
        return clock[0] * 1_000_000_000 + clock[1]

    return read
