"""The whole calibration: reference table, fit, checks, in one call."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from ssc_sim.ensemble.parts import Parts
from ssc_sim.fitting import checks
from ssc_sim.fitting.fit import Fit, Reference
from ssc_sim.fitting.policies import order_of_policies
from ssc_sim.fitting.reference import Years, reference_table
from ssc_sim.fitting.targets import Targets, read_targets
from ssc_sim.posterior import Posterior, write_posterior
from ssc_sim.scenario import Scenario, load_scenario

DRAWS = 200_000
NULL_DRAWS = 20_000
#: Simpler rules that the allocation rule must beat: the numbers that they hold at zero.
NEED_AND_INTEREST = (
    "need_elasticity", "least_developed_bonus", "other_vulnerable_bonus", "interest_weight", "papua_weight",
    "neighbourhood_bonus", "border_bonus", "list_bonus", "country_spread", "unlikeness_penalty", "vote_penalty",
    "leader_spread", *(f"pull_{place}" for place in range(1, 9)),
)  # fmt: skip
POPULATION_AND_REGION = (
    "population_elasticity", "focal_oceania", "focal_africa", "focal_americas", "focal_europe", "bilateral_oceania",
)  # fmt: skip
NULLS = {
    "population and region only": NEED_AND_INTEREST,
    "equal shares": (*NEED_AND_INTEREST, *POPULATION_AND_REGION),
}


@dataclass(frozen=True)
class Calibration:
    """A fit that has been made: its posterior and the tables of its certificate, by name."""

    targets: Targets
    years: Years
    draws: int
    posterior: Posterior
    tables: dict[str, pd.DataFrame]

    def write(self, folder: Path) -> None:
        """Write posterior and tables into a folder that exists."""
        write_posterior(folder / "posterior.csv", self.posterior)
        (folder / "tables").mkdir()
        for name, table in self.tables.items():
            table.to_csv(folder / "tables" / f"{name}.csv", index=False, lineterminator="\n", float_format="%.6g")


def calibrate(  # noqa: PLR0913  (a request has this many parts)
    folder: Path,
    scenario: Scenario | None = None,
    *,
    draws: int = DRAWS,
    years: int = 1,
    seed: int = 2016,
    workers: int | None = None,
    parts: Parts | None = None,
    finished: Callable[[int], None] = lambda _: None,
) -> Calibration:
    """Fit the calibrated numbers to the figures in a folder, and check the fit.

    Parameters
    ----------
    folder : Path
        With `targets.csv`, and for the figures of 2016 `events_2018.csv`.
    scenario : Scenario, optional
        A world in which the focal donor is as it was in the years of the figures; by default that of 2016.
    draws : int
        Rows of the reference table.
    years : int
        Of how many years the figures are means.
    seed, workers, finished
        As for `run`.
    parts : Parts, optional
        Where the finished chunks of the reference table are kept, so that an interrupted calibration goes on.

    Raises
    ------
    InputError
        With every problem in the figures.
    """
    targets = read_targets(folder)
    about = Years(scenario or load_scenario("baseline-2016"), targets.counted, years, seed)
    reference = Reference(about, *reference_table(about, draws, workers=workers, parts=parts, finished=finished))
    fit = Fit.to(targets, reference)
    posterior = fit.posterior()
    tables = _tables(fit, posterior)
    if targets.used("hold-out"):
        tables |= _tables_of_2016(fit, posterior, targets, folder, workers)
    return Calibration(targets, about, draws, posterior, tables)


def _tables(fit: Fit, posterior: Posterior) -> dict[str, pd.DataFrame]:
    """Return what every fit is checked by."""
    return {
        "numbers": checks.numbers_table(fit),
        "predicted": checks.predicted(fit, posterior),
        "planted": checks.planted(fit),
        "trade_offs": checks.trade_offs(fit),
        "left_out": checks.each_left_out(fit),
        "overall": pd.DataFrame({"effective_number": [checks.effective_number(fit)], "kept": [fit.kept]}),
    }


def _tables_of_2016(
    fit: Fit, posterior: Posterior, targets: Targets, folder: Path, workers: int | None
) -> dict[str, pd.DataFrame]:
    """Return what the shipped fit is checked by besides."""
    about = fit.reference.years
    size = min(NULL_DRAWS, len(fit.reference.numbers))
    nulls = {
        label: Reference(about, *reference_table(about, size, workers=workers, at_zero=names))
        for label, names in NULLS.items()
    }
    return {
        "held_out": checks.held_out(fit, posterior, targets, folder),
        "motives": checks.motives(fit),
        "null_models": checks.null_models(fit, nulls),
        "readings": checks.readings(targets, fit.reference),
        "policies": order_of_policies(posterior, about.seed, workers),
    }
