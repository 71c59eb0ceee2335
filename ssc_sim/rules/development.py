"""How capacity, spending and aid develop a country, and what holds it back."""

from math import exp

from ssc_sim.compiled import compiled


@compiled
def aid_absorbed(intensity, aid_saturation):
    """Return the use that a country has for aid (share).

        absorbed = 1 - exp(-intensity / aid_saturation)

    Returns diminish (Clemens, Radelet and Bhavnani; turning points from 8 to 45 per cent of income are reported).
    Holds: between 0 and 1; rises with aid, ever more slowly.
    """
    return 1.0 - exp(-intensity / aid_saturation)


@compiled
def excess(dependency, excess_dependency):
    """Return dependency beyond what does no harm (share): max(0, dependency - excess_dependency) (M11).

    Holds: zero up to the threshold, rising beyond it.
    """
    return max(0.0, dependency - excess_dependency)


@compiled
def conflict_toll(conflict, relief, conflict_loss, relief_gain):
    """Return development lost to a conflict in the end (share).

        toll = conflict_loss * conflict * (1 - relief_gain * relief)

    Relief eases food, nutrition and health (M140); it ends no conflict.
    Holds: never negative; zero in peace; falls with relief.
    """
    return conflict_loss * conflict * (1.0 - relief_gain * relief)


@compiled
def development_next(development, start, gains, losses, speed):
    """Return the development of a country a year later (share).

        next = development + speed * (min(1, max(0, start + gains - losses)) - development)

    In deviation form: without gains and losses since 2016 it stays what it was (M35, M143).
    Holds: between 0 and 1; unchanged at the start without gains and losses.
    """
    return development + speed * (min(1.0, max(0.0, start + gains - losses)) - development)
