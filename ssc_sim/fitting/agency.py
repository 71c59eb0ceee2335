"""An agency's own data: its programmes read strictly, made into the figures of a fit and the scenario of its donor."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from functools import cached_property
from importlib.resources import files
from pathlib import Path
from typing import Any, ClassVar

from ssc_sim.errors import InputError, Problem, nearest, printable
from ssc_sim.files import A_PLACE, is_device, wrong_place
from ssc_sim.fitting.agency_figures import Programme, ProgrammeList, targets_of, write_targets
from ssc_sim.fitting.targets import FILE, Targets
from ssc_sim.observed import DONOR_FIGURES, columns, read_donors
from ssc_sim.observed.columns import Refusal
from ssc_sim.observed.reading import Line, Reading, Table
from ssc_sim.scenario import Scenario, load_scenario, shipped_scenarios
from ssc_sim.scenario.file import NAME, Change
from ssc_sim.scenario.keys import country_codes

BASELINE = "baseline-2016"
EXAMPLE = "example"  # the name of the agency in the template; its programmes begin with the same word
A_NAME = "small letters, digits and hyphens, such as south-africa"
Found = Iterator[tuple[str, Refusal, str]]  # column, what is wrong, what was meant


@dataclass(frozen=True, slots=True)
class AgencyLine(columns.Row):
    """Whose programmes are listed."""

    file: ClassVar[str] = "agency.csv"
    key: ClassVar[tuple[str, ...]] = ("donor", "name")

    donor: str = field(metadata=columns.code("whose programmes", unit="iso3"))
    name: str = field(metadata=columns.text("names the scenario"))
    source: str = field(metadata=columns.text("where the list comes from", unit="sentence"))


@dataclass(frozen=True, slots=True)
class ProgrammeLine(columns.Row):
    """One country in one programme. A programme with one line is for that country alone, one with several is a call."""

    file: ClassVar[str] = "programmes.csv"
    key: ClassVar[tuple[str, ...]] = ("programme", "year", "country")

    programme: str = field(metadata=columns.text("what it was"))
    year: int = field(metadata=columns.year("year in which it was held"))
    country: str = field(metadata=columns.code("who took part", unit="iso3", refers="recipient"))
    seats: float = field(metadata=columns.number("participants", 1, 10_000, "how many came from the country"))
    cost: float | None = field(
        metadata=columns.number("million USD", 0, 1_000, "of the whole programme", may_be_empty=True)
    )


@dataclass(frozen=True)
class Agency:
    """A donor's own programmes, and what a fit makes of them."""

    name: str
    source: str
    listed: ProgrammeList

    @property
    def years(self) -> int:
        """Of how many years the figures are means."""
        return len(self.listed.years)

    @cached_property
    def targets(self) -> Targets:
        """What the fit is to meet."""
        return targets_of(self.listed, f"programmes of {self._donor} in a mean year of {self._period}", self.source)

    @cached_property
    def scenario(self) -> Scenario:
        """The world of 2016 in which the donor's programmes are followed one by one, as many as in a mean year."""
        base = load_scenario(BASELINE)
        return replace(
            base,
            name=self.name,
            title=f"The programmes of {self._donor}, {self._period}",
            question=f"What happens if {self._donor} goes on as in {self._period}?",
            register=(),
            lineage=(*base.lineage, self.name),
            changes=(*base.changes, *self._changes()),
            expectations=(),
            file="",
        )

    @property
    def scenario_text(self) -> str:
        """The same as a scenario file."""
        spending = (
            "" if self.listed.spending is not None else "# No costs were given: the budget is that of the tables.\n"
        )
        changes = "".join(f"  {change.key}: {_written(change.value)}\n" for change in self._changes())
        return (
            f"# {printable(self.source)}\n"
            f"name: {self.name}\ntitle: {self.scenario.title}\nquestion: {self.scenario.question}\n"
            f"extends: {BASELINE}\n{spending}change:\n{changes}"
        )

    def write(self, folder: Path) -> None:
        """Write figures and scenario into a folder that exists."""
        write_targets(folder / FILE, self.targets)
        (folder / f"{self.name}.yaml").write_text(self.scenario_text, encoding="utf-8")

    @property
    def _donor(self) -> str:
        return next(donor.name for donor in read_donors() if donor.iso3 == self.listed.donor)

    @property
    def _period(self) -> str:
        first, last = self.listed.years[0], self.listed.years[-1]
        return str(first) if first == last else f"{first} to {last}"

    def _changes(self) -> Iterator[Change]:
        donor, spending = self.listed.donor, self.listed.spending
        yield _change("all", "focal", 0.0)
        yield _change(donor, "focal", 1.0)
        yield _change(donor, "dormant", 0.0)
        yield _change(donor, "programmes_2016", self.listed.programmes_a_year)
        if spending is not None:
            yield _change(donor, "budget_low", spending)
            yield _change(donor, "budget_high", spending)


def _change(row: str, column: str, value: float) -> Change:
    return Change(f"donors.{row}.{column}", "donors", row, column, value)


def _written(value: float) -> str:
    return repr(value).removesuffix(".0")


def read_agency(folder: Path) -> Agency:
    """Read an agency's own programmes: `agency.csv` and `programmes.csv` in a folder.

    Raises
    ------
    InputError
        With every mistake in both files.
    """
    with Reading(folder) as reading:
        reading.known["recipient"] = set(country_codes("recipients"))
        agencies, table = reading.table(AgencyLine), reading.table(ProgrammeLine)
        _check_agency(reading, agencies)
        _check_programmes(reading, table, agencies.lines[0] if agencies.lines else None)
    values: Any = agencies.sound[0].values
    agency = AgencyLine(**values)
    return Agency(agency.name, agency.source, ProgrammeList(agency.donor, _programmes(table)))


