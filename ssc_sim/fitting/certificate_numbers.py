"""The second half of the certificate: what the figures tell of the numbers, whether intervals hold, rivals."""

from __future__ import annotations

from itertools import combinations
from math import prod

import numpy as np
import pandas as pd
from scipy.stats import chi2

from ssc_sim.fitting.calibration import Calibration
from ssc_sim.fitting.certificate_words import (
    counted,
    listed,
    markdown_table,
    number_names,
    of_range,
    paragraphs,
    percent,
    picture,
    span,
    told,
)
from ssc_sim.fitting.checks import BINS, NOTHING, TRADE_OFF

RARE = 0.01  # chance at which ranks are called uneven
UNLIKELY = 0.05  # chance below which so many informed numbers are not put down to luck
MOVED = 0.1  # of the range
PAIRS = 5  # that are told


def numbers_learned(calibration: Calibration) -> str:
    """Show every calibrated number before the fit and after it."""
    numbers = calibration.tables["numbers"]
    table = numbers[numbers["kind"] == "calibrated"].sort_values("contraction", ascending=False)
    names = number_names(table)
    rows = (
        [names[row["number"]], row["unit"], span(row, "low", "high"), told(row["q50"]), span(row),
         f"{row['contraction']:.2f}"]
        for _, row in table.iterrows()
    )  # fmt: skip
    informed, floor = int(table["informed"].sum()), table["floor"].iloc[0]
    blind = [names[name] for name in table["number"][~table["informed"]]]
    return paragraphs(
        f"*Contraction* is the share of a number's variance that the figures take away. It exceeds the *floor* of "
        f"{floor:.2f}, which pure chance reaches, for {informed} of {len(table)} numbers. Together the figures tell as "
        f"much as would fix {told(calibration.tables['overall']['effective_number'].iloc[0])} numbers.",
        f"The figures do not inform: {listed(blind)}." if blind else "",
        _trade_offs(calibration.tables["trade_offs"], names),
        picture("numbers", f"{counted(len(table), 'calibrated number')}, each with its range before the fit and its "
                f"interval after it; {informed} are informed.",
                "Thin grey: middle 90 % before the fit. Thick: 90 % after it, with the median; blue where the figures "
                "inform the number."),
        markdown_table(("number", "unit", "range before", "median after", "90 % after", "contraction"), rows, words=2),
        "`ssc-sim show parameters` says what each number means.",
    )  # fmt: skip


def _trade_offs(table: pd.DataFrame, names: dict[str, str]) -> str:
    if table.empty:
        return f"No two numbers trade off (correlation beyond {TRADE_OFF:g})."
    pairs = [
        f"{names[row['number']]} with {names[row['with']]} ({row['correlation']:.2f})"
        for _, row in table.head(PAIRS).iterrows()
    ]
    strongest = "The strongest" if len(table) > PAIRS else "They are"
    return (
        f"{counted(len(table), 'pair')} trade off (correlation beyond {TRADE_OFF:g}): the figures tell their "
        f"combination better than each alone. {strongest}: {listed(pairs)}."
    )


def chance_of_as_many(informed: int, others: int) -> float:
    """Return the chance that so many of some numbers seem informed where the figures tell nothing of any.

    The floor is the largest of `NOTHING` columns of pure chance; numbers that are chance too are exchangeable with
    them.
    """
    return prod((others - i) / (others + NOTHING - i) for i in range(informed))


def consequences_in_short(calibration: Calibration) -> str:
    """Say in short what the figures tell of the calibrated numbers, and of all others."""
    numbers = calibration.tables["numbers"]
    free = int((numbers["kind"] == "calibrated").sum())
    effective = told(calibration.tables["overall"]["effective_number"].iloc[0])
    tells = f"The figures tell as much as would fix {effective} of the {free} calibrated numbers"
    if _more_than_chance(numbers):
        return f"{tells}. They seem to tell of other numbers as well, more than chance explains: look at which."
    return (
        f"{tells}, and nothing beyond chance about what aid does: every band of consequences rests on ranges that were "
        "assumed beforehand."
    )


def _more_than_chance(numbers: pd.DataFrame) -> bool:
    others = numbers[numbers["kind"] != "calibrated"]
    return chance_of_as_many(int(others["informed"].sum()), len(others)) < UNLIKELY


