"""What a recipient does in a year: it asks, receives, learns, shares, pays, depends, develops."""

from ssc_sim.compiled import compiled
from ssc_sim.rules import allocation, institutions, learning
from ssc_sim.tables import Recipient, World

FIELDS = 3


@compiled
def request(recipient: Recipient, world: World) -> None:
    """What a country lacks, field by field, and how much of the offers it knows (M22, M40, M72, M113)."""
    a = world.parameters
    lacking = 0.0
    for field in range(FIELDS):
        lacking += 1.0 - recipient.capacity[field]
    for field in range(FIELDS):
        recipient.needs[field] = (1.0 - recipient.capacity[field]) / lacking if lacking > 0.0 else 1.0 / FIELDS
    known = allocation.informed(a.information_base, recipient.trained, a.informed_by)
    recipient.information = known + (1.0 - known) * recipient.campaign
    recipient.newly_informed = allocation.log_change(recipient.information, recipient.information_2016, a.least_share)


@compiled
def receive(recipient: Recipient, world: World) -> None:
    """What all donors gave this year, added up (M24, M95, M100)."""
    a = world.parameters
    grants, loans, training, relief, noticed = 0.0, 0.0, 0.0, 0.0, 0.0
    arrived, kept_up, infrastructure = 0.0, 0.0, 0.0
    largest, total, squares, coordination = 0.0, 0.0, 0.0, 0.0
    for donor in world.donors:
        tie = world.ties[donor.index][recipient.index]
        grants += tie.grants
        loans += tie.loans
        training += tie.technical
        relief += tie.humanitarian
        noticed += seen(tie, world)
        arrived += tie.equipment
        kept_up += tie.equipment * donor.maintenance
        infrastructure += tie.infrastructure
        given = tie.grants + tie.loans + tie.technical
        total += given
        largest = max(largest, given)
        squares += tie.technical * tie.technical
        coordination += tie.technical * donor.coordinated
    recipient.grants = grants
    recipient.loans = loans
    recipient.technical = training
    recipient.relief = relief
    recipient.seen = noticed
    recipient.arrived = arrived
    recipient.kept_up = kept_up
    recipient.infrastructure = infrastructure
    recipient.largest_donor = largest / total if total > 0.0 else 0.0
    recipient.variety = 1.0 - squares / (training * training) if training > 0.0 else 0.0
    coordinated = coordination / training if training > 0.0 else 0.0
    recipient.duplicated = a.duplication_loss * recipient.variety * (1.0 - coordinated)
    well = institutions.well_organised(recipient.variety, coordinated, a.duplication_loss, a.variety_gain)
    attend(recipient, well, world)
    receive_from_north(recipient, world)


@compiled
def seen(tie, world: World):
    """A donor's aid to a country, as it is seen there: training more than money (M41, M59)."""
    return tie.grants + tie.loans + tie.humanitarian + world.parameters.visibility * tie.technical


@compiled
def attend(recipient: Recipient, well, world: World) -> None:
    """Who was taught what, and how much of it can be learned and used (M17, M25-M27, M30, M32, M74, M110)."""
    a = world.parameters
    sustained = 0.0
    recipient.trained = 0.0
    recipient.focal_trained = 0.0
    for field in range(FIELDS):
        recipient.participants[field] = 0.0
        recipient.learners[field] = 0.0
        recipient.focal_learners[field] = 0.0
        recipient.reach[field] = learning.reach(recipient.capacity[field], a.best_gap)
    for donor in world.donors:
        tie = world.ties[donor.index][recipient.index]
        if tie.came > 0.0:
            peers = 1.0 + a.peer_gain * tie.in_calls / tie.came
            taught = peers * well * learning.taught_well(tie.unlikeness, a.unlike_loss, donor.tailoring)
            for field in range(FIELDS):
                learned = taught * learning.learned_of(
                    donor.strength[field],
                    recipient.capacity[field],
                    a.best_gap,
                    donor.reach[field],
                    recipient.reach[field],
                )
                recipient.participants[field] += tie.participants[field]
                recipient.learners[field] += tie.participants[field] * learned
                if donor.focal == 1.0:
                    recipient.focal_learners[field] += tie.participants[field] * learned
        recipient.trained += tie.came
        recipient.focal_trained += tie.came * donor.focal
        sustained += tie.came * donor.sustained
    recipient.sustained = sustained / recipient.trained if recipient.trained > 0.0 else 0.0
    trained = recipient.trained + attend_pool(recipient, well, world)
    taken_in = institutions.not_overloaded(trained, FIELDS * recipient.cadre, a.overload)
    for field in range(FIELDS):
        recipient.learners[field] *= taken_in
        recipient.focal_learners[field] *= taken_in


@compiled
def attend_pool(recipient: Recipient, well, world: World):
    """Training by graduated recipients; those who were taught last teach what they can do themselves (M138)."""
    a = world.parameters
    if world.now.pool == 0.0 or recipient.lowest_quartile == 0.0:
        return 0.0
    value = world.now.pool * recipient.lowest_quartile / world.now.pool_takers
    seats = value / a.seat_cost
    recipient.technical += value
    for field in range(FIELDS):
        learned = learning.learned_share(a.graduation_capacity, recipient.capacity[field], a.best_gap)
        recipient.participants[field] += seats / FIELDS
        recipient.learners[field] += seats / FIELDS * learned * well
    return seats


