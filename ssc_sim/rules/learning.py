"""What training leaves behind."""

from math import exp

from ssc_sim.compiled import compiled


@compiled
def cadre(population, per_million, exponent, smallest):
    """Return the officials and specialists of one field who can be trained (persons).

        cadre = max(smallest, per_million * population^exponent), population in millions

    Holds: at least `smallest`; never falls with population.
    """
    return max(smallest, per_million * population**exponent)


@compiled
def learned_share(strength, capacity, best_gap):
    """Return how much of what could be learned is learned (share).

        learned = g * exp(1 - g), g = max(0, strength - capacity) / best_gap

    The gap must be neither too small nor too large (M26, M30); nobody learns from a weaker teacher.
    Holds: between 0 and 1; 1 at the best gap; 0 without a lead.
    """
    if strength <= capacity:
        return 0.0
    gap = (strength - capacity) / best_gap
    return gap * exp(1.0 - gap)


@compiled
def reach(level, best_gap):
    """Return what the gap of two levels owes to one of them alone (ratio).

        reach = exp(level / best_gap)

    Holds: 1 at level zero; rises with the level; that of a sum is the product.
    """
    return exp(level / best_gap)


@compiled
def learned_of(strength, capacity, best_gap, of_teacher, of_learner):
    """Return `learned_share` where what it owes to the teacher and to the learner is known (share).

        learned = g * of_teacher * of_learner, g = max(0, strength - capacity) / best_gap

    where of_teacher = reach(best_gap - strength) and of_learner = reach(capacity). One teacher has many learners, and
    one learner many teachers (M26, M30).
    Holds: equal to `learned_share` but for rounding.
    """
    if strength <= capacity:
        return 0.0
    return min(1.0, (strength - capacity) / best_gap * of_teacher * of_learner)


@compiled
def trained_share(learners, cadre, learning):
    """Return the share of the untrained cadre that a year's training reaches and that still uses it a year later.

        trained = 1 - exp(-learning * learners / cadre)

    Part of what is taught is applied at home (M17, M18); the last of a cadre are hardest to reach.
    Holds: between 0 and 1; rises with the learners.
    """
    return 1.0 - exp(-learning * learners / cadre)


@compiled
def coverage_next(coverage, fade, trained):
    """Return the share of the cadre trained and in post at the end of the year.

        next = kept + (1 - kept) * trained, kept = (1 - fade) * coverage

    Holds: between 0 and 1; fades without training (M21, M28).
    """
    kept = (1.0 - fade) * coverage
    return kept + (1.0 - kept) * trained


@compiled
def coverage_steady(fade, trained):
    """Return the coverage that a steady yearly training keeps up: the fixed point of `coverage_next`.

        steady = trained / (1 - (1 - fade) * (1 - trained))

    Holds: between 0 and 1; unchanged by `coverage_next`.
    """
    if trained == 0.0:
        return 0.0
    return trained / (1.0 - (1.0 - fade) * (1.0 - trained))


@compiled
def capacity(capacity_2016, capacity_of_coverage, coverage, coverage_2016):
    """Return what a country can do by itself in one field (share).

        capacity = max(0, capacity_2016 + capacity_of_coverage * (coverage - coverage_2016) * (1 - capacity_2016))

    In deviation form: on the training of 2016 it stays what it was; training fills part of what is missing (M18, M22).
    Holds: between 0 and 1; never falls with coverage; capacity_2016 at coverage_2016.
    """
    return max(0.0, capacity_2016 + capacity_of_coverage * (coverage - coverage_2016) * (1.0 - capacity_2016))


@compiled
def in_post_next(in_post, fade, participants):
    """Return the trained people in post at the end of the year (persons): (1 - fade) * in_post + participants."""
    return (1.0 - fade) * in_post + participants


@compiled
def taught_well(unlikeness, unlike_loss, tailoring):
    """Return how much of what a like partner would learn is learned (share).

        taught_well = max(0, 1 - unlike_loss * unlikeness * (1 - tailoring))

    What was made for another place is of less use (M25, M74); a tailored programme loses nothing.
    Holds: between 0 and 1; never falls with tailoring, never rises with unlikeness.
    """
    return max(0.0, 1.0 - unlike_loss * unlikeness * (1.0 - tailoring))


@compiled
def fade_here(fade, leaving, population, sustaining, sustained):
    """Return the yearly loss of trained people in one country (share).

        fade_here = min(1, (fade + leaving / (1 + population)) * (1 - sustaining * sustained)), population in millions

    People leave small states; programmes that come back keep knowledge in use (M21).
    Holds: between 0 and 1; never rises with population or with sustained programmes.
    """
    return min(1.0, (fade + leaving / (1.0 + population)) * (1.0 - sustaining * sustained))


@compiled
def spill_next(spill, fade, spread, neighbours_gain, own_gain):
    """Return capacity that came from the neighbours (share).

        next = (1 - fade) * spill + spread * max(0, neighbours_gain - max(0, own_gain))

    Knowledge gained since 2016 passes to those who gained less (M31, M33).
    Holds: zero where nobody has gained; never falls with the neighbours' gain.
    """
    return (1.0 - fade) * spill + spread * max(0.0, neighbours_gain - max(0.0, own_gain))


@compiled
def strength_next(strength, donor_learning, teaching_ratio):
    """Return what a donor can teach a year later (share).

        next = strength + donor_learning * (teaching_ratio - 1) * (1 - strength), within 0 and 1

    Those who teach learn (M34, M67); as much as in 2016 keeps the strength of 2016.
    Holds: between 0 and 1; unchanged at teaching_ratio 1; never falls with it.
    """
    return min(1.0, max(0.0, strength + donor_learning * (teaching_ratio - 1.0) * (1.0 - strength)))


@compiled
def working_next(working, wear, neglect, upkeep, arrived):
    """Return the equipment in working order at the end of the year (million USD).

        next = (1 - wear - neglect * (1 - upkeep)) * working + arrived

    Donated equipment decays where nobody can maintain it (M23, M28).
    Holds: never negative where wear and neglect sum to at most 1; never falls with upkeep, rises with what arrives.
    """
    return (1.0 - wear - neglect * (1.0 - upkeep)) * working + arrived
