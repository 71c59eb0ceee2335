"""What is published of the expectations: complete, made of its tables, reproduced, and each failure explained."""

from __future__ import annotations

import re
from pathlib import Path

import numpy as np
import pytest
from renew_expectations import FOLDER, page, published

import ssc_sim
from ssc_sim.expectations.command import Expected
from ssc_sim.expectations.judging import NOT_HELD
from ssc_sim.expectations.worlds import Worlds, questions_of
from ssc_sim.scenario import load_scenario, shipped_scenarios

SAMPLE = ("legislation-2017", "sustained-programmes")
NUMBERS = ["effect", "q05", "q95", "probability", "smallest"]
EXPLAINED = re.compile(r"`([a-z0-9-]+:\d)`")


@pytest.fixture(scope="module")
def done() -> Expected:
    return published()


def test_every_expectation_of_every_shipped_scenario_has_an_answer(done):
    asked = questions_of(map(load_scenario, shipped_scenarios()), Worlds(done.manifest["until"]))
    expected = [(one.scenario, one.expectation.place, one.structure, one.claim) for one in asked]
    for evidence in done.manifest["evidences"]:
        table = done.table[done.table["evidence"] == evidence]
        answered = table[["scenario", "place", "structure", "claim"]].itertuples(index=False, name=None)
        assert sorted(answered) == sorted(expected), "run tests/renew_expectations.py"


def test_the_page_is_made_of_the_tables(done):
    assert page(done) == (FOLDER / "README.md").read_text(encoding="utf-8"), "run tests/renew_expectations.py"


def test_the_first_thing_told_is_what_the_programme_does(done):
    first = page(done).partition("## Verdicts")[0]
    for words in ("it trains", "people from", "are in post", "Each USD 1m spent"):
        assert words in first
    assert "too small" not in first


def test_the_published_folder_is_small():
    assert sum(path.stat().st_size for path in FOLDER.rglob("*") if path.is_file()) < 1_000_000


@pytest.mark.slow
def test_a_sample_is_reproduced(done):
    """The same answers from a run of these scenarios alone: luck does not depend on what else is run."""
    again = ssc_sim.expect(*SAMPLE, runs=done.manifest["runs"], draws=done.manifest["draws"]).table
    stored = done.table[done.table["scenario"].isin(SAMPLE)].reset_index(drop=True)
    np.testing.assert_allclose(again[NUMBERS], stored[NUMBERS], rtol=1e-6, atol=1e-9)
    assert again["verdict"].tolist() == stored["verdict"].tolist()
    assert again["rests_on"].tolist() == stored["rests_on"].tolist()


def test_the_description_explains_each_expectation_that_is_not_held_and_no_other(done):
    plain = done.table[(done.table["structure"] == "") & (done.table["verdict"] == NOT_HELD)]
    failed = {f"{row.scenario}:{row.place}" for row in plain.itertuples()}
    text = (Path(ssc_sim.__file__).parent / "MODEL.md").read_text(encoding="utf-8")
    section = text.partition("**Where the documents' expectations fail.**")[2].partition("\n**")[0]
    assert set(EXPLAINED.findall(section)) == failed
