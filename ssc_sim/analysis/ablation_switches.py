"""What makes the model one of agents, switch by switch: who chooses, who follows whom, who differs from whom."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import NamedTuple

from ssc_sim.world import Start

#: Facts in which all countries become alike: each takes their mean.
ALIKE = (
    "population", "gni", "gdp_per_head", "northern_aid", "social_2016", "exports", "old_debt_service", "capacity_2016",
    "development_2016",
)  # fmt: skip
NOTHING: Mapping[str, float] = MappingProxyType({})


class Switch(NamedTuple):
    """One thing left out: its name, what it leaves, the numbers that do it, and whether all countries become alike."""

    name: str
    says: str
    numbers: Mapping[str, float] = NOTHING
    alike: bool = False


SINGLE = (
    Switch("re-allocation", "every donor keeps its shares of 2016", {"habit": 1.0, "herding": 0.0}),
    Switch("habit", "donors turn at once to whom they are drawn", {"habit": 0.0}),
    Switch("herding", "donors do not follow each other", {"herding": 0.0}),
    Switch("requests", "nobody gets more because it asks", {"request_pull": 0.0}),
    Switch("adaptation", "donors do not turn to where training yields most", {"adaptation": 0.0}),
    Switch("new leaders", "interests stay those of 2016", {"leader_spread": 0.0}),
    Switch("swings of budgets", "budgets follow their trend", {"budget_change_small": 0.0, "budget_change_large": 0.0}),
    Switch("peers", "nobody learns from other guests of a call", {"peer_gain": 0.0}),
    Switch("neighbours", "knowledge stays in the country", {"spread": 0.0}),
    Switch("donors that learn", "those who teach do not learn", {"donor_learning": 0.0}),
    Switch("contagion", "no state takes over the stance of its group", {"contagion": 0.0}),
)
SWITCHES = (
    *SINGLE,
    Switch("all of these", "no agent reacts to another",
           {name: value for switch in reversed(SINGLE) for name, value in switch.numbers.items()}
           | {"habit": 1.0, "herding": 0.0}),
    Switch("differences of countries", "every country has the mean income, people, aid and capacity", alike=True),
)  # fmt: skip


def alike(start: Start) -> Start:
    """Return a starting world whose countries are all as large, rich, aided and capable as their mean."""
    recipients = start.recipients.copy()
    for name in ALIKE:
        recipients[name] = recipients[name].mean()
    return start._replace(recipients=recipients)
