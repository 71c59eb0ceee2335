"""What happens to the whole world: shocks at the start of a year, the books at its end."""

from math import isfinite

from ssc_sim.compiled import compiled
from ssc_sim.tables import Ngo, Partner, Recipient, World
from ssc_sim.tables.happenings import (
    BARGAINING_BLOC,
    CAMPAIGN,
    CONFLICT,
    DEBT_CRISIS,
    GRADUATION,
    HUMAN_RIGHTS,
    ME_FIRST,
    TARIFFS,
)

FIELDS = 3
TOLERANCE = 1e-9
NOWHERE = -1


@compiled
def shift_world(world: World) -> None:
    """A new year begins: no identity has broken yet; the North may turn inward (M122), recipients may graduate."""
    world.now.fault = 0.0
    world.now.fault_row = -1.0
    world.now.me_first = 0.0
    world.now.graduation = 0.0
    gather_pool(world)
    for event in world.events:
        if is_on(event, world):
            if event.kind == ME_FIRST:
                world.now.me_first = max(world.now.me_first, event.size)
            if event.kind == GRADUATION:
                world.now.graduation = max(world.now.graduation, event.size)


@compiled
def gather_pool(world: World) -> None:
    """Graduated recipients give a share of their income, as training for the quarter of lowest development (M138)."""
    given, takers = 0.0, 0.0
    for recipient in world.recipients:
        given += recipient.graduated * recipient.gni * world.parameters.giving_rate
        takers += recipient.lowest_quartile
    world.now.pool = given if takers > 0.0 else 0.0
    world.now.pool_takers = takers


@compiled
def look_around(world: World) -> None:
    """What each sub-region has gained since 2016, to share (M31, M33); how the Pacific stood last year (M51)."""
    for around in world.neighbourhoods:
        around.members = 0.0
        for field in range(FIELDS):
            around.gains[field] = 0.0
    world.now.pacific = 0.0
    world.now.pacific_change = 0.0
    for recipient in world.recipients:
        around = world.neighbourhoods[int(recipient.subregion)]
        around.members += 1.0
        for field in range(FIELDS):
            around.gains[field] += recipient.capacity[field] - recipient.capacity_2016
        world.now.pacific += recipient.pif
        world.now.pacific_change += recipient.pif * (recipient.stance_before - recipient.stance_2016)


@compiled
def is_on(event, world: World):
    """Whether an event strikes this year."""
    return event.first <= world.now.year and world.now.year <= event.last


@compiled
def meet_events(recipient: Recipient, world: World) -> None:
    """What strikes a recipient this year (M13, M51, M70, M113, M130, M139)."""
    recipient.crisis = 0.0
    recipient.tariffs = 0.0
    recipient.conflict = 0.0
    recipient.bloc = 0.0
    recipient.campaign = 0.0
    recipient.rights_events = 0.0
    for event in world.events:
        if is_on(event, world) and world.touches[event.index][recipient.index].touched == 1.0:
            if event.kind == DEBT_CRISIS:
                recipient.crisis = max(recipient.crisis, event.size)
            if event.kind == TARIFFS:
                recipient.tariffs = max(recipient.tariffs, event.size)
            if event.kind == CONFLICT:
                recipient.conflict = max(recipient.conflict, event.size)
            if event.kind == BARGAINING_BLOC:
                recipient.bloc = max(recipient.bloc, event.size)
            if event.kind == CAMPAIGN:
                recipient.campaign = max(recipient.campaign, event.size)
            if event.kind == HUMAN_RIGHTS:
                recipient.rights_events = max(recipient.rights_events, event.size)


@compiled
def make_offer(partner: Partner, world: World) -> None:
    """A Northern partner offers money for triangular cooperation, less where it turns inward (M95, M96, M122)."""
    partner.offered = partner.offer * (1.0 - partner.retreats * world.now.me_first)


@compiled
def sum_offers(world: World) -> None:
    """What all partners offer together."""
    world.now.offered = 0.0
    for partner in world.partners:
        world.now.offered += partner.offered


@compiled
def relieve(ngo: Ngo, world: World) -> None:
    """An NGO sends relief to countries in conflict, beside the state (M141, M142)."""
    ngo.sent = 0.0
    for recipient in world.recipients:
        sent = ngo.response * world.parameters.ngo_response * recipient.conflict
        ngo.sent += sent
        recipient.relief += sent


@compiled
def balance(world: World) -> None:
    """What is sent arrives, people are counted once, debt rolls forward, stocks stay shares (checked every year)."""
    sent, overhead, taught = world.now.pool, 0.0, 0.0
    for ngo in world.ngos:
        sent += ngo.sent
    for donor in world.donors:
        sent += donor.grant_money + donor.loan_money + donor.technical_money + donor.humanitarian_money
        overhead += donor.overhead
        taught += donor.participants
    taught += world.now.pool / world.parameters.seat_cost
    received, trained = 0.0, 0.0
    for recipient in world.recipients:
        received += recipient.grants + recipient.loans + recipient.technical + recipient.relief
        for field in range(FIELDS):
            trained += recipient.participants[field]
    if not abs(sent - received - overhead) <= TOLERANCE * (1.0 + sent):
        tell_fault(1.0, NOWHERE, world)
    if not abs(taught - trained) <= TOLERANCE * (1.0 + taught):
        tell_fault(2.0, NOWHERE, world)
    for recipient in world.recipients:
        balance_recipient(recipient, world)


@compiled
def balance_recipient(recipient, world: World) -> None:
    """The same for one country."""
    debt = recipient.debt_before + recipient.interest + recipient.loans + recipient.conditional_loans
    debt -= recipient.service
    shares_hold = 0.0 <= recipient.dependency <= 1.0 and 0.0 <= recipient.ownership <= 1.0
    shares_hold = shares_hold and 0.0 <= recipient.development <= 1.0 and 0.0 <= recipient.stance <= 1.0
    finite = isfinite(recipient.debt) and isfinite(recipient.social) and isfinite(recipient.working)
    for field in range(FIELDS):
        shares_hold = shares_hold and 0.0 <= recipient.capacity[field] <= 1.0
        shares_hold = shares_hold and 0.0 <= recipient.coverage[field] <= 1.0
    if not abs(recipient.debt - debt) <= TOLERANCE * (1.0 + abs(debt)):
        tell_fault(3.0, recipient.index, world)
    if not shares_hold:
        tell_fault(4.0, recipient.index, world)
    if not finite:
        tell_fault(5.0, recipient.index, world)


@compiled
def tell_fault(fault, row, world: World) -> None:
    """The first identity that breaks is the one that is told."""
    if world.now.fault == 0.0:
        world.now.fault = fault
        world.now.fault_row = float(row)
