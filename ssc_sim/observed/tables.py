"""The tables: each a frozen dataclass, each attribute a column declared once with its unit, bounds and meaning."""

from __future__ import annotations

from dataclasses import dataclass, field
from math import inf
from typing import ClassVar

from ssc_sim.observed.columns import KINDS, REGIONS, SCALES, Column, Row, choice, code, flag, number, source, text, year

REGION_SUFFIXES = tuple(region.lower() for region in REGIONS)

_SHARE_OF_PROGRAMMES = Column("share of programmes", "number", "share of its programmes in the field", 0, 1)
_STRENGTH = Column("index like HDI", "number", "expertise in the field that it can teach", 0, 1)

#: What is known of every donor, by the name of the figure.
DONOR_FIGURES: dict[str, Column] = {
    "budget": Column("million USD of 2016", "number", "money for South-South aid in a year", 0.01, 50_000),
    "technical_share": Column("share of the budget", "number", "share that goes into technical aid", 0, 1),
    "loan_share": Column("share of finance", "number", "share of what is not technical that is lent", 0, 1),
    "solidarity": Column("share", "number", "weight of the partner's need against the donor's interest", 0, 1),
    "strength_development": _STRENGTH,
    "strength_governance": _STRENGTH,
    "strength_economy": _STRENGTH,
    "field_share_development": _SHARE_OF_PROGRAMMES,
    "field_share_governance": _SHARE_OF_PROGRAMMES,
    "field_share_economy": _SHARE_OF_PROGRAMMES,
    "focal": Column("flag", "flag", "whether its programmes are followed one by one", 0, 1),
    "programmes": Column("programmes a year", "number", "programmes counted in a year", 0, 1_000),
    "tailoring": Column("share", "number", "how far programmes are made for the partner", 0, 1),
    "demand_driven": Column("share", "number", "how far requests decide who is trained in what", 0, 1),
    "sustained": Column("share of programmes", "number", "share of its programmes that come back", 0, 1),
    "equipment_share": Column("share of non-seat money", "number", "share that buys equipment", 0, 1),
    "maintenance": Column("share of equipment", "number", "share given with training to maintain it", 0, 1),
    "infrastructure_share": Column("share of finance", "number", "share that builds infrastructure", 0, 1),
    "triangular_share": Column("share of programmes", "number", "share held with a Northern partner", 0, 1),
    "coordination": Column("share", "number", "how well it fits in with other donors", 0, 1),
    "delay": Column("share of technical money", "number", "share disbursed only the year after", 0, 0.9),
    "skill": Column("share", "number", "skill of its diplomacy", 0, 1),
    "dormant": Column("flag", "flag", "whether it gives nothing until an event brings it in", 0, 1),
    "seeks_markets": Column("flag", "flag", "whether it prefers large economies", 0, 1),
    "reports_to_dac": Column("flag", "flag", "whether its aid is also in the OECD figures", 0, 1),
}

FIELD_SHARES = ("field_share_development", "field_share_governance", "field_share_economy")

TIE_FIGURES = ("named", "objective_interest", "subjective_interest")

_PARTICIPANTS = Column("persons", "number", "participants of the programmes", 0, 100_000)
_COUNTRIES = Column("countries", "number", "countries that received aid", 0, 200)

#: What the documents report of Indonesia's aid in a year, by the name of the outcome.
OUTCOMES: dict[str, Column] = {
    "programmes": Column("programmes", "number", "distinct programmes", 0, 1_000),
    "participants": _PARTICIPANTS,
    "countries_reached": _COUNTRIES,
    "spending": Column("million USD", "number", "money budgeted or spent", 0, 10_000),
    "programmes_received": Column("programmes", "number", "programmes in which the country took part", 0, 1_000),
    **{f"participants_{region}": _PARTICIPANTS for region in REGION_SUFFIXES},
    **{f"countries_reached_{region}": _COUNTRIES for region in REGION_SUFFIXES},
}


