"""What happens to the whole world: shocks at the start of a year, the books and the record at its end."""

from math import isfinite

from ssc_sim.compiled import compiled
from ssc_sim.tables import Outcome, World

REGIONS, FIELDS, GROUPS = 5, 3, 5
TOLERANCE = 1e-9
NOWHERE = -1


@compiled
def shift_world(world: World) -> None:
    """A new year begins, and no identity has broken yet."""
    world.now.fault = 0.0
    world.now.fault_row = -1.0


@compiled
def balance(world: World) -> None:
    """What is sent arrives, people are counted once, debt rolls forward, stocks stay shares (checked every year)."""
    sent, overhead, taught = 0.0, 0.0, 0.0
    for donor in world.donors:
        sent += donor.grant_money + donor.loan_money + donor.technical_money
        overhead += donor.overhead
        taught += donor.participants
    received, trained = 0.0, 0.0
    for recipient in world.recipients:
        received += recipient.grants + recipient.loans + recipient.technical
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
    debt = recipient.debt_before + recipient.interest + recipient.loans - recipient.service
    shares_hold = 0.0 <= recipient.dependency <= 1.0
    finite = isfinite(recipient.debt) and isfinite(recipient.social) and isfinite(recipient.in_post)
    for field in range(FIELDS):
        shares_hold = (
            shares_hold and 0.0 <= recipient.capacity[field] <= 1.0 and 0.0 <= recipient.coverage[field] <= 1.0
        )
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


@compiled
def record(world: World, outcome: Outcome) -> None:
    """The year as it is stored: the programme, the nations, the system."""
    record_programme(world, outcome)
    record_nations(world, outcome)
    record_system(world, outcome)


@compiled
def record_programme(world: World, outcome: Outcome) -> None:
    """What the focal donor did."""
    clear_programme(outcome)
    technical = 0.0
    for donor in world.donors:
        if donor.focal == 1.0:
            outcome.programmes += donor.programmes
            outcome.participants += donor.participants
            outcome.spending += donor.grant_money + donor.loan_money + donor.technical_money
            technical += donor.technical_money
            record_reach(world.ties[donor.index], world, outcome)
    outcome.cost_per_participant = technical / outcome.participants if outcome.participants > 0.0 else 0.0
    served = 0.0
    for recipient in world.recipients:
        outcome.trained_in_post += recipient.in_post
        if recipient.in_post > 0.0:
            served += FIELDS * recipient.cadre
    outcome.cadre_share = min(1.0, outcome.trained_in_post / served) if served > 0.0 else 0.0


@compiled
def clear_programme(outcome: Outcome) -> None:
    """Counting starts at nothing."""
    outcome.programmes = 0.0
    outcome.participants = 0.0
    outcome.spending = 0.0
    outcome.countries_reached = 0.0
    outcome.trained_in_post = 0.0
    for region in range(REGIONS):
        outcome.participants_by_region[region] = 0.0
        outcome.countries_reached_by_region[region] = 0.0


@compiled
def record_reach(ties, world: World, outcome: Outcome) -> None:
    """Who came, from where."""
    for recipient in world.recipients:
        tie = ties[recipient.index]
        region = int(recipient.region)
        came = 0.0
        for field in range(FIELDS):
            came += tie.participants[field]
        outcome.participants_by_region[region] += came
        if came > 0.0:
            outcome.countries_reached += 1.0
            outcome.countries_reached_by_region[region] += 1.0


@compiled
def record_nations(world: World, outcome: Outcome) -> None:
    """Means over countries: all, the Pacific, the least developed, the lowest quartile, and weighted by people."""
    for group in range(GROUPS):
        outcome.capacity[group] = 0.0
        outcome.dependency[group] = 0.0
        outcome.self_reliance[group] = 0.0
        outcome.debt[group] = 0.0
        outcome.debt_service[group] = 0.0
        outcome.social_spending[group] = 0.0
        members = 0.0
        for recipient in world.recipients:
            members += weight_in_group(group, recipient)
        for recipient in world.recipients:
            record_nation(group, weight_in_group(group, recipient) / max(members, 1e-9), recipient, outcome)


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
def record_nation(group, weight, recipient, outcome: Outcome) -> None:
    """One country's part of a mean."""
    capacity = (recipient.capacity[0] + recipient.capacity[1] + recipient.capacity[2]) / FIELDS
    social = recipient.social / recipient.social_2016 if recipient.social_2016 > 0.0 else 1.0
    outcome.capacity[group] += weight * capacity
    outcome.dependency[group] += weight * recipient.dependency
    outcome.self_reliance[group] += weight * capacity * (1.0 - recipient.dependency)
    outcome.debt[group] += weight * recipient.debt / recipient.gni
    outcome.debt_service[group] += weight * recipient.service / recipient.gni
    outcome.social_spending[group] += weight * social


@compiled
def record_system(world: World, outcome: Outcome) -> None:
    """What all Southern donors gave."""
    technical, loans, total = 0.0, 0.0, 0.0
    for donor in world.donors:
        technical += donor.technical_money
        loans += donor.loan_money
        total += donor.grant_money + donor.loan_money + donor.technical_money
    outcome.ssc_volume = total
    outcome.technical_share = technical / total if total > 0.0 else 0.0
    outcome.loan_share = loans / total if total > 0.0 else 0.0
