"""A small results folder with its report, made once for all tests that read it, and tables changed in memory."""

from __future__ import annotations

import atexit
import shutil
import tempfile
from dataclasses import replace
from functools import cache
from html.parser import HTMLParser
from pathlib import Path

import ssc_sim
from ssc_sim.report.command import report
from ssc_sim.report.language import language_of
from ssc_sim.report.page import rendered
from ssc_sim.report.stored import Stored
from ssc_sim.results.folder import Results

VOID = {"meta", "img", "br", "rect"}


@cache
def compared_folder() -> Path:
    """A comparison of two scenarios, four replicates each, completed by a report in English."""
    folder = Path(tempfile.mkdtemp(prefix="ssc-sim-report-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    ssc_sim.compare("baseline-2016", "all-financial", runs=4, draws=12).write(folder)
    report(folder)
    return folder


@cache
def stored() -> Stored:
    """What the report reads of it."""
    folder = compared_folder()
    return Stored.read(folder, Results.read(folder).manifest)


@cache
def page(language: str) -> str:
    """The page in a language."""
    return rendered(language_of(language), stored())


def told_otherwise(**changed: object) -> Stored:
    """Return what is stored, with its second scenario described otherwise."""
    first, second = stored().manifest["scenarios"]
    return replace(stored(), manifest=stored().manifest | {"scenarios": [first, second | changed]})


class Reader(HTMLParser):
    """Reads a page: its elements in order, its visible text, and every fault of nesting."""

    def __init__(self, text: str) -> None:
        super().__init__(convert_charrefs=True)
        self.open: list[str] = []
        self.faults: list[str] = []
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.texts: list[str] = []
        self.feed(text)
        self.close()

    def handle_starttag(self, tag, attributes):
        self.elements.append((tag, dict(attributes)))
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag, attributes):
        self.elements.append((tag, dict(attributes)))

    def handle_endtag(self, tag):
        if not self.open or self.open.pop() != tag:
            self.faults.append(f"</{tag}> at line {self.getpos()[0]}")

    def handle_data(self, data):
        if not {"style", "script", "pre", "code"} & set(self.open) and data.strip():
            self.texts.append(data.strip())

    def all_of(self, name: str) -> list[str | None]:
        """Return an attribute wherever it stands."""
        return [attributes[name] for _, attributes in self.elements if name in attributes]
