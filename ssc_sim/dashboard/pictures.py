"""Curves and trade-offs as SVG, from rows of outcomes: small enough to be redrawn at every move of a lever.

Both worlds stand on one axis, which never zooms in closer than a few smallest effects worth naming.
"""

from __future__ import annotations

from html import escape
from typing import Any, NamedTuple

import numpy as np

from ssc_sim.comparison_figures import TRADEOFFS
from ssc_sim.dashboard import svg
from ssc_sim.dashboard.answers import Answer
from ssc_sim.dashboard.facts import reported
from ssc_sim.dashboard.svg import Scale
from ssc_sim.dashboard.words import CURVES, in_words, meaning_of
from ssc_sim.figures import NARROWEST, opened, spread
from ssc_sim.results.blocks import values_of
from ssc_sim.scenario import Scenario
from ssc_sim.scenario.file import LAST_YEAR
from ssc_sim.tables import FIRST_YEAR, Column, Outcome
from ssc_sim.wording import number

WIDTH, HEIGHT = 340, 196
LEFT, RIGHT, TOP, BOTTOM = 46, 66, 12, 24
WHOLE, NARROWER = "ssc-told", "ssc-told-part"  # what a reported figure counts
BANDS = (0.05, 0.25, 0.5, 0.75, 0.95)


class Curve(NamedTuple):
    """One outcome in both worlds: values of shape (replicates, years)."""

    title: str
    declared: Column
    baseline: np.ndarray
    policy: np.ndarray


def curves(answer: Answer, outcomes: list[str], *, same: bool) -> str:
    """Return the panels of several outcomes; where both worlds are the `same`, one curve is drawn."""
    marks = marks_of(answer.question.policy)
    panels = []
    for name in outcomes:
        curve = Curve(
            in_words(name), Outcome.names()[name][2], values_of(answer.baseline, name), values_of(answer.policy, name)
        )
        panels.append(panel(curve, meaning_of(name), [*_diamonds(name), *marks], same=same))
    return f'<div class="ssc-panels">{"".join(panels)}</div>'


class Mark(NamedTuple):
    """What stands in a picture beside its curves: a reported figure (`value`), or the years of an event (`words`)."""

    first: int
    last: int
    value: float = 0.0
    words: str = ""


def _diamonds(outcome: str) -> list[Mark]:
    told = (one for one in reported() if one.outcome == outcome and one.recipient is None)
    return [Mark(one.year, one.year, one.value) for one in told]


def marks_of(scenario: Scenario) -> list[Mark]:
    """Return the years of the events of a scenario; what lasts to the end is a policy, not a shock."""
    passing = [event for event in scenario.events if event.last < LAST_YEAR]
    return [Mark(event.first, event.last, words=event.kind.replace("_", " ")) for event in passing]


def caption(answer: Answer | None) -> str:
    """Return what a reader must know to read the curves."""
    if answer is None:
        return ""
    shaded = [f"{mark.words} {mark.first}" + (f" to {mark.last}" if mark.last > mark.first else "")
              for mark in dict.fromkeys(marks_of(answer.question.policy))]  # fmt: skip
    events = f"Grey years: {', '.join(shaded)}. " if shaded else ""
    evidence = "the five documents" if answer.question.evidence == "documents" else "the research literature"
    return (
        f"{events}Line: median; shaded: 50 % and 90 % of the replicates, which hold chance, budgets that are not "
        "known, and doubt about the numbers. Diamonds: figures of the documents (open: narrower scope). No axis zooms "
        f"in closer than {NARROWEST} smallest effects worth naming. Strengths from {evidence}."
    )


def panel(curve: Curve, meaning: str, marks: list[Mark], *, same: bool) -> str:
    """Return one outcome over the years: median, 50 % and 90 % of the replicates, of both worlds."""
    worlds = [curve.policy] if same else [curve.baseline, curve.policy]
    spans = [np.quantile(world, BANDS, axis=0) for world in worlds]
    last = FIRST_YEAR + curve.policy.shape[1] - 1
    across = Scale(FIRST_YEAR, last, LEFT, WIDTH - RIGHT)
    up = _upright(curve.declared, spans, [mark.value for mark in marks if not mark.words])
    pieces = [*_axes(across, up), *_shades(across, marks)]
    styles = ("same",) if same else ("baseline", "policy")
    for span, style in zip(spans, styles, strict=True):
        pieces += _world(across, up, span, style)
    pieces += _ends(across, up, [float(span[2, -1]) for span in spans], styles)
    pieces += [
        svg.diamond(across.at(mark.first), up.at(mark.value), 4, WHOLE if mark.first == FIRST_YEAR else NARROWER)
        for mark in marks
        if not mark.words and mark.last <= last
    ]
    picture = svg.picture(WIDTH, HEIGHT, _said(curve, spans, last, same=same), pieces)
    title = f'<h3>{escape(curve.title)} <span class="ssc-unit">{escape(curve.declared.unit)}</span></h3>'
    return f'<figure class="ssc-panel" title="{escape(meaning)}">{title}{picture}</figure>'


