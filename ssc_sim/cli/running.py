"""Commands that run scenarios."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Optional

import typer

from ssc_sim.cli.options import (
    Draws,
    EngineName,
    EvidenceName,
    ModelName,
    Out,
    Overwrite,
    ParametersName,
    Runs,
    Scenarios,
    Seed,
    Until,
    Without,
    Workers,
    announce_compilation,
    stdout,
    told,
)  # fmt: skip


def run(  # noqa: PLR0913, PLR0917  (a command has as many options as it has)
    scenarios: Scenarios,
    runs: Runs = 200,
    seed: Seed = 2016,
    until: Until = 2030,
    out: Out = None,
    workers: Workers = None,
    engine: EngineName = "compiled",
    model: ModelName = None,
    evidence: EvidenceName = None,
    without: Without = None,
    parameters: ParametersName = "posterior",
    overwrite: Overwrite = False,
) -> None:
    """Run scenarios: an ensemble, a results folder, a summary on screen, outcome curves."""
    from ssc_sim import commands, results, screen  # noqa: PLC0415  (heavy)

    request = commands.request_of(
        scenarios, runs=runs, seed=seed, until=until, evidence=evidence, without=without or (),
        parameters=parameters, engine=engine, model=model,
    )  # fmt: skip
    folder = out or Path("results") / "+".join(request.ensemble.asked)
    results.refuse_other_results(folder, request.manifest, overwrite=overwrite)
    announce_compilation(request)
    with screen.progress(told, runs * len(request.ensemble.scenarios)) as finished:
        done = request.run(workers=workers, finished=finished)
    told.print("Writing results and drawing outcome curves ...")
    with results.written_whole(folder) as part:
        done.write(part)
        pictures = commands.draw(done, part)
    screen.print_summary(stdout, done)
    stdout.print(f"Results: {folder}   Curves: {folder / pictures[0].relative_to(part)}", soft_wrap=True)


def compare(  # noqa: PLR0913, PLR0917  (a command has as many options as it has)
    scenarios: Scenarios,
    runs: Runs = 200,
    seed: Seed = 2016,
    until: Until = 2030,
    draws: Draws = 200,
    out: Out = None,
    workers: Workers = None,
    engine: EngineName = "compiled",
    model: ModelName = None,
    evidence: EvidenceName = None,
    without: Without = None,
    parameters: ParametersName = "posterior",
    overwrite: Overwrite = False,
) -> None:
    """Compare scenarios with the first: differences, verdicts and what they rest on, trade-offs, grids of sweeps."""
    from ssc_sim import commands, results, screen  # noqa: PLC0415  (heavy)

    asked = commands.comparison_of(
        scenarios, draws=draws, runs=runs, seed=seed, until=until, evidence=evidence, without=without or (),
        parameters=parameters, engine=engine, model=model,
    )  # fmt: skip
    folder = out or Path("results") / f"compare-{'+'.join(asked.request.ensemble.asked)}"
    results.refuse_other_results(folder, asked.manifest, overwrite=overwrite)
    announce_compilation(asked.request)
    with screen.progress(told, asked.replicates) as finished:
        done = asked.run(workers=workers, finished=finished)
    told.print("Writing results and drawing pictures ...")
    with results.written_whole(folder) as part:
        done.write(part)
        commands.draw(done.results, part)
    screen.print_comparison(stdout, done)
    stdout.print(f"Comparison: {folder / 'comparison.csv'}   Pictures: {folder / 'figures'}", soft_wrap=True)


def expect(  # noqa: PLR0913, PLR0917  (a command has as many options as it has)
    scenarios: Annotated[Optional[list[str]], typer.Argument(help="By default all with expectations.")] = None,  # noqa: UP045
    runs: Runs = 500,
    seed: Seed = 2016,
    until: Until = 2030,
    draws: Draws = 200,
    out: Out = None,
    workers: Workers = None,
    overwrite: Overwrite = False,
) -> None:
    """Hold scenarios against what the documents expect of them: verdicts under both evidences, and one picture."""
    from ssc_sim import results, screen  # noqa: PLC0415  (heavy)
    from ssc_sim.expectations import command  # noqa: PLC0415  (heavy)
    from ssc_sim.expectations.screen import print_expectations  # noqa: PLC0415  (heavy)

    asked = command.expectation_request(scenarios or (), runs=runs, seed=seed, until=until, draws=draws)
    folder = out or Path("results") / ("expect-" + "+".join(asked.asked if scenarios else ["all"]))
    results.refuse_other_results(folder, asked.manifest, overwrite=overwrite)
    announce_compilation(asked)
    with screen.progress(told, asked.replicates) as finished:
        done = asked.run(workers=workers, finished=finished)
    with results.written_whole(folder) as part:
        done.write(part)
    print_expectations(stdout, done.table, done.manifest, done.seconds)
    stdout.print(f"Expectations: {folder / 'expectations.csv'}   Picture: {folder / 'figures'}", soft_wrap=True)


def marginal(
    countries: Annotated[Optional[list[str]], typer.Argument(help="Codes of three letters.")] = None,  # noqa: UP045
    scenario: Annotated[str, typer.Option(help="The world in which the money is given.")] = "baseline-2016",
    runs: Runs = 20,
    seed: Seed = 2016,
    until: Until = 2030,
) -> None:
    """What USD 1m a year more does in one country, as training, grant or loan, and what a nameable effect takes."""
    from ssc_sim import commands, screen  # noqa: PLC0415  (heavy)

    told.print("Running each country and modality by itself: some seconds a country ...")
    table = commands.marginal(countries or [], scenario=scenario, runs=runs, seed=seed, until=until)
    screen.print_marginal(stdout, table, until)
