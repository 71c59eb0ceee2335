"""What the model knows, as tables. Every column is declared once, with its role, unit, range and meaning.

From a declaration come the record type of the compiled engine, the attributes of a Mesa agent, the keys that a scenario
may reach, the checks of the starting world, and the names of the stored outcomes.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

from ssc_sim.tables.actors import Donor, Neighbourhood, Ngo, Partner, Recipient, Tie
from ssc_sim.tables.declare import (
    AFRICA,
    AMERICAS,
    ANY,
    ASIA,
    EUROPE,
    FIELDS,
    FIRST_YEAR,
    GROUPS,
    OCEANIA,
    REGIONS,
    SCOPES,
    Column,
    Rows,
    Table,
    Vector,
)
from ssc_sim.tables.happenings import EVENT_KINDS, FAULTS, GROUP_FLAGS, Event, EventKind, Now, Touch
from ssc_sim.tables.outcomes import CountryOutcome, Outcome

if TYPE_CHECKING:
    from ssc_sim.parameters import Parameters


class World(NamedTuple):
    """One replicate, as the behaviours see it. `SSCModel` offers the same names."""

    parameters: Parameters
    donors: Sequence[Donor]
    recipients: Sequence[Recipient]
    partners: Sequence[Partner]
    ngos: Sequence[Ngo]
    neighbourhoods: Sequence[Neighbourhood]
    ties: Sequence[Sequence[Tie]]
    events: Sequence[Event]
    touches: Sequence[Sequence[Touch]]
    now: Now
    seed: int
    replicate: int


__all__ = [
    "AFRICA", "AMERICAS", "ANY", "ASIA", "EUROPE", "EVENT_KINDS", "FAULTS", "FIELDS", "FIRST_YEAR", "GROUPS",
    "GROUP_FLAGS", "OCEANIA", "REGIONS", "SCOPES", "Column", "CountryOutcome", "Donor", "Event", "EventKind",
    "Neighbourhood", "Ngo", "Now", "Outcome", "Partner", "Recipient", "Rows", "Table", "Tie", "Touch", "Vector",
    "World",
]  # fmt: skip
