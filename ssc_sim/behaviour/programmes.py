"""The programmes of a donor: drawn, filled and counted one by one for the focal donor, expected for the others."""

from ssc_sim import luck
from ssc_sim.behaviour.order import latest_place, line_up, sink, take_place
from ssc_sim.compiled import compiled
from ssc_sim.rules import programmes
from ssc_sim.tables import Donor, World

FIELDS, SCOPES = 3, 4


@compiled
def hold_programmes(donor: Donor, world: World) -> None:
    """The focal donor holds what its money pays for, one programme at a time; the others give expected seats."""
    ratio = bought(donor, world)
    if donor.focal == 0.0:
        seats = donor.participants_2016 * ratio
        if donor.seats_money_2016 == 0.0:
            seats = programmes.seats(donor.technical_money, world.parameters.seat_cost)
        expect_seats(donor, seats, world)
        share_fields(donor, world)
        return
    clear_seats(donor, world)
    planned = programmes.programmes_planned(donor.programmes_2016, ratio)
    donor.programmes = programmes.whole(planned, luck.uniform(this_year(luck.PROGRAMMES, donor, world), 0))
    weigh_invitations(donor, world)
    hold_alone(donor, world)
    hold_calls(donor, world)


@compiled
def a_share(share, shift):
    """A share moved towards 1 by a positive shift, towards 0 by a negative one."""
    return share + shift * (1.0 - share) if shift > 0.0 else share * (1.0 + shift)


@compiled
def bought(donor: Donor, world: World):
    """Seats that this year's money buys, against 2016: with a partner's money, at the day's price (M42, M74, M95)."""
    a = world.parameters
    share_offered = world.now.offered / world.now.offered_2016 if world.now.offered_2016 > 0.0 else 0.0
    cost = bring_in_partners(donor, donor.triangular_share * min(1.0, share_offered), world)
    if donor.seats_money_2016 == 0.0:
        return 0.0
    ratio = donor.seats_money / donor.seats_money_2016 * (donor.own_cost_2016 / cost)
    price = programmes.seat_price(ratio, a.seat_scarcity, donor.tailoring, donor.tailoring_2016, a.tailoring_cost)
    return ratio / price


@compiled
def bring_in_partners(donor: Donor, triangular, world: World):
    """What the North pays for a share of the programmes; what a mean one then costs its donor (M95, M98, M151)."""
    a = world.parameters
    cost = programmes.own_cost(triangular, a.northern_cost_share, a.triangular_burden)
    paid_by_north = triangular * a.northern_cost_share * (1.0 + a.triangular_burden)
    donor.triangular = triangular
    donor.triangular_money = donor.seats_money * paid_by_north / cost
    return cost


@compiled
def this_year(purpose, donor: Donor, world: World):
    """The key of one kind of decision of one donor this year."""
    return luck.narrowed(luck.key(world.seed, world.replicate, purpose, world.now.year), donor.identity)


@compiled
def of_programme(number, of_programmes):
    """The key of all that is decided about one of a donor's programmes of the year."""
    return luck.narrowed(of_programmes, 1 + number)


@compiled
def clear_seats(donor: Donor, world: World) -> None:
    """A new year's programmes of the focal donor begin with empty seats."""
    donor.programmes = 0.0
    donor.participants = 0.0
    for tie in world.ties[donor.index]:
        tie.before = tie.came
        tie.came = 0.0
        tie.programmes = 0.0
        tie.alone = 0.0
        tie.in_calls = 0.0
        for field in range(FIELDS):
            tie.participants[field] = 0.0


@compiled
def weigh_invitations(donor: Donor, world: World) -> None:
    """With which weight each country is in the race for a programme of its own, and for a call of each scope."""
    for recipient in world.recipients:
        tie = world.ties[donor.index][recipient.index]
        tie.chosen = programmes.chosen_alone(tie.appeal, recipient.region, world.parameters.bilateral_oceania)
        for scope in range(SCOPES):
            tie.called[scope] = programmes.called(tie.appeal, float(scope), recipient.region)


