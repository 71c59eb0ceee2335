"""Commands that run scenarios."""

from __future__ import annotations

from typing import Annotated, Optional

import typer

from ssc_sim.cli.keeping import Keeping, kept, tell_failures
from ssc_sim.cli.options import (
    Cluster,
    Detail,
    Draws,
    EngineName,
    EvidenceName,
    ModelName,
    Out,
    Overwrite,
    ParametersName,
    Resume,
    Runs,
    Scenarios,
    Seed,
    Until,
    Without,
    Workers,
    stdout,
    tell_where,
    told,
)  # fmt: skip
from ssc_sim.files import folder_for


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
    detail: Detail = False,
    resume: Resume = False,
    overwrite: Overwrite = False,
    cluster: Cluster = None,
) -> None:
    """Run scenarios: an ensemble, a results folder, a summary on screen, outcome curves."""
    from ssc_sim import commands, requests, screen  # noqa: PLC0415  (heavy)

    request = requests.request_of(
        scenarios, runs=runs, seed=seed, until=until, evidence=evidence, without=without or (),
        parameters=parameters, engine=engine, model=model,
    )  # fmt: skip
    request = request.detailed() if detail else request
    folder = out or folder_for(request.ensemble.asked)
    with kept(request, folder, Keeping(workers, cluster, resume, overwrite)) as (done, part):
        pictures = [picture.relative_to(part) for picture in commands.draw(done, part)]
    screen.print_summary(stdout, done)
    tell_where({"Results": folder, "Curves": folder / pictures[0]})
    tell_failures(done.manifest, folder)


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
    resume: Resume = False,
    overwrite: Overwrite = False,
    cluster: Cluster = None,
) -> None:
    """Compare scenarios with the first: differences, verdicts and what they rest on, trade-offs, grids of sweeps."""
    from ssc_sim import commands, requests, screen  # noqa: PLC0415  (heavy)
    from ssc_sim.results import folder as results  # noqa: PLC0415  (heavy)

    asked = requests.comparison_of(
        scenarios, draws=draws, runs=runs, seed=seed, until=until, evidence=evidence, without=without or (),
        parameters=parameters, engine=engine, model=model,
    )  # fmt: skip
    folder = out or folder_for(asked.request.ensemble.asked, "compare-")
    with kept(asked, folder, Keeping(workers, cluster, resume, overwrite)) as (done, part):
        commands.draw(results.Summary.read(part), part)
    screen.print_comparison(stdout, done)
    tell_where({"Comparison": folder / "comparison.csv", "Pictures": folder / "figures"})
    tell_failures(done.results.manifest, folder)


def expect(  # noqa: PLR0913, PLR0917  (a command has as many options as it has)
    scenarios: Annotated[Optional[list[str]], typer.Argument(help="By default all with expectations.")] = None,  # noqa: UP045
    runs: Runs = 500,
    seed: Seed = 2016,
    until: Until = 2030,
    draws: Draws = 200,
    out: Out = None,
    workers: Workers = None,
    resume: Resume = False,
    overwrite: Overwrite = False,
    cluster: Cluster = None,
) -> None:
    """Hold scenarios against what the documents expect of them: verdicts under both evidences, and one picture."""
    from ssc_sim.expectations import command  # noqa: PLC0415  (heavy)
    from ssc_sim.expectations.screen import print_expectations  # noqa: PLC0415  (heavy)

    asked = command.expectation_request(scenarios or (), runs=runs, seed=seed, until=until, draws=draws)
    folder = out or folder_for(asked.asked if scenarios else ["all"], "expect-")
    with kept(asked, folder, Keeping(workers, cluster, resume, overwrite)) as (done, _):
        pass  # the picture is drawn where the table is written
    print_expectations(stdout, done)
    tell_where({"Expectations": folder / "expectations.csv", "Picture": folder / "figures"})
    tell_failures(done.manifest, folder)


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
