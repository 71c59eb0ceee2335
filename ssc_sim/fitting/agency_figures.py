"""An agency's own list of programmes, counted as the simulated years are counted."""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Sequence
from dataclasses import astuple, dataclass, replace
from pathlib import Path

from ssc_sim.fitting.reference import Figures
from ssc_sim.fitting.statistics import KINDS_OF_PROGRAMME, statistics
from ssc_sim.fitting.targets import BY_KIND, BY_REGION, ELSEWHERE, PLACES, RECEIVED, Target, Targets
from ssc_sim.observed import columns, read_recipients
from ssc_sim.tables import REGIONS, Rows

SOURCE = "agency"
COUNTED = "counted from a list of every programme; that years differ by chance is in the simulated years as well"
GIVEN = "an input, not a result: exact"
UNITS = {
    "share_alone": "share of programmes",
    "size_alone": "participants",
    "countries_in_call": "countries",
    "size_of_delegation": "participants",
}


@dataclass(frozen=True)
class Programme:
    """One programme: its year, how many came from each country, and what it cost, if that is known."""

    name: str
    year: int
    seats: dict[str, int]
    cost: float | None

    @property
    def participants(self) -> int:
        """How many came."""
        return sum(self.seats.values())


@dataclass(frozen=True)
class ProgrammeList:
    """Every programme of a donor in some years that follow each other."""

    donor: str
    programmes: tuple[Programme, ...]

    @property
    def years(self) -> list[int]:
        """The years, in order."""
        return sorted({programme.year for programme in self.programmes})

    @property
    def programmes_a_year(self) -> float:
        """Programmes in a mean year."""
        return len(self.programmes) / len(self.years)

    @property
    def spending(self) -> float | None:
        """What the programmes of a mean year cost (million USD); nothing where no costs are given."""
        costs = [programme.cost for programme in self.programmes if programme.cost is not None]
        return sum(costs) / len(self.years) if costs else None

    @property
    def counted(self) -> tuple[str, ...]:
        """The countries that received most programmes, then participants, then in the order of the tables.

        As many as have a pull of their own. Where fewer received any, those that come first in the tables fill the
        places: that they received none is known too.
        """
        programmes, participants = Counter[str](), Counter[str]()
        for programme in self.programmes:
            programmes.update(programme.seats.keys())
            participants.update(programme.seats)
        candidates = [country.iso3 for country in read_recipients() if country.iso3 != self.donor]
        return tuple(sorted(candidates, key=lambda iso3: (-programmes[iso3], -participants[iso3]))[:PLACES])

    def figures(self) -> Rows:
        """Return what is counted, as the mean over the years: one row of `Figures`."""
        figures = Figures.rows(1)
        for year in self.years:
            _count_year([p for p in self.programmes if p.year == year], self.counted, figures[0])
        for name in Figures.columns():
            figures[name] /= len(self.years)
        return figures


def _count_year(held: Sequence[Programme], counted: Sequence[str], figures: Rows) -> None:
    """Add the programmes of one year to the figures."""
    came, received = Counter[str](), Counter[str]()
    for programme in held:
        came.update(programme.seats)
        received.update(programme.seats.keys())
        _count_kind(programme, figures)
    regions = {country.iso3: REGIONS.index(country.region.lower()) for country in read_recipients()}
    for country, persons in came.items():
        figures["participants_by_region"][regions[country]] += persons
        figures["countries_reached_by_region"][regions[country]] += 1
        if country in counted:
            place = counted.index(country)
            figures["programmes_received"][place] += received[country]
            figures["participants_received"][place] += persons
            figures["reached"][place] += 1
    figures["most_elsewhere"] += max((n for country, n in received.items() if country not in counted), default=0)


def _count_kind(programme: Programme, figures: Rows) -> None:
    if len(programme.seats) == 1:
        figures["programmes_alone"] += 1
        figures["participants_alone"] += programme.participants
    else:
        figures["calls"] += 1
        figures["participations_in_calls"] += len(programme.seats)
        figures["participants_in_calls"] += programme.participants


def targets_of(listed: ProgrammeList, scope: str, source: str) -> Targets:
    """Return what a fit to a list is to meet, and what it puts in.

    Parameters
    ----------
    listed : ProgrammeList
    scope : str
        Whose programmes of which years.
    source : str
        Where the list comes from: a sentence.
    """
    figures, counted = listed.figures(), listed.counted
    note = f"counted from the agency's list: {source}"

    def target(figure: str, unit: str, use: str = "fit", value: float = 0.0, recipient: str | None = None) -> Target:
        why = COUNTED if use == "fit" else GIVEN
        year = listed.years[-1]
        return Target(year, figure, recipient, value, unit, scope, use, 0.0, why, seen=False, source=(SOURCE,),
                      note=note)  # fmt: skip

    put_in = [target("programmes", "programmes", "input", listed.programmes_a_year)]
    if listed.spending is not None:
        put_in.append(target("spending", "million USD", "input", listed.spending))
    fitted = [target(figure, figure.partition("_")[0]) for figure in BY_REGION]
    fitted += [target(RECEIVED, "programmes", recipient=country) for country in counted]
    fitted += [target(ELSEWHERE, "programmes")]
    fitted += [target(figure, UNITS[figure]) for figure in BY_KIND if _has_any(figure, figures)]
    values = statistics(figures, fitted, counted)[0]
    fitted = [replace(told, value=float(value)) for told, value in zip(fitted, values, strict=True)]
    return Targets((*put_in, *fitted))


def _has_any(figure: str, figures: Rows) -> bool:
    """Tell whether there is anything of which a figure is the share or the mean."""
    return any(figures[name][0] > 0.0 for name in KINDS_OF_PROGRAMME[figure][1])


def write_targets(path: Path, targets: Targets) -> None:
    """Write figures as `read_targets` reads them."""
    header = [columns.header_of(name, column) for name, column in columns.columns_of(Target).items()]
    with path.open("w", encoding="utf-8", newline="") as file:
        table = csv.writer(file, lineterminator="\n")
        table.writerow(header)
        table.writerows([_cell(value) for value in astuple(target)] for target in targets.all)


def _cell(value: columns.Value) -> str:
    """Return a value as it is written: the shortest number that is read as the same."""
    if value is None:
        return ""
    if isinstance(value, tuple):
        return ";".join(value)
    if isinstance(value, bool):
        return str(int(value))
    return repr(value).removesuffix(".0") if isinstance(value, float) else str(value)
