"""YAML read strictly: plain values only, and the place of every one of them.

What YAML allows and a scenario does not need is refused with its place: tags, anchors, aliases, merges, several
documents, equal keys, deep nesting, huge files. The values are built from the parser's events, counted as they come,
so a bomb costs what its text costs. A plain word is a number only if everyone reads it as the same number: `010`,
`0x10`, `1_000`, `12:30`, `.inf` and `NO` stay text.
"""

from __future__ import annotations

import re
from errno import EFBIG
from math import isfinite
from pathlib import Path
from typing import Any, Final, NamedTuple

from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError, YAMLError
from ruamel.yaml.events import (
    AliasEvent,
    Event,
    MappingEndEvent,
    MappingStartEvent,
    NodeEvent,
    ScalarEvent,
    SequenceEndEvent,
    SequenceStartEvent,
    StreamEndEvent,
)

from ssc_sim.errors import Problem, shortened
from ssc_sim.files import content_of

MOST_BYTES, MOST_NODES, DEEPEST = 200_000, 5_000, 12
WHOLE = re.compile(r"[-+]?(0|[1-9][0-9]{0,14})")
DECIMAL = re.compile(r"[-+]?((0|[1-9][0-9]*)(\.[0-9]*)?|\.[0-9]+)([eE][-+]?[0-9]+)?")
UNREADABLE = re.compile("[^\t\n\r\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
WORDS: dict[str, bool | None] = {"true": True, "false": False, "null": None, "~": None, "": None}
PLAIN = "plain keys and values"
LIKE_THIS = "lines such as `title: My scenario`"
TOLD: Final = object()  # stands for a value that cannot be used, and of which a problem already tells

Path_ = tuple[str | int, ...]


class Place(NamedTuple):
    """Line and column, counted from 1."""

    line: int
    column: int


class Document(NamedTuple):
    """A YAML file as plain values, with the places of its keys and of its values by their paths."""

    file: str
    values: Any
    keys: dict[Path_, Place]
    places: dict[Path_, Place]
    problems: list[Problem]

    def of_key(self, path: Path_, wrong: str, allowed: str = "", did_you_mean: str = "") -> Problem:
        """Return a problem with a key, told where the key stands."""
        return Problem(self.file, *_nearest_place(path, self.keys), dotted(path), wrong, allowed, did_you_mean)

    def of_value(self, path: Path_, wrong: str, allowed: str = "", did_you_mean: str = "") -> Problem:
        """Return a problem with a value, told where the value stands (what is missing: where it should stand)."""
        return Problem(self.file, *_nearest_place(path, self.places), dotted(path), wrong, allowed, did_you_mean)


def read_document(path: Path) -> Document:
    """Read one YAML file; what cannot be read is told in its problems."""
    text = _text_of(path)
    if isinstance(text, Problem):
        return Document(str(path), TOLD, {}, {}, [text])
    reader = _Reader(str(path), text)
    return Document(str(path), reader.document(), reader.keys, reader.places, reader.problems)


def plain(text: str) -> Any:
    """Return what a word without quotes means: a finite number, true, false, nothing, or text."""
    if WHOLE.fullmatch(text):
        return int(text)
    if DECIMAL.fullmatch(text) and isfinite(float(text)) and not text.lstrip("+-").isdigit():
        return float(text)
    return WORDS.get(text.lower(), text)


def dotted(path: Path_) -> str:
    """Return a path as a key; the entries of a list count from 1."""
    return ".".join(shortened(part) if isinstance(part, str) else str(part + 1) for part in path if part != "")


def _nearest_place(path: Path_, places: dict[Path_, Place]) -> Place:
    while path and path not in places:
        path = path[:-1]
    return places.get(path, Place(1, 1))


def _text_of(path: Path) -> str | Problem:
    try:
        if path.is_dir():
            return Problem(str(path), 0, 0, "", "is a folder, not a file", "a scenario file, such as my-scenario.yaml")
        if path.exists() and not path.is_file():
            return Problem(str(path), 0, 0, "", "is not a file that can be read as text", "a scenario file")
        return _decoded(str(path), content_of(path, MOST_BYTES))
    except FileNotFoundError:
        return Problem(str(path), 0, 0, "", "there is no such file", "a scenario file, or the name of a shipped one")
    except (OSError, ValueError) as error:
        if getattr(error, "errno", None) == EFBIG:
            return Problem(str(path), 0, 0, "", "is too large for a scenario", f"at most {MOST_BYTES} bytes")
        return Problem(str(path), 0, 0, "", f"cannot be read: {getattr(error, 'strerror', None) or error}")


def _decoded(file: str, data: bytes) -> str | Problem:
    as_utf8 = "text saved as UTF-8 (an editor's `Save as` offers it)"
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return Problem(file, 1, 1, "", "is text in UTF-16", as_utf8)
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        before = data[: error.start].decode("utf-8-sig", "replace")
        return Problem(file, *_end_of(before), "", "a letter that is not in UTF-8", as_utf8)
    bad = UNREADABLE.search(text)
    if bad:
        return Problem(
            file, *_end_of(text[: bad.start()]), "", f"an invisible sign (U+{ord(bad[0]):04X})", "plain text"
        )
    return text


def _end_of(text: str) -> Place:
    lines = re.split("\r\n|\r|\n", text)
    return Place(len(lines), len(lines[-1]) + 1)


class _TooMuchError(Exception):
    """The document is not worth reading on."""


class _Reader:
    """Builds plain values from events; collects problems on the way."""

    def __init__(self, file: str, text: str) -> None:
        self.file = file
        self.events = YAML(typ="safe", pure=True).parse(text)
        self.depth, self.nodes = 0, 0
        self.keys: dict[Path_, Place] = {}
        self.places: dict[Path_, Place] = {}
        self.problems: list[Problem] = []

    def document(self) -> Any:
        try:
            return self.only_document()
        except _TooMuchError:
            pass
        except MarkedYAMLError as error:
            self.tell(*_syntax(error))
        except (YAMLError, RecursionError, ValueError, OverflowError):
            self.tell(Place(1, 1), (), "cannot be read as YAML", LIKE_THIS)
        return TOLD

    def only_document(self) -> Any:
        self.next()
        start = self.next()
        if isinstance(start, StreamEndEvent):
            self.tell(Place(1, 1), (), "is empty", LIKE_THIS)
            return TOLD
        values = self.value(self.next(), ())
        self.next()
        more = self.next()
        if not isinstance(more, StreamEndEvent):
            self.tell(_place(more), (), "a second document begins here", "one scenario in a file, without `---`")
        return values

    def next(self) -> Event:
        """Return the next event, counted before anything is made of it."""
        event: Event = next(self.events)
        self.depth += isinstance(event, MappingStartEvent | SequenceStartEvent)
        self.depth -= isinstance(event, MappingEndEvent | SequenceEndEvent)
        self.nodes += isinstance(event, NodeEvent)
        if self.depth > DEEPEST:
            self.tell(_place(event), (), "is nested too deeply", f"at most {DEEPEST} levels")
            raise _TooMuchError
        if self.nodes > MOST_NODES:
            self.tell(_place(event), (), "has too many entries", f"at most {MOST_NODES} keys and values")
            raise _TooMuchError
        return event

    def value(self, event: Event, path: Path_) -> Any:
        self.places.setdefault(path, _place(event))
        usable = self.is_plain(event, path)
        value: Any = TOLD
        if isinstance(event, MappingStartEvent):
            value = self.mapping(path)
        elif isinstance(event, SequenceStartEvent):
            value = self.sequence(path)
        elif isinstance(event, ScalarEvent):
            value = plain(event.value) if event.implicit[0] else event.value
        return value if usable else TOLD

    def sequence(self, path: Path_) -> list[Any]:
        values: list[Any] = []
        while not isinstance(event := self.next(), SequenceEndEvent):
            values.append(self.value(event, (*path, len(values))))
        return values

    def mapping(self, path: Path_) -> dict[str, Any]:
        values: dict[str, Any] = {}
        while not isinstance(event := self.next(), MappingEndEvent):
            key = self.key(event, path, values)
            event = self.next()
            if key and isinstance(event, ScalarEvent) and event.implicit[0] and not event.value:
                self.places.setdefault((*path, key), self.keys[*path, key])  # no value: told where its key stands
            value = self.value(event, (*path, key))
            if key:
                values.setdefault(key, value)
        return values

    def key(self, event: Event, path: Path_, values: dict[str, Any]) -> str:
        """Return a key, or nothing where it cannot be used."""
        if not isinstance(event, ScalarEvent):
            self.tell(_place(event), path, "a key that is not a word", "a word")
            self.value(event, (*path, ""))
            return ""
        key, here = str(event.value), (*path, str(event.value))
        if not self.is_plain(event, here):
            return ""
        if not key.strip() or key == "<<":
            what = "merges (<<) are not read" if key else "a key without a name"
            self.tell(_place(event), path, what, "each key written out")
            return ""
        if key in values:
            first = self.keys[here].line
            self.tell(_place(event), here, f"is given twice, first on line {first}", "each key once")
        self.keys.setdefault(here, _place(event))
        return key

    def is_plain(self, event: Event, path: Path_) -> bool:
        """Tell of aliases, anchors, tags and invisible signs; return whether the value may be used all the same."""
        if isinstance(event, AliasEvent):
            self.tell(_place(event), path, f"an alias (*{event.anchor}) is not read", PLAIN)
            return False
        anchor, tag = getattr(event, "anchor", None), getattr(event, "tag", None)
        if anchor:
            self.tell(_place(event), path, f"an anchor (&{anchor}) is not read", PLAIN)
        if tag:
            self.tell(_place(event), path, f"a tag ({str(tag).replace('tag:yaml.org,2002:', '!!')}) is not read", PLAIN)
        bad = UNREADABLE.search(event.value) if isinstance(event, ScalarEvent) else None
        if bad:
            self.tell(_place(event), path, f"an invisible sign (U+{ord(bad[0]):04X})", "plain text")
        return not tag and not bad

    def tell(self, place: Place, path: Path_, wrong: str, allowed: str) -> None:
        self.problems.append(Problem(self.file, *place, dotted(path), wrong, allowed))


SYNTAX = (  # what the parser says -> what is wrong, what is allowed, and whether it is told where the thing began
    ("escape character", "a backslash in double quotes", "single quotes around the text", False),
    ("quoted scalar", "a text whose closing quote is missing", "a quote before the text and one behind it", True),
    ("flow sequence", "a list that is not closed, or lacks a comma", "[one, two]", True),
    ("flow mapping", "a group that is not closed, or lacks a comma", "{kind: legislation, year: 2017}", True),
    ("character '\\t'", "a tab at the start of a line", "blanks", False),
    (
        "mapping values",
        "a colon that does not fit: a second one, a line indented too far, or no blank after the colon above",
        "one `key: value` on each line; quotes around a text with a colon",
        False,
    ),
    ("simple key", "a line that is not `key: value`", "a colon and a blank after the key", True),
    ("cannot start any token", "a text that begins with a sign of YAML's own", "quotes around the text", False),
    ("<block end>", "a line that does not fit those above it", "keys of one group begin in one column", False),
    ("node content", "a value is missing, or a sign stands where none can", LIKE_THIS, False),
    ("alias", "an alias (*) is not read", PLAIN, False),
    ("anchor", "an anchor (&) is not read", PLAIN, False),
    ("tag", "a tag (!) is not read", PLAIN, False),
)


def _syntax(error: MarkedYAMLError) -> tuple[Place, Path_, str, str]:
    """Return a parser's error in plain words."""
    said = f"{error.context} {error.problem}".replace("\t", "\\t")
    here = error.problem_mark or error.context_mark
    unknown = ("", "this line cannot be read as YAML", LIKE_THIS, False)
    _, wrong, allowed, at_start = next((row for row in SYNTAX if row[0] in said), unknown)
    mark = error.context_mark if at_start and error.context_mark else here
    return Place(mark.line + 1, mark.column + 1) if mark else Place(1, 1), (), wrong, allowed


def _place(event: Event) -> Place:
    return Place(event.start_mark.line + 1, event.start_mark.column + 1)
