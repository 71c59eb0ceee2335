"""What the shipped fit says of the calibrated numbers: the first row of `calibration/posterior.csv`, its best one.

The file has a column for each calibrated number. A pull carries the code of its country (`pull_TLS`); the order of the
pulls is that of `pull_1`, `pull_2` and so on.
"""

from __future__ import annotations

import csv
from functools import cache
from pathlib import Path

from ssc_sim.shipped import shipped_folder

PULL = "pull_"


def posterior_file() -> Path:
    """Return the file of the shipped posterior."""
    return shipped_folder("calibration") / "posterior.csv"


def countries_in(header: list[str]) -> tuple[str, ...]:
    """Return the countries that have a pull of their own, in order."""
    return tuple(name.removeprefix(PULL) for name in header if name.startswith(PULL))


def numbers_in(header: list[str]) -> list[str]:
    """Return the names of the numbers in the columns of a posterior: pulls by their place."""
    places = iter(range(1, len(header)))
    return [f"{PULL}{next(places)}" if name.startswith(PULL) else name for name in header]


@cache
def shipped_best() -> dict[str, float]:
    """Return the best row of the shipped posterior by the names of its numbers."""
    header, best = _first_lines()
    return {name: float(value) for name, value in zip(numbers_in(header)[1:], best[1:], strict=True)}


@cache
def shipped_countries() -> tuple[str, ...]:
    """Return the countries that have a pull of their own in the shipped posterior."""
    return countries_in(_first_lines()[0])


def _first_lines() -> tuple[list[str], list[str]]:
    with posterior_file().open(encoding="utf-8", newline="") as file:
        lines = csv.reader(file)
        return next(lines), next(lines)
