"""How well aid is organised: what is lost and gained between the money and the learning."""

from ssc_sim.compiled import compiled


@compiled
def well_organised(variety, coordination, duplication_loss, variety_gain):
    """Return how much training counts for, with many donors (ratio).

        ratio = 1 - duplication_loss * variety * (1 - coordination) + variety_gain * variety

    Many donors teach the same twice unless they coordinate (M110, M117), and bring different skills (M91).
    `variety` is the chance that two dollars of training come from two donors.
    Holds: 1 with one donor; never falls with coordination.
    """
    return 1.0 - duplication_loss * variety * (1.0 - coordination) + variety_gain * variety


@compiled
def not_overloaded(participants, cadre, overload):
    """Return how much of its training a country can take in (share).

        share = 1 / (1 + overload * participants / cadre)

    A small administration that is called to many programmes at once learns less from each.
    Holds: between 0 and 1; never rises with the participants.
    """
    return 1.0 / (1.0 + overload * participants / cadre)


@compiled
def coordination(own, agency, agency_coordination, measurement):
    """Return how well a donor fits in with the others (share).

        coordination = own + (1 - own) * (1 - (1 - agency * agency_coordination) * (1 - measurement / 2))

    A central agency and common measurement make it easier (M106, M110, M117, M121).
    Holds: between own and 1; never falls with either.
    """
    return own + (1.0 - own) * (1.0 - (1.0 - agency * agency_coordination) * (1.0 - measurement / 2.0))
