"""The page: what each of its sections says, gathered from stored tables and put into the template."""

from __future__ import annotations

from pathlib import Path
from typing import Any, NamedTuple

from ssc_sim.comparison import sweeps_of
from ssc_sim.errors import not_installed
from ssc_sim.report.basis import kinds_told, most_named, ties_of
from ssc_sim.report.claims import claim_told
from ssc_sim.report.evidence import turned
from ssc_sim.report.gains import SIGNS, gains_of
from ssc_sim.report.grids import grids_of
from ssc_sim.report.grounds import rest_told
from ssc_sim.report.language import Language, capital
from ssc_sim.report.naming import (
    cell_of,
    changes_of,
    family_of,
    named,
    outcome_name,
    question_of,
    scale_of,
    title_of,
)
from ssc_sim.report.pictures import Picture, curve, strip
from ssc_sim.report.sentences import (
    VERDICT_KEYS,
    Finding,
    answers,
    brief,
    findings_of,
    sweep_told,
    verdict_told,
)
from ssc_sim.report.stored import Stored
from ssc_sim.scenario.sweep import family_names
from ssc_sim.tables import Outcome

TEMPLATE = "page.html"
LIMITS = tuple(range(1, 10))
STRONGEST_FIRST = ("strong", "moderate", "weak", "contested")
MOST_TITLES = 3  # of scenarios, in the title of the page


