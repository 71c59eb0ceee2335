"""Verdicts in words, with what they rest on. Everything that comes from a scenario's text is escaped."""

from __future__ import annotations

from collections import Counter
from functools import lru_cache
from html import escape
from typing import Any, NamedTuple

import numpy as np

from ssc_sim.comparison import ASSUMED, HIGHER, LOWER, NOT_DECIDED, TOO_SMALL, VERDICTS
from ssc_sim.dashboard.answers import RUNS, Answer, judged, paired_rows
from ssc_sim.parameters import Parameters
from ssc_sim.screen import SUMMARY_ROWS
from ssc_sim.tables import Outcome
from ssc_sim.wording import meaning, signed

CURVES = {"baseline": "as in 2016", "policy": "your policy", "same": "as in 2016"}
SPELT = {"ssc": "SSC", "musd": "USD m", "msg": "(MSG)", "ldc": "(LDC)"}
SIGNS = {HIGHER: "▲", LOWER: "▼", TOO_SMALL: "≈", NOT_DECIDED: "?"}
STYLES = {HIGHER: "higher", LOWER: "lower", TOO_SMALL: "small", NOT_DECIDED: "undecided"}
#: Every outcome that is judged aloud; the others are in the tables to download.
AIMS = ("programmes", "spending")  # put in by the policy itself
JUDGED = {heading: [name for name in names if name not in AIMS] for heading, names in SUMMARY_ROWS.items()} | {
    "The giver": ["standing", "goodwill", "papua_support", "market_access"]
}


class Verdict(NamedTuple):
    """What is said of one outcome in the last year."""

    outcome: str
    verdict: str
    difference: float
    low: float
    high: float
    rests_on: str

    @property
    def range(self) -> str:
        """The difference and its 90 % range, with the unit."""
        unit = Outcome.names()[self.outcome][2].unit
        middle, low, high = (signed(value, unit) for value in (self.difference, self.low, self.high))
        return f"{middle} {unit} ({low} to {high})"


def in_words(outcome: str) -> str:
    """Return the name of an outcome as a reader says it."""
    words = [SPELT.get(word, word) for word in outcome.split("_")]
    said = " ".join(words)
    return f"{said[0].upper()}{said[1:]}"


def meaning_of(outcome: str) -> str:
    """Say what an outcome is, with its unit and the smallest effect worth naming."""
    declared = Outcome.names()[outcome][2]
    size = f"{declared.smallest:.0%} of it" if declared.relative else f"{declared.smallest:g}"
    return f"{meaning(outcome)} ({declared.unit}); smallest effect worth naming: {size}"


@lru_cache(maxsize=4)
def verdicts_of(answer: Answer) -> dict[str, Verdict]:
    """Return what is said of every outcome in the last year."""
    pairs = paired_rows(answer.question, answer.baseline, answer.policy)
    differences = pairs.differences[:, 0, 0]
    ranges = np.quantile(differences, (0.05, 0.95), axis=1).T
    rows = zip(pairs.outcomes, judged(pairs), differences.mean(axis=1), ranges, strict=True)
    return {
        name: Verdict(name, str(verdict), float(mean), float(low), float(high), answer.grounds.get(name, ""))
        for name, verdict, mean, (low, high) in rows
    }


def headline(told: dict[str, Verdict], last: int) -> str:
    """Say in one line what the policy does."""
    counts = Counter(told[name].verdict for names in JUDGED.values() for name in names)
    said = [f"{counts[verdict]} {verdict}" for verdict in (HIGHER, LOWER, NOT_DECIDED, TOO_SMALL) if counts[verdict]]
    return f"In {last}, of {counts.total()} main outcomes: {', '.join(said)}."


def verdict_list(told: dict[str, Verdict], *, is_known: bool) -> str:
    """Return the verdicts on the main outcomes; `is_known` tells whether what they rest on has been worked out."""
    parts = []
    for heading, names in JUDGED.items():
        rows = "".join(_row(told[name], is_known=is_known) for name in names)
        parts.append(f"<h3>{escape(heading)}</h3><ul>{rows}</ul>")
    return f'<div class="ssc-verdicts">{"".join(parts)}</div>'


