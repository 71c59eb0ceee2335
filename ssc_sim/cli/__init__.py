"""The commands, for a terminal. Heavy things are imported only by the command that needs them."""

from __future__ import annotations

import io
import sys
from typing import NoReturn

import typer

from ssc_sim.cli.analysis import analyse_app
from ssc_sim.cli.dashboard import dashboard
from ssc_sim.cli.explaining import discover, explain, pareto, regret
from ssc_sim.cli.fitting import calibrate
from ssc_sim.cli.options import told
from ssc_sim.cli.replaying import replay
from ssc_sim.cli.reporting import report
from ssc_sim.cli.running import compare, expect, marginal, run
from ssc_sim.cli.showing import plot, show_app, validate
from ssc_sim.cli.studying import study
from ssc_sim.errors import SSCSimError

INTERRUPTED = 130

app = typer.Typer(
    name="ssc-sim",
    help="South-South Cooperation simulated: run scenarios, compare policy mixes, plot outcome curves.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)
for command in (run, compare, expect, marginal, calibrate, plot, replay, report, study, dashboard, validate):
    app.command()(command)
for analysis in (explain, discover, regret, pareto):
    analyse_app.command()(analysis)
app.add_typer(analyse_app, name="analyse")
app.add_typer(show_app, name="show")


def main() -> None:
    """Run the command line; every error that is told has its exit code, and no traceback."""
    _print_every_letter()
    try:
        if app(standalone_mode=False) == INTERRUPTED:  # typer hands an interruption back as a code
            _stop("Interrupted. Nothing was written.", INTERRUPTED)
    except SSCSimError as error:
        _stop(str(error), error.exit_code)
    except (KeyboardInterrupt, typer.Abort):
        _stop("Interrupted. Nothing was written.", INTERRUPTED)
    except typer.Exit as done:
        sys.exit(done.exit_code)
    except Exception as error:
        if hasattr(error, "show") and hasattr(error, "exit_code"):
            error.show()
            sys.exit(error.exit_code)
        raise


def _print_every_letter() -> None:
    """Some terminals have fewer letters than the names of countries, files and scenarios: write the others out."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")


def _stop(message: str, exit_code: int) -> NoReturn:
    told.print(message, style="red" if exit_code != INTERRUPTED else None)
    sys.exit(exit_code)
