"""The chain of decisions and draws behind the aid of one country in one year, read from a replay of that year.

The world is run to the end of the year before, and to the end of the year; what is told are its own columns in both,
and what its rules and its luck give on them when asked again. Nothing is worked out beside the model: where a told
number is also a column of the world, the two are held against each other, and a difference is a fault of ours.

The table `chain` has a row for each thing told, in the order in which it happened:

section
    `budget`, `mix`, `attraction`, `share`, `programmes`, `who came`, `what it did`;
what
    its name: that of a column of the world (see `COLUMNS_OF`), of a number of the rules, or of a draw;
value, before
    what it is this year, and what it was at the start of the year (for stocks) or is compared with (for draws); empty
    where there is nothing of the kind;
unit
says
    one sentence with the number in it.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any, NamedTuple

import numpy as np

from ssc_sim.ensemble.asked import ensemble_of
from ssc_sim.ensemble.manifest import manifest_of
from ssc_sim.errors import InputError, ModelFault, Problem, nearest
from ssc_sim.observed import read_donors, read_recipients
from ssc_sim.parameters import Evidence
from ssc_sim.scenario import Scenario
from ssc_sim.tables import FIRST_YEAR, Rows, World
from ssc_sim.world import Start, starting_tables

CHAIN_COLUMNS = ["section", "what", "value", "before", "unit", "says"]
NOTHING = float("nan")
#: Whose columns are meant, where a section tells what is a column of this table.
COLUMNS_OF = {
    "budget": "donors", "mix": "donors", "attraction": "ties", "share": "ties", "programmes": "donors",
    "who came": "ties", "what it did": "recipients",
}  # fmt: skip


class Told(NamedTuple):
    """One thing told: see the module."""

    section: str
    what: str
    value: float
    before: float
    unit: str
    says: str


class Replay(NamedTuple):
    """One year of one replicate: the world before and after it, with the focal donor's row and one country's.

    `before` is the world at the start of the year; `after` at its end, its calendar still showing the year. `manifest`
    is that of the ensemble of which it is a replicate.
    """

    scenario: str
    year: int
    replicate: int
    donor_name: str
    country_name: str
    iso3: str
    before: World
    after: World
    donor: int
    country: int
    manifest: dict[str, Any]

    def row(self, table: str, when: World) -> Any:
        """Return the focal donor (`donors`), the country (`recipients`) or their tie (`ties`), before or after."""
        rows: Any = getattr(when, table)
        if table == "ties":
            return rows[self.donor][self.country]
        return rows[self.donor if table == "donors" else self.country]


def replay(
    scenario: str | Path | Scenario,
    country: str,
    year: int,
    *,
    replicate: int = 0,
    seed: int = 2016,
    evidence: Evidence | None = None,
) -> Replay:
    """Run one replicate to the end of a year, and keep the year before and after.

    Parameters
    ----------
    scenario : str, path or Scenario
    country : str
        ISO code of the recipient.
    year, replicate : int
    seed, evidence
        Those of the ensemble of which this is a replicate.

    Raises
    ------
    InputError
        With every mistake in what was given.
    """
    problems = problems_of_country(country)
    try:
        ensemble = ensemble_of([scenario], replicate + 1, seed, year, evidence)
        if len(ensemble.scenarios) > 1:
            problems.append(Problem(str(scenario), 0, 0, "", "is a sweep", "one scenario"))
    except InputError as error:
        problems += error.problems
    if problems:
        raise InputError(problems)
    chosen = ensemble.scenarios[0]
    start = starting_tables(chosen, ensemble.posterior.countries)
    before, after = before_and_after(start, ensemble.draws(chosen)[replicate], year, seed, replicate)
    codes, donor = [row.iso3 for row in read_recipients()], _focal(after)
    return Replay(
        chosen.name, year, replicate, read_donors()[donor].name, read_recipients()[codes.index(country)].name, country,
        before, after, donor, codes.index(country), manifest_of(ensemble, "compiled"),
    )  # fmt: skip


def problems_of_country(country: str) -> list[Problem]:
    """Return a problem where a code is no recipient."""
    codes = [row.iso3 for row in read_recipients()]
    if country in codes:
        return []
    near = nearest(country, codes)
    return [Problem("--country", 0, 0, "", f"'{country}' is no recipient", "see `ssc-sim show countries`", near)]


def before_and_after(start: Start, numbers: Rows, year: int, seed: int, replicate: int) -> tuple[World, World]:
    """Run one replicate to the end of a year, and to the end of the year before; return both worlds.

    Parameters
    ----------
    start : Start
    numbers : row of Parameters
    year, seed, replicate : int
    """
    from ssc_sim import engine  # noqa: PLC0415  (numba: only where it runs)

    years = year - FIRST_YEAR
    before, after = (engine.run_world(start, numbers, many, seed, replicate) for many in (years, years + 1))
    now: Any = after.now
    now["year"] -= 1.0
    if now["fault"] > 0.0:
        raise ModelFault(f"the replay broke an identity in {year}")
    return before, after


def _focal(world: World) -> int:
    """Return the row of the donor whose programmes are drawn one by one; where several are, the first."""
    return int(np.flatnonzero(np.asarray(world.donors)["focal"])[0])


def agrees(told: float, recorded: float, what: str) -> float:
    """Return a told number after holding it against the world's own.

    Raises
    ------
    ModelFault
        Where they differ in any bit.
    """
    if told != recorded:
        raise ModelFault(f"the chain tells {what} as {told!r}, and the world holds {recorded!r}")
    return float(recorded)
