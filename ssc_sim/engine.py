"""The compiled engine: the year of `SSCModel.step()`, line by line, for many replicates."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from ssc_sim.behaviour import donors as donor_does
from ssc_sim.behaviour import economy as economy_does
from ssc_sim.behaviour import politics as politics_does
from ssc_sim.behaviour import programmes as programme_does
from ssc_sim.behaviour import recipients as recipient_does
from ssc_sim.behaviour import record as record_does
from ssc_sim.behaviour import world as world_does
from ssc_sim.compiled import compiled, inlined, is_cold, plain
from ssc_sim.tables import CountryOutcome, Now, Outcome, Rows, World
from ssc_sim.world import Start, copied, refill, settle, two_worlds


@inlined
def each(agents, act, world):
    """All agents of a table act, in the order of the table."""
    for i in range(len(agents)):
        act(agents[i], world)


@compiled
def one_year(world, outcome):
    """One year: the same lines as `SSCModel.step()`."""
    world_does.shift_world(world)
    each(world.recipients, world_does.meet_events, world)
    each(world.recipients, recipient_does.request, world)
    each(world.donors, donor_does.change_leader, world)
    each(world.donors, donor_does.set_budget, world)
    each(world.donors, donor_does.choose_mix, world)
    each(world.donors, donor_does.allocate, world)
    each(world.partners, world_does.make_offer, world)
    world_does.sum_offers(world)
    each(world.donors, programme_does.hold_programmes, world)
    each(world.donors, donor_does.deliver, world)
    each(world.recipients, recipient_does.receive, world)
    each(world.ngos, world_does.relieve, world)
    each(world.recipients, recipient_does.learn, world)
    each(world.donors, donor_does.learn_by_teaching, world)
    world_does.look_around(world)
    each(world.recipients, recipient_does.exchange, world)
    each(world.recipients, recipient_does.maintain, world)
    each(world.recipients, economy_does.pay, world)
    each(world.recipients, economy_does.develop, world)
    each(world.recipients, economy_does.depend, world)
    each(world.recipients, politics_does.take_stance, world)
    each(world.recipients, politics_does.close_ranks, world)
    each(world.donors, politics_does.earn_goodwill, world)
    each(world.recipients, recipient_does.remember, world)
    each(world.donors, donor_does.take_stock, world)
    each(world.recipients, politics_does.graduate, world)
    world_does.balance(world)
    record_does.record(world, outcome)
    world.now.year += 1.0


@compiled
def run_chunk(start, tables, parameters, seed, first, stored):
    """All years of every replicate, one after the other in the same tables; one stops where an identity breaks."""
    for i in range(len(parameters)):
        refill(tables, start)
        past, world = two_worlds(tables, parameters[i], seed, first + i)
        settle(past, world)
        for year in range(stored.outcomes.shape[1]):
            one_year(world, stored.outcomes[i, year])
            for place in range(stored.countries.shape[2]):
                record_does.record_country(world.recipients[place], world, stored.countries[i, year, place])
            if world.now.fault > 0.0:
                break
        stored.ends[i] = world.now


class Stored(NamedTuple):
    """What is kept of a chunk: `countries` has no columns where the years of single countries are not asked for."""

    outcomes: Rows
    countries: Rows
    ends: Rows


def stored_of(runs: int, years: int, countries: int) -> Stored:
    """Return what a chunk is to be kept in."""
    return Stored(Outcome.rows(runs, years), CountryOutcome.rows(runs, years, countries), Now.rows(runs))


def run_tables(start: Start, parameters: Rows, seed: int, first: int, stored: Stored) -> Start:
    """Run a chunk, and return the tables as the last replicate left them."""
    tables = copied(start)
    run_chunk(copied(start), tables, np.require(parameters, requirements=["C", "W"]), seed, first, stored)
    return tables


def run_replicates(start: Start, parameters: Rows, years: int, seed: int, first: int) -> tuple[Rows, Rows]:
    """Run one chunk of an ensemble, compiled.

    Parameters
    ----------
    start : Start
        The starting tables of one scenario.
    parameters : ndarray of Parameters
        One row for each replicate.
    years : int
        How many years, from 2016.
    seed, first : int
        Seed of the ensemble; number of the first replicate.

    Returns
    -------
    outcomes : ndarray of Outcome, shape (replicates, years)
    ends : ndarray of Now, shape (replicates,)
        The last year of each replicate, and the identity that broke in it, if any.
    """
    stored = stored_of(len(parameters), years, 0)
    run_tables(start, parameters, seed, first, stored)
    return stored.outcomes, stored.ends


def run_countries(start: Start, parameters: Rows, years: int, seed: int, first: int) -> tuple[Rows, Rows, Rows]:
    """Run one chunk of an ensemble, compiled, and keep the years of each country. Arguments as `run_replicates`.

    Returns
    -------
    outcomes : ndarray of Outcome, shape (replicates, years)
    countries : ndarray of CountryOutcome, shape (replicates, years, countries)
        Countries in the order of `observed.read_recipients()`.
    ends : ndarray of Now, shape (replicates,)
    """
    stored = stored_of(len(parameters), years, len(start.recipients))
    run_tables(start, parameters, seed, first, stored)
    return stored.outcomes, stored.countries, stored.ends


def run_world(start: Start, parameters: Rows, years: int, seed: int, replicate: int) -> World:
    """Run one replicate and return its world as it stands after the last year."""
    tables = run_tables(start, parameters.reshape(1), seed, replicate, stored_of(1, years, 0))
    return plain(two_worlds)(tables, parameters, seed, replicate)[1]  # type: ignore[no-any-return]


def must_compile() -> bool:
    """Tell whether the next run will first have to wait for the compiler."""
    return is_cold(run_chunk)
