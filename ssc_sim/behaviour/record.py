"""The year as it is stored: the programme, the nations, the system."""

from ssc_sim.behaviour.nations import record_nations, social_against_2016
from ssc_sim.behaviour.order import put_in_order
from ssc_sim.behaviour.recipients import mean_capacity
from ssc_sim.compiled import compiled
from ssc_sim.tables import AFRICA, CountryOutcome, Outcome, Recipient, World

REGIONS, FIELDS = 5, 3


@compiled
def record(world: World, outcome: Outcome) -> None:
    """What the focal donor did, what became of the nations, what the system looks like."""
    clear_programme(outcome)
    for donor in world.donors:
        if donor.focal == 1.0:
            record_donor(donor, outcome)
            record_reach(donor, world, outcome)
            record_spread(donor, world, outcome)
    record_alumni(world, outcome)
    record_nations(world, outcome)
    record_stances(world, outcome)
    record_system(world, outcome)


@compiled
def clear_programme(outcome: Outcome) -> None:
    """Counting starts at nothing."""
    outcome.programmes = 0.0
    outcome.participants = 0.0
    outcome.spending = 0.0
    outcome.countries_reached = 0.0
    outcome.trained_in_post = 0.0
    outcome.cost_per_participant = 0.0
    outcome.overhead_share = 0.0
    outcome.triangular_share = 0.0
    outcome.standing = 0.0
    outcome.goodwill = 0.0
    outcome.market_access = 0.0
    outcome.fit_need = 0.0
    outcome.continuity = 0.0
    outcome.pacific_share_participants = 0.0
    outcome.pacific_share_programmes = 0.0
    outcome.africa_share_participants = 0.0
    outcome.palestine_share = 0.0
    outcome.need_targeting = 0.0
    outcome.allocation_gini = 0.0
    outcome.allocation_volatility = 0.0
    for region in range(REGIONS):
        outcome.participants_by_region[region] = 0.0
        outcome.countries_reached_by_region[region] = 0.0


@compiled
def spent(donor):
    """What a donor disburses in a year."""
    return donor.grant_money + donor.loan_money + donor.technical_money + donor.humanitarian_money


@compiled
def record_donor(donor, outcome: Outcome) -> None:
    """The focal donor's books."""
    outcome.programmes += donor.programmes
    outcome.participants += donor.participants
    outcome.spending += spent(donor)
    outcome.triangular_share = donor.triangular if donor.programmes > 0.0 else 0.0
    outcome.standing = donor.standing
    outcome.overhead_share = donor.overhead / spent(donor) if spent(donor) > 0.0 else 0.0
    outcome.cost_per_participant = donor.technical_money / donor.participants if donor.participants > 0.0 else 0.0


@compiled
def record_reach(donor, world: World, outcome: Outcome) -> None:
    """Who came, from where; from where they came last year; what they needed."""
    pacific, palestine, stayed, before = 0.0, 0.0, 0.0, 0.0
    participations, pacific_participations, fitting = 0.0, 0.0, 0.0
    for tie in world.ties[donor.index]:
        before += tie.before
    for recipient in world.recipients:
        tie = world.ties[donor.index][recipient.index]
        came = tie.came
        region = int(recipient.region)
        outcome.participants_by_region[region] += came
        if came > 0.0:
            outcome.countries_reached += 1.0
            outcome.countries_reached_by_region[region] += 1.0
            for field in range(FIELDS):
                fitting += came * min(tie.participants[field] / came, recipient.needs[field])
        participations += tie.programmes
        pacific += came * recipient.pif
        pacific_participations += tie.programmes * recipient.pif
        palestine += came * recipient.palestine
        if before > 0.0 and donor.participants > 0.0:
            stayed += min(came / donor.participants, tie.before / before)
    if donor.participants > 0.0:
        outcome.pacific_share_participants = pacific / donor.participants
        outcome.africa_share_participants = outcome.participants_by_region[AFRICA] / donor.participants
        outcome.palestine_share = palestine / donor.participants
        outcome.fit_need = fitting / donor.participants
    if participations > 0.0:
        outcome.pacific_share_programmes = pacific_participations / participations
    outcome.continuity = stayed
    outcome.allocation_volatility = 1.0 - stayed if before > 0.0 and donor.participants > 0.0 else 0.0


