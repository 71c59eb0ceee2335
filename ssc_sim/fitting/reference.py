"""The reference table: single years under numbers drawn over their ranges, counted as annual reports count."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any

from ssc_sim.compiled import compiled
from ssc_sim.engine import one_year
from ssc_sim.ensemble.parts import Job, Parts, completed
from ssc_sim.fitting.targets import PLACES
from ssc_sim.parameters import Parameters
from ssc_sim.scenario import Scenario
from ssc_sim.tables import REGIONS, Outcome, Rows, Table, Vector
from ssc_sim.tables.declare import state
from ssc_sim.world import begin, starting_tables

ANY = float("inf")
CHUNK = 500
#: What moves a donor from one year to the next: held still, for the programmes of the years of a fit are an input.
STILL = ("budget_change_small", "budget_change_large", "leader_hazard")
PLACE_NAMES = tuple(str(place) for place in range(1, PLACES + 1))


class Figures(Table):
    """What the reports of one year count of the focal donor's programmes, as the mean over the years of a fit.

    A country that takes part in a programme is a participation: one programme gives as many as it has countries.
    """

    participants_by_region: Vector = state("participants", 0, ANY, "from {label}", REGIONS)
    countries_reached_by_region: Vector = state("countries", 0, ANY, "of {label} that sent at least one", REGIONS)
    programmes_received: Vector = state("programmes", 0, ANY, "by the counted country {label}", PLACE_NAMES)
    participants_received: Vector = state("participants", 0, ANY, "from the counted country {label}", PLACE_NAMES)
    reached: Vector = state("years", 0, ANY, "in which the counted country {label} sent any", PLACE_NAMES)
    most_elsewhere: float = state("programmes", 0, ANY, "by the country that received most of those not counted")
    programmes_alone: float = state("programmes", 0, ANY, "held for one country")
    participants_alone: float = state("participants", 0, ANY, "in programmes for one country")
    calls: float = state("programmes", 0, ANY, "to several countries")
    participations_in_calls: float = state("participations", 0, ANY, "of countries in calls")
    participants_in_calls: float = state("participants", 0, ANY, "in calls")


@dataclass(frozen=True)
class Years:
    """The years that a fit is about: a scenario in which the focal donor is as it was then, and how many years."""

    scenario: Scenario
    counted: tuple[str, ...]
    years: int = 1
    seed: int = 2016


@compiled
def count(world, figures):
    """Add one year's programmes of the focal donor to the figures."""
    for donor in world.donors:
        if donor.focal == 1.0:
            figures.calls += donor.programmes
            for recipient in world.recipients:
                count_country(recipient, world.ties[donor.index][recipient.index], figures)


@compiled
def count_country(recipient, tie, figures):
    """Add what one country received this year."""
    region = int(recipient.region)
    came = 1.0 if tie.came > 0.0 else 0.0
    figures.participants_by_region[region] += tie.came
    figures.countries_reached_by_region[region] += came
    if tie.place > 0.0:
        place = int(tie.place) - 1
        figures.programmes_received[place] += tie.programmes
        figures.participants_received[place] += tie.came
        figures.reached[place] += came
    else:
        figures.most_elsewhere = max(figures.most_elsewhere, tie.programmes)
    figures.programmes_alone += tie.alone
    figures.calls -= tie.alone
    figures.participants_alone += tie.came - tie.in_calls
    figures.participations_in_calls += tie.programmes - tie.alone
    figures.participants_in_calls += tie.in_calls


@compiled
def run_first_year(world, outcome, figures):
    """Run one year and count it."""
    one_year(world, outcome)
    count(world, figures)


def simulated_figures(years: Years, numbers: Rows, first: int) -> Rows:
    """Return the figures of some draws, each with the luck of its own replicate.

    Parameters
    ----------
    years : Years
    numbers : rows of Parameters
        One for each draw.
    first : int
        Replicate of the first draw.

    Returns
    -------
    rows of Figures
        Means over the years; `most_elsewhere` is the mean of the yearly maxima.
    """
    start = starting_tables(years.scenario, years.counted)
    figures, outcome = Figures.rows(len(numbers)), Outcome.rows(1)
    numbers = numbers.copy()
    for name in STILL:
        numbers[name] = 0.0
    for i, row in enumerate(numbers):
        most = 0.0
        for year in range(years.years):
            world: Any = begin(start, row, years.seed, first + i)
            world.now["year"] += year  # another year of the same world: other luck, the same country effects
            figures[i]["most_elsewhere"] = 0.0
            run_first_year(world, outcome[0], figures[i])
            most += figures[i]["most_elsewhere"]
        figures[i]["most_elsewhere"] = most
    for name in Figures.columns():
        figures[name] /= years.years
    return figures


def reference_table(
    years: Years,
    draws: int,
    *,
    workers: int | None = None,
    at_zero: Sequence[str] = (),
    parts: Parts | None = None,
    finished: Callable[[int], None] = lambda _: None,
) -> tuple[Rows, Rows]:
    """Return numbers drawn over their ranges, and the figures of a year under each; row i whatever `draws` is.

    Parameters
    ----------
    years : Years
    draws : int
        Rows of the table.
    workers : int, optional
        Threads; the table does not depend on them.
    at_zero : sequence of str
        Numbers that are held at zero: a simpler rule.
    parts : Parts, optional
        Where finished chunks are kept, so that an interrupted table goes on.
    finished : callable, optional
        Told the number of draws of each chunk that has finished.
    """
    numbers = Parameters.over_ranges(draws, years.seed)
    for name in at_zero:
        numbers[name] = 0.0

    figures = Figures.rows(draws)
    jobs = (
        Job(
            f"draws-{first}",
            figures.dtype,
            (min(CHUNK, draws - first),),
            lambda first=first: simulated_figures(years, numbers[first : first + CHUNK], first),  # type: ignore[misc]
        )
        for first in range(0, draws, CHUNK)
    )
    threads = workers or os.cpu_count() or 1
    with ThreadPoolExecutor(threads) as pool:
        for job, done in completed(pool, jobs, threads, parts):
            first = int(job.name.partition("-")[2])
            figures[first : first + len(done)] = done
            finished(len(done))
    return numbers, figures
