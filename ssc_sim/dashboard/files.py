"""Scenarios up and down, tables and a report, and the command that reproduces what is on the screen.

A file that a visitor sends is read as a scenario and as nothing else, in a temporary folder that holds it alone, so it
can extend shipped scenarios and no other file.
"""

from __future__ import annotations

import base64
import re
import tempfile
from dataclasses import replace
from pathlib import Path
from typing import Any, Literal

from ssc_sim import commands
from ssc_sim.dashboard.answers import DRAWS, RUNS, Question
from ssc_sim.dashboard.policy import NAME as MY_POLICY
from ssc_sim.errors import InputError, Problem, shortened
from ssc_sim.report.command import report
from ssc_sim.scenario import Scenario, dumped, load_scenario
from ssc_sim.scenario.file import NAME
from ssc_sim.scenario.strict_yaml import MOST_BYTES

Written = Literal["comparison.csv", "summary.csv", "report.html"]
REPORT: Written = "report.html"
WRITTEN: tuple[Written, ...] = ("comparison.csv", "summary.csv", REPORT)
SCENARIO = f"{MY_POLICY}.yaml"


def content_of(sent: Any) -> tuple[bytes, str]:
    """Return content and name of a file that the browser sent; `sent` may be anything.

    Raises
    ------
    InputError
        Where it is no file, or a larger one than a scenario may be: its content is not decoded then.
    """
    sent = sent if isinstance(sent, dict) else {}
    name, coded, size = sent.get("name"), sent.get("content"), sent.get("size")
    said = shortened(Path(str(name).replace("\\", "/")).name or "the file")
    if (isinstance(size, int) and size > MOST_BYTES) or (isinstance(coded, str) and len(coded) > 2 * MOST_BYTES):
        raise InputError([Problem(said, 0, 0, "", "is too large for a scenario", f"at most {MOST_BYTES} bytes")])
    try:
        return base64.b64decode(coded or "", validate=True), said
    except (TypeError, ValueError):
        raise InputError([Problem(said, 0, 0, "", "did not arrive as a file", "a scenario file, sent again")]) from None


def uploaded(content: bytes, file: str) -> Scenario:
    """Return the scenario in a file that a visitor sent.

    A browser may have renamed the file on its way (`my-policy (1).yaml`), so it is read under the name that it gives
    itself.

    Parameters
    ----------
    content : bytes
        What stands in it.
    file : str
        What it was called: said in messages, and used for nothing else.

    Raises
    ------
    InputError
        With every mistake in it, as the command line tells them.
    """
    own = re.search(rf"^name: *[\"']?({NAME})[\"']? *(#.*)?$", content.decode("utf-8", "replace"), re.MULTILINE)
    with tempfile.TemporaryDirectory(prefix="ssc-sim-") as folder:
        path = Path(folder) / f"{own[1] if own else 'uploaded'}.yaml"
        path.write_bytes(content)
        try:
            return replace(load_scenario(path), file="")
        except InputError as error:
            raise InputError([_told_of(problem, folder, file) for problem in error.problems]) from None


def _told_of(problem: Problem, folder: str, said: str) -> Problem:
    """Tell a problem of the file that was sent, not of the copy in the temporary folder."""
    return replace(problem, file=said) if problem.file.startswith(folder) else problem


def scenario_file(question: Question) -> str:
    """Return the policy of a question as the text of a scenario file."""
    return dumped(question.policy)


def command_of(question: Question) -> str:
    """Return the command that reproduces what is on the screen, beside the downloaded scenario."""
    return (
        f"ssc-sim compare {question.baseline.name} {SCENARIO} --runs {RUNS} --draws {DRAWS} --seed {question.seed} "
        f"--until {question.until} --evidence {question.evidence}"
    )


def written(question: Question, wanted: Written) -> str:
    """Return a file of the comparison, as that command writes it, or as `ssc-sim report` does."""
    compared = commands.compare(
        question.baseline, question.policy, draws=DRAWS, runs=RUNS, seed=question.seed, until=question.until,
        evidence=question.evidence, workers=1,
    )  # fmt: skip
    with tempfile.TemporaryDirectory(prefix="ssc-sim-") as folder:
        compared.write(Path(folder))
        if wanted == REPORT:
            report(Path(folder), workers=1)
        return (Path(folder) / wanted).read_text(encoding="utf-8")
