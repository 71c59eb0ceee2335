"""The compiled engine and the Mesa model give the same bits in every shipped scenario."""

from __future__ import annotations

import pytest

from ssc_sim import engine, model
from ssc_sim.ensemble.asked import Ensemble
from ssc_sim.model import SSCModel
from ssc_sim.scenario import load_scenario, shipped_scenarios
from ssc_sim.tables import FIRST_YEAR, Now
from ssc_sim.world import starting_tables

REPLICATE, SEED = 5, 2016
RESTED = 2  # years run after the last event has begun, at most
SHORTEST, LONGEST = 3, 8  # years


@pytest.mark.slow
@pytest.mark.parametrize("name", shipped_scenarios())
def test_both_engines_give_the_same_bits(name):
    """One replicate; of a sweep the first and the last cell; long enough for events to begin, and to end or to act."""
    cells = load_scenario(name).cells()
    for cell in {cells[0].name: cells[0], cells[-1].name: cells[-1]}.values():
        begun = max((event.first for event in cell.events), default=FIRST_YEAR) - FIRST_YEAR
        years = min(LONGEST, max(SHORTEST, begun + RESTED))
        ensemble = Ensemble((cell,), REPLICATE + 1)
        start = starting_tables(cell, ensemble.posterior.countries)
        rows = ensemble.draws(cell)[REPLICATE:]
        ours, theirs = (run(start, rows, years, SEED, REPLICATE) for run in RUNNERS)
        assert ours[0].tobytes() == theirs[0].tobytes(), cell.name
        assert all((ours[1][column] == theirs[1][column]).all() for column in Now.columns()), cell.name


RUNNERS = (engine.run_replicates, model.MesaRunner(SSCModel))
