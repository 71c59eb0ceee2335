"""Replicates that failed: what is recorded of them, and how it is told."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any, NamedTuple

import pandas as pd


class Failure(NamedTuple):
    """A replicate that could not go on: in which year, who was acting where that is known, and what went wrong."""

    scenario: str
    seed: int
    replicate: int
    year: int
    agent: str
    message: str


def told_of_failure(failure: Failure) -> str:
    """Say of one failure where it was and what went wrong."""
    return f"Replicate {failure.replicate}, {failure.year}, {failure.agent or 'the world'}: {failure.message}"


def write_failures(folder: Path, failures: Sequence[Failure]) -> None:
    """Write which replicates failed; where none did, nothing."""
    if failures:
        table = pd.DataFrame(failures, columns=list(Failure._fields))
        table.to_csv(folder / "failures.csv", index=False, lineterminator="\n")


def failures_in(folder: Path) -> list[Failure]:
    """Read which replicates of a results folder failed."""
    if not (folder / "failures.csv").is_file():
        return []
    table = pd.read_csv(folder / "failures.csv", keep_default_na=False)
    return [Failure(*row) for row in table.itertuples(index=False)]


def told_of(failures: Sequence[Failure], manifest: dict[str, Any]) -> dict[str, Any]:
    """Return what a manifest says of the replicates that failed: how many, of how many, by scenario, and the first."""
    if not failures:
        return {}
    counts = dict.fromkeys(dict.fromkeys(failure.scenario for failure in failures), 0)
    for failure in failures:
        counts[failure.scenario] += 1
    asked = manifest["runs"] * len(manifest["scenarios"])
    first = min(failures, key=lambda failure: (failure.scenario, failure.replicate))
    return {"failures": {"failed": len(failures), "asked": asked, "by_scenario": counts, "first": first._asdict()}}
