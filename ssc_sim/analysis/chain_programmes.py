"""The chain from the programmes to those who came: every draw of the year, and what it was compared with.

The table `programmes` has a row for each programme that the focal donor held in the year, seen from the one country:

programme
    its number in the year;
kind, kind_draw, alone_below
    `alone` (for one country) where the draw lies below the share of such programmes, else `call`;
scope, places, field
    to whom a call went, how many countries it invited, what was taught; of a programme for one country, the field that
    the country would have had;
draw, weight, key
    the country's draw in the race, its weight there, and its time: the smallest times win. For the programmes for one
    country the race goes on all year: whoever won one sets out again, so times add up;
last_key, rank, won
    the time of the last that won, the country's place, and whether it won (1) or not (0);
size_draw, participants
    the draw that decided how many came, and how many from the country; empty and 0 where it did not win.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

import numpy as np

from ssc_sim import luck
from ssc_sim.analysis.chain import NOTHING, Replay, Told, agrees
from ssc_sim.behaviour import programmes as programme_does
from ssc_sim.rules import programmes
from ssc_sim.tables import FIELDS

SCOPES = ("all countries", "Asia and the Pacific", "Africa", "the Pacific")
MOST_TOLD = 12
PROGRAMME_COLUMNS = [
    "programme", "kind", "kind_draw", "alone_below", "scope", "places", "field", "draw", "weight", "key", "last_key",
    "rank", "won", "size_draw", "participants",
]  # fmt: skip


class Programme(NamedTuple):
    """One programme, seen from one country: see the module."""

    programme: int
    kind: str
    kind_draw: float
    alone_below: float
    scope: str
    places: int
    field: str
    draw: float
    weight: float
    key: float
    last_key: float
    rank: int
    won: int
    size_draw: float
    participants: float


def programmes_held(replay: Replay) -> list[Programme]:
    """Return every programme of the year, and hold what they bring together against the world's own columns."""
    donor, comings = replay.row("donors", replay.after), _comings(replay)
    held = [_programme(replay, donor, place, comings) for place in range(int(donor["programmes"]))]
    tie = replay.row("ties", replay.after)
    agrees(float(sum(one.won for one in held)), tie["programmes"], "the programmes of the country")
    agrees(float(sum(one.won for one in held if one.kind == "alone")), tie["alone"], "its programmes alone")
    agrees(sum(one.participants for one in held if one.kind == "call"), tie["in_calls"], "its participants in calls")
    return held


def _key_of(purpose: int, replay: Replay) -> Any:
    return programme_does.this_year(purpose, replay.row("donors", replay.after), replay.after)


def _programme(replay: Replay, donor: Any, place: int, comings: Iterator[Race]) -> Programme:
    """Return one programme: of which kind, who raced for it, who won."""
    a: Any = replay.after.parameters
    below = float(programme_does.a_share(a["bilateral_share"], donor["bilateral_shift"]))
    key = int(programme_does.of_programme(place, _key_of(luck.PROGRAMMES, replay)))
    kind_draw = float(luck.uniform(key, luck.CALL))
    if kind_draw < below:
        return _alone(replay, donor, place, next(comings), kind_draw, below)
    return _call(replay, donor, place, key, kind_draw, below)


class Race(NamedTuple):
    """The country's draw, weight and time in a race for one programme, and the times of all.

    `key` is that of the luck of the country's own programme, should it win one.
    """

    draw: float
    weight: float
    time: float
    times: np.ndarray
    key: int = 0


def _comings(replay: Replay) -> Iterator[Race]:
    """Yield the race for each programme for one country in turn: who won the one before sets out again."""
    of_arrivals, at = _key_of(luck.ARRIVAL, replay), replay.country
    ties: Any = replay.after.ties[replay.donor]
    ties = ties.copy()
    ties["alone"] = 0.0
    times = np.array([programme_does.time_to_come(tie, of_arrivals) for tie in ties])
    while True:
        key = int(programme_does.next_arrival(ties[at], of_arrivals))
        draw, weight = float(luck.uniform(key, luck.ARRIVAL)), float(ties["chosen"][at])
        yield Race(draw, weight, float(times[at]), times.copy(), key)
        first = int(np.argmin(times))
        ties["alone"][first] += 1.0
        times[first] += programme_does.time_to_come(ties[first], of_arrivals)


def _race(replay: Replay, key: int, scope: int) -> Race:
    """Run the race for the places of one call again: a draw for each country, and its time."""
    ties: Any = replay.after.ties[replay.donor]
    of_invitation, weights, at = luck.narrowed(key, luck.INVITATION), ties["called"][:, scope], replay.country
    draws = [float(luck.uniform(of_invitation, identity)) for identity in ties["identity"]]
    times = np.array([programmes.invitation_key(*pair) for pair in zip(draws, weights, strict=True)])
    return Race(draws[at], float(weights[at]), float(times[at]), times)


