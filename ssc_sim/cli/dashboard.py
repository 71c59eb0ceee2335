"""The command that serves the dashboard."""

from __future__ import annotations

from typing import Annotated, Optional

import typer

from ssc_sim.cli.options import stdout

HOST, PORT = "127.0.0.1", 8765


def dashboard(
    scenarios: Annotated[Optional[list[str]], typer.Argument(help="Scenarios of your own to start from.")] = None,  # noqa: UP045
    host: Annotated[str, typer.Option(help="Where to listen; 0.0.0.0 lets other machines in.")] = HOST,
    port: Annotated[int, typer.Option(min=0, max=65535, help="Port; 0 for any that is free.")] = PORT,
) -> None:
    """Open a page on which a policy lever is moved and the whole ensemble answers. It needs no network."""
    from ssc_sim.dashboard import serving  # noqa: PLC0415  (heavy)

    serving.serve(scenarios or [], host, port, lambda words: stdout.print(words, soft_wrap=True))
    stdout.print("Stopped.")
