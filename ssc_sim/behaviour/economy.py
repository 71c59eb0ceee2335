"""What aid leaves in a recipient's economy: debt and its service, development, dependency, room to decide."""

from ssc_sim.behaviour.recipients import mean_capacity
from ssc_sim.compiled import compiled
from ssc_sim.rules import debt, dependency, development
from ssc_sim.tables import Recipient, World

INCOME_LEFT = 1e-6  # share, by a crisis that takes all income: aid over income stays finite, in any unit of money


@compiled
def pay(recipient: Recipient, world: World) -> None:
    """Debt is served, loans are added, schools and clinics get what is left, credited with the money (M3-M6, M13)."""
    a = world.parameters
    rate = a.interest_rate * (1.0 - recipient.bloc)
    recipient.debt_before = recipient.debt
    recipient.interest = rate * recipient.debt
    recipient.service = debt.debt_service(recipient.debt, rate, a.repayment)
    lent = recipient.loans + recipient.conditional_loans
    recipient.debt = debt.debt_next(recipient.debt, recipient.interest, recipient.service, lent)
    light = a.light_debt_service
    exports = recipient.exports * (1.0 - recipient.tariffs)
    heavy = debt.heavy_service(recipient.old_debt_service, recipient.service, exports, light)
    heavy_2016 = debt.heavy_service(recipient.old_debt_service, recipient.service_2016, recipient.exports, light)
    money_change = recipient.grants + lent - recipient.money_2016
    recipient.social = (1.0 - recipient.crisis) * debt.social_spending(
        recipient.social_2016, a.social_share_of_money, money_change, heavy - heavy_2016, a.crowding_out
    )


@compiled
def develop(recipient: Recipient, world: World) -> None:
    """Capacity, schools, clinics and absorbed aid develop a country; excess and conflict hold it back (M6, M11)."""
    a = world.parameters
    gains = a.development_of_capacity * (mean_capacity(recipient) - recipient.capacity_2016)
    if recipient.social_2016 > 0.0:
        gains += a.development_of_social * (recipient.social / recipient.social_2016 - 1.0)
    absorbed = development.aid_absorbed(recipient.intensity, a.aid_saturation)
    gains += a.development_of_aid * (absorbed - development.aid_absorbed(recipient.intensity_2016, a.aid_saturation))
    excess = development.excess(recipient.dependency, a.excess_dependency)
    losses = a.excess_loss * (excess - recipient.excess_2016)
    losses += development.conflict_toll(recipient.conflict, need_met(recipient, world), a.conflict_loss, a.relief_gain)
    recipient.development = development.development_next(
        recipient.development, recipient.development_2016, gains, losses, a.development_speed
    )


@compiled
def need_met(recipient, world: World):
    """Share of the need of a country in conflict that relief meets (M139, M140)."""
    need = recipient.conflict * world.parameters.relief_need * recipient.population
    return min(1.0, recipient.relief / need) if need > 0.0 else 0.0


@compiled
def depend(recipient: Recipient, world: World) -> None:
    """Dependency and ownership move towards what last year's aid brings; this year's acts later (M1-M12)."""
    a = world.parameters
    recipient.dependency = dependency.dependency_next(
        recipient.dependency, recipient.dependency_due, a.dependency_speed
    )
    recipient.ownership = dependency.dependency_next(recipient.ownership, recipient.ownership_due, a.ownership_speed)
    look_ahead(recipient, world)


@compiled
def look_ahead(recipient: Recipient, world: World) -> None:
    """The dependency and the ownership that this year's aid would bring in the end (M1-M13, M97, M130)."""
    a = world.parameters
    money_change = recipient.grants + recipient.loans + recipient.conditional_loans - recipient.money_2016
    money_change += recipient.northern - recipient.northern_2016
    technical_change = recipient.technical - recipient.technical_2016
    income = recipient.gni * max(1.0 - recipient.crisis, INCOME_LEFT)
    recipient.intensity = dependency.aid_intensity(
        recipient.aid_2016, money_change, technical_change, a.technical_reliance, income
    )
    recipient.dependency_due = dependency.dependency_due(
        recipient.intensity, a.half_dependency, a.dependency_shape, a.capacity_shield, mean_capacity(recipient)
    )
    tied = a.north_conditionality * recipient.northern + recipient.conditional_loans
    for donor in world.donors:
        if donor.strings > 0.0:
            tied += donor.strings * donor.triangular_money * world.ties[donor.index][recipient.index].share
    all_aid = (
        recipient.northern + recipient.grants + recipient.loans + recipient.technical + recipient.conditional_loans
    )
    conditional = min(1.0, tied / all_aid) if all_aid > 0.0 else 0.0
    recipient.ownership_due = dependency.ownership_due(
        conditional, recipient.intensity, a.half_dependency, a.room_lost, recipient.bloc
    )
