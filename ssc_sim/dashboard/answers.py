"""What a question is answered with, stage by stage: quick, then finer, then what it rests on.

Every stage takes the replicates, the numbers and the luck that `ssc-sim compare` takes, so both say the same.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from time import perf_counter
from typing import Any, Literal, NamedTuple

import numpy as np
import pandas as pd

from ssc_sim import engine
from ssc_sim.comparison import Paired, rests_on, verdicts
from ssc_sim.dashboard.answering import Runs, StaleError, Still, Wanted
from ssc_sim.dashboard.facts import shipped
from ssc_sim.dashboard.policy import BASELINE, Policy, scenario_of
from ssc_sim.ensemble.asked import Ensemble
from ssc_sim.errors import ModelFault
from ssc_sim.marginal import Marginal, marginal_table
from ssc_sim.parameters import Evidence
from ssc_sim.posterior import numbers_of_run, shipped_posterior
from ssc_sim.results.blocks import values_of
from ssc_sim.scenario import Scenario
from ssc_sim.tables import FAULTS, Outcome, Rows
from ssc_sim.world import Start

FIRST_RUNS, RUNS, DRAWS, COUNTRY_RUNS, MARGINAL_RUNS = 100, 400, 200, 100, 20
SEED, UNTIL = 2016, 2030
#: Known policies that stand beside the visitor's own in the picture of trade-offs.
KNOWN = ("all-financial", "all-technical", "interest-based", "need-based")


class Question(NamedTuple):
    """What is compared: the programme of 2016 going on, and a policy, on the same luck."""

    baseline: Scenario
    policy: Scenario
    evidence: Evidence
    seed: int = SEED
    until: int = UNTIL

    @classmethod
    def of(cls, policy: Policy) -> Question:
        """Return the question that a policy asks."""
        return cls(shipped(BASELINE), scenario_of(policy), policy.evidence)

    def ensemble(self, runs: int, numbers: Literal["posterior", "ranges"] = "posterior") -> Ensemble:
        """Return the ensemble that `ssc-sim compare` would run."""
        return Ensemble((self.baseline, self.policy), runs, self.seed, self.until, self.evidence, numbers)


@dataclass(frozen=True, eq=False)
class Answer:
    """Rows of `Outcome` of both scenarios, shape (replicates, years), and what later stages add.

    `first_seconds` is how long the first stage took since the question was asked. `grounds` says of each outcome what
    its verdict rests on. `countries` are rows of `CountryOutcome` of both, shape (replicates, years, countries).
    `known` are rows of `Outcome` of policies that are known by name.
    """

    question: Question
    baseline: Rows
    policy: Rows
    first_seconds: float = 0.0
    grounds: dict[str, str] = field(default_factory=dict)
    countries: tuple[Rows, Rows] | None = None
    known: dict[str, Rows] = field(default_factory=dict)

    @property
    def is_same(self) -> bool:
        """Whether the policy changes nothing: both worlds are one."""
        return bool((self.policy == self.baseline).all())

    @property
    def runs(self) -> int:
        """How many replicates of each scenario it holds."""
        return len(self.policy)


def run_outcomes(start: Start, parameters: Rows, years: int, seed: int, first: int) -> Rows:
    """Run one chunk and return its rows of `Outcome`.

    Raises
    ------
    ModelFault
        Where a replicate breaks an identity.
    """
    outcomes, ends = engine.run_replicates(start, parameters, years, seed, first)
    return _whole(outcomes, ends, first)


def run_countries(start: Start, parameters: Rows, years: int, seed: int, first: int) -> Rows:
    """Run one chunk and return its rows of `CountryOutcome`. As `run_outcomes`."""
    _, countries, ends = engine.run_countries(start, parameters, years, seed, first)
    return _whole(countries, ends, first)


def _whole(rows: Rows, ends: Rows, first: int) -> Rows:
    broken = np.flatnonzero(ends["fault"] > 0)
    if len(broken):
        raise ModelFault(f"replicate {first + broken[0]}: {FAULTS[int(ends['fault'][broken[0]])]}")
    return rows


def answers(runs: Runs, question: Question, still: Still) -> Iterator[Answer]:
    """Yield the stages of an answer: 100 replicates, 400, known policies, what verdicts rest on, single countries."""
    began = perf_counter()
    pair = (question.baseline, question.policy)
    ensemble = question.ensemble(RUNS)
    known = [Wanted(run_outcomes, ensemble, shipped(name), 0, FIRST_RUNS) for name in KNOWN]

    def both(run: Any, last: int, of: Ensemble = ensemble) -> list[Rows]:
        return runs.rows([Wanted(run, of, scenario, 0, last) for scenario in pair], still)

    baseline, policy = both(run_outcomes, FIRST_RUNS)
    answer = Answer(question, baseline, policy, perf_counter() - began, known=_named(runs.found(known)))
    yield answer
    baseline, policy = both(run_outcomes, RUNS)
    yield (answer := replace(answer, baseline=baseline, policy=policy))
    yield (answer := replace(answer, known=_named(runs.rows(known, still))))
    over_ranges = both(run_outcomes, DRAWS, question.ensemble(DRAWS, "ranges"))
    yield (answer := replace(answer, grounds=grounds_of(answer, *over_ranges)))
    yield replace(answer, countries=tuple(both(run_countries, COUNTRY_RUNS)))


def _named(rows: list[Rows] | None) -> dict[str, Rows]:
    return dict(zip(KNOWN, rows, strict=True)) if rows else {}


def paired_rows(question: Question, baseline: Rows, policy: Rows) -> Paired:
    """Return the differences of all outcomes in the last year, as `comparison.paired` does from stored tables."""
    declared = Outcome.names()
    before, after = ([values_of(rows[:, -1], name) for name in declared] for rows in (baseline, policy))
    size = [abs(values.mean()) if declared[name][2].relative else 1.0
            for name, values in zip(declared, before, strict=True)]  # fmt: skip
    smallest = np.array([column.smallest for _, _, column in declared.values()]) * size
    differences = np.array(after) - np.array(before)
    return Paired(question.baseline.name, list(declared), [question.until], [question.policy.name],
                  differences[:, None, None, :], smallest[:, None], np.arange(len(policy)))  # fmt: skip


def judged(pairs: Paired) -> np.ndarray:
    """Return the verdict on each outcome in the last year."""
    return verdicts(pairs.differences[:, 0, 0], pairs.smallest[:, 0])


def grounds_of(answer: Answer, baseline: Rows, policy: Rows) -> dict[str, str]:
    """Say of each outcome what its verdict rests on, from both scenarios with the numbers drawn over their ranges."""
    pairs = paired_rows(answer.question, answer.baseline, answer.policy)
    over_ranges = paired_rows(answer.question, baseline, policy)
    numbers = numbers_of_run("ranges", len(policy), answer.question.seed, "documents", shipped_posterior())
    told = rests_on(judged(pairs), over_ranges, pd.DataFrame(numbers))
    return dict(zip(pairs.outcomes, told, strict=True))


class CountryQuestion(NamedTuple):
    """What a million dollars more does in one country, under a policy."""

    policy: Scenario
    country: str


class CountryAnswer(NamedTuple):
    """The rows of `marginal.marginal_table`."""

    question: CountryQuestion
    table: pd.DataFrame


def country_answers(question: CountryQuestion, still: Still) -> Iterator[CountryAnswer]:
    """Yield what a million more a year does there, then what a nameable effect takes: as `ssc-sim marginal` does."""

    def run_world(start: Start, parameters: Rows, years: int, seed: int, replicate: int) -> Any:
        if not still():
            raise StaleError
        return engine.run_world(start, parameters, years, seed, replicate)

    asked = Marginal(question.policy, MARGINAL_RUNS, SEED, UNTIL, run_world)
    yield CountryAnswer(question, marginal_table(asked, [question.country], needed=False))
    yield CountryAnswer(question, marginal_table(asked, [question.country]))
