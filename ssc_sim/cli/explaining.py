"""Commands that tell why, in which worlds, and which mixes: `analyse explain`, `discover`, `regret`, `pareto`."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any, Optional

import typer

from ssc_sim.cli.analysis import OutcomeNames, Year, run_analysis
from ssc_sim.cli.options import EvidenceName, Out, Overwrite, Runs, Scenarios, Seed, Workers, stdout, tell_where, told
from ssc_sim.errors import InputError, Problem

AGAINST, RUNS = "baseline-2016", 200

Scenario = Annotated[str, typer.Argument(help="Name of a shipped scenario, or a file ending in .yaml.")]
Against = Annotated[str, typer.Option(help="The scenario that it is held against.")]
Lucks = Annotated[int, typer.Option(help="Lucks that each world meets; the mean counts.")]


def explain(  # noqa: PLR0913, PLR0917  (a command has as many options as it has)
    scenario: Scenario,
    against: Against = AGAINST,
    outcome: OutcomeNames = None,
    year: Year = 2030,
    country: Annotated[Optional[str], typer.Option(help="Tell the chain behind this country's aid instead.")] = None,  # noqa: UP045
    replicate: Annotated[int, typer.Option(min=0, help="With --country: the world whose chain is told.")] = 0,
    runs: Runs = RUNS,
    evidence: EvidenceName = None,
    seed: Seed = 2016,
    out: Out = None,
    workers: Workers = None,
    overwrite: Overwrite = False,
) -> None:
    """Which line of a scenario does what; or, with --country, what led to one country's aid in one year."""
    from ssc_sim.analysis import explain, explain_figures, explain_screen  # noqa: PLC0415  (heavy)

    _check_options(
        {"against": against != AGAINST, "outcome": bool(outcome), "runs": runs != RUNS}, {"replicate": replicate != 0},
        country,
    )  # fmt: skip
    if country is not None:
        which = {"replicate": replicate, "seed": seed, "evidence": evidence}
        _tell_chain(scenario, country, year, which, out, overwrite=overwrite)
        return
    asked = explain.explain_request(
        scenario, against=against, outcomes=outcome or (), year=year, runs=runs, evidence=evidence, seed=seed
    )
    done = run_analysis(asked, out, explain_figures.draw_explanation, workers=workers, overwrite=overwrite)
    explain_screen.print_lines(stdout, done)


def _check_options(of_lines: dict[str, bool], of_chain: dict[str, bool], country: str | None) -> None:
    """Refuse options that would do nothing: those of the lines with --country, those of the chain without it."""
    given, allowed = (of_lines, "without --country") if country is not None else (of_chain, "with --country")
    problems = [
        Problem(f"--{name}", 0, 0, "", "would do nothing here", allowed) for name, told in given.items() if told
    ]
    if problems:
        raise InputError(problems)


def _tell_chain(
    scenario: str, country: str, year: int, which: dict[str, Any], out: Path | None, *, overwrite: bool
) -> None:
    """Tell the chain behind one country's aid, and write it down."""
    from ssc_sim.analysis.chain_found import chain, print_chain  # noqa: PLC0415  (heavy)
    from ssc_sim.results import folder as results  # noqa: PLC0415  (heavy)

    told.print("Replaying one world ...")
    found = chain(scenario, country, year, **which)
    folder = out or Path("results") / f"chain-{found.manifest['scenario']}-{country}-{year}"
    results.refuse_other_results(folder, found.manifest, overwrite=overwrite)
    with results.written_whole(folder) as part:
        found.write(part)
    print_chain(stdout, found)
    stdout.print()
    tell_where({"Chain": folder / "chain.csv", "Programmes": folder / "programmes.csv"})


def discover(  # noqa: PLR0913, PLR0917  (a command has as many options as it has)
    scenario: Scenario,
    against: Against = AGAINST,
    outcome: Annotated[str, typer.Option(help="What the policy is judged by.")] = "capacity",
    fails: Annotated[str, typer.Option(help="below: it gains too little; regret: it loses too much.")] = "below",
    threshold: Annotated[Optional[float], typer.Option(help="In place of the smallest effect worth naming.")] = None,  # noqa: UP045
    year: Year = 2030,
    experiments: Annotated[int, typer.Option(help="Worlds: all uncertain numbers drawn anew in each.")] = 1000,
    lucks: Lucks = 4,
    seed: Seed = 2016,
    out: Out = None,
    workers: Workers = None,
    overwrite: Overwrite = False,
) -> None:
    """In which worlds a policy fails: a box of numbers, found on half of many worlds and judged on the other half."""
    from ssc_sim.analysis import discover, discover_figures  # noqa: PLC0415  (heavy)

    asked = discover.discover_request(
        scenario, against=against, outcome=outcome, fails=fails, threshold=threshold, year=year,
        experiments=experiments, lucks=lucks, seed=seed,
    )  # fmt: skip
    run_analysis(asked, out, discover_figures.draw_discovery, workers=workers, overwrite=overwrite)


def regret(  # noqa: PLR0913, PLR0917  (a command has as many options as it has)
    scenarios: Scenarios,
    outcome: Annotated[str, typer.Option(help="What the policies are judged by.")] = "self_reliance",
    year: Year = 2030,
    rows: Annotated[int, typer.Option(help="Rows of numbers under each evidence.")] = 100,
    lucks: Lucks = 4,
    seed: Seed = 2016,
    out: Out = None,
    workers: Workers = None,
    overwrite: Overwrite = False,
) -> None:
    """Which policy to choose when nobody knows the world: what one would regret of each, on average and at worst."""
    from ssc_sim.analysis import regret, regret_figures  # noqa: PLC0415  (heavy)

    asked = regret.regret_request(scenarios, outcome=outcome, year=year, rows=rows, lucks=lucks, seed=seed)
    run_analysis(asked, out, regret_figures.draw_regret, workers=workers, overwrite=overwrite)


def pareto(  # noqa: PLR0913, PLR0917  (a command has as many options as it has)
    scenario: Annotated[str, typer.Argument(help="The world as it is.")] = "baseline-2016",
    donor: Annotated[str, typer.Option(help="Whose levers: all, or a code of three letters.")] = "all",
    objective: Annotated[Optional[list[str]], typer.Option(help="An outcome; again for more.")] = None,  # noqa: UP045
    weights: Annotated[str, typer.Option(help="countries: each alike; people: by how many live there.")] = "countries",
    lever: Annotated[Optional[list[str]], typer.Option(help="A lever of the donors; again for more.")] = None,  # noqa: UP045
    year: Year = 2030,
    population: Annotated[int, typer.Option(help="Mixes in a generation.")] = 72,
    generations: Annotated[int, typer.Option(help="Generations.")] = 16,
    runs: Annotated[int, typer.Option(help="Replicates of each mix in the search.")] = 8,
    check: Annotated[int, typer.Option(help="Other replicates, on which the front is judged.")] = 40,
    seed: Seed = 2016,
    out: Out = None,
    workers: Workers = None,
    overwrite: Overwrite = False,
) -> None:
    """The efficient policy mixes, and where the present stands. Broken off, it goes on where it stopped."""
    from ssc_sim.analysis import pareto, pareto_figures, pareto_told  # noqa: PLC0415  (heavy)

    asked = pareto.pareto_request(
        scenario, donor=donor, objectives=objective or (), weights=weights, levers=lever or (), year=year,
        population=population, generations=generations, runs=runs, check=check, seed=seed,
    )  # fmt: skip
    done = run_analysis(asked, out, pareto_figures.draw_front, workers=workers, overwrite=overwrite)
    pareto_told.print_front(stdout, done)