@compiled
def hold_alone(donor: Donor, world: World) -> None:
    """Programmes for one country (seven of the fourteen of 2018: X12): who comes next has one, and sets out again."""
    alone = a_share(world.parameters.bilateral_share, donor.bilateral_shift)
    of_programmes, of_arrivals = this_year(luck.PROGRAMMES, donor, world), this_year(luck.ARRIVAL, donor, world)
    ties, coming = world.ties[donor.index], 0
    for tie in ties:
        if tie.chosen > 0.0:
            take_place(ties[coming], time_to_come(tie, of_arrivals), tie)
            coming += 1
    line_up(ties, coming)
    for number in range(int(donor.programmes)):
        if luck.uniform(of_programme(number, of_programmes), luck.CALL) < alone and coming > 0:
            tie = ties[int(ties[0].who)]
            teach_alone(donor, world.recipients[tie.index], next_arrival(tie, of_arrivals), world)
            ties[0].ranked += time_to_come(tie, of_arrivals)
            sink(ties, 0, coming)


@compiled
def next_arrival(tie, of_arrivals):
    """The key of all that is decided about a country's next programme of its own this year."""
    return luck.narrowed(luck.narrowed(of_arrivals, tie.identity), int(tie.alone))


@compiled
def time_to_come(tie, of_arrivals):
    """How long it takes a country to come for its next programme of its own."""
    return programmes.invitation_key(luck.uniform(next_arrival(tie, of_arrivals), luck.ARRIVAL), tie.chosen)


@compiled
def teach_alone(donor: Donor, recipient, programme, world: World) -> None:
    """The seats of a programme for one country."""
    tie = world.ties[donor.index][recipient.index]
    tie.alone += 1.0
    fill_seats(donor, tie, field_for(donor, recipient, programme), size_alone(programme, world))


@compiled
def size_alone(programme, world: World):
    """How many come to a programme for one country: at least one."""
    a = world.parameters
    drawn = luck.uniform(programme, luck.SIZE)
    return 1.0 + luck.negative_binomial(drawn, a.bilateral_size - 1.0, a.bilateral_dispersion)


@compiled
def places_of_call(programme, world: World):
    """How many countries are invited to a call: at least two."""
    drawn = luck.uniform(programme, luck.GUESTS)
    return 2 + int(luck.poisson(drawn, world.parameters.call_countries - 2.0))


@compiled
def hold_calls(donor: Donor, world: World) -> None:
    """The calls to many countries."""
    alone = a_share(world.parameters.bilateral_share, donor.bilateral_shift)
    of_programmes = this_year(luck.PROGRAMMES, donor, world)
    for number in range(int(donor.programmes)):
        programme = of_programme(number, of_programmes)
        if luck.uniform(programme, luck.CALL) >= alone:
            hold_call(donor, programme, scope_of_call(programme, world), world)


@compiled
def hold_call(donor: Donor, programme, scope, world: World) -> None:
    """A call to many countries: the winners of the race are invited, each sends at least one (M32, M74, M151)."""
    of_delegation = luck.narrowed(programme, luck.DELEGATION)
    field = own_field(donor, programme)
    ties = world.ties[donor.index]
    for place in range(race(ties, places_of_call(programme, world), scope, luck.narrowed(programme, luck.INVITATION))):
        tie = ties[int(ties[place].who)]
        drawn = luck.uniform(of_delegation, tie.identity)
        sent = 1.0 + luck.poisson(drawn, world.parameters.delegates - 1.0)
        tie.in_calls += sent
        fill_seats(donor, tie, field, sent)


@compiled
def race(ties, places, scope, of_invitation):
    """Who wins the places of a call, and how many are taken: the likeliest start first, so that few change hands."""
    taken, latest = 0, 0
    for start in range(len(ties) - 1, -1, -1):
        tie = ties[int(ties[start].in_order)]
        weight = tie.called[scope]
        if weight > 0.0:
            drawn = luck.uniform(of_invitation, tie.identity)
            if taken < places:
                take_place(ties[taken], programmes.invitation_key(drawn, weight), tie)
                taken += 1
                latest = latest_place(ties, taken) if taken == places else 0
            elif 1.0 - drawn < ties[latest].ranked * weight:  # -ln(u) is never less than 1 - u: most need no logarithm
                key = programmes.invitation_key(drawn, weight)
                if key < ties[latest].ranked:
                    take_place(ties[latest], key, tie)
                    latest = latest_place(ties, taken)
    return taken


@compiled
def scope_of_call(programme, world: World):
    """To whom a call goes, by the chances of the scopes."""
    a = world.parameters
    drawn = luck.uniform(programme, luck.SCOPE)
    for scope in range(SCOPES):
        drawn -= programmes.scope_chance(float(scope), a.call_asia_pacific, a.call_africa, a.call_pacific)
        if drawn < 0.0:
            return scope
    return 0


