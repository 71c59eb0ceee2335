"""How outcomes, numbers and runs are put into words, the same on screen and in pictures."""

from __future__ import annotations

from collections import Counter
from textwrap import fill
from typing import Any

from ssc_sim.parameters import Parameters
from ssc_sim.scenario.sweep import short_names
from ssc_sim.tables import Outcome

GROUP_WORDS = {
    "pacific": "members of the Pacific Islands Forum",
    "ldc": "least developed countries",
    "lowest_quartile": "quarter of lowest capacity",
    "people": "weighted by people",
}
COUNTED = ("persons", "countries", "programmes")


def number(value: float, unit: str) -> str:
    """Write a value with the digits that its unit deserves."""
    if value == 0:
        return "0"
    if unit in COUNTED:
        return f"{value:,.0f}"
    if unit == "million USD":
        return f"{value:,.4f}" if abs(value) < 1 else f"{value:,.2f}" if abs(value) < 100 else f"{value:,.0f}"
    return f"{value:.4f}" if abs(value) < 0.01 else f"{value:.3f}"


def signed(value: float, unit: str) -> str:
    """Write a difference with its sign; one that rounds to nothing has none."""
    told = number(abs(value), unit)
    return told if not told.strip("0.,") else f"{'+' if value > 0 else '-'}{told}"


def meaning(outcome: str) -> str:
    """Say what an outcome is, with its region or group."""
    _, place, declared = Outcome.names()[outcome]
    label = "" if place is None else declared.labels[place]
    if "{label}" in declared.meaning:
        return declared.meaning.format(label=label.capitalize())
    return f"{declared.meaning} ({GROUP_WORDS[label]})" if label else declared.meaning


def axis_label(outcome: str) -> str:
    """Say what stands on the axis, with its unit."""
    return fill(f"{meaning(outcome)} ({Outcome.names()[outcome][2].unit})", 34)


def title_of(manifest: dict[str, Any]) -> str:
    """Return the title of a run: the question of one scenario, or the names of several."""
    scenarios = manifest["scenarios"]
    if len(scenarios) == 1:
        return str(scenarios[0]["question"])
    keys = [" | ".join(short_names(list(scenario["cell"]))) for scenario in scenarios if "cell" in scenario]
    mixes = f" ({keys[0].replace('_', ' ')})" if keys else ""
    return "Compared on the same luck: " + ", ".join(scenario["name"] for scenario in scenarios) + mixes


def as_it_stands(text: str) -> str:
    """Return a user's text for a picture: what stands between two dollars is no formula there."""
    return text.replace("$", r"\$")


def caption_of(manifest: dict[str, Any], narrowest: int) -> str:
    """Return what a reader must know to read the curves."""
    return fill(
        f"Line: median of {manifest['runs']:,} replicates; shaded: 50 % and 90 % of them. {bands_hold(manifest)}. "
        f"Diamonds: figures of the documents (open: narrower scope). "
        f"No axis spans less than {narrowest} times the smallest effect worth naming. "
        f"Evidence: {evidence_of(manifest)}. Seed {manifest['seed']}."
        f"{failures_told(manifest)}",
        150,
    )


def evidence_of(manifest: dict[str, Any]) -> str:
    """Return whose strengths the numbers took, scenario by scenario where they differ."""
    told = {scenario["name"]: scenario["evidence"] + _left_out(scenario) for scenario in manifest["scenarios"]}
    if len(set(told.values())) == 1:
        return str(next(iter(told.values())))
    return ", ".join(f"{evidence} in {name}" for name, evidence in told.items())


def _left_out(scenario: dict[str, Any]) -> str:
    """Name the families of rules that a scenario switches off."""
    return f" without {' and '.join(scenario['without'])}" if "without" in scenario else ""


def failures_told(manifest: dict[str, Any]) -> str:
    """Say how many replicates failed and are left out, as a sentence after another; nothing where none did."""
    told = []
    if "failures" in manifest:
        failed, asked = manifest["failures"]["failed"], manifest["failures"]["asked"]
        told.append(f"{failed:,} of {asked:,} replicates failed ({failed / asked:.1%}) and are left out")
    if "failed_draws" in manifest:
        told.append(f"{manifest['failed_draws']:,} of the draws over the ranges of the numbers failed and are left out")
    return f" {'; '.join(told)}." if told else ""


def bands_hold(manifest: dict[str, Any]) -> str:
    """Say what the ranges of a run hold."""
    doubt = "" if manifest["parameters"] == "point" else " and doubt about the numbers"
    return f"Ranges hold chance, budgets that are not known{doubt}: {rests_on(manifest)}"


def rests_on(manifest: dict[str, Any]) -> str:
    """Count on what kind of numbers a run rests, and which of them vary in it."""
    records = Parameters.columns().values()
    kinds = Counter(record.kind for record in records)
    if manifest["parameters"] == "point":
        told = ", ".join(f"{count} {kind}" for kind, count in kinds.most_common())
        return f"the {len(records)} numbers of the rules ({told}) stand at one value each"
    two = sum(record.literature is not None for record in records)
    others = len(records) - kinds["calibrated"] - kinds["observed"] - two
    return (
        f"of {len(records)} numbers, {kinds['calibrated']} are fitted to 2016 and {others} are drawn over ranges that "
        f"nobody measured or that the literature gives; {two} stand at the strength of their evidence"
    )
