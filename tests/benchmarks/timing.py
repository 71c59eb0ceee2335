"""Measuring fairly: the jobs that are compared take turns, and the middle of several rounds counts."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from statistics import median, quantiles
from typing import NamedTuple

Clock = Callable[[], float]
Job = Callable[[], object]

#: Seconds of this process on all cores together: what others do on the machine counts little.
OWN: Clock = time.process_time
#: Seconds on the clock on the wall.
WALL: Clock = time.perf_counter


class Row(NamedTuple):
    """One line of the table: what was measured, its middle and its quartiles over the rounds, and the goal, if any."""

    group: str
    measure: str
    size: int | str
    unit: str
    median: float
    q25: float
    q75: float
    rounds: int
    goal: str = ""
    met: str = ""


def in_turn(jobs: Mapping[str, Job], rounds: int, clock: Clock) -> dict[str, list[float]]:
    """Return the seconds of each job in each round; of more than one, every job ran before: nothing is compiled."""
    for job in jobs.values() if rounds > 1 else ():
        job()
    seconds: dict[str, list[float]] = {name: [] for name in jobs}
    for _ in range(rounds):
        for name, job in jobs.items():
            begun = clock()
            job()
            seconds[name].append(clock() - begun)
    return seconds


def row(group: str, measure: str, size: int | str, unit: str, values: list[float]) -> Row:
    """Return a line of the table without a goal."""
    low, _, high = quantiles(values, n=4, method="inclusive") if len(values) > 1 else (values[0],) * 3
    return Row(group, measure, size, unit, median(values), low, high, len(values))


def ratio(group: str, measure: str, over: list[float], under: list[float], goal: str) -> Row:
    """Return how many times one job takes another, round by round; a goal reads `>= 3` or `<= 1.5`."""
    told = row(group, measure, "", "times", [a / b for a, b in zip(over, under, strict=True)])
    return judged(told, goal)


def judged(told: Row, goal: str) -> Row:
    """Return a line with a goal, and whether it is met."""
    sign, limit = goal.split()
    met = told.median >= float(limit) if sign == ">=" else told.median <= float(limit)
    return told._replace(goal=goal, met="yes" if met else "no")
