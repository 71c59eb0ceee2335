"""What the programme does, what the documents expect and what the model says, for a terminal."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import pandas as pd
from rich.console import Console
from rich.markup import escape
from rich.padding import Padding
from rich.table import Table as Screen

from ssc_sim.comparison import ASSUMED, NOT_DECIDED, TOO_SMALL
from ssc_sim.expectations.judging import HELD, NOT_HELD
from ssc_sim.expectations.programme import programme_sentences
from ssc_sim.expectations.table import VERDICTS, Entry, Row, entries, times_smallest
from ssc_sim.wording import failures_told

if TYPE_CHECKING:
    from ssc_sim.expectations.command import Expected

MEANING = {
    HELD: "the sign is certain, the size worth naming; or 90 % lie within what was expected",
    ASSUMED: "held whatever the numbers nobody has measured, so the rules put the sign in",
    NOT_HELD: "the opposite is certain and worth naming",
    NOT_DECIDED: "anything else",
    TOO_SMALL: "90 % of the differences lie within the smallest effect worth naming",
}
STYLES = {HELD: "bold", ASSUMED: "", NOT_HELD: "bold red", NOT_DECIDED: "", TOO_SMALL: "dim"}
INDENT = (0, 0, 0, 1)


def print_expectations(console: Console, done: Expected) -> None:
    """Print first what the programme does at its own scale, then each expectation with its verdicts.

    The best supported stand first, those decided before those that are not; what is too small comes last, counted.
    """
    evidences = done.manifest["evidences"]
    console.print("Indonesia's programme at its own scale, against a world without it", style="bold")
    for sentence in programme_sentences(done.programme):
        console.print(Padding(sentence, INDENT))
    console.print(Padding("Means, with what holds in nine of ten replicates.", INDENT), style="dim")
    console.print()
    found = entries(done.table)
    _print_counts(console, done.table, evidences)
    for support, listed in found.items():
        shown = [entry for entry in listed if not entry.is_small]
        if shown:
            console.print(headed(support), style="bold")
            console.print(_listed(shown, evidences))
            console.print()
    _print_small(console, found)
    _print_meaning(console, done)


def headed(support: str) -> str:
    """Return the heading of the expectations that the documents support so strongly."""
    return (
        "Contested in the documents" if support == "contested" else f"{support.capitalize()} support in the documents"
    )


def _print_counts(console: Console, table: pd.DataFrame, evidences: Sequence[str]) -> None:
    """Count the verdicts by support, under each evidence."""
    console.print("What the documents expect, and what the model says", style="bold")
    screen = Screen(box=None, padding=(0, 1), header_style="dim")
    screen.add_column("expectations")
    for verdict in VERDICTS:
        screen.add_column(verdict.replace(", ", ",\n").replace("small to", "small\nto"), justify="right", no_wrap=True)
    for support, counts in counts_of(table).items():
        number = sum(counts[evidences[0]].values())
        row = [_both([counts[evidence][verdict] for evidence in evidences]) for verdict in VERDICTS]
        screen.add_row(f"{headed(support)}: {number}", *row)
    console.print(screen)
    console.print(
        Padding(f"Two counts: at the strengths of the {', and at those of the '.join(evidences)}.", INDENT), style="dim"
    )
    console.print()


def counts_of(table: pd.DataFrame) -> dict[str, dict[str, Counter[str]]]:
    """Return how often each verdict was given, by support and evidence; rival structures are left out."""
    plain = table[table["structure"].fillna("") == ""]
    return {
        support: {
            str(evidence): Counter(rows["verdict"])
            for evidence, rows in plain[plain["support"] == support].groupby("evidence")
        }
        for support in entries(table)
    }


def _both(counts: Sequence[int]) -> str:
    if not any(counts):
        return "-"
    return str(counts[0]) if len(set(counts)) == 1 else ", ".join(map(str, counts))


def _listed(shown: Sequence[Entry], evidences: Sequence[str]) -> Screen:
    table = Screen(box=None, padding=(0, 1), show_header=False)
    table.add_column("claim", ratio=1)
    table.add_column("verdict", no_wrap=True)
    for entry in shown:
        for structure, rows in entry.answers.items():
            told = f"  under {structure}" if structure else f"{entry.scenario}: {entry.claim}"
            table.add_row(escape(told), verdict_told(entry, [rows[evidence] for evidence in evidences]))
    return table


def verdict_told(entry: Entry, rows: Sequence[Row], *, marked: bool = True) -> str:
    """Write the verdict with its size under each evidence; once, where the word is the same.

    The size is counted in smallest effects worth naming; of a value between bounds, how often it is inside. `marked`
    puts in the styles of a terminal.
    """
    words = [_styled(row["verdict"], marked=marked) for row in rows]
    sizes = [_size(entry, row) for row in rows]
    if len(set(words)) == 1:
        return f"{words[0]} {', '.join(dict.fromkeys(sizes))}"
    lines = [f"{word} {size} ({row['evidence']})" for word, size, row in zip(words, sizes, rows, strict=True)]
    return "\n".join(lines) if marked else "; ".join(lines)


def _styled(verdict: str, *, marked: bool) -> str:
    style = STYLES[verdict]
    return f"[{style}]{verdict}[/{style}]" if style and marked else verdict


def _size(entry: Entry, row: Row) -> str:
    if entry.relation == "between":
        return f"{row['probability']:.0%}"
    times = times_smallest(row)
    return f"{times:+,.0f}" if abs(times) >= 10 else f"{times:+.1f}"


def _print_small(console: Console, found: dict[str, list[Entry]]) -> None:
    """Name what is too small at any strength, in few lines."""
    small = {support: [entry for entry in listed if entry.is_small] for support, listed in found.items()}
    total = sum(map(len, small.values()))
    if total:
        console.print(f"Too small to matter at any strength: {total}", style="bold")
    for support, listed in small.items():
        if listed:
            console.print(Padding(f"[dim]{support}, {len(listed)}:[/dim] {escape(small_told(listed))}.", INDENT))
    if total:
        console.print()


def small_told(small: Sequence[Entry]) -> str:
    """Name scenarios and outcomes that are too small to matter."""
    of: dict[str, list[str]] = {}
    for entry in small:
        of.setdefault(entry.scenario, []).append(entry.outcome)
    return "; ".join(f"{scenario} ({', '.join(dict.fromkeys(outcomes))})" for scenario, outcomes in of.items())


def _print_meaning(console: Console, done: Expected) -> None:
    """Say what verdicts and numbers mean, and what was run."""
    for verdict, meaning in MEANING.items():
        console.print(Padding(f"{verdict}: {meaning}.", INDENT), style="dim")
    console.print(Padding(SIZES, INDENT), style="dim")
    told = f"{ran(done.manifest)}: {done.seconds:.0f} seconds.{failures_told(done.manifest)}"
    console.print(Padding(told, INDENT), style="dim")


SIZES = (
    "Numbers: the mean effect in smallest effects worth naming, at the strengths of the documents, then of the "
    "literature; with a percentage, how often the value lies between its bounds. What each answer rests on stands in "
    "expectations.csv."
)


def ran(manifest: dict[str, Any]) -> str:
    """Say what was run."""
    return (
        f"{len(manifest['scenarios'])} scenarios x ({len(manifest['evidences'])} x {manifest['runs']:,} replicates + "
        f"{manifest['draws']:,} draws of all numbers over their ranges), {manifest['first_year']}-{manifest['until']}, "
        f"seed {manifest['seed']}"
    )
