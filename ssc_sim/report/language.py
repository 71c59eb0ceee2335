"""The words of the report in two languages, and numbers as each of them writes numbers."""

from __future__ import annotations

import csv
from functools import cache
from pathlib import Path
from typing import Any

from ssc_sim.errors import InputError, Problem, nearest
from ssc_sim.wording import number, signed

LANGUAGES = {"en": "english", "id": "indonesian"}
STRINGS = Path(__file__).with_name("strings.csv")
_SWAPPED = str.maketrans(",.", ".,")


class Language:
    """One language of the report.

    Attributes
    ----------
    code : str
        As HTML names it: `en` or `id`.
    strings, english : dict of str
        What is said, by key, in this language and in English; braces hold what is filled in.
    """

    def __init__(self, code: str, strings: dict[str, str], english: dict[str, str]) -> None:
        self.code = code
        self.strings = strings
        self.english = english

    def __call__(self, key: str, **values: Any) -> str:
        """Return what is said under a key, filled in."""
        return self.strings[key].format(**values) if values else self.strings[key]

    def knows(self, key: str) -> bool:
        """Tell whether there are words under a key."""
        return key in self.strings

    def written(self, told: str) -> str:
        """Return a number, written the English way, as this language writes it: 1,234.5 or 1.234,5."""
        return (told.translate(_SWAPPED) if self.code == "id" else told).replace("-", "\N{MINUS SIGN}")

    def number(self, value: float, unit: str) -> str:
        """Write a value with the digits that its unit deserves."""
        return self.written(number(value, unit))

    def signed(self, value: float, unit: str) -> str:
        """Write a difference with its sign; one that rounds to nothing has none."""
        return self.written(signed(value, unit))

    def amount(self, value: float, unit: str, *, sign: bool = False) -> str:
        """Write a value, or a difference, with its unit behind it."""
        told = self.signed(value, unit) if sign else self.number(value, unit)
        return f"{told}{self.strings.get(f'after.{unit}', '')}"

    def between(self, low: float, high: float, unit: str) -> str:
        """Write an interval of differences."""
        return self("interval", low=self.signed(low, unit), high=self.signed(high, unit))

    def count(self, value: float) -> str:
        """Write a whole number."""
        return self.written(f"{value:,.0f}")

    def plain(self, value: float) -> str:
        """Write a number as short as it can be."""
        return self.written(f"{value:,.10g}")

    def percent(self, share: float) -> str:
        """Write a share in per cent."""
        return f"{self.plain(round(100 * share, 1))}\N{NO-BREAK SPACE}%"

    def listed(self, told: list[str]) -> str:
        """Return several things as one enumeration."""
        if len(told) < 2:
            return "".join(told)
        return self("list.two" if len(told) == 2 else "list.many", before=", ".join(told[:-1]), last=told[-1])


def language_of(code: str) -> Language:
    """Return a language by its code.

    Raises
    ------
    InputError
        Where there is no such language.
    """
    if code not in LANGUAGES:
        wrong = f"'{code}' is no language of the report"
        raise InputError([Problem("--language", 0, 0, "", wrong, ", ".join(LANGUAGES), nearest(code, LANGUAGES))])
    column = LANGUAGES[code]
    strings, english = ({row["key"]: row[name] for row in _rows()} for name in (column, "english"))
    return Language(code, strings, english)


@cache
def _rows() -> tuple[dict[str, str], ...]:
    with STRINGS.open(encoding="utf-8", newline="") as file:
        return tuple(csv.DictReader(file))


def capital(told: str) -> str:
    """Return a text with a capital at its beginning."""
    return told[:1].upper() + told[1:]
