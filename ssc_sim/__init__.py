"""SSC-Sim: an agent-based simulation of South-South Cooperation aid.

    import ssc_sim

    results = ssc_sim.run("baseline-2016", "no-programme", runs=200)
    results.summary()

    model = ssc_sim.SSCModel()
    model.step()

Names are imported when they are first used, so that the package itself is light.
"""

from importlib import import_module
from typing import Any

_HOMES = {
    "InputError": "ssc_sim.errors",
    "ModelFault": "ssc_sim.errors",
    "Results": "ssc_sim.results.folder",
    "SSCModel": "ssc_sim.model",
    "calibrate": "ssc_sim.fitting.calibration",
    "compare": "ssc_sim.commands",
    "expect": "ssc_sim.expectations.command",
    "load_scenario": "ssc_sim.scenario",
    "replay": "ssc_sim.replaying",
    "run": "ssc_sim.commands",
}

__all__ = [
    "InputError",
    "ModelFault",
    "Results",
    "SSCModel",
    "calibrate",
    "compare",
    "expect",
    "load_scenario",
    "replay",
    "run",
]


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module 'ssc_sim' has no attribute '{name}'")
    return getattr(import_module(_HOMES[name]), name)


def __dir__() -> list[str]:
    return __all__
