"""How tests draw their numbers, and whole scenarios."""

from __future__ import annotations

from math import isfinite

from hypothesis import given, settings
from hypothesis import strategies as st

from ssc_sim.parameters import EVIDENCES, FAMILIES, Parameters
from ssc_sim.scenario.file import LAST_YEAR
from ssc_sim.scenario.keys import country_codes, open_columns, target
from ssc_sim.tables import EVENT_KINDS, FIRST_YEAR, GROUP_FLAGS, REGIONS

MOST = 1e15  # drawn for an amount to which no upper end is declared


def between(low, high):
    return st.floats(low, high).map(lambda x: round(x, 6))


def always(**numbers):
    """Draw the numbers afresh for each of many cases, the same in every run."""
    return lambda test: settings(deadline=None, derandomize=True)(given(**numbers)(test))


def of(name):
    """Draw a number over its range, or at the value that switches it off."""
    number = Parameters.columns()[name]
    drawn = between(number.low, number.high)
    return drawn if number.off is None else drawn | st.just(number.off)


def some(name):
    """Draw a number over its range, but where that begins at zero, far enough from it to be felt."""
    number = Parameters.columns()[name]
    return between(max(number.low, number.high / 100.0), number.high)


share = between(0.0, 1.0)
luck = between(0.000001, 0.999999)


# --- Whole scenarios, from what a scenario file may hold


def _numbers(low: float, high: float, *, whole: bool) -> st.SearchStrategy[float]:
    """Numbers of a range, its ends among them; of one without an end, over all sizes there are."""
    if whole:
        return st.integers(int(low), int(high))
    top = high if isfinite(high) else MOST
    ends = st.sampled_from([low, top])
    return ends | st.floats(low, top, allow_subnormal=False) | st.floats(0, 1).map(lambda x: low + (top - low) * x**9)


@st.composite
def changes(draw) -> dict[str, float]:
    """Some changes: facts and levers of single countries or of all, and numbers of the rules."""
    chosen: dict[str, float] = {}
    for _ in range(draw(st.integers(0, 8))):
        table = draw(st.sampled_from(["donors", "recipients", "parameters"]))
        if table == "parameters":
            key = f"parameters.{draw(st.sampled_from(sorted(Parameters.columns())))}"
        else:
            row = draw(st.sampled_from(["all", *country_codes(table)]))
            key = f"{table}.{row}.{draw(st.sampled_from(sorted(open_columns(table))))}"
        reached = target(key)
        chosen[key] = draw(_numbers(reached.low, reached.high, whole=reached.unit in ("flag", "region")))
    return {key: value for key, value in chosen.items() if not (key.endswith(".focal") and value == 1)}  # one may be


@st.composite
def events(draw) -> list[dict[str, object]]:
    """Some events of any kind, size, place and time."""
    listed = []
    for kind in draw(st.lists(st.sampled_from(sorted(EVENT_KINDS)), max_size=6)):
        declared, year = EVENT_KINDS[kind], draw(st.integers(FIRST_YEAR, FIRST_YEAR + 3) | st.just(LAST_YEAR))
        event = {"kind": kind, "year": year, declared.size: draw(_numbers(declared.low, declared.high, whole=False))}
        if declared.strikes in ("donor", "both") and (kind.startswith("extra") or draw(st.booleans())):
            event["donor"] = draw(st.sampled_from(["all", *country_codes("donors")]))
        if declared.strikes in ("recipient", "both"):
            event["whom"] = draw(st.sampled_from(["all", *REGIONS, *GROUP_FLAGS, *country_codes("recipients")]))
        if draw(st.booleans()):
            event["until"] = draw(st.integers(year, LAST_YEAR))
        listed.append(event)
    return listed


_TEXT = st.text(st.characters(codec="utf-8", exclude_categories=["C", "Z"]) | st.just(" "), min_size=1, max_size=60)


@st.composite
def scenarios(draw) -> dict[str, object]:
    """The keys of a valid scenario file of the name `generated`, with values of any size that it allows."""
    keys: dict[str, object] = {
        "name": "generated",
        "title": draw(_TEXT.filter(str.strip)),
        "question": draw(_TEXT.filter(str.strip)),
        "extends": draw(st.sampled_from(["baseline-2016", "debt-crisis", "graduation"])),
        "evidence": draw(st.sampled_from(EVIDENCES)),
        "without": draw(st.lists(st.sampled_from(sorted(FAMILIES)), max_size=4, unique=True)),
        "change": draw(changes()),
        "events": draw(events()),
    }
    return {key: keys[key] for key in draw(st.permutations(list(keys))) if keys[key]}
