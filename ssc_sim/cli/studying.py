"""The command that makes the reference study: the other commands, one after the other."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from ssc_sim.cli.options import stdout, tell_where, told


def study(
    out: Annotated[Path, typer.Option(help="Folder of the study.")] = Path("results/study"),
    small: Annotated[
        bool, typer.Option("--small", help="Few replicates, in a minute or two: to see that all works.")
    ] = False,
) -> None:
    """Make the reference study: policies, mixes, expectations, fit, what matters; the same command goes on with it."""
    from ssc_sim import study as studies  # noqa: PLC0415  (heavy)
    from ssc_sim.report.command import report  # noqa: PLC0415  (heavy)

    made = studies.Study(out, studies.SMALL if small else studies.FULL)
    steps = made.missing()
    for number, step in enumerate(steps, 1):
        told.print(f"Step {number} of {len(steps)}: {step.title}")
        _run_quietly([*step.command, "--out", str(out / step.folder)])
        made.note(step)
    page = made.write_page()
    for language in ("en", "id"):
        report(out / "policies", language=language)
    stdout.print(page.read_text(encoding="utf-8"), markup=False, soft_wrap=True)
    tell_where({"Study": page, "Report": out / "policies" / "report.html"})


def _run_quietly(command: list[str]) -> None:
    """Run another command; what it prints stands in its tables, and in the page of the study."""
    from ssc_sim.cli import app  # noqa: PLC0415  (it holds this command too)

    stdout.quiet = True
    try:
        app(command, standalone_mode=False)
    finally:
        stdout.quiet = False
