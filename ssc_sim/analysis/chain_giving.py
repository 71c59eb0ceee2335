"""The chain up to the share: how much the focal donor had, as what it gave it, and what drew it to the country."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NamedTuple

import numpy as np

from ssc_sim import luck
from ssc_sim.analysis.chain import NOTHING, Replay, Told, agrees
from ssc_sim.behaviour.donors import attraction_of, strikes
from ssc_sim.rules import allocation, budget
from ssc_sim.tables import EVENT_KINDS, FIRST_YEAR
from ssc_sim.wording import number, signed

USD, SHARE, LOG = "million USD", "share", "log weight"


def budget_told(replay: Replay) -> Iterator[Told]:
    """Tell the budget of the year: where it started, what luck did, what events did."""
    was, donor = replay.row("donors", replay.before), replay.row("donors", replay.after)
    now: Any = replay.after.now
    name, start = replay.donor_name, float(donor["budget_2016"])
    known = donor["budget_low"] == donor["budget_high"]
    how = "as reported" if known else f"drawn between {donor['budget_low']:g} and {donor['budget_high']:g}"
    yield Told("budget", "budget_2016", start, NOTHING, USD, f"In 2016 {name} had {usd(start)}, {how}.")
    if replay.year > FIRST_YEAR:
        yield from _swing(replay, was, donor)
    trend = float(donor["growth"]) * (replay.year - FIRST_YEAR)
    plain = float(budget.budget(start, 1.0, donor["log_budget"], trend))
    yield Told("budget", "budget_without_events", plain, start, USD, "")
    for event in _events(replay):
        kind = list(EVENT_KINDS)[int(event["kind"])]
        size = f"{EVENT_KINDS[kind].size} {event['size']:g}"
        says = f"An event of the scenario strikes it: {kind.replace('_', ' ')}, {size}."
        yield Told("budget", kind, float(event["size"]), NOTHING, EVENT_KINDS[kind].size, says)
    lever = f" The scenario multiplies it by {donor['budget_factor']:g}." if donor["budget_factor"] != 1.0 else ""
    retreat = f" The North had cut {now['me_first']:.0%} of its aid." if now["me_first"] > 0.0 else ""
    given = float(donor["budget"])
    beside = "" if given == plain else f", where it would have been {usd(plain)} without events and levers"
    says = f"The budget of {replay.year} was {usd(given)}{beside}.{lever}{retreat}"
    yield Told("budget", "budget", given, start, USD, says)


def _swing(replay: Replay, was: Any, donor: Any) -> Iterator[Told]:
    """Tell the draw that moved the budget, and hold the rule against the world."""
    world = replay.after
    a: Any = world.parameters
    drawn = luck.uniform(luck.key(world.seed, world.replicate, luck.BUDGET, replay.year), donor["identity"])
    shock = luck.normal(drawn)
    large = donor["budget_2016"] > a["large_budget"]
    change = a["budget_change_large" if large else "budget_change_small"]
    told = budget.log_budget_next(was["log_budget"], a["budget_persistence"], change, shock)
    distance = agrees(told, donor["log_budget"], "the distance of the budget from its trend")
    says = f"The draw of the year was {drawn:.3f} of 1: a swing of {signed(shock, '')} standard deviations."
    yield Told("budget", "draw", float(drawn), NOTHING, "share", says)
    yield Told("budget", "shock", float(shock), NOTHING, "standard deviations", "")
    side = "above" if distance > 0 else "below"
    says = f"With what was left of earlier swings the budget stood {abs(np.exp(distance) - 1):.0%} {side} its trend."
    yield Told("budget", "log_budget", distance, float(was["log_budget"]), "log", says)


def _events(replay: Replay) -> list[Any]:
    """Return the events that strike the donor this year, itself and not through its recipients."""
    rows: Any = replay.after.events
    donor, kinds = replay.row("donors", replay.after), list(EVENT_KINDS.values())
    return [one for one in rows if kinds[int(one["kind"])].strikes == "donor" and strikes(one, donor, replay.after)]


def mix_told(replay: Replay) -> Iterator[Told]:
    """Tell the mix of the year: training, grants, loans, relief; seats, equipment, overhead."""
    a: Any = replay.after.parameters
    donor = replay.row("donors", replay.after)
    share = float(
        budget.technical_share(
            donor["technical_share"], donor["mix_follows_budget"], donor["budget"], a["small_budget"],
            a["technical_most"], a["mix_slope"],
        )
    )  # fmt: skip
    says = f"{share:.0%} of it was for training, {donor['volume']:.0%} of the programmes planned could be held."
    yield Told("mix", "share for training", share, NOTHING, SHARE, says)
    money = ("technical_money", "grant_money", "loan_money", "humanitarian_money", "seats_money", "equipment_money",
             "overhead", "triangular_money")  # fmt: skip
    names = ("as training", "as grants", "as loans", "as relief")
    parts = ", ".join(f"{usd(donor[what])} {name}" for what, name in zip(money, names, strict=False))
    inside = f"Of the training money {usd(donor['seats_money'])} paid for seats, {usd(donor['equipment_money'])} for "
    inside += (
        f"equipment, {usd(donor['overhead'])} was overhead; Northern partners added {usd(donor['triangular_money'])}."
    )
    sentences = {"technical_money": f"It disbursed {parts}.", "seats_money": inside}
    for what in money:
        yield Told("mix", what, float(donor[what]), NOTHING, USD, sentences.get(what, ""))


class Moment(NamedTuple):
    """The donor, the tie and the country as they were when the donor chose, late in the year's first half.

    What is renewed only at the end of the year (the stance, what measuring told) is still that of the year before.
    """

    donor: Any
    tie: Any
    country: Any


def moment_of_choice(replay: Replay) -> Moment:
    """Return the rows that the donor saw when it chose."""
    tie, country = replay.row("ties", replay.after).copy(), replay.row("recipients", replay.after).copy()
    tie["known_yield"] = replay.row("ties", replay.before)["known_yield"]
    country["stance"] = replay.row("recipients", replay.before)["stance"]
    return Moment(replay.row("donors", replay.after), tie, country)


def attraction_parts(replay: Replay, moment: Moment) -> dict[str, float]:
    """Return the parts of what drew the donor to the country this year, before habit; they sum to the attraction."""
    donor, tie, country = moment
    world = replay.after
    a: Any = world.parameters
    solidarity, whole = donor["solidarity"], attraction_of(donor, tie, country, world)
    eventless = world._replace(events=world.events[:0], touches=world.touches[:0])
    unmeasured = donor.copy()
    unmeasured["measurement"] = 0.0
    papua = 0.0
    if tie["papua_matters"] == 1.0:
        papua = allocation.pacific_interest(country["stance"], a["papua_motive"], a["papua_weight"])
    interests = {
        "objective interest": allocation.interest(tie["objective_interest"], 0.0, a["interest_weight"]),
        "subjective interest": allocation.interest(0.0, tie["subjective"], a["interest_weight"]),
        "stance on Papua": papua,
    }
    parts = {"need": allocation.attractiveness(solidarity, country["need"], 0.0, 0.0)}
    parts |= {name: allocation.attractiveness(solidarity, 0.0, part, 0.0) for name, part in interests.items()}
    parts |= {
        "familiarity": tie["familiarity"],
        "requests": a["request_pull"] * donor["demand_driven"] * country["newly_informed"],
        "commitments": whole - attraction_of(donor, tie, country, eventless),
        "measured results": whole - attraction_of(unmeasured, tie, country, world),
    }
    return {name: float(part) for name, part in parts.items()}


def attraction_told(replay: Replay) -> Iterator[Told]:
    """Tell what drew the donor to the country: the parts of the log weight, then habit and herding."""
    yield from _leader(replay)
    moment = moment_of_choice(replay)
    a: Any = replay.after.parameters
    parts = attraction_parts(replay, moment)
    whole = float(attraction_of(*moment, replay.after))
    largest = sorted((name for name in parts if parts[name]), key=lambda name: -abs(parts[name]))
    told = ", ".join(f"{name} {signed(parts[name], '')}" for name in largest)
    says = f"What drew it to {replay.country_name}, in log weight: {told}; in all {signed(whole, '')}."
    for name, part in parts.items():
        yield Told("attraction", name, part, NOTHING, LOG, "")
    tie = moment.tie
    yield Told("attraction", "attraction", whole, float(tie["attraction_2016"]), LOG, says)
    own = allocation.log_change(replay.row("ties", replay.before)["share"], tie["share_2016"], a["least_share"])
    others = float(replay.row("recipients", replay.before)["in_favour"])
    habit, herding = float(a["habit"]), float(a["herding"])
    drawn = allocation.drawn_by_habit(tie["attraction_2016"], whole, habit, herding, own, others)
    recorded = replay.row("ties", replay.after)["appeal"]
    agrees(allocation.appeal(drawn, tie["possible"]), recorded, "the appeal of the country")
    moved = (1.0 - habit - herding) * (whole - float(tie["attraction_2016"]))
    says = (
        f"Against 2016 ({signed(float(tie['attraction_2016']), '')}), what changed since came through with "
        f"{signed(moved, '')}, habit added {signed(habit * float(own), '')}, following the others "
        f"{signed(herding * others, '')}: a log weight of {signed(float(drawn), '')}."
    )
    yield Told("attraction", "changed since 2016", moved, NOTHING, LOG, "")
    yield Told("attraction", "habit", habit * float(own), NOTHING, LOG, "")
    yield Told("attraction", "herding", herding * others, NOTHING, LOG, "")
    yield Told("attraction", "drawn", float(drawn), float(tie["attraction_2016"]), LOG, says)


def _leader(replay: Replay) -> Iterator[Told]:
    """Tell whether a new leader came by chance; one that a scenario schedules stands among the events."""
    if replay.year == FIRST_YEAR:
        return
    world, donor = replay.after, replay.row("donors", replay.after)
    a: Any = world.parameters
    hazard = float(a["leader_hazard"])
    drawn = float(luck.uniform(luck.key(world.seed, world.replicate, luck.LEADER, replay.year), donor["identity"]))
    what = "below it, so a new leader came" if drawn < hazard else "not below it, so the leader stayed"
    says = f"A leader changes with a chance of {hazard:.2f} a year; the draw was {drawn:.3f}, {what}."
    yield Told("attraction", "leader draw", drawn, hazard, "share", says)


def share_told(replay: Replay) -> Iterator[Told]:
    """Tell the share: the country's weight over the sum of all."""
    tie = replay.row("ties", replay.after)
    all_ties: Any = replay.after.ties[replay.donor]
    shares = np.asarray(all_ties["share"])
    place = 1 + int((shares > tie["share"]).sum())
    before = float(replay.row("ties", replay.before)["share"])
    says = (
        f"So {replay.country_name} stood for {tie['share']:.2%} of what {replay.donor_name} shares out "
        f"(the year before {before:.2%}, in 2016 {tie['share_2016']:.2%}): place {place} of {len(shares)}."
    )
    yield Told("share", "appeal", float(tie["appeal"]), float(all_ties["appeal"].sum()), "weight", "")
    yield Told("share", "share", float(tie["share"]), before, SHARE, says)


def usd(value: float) -> str:
    """Write an amount of money."""
    return f"USD {number(float(value), USD)}m"
