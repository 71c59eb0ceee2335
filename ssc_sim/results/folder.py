"""The results folder: manifest, outcomes, summary. Written whole or not at all.

manifest.json     format 1: what was run, with which seed, versions and source
outcomes.parquet  scenario, replicate, year, outcome, value
summary.csv       scenario, year, outcome, unit, mean, q05, q25, q50, q75, q95
failures.csv      scenario, seed, replicate, year, agent, message: where replicates failed, which the rest leaves out
posterior.csv     where the numbers are from a posterior of the user's own
figures/          pictures drawn from the two tables
"""

from __future__ import annotations

import json
import os
import shutil
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

import numpy as np
import pandas as pd

from ssc_sim.errors import InputError, Problem
from ssc_sim.files import A_PLACE, write_whole, wrong_place
from ssc_sim.posterior import Posterior, hash_of, read_posterior, shipped_posterior, write_posterior
from ssc_sim.results.blocks import CHUNK, FORM, SUMMARY_COLUMNS, TableFile, long_table, statistics, summary_table
from ssc_sim.results.checks import MANIFEST, OUTCOMES, check_manifest, check_outcomes, read_manifest, read_outcomes
from ssc_sim.results.failures import Failure, failures_in, told_of, write_failures
from ssc_sim.tables import Rows

__all__ = ["FORMAT", "SUMMARY_COLUMNS", "Failure", "Results", "Summarised", "Summary"]

FORMAT = 1
#: What a manifest says of how a run went, not of what was asked for.
OF_THE_RUN = ("failures", "failed_draws")


class Summarised(Protocol):
    """What curves and the screen are made from: a manifest, and a summary."""

    @property
    def manifest(self) -> dict[str, Any]:
        """What was run."""

    def summary(self) -> pd.DataFrame:
        """Return mean and quantiles over replicates, for each scenario, year and outcome."""


@dataclass(frozen=True)
class Summary:
    """The summary of a results folder, without its outcomes, which may be too many for memory."""

    manifest: dict[str, Any]
    table: pd.DataFrame

    @classmethod
    def read(cls, folder: Path) -> Summary:
        """Read the manifest and the summary of a results folder. Raises as `Results.read`."""
        with readable(folder):
            return cls(manifest_in(folder), pd.read_csv(folder / "summary.csv", keep_default_na=False))

    def summary(self) -> pd.DataFrame:
        """Return mean and quantiles over replicates, for each scenario, year and outcome."""
        return self.table


