"""Whom a donor chooses."""

from math import exp, log

from ssc_sim.compiled import compiled


@compiled
def need(gdp_per_head, need_elasticity, special_need):
    """Return the need of a recipient (log weight).

        need = -need_elasticity * ln(gdp_per_head) + special_need

    The poorer a country, the more it needs; the least developed, landlocked and small island states need a special
    response (M81, M154).
    Holds: never rises with income; rises with special need.
    """
    return special_need - need_elasticity * log(gdp_per_head)


@compiled
def interest(objective, subjective, interest_weight):
    """Return the donor's interest in a recipient (log weight).

        interest = interest_weight * (objective + subjective)

    What stays (place, territory) and what the government of the day chooses count alike (M43, M45, M46, M55).
    Holds: rises with each score where the weight is positive.
    """
    return interest_weight * (objective + subjective)


@compiled
def familiarity(population, population_elasticity, closeness):
    """Return how near at hand a recipient is (log weight).

        familiarity = population_elasticity * ln(population) + closeness

    Large countries and close ones are met more often, whatever the motive (M76, M77, M80).
    Holds: rises with population and with closeness.
    """
    return population_elasticity * log(population) + closeness


@compiled
def attractiveness(solidarity, need, interest, familiarity):
    """Return what draws a donor to a recipient (log weight).

        attractiveness = solidarity * need + (1 - solidarity) * interest + familiarity

    One weight stands between need and interest (M87, M88); familiarity is outside it.
    Holds: at solidarity 0 need has no effect, at 1 interest has none.
    """
    return solidarity * need + (1.0 - solidarity) * interest + familiarity


@compiled
def focal_region(region, oceania, africa, americas, europe):
    """Return the focal donor's pull to a region, against Asia (log weight).

    Regions are numbered as in `tables.REGIONS`. Stands for what 2016 shows and nothing
    else explains (D08-D12).
    Holds: zero for Asia; each region has its own.
    """
    if region == 1.0:
        return oceania
    if region == 2.0:
        return africa
    if region == 3.0:
        return americas
    if region == 4.0:
        return europe
    return 0.0


@compiled
def appeal(attractiveness, possible):
    """Return what shares and invitations are proportional to (weight).

        appeal = possible * exp(attractiveness)

    Holds: positive where the tie is possible, zero for a country and itself.
    """
    return possible * exp(attractiveness)


@compiled
def pacific_interest(support, motive, papua_weight):
    """Return the interest that the stance on Papua gives (log weight).

        interest = motive * papua_weight * (1 - support)         to persuade opponents (motive 1, M48)
                 = -motive * papua_weight * support              to reward friends (motive -1)

    Three rival rules in one: at motive 0 the stance draws no aid. The documents name the motive, the counts of 2016 do
    not show it (K08, K21).
    Holds: never negative; zero at motive 0; falls with support when persuading, rises when rewarding.
    """
    if motive > 0.0:
        return motive * papua_weight * (1.0 - support)
    return -motive * papua_weight * support


@compiled
def log_change(now, before, least):
    """Return a change of a share (log).

        change = ln((now + least) / (before + least))

    Shares far below `least` count as one size.
    Holds: zero without a change; rises with the share now.
    """
    return log((now + least) / (before + least))


@compiled
def drawn_by_habit(attraction_2016, attraction, habit, herding, own_change, others_change):
    """Return what draws a donor to a recipient, with its inertia (log weight).

        drawn = attraction_2016 + (1 - habit - herding) * (attraction - attraction_2016)
              + habit * own_change + herding * others_change

    In deviation form: in 2016 donors give as they are drawn; what has changed since comes through in part at once, and
    in full in the long run. Donors go on as last year and follow each other (M76, M90).
    Holds: attraction_2016 where nothing has changed; attraction where there is no inertia.
    """
    moved = (1.0 - habit - herding) * (attraction - attraction_2016)
    return attraction_2016 + moved + habit * own_change + herding * others_change


@compiled
def informed(information_base, participants, informed_by):
    """Return how much of what is offered a country knows (share).

        informed = information_base + (1 - information_base) * (1 - exp(-participants / informed_by))

    Those who were trained tell of it (M40); others have little information (M113).
    Holds: between information_base and 1; rises with the participants.
    """
    return information_base + (1.0 - information_base) * (1.0 - exp(-participants / informed_by))
