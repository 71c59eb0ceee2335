"""What tests a fit and was not fitted: the events of 2018, other donors' portfolios, each counted country in turn."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, ClassVar

import numpy as np

from ssc_sim import luck
from ssc_sim.behaviour.programmes import (
    clear_seats,
    fill_seats,
    hold_call,
    of_programme,
    own_field,
    size_alone,
    this_year,
    weigh_invitations,
)
from ssc_sim.compiled import compiled
from ssc_sim.fitting.fit import AFTER, Fit, numbers_of, repeated
from ssc_sim.fitting.reference import Years
from ssc_sim.observed import columns, read_donors, read_recipients
from ssc_sim.observed.reading import Reading
from ssc_sim.observed.tables import CountryFigures
from ssc_sim.parameters import Parameters
from ssc_sim.posterior import Posterior
from ssc_sim.tables import SCOPES
from ssc_sim.world import begin, starting_tables

LARGE = 0.01  # million USD a year from which a recipient counts in the portfolios
LARGEST = 8
LEFT_OUT_ROWS = 200
TIMES = 5


@dataclass(frozen=True, slots=True)
class ListedEvent(columns.Row):
    """One event of the printed list of 2018: its partners, or the scope of its call."""

    file: ClassVar[str] = "events_2018.csv"
    key: ClassVar[tuple[str, ...]] = ("event",)

    event: str = field(metadata=columns.text("what it was"))
    partners: tuple[str, ...] | None = field(metadata=columns.codes("for whom, where that is printed", "recipient"))
    scope: str | None = field(metadata=columns.choice("name", SCOPES, "to whom a call went", may_be_empty=True))
    source: tuple[str, ...] = field(metadata=columns.source())
    note: str = field(metadata=columns.text("what to know before using it", unit="sentence"))


def read_events(folder: Path) -> list[ListedEvent]:
    """Read the printed list of the events of 2018.

    Raises
    ------
    InputError
        With every problem found.
    """
    with Reading(None) as observed:
        observed.sources()
        observed.table(CountryFigures, defines="recipient")
    with Reading(folder, beside=observed) as reading:
        table = reading.table(ListedEvent)
    return [ListedEvent(**line.values) for line in table.sound]  # type: ignore[arg-type]


@compiled
def hold_listed(world, partners, scopes):
    """Hold the focal donor's events of a printed list: with their partners, or as calls of their scope.

    `partners` has a row for each event and a column for each recipient: 1 where it is a partner. A programme for two
    partners has the size of one for a single partner, shared evenly.
    """
    for donor in world.donors:
        if donor.focal == 1.0:
            clear_seats(donor, world)
            weigh_invitations(donor, world)
            of_programmes = this_year(luck.PROGRAMMES, donor, world)
            for event in range(len(scopes)):
                programme = of_programme(event, of_programmes)
                if partners[event].sum() == 0.0:
                    hold_call(donor, programme, scopes[event], world)
                else:
                    size = size_alone(programme, world) / partners[event].sum()
                    for recipient in world.recipients:
                        if partners[event, recipient.index] == 1.0:
                            tie = world.ties[donor.index][recipient.index]
                            fill_seats(donor, tie, own_field(donor, programme), size)


def listed_year(years: Years, posterior: Posterior, events: Sequence[ListedEvent]) -> np.ndarray:
    """Return participants and countries of a year with a printed list of events, shape (replicates, 2)."""
    start = starting_tables(years.scenario, years.counted)
    codes = [country.iso3 for country in read_recipients()]
    partners = np.array([[float(code in (event.partners or ())) for code in codes] for event in events])
    scopes = np.array([SCOPES.index(event.scope or SCOPES[0]) for event in events])
    focal = int(np.flatnonzero(start.donors["focal"])[0])
    reached = []
    for replicate, row in enumerate(np.concatenate([numbers_of(posterior.rows)] * TIMES)):
        world: Any = begin(start, row, years.seed, AFTER + replicate)
        world.now["year"] = 2018
        hold_listed(world, partners, scopes)
        came = world.ties[focal]["came"]
        reached.append((came.sum(), (came > 0.0).sum()))
    return np.array(reached)


def portfolios(years: Years, posterior: Posterior, donor: str) -> np.ndarray:
    """Return recipients above USD 0.01m and the share of the largest eight, of one donor, shape (replicates, 2).

    The rule of allocation was fitted on the focal donor alone; here it is tried on another.
    """
    start = starting_tables(years.scenario, years.counted)
    place = [giver.iso3 for giver in read_donors()].index(donor)
    found = []
    for replicate, row in enumerate(numbers_of(posterior.rows)):
        world: Any = begin(start, row, years.seed, AFTER + replicate)
        shares = np.sort(world.ties[place]["share_2016"])[::-1]
        found.append(((shares * world.donors[place]["budget_2016"] > LARGE).sum(), shares[:LARGEST].sum()))
    return np.array(found)


def left_out(fit: Fit, place: int) -> np.ndarray:
    """Return the programmes of one counted country, foretold without its own count, shape (replicates,).

    The fit is made without the country's figure. Its pull is then that of any country nobody counted: drawn with the
    spread of the rows.
    """
    country = fit.reference.years.counted[place]
    others = [target for target in fit.fitted if target.recipient != country]
    rows = Fit(fit.reference, others, fit.moved).rows(LEFT_OUT_ROWS)
    names = Parameters.calibrated()
    luck = np.random.Generator(np.random.Philox(key=[fit.reference.years.seed, place]))
    spread = rows[:, names.index("country_spread")]
    rows[:, names.index(f"pull_{place + 1}")] = spread * luck.standard_normal(len(rows))
    simulated = repeated(fit.reference.years, rows, TIMES)
    return np.concatenate([figures["programmes_received"][:, place] for figures in simulated])