def _row(verdict: Verdict, *, is_known: bool) -> str:
    style = STYLES[verdict.verdict]
    sign = f'<span aria-hidden="true">{SIGNS[verdict.verdict]}</span>'
    badge = f'<span class="ssc-badge ssc-{style}">{sign} {verdict.verdict}</span>'
    about, said = escape(meaning_of(verdict.outcome)), escape(in_words(verdict.outcome))
    name = f'<span class="ssc-outcome" title="{about}">{said}</span>'
    is_silent = not is_known or (verdict.verdict == TOO_SMALL and not verdict.rests_on.startswith("can"))
    shown = "" if is_silent else grounds(verdict.rests_on)
    under = f'<div class="ssc-ground">{shown}</div>' if shown else ""
    return f'<li class="ssc-row-{style}">{name}{badge}<div class="ssc-size">{escape(verdict.range)}</div>{under}</li>'


def grounds(rests_on: str) -> str:
    """Return what a verdict rests on, each number with its meaning beside it."""
    numbers = Parameters.columns()
    before, _, after = rests_on.rpartition(" on " if " on " in rests_on else ": ")
    named = [_explained(name, numbers) for name in after.split(", ")]
    lead = escape(f"{before} on ") if " on " in rests_on else escape(f"{before}: " if before else "")
    return lead.replace(ASSUMED, f"<strong>{ASSUMED}</strong>") + ", ".join(named)


def _explained(name: str, numbers: dict[str, Any]) -> str:
    record = numbers.get(name)
    if record is None:
        return escape(name)
    about = f"{record.meaning} ({record.kind}, {record.low:g} to {record.high:g} {record.unit})"
    return f'<abbr title="{escape(about)}">{escape(name.replace("_", " "))}</abbr>'


WAITING = '<p class="ssc-note">Running the first replicates …</p>'


def heading() -> str:
    """Return the heading of the page."""
    return (
        '<p class="ssc-brand">SSC-Sim</p><h1>What does an aid policy do?</h1>'
        "<p>Move a lever: every world runs again, as in 2016 and with your policy, on the same luck.</p>"
    )


def answer_line(answer: Answer | None, failure: Exception | None, *, is_working: bool) -> str:
    """Return the answer in one line, and how far it has come."""
    if failure is not None:
        return f'<p class="ssc-headline">This could not be run.</p><p class="ssc-status">{escape(str(failure))}</p>'
    if answer is None:
        return f'<p class="ssc-headline">2016, going on.</p><p class="ssc-status">{status(None, is_working=True)}</p>'
    told = "Nothing is moved yet: this is 2016, going on."
    if not answer.is_same:
        told = headline(verdicts_of(answer), answer.question.until)
    return f'<p class="ssc-headline">{told}</p><p class="ssc-status">{status(answer, is_working=is_working)}</p>'


def status(answer: Answer | None, *, is_working: bool) -> str:
    """Say how far the answer has come."""
    if answer is None:
        return "running the first replicates …"
    done = f"{answer.runs:,} replicates of each world, seed {answer.question.seed}"
    if answer.runs < RUNS:
        return f"{done}; refining to {RUNS:,} …"
    return f"{done}; working out what it rests on …" if is_working else done


def verdict_panel(answer: Answer | None) -> str:
    """Return the verdicts with their key."""
    title = "<h2>What it does</h2>"
    if answer is None:
        return title
    if answer.is_same:
        told = f"Move a lever, and each outcome of {answer.question.until} gets a verdict here."
        return f'{title}<p class="ssc-note">{told}</p>{explained()}'
    return title + verdict_list(verdicts_of(answer), is_known=bool(answer.grounds)) + explained()


def explained() -> str:
    """Say how verdicts are to be read."""
    told = {
        HIGHER: "on average by at least the smallest effect worth naming, and in 95 % of the replicates",
        LOWER: "the same, downwards",
        TOO_SMALL: "nine in ten differences are smaller than what is worth naming",
        NOT_DECIDED: "anything else",
        ASSUMED: "the sign holds over the whole range of the numbers nobody has observed: the rules put it in",
    }
    rows = "".join(f"<dt>{word}</dt><dd>{told[word]}</dd>" for word in (*VERDICTS, ASSUMED))
    return f'<details class="ssc-key"><summary>How to read a verdict</summary><dl>{rows}</dl></details>'
