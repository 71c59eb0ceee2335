"""The description of the model is that of the code."""

from __future__ import annotations

import ast
import re
import shlex
import sys
from types import ModuleType

import numpy as np
import pytest
import renew_model
from model_scale import COMPARED, EFFECTS, INPUTS, SHOWN
from renew_model import COMMAND, MODEL, PART, PARTS, Section

from ssc_sim import behaviour, requests, rules
from ssc_sim.compiled import plain
from ssc_sim.model import SSCModel, let_go
from ssc_sim.observed import read_reported
from ssc_sim.parameters import EVIDENCES, FAMILIES, Parameters
from ssc_sim.rules import debt
from ssc_sim.tables import EVENT_KINDS, Outcome

TEXT = MODEL.read_text(encoding="utf-8")
BY_HAND = PART.sub("", TEXT)
HEADINGS = re.findall(r"^#+ (.+)$", re.sub(r"```.*?```", "", TEXT, flags=re.DOTALL), re.MULTILINE)
LINKS = sorted(set(re.findall(r"\]\(([^)\s]+)\)", TEXT)))
FEWEST_TERMS = 80


def section(number: int, text: str = TEXT) -> str:
    """Return a numbered section of the description."""
    return re.split(r"^## \d+\. .*$", text, flags=re.MULTILINE)[number]


def part(name: str) -> str:
    """Return what is written in a generated part."""
    return next(found[0] for found in PART.finditer(TEXT) if found[2] == name)


def rows(text: str) -> list[list[str]]:
    """Return the cells of the tables in a text, without their heads."""
    lines = [re.split(r"(?<!\\)\|", line)[1:-1] for line in text.splitlines() if line.startswith("|")]
    cells = [[cell.strip() for cell in line] for line in lines]
    heads = {place - 1 for place, line in enumerate(cells) if set(line) == {"---"}}
    return [line for place, line in enumerate(cells) if place not in heads and set(line) != {"---"}]


def anchor(heading: str) -> str:
    """Return the anchor of a heading, as GitHub makes it."""
    return re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-")


@pytest.mark.parametrize("name", PARTS)
def test_a_generated_part_is_what_the_code_says(name):
    written = [found[0] for found in PART.finditer(TEXT) if found[2] == name]
    assert len(written) == 1, f"{MODEL.name} needs one place for '{name}'"
    assert written[0] == renew_model.renewed(written[0]), f"{MODEL.name} is out of date: run `{COMMAND}`"


def test_changed_code_makes_the_description_out_of_date(monkeypatch, tmp_path):
    assert renew_model.renewed(part("rules")) == part("rules")
    monkeypatch.setattr(plain(debt.debt_next), "__doc__", "Return something else.")
    assert renew_model.renewed(part("rules")) != part("rules")
    fewer = tmp_path / "model.py"
    fewer.write_text(renew_model.STEP.read_text("utf-8").replace('recipients.do("pay", self)', "pass"), "utf-8")
    monkeypatch.setattr(renew_model, "STEP", fewer)
    assert renew_model.renewed(part("schedule")) != part("schedule")
    changed = Parameters.columns() | {"fade": Parameters.columns()["fade"].model_copy(update={"value": 0.2})}
    monkeypatch.setattr(Parameters, "columns", classmethod(lambda _: changed))
    assert renew_model.renewed(part("numbers")) != part("numbers")
    assert renew_model.renewed(part("scale")) != part("scale")


def test_every_mark_opens_a_known_part_and_is_closed():
    opened = re.findall(r"^<!-- generated: (.*) -->$", TEXT, re.MULTILINE)
    assert sorted(opened) == sorted(PARTS)
    assert TEXT.count("<!-- end -->") == len(opened)


def test_every_rule_is_described_in_a_section_of_its_own():
    found = [rule.__name__ for module in renew_model.modules_of(rules) for rule in renew_model.functions_of(module)]
    assert found
    assert re.findall(r"^#### (\w+)$", section(6), re.MULTILINE) == found


def test_every_number_is_in_the_table_with_both_strengths_and_its_family():
    told = {row[0].strip("`"): row for row in rows(part("numbers"))}
    assert list(told) == list(Parameters.columns())
    for name, number in Parameters.columns().items():
        assert float(told[name][1]) == pytest.approx(number.value, rel=1e-5)
        assert bool(told[name][2]) == (number.literature is not None)
        assert told[name][-2] == number.family


def test_every_family_tells_what_it_switches():
    told = {row[0].strip("`"): row for row in rows(part("families"))}
    assert list(told) == list(FAMILIES)
    for name, number in Parameters.columns().items():
        if number.family:
            switched = "" if number.off is None else f" to {number.off:g}"
            assert f"`{name}`{switched}" in " ".join(told[number.family])


def test_every_number_with_two_strengths_is_told_of():
    told = re.search(r"\*\*Evidence\.\*\*.*?\*\*Families", section(4), re.DOTALL)[0]
    assert {name for name, number in Parameters.columns().items() if number.literature is not None} == set(
        re.findall(r"`(\w+_\w+|persuasion)`", told)
    )


