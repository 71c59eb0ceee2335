"""Reads `sources.yaml`: what each source key stands for, and where each column of the recipients comes from."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, fields

from ruamel.yaml import YAML
from ruamel.yaml.comments import CommentedMap
from ruamel.yaml.error import MarkedYAMLError, YAMLError

from ssc_sim.errors import Problem, nearest

FILE = "sources.yaml"
SOURCE_KINDS = ("observed", "literature", "assumed")
PARTS = ("sources", "columns")


@dataclass(frozen=True, slots=True)
class Source:
    """Where numbers come from: `year` is the edition, `licence` the terms, `kind` observed, literature or assumed."""

    title: str
    publisher: str
    year: str
    licence: str
    note: str
    kind: str


@dataclass(frozen=True, slots=True)
class Sources:
    """All source keys, and the keys of each column of the recipients."""

    entries: dict[str, Source] = field(default_factory=dict)
    columns: dict[str, tuple[str, ...]] = field(default_factory=dict)


class SourceFile:
    """The text of `sources.yaml`, read strictly; every mistake is added to `problems`."""

    def __init__(self, file: str, text: str) -> None:
        self.file = file
        self.problems: list[Problem] = []
        self._root = self._parse(text)

    def read(self, columns: Iterable[str]) -> Sources:
        """Return the sources; `columns` are those of the recipients, each of which needs a source."""
        self._check_names(self._root, PARTS, "part")
        sources, of_columns = (self._mapping(self._root, part) for part in PARTS)
        entries = {str(key): self._entry(sources, key) for key in sources}
        self._check_names(of_columns, columns, "column")
        keys = {str(name): self._keys(of_columns, name, entries) for name in of_columns}
        return Sources(entries, keys)

    def _parse(self, text: str) -> CommentedMap:
        try:
            root = YAML(typ="rt", pure=True).load(text)
        except MarkedYAMLError as error:
            mark = error.problem_mark
            line, column = (mark.line + 1, mark.column + 1) if mark else (1, 1)
            self.problems.append(Problem(self.file, line, column, "", f"not YAML: {error.problem}"))
        except (YAMLError, RecursionError, ValueError):
            self.problems.append(Problem(self.file, 1, 1, "", "not YAML"))
        else:
            if isinstance(root, CommentedMap):
                return root
            self.problems.append(Problem(self.file, 1, 1, "", "is not a list of named parts", ", ".join(PARTS)))
        return CommentedMap()

    def _mapping(self, parent: CommentedMap, key: str) -> CommentedMap:
        value = parent.get(key)
        if isinstance(value, CommentedMap):
            return value
        if key in parent:
            self._wrong(parent, key, "is not a list of named values")
        return CommentedMap()

    def _entry(self, sources: CommentedMap, key: str) -> Source:
        parts = [part.name for part in fields(Source)]
        entry = self._mapping(sources, key)
        self._check_names(entry, parts, "field", at=(sources, key))
        for name in (name for name in parts if name in entry):
            if not isinstance(entry[name], str) or not entry[name]:
                self._wrong(entry, name, f"'{entry[name]}' is not text")
            elif name == "kind" and entry[name] not in SOURCE_KINDS:
                self._wrong(entry, name, f"unknown '{entry[name]}'", SOURCE_KINDS, entry[name])
        return Source(**{name: str(entry.get(name, "")) for name in parts})

    def _keys(self, of_columns: CommentedMap, name: str, known: Mapping[str, Source]) -> tuple[str, ...]:
        keys = of_columns[name]
        if not isinstance(keys, list) or not keys:
            self._wrong(of_columns, name, "has no list of source keys")
            return ()
        for key in (str(key) for key in keys):
            if key not in known:
                self._wrong(of_columns, name, f"unknown source '{key}'", (), nearest(key, known))
        return tuple(str(key) for key in keys)

    def _check_names(
        self, given: CommentedMap, wanted: Iterable[str], what: str, at: tuple[CommentedMap, str] | None = None
    ) -> None:
        """Tell every name that is not wanted and every one that is missing, unless it was only misspelt."""
        if not given and self.problems:
            return
        wanted = tuple(wanted)
        missing = [name for name in wanted if name not in given]
        for name in given:
            if name not in wanted:
                meant = nearest(str(name), missing)
                missing = [other for other in missing if other != meant]
                self._wrong(given, name, f"unknown {what}", (), meant)
        line, column = _place(*at) if at else (1, 1)
        key = at[1] if at else ""
        self.problems += [Problem(self.file, line, column, key, f"{what} '{name}' is missing") for name in missing]

    def _wrong(self, parent: CommentedMap, key: str, wrong: str, allowed: tuple[str, ...] = (), word: str = "") -> None:
        meant = nearest(word, allowed) if allowed else word
        self.problems.append(Problem(self.file, *_place(parent, key), key, wrong, ", ".join(allowed), meant))


def _place(parent: CommentedMap, key: str) -> tuple[int, int]:
    line, column = parent.lc.key(key)
    return line + 1, column + 1
