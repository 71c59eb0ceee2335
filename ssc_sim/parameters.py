"""Every number of the rules, as a record: value, unit, range, kind, source, one sentence.

`value` is the documents' strength; `literature` is given where the two differ. The range is the prior. Kinds:
`observed` and `literature` have a source that was read; `calibrated` numbers follow from the figures of 2016; `assumed`
ones rest on nobody's measurement. Sources are keys of `observed/sources.yaml`; M-, K- and X-numbers point into the
register of the documents.
"""

from __future__ import annotations

from typing import Any, Literal
from zlib import crc32

import numpy as np
from pydantic import BaseModel, ConfigDict, model_validator

Evidence = Literal["documents", "literature"]
EVIDENCES: tuple[Evidence, ...] = ("documents", "literature")
Kind = Literal["observed", "literature", "calibrated", "assumed"]


class Number(BaseModel):
    """One number of the rules and all that is known about it."""

    model_config = ConfigDict(strict=True, extra="forbid", frozen=True, allow_inf_nan=False)

    value: float
    literature: float | None
    unit: str
    low: float
    high: float
    scale: Literal["linear", "log"]
    kind: Kind
    source: str
    meaning: str

    def at(self, share: np.ndarray) -> np.ndarray:
        """Return the value at a share of the range: 0 its low end, 1 its high end."""
        if self.scale == "log":
            return self.low * (self.high / self.low) ** share
        return self.low + (self.high - self.low) * share

    @model_validator(mode="after")
    def _lies_in_its_range(self) -> Number:
        strengths = [self.value] if self.literature is None else [self.value, self.literature]
        if not all(self.low <= strength <= self.high for strength in strengths):
            raise ValueError(f"{strengths} outside {self.low} to {self.high}")
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
    scale: Literal["linear", "log"] = "linear",
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
    )


