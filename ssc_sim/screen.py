"""What is shown in a terminal: progress, the summary of a run, and what there is to show."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from math import isnan
from typing import TYPE_CHECKING, Any

from rich.console import Console
from rich.markup import escape
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn
from rich.table import Table as Screen

from ssc_sim import wording
from ssc_sim.observed import read_donors, read_partners, read_recipients
from ssc_sim.parameters import EVIDENCES, FAMILIES, Parameters
from ssc_sim.scenario import load_scenario, shipped_scenarios
from ssc_sim.scenario.sweep import family_names
from ssc_sim.tables import Outcome

if TYPE_CHECKING:
    from ssc_sim.comparison import Comparison
    from ssc_sim.results.folder import Summarised

SUMMARY_ROWS = {
    "The programme": (
        "programmes", "participants", "countries_reached", "spending", "cost_per_participant", "trained_in_post",
        "cadre_share",
    ),
    "The nations (mean over countries)": (
        "capacity", "dependency", "self_reliance", "debt_service", "social_spending",
    ),
}  # fmt: skip
MAIN = [outcome for outcomes in SUMMARY_ROWS.values() for outcome in outcomes]
MIXED = ("trained_in_post", "capacity", "dependency", "social_spending")


@contextmanager
def progress(console: Console, replicates: int) -> Iterator[Callable[[int], None]]:
    """Show a bar that counts finished replicates, with the time left."""
    columns = (TextColumn("Replicates"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=console) as bar:
        task = bar.add_task("", total=replicates)
        yield lambda finished: bar.advance(task, finished)


def print_summary(console: Console, results: Summarised) -> None:
    """Print what a run found, to be read in ten seconds: programme scale first, then nations."""
    manifest = results.manifest
    summary: dict[Any, Any] = results.summary().set_index(["outcome", "scenario", "year"]).to_dict("index")
    names = [scenario["name"] for scenario in manifest["scenarios"]]
    first, last = manifest["first_year"], manifest["until"]
    columns = [(names[0], first), (names[0], last)] if len(names) == 1 else [(name, last) for name in names]
    console.print(wording.title_of(manifest), style="bold", markup=False)
    table = Screen(box=None, padding=(0, 1), header_style="dim")
    table.add_column(str(last) if len(names) > 1 else "", min_width=22)
    for name, year in columns:
        heading = str(year) if len(names) == 1 else escape(name.replace("-", "-\n", 1))
        table.add_column(heading, justify="right", no_wrap=True)
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
        f"{wording.evidence_of(manifest)}. {wording.bands_hold(manifest)}.{wording.failures_told(manifest)}",
        style="dim",
    )


def print_comparison(console: Console, comparison: Comparison) -> None:
    """Print how each scenario differs from the first, main outcomes only, with verdicts and what they rest on."""
    manifest = comparison.results.manifest
    table = comparison.table[comparison.table["year"] == manifest["until"]]
    told: dict[Any, Any] = table.set_index(["scenario", "outcome"]).to_dict("index")
    scenarios = list(dict.fromkeys(table["scenario"]))
    for name in family_names(scenarios):
        members = [scenario for scenario in scenarios if scenario.partition("[")[0] == name]
        console.print(f"{name}, against {manifest['scenarios'][0]['name']}, {manifest['until']}", style="bold",
                      markup=False)  # fmt: skip
        if members == [name]:
            _print_differences(console, {outcome: told[name, outcome] for outcome in MAIN})
        else:
            _print_mixes(console, {member: {outcome: told[member, outcome] for outcome in MIXED} for member in members})
        counts = table.loc[table["scenario"].isin(members), "verdict"].value_counts()
        counted = ", ".join(f"{count} {verdict}" for verdict, count in counts.items())
        console.print(f"All {counts.sum():,} differences: {counted}.\n", style="dim")
    console.print(
        f"Differences of {manifest['runs']:,} paired replicates, seed {manifest['seed']}, evidence: "
        f"{wording.evidence_of(manifest)}; {wording.rests_on(manifest)}."
        + (
            f" What verdicts rest on: {manifest['draws']:,} draws of these, over their ranges."
            * bool(manifest["draws"])
        )
        + wording.failures_told(manifest),
        style="dim",
    )


def _print_mixes(console: Console, mixes: dict[str, Any]) -> None:
    """Print a few differences of each cell of a sweep."""
    keys = [told.partition("=")[0] for told in _mix(next(iter(mixes)))]
    console.print(f"Mixes: {' | '.join(keys)}", style="dim")
    table = Screen(box=None, padding=(0, 1), header_style="dim")
    table.add_column("mix", no_wrap=True)
    for outcome in MIXED:
        table.add_column(outcome.replace("_", "_\n", 1), justify="right", no_wrap=True)
    marks = {"too small to matter": "~", "not decided": "?"}
    for name, rows in mixes.items():
        cells = [f"{wording.signed(row['difference'], row['unit'])} {marks.get(row['verdict'], ' ')}"
                 for row in rows.values()]  # fmt: skip
        table.add_row(" | ".join(told.partition("=")[2] for told in _mix(name)), *cells)
    console.print(table)
    console.print("~ too small to matter, ? not decided; what each rests on stands in comparison.csv.")


def _mix(name: str) -> list[str]:
    """Return the parts of a cell's name, such as `technical_share=0.5`."""
    return name.partition("[")[2].removesuffix("]").split(",")


