"""What a donor decides in a year: its leader, its budget, its mix, whom it chooses, what it delivers."""

from ssc_sim import luck
from ssc_sim.behaviour.world import is_on
from ssc_sim.compiled import compiled
from ssc_sim.rules import allocation, budget, institutions, learning, programmes
from ssc_sim.tables import FIRST_YEAR, Donor, World
from ssc_sim.tables.happenings import (
    AGENCY,
    BUDGET_CUT,
    COMMITMENT,
    ENTRANT,
    EXTRA_GRANTS,
    EXTRA_LOANS,
    EXTRA_TRAINING,
    LEADER_CHANGE,
    LEGISLATION,
    PLAN_ENTRY,
)

FIELDS = 3


@compiled
def present_in_2016(donor: Donor):
    """1 where a donor gave in 2016."""
    return 1.0 - donor.dormant


@compiled
def change_leader(donor: Donor, world: World) -> None:
    """A new leader has other subjective interests; the objective ones stay (M45, M46, M55, M120)."""
    a = world.parameters
    of_leader = luck.key(world.seed, world.replicate, luck.LEADER, world.now.year)
    spread = 0.0
    if world.now.year > FIRST_YEAR and luck.uniform(of_leader, donor.identity) < a.leader_hazard:
        spread = a.leader_spread
    for event in world.events:
        if event.kind == LEADER_CHANGE and strikes(event, donor, world):
            spread = max(spread, event.size)
    if spread > 0.0:
        of_interest = luck.narrowed(
            luck.key(world.seed, world.replicate, luck.INTEREST, world.now.year), donor.identity
        )
        spread *= 1.0 + donor.demand_driven  # a wholly demand-driven donor has twice as far to swing (M75)
        for recipient in world.recipients:
            tie = world.ties[donor.index][recipient.index]
            drawn = luck.normal(luck.uniform(of_interest, recipient.identity))
            tie.subjective = tie.subjective_interest + spread * drawn


@compiled
def strikes(event, donor: Donor, world: World):
    """Whether an event strikes a donor this year."""
    return is_on(event, world) and (event.donor < 0.0 or event.donor == donor.index)


@compiled
def set_budget(donor: Donor, world: World) -> None:
    """Budgets follow a trend and swing around it (M94, M112); crises cut them, plans raise them (M119)."""
    a = world.parameters
    if world.now.year > FIRST_YEAR:
        yearly_change = a.budget_change_large if donor.budget_2016 > a.large_budget else a.budget_change_small
        of_budget = luck.key(world.seed, world.replicate, luck.BUDGET, world.now.year)
        shock = luck.normal(luck.uniform(of_budget, donor.identity))
        donor.log_budget = budget.log_budget_next(donor.log_budget, a.budget_persistence, yearly_change, shock)
    factor = donor.budget_factor * (1.0 + donor.response_to_retreat * world.now.me_first)
    donor.volume = 1.0
    donor.present = present_in_2016(donor)
    donor.agency = 0.0
    donor.agency_loans = 0.0
    donor.setting_up = 0.0
    for event in world.events:
        if strikes(event, donor, world):
            if event.kind == BUDGET_CUT:
                factor *= event.size
            if event.kind == PLAN_ENTRY:
                factor *= event.size
            if event.kind == LEGISLATION:
                donor.volume *= event.size
            if event.kind == ENTRANT and donor.dormant == 1.0:
                donor.present = 1.0
                factor *= event.size
            if event.kind == AGENCY:
                donor.agency = 1.0
                donor.agency_loans = max(donor.agency_loans, event.size)
                donor.setting_up = max(donor.setting_up, 1.0 if event.first == world.now.year else 0.0)
    trend = donor.growth * (world.now.year - FIRST_YEAR)
    donor.budget = donor.present * budget.budget(donor.budget_2016, factor, donor.log_budget, trend)


@compiled
def choose_mix(donor: Donor, world: World) -> None:
    """Relief, training, grants or loans (M16, M82-M84, M107); a halted programme's money stays at home (M105)."""
    a = world.parameters
    share = budget.technical_share(
        donor.technical_share, donor.mix_follows_budget, donor.budget, a.small_budget, a.technical_most, a.mix_slope
    )
    worst = 0.0
    for recipient in world.recipients:
        worst = max(worst, recipient.conflict * world.ties[donor.index][recipient.index].possible)
    donor.humanitarian_money = donor.budget * a.humanitarian_share * worst
    left = donor.budget - donor.humanitarian_money
    committed = left * share * donor.volume
    donor.technical_money = (1.0 - donor.delay) * committed + donor.carried
    donor.carried = donor.delay * committed
    money = left * (1.0 - share)
    donor.loan_money = money * (donor.loan_share + donor.agency_loans * (1.0 - donor.loan_share))
    donor.grant_money = money - donor.loan_money
    set_aside(donor, world)


@compiled
def set_aside(donor: Donor, world: World) -> None:
    """What of the technical money goes into seats and equipment; the rest is overhead (X05, G01, M106-M111)."""
    a = world.parameters
    donor.coordinated = institutions.coordination(
        donor.coordination, donor.agency, a.agency_coordination, donor.measurement
    )
    lost = a.measurement_cost * donor.measurement + a.agency_setup * donor.setting_up
    usable = donor.technical_money * (1.0 - lost)
    kept = a.seats_share + (1.0 - a.seats_share) * a.agency_saving * donor.agency
    donor.seats_money = usable * kept
    donor.equipment_money = (usable - donor.seats_money) * donor.equipment_share