def _upright(declared: Column, spans: list[np.ndarray], figures: list[float]) -> Scale:
    low = min([float(span[0].min()) for span in spans] + figures)
    high = max([float(span[-1].max()) for span in spans] + figures)
    margin = 0.06 * (high - low)
    return Scale(*opened(low - margin, high + margin, declared), HEIGHT - BOTTOM, TOP)


def _axes(across: Scale, up: Scale) -> list[str]:
    pieces = []
    for value in up.ticks():
        y = up.at(value)
        pieces += [svg.rule(LEFT, y, across.end, y, "ssc-grid"),
                   svg.text(LEFT - 6, y + 3.5, svg.told(value), "ssc-tick", "end")]  # fmt: skip
    years = [FIRST_YEAR, *(year for year in range(FIRST_YEAR + 1, int(across.high) + 1) if year % 5 == 0)]
    pieces += [svg.text(across.at(year), HEIGHT - 7, str(year), "ssc-tick", "middle") for year in years]
    return pieces


def _shades(across: Scale, marks: list[Mark]) -> list[str]:
    """Shade the years of events; the caption names them."""
    spans = dict.fromkeys((mark.first, mark.last) for mark in marks if mark.words)
    edges = [(max(across.at(first - 0.5), LEFT), min(across.at(last + 0.5), across.end)) for first, last in spans]
    return [svg.box(start, TOP, max(end - start, 0), HEIGHT - BOTTOM - TOP, "ssc-event") for start, end in edges]


def _world(across: Scale, up: Scale, span: np.ndarray, style: str) -> list[str]:
    xs = [across.at(FIRST_YEAR + year) for year in range(span.shape[1])]
    low, quarter, middle, upper, high = ([up.at(float(value)) for value in values] for values in span)
    return [
        svg.band(xs, low, high, f"ssc-band ssc-{style}"),
        svg.band(xs, quarter, upper, f"ssc-band ssc-{style}"),
        svg.line(xs, middle, f"ssc-line ssc-{style}"),
    ]


def _ends(across: Scale, up: Scale, ends: list[float], styles: tuple[str, ...]) -> list[str]:
    """Write the name of each world beside the end of its curve, moved apart where they would overlap."""
    order = sorted(range(len(ends)), key=lambda place: up.at(ends[place]))
    heights = spread([up.at(ends[place]) for place in order], 13)
    return [
        svg.text(across.end + 5, height + 3.5, CURVES[styles[place]], f"ssc-name ssc-{styles[place]}")
        for place, height in zip(order, heights, strict=True)
    ]


def _said(curve: Curve, spans: list[np.ndarray], last: int, *, same: bool) -> str:
    """Return what a screen reader says of a panel."""
    names = ("as in 2016",) if same else ("as in 2016", "with your policy")
    unit = curve.declared.unit
    middles = [f"{name} {number(float(span[2, -1]), unit)}" for name, span in zip(names, spans, strict=True)]
    return f"{curve.title}, median in {last}: {'; '.join(middles)} {unit}"


def tradeoff_panel(answer: Answer | None, earlier: list[Any]) -> str:
    """Return what each choice trades in the last year: the visitor's point among known policies.

    Parameters
    ----------
    answer : Answer, optional
    earlier : list of dict
        The mean differences of the visitor's earlier policies, by outcome (see `means_of`).
    """
    title = "<h2>What it trades</h2>"
    if answer is None:
        return title
    drawn = "".join(_tradeoff(answer, pair, earlier) for pair in TRADEOFFS)
    key = (
        "Your policy with its 90 % range, among policies of all Southern donors (hollow) and your earlier ones "
        "(faint). Grey: too small to matter. Zero: 2016 going on."
    )
    return f'{title}{drawn}<p class="ssc-note">{key}</p>'


def means_of(answer: Answer) -> dict[str, float]:
    """Return the mean differences in the last year of the outcomes that the trade-offs show."""
    names = [name for pair in TRADEOFFS for name, _ in pair]
    return {name: float(_differences(answer, answer.policy, name).mean()) for name in names}


def _differences(answer: Answer, rows: Any, outcome: str) -> np.ndarray:
    """Return paired differences in the last year."""
    after, before = values_of(rows[:, -1], outcome), values_of(answer.baseline[: len(rows), -1], outcome)
    differences: np.ndarray = after - before
    return differences


