"""What each line of a scenario does, on screen."""

from __future__ import annotations

from typing import Any

from rich.console import Console
from rich.markup import escape
from rich.table import Table as Screen

from ssc_sim.analysis.asking import Findings
from ssc_sim.analysis.explain_effects import ALONE, LEFT_OUT, REMAINDER, TOGETHER
from ssc_sim.analysis.explain_told import outcomes_shown
from ssc_sim.wording import rests_on, signed

PART_NAMES = {
    LEFT_OUT: "  [dim]among the others[/dim]",
    TOGETHER: "[bold]all together[/bold]",
    REMAINDER: "  [dim]beyond the sum of the lines[/dim]",
}
MARKS = {"too small to matter": "~", "not decided": "?"}


def print_lines(console: Console, found: Findings) -> None:
    """Print the effects of each line on a few outcomes."""
    effects = found.tables["effects"]
    outcomes = outcomes_shown(found.manifest, effects)
    table = Screen(box=None, padding=(0, 1), header_style="dim")
    table.add_column("line", ratio=1)
    for outcome in outcomes:
        table.add_column(outcome.replace("_", "_\n", 1), justify="right", no_wrap=True)
    for (_, told), rows in effects.groupby(["line", "told"], sort=False):
        for part, name in ((ALONE, escape(str(told))), *PART_NAMES.items()):
            here = rows[rows["part"] == part].set_index("outcome")
            if len(here):
                table.add_row(name, *(_cell(here.loc[outcome].to_dict()) for outcome in outcomes))
    console.print(table)
    console.print(
        f"~ too small to matter, ? not decided. Mean differences of {found.manifest['runs']:,} paired replicates, "
        f"seed {found.manifest['seed']}; all outcomes and ranges stand in effects.csv. They rest on this: "
        f"{rests_on(found.manifest)}.",
        style="dim",
    )


def _cell(row: Any) -> str:
    return f"{signed(row['difference'], row['unit'])} {MARKS.get(row['verdict'], ' ')}"
