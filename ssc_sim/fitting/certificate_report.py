"""The first half of the certificate: figures that were fitted, figures held out, and each named country left out."""

from __future__ import annotations

import numpy as np
import pandas as pd

from ssc_sim.fitting.calibration import Calibration
from ssc_sim.fitting.certificate_words import (
    counted,
    country,
    figure_name,
    listed,
    markdown_table,
    paragraphs,
    percent,
    picture,
    side,
    span,
    told,
    verdict,
)

#: Programmes of 2018 that were for one partner, by the printed list (register, X12).
ALONE_IN_2018 = 7
PORTFOLIOS = ("tha", "tur")


def what_was_fitted(calibration: Calibration) -> str:
    """Say what a fit is made of, and what follows from it and what does not."""
    numbers, overall = calibration.tables["numbers"], calibration.tables["overall"].iloc[0]
    first, fitted = calibration.targets.used("fit")[0], len(calibration.tables["predicted"])
    free = int((numbers["kind"] == "calibrated").sum())
    held_out = "the figures held out are the test" if "held_out" in calibration.tables else "here nothing was held out"
    return paragraphs(
        f"{counted(fitted, 'figure')} of {first.year} ({first.scope}) are met by moving {free} numbers of "
        f"giving: who is invited, to what, and how many come. {counted(calibration.draws, 'year')} were simulated, "
        "each with numbers drawn over their whole ranges. The "
        f"{int(overall['kept']):,} nearest to the figures were kept, and moved to them by a regression; "
        f"{len(calibration.posterior.rows):,} rows drawn from these are the *posterior*. The *best row* is the one "
        "whose mean figures come nearest. An *interval* holds the middle 90 %.",
        "- You may conclude how sure one can be of who is invited, by this donor, in such a year.\n"
        "- You may not conclude anything about what aid does: the figures count invitations, not consequences.\n"
        f"- A fitted figure inside its interval shows only that the model can meet it; {held_out}.",
    )


def figures_fitted(calibration: Calibration) -> str:
    """Show every fitted figure on its interval."""
    table = calibration.tables["predicted"]
    shows = (
        f"{counted(len(table), 'fitted figure')}, each as a point on its 90 % interval; "
        f"{int(table['inside'].sum())} lie inside."
    )
    rows = (
        [figure_name(row["figure"]), told(row["reported"]), span(row), verdict(row), percent(row["chance"]),
         span(row, "best_q05", "best_q95")]
        for _, row in table.iterrows()
    )  # fmt: skip
    return paragraphs(
        f"{_how_many_inside(table)} Chance alone makes up {percent(table['chance'].min())} to "
        f"{percent(table['chance'].max())} of the variance within an interval; the rest is doubt about the numbers.",
        picture("fitted", shows, "Point: reported. Pale bar: 90 % interval of the posterior. Dark bar: what chance "
                "alone does where every number stands at the best row."),
        markdown_table(("figure", "reported", "90 % interval", "it lies", "chance alone", "at the best row"), rows),
    )  # fmt: skip


def _how_many_inside(table: pd.DataFrame) -> str:
    outside = [figure_name(name) for name in table["figure"][~table["inside"]]]
    if not outside:
        return f"All {len(table)} lie inside their intervals."
    return f"{int(table['inside'].sum())} of {len(table)} lie inside their intervals; outside: {listed(outside)}."


def fitted_in_short(calibration: Calibration) -> str:
    """Say in short whether the fitted figures are met."""
    table, first = calibration.tables["predicted"], calibration.targets.used("fit")[0]
    return f"{counted(len(table), 'figure')} of {first.year} ({first.scope}) were fitted. {_how_many_inside(table)}"


def held_out_in_short(calibration: Calibration) -> str:
    """Say in short which figures held out were hit."""
    if "held_out" not in calibration.tables:
        return "No figure was held out, so that nothing tests the fit from outside."
    table = calibration.tables["held_out"]
    told_all = [
        f"{len(rows)} {'lies' if len(rows) == 1 else 'lie'} {where} ({listed(_subjects(rows))})"
        for where, rows in (("inside", table[table["inside"]]), ("outside", table[~table["inside"]]))
        if len(rows)
    ]
    return f"Of {counted(len(table), 'figure')} held out, {listed(told_all)}."


def _subjects(rows: pd.DataFrame) -> list[str]:
    """Name figures; both figures of one donor's portfolio as one."""
    figures = set(rows["figure"])
    both = {donor for donor in PORTFOLIOS if {f"recipients_{donor}", f"top_eight_{donor}"} <= figures}
    names = []
    for _, row in rows.iterrows():
        donor = row["figure"].rpartition("_")[2]
        names.append(f"the portfolio of {country(donor)}" if donor in both else _named(row))
    return list(dict.fromkeys(names))


def _named(row: pd.Series) -> str:
    return figure_name(row["figure"], int(row["year"]))


