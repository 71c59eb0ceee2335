"""What became of the nations, as means over groups of them."""

from ssc_sim.behaviour.economy import need_met
from ssc_sim.behaviour.recipients import mean_capacity
from ssc_sim.compiled import compiled
from ssc_sim.tables import Outcome, World

GROUPS = 5


@compiled
def record_nations(world: World, outcome: Outcome) -> None:
    """Means over groups of countries: all, the Pacific, the least developed, the lowest quartile, or by people."""
    clear_nations(outcome)
    for recipient in world.recipients:
        record_nation(recipient, world, outcome)
    for group in range(GROUPS):
        members = 0.0
        for recipient in world.recipients:
            members += weight_in_group(group, recipient)
        if members > 0.0:
            divide_nations(group, members, outcome)


@compiled
def clear_nations(outcome: Outcome) -> None:
    """Sums begin at nothing."""
    for group in range(GROUPS):
        outcome.capacity[group] = 0.0
        outcome.dependency[group] = 0.0
        outcome.dependency_north[group] = 0.0
        outcome.self_reliance[group] = 0.0
        outcome.debt[group] = 0.0
        outcome.debt_service[group] = 0.0
        outcome.social_spending[group] = 0.0
        outcome.development[group] = 0.0
        outcome.ownership[group] = 0.0
        outcome.equipment_working[group] = 0.0
        outcome.unmet_finance[group] = 0.0
        outcome.relief[group] = 0.0


@compiled
def divide_nations(group, members, outcome: Outcome) -> None:
    """Sums over a group become means."""
    outcome.capacity[group] /= members
    outcome.dependency[group] /= members
    outcome.dependency_north[group] /= members
    outcome.self_reliance[group] /= members
    outcome.debt[group] /= members
    outcome.debt_service[group] /= members
    outcome.social_spending[group] /= members
    outcome.development[group] /= members
    outcome.ownership[group] /= members
    outcome.equipment_working[group] /= members
    outcome.unmet_finance[group] /= members
    outcome.relief[group] /= members


@compiled
def weight_in_group(group, recipient):
    """A country's weight in a group of `tables.GROUPS`."""
    if group == 0:
        return 1.0
    if group == 1:
        return recipient.pif
    if group == 2:
        return recipient.ldc
    if group == 3:
        return recipient.lowest_quartile
    return recipient.population


@compiled
def record_nation(recipient, world: World, outcome: Outcome) -> None:
    """One country's part of the sums over its groups."""
    capacity = mean_capacity(recipient)
    aid = recipient.northern + recipient.grants + recipient.loans + recipient.technical
    money = recipient.northern + recipient.grants + recipient.loans
    missing = max(0.0, recipient.northern_2016 + recipient.money_2016 - money)
    of_north = recipient.northern / aid if aid > 0.0 else 0.0
    working = recipient.working / recipient.equipment if recipient.equipment > 0.0 else 1.0
    social, relieved = social_against_2016(recipient), need_met(recipient, world)
    for group in range(GROUPS):
        weight = weight_in_group(group, recipient)
        if weight > 0.0:
            outcome.capacity[group] += weight * capacity
            outcome.dependency[group] += weight * recipient.dependency
            outcome.dependency_north[group] += weight * recipient.dependency * of_north
            outcome.self_reliance[group] += weight * capacity * (1.0 - recipient.dependency)
            outcome.debt[group] += weight * recipient.debt / recipient.gni
            outcome.debt_service[group] += weight * recipient.service / recipient.gni
            outcome.social_spending[group] += weight * social
            outcome.development[group] += weight * recipient.development
            outcome.ownership[group] += weight * recipient.ownership
            outcome.equipment_working[group] += weight * working
            outcome.unmet_finance[group] += weight * missing / recipient.gni
            outcome.relief[group] += weight * relieved


@compiled
def social_against_2016(recipient):
    """Social spending against that of 2016."""
    return recipient.social / recipient.social_2016 if recipient.social_2016 > 0.0 else 1.0
