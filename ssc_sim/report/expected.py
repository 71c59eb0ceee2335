"""What the documents expect of the scenarios of a folder, answered with its seed and replicates."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pandas as pd

from ssc_sim.ensemble.asked import Ensemble
from ssc_sim.ensemble.manifest import manifest_of
from ssc_sim.errors import InputError
from ssc_sim.expectations.command import ExpectationRequest, expectation_request
from ssc_sim.expectations.judging import Question
from ssc_sim.expectations.table import COLUMNS
from ssc_sim.parameters import EVIDENCES
from ssc_sim.report.naming import family_of
from ssc_sim.scenario import Scenario, load_scenario, shipped_scenarios
from ssc_sim.scenario.expectations import OVER_A_SWEEP, axis_of

#: The parts of a claim, from which it is told in any language.
PARTS = ["measure", "than", "when", "along", "among", "first", "last", "against_year", "low", "high", "figure"]


def expectation_table(
    manifest: dict[str, Any], ensemble: Ensemble, draws: int, workers: int | None = None
) -> pd.DataFrame:
    """Return the answers as `ssc-sim expect` stores them, with the parts of each claim; without rows where none is.

    The expectations are those of the shipped scenario of the same name, where it is the same in all it changes. One
    that speaks of years that were not run is left out.

    Parameters
    ----------
    manifest : dict
    ensemble : Ensemble
        Gives seed, replicates, last year and numbers.
    draws : int
        Runs with all numbers over their ranges.
    workers : int, optional
        Threads.
    """
    asked = [one for one in (_answerable(scenario, ensemble) for scenario in _shipped(manifest)) if one.expectations]
    if not asked:
        return pd.DataFrame(columns=[*COLUMNS, *PARTS])
    request = _request(asked, ensemble, draws)
    own = replace(request.ensemble, numbers=ensemble.numbers, posterior=ensemble.posterior)
    table = replace(request, ensemble=own).run(workers=workers).table
    by_name = {scenario.name: scenario for scenario in asked}
    parts = [_parts(by_name[one.scenario], one) for one in request.questions for _ in EVIDENCES]
    return pd.concat([table, pd.DataFrame(parts, columns=PARTS)], axis=1)


def _request(scenarios: list[Scenario], ensemble: Ensemble, draws: int) -> ExpectationRequest:
    return expectation_request(scenarios, runs=ensemble.runs, seed=ensemble.seed, until=ensemble.until, draws=draws)


def _shipped(manifest: dict[str, Any]) -> Iterator[Scenario]:
    """Yield the shipped scenarios and sweeps that are what a manifest tells of."""
    told = {one["name"]: _content(one) for one in manifest["scenarios"]}
    for name in dict.fromkeys(family_of(one) for one in manifest["scenarios"]):
        if name in shipped_scenarios():
            scenario = load_scenario(name)
            cells = manifest_of(Ensemble(scenario.cells()), "")["scenarios"]
            if all(told.get(one["name"]) == _content(one) for one in cells):
                yield scenario


def _content(scenario: dict[str, Any]) -> tuple[Any, ...]:
    """Return what a scenario does, without its words and its evidence."""
    return scenario["changes"], [dict(event) for event in scenario["events"]], scenario.get("without", [])


def _answerable(scenario: Scenario, ensemble: Ensemble) -> Scenario:
    """Return a scenario with those of its expectations that the years run can answer."""
    kept = []
    for expectation in scenario.expectations:
        try:
            _request([replace(scenario, expectations=(expectation,))], ensemble, 0)
            kept.append(expectation)
        except InputError:
            continue
    return replace(scenario, expectations=tuple(kept))


def _parts(scenario: Scenario, question: Question) -> dict[str, Any]:
    """Return the parts of one claim."""
    expectation, years = question.expectation, question.sides[-1]
    along = axis_of(expectation, scenario.sweep).key if expectation.relation in OVER_A_SWEEP else ""
    return {
        "measure": expectation.measure,
        "than": expectation.than,
        "when": expectation.when,
        "along": along,
        "among": " ".join(expectation.among),
        "first": years.first,
        "last": years.last,
        "against_year": expectation.against_year,
        "low": expectation.low,
        "high": expectation.high,
        "figure": expectation.figure,
    }
