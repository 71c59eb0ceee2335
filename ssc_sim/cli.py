"""The commands, for a terminal. Heavy things are imported only by the command that needs them."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, NoReturn, Optional

import typer
from rich.console import Console

from ssc_sim.errors import SSCSimError

if TYPE_CHECKING:
    from ssc_sim.commands import Request
    from ssc_sim.expectations.command import ExpectationRequest

app = typer.Typer(
    name="ssc-sim",
    help="South-South Cooperation simulated: run scenarios, compare policy mixes, plot outcome curves.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)
show_app = typer.Typer(help="What there is, with its sources.", no_args_is_help=True)
app.add_typer(show_app, name="show")

INTERRUPTED = 130
told = Console(stderr=True, highlight=False, soft_wrap=True)
stdout = Console(highlight=False)

Scenarios = Annotated[list[str], typer.Argument(help="Names of shipped scenarios, or files ending in .yaml.")]
Runs = Annotated[int, typer.Option(help="Replicates of each scenario.")]
Seed = Annotated[int, typer.Option(help="Decides all luck.")]
Until = Annotated[int, typer.Option(help="Last year.")]
Out = Annotated[Optional[Path], typer.Option(help="Results folder.  [default: results/SCENARIO...]")]  # noqa: UP045
Workers = Annotated[Optional[int], typer.Option(min=1, help="Threads.  [default: one a processor]")]  # noqa: UP045
Draws = Annotated[int, typer.Option(help="Draws of the numbers not observed, to see what verdicts rest on; 0: none.")]
EngineName = Annotated[str, typer.Option(help="compiled, or mesa: the same numbers, slowly.")]
ModelName = Annotated[Optional[str], typer.Option(help="package.module:ClassName, with --engine mesa.")]  # noqa: UP045
EvidenceName = Annotated[Optional[str], typer.Option(help="documents or literature.")]  # noqa: UP045
Without = Annotated[Optional[list[str]], typer.Option(help="Switch off a family of rules; again for more.")]  # noqa: UP045
ParametersName = Annotated[str, typer.Option(help="posterior, point, or the file of a posterior of your own.")]
Overwrite = Annotated[bool, typer.Option("--overwrite", help="Replace other results in the folder.")]
Outcomes = Annotated[Optional[list[str]], typer.Option(help="Draw this outcome; again for more; or all.")]  # noqa: UP045


def main() -> None:
    """Run the command line; every error that is told has its exit code, and no traceback."""
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


def _stop(message: str, exit_code: int) -> NoReturn:
    told.print(message, markup=False, style="red" if exit_code != INTERRUPTED else None)
    sys.exit(exit_code)


def _announce_compilation(request: Request | ExpectationRequest) -> None:
    """Print a line before the silent wait for the compiler."""
    if request.must_compile():
        told.print("Compiling the model for this machine: once, some twenty seconds ...")


@app.command()
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
    _announce_compilation(request)
    with screen.progress(told, runs * len(request.ensemble.scenarios)) as finished:
        done = request.run(workers=workers, finished=finished)
    told.print("Writing results and drawing outcome curves ...")
    with results.written_whole(folder) as part:
        done.write(part)
        pictures = commands.draw(done, part)
    screen.print_summary(stdout, done)
    stdout.print(f"Results: {folder}   Curves: {folder / pictures[0].relative_to(part)}", soft_wrap=True)


@app.command()
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
    _announce_compilation(asked.request)
    with screen.progress(told, asked.replicates) as finished:
        done = asked.run(workers=workers, finished=finished)
    told.print("Writing results and drawing pictures ...")
    with results.written_whole(folder) as part:
        done.write(part)
        commands.draw(done.results, part)
    screen.print_comparison(stdout, done)
    stdout.print(f"Comparison: {folder / 'comparison.csv'}   Pictures: {folder / 'figures'}", soft_wrap=True)


@app.command()
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
    _announce_compilation(asked)
    with screen.progress(told, asked.replicates) as finished:
        done = asked.run(workers=workers, finished=finished)
    with results.written_whole(folder) as part:
        done.write(part)
    print_expectations(stdout, done.table, done.manifest, done.seconds)
    stdout.print(f"Expectations: {folder / 'expectations.csv'}   Picture: {folder / 'figures'}", soft_wrap=True)


@app.command()
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


@app.command()
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
        stdout.print(f"Template: {template}", soft_wrap=True)
        return
    asked = command.Request.of(out, data, draws=draws, seed=seed, overwrite=overwrite)
    told.print(f"Simulating {draws:,} years; then fitting and checking, some minutes more ...")
    with screen.progress(told, draws) as finished:
        page = asked.run(workers=workers, finished=finished)
    stdout.print(f"Posterior: {out / 'posterior.csv'}   Certificate: {page}", soft_wrap=True)


@app.command()
def plot(
    folder: Annotated[Path, typer.Argument(help="A results folder.")],
    outcome: Outcomes = None,
) -> None:
    """Redraw the pictures of a results folder, or draw other outcomes."""
    from ssc_sim import commands, results  # noqa: PLC0415  (heavy)

    chosen = commands.outcome_names(outcome or [])
    done = results.Results.read(folder)
    told.print("Drawing ...")
    for path in commands.draw(done, folder, chosen):
        stdout.print(str(path), soft_wrap=True)


@app.command()
def validate(
    scenarios: Scenarios,
) -> None:
    """Check scenario files as `run` does, and run nothing."""
    from ssc_sim.scenario import load_scenarios  # noqa: PLC0415  (heavy)

    for scenario in load_scenarios(scenarios):
        sweep = f", a sweep of {len(scenario.cells())} scenarios" if scenario.sweep else ""
        counts = f"{len(scenario.changes)} changes, {len(scenario.events)} events{sweep}"
        counts += f", {len(scenario.expectations)} expectations" if scenario.expectations else ""
        stdout.print(f"{scenario.name}: {scenario.title}. {counts}.")


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
