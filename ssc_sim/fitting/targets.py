"""The figures that a fit is to meet, and those it is tested on: `targets.csv`, read strictly."""

from __future__ import annotations

from dataclasses import dataclass, field
from math import inf
from pathlib import Path
from typing import Any, ClassVar

from ssc_sim.errors import InputError, Problem
from ssc_sim.observed import columns
from ssc_sim.observed.reading import Reading
from ssc_sim.observed.tables import CountryFigures
from ssc_sim.tables import REGIONS

FILE = "targets.csv"
USES = ("fit", "hold-out", "input", "context")
RECEIVED = "programmes_received"
ELSEWHERE = "most_elsewhere"
PLACES = 8  # countries that may have a pull of their own
#: What a simulated year is counted for: these can be fitted.
BY_REGION = tuple(f"{what}_{region}" for what in ("participants", "countries_reached") for region in REGIONS)
BY_KIND = ("share_alone", "size_alone", "countries_in_call", "size_of_delegation")
FITTED = (*BY_REGION, RECEIVED, ELSEWHERE, *BY_KIND)
ALSO = (
    "programmes", "participants", "countries_reached", "spending", "size_of_call",
    "recipients_tha", "top_eight_tha", "recipients_tur", "top_eight_tur",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Target(columns.Row):
    """One figure: its value, how exact it is, and what it is used for."""

    file: ClassVar[str] = FILE
    key: ClassVar[tuple[str, ...]] = ("year", "figure", "recipient")

    year: int = field(metadata=columns.year("year of the figure"))
    figure: str = field(metadata=columns.choice("name", (*FITTED, *ALSO), "what was counted"))
    recipient: str | None = field(
        metadata=columns.code("country it is about, if one", unit="iso3", refers="recipient", may_be_empty=True)
    )
    value: float = field(metadata=columns.number("as named", 0, inf, "the figure"))
    unit: str = field(metadata=columns.text("unit of the figure"))
    scope: str = field(metadata=columns.text("whose programmes were counted"))
    use: str = field(metadata=columns.choice("use", USES, "whether it is fitted, tested on, an input, or told beside"))
    noise: float = field(metadata=columns.number("standard deviation", 0, inf, "how inexact the figure is"))
    why_noise: str = field(metadata=columns.text("why so inexact", unit="sentence"))
    seen: bool = field(metadata=columns.flag("was known when the model was designed"))
    source: tuple[str, ...] = field(metadata=columns.source())
    note: str = field(metadata=columns.text("what to know before using it", unit="sentence"))

    @property
    def name(self) -> str:
        """Its name in tables and pictures: the country with it where it is about one."""
        return f"{self.figure}_{self.recipient}" if self.recipient else self.figure


@dataclass(frozen=True)
class Targets:
    """All figures of a fit."""

    all: tuple[Target, ...]

    def used(self, use: str) -> list[Target]:
        """Return those with one use, in the order of the file."""
        return [target for target in self.all if target.use == use]

    @property
    def counted(self) -> tuple[str, ...]:
        """The countries whose programmes were counted, in the order of the file."""
        return tuple(str(target.recipient) for target in self.used("fit") if target.figure == RECEIVED)

    def value(self, figure: str, year: int) -> float:
        """Return one figure that is not about a country."""
        return next(target.value for target in self.all if target.figure == figure and target.year == year)


def read_targets(folder: Path) -> Targets:
    """Read `targets.csv` in a folder.

    Raises
    ------
    InputError
        With every problem found.
    """
    with Reading(None) as observed:
        observed.sources()
        observed.table(CountryFigures, defines="recipient")
    with Reading(folder, beside=observed) as reading:
        table = reading.table(Target)
    values: list[dict[str, Any]] = [line.values for line in table.sound]
    targets = Targets(tuple(Target(**value) for value in values))
    problems = list(_problems(targets, table.file))
    if problems:
        raise InputError(problems)
    return targets


def _problems(targets: Targets, file: str) -> list[Problem]:
    """Return what a fit cannot do with these figures."""
    fitted = targets.used("fit")
    wrong = [f"{target.name} cannot be fitted" for target in fitted if target.figure not in FITTED]
    received = [target for target in fitted if target.figure == RECEIVED]
    wrong += [f"{target.name} names no country" for target in received if not target.recipient]
    counted = len(targets.counted)
    if counted != PLACES:
        wrong.append(f"the programmes of {counted} countries are to be fitted, not of {PLACES}")
    if len({target.year for target in fitted}) > 1:
        wrong.append("figures of more than one year are to be fitted")
    return [Problem(file, 0, 0, "", sentence) for sentence in wrong]