SIDE, DEEP = 340, 250


def _tradeoff(answer: Answer, pair: tuple[tuple[str, int], tuple[str, int]], earlier: list[Any]) -> str:
    names = [name for name, _ in pair]
    mine = np.stack([_differences(answer, answer.policy, name) for name in names])
    known = {name: np.array([_differences(answer, rows, outcome).mean() for outcome in names])
             for name, rows in answer.known.items()}  # fmt: skip
    past = [np.array([means[name] for name in names]) for means in earlier]
    smallest = np.array([_smallest(answer, name) for name in names])
    across, up = _plane(mine, [*known.values(), *past], smallest)
    pieces = [
        svg.box(across.at(-smallest[0]), up.at(smallest[1]), across.at(smallest[0]) - across.at(-smallest[0]),
                up.at(-smallest[1]) - up.at(smallest[1]), "ssc-small"),
        svg.rule(across.at(0), up.start, across.at(0), up.end, "ssc-zero"),
        svg.rule(across.start, up.at(0), across.end, up.at(0), "ssc-zero"),
        *_plane_ticks(across, up),
        *(svg.dot(across.at(x), up.at(y), 2.5, "ssc-past") for x, y in past),
        *_known_points(across, up, known),
        *_my_point(across, up, mine),
    ]  # fmt: skip
    sides = [("right" if sign > 0 else "left", "up" if sign > 0 else "down") for _, sign in pair]
    captions = [in_words(name) for name in names]
    said = f"{captions[1]} against {captions[0]}: difference to 2016 going on, your policy at " + ", ".join(
        f"{value:+.4f}" for value in mine.mean(axis=1)
    )
    note = f"across: {captions[0]} (better to the {sides[0][0]}) · up: {captions[1]} (better {sides[1][1]})"
    title = f"<h3>{escape(captions[1])} against {escape(captions[0].lower())}</h3>"
    picture = svg.picture(SIDE, DEEP, said, pieces)
    return f'<figure class="ssc-panel">{title}{picture}<figcaption>{escape(note)}</figcaption></figure>'


def _smallest(answer: Answer, outcome: str) -> float:
    declared = Outcome.names()[outcome][2]
    size = abs(float(values_of(answer.baseline[:, -1], outcome).mean())) if declared.relative else 1.0
    return declared.smallest * size


def _plane(mine: np.ndarray, points: list[np.ndarray], smallest: np.ndarray) -> tuple[Scale, Scale]:
    """Return the axes: they hold every point, and never zoom in closer than the smallest effects."""
    all_points = np.stack([*points, *np.quantile(mine, (0.05, 0.95), axis=1), -1.4 * smallest, 1.4 * smallest])
    low, high = all_points.min(axis=0), all_points.max(axis=0)
    margin = 0.08 * (high - low)
    low, high = low - margin, high + margin
    return Scale(low[0], high[0], LEFT, SIDE - 14), Scale(low[1], high[1], DEEP - BOTTOM, TOP)


def _plane_ticks(across: Scale, up: Scale) -> list[str]:
    pieces = [svg.text(LEFT - 6, up.at(value) + 3.5, svg.told(value), "ssc-tick", "end") for value in up.ticks()]
    below = [svg.text(across.at(value), DEEP - 7, svg.told(value), "ssc-tick", "middle") for value in across.ticks()]
    return pieces + below


def _known_points(across: Scale, up: Scale, known: dict[str, np.ndarray]) -> list[str]:
    """Draw the known policies, each with its name, moved apart where two would overlap."""
    order = sorted(known, key=lambda name: up.at(known[name][1]))
    heights = spread([up.at(known[name][1]) for name in order], 14)
    pieces = []
    for name, height in zip(order, heights, strict=True):
        x, y = across.at(known[name][0]), up.at(known[name][1])
        beside, anchor = (-7, "end") if x > (across.start + across.end) / 2 else (7, "start")
        name_of = name.replace("-", " ")
        pieces += [
            svg.dot(x, y, 3.5, "ssc-known"),
            svg.text(x + beside, height + 3.5, name_of, "ssc-known-name", anchor),
        ]
    return pieces


def _my_point(across: Scale, up: Scale, mine: np.ndarray) -> list[str]:
    (left, right), (low, high) = np.quantile(mine, (0.05, 0.95), axis=1).T
    x, y = (float(value) for value in mine.mean(axis=1))
    return [
        svg.rule(across.at(left), up.at(y), across.at(right), up.at(y), "ssc-whisker"),
        svg.rule(across.at(x), up.at(low), across.at(x), up.at(high), "ssc-whisker"),
        svg.dot(across.at(x), up.at(y), 5.5, "ssc-mine"),
    ]