def rendered(language: Language, stored: Stored) -> str:
    """Return the whole page as HTML.

    Raises
    ------
    InputError
        Where jinja2 is not installed.
    """
    try:
        import jinja2  # noqa: PLC0415  (an extra)
    except ImportError:
        raise not_installed("ssc-sim report", "jinja2", "analysis") from None
    environment = jinja2.Environment(
        loader=jinja2.FileSystemLoader(Path(__file__).parent),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    return environment.get_template(TEMPLATE).render(sections_of(language, stored))


def sections_of(language: Language, stored: Stored) -> dict[str, Any]:
    """Return all that the template fills in."""
    findings = {name: findings_of(stored, name) for name in stored.compared}
    every = [finding for found in findings.values() for finding in found]
    return {
        "t": language,
        "title": _title(language, stored),
        "manifest": stored.manifest,
        "alone": stored.alone,
        "scenarios": [_scenario(language, stored, name) for name in stored.shown],
        "against": _against(language, stored),
        "briefs": _briefs(language, stored, findings),
        "sweeps": [_sweep(language, stored, sweep) for sweep in sweeps_of(stored.manifest)],
        "told": [_told(language, stored, name, found) for name, found in findings.items()],
        "certainty": _certainty(language, stored, every),
        "numbers_named": most_named(language, every),
        "curves": _by_scale(language, stored, [curve(language, stored, name) for name in stored.outcomes]),
        "strips": _by_scale(language, stored, _strips(language, stored, findings)),
        "tables": [_table(language, stored, name) for name in stored.compared],
        "gains": [(_heading(language, stored, name), gains_of(language, stored, name)) for name in stored.compared],
        "signs": [(sign, VERDICT_KEYS[verdict], verdict_told(language, verdict)) for verdict, sign in SIGNS.items()],
        "expectations": _expectations(language, stored),
        "kinds": kinds_told(language),
        "ties": ties_of(language, stored),
        "turned": [one for name, found in findings.items() for one in turned(language, stored.letters[name], found)],
        "unturned": sum(not finding.turns for finding in every),
        "limits": [language(f"limit.{number}") for number in LIMITS],
        "command": command_of(stored.manifest),
    }


def _title(language: Language, stored: Stored) -> str:
    """Return the title of the page: that of a scenario alone, or the few that are compared."""
    sweeps = sweeps_of(stored.manifest)
    titles = list(dict.fromkeys(title_of(language, {**one, "cell": {}}) for one in stored.scenarios.values()))
    if len(titles) == 1:
        return titles[0]
    first, *others = titles
    if len(others) > MOST_TITLES:
        return language("title.many", first=first, count=len(stored.manifest["scenarios"]) - 1)
    key = "title.mixes" if sweeps else "title.compared"
    return language(key, first=first, others=language.listed([language("quoted", told=one) for one in others]))


def _heading(language: Language, stored: Stored, name: str) -> str:
    scenario = stored.scenarios[name]
    return f"{stored.letters[name]}. {capital(cell_of(language, scenario)) or title_of(language, scenario)}"


def _scenario(language: Language, stored: Stored, name: str) -> dict[str, Any]:
    """Return what is asked by a scenario and what it changes."""
    scenario = stored.scenarios[name]
    return {
        "place": stored.shown.index(name),
        "letter": stored.letters[name],
        "name": name,
        "title": capital(cell_of(language, scenario)) or title_of(language, scenario),
        "cell": "cell" in scenario,
        "family": family_of(scenario),
        "question": question_of(language, scenario),
        "register": ", ".join(scenario["register"]),
        "changes": changes_of(language, scenario),
        "evidence": language(f"evidence.{scenario['evidence']}"),
    }


def _against(language: Language, stored: Stored) -> str:
    """Say what the differences are to."""
    if stored.alone:
        return language("against.year", year=stored.manifest["first_year"])
    return language("against.scenario", scenario=_heading(language, stored, stored.shown[0]))


def _briefs(language: Language, stored: Stored, findings: dict[str, list[Finding]]) -> list[tuple[str, list[str]]]:
    """Return the answer for each scenario that is no cell of a sweep: its heading and a few sentences."""
    return [
        (_heading(language, stored, name), brief(language, found))
        for name, found in findings.items()
        if "cell" not in stored.scenarios[name]
    ]


def _sweep(language: Language, stored: Stored, sweep: str) -> dict[str, Any]:
    """Return what is said of a sweep as a whole."""
    cells = [one for one in stored.manifest["scenarios"] if one["name"].startswith(f"{sweep}[")]
    title = title_of(language, cells[0] | {"cell": {}})
    return {
        "title": title,
        "name": sweep,
        "question": question_of(language, cells[0]),
        "register": ", ".join(cells[0]["register"]),
        "evidence": language(f"evidence.{cells[0]['evidence']}"),
        "count": len(cells),
        "sentences": sweep_told(language, stored, sweep, title),
        "grids": grids_of(language, stored, sweep),
    }


def _told(language: Language, stored: Stored, name: str, found: list[Finding]) -> dict[str, Any]:
    return {"heading": _heading(language, stored, name), "answers": answers(language, found)}


def _certainty(language: Language, stored: Stored, every: list[Finding]) -> list[str]:
    """Say how sure the answers are: what the intervals hold, how much is assumed, how much survives."""
    decided = [finding for finding in every if finding.decided]
    manifest = stored.manifest
    told = [language("sure.runs", runs=language.count(manifest["runs"]))]
    told += [language("sure.point" if manifest["parameters"] == "point" else "sure.posterior")]
    if decided:
        kept = sum(not finding.turns for finding in decided)
        told += [_put_in(language, decided)]
        told += [language("sure.survives", kept=kept, decided=len(decided))]
    return told


def _put_in(language: Language, decided: list[Finding]) -> str:
    """Say how many directions the rules put in, where that was looked into."""
    grounds = [finding.ground for finding in decided]
    if "unlooked" in grounds:
        return language("sure.unlooked")
    return language("sure.assumed", assumed=grounds.count("assumed"), decided=len(decided))


class Group(NamedTuple):
    """Pictures of one scale."""

    title: str
    pictures: list[Picture]


def _by_scale(language: Language, stored: Stored, pictures: list[Picture]) -> list[Group]:
    """Return pictures of the outcomes told at length, by their scale."""
    groups: dict[str, list[Picture]] = {}
    for outcome, picture in zip(stored.outcomes, pictures, strict=True):
        groups.setdefault(scale_of(outcome), []).append(picture)
    return [Group(language(f"scale.{scale}"), drawn) for scale, drawn in groups.items()]


def _strips(language: Language, stored: Stored, findings: dict[str, list[Finding]]) -> list[Picture]:
    by_outcome = {
        outcome: {name: one for name, found in findings.items() for one in found if one.outcome == outcome}
        for outcome in stored.outcomes
    }
    return [strip(language, stored, outcome, found) for outcome, found in by_outcome.items()]


def _table(language: Language, stored: Stored, name: str) -> dict[str, Any]:
    """Return the differences of one scenario: those told at length, then all others."""
    others = [outcome for outcome in Outcome.names() if outcome not in stored.outcomes]
    return {
        "heading": _heading(language, stored, name),
        "main": [_row(language, finding) for finding in findings_of(stored, name)],
        "others": [_row(language, finding) for finding in findings_of(stored, name, others)],
    }


def _row(language: Language, finding: Finding) -> dict[str, str]:
    unit = finding.unit
    return {
        "outcome": capital(outcome_name(language, finding.outcome)),
        "unit": language(f"unit.{unit}"),
        "baseline": language.number(finding.baseline, unit),
        "difference": language.signed(finding.difference, unit),
        "interval": language.between(finding.low, finding.high, unit),
        "verdict": verdict_told(language, finding.verdict),
        "kind": VERDICT_KEYS[finding.verdict],
        "sign": SIGNS[finding.verdict],
        "rests_on": rest_told(language, finding.rests_on),
    }


def _expectations(language: Language, stored: Stored) -> list[dict[str, Any]]:
    """Return what the documents expect, the best supported first, each with its verdicts."""
    rows: dict[tuple[str, int, str], dict[str, Any]] = {}
    for row in stored.expectations.to_dict("records"):
        at = (str(row["scenario"]), int(row["place"]), str(row["structure"]))
        told = rows.setdefault(at, _expectation(language, stored, row))
        told["verdicts"][row["evidence"]] = (
            str(row["verdict"]).partition(",")[0].replace(" ", "_"),
            language(f"expected.{row['verdict']}"),
            rest_told(language, row["rests_on"]),
        )
    return sorted(rows.values(), key=lambda one: STRONGEST_FIRST.index(one["strength"]))


def _expectation(language: Language, stored: Stored, row: Any) -> dict[str, Any]:
    structure = str(row["structure"])
    known = language.knows(f"structure.{structure}")
    return {
        "scenario": stored.letters.get(row["scenario"]) or named(language, str(row["scenario"])),
        "claim": claim_told(language, row),
        "structure": language("claim.under", structure=language(f"structure.{structure}") if known else structure)
        if structure
        else "",
        "strength": row["support"],
        "support": language(f"support.{row['support']}"),
        "says": str(row["says"]).replace(" ", ", "),
        "verdicts": {},
    }


def command_of(manifest: dict[str, Any]) -> str:
    """Return the command that runs the same again."""
    asked = family_names([scenario["name"] for scenario in manifest["scenarios"]])
    told = ["ssc-sim", "compare" if manifest.get("kind") == "compare" else "run", *asked]
    told += [f"--runs {manifest['runs']}", f"--seed {manifest['seed']}", f"--until {manifest['until']}"]
    if manifest.get("draws", 200) != 200:  # the default
        told.append(f"--draws {manifest['draws']}")
    if {scenario["evidence"] for scenario in manifest["scenarios"]} == {"literature"}:
        told.append("--evidence literature")
    if manifest["parameters"] == "point":
        told.append("--parameters point")
    return " ".join([*told, *(f"--without {family}" for family in _left_out_of_all(manifest))])


def _left_out_of_all(manifest: dict[str, Any]) -> list[str]:
    """Return the families of rules that every scenario leaves out."""
    first, *others = (scenario.get("without", []) for scenario in manifest["scenarios"])
    return [family for family in first if all(family in without for without in others)]
