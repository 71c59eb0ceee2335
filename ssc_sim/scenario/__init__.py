"""Scenarios: strict YAML files, read into named differences from the world of 2016."""

from ssc_sim.scenario.dumping import dumped
from ssc_sim.scenario.reading import (
    Scenario,
    load_scenario,
    load_scenarios,
    named_beside,
    scenario_folder,
    shipped_scenarios,
)

__all__ = [
    "Scenario", "dumped", "load_scenario", "load_scenarios", "named_beside", "scenario_folder", "shipped_scenarios",
]  # fmt: skip
