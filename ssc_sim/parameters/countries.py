"""Effects of single countries: data about a country rather than numbers of a rule, and so beside the others."""

from typing import Any

from ssc_sim.parameters.number import calibrated

PLACES = ("first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth")


def _pull(place: int) -> Any:
    return calibrated(
        "log weight",
        (-3, 3),
        "annual-report-2016",
        f"the focal donor's pull to the country listed {PLACES[place - 1]} among those whose programmes were counted, "
        "beyond what any rule says",
        family="familiarity",
        off=0,
    )


class Countries:
    """The countries whose programmes were counted: in the shipped fit, the eight that received most in 2016."""

    pull_1: float = _pull(1)
    pull_2: float = _pull(2)
    pull_3: float = _pull(3)
    pull_4: float = _pull(4)
    pull_5: float = _pull(5)
    pull_6: float = _pull(6)
    pull_7: float = _pull(7)
    pull_8: float = _pull(8)
