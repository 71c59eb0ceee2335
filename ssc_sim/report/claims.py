"""What the documents claim, as a sentence in either language, from the stored parts of an expectation."""

from __future__ import annotations

from typing import Any

from ssc_sim.report.language import Language, capital
from ssc_sim.report.naming import column_name, named, outcome_name

Row = dict[str, Any]


def claim_told(language: Language, row: Row) -> str:
    """Return the claim of an expectation as a sentence.

    Parameters
    ----------
    language : Language
    row : dict
        One row of `expectations.csv`, as the report stores it.
    """
    first, last = int(row["first"]), int(row["last"])
    years = str(last) if first == last else f"{first}\N{EN DASH}{last}"
    told = language(f"claim.{_key(row)}", subject=_subject(language, row), years=years, **_values(language, row))
    return capital(told)


def _key(row: Row) -> str:
    """Return which sentence tells a claim: of years, of sizes, or of another scenario."""
    relation = row["is"]
    if relation == "between" and row["measure"] == "recovery":
        return "recovers"
    if int(row["against_year"]):
        return f"{relation}_year"
    return "differs" if relation == "between" and row["than"] else str(relation)


def _subject(language: Language, row: Row) -> str:
    """Return what a claim speaks of: an outcome, its swing, its recovery, or what a scenario adds to it."""
    subject = outcome_name(language, row["outcome"])
    if row["measure"] != "level":
        subject = language(f"claim.of_{row['measure']}", subject=subject)
    return language("claim.of_when", when=named(language, row["when"]), subject=subject) if row["when"] else subject


def _values(language: Language, row: Row) -> dict[str, str]:
    *before, last = str(row["among"]).split() or [""]
    return {
        "than": named(language, row["than"]),
        "before": language("claim.over").join(language("quoted", told=named(language, name)) for name in before),
        "top": named(language, last),
        "along": column_name(language, row["along"]) if row["along"] else "",
        "low": language.plain(float(row["low"])),
        "high": language.plain(float(row["high"])),
        "figure": language.plain(float(row["figure"])),
        "against_year": str(int(row["against_year"])),
    }
