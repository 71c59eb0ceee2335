"""YAML read strictly: plain values only, and the place of every one of them.

What YAML allows and a scenario does not need is refused with its place: tags, anchors, aliases, several documents,
equal keys, deep nesting, huge files. Nothing is composed before it has been counted, so a bomb costs what its text
costs.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any, NamedTuple, cast

from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError, YAMLError
from ruamel.yaml.events import (
    AliasEvent,
    DocumentStartEvent,
    Event,
    MappingEndEvent,
    MappingStartEvent,
    NodeEvent,
    SequenceEndEvent,
    SequenceStartEvent,
)
from ruamel.yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

from ssc_sim.errors import InputError, Problem

MOST_BYTES, MOST_NODES, DEEPEST = 200_000, 5_000, 12
PREFIX = "tag:yaml.org,2002:"
DECIMAL = re.compile(r"[-+]?(0|[1-9][0-9]{0,14})")

Path_ = tuple[str | int, ...]


class Place(NamedTuple):
    """Line and column, counted from 1."""

    line: int
    column: int


class Document(NamedTuple):
    """A YAML file as plain values, with the place of every key and value by its path."""

    file: str
    values: Any
    places: dict[Path_, Place]

    def problem(self, path: Path_, wrong: str, allowed: str = "", did_you_mean: str = "") -> Problem:
        """Return a problem at the nearest known place of a path."""
        known = path
        while known and known not in self.places:
            known = known[:-1]
        place = self.places.get(known, Place(1, 1))
        return Problem(self.file, *place, ".".join(str(part) for part in path), wrong, allowed, did_you_mean)


def read_document(path: Path) -> Document:
    """Read one YAML file.

    Raises
    ------
    InputError
        With every problem found: not a file, too large, not UTF-8, not YAML, or YAML that is not plain.
    """
    text = _read_text(path)
    yaml = YAML(typ="safe", pure=True)
    try:
        problems = _problems_of_events(str(path), yaml.parse(text))
        if problems:
            raise InputError(problems)
        node = YAML(typ="safe", pure=True).compose(text)
    except MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        place = Place(mark.line + 1, mark.column + 1) if mark else Place(1, 1)
        raise InputError([Problem(str(path), *place, "", f"not YAML: {error.problem or error.context}")]) from None
    except (YAMLError, RecursionError, ValueError) as error:
        raise InputError([Problem(str(path), 1, 1, "", f"not YAML: {str(error).splitlines()[0]}")]) from None
    return _Reader(str(path)).read(node)


def _read_text(path: Path) -> str:
    file = str(path)
    try:
        if path.is_dir():
            raise InputError([Problem(file, 0, 0, "", "is a folder", "a YAML file")])
        if path.stat().st_size > MOST_BYTES:
            raise InputError([Problem(file, 0, 0, "", "is too large for a scenario", f"at most {MOST_BYTES:,} bytes")])
        return path.read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise InputError([Problem(file, 1, 1, "", f"is not text in UTF-8 (byte {error.start + 1})")]) from None
    except OSError as error:
        raise InputError([Problem(file, 0, 0, "", f"cannot be read: {error.strerror}")]) from None


def _problems_of_events(file: str, events: Any) -> list[Problem]:
    """Count before composing, and refuse what is not plain."""
    problems: list[Problem] = []
    depth, nodes, documents = 0, 0, 0
    for event in events:
        place = (event.start_mark.line + 1, event.start_mark.column + 1)
        depth += isinstance(event, MappingStartEvent | SequenceStartEvent)
        depth -= isinstance(event, MappingEndEvent | SequenceEndEvent)
        nodes += isinstance(event, NodeEvent)
        documents += isinstance(event, DocumentStartEvent)
        if depth > DEEPEST or nodes > MOST_NODES or documents > 1:
            what = (
                "nested too deeply"
                if depth > DEEPEST
                else "too many entries"
                if nodes > MOST_NODES
                else "a second document"
            )
            return [*problems, Problem(file, *place, "", what, "one plain document")]
        wrong = _not_plain(event)
        if wrong:
            problems.append(Problem(file, *place, "", wrong, "plain keys and values"))
    return problems


def _not_plain(event: Event) -> str:
    if isinstance(event, AliasEvent):
        return f"an alias (*{getattr(event, 'anchor', '')})"
    anchor = getattr(event, "anchor", None)
    if anchor:
        return f"an anchor (&{anchor})"
    tag = getattr(event, "tag", None)
    return f"a tag ({tag})" if tag else ""


class _Reader:
    """Turns nodes into plain values; collects problems on the way."""

    def __init__(self, file: str) -> None:
        self.file = file
        self.places: dict[Path_, Place] = {}
        self.problems: list[Problem] = []

    def read(self, node: Node | None) -> Document:
        if node is None:
            raise InputError([Problem(self.file, 1, 1, "", "is empty", "keys and values")])
        values = self.value(node, ())
        if self.problems:
            raise InputError(self.problems)
        return Document(self.file, values, self.places)

    def value(self, node: Node, path: Path_) -> Any:
        self.places.setdefault(path, _place(node))
        if isinstance(node, MappingNode):
            return self.mapping(node, path)
        if isinstance(node, SequenceNode):
            return [self.value(item, (*path, i)) for i, item in enumerate(node.value)]
        return self.scalar(cast("ScalarNode", node), path)

    def mapping(self, node: MappingNode, path: Path_) -> dict[str, Any]:
        values: dict[str, Any] = {}
        for key_node, value_node in node.value:
            key = key_node.value if isinstance(key_node, ScalarNode) else None
            if not isinstance(key, str):
                self.wrong(key_node, path, "a key that is not a word", "a word")
            elif key in values:
                first = self.places[(*path, key)].line
                self.wrong(key_node, (*path, key), f"given twice; first on line {first}", "each key once")
            else:
                self.places[(*path, key)] = _place(key_node)
                values[key] = self.value(value_node, (*path, key))
        return values

    def scalar(self, node: ScalarNode, path: Path_) -> Any:
        kind = str(node.tag).removeprefix(PREFIX)
        text = node.value
        if kind == "int":
            if not DECIMAL.fullmatch(text):
                return self.wrong(
                    node, path, f"{_short(text)} is not a plain whole number", "decimal digits, at most 15"
                )
            return int(text)
        if kind == "float":
            return self.float_value(node, path)
        if kind in ("bool", "null"):
            return {"bool": text.lower() == "true", "null": None}[kind]
        if kind == "str":
            return text
        return self.wrong(node, path, f"{_short(text)} is read as a {kind}", "text in quotes")

    def float_value(self, node: ScalarNode, path: Path_) -> Any:
        text = node.value.replace("_", "?")
        try:
            return float({".inf": "inf", "+.inf": "inf", "-.inf": "-inf", ".nan": "nan"}.get(text.lower(), text))
        except ValueError:
            return self.wrong(node, path, f"{_short(node.value)} is not a plain number", "a decimal number")

    def wrong(self, node: Node, path: Path_, wrong: str, allowed: str) -> None:
        key = ".".join(str(part) for part in path)
        self.problems.append(Problem(self.file, *_place(node), key, wrong, allowed))


def _place(node: Node) -> Place:
    return Place(node.start_mark.line + 1, node.start_mark.column + 1)


def _short(text: str) -> str:
    return text if len(text) <= 40 else f"{text[:37]}..."
