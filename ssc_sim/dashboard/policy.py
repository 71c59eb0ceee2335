"""What a visitor has chosen, and the scenario that it makes.

A policy stands on a scenario, its base, and holds what was moved since. Whatever comes from a visitor is checked
against the declarations of the tables before it becomes part of a policy.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any, NamedTuple

from ssc_sim.dashboard.facts import donors, shipped
from ssc_sim.errors import InputError, Problem, nearest
from ssc_sim.facts import donor_rows
from ssc_sim.parameters import EVIDENCES, Evidence
from ssc_sim.scenario import Scenario
from ssc_sim.scenario.changes import Change
from ssc_sim.scenario.file import ALL, LAST_YEAR, ScheduledEvent
from ssc_sim.scenario.words import span
from ssc_sim.tables import EVENT_KINDS, FIRST_YEAR, Donor
from ssc_sim.world import change_levers

BASELINE, NAME = "baseline-2016", "my-policy"
PAGE = "this page"
WHOSE = {"IDN": "Indonesia", ALL: "all Southern donors"}
BUDGETS = (1.0, 10.0, 100.0)
AGENCY = "central-agency"


class Lever(NamedTuple):
    """A lever on the page: a column of `tables.Donor`, and how its two ends are called."""

    column: str
    title: str
    low_end: str
    high_end: str


#: In the order in which the documents speak of them; priority and agency are events, and stand between and after.
LEVERS = {
    lever.column: lever
    for lever in (
        Lever("technical_share", "Money or training", "money", "training"),
        Lever("loan_share", "Grants or loans", "grants", "loans"),
        Lever("solidarity", "Solidarity or interest", "own interest", "partner's need"),
        Lever("bilateral_shift", "Bilateral or regional", "calls to many", "one country"),
        Lever("triangular_share", "Northern partner", "never", "in all programmes"),
        Lever("strings", "Conditions of that partner", "none", "on all of it"),
        Lever("demand_driven", "Who decides", "donors", "requests"),
    )
}
BEFORE_PRIORITY = ("technical_share", "loan_share", "solidarity")

#: Shipped scenarios whose events can be switched on, in the order of the page.
EVENTS = (
    "me-first", "tariff-war", "debt-crisis", "palestine-conflict", "papua-rights-event", "leader-change",
    "legislation-2017", "information-campaign", "bargaining-bloc", "new-southern-policy", "graduation",
)  # fmt: skip
PRIORITIES = {
    "": "nobody in particular",
    "pif": "the Pacific Islands Forum",
    "msg": "the Melanesian Spearhead Group",
    "asean": "ASEAN",
    "oic": "the Organisation of Islamic Cooperation",
    "colombo_plan": "the Colombo Plan",
    "ldc": "least developed countries",
    "lldc": "landlocked countries",
    "sids": "small island states",
    "asia": "Asia",
    "oceania": "Oceania",
    "africa": "Africa",
    "americas": "the Americas",
    "europe": "Europe",
}


@dataclass(frozen=True)
class Policy:
    """A base, and what was moved since.

    `budget` and the shares of `levers` are what the base has until they are moved; `priority` is a group or a region,
    drawn to the donors by `score` points of interest; `agency_loans` is the share that a central agency lends.
    """

    base: Scenario
    whose: str = "IDN"
    budget: float | None = None
    levers: tuple[tuple[str, float], ...] = ()
    priority: str = ""
    score: float = 1.0
    agency: bool = False
    agency_loans: float = 0.25
    events: tuple[str, ...] = ()
    evidence: Evidence = "documents"

    @classmethod
    def on(cls, base: Scenario) -> Policy:
        """Return the policy that moves nothing of a scenario.

        Raises
        ------
        InputError
            Where the scenario is a sweep: it stands for many policies.
        """
        if base.sweep:
            wrong = f"'{base.name}' is a sweep of {len(base.cells())} policies, and this page shows one"
            raise InputError([Problem(PAGE, 0, 0, "", wrong, "a scenario without `sweep`")])
        return cls(base, evidence=base.evidence)

    @property
    def is_moved(self) -> bool:
        """Whether anything differs from the programme of 2016."""
        made = scenario_of(self)
        return bool(made.changes or made.events or made.without)


def scenario_of(policy: Policy) -> Scenario:
    """Return the scenario that a policy makes, called `my-policy`."""
    moved = [*policy.levers]
    if policy.budget is not None:
        moved.append(("budget_factor", policy.budget))
    kept = [change for change in policy.base.changes if not _is_replaced(change, policy.whose, dict(moved))]
    changes = [
        Change(f"donors.{policy.whose}.{column}", "donors", policy.whose, column, value) for column, value in moved
    ]
    return replace(
        policy.base,
        name=NAME,
        title="A policy from the dashboard",
        question=_question(policy),
        register=(),
        lineage=(*policy.base.lineage, NAME),
        changes=(*kept, *changes),
        events=(*policy.base.events, *_events_of(policy)),
        evidence=policy.evidence,
        expectations=(),
        file="",
    )


def _is_replaced(change: Change, whose: str, moved: dict[str, float]) -> bool:
    """Tell whether a change of the base is made again by a moved lever."""
    return change.table == "donors" and change.column in moved and whose in (ALL, change.row)


def _events_of(policy: Policy) -> tuple[ScheduledEvent, ...]:
    """Return the events that a policy adds to its base."""
    added: list[ScheduledEvent] = []
    if policy.priority:
        added.append(ScheduledEvent("commitment", policy.whose, policy.priority, FIRST_YEAR, LAST_YEAR, policy.score))
    if policy.agency:
        added += [event._replace(donor=policy.whose, size=policy.agency_loans) for event in shipped(AGENCY).events]
    for name in policy.events:
        added += [event for event in shipped(name).events if event not in policy.base.events]
    return tuple(added)


def _question(policy: Policy) -> str:
    told = described(policy)
    return f"What follows from {policy.base.name}" + (f" with {'; '.join(told)}?" if told else "?")


def described(policy: Policy) -> list[str]:
    """Say what a policy has moved, one phrase for each."""
    told = [] if policy.budget is None else [f"{policy.budget:g} times the budget"]
    told += [f"{column.replace('_', ' ')} {value:g}" for column, value in policy.levers]
    if policy.priority:
        told.append(f"priority to {PRIORITIES[policy.priority]}")
    if policy.agency:
        told.append("a central agency")
    whose = f" ({WHOSE[policy.whose]})" if told else ""
    if told:
        told[-1] += whose
    return [*told, *(shipped(name).title.lower() for name in policy.events)]


def position(policy: Policy, column: str) -> float | None:
    """Return where a lever stands: what the donors do; None where each does something else."""
    rows = donor_rows(donors())
    codes = [donor.iso3 for donor in donors()]
    change_levers(scenario_of(policy), rows, codes)
    values = rows[column] if policy.whose == ALL else rows[column][[codes.index(policy.whose)]]
    return float(values[0]) if (values == values[0]).all() else None


def moved(policy: Policy, key: str, value: Any) -> Policy:
    """Return the policy with one thing moved.

    Parameters
    ----------
    policy : Policy
    key : str
        The column of a lever, a field of `Policy`, or `event.` and the name of a shipped scenario.
    value : number, text or bool
        None puts a lever back to where the base has it.

    Raises
    ------
    InputError
        Where the key or the value is none that the page offers.
    """
    if key in LEVERS:
        return replace(policy, levers=_with_lever(policy, key, value))
    if key.startswith("event."):
        return replace(policy, events=_with_event(policy, key.removeprefix("event."), value))
    if key not in FIELDS:
        known = (*LEVERS, *FIELDS)
        raise _refusal(key, "is no lever of this page", ", ".join(known), nearest(key, known))
    return replace(policy, **{key: FIELDS[key](key, value)})


def _with_lever(policy: Policy, column: str, value: Any) -> tuple[tuple[str, float], ...]:
    others = {name: share for name, share in policy.levers if name != column}
    if value is not None:
        declared = Donor.columns()[column]
        others[column] = _number(column, value, declared.low, declared.high)
    return tuple((name, others[name]) for name in LEVERS if name in others)


def _with_event(policy: Policy, name: str, value: Any) -> tuple[str, ...]:
    if name not in EVENTS:
        raise _refusal("event", f"'{name}' is no event of this page", ", ".join(EVENTS), nearest(name, EVENTS))
    on = {*policy.events, name} if _flag(name, value) else {*policy.events} - {name}
    return tuple(event for event in EVENTS if event in on)


def _number(key: str, value: Any, low: float, high: float) -> float:
    """Return a number that lies in its range."""
    given = isinstance(value, int | float) and not isinstance(value, bool)
    if not given or not low <= value <= high:
        raise _refusal(key, "is no number in its range", span(low, high))
    return float(value)


def _flag(key: str, value: Any) -> bool:
    if not isinstance(value, bool):
        raise _refusal(key, "is neither on nor off", "on, off")
    return value


def _one_of(allowed: Any) -> Callable[[str, Any], Any]:
    def check(key: str, value: Any) -> Any:
        if not isinstance(value, str | int | float) or value not in allowed:
            raise _refusal(key, "is none of the choices", ", ".join(str(choice) for choice in allowed if choice))
        return value

    return check


def _event_size(kind: str) -> Callable[[str, Any], float]:
    declared = EVENT_KINDS[kind]
    return lambda key, value: _number(key, value, declared.low, declared.high)


#: The fields of a policy that a visitor may set, each with its check.
FIELDS: dict[str, Callable[[str, Any], Any]] = {
    "whose": _one_of(WHOSE),
    "budget": lambda key, value: None if value is None else _number(key, value, *_budget_range()),
    "priority": _one_of(PRIORITIES),
    "score": _event_size("commitment"),
    "agency": _flag,
    "agency_loans": _event_size("agency"),
    "evidence": _one_of(EVIDENCES),
}


def _budget_range() -> tuple[float, float]:
    declared = Donor.columns()["budget_factor"]
    return declared.low, declared.high


def _refusal(key: str, wrong: str, allowed: str, meant: str = "") -> InputError:
    return InputError([Problem(PAGE, 0, 0, key, wrong, allowed, meant)])
