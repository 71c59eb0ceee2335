"""The programmes of a donor: drawn, filled and counted one by one for the focal donor, expected for the others."""

import numpy as np

from ssc_sim import luck
from ssc_sim.compiled import compiled
from ssc_sim.rules import programmes
from ssc_sim.tables import Donor, World

FIELDS, SCOPES = 3, 4
ALONE = 1


@compiled
def hold_programmes(donor: Donor, world: World) -> None:
    """The focal donor holds what its money pays for, one programme at a time; the others give expected seats."""
    clear_seats(donor, world)
    if donor.focal == 0.0:
        expect_seats(donor, world)
        return
    planned = programmes.programmes_planned(donor.programmes_2016, donor.technical_money, donor.technical_money_2016)
    donor.programmes = programmes.whole(planned, luck.uniform(this_year(luck.PROGRAMMES, donor, world), 0))
    for programme in range(int(donor.programmes)):
        if luck.uniform(this_year(luck.CALL, donor, world), programme) < world.parameters.bilateral_share:
            hold_for_one(donor, programme, world)
        else:
            hold_call(donor, programme, world)


@compiled
def this_year(purpose, donor: Donor, world: World):
    """The key of one kind of decision of one donor this year."""
    return luck.narrowed(luck.key(world.seed, world.replicate, purpose, world.now.year), donor.identity)


@compiled
def clear_seats(donor: Donor, world: World) -> None:
    """A new year's programmes begin with empty seats."""
    donor.programmes = 0.0
    donor.participants = 0.0
    for tie in world.ties[donor.index]:
        tie.programmes = 0.0
        for field in range(FIELDS):
            tie.participants[field] = 0.0


@compiled
def hold_for_one(donor: Donor, programme, world: World) -> None:
    """A programme for one country (M59; seven of the fourteen of 2018: X12)."""
    a = world.parameters
    of_invitation = luck.narrowed(this_year(luck.INVITATION, donor, world), programme)
    keys = np.empty(len(world.recipients))
    for recipient in world.recipients:
        tie = world.ties[donor.index][recipient.index]
        weight = programmes.chosen_alone(tie.appeal, recipient.region, a.bilateral_oceania)
        keys[recipient.index] = programmes.invitation_key(luck.uniform(of_invitation, recipient.identity), weight)
    drawn = luck.uniform(this_year(luck.SIZE, donor, world), programme)
    size = 1.0 + luck.negative_binomial(drawn, a.bilateral_size - 1.0, a.bilateral_dispersion)
    chosen = luck.last_place(keys, ALONE)
    for tie in world.ties[donor.index]:
        if keys[tie.index] <= chosen and keys[tie.index] < np.inf:
            fill_seats(donor, tie, programme, size, world)


@compiled
def hold_call(donor: Donor, programme, world: World) -> None:
    """A call to many countries: the winners of the race are invited, each sends at least one (M32, M74, M151)."""
    a = world.parameters
    scope = scope_of_call(luck.uniform(this_year(luck.SCOPE, donor, world), programme), world)
    of_invitation = luck.narrowed(this_year(luck.INVITATION, donor, world), programme)
    of_delegation = luck.narrowed(this_year(luck.DELEGATION, donor, world), programme)
    keys = np.empty(len(world.recipients))
    for recipient in world.recipients:
        tie = world.ties[donor.index][recipient.index]
        weight = programmes.called(tie.appeal, scope, recipient.region)
        keys[recipient.index] = programmes.invitation_key(luck.uniform(of_invitation, recipient.identity), weight)
    drawn = luck.uniform(this_year(luck.GUESTS, donor, world), programme)
    last = luck.last_place(keys, 2 + int(luck.poisson(drawn, a.call_countries - 2.0)))
    for recipient in world.recipients:
        if keys[recipient.index] <= last and keys[recipient.index] < np.inf:
            drawn = luck.uniform(of_delegation, recipient.identity)
            sent = 1.0 + luck.poisson(drawn, a.delegates - 1.0)
            fill_seats(donor, world.ties[donor.index][recipient.index], programme, sent, world)


