"""The answer in sentences, each computed from a row of a table, and none stronger than the verdict of its row."""

from __future__ import annotations

from collections import Counter
from typing import Any, NamedTuple

import pandas as pd

from ssc_sim.comparison import HIGHER, LOWER, NOT_DECIDED, TOO_SMALL
from ssc_sim.report.choice import SCALES
from ssc_sim.report.grounds import rest_of, rest_told
from ssc_sim.report.language import Language, capital
from ssc_sim.report.naming import cell_of, outcome_name, scale_of
from ssc_sim.report.stored import Stored

DECIDED = (HIGHER, LOWER)
GROUNDS = ("found", "assumed", "unlooked")
VERDICT_KEYS = {HIGHER: "higher", LOWER: "lower", TOO_SMALL: "too_small", NOT_DECIDED: "not_decided"}


class Finding(NamedTuple):
    """One difference: its row in `comparison.csv`, its baseline, and its verdict under the other evidence."""

    outcome: str
    scale: str
    unit: str
    baseline: float
    difference: float
    low: float
    high: float
    verdict: str
    rests_on: str
    other: str

    @property
    def decided(self) -> bool:
        """Whether it is higher or lower by an amount worth naming."""
        return self.verdict in DECIDED

    @property
    def ground(self) -> str:
        """Whether its sign was found, was assumed, or was never looked into."""
        rest = rest_of(self.rests_on)
        return "assumed" if rest.assumed else "found" if rest.kind else "unlooked"

    @property
    def turns(self) -> bool:
        """Whether another verdict stands under the other evidence."""
        return self.other != self.verdict


def verdict_told(language: Language, verdict: str) -> str:
    """Return a verdict in a language."""
    return language(f"verdict.{VERDICT_KEYS[verdict]}")


def findings_of(stored: Stored, scenario: str, outcomes: list[str] | None = None) -> list[Finding]:
    """Return what a scenario changes in the last year, small scale first.

    Parameters
    ----------
    stored : Stored
    scenario : str
        One of those compared.
    outcomes : list of str, optional
        By default those told at length.
    """
    rows = _by_outcome(stored.comparison, scenario)
    other = _by_outcome(stored.other, scenario)
    before = _baseline(stored)
    wanted = stored.outcomes if outcomes is None else outcomes
    return [_finding(name, rows[name], before[name], other) for name in wanted if name in rows]


def _finding(name: str, row: dict[Any, Any], baseline: float, other: dict[str, Any]) -> Finding:
    elsewhere = other[name]["verdict"] if name in other else row["verdict"]
    difference, low, high = (float(row[column]) for column in ("difference", "q05", "q95"))
    return Finding(
        name,
        scale_of(name),
        str(row["unit"]),
        baseline,
        difference,
        low,
        high,
        row["verdict"],
        row["rests_on"],
        elsewhere,
    )


def _by_outcome(table: pd.DataFrame, scenario: str) -> dict[str, Any]:
    rows = table[table["scenario"] == scenario].to_dict("records")
    return {str(row["outcome"]): row for row in rows}


def _baseline(stored: Stored) -> dict[str, float]:
    """Return the mean of each outcome in the scenario, or the year, that is compared with."""
    year = stored.manifest["first_year" if stored.alone else "until"]
    rows = stored.summary[(stored.summary["scenario"] == stored.shown[0]) & (stored.summary["year"] == year)]
    return {str(name): float(mean) for name, mean in zip(rows["outcome"], rows["mean"], strict=True)}


def sentence(language: Language, finding: Finding) -> str:
    """Return a decided difference as a sentence: by how much, with its interval, from where, and what it rests on."""
    unit = finding.unit
    told = language(
        f"answer.{VERDICT_KEYS[finding.verdict]}",
        outcome=capital(outcome_name(language, finding.outcome)),
        difference=language.amount(abs(finding.difference), unit),
        interval=language.between(finding.low, finding.high, unit),
        baseline=language.number(finding.baseline, unit),
        after=language.number(finding.baseline + finding.difference, unit),
    )
    rest = rest_told(language, finding.rests_on)
    turned = language("answer.turns", verdict=verdict_told(language, finding.other)) if finding.turns else ""
    return " ".join(part for part in (told, f"{capital(rest)}." if rest else "", turned) if part)


