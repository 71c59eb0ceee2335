"""Answers to all expectations as one table, with what each rests on."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from itertools import groupby
from typing import Any, NamedTuple

import numpy as np
import pandas as pd

from ssc_sim.comparison import ASSUMED, HOLDS, NOT_DECIDED, TOO_SMALL, Ground, grounds
from ssc_sim.expectations.judging import HELD, NOT_HELD, Judgement, Question, Stored, judge
from ssc_sim.scenario.expectations import SUPPORTS
from ssc_sim.tables import Outcome

COLUMNS = ["scenario", "place", "outcome", "is", "says", "support", "claim", "because", "evidence", "structure",
           "unit", "effect", "q05", "q95", "probability", "smallest", "verdict", "rests_on"]  # fmt: skip
DECIDED = (HELD, ASSUMED, NOT_HELD)
VERDICTS = (*DECIDED, NOT_DECIDED, TOO_SMALL)
SCALES = ("programme", "nations", "system")
Row = dict[str, Any]


def answers(
    questions: Sequence[Question],
    stored: Mapping[str, Stored],
    over_ranges: Stored | None = None,
    numbers: pd.DataFrame | None = None,
) -> pd.DataFrame:
    """Return the answers as a table: a row for each expectation, structure and evidence.

    A sign that holds whatever the numbers was put in by the rules: it is assumed, not found.

    Parameters
    ----------
    questions : sequence of Question
    stored : mapping
        Values of the scenarios under each evidence.
    over_ranges, numbers : stored values and DataFrame, optional
        The same with all numbers drawn over their ranges, and what was drawn: fills `rests_on`, and tells what is
        assumed from what is found.
    """
    judgements = {evidence: [judge(question, values) for question in questions] for evidence, values in stored.items()}
    drawn = [] if over_ranges is None else [judge(question, over_ranges) for question in questions]
    rest = {evidence: _rest(questions, found, drawn, numbers) for evidence, found in judgements.items()}
    rows: list[Row] = []
    for place, question in enumerate(questions):
        for evidence, found in judgements.items():
            row = _row(question, found[place]) | {"evidence": evidence}
            if drawn:
                row |= _grounded(question, found[place].verdict, drawn[place].met, rest[evidence][place])
            rows.append(row)
    return pd.DataFrame(rows, columns=COLUMNS)


def _row(question: Question, judgement: Judgement) -> Row:
    """Return what is told of an answer before it is known what it rests on."""
    expectation = question.expectation
    low, high = np.quantile(judgement.effect, (0.05, 0.95))
    return {
        "scenario": question.scenario,
        "place": expectation.place,
        "outcome": expectation.outcome,
        "is": expectation.relation,
        "says": " ".join(expectation.says),
        "support": expectation.support,
        "claim": question.claim,
        "because": expectation.because,
        "structure": question.structure,
        "unit": "years" if expectation.measure == "recovery" else question.declared.unit,
        "effect": judgement.effect.mean(),
        "q05": low,
        "q95": high,
        "probability": judgement.met.mean(),
        "smallest": judgement.smallest,
        "verdict": judgement.verdict,
        "rests_on": "",
    }


def _rest(
    questions: Sequence[Question], found: Sequence[Judgement], drawn: Sequence[Judgement], numbers: pd.DataFrame | None
) -> list[Ground]:
    """Return what each answer rests on, where the numbers were drawn over their ranges."""
    if not drawn or numbers is None:
        return []
    small = np.array([_is_small(question, one.verdict) for question, one in zip(questions, found, strict=True)])
    smallest = np.array([one.smallest for one in drawn])
    return grounds(np.stack([one.claimed for one in drawn]), smallest, small, numbers)


def _is_small(question: Question, verdict: str) -> bool:
    return verdict == TOO_SMALL or (verdict == HELD and question.expectation.relation == "about_equal")


def _grounded(question: Question, verdict: str, met: np.ndarray, ground: Ground) -> dict[str, str]:
    """Return the verdict in the light of what it rests on. Only a sign can be put in by rules alone, not a size."""
    always, never = (bool(share >= HOLDS) for share in (met.mean(), (~met).mean()))
    if question.expectation.relation in ("between", "reproduces"):
        stays = f"{'inside' if always else 'outside'} over the whole range"
        return {"rests_on": stays if always or never else f"turns with: {ground.numbers}"}
    small = _is_small(question, verdict)
    assumed = verdict == HELD and always and not small
    return {"verdict": ASSUMED if assumed else verdict, "rests_on": ground.told(too_small=small)}


class Entry(NamedTuple):
    """One expectation with its answers: under each evidence, first as it is, then under each rival structure."""

    scenario: str
    claim: str
    outcome: str
    relation: str
    answers: dict[str, dict[str, Row]]

    @property
    def verdicts(self) -> set[str]:
        """All its verdicts."""
        return {row["verdict"] for rows in self.answers.values() for row in rows.values()}

    @property
    def is_small(self) -> bool:
        """Whether it can be told in few words that it is too small to matter: not where rival structures are asked."""
        return self.verdicts == {TOO_SMALL} and set(self.answers) == {""}


def entries(table: pd.DataFrame) -> dict[str, list[Entry]]:
    """Return the expectations by how strongly the documents support them; by verdict, what is decided first."""
    found: dict[str, list[Entry]] = {support: [] for support in SUPPORTS}
    rows = [{str(key): value for key, value in row.items()} for row in table.fillna("").to_dict("records")]
    for _, group in groupby(rows, key=lambda row: (row["scenario"], row["place"])):
        found[_add(group, found)].sort(key=_order)
    return {support: listed for support, listed in found.items() if listed}


def _add(group: Iterable[Row], found: dict[str, list[Entry]]) -> str:
    """Add one expectation to those of its support, and return which that is."""
    rows = list(group)
    answers: dict[str, dict[str, Row]] = {}
    for row in rows:
        answers.setdefault(row["structure"], {})[row["evidence"]] = row
    first = rows[0]
    found[first["support"]].append(Entry(first["scenario"], first["claim"], first["outcome"], first["is"], answers))
    return str(first["support"])


def _order(entry: Entry) -> tuple[bool, int, int]:
    first = next(iter(entry.answers[""].values()))["verdict"]
    scale = SCALES.index(Outcome.names()[entry.outcome][2].scale)
    return not entry.verdicts & set(DECIDED), VERDICTS.index(first), scale


def times_smallest(row: Row, column: str = "effect") -> float:
    """Return an effect, or an end of its range, in smallest effects worth naming."""
    value, smallest = row[column], row["smallest"]
    return float(value / smallest) if smallest else float(np.copysign(np.inf, value)) if value else 0.0
