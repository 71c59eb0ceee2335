"""One picture of all expectations, drawn from their table: effects in smallest effects worth naming."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from textwrap import fill
from typing import Any, NamedTuple

import matplotlib as mpl
import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from ssc_sim.comparison import ASSUMED
from ssc_sim.expectations.judging import HELD, NOT_HELD
from ssc_sim.expectations.programme import amount
from ssc_sim.expectations.table import DECIDED, VERDICTS, Entry, Row, entries, times_smallest
from ssc_sim.figures import COLOURS, STYLE, save
from ssc_sim.wording import as_it_stands, failures_told

FARTHEST = 100.0  # smallest effects; what lies beyond is an arrow
WIDTH, LINE, APART = 6.5, 0.112, 0.4  # inches, inches, lines of text
LABEL = 76  # characters
MARKERS = ("o", "s")
EXPECT_LESS = ("lower", "falls_with")


class _Line(NamedTuple):
    """One line of the picture: its label, its kind, and what is drawn in it (expectation and answers)."""

    label: str
    kind: str
    drawn: tuple[tuple[Entry, dict[str, Row]], ...] = ()

    @property
    def height(self) -> float:
        """How many lines of text it takes; a heading also the space above it."""
        return len(self.label.splitlines()) + APART + (0.8 if self.kind == "heading" else 0)


def draw_expectations(
    table: pd.DataFrame, programme: pd.DataFrame, manifest: dict[str, Any], folder: Path
) -> list[Path]:
    """Draw what the programme does, then how far each expectation is met: to the right as the documents expect.

    Parameters
    ----------
    table : DataFrame
        As in `expectations.csv`.
    programme : DataFrame
        As in `programme.csv`.
    manifest : dict
        Of the same folder.
    folder : Path
        Where the picture goes; it must exist.

    Returns
    -------
    list of Path
        The picture as .png and .svg.
    """
    lines = [*_programme_lines(programme), *_lines(table, f", {manifest['until']}")]
    caption = _caption(manifest)
    inches = LINE * (sum(line.height for line in lines) + len(caption.splitlines()) + 6)
    with mpl.rc_context(STYLE):
        figure = Figure(figsize=(WIDTH, inches), layout="constrained")
        axis = figure.subplots()
        heights = -np.cumsum([line.height for line in lines])
        _frame(axis, float(heights[-1]))
        _key(axis, manifest["evidences"])
        for line, bottom in zip(lines, heights, strict=True):
            _draw(axis, line, float(bottom), manifest["evidences"])
        figure.suptitle("What the documents expect, and what the model says", x=0.01, ha="left", fontsize=8.5,
                        fontweight="bold")  # fmt: skip
        figure.supxlabel(caption, x=0.01, ha="left", fontsize=6, color="#444444")
        return save(figure, folder / "expectations")


def _programme_lines(programme: pd.DataFrame) -> Iterator[_Line]:
    """Yield what the programme does against a world without it; more is drawn to the right."""
    yield _Line("Indonesia's programme, against none", "heading")
    for outcome, rows in programme.groupby("outcome", sort=False):
        answers = {row["evidence"]: _as_answer(row) for row in rows.to_dict("records")}
        first = rows.to_dict("records")[0]
        years = "" if first["first"] == first["last"] else " a year"
        told = f"{str(outcome).replace('_', ' ')}: {amount(first, 'difference')} {first['unit']}{years}"
        yield _Line(fill(told, LABEL), "", ((Entry("", told, str(outcome), "higher", {"": answers}), answers),))


def _as_answer(row: dict[Any, Any]) -> Row:
    """Return a row of the programme as one of the expectations, its difference as the effect."""
    verdict = row["verdict"] if row["verdict"] in VERDICTS else HELD
    return {**{str(key): value for key, value in row.items()}, "effect": row["difference"], "verdict": verdict}


def _lines(table: pd.DataFrame, last_year: str) -> Iterator[_Line]:
    for support, listed in entries(table).items():
        yield _Line(f"{support} support" if support != "contested" else "contested", "heading")
        for entry in listed:
            if not entry.is_small:
                for structure, rows in entry.answers.items():
                    told = (
                        f"under {structure}"
                        if structure
                        else f"{entry.scenario}: {entry.claim.removesuffix(last_year)}"
                    )
                    yield _Line(
                        fill(as_it_stands(told), LABEL, break_on_hyphens=False),
                        "structure" if structure else "",
                        ((entry, rows),),
                    )
        small = [entry for entry in listed if entry.is_small]
        if small:
            drawn = tuple((entry, entry.answers[""]) for entry in small)
            yield _Line(f"{len(small)} too small to matter", "small", drawn)


def _frame(axis: Axes, bottom: float) -> None:
    """Draw the scale, and grey what is too small to matter."""
    axis.set_xscale("symlog", linthresh=1, linscale=0.7)
    axis.set_xlim(-1.6 * FARTHEST, 1.6 * FARTHEST)
    axis.set_ylim(bottom - 0.3, 1.4)
    ticks = (-100, -10, -1, 1, 10, 100)
    axis.set_xticks(ticks, [f"{tick}" for tick in ticks])
    axis.minorticks_off()
    axis.set_yticks([])
    axis.spines["left"].set_visible(False)
    axis.axvspan(-1, 1, color="#999999", alpha=0.22, linewidth=0, zorder=0)
    axis.axvline(0, color="#999999", linewidth=0.5, zorder=1)
    axis.set_xlabel("effect, in smallest effects worth naming\nthe opposite  \N{LEFTWARDS ARROW}    "
                    "\N{RIGHTWARDS ARROW}  as the documents expect", fontsize=6.5)  # fmt: skip
    axis.tick_params(labelsize=6.5, top=True, labeltop=True)


def _key(axis: Axes, evidences: Sequence[str]) -> None:
    """Say above the first line which mark is which."""
    across = axis.get_yaxis_transform()
    for place, (evidence, marker) in enumerate(zip(evidences, MARKERS, strict=True)):
        axis.plot(0.03 + 0.5 * place, 0.5, marker, transform=across, color=COLOURS[place], markersize=3.5)
        axis.text(0.06 + 0.5 * place, 0.5, f"strengths of the {evidence}", transform=across, color=COLOURS[place],
                  fontsize=6.5, va="center")  # fmt: skip


LOOKS: dict[str, dict[str, Any]] = {
    "heading": {"fontweight": "bold", "fontsize": 7},
    "": {"fontsize": 5.8},
    "structure": {"fontsize": 5.8, "style": "italic", "color": "#444444"},
    "small": {"fontsize": 5.8, "color": "#444444"},
}


def _draw(axis: Axes, line: _Line, bottom: float, evidences: Sequence[str]) -> None:
    """Draw one line: its label on the left, and the answers under each evidence."""
    middle = bottom + len(line.label.splitlines()) / 2
    axis.text(-0.02, middle, line.label, transform=axis.get_yaxis_transform(), ha="right", va="center",
              **LOOKS[line.kind])  # fmt: skip
    for entry, rows in line.drawn:
        if entry.relation == "between":
            told = ", ".join(f"{rows[evidence]['probability']:.0%}" for evidence in evidences)
            axis.text(0, middle, f"inside: {told}", fontsize=6.2, ha="center", va="center",
                      bbox={"facecolor": "white", "linewidth": 0, "pad": 1.2})  # fmt: skip
            continue
        for place, evidence in enumerate(evidences):
            _mark(axis, entry, rows[evidence], middle + 0.22 * (1 - 2 * place), place)


def _mark(axis: Axes, entry: Entry, row: Row, height: float, place: int) -> None:
    """Draw one answer: the mean, and 90 % of the replicates; an arrow where it lies beyond the scale."""
    turn = -1 if entry.relation in EXPECT_LESS else 1
    mean, *ends = (turn * times_smallest(row, column) for column in ("effect", "q05", "q95"))
    shown = np.clip([mean, *ends], -FARTHEST, FARTHEST)
    colour, verdict = COLOURS[place], row["verdict"]
    axis.plot(shown[1:], [height, height], color=colour, linewidth=0.9, zorder=2)
    marker = "X" if verdict == NOT_HELD else MARKERS[place]
    marker = marker if abs(mean) <= FARTHEST else ">" if mean > 0 else "<"
    fill_style = "left" if verdict == ASSUMED else "full" if verdict in DECIDED else "none"
    axis.plot(shown[0], height, marker, color=colour, markersize=3.8, markeredgewidth=0.7, fillstyle=fill_style,
              markerfacecoloralt="white", zorder=3)  # fmt: skip


def _caption(manifest: dict[str, Any]) -> str:
    """Return what a reader must know."""
    return fill(
        f"Mark: mean effect over {manifest['runs']:,} replicates at the strengths of either evidence; line: 5 % to "
        "95 %. Grey: too small to matter. Filled: held; half filled: held whatever the numbers nobody has measured, so "
        "assumed, not found; cross: not held; open: not decided, or too small. Arrow: beyond the scale. A claim that "
        "two are about the same is met inside the grey, and a reported figure where the line crosses zero. Inside: how "
        "often a value lies between the bounds expected, at the strengths of the "
        f"{' and of the '.join(manifest['evidences'])}. Where no year is told: {manifest['until']}. Seed "
        f"{manifest['seed']}.{failures_told(manifest)}",
        140,
    )
