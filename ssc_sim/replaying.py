"""Replicates of a results folder, run again: one with every table of every year, or a sample against what is stored."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import pandas as pd

from ssc_sim.ensemble.asked import Ensemble
from ssc_sim.ensemble.chunks import LONGEST_MESSAGE, fault_of, record_of, run_chunk
from ssc_sim.ensemble.manifest import ensemble_of_manifest, source_hash
from ssc_sim.ensemble.states import States, states_of, stepper_of
from ssc_sim.errors import InputError, Problem, nearest
from ssc_sim.parameters import Parameters
from ssc_sim.requests import Request, request_for
from ssc_sim.results.blocks import single_values
from ssc_sim.results.failures import Failure, failures_in
from ssc_sim.results.folder import manifest_in, posterior_in, readable, written_whole
from ssc_sim.scenario import Scenario
from ssc_sim.tables import Rows
from ssc_sim.world import starting_tables


def replay(
    folder: str | Path,
    replicate: int,
    *,
    scenario: str | None = None,
    engine: str | None = None,
    model: str | type | None = None,
) -> Replay:
    """Run one replicate of a results folder again, and keep every table of every year.

    Parameters
    ----------
    folder : str or path
        A results folder.
    replicate : int
        Its number.
    scenario : str, optional
        Which, where there are several.
    engine, model : optional
        As for `run`; by default those that it was run with.

    Returns
    -------
    Replay
        `same` tells whether it gives what is stored; `dict(states.tables())` holds its tables.

    Raises
    ------
    InputError
        Where the folder is not one, or has no such replicate.
    """
    return Replay.of(Stored.read(Path(folder), engine, model), replicate, scenario)


class Told(NamedTuple):
    """What came out of one replicate: its outcomes, shape (years, outcomes), or how it failed."""

    outcomes: np.ndarray | None
    failure: Failure | None

    def equals(self, other: Told) -> bool:
        """Tell whether both are the same, to the last bit."""
        if self.outcomes is None or other.outcomes is None:
            return self.failure == other.failure is not None
        return self.outcomes.tobytes() == other.outcomes.tobytes()


@dataclass(frozen=True)
class Stored:
    """A results folder of which replicates can be run again."""

    folder: Path
    manifest: dict[str, Any]
    ensemble: Ensemble
    request: Request
    failures: list[Failure]

    @classmethod
    def read(cls, folder: Path, engine: str | None = None, model: str | type | None = None) -> Stored:
        """Read a results folder, to be run again by the engine that it was run with, or another one.

        Raises
        ------
        InputError
            Where it is not one, holds no replicates, or its model cannot be loaded.
        """
        with readable(folder):
            manifest = manifest_in(folder)
            failures, posterior = failures_in(folder), posterior_in(folder)
            if not (folder / "outcomes.parquet").is_file():
                raise _refusal(folder, "holds no replicates", "a folder written by `ssc-sim run` or `ssc-sim compare`")
            ensemble = ensemble_of_manifest(manifest, posterior)
        used, _, own = str(manifest["engine"]).partition(" ")
        chosen = engine or ("mesa" if model else used)
        request = request_for(ensemble, chosen, model or (own or None if chosen == used else None))
        return cls(folder, manifest, ensemble, request, failures)

    @property
    def same_source(self) -> bool:
        """Whether the folder was written by the package as it is here."""
        return bool(self.manifest["source"] == source_hash())

    def scenario(self, name: str | None) -> Scenario:
        """Return a scenario by its name; there is no need to name the only one."""
        scenarios = {scenario.name: scenario for scenario in self.ensemble.scenarios}
        if name is None and len(scenarios) == 1:
            return self.ensemble.scenarios[0]
        if name not in scenarios:
            wrong = f"'{name}' is not in {self.folder}" if name else f"{self.folder} holds several scenarios"
            raise _refusal("--scenario", wrong, ", ".join(scenarios), nearest(name or "", scenarios))
        return scenarios[name]

    def stored(self, scenario: str, replicate: int) -> Told:
        """Return what the folder says of one replicate."""
        for failure in self.failures:
            if (failure.scenario, failure.replicate) == (scenario, replicate):
                return Told(None, failure)
        with readable(self.folder):
            which = [("scenario", "==", scenario), ("replicate", "==", replicate)]
            rows = pd.read_parquet(self.folder / "outcomes.parquet", filters=which)
        return Told(rows["value"].to_numpy().reshape(self.ensemble.years, -1), None)

    def run_again(self, scenario: Scenario, replicate: int) -> Told:
        """Run one replicate again, outcomes alone."""
        ensemble = self.ensemble
        start = starting_tables(scenario, ensemble.posterior.countries)
        rows = ensemble.draws(scenario, replicate, 1)
        run, record = self.request.run_replicates, record_of(ensemble.years)
        done = run_chunk(run, record, start, rows, ensemble.years, ensemble.seed, replicate)[0]
        if done["failed"]:
            told = (done[name].item() for name in ("failed", "agent", "message"))
            return Told(None, Failure(scenario.name, ensemble.seed, replicate, *told))
        return Told(single_values(done["outcomes"]), None)

    def differing(self, sample: int, finished: Callable[[int], None] = lambda _: None) -> list[tuple[str, int]]:
        """Run a sample of the replicates again, the same each time, and return those that are not as stored."""
        ensemble = self.ensemble
        chance = np.random.Generator(np.random.Philox(key=ensemble.seed))
        everything = len(ensemble.scenarios) * ensemble.runs
        found = []
        for place in sorted(chance.choice(everything, min(sample, everything), replace=False).tolist()):
            scenario, replicate = ensemble.scenarios[place // ensemble.runs], place % ensemble.runs
            if not self.run_again(scenario, replicate).equals(self.stored(scenario.name, replicate)):
                found.append((scenario.name, replicate))
            finished(1)
        return found


@dataclass(frozen=True)
class Replay:
    """One replicate run again, with every table of every year, and whether it gave what is stored."""

    stored: Stored
    scenario: Scenario
    replicate: int
    parameters: Rows
    states: States
    same: bool

    @classmethod
    def of(cls, stored: Stored, replicate: int, scenario: str | None = None) -> Replay:
        """Run a replicate of a results folder again.

        Raises
        ------
        InputError
            Where there is no such replicate.
        """
        ensemble = stored.ensemble
        chosen = stored.scenario(scenario)
        if not 0 <= replicate < ensemble.runs:
            raise _refusal("ID", f"there is no replicate {replicate}", f"0 to {ensemble.runs - 1}")
        start = starting_tables(chosen, ensemble.posterior.countries)
        row = ensemble.draws(chosen, replicate, 1)[0]
        stepper = stepper_of(stored.request.run_replicates)
        states = states_of(stepper, start, row, ensemble.years, ensemble.seed, replicate)
        told = _told_by(states, chosen.name, ensemble.seed, replicate)
        return cls(stored, chosen, replicate, row, states, told.equals(stored.stored(chosen.name, replicate)))

    def write(self, folder: Path) -> None:
        """Write a table for each kind of agent, with every year, into a folder of its own; whole or not at all."""
        told = {"results": str(self.stored.folder), "scenario": self.scenario.name, "replicate": self.replicate,
                "seed": self.stored.ensemble.seed, "engine": self.stored.request.engine,
                "same_as_stored": self.same}  # fmt: skip
        numbers = [(name, self.parameters[name].item(), record.unit) for name, record in Parameters.columns().items()]
        with written_whole(folder) as part:
            for name, table in self.states.tables():
                table.to_parquet(part / f"{name}.parquet", index=False)
            parameters = pd.DataFrame(numbers, columns=["parameter", "value", "unit"])
            parameters.to_parquet(part / "parameters.parquet", index=False)
            (part / "replay.json").write_text(json.dumps(told, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")


def _told_by(states: States, scenario: str, seed: int, replicate: int) -> Told:
    """Return what came out of a replicate of which every year was kept."""
    outcomes = np.array([year.outcome for year in states.years])
    failed = states.failed or fault_of(outcomes, states.years[-1].tables["now"])
    if failed is not None:
        return Told(
            None, Failure(scenario, seed, replicate, failed.year, failed.agent, failed.message[:LONGEST_MESSAGE])
        )
    return Told(single_values(outcomes), None)


def _refusal(where: Path | str, wrong: str, allowed: str, did_you_mean: str = "") -> InputError:
    return InputError([Problem(str(where), 0, 0, "", wrong, allowed, did_you_mean)])
