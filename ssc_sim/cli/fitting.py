"""The command that fits the model."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Optional

import typer

from ssc_sim.cli.options import Overwrite, Seed, Workers, tell_where, told


def calibrate(
    data: Annotated[Optional[Path], typer.Option(help="Folder with an agency's own programmes.")] = None,  # noqa: UP045
    template: Annotated[Optional[Path], typer.Option(help="Write a template of such a folder, and stop.")] = None,  # noqa: UP045
    draws: Annotated[int, typer.Option(min=20_000, max=1_000_000, help="Rows of the reference table.")] = 200_000,
    seed: Seed = 2016,
    out: Annotated[Path, typer.Option(help="Results folder.")] = Path("results/calibration"),
    workers: Workers = None,
    overwrite: Overwrite = False,
) -> None:
    """Fit the numbers to the figures of 2016, or to an agency's own years, and certify the fit."""
    from ssc_sim import screen  # noqa: PLC0415  (heavy)
    from ssc_sim.fitting import agency, command  # noqa: PLC0415  (heavy)

    if template is not None:
        agency.write_template(template)
        tell_where({"Template": template})
        return
    asked = command.Request.of(out, data, draws=draws, seed=seed, overwrite=overwrite)
    told.print(f"Simulating {draws:,} years; then fitting and checking, some minutes more ...")
    with screen.progress(told, draws) as finished:
        page = asked.run(workers=workers, finished=finished)
    tell_where({"Posterior": out / "posterior.csv", "Certificate": page})
