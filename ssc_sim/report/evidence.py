"""What turns under the other evidence: which sentences would be others."""

from __future__ import annotations

from typing import NamedTuple

from ssc_sim.report.language import Language, capital
from ssc_sim.report.naming import outcome_name
from ssc_sim.report.sentences import Finding, verdict_told


class Turned(NamedTuple):
    """One sentence that changes: of which scenario and outcome, what is said here and there."""

    scenario: str
    outcome: str
    here: str
    there: str


def turned(language: Language, letter: str, findings: list[Finding]) -> list[Turned]:
    """Return the sentences of one scenario that would be others under the other evidence."""
    return [
        Turned(
            letter,
            capital(outcome_name(language, finding.outcome)),
            verdict_told(language, finding.verdict),
            verdict_told(language, finding.other),
        )
        for finding in findings
        if finding.turns
    ]
