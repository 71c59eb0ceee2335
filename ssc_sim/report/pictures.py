"""Pictures of the report, one for each outcome, so that they stand side by side or below each other."""

from __future__ import annotations

import io
from base64 import b64encode
from typing import Any, NamedTuple

import matplotlib as mpl
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.ticker import FuncFormatter, MaxNLocator

from ssc_sim.figures import COLOURS, STYLE, panel
from ssc_sim.report.language import Language, capital
from ssc_sim.report.naming import outcome_meaning, outcome_name, strikes, unit_of
from ssc_sim.report.sentences import Finding, verdict_told
from ssc_sim.report.stored import Stored
from ssc_sim.tables import Outcome

WIDTH = 3.7  # inches
DOTS = 150  # an inch


class Picture(NamedTuple):
    """One picture: its title, what the outcome means, what it shows in numbers, and the picture itself."""

    title: str
    meaning: str
    shows: str
    data: str
    width: int
    height: int


def curve(language: Language, stored: Stored, outcome: str) -> Picture:
    """Draw one outcome over the years: median, 50 % and 90 % of the replicates."""
    summary = stored.summary[(stored.summary["outcome"] == outcome) & stored.summary["scenario"].isin(stored.shown)]
    lettered = summary.assign(scenario=summary["scenario"].map(stored.letters))
    with mpl.rc_context(STYLE):
        figure = Figure(figsize=(WIDTH, 2.5), layout="constrained")
        axis = figure.subplots()
        panel(axis, _lettered(language, stored), lettered, outcome)
        axis.set_title("")
        axis.set_ylabel(language(f"unit.{unit_of(outcome)}"))
        axis.yaxis.set_major_formatter(_formatter(language))
        return _picture(language, figure, outcome, _curve_told(language, stored, lettered))


def _lettered(language: Language, stored: Stored) -> dict[str, Any]:
    """Return the manifest with the letters of the scenarios for their names, and events in the language."""
    scenarios = [
        scenario
        | {"name": stored.letters[name]}
        | {"events": [event | {"kind": strikes(language, event["kind"])} for event in scenario["events"]]}
        for name, scenario in stored.scenarios.items()
    ]
    return stored.manifest | {"scenarios": scenarios}


def _formatter(language: Language) -> FuncFormatter:
    return FuncFormatter(lambda value, _: language.plain(value))


def _curve_told(language: Language, stored: Stored, lettered: pd.DataFrame) -> str:
    """Say in numbers what the curves show: where each begins and ends, with its interval."""
    first, last = stored.manifest["first_year"], stored.manifest["until"]
    parts = []
    for letter in stored.letters.values():
        mine = lettered[lettered["scenario"] == letter].set_index("year")
        outcome = str(mine["outcome"].iloc[0])
        at = {"start": (first, "q50"), "end": (last, "q50"), "low": (last, "q05"), "high": (last, "q95")}
        told = {name: language.amount(float(mine.loc[place]), unit_of(outcome)) for name, place in at.items()}
        parts.append(language("alt.curve", letter=letter, first=first, last=last, **told))
    return " ".join(parts)


def strip(language: Language, stored: Stored, outcome: str, found: dict[str, Finding]) -> Picture:
    """Draw one outcome in the last year: the difference of each scenario, its interval, and what is too small.

    Parameters
    ----------
    language : Language
    stored : Stored
    outcome : str
    found : dict of Finding
        By the names of the scenarios compared.
    """
    with mpl.rc_context(STYLE):
        figure = Figure(figsize=(WIDTH, 0.75 + 0.24 * len(found)), layout="constrained")
        axis = figure.subplots()
        _whiskers(axis, stored, found)
        declared = Outcome.names()[outcome][2]
        size = abs(next(iter(found.values())).baseline) if declared.relative else 1.0
        _frame(axis, declared.smallest * size)
        axis.set_xlabel(language("axis.difference", unit=language(f"unit.{unit_of(outcome)}")))
        axis.xaxis.set_major_locator(MaxNLocator(4, steps=[1, 2, 5, 10]))
        axis.xaxis.set_major_formatter(_formatter(language))
        return _picture(language, figure, outcome, _strip_told(language, stored, found))


def _whiskers(axis: Axes, stored: Stored, found: dict[str, Finding]) -> None:
    for height, (name, finding) in enumerate(found.items()):
        colour = COLOURS[stored.shown.index(name) % len(COLOURS)]
        axis.plot([finding.low, finding.high], [height, height], color=colour, linewidth=1.6, solid_capstyle="round")
        axis.plot(
            finding.difference, height, "o", color=colour, markersize=5, fillstyle="full" if finding.decided else "none"
        )
    axis.set_yticks(range(len(found)), [stored.letters[name] for name in found])
    axis.set_ylim(len(found) - 0.5, -0.5)
    axis.spines["left"].set_visible(False)
    axis.tick_params(axis="y", length=0)


def _frame(axis: Axes, smallest: float) -> None:
    """Show what is too small to matter, and never zoom in closer than that."""
    axis.axvspan(-smallest, smallest, color="#999999", alpha=0.28, linewidth=0, zorder=0)
    axis.axvline(0, color="#666666", linewidth=0.6, zorder=1)
    low, high = axis.get_xlim()
    axis.set_xlim(min(low, -1.5 * smallest), max(high, 1.5 * smallest))


def _strip_told(language: Language, stored: Stored, found: dict[str, Finding]) -> str:
    return " ".join(
        language(
            "alt.strip",
            letter=stored.letters[name],
            difference=language.amount(one.difference, one.unit, sign=True),
            interval=language.between(one.low, one.high, one.unit),
            verdict=verdict_told(language, one.verdict),
        )
        for name, one in found.items()
    )


def _picture(language: Language, figure: Figure, outcome: str, shows: str) -> Picture:
    """Return a finished figure as a picture, the same bytes each time."""
    FigureCanvasAgg(figure)
    stream = io.BytesIO()
    figure.savefig(stream, format="png", dpi=DOTS, metadata={"Software": None})
    width, height = (round(DOTS * inches) for inches in figure.get_size_inches())
    data = b64encode(stream.getvalue()).decode("ascii")
    title = capital(outcome_name(language, outcome))
    return Picture(title, capital(outcome_meaning(language, outcome)), f"{title}. {shows}", data, width, height)
