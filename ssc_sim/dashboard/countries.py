"""The recipients as tiles, coloured by what a policy does there, and one of them alone."""

from __future__ import annotations

from html import escape
from typing import Any

import numpy as np
import pandas as pd

from ssc_sim.comparison import HIGHER, LOWER, NOT_DECIDED, TOO_SMALL, verdicts
from ssc_sim.dashboard.answers import UNTIL, Answer, CountryAnswer, CountryQuestion
from ssc_sim.dashboard.facts import recipients
from ssc_sim.dashboard.pictures import Curve, panel
from ssc_sim.dashboard.words import STYLES, in_words
from ssc_sim.marginal import FIRST, MEASURES, YEARS_GIVEN
from ssc_sim.tables import REGIONS, CountryOutcome, Rows
from ssc_sim.wording import number, signed

#: What the tiles may show, and the curves of one country, in this order.
SHOWN = ("trained_in_post", "capacity", "dependency", "social_spending", "debt_service", "goodwill")
STRENGTHS = 3
FIRST_COUNTRY = "TLS"


def tile_regions(answer: Answer | None, outcome: str) -> list[dict[str, Any]]:
    """Return the recipients by region, each with its verdict in the last year and how strong it is (0 to 3)."""
    told = _judged(*answer.countries, outcome) if answer and answer.countries else None
    regions: dict[str, list[dict[str, Any]]] = {region: [] for region in REGIONS}
    for place, country in sorted(enumerate(recipients()), key=lambda one: one[1].name):
        regions[country.region.lower()].append(_tile(place, outcome, told))
    return [{"name": region.capitalize(), "tiles": tiles} for region, tiles in regions.items()]


def _judged(baseline: Rows, policy: Rows, outcome: str) -> pd.DataFrame:
    """Return verdict, mean difference and its size in smallest effects, a row for each country."""
    before, after = (np.asarray(rows[outcome][:, -1]) for rows in (baseline, policy))
    declared = CountryOutcome.columns()[outcome]
    smallest = declared.smallest * (np.abs(before.mean(axis=0)) if declared.relative else np.ones(before.shape[1]))
    differences = (after - before).T
    means = differences.mean(axis=1)
    with np.errstate(divide="ignore", invalid="ignore"):
        sizes = np.nan_to_num(np.abs(means) / smallest, nan=0.0, posinf=STRENGTHS)
    return pd.DataFrame({"verdict": verdicts(differences, smallest), "mean": means, "size": sizes})


def _tile(place: int, outcome: str, told: pd.DataFrame | None) -> dict[str, Any]:
    country = recipients()[place]
    tile = {"code": country.iso3, "name": country.name, "style": "waiting", "strength": 0, "said": country.name}
    if told is None:
        return tile
    row = told.iloc[place]
    named = row["verdict"] in (HIGHER, LOWER)
    strength = int(np.clip(np.ceil(np.log2(max(row["size"], 1.0)) + 0.5), 1, STRENGTHS)) if named else 0
    difference = signed(float(row["mean"]), CountryOutcome.columns()[outcome].unit)
    said = f"{country.name}: {row['verdict']}, {difference}"
    return tile | {"style": STYLES[row["verdict"]], "strength": strength, "said": said}


def tally(regions: list[dict[str, Any]], *, is_stale: bool) -> str:
    """Say in how many countries a policy does what, or that this is being worked out."""
    if is_stale:
        return "Running single countries …"
    styles = [tile["style"] for region in regions for tile in region["tiles"]]
    order = (HIGHER, LOWER, NOT_DECIDED, TOO_SMALL)
    counted = [f"{styles.count(STYLES[verdict])} {verdict}" for verdict in order]
    return f"Against 2016 going on: {', '.join(counted)}."


def name_of(country: str) -> str:
    """Return the name of a recipient."""
    return next(one.name for one in recipients() if one.iso3 == country)


TITLE = "<h2>The recipients</h2>"


def colour_choices() -> list[dict[str, str]]:
    """Return the outcomes by which tiles can be coloured."""
    return [{"value": name, "label": in_words(name)} for name in SHOWN]


def country_title(country: str) -> str:
    """Return the heading of one country."""
    return f'<h3 class="ssc-country">{escape(name_of(country))}</h3>'


def is_country(code: Any) -> bool:
    """Whether a code is that of a recipient."""
    return any(code == one.iso3 for one in recipients())


def country_curves(answer: Answer, country: str, *, same: bool) -> str:
    """Return the curves of one country in both worlds."""
    if answer.countries is None:
        return ""
    place = [one.iso3 for one in recipients()].index(country)
    before, after = (rows[:, :, place] for rows in answer.countries)
    panels = []
    for name in SHOWN:
        declared = CountryOutcome.columns()[name]
        curve = Curve(in_words(name), declared, before[name], after[name])
        panels.append(panel(curve, declared.meaning, [], same=same))
    return f'<div class="ssc-panels">{"".join(panels)}</div>'


def million_more(answer: CountryAnswer | None, question: CountryQuestion) -> str:
    """Return what USD 1m a year more does in a country, as training, grant or loan, once that is known."""
    if answer is None or answer.question != question:
        return '<p class="ssc-note">Working out what USD 1m a year more would do here …</p>'
    rows = ""
    for row in answer.table.to_dict("records"):
        effects = "".join(f"<td>{row[name]:+.4f}</td>" for name in MEASURES)
        rows += f'<tr><th scope="row">{escape(row["modality"])}</th>{effects}</tr>'
    head = "".join(f'<th scope="col">{name.replace("_", " ")}</th>' for name in ("as", *MEASURES))
    last = FIRST + YEARS_GIVEN - 1
    return (
        f'<table class="ssc-table"><caption>USD 1m a year more here, {FIRST} to {last}: difference in '
        f"{UNTIL}</caption><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table>"
        f'<p class="ssc-note">{_needed(answer.table["musd_needed"])} Every number at its point value: sizes rest on '
        f"assumed numbers.</p>"
    )


def _needed(musd: pd.Series[float]) -> str:
    """Say how much a nameable gain of capacity takes, once that is known."""
    found = musd.dropna()
    if found.empty:
        return "Working out what a nameable gain of capacity takes …"
    amount = "over USD 1,000m" if np.isinf(found.iloc[0]) else f"USD {number(float(found.iloc[0]), 'million USD')}m"
    return f"A nameable gain of capacity takes {amount} a year as training."
