"""How reliance on aid forms and fades."""

from ssc_sim.compiled import compiled


@compiled
def aid_intensity(aid_2016, money_change, technical_change, technical_reliance, gni):
    """Return the aid that forms dependency, over income (share of GNI).

        intensity = max(0, aid_2016 + money_change + technical_reliance * technical_change) / gni

    All aid of 2016, North and South, counts in full; of what changed since, training counts less than money (M1, M2,
    M7, M8).
    Holds: never negative for technical_reliance up to 1, since no more can be lost than was there.
    """
    return max(0.0, aid_2016 + money_change + technical_reliance * technical_change) / gni


@compiled
def dependency_due(intensity, half, shape, shield, capacity):
    """Return the dependency that this much aid would bring in the end (share).

        due = (1 - shield * capacity) * formed / (1 + formed), formed = (intensity / half)^shape

    Holds: between 0 and 1; rises with aid, falls with capacity (M1, M19).
    """
    formed = (intensity / half) ** shape
    return (1.0 - shield * capacity) * formed / (1.0 + formed)


@compiled
def dependency_next(dependency, due, speed):
    """Return the dependency a year later (share): dependency + speed * (due - dependency).

    Holds: between dependency and due; little by little (M12).
    """
    return dependency + speed * (due - dependency)


@compiled
def ownership_due(conditional, intensity, half, room_lost, bloc):
    """Return the room to decide that aid leaves (share).

        due = 1 - room_lost * conditional * (1 - bloc) * intensity / (intensity + half)

    Conditional aid takes room to decide, the more the larger it is (M10, M13, M85, M97); a bloc that bargains together
    gets better terms (M130). Southern aid without strings takes none.
    Holds: between 0 and 1; 1 without conditional aid; never rises with it.
    """
    return 1.0 - room_lost * conditional * (1.0 - bloc) * intensity / (intensity + half)
