"""The results folder: manifest, outcomes, summary. Written whole or not at all.

manifest.json     format 1: what was run, with which seed, versions and source
outcomes.parquet  scenario, replicate, year, outcome, value
summary.csv       scenario, year, outcome, unit, mean, q05, q25, q50, q75, q95
figures/          pictures drawn from the two tables
"""

from __future__ import annotations

import json
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from ssc_sim.errors import InputError, Problem
from ssc_sim.tables import FIRST_YEAR, Outcome, Rows

FORMAT = 1
QUANTILES = {"q05": 0.05, "q25": 0.25, "q50": 0.5, "q75": 0.75, "q95": 0.95}
SUMMARY_COLUMNS = ["scenario", "year", "outcome", "unit", "mean", *QUANTILES]


@dataclass(frozen=True)
class Results:
    """An ensemble that has run: its manifest, and one value for each scenario, replicate, year and outcome."""

    manifest: dict[str, Any]
    outcomes: pd.DataFrame

    @classmethod
    def from_arrays(cls, manifest: dict[str, Any], stored: dict[str, Rows]) -> Results:
        """Build the long table from arrays of `Outcome`, shape (replicates, years), one for each scenario."""
        names = list(stored)
        tables = [_long(names, name, rows) for name, rows in stored.items()]
        return cls(manifest, pd.concat(tables, ignore_index=True))

    def summary(self) -> pd.DataFrame:
        """Return mean and quantiles over replicates, for each scenario, year and outcome."""
        groups = self.outcomes.groupby(["scenario", "year", "outcome"], sort=False, observed=True)["value"]
        table = groups.quantile(np.array(list(QUANTILES.values()))).unstack()  # noqa: PD010
        table.columns = pd.Index(list(QUANTILES))
        table.insert(0, "mean", groups.mean())
        table = table.reset_index()
        units = {name: column.unit for name, (_, _, column) in Outcome.names().items()}
        table["unit"] = table["outcome"].astype(str).map(units)
        return table[SUMMARY_COLUMNS]

    @classmethod
    def read(cls, folder: Path) -> Results:
        """Read a results folder.

        Raises
        ------
        InputError
            Where the folder is not one, or is of another format.
        """
        try:
            manifest = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
            if manifest.get("format") != FORMAT:
                wrong = f"results of format {manifest.get('format')}"
                raise InputError([Problem(str(folder / "manifest.json"), 0, 0, "format", wrong, f"format {FORMAT}")])
            return cls(manifest, pd.read_parquet(folder / "outcomes.parquet"))
        except (OSError, ValueError, AttributeError) as error:
            wrong = f"is not a results folder ({str(error).splitlines()[0]})"
            raise InputError([Problem(str(folder), 0, 0, "", wrong, "a folder written by `ssc-sim run`")]) from None

    def write(self, folder: Path) -> None:
        """Write manifest, outcomes and summary into a folder that exists."""
        text = json.dumps(self.manifest, indent=2, ensure_ascii=False) + "\n"
        (folder / "manifest.json").write_text(text, encoding="utf-8")
        self.outcomes.to_parquet(folder / "outcomes.parquet", index=False)
        self.summary().to_csv(folder / "summary.csv", index=False, lineterminator="\n", float_format="%.10g")


def _long(names: list[str], name: str, rows: Rows) -> pd.DataFrame:
    """Return one scenario's outcomes as a long table, ordered by replicate, year, outcome."""
    singles = Outcome.names()
    values = np.stack(
        [rows[column] if place is None else rows[column][..., place] for column, place, _ in singles.values()], axis=-1
    )
    replicate, year, outcome = np.indices(values.shape).reshape(3, -1)
    return pd.DataFrame(
        {
            "scenario": pd.Categorical.from_codes(np.full(values.size, names.index(name)), pd.Index(names)),
            "replicate": replicate.astype("int32"),
            "year": (FIRST_YEAR + year).astype("int32"),
            "outcome": pd.Categorical.from_codes(outcome, pd.Index(list(singles))),
            "value": values.reshape(-1),
        }
    )


def refuse_other_results(folder: Path, manifest: dict[str, Any], *, overwrite: bool) -> None:
    """Refuse a folder that holds anything else than an earlier run of the same thing.

    Raises
    ------
    InputError
        Where something would be lost.
    """
    if overwrite and (folder / "manifest.json").is_file():
        return
    if not folder.exists() or (folder.is_dir() and not any(folder.iterdir())):
        return
    try:
        earlier = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
    except (OSError, ValueError):
        raise InputError([Problem(str(folder), 0, 0, "", "exists and holds something else", "another --out")]) from None
    differing = sorted(key for key in {*manifest, *earlier} if manifest.get(key) != earlier.get(key))
    if differing:
        wrong = f"holds other results (differing in: {', '.join(differing)})"
        raise InputError([Problem(str(folder), 0, 0, "", wrong, "another --out, or --overwrite")])


@contextmanager
def written_whole(folder: Path) -> Iterator[Path]:
    """Give a temporary folder to write into, and put it in the place of `folder` only when all has been written.

    Raises
    ------
    InputError
        Where the place cannot be written.
    """
    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        part = Path(tempfile.mkdtemp(prefix=f".{folder.name}-", dir=folder.parent))
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
    """Swap a finished folder in for an older one."""
    if not folder.exists():
        part.rename(folder)
        return
    old = Path(tempfile.mkdtemp(prefix=f".{folder.name}-old-", dir=folder.parent))
    folder.rename(old / folder.name)
    part.rename(folder)
    shutil.rmtree(old, ignore_errors=True)