@compiled
def attraction_of(donor: Donor, tie, recipient, world: World):
    """What draws a donor to a recipient before any habit (M43, M45, M46, M48, M54-M57, M72, M81, M87, M88)."""
    a = world.parameters
    subjective = tie.subjective
    for event in world.events:
        if event.kind == COMMITMENT and strikes(event, donor, world):
            subjective += event.size * world.touches[event.index][recipient.index].touched
    interest = allocation.interest(tie.objective_interest, subjective, a.interest_weight)
    if tie.papua_matters == 1.0:
        interest += allocation.pacific_interest(recipient.stance, a.papua_motive, a.papua_weight)
    known = a.request_pull * donor.demand_driven * recipient.newly_informed
    if donor.measurement > 0.0:
        known += a.adaptation * donor.measurement * allocation.log_change(tie.known_yield, 1.0, a.least_share)
    return allocation.attractiveness(donor.solidarity, recipient.need, interest, tie.familiarity + known)


@compiled
def allocate(donor: Donor, world: World) -> None:
    """Whom a donor chooses: as it is drawn, as last year, as the others do (M43, M80, M81, M87, M88, M90)."""
    a = world.parameters
    if donor.present == 0.0:
        return
    for recipient in world.recipients:
        tie = world.ties[donor.index][recipient.index]
        drawn = allocation.drawn_by_habit(
            tie.attraction_2016,
            attraction_of(donor, tie, recipient, world),
            a.habit,
            a.herding,
            allocation.log_change(tie.share, tie.share_2016, a.least_share),
            recipient.in_favour,
        )
        tie.appeal = allocation.appeal(drawn, tie.possible)
    share_out(donor, world)


@compiled
def share_out(donor: Donor, world: World) -> None:
    """Shares are in proportion to appeal."""
    total = 0.0
    for tie in world.ties[donor.index]:
        total += tie.appeal
    for tie in world.ties[donor.index]:
        tie.share = tie.appeal / total


@compiled
def deliver(donor: Donor, world: World) -> None:
    """Money, training, equipment and relief arrive; extra gifts of a scenario come on top."""
    best_gap = world.parameters.best_gap
    for field in range(FIELDS):
        donor.reach[field] = learning.reach(best_gap - donor.strength[field], best_gap)
    donor.overhead = donor.technical_money - donor.equipment_money
    if donor.participants > 0.0:
        donor.overhead -= donor.seats_money
    in_need = 0.0
    if donor.humanitarian_money > 0.0:
        for recipient in world.recipients:
            in_need += world.ties[donor.index][recipient.index].share * recipient.conflict
    for recipient in world.recipients:
        tie = world.ties[donor.index][recipient.index]
        tie.grants = donor.grant_money * tie.share
        tie.loans = donor.loan_money * tie.share
        tie.infrastructure = (tie.grants + tie.loans) * donor.infrastructure_share
        tie.equipment = donor.equipment_money * tie.share
        tie.technical = tie.equipment
        if donor.participants > 0.0:
            tie.technical += donor.seats_money * tie.came / donor.participants
        tie.humanitarian = 0.0
        if in_need > 0.0:
            tie.humanitarian = donor.humanitarian_money * tie.share * recipient.conflict / in_need
    deliver_extra(donor, world)


@compiled
def deliver_extra(donor: Donor, world: World) -> None:
    """A scenario's extra million to chosen countries, outside the allocation."""
    for event in world.events:
        extra = EXTRA_GRANTS <= event.kind <= EXTRA_TRAINING
        if extra and donor.present == 1.0 and strikes(event, donor, world):
            for recipient in world.recipients:
                tie = world.ties[donor.index][recipient.index]
                size = event.size * world.touches[event.index][recipient.index].touched * tie.possible
                if event.kind == EXTRA_GRANTS:
                    donor.grant_money += size
                    tie.grants += size
                if event.kind == EXTRA_LOANS:
                    donor.loan_money += size
                    tie.loans += size
                if event.kind == EXTRA_TRAINING:
                    train_extra(donor, tie, size, world)


@compiled
def train_extra(donor: Donor, tie, size, world: World) -> None:
    """An extra million as training, at the price of a seat."""
    seats = programmes.seats(size, world.parameters.seat_cost)
    donor.technical_money += size
    donor.participants += seats
    tie.technical += size
    tie.came += seats
    for field in range(FIELDS):
        tie.participants[field] += seats * donor.field_share[field]


@compiled
def learn_by_teaching(donor: Donor, world: World) -> None:
    """Donors learn too (M34, M67)."""
    if donor.participants_2016 > 0.0:
        ratio = donor.participants / donor.participants_2016
        for field in range(FIELDS):
            donor.strength[field] = learning.strength_next(
                donor.strength[field], world.parameters.donor_learning, ratio
            )


@compiled
def take_stock(donor: Donor, world: World) -> None:
    """What a donor could know of what its training yields, and uses as far as it measures (M111, M117, M118, M121)."""
    a = world.parameters
    if donor.measurement == 0.0:
        return
    for recipient in world.recipients:
        tie = world.ties[donor.index][recipient.index]
        learned = 0.0
        for field in range(FIELDS):
            learned += learning.learned_share(donor.strength[field], recipient.capacity[field], a.best_gap) / FIELDS
        tie.known_yield = learned * learning.taught_well(tie.unlikeness, a.unlike_loss, donor.tailoring)
