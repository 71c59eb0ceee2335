"""Outcomes, numbers, countries and scenarios in the words of a language."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from ssc_sim.report.language import Language, capital
from ssc_sim.scenario.keys import TABLES, open_columns
from ssc_sim.tables import EVENT_KINDS, REGIONS, CountryOutcome, Outcome

Scenario = dict[str, Any]  # as a manifest describes it
PLAIN_SIZES = ("leader_change", "commitment", "extra_grants", "extra_loans", "extra_training")
HUNDREDTHS = ("share", "share of the budget", "per year")


def outcome_name(language: Language, outcome: str) -> str:
    """Return what an outcome is called, with its region or group."""
    return _of_outcome(language, "outcome", outcome)


def outcome_meaning(language: Language, outcome: str) -> str:
    """Return what an outcome means, with its region or group."""
    return _of_outcome(language, "meaning", outcome)


def _of_outcome(language: Language, kind: str, outcome: str) -> str:
    column, place, declared = Outcome.names()[outcome]
    label = "" if place is None else declared.labels[place]
    if label in REGIONS:
        return language(f"{kind}.{column}", label=language(f"region.{label}"))
    plain = language(f"{kind}.{column}")
    return language("outcome.grouped", outcome=plain, group=language(f"group.{label}")) if label else plain


def unit_of(outcome: str) -> str:
    """Return the unit of an outcome."""
    return str(Outcome.names()[outcome][2].unit)


def scale_of(outcome: str) -> str:
    """Return the scale of an outcome: programme, nations or system."""
    return str(Outcome.names()[outcome][2].scale)


def country_unit(outcome: str) -> str:
    """Return the unit of an outcome of single countries."""
    return str(CountryOutcome.columns()[outcome].unit)


def number_names(language: Language, names: list[str]) -> str:
    """Return numbers of the rules as one enumeration; where there is none, say so."""
    return language.listed([language(f"number.{name}") for name in names]) or language("ground.no_number")


def country(language: Language, code: str) -> str:
    """Return the name of a country."""
    return language(f"country.{code}") if language.knows(f"country.{code}") else code


def title_of(language: Language, scenario: Scenario) -> str:
    """Return the title of a scenario, a shipped one in the language; of one cell of a sweep, with what it varies."""
    title, cell = _translated(language, "title", scenario), cell_of(language, scenario)
    return f"{title}: {cell}" if cell else title


def cell_of(language: Language, scenario: Scenario) -> str:
    """Return what one cell of a sweep varies; nothing for any other scenario."""
    told = (
        language("cell", what=column_name(language, key), value=value_told(language, key, value))
        for key, value in scenario.get("cell", {}).items()
    )
    return "; ".join(told)


def question_of(language: Language, scenario: Scenario) -> str:
    """Return the question of a scenario, a shipped one in the language."""
    return _translated(language, "question", scenario)


def family_of(scenario: Scenario) -> str:
    """Return the name of a scenario, of a cell that of its sweep."""
    return str(scenario["name"]).partition("[")[0]


def _translated(language: Language, what: str, scenario: Scenario) -> str:
    """Return a text of a scenario; its translation only while the text is the shipped one."""
    key, given = f"{what}.{family_of(scenario)}", str(scenario[what])
    return language(key) if language.english.get(key) == given else given


def named(language: Language, name: str) -> str:
    """Return the title of a shipped scenario by its name; another one is called by its name."""
    return language(f"title.{name}") if language.knows(f"title.{name}") else name


def column_name(language: Language, key: str) -> str:
    """Return what a dotted key reaches, without its row."""
    table, _, rest = key.partition(".")
    return language(f"number.{rest}") if table == "parameters" else language(f"column.{rest.partition('.')[2]}")


def value_told(language: Language, key: str, value: float) -> str:
    """Write the value of a changed number: a share in per cent, a flag as yes or no."""
    table, _, rest = key.partition(".")
    unit = open_columns(table)[rest.partition(".")[2]].unit if table in TABLES else ""
    if unit == "flag":
        return language("yes" if value else "no")
    if unit == "factor":
        return f"\N{MULTIPLICATION SIGN}\N{NO-BREAK SPACE}{language.plain(value)}"
    return language.percent(value) if unit in HUNDREDTHS else language.plain(value)


def changes_of(language: Language, scenario: Scenario) -> list[str]:
    """Return what a scenario changes, each in a line: numbers, events, families of rules left out."""
    told = [*_changed(language, scenario["changes"]), *(_event(language, event) for event in scenario["events"])]
    told += [language("change.without", family=language(f"family.{name}")) for name in scenario.get("without", [])]
    return told or [language("change.nothing")]


def _changed(language: Language, changes: dict[str, float]) -> Iterator[str]:
    for key, value in changes.items():
        table, _, rest = key.partition(".")
        what, told = column_name(language, key), value_told(language, key, value)
        if table == "parameters":
            yield language("change.number", what=what, value=told)
        else:
            yield capital(f"{_row(language, table, rest.partition('.')[0])}: {language('cell', what=what, value=told)}")


def _row(language: Language, table: str, row: str) -> str:
    if row == "all":
        return language("whom.all_donors" if table == "donors" else "whom.all")
    return country(language, row)


def _event(language: Language, event: dict[str, Any]) -> str:
    kind, size = event["kind"], float(event["size"])
    first, last = int(event["first"]), int(event["last"])
    told = language.plain(size) if kind in PLAIN_SIZES else language.percent(size)
    return language(
        f"event.{kind}",
        years=str(first) if first == last else f"{first}\N{EN DASH}{last}",
        donor=_row(language, "donors", event["donor"]),
        whom=_whom(language, event["whom"]),
        size=told,
    )


def _whom(language: Language, whom: str) -> str:
    for key in (f"whom.{whom}", f"region.{whom}", f"country.{whom}"):
        if language.knows(key):
            return language(key)
    return whom


def strikes(language: Language, kind: str) -> str:
    """Return the short name of a kind of event, for a mark in a picture."""
    return language(f"mark.{kind}") if kind in EVENT_KINDS else kind
