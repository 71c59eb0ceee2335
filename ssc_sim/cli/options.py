"""What the commands have in common: where they print, and the options that several of them take."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Optional, Protocol

import typer
from rich.console import Console

told = Console(stderr=True, highlight=False, soft_wrap=True, markup=False, emoji=False)
stdout = Console(highlight=False, emoji=False)

Scenarios = Annotated[list[str], typer.Argument(help="Names of shipped scenarios, or files ending in .yaml.")]
Runs = Annotated[int, typer.Option(help="Replicates of each scenario.")]
Seed = Annotated[int, typer.Option(help="Decides all luck.")]
Until = Annotated[int, typer.Option(help="Last year.")]
Out = Annotated[Optional[Path], typer.Option(help="Results folder.  [default: results/SCENARIO...]")]  # noqa: UP045
Workers = Annotated[Optional[int], typer.Option(min=1, help="Threads.  [default: one a processor]")]  # noqa: UP045
Draws = Annotated[int, typer.Option(help="Draws of the numbers not observed, to see what verdicts rest on; 0: none.")]
EngineName = Annotated[str, typer.Option(help="compiled, or mesa: the same numbers, slowly.")]
ModelName = Annotated[Optional[str], typer.Option(help="package.module:ClassName, with --engine mesa.")]  # noqa: UP045
EvidenceName = Annotated[Optional[str], typer.Option(help="documents or literature.")]  # noqa: UP045
Without = Annotated[Optional[list[str]], typer.Option(help="Switch off a family of rules; again for more.")]  # noqa: UP045
ParametersName = Annotated[str, typer.Option(help="posterior, point, or the file of a posterior of your own.")]
Overwrite = Annotated[bool, typer.Option("--overwrite", help="Replace other results in the folder.")]
Detail = Annotated[bool, typer.Option("--detail", help="Keep each country and each of the focal donor's ties, too.")]
Resume = Annotated[bool, typer.Option("--resume", help="Go on with a run that was interrupted.")]
Cluster = Annotated[Optional[str], typer.Option(help="Address of a Dask scheduler whose workers run it.")]  # noqa: UP045
Outcomes = Annotated[Optional[list[str]], typer.Option(help="Draw this outcome; again for more; or all.")]  # noqa: UP045


class MustCompile(Protocol):
    """What may have to wait for the compiler."""

    def must_compile(self) -> bool:
        """Tell whether it will."""
        ...


def announce_compilation(request: MustCompile) -> None:
    """Print a line before the silent wait for the compiler."""
    if request.must_compile():
        told.print("Compiling the model for this machine: once, some twenty seconds ...")


def tell_where(places: Mapping[str, Path | str]) -> None:
    """Print where things have been put, as the names stand: a bracket in them is no colour."""
    stdout.print("   ".join(f"{what}: {place}" for what, place in places.items()), soft_wrap=True, markup=False)
