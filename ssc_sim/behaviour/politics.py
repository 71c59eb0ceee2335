"""What aid earns the giver, and what the recipients make of it; who becomes a donor."""

from ssc_sim import luck
from ssc_sim.behaviour.recipients import mean_capacity, seen
from ssc_sim.compiled import compiled
from ssc_sim.rules import graduation, politics
from ssc_sim.tables import Donor, Recipient, World


@compiled
def earn_goodwill(donor: Donor, world: World) -> None:
    """Visible aid earns goodwill, goodwill and relief earn standing (M47, M58-M60, M63)."""
    a = world.parameters
    total, countries = 0.0, 0.0
    for recipient in world.recipients:
        tie = world.ties[donor.index][recipient.index]
        earned = politics.goodwill_earned(seen(tie, world), recipient.seen, recipient.gni, a.goodwill_half)
        tie.goodwill = politics.goodwill_next(tie.goodwill, earned, a.goodwill_persistence)
        total += tie.goodwill
        countries += 1.0
    helped = donor.humanitarian_money / donor.budget if donor.budget > 0.0 else 0.0
    counts_for = min(1.0, total / countries + a.humanitarian_standing * helped)
    donor.standing = politics.goodwill_next(donor.standing, counts_for, a.goodwill_persistence)


@compiled
def take_stance(recipient: Recipient, world: World) -> None:
    """Support for Indonesia's position on Papua: persuaded, pulled by the group, hit by events (M47-M53)."""
    a = world.parameters
    if recipient.pif == 1.0:
        moved = -recipient.rights_events * (1.0 + recipient.msg) / 2.0
        for donor in world.donors:
            tie = world.ties[donor.index][recipient.index]
            if tie.papua_matters == 1.0:
                gained = tie.goodwill - tie.goodwill_2016
                moved += politics.persuaded(gained, donor.skill, recipient.msg, a.persuasion, a.identity_shield)
        own_change, group_change = recipient.stance_before - recipient.stance_2016, 0.0
        if world.now.pacific > 1.0:
            group_change = (world.now.pacific_change - own_change) / (world.now.pacific - 1.0)
        group_change -= own_change
        recipient.stance = politics.stance_next(
            recipient.stance, recipient.stance_2016, a.stance_pull, moved, a.contagion, group_change
        )


@compiled
def close_ranks(recipient: Recipient, world: World) -> None:
    """Next year the others see this year's stance."""
    recipient.stance_before = recipient.stance


@compiled
def graduate(recipient: Recipient, world: World) -> None:
    """A country able to give may become a donor; in a crisis it falls back (M136-M138)."""
    a = world.parameters
    if recipient.crisis > 0.0:
        recipient.graduated = 0.0
        return
    if world.now.graduation == 0.0 or recipient.provides == 1.0 or recipient.graduated == 1.0:
        return
    income = recipient.gni / recipient.population
    able = graduation.able_to_give(mean_capacity(recipient), income, a.graduation_capacity, a.graduation_income)
    of_graduation = luck.key(world.seed, world.replicate, luck.GRADUATE, world.now.year)
    hazard = able * world.now.graduation * a.graduation_hazard
    if luck.uniform(of_graduation, recipient.identity) < hazard:
        recipient.graduated = 1.0
