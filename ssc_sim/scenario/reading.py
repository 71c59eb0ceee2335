"""Scenarios: named differences, read strictly, with their parents. Every mistake is told at once.

A scenario extends another and says what changes: facts (the world of 2016 itself), levers (what donors do from
2016 on), numbers of the rules, and scheduled events. Parents are applied first; within a file, a row of its own wins
over `all`.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from ssc_sim.errors import InputError, Problem, nearest, shortened
from ssc_sim.files import leads_out
from ssc_sim.observed import read_donors
from ssc_sim.parameters import Evidence, Parameters
from ssc_sim.scenario.changes import in_force
from ssc_sim.scenario.expectations import Context, Expectation, problems_in_context
from ssc_sim.scenario.file import ALL, NAME, Change, CheckedFile, ScenarioFile, ScheduledEvent, check_file
from ssc_sim.scenario.keys import country_codes
from ssc_sim.scenario.sweep import Axis, Cell, cell_name, cells_of
from ssc_sim.shipped import shipped_folder

MOST_PARENTS = 20
FOCAL = "focal"
LONGEST_PATH = 1_000


@dataclass(frozen=True)
class Scenario:
    """A scenario and its parents, resolved. One with a `sweep` stands for its `cells`, each a scenario of its own.

    Its expectations are its own, not those of its parents. `file` is where it was read.
    """

    name: str
    title: str
    question: str
    register: tuple[str, ...]
    lineage: tuple[str, ...]
    evidence: Evidence
    changes: tuple[Change, ...]
    events: tuple[ScheduledEvent, ...]
    sweep: tuple[Axis, ...] = ()
    cell: Cell = ()
    without: tuple[str, ...] = ()
    expectations: tuple[Expectation, ...] = ()
    file: str = ""

    def draws(self, replicates: int, evidence: Evidence | None = None) -> np.ndarray:
        """Return one row of parameters for each replicate: the evidence first, then the scenario's own changes."""
        return self.changed(Parameters.draws(replicates, evidence or self.evidence))

    def changed(self, draws: np.ndarray) -> np.ndarray:
        """Return rows of parameters with families switched off, then with the scenario's own changes: the last word."""
        draws = Parameters.switched_off(draws, self.without)
        for change in self.changes:
            if change.table == "parameters":
                draws[change.column] = change.value
        return draws

    def leaving_out(self, families: Iterable[str]) -> Scenario:
        """Return the scenario with more families of rules switched off."""
        return replace(self, without=tuple(dict.fromkeys((*self.without, *families))))

    def with_on_top(self, other: Scenario) -> Scenario:
        """Return the scenario with what another changes and schedules added to it: the other has the last word."""
        return replace(
            self,
            name=f"{self.name}+{other.name}",
            changes=(*self.changes, *other.changes),
            events=(*self.events, *other.events),
            without=tuple(dict.fromkeys((*self.without, *other.without))),
        )

    def changing(self, changes: tuple[Change, ...]) -> Scenario:
        """Return the scenario with changes made after its own."""
        told = ",".join(f"{change.key}={change.value:.15g}" for change in changes)
        return replace(self, name=f"{self.name}[{told}]", changes=(*self.changes, *changes))

    def cells(self) -> tuple[Scenario, ...]:
        """Return one scenario for each combination of the sweep; a scenario without one is its only cell.

        What the sweep varies is set after all changes; within it, a row of its own wins over `all`.
        """
        return tuple(self._cell(cell) for cell in cells_of(self.sweep)) if self.sweep else (self,)

    def _cell(self, cell: Cell) -> Scenario:
        axes = zip(self.sweep, cell, strict=True)
        varied = [Change(key, axis.table, axis.row, axis.column, value) for axis, (key, value) in axes]
        varied.sort(key=lambda change: change.row != ALL)
        return replace(self, name=cell_name(self.name, cell), changes=(*self.changes, *varied), sweep=(), cell=cell,
                       expectations=())  # fmt: skip


def scenario_folder() -> Path:
    """Return the folder of the shipped scenarios: inside an installed package, or beside it in a checkout."""
    return shipped_folder("scenarios")


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
    keys = [one.keys for one in family if one.keys is not None]
    problems = [problem for one in family for problem in one.problems]
    problems += [*_problems_in_context(family), *_problems_of_focal(family)]
    if problems:
        raise InputError(problems)
    return _resolved(keys, family)


def load_scenarios(scenarios: Iterable[str | Path | Scenario]) -> list[Scenario]:
    """Return several scenarios; each name stands once.

    Raises
    ------
    InputError
        With every mistake in all files, or a scenario named twice.
    """
    problems: list[Problem] = []
    read: list[Scenario] = []
    for scenario in scenarios:
        try:
            read.append(load_scenario(scenario))
        except InputError as error:
            problems += error.problems
    names = [scenario.name for scenario in read]
    problems += [Problem(name, 0, 0, "", "is given twice") for name in sorted({n for n in names if names.count(n) > 1})]
    if problems:
        raise InputError(dict.fromkeys(problems))
    return read


def named_beside(name: str, scenario: Scenario) -> Scenario:
    """Return the scenario that another one names: a file beside it, or a shipped one.

    Raises
    ------
    InputError
        With every mistake in the file and in its parents.
    """
    return scenario if name == scenario.name else load_scenario(_path_beside(scenario.file, name))


