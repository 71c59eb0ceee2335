"""What is shown in a terminal: progress, the summary of a run, and what there is to show."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn
from rich.table import Table as Screen

from ssc_sim import wording
from ssc_sim.observed import read_donors, read_partners, read_recipients
from ssc_sim.parameters import Parameters
from ssc_sim.scenario import load_scenario, shipped_scenarios
from ssc_sim.tables import Outcome

if TYPE_CHECKING:
    from ssc_sim.results import Results

SUMMARY_ROWS = {
    "The programme": (
        "programmes", "participants", "countries_reached", "spending", "cost_per_participant", "trained_in_post",
        "cadre_share",
    ),
    "The nations (mean over countries)": (
        "capacity", "dependency", "self_reliance", "debt_service", "social_spending",
    ),
}  # fmt: skip


@contextmanager
def progress(console: Console, replicates: int) -> Iterator[Callable[[int], None]]:
    """Show a bar that counts finished replicates, with the time left."""
    columns = (TextColumn("Replicates"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=console) as bar:
        task = bar.add_task("", total=replicates)
        yield lambda finished: bar.advance(task, finished)


def print_summary(console: Console, results: Results) -> None:
    """Print what a run found, to be read in ten seconds: programme scale first, then nations."""
    manifest = results.manifest
    summary: dict[Any, Any] = results.summary().set_index(["outcome", "scenario", "year"]).to_dict("index")
    names = [scenario["name"] for scenario in manifest["scenarios"]]
    first, last = manifest["first_year"], manifest["until"]
    columns = [(names[0], first), (names[0], last)] if len(names) == 1 else [(name, last) for name in names]
    console.print(wording.title_of(manifest), style="bold")
    table = Screen(box=None, padding=(0, 1), header_style="dim")
    table.add_column(str(last) if len(names) > 1 else "", min_width=22)
    for name, year in columns:
        table.add_column(str(year) if len(names) == 1 else name.replace("-", "-\n", 1), justify="right", no_wrap=True)
    if len(names) == 1:
        table.add_column("5 % to 95 %", justify="right", no_wrap=True)
    for heading, outcomes in SUMMARY_ROWS.items():
        table.add_row(f"[bold]{heading}[/bold]")
        for outcome in outcomes:
            rows = [summary[outcome, name, year] for name, year in columns]
            unit = Outcome.names()[outcome][2].unit
            table.add_row(f"{outcome} [dim]({unit})[/dim]", *_cells(unit, rows, with_range=len(names) == 1))
    console.print(table)
    console.print(
        f"Medians of {manifest['runs']:,} replicates, {first}-{last}, seed {manifest['seed']}, evidence: "
        f"{wording.evidence_of(manifest)}. Ranges hold chance and unknown budgets only; {wording.rests_on()}.",
        style="dim",
    )


def _cells(unit: str, rows: list[Any], *, with_range: bool) -> list[str]:
    """Write the medians of a row, and the range of the last."""
    cells = [wording.number(row["q50"], unit) for row in rows]
    if with_range:
        low, high = (wording.number(rows[-1][end], unit) for end in ("q05", "q95"))
        cells.append(f"{low} to {high}")
    return cells


def scenarios_tables() -> Iterator[Screen]:
    """Shipped scenarios."""
    table = _table("Shipped scenarios", "name", "question", "register", "extends")
    for name in shipped_scenarios():
        scenario = load_scenario(name)
        parents = ", ".join(scenario.lineage[:-1])
        table.add_row(name, scenario.question, ", ".join(scenario.register), parents)
    yield table


def parameters_tables() -> Iterator[Screen]:
    """Numbers of the rules."""
    table = _table(
        "Numbers of the rules", "name (unit) and what it means", "documents", "literature", "range", "kind", "source"
    )
    table.columns[0].min_width = 44
    for name, record in Parameters.columns().items():
        literature = "" if record.literature is None else f"{record.literature:g}"
        span = f"{record.low:g} to {record.high:g}" + (" (log)" if record.scale == "log" else "")
        told = f"[bold]{name}[/bold] [dim]({record.unit})[/dim] {record.meaning}"
        table.add_row(told, f"{record.value:g}", literature, span, record.kind, record.source)
    yield table


def outcomes_tables() -> Iterator[Screen]:
    """Outcomes by scale."""
    for scale in ("programme", "nations", "system"):
        table = _table(
            f"Outcomes: {scale} (with the smallest effect worth naming, assumed)",
            "name",
            "unit",
            "smallest effect",
            "meaning",
        )
        for name, (_, _, declared) in Outcome.names().items():
            if declared.scale == scale:
                smallest = f"{declared.smallest:.0%}" if declared.relative else f"{declared.smallest:g}"
                table.add_row(f"[bold]{name}[/bold]", declared.unit, smallest, wording.meaning(name))
        yield table


def countries_tables() -> Iterator[Screen]:
    """Recipients of 2015-2016."""
    table = _table("Recipients (* imputed: median of the sub-region)", "code", "name", "sub-region", "people (million)",
                   "income per head (USD)", "HDI", "aid (million USD)", "lists")  # fmt: skip
    for row in read_recipients():
        lists = [
            name for name in ("ldc", "lldc", "sids", "asean", "pif", "msg", "oic", "colombo_plan") if getattr(row, name)
        ]

        def told(name: str, form: str, scale: float = 1.0, row: Any = row) -> str:
            return f"{getattr(row, name) / scale:{form}}" + ("*" if name in row.imputed else "")

        table.add_row(
            row.iso3, row.name, row.subregion, told("population", ",.2f", 1000), told("gni_per_head", ",.0f"),
            told("hdi", ".3f"), told("aid_received", ",.0f"), " ".join(lists),
        )  # fmt: skip
    yield table


def donors_tables() -> Iterator[Screen]:
    """Donors, their figures, and Northern partners."""
    table = _table("Southern donors", "code", "name", "figure", "value", "range", "unit", "kind", "source", "why")
    for donor in read_donors():
        for name, record in donor.figures.items():
            span = f"{record.low:g} to {record.high:g}" + (" (log)" if record.scale == "log" else "")
            table.add_row(donor.iso3, donor.name, name, f"{record.value:g}", span, record.unit, record.kind,
                          "; ".join(record.source), record.note)  # fmt: skip
        table.add_section()
    yield table
    partners = _table("Northern partners", "code", "name", "role", "source", "note")
    for partner in read_partners():
        partners.add_row(partner.iso3, partner.name, partner.role, "; ".join(partner.source), partner.note)
    yield partners


def _table(title: str, *columns: str) -> Screen:
    table = Screen(title=title, title_justify="left", title_style="bold", box=None, show_lines=False, padding=(0, 1))
    for column in columns:
        table.add_column(column, overflow="fold", header_style="dim")
    return table
