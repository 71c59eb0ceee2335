"""Which scenarios must run to answer all expectations, each once, and which sides of them are compared."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, NamedTuple

from ssc_sim.errors import InputError, Problem
from ssc_sim.expectations.claims import claim_of
from ssc_sim.expectations.judging import Question, Side
from ssc_sim.scenario import Scenario, named_beside
from ssc_sim.scenario.changes import Change
from ssc_sim.scenario.expectations import OVER_A_SWEEP, Expectation, axis_of
from ssc_sim.tables import FIRST_YEAR


class Worlds:
    """Every scenario that must run, the outcomes that are read of it, and the last year in which they are.

    `until` is the last year that may be read.
    """

    def __init__(self, until: int) -> None:
        self.until = until
        self.outcomes: dict[str, list[str]] = {}
        self.last: dict[str, int] = {}
        self._by_content: dict[Any, Scenario] = {}
        self._named: dict[tuple[Path, str], Scenario] = {}

    @property
    def scenarios(self) -> tuple[Scenario, ...]:
        """The scenarios, in the order in which they were first asked for."""
        return tuple(self._by_content.values())

    def named(self, name: str, scenario: Scenario) -> Scenario:
        """Return the scenario that another one names; its file is read once."""
        at = (Path(scenario.file).parent, name)
        if name != scenario.name and at not in self._named:
            self._named[at] = named_beside(name, scenario)
        return scenario if name == scenario.name else self._named[at]

    def read(self, scenario: Scenario, outcome: str, last: int) -> str:
        """Note that an outcome of a scenario is read up to a last year, and return the name under which it runs.

        Scenarios that are the same in all but name have one name here.

        Raises
        ------
        InputError
            Where two scenarios that differ have one name.
        """
        content = (scenario.changes, scenario.events, scenario.without)
        if content not in self._by_content and scenario.name in self.outcomes:
            wrong = "is the name of two scenarios that differ"
            raise InputError([Problem(scenario.name, 0, 0, "", wrong, "a name of its own for each")])
        name = self._by_content.setdefault(content, scenario).name
        read = self.outcomes.setdefault(name, [])
        if outcome not in read:
            read.append(outcome)
        self.last[name] = max(last, self.last.get(name, 0))
        return name


def questions_of(scenarios: Iterable[Scenario], worlds: Worlds) -> list[Question]:
    """Return what to ask of all scenarios, and note in `worlds` what must run.

    Raises
    ------
    InputError
        With every expectation that speaks of years after the last, or that compares with a sweep, and every mistake in
        the scenarios that are named.
    """
    questions: list[Question] = []
    problems: list[Problem] = []
    for scenario in scenarios:
        for expectation in scenario.expectations:
            try:
                problems += _problems(scenario, expectation, worlds)
                questions += _questions(scenario, expectation, worlds)
            except InputError as error:
                problems += error.problems
    if problems:
        raise InputError(dict.fromkeys(problems))
    return questions


def _problems(scenario: Scenario, expectation: Expectation, worlds: Worlds) -> Iterator[Problem]:
    """Tell what only the years run and the scenarios named can show."""
    file, at = scenario.file or scenario.name, f"expect.{expectation.place}"
    start = _first_event(scenario) if expectation.measure == "recovery" else 0
    latest = max(expectation.last, expectation.against_year, start)
    if latest > worlds.until:
        yield Problem(file, 0, 0, at, f"speaks of {latest}, and the last year run is {worlds.until}", "a later --until")
    named = {"than": (expectation.than,), "when": (expectation.when,), "among": expectation.among}
    for key, names in named.items():
        for name in names:
            cells = worlds.named(name, scenario).cells() if name else ()
            if len(cells) > 1:
                wrong = f"'{name}' is a sweep of {len(cells)} scenarios"
                yield Problem(file, 0, 0, f"{at}.{key}", wrong, "one scenario")


class _Plain(NamedTuple):
    """A side before anything is put on top of it."""

    scenarios: tuple[Scenario, ...]
    first: int
    last: int


def _questions(scenario: Scenario, expectation: Expectation, worlds: Worlds) -> Iterator[Question]:
    """Yield the question of an expectation, then the same under each rival structure."""
    plain = list(_sides(scenario, expectation, worlds))
    reference = worlds.named(expectation.than, scenario) if expectation.measure == "recovery" else None
    upon = worlds.named(expectation.when, scenario) if expectation.when else None
    axis = axis_of(expectation, scenario.sweep).key if expectation.relation in OVER_A_SWEEP else ""
    claim = claim_of(expectation, axis, plain[-1].first, plain[-1].last)

    def read(side: _Plain, upon: Scenario | None, changes: tuple[Change, ...]) -> Side:
        names = [
            worlds.read(_varied(one, upon, changes), expectation.outcome, side.last)
            for one in (*side.scenarios, *([reference] if reference else []))
        ]
        met = names.pop() if reference else ""
        return Side(tuple(names), side.first, side.last, met)

    for structure, changes in (("", ()), *expectation.structures):
        sides = tuple(read(side, None, changes) for side in plain)
        on_top = tuple(read(side, upon, changes) for side in plain) if upon else ()
        yield Question(scenario.name, expectation, structure, claim, sides, on_top)


def _varied(scenario: Scenario, upon: Scenario | None, changes: tuple[Change, ...]) -> Scenario:
    """Return a scenario with another one on top, then a structure."""
    layered = scenario.with_on_top(upon) if upon else scenario
    return layered.changing(changes) if changes else layered


def _sides(scenario: Scenario, expectation: Expectation, worlds: Worlds) -> Iterator[_Plain]:
    """Yield what is compared: the counterpart, then this; or the scenarios in order; or the values of a sweep."""
    first, last = _years(scenario, expectation, worlds.until)
    if expectation.relation == "ordering":
        for name in expectation.among:
            yield _Plain((worlds.named(name, scenario),), first, last)
    elif expectation.relation in OVER_A_SWEEP:
        axis = axis_of(expectation, scenario.sweep)
        for value in sorted(axis.values):
            yield _Plain(tuple(one for one in scenario.cells() if (axis.key, value) in one.cell), first, last)
    else:
        if expectation.against_year:
            yield _Plain((scenario,), expectation.against_year, expectation.against_year)
        elif expectation.than and expectation.measure != "recovery":
            yield _Plain((worlds.named(expectation.than, scenario),), first, last)
        yield _Plain((scenario,), first, last)


def _years(scenario: Scenario, expectation: Expectation, until: int) -> tuple[int, int]:
    """Return the years that are read of a scenario."""
    if expectation.measure == "recovery":
        return _first_event(scenario), until
    if expectation.measure == "swing":
        return expectation.first or FIRST_YEAR, expectation.last or until
    return expectation.first or until, expectation.last or until


def _first_event(scenario: Scenario) -> int:
    return min(event.first for event in scenario.events)
