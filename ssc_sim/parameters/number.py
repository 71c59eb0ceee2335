"""What is known of a number: value, unit, range, kind, source, one sentence, and the family of rules it drives."""

from __future__ import annotations

from typing import Any, Literal

import numpy as np
from pydantic import BaseModel, ConfigDict, model_validator

Evidence = Literal["documents", "literature"]
EVIDENCES: tuple[Evidence, ...] = ("documents", "literature")
Kind = Literal["observed", "literature", "calibrated", "assumed"]
#: How a number lies in its range: evenly, evenly in its logarithm, or at one of three places (low, middle, high).
Scale = Literal["linear", "log", "three"]

#: Families of rules, each with a switch: `without` sets its numbers to their neutral values.
FAMILIES = {
    "need": "the poorer and the least developed get more",
    "interest": "objective and subjective interests get more; leaders change, and with them the subjective ones",
    "papua": "the stance on Papua bends who in the Pacific gets what",
    "familiarity": "neighbours, list members, like and like-minded countries get more",
    "inertia": "donors go on as last year and follow each other",
    "requests": "those who know of offers ask, and get more",
    "budgets": "budgets swing, and their size may choose between training and money",
    "triangular": "the North pays part of a programme",
    "institutions": "overhead, duplication, overload, measurement, a central agency, scarce seats",
    "learning": "training builds capacity, that of the North too",
    "fit": "likeness, tailoring and sustained programmes make training count for more",
    "spillover": "knowledge spreads among participants, neighbours and donors",
    "equipment": "equipment decays where nobody maintains it, and infrastructure takes time",
    "credit": "money received trains at home and pays for schools and clinics",
    "debt": "debt service crowds out schools and clinics; in a crisis the North lends with conditions",
    "dependency": "reliance on aid forms and fades, and conditions take room to decide",
    "development": "capacity, spending and aid develop a country; excess dependency holds it back",
    "conflict": "conflict destroys, and draws relief",
    "politics": "visible aid earns goodwill, and goodwill moves stances",
    "graduation": "capable recipients become donors",
}


class Number(BaseModel):
    """One number of the rules and all that is known about it."""

    model_config = ConfigDict(strict=True, extra="forbid", frozen=True, allow_inf_nan=False)

    value: float
    literature: float | None
    unit: str
    low: float
    high: float
    scale: Scale
    kind: Kind
    source: str
    meaning: str
    family: str
    off: float | None

    def at(self, share: np.ndarray) -> np.ndarray:
        """Return the value at a share of the range: 0 its low end, 1 its high end."""
        if self.scale == "log":
            return self.low * (self.high / self.low) ** share
        if self.scale == "three":
            share = np.minimum(np.floor(share * 3), 2) / 2
        return self.low + (self.high - self.low) * share

    def share(self, value: np.ndarray) -> np.ndarray:
        """Return where in the range a value lies: the inverse of `at`."""
        if self.scale == "log":
            return np.asarray(np.log(value / self.low) / np.log(self.high / self.low))
        return np.asarray((value - self.low) / (self.high - self.low))

    @model_validator(mode="after")
    def _lies_in_its_range(self) -> Number:
        strengths = [self.value] if self.literature is None else [self.value, self.literature]
        if not all(self.low <= strength <= self.high for strength in strengths):
            raise ValueError(f"{strengths} outside {self.low} to {self.high}")
        if self.family not in ("", *FAMILIES):
            raise ValueError(f"no family is called '{self.family}'")
        if self.scale == "log" and self.low <= 0:
            raise ValueError("a log scale needs a low end above zero")
        return self


def number(  # noqa: PLR0913  (a record has this many parts)
    value: float,
    unit: str,
    span: tuple[float, float],
    kind: Kind,
    source: str,
    meaning: str,
    *,
    literature: float | None = None,
    scale: Scale = "linear",
    family: str = "",
    off: float | None = None,
) -> Any:
    """Declare a number: value, unit, range, kind, source, one sentence."""
    return Number(
        value=float(value),
        literature=None if literature is None else float(literature),
        unit=unit,
        low=float(span[0]),
        high=float(span[1]),
        scale=scale,
        kind=kind,
        source=source,
        meaning=meaning,
        family=family,
        off=None if off is None else float(off),
    )


def calibrated(unit: str, span: tuple[float, float], source: str, meaning: str, **more: Any) -> Any:
    """Declare a number that the figures of 2016 inform: its range is the prior, its value comes from the fit."""
    return number((span[0] + span[1]) / 2, unit, span, "calibrated", source, meaning, **more)
