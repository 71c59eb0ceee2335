"""The key `expect` of a scenario file: what the documents expect of it, each checked by itself and in its context."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, Literal, NamedTuple, get_args

from ssc_sim.errors import Problem, nearest
from ssc_sim.scenario.changes import A_CHANGE, Change, changes_of, in_order
from ssc_sim.scenario.shapes import YEARS, Name, Row, Strict, Text, Year, key, problems_of_model
from ssc_sim.scenario.strict_yaml import TOLD, Document, Path_
from ssc_sim.scenario.sweep import Axis
from ssc_sim.scenario.words import told
from ssc_sim.tables import Outcome

Relation = Literal[
    "higher", "lower", "about_equal", "between", "reproduces", "rises_with", "falls_with", "peaks_inside", "ordering"
]  # fmt: skip
Measure = Literal["level", "recovery", "swing"]
Support = Literal["strong", "moderate", "weak", "contested"]
RELATIONS: tuple[Relation, ...] = get_args(Relation)
SUPPORTS: tuple[Support, ...] = get_args(Support)
OVER_A_SWEEP = ("rises_with", "falls_with", "peaks_inside")
COUNTERPARTS = ("than", "against_year", "among", "along")
BOUNDS = {"low": "between", "high": "between", "figure": "reproduces"}
BASELINE = "baseline-2016"
AN_EXPECTATION = "a list, each such as `- {outcome: dependency, is: higher, support: strong, says: [M1]}`"
TWO_YEARS = "a list of the first and the last year, such as [2018, 2022]"
ANOTHER = "a shipped scenario (see `ssc-sim show scenarios`), or a file beside this one"
A_SCENARIO = "the name of one scenario, such as baseline-2016"
STRUCTURES = "groups of changes by name, such as `persuasion: {parameters.papua_motive: 1}`"


class ExpectationKeys(Strict):
    """The keys of one expectation; which of them go together is checked after this."""

    outcome: str = key(..., "the name of an outcome (see `ssc-sim show outcomes`)")
    relation: Relation = key(..., ", ".join(RELATIONS), alias="is")
    than: Name | None = key(None, A_SCENARIO)
    against_year: Year | None = key(None, YEARS)
    among: list[Name] | None = key(None, "a list of scenarios, such as [all-technical, baseline-2016]", min_length=2)
    along: str | None = key(None, "a key of the sweep, such as donors.all.technical_share")
    year: Year | None = key(None, YEARS)
    years: list[Year] | None = key(
        None, "the first and the last year, such as [2018, 2022]", min_length=2, max_length=2
    )
    measure: Measure = key("level", ", ".join(get_args(Measure)))
    when: Name | None = key(None, A_SCENARIO)
    low: float | None = key(None, "a number")
    high: float | None = key(None, "a number")
    figure: float | None = key(None, "a number")
    support: Support = key(..., ", ".join(SUPPORTS))
    says: list[Row] = key(..., "a list of rows of the register, such as [M8, K16]", min_length=1)
    because: Text | None = key(None, "one sentence: what the documents claim")
    structures: dict[str, Any] = key({}, STRUCTURES)


class Expectation(NamedTuple):
    """One expectation, checked. `first` and `last` are the years read, 0 where the file leaves them to the run."""

    place: int
    outcome: str
    relation: Relation
    measure: Measure
    than: str
    against_year: int
    among: tuple[str, ...]
    along: str
    first: int
    last: int
    low: float
    high: float
    figure: float
    when: str
    support: Support
    says: tuple[str, ...]
    because: str
    structures: tuple[tuple[str, tuple[Change, ...]], ...]


def expectations_of(document: Document) -> Iterator[Expectation | Problem]:
    """Check each expectation of a file by itself."""
    expect = document.values.get("expect")
    for number, given in enumerate(expect if isinstance(expect, list) else []):
        if isinstance(given, dict):
            yield from _expectation(document, ("expect", number), given)


def _expectation(document: Document, at: Path_, given: dict[str, Any]) -> Iterator[Expectation | Problem]:
    problems = [*problems_of_model(document, at, ExpectationKeys, given), *_problems_of_outcome(document, at, given)]
    structures: list[tuple[str, tuple[Change, ...]]] = []
    groups = given.get("structures")
    for name, group in (groups if isinstance(groups, dict) else {}).items():
        found = list(_structure(document, (*at, "structures", name), group))
        problems += [one for one in found if isinstance(one, Problem)]
        structures.append((name, tuple(in_order([one for one in found if isinstance(one, Change)]))))
    if not problems and TOLD not in given.values():
        keys = ExpectationKeys.model_validate(given)
        problems += _problems_together(document, at, keys)
        if not problems:
            yield _checked(int(at[-1]) + 1, keys, tuple(structures))
    yield from problems


def _problems_of_outcome(document: Document, at: Path_, given: dict[str, Any]) -> Iterator[Problem]:
    outcome, names = given.get("outcome"), Outcome.names()
    if isinstance(outcome, str) and outcome not in names:
        allowed = ExpectationKeys.model_fields["outcome"].description or ""
        yield document.of_value((*at, "outcome"), f"{told(outcome)} is no outcome", allowed, nearest(outcome, names))


def _structure(document: Document, at: Path_, group: Any) -> Iterator[Change | Problem]:
    if not isinstance(group, dict):
        wrong = "has no value" if group is None else f"{told(group)} is not a group of keys"
        yield document.of_value(at, wrong, A_CHANGE)
    elif not group:
        yield document.of_value(at, "changes nothing", A_CHANGE)
    yield from changes_of(document, at, group)


def _checked(place: int, keys: ExpectationKeys, structures: tuple[tuple[str, tuple[Change, ...]], ...]) -> Expectation:
    first, last = keys.years or (keys.year or 0, keys.year or 0)
    needs_another = keys.relation in ("higher", "lower", "about_equal") and not keys.against_year
    return Expectation(
        place=place,
        outcome=keys.outcome,
        relation=keys.relation,
        measure=keys.measure,
        than=keys.than or (BASELINE if needs_another or keys.measure == "recovery" else ""),
        against_year=keys.against_year or 0,
        among=tuple(keys.among or ()),
        along=keys.along or "",
        first=first,
        last=last,
        low=keys.low or 0.0,
        high=keys.high or 0.0,
        figure=keys.figure or 0.0,
        when=keys.when or "",
        support=keys.support,
        says=tuple(keys.says),
        because=keys.because or "",
        structures=structures,
    )


def _problems_together(document: Document, at: Path_, keys: ExpectationKeys) -> Iterator[Problem]:
    """Tell which keys of one expectation do not go together."""
    yield from _problems_of_counterpart(document, at, keys)
    yield from _problems_of_bounds(document, at, keys)
    yield from _problems_of_years(document, at, keys)
    yield from _problems_of_measure(document, at, keys)
    if keys.structures and keys.support != "contested":
        wrong = f"stands with support '{keys.support}'"
        yield document.of_key((*at, "structures"), wrong, "rival structures only where the support is contested")


def _problems_of_counterpart(document: Document, at: Path_, keys: ExpectationKeys) -> Iterator[Problem]:
    given = [name for name in COUNTERPARTS if getattr(keys, name) is not None]
    fits = {
        "ordering": ("among",),
        "between": ("than", "against_year"),
        "reproduces": (),
        **dict.fromkeys(OVER_A_SWEEP, ("along",)),
    }
    allowed = fits.get(keys.relation, ("than", "against_year"))
    allowed = (*allowed, "than") if keys.measure == "recovery" else allowed
    for name in given:
        if name not in allowed:
            wrong = f"does not go with `is: {keys.relation}`"
            yield document.of_key((*at, name), wrong, " or ".join(dict.fromkeys(allowed)) or "without it")
    if {"than", "against_year"} <= set(given):
        yield document.of_key((*at, "against_year"), "stands beside `than`", "one of the two")
    if keys.relation == "ordering" and keys.among is None:
        yield document.of_value((*at, "among"), "is missing", ExpectationKeys.model_fields["among"].description or "")
    for place, name in enumerate(keys.among or []):
        if name in (keys.among or [])[:place]:
            yield document.of_value((*at, "among", place), f"{told(name)} is given twice", "each scenario once")


def _problems_of_bounds(document: Document, at: Path_, keys: ExpectationKeys) -> Iterator[Problem]:
    for name, relation in BOUNDS.items():
        if keys.relation == relation and getattr(keys, name) is None:
            needed = " and ".join(f"`{one}`" for one in BOUNDS if BOUNDS[one] == relation)
            yield document.of_value((*at, name), "is missing", f"a number: `{relation}` needs {needed}")
        elif keys.relation != relation and getattr(keys, name) is not None:
            yield document.of_key((*at, name), f"does not go with `is: {keys.relation}`", f"only with `is: {relation}`")
    if keys.low is not None and keys.high is not None and keys.low > keys.high:
        yield document.of_value((*at, "high"), f"{keys.high:g} is below `low`, {keys.low:g}", f"{keys.low:g} or more")


def _problems_of_years(document: Document, at: Path_, keys: ExpectationKeys) -> Iterator[Problem]:
    if keys.year is not None and keys.years is not None:
        yield document.of_key((*at, "years"), "stands beside `year`", "one of the two")
    if keys.years is not None and not keys.years[0] < keys.years[1]:
        wrong = f"{keys.years[1]} is not after {keys.years[0]}"
        yield document.of_value((*at, "years", 1), wrong, "the first year, then a later one")
    if keys.against_year is not None and keys.against_year == keys.year:
        yield document.of_value((*at, "against_year"), f"{keys.year} is the same year", "another year than `year`")


def _problems_of_measure(document: Document, at: Path_, keys: ExpectationKeys) -> Iterator[Problem]:
    refused: dict[str, tuple[str, ...]] = {
        "level": (),
        "recovery": ("against_year", "year", "years"),
        "swing": ("against_year", "year"),
    }
    for name in refused[keys.measure]:
        if getattr(keys, name) is not None:
            yield document.of_key((*at, name), f"does not go with `measure: {keys.measure}`", "without it")
    if keys.measure == "recovery" and keys.relation not in ("between", "rises_with", "falls_with"):
        wrong = f"does not go with `is: {keys.relation}`"
        yield document.of_value((*at, "measure"), wrong, "with `is: between`, rises_with or falls_with")
    if keys.measure == "swing" and keys.years is not None and keys.years[1] - keys.years[0] < 2:
        yield document.of_value((*at, "years"), "holds too few years for a swing", "at least three years")


class Context(NamedTuple):
    """What an expectation stands in: its scenario with all that it takes from its parents, and the others there are."""

    scenario: str
    axes: Sequence[Axis]
    has_events: bool
    scenarios: Sequence[str]


def problems_in_context(document: Document, expectation: Expectation, context: Context) -> Iterator[Problem]:
    """Tell what does not fit the scenario that an expectation is about, or the others that it names."""
    at: Path_ = ("expect", expectation.place - 1)
    yield from _problems_of_names(document, at, expectation, context)
    yield from _problems_of_sweep(document, at, expectation, context.axes)
    if expectation.measure == "recovery" and not context.has_events:
        wrong = "there is nothing to recover from: the scenario has no events"
        yield document.of_value((*at, "measure"), wrong, "in a scenario with `events`")


def _problems_of_names(document: Document, at: Path_, expectation: Expectation, context: Context) -> Iterator[Problem]:
    named: list[tuple[Path_, str]] = [((*at, "than"), expectation.than), ((*at, "when"), expectation.when)]
    for path, name in named:
        if name == context.scenario:
            yield document.of_value(path, f"'{name}' is this scenario itself", "another scenario, or `against_year`")
    named += [((*at, "among", place), name) for place, name in enumerate(expectation.among)]
    for path, name in named:
        if name and name not in context.scenarios and name != context.scenario:
            wrong = f"there is no scenario '{name}'"
            yield document.of_value(path, wrong, ANOTHER, nearest(name, context.scenarios))


def _problems_of_sweep(
    document: Document, at: Path_, expectation: Expectation, axes: Sequence[Axis]
) -> Iterator[Problem]:
    relation, keys = expectation.relation, [axis.key for axis in axes]
    if relation not in OVER_A_SWEEP:
        if axes and relation != "ordering":
            wrong = f"'{relation}' speaks of one scenario, and this is a sweep of several"
            yield document.of_value((*at, "is"), wrong, ", ".join((*OVER_A_SWEEP, "ordering")))
        return
    if not axes:
        yield document.of_value((*at, "is"), f"'{relation}' needs a sweep, and the scenario has none", "a key `sweep`")
    elif not expectation.along and len(axes) > 1:
        yield document.of_value((*at, "along"), "is missing, and the sweep varies several numbers", ", ".join(keys))
    elif expectation.along and expectation.along not in keys:
        wrong = f"{told(expectation.along)} is not varied by the sweep"
        yield document.of_value((*at, "along"), wrong, ", ".join(keys), nearest(expectation.along, keys))
    elif relation == "peaks_inside" and len(axis_of(expectation, axes).values) < 3:
        yield document.of_value((*at, "is"), "there is no inside between two values", "a sweep of three values or more")


def axis_of(expectation: Expectation, axes: Sequence[Axis]) -> Axis:
    """Return the axis of a sweep that an expectation speaks of: the only one where it names none."""
    return next(axis for axis in axes if expectation.along in (axis.key, ""))
