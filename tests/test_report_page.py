"""The page is one file, valid, the same each time, safe against what titles hold, and told to those who cannot see."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import replace
from itertools import pairwise

import pytest
from report_folders import Reader, compared_folder, page, stored, told_otherwise

from ssc_sim import engine
from ssc_sim.observed import read_recipients
from ssc_sim.report.command import report
from ssc_sim.report.gains import layout
from ssc_sim.report.language import language_of
from ssc_sim.report.page import command_of, rendered

SECTIONS = ["question", "answer", "curves", "differences", "gains", "documents", "basis", "evidence", "limits",
            "reproduce"]  # fmt: skip


@pytest.mark.parametrize("language", ["en", "id"])
def test_the_page_is_nested_well_and_every_identity_is_its_own(language):
    read = Reader(page(language))
    assert not read.faults
    assert not read.open
    assert max(Counter(read.all_of("id")).values()) == 1
    assert dict(read.elements[0][1]) == {"lang": language}


@pytest.mark.parametrize("language", ["en", "id"])
def test_the_sections_stand_in_order_and_the_contents_lead_to_each(language):
    read = Reader(page(language))
    headings = [attributes["id"] for tag, attributes in read.elements if tag == "h2" and "id" in attributes]
    assert headings == ["contents", *SECTIONS]
    assert read.all_of("href")[:10] == [f"#{name}" for name in SECTIONS]


def test_headings_go_down_one_step_at_a_time():
    levels = [int(tag[1]) for tag, _ in Reader(page("en")).elements if re.fullmatch("h[1-6]", tag)]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(below - above <= 1 for above, below in pairwise(levels))


def test_the_page_asks_nothing_of_a_network():
    text = page("en")
    read = Reader(text)
    loaded = [*read.all_of("src"), *read.all_of("data"), *read.all_of("srcset"), *read.all_of("action")]
    assert loaded
    assert all(str(source).startswith("data:image/png;base64,") for source in loaded)
    assert all(str(link).startswith("#") for link in read.all_of("href"))
    assert not {tag for tag, _ in read.elements} & {"link", "iframe", "object", "embed", "base"}
    assert not re.search(r"https?:|url\(|@import|fetch\(|XMLHttpRequest|import\(", text)
    assert len(text) < 3_000_000


def test_every_picture_is_told_in_numbers():
    read = Reader(page("en"))
    pictures = [attributes for tag, attributes in read.elements if tag == "img"]
    assert len(pictures) == 2 * len(stored().outcomes)
    assert all(re.search(r"\d.*\d", str(attributes["alt"])) for attributes in pictures)
    maps = [attributes for tag, attributes in read.elements if tag == "svg"]
    assert maps
    identities = set(read.all_of("id"))
    assert all(attributes["role"] == "img" and set(str(attributes["aria-labelledby"]).split()) <= identities
               for attributes in maps)  # fmt: skip


HOSTILE = (
    "<script>alert(1)</script>",
    '" onload="x',
    "{{ 7 * 7 }}",
    "{subject} & <b>bold",
    "%s \N{RIGHT-TO-LEFT OVERRIDE}",
)


def test_what_a_title_holds_is_shown_and_never_obeyed():
    text = rendered(language_of("en"), told_otherwise(title=" ".join(HOSTILE), question=HOSTILE[0], register=HOSTILE))
    plain, read = Reader(page("en")), Reader(text)
    assert not read.faults
    assert [tag for tag, _ in read.elements] == [tag for tag, _ in plain.elements]
    assert [sorted(one) for _, one in read.elements] == [sorted(one) for _, one in plain.elements]
    shown = [told for told in read.texts if " ".join(HOSTILE) in told]
    assert len(shown) > 3
    assert HOSTILE[0] in read.texts


def test_a_shipped_title_is_translated_and_a_changed_one_is_left_as_written():
    indonesian = language_of("id")
    assert "Seluruh bantuan Selatan berupa uang" in page("id")
    changed = rendered(indonesian, told_otherwise(title="All Southern aid as money, my way"))
    assert "All Southern aid as money, my way" in changed


def test_the_same_folder_gives_the_same_bytes_and_a_second_report_runs_nothing(monkeypatch):
    def refuse(*_):
        raise AssertionError("something was run")

    monkeypatch.setattr(engine, "run_replicates", refuse)
    monkeypatch.setattr(engine, "run_countries", refuse)
    folder = compared_folder()
    before = {path.name: path.read_bytes() for path in folder.iterdir() if path.is_file()}
    report(folder)
    assert {path.name: path.read_bytes() for path in folder.iterdir() if path.is_file()} == before


def test_every_recipient_has_a_tile_of_its_own():
    assert set(layout()) == {row.iso3 for row in read_recipients()}
    assert len(set(layout().values())) == len(layout())


def test_scenarios_have_letters_and_the_baseline_the_first():
    assert stored().letters == {"baseline-2016": "A", "all-financial": "B"}
    many = replace(stored(), shown=[f"s{i}" for i in range(30)])
    assert list(many.letters.values())[24:28] == ["Y", "Z", "A1", "B1"]


@pytest.mark.parametrize(
    ("told", "command"),
    [
        ({}, "ssc-sim compare baseline-2016 all-financial --runs 4 --seed 2016 --until 2030 --draws 12"),
        ({"draws": 200}, "ssc-sim compare baseline-2016 all-financial --runs 4 --seed 2016 --until 2030"),
        ({"parameters": "point", "kind": "run", "draws": 200},
         "ssc-sim run baseline-2016 all-financial --runs 4 --seed 2016 --until 2030 --parameters point"),
    ],
)  # fmt: skip
def test_the_command_runs_the_same_again(told, command):
    assert command_of(stored().manifest | told) == command


def test_the_command_names_evidence_and_families_that_all_scenarios_share():
    scenarios = [one | {"evidence": "literature", "without": ["debt"]} for one in stored().manifest["scenarios"]]
    assert command_of(stored().manifest | {"scenarios": scenarios}).endswith("--evidence literature --without debt")