@dataclass(frozen=True)
class Results:
    """An ensemble that has run: its manifest, and one value for each scenario, replicate, year and outcome.

    Replicates that failed are among `failures`, and not among the outcomes. `posterior` is the one that was run with.
    """

    manifest: dict[str, Any]
    outcomes: pd.DataFrame
    failures: Sequence[Failure] = ()
    posterior: Posterior | None = None

    @classmethod
    def from_arrays(
        cls,
        manifest: dict[str, Any],
        stored: dict[str, Rows],
        failures: Sequence[Failure] = (),
        posterior: Posterior | None = None,
    ) -> Results:
        """Build the long table from arrays of `Outcome`, shape (replicates, years), one for each scenario."""
        tables = []
        for name, rows in stored.items():
            failed = [failure.replicate for failure in failures if failure.scenario == name]
            kept = np.setdiff1d(np.arange(len(rows)), failed)
            tables.append(long_table(list(stored), name, rows[kept], kept))
        return cls(manifest | told_of(failures, manifest), pd.concat(tables, ignore_index=True), failures, posterior)

    def summary(self) -> pd.DataFrame:
        """Return mean and quantiles over replicates, for each scenario, year and outcome, to ten digits."""
        return pd.concat(
            [
                _summary_of(str(name), table)
                for name, table in self.outcomes.groupby("scenario", sort=False, observed=True)
            ],
            ignore_index=True,
        )

    @classmethod
    def read(cls, folder: Path, years: Sequence[int] | None = None) -> Results:
        """Read a results folder, all years or some.

        Raises
        ------
        InputError
            Where the folder is not one, or is of another format.
        """
        with readable(folder):
            manifest = manifest_in(folder)
            outcomes = read_outcomes(folder, years)
            check_outcomes(folder, outcomes, manifest)
            return cls(manifest, outcomes, failures_in(folder), posterior_in(folder))

    def write(self, folder: Path) -> None:
        """Write manifest, outcomes, summary and failures into a folder that exists."""
        write_manifest(folder, self.manifest)
        write_failures(folder, self.failures)
        keep_posterior(folder, self.posterior)
        numbers = self.outcomes["scenario"].cat.codes.to_numpy().astype("i8"), self.outcomes["replicate"].to_numpy()
        borders = np.flatnonzero(np.diff(numbers[0]) | np.diff(numbers[1] // CHUNK)) + 1
        with TableFile(folder / OUTCOMES) as file:
            for first, last in zip([0, *borders], [*borders, len(self.outcomes)], strict=True):
                file.write(self.outcomes.iloc[first:last])
        write_summary(folder, self.summary())


def _summary_of(name: str, table: pd.DataFrame) -> pd.DataFrame:
    """Return the summary of the long table of one scenario."""
    outcomes = table["outcome"].astype("category")
    cells = table["year"].to_numpy().astype("i8") * len(outcomes.cat.categories) + outcomes.cat.codes.to_numpy()
    order = np.lexsort((table["replicate"].to_numpy(), cells))
    kinds = np.unique(cells)
    values = table["value"].to_numpy()[order].reshape(len(kinds), -1)
    years, places = np.unique(kinds // len(outcomes.cat.categories)), kinds % len(outcomes.cat.categories)
    names = [str(outcomes.cat.categories[place]) for place in places[: len(kinds) // len(years)]]
    return summary_table(name, years.tolist(), names, statistics(values))


@contextmanager
def readable(folder: Path) -> Iterator[None]:
    """Tell the user what of a results folder cannot be read."""
    try:
        yield
    except (OSError, ValueError, AttributeError) as error:
        wrong = f"is not a results folder ({str(error).splitlines()[0]})"
        raise InputError([Problem(str(folder), 0, 0, "", wrong, "a folder written by `ssc-sim run`")]) from None


def manifest_in(folder: Path) -> dict[str, Any]:
    """Read the manifest of a results folder.

    Raises
    ------
    InputError
        Where it is of another format, or does not tell what it should.
    """
    manifest = read_manifest(folder, FORMAT)
    check_manifest(folder, manifest)
    return manifest


def write_manifest(folder: Path, manifest: dict[str, Any]) -> None:
    """Write the manifest of a results folder."""
    text = json.dumps(manifest, indent=2, ensure_ascii=False) + "\n"
    (folder / MANIFEST).write_text(text, encoding="utf-8")


def write_text(path: Path, text: str) -> None:
    """Write a text file whole or not at all.

    Raises
    ------
    InputError
        Where the place cannot be written.
    """
    try:
        write_whole(path, text.encode("utf-8"))
    except OSError as error:
        raise InputError([Problem(str(path), 0, 0, "", f"cannot be written: {error.strerror or error}")]) from None


def write_summary(folder: Path, table: pd.DataFrame) -> None:
    """Write the summary of a results folder."""
    table.to_csv(folder / "summary.csv", index=False, lineterminator="\n", float_format=FORM)


def keep_posterior(folder: Path, posterior: Posterior | None) -> None:
    """Keep a posterior of the user's own, to the last bit, so that its numbers can be run again."""
    if posterior is not None and hash_of(posterior) != hash_of(shipped_posterior()):
        write_posterior(folder / "posterior.csv", posterior, ".17g")


def posterior_in(folder: Path) -> Posterior | None:
    """Return the posterior of the user's own that a results folder was run with, if it was."""
    path = folder / "posterior.csv"
    return read_posterior(path) if path.is_file() else None


def refuse_other_results(folder: Path, manifest: dict[str, Any], *, overwrite: bool) -> None:
    """Refuse a folder that holds anything else than an earlier run of the same thing, or that cannot be written.

    Raises
    ------
    InputError
        Where something would be lost, or nothing could be written.
    """
    wrong = wrong_place(folder)
    if wrong:
        raise InputError([Problem(str(folder), 0, 0, "", wrong, A_PLACE)])
    if overwrite and (folder / MANIFEST).is_file():
        return
    if not folder.exists() or (folder.is_dir() and not any(folder.iterdir())):
        return
    try:
        earlier = read_manifest(folder, FORMAT)
    except (OSError, ValueError):
        raise InputError([Problem(str(folder), 0, 0, "", "exists and holds something else", "another --out")]) from None
    keys = {*manifest, *earlier} - {*OF_THE_RUN}
    differing = sorted(key for key in keys if manifest.get(key) != earlier.get(key))
    if differing:
        wrong = f"holds other results (differing in: {', '.join(differing)})"
        raise InputError([Problem(str(folder), 0, 0, "", wrong, "another --out, or --overwrite")])


@contextmanager
def written_whole(folder: Path, beside: Path | None = None) -> Iterator[Path]:
    """Give a temporary folder to write into, and put it in the place of `folder` only when all has been written.

    Parameters
    ----------
    folder : Path
    beside : Path, optional
        Where temporary folders stand meanwhile, on the same disk; by default next to `folder`.

    Raises
    ------
    InputError
        Where the place cannot be written.
    """
    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        part = Path(tempfile.mkdtemp(prefix=f".{folder.name}-", dir=beside or folder.parent))
    except OSError as error:
        raise InputError([Problem(str(folder), 0, 0, "", f"cannot be written: {error.strerror}")]) from None
    try:
        yield part
        _flush(part)
        _replace(part, folder)
    except OSError as error:
        raise InputError([Problem(str(folder), 0, 0, "", f"cannot be written: {error.strerror or error}")]) from None
    finally:
        shutil.rmtree(part, ignore_errors=True)


def _flush(folder: Path) -> None:
    """Wait until the files have reached the disk."""
    for path in folder.rglob("*"):
        if path.is_file():
            with path.open("rb+") as file:
                os.fsync(file.fileno())
    folder.chmod(0o755)


def _replace(part: Path, folder: Path) -> None:
    """Swap a finished folder in for an older one, which meanwhile stands beside the finished one."""
    if not folder.exists():
        part.rename(folder)
        return
    old = Path(tempfile.mkdtemp(prefix=f".{folder.name}-old-", dir=part.parent))
    folder.rename(old / folder.name)
    try:
        part.rename(folder)
    except OSError:
        (old / folder.name).rename(folder)  # the older results are not lost with the newer ones
        raise
    finally:
        shutil.rmtree(old, ignore_errors=True)
