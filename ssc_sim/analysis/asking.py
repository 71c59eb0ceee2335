"""What is asked of an analysis, checked before anything runs; and what it found, as it is written down."""

from __future__ import annotations

import importlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Protocol, cast

import pandas as pd

from ssc_sim.analysis.runs import Worlds
from ssc_sim.ensemble.asked import MOST_RUNS, Ensemble, ensemble_of
from ssc_sim.ensemble.manifest import manifest_of
from ssc_sim.ensemble.parts import Parts
from ssc_sim.errors import InputError, Problem, nearest, not_installed
from ssc_sim.parameters import Evidence
from ssc_sim.posterior import Numbers
from ssc_sim.results.folder import write_manifest
from ssc_sim.scenario import Scenario
from ssc_sim.scenario.file import LAST_YEAR
from ssc_sim.tables import FIRST_YEAR, Outcome

OUTCOMES = ("trained_in_post", "capacity", "dependency", "self_reliance", "social_spending", "development")


@dataclass(frozen=True)
class Asked:
    """An analysis that has been checked: which scenarios, which outcomes, which year.

    `settings` are what else decides the result: they stand in the manifest.
    """

    kind: str
    ensemble: Ensemble
    outcomes: tuple[str, ...]
    settings: Mapping[str, Any]

    @property
    def names(self) -> list[str]:
        """The scenarios by name, in the order in which they were named."""
        return [scenario.name for scenario in self.ensemble.scenarios]

    @property
    def year(self) -> int:
        """The year whose outcomes are looked at: the last that is run."""
        return self.ensemble.until

    @property
    def manifest(self) -> dict[str, Any]:
        """What must be known to do the same again."""
        told = manifest_of(self.ensemble, "compiled")
        del told["runs"]  # each analysis counts what it runs in its own way
        return told | {"kind": self.kind, "outcomes": list(self.outcomes), **self.settings}

    def must_compile(self) -> bool:
        """Tell whether the run will first have to wait for the compiler."""
        from ssc_sim import engine  # noqa: PLC0415  (numba: only where it runs)

        return engine.must_compile()

    def worlds(
        self, workers: int | None = None, parts: Parts | None = None, finished: Callable[[int], None] = lambda _: None
    ) -> Worlds:
        """Return the scenarios, ready to run on rows of numbers."""
        from ssc_sim import engine  # noqa: PLC0415  (numba: only where it runs)

        ensemble = self.ensemble
        return Worlds(ensemble.scenarios, self.year, ensemble.seed, engine.run_replicates, ensemble.posterior,
                      workers, parts, finished)  # fmt: skip


@dataclass(frozen=True)
class Findings:
    """What an analysis found: its tables by the name of their file, and the conclusions in plain words, first first."""

    manifest: dict[str, Any]
    tables: dict[str, pd.DataFrame]
    conclusions: tuple[str, ...]

    def write(self, folder: Path) -> None:
        """Write manifest, tables and conclusions into a folder that exists."""
        write_manifest(folder, self.manifest)
        for name, table in self.tables.items():
            table.to_csv(folder / f"{name}.csv", index=False, lineterminator="\n", float_format="%.10g")
        told = "".join(f"- {conclusion}\n" for conclusion in self.conclusions)
        (folder / "conclusions.md").write_text(told, encoding="utf-8")


class Request(Protocol):
    """An analysis that has been checked and can be run."""

    @property
    def asked(self) -> Asked:
        """What is asked."""
        ...

    @property
    def manifest(self) -> dict[str, Any]:
        """What must be known to do the same again."""
        ...

    @property
    def replicates(self) -> int:
        """How many runs there will be."""
        ...

    def run(
        self, *, workers: int | None = None, parts: Parts | None = None, finished: Callable[[int], None] = ...
    ) -> Findings:
        """Run it."""
        ...


def asked_of(  # noqa: PLR0913  (a question has this many parts)
    kind: str,
    scenarios: Sequence[str | Path | Scenario],
    outcomes: Sequence[str],
    counts: Mapping[str, tuple[int, int]],
    *,
    year: int = 2030,
    seed: int = 2016,
    numbers: Numbers = "ranges",
    evidence: str | None = None,
    at_least: int = 1,
) -> Asked:
    """Check what is asked, all of it, before anything runs.

    Parameters
    ----------
    kind : str
        Which analysis.
    scenarios : sequence of str, path or Scenario
        A sweep counts as all its combinations.
    outcomes : sequence of str
        By default the main ones.
    counts : dict
        Of each option that counts something: what was given, and the least that is allowed.
    year, seed : int
        The year looked at; what decides all luck.
    numbers : {"posterior", "point", "ranges"}
        Which numbers the runs have, where the analysis does not vary them: see `posterior.NUMBERS`.
    evidence : {"documents", "literature"}, optional
        Which strength the numbers take where the two differ, if they are not varied; by default as each scenario says.
    at_least : int
        How many scenarios there must be.

    Raises
    ------
    InputError
        With every mistake.
    """
    problems = [
        Problem(f"--{option}", 0, 0, "", f"{given} is out of range", f"{least} to {MOST_RUNS}")
        for option, (given, least) in counts.items()
        if not least <= given <= MOST_RUNS
    ]
    if not FIRST_YEAR < year <= LAST_YEAR:
        problems.append(Problem("--year", 0, 0, "", f"{year} is out of range", f"{FIRST_YEAR + 1} to {LAST_YEAR}"))
    problems += problems_of_outcomes(outcomes)
    ensemble = Ensemble(())
    try:
        ensemble = replace(
            ensemble_of(scenarios, seed=seed, evidence=cast("Evidence | None", evidence)), until=year, numbers=numbers
        )
        if len(ensemble.scenarios) < at_least:
            name = ensemble.scenarios[0].name if ensemble.scenarios else "(no name)"
            problems.append(Problem(name, 0, 0, "", "is compared with nothing", "two scenarios or more, or a sweep"))
    except InputError as error:
        problems += error.problems
    if problems:
        raise InputError(problems)
    settings = {option: given for option, (given, _) in counts.items()}
    return Asked(kind, ensemble, tuple(outcomes or OUTCOMES), settings)


def problems_of_outcomes(outcomes: Sequence[str]) -> list[Problem]:
    """Tell which names are no outcomes."""
    names = Outcome.names()
    return [
        Problem("--outcome", 0, 0, "", f"'{name}' is no outcome", "see `ssc-sim show outcomes`", nearest(name, names))
        for name in outcomes
        if name not in names
    ]


def need_extra(module: str) -> None:
    """Refuse to go on without a library of the extra `analysis`.

    Raises
    ------
    InputError
        Naming what to install.
    """
    try:
        importlib.import_module(module)
    except ImportError:
        raise not_installed("ssc-sim analyse", module.partition(".")[0], "analysis") from None
