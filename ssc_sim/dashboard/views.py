"""Which outcomes are shown together, from their declarations."""

from __future__ import annotations

from typing import Any

from ssc_sim.dashboard.words import in_words, meaning_of
from ssc_sim.figures import FIRST_PANELS
from ssc_sim.tables import GROUPS, Column, Outcome
from ssc_sim.wording import GROUP_WORDS

OVERVIEW, PROGRAMME, ALLOCATION, REGIONS, NATIONS, SYSTEM, OWN = VIEWS = (
    "Overview", "Programme", "Who and how", "By region", "Nations", "Giver and system", "Choose …",
)  # fmt: skip
MOST = 12  # panels at once
FIRST_OF_PROGRAMME = 8  # how much; what follows is who and how


def outcomes_of(view: str, group: str, own: tuple[str, ...]) -> list[str]:
    """Return the outcomes of a view.

    Parameters
    ----------
    view : str
        One of `VIEWS`.
    group : str
        Which countries the view of nations is about (see `tables.GROUPS`).
    own : tuple of str
        The visitor's own choice.
    """
    programme = _columns("programme")
    singles = [name for name, column in programme.items() if not column.labels]
    if view == OWN:
        return list(own)
    if view == NATIONS:
        return [f"{name}_{group}" if group else name for name in _columns("nations")]
    return {
        OVERVIEW: list(FIRST_PANELS),
        PROGRAMME: singles[:FIRST_OF_PROGRAMME],
        ALLOCATION: singles[FIRST_OF_PROGRAMME:],
        REGIONS: [
            name for name, (column, _, _) in Outcome.names().items() if column in programme and column not in singles
        ],
        SYSTEM: list(_columns("system")),
    }[view]


def _columns(scale: str) -> dict[str, Column]:
    return {name: column for name, column in Outcome.columns().items() if column.scale == scale}


def group_choices(view: str) -> list[dict[str, str]]:
    """Return the groups of countries between which a view can choose."""
    if view != NATIONS:
        return []
    return [{"value": group, "label": GROUP_WORDS.get(group, "all countries")} for group in GROUPS]


def own_choices(view: str) -> list[dict[str, str]]:
    """Return every outcome, where the visitor chooses among all."""
    if view != OWN:
        return []
    return [{"value": name, "label": in_words(name), "meaning": meaning_of(name)} for name in Outcome.names()]


def toggled(own: tuple[str, ...], outcome: Any) -> tuple[str, ...]:
    """Return a choice of outcomes with one put in or taken out; what is no outcome changes nothing."""
    if outcome not in Outcome.names():
        return own
    if outcome in own:
        return tuple(name for name in own if name != outcome)
    return (*own, outcome)[:MOST]
