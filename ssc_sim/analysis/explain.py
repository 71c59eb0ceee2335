"""Which line of a scenario does what: each alone, each left out, all together, on the same luck.

The effect of a line alone is what it does to the world without the others; its effect when left out is what would be
lost from the whole. Where lines add up, both are equal; the remainder is what they do together beyond that.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from ssc_sim.analysis.asking import Asked, Findings, asked_of
from ssc_sim.analysis.explain_effects import effects_of, effects_table, lines_table, worlds_of
from ssc_sim.analysis.explain_lines import Line, lines_between
from ssc_sim.analysis.explain_told import conclusions
from ssc_sim.ensemble.parts import Parts
from ssc_sim.ensemble.running import outcomes_of
from ssc_sim.results.blocks import single_values
from ssc_sim.scenario import Scenario, load_scenario

AGAINST = "baseline-2016"


def explain(scenario: str | Path | Scenario, **asked: Any) -> Findings:
    """Attribute the effect of a scenario to its lines.

    Parameters
    ----------
    scenario : str, path or Scenario
    **asked
        against ("baseline-2016"), outcomes (those moved most are told), year (2030, the last that is run), runs (200
        replicates), evidence, seed (2016), workers, parts, finished.

    Returns
    -------
    Findings
        With the tables `effects` and `lines` (see `explain_effects`).

    Raises
    ------
    InputError
        With every mistake in what was given.
    """
    running = {name: asked.pop(name) for name in ("workers", "parts", "finished") if name in asked}
    return explain_request(scenario, **asked).run(**running)


@dataclass(frozen=True)
class ExplainRequest:
    """A question that has been checked: what is asked, the lines, and the worlds that must run."""

    asked: Asked
    outcomes: list[str]
    lines: list[Line]
    worlds: tuple[Scenario, ...]
    runs: int

    @property
    def manifest(self) -> dict[str, Any]:
        """What must be known to ask the same again."""
        against, scenario = self.asked.names
        told = {"outcomes": self.outcomes, "lines": [line.told for line in self.lines]}
        return self.asked.manifest | {"scenario": scenario, "against": against} | told

    @property
    def replicates(self) -> int:
        """How many replicates will be run."""
        return self.runs * len(self.worlds)

    def run(
        self,
        *,
        workers: int | None = None,
        parts: Parts | None = None,
        finished: Callable[[int], None] = lambda _: None,
    ) -> Findings:
        """Run every world on the same luck, and attribute."""
        from ssc_sim import engine  # noqa: PLC0415  (numba: only where it runs)

        ensemble = replace(self.asked.ensemble, scenarios=self.worlds, runs=self.runs)
        stored = outcomes_of(ensemble, engine.run_replicates, workers=workers, parts=parts, finished=finished)
        effects = effects_of({name: single_values(rows).T for name, rows in stored.items()}, len(self.lines))
        tables = {
            "effects": effects_table(effects, self.lines, self.asked.year),
            "lines": lines_table(effects, self.lines),
        }
        return Findings(self.manifest, tables, conclusions(self.manifest, tables))


def explain_request(
    scenario: str | Path | Scenario,
    *,
    against: str | Path | Scenario = AGAINST,
    outcomes: Sequence[str] = (),
    year: int = 2030,
    runs: int = 200,
    evidence: str | None = None,
    seed: int = 2016,
) -> ExplainRequest:
    """Check what is asked for, all of it, before anything runs. Arguments as for `explain`."""
    asked = asked_of("explain", [against, scenario], outcomes, {"runs": (runs, 2)}, year=year, seed=seed,
                     numbers="posterior", evidence=evidence)  # fmt: skip
    old, new = load_scenario(against), load_scenario(scenario)
    lines = lines_between(old, new)
    return ExplainRequest(asked, list(outcomes), lines, worlds_of(old, new, lines), runs)
