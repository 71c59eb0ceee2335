"""How the observed state of 2016 is made the fixed point of the flows of 2016, once, before the first year.

These run compiled for both engines: they belong to the starting world, not to what agents do.
"""

from ssc_sim import luck
from ssc_sim.behaviour.donors import attraction_of, present_in_2016, share_out
from ssc_sim.behaviour.economy import look_ahead
from ssc_sim.behaviour.order import put_in_order
from ssc_sim.behaviour.recipients import learners_of, seen, southern_share, upkeep_of
from ssc_sim.compiled import compiled
from ssc_sim.rules import allocation, budget, debt, development, learning, politics
from ssc_sim.tables import Donor, Recipient, World

FIELDS = 3


@compiled
def start_from(recipient: Recipient, world: World) -> None:
    """Where 2016 stood: capacity, development, stance, Northern aid, a cadre to train."""
    a = world.parameters
    recipient.cadre = learning.cadre(recipient.population, a.cadre_per_million, a.cadre_exponent, a.cadre_floor)
    special = a.least_developed_bonus * recipient.ldc + a.other_vulnerable_bonus * recipient.vulnerable
    recipient.need = allocation.need(recipient.gdp_per_head, a.need_elasticity, special)
    recipient.northern_2016 = a.aid_deflator * recipient.northern_aid
    recipient.development = recipient.development_2016
    recipient.stance_2016 = politics.stance_2016(
        recipient.raised_papua, recipient.pif, a.stance_vocal, a.stance_pacific
    )
    recipient.stance = recipient.stance_2016
    recipient.stance_before = recipient.stance_2016
    for field in range(FIELDS):
        recipient.capacity[field] = recipient.capacity_2016
        recipient.needs[field] = 1.0 / FIELDS


@compiled
def open_books(donor: Donor, world: World) -> None:
    """The budget of 2016: as reported, or drawn where only its range is known (K01, B01-B06)."""
    of_budget = luck.key(world.seed, world.replicate, luck.STARTING_BUDGET, 0)
    drawn = luck.uniform(of_budget, donor.identity)
    donor.budget_2016 = budget.starting_budget(donor.budget_low, donor.budget_high, drawn)
    donor.log_budget = 0.0
    committed = present_in_2016(donor) * donor.budget_2016 * donor.technical_share
    donor.carried = donor.delay * committed
    donor.tailoring_2016 = donor.tailoring
    for field in range(FIELDS):
        donor.strength[field] = donor.strength_2016[field]
    for tie in world.ties[donor.index]:
        tie.subjective = tie.subjective_interest
        tie.in_order = float(tie.index)


@compiled
def get_to_know(donor: Donor, world: World) -> None:
    """How near at hand each recipient is, whatever the motive: what does not change (M76-M80, M90, M129)."""
    a = world.parameters
    for recipient in world.recipients:
        tie = world.ties[donor.index][recipient.index]
        close = (
            a.neighbourhood_bonus * tie.same_subregion
            + a.border_bonus * tie.land_border
            + a.list_bonus * tie.invitation_lists
            + a.named_bonus * tie.named
            - a.unlikeness_penalty * tie.unlikeness
            - a.vote_penalty * tie.vote_distance
        )
        if donor.focal == 1.0:
            close += allocation.focal_region(
                recipient.region, a.focal_oceania, a.focal_africa, a.focal_americas, a.focal_europe
            )
            close += own_pull(donor, recipient, tie, world)
        if donor.seeks_markets == 1.0:
            close += allocation.familiarity(recipient.gni, a.large_economy_pull, 0.0)
        tie.familiarity = allocation.familiarity(recipient.population, a.population_elasticity, close)


@compiled
def own_pull(donor: Donor, recipient: Recipient, tie, world: World):
    """What draws the focal donor to one country beyond any rule: fitted where the country's programmes were counted."""
    a = world.parameters
    fitted = (a.pull_1, a.pull_2, a.pull_3, a.pull_4, a.pull_5, a.pull_6, a.pull_7, a.pull_8)
    if tie.place > 0.0:
        return fitted[int(tie.place) - 1]
    of_country = luck.narrowed(luck.key(world.seed, world.replicate, luck.COUNTRY, 0), donor.identity)
    return a.country_spread * luck.normal(luck.uniform(of_country, recipient.identity))


