"""The compiled engine: the year of `SSCModel.step()`, line by line, for many replicates."""

from __future__ import annotations

from ssc_sim.behaviour import donors as donor_does
from ssc_sim.behaviour import economy as economy_does
from ssc_sim.behaviour import politics as politics_does
from ssc_sim.behaviour import programmes as programme_does
from ssc_sim.behaviour import recipients as recipient_does
from ssc_sim.behaviour import record as record_does
from ssc_sim.behaviour import world as world_does
from ssc_sim.compiled import compiled, inlined, is_cold
from ssc_sim.tables import CountryOutcome, Now, Outcome, Rows, World
from ssc_sim.world import Start, begin


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
def run_years(world, outcomes):
    """All years of one replicate; it stops where an identity breaks."""
    for year in range(len(outcomes)):
        one_year(world, outcomes[year])
        if world.now.fault > 0.0:
            break


@compiled
def run_years_of_countries(world, outcomes, countries):
    """All years of one replicate, with the year of each country."""
    for year in range(len(outcomes)):
        one_year(world, outcomes[year])
        for i in range(len(world.recipients)):
            record_does.record_country(world.recipients[i], world, countries[year, i])
        if world.now.fault > 0.0:
            break


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
    outcomes = Outcome.rows(len(parameters), years)
    ends = Now.rows(len(parameters))
    for i in range(len(parameters)):
        world = begin(start, parameters[i], seed, first + i)
        run_years(world, outcomes[i])
        ends[i] = world.now
    return outcomes, ends


def run_countries(start: Start, parameters: Rows, years: int, seed: int, first: int) -> tuple[Rows, Rows, Rows]:
    """Run one chunk of an ensemble, compiled, and keep the years of each country. Arguments as `run_replicates`.

    Returns
    -------
    outcomes : ndarray of Outcome, shape (replicates, years)
    countries : ndarray of CountryOutcome, shape (replicates, years, countries)
        Countries in the order of `observed.read_recipients()`.
    ends : ndarray of Now, shape (replicates,)
    """
    outcomes = Outcome.rows(len(parameters), years)
    countries = CountryOutcome.rows(len(parameters), years, len(start.recipients))
    ends = Now.rows(len(parameters))
    for i in range(len(parameters)):
        world = begin(start, parameters[i], seed, first + i)
        run_years_of_countries(world, outcomes[i], countries[i])
        ends[i] = world.now
    return outcomes, countries, ends


def run_world(start: Start, parameters: Rows, years: int, seed: int, replicate: int) -> World:
    """Run one replicate and return its world as it stands after the last year."""
    world = begin(start, parameters, seed, replicate)
    run_years(world, Outcome.rows(years))
    return world


def must_compile() -> bool:
    """Tell whether the next run will first have to wait for the compiler."""
    return is_cold(run_years)
