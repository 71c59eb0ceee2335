"""The chain after the programmes: who came and what arrived, and what it did to the country's stocks that year."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np

from ssc_sim.analysis.chain import NOTHING, Replay, Told, agrees
from ssc_sim.analysis.chain_giving import USD, usd
from ssc_sim.analysis.chain_programmes import Programme
from ssc_sim.tables import EVENT_KINDS, FIELDS, Recipient, Tie
from ssc_sim.tables.happenings import EXTRA_TRAINING
from ssc_sim.wording import number, signed

#: Stocks of the country and of the tie whose year is told: table, column, in words.
STOCKS = (
    ("recipients", "in_post", "trained by the donor since 2016 and still in post"),
    ("recipients", "coverage", "of its cadre trained and in post"),
    ("recipients", "capacity", "what it can do by itself"),
    ("recipients", "dependency", "its reliance on aid"),
    ("recipients", "ownership", "its room to decide"),
    ("recipients", "debt", "what it owes"),
    ("recipients", "social", "what it spends on schools and clinics"),
    ("recipients", "development", "its development"),
    ("recipients", "stance", "its support on Papua"),
    ("ties", "goodwill", "the donor's goodwill there"),
)


def arrivals_told(replay: Replay, held: Sequence[Programme]) -> Iterator[Told]:
    """Tell who came, and the money and equipment that arrived."""
    tie = replay.row("ties", replay.after)
    by_field = {field: float(tie["participants"][place]) for place, field in enumerate(FIELDS)}
    told = sum(one.participants for one in held)
    extra = agrees(told, tie["came"], "who came") - told if not _extra_training(replay) else float(tie["came"]) - told
    fields = ", ".join(f"{people:g} in {field}" for field, people in by_field.items() if people) or "nobody"
    beside = f", of whom {extra:g} in seats that the scenario gave beside" if extra else ""
    says = (
        f"{tie['came']:g} people came from {replay.country_name} ({fields}{beside}); the year before {tie['before']:g}."
    )
    yield Told("who came", "came", float(tie["came"]), float(tie["before"]), "persons", says)
    for field, people in by_field.items():
        yield Told("who came", f"participants_{field}", people, NOTHING, "persons", "")
    money = {what: float(tie[what]) for what in ("technical", "equipment", "grants", "loans", "humanitarian")}
    arrived = f"Training and equipment worth {usd(money['technical'])} arrived (equipment {usd(money['equipment'])}), "
    arrived += (
        f"{usd(money['grants'])} as grants, {usd(money['loans'])} as loans, {usd(money['humanitarian'])} as relief."
    )
    for what, value in money.items():
        yield Told("who came", what, value, NOTHING, USD, arrived if what == "technical" else "")
    yield from _beside(replay, float(sum(money.values()) - money["equipment"]))


def _beside(replay: Replay, given: float) -> Iterator[Told]:
    """Tell how large that was beside the aid of all others, and beside the country's income."""
    country = replay.row("recipients", replay.after)
    others = float(country["grants"] + country["loans"] + country["technical"] + country["northern"]) - given
    says = f"All others gave {usd(others)}; the country's income is {usd(country['gni'])}."
    yield Told("who came", "aid of the others", others, given, USD, says)


def _extra_training(replay: Replay) -> bool:
    """Tell whether a scenario gives this country training outside the allocation this year."""
    rows: Any = replay.after.events
    year = replay.year
    return any(one["kind"] == EXTRA_TRAINING and one["first"] <= year <= one["last"] for one in rows)


def effects_told(replay: Replay) -> Iterator[Told]:
    """Tell what the year did to the stocks: all that happened in it, not this donor's part alone."""
    yield from _events(replay)
    for table, column, words in STOCKS:
        declared = (Recipient if table == "recipients" else Tie).columns()[column]
        before, after = (_mean(replay.row(table, when)[column]) for when in (replay.before, replay.after))
        moved = signed(after - before, declared.unit)
        values = f"{number(before, declared.unit)} -> {number(after, declared.unit)} ({moved})"
        says = f"{words[0].upper()}{words[1:]}: {values}."
        yield Told("what it did", column, after, before, declared.unit, says)
    country = replay.row("recipients", replay.after)
    gain = float(country["focal_gain"])
    says = (
        f"Of its capacity, {number(gain, 'share')} comes from those whom {replay.donor_name} trained since 2016; those "
        "trained this year act from next year on."
    )
    yield Told("what it did", "focal_gain", gain, NOTHING, "share", says)


def _events(replay: Replay) -> Iterator[Told]:
    """Tell the events that strike the country itself this year."""
    rows: Any = zip(replay.after.events, replay.after.touches, strict=True)
    for event, touches in rows:
        kind, on = list(EVENT_KINDS)[int(event["kind"])], event["first"] <= replay.year <= event["last"]
        declared = EVENT_KINDS[kind]
        if on and declared.strikes in ("recipient", "both") and touches[replay.country]["touched"]:
            says = f"An event strikes it: {kind.replace('_', ' ')}, {declared.size} {event['size']:g}."
            yield Told("what it did", kind, float(event["size"]), NOTHING, declared.size, says)


def _mean(value: Any) -> float:
    """Return a number, or the mean over the fields of several."""
    return float(np.mean(value))
