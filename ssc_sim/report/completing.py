"""Complete a results folder: run what the report needs and the folder lacks, and store it, so that it runs once.

comparison.csv                  as `ssc-sim compare` writes it; a scenario alone is compared with its own first year
comparison_other_evidence.csv   the same under the evidence that the folder was not run with
countries.csv                   scenario, country, outcome, year, baseline, difference, q05, q95, verdict
expectations.csv                as `ssc-sim expect` writes it, and the parts of each claim
ties.csv                        as `ssc-sim analyse ties` writes it, of the numbers on which the differences rest most
"""

from __future__ import annotations

import io
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path

import numpy as np
import pandas as pd

from ssc_sim.analysis.sensitivity_inputs import free_numbers
from ssc_sim.analysis.ties import COLUMNS as TIES
from ssc_sim.analysis.ties import tie_request
from ssc_sim.comparison import compared
from ssc_sim.ensemble.asked import Ensemble
from ssc_sim.ensemble.manifest import ensemble_of_manifest
from ssc_sim.errors import InputError, Problem
from ssc_sim.posterior import numbers_of_run
from ssc_sim.report.choice import shown_scenarios
from ssc_sim.report.countries import country_table
from ssc_sim.report.expected import expectation_table
from ssc_sim.report.grounds import rest_of
from ssc_sim.requests import request_for
from ssc_sim.results.folder import Results, write_text

TIED = ("trained_in_post", "capacity", "dependency", "social_spending")
MOST_TIED = 6  # numbers
DRAWS = 200  # where the folder was not made by a comparison, which says how many
OTHER = {"documents": "literature", "literature": "documents"}


def missing(folder: Path) -> list[str]:
    """Return which tables the report needs and a folder lacks."""
    return [name for name in MAKERS if not (folder / name).is_file()]


def complete(folder: Path, results: Results, *, workers: int | None = None) -> list[str]:
    """Run what a folder lacks, with its own seed, replicates and scenarios, and store it. Nothing is half-written.

    Returns
    -------
    list of str
        The tables that were written.

    Raises
    ------
    InputError
        Where the folder was run by another model than the one at hand, so that what is added would not belong to it.
    """
    wanted = missing(folder)
    if not wanted:
        return []
    completion = Completion(folder, results, _ensemble(folder, results), workers)
    completion.refuse_other_model()
    tables = {name: MAKERS[name](completion) for name in wanted}
    for name, table in tables.items():
        write_text(folder / name, _text(table))
    return wanted


