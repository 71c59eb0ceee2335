"""The middle of a box as scenario files: the policy and what it is held against, in a world where the policy fails."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

import numpy as np

from ssc_sim.analysis.discover_boxes import Discovery
from ssc_sim.analysis.discover_experiments import BUDGET, Span
from ssc_sim.scenario import Scenario
from ssc_sim.scenario.changes import Change
from ssc_sim.scenario.dumping import dumped

LONGEST_NAME = 50


def worlds_in(scenarios: Sequence[Scenario], discovery: Discovery, spans: Mapping[str, Span]) -> dict[str, str]:
    """Return the scenarios in the middle of the box, as the texts of files by their names; none where there is no box.

    The middle stands for the box: a corner of it would be a stronger case than those that were tried there.
    """
    if not discovery.better_than_chance:
        return {}
    changes = middle_of(discovery, spans)
    worlds = [_in_world(scenario, changes) for scenario in scenarios]
    return {world.name: dumped(world) for world in worlds}


def _in_world(scenario: Scenario, changes: tuple[Change, ...]) -> Scenario:
    return replace(
        scenario,
        name=f"{scenario.name[:LONGEST_NAME]}-in-box",
        title=f"{scenario.title}, in a world where the policy fails",
        question="What does the policy do in the middle of the box of numbers in which it fails most?",
        changes=(*scenario.changes, *changes),
        expectations=(),
    )


def middle_of(discovery: Discovery, spans: Mapping[str, Span]) -> tuple[Change, ...]:
    """Return the changes that set each restricted input to the middle of the box, on the scale of its range."""
    changes: list[Change] = []
    for place in discovery.box.restricted():
        name = discovery.inputs[place]
        span = spans[name]
        low, high = max(discovery.box.low[place], span.low), min(discovery.box.high[place], span.high)
        middle = float(np.sqrt(low * high)) if span.log else (low + high) / 2
        changes += _set(name, float(f"{middle:.6g}"))
    return tuple(changes)


def _set(name: str, value: float) -> list[Change]:
    """Return the changes that set one input; a budget is known where both ends of its span are equal."""
    table, _, rest = name.partition(".")
    if table == "parameters":
        return [Change(name, table, "", rest, value)]
    code = rest.partition(".")[0]
    return [
        Change(f"donors.{code}.{BUDGET}_{end}", "donors", code, f"{BUDGET}_{end}", value) for end in ("low", "high")
    ]
