"""Commands that tell what matters: the sub-app `analyse`, to which other modules add theirs."""

from __future__ import annotations

import typer

analyse_app = typer.Typer(
    help="What matters, and why: which numbers drive what, and what follows.", no_args_is_help=True
)


@analyse_app.callback()
def analyse() -> None:
    """What matters, and why: which numbers drive what, and what follows."""
