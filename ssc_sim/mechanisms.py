"""What the documents claim and where the model holds it; and what each family of rules does at real scale."""

from __future__ import annotations

import re
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from os import cpu_count
from pathlib import Path
from typing import Any, ClassVar, NamedTuple

import numpy as np

from ssc_sim.engine import run_replicates
from ssc_sim.observed.columns import Column, Refusal, Row, choice, text
from ssc_sim.observed.reading import Line, Reading, Table
from ssc_sim.parameters import EVIDENCES, FAMILIES, Evidence
from ssc_sim.results.blocks import values_of
from ssc_sim.scenario import Scenario
from ssc_sim.tables import FIRST_YEAR, Outcome, Rows
from ssc_sim.world import starting_tables

RULE, INITIAL, NOT_MODELLED = KINDS = ("rule", "initial", "not modelled")
GRADES = ("A", "A/B", "A/D", "B", "B/C", "B/D", "C", "D")
SECTIONS = {  # of the register, by the number of their first mechanism
    "A. Dependency, debt, crowding out": 1,
    "B. Capacity, self-reliance, absorption": 17,
    "C. Political interest": 43,
    "D. Trade and mutual benefit": 61,
    "E. Allocation and design": 72,
    "F. Triangular, North-South": 95,
    "G. Institutions, constraints": 105,
    "H. Systemic shifts": 122,
    "I. Graduation and dual roles": 136,
    "J. Conflict, relief, NGOs": 139,
    "K. Remaining": 143,
}
CERTAIN = 3  # standard errors beyond which a mean difference is not put down to chance


@dataclass(frozen=True, slots=True)
class Mechanism(Row):
    """A claim of the documents. Its line in the register is its source, so it names no other."""

    file: ClassVar[str] = "mechanisms.csv"
    key: ClassVar[tuple[str, ...]] = ("mechanism",)

    mechanism: str = field(metadata=text("row of the register", unit="M"))
    says: str = field(metadata=text("what the documents claim", unit="sentence"))
    grade: str = field(metadata=choice("A to D", GRADES, "how well they support it: A observed, D hoped for"))
    kind: str = field(metadata=choice("kind", KINDS, "a rule, a state of the start, or not modelled"))
    where: tuple[str, ...] = field(
        metadata={"column": Column("function or file", "keys", "what holds it", may_be_empty=True)}
    )
    family: str = field(
        metadata={"column": Column("name", "choice", "its switch", allowed=tuple(FAMILIES), may_be_empty=True)}
    )
    because: str = field(metadata=text("how it is held, or why it is not", unit="sentence"))

    @property
    def section(self) -> str:
        """The section of the register in which it stands."""
        number = int(self.mechanism.removeprefix("M"))
        return [section for section, first in SECTIONS.items() if first <= number][-1]


class Effect(NamedTuple):
    """What a family of rules does to the outcome that it moves most; no outcome where it moves none by its smallest."""

    family: str
    evidence: Evidence
    outcome: str
    difference: float
    times_smallest: float


def read_mechanisms(folder: Path | str | None = None) -> list[Mechanism]:
    """Return every mechanism of the register.

    Parameters
    ----------
    folder : path, optional
        Where the table lies; the package's own where none is given.

    Raises
    ------
    InputError
        With every problem found.
    """
    with Reading(folder) as reading:
        table = reading.table(Mechanism)
        for line in table.sound:
            _check(reading, table, line)
    return [Mechanism(**_filled(line)) for line in table.sound]


def _check(reading: Reading, table: Table, line: Line) -> None:
    """Note what one cell alone cannot show."""
    name, kind, where = line.cells["mechanism"], line.cells["kind"], line.cells["where"]
    if not re.fullmatch(r"M[1-9]\d{0,2}", name):
        reading.wrong(table, line, "mechanism", Refusal(name, "is no row of the register", "M and a number"))
    if bool(where) == (kind == NOT_MODELLED):
        reading.wrong(table, line, "where", Refusal(where, f"does not fit '{kind}'", "filled, unless not modelled"))


def _filled(line: Line) -> dict[str, Any]:
    return line.values | {"where": line.values["where"] or (), "family": line.values["family"] or ""}


def family_effects(
    scenario: Scenario,
    families: Iterable[str] = tuple(FAMILIES),
    evidences: Iterable[Evidence] = EVIDENCES,
    replicates: int = 30,
    until: int = 2030,
    seed: int = 2016,
) -> list[Effect]:
    """Return what each family does: the scenario as it is, minus the scenario without the family, on the same luck.

    Parameters
    ----------
    scenario : Scenario
    families : iterable of str
        Names in `FAMILIES`.
    evidences : iterable of {"documents", "literature"}
    replicates, until, seed : int
        As of an ensemble. Differences are those of the last year.

    Returns
    -------
    list of Effect
        One for each family and evidence.
    """
    start = starting_tables(scenario)
    without = [(family, evidence) for family in families for evidence in evidences]

    def last_year(family: str, evidence: Evidence) -> Rows:
        switched = scenario.leaving_out([family] if family else [])
        draws = switched.draws(replicates, evidence)
        return run_replicates(start, draws, until - FIRST_YEAR + 1, seed, 0)[0][:, -1]

    asked = [*(("", evidence) for evidence in evidences), *without]
    with ThreadPoolExecutor(cpu_count()) as threads:
        ran = dict(zip(asked, threads.map(lambda one: last_year(*one), asked), strict=True))
    return [Effect(family, evidence, *most_moved(ran["", evidence], ran[family, evidence]))
            for family, evidence in without]  # fmt: skip


def most_moved(ours: Rows, theirs: Rows) -> tuple[str, float, float]:
    """Return the outcome that differs most, counted in smallest effects worth naming: name, difference, how many.

    A mean difference within three of its standard errors counts as chance. A relative smallest effect is a share of the
    larger of the two means. Where nothing reaches its smallest effect, the name is empty.

    Parameters
    ----------
    ours, theirs : rows of Outcome, shape (replicates,)
        On the same luck.
    """
    best = ("", 0.0, 0.0)
    for name, (_, _, declared) in Outcome.names().items():
        with_it, without = (values_of(rows, name) for rows in (ours, theirs))
        difference = with_it - without
        mean, error = difference.mean(), difference.std() / np.sqrt(len(difference))
        size = max(abs(with_it.mean()), abs(without.mean())) if declared.relative else 1.0
        times = abs(mean) / (declared.smallest * size) if size else 0.0
        if abs(mean) > CERTAIN * error and times >= max(1.0, best[2]):
            best = (name, float(mean), float(times))
    return best
