"""The few pieces of SVG that the pictures are made of: numbers in, text out. All text from outside is escaped."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from html import escape
from math import floor, log10
from typing import NamedTuple

import numpy as np


class Scale(NamedTuple):
    """Where values of an axis stand in a picture: from `low` at `start` to `high` at `end`, in points."""

    low: float
    high: float
    start: float
    end: float

    def at(self, value: float) -> float:
        """Return where a value stands."""
        return self.start + (self.end - self.start) * (value - self.low) / ((self.high - self.low) or 1.0)

    def ticks(self, most: int = 4) -> list[float]:
        """Return round values inside the axis, at most so many."""
        rough = (self.high - self.low) / most or 1.0
        unit = 10.0 ** floor(log10(rough))
        step = next(factor * unit for factor in (1, 2, 5, 10) if factor * unit >= rough * (1 - 1e-9))
        first = int(np.ceil(self.low / step - 1e-9))
        last = int(np.floor(self.high / step + 1e-9))
        return [place * step for place in range(first, last + 1)]


def line(xs: Iterable[float], ys: Iterable[float], style: str) -> str:
    """Return a line through points, with the classes of its style."""
    return f'<polyline class="{style}" points="{_points(xs, ys)}"/>'


def band(xs: Sequence[float], low: Sequence[float], high: Sequence[float], style: str) -> str:
    """Return the area between two lines."""
    return f'<polygon class="{style}" points="{_points([*xs, *reversed(xs)], [*high, *reversed(low)])}"/>'


def _points(xs: Iterable[float], ys: Iterable[float]) -> str:
    return " ".join(f"{x:.1f},{y:.1f}" for x, y in zip(xs, ys, strict=True))


def text(x: float, y: float, words: str, style: str, anchor: str = "start") -> str:
    """Return words at a place."""
    return f'<text class="{style}" x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}">{escape(words)}</text>'


def rule(x1: float, y1: float, x2: float, y2: float, style: str) -> str:
    """Return a straight line."""
    return f'<line class="{style}" x1="{x1:.1f}" y1="{y1:.1f}" x2="{x2:.1f}" y2="{y2:.1f}"/>'


def box(x: float, y: float, width: float, height: float, style: str) -> str:
    """Return a rectangle."""
    return f'<rect class="{style}" x="{x:.1f}" y="{y:.1f}" width="{width:.1f}" height="{height:.1f}"/>'


def dot(x: float, y: float, radius: float, style: str) -> str:
    """Return a point."""
    return f'<circle class="{style}" cx="{x:.1f}" cy="{y:.1f}" r="{radius:g}"/>'


def diamond(x: float, y: float, radius: float, style: str) -> str:
    """Return a figure that somebody reported."""
    corners = (x, x + radius, x, x - radius), (y - radius, y, y + radius, y)
    return f'<polygon class="{style}" points="{_points(*corners)}"/>'


def picture(width: int, height: int, said: str, pieces: Iterable[str]) -> str:
    """Return a picture with what a screen reader says of it."""
    inside = "".join(pieces)
    return f'<svg viewBox="0 0 {width} {height}" role="img" aria-label="{escape(said)}">{inside}</svg>'


def told(value: float) -> str:
    """Write a tick."""
    if value == 0:
        return "0"
    return f"{value:,.0f}" if abs(value) >= 1000 else f"{value:.4g}"
