"""What `ssc-sim expect` does, for Python: `ssc_sim.expect(...)`."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import pandas as pd

from ssc_sim.ensemble.asked import MOST_RUNS, Ensemble, Runner, ensemble_of
from ssc_sim.ensemble.chunks import Details, nothing_else
from ssc_sim.ensemble.manifest import manifest_of
from ssc_sim.ensemble.running import Running, refuse_too_few, scenarios_run
from ssc_sim.ensemble.storing import Source
from ssc_sim.errors import InputError, Problem
from ssc_sim.expectations.figures import draw_expectations
from ssc_sim.expectations.judging import Question, Stored
from ssc_sim.expectations.programme import Sides, programme_sides, programme_table
from ssc_sim.expectations.settings import Setting, settings_of
from ssc_sim.expectations.table import answers
from ssc_sim.expectations.worlds import Worlds, questions_of
from ssc_sim.parameters import EVIDENCES
from ssc_sim.results.blocks import values_of
from ssc_sim.results.failures import Failure, write_failures
from ssc_sim.results.folder import write_manifest
from ssc_sim.scenario import Scenario, load_scenarios, shipped_scenarios


def expect(*scenarios: str | Path | Scenario, **asked: Any) -> Expected:
    """Hold what scenarios do against what the documents expect of them, under both evidences.

    Parameters
    ----------
    *scenarios : str, path or Scenario
        By default all that are shipped and have expectations.
    **asked
        runs (500), seed (2016), until (2030), draws (200: runs with all numbers over their ranges, to tell what is
        assumed from what is found; 0 leaves this out), workers, finished: as for `run` and `compare`.

    Returns
    -------
    Expected
        Its `table` has a row for each expectation, structure and evidence, as in `expectations.csv`; its `programme`
        tells what the programme of the baseline does at its own scale, as in `programme.csv`.

    Raises
    ------
    InputError
        With every mistake in what was given.
    """
    running = {name: asked.pop(name) for name in ("workers", "executor", "finished") if name in asked}
    return expectation_request(scenarios, **asked).run(**running)


@dataclass(frozen=True)
class Expected:
    """Expectations and their answers."""

    manifest: dict[str, Any]
    table: pd.DataFrame
    programme: pd.DataFrame
    seconds: float
    failures: Sequence[Failure] = ()

    def write(self, folder: Path) -> None:
        """Write manifest, tables, failures and picture into a folder that exists."""
        write_manifest(folder, self.manifest)
        write_failures(folder, self.failures)
        for name, table in (("expectations", self.table), ("programme", self.programme)):
            table.to_csv(folder / f"{name}.csv", index=False, lineterminator="\n", float_format="%.10g")
        (folder / "figures").mkdir(exist_ok=True)
        draw_expectations(self.table, self.programme, self.manifest, folder / "figures")


@dataclass(frozen=True)
class ExpectationRequest:
    """Questions that have been checked, and the scenarios that must run to answer them."""

    asked: list[str]
    questions: list[Question]
    programme: Sides
    worlds: Worlds
    ensemble: Ensemble
    draws: int
    begun: float = field(default_factory=time.perf_counter)

    @property
    def manifest(self) -> dict[str, Any]:
        """What must be known to ask the same again."""
        told = manifest_of(self.ensemble, "compiled") | {"kind": "expect", "asked": self.asked, "draws": self.draws}
        scenarios = [{key: one[key] for key in one if key != "evidence"} for one in told["scenarios"]]
        return told | {"scenarios": scenarios, "evidences": list(EVIDENCES)}

    @cached_property
    def settings(self) -> tuple[Setting, ...]:
        """What is run under each evidence, and with all numbers over their ranges."""
        return settings_of(self.ensemble, self.worlds, self.draws)

    @property
    def ensembles(self) -> tuple[Ensemble, ...]:
        """What must run."""
        return tuple(ensemble for setting in self.settings for ensemble in setting.ensembles)

    @property
    def run_replicates(self) -> Runner:
        """What runs it."""
        from ssc_sim import engine  # noqa: PLC0415  (numba: only where it runs)

        return engine.run_replicates

    @property
    def details(self) -> Details:
        """What is kept of it besides outcomes."""
        return nothing_else

    @property
    def replicates(self) -> int:
        """How many replicates will be run."""
        return sum(ensemble.runs * len(ensemble.scenarios) for ensemble in self.ensembles)

    def must_compile(self) -> bool:
        """Tell whether the run will first have to wait for the compiler."""
        from ssc_sim import engine  # noqa: PLC0415  (numba: only where it runs)

        return engine.must_compile()

    def run(self, **running: Any) -> Expected:
        """Run it in memory and judge; arguments as for `Running`."""
        return self._judged(lambda ensemble: Running(**running).chunks(ensemble, self.run_replicates))

    def write(self, folder: Path, source: Source) -> Expected:
        """Judge what has run, write it into a folder that exists, and return it."""
        done = self._judged(source)
        done.write(folder)
        return done

    def _judged(self, source: Source) -> Expected:
        """Hold every scenario against what is expected of it, under each evidence; then tell what it rests on."""
        *under_each, drawn = [self._values(setting, source) for setting in self.settings]
        if not self.draws:
            under_each, drawn = [*under_each, drawn], _Values({}, np.arange(0), [])
        stored: dict[str, Stored] = {evidence: one.kept for evidence, one in zip(EVIDENCES, under_each, strict=True)}
        numbers = self._numbers(drawn.replicates) if self.draws else None
        table = answers(self.questions, stored, drawn.kept if self.draws else None, numbers)
        programme = programme_table(self.programme, stored, self.worlds.until)
        failures = [failure for one in (*under_each, drawn) for failure in one.failures]
        failed = {"failures": {"failed": len(failures), "asked": self.replicates}} if failures else {}
        return Expected(self.manifest | failed, table, programme, time.perf_counter() - self.begun, failures)

    def _numbers(self, replicates: np.ndarray) -> pd.DataFrame:
        """Return what was drawn over the ranges, for the replicates that are judged."""
        over_ranges = self.settings[-1].ensembles[-1]
        return pd.DataFrame(over_ranges.unchanged("documents", 0, self.draws)).iloc[replicates]

    def _values(self, setting: Setting, source: Source) -> _Values:
        """Keep of a setting the outcomes that are read, those alone, of replicates that failed in no scenario."""
        kept: dict[tuple[str, str], np.ndarray] = {}
        failures: list[Failure] = []
        for ensemble in setting.ensembles:
            for one in scenarios_run(ensemble, source(ensemble)):
                for asked in (name for name, run in setting.runs_as.items() if run == one.scenario):
                    for outcome in self.worlds.outcomes[asked]:
                        kept[asked, outcome] = values_of(one.outcomes, outcome).copy()
                failures += [failure._replace(scenario=f"{failure.scenario} ({setting.name})")
                             for failure in one.failures]  # fmt: skip
        runs = setting.ensembles[0].runs
        whole = np.setdiff1d(np.arange(runs), [failure.replicate for failure in failures])
        refuse_too_few(len(whole), runs)
        return _Values({key: values[whole] for key, values in kept.items()}, whole, sorted(failures))


class _Values(NamedTuple):
    """What is read of a setting, the replicates of which it is read, and those that failed."""

    kept: Stored
    replicates: np.ndarray
    failures: list[Failure]


def expectation_request(
    scenarios: Sequence[str | Path | Scenario],
    *,
    runs: int = 500,
    seed: int = 2016,
    until: int = 2030,
    draws: int = 200,
) -> ExpectationRequest:
    """Check what is asked for, all of it, before anything runs. Arguments as for `expect`."""
    problems: list[Problem] = []
    if not 0 <= draws <= MOST_RUNS:
        problems.append(Problem("--draws", 0, 0, "", f"{draws} is out of range", f"0 to {MOST_RUNS}"))
    read: list[Scenario] = []
    ensemble = Ensemble(())
    try:
        read = load_scenarios(scenarios or shipped_scenarios())
        problems += _without_expectations(read, any_of_them=not scenarios)
    except InputError as error:
        problems += error.problems
    try:
        ensemble = ensemble_of(read, runs, seed, until)
    except InputError as error:
        problems += error.problems
    if problems:
        raise InputError(problems)
    worlds = Worlds(until)
    questions = questions_of(read, worlds)
    programme = programme_sides(worlds)
    asked = [scenario.name for scenario in read if scenario.expectations]
    return ExpectationRequest(asked, questions, programme, worlds, replace(ensemble, scenarios=worlds.scenarios), draws)


def _without_expectations(scenarios: Sequence[Scenario], *, any_of_them: bool) -> list[Problem]:
    """Tell which scenarios expect nothing; of those shipped it is enough that any does."""
    silent = [scenario for scenario in scenarios if not scenario.expectations]
    if any_of_them and len(silent) < len(scenarios):
        return []
    wrong = "has no expectations"
    return [Problem(one.file or one.name, 0, 0, "", wrong, "a scenario with the key `expect`") for one in silent]
