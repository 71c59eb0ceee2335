"""Commands that run nothing: check files, draw stored results again, show what there is."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from ssc_sim.cli.options import Outcomes, Scenarios, stdout, told

show_app = typer.Typer(help="What there is, with its sources.", no_args_is_help=True)


def plot(
    folder: Annotated[Path, typer.Argument(help="A results folder.")],
    outcome: Outcomes = None,
) -> None:
    """Redraw the pictures of a results folder, or draw other outcomes."""
    from ssc_sim import commands  # noqa: PLC0415  (heavy)
    from ssc_sim.results import folder as results  # noqa: PLC0415  (heavy)

    chosen = commands.outcome_names(outcome or [])
    done = results.Summary.read(folder)
    told.print("Drawing ...")
    for path in commands.draw(done, folder, chosen):
        stdout.print(str(path), soft_wrap=True, markup=False)


def validate(
    scenarios: Scenarios,
) -> None:
    """Check scenario files as `run` does, and run nothing."""
    from ssc_sim.scenario import load_scenarios  # noqa: PLC0415  (heavy)

    for scenario in load_scenarios(scenarios):
        sweep = f", a sweep of {len(scenario.cells())} scenarios" if scenario.sweep else ""
        counts = f"{len(scenario.changes)} changes, {len(scenario.events)} events{sweep}"
        counts += f", {len(scenario.expectations)} expectations" if scenario.expectations else ""
        stdout.print(f"{scenario.name}: {scenario.title}. {counts}.", markup=False)


@show_app.command("scenarios")
def show_scenarios() -> None:
    """Shipped scenarios and the questions they ask."""
    _show("scenarios")


@show_app.command("parameters")
def show_parameters() -> None:
    """Every number of the rules: value, literature, range, kind, source, meaning."""
    _show("parameters")


@show_app.command("outcomes")
def show_outcomes() -> None:
    """Every outcome: unit, smallest effect worth naming, meaning."""
    _show("outcomes")


@show_app.command("mechanisms")
def show_mechanisms() -> None:
    """What the documents claim, where the model holds it, and what each family of rules does."""
    told.print("Each family of rules is switched off once at the end: some ten seconds, more where it must compile ...")
    _show("mechanisms")


@show_app.command("countries")
def show_countries() -> None:
    """Recipients with their figures; imputed ones are marked."""
    _show("countries")


@show_app.command("donors")
def show_donors() -> None:
    """Donors and partners with their figures, ranges and sources."""
    _show("donors")


def _show(what: str) -> None:
    from ssc_sim import screen  # noqa: PLC0415  (heavy)

    for table in getattr(screen, f"{what}_tables")():
        stdout.print(table)
