"""Whether the order of the shipped policies changes anywhere in the posterior, or under the other evidence."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pandas as pd

from ssc_sim.engine import run_replicates
from ssc_sim.ensemble.asked import Ensemble
from ssc_sim.ensemble.running import outcomes_of
from ssc_sim.parameters import EVIDENCES
from ssc_sim.posterior import Posterior
from ssc_sim.results.blocks import values_of
from ssc_sim.scenario import load_scenarios
from ssc_sim.tables import Outcome, Rows

POLICIES = ("no-programme", "baseline-2016", "all-financial", "all-technical")
COMPARED = ("trained_in_post", "capacity", "dependency", "self_reliance", "debt_service", "social_spending", "standing")


def order_of_policies(posterior: Posterior, seed: int, workers: int | None = None) -> pd.DataFrame:
    """Return the order of the shipped policies in the last year, for each outcome and evidence.

    `share` is the share of the rows of the posterior in which the mean order holds. Two policies whose means differ by
    less than the smallest effect worth naming are joined by `=`, and count as being in order either way.
    """
    rows = []
    for evidence in EVIDENCES:
        scenarios = tuple(load_scenarios(POLICIES))
        ensemble = Ensemble(scenarios, len(posterior.rows), seed, evidence=evidence, posterior=posterior)
        stored = outcomes_of(ensemble, run_replicates, workers=workers)
        last = {name: outcomes[:, -1] for name, outcomes in stored.items()}
        rows += [{"outcome": outcome, "evidence": evidence} | _order(last, outcome) for outcome in COMPARED]
    return pd.DataFrame(rows)


def _order(last: dict[str, Rows], outcome: str) -> dict[str, object]:
    declared = Outcome.names()[outcome][2]
    values = np.stack([values_of(last[name], outcome) for name in POLICIES])
    means = values.mean(axis=1)
    smallest = declared.smallest * (abs(means[POLICIES.index("baseline-2016")]) if declared.relative else 1.0)
    rising = np.argsort(means, kind="stable")
    told, holds = POLICIES[int(rising[0])], np.ones(values.shape[1], dtype=bool)
    for lower, higher in pairwise(rising):
        nameable = means[higher] - means[lower] >= smallest
        told += f" {'<' if nameable else '='} {POLICIES[higher]}"
        if nameable:
            holds &= values[higher] > values[lower]
    return {"order": told, "share": float(holds.mean())}