def consequences(calibration: Calibration) -> str:
    """Count the numbers that were not to be fitted and seem informed all the same."""
    numbers = calibration.tables["numbers"]
    others = numbers[numbers["kind"] != "calibrated"]
    informed = others[others["informed"]]
    chance = chance_of_as_many(len(informed), len(others))
    which = luck = ""
    if len(informed):
        which = f": {listed(number_names(informed)[name] for name in informed['number'])}"
        luck = f"Where the figures tell nothing, as many or more come about with a chance of {percent(chance)}. "
    if _more_than_chance(numbers):
        so = "**That is more than chance explains**: a rule links these numbers to invitations, which wants a look."
    else:
        so = (
            "**Nothing here goes beyond chance**: bands of capacity, dependency, debt, self-reliance, social "
            "spending and standing are prior bands, as wide as what was assumed."
        )
    return (
        f"The other {len(others)} numbers (assumed, or from the literature) say what aid does, and what one year of "
        f"invitations cannot show. {len(informed)} of them exceed the floor{which}; by chance alone "
        f"{told(len(others) / (NOTHING + 1))} would. {luck}{so}"
    )


def planted_truths(calibration: Calibration) -> str:
    """Say whether intervals hold the truth as often as they should."""
    planted, names = calibration.tables["planted"], number_names(calibration.tables["numbers"])
    truths, bad = int(planted["truths"].iloc[0]), planted[uneven(planted)]
    by_coverage = planted.sort_values("coverage_90", kind="stable")
    lowest, highest = by_coverage.iloc[0], by_coverage.iloc[-1]
    which = f": {listed(names[name] for name in bad['number'])}" if len(bad) else ""
    rows = (
        [f"{level} %", *(percent(share, 1) for share in (column.mean(), column.min(), column.max()))]
        for level in (50, 90)
        for column in [planted[f"coverage_{level}"]]
    )
    return paragraphs(
        f"{truths} simulated years with known numbers were fitted as if they had been reported (simulation-based "
        f"calibration). Overall 90 % intervals held the truth in {percent(planted['coverage_90'].mean(), 1)}; "
        f"fewest for {names[lowest['number']]}, most for {names[highest['number']]}.",
        markdown_table(("interval", "held the truth, overall", "lowest number", "highest number"), rows),
        f"Ranks of {counted(len(bad), 'number')} of {len(planted)} are more uneven than chance makes one in a "
        f"hundred{which}; by chance {told(RARE * len(planted))} would be.",
        picture("ranks", f"Ranks of planted truths for {counted(len(planted), 'number')}; uneven for {len(bad)}.",
                "Bars: share of planted truths at each rank. Where intervals are right, 99 of 100 bars end between the "
                "two lines. A hump means intervals too wide, a bowl too narrow, a slope off to one side."),
    )  # fmt: skip


def planted_in_short(calibration: Calibration) -> str:
    """Say in short whether intervals hold the truth as often as they should."""
    planted = calibration.tables["planted"]
    return (
        f"Tried on {int(planted['truths'].iloc[0])} planted truths, 90 % intervals held "
        f"{percent(planted['coverage_90'].mean(), 1)} of them."
    )


def uneven(planted: pd.DataFrame) -> pd.Series:
    """Tell whose ranks are more uneven than chance makes them once in a hundred."""
    return planted["unevenness"] > float(chi2.isf(RARE, BINS - 1))


def rival_rules(calibration: Calibration) -> str:
    """Show the odds of rival rules."""
    motives, nulls = calibration.tables["motives"], calibration.tables["null_models"]
    apart = motives[(motives["before"] < motives["q05"]) | (motives["before"] > motives["q95"])]
    tells = (
        f"The figures speak on: {listed(apart['rule'])}." if len(apart) else "The figures do not tell the three apart."
    )
    beaten = bool((nulls["accepted"].iloc[1:] == 0).all())
    against = (
        f"Among the {int(nulls['accepted'].sum()):,} accepted draws there is none of a simpler rule for who gets how "
        "much: years as simple as that do not look like this one."
        if beaten
        else "A simpler rule for who gets how much is not ruled out."
    )
    header = ("rule", "chance before", "chance after", "90 % of the estimate", "accepted draws")
    return paragraphs(
        f"**Why the Pacific is courted**: to persuade opponents, to reward friends, or for no such reason. {tells}",
        markdown_table(header, _odds(motives)),
        f"**The allocation rule against simpler ones.** {against}",
        markdown_table(header, _odds(nulls)),
    )


