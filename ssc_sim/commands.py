"""What the commands do, for Python: `ssc_sim.run(...)` is `ssc-sim run ...`."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from concurrent.futures import Executor
from pathlib import Path
from typing import Any

import pandas as pd

from ssc_sim.comparison import Comparison, corners
from ssc_sim.comparison_figures import draw_comparison
from ssc_sim.ensemble.asked import ensemble_of
from ssc_sim.errors import InputError, Problem, nearest
from ssc_sim.figures import draw_outcome_curves
from ssc_sim.marginal import Marginal, chosen_countries, marginal_table
from ssc_sim.parameters import Evidence
from ssc_sim.requests import Engine, comparison_of, request_of
from ssc_sim.results.folder import Results, Summarised
from ssc_sim.scenario import Scenario
from ssc_sim.tables import Outcome

RUNNING = ("workers", "executor", "finished")


def run(  # noqa: PLR0913  (a request has this many parts)
    *scenarios: str | Path | Scenario,
    runs: int = 200,
    seed: int = 2016,
    until: int = 2030,
    evidence: Evidence | None = None,
    without: Sequence[str] = (),
    parameters: str | Path = "posterior",
    workers: int | None = None,
    executor: Executor | None = None,
    engine: Engine = "compiled",
    model: str | type | None = None,
    finished: Callable[[int], None] = lambda _: None,
) -> Results:
    """Run scenarios on the same luck and return their `Results`.

    Parameters
    ----------
    *scenarios : str, path or Scenario
        Shipped names, files, or scenarios already read.
    runs : int
        Replicates of each scenario.
    seed : int
        Decides all luck, together with the number of the replicate.
    until : int
        Last year.
    evidence : {"documents", "literature"}, optional
        Which strength the numbers take where the two differ; by default as each scenario says.
    without : sequence of str
        Families of rules to switch off in every scenario.
    parameters : str or path
        "posterior": calibrated numbers from the shipped fit, the others over their ranges, a row for each replicate;
        "point": the best row, and one value for all others; or the file of a posterior of your own.
    workers : int, optional
        Threads, or how many chunks an executor runs at once; the result does not depend on them.
    executor : Executor, optional
        Any executor of `concurrent.futures` in place of threads: processes, or a cluster. It stays open.
    engine : {"compiled", "mesa"}
        Same numbers; "mesa" is some fifty times slower and can be looked into.
    model : str or class, optional
        With the Mesa engine: a subclass of `SSCModel`, or "package.module:ClassName".
    finished : callable, optional
        Told the number of replicates of each chunk that has finished.

    Returns
    -------
    Results
        Without the replicates that failed; those stand in its `failures`.

    Raises
    ------
    InputError
        With every mistake in what was given.
    TooManyFailures
        Where more than half of a scenario's replicates failed.
    """
    request = request_of(
        scenarios, runs=runs, seed=seed, until=until, evidence=evidence, without=without, parameters=parameters,
        engine=engine, model=model,
    )  # fmt: skip
    return request.run(workers=workers, executor=executor, finished=finished)


def compare(*scenarios: str | Path | Scenario, draws: int = 200, **asked: Any) -> Comparison:
    """Compare scenarios with the first one on the same luck: results, and differences with their verdicts.

    Parameters
    ----------
    *scenarios : str, path or Scenario
        At least two; a sweep counts as all its combinations.
    draws : int
        Runs in which the numbers that nobody has observed are drawn over their ranges, to see what a verdict rests on;
        0 leaves this out.
    **asked
        As for `run`.

    Returns
    -------
    Comparison
        Its `results`, and its `table`, as in `comparison.csv`.

    Raises
    ------
    InputError
        With every mistake in what was given.
    """
    running = {name: asked.pop(name) for name in RUNNING if name in asked}
    return comparison_of(scenarios, draws=draws, **asked).run(**running)


def marginal(
    countries: Sequence[str] = (),
    *,
    scenario: str | Path | Scenario = "baseline-2016",
    runs: int = 20,
    seed: int = 2016,
    until: int = 2030,
) -> pd.DataFrame:
    """Return what USD 1m a year more does in single countries, for each modality (see `marginal_table`).

    Raises
    ------
    InputError
        With every mistake in what was given.
    """
    from ssc_sim import engine  # noqa: PLC0415  (numba: only where it runs)

    chosen = ensemble_of([scenario], runs, seed, until).scenarios[0]
    question = Marginal(chosen, runs, seed, until, engine.run_world)
    return marginal_table(question, chosen_countries(countries))


def outcome_names(asked: Sequence[str]) -> list[str]:
    """Return the outcomes asked for, with `all` meaning every one.

    Raises
    ------
    InputError
        With every name that is no outcome.
    """
    names = list(Outcome.names())
    if list(asked) == ["all"]:
        return names
    allowed = "all, or see `ssc-sim show outcomes`"
    problems = [
        Problem("--outcome", 0, 0, "", f"'{name}' is no outcome", allowed, nearest(name, names))
        for name in asked
        if name not in names
    ]
    if problems:
        raise InputError(problems)
    return list(asked)


def draw(results: Summarised, folder: Path, outcomes: Sequence[str] = ()) -> list[Path]:
    """Draw into the `figures` folder of a results folder: outcome curves, and the pictures of a comparison."""
    figures = folder / "figures"
    figures.mkdir(exist_ok=True)
    drawn = draw_outcome_curves(corners(results), figures, outcomes)
    if results.manifest.get("kind") == "compare" and not outcomes:
        whole = results if isinstance(results, Results) else Results.read(folder, [results.manifest["until"]])
        drawn += draw_comparison(whole, figures)
    return drawn
