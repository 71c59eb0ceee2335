"""How figures, numbers and countries are named and written in the certificate."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cache
from math import isnan

import numpy as np
import pandas as pd

from ssc_sim.observed import read_donors, read_recipients
from ssc_sim.parameters import Parameters
from ssc_sim.parameters.fitted import PULL

REGIONS = {"asia": "Asia", "oceania": "Oceania", "africa": "Africa", "americas": "the Americas", "europe": "Europe"}
ALL = "in all"
#: Figures that are not about a place: what was counted, and of what.
WHOLE = {
    "participants": ("participants", ALL),
    "countries_reached": ("countries reached", ALL),
    "most_elsewhere": ("programmes received", "by any other country, at most"),
    "share_alone": ("share of programmes", "for one country"),
    "size_alone": ("participants in a programme", "for one country"),
    "countries_in_call": ("countries", "in a call"),
    "size_of_delegation": ("participants of a country", "in a call"),
}
PLACED = {
    "participants": ("participants", "from"),
    "countries_reached": ("countries reached", "in"),
    "programmes_received": ("programmes received", "by"),
    "recipients": ("recipients", "of"),
    "top_eight": ("share of the eight largest recipients", "of"),
}


@cache
def _countries() -> dict[str, str]:
    recipients = {country.iso3: country.name for country in read_recipients()}
    return recipients | {donor.iso3: donor.name for donor in read_donors()}


def country(code: str) -> str:
    """Return the name of a country."""
    return _countries()[code.upper()]


def figure_words(figure: str) -> tuple[str, str]:
    """Return what a figure counts, and where: ("participants", "from Asia")."""
    if figure in WHOLE:
        return WHOLE[figure]
    stem, _, place = figure.rpartition("_")
    what, preposition = PLACED[stem]
    return what, f"{preposition} {REGIONS[place] if place in REGIONS else country(place)}"


def figure_name(figure: str, year: int | None = None) -> str:
    """Name a figure in a sentence, one of no single country by its year where one is given."""
    what, where = figure_words(figure)
    return f"{what} {where if year is None or where != ALL else f'in {year}'}"


def number_names(numbers: pd.DataFrame) -> dict[str, str]:
    """Return how each number is called: a pull by its country."""
    pairs = zip(numbers["number"], numbers["country"], strict=True)
    return {
        name: f"pull to {country(code)}" if name.startswith(PULL) else name.replace("_", " ") for name, code in pairs
    }


def of_range(number: str, values: Sequence[float] | np.ndarray) -> np.ndarray:
    """Return where values of a number lie in its range: 0 at the low end, 1 at the high end."""
    return np.asarray(Parameters.columns()[number].share(np.asarray(values, dtype=float)))


def told(value: float) -> str:
    """Write a value with three digits, one of a hundred or more without decimals."""
    return f"{value:,.0f}" if abs(value) >= 100 else f"{value:.3g}"


def percent(share: float, digits: int = 0) -> str:
    """Write a share in percent, one of nothing as empty."""
    return "" if isnan(share) else f"{100 * share:.{digits}f} %"


def span(row: pd.Series, low: str = "q05", high: str = "q95") -> str:
    """Write an interval."""
    return f"{told(row[low])} to {told(row[high])}"


def counted(number: int, what: str) -> str:
    """Write how many there are of something."""
    return f"{number:,} {what}{'' if number == 1 else 's'}"


def listed(names: Iterable[str]) -> str:
    """Write names in a sentence."""
    *before, last = names
    return f"{', '.join(before)} and {last}" if before else last


def side(row: pd.Series) -> str:
    """Say where the reported value lies."""
    if row["inside"]:
        return "inside"
    return "above" if row["reported"] > row["q95"] else "below"


def verdict(row: pd.Series) -> str:
    """Say the same in a table, where what lies outside stands out."""
    return side(row) if row["inside"] else f"**{side(row)}**"


def markdown_table(columns: Sequence[str], rows: Iterable[Sequence[str]], words: int = 1) -> str:
    """Return a table in Markdown: the first columns hold words, the others stand to the right."""
    ruler = ["---" if place < words else "---:" for place in range(len(columns))]
    return "\n".join(f"| {' | '.join(cells)} |" for cells in (columns, ruler, *rows))


def picture(name: str, shows: str, caption: str) -> str:
    """Return a picture with its alternative text, and its caption below."""
    return f"![{shows}](figures/{name}.png)\n\n*{caption}*"


def paragraphs(*texts: str) -> str:
    """Join what is to be said; what is empty is not said."""
    return "\n\n".join(text for text in texts if text)
