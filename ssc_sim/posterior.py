"""The numbers of a run: those the figures of 2016 inform from a posterior, the others over their ranges or at a point.

A posterior is a CSV file with a column for each calibrated number and a row for each draw; the first is the best one.
"""

from __future__ import annotations

import csv
import hashlib
import io
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Literal, NamedTuple

import numpy as np

from ssc_sim.errors import InputError, Problem, nearest
from ssc_sim.files import content_of
from ssc_sim.observed import read_recipients
from ssc_sim.parameters import Evidence, Parameters
from ssc_sim.parameters.fitted import PULL, countries_in, numbers_in, posterior_file

Numbers = Literal["posterior", "point", "ranges"]
NUMBERS: dict[Numbers, str] = {
    "posterior": "calibrated numbers from the posterior; the others over their ranges, those of two strengths at one",
    "point": "every number at one value, the calibrated ones at the best row of the posterior",
    "ranges": "calibrated numbers from the posterior; all others over their ranges",
}
BEST = "best"
DECIMAL = re.compile(r"[-+]?([0-9]+(\.[0-9]*)?|\.[0-9]+)([eE][-+]?[0-9]+)?")
LARGEST = 200_000_000  # bytes of a file
SHOW_COUNTRIES = "a code of three letters (see `ssc-sim show countries`)"


class Posterior(NamedTuple):
    """What a fit leaves of the calibrated numbers: its best row, and rows drawn from it.

    `countries` are those whose programmes were counted, in the order of the numbers `pull_1`, `pull_2` and so on.
    """

    countries: tuple[str, ...]
    names: tuple[str, ...]
    best: np.ndarray
    rows: np.ndarray


def read_posterior(path: Path) -> Posterior:
    """Read a posterior.

    Raises
    ------
    InputError
        Where the file cannot be read, a column is missing or unknown, or a value is no number inside its range.
    """
    try:
        text = content_of(path, LARGEST).decode("utf-8-sig")
        header, *lines = list(csv.reader(io.StringIO(text, newline="")))
    except (OSError, ValueError, csv.Error) as error:
        wrong = f"cannot be read as a posterior ({getattr(error, 'strerror', None) or error})"
        raise InputError([Problem(str(path), 0, 0, "", wrong)]) from None
    names = numbers_in(header)[1:]
    problems = _wrong_columns(path, names) or list(_wrong_countries(path, header))
    if not problems:
        problems = [
            problem for number, line in enumerate(lines, 2) for problem in _wrong_line(path, number, names, line)
        ]
    if not problems and (len(lines) < 2 or lines[0][0] != BEST):
        problems = [Problem(str(path), 2, 1, "", f"the rows must be '{BEST}' and at least one more")]
    if problems:
        raise InputError(problems)
    values = np.array([[float(value) for value in line[1:]] for line in lines])
    return Posterior(countries_in(header), tuple(names), values[0], values[1:])


def _wrong_columns(path: Path, names: list[str]) -> list[Problem]:
    wanted = Parameters.calibrated()
    if sorted(names) == sorted(wanted):
        return []
    missing, unknown = set(wanted) - set(names), set(names) - set(wanted)
    said = "; ".join(
        f"{what}: {', '.join(sorted(which))}" for what, which in (("missing", missing), ("unknown", unknown)) if which
    )
    return [
        Problem(str(path), 1, 1, "", f"has other columns than the calibrated numbers ({said or 'one stands twice'})")
    ]


def _wrong_countries(path: Path, header: list[str]) -> Iterator[Problem]:
    """Tell of pulls to countries that nobody knows, or that have one already: they would pull nothing."""
    known = [country.iso3 for country in read_recipients()]
    for place, name in enumerate(header, 1):
        code = name.removeprefix(PULL)
        if name.startswith(PULL) and code not in known:
            yield Problem(str(path), 1, place, name, f"'{code}' is no recipient", SHOW_COUNTRIES, nearest(code, known))
        elif name in header[: place - 1]:
            yield Problem(str(path), 1, place, name, "stands twice", "each country once")


def _wrong_line(path: Path, number: int, names: list[str], line: list[str]) -> list[Problem]:
    if len(line) != len(names) + 1:
        return [Problem(str(path), number, 1, "", f"has {len(line)} cells", f"{len(names) + 1} cells")]
    records, problems = Parameters.columns(), []
    for place, (name, cell) in enumerate(zip(names, line[1:], strict=True), 2):
        low, high = records[name].low, records[name].high
        if not (DECIMAL.fullmatch(cell) and low <= float(cell) <= high):
            problems.append(
                Problem(str(path), number, place, name, f"'{cell}' cannot stand here", f"{low:g} to {high:g}")
            )
    return problems


def write_posterior(path: Path, posterior: Posterior, form: str = ".6g") -> None:
    """Write a posterior as a CSV file; with the form ".17g", to the last bit."""
    countries = iter(posterior.countries)
    header = [f"{PULL}{next(countries)}" if name.startswith(PULL) else name for name in posterior.names]
    with path.open("w", encoding="utf-8", newline="") as file:
        table = csv.writer(file, lineterminator="\n")
        table.writerow(["row", *header])
        for label, row in zip(
            [BEST, *map(str, range(len(posterior.rows)))], [posterior.best, *posterior.rows], strict=True
        ):
            table.writerow([label, *(f"{value:{form}}" for value in row)])


@cache
def shipped_posterior() -> Posterior:
    """Return the posterior of the figures of 2016 that is shipped."""
    return read_posterior(posterior_file())


def numbers_of_run(
    numbers: Numbers, runs: int, seed: int, evidence: Evidence, posterior: Posterior, first: int = 0
) -> np.ndarray:
    """Return one row of `Parameters` for each replicate: the same whatever the scenario, and however many are run.

    Parameters
    ----------
    numbers : {"posterior", "point", "ranges"}
        See `NUMBERS`.
    runs, seed : int
        Number of rows; seed of the ensemble.
    evidence : {"documents", "literature"}
        Which strength to take where the two differ.
    posterior : Posterior
        Replicate i takes its row i, from the start again where there are more replicates.
    first : int
        Number of the first replicate.
    """
    rows = Parameters.draws(runs, evidence)
    if numbers == "point":
        for name, value in zip(posterior.names, posterior.best, strict=True):
            rows[name] = value
        return rows
    over_ranges = Parameters.over_ranges(runs, seed, first)
    for name, record in Parameters.columns().items():
        if numbers == "ranges" or record.literature is None:
            rows[name] = over_ranges[name]
    for name, values in zip(posterior.names, posterior.rows.T, strict=True):
        rows[name] = np.take(values, range(first, first + runs), mode="wrap")
    return rows


def hash_of(posterior: Posterior) -> str:
    """Return a hash by which two posteriors are told apart."""
    digest = hashlib.sha256(repr((posterior.countries, posterior.names)).encode())
    digest.update(posterior.best.tobytes() + posterior.rows.tobytes())
    return digest.hexdigest()
