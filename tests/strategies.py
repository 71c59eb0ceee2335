"""How the tests of the rules draw their numbers."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from ssc_sim.parameters import Parameters


def between(low, high):
    return st.floats(low, high).map(lambda x: round(x, 6))


def always(**numbers):
    """Draw the numbers afresh for each of many cases, the same in every run."""
    return lambda test: settings(deadline=None, derandomize=True)(given(**numbers)(test))


def of(name):
    """Draw a number over its range, or at the value that switches it off."""
    number = Parameters.columns()[name]
    drawn = between(number.low, number.high)
    return drawn if number.off is None else drawn | st.just(number.off)


def some(name):
    """Draw a number over its range, but where that begins at zero, far enough from it to be felt."""
    number = Parameters.columns()[name]
    return between(max(number.low, number.high / 100.0), number.high)


share = between(0.0, 1.0)
luck = between(0.000001, 0.999999)