@dataclass(frozen=True, slots=True)
class CountryFigures(Row):
    """A country that could receive South-South aid, in 2015 or 2016; `imputed` names the cells that were filled."""

    file: ClassVar[str] = "recipients.csv"
    key: ClassVar[tuple[str, ...]] = ("iso3",)

    iso3: str = field(metadata=code("ISO 3166 code of the country"))
    name: str = field(metadata=text("short name"))
    region: str = field(metadata=choice("UN M49", REGIONS, "region"))
    subregion: str = field(metadata=text("intermediate or sub-region", unit="UN M49"))
    population: float = field(metadata=number("thousand persons", 1, 2e6, "people who live there"))
    gni_per_head: float = field(
        metadata=number("USD of 2015", 50, 2e5, "national income per head, Atlas method", may_be_empty=True)
    )
    gdp_per_head: float = field(
        metadata=number("international dollars", 100, 3e5, "product per head at purchasing power", may_be_empty=True)
    )
    hdi: float = field(metadata=number("index", 0, 1, "Human Development Index", may_be_empty=True))
    government_spending_per_head: float = field(
        metadata=number("USD of 2015", 1, 1e5, "general government spending per head", may_be_empty=True)
    )
    health_share: float = field(
        metadata=number("per cent of government spending", 0, 100, "public health spending", may_be_empty=True)
    )
    exports: float = field(metadata=number("per cent of GDP", 0, 300, "goods and services sold", may_be_empty=True))
    aid_received: float = field(
        metadata=number("million USD", -5_000, 50_000, "net aid from all reporting donors", may_be_empty=True)
    )
    external_debt: float = field(metadata=number("per cent of GNI", 0, 1_000, "external debt", may_be_empty=True))
    debt_service: float = field(
        metadata=number("per cent of exports", 0, 300, "service of the external debt", may_be_empty=True)
    )
    ldc: bool = field(metadata=flag("least developed country in 2016"))
    lldc: bool = field(metadata=flag("landlocked developing country"))
    sids: bool = field(metadata=flag("small island developing state"))
    asean: bool = field(metadata=flag("member of ASEAN"))
    pif: bool = field(metadata=flag("member of the Pacific Islands Forum"))
    msg: bool = field(metadata=flag("member of the Melanesian Spearhead Group"))
    oic: bool = field(metadata=flag("member of the Organisation of Islamic Cooperation"))
    colombo_plan: bool = field(metadata=flag("member of the Colombo Plan"))
    land_border_indonesia: bool = field(metadata=flag("shares a land border with Indonesia"))
    raised_papua: bool = field(metadata=flag("spoke for West Papua at the UN General Assembly of 2016"))
    un_distance: float = field(
        metadata=number("ideal points", 0, 10, "distance of its UN votes from Indonesia's", may_be_empty=True)
    )
    middle_east_distance: float = field(
        metadata=number("ideal points", 0, 10, "the same for votes on the Middle East", may_be_empty=True)
    )
    source: tuple[str, ...] = field(metadata=source())
    imputed: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Record(Row):
    """One number about a donor, with its range, unit, kind and source. The range is its prior."""

    file: ClassVar[str] = "donor_figures.csv"
    key: ClassVar[tuple[str, ...]] = ("donor", "figure")

    donor: str = field(metadata=code("whose figure", unit="iso3", refers="donor"))
    figure: str = field(metadata=choice("name", tuple(DONOR_FIGURES), "which figure"))
    value: float = field(metadata=number("as named", -inf, inf, "best value"))
    low: float = field(metadata=number("as named", -inf, inf, "lowest value thought possible"))
    high: float = field(metadata=number("as named", -inf, inf, "highest value thought possible"))
    scale: str = field(metadata=choice("linear or log", SCALES, "how the range is spread"))
    kind: str = field(metadata=choice("kind", KINDS, "how the number is known"))
    source: tuple[str, ...] = field(metadata=source())
    note: str = field(metadata=text("why this number", unit="sentence"))
    unit: str = ""


