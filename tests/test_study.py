"""The reference study: it goes on where it stopped, refuses what is not its own, and a small one is reproduced."""

from __future__ import annotations

import re
import sys
from pathlib import Path

import pytest

from ssc_sim.cli import main
from ssc_sim.errors import InputError
from ssc_sim.study import FULL, SMALL, Study

BASELINE = Path(__file__).parent / "baselines" / "study.md"
NUMBER = re.compile(r"-?\d[\d,]*\.?\d*(?:e-?\d+)?")


def test_a_study_goes_on_with_the_steps_that_were_not_done(tmp_path):
    study = Study(tmp_path / "study", SMALL)
    (tmp_path / "study").mkdir()
    first, *others = SMALL.steps
    study.note(first)
    assert Study(tmp_path / "study", SMALL).missing() == others


@pytest.mark.parametrize(("key", "told"), [("size", "small"), ("source", "0" * 64)])
def test_a_folder_with_another_study_is_refused(tmp_path, key, told):
    study = Study(tmp_path, FULL)
    study.note(FULL.steps[0])
    file = tmp_path / "study.json"
    text = file.read_text(encoding="utf-8")
    file.write_text(re.sub(rf'"{key}": "\w+"', f'"{key}": "{told}"', text), encoding="utf-8")
    with pytest.raises(InputError, match=f"differing in: {key}"):
        Study(tmp_path, FULL)


def test_a_folder_with_something_else_is_refused(tmp_path):
    (tmp_path / "letter.txt").write_text("Dear", encoding="utf-8")
    with pytest.raises(InputError, match="holds something else"):
        Study(tmp_path, FULL)


def test_a_damaged_study_is_told(tmp_path):
    (tmp_path / "study.json").write_text("{", encoding="utf-8")
    with pytest.raises(InputError, match="is not the record of a study"):
        Study(tmp_path, FULL)


def test_the_full_study_holds_every_part_and_the_small_one_leaves_out_the_fit():
    assert {step.folder for step in FULL.steps} - {step.folder for step in SMALL.steps} == {"certificate"}


@pytest.mark.slow
def test_a_small_study_is_reproduced(tmp_path, monkeypatch, capsys):
    """The same words, and the same numbers but for the last digit that is printed."""
    folder = tmp_path / "study"
    monkeypatch.setattr(sys, "argv", ["ssc-sim", "study", "--small", "--out", str(folder)])
    main()
    made, stored = (path.read_text(encoding="utf-8") for path in (folder / "README.md", BASELINE))
    assert NUMBER.sub("#", made) == NUMBER.sub("#", stored), "run tests/renew_study.py, and look at what has changed"
    for ours, theirs in zip(NUMBER.findall(made), NUMBER.findall(stored), strict=True):
        a, b = (float(text.replace(",", "")) for text in (ours, theirs))
        assert a == pytest.approx(b, rel=0.02, abs=1e-4)
    assert made in capsys.readouterr().out
    assert all((folder / "policies" / name).is_file() for name in ("report.html", "report-id.html"))
