"""What a donor does in a year: its budget, its mix, whom it chooses, what it delivers (programmes: next file)."""

from ssc_sim import luck
from ssc_sim.compiled import compiled
from ssc_sim.rules import allocation, budget
from ssc_sim.tables import BUDGET_CUT, FIRST_YEAR, LEGISLATION, Donor, World

FIELDS = 3


@compiled
def open_books(donor: Donor, world: World) -> None:
    """The budget of 2016: as reported, or drawn where only its range is known (K01, B01-B06)."""
    of_budget = luck.key(world.seed, world.replicate, luck.STARTING_BUDGET, 0)
    drawn = luck.uniform(of_budget, donor.identity)
    donor.budget_2016 = budget.starting_budget(donor.budget_low, donor.budget_high, drawn)
    donor.technical_money_2016 = donor.budget_2016 * donor.technical_share
    donor.log_budget = 0.0


@compiled
def inherit(donor: Donor, past: World) -> None:
    """What a scenario's donor takes over from 2016 as it was: its levers may differ, its past does not."""
    donor.budget_2016 = past.donors[donor.index].budget_2016
    donor.technical_money_2016 = past.donors[donor.index].technical_money_2016


@compiled
def set_budget(donor: Donor, world: World) -> None:
    """Budgets swing around a trend (M94, M112); a crisis cuts them (M14), drafting a law halts programmes (M105)."""
    a = world.parameters
    if world.now.year > FIRST_YEAR:
        yearly_change = a.budget_change_large if donor.budget_2016 > a.large_budget else a.budget_change_small
        of_budget = luck.key(world.seed, world.replicate, luck.BUDGET, world.now.year)
        shock = luck.normal(luck.uniform(of_budget, donor.identity))
        donor.log_budget = budget.log_budget_next(donor.log_budget, a.budget_persistence, yearly_change, shock)
    crisis = 1.0
    donor.volume = 1.0
    for event in world.events:
        strikes = event.donor < 0.0 or event.donor == donor.index
        if strikes and event.first <= world.now.year and world.now.year <= event.last:
            if event.kind == BUDGET_CUT:
                crisis *= event.size
            if event.kind == LEGISLATION:
                donor.volume *= event.size
    donor.budget = budget.budget(donor.budget_2016, donor.budget_factor, donor.log_budget, crisis)


@compiled
def choose_mix(donor: Donor, world: World) -> None:
    """Training, grants or loans (M82-M84, M107); what a halted programme does not spend stays at home."""
    money = donor.budget * (1.0 - donor.technical_share)
    donor.technical_money = donor.budget * donor.technical_share * donor.volume
    donor.loan_money = money * donor.loan_share
    donor.grant_money = money - donor.loan_money


@compiled
def allocate(donor: Donor, world: World) -> None:
    """Shares follow need, interest and familiarity (M43-M46, M76-M81, M86-M90)."""
    a = world.parameters
    ties = world.ties[donor.index]
    total = 0.0
    for recipient in world.recipients:
        tie = ties[recipient.index]
        need = allocation.need(recipient.gdp_per_head, a.need_elasticity, recipient.ldc, a.least_developed_bonus)
        interest = allocation.interest(tie.objective_interest, tie.subjective_interest, a.interest_weight)
        closeness = (
            a.neighbourhood_bonus * tie.same_subregion
            + a.border_bonus * tie.land_border
            + a.list_bonus * tie.invitation_lists
            + a.named_bonus * tie.named
        )
        if donor.focal == 1.0:
            closeness += allocation.focal_region(
                recipient.region, a.focal_oceania, a.focal_africa, a.focal_americas, a.focal_europe
            )
        familiarity = allocation.familiarity(recipient.population, a.population_elasticity, closeness)
        drawn_to = allocation.attractiveness(donor.solidarity, need, interest, familiarity)
        tie.appeal = allocation.appeal(drawn_to, tie.possible)
        total += tie.appeal
    for recipient in world.recipients:
        tie = ties[recipient.index]
        tie.share = tie.appeal / total


@compiled
def deliver(donor: Donor, world: World) -> None:
    """Money and training arrive; what technical money does not spend on seats is overhead (X05, G01)."""
    ties = world.ties[donor.index]
    seats_money = donor.technical_money * world.parameters.seats_share if donor.participants > 0.0 else 0.0
    donor.overhead = donor.technical_money - seats_money
    for tie in ties:
        tie.grants = donor.grant_money * tie.share
        tie.loans = donor.loan_money * tie.share
        came = 0.0
        for field in range(FIELDS):
            came += tie.participants[field]
        tie.technical = seats_money * came / donor.participants if donor.participants > 0.0 else 0.0
