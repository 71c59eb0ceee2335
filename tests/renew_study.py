"""Makes the reference study and publishes it: `python tests/renew_study.py`, some ten minutes.

Published are small tables and pictures in `results/published/`; `tests/baselines/study.md` is a small study.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import pandas as pd
from PIL import Image

sys.path.insert(0, str(Path(__file__).parent))

import renew_expectations

from ssc_sim.study import TOLD

ROOT = Path(__file__).parents[1]
STUDY, PUBLISHED = ROOT / "results" / "study", ROOT / "results" / "published"
BASELINE = ROOT / "tests" / "baselines" / "study.md"
TABLES = ("sensitivity/sensitivity.csv", "information/information.csv", "ties/ties.csv")
PICTURES = {
    "policies/figures/outcome_curves.png": "outcome_curves.png",
    "mixes/figures/tradeoff.png": "tradeoff.png",
    "sensitivity/figures/sensitivity_01.png": "study/sensitivity.png",
    "information/figures/information.png": "study/information.png",
    "ties/figures/ties.png": "study/ties.png",
}
FEW_COLOURS = 64  # so that the pictures stay small


def publish() -> None:
    """Copy what is small and read most."""
    folder = PUBLISHED / "study"
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    shutil.copy(STUDY / "README.md", folder / "README.md")
    for table in TABLES:
        shutil.copy(STUDY / table, folder / Path(table).name)
    for name in ("policies", "mixes"):
        table = pd.read_csv(STUDY / name / "comparison.csv", keep_default_na=False)
        last = table[(table["year"] == table["year"].max()) & table["outcome"].isin(TOLD)]
        last.to_csv(folder / f"{name}.csv", index=False, lineterminator="\n")
    for picture, place in PICTURES.items():
        Image.open(STUDY / picture).convert("RGB").quantize(FEW_COLOURS).save(PUBLISHED / place, optimize=True)
    renew_expectations.publish(renew_expectations.published(STUDY / "expectations"))


def run_study(*words: str) -> None:
    """Run the command."""
    subprocess.run([sys.executable, "-m", "ssc_sim", "study", *words], check=True, cwd=ROOT)


if __name__ == "__main__":
    run_study("--out", str(STUDY))
    publish()
    with tempfile.TemporaryDirectory() as made:
        run_study("--small", "--out", str(Path(made) / "study"))
        shutil.copy(Path(made) / "study" / "README.md", BASELINE)