@compiled
def record_spread(donor, world: World, outcome: Outcome) -> None:
    """How the focal donor's shares are spread, and whom they reach; what goodwill they earn, in what markets."""
    countries, goodwill, market, market_2016 = 0.0, 0.0, 0.0, 0.0
    for recipient in world.recipients:
        tie = world.ties[donor.index][recipient.index]
        countries += 1.0
        if spent(donor) > 0.0:
            outcome.need_targeting += tie.share * recipient.lowest_quartile
        goodwill += tie.goodwill
        market += tie.goodwill * recipient.gni * (1.0 - recipient.tariffs)
        market_2016 += tie.goodwill_2016 * recipient.gni
    outcome.allocation_gini = inequality(donor, world) if spent(donor) > 0.0 else 0.0
    outcome.goodwill = goodwill / countries
    outcome.market_access = market / market_2016 if market_2016 > 0.0 else 0.0


@compiled
def inequality(donor, world: World):
    """The Gini coefficient of a donor's shares: each pair's difference, counted by the places in rising order."""
    ties, differences = world.ties[donor.index], 0.0
    put_in_order(ties)
    for place in range(len(ties)):
        differences += (2 * place + 1 - len(ties)) * ties[int(ties[place].in_order)].share
    return differences / len(ties)


@compiled
def record_alumni(world: World, outcome: Outcome) -> None:
    """Those trained by the focal donor since 2016, and what they add."""
    served, gained, training, wasted = 0.0, 0.0, 0.0, 0.0
    for recipient in world.recipients:
        outcome.trained_in_post += recipient.in_post
        if recipient.in_post > 0.0:
            served += FIELDS * recipient.cadre
        gained += recipient.focal_gain
        training += recipient.technical
        wasted += recipient.technical * recipient.duplicated
    world.now.focal_spending += outcome.spending
    outcome.cadre_share = min(1.0, outcome.trained_in_post / served) if served > 0.0 else 0.0
    outcome.capacity_gain_per_musd = gained / world.now.focal_spending if world.now.focal_spending > 0.0 else 0.0
    outcome.duplication = wasted / training if training > 0.0 else 0.0


@compiled
def record_country(recipient: Recipient, world: World, country: CountryOutcome) -> None:
    """The year of one country, where it is asked for."""
    capacity = mean_capacity(recipient)
    country.participants = 0.0
    country.focal_aid = 0.0
    country.goodwill = 0.0
    for donor in world.donors:
        if donor.focal == 1.0:
            tie = world.ties[donor.index][recipient.index]
            country.participants += tie.came
            country.focal_aid += tie.grants + tie.loans + tie.technical + tie.humanitarian
            country.goodwill = tie.goodwill
    country.trained_in_post = recipient.in_post
    country.southern_aid = recipient.grants + recipient.loans + recipient.technical
    country.capacity = capacity
    country.dependency = recipient.dependency
    country.self_reliance = capacity * (1.0 - recipient.dependency)
    country.debt = recipient.debt / recipient.gni
    country.debt_service = recipient.service / recipient.gni
    country.social_spending = social_against_2016(recipient)
    country.development = recipient.development
    country.ownership = recipient.ownership
    country.stance = recipient.stance


@compiled
def record_stances(world: World, outcome: Outcome) -> None:
    """Support for Indonesia's position on Papua, in both bodies of the Pacific."""
    pacific, melanesian, support, melanesian_support = 0.0, 0.0, 0.0, 0.0
    for recipient in world.recipients:
        pacific += recipient.pif
        melanesian += recipient.pif * recipient.msg
        support += recipient.pif * recipient.stance
        melanesian_support += recipient.pif * recipient.msg * recipient.stance
    outcome.papua_support = support / pacific if pacific > 0.0 else 0.0
    outcome.papua_support_msg = melanesian_support / melanesian if melanesian > 0.0 else 0.0


@compiled
def record_system(world: World, outcome: Outcome) -> None:
    """What all gave, and who gives."""
    technical, loans, total, relief, ngo = world.now.pool, 0.0, world.now.pool, 0.0, 0.0
    outcome.donors = 0.0
    outcome.northern_aid = 0.0
    outcome.largest_donor_share = 0.0
    countries = 0.0
    for donor in world.donors:
        technical += donor.technical_money
        loans += donor.loan_money
        total += spent(donor)
        relief += donor.humanitarian_money
        if spent(donor) > 0.0:
            outcome.donors += 1.0
    for ngo_row in world.ngos:
        ngo += ngo_row.sent
    for recipient in world.recipients:
        countries += 1.0
        outcome.northern_aid += recipient.northern
        outcome.largest_donor_share += recipient.largest_donor
        outcome.donors += recipient.graduated
    outcome.largest_donor_share /= countries
    outcome.ssc_volume = total
    outcome.technical_share = technical / total if total > 0.0 else 0.0
    outcome.loan_share = loans / total if total > 0.0 else 0.0
    outcome.humanitarian_flow = relief + ngo
    outcome.ngo_share = ngo / (relief + ngo) if relief + ngo > 0.0 else 0.0