def _alone(replay: Replay, donor: Any, place: int, race: Race, kind_draw: float, below: float) -> Programme:
    """Return a programme for one country: the first in the race has it."""
    field = FIELDS[int(programme_does.field_for(donor, replay.row("recipients", replay.after), race.key))]
    won = int(np.isfinite(race.time) and race.time == race.times.min())
    size_draw = float(luck.uniform(race.key, luck.SIZE)) if won else NOTHING
    came = float(programme_does.size_alone(race.key, replay.after)) if won else 0.0
    return Programme(place, "alone", kind_draw, below, "", 1, field, race.draw, race.weight, race.time,
                     float(race.times.min()), _rank(race), won, size_draw, came)  # fmt: skip


def _call(replay: Replay, donor: Any, place: int, key: int, kind_draw: float, below: float) -> Programme:
    """Return a call to many countries: the winners of the race are invited, each sends at least one."""
    a: Any = replay.after.parameters
    scope = int(programme_does.scope_of_call(key, replay.after))
    race = _race(replay, key, scope)
    places = int(programme_does.places_of_call(key, replay.after))
    last = float(np.sort(race.times)[min(places, len(race.times)) - 1])
    won = int(race.time <= last and np.isfinite(race.time))
    size_draw, sent = NOTHING, 0.0
    if won:
        of_delegation = luck.narrowed(key, luck.DELEGATION)
        size_draw = float(luck.uniform(of_delegation, replay.row("recipients", replay.after)["identity"]))
        sent = 1.0 + float(luck.poisson(size_draw, a["delegates"] - 1.0))
    field = FIELDS[int(programme_does.own_field(donor, key))]
    return Programme(place, "call", kind_draw, below, SCOPES[scope], places, field, race.draw, race.weight,
                     race.time, last, _rank(race), won, size_draw, sent)  # fmt: skip


def _rank(race: Race) -> int:
    return 1 + int((race.times < race.time).sum())


def programmes_told(replay: Replay, held: Sequence[Programme]) -> Iterator[Told]:
    """Tell how many programmes there were, and the draws of those that the country won."""
    world, donor = replay.after, replay.row("donors", replay.after)
    ratio = float(programme_does.bought(donor.copy(), world))
    planned = float(programmes.programmes_planned(donor["programmes_2016"], ratio))
    drawn = float(luck.uniform(_key_of(luck.PROGRAMMES, replay), 0))
    number = agrees(float(programmes.whole(planned, drawn)), donor["programmes"], "the number of programmes")
    says = (
        f"The money bought {ratio:.2f} times the seats of 2016, for {planned:.2f} programmes; a draw of {drawn:.3f} "
        f"made that {number:.0f}."
    )
    yield Told("programmes", "programmes_planned", planned, float(donor["programmes_2016"]), "programmes", "")
    yield Told("programmes", "programmes draw", drawn, NOTHING, "share", "")
    yield Told("programmes", "programmes", number, float(donor["programmes_2016"]), "programmes", says)
    for kind, name in (("alone", "for one country"), ("call", "calls to several")):
        of_kind = [one for one in held if one.kind == kind]
        won = [one for one in of_kind if one.won]
        says = f"{len(of_kind)} were {name}; {replay.country_name} won {len(won)} of them."
        yield Told("programmes", f"won, {kind}", float(len(won)), float(len(of_kind)), "programmes", says)
    yield from _each_won([one for one in held if one.won])
    yield from _missed(held, replay.country_name)


def _each_won(won: Sequence[Programme]) -> Iterator[Told]:
    for one in won:
        yield Told("programmes", f"programme {one.programme}", one.participants, NOTHING, "persons", "")
    for one in won[:MOST_TOLD]:
        what = f"a programme of its own in {one.field}" if one.kind == "alone" else (
            f"a call to {one.scope} in {one.field} with {one.places} places"
        )  # fmt: skip
        race = f"its draw {one.draw:.3f} at weight {one.weight:.3g} brought it to time {one.key:.3g}, place {one.rank}"
        last = f" (the last invited had {one.last_key:.3g})" if np.isfinite(one.last_key) else " (all were invited)"
        last = "" if one.kind == "alone" else last
        sent = f"a draw of {one.size_draw:.3f} sent {one.participants:.0f}"
        says = f"Programme {one.programme}, {what}: {race}{last}; {sent}."
        yield Told("programmes", f"draw of programme {one.programme}", one.draw, one.last_key, "share", says)
    if len(won) > MOST_TOLD:
        says = f"The other {len(won) - MOST_TOLD} that it won stand in programmes.csv."
        yield Told("programmes", "won, not told", float(len(won) - MOST_TOLD), NOTHING, "programmes", says)


def _missed(held: Sequence[Programme], name: str) -> Iterator[Told]:
    """Tell of the programme that the country missed most narrowly."""
    lost = [one for one in held if not one.won and np.isfinite(one.key)]
    if lost:
        near = min(lost, key=lambda one: one.key / one.last_key)
        kind = "a programme for one country" if near.kind == "alone" else f"a call with {near.places} places"
        says = f"Nearest miss: programme {near.programme}, {kind}, where {name} took place {near.rank}."
        yield Told("programmes", "nearest miss", float(near.rank), float(near.places), "place", says)