def _problems_in_context(family: list[CheckedFile]) -> Iterator[Problem]:
    """Tell which expectations of the youngest do not fit what it takes from its parents, or name no scenario."""
    document, expectations = family[-1].document, family[-1].expectations
    if expectations:
        path = Path(document.file)
        has_events = any(one.events for one in family)
        own = (beside.stem for beside in path.parent.glob("*.yaml") if beside.is_file() and not leads_out(beside))
        names = sorted({*shipped_scenarios(), *own})
        context = Context(path.stem, _axes(family), has_events, names)
        for expectation in expectations:
            yield from problems_in_context(document, expectation, context)


def _problems_of_focal(family: list[CheckedFile]) -> Iterator[Problem]:
    """Tell where more than one donor would be focal: the programme that is drawn and counted is that of one."""
    changed = [(one, change) for one in family for change in one.changes if change.column == FOCAL]
    for axis in _axes(family):
        if axis.column == FOCAL:
            yield family[-1].document.of_key(("sweep", axis.key), "cannot be varied", "one focal donor in a scenario")
    focal = {donor.iso3 for donor in read_donors() if donor.figures[FOCAL].value == 1}
    for change in in_force(change for _, change in changed):
        rows = country_codes("donors") if change.row == ALL else [change.row]
        focal = focal | set(rows) if change.value == 1 else focal - set(rows)
    if len(focal) > 1 and changed:
        last, change = changed[-1]
        wrong = f"makes {len(focal)} donors focal ({', '.join(sorted(focal))})"
        yield last.document.of_key(
            ("change", change.key), wrong, "one focal donor, with `donors.IDN.focal: 0` beside it"
        )


def _axes(family: list[CheckedFile]) -> list[Axis]:
    """Return the sweep of the youngest that gives one."""
    sweeps = [one.axes for one in family if isinstance(one.document.values, dict) and "sweep" in one.document.values]
    return sweeps[-1] if sweeps else []


def _resolved(keys: list[ScenarioFile], family: list[CheckedFile]) -> Scenario:
    evidences = [one.evidence for one in keys if one.evidence is not None]
    return Scenario(
        name=keys[-1].name,
        title=keys[-1].title,
        question=keys[-1].question,
        register=tuple(keys[-1].register_rows),
        lineage=tuple(one.name for one in keys),
        evidence=evidences[-1] if evidences else "documents",
        changes=tuple(change for one in family for change in one.changes),
        events=tuple(event for one in family for event in one.events),
        sweep=tuple(_axes(family)),
        without=tuple(dict.fromkeys(name for one in keys for name in one.without)),
        expectations=tuple(family[-1].expectations),
        file=family[-1].document.file,
    )


def _path_of(scenario: str) -> Path:
    """Return the file of a scenario: what ends in .yaml or names a folder is a path, all else a shipped name."""
    path = scenario_folder() / f"{scenario}.yaml"
    if re.fullmatch(NAME, scenario) and path.is_file():
        return path
    if len(scenario) > LONGEST_PATH or "\0" in scenario:
        raise InputError([Problem(shortened(scenario), 0, 0, "", "cannot be the name of a file")])
    if Path(scenario).suffix in (".yaml", ".yml") or "/" in scenario or os.sep in scenario or _exists(scenario):
        return Path(scenario)
    names = shipped_scenarios()
    beside = f"{scenario}.yaml"
    near = beside if scenario and _exists(beside) else nearest(scenario, names)
    wrong = "no scenario of this name is shipped (a file of your own is named with .yaml)"
    raise InputError([Problem(shortened(scenario) or "(no name)", 0, 0, "", wrong, ", ".join(names), near)])


def _exists(scenario: str) -> bool:
    try:
        return bool(scenario) and Path(scenario).exists()
    except OSError:  # longer than a name may be
        return False


def _family(path: Path) -> list[CheckedFile]:
    """Return a file and its parents, the oldest first; a parent stands beside its child, or is shipped."""
    family = [check_file(path)]
    seen = [path.stem]
    while True:
        child = family[0]
        parent = child.document.values.get("extends") if isinstance(child.document.values, dict) else None
        if not isinstance(parent, str) or not re.fullmatch(NAME, parent):
            return family
        path = _path_beside(child.document.file, parent)
        wrong = _no_parent(child, parent, seen, path)
        if wrong:
            child.problems.append(wrong)
            return family
        seen.append(parent)
        family.insert(0, check_file(path))


def _no_parent(child: CheckedFile, parent: str, seen: list[str], path: Path) -> Problem | None:
    """Return why a scenario cannot extend another, or nothing."""
    at = ("extends",)
    if parent in seen:
        wrong = f"goes in a circle: {' -> '.join([*seen, parent])}"
        return child.document.of_value(at, wrong, "a scenario that does not itself extend this one")
    if len(seen) > MOST_PARENTS:
        return child.document.of_value(at, "has too many parents", f"at most {MOST_PARENTS}, one above the other")
    if not path.is_file():
        names = sorted(set(shipped_scenarios()) - set(seen))
        return child.document.of_value(at, f"there is no scenario '{parent}'", ", ".join(names), nearest(parent, names))
    if leads_out(path):
        return child.document.of_value(at, f"'{path.name}' is a link that leads out of the folder", "a file in it")
    return None


def _path_beside(file: str, name: str) -> Path:
    """Return where a scenario that a file names is read: beside it, or among the shipped."""
    beside = Path(file).parent / f"{name}.yaml"
    return beside if beside.is_file() else scenario_folder() / f"{name}.yaml"
