"""What `ssc-sim expect` does, for Python: `ssc_sim.expect(...)`."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from ssc_sim.ensemble import MOST_RUNS, Ensemble, ensemble_of, outcomes_of
from ssc_sim.errors import InputError, Problem
from ssc_sim.expectations.figures import draw_expectations
from ssc_sim.expectations.judging import Question, Stored
from ssc_sim.expectations.table import answers
from ssc_sim.expectations.worlds import Worlds, questions_of
from ssc_sim.manifest import manifest_of
from ssc_sim.parameters import EVIDENCES
from ssc_sim.scenario import Scenario, load_scenarios, shipped_scenarios
from ssc_sim.tables import Outcome, Rows

AT_A_TIME = 10  # scenarios whose outcomes are in memory together: all of them of hundreds would not fit


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
        Its `table` has a row for each expectation, structure and evidence, as in `expectations.csv`.

    Raises
    ------
    InputError
        With every mistake in what was given.
    """
    running = {name: asked.pop(name) for name in ("workers", "finished") if name in asked}
    return expectation_request(scenarios, **asked).run(**running)


@dataclass(frozen=True)
class Expected:
    """Expectations and their answers."""

    manifest: dict[str, Any]
    table: pd.DataFrame
    seconds: float

    def write(self, folder: Path) -> None:
        """Write manifest, table and picture into a folder that exists."""
        text = json.dumps(self.manifest, indent=2, ensure_ascii=False) + "\n"
        (folder / "manifest.json").write_text(text, encoding="utf-8")
        self.table.to_csv(folder / "expectations.csv", index=False, lineterminator="\n", float_format="%.10g")
        (folder / "figures").mkdir()
        draw_expectations(self.table, self.manifest, folder / "figures")


@dataclass(frozen=True)
class ExpectationRequest:
    """Questions that have been checked, and the scenarios that must run to answer them."""

    asked: list[str]
    questions: list[Question]
    worlds: Worlds
    ensemble: Ensemble
    draws: int

    @property
    def manifest(self) -> dict[str, Any]:
        """What must be known to ask the same again."""
        told = manifest_of(self.ensemble, "compiled") | {"kind": "expect", "asked": self.asked, "draws": self.draws}
        scenarios = [{key: one[key] for key in one if key != "evidence"} for one in told["scenarios"]]
        return told | {"scenarios": scenarios, "evidences": list(EVIDENCES)}

    @property
    def replicates(self) -> int:
        """How many replicates will be run."""
        return (self.ensemble.runs * len(EVIDENCES) + self.draws) * len(self.ensemble.scenarios)

    def must_compile(self) -> bool:
        """Tell whether the run will first have to wait for the compiler."""
        from ssc_sim import engine  # noqa: PLC0415  (numba: only where it runs)

        return engine.must_compile()

    def run(self, *, workers: int | None = None, finished: Callable[[int], None] = lambda _: None) -> Expected:
        """Run every scenario once under each evidence, and once with all numbers over their ranges; then judge."""
        begun = time.perf_counter()
        stored: dict[str, Stored] = {
            evidence: self._values(replace(self.ensemble, evidence=evidence), workers, finished)
            for evidence in EVIDENCES
        }
        drawn: Stored | None = None
        numbers: pd.DataFrame | None = None
        if self.draws:
            over_ranges = replace(self.ensemble, runs=self.draws, numbers="ranges", evidence="documents")
            drawn = self._values(over_ranges, workers, finished)
            unchanged = replace(over_ranges.scenarios[0], changes=(), without=())
            numbers = pd.DataFrame(over_ranges.draws(unchanged))
        table = answers(self.questions, stored, drawn, numbers)
        return Expected(self.manifest, table, time.perf_counter() - begun)

    def _values(self, ensemble: Ensemble, workers: int | None, finished: Callable[[int], None]) -> Stored:
        """Run an ensemble, some scenarios at a time, and keep the outcomes that are read, those alone."""
        from ssc_sim import engine  # noqa: PLC0415  (numba: only where it runs)

        kept: dict[tuple[str, str], np.ndarray] = {}
        for first in range(0, len(ensemble.scenarios), AT_A_TIME):
            some = replace(ensemble, scenarios=ensemble.scenarios[first : first + AT_A_TIME])
            for name, rows in outcomes_of(some, engine.run_replicates, workers=workers, finished=finished).items():
                kept |= {(name, outcome): _single(rows, outcome) for outcome in self.worlds.outcomes[name]}
        return kept


def _single(rows: Rows, outcome: str) -> np.ndarray:
    """Return one outcome by its single name, by itself in memory."""
    column, place, _ = Outcome.names()[outcome]
    values: np.ndarray = rows[column] if place is None else rows[column][..., place]
    return values.copy()


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
    asked = [scenario.name for scenario in read if scenario.expectations]
    return ExpectationRequest(asked, questions, worlds, replace(ensemble, scenarios=worlds.scenarios), draws)


def _without_expectations(scenarios: Sequence[Scenario], *, any_of_them: bool) -> list[Problem]:
    """Tell which scenarios expect nothing; of those shipped it is enough that any does."""
    silent = [scenario for scenario in scenarios if not scenario.expectations]
    if any_of_them and len(silent) < len(scenarios):
        return []
    wrong = "has no expectations"
    return [Problem(one.file or one.name, 0, 0, "", wrong, "a scenario with the key `expect`") for one in silent]
