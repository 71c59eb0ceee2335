"""What the answers rest on: the numbers of the rules by kind, those named most, and where an order would turn."""

from __future__ import annotations

from collections import Counter
from typing import Any, NamedTuple

from ssc_sim.parameters import Number, Parameters
from ssc_sim.report.grounds import rest_of
from ssc_sim.report.language import Language
from ssc_sim.report.naming import outcome_name
from ssc_sim.report.sentences import Finding
from ssc_sim.report.stored import Stored

KINDS = ("documents", "literature", "calibrated", "assumed")
MOST_NUMBERS = 8
MOST_TIES = 12


class NumberRow(NamedTuple):
    """One number of the rules."""

    name: str
    meaning: str
    value: str
    span: str
    source: str


class Kind(NamedTuple):
    """All numbers of one kind."""

    title: str
    numbers: list[NumberRow]


class Tie(NamedTuple):
    """One order of two scenarios, and the value of a number at which it turns."""

    outcome: str
    order: str
    number: str
    value: str
    tie: str


def kind_of(number: Number) -> str:
    """Return what a number rests on: a document names what an assumed number with such a source stands for."""
    if number.kind in ("calibrated", "literature"):
        return number.kind
    if number.kind == "observed" or number.source.startswith(("doc-", "annual-report")):
        return "documents"
    return "assumed"


def kinds_told(language: Language) -> list[Kind]:
    """Return all numbers of the rules by what they rest on."""
    found: dict[str, list[NumberRow]] = {kind: [] for kind in KINDS}
    for name, number in Parameters.columns().items():
        found[kind_of(number)].append(_row(language, name, number))
    return [Kind(language(f"kind.{kind}", count=len(rows)), rows) for kind, rows in found.items() if rows]


def _row(language: Language, name: str, number: Number) -> NumberRow:
    value = language.plain(float(f"{number.value:.3g}"))
    if number.literature is not None:
        value = language("number.two", documents=value, literature=language.plain(number.literature))
    span = language("span", low=language.plain(number.low), high=language.plain(number.high))
    source = language.listed([language(f"source.{key}") for key in number.source.split(";")])
    return NumberRow(language(f"number.{name}"), language(f"number_meaning.{name}"), value, span, source)


def most_named(language: Language, findings: list[Finding]) -> list[str]:
    """Return the numbers on which most answers rest, each with how many."""
    counts = Counter(name for one in findings if one.decided for name in rest_of(one.rests_on).numbers)
    return [
        language("basis.named", number=language(f"number.{name}"), count=count)
        for name, count in sorted(counts.items(), key=lambda item: (-item[1], item[0]))[:MOST_NUMBERS]
    ]


def ties_of(language: Language, stored: Stored) -> list[Tie]:
    """Return where the order of two scenarios turns, of the outcomes told at length."""
    rows = stored.ties[stored.ties["outcome"].isin(stored.outcomes)].to_dict("records")
    with_tie = [row for row in rows if str(row["tie"]) not in ("", "nan")]
    return [_tie(language, stored, row) for row in with_tie[:MOST_TIES]]


def _tie(language: Language, stored: Stored, row: Any) -> Tie:
    name = str(row["number"])
    number = language(f"number.{name}") if language.knows(f"number.{name}") else name
    tie, low, high = (language.plain(float(f"{float(row[key]):.3g}")) for key in ("tie", "tie_low", "tie_high"))
    order = [stored.letters.get(str(row[key]), str(row[key])) for key in ("better", "worse")]
    return Tie(
        outcome_name(language, str(row["outcome"])),
        language("tie.order", better=order[0], worse=order[1]),
        number,
        language.plain(float(f"{float(row['value']):.3g}")),
        language("tie.at", tie=tie, low=low, high=high),
    )
