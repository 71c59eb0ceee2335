"""What the commands do, for Python: `ssc_sim.run(...)` is `ssc-sim run ...`."""

from __future__ import annotations

import importlib
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Literal

import pandas as pd

from ssc_sim.comparison import Comparison, compared, corners
from ssc_sim.comparison_figures import draw_comparison
from ssc_sim.ensemble import MOST_RUNS, Ensemble, Runner, ensemble_of, outcomes_of
from ssc_sim.errors import InputError, Problem, nearest
from ssc_sim.figures import draw_outcome_curves
from ssc_sim.manifest import manifest_of
from ssc_sim.marginal import Marginal, chosen_countries, marginal_table
from ssc_sim.parameters import Evidence
from ssc_sim.posterior import numbers_of_run
from ssc_sim.results import Results
from ssc_sim.scenario import Scenario
from ssc_sim.tables import Outcome

ENGINES = ("compiled", "mesa")
Engine = Literal["compiled", "mesa"]


def run(  # noqa: PLR0913  (a request has this many parts)
    *scenarios: str | Path | Scenario,
    runs: int = 200,
    seed: int = 2016,
    until: int = 2030,
    evidence: Evidence | None = None,
    without: Sequence[str] = (),
    parameters: str | Path = "posterior",
    workers: int | None = None,
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
        Threads; the result does not depend on them.
    engine : {"compiled", "mesa"}
        Same numbers; "mesa" is some fifty times slower and can be looked into.
    model : str or class, optional
        With the Mesa engine: a subclass of `SSCModel`, or "package.module:ClassName".
    finished : callable, optional
        Told the number of replicates of each chunk that has finished.

    Returns
    -------
    Results

    Raises
    ------
    InputError
        With every mistake in what was given.
    ModelFault
        Where a replicate breaks an identity.
    """
    request = request_of(
        scenarios, runs=runs, seed=seed, until=until, evidence=evidence, without=without, parameters=parameters,
        engine=engine, model=model,
    )  # fmt: skip
    return request.run(workers=workers, finished=finished)


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
    running = {name: asked.pop(name) for name in ("workers", "finished") if name in asked}
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


@dataclass(frozen=True)
class Request:
    """An ensemble that has been checked, and what will run it."""

    ensemble: Ensemble
    engine: str
    run_replicates: Runner
    must_compile: Callable[[], bool]

    @property
    def manifest(self) -> dict[str, Any]:
        """What must be known to run the same again."""
        return manifest_of(self.ensemble, self.engine)

    def run(self, *, workers: int | None = None, finished: Callable[[int], None] = lambda _: None) -> Results:
        """Run it."""
        stored = outcomes_of(self.ensemble, self.run_replicates, workers=workers, finished=finished)
        return Results.from_arrays(self.manifest, stored)


@dataclass(frozen=True)
class ComparisonRequest:
    """A comparison that has been checked: the ensemble, and the draws that tell what its verdicts rest on."""

    request: Request
    draws: int

    @property
    def manifest(self) -> dict[str, Any]:
        """What must be known to compare the same again."""
        return self.request.manifest | {"kind": "compare", "draws": self.draws}

    @property
    def replicates(self) -> int:
        """How many replicates will be run."""
        ensemble = self.request.ensemble
        return (ensemble.runs + self.draws) * len(ensemble.scenarios)

    def run(self, *, workers: int | None = None, finished: Callable[[int], None] = lambda _: None) -> Comparison:
        """Run it."""
        results = replace(self.request.run(workers=workers, finished=finished), manifest=self.manifest)
        if not self.draws:
            return Comparison(results, compared(results))
        ensemble = replace(self.request.ensemble, runs=self.draws, numbers="ranges")
        over_ranges = replace(self.request, ensemble=ensemble).run(workers=workers, finished=finished)
        numbers = numbers_of_run("ranges", self.draws, ensemble.seed, "documents", ensemble.posterior)
        return Comparison(results, compared(results, over_ranges, numbers))


def comparison_of(scenarios: Sequence[str | Path | Scenario], *, draws: int = 200, **asked: Any) -> ComparisonRequest:
    """Check what is to be compared before anything runs. Arguments as for `compare`."""
    problems = []
    if not 0 <= draws <= MOST_RUNS:
        problems.append(Problem("--draws", 0, 0, "", f"{draws} is out of range", f"0 to {MOST_RUNS}"))
    try:
        request = request_of(scenarios, **asked)
        if len(request.ensemble.scenarios) < 2:
            name = request.ensemble.scenarios[0].name if request.ensemble.scenarios else "(no name)"
            problems.append(Problem(name, 0, 0, "", "is compared with nothing", "two scenarios or more, or a sweep"))
    except InputError as error:
        problems += error.problems
    if problems:
        raise InputError(problems)
    return ComparisonRequest(request, draws)


def request_of(
    scenarios: Sequence[str | Path | Scenario],
    *,
    engine: str = "compiled",
    model: str | type | None = None,
    **asked: Any,
) -> Request:
    """Check what is asked for, all of it, before anything runs. Arguments as for `run`."""
    ensemble = ensemble_of(scenarios, **asked)
    if engine not in ENGINES:
        wrong = f"'{engine}' is no engine"
        raise InputError([Problem("--engine", 0, 0, "", wrong, ", ".join(ENGINES), nearest(engine, ENGINES))])
    if engine == "compiled":
        if model is not None:
            raise InputError(
                [Problem("--model", 0, 0, "", "a model of your own runs uncompiled", "with --engine mesa")]
            )
        from ssc_sim import engine as compiled_engine  # noqa: PLC0415  (numba: only where it runs)

        return Request(ensemble, engine, compiled_engine.run_replicates, compiled_engine.must_compile)
    from ssc_sim.model import SSCModel, must_compile, runner_of  # noqa: PLC0415  (Mesa: only where it runs)

    chosen = SSCModel if model is None else _model_class(model, SSCModel)
    name = "mesa" if model is None else f"mesa {chosen.__module__}:{chosen.__qualname__}"
    return Request(ensemble, name, runner_of(chosen), must_compile)


def _model_class(model: str | type, base: type) -> Any:
    """Return a user's subclass of the model, by its class or by "package.module:ClassName"."""
    found: Any = model
    if isinstance(model, str):
        module, _, name = model.partition(":")
        sys.path.insert(0, str(Path.cwd()))
        try:
            found = getattr(importlib.import_module(module), name)
        except (ImportError, AttributeError, ValueError) as error:
            wrong = f"'{model}' cannot be loaded: {error}"
            raise InputError([Problem("--model", 0, 0, "", wrong, "package.module:ClassName")]) from error
        finally:
            sys.path.pop(0)
    if not (isinstance(found, type) and issubclass(found, base)):
        raise InputError([Problem("--model", 0, 0, "", f"'{model}' is not a subclass of {base.__name__}")])
    return found


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


def draw(results: Results, folder: Path, outcomes: Sequence[str] = ()) -> list[Path]:
    """Draw into the `figures` folder of a results folder: outcome curves, and the pictures of a comparison."""
    figures = folder / "figures"
    figures.mkdir(exist_ok=True)
    drawn = draw_outcome_curves(corners(results), figures, outcomes)
    if results.manifest.get("kind") == "compare" and not outcomes:
        drawn += draw_comparison(results, figures)
    return drawn
