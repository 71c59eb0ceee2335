"""Whom a donor chooses."""

from math import exp, log

from ssc_sim.compiled import compiled


@compiled
def need(gdp_per_head, need_elasticity, ldc, least_developed_bonus):
    """Return the need of a recipient (log weight).

        need = -need_elasticity * ln(gdp_per_head) + least_developed_bonus * ldc

    The poorer a country, the more it needs; the least developed need a special response (M81, M154).
    Holds: never rises with income; never falls when a country is least developed.
    """
    return least_developed_bonus * ldc - need_elasticity * log(gdp_per_head)


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