@compiled
def receive_from_north(recipient: Recipient, world: World) -> None:
    """Northern aid: less where the North turns inward or moves money into triangular cooperation (M27, M100)."""
    a = world.parameters
    moved = 0.0
    for donor in world.donors:
        moved += (1.0 - a.additionality) * (donor.triangular_money - donor.triangular_money_2016)
    share_kept = 1.0 - world.now.me_first
    if world.now.northern_2016 > 0.0:
        share_kept = max(0.0, share_kept - moved / world.now.northern_2016)
    recipient.northern = recipient.northern_2016 * share_kept
    recipient.seen += recipient.northern
    recipient.conditional_loans = a.crisis_lending * recipient.crisis * recipient.gni * (1.0 - recipient.bloc)


@compiled
def learn(recipient: Recipient, world: World) -> None:
    """Those trained before this year act now; those trained this year act from next year on (M17, M18, M20-M23)."""
    a = world.parameters
    fade = learning.fade_here(a.fade, a.leaving, recipient.population, a.sustaining, recipient.sustained)
    recipient.focal_gain = 0.0
    for field in range(FIELDS):
        missing = 1.0 - recipient.capacity_2016
        recipient.focal_gain += a.capacity_of_coverage * recipient.focal_coverage[field] * missing / FIELDS
        own = learning.capacity(
            recipient.capacity_2016, a.capacity_of_coverage, recipient.coverage[field], recipient.coverage_2016[field]
        )
        recipient.capacity[field] = min(1.0, own + recipient.spill[field])
        kept = (1.0 - fade) * recipient.coverage[field]
        learners = learners_of(recipient, field, world)
        trained = learning.trained_share(learners, recipient.cadre, a.learning)
        recipient.coverage[field] = learning.coverage_next(recipient.coverage[field], fade, trained)
        focal = recipient.focal_learners[field] / learners if learners > 0.0 else 0.0
        recipient.focal_coverage[field] *= 1.0 - fade
        recipient.focal_coverage[field] += (1.0 - kept) * trained * focal
    recipient.in_post = learning.in_post_next(recipient.in_post, fade, recipient.focal_trained)


@compiled
def learners_of(recipient: Recipient, field, world: World):
    """Learners of one field: of the South, of the North, at home with aid money, from graduated donors."""
    a = world.parameters
    at_home = (recipient.grants + recipient.loans) * a.home_training / a.home_seat_cost / FIELDS
    from_north = recipient.northern * a.north_technical_share / a.north_seat_cost / FIELDS
    from_north *= learning.learned_share(a.north_strength, recipient.capacity[field], a.best_gap)
    return recipient.learners[field] + at_home + from_north


@compiled
def exchange(recipient: Recipient, world: World) -> None:
    """What was gained since 2016 passes to neighbours who gained less (M31-M33); it acts from next year on."""
    a = world.parameters
    around = world.neighbourhoods[int(recipient.subregion)]
    for field in range(FIELDS):
        own_gain = recipient.capacity[field] - recipient.capacity_2016
        mean_gain = 0.0
        if around.members > 1.0:
            mean_gain = (around.gains[field] - own_gain) / (around.members - 1.0)
        spill = learning.spill_next(recipient.spill[field], a.fade, a.spread, mean_gain, own_gain)
        recipient.spill[field] = min(1.0, spill)


@compiled
def maintain(recipient: Recipient, world: World) -> None:
    """Equipment arrives and wears; infrastructure is finished later; without upkeep it decays (M28, E15)."""
    a = world.parameters
    finished = (recipient.building + recipient.infrastructure) / a.infrastructure_delay
    recipient.building = recipient.building + recipient.infrastructure - finished
    arrived = recipient.arrived + finished
    recipient.equipment = learning.working_next(recipient.equipment, a.equipment_wear, 0.0, 1.0, arrived)
    recipient.working = learning.working_next(
        recipient.working, a.equipment_wear, a.equipment_neglect, upkeep_of(recipient), arrived
    )


@compiled
def upkeep_of(recipient):
    """How well equipment is kept up: by those who can, or who were trained with it (M23, M28)."""
    skilled = mean_capacity(recipient)
    taught = recipient.kept_up / recipient.arrived if recipient.arrived > 0.0 else 0.0
    return skilled + (1.0 - skilled) * taught


@compiled
def mean_capacity(recipient):
    """Capacity over the fields."""
    return (recipient.capacity[0] + recipient.capacity[1] + recipient.capacity[2]) / FIELDS


@compiled
def southern_share(recipient, world: World):
    """A country's share of all Southern aid."""
    given, total = recipient.grants + recipient.loans + recipient.technical, world.now.pool
    for donor in world.donors:
        total += donor.grant_money + donor.loan_money + donor.technical_money - donor.overhead
    return given / total if total > 0.0 else 0.0


@compiled
def remember(recipient: Recipient, world: World) -> None:
    """What all gave this year is what donors follow next year."""
    recipient.southern_share = southern_share(recipient, world)
    recipient.in_favour = allocation.log_change(
        recipient.southern_share, recipient.southern_share_2016, world.parameters.least_share
    )
