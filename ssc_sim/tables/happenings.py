"""What happens: scheduled events, what is true of the whole world this year, and identities that may break."""

from typing import NamedTuple

from ssc_sim.tables.declare import ANY, Table, fact, state


class EventKind(NamedTuple):
    """What a scenario may schedule: what its size is called, the range of it, whom it strikes, and a sentence."""

    size: str
    low: float
    high: float
    strikes: str
    meaning: str


EVENT_KINDS = {
    "legislation": EventKind("volume", 0, 1, "donor", "ministries draft a law: this share of the programmes is held"),
    "budget_cut": EventKind("factor", 0, 1, "donor", "a crisis at home: the budget is this factor of what it would be"),
    "plan_entry": EventKind(
        "factor", 1, 5, "donor", "a national plan names the cooperation: the budget is this factor"
    ),
    "leader_change": EventKind("spread", 0, 5, "donor", "a new leader, with other subjective interests (score)"),
    "agency": EventKind("loans", 0, 1, "donor", "a central agency, which lends this share of the money besides"),
    "entrant": EventKind("factor", 0, 100, "donor", "a dormant donor comes in, with this factor of its budget"),
    "commitment": EventKind("score", -5, 5, "both", "a summit or a president commits the donor to these countries"),
    "extra_grants": EventKind(
        "musd", 0, 10_000, "both", "million USD a year more to each of these countries, as grants"
    ),
    "extra_loans": EventKind("musd", 0, 10_000, "both", "million USD a year more to each of these countries, as loans"),
    "extra_training": EventKind("musd", 0, 10_000, "both", "million USD a year more to each of these, as training"),
    "me_first": EventKind("retreat", 0, 1, "world", "the North retreats: this share of its aid and its offers is cut"),
    "tariffs": EventKind("loss", 0, 1, "recipient", "tariffs take this share of their exports"),
    "debt_crisis": EventKind("loss", 0, 1, "recipient", "a financial crisis takes this share of their income"),
    "conflict": EventKind("severity", 0, 1, "recipient", "a conflict of this severity"),
    "human_rights": EventKind("loss", 0, 1, "recipient", "events in Papua cost Indonesia this much of their support"),
    "bargaining_bloc": EventKind("pooled", 0, 1, "recipient", "they bargain together, with this share of their weight"),
    "campaign": EventKind("told", 0, 1, "recipient", "a campaign tells them this share of the offers they do not know"),
    "graduation": EventKind(
        "times", 0, 100, "world", "the path to become a donor is open, at this many times the hazard"
    ),
}
(
    LEGISLATION, BUDGET_CUT, PLAN_ENTRY, LEADER_CHANGE, AGENCY, ENTRANT, COMMITMENT, EXTRA_GRANTS, EXTRA_LOANS,
    EXTRA_TRAINING, ME_FIRST, TARIFFS, DEBT_CRISIS, CONFLICT, HUMAN_RIGHTS, BARGAINING_BLOC, CAMPAIGN, GRADUATION,
) = range(len(EVENT_KINDS))  # fmt: skip

GROUP_FLAGS = ("ldc", "lldc", "sids", "asean", "pif", "msg", "oic", "colombo_plan")


class Event(Table):
    """A scheduled shock."""

    kind: float = fact("code", 0, len(EVENT_KINDS) - 1, "place in EVENT_KINDS")
    first: float = fact("year", 1900, 2200, "first year")
    last: float = fact("year", 1900, 2200, "last year")
    donor: float = fact("row", -1, 1000, "the donor it strikes; -1 strikes all")
    size: float = fact("as the kind says", -5, 10_000, "how large")


class Touch(Table):
    """One event and one recipient."""

    touched: float = fact("flag", 0, 1, "the event strikes this recipient")


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
    me_first: float = state("share", 0, 1, "of Northern aid and offers, cut")
    graduation: float = state("times", 0, 100, "how far the path to become a donor is open")
    offered: float = state("million USD", 0, ANY, "by Northern partners for triangular cooperation")
    offered_2016: float = state("million USD", 0, ANY, "the same in 2016")
    pool: float = state("million USD", 0, ANY, "given by graduated recipients, all as training")
    northern_2016: float = state("million USD", 0, ANY, "from the North to all in 2016")
    pool_takers: float = state("countries", 0, ANY, "that share the pool")
    pacific: float = state("countries", 0, ANY, "of the Pacific Islands Forum")
    pacific_change: float = state("share", -ANY, ANY, "of their stances on Papua since 2016, summed, as of last year")
    focal_spending: float = state("million USD", 0, ANY, "disbursed by the focal donor since 2016")
    fault: float = state("code", 0, len(FAULTS) - 1, "the identity that broke first (place in FAULTS); 0: none")
    fault_row: float = state("row", -1, ANY, "the recipient where it broke; -1: the world as a whole")
