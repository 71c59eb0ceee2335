"""What the documents expect and what the model says, for a terminal."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Any

import pandas as pd
from rich.console import Console
from rich.table import Table as Screen

from ssc_sim.comparison import ASSUMED, NOT_DECIDED, TOO_SMALL
from ssc_sim.expectations.judging import HELD, NOT_HELD
from ssc_sim.expectations.table import VERDICTS, Entry, Row, entries, times_smallest
from ssc_sim.wording import failures_told

MEANING = {
    HELD: "the sign is certain, the size worth naming",
    ASSUMED: "held whatever the numbers nobody has measured, so the rules put the sign in",
    NOT_HELD: "the opposite is certain and worth naming",
    NOT_DECIDED: "anything else",
    TOO_SMALL: "90 % of the differences lie within the smallest effect worth naming",
}
STYLES = {HELD: "bold", ASSUMED: "", NOT_HELD: "bold red", NOT_DECIDED: "", TOO_SMALL: "dim"}


def print_expectations(console: Console, table: pd.DataFrame, manifest: dict[str, Any], seconds: float) -> None:
    """Print each expectation with its verdicts, the best supported first; what is too small in one line."""
    for support, listed in entries(table).items():
        expectations = "expectation" if len(listed) == 1 else "expectations"
        console.print(f"{_headed(support)}: {len(listed)} {expectations}", style="bold")
        shown = [entry for entry in listed if not entry.is_small]
        if shown:
            console.print(_table(shown, manifest["evidences"]))
        _print_small(console, [entry for entry in listed if entry.is_small])
    _print_counts(console, table, manifest)
    console.print(
        f"{len(manifest['scenarios'])} scenarios x ({len(manifest['evidences'])} x {manifest['runs']:,} replicates + "
        f"{manifest['draws']:,} draws of all numbers over their ranges), {manifest['first_year']}-{manifest['until']}, "
        f"seed {manifest['seed']}: {seconds:.0f} seconds.{failures_told(manifest)}",
        style="dim",
    )


def _headed(support: str) -> str:
    return (
        "Contested in the documents" if support == "contested" else f"{support.capitalize()} support in the documents"
    )


def _table(shown: Sequence[Entry], evidences: Sequence[str]) -> Screen:
    table = Screen(box=None, padding=(0, 1), header_style="dim")
    table.add_column("the documents expect", ratio=1)
    for evidence in evidences:
        table.add_column(f"strengths of the\n{evidence}", no_wrap=True)
    for entry in shown:
        for structure, rows in entry.answers.items():
            told = f"  under {structure}" if structure else f"{entry.scenario}: {entry.claim}"
            table.add_row(told, *(_cell(entry, rows[evidence]) for evidence in evidences))
    return table


def _cell(entry: Entry, row: Row) -> str:
    """Write a verdict with its size: in smallest effects worth naming, or how often it is inside."""
    style = STYLES[row["verdict"]]
    told = f"[{style}]{row['verdict']}[/{style}]" if style else row["verdict"]
    if entry.relation == "between":
        return f"{told} [dim]{row['probability']:.0%}[/dim]"
    times = times_smallest(row)
    return f"{told} [dim]{times:+,.0f}[/dim]" if abs(times) >= 10 else f"{told} [dim]{times:+.1f}[/dim]"


def _print_small(console: Console, small: Sequence[Entry]) -> None:
    if small:
        of: dict[str, list[str]] = {}
        for entry in small:
            of.setdefault(entry.scenario, []).append(entry.outcome)
        named = "; ".join(f"{scenario}: {', '.join(dict.fromkeys(outcomes))}" for scenario, outcomes in of.items())
        console.print(f" [dim]Too small to matter at any strength: {len(small)}[/dim] ({named}).")
    console.print()


def _print_counts(console: Console, table: pd.DataFrame, manifest: dict[str, Any]) -> None:
    """Count the verdicts, and say what they and the numbers mean."""
    plain = table[table["structure"] == ""]
    for evidence in manifest["evidences"]:
        counts = Counter(plain.loc[plain["evidence"] == evidence, "verdict"])
        told = "; ".join(f"{counts[verdict]} {verdict}" for verdict in VERDICTS if counts[verdict])
        console.print(f"At the strengths of the {evidence}: {told}.")
    for verdict, meaning in MEANING.items():
        console.print(f" [dim]{verdict}: {meaning}.[/dim]")
    console.print(
        " [dim]Numbers: the mean effect in smallest effects worth naming; with a percentage, how often the value lies "
        "between its bounds. What each answer rests on stands in expectations.csv.[/dim]"
    )
