"""Scenarios against the first one named, replicate by replicate: differences, verdicts, and what they rest on.

On the same luck even a meaningless difference is certain, so a verdict asks for size as well as sign. And where the
sign is the same over the whole range of the numbers nobody has observed, the rules put it in: assumed, not found.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import pandas as pd

from ssc_sim.ensemble.running import refuse_too_few
from ssc_sim.results.folder import Results, Summarised, Summary
from ssc_sim.scenario.sweep import Cell
from ssc_sim.tables import Outcome

COLUMNS = ["outcome", "year", "scenario", "baseline", "unit", "difference", "q05", "q95", "probability_higher",
           "verdict", "rests_on"]  # fmt: skip
TOO_SMALL, HIGHER, LOWER, NOT_DECIDED = VERDICTS = ("too small to matter", "higher", "lower", "not decided")
ASSUMED = "assumed, not found"
CERTAIN = 0.95  # share of replicates that must have the sign of a verdict
HOLDS = 0.99  # share of draws of the numbers in which a sign must hold to be called assumed
MOST_NAMED = 3
EVERY = 5  # years


@dataclass(frozen=True)
class Paired:
    """Differences to the baseline, shape (outcomes, years, scenarios, replicates), and the smallest worth naming.

    `replicates` are their numbers: those that failed in any of the scenarios are left out of all.
    """

    baseline: str
    outcomes: list[str]
    years: list[int]
    scenarios: list[str]
    differences: np.ndarray
    smallest: np.ndarray
    replicates: np.ndarray


@dataclass(frozen=True)
class Comparison:
    """An ensemble that has run, and how its scenarios differ from the first."""

    results: Results
    table: pd.DataFrame

    def write(self, folder: Path) -> None:
        """Write the results and `comparison.csv` into a folder that exists."""
        self.results.write(folder)
        self.write_table(folder)

    def write_table(self, folder: Path) -> None:
        """Write `comparison.csv` into a folder that exists."""
        self.table.to_csv(folder / "comparison.csv", index=False, lineterminator="\n", float_format="%.10g")


def names_of(results: Results) -> list[str]:
    """Return the scenarios of an ensemble in the order in which they were named; the first is the baseline."""
    return [scenario["name"] for scenario in results.manifest["scenarios"]]


def years_of(results: Summarised) -> list[int]:
    """Return the years that are compared: every fifth, and the last."""
    first, last = results.manifest["first_year"], results.manifest["until"]
    return sorted({last, *(year for year in range(first, last + 1) if year % EVERY == 0)})


def paired(results: Results, years: list[int] | None = None) -> Paired:
    """Return each scenario minus the first, replicate by replicate.

    Parameters
    ----------
    results : Results
    years : list of int, optional
        By default every fifth and the last.

    Raises
    ------
    TooManyFailures
        Where fewer than half of the replicates are without a failure in all scenarios.
    """
    years = years_of(results) if years is None else years
    names, declared = names_of(results), Outcome.names()
    stored = results.outcomes[results.outcomes["year"].isin(years)].astype({"scenario": "str", "outcome": "str"})
    outcomes = [name for name in stored["outcome"].unique() if name in declared]
    wide = stored.pivot(index=["outcome", "year", "scenario"], columns="replicate", values="value")  # noqa: PD010
    wide = wide.reindex(pd.MultiIndex.from_product([outcomes, years, names])).dropna(axis="columns")
    refuse_too_few(len(wide.columns), results.manifest["runs"])
    values = wide.to_numpy().reshape(len(outcomes), len(years), len(names), -1)
    smallest = np.array([declared[name][2].smallest for name in outcomes])[:, None]
    relative = np.array([declared[name][2].relative for name in outcomes])[:, None]
    size = np.where(relative, np.abs(values[:, :, 0].mean(axis=-1)), 1.0)
    differences = values[:, :, 1:] - values[:, :, :1]
    return Paired(names[0], outcomes, years, names[1:], differences, smallest * size, wide.columns.to_numpy())


def verdicts(differences: np.ndarray, smallest: np.ndarray) -> np.ndarray:
    """Return the verdict on paired differences, replicates along the last axis.

    - `too small to matter`: 90 % of the differences lie within the smallest effect worth naming, either side of zero;
    - `higher`, `lower`: their mean is at least that large, and 95 % of them have its sign;
    - `not decided`: anything else.

    Parameters
    ----------
    differences : array, shape (..., replicates)
    smallest : array, shape (...)
        The smallest effect worth naming, in the unit of the outcome.
    """
    low, high = np.quantile(differences, (0.05, 0.95), axis=-1)
    mean = differences.mean(axis=-1)
    up, down = ((differences * sign > 0).mean(axis=-1) >= CERTAIN for sign in (1, -1))
    return np.select(
        [(-smallest <= low) & (high <= smallest), (mean >= smallest) & up, (-mean >= smallest) & down],
        [TOO_SMALL, HIGHER, LOWER],
        NOT_DECIDED,
    )


def compared(results: Results, over_ranges: Results | None = None, numbers: np.ndarray | None = None) -> pd.DataFrame:
    """Return the comparison as a table, one row for each outcome, year and scenario.

    Parameters
    ----------
    results : Results
        Every number at its point value.
    over_ranges, numbers : Results and rows of `Parameters`, optional
        The same scenarios with the numbers drawn over their ranges, and what was drawn: fills `rests_on`.
    """
    pairs = paired(results)
    smallest = np.repeat(pairs.smallest[:, :, None], len(pairs.scenarios), axis=2)
    judged = verdicts(pairs.differences, smallest)
    rows = pd.MultiIndex.from_product([pairs.outcomes, pairs.years, pairs.scenarios])
    table = rows.to_frame(index=False, name=["outcome", "year", "scenario"])
    table["baseline"] = pairs.baseline
    table["unit"] = [Outcome.names()[outcome][2].unit for outcome in table["outcome"]]
    table["difference"] = pairs.differences.mean(axis=-1).ravel()
    table["q05"], table["q95"] = np.quantile(pairs.differences, (0.05, 0.95), axis=-1).reshape(2, -1)
    table["probability_higher"] = (pairs.differences > 0).mean(axis=-1).ravel()
    table["verdict"] = judged.ravel()
    table["rests_on"] = ""
    if over_ranges is not None and numbers is not None:
        drawn = paired(over_ranges, pairs.years)
        table["rests_on"] = rests_on(judged.ravel(), drawn, pd.DataFrame(numbers).iloc[drawn.replicates])
    return table[COLUMNS]


def rests_on(judged: np.ndarray, pairs: Paired, numbers: pd.DataFrame) -> list[str]:
    """Say of each verdict what it rests on, from differences under numbers drawn over their ranges.

    Parameters
    ----------
    judged : array of str
        A verdict for each row.
    pairs : Paired
        Differences of the same rows, one draw in each replicate.
    numbers : DataFrame
        What was drawn, one row for each replicate.
    """
    differences = pairs.differences.reshape(len(judged), -1)
    smallest = np.repeat(pairs.smallest.ravel(), len(pairs.scenarios))
    too_small = judged == TOO_SMALL
    told = []
    for small, ground in zip(too_small, grounds(differences, smallest, too_small, numbers), strict=True):
        assumed = f"{ASSUMED}: " if ground.sign_holds and not small else ""
        told.append(assumed + ground.told(too_small=bool(small)))
    return told


class Ground(NamedTuple):
    """What a difference rests on: whether its sign holds and whether it stays small over the ranges of the numbers.

    `numbers` are those that it moves with most.
    """

    sign_holds: bool
    stays_small: bool
    numbers: str

    def told(self, *, too_small: bool) -> str:
        """Say it of a difference that was found too small to matter, or of any other."""
        if too_small:
            return "too small over the whole range" if self.stays_small else f"can matter with: {self.numbers}"
        return f"rests on {self.numbers}" if self.sign_holds else f"turns with: {self.numbers}"


def grounds(
    differences: np.ndarray, smallest: np.ndarray, too_small: np.ndarray, numbers: pd.DataFrame
) -> list[Ground]:
    """Return what each row of differences rests on.

    The numbers named are those whose rank correlation with the size of the difference is strongest (with the difference
    itself, where its sign turns), at most three, and only above what numbers without any effect reach by chance.

    Parameters
    ----------
    differences : array, shape (rows, draws)
        With the numbers drawn over their ranges.
    smallest, too_small : arrays, shape (rows,)
        The smallest effect worth naming; whether the difference was found to be below it.
    numbers : DataFrame
        What was drawn, one row for each draw.
    """
    holds = np.maximum((differences > 0).mean(axis=1), (differences < 0).mean(axis=1)) >= HOLDS
    stays_small = (np.abs(differences) <= smallest[:, None]).mean(axis=1) >= HOLDS
    drawn = numbers.loc[:, numbers.max() > numbers.min()]
    turns = ~holds & ~too_small
    strengths = rank_correlations(np.where(turns[:, None], differences, np.abs(differences)), drawn.to_numpy())
    floor = noise_floor(drawn.to_numpy())
    found = []
    for sign_holds, small, strength in zip(holds, stays_small, strengths, strict=True):
        named = [drawn.columns[i] for i in np.argsort(-strength, kind="stable")[:MOST_NAMED] if strength[i] > floor]
        found.append(Ground(bool(sign_holds), bool(small), ", ".join(named) or "no single number"))
    return found


def rank_correlations(targets: np.ndarray, numbers: np.ndarray) -> np.ndarray:
    """Return |Spearman's rho| of each row of targets (rows, draws) with each column of numbers (draws, columns)."""
    rho: np.ndarray = np.abs(_standard_ranks(targets.T).T @ _standard_ranks(numbers)) / max(1, len(numbers))
    return rho


