"""The command that tells stored results to a reader who decides."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Optional

import typer

from ssc_sim.cli.options import Workers, tell_where, told


def report(
    folder: Annotated[Path, typer.Argument(help="A results folder of `run` or `compare`.")],
    language: Annotated[str, typer.Option(help="en, or id: Bahasa Indonesia.")] = "en",
    out: Annotated[Optional[Path], typer.Option(help="The page.  [default: report.html in the folder]")] = None,  # noqa: UP045
    workers: Workers = None,
) -> None:
    """Write one page that tells a results folder: the answer in sentences, pictures, who gains, what it rests on."""
    from ssc_sim.report import command, completing  # noqa: PLC0415  (heavy)

    lacking = completing.missing(folder) if (folder / "manifest.json").is_file() else []
    if lacking:
        told.print(f"Running what the folder lacks, once: {', '.join(lacking)} ...")
    path = command.report(folder, language=language, out=out, workers=workers)
    tell_where({"Report": path})
