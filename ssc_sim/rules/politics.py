"""What visible aid earns the giver."""

from ssc_sim.compiled import compiled


@compiled
def goodwill_earned(visible, all_visible, gni, goodwill_half):
    """Return the goodwill that a donor's visible aid would earn in the end (share).

        earned = visible / (goodwill_half * gni + all_visible)

    A share of all that is seen, the North's aid included; little aid in a large country is not seen (M47, M58, M59).
    Holds: between 0 and 1; rises with own aid, never with that of others.
    """
    return visible / (goodwill_half * gni + all_visible)


@compiled
def goodwill_next(goodwill, earned, persistence):
    """Return goodwill a year later (share): earned + persistence * (goodwill - earned).

    Holds: between goodwill and what is earned.
    """
    return earned + persistence * (goodwill - earned)


@compiled
def stance_2016(raised, pacific, vocal, others):
    """Return the support for Indonesia's position on Papua in 2016 (share).

    `vocal` where the country raised Papua at the UN, `others` elsewhere in the Pacific Islands Forum, full support
    outside it, where the question does not arise (M48, M50; register, Vanuatu).
    Holds: one of three values.
    """
    if pacific == 0.0:
        return 1.0
    return vocal if raised == 1.0 else others


@compiled
def persuaded(goodwill_change, skill, identity, persuasion, identity_shield):
    """Return the stance moved by goodwill gained since 2016 (share per year).

        moved = persuasion * skill * (1 - identity_shield * identity) * goodwill_change

    Diplomatic skill decides whether aid mutes the question (M53); a shared identity resists (M50). The literature finds
    that aid moves no votes.
    Holds: zero without a change; never larger in size with a shared identity.
    """
    return persuasion * skill * (1.0 - identity_shield * identity) * goodwill_change


@compiled
def stance_next(stance, stance_2016, pull, moved, contagion, group_change):
    """Return the support for Indonesia's position a year later (share).

        next = stance + pull * (stance_2016 - stance) + moved + contagion * group_change, within 0 and 1

    Anchored at 2016; moved by goodwill and events, and by the change in the mean of the group (M49, M51, M52).
    Holds: between 0 and 1; unchanged in 2016's state.
    """
    return min(1.0, max(0.0, stance + pull * (stance_2016 - stance) + moved + contagion * group_change))
