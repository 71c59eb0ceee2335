"""Fits the model again and renews what follows from the fit: `python calibration/renew.py`, some ten minutes."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
FITTED = ROOT / "results" / "calibration"
PUBLISHED = ROOT / "results" / "published" / "calibration"


def main() -> None:
    """Calibrate, put posterior and certificate in their places, renew the generated parts of the documentation."""
    subprocess.run([sys.executable, "-m", "ssc_sim", "calibrate", "--overwrite", "--out", str(FITTED)], check=True)
    shutil.copy(FITTED / "posterior.csv", ROOT / "calibration" / "posterior.csv")
    shutil.rmtree(PUBLISHED, ignore_errors=True)
    shutil.copytree(FITTED, PUBLISHED, ignore=shutil.ignore_patterns("manifest.json", "posterior.csv", "*.svg"))
    for script in ("renew_baselines.py", "renew_model.py", "renew_bad_inputs.py"):
        subprocess.run([sys.executable, str(ROOT / "tests" / script)], check=True)


if __name__ == "__main__":
    main()
