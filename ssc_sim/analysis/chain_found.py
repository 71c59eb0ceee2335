"""What `ssc-sim analyse explain --country` does: the chain behind one country's aid in one year."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pandas as pd

from ssc_sim.analysis.asking import Findings
from ssc_sim.analysis.chain import CHAIN_COLUMNS, Replay, Told, replay
from ssc_sim.analysis.chain_effects import arrivals_told, effects_told
from ssc_sim.analysis.chain_giving import attraction_told, budget_told, mix_told, share_told
from ssc_sim.analysis.chain_programmes import PROGRAMME_COLUMNS, Programme, programmes_held, programmes_told
from ssc_sim.scenario import Scenario
from ssc_sim.wording import number


def chain(scenario: str | Path | Scenario, country: str, year: int, **asked: Any) -> Findings:
    """Tell the chain of decisions and draws behind one country's aid in one year.

    Parameters
    ----------
    scenario : str, path or Scenario
    country : str
        ISO code of the recipient.
    year : int
    **asked
        replicate (0), seed (2016), evidence: which world.

    Returns
    -------
    Findings
        With the tables `chain` (see `chain`) and `programmes` (see `chain_programmes`).

    Raises
    ------
    InputError
        With every mistake in what was given.
    """
    seen = replay(scenario, country, year, **asked)
    held = programmes_held(seen)
    told = chain_of(seen, held)
    tables = {
        "chain": pd.DataFrame(told, columns=CHAIN_COLUMNS),
        "programmes": pd.DataFrame(held, columns=PROGRAMME_COLUMNS),
    }
    asked_for = {"kind": "chain", "scenario": seen.scenario, "country": country, "year": year}
    manifest = seen.manifest | asked_for | {"replicate": seen.replicate}
    return Findings(manifest, tables, (_in_short(seen, told, held),))


def chain_of(seen: Replay, held: list[Programme]) -> list[Told]:
    """Return everything told, in the order in which it happened."""
    return [
        *budget_told(seen), *mix_told(seen), *attraction_told(seen), *share_told(seen), *programmes_told(seen, held),
        *arrivals_told(seen, held), *effects_told(seen),
    ]  # fmt: skip


def _in_short(seen: Replay, told: list[Told], held: list[Programme]) -> str:
    """Return the chain in one sentence."""
    values = {row.what: row for row in told}
    won = sum(one.won for one in held)
    capacity = values["capacity"]
    return (
        f"{seen.country_name} in {seen.year} (replicate {seen.replicate} of {seen.scenario}): {seen.donor_name} had "
        f"USD {number(values['budget'].value, 'million USD')}m and held {values['programmes'].value:.0f} programmes; "
        f"with a share of {values['share'].value:.2%} {seen.country_name} won a place in {won} of them and sent "
        f"{values['came'].value:g} people. Its capacity went from {capacity.before:.4f} to {capacity.value:.4f}."
    )


def print_chain(console: Any, found: Findings) -> None:
    """Print the chain in words, the sentence that sums it up first."""
    for conclusion in found.conclusions:
        console.print(conclusion, style="bold", markup=False)
    table = found.tables["chain"]
    for section, rows in table.groupby("section", sort=False):
        console.print(f"\n{str(section).capitalize()}", style="bold")
        for says in rows["says"]:
            if says:
                console.print(says, markup=False)
