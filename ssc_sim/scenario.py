"""Scenarios: named differences, read strictly, with their parents. Every mistake is told at once.

A scenario extends another and says what changes: facts (the world of 2016 itself), levers (what donors do from
2016 on), numbers of the rules, and scheduled events. Parents are applied first; within a file, a row of its own wins
over `all`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from ssc_sim.errors import InputError, Problem, nearest
from ssc_sim.parameters import Evidence, Parameters
from ssc_sim.scenario_file import ALL, NAME, Change, CheckedFile, ScenarioFile, ScheduledEvent, check_file

MOST_PARENTS = 20


@dataclass(frozen=True)
class Scenario:
    """A scenario and its parents, resolved."""

    name: str
    title: str
    question: str
    register: tuple[str, ...]
    lineage: tuple[str, ...]
    evidence: Evidence
    changes: tuple[Change, ...]
    events: tuple[ScheduledEvent, ...]

    def draws(self, replicates: int, evidence: Evidence | None = None) -> np.ndarray:
        """Return one row of parameters for each replicate: the evidence first, then the scenario's own changes."""
        draws = Parameters.draws(replicates, evidence or self.evidence)
        for change in self.changes:
            if change.table == "parameters":
                draws[change.column] = change.value
        return draws


def scenario_folder() -> Path:
    """Return the folder of the shipped scenarios: inside an installed package, or beside it in a checkout."""
    package = Path(__file__).parent
    inside = package / "scenarios"
    return inside if inside.is_dir() else package.parent / "scenarios"


def shipped_scenarios() -> list[str]:
    """Return the names of the shipped scenarios."""
    return sorted(path.stem for path in scenario_folder().glob("*.yaml"))


def load_scenario(scenario: str | Path | Scenario) -> Scenario:
    """Return a scenario by its shipped name or by its file.

    Raises
    ------
    InputError
        With every mistake in the file and in its parents.
    """
    if isinstance(scenario, Scenario):
        return scenario
    family = _family(_path_of(str(scenario)))
    problems = [problem for one in family for problem in one.problems]
    keys = [one.keys for one in family if one.keys is not None]
    if problems or len(keys) < len(family):
        raise InputError(problems)
    return _resolved(keys, family)


def _resolved(keys: list[ScenarioFile], family: list[CheckedFile]) -> Scenario:
    evidences = [one.evidence for one in keys if one.evidence is not None]
    return Scenario(
        name=keys[-1].name,
        title=keys[-1].title,
        question=keys[-1].question,
        register=tuple(keys[-1].register_rows),
        lineage=tuple(one.name for one in keys),
        evidence=evidences[-1] if evidences else "documents",
        changes=tuple(change for one in family for change in sorted(one.changes, key=lambda change: change.row != ALL)),
        events=tuple(event for one in family for event in one.events),
    )


def _path_of(scenario: str) -> Path:
    if Path(scenario).suffix in (".yaml", ".yml") or not re.fullmatch(NAME, scenario):
        return Path(scenario)
    path = scenario_folder() / f"{scenario}.yaml"
    if not path.is_file():
        names = shipped_scenarios()
        wrong = "no scenario of this name is shipped (a file's name ends in .yaml)"
        raise InputError([Problem(scenario, 0, 0, "", wrong, ", ".join(names), nearest(scenario, names))])
    return path


def _family(path: Path) -> list[CheckedFile]:
    """Return a file and its parents, the oldest first; a parent stands beside its child, or is shipped."""
    family = [check_file(path)]
    seen = [path.stem]
    while True:
        child = family[0]
        parent = child.document.values.get("extends") if isinstance(child.document.values, dict) else None
        if not isinstance(parent, str) or not re.fullmatch(NAME, parent):
            return family
        path = _parent_path(child, parent)
        if parent in seen or len(seen) > MOST_PARENTS:
            chain = " -> ".join([*seen, parent])
            raise InputError([*_problems(family), child.document.problem(("extends",), f"goes in a circle: {chain}")])
        if not path.is_file():
            names = sorted({*shipped_scenarios(), *(p.stem for p in path.parent.glob("*.yaml"))} - {seen[-1]})
            missing = child.document.problem(
                ("extends",), f"there is no scenario '{parent}'", ", ".join(names), nearest(parent, names)
            )
            raise InputError([*_problems(family), missing])
        seen.append(parent)
        family.insert(0, check_file(path))


def _parent_path(child: CheckedFile, parent: str) -> Path:
    beside = Path(child.document.file).with_name(f"{parent}.yaml")
    return beside if beside.is_file() else scenario_folder() / f"{parent}.yaml"


def _problems(family: list[CheckedFile]) -> list[Problem]:
    return [problem for one in family for problem in one.problems]
