"""What is to be run: many replicates of one or more scenarios, all on the same luck."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from ssc_sim.errors import InputError, Problem, nearest
from ssc_sim.parameters import EVIDENCES, FAMILIES, Evidence
from ssc_sim.posterior import Numbers, Posterior, numbers_of_run, read_posterior, shipped_posterior
from ssc_sim.scenario import Scenario, load_scenarios
from ssc_sim.scenario.file import LAST_YEAR
from ssc_sim.scenario.sweep import family_names
from ssc_sim.tables import FIRST_YEAR, Rows
from ssc_sim.world import Start

MOST_RUNS = 1_000_000
POINTS = ("posterior", "point")


#: Runs some replicates: (start, parameters, years, seed, first) -> (outcomes, ..., last year of each replicate).
#: What stands between is kept as the `details` of an ensemble say.
Runner = Callable[[Start, Rows, int, int, int], tuple[Rows, ...]]


@dataclass(frozen=True)
class Ensemble:
    """What is to be run, and with which numbers (see `posterior.NUMBERS`)."""

    scenarios: tuple[Scenario, ...]
    runs: int = 200
    seed: int = 2016
    until: int = 2030
    evidence: Evidence | None = None
    numbers: Numbers = "posterior"
    posterior: Posterior = field(default_factory=shipped_posterior)

    def draws(self, scenario: Scenario, first: int = 0, runs: int | None = None) -> Rows:
        """Return one row of parameters for each replicate, or for some from the `first` on.

        Replicate i takes the same draw in every scenario.
        """
        return scenario.changed(self.unchanged(scenario.evidence, first, self.runs - first if runs is None else runs))

    def unchanged(self, evidence: Evidence, first: int, runs: int) -> Rows:
        """Return such rows before a scenario changes them; the evidence counts where the ensemble has none."""
        return numbers_of_run(self.numbers, runs, self.seed, self.evidence or evidence, self.posterior, first)

    @property
    def asked(self) -> list[str]:
        """The names that were asked for: a sweep in place of its cells."""
        return family_names([scenario.name for scenario in self.scenarios])

    @property
    def years(self) -> int:
        """How many years each replicate runs."""
        return self.until - FIRST_YEAR + 1


def ensemble_of(
    scenarios: Sequence[str | Path | Scenario],
    runs: int = 200,
    seed: int = 2016,
    until: int = 2030,
    evidence: Evidence | None = None,
    without: Sequence[str] = (),
    parameters: str | Path = "posterior",
) -> Ensemble:
    """Read the scenarios, a sweep as all its cells, and check the request.

    `parameters` is "posterior", "point", or the file of a posterior of one's own.

    Raises
    ------
    InputError
        With every mistake in the files, in the numbers asked for, or a scenario named twice.
    """
    problems = [
        Problem(f"--{option}", 0, 0, "", f"{value} is out of range", f"{low} to {high}")
        for option, value, low, high in (
            ("runs", runs, 1, MOST_RUNS),
            ("seed", seed, 0, 2**63 - 1),
            ("until", until, FIRST_YEAR, LAST_YEAR),
        )
        if not low <= value <= high
    ]
    if evidence is not None and evidence not in EVIDENCES:
        problems.append(Problem("--evidence", 0, 0, "", f"'{evidence}' is no evidence", ", ".join(EVIDENCES)))
    allowed = ", ".join(FAMILIES)
    problems += [
        Problem("--without", 0, 0, "", f"'{family}' is no family of rules", allowed, nearest(family, FAMILIES))
        for family in without
        if family not in FAMILIES
    ]
    try:
        read = [scenario.leaving_out(without) for scenario in load_scenarios(scenarios)]
    except InputError as error:
        problems += error.problems
    posterior: Posterior | None = None
    try:
        posterior = shipped_posterior() if parameters in POINTS else read_posterior(Path(parameters))
    except InputError as error:
        problems += error.problems
    if problems or posterior is None:
        raise InputError(problems)
    cells = tuple(cell for scenario in read for cell in scenario.cells())
    numbers: Numbers = "point" if parameters == "point" else "posterior"
    return Ensemble(cells, runs, seed, until, evidence, numbers, posterior)
