"""What a recipient does in a year: it receives, learns, pays its debts, and comes to depend on aid or not."""

from ssc_sim.compiled import compiled
from ssc_sim.rules import debt, dependency, learning
from ssc_sim.tables import Recipient, World

FIELDS = 3


@compiled
def receive(recipient: Recipient, world: World) -> None:
    """What all donors gave this year, added up; a lead of the teacher decides what is learned (M17, M26, M27, M30)."""
    recipient.grants = 0.0
    recipient.loans = 0.0
    recipient.technical = 0.0
    for field in range(FIELDS):
        recipient.participants[field] = 0.0
        recipient.learners[field] = 0.0
    for donor in world.donors:
        tie = world.ties[donor.index][recipient.index]
        recipient.grants += tie.grants
        recipient.loans += tie.loans
        recipient.technical += tie.technical
        for field in range(FIELDS):
            learned = learning.learned_share(
                donor.strength[field], recipient.capacity[field], world.parameters.best_gap
            )
            recipient.participants[field] += tie.participants[field]
            recipient.learners[field] += tie.participants[field] * learned


@compiled
def learn(recipient: Recipient, world: World) -> None:
    """Those trained before this year act now; those trained this year act from next year on (M17-M22)."""
    a = world.parameters
    for field in range(FIELDS):
        recipient.capacity[field] = learning.capacity(
            recipient.capacity_2016, a.capacity_of_coverage, recipient.coverage[field], recipient.coverage_2016[field]
        )
        trained = trained_this_year(recipient, field, world)
        recipient.coverage[field] = learning.coverage_next(recipient.coverage[field], a.fade, trained)
    counted = 0.0
    for donor in world.donors:
        if donor.focal == 1.0:
            for field in range(FIELDS):
                counted += world.ties[donor.index][recipient.index].participants[field]
    recipient.in_post = learning.in_post_next(recipient.in_post, a.fade, counted)


@compiled
def trained_this_year(recipient: Recipient, field, world: World):
    """Share of the untrained cadre of a field reached this year, abroad and with aid money at home."""
    a = world.parameters
    at_home = (recipient.grants + recipient.loans) * a.home_training / a.home_seat_cost / FIELDS
    return learning.trained_share(recipient.learners[field] + at_home, recipient.cadre, a.learning)


@compiled
def pay(recipient: Recipient, world: World) -> None:
    """Debt is served, loans are added, schools and clinics get what is left, credited with the money (M3-M6)."""
    a = world.parameters
    recipient.debt_before = recipient.debt
    recipient.interest = a.interest_rate * recipient.debt
    recipient.service = debt.debt_service(recipient.debt, a.interest_rate, a.repayment)
    recipient.debt = debt.debt_next(recipient.debt, recipient.interest, recipient.service, recipient.loans)
    light = a.light_debt_service
    heavy = debt.heavy_service(recipient.old_debt_service, recipient.service, recipient.exports, light)
    heavy_2016 = debt.heavy_service(recipient.old_debt_service, recipient.service_2016, recipient.exports, light)
    money_change = recipient.grants + recipient.loans - recipient.money_2016
    recipient.social = debt.social_spending(
        recipient.social_2016, a.social_share_of_money, money_change, heavy - heavy_2016, a.crowding_out
    )


@compiled
def depend(recipient: Recipient, world: World) -> None:
    """Dependency moves towards what last year's aid would bring; this year's aid acts from next year on (M1-M12)."""
    a = world.parameters
    recipient.dependency = dependency.dependency_next(
        recipient.dependency, recipient.dependency_due, a.dependency_speed
    )
    recipient.dependency_due = due_this_year(recipient, world)


@compiled
def due_this_year(recipient: Recipient, world: World):
    """The dependency that this year's aid would bring in the end."""
    a = world.parameters
    money_change = recipient.grants + recipient.loans - recipient.money_2016
    technical_change = recipient.technical - recipient.technical_2016
    intensity = dependency.aid_intensity(
        recipient.aid_2016, money_change, technical_change, a.technical_reliance, recipient.gni
    )
    capacity = (recipient.capacity[0] + recipient.capacity[1] + recipient.capacity[2]) / FIELDS
    return dependency.dependency_due(intensity, a.half_dependency, a.dependency_shape, a.capacity_shield, capacity)


@compiled
def start_from(recipient: Recipient, world: World) -> None:
    """The stocks that are steady on the capacity of 2016: a cadre to train."""
    a = world.parameters
    recipient.cadre = learning.cadre(recipient.population, a.cadre_per_million, a.cadre_exponent, a.cadre_floor)
    for field in range(FIELDS):
        recipient.capacity[field] = recipient.capacity_2016


@compiled
def settle(recipient: Recipient, world: World) -> None:
    """The observed state of 2016 is made the fixed point of the flows of 2016, so that without shocks nothing moves."""
    a = world.parameters
    for field in range(FIELDS):
        trained = trained_this_year(recipient, field, world)
        recipient.coverage_2016[field] = learning.coverage_steady(a.fade, trained)
        recipient.coverage[field] = recipient.coverage_2016[field]
    recipient.in_post = 0.0
    recipient.money_2016 = recipient.grants + recipient.loans
    recipient.technical_2016 = recipient.technical
    recipient.aid_2016 = a.aid_deflator * recipient.northern_aid
    for donor in world.donors:
        if donor.reports_to_dac == 0.0:
            tie = world.ties[donor.index][recipient.index]
            recipient.aid_2016 += tie.grants + tie.loans + tie.technical
    recipient.debt = debt.debt_steady(recipient.loans, a.repayment)
    recipient.service_2016 = debt.debt_service(recipient.debt, a.interest_rate, a.repayment)
    recipient.dependency_due = due_this_year(recipient, world)
    recipient.dependency = recipient.dependency_due
