"""Reads CSV tables strictly and gathers every problem, so that the user is told all of them at once."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path
from types import TracebackType
from typing import Self

from ssc_sim.errors import InputError, Problem, nearest
from ssc_sim.files import content_of
from ssc_sim.observed.columns import Column, Refusal, Row, Value, columns_of, header_of, read_cell
from ssc_sim.observed.sources import FILE, SourceFile, Sources
from ssc_sim.observed.tables import CountryFigures

LARGEST_TABLE, LARGEST_LIST = 50_000_000, 100_000  # bytes of a table, and of the list of sources
_HEADER = re.compile(r"(\w+) \[([^\[\]]+)\]")


@dataclass(slots=True)
class Line:
    """One line of a table: its number in the file, its cells as printed, and its values where they could be read."""

    number: int
    cells: dict[str, str]
    values: dict[str, Value] = field(default_factory=dict)
    sound: bool = True


@dataclass(slots=True)
class Table:
    """A table as read: the field number of each column found, and its lines."""

    file: str
    places: dict[str, int] = field(default_factory=dict)
    lines: list[Line] = field(default_factory=list)
    complete: bool = False

    @property
    def sound(self) -> list[Line]:
        """The lines without a mistake, if no column is missing."""
        return [line for line in self.lines if line.sound] if self.complete else []

    def codes(self, column: str) -> set[str]:
        """Return every cell of a column as printed, so that a faulty line is not told again by all who refer to it."""
        return {line.cells.get(column, "") for line in self.lines}


class Reading:
    """One reading of a folder of tables; leaving the `with` block raises an InputError with all problems found.

    The package's own where no folder is given; keys and codes known from a reading `beside` it hold here too.
    """

    def __init__(self, folder: Path | str | None, beside: Reading | None = None) -> None:
        self.problems: list[Problem] = []
        self._folder: Traversable = files("ssc_sim.observed") if folder is None else Path(folder)
        self._name = "ssc_sim/observed" if folder is None else Path(folder).as_posix()
        self.known: dict[str, set[str]] = {} if beside is None else dict(beside.known)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if error is None and self.problems:
            raise InputError(self.problems)

    def sources(self) -> Sources:
        """Read `sources.yaml`; from here on every source key must be one of its keys."""
        text = self._text(FILE)
        if text is None:
            return Sources()
        sources, problems = _sources(self._path(FILE), text)
        self.problems += problems
        if sources.entries:
            self.known["source"] = set(sources.entries)
        return sources

    def table(self, row_type: type[Row], defines: str = "") -> Table:
        """Read one table; with `defines`, its codes are from here on those that other tables may refer to."""
        table = Table(self._path(row_type.file))
        columns = columns_of(row_type)
        lines = self._split(table.file, self._text(row_type.file))
        if not lines:
            return table
        header = lines[0][1]
        table.places = self._check_header(table.file, header, columns)
        table.complete = len(table.places) == len(columns)
        for number, cells in lines[1:]:
            table.lines.append(self._line(table, number, cells, len(header)))
        for line in table.lines:
            self._read_cells(table, line, columns)
        self._check_duplicates(table, row_type.key)
        if defines and row_type.key[0] in table.places:
            self.known[defines] = table.codes(row_type.key[0])
        return table

    def wrong(self, table: Table, line: Line, column: str, refusal: Refusal, meant: str = "") -> None:
        """Note a mistake in one cell."""
        place = table.places.get(column, 1)
        self.problems.append(Problem(table.file, line.number, place, column, refusal.wrong, refusal.allowed, meant))
        line.sound = False

    def _path(self, file: str) -> str:
        return f"{self._name}/{file}"

    def _text(self, file: str) -> str | None:
        try:
            data = content_of(Path(str(self._folder / file)), LARGEST_LIST if file == FILE else LARGEST_TABLE)
        except OSError as error:
            self.problems.append(Problem(self._path(file), 0, 0, "", f"cannot be read: {error.strerror}"))
            return None
        try:
            return data.decode("utf-8-sig")
        except UnicodeDecodeError as error:
            line, column = _place_of_byte(data, error.start)
            self.problems.append(Problem(self._path(file), line, column, "", "not UTF-8 text"))
            return None

    def _split(self, path: str, text: str | None) -> list[tuple[int, list[str]]]:
        """Return the number and the fields of every line; nothing where the text is not CSV."""
        if text is None:
            return []
        lines: list[tuple[int, list[str]]] = []
        try:
            lines.extend(_lines_of(text))
        except csv.Error as error:
            line = lines[-1][0] + 1 if lines else 1
            self.problems.append(Problem(path, line, 1, "", f"not CSV: {error}"))
            return []
        if not lines:
            self.problems.append(Problem(path, 1, 1, "", "is empty"))
        return lines

    def _check_header(self, path: str, header: list[str], columns: Mapping[str, Column]) -> dict[str, int]:
        """Return the field number of each column, and note every column that is unknown, misnamed or missing."""
        places: dict[str, int] = {}
        strangers: list[tuple[int, str]] = []
        for place, cell in enumerate(header, 1):
            found = _HEADER.fullmatch(cell)
            name, unit = found.groups() if found else ("", "")
            if name not in columns:
                strangers.append((place, cell))
            elif name in places:
                self.problems.append(Problem(path, 1, place, name, f"the column is already field {places[name]}"))
            else:
                places[name] = place
                if unit != columns[name].unit:
                    self.problems.append(Problem(path, 1, place, name, f"wrong unit '{unit}'", columns[name].unit))
        missing = {header_of(name, column): name for name, column in columns.items() if name not in places}
        for place, cell in strangers:
            meant = nearest(cell, missing)
            missing.pop(meant, None)
            self.problems.append(Problem(path, 1, place, "", f"unknown column '{cell}'", "", meant))
        self.problems += [Problem(path, 1, 1, name, "the column is missing") for name in missing.values()]
        return places

    def _line(self, table: Table, number: int, fields: list[str], wanted: int) -> Line:
        cells = {name: fields[place - 1] for name, place in table.places.items() if place <= len(fields)}
        line = Line(number, cells)
        if len(fields) != wanted:
            place = min(len(fields), wanted) + 1
            self.problems.append(
                Problem(table.file, number, place, "", f"wrong number of fields: {len(fields)}", str(wanted))
            )
            line.sound = False
        return line

    def _read_cells(self, table: Table, line: Line, columns: Mapping[str, Column]) -> None:
        if not line.sound:  # with a field too many or too few, every cell may stand under another's name
            return
        for name, cell in line.cells.items():
            column = columns[name]
            try:
                line.values[name] = read_cell(cell, column)
            except Refusal as refusal:
                allowed = column.allowed or self.known.get(column.refers, ())
                self.wrong(table, line, name, refusal, nearest(cell, allowed))
            else:
                self._check_reference(table, line, name, column)

    def _check_reference(self, table: Table, line: Line, name: str, column: Column) -> None:
        known = self.known.get(column.refers)
        if known is None or not line.cells[name]:
            return
        keys = line.cells[name].split(";") if column.kind == "keys" else [line.cells[name]]
        for key in keys:
            if key not in known:
                self.wrong(table, line, name, Refusal(key, f"is not a known {column.refers}"), nearest(key, known))

    def _check_duplicates(self, table: Table, key: tuple[str, ...]) -> None:
        first: dict[tuple[str, ...], int] = {}
        for line in (line for line in table.lines if line.values):
            words = tuple(line.cells.get(name, "") for name in key)
            if words in first:
                said = ", ".join(word for word in words if word)
                self.wrong(table, line, key[0], Refusal(said, f"is already on line {first[words]}"))
            first.setdefault(words, line.number)


@cache
def _sources(path: str, text: str) -> tuple[Sources, tuple[Problem, ...]]:
    """Return what a source file says and what is wrong in it; the same text is read once."""
    source_file = SourceFile(path, text)
    sources = source_file.read(name for name in columns_of(CountryFigures) if name != "source")
    return sources, tuple(source_file.problems)


def _lines_of(text: str) -> Iterator[tuple[int, list[str]]]:
    """Yield the line on which each record begins and its fields."""
    if "\0" in text:
        message = "it holds a zero byte"
        raise csv.Error(message)
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    begins = 1
    for cells in reader:
        yield begins, cells
        begins = reader.line_num + 1


def _place_of_byte(data: bytes, position: int) -> tuple[int, int]:
    """Return the line and the field in which a byte stands."""
    before = data[:position].split(b"\n")
    cells = next(csv.reader([before[-1].decode("utf-8", "replace")]), [""])
    return len(before), max(1, len(cells))
