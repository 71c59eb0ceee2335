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
def budget(budget_2016, factor, log_budget, crisis):
    """Return a year's budget (million USD).

        budget = budget_2016 * factor * exp(log_budget) * crisis

    Holds: zero where the factor or the crisis is zero; budget_2016 * factor on the trend.
    """
    return budget_2016 * factor * exp(log_budget) * crisis
