"""What is asked for, checked as a whole before anything runs: an ensemble, or a comparison, and what will run it."""

from __future__ import annotations

import hashlib
import importlib
import inspect
import sys
import warnings
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import Any, Literal

from ssc_sim.comparison import Comparison, compared, years_of
from ssc_sim.ensemble.asked import MOST_RUNS, Ensemble, Runner, ensemble_of
from ssc_sim.ensemble.chunks import Details, countries_and_ties, nothing_else
from ssc_sim.ensemble.manifest import manifest_of
from ssc_sim.ensemble.running import Running, results_of
from ssc_sim.ensemble.states import Detailed, stepper_of
from ssc_sim.ensemble.storing import Source, write_run
from ssc_sim.errors import InputError, Problem, nearest, shortened
from ssc_sim.posterior import numbers_of_run
from ssc_sim.results.folder import Results, Summary
from ssc_sim.scenario import Scenario
from ssc_sim.wording import failures_told

ENGINES = ("compiled", "mesa")
Engine = Literal["compiled", "mesa"]


@dataclass(frozen=True)
class Request:
    """An ensemble that has been checked, and what will run it."""

    ensemble: Ensemble
    engine: str
    run_replicates: Runner
    must_compile: Callable[[], bool]
    model_source: str = ""
    details: Details = nothing_else

    @property
    def manifest(self) -> dict[str, Any]:
        """What must be known to run the same again."""
        own = {"model_source": self.model_source} if self.model_source else {}
        detail = {} if self.details is nothing_else else {"detail": True}
        return manifest_of(self.ensemble, self.engine) | own | detail

    def detailed(self) -> Request:
        """Return the same, with the years of each country and of the focal donors' ties kept in its results folder."""
        details = partial(countries_and_ties, self.ensemble.years)
        return replace(self, run_replicates=Detailed(stepper_of(self.run_replicates)), details=details)

    @property
    def ensembles(self) -> tuple[Ensemble, ...]:
        """What must run."""
        return (self.ensemble,)

    @property
    def replicates(self) -> int:
        """How many replicates will be run."""
        return self.ensemble.runs * len(self.ensemble.scenarios)

    def run(self, **running: Any) -> Results:
        """Run it in memory, outcomes alone; arguments as for `Running`."""
        chunks = Running(**running).chunks(self.ensemble, self.run_replicates, self.details)
        return _warned(results_of(self.ensemble, chunks, self.manifest))

    def write(self, folder: Path, source: Source) -> Summary:
        """Write the results into a folder that exists, block by block, and return what there is to show."""
        write_run(folder, self.manifest, self.ensemble, source(self.ensemble))
        return Summary.read(folder)


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
    def run_replicates(self) -> Runner:
        """What runs it."""
        return self.request.run_replicates

    @property
    def details(self) -> Details:
        """What is kept of it besides outcomes."""
        return self.request.details

    def must_compile(self) -> bool:
        """Tell whether the run will first have to wait for the compiler."""
        return self.request.must_compile()

    @property
    def over_ranges(self) -> Ensemble:
        """The same scenarios with all numbers over their ranges."""
        return replace(self.request.ensemble, runs=self.draws, numbers="ranges")

    @property
    def ensembles(self) -> tuple[Ensemble, ...]:
        """What must run."""
        return (self.request.ensemble, *([self.over_ranges] if self.draws else []))

    @property
    def replicates(self) -> int:
        """How many replicates will be run."""
        return sum(ensemble.runs * len(ensemble.scenarios) for ensemble in self.ensembles)

    def run(self, **running: Any) -> Comparison:
        """Run it in memory; arguments as for `Running`."""

        def source(ensemble: Ensemble) -> Any:
            return Running(**running).chunks(ensemble, self.run_replicates)

        results = results_of(self.request.ensemble, source(self.request.ensemble), self.manifest)
        done = self._compared(results, source)
        _warned(done.results)
        return done

    def write(self, folder: Path, source: Source) -> Comparison:
        """Write the results into a folder that exists, and return the comparison, with the years compared alone."""
        write_run(folder, self.manifest, self.request.ensemble, source(self.request.ensemble))
        done = self._compared(Results.read(folder, years_of(Summary.read(folder))), source)
        done.write_table(folder)
        return done

    def _compared(self, results: Results, source: Source) -> Comparison:
        if not self.draws:
            return Comparison(results, compared(results))
        drawn, ensemble = self.over_ranges, self.request.ensemble
        over_ranges = results_of(drawn, source(drawn), self.manifest | {"runs": self.draws})
        numbers = numbers_of_run("ranges", self.draws, ensemble.seed, "documents", ensemble.posterior)
        failed = {"failed_draws": len(over_ranges.failures)} if over_ranges.failures else {}
        results = replace(results, manifest=results.manifest | failed)
        return Comparison(results, compared(results, over_ranges, numbers))


def _warned(results: Results) -> Results:
    """Warn where replicates failed: nobody reads what was not asked for."""
    told = failures_told(results.manifest).strip()
    if told:
        warnings.warn(f"{told} See `failures` of the results.", stacklevel=4)
    return results


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
    return request_for(ensemble_of(scenarios, **asked), engine, model)


def request_for(ensemble: Ensemble, engine: str, model: str | type | None = None) -> Request:
    """Return what runs an ensemble: the compiled engine, or a Mesa model."""
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
    from ssc_sim.model import MesaRunner, SSCModel, must_compile  # noqa: PLC0415  (Mesa: only where it runs)

    if model is None:
        return Request(ensemble, engine, MesaRunner(SSCModel), must_compile)
    chosen = _model_class(model, SSCModel)
    name = f"mesa {chosen.__module__}:{chosen.__qualname__}"
    return Request(ensemble, name, MesaRunner(chosen), must_compile, _source_hash(chosen))


def _model_class(model: str | type, base: type) -> Any:
    """Return a user's subclass of the model, by its class or by "package.module:ClassName"."""
    found: Any = model
    if isinstance(model, str):
        module, _, name = model.partition(":")
        sys.path.insert(0, str(Path.cwd()))
        try:
            found = getattr(importlib.import_module(module), name)
        except Exception as error:  # whatever a module of somebody else does as it is loaded
            wrong = f"'{shortened(model)}' cannot be loaded: {error}"
            raise InputError([Problem("--model", 0, 0, "", wrong, "package.module:ClassName")]) from error
        finally:
            sys.path.pop(0)
    if not (isinstance(found, type) and issubclass(found, base)):
        raise InputError([Problem("--model", 0, 0, "", f"'{model}' is not a subclass of {base.__name__}")])
    return found


def _source_hash(model: type) -> str:
    """Return a hash of the file that a user's model stands in, so that another version of it is told from this one."""
    try:
        return hashlib.sha256(Path(inspect.getfile(model)).read_bytes()).hexdigest()
    except (OSError, TypeError):  # typed into a session
        return "unknown"