@dataclass(frozen=True)
class Completion:
    """A folder, what was stored of it, and what will run the rest."""

    folder: Path
    results: Results
    ensemble: Ensemble
    workers: int | None

    @cached_property
    def comparison(self) -> pd.DataFrame:
        """Every scenario against the first: as it is stored, or made anew."""
        stored = self.folder / "comparison.csv"
        if stored.is_file():
            return pd.read_csv(stored, keep_default_na=False)
        return pd.read_csv(io.StringIO(_text(self._compared(self.results))), keep_default_na=False)

    @cached_property
    def shown(self) -> Ensemble:
        """The part of the ensemble that is told at length."""
        names = shown_scenarios(self.results.manifest, self.comparison)
        return replace(self.ensemble, scenarios=tuple(s for s in self.ensemble.scenarios if s.name in names))

    def other_evidence(self) -> pd.DataFrame:
        """The scenarios told at length against the first, under the other evidence."""
        evidence = OTHER[self.ensemble.scenarios[0].evidence]
        return self._compared(self._run(replace(self.shown, evidence=evidence)))  # type: ignore[arg-type]

    def countries(self) -> pd.DataFrame:
        """Single countries, for the scenarios told at length."""
        return country_table(self.shown, self._replicates, self.workers)

    def expectations(self) -> pd.DataFrame:
        """What the documents expect of these scenarios, held or not."""
        return expectation_table(self.results.manifest, self.ensemble, self._draws, self.workers)

    def ties(self) -> pd.DataFrame:
        """Where the order of these scenarios turns, for the numbers on which their differences rest most."""
        last = self.comparison[self.comparison["year"] == self.ensemble.until]
        numbers = numbers_to_tie(last[last["outcome"].isin(TIED)])
        if len(self.shown.scenarios) < 2 or not numbers:
            return pd.DataFrame(columns=TIES)
        asked = tie_request(self.shown.scenarios, outcomes=TIED, numbers=numbers, year=self.ensemble.until, draws=0,
                            seed=self.ensemble.seed)  # fmt: skip
        return asked.run(workers=self.workers).tables["ties"]

    @property
    def _draws(self) -> int:
        return int(self.results.manifest.get("draws", DRAWS))

    def _compared(self, results: Results) -> pd.DataFrame:
        """Return a comparison, with what its verdicts rest on."""
        pairs = against_first(results)
        if not self._draws:
            return compared(pairs)
        names = {scenario["name"] for scenario in results.manifest["scenarios"]}
        some = tuple(scenario for scenario in self.ensemble.scenarios if scenario.name in names)
        ranges = replace(self.ensemble, scenarios=some, runs=self._draws, numbers="ranges")
        numbers = numbers_of_run("ranges", self._draws, ranges.seed, "documents", ranges.posterior)
        return compared(pairs, against_first(self._run(ranges)), numbers)

    def _run(self, ensemble: Ensemble) -> Results:
        return request_for(ensemble, "compiled").run(workers=self.workers)

    @property
    def _replicates(self) -> np.ndarray:
        """Those that failed in no scenario."""
        table = self.results.outcomes[self.results.outcomes["year"] == self.ensemble.until]
        by_scenario = table.groupby("scenario", observed=True)["replicate"].unique()
        return np.array(sorted(set.intersection(*map(set, by_scenario))))

    def refuse_other_model(self) -> None:
        """Run the first replicate again, and refuse to go on where it is not the one that is stored.

        Raises
        ------
        InputError
        """
        first = int(self._replicates[0])
        again, stored = (
            results.outcomes[results.outcomes["replicate"] == first]["value"].to_numpy()
            for results in (self._run(replace(self.ensemble, runs=first + 1)), self.results)
        )
        if len(again) == len(stored) and np.allclose(again, stored, rtol=1e-9, atol=1e-12):
            return
        wrong = "was run by another model than the one at hand, which does not give the same numbers"
        allowed = "run it again with --overwrite, then report"
        raise InputError([Problem(str(self.folder), 0, 0, "", wrong, allowed)])


MAKERS: dict[str, Callable[[Completion], pd.DataFrame]] = {
    "comparison.csv": lambda completion: completion.comparison,
    "comparison_other_evidence.csv": Completion.other_evidence,
    "countries.csv": Completion.countries,
    "expectations.csv": Completion.expectations,
    "ties.csv": Completion.ties,
}


def numbers_to_tie(rows: pd.DataFrame) -> list[str]:
    """Return the numbers named most often in `rests_on`, of those that could be otherwise; equal ones by name."""
    counts = Counter(name for told in rows["rests_on"] for name in rest_of(told).numbers if name in free_numbers())
    return [name for name, _ in sorted(counts.items(), key=lambda item: (-item[1], item[0]))[:MOST_TIED]]


def _ensemble(folder: Path, results: Results) -> Ensemble:
    """Return the ensemble of a folder.

    Raises
    ------
    InputError
        Where it was run by a model of someone's own, or with another posterior.
    """
    engine = results.manifest["engine"]
    if engine not in ("compiled", "mesa"):
        wrong = f"was run by a model of your own ({engine}), and lacks {', '.join(missing(folder))}"
        raise InputError([Problem(str(folder), 0, 0, "engine", wrong, "results of the model as it is")])
    return ensemble_of_manifest(results.manifest, results.posterior)


def against_first(results: Results) -> Results:
    """Return results in which there is something to compare: a scenario alone is set against its own first year."""
    scenarios = results.manifest["scenarios"]
    if len(scenarios) > 1:
        return results
    first = results.manifest["first_year"]
    name = str(first)
    start = results.outcomes[results.outcomes["year"] == first].drop(columns=["year", "scenario"])
    years = pd.DataFrame({"year": results.outcomes["year"].unique()})
    as_it_was = start.merge(years, how="cross").assign(scenario=name)
    outcomes = pd.concat([as_it_was, results.outcomes.astype({"scenario": "str"})], ignore_index=True)
    return Results(results.manifest | {"scenarios": [scenarios[0] | {"name": name}, *scenarios]}, outcomes)


def _text(table: pd.DataFrame) -> str:
    return table.to_csv(index=False, lineterminator="\n", float_format="%.10g")
