"""The reference study: the commands it is made of, and one page that tells what their tables say.

study.json  of which size and which source the study is, and which of its steps are done
README.md   what every step found, computed from the tables beside it
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple

import pandas as pd

from ssc_sim.ensemble.manifest import source_hash
from ssc_sim.errors import InputError, Problem
from ssc_sim.expectations.programme import programme_sentences
from ssc_sim.expectations.screen import counts_of, headed
from ssc_sim.expectations.table import VERDICTS
from ssc_sim.files import content_of
from ssc_sim.results.folder import write_text
from ssc_sim.wording import signed

STUDY, PAGE = "study.json", "README.md"
LARGEST = 100_000  # bytes of study.json
POLICIES = ("baseline-2016", "no-programme", "all-financial", "all-technical")
TOLD = ("participants", "trained_in_post", "capacity", "dependency", "self_reliance", "debt_service", "social_spending",
        "development", "papua_support")  # fmt: skip


class Step(NamedTuple):
    """One step of the study: a folder of its own, and the command that fills it."""

    folder: str
    title: str
    command: tuple[str, ...]


@dataclass(frozen=True)
class Size:
    """How much is run: a size decides every number of the study. Without `figures`, nothing is calibrated."""

    name: str
    runs: int
    draws: int
    mixes: int
    expectations: int
    samples: int
    worlds: int
    figures: int

    @property
    def steps(self) -> tuple[Step, ...]:
        """The steps, in their order."""
        compare = ("--draws", str(self.draws), "--resume")
        today, _, money, training = POLICIES
        steps = (
            Step("policies", "Money or training", ("compare", *POLICIES, "--runs", str(self.runs), *compare)),
            Step("mixes", "Policy mixes", ("compare", today, "policy-mixes", "--runs", str(self.mixes), *compare)),
            Step("expectations", "What the documents expect", ("expect", "--runs", str(self.expectations), *compare)),
            Step("sensitivity", "What drives the difference between money and training",
                 ("analyse", "sensitivity", money, training, "--samples", str(self.samples), "--screen",
                  str(max(8, self.samples // 16)))),
            Step("information", "What to measure first",
                 ("analyse", "information", today, money, training, "--samples", str(self.worlds))),
            Step("ties", "Where the order of money and training turns",
                 ("analyse", "ties", money, training, "--draws", str(self.draws))),
        )  # fmt: skip
        fit = Step("certificate", "How far the fit to 2016 can be trusted", ("calibrate", "--draws", str(self.figures)))
        return (*steps, fit) if self.figures else steps


FULL = Size("full", runs=200, draws=200, mixes=100, expectations=500, samples=256, worlds=512, figures=200_000)
SMALL = Size("small", runs=20, draws=20, mixes=4, expectations=4, samples=16, worlds=64, figures=0)


class Study:
    """A folder in which a study is made, step by step; an interrupted one goes on with the step that was not done.

    Raises
    ------
    InputError
        Where the folder holds something else, or a study of another size or source.
    """

    def __init__(self, folder: Path, size: Size) -> None:
        self.folder, self.size = folder, size
        self._told: dict[str, Any] = {"size": size.name, "source": source_hash(), "done": []}
        if (folder / STUDY).is_file():
            earlier = _read(folder / STUDY)
            differing = [key for key in ("size", "source") if earlier.get(key) != self._told[key]]
            if differing:
                wrong = f"holds another study (differing in: {', '.join(differing)})"
                raise InputError([Problem(str(folder), 0, 0, "", wrong, "another --out, or remove it")])
            self._told = earlier
        elif folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
            raise InputError([Problem(str(folder), 0, 0, "", "exists and holds something else", "another --out")])

    def missing(self) -> list[Step]:
        """Return the steps that are not done."""
        return [step for step in self.size.steps if step.folder not in self._told["done"]]

    def note(self, step: Step) -> None:
        """Note that a step is done."""
        self._told["done"].append(step.folder)
        write_text(self.folder / STUDY, json.dumps(self._told, indent=2) + "\n")

    def write_page(self) -> Path:
        """Write the page of what is done, and return where it stands."""
        done = [step for step in self.size.steps if step.folder in self._told["done"]]
        write_text(self.folder / PAGE, page(self.folder, done))
        return self.folder / PAGE


def _read(path: Path) -> dict[str, Any]:
    try:
        told = json.loads(content_of(path, LARGEST).decode("utf-8"))
        if isinstance(told, dict) and isinstance(told.get("done"), list):
            return told
    except (OSError, ValueError):
        pass
    raise InputError([Problem(str(path), 0, 0, "", "is not the record of a study", "another --out, or remove it")])


def page(folder: Path, steps: list[Step]) -> str:
    """Return what the steps of a study found, as Markdown, from the tables in their folders."""
    parts = ["# The reference study", "Made by `ssc-sim study`. Each part can be made alone by the command below it."]
    for step in steps:
        parts.append(f"## {step.title}")
        parts += _found(folder / step.folder, step)
        told = [word for word in step.command if word != "--resume"]
        parts.append(f"`ssc-sim {' '.join(told)}`")
    return "\n\n".join(parts) + "\n"


def _found(folder: Path, step: Step) -> Iterator[str]:
    """Say what a step found."""
    if step.command[0] == "compare":
        yield from _compared(folder)
    elif step.command[0] == "expect":
        yield from _expected(folder)
    elif step.command[0] == "calibrate":
        certificate = (folder / "certificate.md").read_text(encoding="utf-8")
        yield next(line for line in certificate.splitlines() if line.startswith(">"))
    else:
        yield (folder / "conclusions.md").read_text(encoding="utf-8").rstrip()


def _compared(folder: Path) -> Iterator[str]:
    """Tell main differences of few scenarios, or count the verdicts on many."""
    table = pd.read_csv(folder / "comparison.csv", keep_default_na=False)
    last = table[table["year"] == table["year"].max()]
    scenarios = list(dict.fromkeys(last["scenario"]))
    against = f"against {last['baseline'].iloc[0]}, {last['year'].iloc[0]}"
    if len(scenarios) > len(POLICIES):
        yield f"{len(scenarios)} mixes {against}: how often each verdict."
        yield _counted(last)
    else:
        yield f"{against.capitalize()}: mean difference, 5 % to 95 %, verdict."
        told = last.set_index(["outcome", "scenario"])
        rows = [[f"{name} ({told.loc[(name, scenarios[0]), 'unit']})"]
                + [_difference(told.loc[(name, scenario)]) for scenario in scenarios] for name in TOLD]  # fmt: skip
        yield _table(["", *scenarios], rows)


def _counted(differences: pd.DataFrame) -> str:
    """Count the verdicts on each outcome."""
    verdicts = sorted(set(differences["verdict"]))
    counts = {name: rows["verdict"].value_counts() for name, rows in differences.groupby("outcome")}
    return _table(["", *verdicts], [[name, *(str(counts[name].get(one, 0)) for one in verdicts)] for name in TOLD])


def _difference(row: pd.Series[Any]) -> str:
    mean, low, high = (signed(float(row[name]), str(row["unit"])) for name in ("difference", "q05", "q95"))
    return f"{mean} ({low} to {high}), {row['verdict']}"


def _expected(folder: Path) -> Iterator[str]:
    """Say what the programme does at its own scale, then count the verdicts."""
    programme = pd.read_csv(folder / "programme.csv", keep_default_na=False)
    yield "\n".join(f"- {sentence}" for sentence in programme_sentences(programme))
    table = pd.read_csv(folder / "expectations.csv", keep_default_na=False)
    rows = []
    for support, counts in counts_of(table).items():
        each = [", ".join(dict.fromkeys(str(count[verdict]) for count in counts.values())) for verdict in VERDICTS]
        rows.append([headed(support), *each])
    yield _table(["expectations with", *VERDICTS], rows)
    yield "Two counts: at the strengths of the documents, and at those of the literature."


def _table(head: list[str], rows: list[list[str]]) -> str:
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)
