"""The two languages of the report say the same things, and nothing of one stands in the other."""

from __future__ import annotations

import ast
import csv
import re
from pathlib import Path
from string import Formatter

import pytest
from report_folders import Reader, page

import ssc_sim
from ssc_sim.expectations.table import VERDICTS
from ssc_sim.observed import read_donors, read_recipients
from ssc_sim.parameters import FAMILIES, Parameters
from ssc_sim.report.language import STRINGS, language_of
from ssc_sim.scenario import load_scenario, shipped_scenarios
from ssc_sim.scenario.keys import TABLES, open_columns
from ssc_sim.tables import EVENT_KINDS, GROUP_FLAGS, GROUPS, REGIONS, CountryOutcome, Outcome

PACKAGE = Path(ssc_sim.__file__).parent / "report"
ROWS = list(csv.DictReader(STRINGS.read_text(encoding="utf-8").splitlines()))
KEYS = [row["key"] for row in ROWS]
TEMPLATE = (PACKAGE / "page.html").read_text(encoding="utf-8")


def records() -> set[str]:
    """Every key that a table, a number, an outcome or a shipped scenario may ask for."""
    outcomes = [*Outcome.columns(), *(name for name in CountryOutcome.columns() if name not in Outcome.columns())]
    units = {column.unit for column in [*Outcome.columns().values(), *CountryOutcome.columns().values()]} | {"years"}
    codes = [row.iso3 for row in (*read_recipients(), *read_donors())]
    structures = {
        name
        for scenario in shipped_scenarios()
        for one in load_scenario(scenario).expectations
        for name, _ in one.structures
    }
    return {
        *(f"outcome.{name}" for name in outcomes),
        *(f"meaning.{name}" for name in Outcome.columns()),
        *(f"unit.{unit}" for unit in units),
        *(f"group.{name}" for name in GROUPS if name),
        *(f"region.{name}" for name in REGIONS),
        *(f"column.{name}" for table in TABLES for name in open_columns(table)),
        *(f"{what}.{name}" for name in Parameters.columns() for what in ("number", "number_meaning")),
        *(f"source.{key}" for number in Parameters.columns().values() for key in number.source.split(";")),
        *(f"family.{name}" for name in FAMILIES),
        *(f"{what}.{name}" for name in EVENT_KINDS for what in ("event", "mark")),
        *(f"whom.{name}" for name in ("all", "all_donors", *GROUP_FLAGS)),
        *(f"country.{code}" for code in codes),
        *(f"{what}.{name}" for name in shipped_scenarios() for what in ("title", "question")),
        *(f"expected.{verdict}" for verdict in VERDICTS),
        *(f"structure.{name}" for name in structures),
    }


def test_every_key_stands_once_and_has_both_languages():
    assert len(KEYS) == len(set(KEYS))
    for row in ROWS:
        assert row["english"].strip(), row["key"]
        assert row["indonesian"].strip(), row["key"]


@pytest.mark.parametrize("language", ["english", "indonesian"])
def test_both_languages_leave_the_same_places_to_fill(language):
    for row in ROWS:
        places, english = (sorted(name for _, name, _, _ in Formatter().parse(row[of]) if name is not None)
                           for of in (language, "english"))  # fmt: skip
        assert places == english, row["key"]


def test_whatever_can_be_named_has_words():
    assert not records() - set(KEYS)


def test_the_english_of_what_is_declared_elsewhere_is_as_declared():
    english = language_of("en")
    for name, number in Parameters.columns().items():
        assert english.strings[f"number_meaning.{name}"] == number.meaning
    for name, family in FAMILIES.items():
        assert english.strings[f"family.{name}"] == family
    for name in shipped_scenarios():
        scenario = load_scenario(name)
        assert english.strings[f"title.{name}"] == scenario.title
        assert english.strings[f"question.{name}"] == scenario.question
    for row in (*read_recipients(), *read_donors()):
        assert english.strings[f"country.{row.iso3}"] == row.name.partition(" (")[0]


def asked_for() -> tuple[set[str], list[str]]:
    """Every key that code and template ask for by its full name, and a pattern for each family of keys put together."""
    plain = set(re.findall(r"""t\('([^']+)'""", TEMPLATE))
    patterns = []
    for path in PACKAGE.glob("*.py"):
        for call in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(call, ast.Call) and ast.unparse(call.func) in ("language", "self", "self.strings.get"):
                keys = call.args[0]
                parts = [keys.body, keys.orelse] if isinstance(keys, ast.IfExp) else [keys]
                plain |= {part.value for part in parts if isinstance(part, ast.Constant)}
                patterns += [_pattern(part) for part in parts if isinstance(part, ast.JoinedStr)]
    return plain, [
        one
        for one in patterns
        if one.startswith(
            (
                "answer",
                "brief",
                "gains",
                "ground",
                "verdict",
                "claim",
                "scale",
                "kind",
                "limit",
                "support",
                "evidence",
                "after",
            )
        )
    ]


def _pattern(told: ast.JoinedStr) -> str:
    return "".join(re.escape(part.value) if isinstance(part, ast.Constant) else ".+" for part in told.values)


def test_no_words_are_missing():
    plain, _ = asked_for()
    assert len(plain) > 100
    assert not plain - set(KEYS)


def test_no_words_are_left_over():
    plain, patterns = asked_for()
    sections = re.findall(r"'(\w+)'", TEMPLATE[TEMPLATE.index("for id in (") :].partition(")")[0])
    known = plain | records() | {f"{name}.title" for name in sections} | {"title.mixes", "title.compared"}
    left = {key for key in KEYS if key not in known and not any(re.fullmatch(one, key) for one in patterns)}
    assert not left
    assert all(f"unit.{key.removeprefix('after.')}" in KEYS for key in KEYS if key.startswith("after."))


ENGLISH_WORDS = re.compile(r"\b(the|of|and|with|from|is|are|not|than|which|where|higher|lower|share|training)\b")


def test_no_english_is_left_on_the_indonesian_page():
    english = {row["english"] for row in ROWS if row["english"] != row["indonesian"] and " " in row["english"]}
    read = Reader(page("id"))
    cited = "The SSC-Sim developers"
    visible = [text for text in read.texts if cited not in text]
    told = [*visible, *read.all_of("alt"), *read.all_of("aria-label"), *read.all_of("title")]
    assert len(told) > 500
    for text in told:
        assert text not in english
        assert not ENGLISH_WORDS.search(str(text)), text


def test_numbers_are_written_as_each_language_writes_them():
    english, indonesian = language_of("en"), language_of("id")
    assert english.number(1234567.0, "persons") == "1,234,567"
    assert indonesian.number(1234567.0, "persons") == "1.234.567"
    assert indonesian.signed(-0.0123, "share") == "\N{MINUS SIGN}0,012"
    assert indonesian.amount(15.08, "million USD") == "15,08 juta USD"
    assert english.amount(15.08, "million USD", sign=True) == "+15.08 million USD"
    assert indonesian.percent(0.125) == "12,5\N{NO-BREAK SPACE}%"
    assert indonesian.listed(["a", "b", "c"]) == "a, b, dan c"
    assert english.listed(["a", "b"]) == "a and b"
    assert english.listed([]) == ""
