"""The description of the model is that of the code."""

from __future__ import annotations

import re

import pytest
import renew_model
from renew_model import COMMAND, INPUTS, MODEL, PART, PARTS, Section

from ssc_sim import rules
from ssc_sim.observed import read_reported
from ssc_sim.parameters import Parameters
from ssc_sim.tables import EVENT_KINDS, Outcome

TEXT = MODEL.read_text(encoding="utf-8")
BY_HAND = PART.sub("", TEXT)
HEADINGS = re.findall(r"^#+ (.+)$", re.sub(r"```.*?```", "", TEXT, flags=re.DOTALL), re.MULTILINE)
LINKS = sorted(set(re.findall(r"\]\(([^)\s]+)\)", TEXT)))
FEWEST_TERMS = 40


def section(number: int, text: str = TEXT) -> str:
    """Return a numbered section of the description."""
    return re.split(r"^## \d+\. .*$", text, flags=re.MULTILINE)[number]


def rows(text: str) -> list[list[str]]:
    """Return the cells of the tables in a text, without their heads."""
    lines = [re.split(r"(?<!\\)\|", line)[1:-1] for line in text.splitlines() if line.startswith("|")]
    cells = [[cell.strip() for cell in line] for line in lines]
    heads = {place - 1 for place, line in enumerate(cells) if set(line) == {"---"}}
    return [line for place, line in enumerate(cells) if place not in heads and set(line) != {"---"}]


def anchor(heading: str) -> str:
    """Return the anchor of a heading, as GitHub makes it."""
    return re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-")


@pytest.mark.parametrize("part", PARTS)
def test_a_generated_part_is_what_the_code_says(part):
    written = [found[0] for found in PART.finditer(TEXT) if found[2] == part]
    assert len(written) == 1, f"{MODEL.name} needs one place for '{part}'"
    assert written[0] == renew_model.renewed(written[0]), f"{MODEL.name} is out of date: run `{COMMAND}`"


def test_every_mark_opens_a_known_part_and_is_closed():
    opened = re.findall(r"^<!-- generated: (.*) -->$", TEXT, re.MULTILINE)
    assert sorted(opened) == sorted(PARTS)
    assert TEXT.count("<!-- end -->") == len(opened)


def test_every_rule_is_described_in_a_section_of_its_own():
    found = [rule.__name__ for module in renew_model.modules_of(rules) for rule in renew_model.functions_of(module)]
    assert found
    assert re.findall(r"^#### (\w+)$", section(6), re.MULTILINE) == found


def test_every_number_is_in_the_table_with_both_strengths():
    told = {row[0].strip("`"): row[1:3] for row in rows(section(7))}
    assert list(told) == list(Parameters.columns())
    for name, number in Parameters.columns().items():
        assert float(told[name][0]) == pytest.approx(number.value, rel=1e-5)
        assert bool(told[name][1]) == (number.literature is not None)


@pytest.mark.parametrize("table", renew_model.model_tables(), ids=lambda table: table.__name__)
def test_every_column_and_every_single_outcome_is_named(table):
    named = set(re.findall(r"`(\w+)`", section(8 if table is Outcome else 2)))
    assert set(table.columns()) | set(table.names()) <= named


def test_every_event_is_told():
    assert [row[0].strip("`") for row in rows(section(2))][-len(EVENT_KINDS) :] == list(EVENT_KINDS)


def test_every_section_of_the_year_is_told_in_words_in_the_same_order():
    told = re.findall(r"^### (\w+): .+\n\n[A-Z]", section(3, BY_HAND), re.MULTILINE)
    assert told == [line.name for line in renew_model.year()], (
        "section 3 needs a heading for each line of SSCModel.step"
    )


def test_the_year_is_read_from_the_model():
    year = renew_model.year()
    assert year[0] == Section("shift_world", "the world")
    assert Section("set_budget", "each donor") in year
    assert Section("learn", "each recipient") in year
    assert year[-1] == Section("record", "the world")


def test_what_a_section_touches_includes_vectors_and_what_its_helpers_touch():
    learning = renew_model.touched(Section("learn", "each recipient"))
    assert "recipient.coverage" in learning["writes"]
    assert {"recipient.cadre", "recipient.learners"} <= set(learning["reads"])
    assert {"fade", "learning"} <= set(learning["numbers"])
    assert "INVITATION" in renew_model.touched(Section("hold_programmes", "each donor"))["draws for"]


def test_every_reported_figure_of_2016_stands_beside_the_models():
    told = rows(section(9))
    assert len(told) == len([figure for figure in read_reported() if figure.year == 2016])
    assert {row[0] for row in told if row[-1] == "input"} == set(INPUTS)


@pytest.mark.parametrize("link", LINKS)
def test_a_link_leads_somewhere(link):
    if link.startswith("#"):
        assert link[1:] in {anchor(heading) for heading in HEADINGS}
    else:
        assert (MODEL.parent / link).exists()


def test_the_contents_name_every_section():
    told = re.findall(r"^\d+\. \[(.+)\]\(#(\d+)-", TEXT, re.MULTILINE)
    assert [f"{number}. {title}" for title, number in told] == re.findall(r"^## (.+)$", TEXT, re.MULTILINE)


def test_the_glossary_gives_the_indonesian_beside_the_english():
    terms = [row for row in rows(section(11)) if len(row) == 3]
    assert len(terms) >= FEWEST_TERMS
    assert all(all(row) for row in terms)
    assert len({row[0] for row in terms}) == len(terms)
    assert all(english != indonesian for english, indonesian, _ in terms)


def test_names_in_the_prose_are_names_of_the_code():
    """In sections 3 to 11, a name in code style with an underscore is a column, a number, a rule or an outcome."""
    known = {name for table in renew_model.model_tables() for name in (*table.columns(), *table.names())}
    known |= set(Parameters.columns()) | {line.name for line in renew_model.year()} | {"one_year"}
    known |= {rule.__name__ for module in renew_model.modules_of(rules) for rule in renew_model.functions_of(module)}
    prose = "".join(section(number, BY_HAND) for number in range(3, 12))
    assert {name for name in re.findall(r"`(\w+)`", prose) if "_" in name} <= known
