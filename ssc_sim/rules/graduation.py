"""When a recipient becomes a donor."""

from ssc_sim.compiled import compiled


@compiled
def able_to_give(capacity, gni_per_head, least_capacity, least_income):
    """Return whether a country could give (flag): capacity and income at or above their thresholds (M136).

    Income per head in USD.
    Holds: 0 or 1; never lost by more capacity or income.
    """
    return 1.0 if capacity >= least_capacity and gni_per_head >= least_income else 0.0
