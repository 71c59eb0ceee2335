"""What the model knows, as tables. Every column is declared once, with its role, unit, range and meaning.

From a declaration come the record type of the compiled engine, the attributes of a Mesa agent, the keys that a scenario
may reach, the checks of the starting world, and the names of the stored outcomes. A column is a

- **fact**: observed or assumed of 2016 and before; a scenario that changes it changes the world of 2016 itself;
- **lever**: what a donor decides; a scenario that changes it changes what is done from 2016 on, not what went before;
- **state**: written by the behaviours, never by a scenario.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, Literal, NamedTuple

import numpy as np

if TYPE_CHECKING:
    from ssc_sim.parameters import Parameters

FIRST_YEAR = 2016
ANY = float("inf")
Vector = list[float]
Rows = Any  # a NumPy array of records, or one record: typed by the table it holds, which NumPy cannot say

FIELDS = ("development", "governance", "economy")
REGIONS = ("asia", "oceania", "africa", "americas", "europe")
ASIA, OCEANIA, AFRICA, AMERICAS, EUROPE = range(len(REGIONS))
GROUPS = ("", "pacific", "ldc", "lowest_quartile", "people")


class Column(NamedTuple):
    """One declared column.

    `labels` makes it a vector, one number for each label. `smallest` is the smallest effect worth naming (outcomes
    only), a share of the value compared with where `relative`.
    """

    role: Literal["fact", "lever", "state", "outcome"]
    unit: str
    low: float
    high: float
    meaning: str
    labels: tuple[str, ...] = ()
    scale: Literal["programme", "nations", "system", ""] = ""
    smallest: float = 0.0
    relative: bool = False


def fact(unit: str, low: float, high: float, meaning: str, labels: tuple[str, ...] = ()) -> Any:
    """Declare a fact: what is observed or assumed of 2016 and before."""
    return Column("fact", unit, low, high, meaning, labels)


def lever(unit: str, low: float, high: float, meaning: str, labels: tuple[str, ...] = ()) -> Any:
    """Declare a lever: what a donor decides."""
    return Column("lever", unit, low, high, meaning, labels)


def state(unit: str, low: float, high: float, meaning: str, labels: tuple[str, ...] = ()) -> Any:
    """Declare a state: what the behaviours write."""
    return Column("state", unit, low, high, meaning, labels)


class Table:
    """A row as the behaviours see it: the engine gives a NumPy record, Mesa an agent or a plain object.

    `index` is the row; `identity` is what luck is keyed by: it follows from the country, never from the row.
    """

    index: int
    identity: int

    @classmethod
    def columns(cls) -> dict[str, Column]:
        """Return the declared columns by name."""
        return {name: value for name, value in vars(cls).items() if isinstance(value, Column)}

    @classmethod
    def record_type(cls) -> np.dtype[np.void]:
        """Return the record of one row."""
        declared = [(name, "f8", (len(c.labels),)) if c.labels else (name, "f8") for name, c in cls.columns().items()]
        return np.dtype([("index", "i8"), ("identity", "i8"), *declared])

    @classmethod
    def rows(cls, *shape: int) -> Rows:
        """Rows of zeros, numbered along the last axis."""
        rows = np.zeros(shape, cls.record_type())
        rows["index"] = np.arange(shape[-1]) if shape else 0
        return rows

    @classmethod
    def names(cls) -> dict[str, tuple[str, int | None, Column]]:
        """Name of every single number -> (column, place in the vector or None, declaration)."""
        single: dict[str, tuple[str, int | None, Column]] = {}
        for name, column in cls.columns().items():
            if not column.labels:
                single[name] = (name, None, column)
            for place, label in enumerate(column.labels):
                single[f"{name}_{label}" if label else name] = (name, place, column)
        return single


class Recipient(Table):
    """A country that may receive aid."""

    region: float = fact("region", 0, len(REGIONS) - 1, "0 Asia, 1 Oceania, 2 Africa, 3 Americas, 4 Europe")
    population: float = fact("million persons", 0.001, 3000, "people in 2015")
    gni: float = fact("million USD", 1, ANY, "gross national income of 2015")
    gdp_per_head: float = fact("international dollars", 100, 500_000, "income per head of 2015, at purchasing power")
    northern_aid: float = fact("million USD", 0, ANY, "aid of 2015 in the OECD's figures, net, at the prices there")
    social_2016: float = fact("million USD", 0, ANY, "public health spending of 2015, standing in for social spending")
    exports: float = fact("million USD", 0, ANY, "exports of goods and services in 2015")
    old_debt_service: float = fact("million USD", 0, ANY, "service in 2015 on external debt from before the model")
    ldc: float = fact("flag", 0, 1, "on the UN list of least developed countries of 2016")
    pif: float = fact("flag", 0, 1, "member of the Pacific Islands Forum")
    lowest_quartile: float = fact("flag", 0, 1, "among the quarter of countries with the lowest capacity of 2016")
    capacity_2016: float = fact(
        "share", 0, 1, "what it can do by itself in 2016; the Human Development Index stands in"
    )

    cadre: float = state("persons", 0, ANY, "officials and specialists who can be trained, in each field")
    coverage_2016: Vector = state(
        "share", 0, 1, "of the cadre trained and in post, steady on the flows of 2016", FIELDS
    )
    coverage: Vector = state("share", 0, 1, "of the cadre trained abroad or with aid and still in post", FIELDS)
    capacity: Vector = state("share", 0, 1, "what it can do by itself", FIELDS)
    in_post: float = state("persons", 0, ANY, "trained by the focal donor since 2016 and still in post")
    participants: Vector = state("persons", 0, ANY, "sent to training this year, by all donors", FIELDS)
    learners: Vector = state(
        "persons", 0, ANY, "the participants, each weighted by what the gap lets them learn", FIELDS
    )
    grants: float = state("million USD", 0, ANY, "received this year")
    loans: float = state("million USD", 0, ANY, "received this year")
    technical: float = state("million USD", 0, ANY, "value of the training received this year")
    money_2016: float = state("million USD", 0, ANY, "grants and loans expected in 2016")
    technical_2016: float = state("million USD", 0, ANY, "value of the training expected in 2016")
    aid_2016: float = state("million USD", 0, ANY, "all aid expected in 2016, North and South")
    debt: float = state("million USD", 0, ANY, "owed to the donors modelled here")
    debt_before: float = state("million USD", 0, ANY, "owed at the start of the year")
    interest: float = state("million USD", 0, ANY, "due this year")
    service: float = state("million USD", 0, ANY, "interest and repayment this year")
    service_2016: float = state("million USD", 0, ANY, "interest and repayment expected in 2016")
    social: float = state("million USD", 0, ANY, "social spending this year")
    dependency: float = state("share", 0, 1, "reliance on aid")
    dependency_due: float = state("share", 0, 1, "the reliance towards which last year's aid draws it")


class Donor(Table):
    """A country that gives South-South aid."""

    focal: float = fact("flag", 0, 1, "its programmes are drawn and counted one by one")
    reports_to_dac: float = fact("flag", 0, 1, "its aid is also in the figures of Northern aid, and not counted twice")
    budget_low: float = fact("million USD", 0, ANY, "lowest plausible budget of 2016")
    budget_high: float = fact("million USD", 0, ANY, "highest plausible budget of 2016")
    programmes_2016: float = fact("programmes", 0, 10_000, "held in 2016 (focal donor)")
    strength: Vector = fact("share", 0, 1, "expertise it can teach, in each field", FIELDS)
    field_share: Vector = fact("share", 0, 1, "of its programmes in each field", FIELDS)

    budget_factor: float = lever("factor", 0, 1000, "times the budget it had (0: it gives nothing)")
    technical_share: float = lever("share", 0, 1, "of the budget, as technical cooperation")
    loan_share: float = lever("share", 0, 1, "of the money, as loans (the rest are grants)")
    solidarity: float = lever("share", 0, 1, "weight of need against interest")

    budget_2016: float = state("million USD", 0, ANY, "budget of 2016, drawn where it is not known")
    log_budget: float = state("log", -ANY, ANY, "distance of the budget from its trend")
    volume: float = state("factor", 0, 1, "of the programmes planned, held this year")
    budget: float = state("million USD", 0, ANY, "committed this year")
    technical_money: float = state("million USD", 0, ANY, "disbursed as technical cooperation this year")
    technical_money_2016: float = state("million USD", 0, ANY, "the same in 2016, as it was")
    grant_money: float = state("million USD", 0, ANY, "disbursed as grants this year")
    loan_money: float = state("million USD", 0, ANY, "disbursed as loans this year")
    programmes: float = state("programmes", 0, ANY, "held this year (focal donor)")
    participants: float = state("persons", 0, ANY, "trained this year")
    overhead: float = state("million USD", 0, ANY, "of the technical money, not spent on seats")


class Tie(Table):
    """One donor and one recipient."""

    possible: float = fact("flag", 0, 1, "0 where donor and recipient are one country")
    same_subregion: float = fact("flag", 0, 1, "both in one sub-region of the UN")
    land_border: float = fact("flag", 0, 1, "they share a land border")
    invitation_lists: float = fact("lists", 0, 10, "bodies to which both belong and through which invitations go")
    named: float = fact("flag", 0, 1, "named as a partner in the documents")
    objective_interest: float = fact("score", -5, 5, "interest that stays: place, territory, history")
    subjective_interest: float = fact("score", -5, 5, "interest that the government of the day chooses")

    appeal: float = state("weight", 0, ANY, "what shares and invitations are proportional to")
    share: float = state("share", 0, 1, "of the donor's aid this year")
    grants: float = state("million USD", 0, ANY, "given this year")
    loans: float = state("million USD", 0, ANY, "lent this year")
    technical: float = state("million USD", 0, ANY, "value of the training given this year")
    participants: Vector = state("persons", 0, ANY, "trained this year, in each field", FIELDS)
    programmes: float = state("programmes", 0, ANY, "in which the recipient took part this year (focal donor)")


class Event(Table):
    """A scheduled shock."""

    kind: float = fact("code", 0, 10, "place in EVENT_KINDS")
    first: float = fact("year", 1900, 2200, "first year")
    last: float = fact("year", 1900, 2200, "last year")
    donor: float = fact("row", -1, 1000, "the donor it strikes; -1 strikes all")
    size: float = fact("factor", 0, 10, "what it multiplies by")


class EventKind(NamedTuple):
    """What a scenario may schedule: the name of its size, the range of it, and a sentence."""

    size: str
    low: float
    high: float
    meaning: str


EVENT_KINDS = {
    "legislation": EventKind(
        "volume", 0, 1, "ministries draft a law: only this share of the planned programmes is held"
    ),
    "budget_cut": EventKind("factor", 0, 1, "a crisis: budgets are this factor of what they would be"),
}
LEGISLATION, BUDGET_CUT = range(len(EVENT_KINDS))

FAULTS = (
    "",
    "money sent is not money received plus overhead",
    "participants of the donors are not participants of the recipients",
    "debt does not roll forward: before + interest + loans - service",
    "a share left the range 0 to 1",
    "a number is not finite",
)


class Now(Table):
    """What is true of the whole world this year."""

    year: float = state("year", 1900, 2200, "calendar year")
    fault: float = state("code", 0, len(FAULTS) - 1, "the identity that broke (place in FAULTS); 0: none")
    fault_row: float = state("row", -1, ANY, "the recipient where it broke; -1: the world as a whole")


def outcome(
    unit: str,
    meaning: str,
    scale: Literal["programme", "nations", "system"],
    smallest: float,
    *,
    relative: bool = False,
    high: float = ANY,
    labels: tuple[str, ...] = (),
) -> Any:
    """Declare an outcome, with the smallest effect on it that is worth naming."""
    return Column("outcome", unit, 0, high, meaning, labels, scale, smallest, relative)


class Outcome(Table):
    """What is recorded each year. Programme scale first: that is where a small donor's effect can be seen."""

    programmes: float = outcome("programmes", "held by the focal donor", "programme", 1)
    participants: float = outcome("persons", "trained by the focal donor", "programme", 0.05, relative=True)
    participants_by_region: Vector = outcome(
        "persons", "the same, from one region", "programme", 0.05, relative=True, labels=REGIONS
    )
    countries_reached: float = outcome("countries", "that sent at least one participant", "programme", 2)
    countries_reached_by_region: Vector = outcome(
        "countries", "the same, of one region", "programme", 2, labels=REGIONS
    )
    spending: float = outcome("million USD", "disbursed by the focal donor", "programme", 0.05, relative=True)
    cost_per_participant: float = outcome(
        "million USD", "the focal donor's technical money over its participants", "programme", 0.05, relative=True
    )
    trained_in_post: float = outcome(
        "persons", "trained by the focal donor since 2016 and still in post", "programme", 0.05, relative=True
    )
    cadre_share: float = outcome(
        "share", "trained_in_post over the cadre of the countries where they serve", "programme", 0.0005, high=1
    )
    capacity: Vector = outcome("share", "what countries can do by themselves", "nations", 0.01, high=1, labels=GROUPS)
    dependency: Vector = outcome("share", "reliance of countries on aid", "nations", 0.01, high=1, labels=GROUPS)
    self_reliance: Vector = outcome(
        "share", "capacity x (1 - dependency), country by country", "nations", 0.01, high=1, labels=GROUPS
    )
    debt: Vector = outcome("share of GNI", "owed to the donors modelled here", "nations", 0.01, labels=GROUPS)
    debt_service: Vector = outcome(
        "share of GNI", "interest and repayment on that debt", "nations", 0.005, labels=GROUPS
    )
    social_spending: Vector = outcome(
        "ratio to 2016", "public spending that stands in for schools and clinics", "nations", 0.01, labels=GROUPS
    )
    ssc_volume: float = outcome("million USD", "disbursed by all Southern donors", "system", 0.05, relative=True)
    technical_share: float = outcome("share", "of that, as technical cooperation", "system", 0.02, high=1)
    loan_share: float = outcome("share", "of that, as loans", "system", 0.02, high=1)


class World(NamedTuple):
    """One replicate, as the behaviours see it. `SSCModel` offers the same names."""

    parameters: Parameters
    donors: Sequence[Donor]
    recipients: Sequence[Recipient]
    ties: Sequence[Sequence[Tie]]
    events: Sequence[Event]
    now: Now
    seed: int
    replicate: int
