"""How much a donor gives."""

from math import exp, log, sqrt

from ssc_sim.compiled import compiled


@compiled
def starting_budget(low, high, luck):
    """Return the budget of 2016 where only its range is known (million USD).

        budget = low * (high / low)^luck

    Log-uniform between the ends; equal ends give that figure exactly (A03, B01-B05, K01).
    Holds: low <= budget <= high.
    """
    if low == high:
        return low
    return min(high, low * exp(luck * log(high / low)))


@compiled
def log_budget_next(log_budget, persistence, yearly_change, shock):
    """Return next year's distance of a budget from its trend (log).

        next = persistence * log_budget + yearly_change * sqrt((1 + persistence) / 2) * shock

    The shock is standard normal; scaled so that the yearly change has standard deviation `yearly_change` (M94, M112).
    Holds: without shocks it returns to zero.
    """
    return persistence * log_budget + yearly_change * sqrt((1.0 + persistence) / 2.0) * shock


@compiled
def budget(budget_2016, factor, log_budget, trend):
    """Return a year's budget (million USD).

        budget = budget_2016 * factor * exp(log_budget + trend)

    Holds: zero where the factor is zero; budget_2016 * factor without trend and swing.
    """
    return budget_2016 * factor * exp(log_budget + trend)


@compiled
def technical_share(share, follows, budget, small_budget, most, mix_slope):
    """Return the share of a budget that goes to training (share).

        by_budget = max(0, most - mix_slope * ln(budget / small_budget)) for large budgets, most for small ones
        technical_share = share + follows * (by_budget - share)

    Small funds tend to non-financial aid (M82); a donor follows that tendency or its own policy (M83, M84).
    Holds: between 0 and 1; the policy where follows is 0; never rises with the budget where it is 1.
    """
    by_budget = most
    if budget > small_budget:
        by_budget = max(0.0, most - mix_slope * log(budget / small_budget))
    return share + follows * (by_budget - share)