def noise_floor(numbers: np.ndarray, times: int = 1000) -> float:
    """Return what the strongest of so many numbers reaches by chance alone in all but one of a hundred cases."""
    chance = np.random.Generator(np.random.Philox(key=0))
    nothing = chance.permuted(np.tile(np.arange(float(len(numbers))), (times, 1)), axis=1)
    strongest = rank_correlations(nothing, numbers).max(axis=1, initial=0.0)
    return float(np.quantile(strongest, HOLDS))


def _standard_ranks(columns: np.ndarray) -> np.ndarray:
    """Return the ranks of each column, with mean 0 and variance 1; of a constant column, zeros."""
    ranks = pd.DataFrame(columns).rank().to_numpy()
    spread = ranks.std(axis=0)
    standard: np.ndarray = (ranks - ranks.mean(axis=0)) / np.where(spread > 0, spread, 1.0)
    return standard


def efficient(merits: np.ndarray) -> np.ndarray:
    """Return which points are efficient: no other is at least as good in both merits and better in one.

    Parameters
    ----------
    merits : array, shape (points, 2)
        More is better in both columns.
    """
    others, ours = merits[None, :, :], merits[:, None, :]
    better = np.all(others >= ours, axis=-1) & np.any(others > ours, axis=-1)
    unbeaten: np.ndarray = ~np.any(better, axis=1)
    return unbeaten


