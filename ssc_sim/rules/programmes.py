"""How the focal donor's programmes are made up, and what a seat costs."""

from math import exp, floor, log

from ssc_sim.compiled import compiled


@compiled
def programmes_planned(programmes_2016, bought):
    """Return the programmes that this year's money buys (programmes, not yet whole).

        planned = programmes_2016 * bought, where bought is this year's seats against those of 2016

    Holds: programmes_2016 where as much is bought as in 2016; none without money.
    """
    return programmes_2016 * bought


@compiled
def whole(expected, luck):
    """Return a whole number with the given mean: floor(expected + luck), luck uniform in (0, 1).

    Holds: within one of the mean, and equal to it where it is whole.
    """
    return floor(expected) + floor(expected - floor(expected) + luck)


@compiled
def seats(technical_money, seat_cost):
    """Return the participants that a donor's technical money trains (persons).

    seats = technical_money / seat_cost

    Used for donors whose programmes are not drawn one by one.
    Holds: rises with the money; none without it.
    """
    return technical_money / seat_cost


@compiled
def scope_chance(scope, asia_pacific, africa, pacific):
    """Return the share of calls with a scope: 0 all countries, 1 Asia and the Pacific, 2 Africa, 3 the Pacific.

        chance = calls of the scope, for each open one / (1 + asia_pacific + africa + pacific)

    The calls of 2018 went to such regions (P09-P14).
    Holds: between 0 and 1; the four chances sum to one.
    """
    total = 1.0 + asia_pacific + africa + pacific
    if scope == 1.0:
        return asia_pacific / total
    if scope == 2.0:
        return africa / total
    if scope == 3.0:
        return pacific / total
    return 1.0 / total


@compiled
def called(appeal, scope, region):
    """Return the weight with which a country is invited to a call: its appeal inside the scope, zero outside."""
    asia, oceania, africa = region == 0.0, region == 1.0, region == 2.0
    if scope == 1.0 and not (asia or oceania):
        return 0.0
    if scope == 2.0 and not africa:
        return 0.0
    if scope == 3.0 and not oceania:
        return 0.0
    return appeal


@compiled
def chosen_alone(appeal, region, bilateral_oceania):
    """Return the weight with which a country gets a programme of its own.

    Rarer in Oceania, never in Europe: its five participants of 2016 came from five countries (D06, D12, K08).
    Holds: zero in Europe; the appeal itself outside Oceania and Europe.
    """
    if region == 4.0:
        return 0.0
    if region == 1.0:
        return appeal * exp(bilateral_oceania)
    return appeal


@compiled
def invitation_key(luck, weight):
    """Return a country's time in the race for invitations; the smallest win.

        key = -ln(luck) / weight

    An exponential race: chances follow the weights, and no country's luck depends on another's. Who sets out again
    after each win comes as if nothing had been won: one race gives any number of independent winners.
    Holds: infinite for weight zero; falls with the weight.
    """
    if weight <= 0.0:
        return float("inf")
    return -log(luck) / weight


@compiled
def in_race(weight, time):
    """Return the chance that a country's key falls before a time.

        chance = 1 - exp(-weight * time)

    With the time at which the chances sum to the places, close to the chance of winning one of them.
    Holds: between 0 and 1; the chance that `invitation_key` is smaller.
    """
    return 1.0 - exp(-weight * time)


@compiled
def seat_price(seats_ratio, seat_scarcity, tailoring, tailoring_2016, tailoring_cost):
    """Return the price of a seat, against 2016 (ratio).

        price = max(1, seats_ratio / 2)^seat_scarcity
              * (1 + tailoring_cost * tailoring) / (1 + tailoring_cost * tailoring_2016)

    Training centres all over the country carry twice the seats of 2016; more cost more (M42). Tailoring costs (M74).
    Holds: 1 as in 2016; never falls with the seats or with tailoring.
    """
    scarcity = max(1.0, seats_ratio / 2.0) ** seat_scarcity
    return scarcity * (1.0 + tailoring_cost * tailoring) / (1.0 + tailoring_cost * tailoring_2016)


@compiled
def own_cost(triangular, northern_cost_share, triangular_burden):
    """Return what a mean programme costs its donor, against one paid alone (ratio).

        cost = 1 - triangular + triangular * (1 - northern_cost_share) * (1 + triangular_burden)

    In triangular programmes the North pays its share, and three parties cost more to bring together (M95, M98, M151).
    Holds: 1 without triangular programmes; positive.
    """
    return 1.0 - triangular + triangular * (1.0 - northern_cost_share) * (1.0 + triangular_burden)