@compiled
def first_choice(donor: Donor, world: World) -> None:
    """Whom a donor chose in 2016: as it was drawn."""
    for recipient in world.recipients:
        tie = world.ties[donor.index][recipient.index]
        tie.attraction_2016 = attraction_of(donor, tie, recipient, world)
        tie.appeal = allocation.appeal(tie.attraction_2016, tie.possible)
    share_out(donor, world)
    if donor.focal == 1.0:
        put_in_order(world.ties[donor.index])
    for tie in world.ties[donor.index]:
        tie.share_2016 = tie.share


@compiled
def be_informed(recipient: Recipient, world: World) -> None:
    """What a country knew of offers in 2016, from those whom the programmes of 2016 trained."""
    trained = 0.0
    for donor in world.donors:
        trained += world.ties[donor.index][recipient.index].came
    known = allocation.informed(world.parameters.information_base, trained, world.parameters.informed_by)
    recipient.information_2016 = known
    recipient.information = known


@compiled
def settle(recipient: Recipient, world: World) -> None:
    """The observed state of 2016 is made the fixed point of the flows of 2016, so that without shocks nothing moves."""
    a = world.parameters
    fade = learning.fade_here(a.fade, a.leaving, recipient.population, a.sustaining, recipient.sustained)
    for field in range(FIELDS):
        trained = learning.trained_share(learners_of(recipient, field, world), recipient.cadre, a.learning)
        recipient.coverage_2016[field] = learning.coverage_steady(fade, trained)
        recipient.coverage[field] = recipient.coverage_2016[field]
    recipient.money_2016 = recipient.grants + recipient.loans
    recipient.technical_2016 = recipient.technical
    recipient.aid_2016 = recipient.northern_2016
    for donor in world.donors:
        if donor.reports_to_dac == 0.0:
            tie = world.ties[donor.index][recipient.index]
            recipient.aid_2016 += tie.grants + tie.loans + tie.technical
    recipient.debt = debt.debt_steady(recipient.loans, a.repayment)
    recipient.service_2016 = debt.debt_service(recipient.debt, a.interest_rate, a.repayment)
    settle_equipment(recipient, world)
    look_ahead(recipient, world)
    recipient.intensity_2016 = recipient.intensity
    recipient.dependency = recipient.dependency_due
    recipient.excess_2016 = development.excess(recipient.dependency, a.excess_dependency)
    recipient.ownership = recipient.ownership_due
    recipient.southern_share_2016 = southern_share(recipient, world)
    recipient.southern_share = recipient.southern_share_2016


@compiled
def settle_equipment(recipient: Recipient, world: World) -> None:
    """Equipment and infrastructure that the flows of 2016 keep up."""
    a = world.parameters
    arrived = recipient.arrived + recipient.infrastructure
    recipient.building = recipient.infrastructure * (a.infrastructure_delay - 1.0)
    recipient.equipment = arrived / a.equipment_wear
    recipient.working = arrived / (a.equipment_wear + a.equipment_neglect * (1.0 - upkeep_of(recipient)))


@compiled
def settle_goodwill(donor: Donor, world: World) -> None:
    """Goodwill and standing that the flows of 2016 keep up."""
    a = world.parameters
    total, countries = 0.0, 0.0
    for recipient in world.recipients:
        tie = world.ties[donor.index][recipient.index]
        earned = politics.goodwill_earned(seen(tie, world), recipient.seen, recipient.gni, a.goodwill_half)
        tie.goodwill_2016 = earned
        tie.goodwill = earned
        total += earned
        countries += 1.0
    donor.standing = min(1.0, total / countries)


@compiled
def inherit(donor: Donor, past: World) -> None:
    """What a scenario's donor takes over from 2016 as it was: its levers may differ, its past does not."""
    before = past.donors[donor.index]
    donor.budget_2016 = before.budget_2016
    donor.log_budget = 0.0
    donor.carried = before.carried
    donor.own_cost_2016 = before.own_cost_2016
    donor.tailoring_2016 = before.tailoring_2016
    donor.seats_money_2016 = before.seats_money
    donor.triangular_money_2016 = before.triangular_money
    donor.participants_2016 = before.participants
    donor.standing = before.standing
    for field in range(FIELDS):
        donor.strength[field] = before.strength[field]