class Answer(NamedTuple):
    """What is said of one scenario at one scale."""

    scale: str
    sentences: list[str]
    small: str
    open: str


def answers(language: Language, findings: list[Finding]) -> list[Answer]:
    """Return what is decided at each scale in sentences, and what is too small or not decided by name."""
    told = []
    for scale in SCALES:
        here = [finding for finding in findings if finding.scale == scale]
        small, undecided = (_names(language, here, verdict) for verdict in (TOO_SMALL, NOT_DECIDED))
        sentences = [sentence(language, finding) for finding in here if finding.decided]
        told.append(
            Answer(
                language(f"scale.{scale}"),
                sentences,
                language("answer.small", outcomes=small) if small else "",
                language("answer.open", outcomes=undecided) if undecided else "",
            )
        )
    return told


def _names(language: Language, findings: list[Finding], verdict: str) -> str:
    return language.listed([outcome_name(language, one.outcome) for one in findings if one.verdict == verdict])


def brief(language: Language, findings: list[Finding]) -> list[str]:
    """Return the answer for one scenario in a few sentences; withheld, and why, where nothing is decided.

    What was found stands apart from what the rules put in, and both from what nobody looked into.
    """
    decided = [finding for finding in findings if finding.decided]
    counts = Counter(finding.verdict for finding in findings)
    told = {"total": len(findings), "small": counts[TOO_SMALL], "open": counts[NOT_DECIDED]}
    if not decided:
        return [language("brief.small" if counts[TOO_SMALL] == len(findings) else "brief.withheld", **told)]
    said = [language("brief.decided", count=len(decided), **told)]
    said += [
        language(
            f"brief.{ground}", listed=language.listed([_item(language, one) for one in decided if one.ground == ground])
        )
        for ground in GROUNDS
        if any(one.ground == ground for one in decided)
    ]
    turning = [outcome_name(language, one.outcome) for one in decided if one.turns]
    said += [language("brief.turns", listed=language.listed(turning))] if turning else []
    return said + _of_nations(language, [finding for finding in findings if finding.scale == "nations"])


def _of_nations(language: Language, findings: list[Finding]) -> list[str]:
    """Say so, where a scenario decides nothing at the scale of nations."""
    if any(finding.decided for finding in findings):
        return []
    small = all(finding.verdict == TOO_SMALL for finding in findings)
    return [language("brief.nations_small" if small else "brief.nations_open")]


def _item(language: Language, finding: Finding) -> str:
    difference = language.amount(finding.difference, finding.unit, sign=True)
    return language("brief.item", outcome=outcome_name(language, finding.outcome), difference=difference)


def sweep_told(language: Language, stored: Stored, sweep: str, title: str) -> list[str]:
    """Return how many mixes of a sweep move each main outcome, and which one moves it furthest: a sentence each."""
    cells = {one["name"]: one for one in stored.manifest["scenarios"] if one["name"].startswith(f"{sweep}[")}
    rows = stored.comparison[stored.comparison["scenario"].isin(cells)]
    told = []
    for outcome in stored.outcomes:
        here = rows[rows["outcome"] == outcome]
        counts = Counter(here["verdict"])
        decided = here[here["verdict"].isin(DECIDED)]
        if len(decided):
            furthest = decided.iloc[int(decided["difference"].abs().argmax())]
            assumed = sum(rest_of(rests_on).assumed for rests_on in decided["rests_on"])
            told.append(_mixes(language, outcome, counts, assumed, furthest, cells))
    return told or [language("sweep.nothing", title=title, count=len(cells))]


def _mixes(
    language: Language, outcome: str, counts: Counter[str], assumed: int, furthest: Any, cells: dict[str, Any]
) -> str:
    return language(
        "sweep.counted",
        outcome=capital(outcome_name(language, outcome)),
        higher=counts[HIGHER],
        lower=counts[LOWER],
        small=counts[TOO_SMALL],
        open=counts[NOT_DECIDED],
        assumed=assumed,
        decided=counts[HIGHER] + counts[LOWER],
        furthest=cell_of(language, cells[furthest["scenario"]]),
        difference=language.amount(float(furthest["difference"]), str(furthest["unit"]), sign=True),
    )
