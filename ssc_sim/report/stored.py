"""What a results folder holds, as the report reads it: the manifest and tables, nothing that would have to be run."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pandas as pd

from ssc_sim.comparison import COLUMNS as COMPARISON
from ssc_sim.errors import InputError, Problem
from ssc_sim.expectations.table import COLUMNS as EXPECTATIONS
from ssc_sim.report.choice import main_outcomes, shown_scenarios
from ssc_sim.report.countries import COLUMNS as COUNTRIES
from ssc_sim.report.expected import PARTS
from ssc_sim.results.folder import SUMMARY_COLUMNS

TIES = ["outcome", "year", "better", "worse", "number", "kind", "value", "low", "high", "tie", "tie_low", "tie_high",
        "unit"]  # fmt: skip
NEEDED = {
    "summary.csv": SUMMARY_COLUMNS,
    "comparison.csv": COMPARISON,
    "comparison_other_evidence.csv": COMPARISON,
    "countries.csv": COUNTRIES,
    "expectations.csv": [*EXPECTATIONS, *PARTS],
}


@dataclass(frozen=True)
class Stored:
    """A results folder that holds all that the report needs.

    Attributes
    ----------
    manifest : dict
    summary, comparison, other, countries, expectations, ties : DataFrame
        The tables; the two comparisons and the countries of the last year alone, `ties` perhaps without rows.
    shown : list of str
        The scenarios told at length, the baseline first.
    outcomes : list of str
        The outcomes told at length, small scale first.
    """

    manifest: dict[str, Any]
    summary: pd.DataFrame
    comparison: pd.DataFrame
    other: pd.DataFrame
    countries: pd.DataFrame
    expectations: pd.DataFrame
    ties: pd.DataFrame
    shown: list[str]
    outcomes: list[str]

    @classmethod
    def read(cls, folder: Path, manifest: dict[str, Any]) -> Stored:
        """Read the tables of a folder.

        Raises
        ------
        InputError
            With every table that cannot be read or lacks columns.
        """
        wanted = NEEDED | ({"ties.csv": TIES} if (folder / "ties.csv").is_file() else {})
        tables, problems = {}, []
        for name, columns in wanted.items():
            found = _table(folder / name, columns)
            if isinstance(found, Problem):
                problems.append(found)
            else:
                tables[name] = found
        if problems:
            raise InputError(problems)
        last = {name: table[table["year"] == manifest["until"]] for name, table in tables.items() if "year" in table}
        expectations = tables["expectations.csv"]
        return cls(
            manifest,
            tables["summary.csv"],
            last["comparison.csv"],
            last["comparison_other_evidence.csv"],
            last["countries.csv"],
            expectations,
            tables.get("ties.csv", pd.DataFrame(columns=TIES)),
            shown_scenarios(manifest, tables["comparison.csv"]),
            main_outcomes(expectations),
        )

    @property
    def alone(self) -> bool:
        """Whether a single scenario was run, and is set against its own first year."""
        return len(self.manifest["scenarios"]) == 1

    @property
    def scenarios(self) -> dict[str, dict[str, Any]]:
        """The scenarios told at length, by name, as the manifest describes them."""
        described = {scenario["name"]: scenario for scenario in self.manifest["scenarios"]}
        return {name: described[name] for name in self.shown}

    @property
    def compared(self) -> list[str]:
        """The scenarios that are set against the baseline, or against the first year."""
        return self.shown if self.alone else self.shown[1:]

    @property
    def letters(self) -> dict[str, str]:
        """A short mark for each scenario: A, B, ... Z, A1, B1, ..."""
        return {name: chr(ord("A") + i % 26) + (str(i // 26) if i >= 26 else "") for i, name in enumerate(self.shown)}


def _table(path: Path, columns: list[str]) -> pd.DataFrame | Problem:
    """Return one table, or what is wrong with it."""
    try:
        table = pd.read_csv(path, keep_default_na=False)
    except (OSError, ValueError) as error:
        return Problem(str(path), 0, 0, "", f"cannot be read ({str(error).splitlines()[0]})", "the table as written")
    lacking = [column for column in columns if column not in table]
    if lacking:
        wrong = f"lacks the columns {', '.join(lacking)}"
        return Problem(str(path), 1, 1, "", wrong, "the table as written; without the file it is made again")
    return table
