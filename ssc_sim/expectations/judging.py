"""What the documents expect, held against stored values: effects and verdicts. Nothing is run here.

A question compares sides: one value for each side and replicate, on the same luck and the same numbers. A verdict asks
for size as well as sign, as in a comparison.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from itertools import combinations, pairwise
from typing import NamedTuple

import numpy as np

from ssc_sim.comparison import CERTAIN, HIGHER, LOWER, NOT_DECIDED, TOO_SMALL, verdicts
from ssc_sim.scenario.expectations import Expectation
from ssc_sim.tables import FIRST_YEAR, Column, Outcome

HELD, NOT_HELD = "held", "not held"
RECOVERED = 0.05  # share of the counterpart within which an outcome is back

#: One outcome of one scenario, shape (replicates, years).
Stored = Mapping[tuple[str, str], np.ndarray]


class Side(NamedTuple):
    """Scenarios that are averaged over, and the years read. A recovery is counted until `reference` is met again."""

    scenarios: tuple[str, ...]
    first: int
    last: int
    reference: str = ""


class Question(NamedTuple):
    """An expectation of a scenario, perhaps under a rival structure, with the sides to compare.

    `on_top` are the same sides with what `when` names on top: then the question is how much more they differ.
    """

    scenario: str
    expectation: Expectation
    structure: str
    claim: str
    sides: tuple[Side, ...]
    on_top: tuple[Side, ...] = ()

    @property
    def declared(self) -> Column:
        """The outcome asked about."""
        return Outcome.names()[self.expectation.outcome][2]


class Judgement(NamedTuple):
    """The answer to a question, replicate by replicate.

    `claimed` is what must be above zero for the claim to have the right sign; `met` says where it has.
    """

    effect: np.ndarray
    claimed: np.ndarray
    met: np.ndarray
    smallest: float
    verdict: str


def judge(question: Question, stored: Stored) -> Judgement:
    """Answer a question from stored values."""
    values = _values(question, question.sides, stored)
    smallest = _smallest(question, stored)
    if question.on_top:
        values = _values(question, question.on_top, stored) - values
    return JUDGES[question.expectation.relation](values, smallest, question.expectation)


def _values(question: Question, sides: Sequence[Side], stored: Stored) -> np.ndarray:
    """Return one value for each side and replicate."""
    outcome, measure = question.expectation.outcome, MEASURES[question.expectation.measure]
    return np.stack(
        [np.mean([measure(stored, outcome, scenario, side) for scenario in side.scenarios], axis=0) for side in sides]
    )


def level(stored: Stored, outcome: str, scenario: str, side: Side) -> np.ndarray:
    """Return the mean over the years."""
    mean: np.ndarray = _years(stored[scenario, outcome], side).mean(axis=1)
    return mean


def swing(stored: Stored, outcome: str, scenario: str, side: Side) -> np.ndarray:
    """Return how much the yearly change differs from year to year (standard deviation)."""
    deviation: np.ndarray = np.diff(_years(stored[scenario, outcome], side), axis=1).std(axis=1)
    return deviation


def recovery(stored: Stored, outcome: str, scenario: str, side: Side) -> np.ndarray:
    """Return the years until the outcome is back at the reference for good; at most the years that are read."""
    ours, theirs = (_years(stored[name, outcome], side) for name in (scenario, side.reference))
    away = np.abs(ours - theirs) > RECOVERED * np.abs(theirs)
    last_away = away.shape[1] - np.argmax(away[:, ::-1], axis=1)
    return np.where(away.any(axis=1), last_away, 0).astype(float)


def _years(series: np.ndarray, side: Side) -> np.ndarray:
    return series[:, side.first - FIRST_YEAR : side.last - FIRST_YEAR + 1]


MEASURES: dict[str, Callable[[Stored, str, str, Side], np.ndarray]] = {
    "level": level,
    "swing": swing,
    "recovery": recovery,
}


def _smallest(question: Question, stored: Stored) -> np.ndarray:
    """Return the smallest effect worth naming on each side, a share of the larger level; of a recovery, a year."""
    outcome, declared = question.expectation.outcome, question.declared
    if question.expectation.measure == "recovery":
        return np.ones(len(question.sides))
    if not declared.relative:
        return np.full(len(question.sides), declared.smallest)
    both = [
        [np.abs(np.mean([level(stored, outcome, name, side) for name in side.scenarios])) for side in sides]
        for sides in (question.sides, question.on_top)
        if sides
    ]
    largest: np.ndarray = np.max(both, axis=0)
    return declared.smallest * largest


SIGNED = {HIGHER: HELD, LOWER: NOT_HELD, TOO_SMALL: TOO_SMALL, NOT_DECIDED: NOT_DECIDED}


def _signed(sign: int) -> Callable[[np.ndarray, np.ndarray, Expectation], Judgement]:
    """Judge this side against the counterpart: the second value against the first."""

    def differs(values: np.ndarray, smallest: np.ndarray, _: Expectation) -> Judgement:
        effect = values[-1] - values[0]
        claimed = sign * effect
        return Judgement(effect, claimed, claimed > 0, smallest[0], SIGNED[_verdict(claimed, smallest[0])])

    return differs


def _verdict(differences: np.ndarray, smallest: float) -> str:
    return str(verdicts(differences, np.asarray(smallest)))


def _about_equal(values: np.ndarray, smallest: np.ndarray, _: Expectation) -> Judgement:
    effect = values[-1] - values[0]
    answers = {TOO_SMALL: HELD, NOT_DECIDED: NOT_DECIDED}
    verdict = answers.get(_verdict(effect, smallest[0]), NOT_HELD)
    return Judgement(effect, effect, np.abs(effect) <= smallest[0], smallest[0], verdict)


def _between(values: np.ndarray, smallest: np.ndarray, expectation: Expectation) -> Judgement:
    effect = values[0] if len(values) == 1 else values[-1] - values[0]
    inside = np.minimum(effect - expectation.low, expectation.high - effect)
    verdict = HELD if (inside >= 0).mean() >= CERTAIN else NOT_HELD if (inside < 0).mean() >= CERTAIN else NOT_DECIDED
    return Judgement(effect, inside, inside >= 0, smallest[0], verdict)


def _reproduces(values: np.ndarray, smallest: np.ndarray, expectation: Expectation) -> Judgement:
    """Judge whether a reported figure is one that the model often gives: within nine of ten replicates."""
    effect = values[0] - expectation.figure
    low, high = np.quantile(effect, (0.05, 0.95))
    claimed = smallest[0] - np.abs(effect)
    return Judgement(effect, claimed, claimed >= 0, smallest[0], HELD if low <= 0 <= high else NOT_HELD)


def _moves_along(sign: int) -> Callable[[np.ndarray, np.ndarray, Expectation], Judgement]:
    """Judge the last value of a sweep against the first; on the way, no value may fall back behind an earlier one."""

    def moves(values: np.ndarray, smallest: np.ndarray, expectation: Expectation) -> Judgement:
        judgement = _signed(sign)(values, smallest, expectation)
        verdict = judgement.verdict
        for early, late in combinations(range(len(values)), 2):
            step = sign * (values[late] - values[early])
            if _verdict(step, smallest[early]) == LOWER:
                verdict = NOT_HELD
            elif verdict == HELD and step.mean() <= -smallest[early]:
                verdict = NOT_DECIDED
        return judgement._replace(verdict=verdict)

    return moves


def _peaks_inside(values: np.ndarray, smallest: np.ndarray, _: Expectation) -> Judgement:
    ends = [0, -1]
    effect = values[1:-1].max(axis=0) - values[ends].max(axis=0)
    at_ends = smallest[ends].max()
    return Judgement(effect, effect, effect > 0, at_ends, SIGNED[_verdict(effect, at_ends)])


def _ordering(values: np.ndarray, smallest: np.ndarray, _: Expectation) -> Judgement:
    steps = np.stack([after - before for before, after in pairwise(values)])
    found = [_verdict(step, size) for step, size in zip(steps, smallest[:-1], strict=True)]
    worst = next(verdict for verdict in (LOWER, NOT_DECIDED, TOO_SMALL, HIGHER) if verdict in found)
    shortest = int(np.argmin(steps.mean(axis=1)))
    claimed = steps.min(axis=0)
    return Judgement(steps[shortest], claimed, claimed > 0, smallest[shortest], SIGNED[worst])


JUDGES: dict[str, Callable[[np.ndarray, np.ndarray, Expectation], Judgement]] = {
    "higher": _signed(1),
    "lower": _signed(-1),
    "about_equal": _about_equal,
    "between": _between,
    "reproduces": _reproduces,
    "rises_with": _moves_along(1),
    "falls_with": _moves_along(-1),
    "peaks_inside": _peaks_inside,
    "ordering": _ordering,
}