@compiled
def scope_of_call(drawn, world: World):
    """To whom a call goes, by the chances of the scopes."""
    a = world.parameters
    for scope in range(SCOPES):
        drawn -= programmes.scope_chance(scope, a.call_everywhere, a.call_asia_pacific, a.call_africa, a.call_pacific)
        if drawn < 0.0:
            return float(scope)
    return 0.0


@compiled
def fill_seats(donor: Donor, tie, programme, participants, world: World) -> None:
    """Participants of one country in one programme, all in its field (M37, M39)."""
    drawn = luck.uniform(this_year(luck.FIELD, donor, world), programme)
    field = 0
    if drawn >= donor.field_share[0]:
        field = 1
    if drawn >= donor.field_share[0] + donor.field_share[1]:
        field = 2
    tie.programmes += 1.0
    tie.participants[field] += participants
    donor.participants += participants


@compiled
def expect_seats(donor: Donor, world: World) -> None:
    """Seats by their price, shared out like the money."""
    a = world.parameters
    donor.participants = programmes.seats(donor.technical_money, a.seat_cost)
    for tie in world.ties[donor.index]:
        for field in range(FIELDS):
            tie.participants[field] = donor.participants * tie.share * donor.field_share[field]


@compiled
def expect_programmes(donor: Donor, world: World) -> None:
    """What the draws of `hold_programmes` bring on average on the money of 2016: the flows that 2016 is steady on."""
    clear_seats(donor, world)
    if donor.focal == 0.0:
        expect_seats(donor, world)
        return
    a = world.parameters
    calls = donor.programmes_2016 * (1.0 - a.bilateral_share)
    expect_alone(donor, donor.programmes_2016 * a.bilateral_share * a.bilateral_size, world)
    for scope in range(SCOPES):
        chance = programmes.scope_chance(scope, a.call_everywhere, a.call_asia_pacific, a.call_africa, a.call_pacific)
        expect_calls(donor, float(scope), calls * chance * a.delegates, world)


@compiled
def expect_alone(donor: Donor, participants, world: World) -> None:
    """Programmes for one country: in proportion to the weights."""
    total = 0.0
    for recipient in world.recipients:
        tie = world.ties[donor.index][recipient.index]
        total += programmes.chosen_alone(tie.appeal, recipient.region, world.parameters.bilateral_oceania)
    if total == 0.0:
        return
    for recipient in world.recipients:
        tie = world.ties[donor.index][recipient.index]
        weight = programmes.chosen_alone(tie.appeal, recipient.region, world.parameters.bilateral_oceania)
        expect_participants(donor, tie, participants * weight / total)


@compiled
def expect_calls(donor: Donor, scope, participants, world: World) -> None:
    """Calls of one scope: by the chance to be among the winners of the race."""
    time = end_of_race(donor, scope, world)
    for recipient in world.recipients:
        tie = world.ties[donor.index][recipient.index]
        weight = programmes.called(tie.appeal, scope, recipient.region)
        expect_participants(donor, tie, participants * programmes.in_race(weight, time))


@compiled
def end_of_race(donor: Donor, scope, world: World):
    """The time by which as many keys are expected as there are places (Newton's steps, from below)."""
    candidates, total = 0.0, 0.0
    for recipient in world.recipients:
        weight = programmes.called(world.ties[donor.index][recipient.index].appeal, scope, recipient.region)
        total += weight
        if weight > 0.0:
            candidates += 1.0
    if candidates == 0.0:
        return 0.0
    places = min(world.parameters.call_countries, candidates - 0.5)
    time = places / total
    for _ in range(100):
        expected, slope = 0.0, 0.0
        for recipient in world.recipients:
            weight = programmes.called(world.ties[donor.index][recipient.index].appeal, scope, recipient.region)
            chance = programmes.in_race(weight, time)
            expected += chance
            slope += weight * (1.0 - chance)
        if places - expected < 1e-9 * places:
            break
        time += (places - expected) / slope
    return time


@compiled
def expect_participants(donor: Donor, tie, participants) -> None:
    """Expected participants of one country, over the donor's fields."""
    for field in range(FIELDS):
        tie.participants[field] += participants * donor.field_share[field]
    donor.participants += participants