def figures_held_out(calibration: Calibration) -> str:
    """Show the figures that were held out, and say what hits and misses mean."""
    table = calibration.tables["held_out"]
    rows = (
        [_named(row), told(row["reported"]), told(row["q50"]), span(row), verdict(row),
         "yes" if row["seen"] else "no"]
        for _, row in table.iterrows()
    )  # fmt: skip
    seen = [_named(row) for _, row in table[table["seen"]].iterrows()]
    return paragraphs(
        "Of 2018 the fit is told for whom each printed programme was; who came, and how many, is foretold. Of other "
        "donors' portfolios it is told the donor's budget and ties; a recipient counts from USD 0.01m a year.",
        markdown_table(("figure", "reported", "median", "90 % interval", "it lies", "seen before"), rows),
        f"Known while the model was designed, and so no clean test: {listed(seen)}." if seen else "",
        _participants_of_2018(calibration, table),
        *(_portfolio(table, donor) for donor in PORTFOLIOS),
        _use_of_portfolios(table),
    )  # fmt: skip


def _participants_of_2018(calibration: Calibration, table: pd.DataFrame) -> str:
    """Say why the participants of 2018 are met or missed."""
    found = table[(table["figure"] == "participants") & (table["year"] == 2018)]
    if found.empty:
        return ""
    row, value = found.iloc[0], calibration.targets.value
    programmes, posterior = value("programmes", 2018), calibration.posterior
    of_2016 = value("participants", 2016) / value("programmes", 2016)
    sample = dict(zip(posterior.names, posterior.rows.T, strict=True))
    larger = float(np.mean(sample["call_countries"] * sample["delegates"] > sample["bilateral_size"]))
    alone = float(np.median(sample["bilateral_share"]))
    lies = "inside the interval" if row["inside"] else "outside the interval"
    by_width = row["inside"] and abs(row["reported"] - row["q50"]) > max(row["q95"] - row["q50"], 0.0) / 2
    return (
        f"**The {told(row['reported'])} participants of 2018 lie {lies}.** One mean size for all programmes, that of "
        f"2016, foretells {told(programmes)} x {of_2016:.1f} = {told(programmes * of_2016)}. Here programmes for one "
        "country and calls have sizes that are free of each other, and 2016 tells little more than their mix. "
        f"{f'They are hit because the interval is wide; its median is {told(row.q50)}. ' if by_width else ''}Of the "
        f"programmes of 2018, {percent(1 - ALONE_IN_2018 / programmes)} were for several countries, against "
        f"{percent(1 - alone)} in the fit of 2016. That raises the number only where a call is larger than a programme "
        f"for one country, as in {percent(larger)} of the rows."
    )


def _portfolio(table: pd.DataFrame, donor: str) -> str:
    """Say how the rule of allocation fares on another donor."""
    by_figure = {row["figure"]: row for _, row in table.iterrows()}
    if f"recipients_{donor}" not in by_figure:
        return ""
    reached, largest = by_figure[f"recipients_{donor}"], by_figure[f"top_eight_{donor}"]
    if reached["inside"] and largest["inside"]:
        return f"**{country(donor)}'s portfolio is met.**"
    return (
        f"**{country(donor)}'s portfolio is missed.** It gives to {told(reached['reported'])} countries, where the "
        f"rule gives to {told(reached['q50'])}; its eight largest recipients get {percent(largest['reported'])}, where "
        f"the rule gives them {percent(largest['q50'])}."
    )


def _use_of_portfolios(table: pd.DataFrame) -> str:
    portfolios = table[table["figure"].str.startswith(("recipients_", "top_eight_"))]
    told_what = ""
    if (portfolios["figure"].str.startswith("recipients_") & (portfolios["reported"] < portfolios["q05"])).any():
        told_what = (
            "The rule spreads aid over nearly all countries: it has no threshold below which a donor does not give. "
        )
    if portfolios["inside"].all():
        return ""
    return (
        f"{told_what}Use it for the donor it was fitted to, and do not read off it which countries another donor "
        "leaves out, or how much its largest recipients get."
    )


def each_country(calibration: Calibration) -> str:
    """Show each named country, foretold without its own count."""
    table = calibration.tables["left_out"]
    names = {name: country(name.rpartition("_")[2]) for name in table["figure"]}
    rows = (
        [names[row["figure"]], told(row["reported"]), told(row["q50"]), span(row), verdict(row)]
        for _, row in table.iterrows()
    )
    missed = table[~table["inside"]]
    which = [f"{names[row['figure']]} ({side(row)})" for _, row in missed.iterrows()]
    what_it_says = (
        f"Missed: {listed(which)}. The {len(table)} are named because they "
        "are exceptions, the countries with most programmes. A country that is not named may be one too, and the "
        "model cannot know: do not read the interval of a single unnamed country as safe."
        if len(missed)
        else "None is missed."
    )
    return paragraphs(
        f"Each of the {len(table)} counted countries is foretold by a fit that does not know its count, with a pull as "
        f"uncertain as that of any other country. {int(table['inside'].sum())} of {len(table)} lie inside. "
        f"{what_it_says}",
        markdown_table(("programmes received by", "reported", "median", "90 % interval", "it lies"), rows),
    )  # fmt: skip