class Parameters:
    """The numbers of one replicate: a row of a table that has one row for each replicate."""

    # --- Whom a donor chooses ---------------------------------------------------------------------------------------
    need_elasticity: float = number(
        1.0,
        "per log income",
        (0, 2),
        "assumed",
        "assumption",
        "how much lower income per head raises need: at 1, half the income is double the need",
    )
    least_developed_bonus: float = number(
        0.8,
        "log weight",
        (0, 2),
        "assumed",
        "doc-001",
        "extra need of a least developed country (M81)",
    )
    interest_weight: float = number(
        0.5,
        "log weight per score",
        (0, 3),
        "assumed",
        "assumption",
        "pull of one point of objective or subjective interest (M43, M45, M46)",
    )
    population_elasticity: float = number(
        0.3,
        "per log population",
        (0.05, 0.5),
        "literature",
        "own-estimates",
        "how much aid rises with the size of the recipient (own estimates on OECD dyads)",
    )
    neighbourhood_bonus: float = number(
        1.6,
        "log weight",
        (0.0, 2.4),
        "literature",
        "own-estimates",
        "pull of a recipient in the donor's own sub-region (own estimates on OECD dyads; M77, M78)",
    )
    border_bonus: float = number(
        1.2,
        "log weight",
        (0.5, 1.9),
        "assumed",
        "assumption",
        "pull of a shared land border (M45, M76)",
    )
    list_bonus: float = number(
        0.5,
        "log weight per list",
        (0, 2),
        "assumed",
        "assumption",
        "pull of each invitation list on which both stand: ASEAN, Colombo Plan (M76)",
    )
    named_bonus: float = number(
        1.6,
        "log weight",
        (0, 3),
        "assumed",
        "doc-004",
        "pull of being named as a donor's partner in the documents' table of modalities",
    )
    focal_oceania: float = number(
        1.2,
        "log weight against Asia",
        (-2, 3),
        "assumed",
        "annual-report-2016",
        "the focal donor's pull to Oceania, set by hand until calibrated",
    )
    focal_africa: float = number(
        -0.35,
        "log weight against Asia",
        (-3, 2),
        "assumed",
        "annual-report-2016",
        "the focal donor's pull to Africa, set by hand until calibrated",
    )
    focal_americas: float = number(
        -0.85,
        "log weight against Asia",
        (-4, 2),
        "assumed",
        "annual-report-2016",
        "the focal donor's pull to the Americas, set by hand until calibrated",
    )
    focal_europe: float = number(
        0.9,
        "log weight against Asia",
        (-3, 3),
        "assumed",
        "annual-report-2016",
        "the focal donor's pull to Europe, set by hand until calibrated",
    )
    # --- How much it gives ------------------------------------------------------------------------------------------
    budget_persistence: float = number(
        0.69,
        "per year",
        (0, 0.95),
        "literature",
        "own-estimates",
        "share of a budget's distance from its trend that lasts to the next year (own estimate on OECD donors)",
    )
    budget_change_small: float = number(
        0.45,
        "log per year",
        (0.25, 0.6),
        "literature",
        "own-estimates",
        "standard deviation of the yearly change of a small donor's budget (own estimate on OECD donors)",
    )
    budget_change_large: float = number(
        0.25,
        "log per year",
        (0.1, 0.45),
        "literature",
        "own-estimates",
        "the same for a large donor",
    )
    large_budget: float = number(
        100,
        "million USD",
        (50, 500),
        "assumed",
        "assumption",
        "budget above which a donor counts as large",
        scale="log",
    )
    # --- What it gives ----------------------------------------------------------------------------------------------
    seats_share: float = number(
        0.6,
        "share of technical money",
        (0.29, 1.0),
        "assumed",
        "annual-report-2016",
        "spent on programmes; what else the budget of 2016 holds is not said (X05, G01)",
    )
    seat_cost: float = number(
        0.0128,
        "million USD per participant",
        (0.004, 0.04),
        "assumed",
        "annual-report-2016",
        "technical money per participant of donors whose programmes are not drawn: Indonesia's of 2016 (X05)",
        scale="log",
    )
    bilateral_share: float = number(
        0.66,
        "share of programmes",
        (0.17, 0.84),
        "assumed",
        "doc-001",
        "programmes for one country; of the 14 of 2018, 7 were for one partner (X12)",
    )
    bilateral_oceania: float = number(
        -1.3,
        "log weight",
        (-3, 1),
        "assumed",
        "assumption",
        "how much rarer a programme for one country is in Oceania (K08: many programmes, few participants)",
    )
    bilateral_size: float = number(
        21.5,
        "participants",
        (10, 35),
        "assumed",
        "doc-001",
        "mean size of a programme for one country (X01: 21.9 a programme in 2016, 27.4 in 2018)",
    )
    bilateral_dispersion: float = number(
        3.0,
        "size of the negative binomial",
        (1, 20),
        "assumed",
        "assumption",
        "how even the sizes of programmes for one country are: the larger, the more even",
        scale="log",
    )
    call_everywhere: float = number(
        0.37,
        "weight",
        (0.1, 0.7),
        "assumed",
        "doc-001",
        "calls open to all countries; in 2018, 1 of 14 programmes, and 1 between regions",
    )
    call_asia_pacific: float = number(
        0.42,
        "weight",
        (0.1, 0.7),
        "assumed",
        "doc-001",
        "calls to Asia and the Pacific; in 2018, 2 of the 4 regional ones",
    )
    call_africa: float = number(
        0.07,
        "weight",
        (0, 0.4),
        "assumed",
        "doc-001",
        "calls to Africa; in 2018, 2 of the 4 regional ones",
    )
    call_pacific: float = number(
        0.14,
        "weight",
        (0, 0.4),
        "assumed",
        "doc-002",
        "calls to the Pacific alone (public order management for the Pacific)",
    )
    call_countries: float = number(
        12.8,
        "countries",
        (9.7, 16.6),
        "assumed",
        "annual-report-2016",
        "mean number of countries in a call, at least two; 13 or 14 came to the Colombo Plan workshop (K12)",
    )
    delegates: float = number(
        1.68,
        "participants",
        (1.36, 2.28),
        "assumed",
        "annual-report-2016",
        "mean number that a country sends to a call, at least one",
    )
    # --- What training leaves behind --------------------------------------------------------------------------------
    cadre_per_million: float = number(
        667,
        "persons per field",
        (200, 2000),
        "assumed",
        "assumption",
        "officials and specialists who can be trained, in each field of a country of one million",
        scale="log",
    )
    cadre_exponent: float = number(
        0.85,
        "per log population",
        (0.7, 1.0),
        "assumed",
        "assumption",
        "how the cadre grows with population: small states need relatively more",
    )
    cadre_floor: float = number(
        10,
        "persons per field",
        (5, 30),
        "assumed",
        "assumption",
        "smallest cadre of a field",
        scale="log",
    )
    learning: float = number(
        0.25,
        "share",
        (0.15, 0.34),
        "literature",
        "newstrom;saks-belcourt-2006",
        "of what is taught, still used after a year, at the best gap (Newstrom; Saks and Belcourt)",
    )
    best_gap: float = number(
        0.25,
        "share",
        (0.1, 0.4),
        "assumed",
        "assumption",
        "lead of the teacher's strength over the learner's capacity at which most is learned (M26, M30)",
    )
    fade: float = number(
        0.15,
        "per year",
        (0.05, 0.30),
        "assumed",
        "assumption",
        "trained people who leave their post or no longer use what they learned",
    )
    capacity_of_coverage: float = number(
        0.3,
        "share",
        (0.1, 0.6),
        "assumed",
        "assumption",
        "of the capacity still missing, gained where the whole cadre is trained (M18: hoped for, not observed)",
    )
    home_training: float = number(
        0.0,
        "share of money",
        (0, 0.04),
        "assumed",
        "assumption",
        "of grants and loans, spent by the recipient on training at home; the documents know none",
        literature=0.01,
    )
    home_seat_cost: float = number(
        0.001,
        "million USD per participant",
        (0.0005, 0.005),
        "assumed",
        "assumption",
        "cost of one place of training at home",
        scale="log",
    )
    # --- What money leaves behind -----------------------------------------------------------------------------------
    aid_deflator: float = number(
        0.89,
        "factor",
        (0.8, 1.0),
        "assumed",
        "oecd-dac",
        "turns the OECD's aid figures, in later prices, into dollars of 2016",
    )
    half_dependency: float = number(
        0.12,
        "aid over GNI",
        (0.08, 0.20),
        "assumed",
        "assumption",
        "aid at which half of the possible dependency forms",
        scale="log",
    )
    dependency_shape: float = number(
        1.0,
        "exponent",
        (1, 2),
        "assumed",
        "assumption",
        "1: dependency grows with the first dollar (M1, M7); 2: only where aid is large (M11), a rival structure",
    )
    dependency_speed: float = number(
        0.08,
        "per year",
        (0.03, 0.2),
        "assumed",
        "assumption",
        "share of the way to the dependency that aid would bring, gone each year (document 003: little by little)",
    )
    technical_reliance: float = number(
        0.2,
        "share",
        (0, 1),
        "assumed",
        "assumption",
        "dependency formed by a dollar of training, against one of money (M2, M7, M8)",
        literature=0.8,
    )
    capacity_shield: float = number(
        0.5,
        "share",
        (0, 1),
        "assumed",
        "assumption",
        "of the possible dependency, kept away by full capacity (M19)",
    )
    interest_rate: float = number(
        0.02,
        "per year",
        (0.01, 0.04),
        "assumed",
        "assumption",
        "on concessional loans",
    )
    repayment: float = number(
        0.05,
        "per year",
        (0.03, 0.08),
        "assumed",
        "assumption",
        "share of the debt repaid each year: a maturity of some twenty years",
    )
    social_share_of_money: float = number(
        0.0,
        "share",
        (0, 0.5),
        "assumed",
        "assumption",
        "of grants and loans, spent on schools and clinics; the documents credit none",
        literature=0.15,
    )
    crowding_out: float = number(
        0.6,
        "share",
        (0, 1.5),
        "assumed",
        "assumption",
        "of debt service above what a country carries lightly, taken from schools and clinics (M5)",
        literature=0.35,
    )
    light_debt_service: float = number(
        0.0, "share of exports", (0, 0.21), "assumed", "assumption",
        "debt service that crowds out nothing; the documents know no such threshold", literature=0.15,
    )  # fmt: skip

    @classmethod
    def columns(cls) -> dict[str, Number]:
        """Return all numbers by name."""
        return {name: value for name, value in vars(cls).items() if isinstance(value, Number)}

    @classmethod
    def record_type(cls) -> np.dtype[np.void]:
        """Return the record of one replicate's numbers."""
        return np.dtype([(name, "f8") for name in cls.columns()])

    @classmethod
    def draws(cls, replicates: int, evidence: Evidence = "documents") -> np.ndarray:
        """Return one row for each replicate; a posterior is the same table with rows that differ.

        Parameters
        ----------
        replicates : int
            Number of rows.
        evidence : {"documents", "literature"}
            Which strength to take where the two differ.
        """
        draws = np.empty(replicates, cls.record_type())
        for name, record in cls.columns().items():
            use_literature = evidence == "literature" and record.literature is not None
            draws[name] = record.literature if use_literature else record.value
        return draws

    @classmethod
    def over_ranges(cls, replicates: int, seed: int) -> np.ndarray:
        """Return rows that differ: every number but the observed ones drawn over its range, which is its prior.

        Row i is the same however many rows are drawn, and a number more leaves the draws of the others alone.

        Parameters
        ----------
        replicates : int
            Number of rows.
        seed : int
            Seed of the ensemble.
        """
        draws = cls.draws(replicates)
        for name, record in cls.columns().items():
            if record.kind != "observed":
                own = np.random.Generator(np.random.Philox(key=[seed, crc32(name.encode())]))
                draws[name] = record.at(own.random(replicates))
        return draws
