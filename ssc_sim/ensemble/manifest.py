"""What a results folder tells of the run that made it: enough to run the same again."""

from __future__ import annotations

import hashlib
import platform
from importlib import metadata
from pathlib import Path
from typing import Any

from ssc_sim.ensemble.asked import Ensemble
from ssc_sim.errors import InputError, Problem
from ssc_sim.posterior import Posterior, hash_of, shipped_posterior
from ssc_sim.results.folder import FORMAT
from ssc_sim.scenario import Scenario
from ssc_sim.scenario.changes import Change, in_force
from ssc_sim.scenario.file import ScheduledEvent
from ssc_sim.scenario.keys import NoTarget, target
from ssc_sim.tables import FIRST_YEAR

SHIPPED_FOLDERS = ("scenarios", "calibration")
LIBRARIES = ("mesa", "numba", "numpy", "pandas", "pyarrow")


def manifest_of(ensemble: Ensemble, engine: str) -> dict[str, Any]:
    """Return what must be known to run the same again."""
    return {
        "format": FORMAT,
        "scenarios": [_described(scenario, ensemble.evidence) for scenario in ensemble.scenarios],
        "runs": ensemble.runs,
        "seed": ensemble.seed,
        "first_year": FIRST_YEAR,
        "until": ensemble.until,
        "engine": engine,
        "parameters": ensemble.numbers,
        "posterior": hash_of(ensemble.posterior),
        "versions": {"ssc-sim": _version("ssc-sim"), "python": platform.python_version()}
        | {library: _version(library) for library in LIBRARIES},
        "source": source_hash(),
    }


def _described(scenario: Scenario, evidence: str | None) -> dict[str, Any]:
    return {
        "name": scenario.name,
        "title": scenario.title,
        "question": scenario.question,
        "register": list(scenario.register),
        "lineage": list(scenario.lineage),
        "evidence": evidence or scenario.evidence,
        "changes": {change.key: change.value for change in in_force(scenario.changes)},
        "events": [event._asdict() for event in scenario.events],
    } | _where_given({"without": list(scenario.without), "cell": dict(scenario.cell)})


def ensemble_of_manifest(manifest: dict[str, Any], posterior: Posterior | None = None) -> Ensemble:
    """Return the ensemble that a manifest tells of, to run it or a part of it again.

    Parameters
    ----------
    manifest : dict
        Of `manifest_of`.
    posterior : Posterior, optional
        The one that was run with; by default the one that is shipped.

    Raises
    ------
    InputError
        Where it was run with another posterior, or tells of things that are not known here.
    """
    taken = shipped_posterior() if posterior is None else posterior
    if manifest["posterior"] != hash_of(taken):
        wrong = "was run with another posterior than the one at hand"
        raise InputError([Problem("manifest.json", 0, 0, "posterior", wrong, "the posterior it was run with")])
    scenarios = tuple(_scenario_of(told) for told in manifest["scenarios"])
    return Ensemble(
        scenarios, manifest["runs"], manifest["seed"], manifest["until"], None, manifest["parameters"], taken
    )


def _scenario_of(told: dict[str, Any]) -> Scenario:
    changes = []
    for key, value in told["changes"].items():
        reached = target(key)
        if isinstance(reached, NoTarget):
            raise InputError([Problem("manifest.json", 0, 0, key, *reached)])
        changes.append(Change(key, reached.table, reached.row, reached.column, value))
    return Scenario(
        name=told["name"],
        title=told["title"],
        question=told["question"],
        register=tuple(told["register"]),
        lineage=tuple(told["lineage"]),
        evidence=told["evidence"],
        changes=tuple(changes),
        events=tuple(ScheduledEvent(**event) for event in told["events"]),
        cell=tuple(told.get("cell", {}).items()),
        without=tuple(told.get("without", ())),
    )


def _where_given(described: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in described.items() if value}


def _version(package: str) -> str:
    try:
        return metadata.version(package)
    except metadata.PackageNotFoundError:
        return "not installed"


def source_hash() -> str:
    """Return a hash of every source file and observed table of the package, the same in a checkout and installed."""
    package, digest = Path(__file__).parents[1], hashlib.sha256()
    for path in sorted(package.rglob("*")):
        beside = path.relative_to(package).parts[0] in SHIPPED_FOLDERS  # in a checkout these lie beside the package
        if path.suffix in (".py", ".csv", ".yaml") and not beside:
            digest.update(path.read_bytes())
    return digest.hexdigest()
