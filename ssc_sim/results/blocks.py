"""Long tables and their summary, block by block, so that memory does not grow with the number of replicates.

A block holds `CHUNK` replicates of one scenario. It is what runs, is stored, and is written together, so the same
replicates give the same bytes however they were run.
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

from ssc_sim.tables import FIRST_YEAR, Outcome, Rows

CHUNK = 20
QUANTILES = {"q05": 0.05, "q25": 0.25, "q50": 0.5, "q75": 0.75, "q95": 0.95}
SUMMARY_COLUMNS = ["scenario", "year", "outcome", "unit", "mean", *QUANTILES]
IN_MEMORY = 1_000_000  # numbers that are summed up at once
FORM = "%.10g"


def long_table(names: Sequence[str], name: str, rows: Rows, replicates: np.ndarray) -> pd.DataFrame:
    """Return some replicates of one scenario as a long table, ordered by replicate, year, outcome.

    Parameters
    ----------
    names : sequence of str
        All scenarios of the table, in their order; `name` is this one.
    rows : rows of Outcome, shape (replicates, years)
    replicates : array of int
        Their numbers.
    """
    values = single_values(rows)
    replicate, year, outcome = np.indices(values.shape).reshape(3, -1)
    return pd.DataFrame(
        {
            "scenario": pd.Categorical.from_codes(np.full(values.size, names.index(name)), pd.Index(names)),
            "replicate": np.asarray(replicates, "int32")[replicate],
            "year": (FIRST_YEAR + year).astype("int32"),
            "outcome": pd.Categorical.from_codes(outcome, pd.Index(list(Outcome.names()))),
            "value": values.reshape(-1),
        }
    )


def single_values(rows: Rows) -> np.ndarray:
    """Return rows of Outcome, shape (replicates, years), as numbers, shape (replicates, years, outcomes)."""
    return np.stack([_cell(rows, column, place) for column, place, _ in Outcome.names().values()], axis=-1)


def values_of(rows: Rows, outcome: str) -> np.ndarray:
    """Return the values of one outcome, by its single name, in the shape of rows of Outcome."""
    column, place, _ = Outcome.names()[outcome]
    return _cell(rows, column, place)


def _cell(rows: Rows, column: str, place: int | None) -> np.ndarray:
    values: np.ndarray = rows[column] if place is None else rows[column][..., place]
    return values


class TableFile(AbstractContextManager["TableFile"]):
    """A Parquet file that is written block by block: each becomes a group of rows."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._writer: Any = None

    def write(self, block: pd.DataFrame) -> None:
        """Write a block; one without rows leaves no trace."""
        if len(block):
            table = pa.Table.from_pandas(block, preserve_index=False)
            self._writer = self._writer or pq.ParquetWriter(self._path, table.schema)
            self._writer.write_table(table, row_group_size=len(block))

    def __exit__(self, *_: object) -> None:
        if self._writer is not None:
            self._writer.close()


class Summing(AbstractContextManager["Summing"]):
    """Sums up one scenario, however many replicates it has.

    The values go to a scratch file and come back year by year and outcome by outcome: a quantile needs all replicates.

    Parameters
    ----------
    folder : Path
        Where the scratch file lies; the system removes it when it is closed.
    cells : int
        How many values each replicate has.
    """

    def __init__(self, folder: Path, cells: int) -> None:
        self._file = tempfile.TemporaryFile(dir=folder)  # noqa: SIM115  (closed by __exit__)
        self._cells = cells
        self._sections: list[int] = []
        self._waiting: list[np.ndarray] = []

    def __exit__(self, *_: object) -> None:
        self._file.close()

    def add(self, values: np.ndarray) -> None:
        """Take the values of some replicates, shape (replicates, ...): so many cells each."""
        self._waiting.append(values.reshape(len(values), self._cells))
        if sum(map(len, self._waiting)) * self._cells >= IN_MEMORY:
            self._write_section()

    def _write_section(self) -> None:
        """Write what waits, cell by cell."""
        if self._waiting:
            section = np.concatenate(self._waiting)
            self._file.write(np.ascontiguousarray(section.T).tobytes())
            self._sections.append(len(section))
            self._waiting = []

    def statistics(self) -> np.ndarray:
        """Return mean and quantiles of every cell, shape (cells, 1 + quantiles)."""
        self._write_section()
        together = max(1, IN_MEMORY // max(1, sum(self._sections)))
        groups = (range(first, min(first + together, self._cells)) for first in range(0, self._cells, together))
        return np.concatenate([statistics(np.concatenate([*self._read(group)], axis=1)) for group in groups])

    def _read(self, group: range) -> Iterator[np.ndarray]:
        """Yield the values of a group of cells, section by section."""
        begin = 0
        for replicates in self._sections:
            self._file.seek(8 * (begin + group.start * replicates))
            yield np.frombuffer(self._file.read(8 * len(group) * replicates)).reshape(len(group), replicates)
            begin += self._cells * replicates


def statistics(values: np.ndarray) -> np.ndarray:
    """Return mean and quantiles over replicates, shape (cells, 1 + quantiles), of values of shape (cells, replicates).

    They are given to ten digits: what is in memory is then what stands in `summary.csv`.
    """
    values = np.ascontiguousarray(values)
    told = np.stack([values.mean(axis=1), *np.quantile(values, [*QUANTILES.values()], axis=1)], axis=1)
    return np.array([float(FORM % value) for value in told.flat]).reshape(told.shape)


def summary_table(name: str, years: Sequence[int], outcomes: Sequence[str], told: np.ndarray) -> pd.DataFrame:
    """Return the summary of one scenario from the statistics of its cells, year by year and outcome by outcome."""
    table = pd.DataFrame(told, columns=["mean", *QUANTILES])
    table["scenario"] = name
    table["year"] = np.repeat(np.array(years), len(outcomes))
    table["outcome"] = [*outcomes] * len(years)
    units = {outcome: column.unit for outcome, (_, _, column) in Outcome.names().items()}
    table["unit"] = table["outcome"].map(units)
    return table[SUMMARY_COLUMNS]