def write_template(folder: Path) -> None:
    """Write the files of an agency with an example in them, and what every column means.

    Raises
    ------
    InputError
        Where the folder cannot be written, or a file of this name is there already.
    """
    wrong = wrong_place(folder)
    if wrong:
        raise InputError([Problem(folder.as_posix(), 0, 0, "", wrong, A_PLACE)])
    shipped = [file for file in files("ssc_sim.fitting").joinpath("template").iterdir() if file.is_file()]
    taken = [folder / file.name for file in shipped if (folder / file.name).exists()]
    problems = [Problem(path.as_posix(), 0, 0, "", "is there already and would be lost") for path in taken]
    if problems:
        raise InputError(problems)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for file in shipped:
            (folder / file.name).write_bytes(file.read_bytes())
    except OSError as error:
        raise InputError([Problem(folder.as_posix(), 0, 0, "", f"cannot be written: {error.strerror}")]) from None


def _programmes(table: Table) -> tuple[Programme, ...]:
    """Return the programmes of a table without mistakes, in its order."""
    lines: dict[str, list[ProgrammeLine]] = {}
    for line in table.sound:
        values: Any = line.values
        lines.setdefault(values["programme"], []).append(ProgrammeLine(**values))
    return tuple(
        Programme(name, own[0].year, {line.country: int(line.seats) for line in own}, own[0].cost)
        for name, own in lines.items()
    )


def _check_agency(reading: Reading, table: Table) -> None:
    if table.complete and not table.lines:
        reading.problems.append(Problem(table.file, 2, 1, "", "names no donor", "one line"))
    for line in table.sound:
        for column, refusal, meant in _wrong_in_agency(line, table.lines[0]):
            reading.wrong(table, line, column, refusal, meant)


def _wrong_in_agency(line: Line, first: Line) -> Found:
    donor, name = line.cells["donor"], line.cells["name"]
    donors = country_codes("donors")
    if line is not first:
        yield "donor", Refusal(donor, "is a second agency", "one line"), ""
    if donor not in donors:
        yield "donor", Refusal(donor, "is not a donor of the model", ", ".join(donors)), nearest(donor, donors)
    if not re.fullmatch(NAME, name) or is_device(name):
        yield (
            "name",
            Refusal(name, "cannot name a scenario", A_NAME),
            re.sub(r"[^a-z0-9]+", "-", name.lower()).strip("-"),
        )
    if name in shipped_scenarios():
        yield "name", Refusal(name, "is the name of a shipped scenario", "another name"), ""


def _check_programmes(reading: Reading, table: Table, agency: Line | None) -> None:
    """Tell what one cell alone cannot show."""
    if table.complete and not table.lines:
        reading.problems.append(Problem(table.file, 2, 1, "", "lists no programme"))
    first: dict[str, Line] = {}
    costs_given = any(line.cells["cost"] for line in table.sound)
    for line in table.sound:
        before = first.setdefault(line.cells["programme"], line)
        found = [*_wrong_by_itself(line, agency), *_wrong_beside(line, before, costs_given=costs_given)]
        for column, refusal, meant in found:
            reading.wrong(table, line, column, refusal, meant)
    reading.problems += _wrong_in_all(table)


def _wrong_by_itself(line: Line, agency: Line | None) -> Found:
    name, country, seats = line.cells["programme"], line.cells["country"], line.cells["seats"]
    of_agency = agency.cells if agency else {}
    if name.lower().startswith(EXAMPLE) and of_agency.get("name") != EXAMPLE:
        yield "programme", Refusal(name, "is a line of the template", "programmes of your own"), ""
    if country == of_agency.get("donor"):
        yield "country", Refusal(country, "is not its own recipient"), ""
    if float(seats) != int(float(seats)):
        yield "seats", Refusal(seats, "is not a whole number"), ""


def _wrong_beside(line: Line, before: Line, *, costs_given: bool) -> Found:
    """Tell where a line does not fit the first one of its programme."""
    year, cost = line.values["year"], line.values["cost"]
    if year != before.values["year"]:
        one = f"{before.cells['year']}, as on line {before.number}; a programme of another year has a name of its own"
        yield "year", Refusal(line.cells["year"], "is a second year of one programme", one), ""
    elif cost != before.values["cost"]:
        one = f"'{before.cells['cost']}', as on line {before.number}: the cost of the whole programme, on each line"
        yield "cost", Refusal(line.cells["cost"], "is another cost of one programme", one), ""
    elif line is before and cost is None and costs_given:
        yield "cost", Refusal("", "is empty where other programmes have a cost", "a cost for all, or for none"), ""


def _wrong_in_all(table: Table) -> Iterator[Problem]:
    """Tell what is wrong with the list as a whole, if each line is right."""
    if not table.sound or len(table.sound) < len(table.lines):
        return
    listed = ProgrammeList("", _programmes(table))
    years, spending, budget = listed.years, listed.spending, DONOR_FIGURES["budget"]
    gaps = sorted({*range(years[0], years[-1])} - {*years})
    if gaps:
        wrong = f"no programme in {', '.join(map(str, gaps))}, but some before and after"
        yield Problem(table.file, 0, 0, "year", wrong, "years that follow each other")
    if spending is not None and not budget.low <= spending <= budget.high:
        wrong = f"all costs of a mean year are {spending:g} million USD"
        yield Problem(table.file, 0, 0, "cost", wrong, f"{budget.low:g} to {budget.high:g} million USD")
