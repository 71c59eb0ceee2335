"""What the commands that run ensembles have in common: chunks are kept as they finish, then the results are written."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import typer

from ssc_sim.cli.options import announce_compilation, told
from ssc_sim.errors import SomeFailed

if TYPE_CHECKING:
    from ssc_sim.ensemble.storing import Asked

T = TypeVar("T")


@dataclass(frozen=True)
class Keeping:
    """How a run is to be carried out: where, and what to do with what an earlier one has left."""

    workers: int | None
    cluster: str | None
    resume: bool
    overwrite: bool


@contextmanager
def kept(asked: Asked[T], folder: Path, keeping: Keeping) -> Iterator[tuple[T, Path]]:
    """Run what is asked for and write it; give what there is to show, and where pictures go before all is in place."""
    from ssc_sim import screen  # noqa: PLC0415  (heavy)
    from ssc_sim.ensemble import storing  # noqa: PLC0415  (heavy)
    from ssc_sim.ensemble.cluster import executor_of  # noqa: PLC0415  (heavy)
    from ssc_sim.ensemble.running import Running  # noqa: PLC0415  (heavy)
    from ssc_sim.results import folder as results  # noqa: PLC0415  (heavy)

    resume, overwrite = keeping.resume, keeping.overwrite
    results.refuse_other_results(folder, asked.manifest, overwrite=overwrite)
    if resume and not overwrite and storing.is_whole(folder):
        told.print(f"Nothing to go on with: {folder} is whole.")
        raise typer.Exit
    with storing.kept_parts(folder, asked.manifest, resume=resume, overwrite=overwrite) as parts, ExitStack() as open_:
        executor, workers = None, keeping.workers
        if keeping.cluster is not None:
            executor, workers = open_.enter_context(executor_of(keeping.cluster))
        else:
            announce_compilation(asked)
        if resume:
            told.print(f"Going on: {storing.replicates_in(parts):,} of {asked.replicates:,} replicates are there.")
        with screen.progress(told, asked.replicates) as finished:
            storing.run_into_parts(asked, Running(workers, executor, parts, finished))
        told.print("Writing results and drawing pictures ...")
        with storing.written_from_parts(asked, folder, parts) as written:
            yield written


def tell_failures(manifest: dict[str, Any], folder: Path) -> None:
    """End with exit code 3 where replicates failed: all else is done.

    Raises
    ------
    SomeFailed
        Where any did.
    """
    from ssc_sim import wording  # noqa: PLC0415  (heavy)

    if wording.failures_told(manifest):
        raise SomeFailed(f"{wording.failures_told(manifest).strip()} Which, and why: {folder / 'failures.csv'}")
