"""What the page shows of each lever: title, unit, range, source and a sentence, all from its declaration."""

from __future__ import annotations

from typing import Any

from ssc_sim.dashboard.facts import donors, shipped, sources
from ssc_sim.dashboard.policy import (
    BEFORE_PRIORITY,
    BUDGETS,
    EVENTS,
    LEVERS,
    PRIORITIES,
    WHOSE,
    Policy,
    position,
)
from ssc_sim.observed import Record
from ssc_sim.parameters import EVIDENCES
from ssc_sim.scenario.file import ALL, LAST_YEAR, ScheduledEvent
from ssc_sim.scenario.words import span
from ssc_sim.tables import EVENT_KINDS, Column, Donor

#: A control as the page draws it: plain values, which travel to the browser.
Control = dict[str, Any]
OF_EVIDENCE = {"documents": "the five documents", "literature": "the research literature"}
EVIDENCE_MEANS = (
    "Whose strengths the numbers take where the two differ. It applies to both worlds; some conclusions turn with it."
)


def groups(policy: Policy) -> list[dict[str, Any]]:
    """Return the controls of the page in their groups, in the order in which the documents speak of them."""
    before = [_lever(policy, column) for column in BEFORE_PRIORITY]
    after = [_lever(policy, column) for column in LEVERS if column not in BEFORE_PRIORITY]
    return [
        {"title": "Whose policy", "open": True, "controls": [_whose(policy), _budget(policy)]},
        {"title": "Policy levers", "open": True, "controls": [*before, *_priority(policy), *after, *_agency(policy)]},
        {"title": "World events", "open": True, "controls": [_event(policy, name) for name in EVENTS]},
        {"title": "Evidence", "open": True, "controls": [_evidence(policy)]},
    ]


def _whose(policy: Policy) -> Control:
    choices = [{"value": value, "label": label} for value, label in WHOSE.items()]
    return {"key": "whose", "kind": "choice", "title": "Whose levers", "value": policy.whose, "choices": choices}


def _budget(policy: Policy) -> Control:
    declared = Donor.columns()["budget_factor"]
    value = position(policy, "budget_factor")
    offered = sorted({*BUDGETS, *([] if value is None else [value])})
    choices = [{"value": budget, "label": f"{budget:g}\N{MULTIPLICATION SIGN}"} for budget in offered]
    return {
        "key": "budget", "kind": "choice", "title": "Budget", "value": value, "choices": choices,
        "is_moved": policy.budget is not None, **_declared(declared, _source(policy.whose, "budget")),
    }  # fmt: skip


def _lever(policy: Policy, column: str) -> Control:
    lever, declared = LEVERS[column], Donor.columns()[column]
    value = position(policy, column)
    return {
        "key": column, "kind": "slider", "title": lever.title, "value": value, "low": declared.low,
        "high": declared.high, "step": (declared.high - declared.low) / 20, "percent": declared.low == 0,
        "low_end": lever.low_end, "high_end": lever.high_end, "is_moved": column in dict(policy.levers),
        "unset": "as in 2016", **_declared(declared, _source(policy.whose, column)),
    }  # fmt: skip


def _declared(declared: Column, source: str) -> Control:
    meaning = f"{declared.unit} {declared.meaning}" if declared.meaning.startswith("of ") else declared.meaning
    return {
        "meaning": f"{meaning[0].upper()}{meaning[1:]}.",
        "range": span(declared.low, declared.high, declared.unit),
        "source": source,
    }


def _source(whose: str, figure: str) -> str:
    """Say where the figure of 2016 comes from, in one line."""
    records = [donor.figures[figure] for donor in donors() if whose in (ALL, donor.iso3) and figure in donor.figures]
    if not records:
        return "a choice of policy; neutral in 2016"
    if len(records) > 1:
        values = [record.value for record in records]
        return f"2016: {min(values):g} to {max(values):g}, {_kinds(records)} for each of {len(records)} donors"
    record = records[0]
    origins = "; ".join(sources()[key].title for key in record.source if key in sources())
    return f"2016: {record.value:g}, {record.kind} ({record.low:g} to {record.high:g}): {record.note}. {origins}"


def _kinds(records: list[Record]) -> str:
    return " or ".join(dict.fromkeys(record.kind for record in records))


def _priority(policy: Policy) -> list[Control]:
    declared = EVENT_KINDS["commitment"]
    meaning = f"{declared.meaning[0].upper()}{declared.meaning[1:]}, from 2016 on."
    chosen: Control = {
        "key": "priority", "kind": "select", "title": "Who gets priority", "value": policy.priority,
        "choices": [{"value": value, "label": label} for value, label in PRIORITIES.items()],
        "is_moved": bool(policy.priority), "meaning": meaning, "range": "a group or a region",
        "source": "a choice of policy; nobody in particular in 2016",
    }  # fmt: skip
    score: Control = {
        "key": "score", "kind": "slider", "title": "How strong a priority", "value": policy.score, "low": 0.0,
        "high": declared.high, "step": 0.5, "percent": False, "low_end": "none", "high_end": "strongest",
        "is_moved": False, "meaning": "Points of interest; 1 is what the Pacific has for its place on the map.",
        "range": span(declared.low, declared.high, "score"), "source": "assumed",
    }  # fmt: skip
    return [chosen, score] if policy.priority else [chosen]


def _agency(policy: Policy) -> list[Control]:
    declared = EVENT_KINDS["agency"]
    event = shipped("central-agency").events[0]
    switch: Control = {
        "key": "agency", "kind": "switch", "title": f"Central agency from {event.first}", "value": policy.agency,
        "is_moved": policy.agency, "meaning": f"{declared.meaning[0].upper()}{declared.meaning[1:]}.",
        "range": "on or off", "source": "a choice of policy; none in 2016",
    }  # fmt: skip
    loans: Control = {
        "key": "agency_loans", "kind": "slider", "title": "Share that it lends", "value": policy.agency_loans,
        "low": declared.low, "high": declared.high, "step": 0.05, "percent": True, "low_end": "nothing",
        "high_end": "all of the money", "is_moved": False, "meaning": "Of the money, lent by the agency besides.",
        "range": span(declared.low, declared.high, "share"), "source": "assumed; no document names a share",
    }  # fmt: skip
    return [switch, loans] if policy.agency else [switch]


def _event(policy: Policy, name: str) -> Control:
    scenario = shipped(name)
    in_base = all(event in policy.base.events for event in scenario.events)
    return {
        "key": f"event.{name}", "kind": "switch", "title": scenario.title, "disabled": in_base,
        "value": in_base or name in policy.events, "is_moved": name in policy.events and not in_base,
        "meaning": scenario.question, "range": "; ".join(_when(event) for event in scenario.events),
        "source": f"scenario {name}, {', '.join(scenario.register)} of the register; sizes assumed",
    }  # fmt: skip


def _when(event: ScheduledEvent) -> str:
    """Say when an event strikes, and how hard."""
    years = f"from {event.first}" if event.last >= LAST_YEAR else f"{event.first} to {event.last}"
    years = f"{event.first}" if event.first == event.last else years
    return f"{years}, {EVENT_KINDS[event.kind].size} {event.size:g}"


def _evidence(policy: Policy) -> Control:
    choices = [{"value": evidence, "label": OF_EVIDENCE[evidence]} for evidence in EVIDENCES]
    return {
        "key": "evidence", "kind": "choice", "title": "Strengths of the rules", "value": policy.evidence,
        "choices": choices, "meaning": EVIDENCE_MEANS, "range": ", ".join(EVIDENCES),
        "source": "both strengths of every number: ssc-sim show parameters",
    }  # fmt: skip