def _print_differences(console: Console, rows: dict[str, Any]) -> None:
    """Print the main differences of one scenario, and what they rest on."""
    table = Screen(box=None, padding=(0, 1), header_style="dim")
    table.add_column("")
    for column in ("difference", "5 % to 95 %"):
        table.add_column(column, justify="right", no_wrap=True)
    table.add_column("verdict", no_wrap=True)
    for heading, outcomes in SUMMARY_ROWS.items():
        table.add_row(f"[bold]{heading}[/bold]")
        for outcome in outcomes:
            row = rows[outcome]
            difference, low, high = (wording.signed(row[name], row["unit"]) for name in ("difference", "q05", "q95"))
            told = f"{outcome} [dim]({row['unit']})[/dim]"
            table.add_row(told, difference, f"{low} to {high}", row["verdict"])
    console.print(table)
    grounds: dict[str, list[str]] = {}
    for outcome, row in rows.items():
        if row["rests_on"] and row["verdict"] != "too small to matter":
            grounds.setdefault(row["rests_on"], []).append(outcome)
    for ground, grounded in grounds.items():
        console.print(f" [dim]{', '.join(grounded)}:[/dim] {ground}.")


def _cells(unit: str, rows: list[Any], *, with_range: bool) -> list[str]:
    """Write the medians of a row, and the range of the last."""
    cells = [wording.number(row["q50"], unit) for row in rows]
    if with_range:
        low, high = (wording.number(rows[-1][end], unit) for end in ("q05", "q95"))
        cells.append(f"{low} to {high}")
    return cells


def print_marginal(console: Console, table: Any, until: int) -> None:
    """Print what a million more does, country by country."""
    console.print(f"USD 1m a year more, 2017 to 2026, in one country: differences there in {until}", style="bold")
    screen = Screen(box=None, padding=(0, 1), header_style="dim")
    for column in ("country", "as"):
        screen.add_column(column)
    for column in (
        "capacity",
        "dependency",
        "social spending\n(2016 = 1)",
        "debt service\n(of GNI)",
        "USD m a year\nfor +.01",
    ):
        screen.add_column(column, justify="right")
    for row in table.to_dict("records"):
        needed = row["musd_needed"]
        told = (
            "" if isnan(needed) else "over 1,000" if needed == float("inf") else wording.number(needed, "million USD")
        )
        effects = [f"{row[name]:+.4f}" for name in ("capacity", "dependency", "social_spending", "debt_service")]
        screen.add_row(row["country"] if row["modality"] == "training" else "", row["modality"], *effects, told)
    console.print(screen)
    console.print(
        "Means of paired replicates. Last column: yearly money as training for a capacity gain worth naming. "
        f"The sizes rest on assumed numbers: {wording.rests_on({'parameters': 'point'})}.",
        style="dim",
    )


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


def mechanisms_tables() -> Iterator[Screen]:
    """What the documents claim and where it is held, then what each family of rules does at real scale."""
    from ssc_sim import mechanisms  # noqa: PLC0415  (numba: only where it runs)

    rows = mechanisms.read_mechanisms()
    for section in mechanisms.SECTIONS:
        table = _table(section, "row", "the documents say", "where it is held", "because")
        for row in rows:
            if row.section == section:
                where = " ".join(row.where) or f"[dim]{row.kind}[/dim]"
                table.add_row(row.mechanism, row.says, where, row.because)
        yield table
    effects = mechanisms.family_effects(load_scenario("baseline-2016"))
    title = "Families of rules: the mean that each moves most in 2030, against the baseline without it"
    table = _table(title, "family", *(f"evidence: {evidence}" for evidence in EVIDENCES))
    for family, meaning in FAMILIES.items():
        told = [_effect_told(effect) for effect in effects if effect.family == family]
        table.add_row(f"[bold]{family}[/bold] {meaning}", *told)
    yield table


def _effect_told(effect: Any) -> str:
    if not effect.outcome:
        return "[dim]moves nothing by a nameable amount at real scale[/dim]"
    difference = wording.signed(effect.difference, Outcome.names()[effect.outcome][2].unit)
    return f"{effect.outcome} {difference} ({effect.times_smallest:.1f} smallest effects)"


def _table(title: str, *columns: str) -> Screen:
    table = Screen(title=title, title_justify="left", title_style="bold", box=None, show_lines=False, padding=(0, 1))
    for column in columns:
        table.add_column(column, overflow="fold", header_style="dim")
    return table