@pytest.mark.parametrize("table", renew_model.model_tables(), ids=lambda table: table.__name__)
def test_every_column_and_every_single_outcome_is_named(table):
    named = set(re.findall(r"`(\w+)`", section(8 if table is Outcome else 2)))
    assert set(table.columns()) | set(table.names()) <= named


def test_every_event_is_told_with_what_it_strikes():
    told = {row[0].strip("`"): row for row in rows(part("events"))}
    assert list(told) == list(EVENT_KINDS)
    for name, kind in EVENT_KINDS.items():
        assert told[name][1] == f"`{kind.size}`"
        assert kind.strikes in told[name][3] or kind.strikes == "both"


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
    assert Section("make_offer", "each partner") in year
    assert Section("relieve", "each ngo") in year
    assert Section("look_around", "the world") in year
    assert year[-1] == Section("record", "the world")


def test_what_a_section_touches_includes_vectors_and_what_its_helpers_touch():
    learning = renew_model.touched(Section("learn", "each recipient"))
    assert "recipient.coverage" in learning["writes"]
    assert {"recipient.cadre", "recipient.learners"} <= set(learning["reads"])
    assert {"fade", "learning"} <= set(learning["numbers"])
    assert "INVITATION" in renew_model.touched(Section("hold_programmes", "each donor"))["draws for"]
    assert "neighbourhood.gains" in renew_model.touched(Section("exchange", "each recipient"))["reads"]
    assert "touch.touched" in renew_model.touched(Section("meet_events", "each recipient"))["reads"]


def test_nothing_that_a_behaviour_touches_is_overlooked():
    """Whatever has the name of a column belongs to a table, under one of the names that are understood."""
    tables = {table.__name__.lower() for table in renew_model.model_tables()} | {"parameter", "past", "world"}
    columns = {name for table in renew_model.model_tables() for name in table.columns()}
    for module in renew_model.modules_of(behaviour):
        modules = {name for name, value in vars(module).items() if isinstance(value, ModuleType)}
        for node in ast.walk(renew_model.tree_of(module)):
            if isinstance(node, ast.Attribute) and node.attr in columns and not is_of_a_module(node, modules):
                assert renew_model.owner(node) in tables, f"{module.__name__}: {ast.unparse(node)}"


def is_of_a_module(node: ast.Attribute, modules: set[str]) -> bool:
    return isinstance(node.value, ast.Name) and node.value.id in modules


def test_the_scale_table_has_every_comparison_country_and_evidence():
    told = rows(part("scale"))
    assert [row[:3] for row in told] == [[what, who, e] for e in EVIDENCES for what in COMPARED for who in SHOWN]
    assert all(len(row) == 5 + len(EFFECTS) for row in told)
    ours = [row for row in told if row[0] == "Indonesia's programme"]
    assert max(abs(float(cell)) for row in ours for cell in row[5:]) < 0.01, "section 1 says so"


def test_every_reported_figure_of_2016_stands_beside_the_models():
    told = rows(part("year-2016"))
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
    known |= {line.name for line in renew_model.year()} | {"one_year"}
    known |= {*Parameters.columns(), *EVENT_KINDS, *FAMILIES}
    known |= {rule.__name__ for module in renew_model.modules_of(rules) for rule in renew_model.functions_of(module)}
    prose = "".join(section(number, BY_HAND) for number in range(3, 12))
    assert {name for name in re.findall(r"`(\w+)`", prose) if "_" in name} <= known


# --- Add a rule in ten minutes ----------------------------------------------------------------------------------------


def followed(monkeypatch, folder) -> tuple[ModuleType, type[SSCModel]]:
    """Do what section 12 says: write its file, and name its model as its command does."""
    how = section(12)
    (folder / "follow_up.py").write_text(re.search(r"```python\n(.*?)```", how, re.DOTALL)[1], "utf-8")
    words = shlex.split(re.search(r"```sh\n(.*?)```", how, re.DOTALL)[1])
    monkeypatch.chdir(folder)
    monkeypatch.setattr(sys, "path", [str(folder), *sys.path])
    monkeypatch.delitem(sys.modules, "follow_up", raising=False)
    model = requests._model_class(words[words.index("--model") + 1], SSCModel)
    return sys.modules["follow_up"], model


def capacities(model: type[SSCModel], years: int = 3) -> np.ndarray:
    """Capacity of each country in each year."""
    one = model()
    told = []
    for _ in range(years):
        one.step()
        told.append([list(recipient.capacity) for recipient in one.recipients])
    assert one.now.fault == 0
    let_go(one)
    return np.array(told)


def test_the_rule_of_ten_minutes_can_be_added_as_described(monkeypatch, tmp_path):
    toy, model = followed(monkeypatch, tmp_path)
    assert toy.followed_up(10.0, 0.2) == 12.0
    before, after = capacities(SSCModel), capacities(model)
    assert np.array_equal(before[0], after[0]), "training acts from the next year on"
    assert np.all(after[1:] >= before[1:])
    assert np.mean(after[2] > before[2]) > 0.9
    assert np.max(after[2] - before[2]) < 0.1, "and by little"
    monkeypatch.setattr(toy, "FOLLOW_UP", toy.FOLLOW_UP.model_copy(update={"value": 0.0}))
    assert np.array_equal(capacities(model), before), "at its neutral value the rule does nothing"