def corners(results: Summarised) -> Summarised:
    """Return a summary with each sweep cut down to the corners of its first two keys, the others at their first.

    Curves of a whole grid cannot be told apart; its corners span what it holds. Their names become short.
    """
    if not sweeps_of(results.manifest):
        return results
    kept = [scenario for scenario in results.manifest["scenarios"] if is_corner(scenario, results.manifest)]
    short = {scenario["name"]: _short_name(scenario) for scenario in kept}
    summary = results.summary()[lambda table: table["scenario"].isin(short)]
    kept = [scenario | {"name": short[scenario["name"]]} for scenario in kept]
    return Summary(results.manifest | {"scenarios": kept}, summary.assign(scenario=summary["scenario"].map(short)))


def _short_name(scenario: dict[str, Any]) -> str:
    """Return `policy-mixes 0.25 | 0.5` for a cell of a sweep, and any other name as it is."""
    values = " | ".join(f"{value:g}" for value in scenario.get("cell", {}).values())
    return f"{scenario['name'].partition('[')[0]} {values}".strip()


def is_corner(scenario: dict[str, Any], manifest: dict[str, Any]) -> bool:
    """Tell whether a scenario is a corner of the first two keys of its sweep, the others at their first."""
    grid = cells_of_sweep(manifest, scenario["name"].partition("[")[0])
    for place, (key, value) in enumerate(scenario.get("cell", {}).items()):
        values = [dict(cell)[key] for cell in grid.values()]
        if value not in ((values[0], values[-1]) if place < 2 else (values[0],)):
            return False
    return True


def sweeps_of(manifest: dict[str, Any]) -> list[str]:
    """Return the names of the sweeps in a manifest."""
    return list(dict.fromkeys(s["name"].partition("[")[0] for s in manifest["scenarios"] if "cell" in s))


def cells_of_sweep(manifest: dict[str, Any], sweep: str) -> dict[str, Cell]:
    """Return the cells of one sweep by the names of their scenarios."""
    return {
        scenario["name"]: tuple(scenario["cell"].items())
        for scenario in manifest["scenarios"]
        if "cell" in scenario and scenario["name"].startswith(f"{sweep}[")
    }
