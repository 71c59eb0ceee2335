"""The tutorial, walked through as its reader does: files written, commands run, results on the screen."""

from __future__ import annotations

import io
import os
import re
import shlex
import subprocess
import sys
from contextlib import redirect_stderr, redirect_stdout
from pathlib import Path
from typing import NamedTuple

import pytest
from typer.main import get_command

from ssc_sim.cli import app, main, show_app

pytestmark = pytest.mark.slow

TUTORIAL = Path(__file__).parents[1] / "scenarios" / "TUTORIAL.md"
TEXT = TUTORIAL.read_text(encoding="utf-8")
FENCED = re.compile(r"^```(\w+)(?: exits (\d))?\n(.*?)^```$", re.MULTILINE | re.DOTALL)
PROSE = FENCED.sub("", TEXT)
WRITTEN = ("yaml", "python")
TOLD_OF = {
    "...", "source .venv/bin/activate", r".venv\Scripts\activate",
    *(f"ssc-sim show {command.name}" for command in show_app.registered_commands),
    *(option for given in get_command(app).commands["run"].params for option in given.opts),
}  # fmt: skip
KINDS = {*WRITTEN, "sh", "text"}
WIDTH = "100"  # columns of the screen: no result that is shown wraps


class Block(NamedTuple):
    """A fenced block: its language, the exit code of its commands, and what stands in it."""

    kind: str
    code: int
    text: str


class Walk(NamedTuple):
    """What a reader has after the last step: the screen of each block, by its place, exit codes, and a folder."""

    folder: Path
    screens: dict[int, str]
    codes: dict[int, list[int]]


BLOCKS = [Block(kind, int(code or 0), text) for kind, code, text in FENCED.findall(TEXT)]
COMMANDS = [place for place, block in enumerate(BLOCKS) if block.kind == "sh"]
RESULTS = [place for place, block in enumerate(BLOCKS) if block.kind == "text"]


def named(places: list[int]) -> list[str]:
    return [f"{place}-{BLOCKS[place].text.splitlines()[0].strip()[:50]}" for place in places]


def write(block: Block, folder: Path) -> None:
    """Write a file, or add to it, as its first line says."""
    added, name = re.fullmatch(r"# (add to )?([\w.-]+)", block.text.splitlines()[0]).groups()
    with (folder / name).open("a" if added else "w", encoding="utf-8") as file:
        file.write(block.text)


def run(line: str) -> tuple[int, str]:
    """Run one command in the working folder; return its exit code and all that it says."""
    program, *words = shlex.split(line)
    if program == "python":
        done = subprocess.run([sys.executable, "-W", "error", *words], capture_output=True, text=True, check=False)
        return done.returncode, done.stdout + done.stderr
    assert program == "ssc-sim"
    sys.argv, code, screen = [program, *words], 0, io.StringIO()
    with redirect_stdout(screen), redirect_stderr(screen):
        try:
            main()
        except SystemExit as done:
            code = int(done.code or 0)
    return code, screen.getvalue()


@pytest.fixture(scope="module")
def walk(tmp_path_factory):
    """Do what the tutorial says, in an empty folder, in its order."""
    walked = Walk(tmp_path_factory.mktemp("tutorial"), {}, {})
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(walked.folder)
        patch.setattr(sys, "argv", sys.argv)
        patch.setenv("COLUMNS", WIDTH)
        patch.setenv("MPLBACKEND", "agg")
        for place, block in enumerate(BLOCKS):
            if block.kind in WRITTEN:
                write(block, walked.folder)
            elif block.kind == "sh":
                done = [run(line) for line in block.text.splitlines()]
                walked.codes[place] = [code for code, _ in done]
                walked.screens[place] = "".join(screen for _, screen in done).replace(os.sep, "/")
    sys.modules.pop("bonded", None)  # the reader's own model
    return walked


def is_shown(result: str, screen: str) -> bool:
    """Whether the lines of a result are lines of the screen, in this order, perhaps with others between them."""
    lines = iter(" ".join(line.split()) for line in screen.splitlines())
    return all(any(pattern.fullmatch(line) for line in lines) for pattern in map(pattern_of, result.splitlines()))


def pattern_of(line: str) -> re.Pattern[str]:
    """Return what a line of a result says, whatever stands for its `...`."""
    return re.compile(re.escape(" ".join(line.split())).replace(r"\.\.\.", ".*"))


def test_the_blocks_are_what_this_test_understands():
    assert len(BLOCKS) == TEXT.count("```") / 2
    assert {block.kind for block in BLOCKS} == KINDS
    assert all(BLOCKS[place - 1].kind == "sh" for place in RESULTS), "a result stands right after its commands"


@pytest.mark.parametrize("place", COMMANDS, ids=named(COMMANDS))
def test_a_command_ends_as_told(place, walk):
    assert set(walk.codes[place]) == {BLOCKS[place].code}, walk.screens[place]
    assert "Traceback" not in walk.screens[place]


@pytest.mark.parametrize("place", RESULTS, ids=named(RESULTS))
def test_a_result_is_on_the_screen(place, walk):
    assert is_shown(BLOCKS[place].text, walk.screens[place - 1]), walk.screens[place - 1]


def test_a_result_that_is_not_there_is_noticed():
    screen = "one\n capacity (share)   -0.0035  -0.0081 to -0.0007   too small to matter\ntwo\n"
    assert is_shown("one\ncapacity (share)  ...  ... to ...  too small to matter", screen)
    assert not is_shown("capacity (share)  ...  ... to ...  lower", screen)
    assert not is_shown("two\none", screen)
    assert not is_shown("three", screen)


def test_every_name_in_the_prose_was_met(walk):
    """A name in code style is a file that is there now, or was written, run or seen, or the commands have it."""
    met = " ".join([block.text for block in BLOCKS] + list(walk.screens.values()))
    folders = (walk.folder, walk.folder / "results" / "baseline-2016")
    names = set(re.findall(r"`([^`]+)`", PROSE)) - TOLD_OF
    assert {name for name in names if name not in met and not any((at / name).exists() for at in folders)} == set()


def test_every_figure_in_the_prose_was_seen(walk):
    """A figure is a number with decimals."""
    seen = " ".join(walk.screens.values())
    figures = set(re.findall(r"\d+\.\d+", PROSE))
    assert figures
    assert all(figure in seen for figure in figures)


@pytest.mark.parametrize("link", sorted(set(re.findall(r"\]\(([^)#\s]+)", PROSE))))
def test_a_link_leads_somewhere(link):
    assert (TUTORIAL.parent / link).exists()
