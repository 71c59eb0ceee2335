"""Debt, its service, and what is left for schools and clinics."""

from math import exp

from ssc_sim.compiled import compiled


@compiled
def debt_next(debt, interest, service, loans):
    """Return the debt at the end of the year (million USD): debt + interest + loans - service (M3).

    Holds: never negative where service does not exceed debt and interest.
    """
    return debt + interest + loans - service


@compiled
def debt_service(debt, interest_rate, repayment):
    """Return interest and repayment of the year (million USD).

        service = (interest_rate + repayment) * debt          (M4)

    Holds: rises with debt; never more than debt and interest.
    """
    return (interest_rate + repayment) * debt


@compiled
def debt_steady(loans, repayment):
    """Return the debt that steady loans keep up: loans / repayment."""
    return loans / repayment


@compiled
def heavy_service(old_service, service, exports, light):
    """Return debt service above what a country carries lightly (million USD).

        heavy = max(0, old_service + service - light * exports)

    With light = 0 all service weighs (M5); the literature sees crowding-out only where debt binds (Fosu 2010).
    Holds: never negative; never falls with service.
    """
    return max(0.0, old_service + service - light * exports)


@compiled
def social_spending(social_2016, own_share, money_change, heavy_change, crowding_out):
    """Return spending on schools and clinics (million USD).

        credited = max(0, social_2016 + own_share * money_change)
        squeeze  = crowding_out * heavy_change
        spending = credited - squeeze                       where service fell
                 = credited * exp(-squeeze / credited)      where it rose

    A budget identity that credits the money received and takes a share of the heavier service (M5).
    It can dwindle, not turn negative.
    Holds: never negative; social_2016 on the flows of 2016; falls with service, never falls with money.
    """
    credited = max(0.0, social_2016 + own_share * money_change)
    squeeze = crowding_out * heavy_change
    if squeeze <= 0.0:
        return credited - squeeze
    if credited == 0.0:
        return 0.0
    return credited * exp(-squeeze / credited)
