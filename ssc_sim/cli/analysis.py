"""Commands that tell what matters: the sub-app `analyse`, to which other modules add theirs."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Optional

import typer

from ssc_sim.cli.options import (
    EvidenceName,
    Out,
    Overwrite,
    Scenarios,
    Seed,
    Workers,
    announce_compilation,
    stdout,
    tell_where,
    told,
)  # fmt: skip
from ssc_sim.files import folder_for

if TYPE_CHECKING:
    from ssc_sim.analysis.asking import Findings, Request

analyse_app = typer.Typer(
    help="What matters, and why: which numbers drive what, what to measure, where an order turns, what agents are for.",
    no_args_is_help=True,
)

OutcomeNames = Annotated[Optional[list[str]], typer.Option("--outcome", help="Look at this outcome; again for more.")]  # noqa: UP045
Year = Annotated[int, typer.Option(help="The year whose outcomes are looked at.")]


@analyse_app.callback()
def analyse() -> None:
    """What matters, and why: which numbers drive what, what to measure, where an order turns, what agents are for."""


@analyse_app.command()
def sensitivity(  # noqa: PLR0913, PLR0917  (a command has as many options as it has)
    scenarios: Scenarios,
    outcome: OutcomeNames = None,
    year: Year = 2030,
    by: Annotated[str, typer.Option(help="number, or family of rules.")] = "number",
    samples: Annotated[int, typer.Option(help="Blocks of the design, a power of two.")] = 256,
    screen: Annotated[int, typer.Option(help="Blocks of the first screen of all numbers, a power of two.")] = 16,
    seed: Seed = 2016,
    out: Out = None,
    workers: Workers = None,
    overwrite: Overwrite = False,
) -> None:
    """Which numbers drive the first scenario's outcomes, and the differences of the others from it."""
    from ssc_sim.analysis import sensitivity, sensitivity_figures  # noqa: PLC0415  (heavy)

    asked = sensitivity.sensitivity_request(
        scenarios, outcomes=outcome or (), year=year, by=by, samples=samples, screen=screen, seed=seed
    )
    run_analysis(asked, out, sensitivity_figures.draw_sensitivity, workers=workers, overwrite=overwrite)


@analyse_app.command()
def information(  # noqa: PLR0913, PLR0917  (a command has as many options as it has)
    scenarios: Scenarios,
    objective: Annotated[
        Optional[list[str]],  # noqa: UP045
        typer.Option(help="What to choose for: an outcome, or several joined by +; again for more objectives."),
    ] = None,
    year: Year = 2030,
    samples: Annotated[int, typer.Option(help="Worlds in which the policies are run.")] = 512,
    seed: Seed = 2016,
    out: Out = None,
    workers: Workers = None,
    overwrite: Overwrite = False,
) -> None:
    """What to measure first: how often knowing a number would change the choice among policies, and its worth."""
    from ssc_sim.analysis import information, information_figures  # noqa: PLC0415  (heavy)

    asked = information.information_request(
        scenarios, objectives=objective or (), year=year, samples=samples, seed=seed
    )
    run_analysis(asked, out, information_figures.draw_information, workers=workers, overwrite=overwrite)


@analyse_app.command()
def ties(  # noqa: PLR0913, PLR0917  (a command has as many options as it has)
    scenarios: Scenarios,
    outcome: OutcomeNames = None,
    number: Annotated[Optional[list[str]], typer.Option(help="Look at this number alone; again for more.")] = None,  # noqa: UP045
    year: Year = 2030,
    runs: Annotated[int, typer.Option(help="Paired replicates at each value.")] = 16,
    draws: Annotated[int, typer.Option(help="Worlds with all numbers over their ranges, for probabilities.")] = 200,
    stretch: Annotated[float, typer.Option(help="With --number: let it go beyond its range, so many times.")] = 1.0,
    evidence: EvidenceName = None,
    seed: Seed = 2016,
    out: Out = None,
    workers: Workers = None,
    overwrite: Overwrite = False,
) -> None:
    """At which value of each number the order of two policies turns."""
    from ssc_sim.analysis import ties, ties_figures  # noqa: PLC0415  (heavy)

    asked = ties.tie_request(
        scenarios, outcomes=outcome or (), numbers=number or (), year=year, runs=runs, draws=draws, stretch=stretch,
        evidence=evidence, seed=seed,
    )  # fmt: skip
    run_analysis(asked, out, ties_figures.draw_ties, workers=workers, overwrite=overwrite)


@analyse_app.command()
def ablation(  # noqa: PLR0913, PLR0917  (a command has as many options as it has)
    scenarios: Scenarios,
    outcome: OutcomeNames = None,
    year: Year = 2030,
    runs: Annotated[int, typer.Option(help="Paired replicates.")] = 60,
    evidence: EvidenceName = None,
    seed: Seed = 2016,
    out: Out = None,
    workers: Workers = None,
    overwrite: Overwrite = False,
) -> None:
    """Why agents: what changes where they stop to choose, follow and learn, and what a spreadsheet would say."""
    from ssc_sim.analysis import ablation, ablation_figures  # noqa: PLC0415  (heavy)

    asked = ablation.ablation_request(
        scenarios, outcomes=outcome or (), year=year, runs=runs, evidence=evidence, seed=seed
    )
    run_analysis(asked, out, ablation_figures.draw_ablation, workers=workers, overwrite=overwrite)


def run_analysis(
    asked: Request,
    out: Path | None,
    draw: Callable[[dict[str, Any], dict[str, Any], Path], list[Path]],
    *,
    workers: int | None,
    overwrite: bool,
) -> Findings:
    """Run an analysis from where an interrupted one stopped, write it whole, and say what it found."""
    from ssc_sim import screen  # noqa: PLC0415  (heavy)
    from ssc_sim.ensemble.parts import Parts  # noqa: PLC0415  (heavy)
    from ssc_sim.results import folder as results  # noqa: PLC0415  (heavy)

    folder = out or folder_for(asked.asked.ensemble.asked, f"{asked.asked.kind}-")
    results.refuse_other_results(folder, asked.manifest, overwrite=overwrite)
    announce_compilation(asked.asked)
    with Parts(folder.with_name(f"{folder.name}.parts"), asked.manifest) as parts:
        with screen.progress(told, asked.replicates) as finished:
            done = asked.run(workers=workers, parts=parts, finished=finished)
        with results.written_whole(folder) as part:
            done.write(part)
            (part / "figures").mkdir()
            draw(done.tables, done.manifest, part / "figures")
        parts.discard()
    _say(done, folder)
    return done


def _say(done: Findings, folder: Path) -> None:
    """Print the conclusions, the first one first, and where the tables are."""
    first, *others = done.conclusions
    stdout.print(first, style="bold", markup=False)
    for conclusion in others:
        stdout.print(f" - {conclusion}", markup=False)
    tables = ", ".join(f"{name}.csv" for name in done.tables)
    tell_where({"Tables": f"{folder} ({tables})", "Pictures": folder / "figures"})
