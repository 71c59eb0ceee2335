"""What a verdict rests on, read from a stored table and told in a language."""

from __future__ import annotations

from typing import NamedTuple

from ssc_sim.comparison import ASSUMED
from ssc_sim.parameters import Parameters
from ssc_sim.report.language import Language
from ssc_sim.report.naming import number_names

#: How the stored words begin -> the key under which they are told.
KINDS = {
    "rests on ": "rests_on",
    "turns with: ": "turns_with",
    "can matter with: ": "can_matter",
    "too small over the whole range": "stays_small",
    "inside over the whole range": "stays_inside",
    "outside over the whole range": "stays_outside",
}


class Rest(NamedTuple):
    """What a verdict rests on: whether its sign was put in by the rules, in which way, and the numbers named."""

    assumed: bool
    kind: str
    numbers: list[str]


def rest_of(rests_on: str) -> Rest:
    """Return what a cell of the column `rests_on` says; kind is empty where it says nothing."""
    assumed = rests_on.startswith(ASSUMED)
    plain = rests_on.removeprefix(f"{ASSUMED}: ")
    for begins, kind in KINDS.items():
        if plain.startswith(begins):
            names = [name for name in plain.removeprefix(begins).split(", ") if name in Parameters.columns()]
            return Rest(assumed, kind, names)
    return Rest(assumed, "", [])


def rest_told(language: Language, rests_on: str) -> str:
    """Return what a verdict rests on, as a short sentence, or nothing where nobody looked."""
    rest = rest_of(rests_on)
    if not rest.kind:
        return ""
    told = language(f"ground.{rest.kind}", numbers=number_names(language, rest.numbers))
    return language("ground.assumed", rest=told) if rest.assumed else told
