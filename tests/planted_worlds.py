"""Worlds whose truth is known: two policies, told apart by the share of training that their donors give."""

from __future__ import annotations

import numpy as np

from ssc_sim.analysis.runs import Worlds
from ssc_sim.parameters import Parameters
from ssc_sim.scenario import load_scenarios
from ssc_sim.tables import Now, Outcome

MONEY, TRAINING = "all-financial", "all-technical"
POLICIES = [MONEY, TRAINING]


def share(row, name):
    """Where in its range a number stands in a row of numbers."""
    return float(Parameters.columns()[name].share(row[name]))


def chance_of(luck):
    """Something between 0 and 1 that luck alone decides."""
    return float(np.random.default_rng(luck).random())


def planted(truth, outcome="capacity", calls=None, **more) -> Worlds:
    """Worlds in which one outcome is `truth(row of numbers, policy gives training, luck)`."""

    def run_replicates(start, rows, years, _seed, first):
        if calls is not None:
            calls.append(first)
        outcomes, ends = Outcome.rows(len(rows), years), Now.rows(len(rows))
        trains = bool(start.donors["technical_share"].min() == 1.0)
        for i, row in enumerate(rows):
            value = truth(row, trains, first + i)
            if outcomes.dtype[outcome].shape:
                outcomes[outcome][i, :, 0] = value
            else:
                outcomes[outcome][i] = value
        return outcomes, ends

    return Worlds(tuple(load_scenarios(POLICIES)), 2017, 1, run_replicates, **more)
