"""Write `bad_inputs/expected.txt` anew: `python tests/renew_bad_inputs.py`. Read what changed before you commit it."""

from __future__ import annotations

import os
from pathlib import Path

from ssc_sim.errors import InputError
from ssc_sim.scenario import load_scenario

FOLDER = Path(__file__).parent / "bad_inputs"


def first_line(path: Path) -> str:
    """Return the first line that a bad file is answered with, without its folder."""
    try:
        load_scenario(path)
    except InputError as error:
        return str(error.problems[0]).replace(f"{FOLDER}{os.sep}", "")
    raise SystemExit(f"{path.name} is not bad")


def main() -> None:
    """Ask for every file named in the list, and every other file in the folder."""
    listed = [line.partition("\t")[0] for line in (FOLDER / "expected.txt").read_text(encoding="utf-8").splitlines()]
    names = listed + sorted(path.name for path in FOLDER.glob("*.yaml") if path.name not in listed)
    lines = [f"{name}\t{first_line(FOLDER / name)}\n" for name in names]
    (FOLDER / "expected.txt").write_text("".join(lines), encoding="utf-8")


if __name__ == "__main__":
    main()