@dataclass(frozen=True, slots=True)
class DonorFigures(Row):
    """A Southern donor and its figures by name."""

    file: ClassVar[str] = "donors.csv"
    key: ClassVar[tuple[str, ...]] = ("iso3",)

    iso3: str = field(metadata=code("ISO 3166 code of the donor"))
    name: str = field(metadata=text("short name"))
    region: str = field(metadata=choice("UN M49", REGIONS, "region"))
    subregion: str = field(metadata=text("intermediate or sub-region", unit="UN M49"))
    hdi: float = field(metadata=number("index", 0, 1, "Human Development Index of 2015"))
    asean: bool = field(metadata=flag("member of ASEAN"))
    colombo_plan: bool = field(metadata=flag("member of the Colombo Plan"))
    source: tuple[str, ...] = field(metadata=source())
    note: str = field(metadata=text("why it is here", unit="sentence"))
    figures: dict[str, Record] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Partner(Row):
    """A Northern partner in triangular cooperation."""

    file: ClassVar[str] = "partners.csv"
    key: ClassVar[tuple[str, ...]] = ("iso3",)

    iso3: str = field(metadata=code("ISO 3166 code of the partner"))
    name: str = field(metadata=text("short name"))
    region: str = field(metadata=choice("UN M49", REGIONS, "region"))
    role: str = field(metadata=text("what it does in South-South cooperation"))
    offer: float = field(metadata=number("million USD", 0, 1_000, "for triangular cooperation in a year"))
    retreats: float = field(metadata=number("share", 0, 1, "how far it follows a Me-First turn"))
    source: tuple[str, ...] = field(metadata=source())
    note: str = field(metadata=text("why it is here", unit="sentence"))


@dataclass(frozen=True, slots=True)
class NgoFigures(Row):
    """A humanitarian organisation that gives beside the state."""

    file: ClassVar[str] = "ngos.csv"
    key: ClassVar[tuple[str, ...]] = ("code",)

    code: str = field(metadata=code("short code"))
    name: str = field(metadata=text("name"))
    response: float = field(metadata=number("times", 0, 100, "its response to a conflict, against the mean one"))
    source: tuple[str, ...] = field(metadata=source())
    note: str = field(metadata=text("why it is here", unit="sentence"))


@dataclass(frozen=True, slots=True)
class Tie(Row):
    """One number about a donor and a recipient; a tie that is not listed is 0."""

    file: ClassVar[str] = "ties.csv"
    key: ClassVar[tuple[str, ...]] = ("donor", "recipient", "figure")

    donor: str = field(metadata=code("who gives", unit="iso3", refers="donor"))
    recipient: str = field(metadata=code("who receives", unit="iso3", refers="recipient"))
    figure: str = field(metadata=choice("name", TIE_FIGURES, "named partner, fixed interest or the leader's interest"))
    value: float = field(metadata=number("score", 0, 1, "how strong, from 0 to 1"))
    kind: str = field(metadata=choice("kind", KINDS, "how the number is known"))
    source: tuple[str, ...] = field(metadata=source())
    note: str = field(metadata=text("why this number", unit="sentence"))


@dataclass(frozen=True, slots=True)
class Reported(Row):
    """One number that the documents report of Indonesia's aid."""

    file: ClassVar[str] = "reported.csv"
    key: ClassVar[tuple[str, ...]] = ("year", "outcome", "recipient")

    year: int = field(metadata=year("year of the outcome"))
    outcome: str = field(metadata=choice("name", tuple(OUTCOMES), "what was counted"))
    recipient: str | None = field(
        metadata=code("country it is about, if one", unit="iso3", refers="recipient", may_be_empty=True)
    )
    value: float = field(metadata=number("as named", -inf, inf, "the number reported"))
    scope: str = field(metadata=text("whose programmes were counted"))
    source: tuple[str, ...] = field(metadata=source())
    note: str = field(metadata=text("what to know before using it", unit="sentence"))
    unit: str = ""
