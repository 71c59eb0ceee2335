"""What can go wrong, and how it is told.

SSCSimError
├── InputError             what the user gave cannot be used: every problem, each with its place   (exit code 2)
├── ModelFault             the model broke one of its own identities: replicate, year, agent, rule (exit code 1)
│   ├── ReplicateFailed    one replicate cannot go on; an ensemble records it and runs the others
│   └── TooManyFailures    so many replicates failed that the others say little; those are kept    (exit code 1)
├── NotTheSame             a replay that does not give what is stored                             (exit code 1)
├── SomeFailed             all is done and written, without the replicates that failed             (exit code 3)
└── Interrupted            stopped by the user; nothing half-written                               (exit code 130)
"""

from __future__ import annotations

import difflib
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any


class SSCSimError(Exception):
    """Everything that ssc-sim raises on purpose."""

    exit_code = 1


@dataclass(frozen=True)
class Problem:
    """One mistake in an input: where it stands, what is wrong, what is allowed.

    Line and column count from 1; 0 means that the place is the whole file (or the command line).
    """

    file: str
    line: int
    column: int
    key: str
    wrong: str
    allowed: str = ""
    did_you_mean: str = ""

    def __str__(self) -> str:
        place = f"{self.file}:{self.line}:{self.column}" if self.line else self.file
        said = [self.wrong, f"allowed: {self.allowed}" if self.allowed else ""]
        said.append(f"did you mean '{self.did_you_mean}'?" if self.did_you_mean else "")
        return printable(": ".join(part for part in (place, self.key, "; ".join(s for s in said if s)) if part))


class InputError(SSCSimError):
    """What the user gave cannot be used. Holds every problem found, not only the first."""

    exit_code = 2

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = sorted(problems, key=lambda p: (p.file, p.line, p.column))
        super().__init__("\n".join(str(problem) for problem in self.problems))


def not_installed(asked: str, library: str, extra: str) -> InputError:
    """Return what is raised where something that was asked for needs a library of an extra, which is not there."""
    wrong = f"needs {library}, which is not installed"
    return InputError([Problem(asked, 0, 0, "", wrong, f'pip install "ssc-sim[{extra}]"')])


class ModelFault(SSCSimError):  # noqa: N818  (the fault is the model's, not the caller's)
    """The model broke an identity that must hold every year."""

    exit_code = 1


class ReplicateFailed(ModelFault):
    """One replicate cannot go on: the year, who was acting (or nobody that is known), and what went wrong."""

    def __init__(self, year: int, agent: str, message: str) -> None:
        self.year, self.agent, self.message = year, agent, message
        super().__init__(f"{year}, {agent or 'the world'}: {message}")


class TooManyFailures(ModelFault):
    """So many replicates failed that the others say little. Holds every failure that was recorded."""

    def __init__(self, told: str, failures: Iterable[Any] = ()) -> None:
        self.failures = list(failures)
        super().__init__(told)


class NotTheSame(SSCSimError):  # noqa: N818  (what is found, not what went wrong)
    """A replay does not give what is stored."""

    exit_code = 1


class SomeFailed(SSCSimError):  # noqa: N818  (no error: everything else is there)
    """All is done and written, without the replicates that failed."""

    exit_code = 3


class Interrupted(SSCSimError):  # noqa: N818  (no error: the user asked for it)
    """The user stopped the run."""

    exit_code = 130


def printable(text: str) -> str:
    """Return a text on one line, with what a terminal might obey or not show written out."""
    return "".join(c if c.isprintable() else c.encode("unicode_escape").decode("ascii") for c in text)


def shortened(text: str, most: int = 60) -> str:
    """Return a text cut to a length that can be read."""
    return text if len(text) <= most else f"{text[: most - 3]}..."


def nearest(word: str, allowed: Iterable[str]) -> str:
    """Return the allowed word that `word` was probably meant to be, or nothing."""
    by_lower_case = {name.lower(): name for name in allowed}
    close = difflib.get_close_matches(word[:100].lower(), by_lower_case, n=1, cutoff=0.6)
    return by_lower_case[close[0]] if close else ""