def _odds(table: pd.DataFrame) -> list[list[str]]:
    total = int(table["accepted"].sum())
    rows = []
    for _, row in table.iterrows():
        none, interval = row["accepted"] == 0, f"{100 * row['q05']:.0f} to {percent(row['q95'])}"
        after = f"less than 1 in {total:,}" if none else _not_certain(row["after"])
        settled = none or row["accepted"] == total
        rows.append(
            [row["rule"], percent(row["before"]), after, "" if settled else interval, f"{int(row['accepted']):,}"]
        )
    return rows


def _not_certain(chance: float) -> str:
    """Write a chance that a finite number of draws cannot put at nothing or at certainty."""
    if chance < 0.01:
        return "below 1 %"
    return "above 99 %" if chance > 0.99 else percent(chance)


def both_readings(calibration: Calibration) -> str:
    """Show the numbers whose medians depend on how the report is read."""
    numbers, table = calibration.tables["numbers"], calibration.tables["readings"]
    names, labels = number_names(numbers), list(table.columns[1:])
    medians = table.merge(numbers[["number", "q05", "q95"]], on="number")
    values = medians[labels].to_numpy()
    shares = np.array([of_range(name, row) for name, row in zip(medians["number"], values, strict=True)])
    moves = np.abs(shares[:, 1:] - shares[:, :1]).max(axis=1)
    moved = [place for place in np.argsort(-moves, kind="stable") if moves[place] > MOVED]
    rows = [[names[medians["number"].iloc[place]], *map(told, values[place])] for place in moved]
    outside = (values.min(axis=1) < medians["q05"]) | (values.max(axis=1) > medians["q95"])
    leaving = [names[name] for name in medians["number"][outside]]
    interval = "the 90 % interval of the first reading"
    beyond = f"Outside {interval}: {listed(leaving)}." if leaving else f"None leaves {interval}."
    return paragraphs(
        "The report does not print in which region it counts some countries (register, K33 and K07). Read otherwise, "
        f"{len(moved)} of {len(medians)} medians move by more than a tenth of the range. {beyond}",
        markdown_table(("median", *labels), rows) if rows else "",
    )


def policies(calibration: Calibration) -> str:
    """Show the order of the shipped policies under both evidences, and whether it changes."""
    table = calibration.tables["policies"]
    cells = {(row["outcome"], row["evidence"]): _order(row) for _, row in table.iterrows()}
    orders = {(row["outcome"], row["evidence"]): str(row["order"]) for _, row in table.iterrows()}
    outcomes, evidences = list(dict.fromkeys(table["outcome"])), list(dict.fromkeys(table["evidence"]))
    turned = [name for name in outcomes if turns([orders[name, evidence] for evidence in evidences])]
    lowest = table.sort_values("share", kind="stable").iloc[0]
    within = (
        "Within the posterior no order changes."
        if lowest["share"] == 1
        else f"Within the posterior the least certain order, of {_plain(lowest['outcome'])} with the evidence of the "
        f"{lowest['evidence']}, holds in {percent(lowest['share'], 1)} of the rows."
    )
    other = listed(_plain(name) for name in turned)
    turning = f"Under the other evidence it turns for {other}." if turned else "Under the other evidence none turns."
    return paragraphs(
        "The shipped policies in the last year, from low to high. Joined by =: their means differ by less than the "
        f"smallest effect worth naming. {within} {turning}",
        markdown_table(("outcome", *(f"evidence of the {evidence}" for evidence in evidences)),
                       ([_plain(name), *(cells[name, evidence] for evidence in evidences)] for name in outcomes),
                       words=1 + len(evidences)),
    )  # fmt: skip


def _plain(name: str) -> str:
    return name.replace("_", " ")


def _order(row: pd.Series) -> str:
    if "<" not in row["order"]:
        return "no difference worth naming"
    return f"{row['order']} ({'all' if row['share'] == 1 else percent(row['share'], 1) + ' of'} rows)"


def turns(orders: list[str]) -> bool:
    """Tell whether two orders contradict each other: a pair that is named both ways."""
    named = set()
    for order in orders:
        groups = [group.split(" = ") for group in order.split(" < ")]
        named |= {(a, b) for lower, higher in combinations(groups, 2) for a in lower for b in higher}
    return any((b, a) in named for a, b in named)