@compiled
def field_for(donor: Donor, recipient, programme):
    """The field of a programme for one country: what it asks for, as far as it is heard and knows (M72-M74)."""
    listened = donor.demand_driven * recipient.information
    drawn = luck.uniform(programme, luck.FIELD)
    field = 0
    for candidate in range(FIELDS - 1):
        drawn -= share_of_field(donor, recipient, listened, candidate)
        if drawn >= 0.0:
            field = candidate + 1
    return field


@compiled
def own_field(donor: Donor, programme):
    """The field of a call: the donor's own choice (M37, M39)."""
    drawn = luck.uniform(programme, luck.FIELD)
    if drawn < donor.field_share[0]:
        return 0
    return 1 if drawn < donor.field_share[0] + donor.field_share[1] else 2


@compiled
def share_of_field(donor: Donor, recipient, listened, field):
    """The share of a field in what a donor teaches one country: its strengths, and the country's needs (M37, M39)."""
    return (1.0 - listened) * donor.field_share[field] + listened * recipient.needs[field]


@compiled
def fill_seats(donor: Donor, tie, field, participants) -> None:
    """Participants of one country in one programme."""
    tie.programmes += 1.0
    tie.participants[field] += participants
    tie.came += participants
    donor.participants += participants


@compiled
def expect_seats(donor: Donor, participants, world: World) -> None:
    """Expected seats, shared out like the money."""
    in_calls = 1.0 - a_share(world.parameters.bilateral_share, donor.bilateral_shift)
    for tie in world.ties[donor.index]:
        tie.came = participants * tie.share
        tie.in_calls = tie.came * in_calls
    donor.participants = participants


@compiled
def share_fields(donor: Donor, world: World) -> None:
    """Expected participants over the fields: in calls as the donor chooses, else as the country asks too (M37, M72)."""
    for recipient in world.recipients:
        tie = world.ties[donor.index][recipient.index]
        listened = donor.demand_driven * recipient.information
        for field in range(FIELDS):
            own, asked = donor.field_share[field], share_of_field(donor, recipient, listened, field)
            tie.participants[field] = tie.in_calls * own + (tie.came - tie.in_calls) * asked


@compiled
def expect_programmes(donor: Donor, world: World) -> None:
    """What the draws of `hold_programmes` bring on average on the money of 2016: the flows that 2016 is steady on."""
    donor.own_cost_2016 = bring_in_partners(donor, donor.triangular_share, world)
    a = world.parameters
    if donor.focal == 0.0:
        expect_seats(donor, programmes.seats(donor.technical_money, a.seat_cost), world)
        return
    weigh_invitations(donor, world)
    clear_seats(donor, world)
    alone = a_share(a.bilateral_share, donor.bilateral_shift)
    expect_alone(donor, donor.programmes_2016 * alone * a.bilateral_size, world)
    for scope in range(SCOPES):
        chance = programmes.scope_chance(float(scope), a.call_asia_pacific, a.call_africa, a.call_pacific)
        expect_calls(donor, scope, donor.programmes_2016 * (1.0 - alone) * chance * a.delegates, world)


@compiled
def expect_alone(donor: Donor, participants, world: World) -> None:
    """Programmes for one country: in proportion to the weights."""
    total = 0.0
    for tie in world.ties[donor.index]:
        total += tie.chosen
    if total == 0.0:
        return
    for tie in world.ties[donor.index]:
        tie.came += participants * tie.chosen / total
    donor.participants += participants


@compiled
def expect_calls(donor: Donor, scope, participants, world: World) -> None:
    """Calls of one scope: by the chance to be among the winners of the race."""
    time = end_of_race(donor, scope, world)
    for tie in world.ties[donor.index]:
        expected = participants * programmes.in_race(tie.called[scope], time)
        tie.in_calls += expected
        tie.came += expected
        donor.participants += expected


@compiled
def end_of_race(donor: Donor, scope, world: World):
    """The time by which as many keys are expected as there are places (Newton's steps, from below)."""
    candidates, total = 0.0, 0.0
    for tie in world.ties[donor.index]:
        total += tie.called[scope]
        if tie.called[scope] > 0.0:
            candidates += 1.0
    if candidates == 0.0:
        return 0.0
    places = min(world.parameters.call_countries, candidates - 0.5)
    time = places / total
    for _ in range(100):
        expected, slope = 0.0, 0.0
        for tie in world.ties[donor.index]:
            if tie.called[scope] > 0.0:
                chance = programmes.in_race(tie.called[scope], time)
                expected += chance
                slope += tie.called[scope] * (1.0 - chance)
        if places - expected < 1e-9 * places:
            break
        time += (places - expected) / slope
    return time
