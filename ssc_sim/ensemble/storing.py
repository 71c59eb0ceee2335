"""From parts to a results folder: chunks are kept next to the folder until it is whole, so that nothing is lost.

    results/NAME.parts   while the run is under way, or was interrupted; removed when the results stand
    results/NAME         put in its place as a whole

However many replicates there are, only a few chunks are in memory at once.
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from itertools import groupby
from pathlib import Path
from typing import Any, Protocol, TypeVar

import pandas as pd

from ssc_sim.ensemble.asked import Ensemble, Runner
from ssc_sim.ensemble.chunks import Chunk, Details, chunks_of
from ssc_sim.ensemble.parts import FAILURES, JOB, Parts
from ssc_sim.ensemble.running import Running
from ssc_sim.ensemble.states import table_of_years
from ssc_sim.errors import InputError, Interrupted, Problem, TooManyFailures
from ssc_sim.results.blocks import Summing, TableFile, long_table, single_values, summary_table
from ssc_sim.results.failures import Failure, told_of, write_failures
from ssc_sim.results.folder import keep_posterior, write_manifest, write_summary, written_whole
from ssc_sim.tables import Outcome, Rows

#: Gives the chunks of an ensemble with their records: run now, or read from parts.
Source = Callable[[Ensemble], Iterable[tuple[Chunk, Rows]]]
T_co = TypeVar("T_co", covariant=True)


class Asked(Protocol[T_co]):
    """A request that has been checked: what must run, and how its results are written."""

    @property
    def manifest(self) -> dict[str, Any]:
        """What decides the results."""

    @property
    def ensembles(self) -> Sequence[Ensemble]:
        """What must run."""

    @property
    def run_replicates(self) -> Runner:
        """What runs it."""

    @property
    def details(self) -> Details:
        """What is kept of it besides outcomes."""

    @property
    def replicates(self) -> int:
        """How many replicates will be run."""

    def must_compile(self) -> bool:
        """Tell whether the run will first have to wait for the compiler."""

    def write(self, folder: Path, source: Source) -> T_co:
        """Write the results into a folder that exists, and return what there is to show."""


def parts_folder(folder: Path) -> Path:
    """Return where the parts of a results folder are kept: next to it."""
    return folder.with_name(f"{folder.name}.parts")


def is_whole(folder: Path) -> bool:
    """Tell whether a results folder stands, and nothing is left of a run that was to write it."""
    return (folder / "manifest.json").is_file() and not parts_folder(folder).exists()


@contextmanager
def kept_parts(folder: Path, manifest: dict[str, Any], *, resume: bool, overwrite: bool) -> Iterator[Parts]:
    """Open the parts of a results folder, and remove them when all that follows has been done.

    Parameters
    ----------
    folder : Path
        The results folder.
    manifest : dict
        What decides the results: parts of anything else are refused.
    resume : bool
        Go on with the parts of an earlier process; without it, they are refused.
    overwrite : bool
        Throw such parts away.

    Raises
    ------
    InputError
        Where there are such parts, they are in use, or the place cannot be written.
    Interrupted
        Where the user stops what follows: the parts stay.
    """
    place = parts_folder(folder)
    if overwrite and not resume:
        _throw_away(place)
    with Parts(place, manifest) as parts:
        if replicates_in(parts) and not resume:
            wrong = f"holds {replicates_in(parts):,} replicates of the same run, which was not finished"
            raise InputError(
                [Problem(str(place), 0, 0, "", wrong, "--resume, to go on; or --overwrite, to start anew")]
            )
        _clear(place)
        try:
            yield parts
            parts.discard()
        except KeyboardInterrupt:
            raise Interrupted(f"Interrupted. {_goes_on(parts)}") from None
        except TooManyFailures as error:
            write_failures(place, error.failures)
            raise TooManyFailures(f"{error}\nAll that was recorded: {place / FAILURES}", error.failures) from None
        finally:
            if not replicates_in(parts):
                parts.discard()


def _goes_on(parts: Parts) -> str:
    there = replicates_in(parts)
    if not there:
        return "Nothing was written."
    return f"{there:,} replicates are kept in {parts.folder}: the same command with --resume goes on from there."


def replicates_in(parts: Parts) -> int:
    """Count the replicates in finished parts: their names end with it."""
    return sum(int(name.rpartition("-")[2]) for name in parts.finished())


def _throw_away(place: Path) -> None:
    """Remove the parts of whatever job, unless another process is at work on them."""
    try:
        job = json.loads((place / JOB).read_text(encoding="utf-8"))["job"]
    except (OSError, ValueError, KeyError, TypeError):
        return  # there are none, or it is no such folder: opening it will tell
    with Parts(place, job) as parts:
        _clear(place)
        parts.discard()


def _clear(place: Path) -> None:
    """Remove what an earlier process was writing from the parts when it ended."""
    for leftover in place.glob(".?*-*"):
        shutil.rmtree(leftover, ignore_errors=True)
    (place / FAILURES).unlink(missing_ok=True)


def run_into_parts(asked: Asked[T_co], running: Running) -> None:
    """Run all that is asked for into the parts of `running`.

    Raises
    ------
    TooManyFailures
        Where more than half of a scenario's replicates failed.
    InputError
        Where the disk does not take it; finished parts stay.
    """
    for ensemble in asked.ensembles:
        for _ in running.chunks(ensemble, asked.run_replicates, asked.details):
            pass  # what is done lies in the parts


@contextmanager
def written_from_parts(asked: Asked[T_co], folder: Path, parts: Parts) -> Iterator[tuple[T_co, Path]]:
    """Write a results folder from parts; give what there is to show, and where to put pictures before all is in place.

    Raises
    ------
    InputError
        Where the disk does not take it; finished parts stay.
    """

    def source(ensemble: Ensemble) -> Iterator[tuple[Chunk, Rows]]:
        return in_order(chunks_of(ensemble, asked.run_replicates, asked.details), parts)

    with written_whole(folder, parts.folder) as part:
        yield asked.write(part, source), part


def in_order(chunks: Iterable[Chunk], parts: Parts) -> Iterator[tuple[Chunk, Rows]]:
    """Yield chunks in their order from parts; one that was damaged meanwhile is run again."""
    for chunk in chunks:
        done = parts.read(chunk.name, chunk.dtype, chunk.shape)
        if done is None:
            done = chunk.call()
            parts.write(chunk.name, done)
        yield chunk, done


def write_run(folder: Path, manifest: dict[str, Any], ensemble: Ensemble, chunks: Iterable[tuple[Chunk, Rows]]) -> None:
    """Write manifest, outcomes, details, summary and failures from chunks in their order."""
    names = [scenario.name for scenario in ensemble.scenarios]
    outcomes, years = list(Outcome.names()), range(manifest["first_year"], manifest["until"] + 1)
    failures: list[Failure] = []
    summaries = []
    with TableFile(folder / "outcomes.parquet") as file, ExitStack() as details:
        write_details = _details_writer(folder, names, details)
        for name, group in groupby(chunks, lambda one: one[0].scenario):
            with Summing(folder, len(years) * len(outcomes)) as summing:
                for chunk, done in group:
                    failures += chunk.failures(done, ensemble.seed)
                    replicates, whole = chunk.whole(done)
                    file.write(long_table(names, name, whole["outcomes"], replicates))
                    write_details(chunk, replicates, whole)
                    summing.add(single_values(whole["outcomes"]))
                summaries.append(summary_table(name, years, outcomes, summing.statistics()))
    write_manifest(folder, manifest | told_of(failures, manifest))
    write_failures(folder, failures)
    keep_posterior(folder, ensemble.posterior)
    write_summary(folder, pd.concat(summaries, ignore_index=True))


def _details_writer(folder: Path, names: list[str], open_: ExitStack) -> Callable[[Chunk, Any, Rows], None]:
    """Return what writes the details of a chunk, each to a file of its own, which `open_` closes."""
    files: dict[str, TableFile] = {}

    def write(chunk: Chunk, replicates: Any, whole: Rows) -> None:
        for detail in chunk.details:
            if detail.name not in files:
                files[detail.name] = open_.enter_context(TableFile(folder / f"{detail.name}.parquet"))
            before = {
                "scenario": pd.Categorical([chunk.scenario] * len(replicates), names),
                "replicate": replicates.astype("int32"),
            }
            table = table_of_years(detail.table, detail.axes, whole[detail.name], before)
            files[detail.name].write(table)

    return write
