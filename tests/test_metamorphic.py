"""What must not matter does not: the order of rows, the unit of money, those who give nothing, what comes later.

Each test runs the model twice, once on a world that was changed in a way that should not matter, and compares. Where
the two runs add the same numbers in the same order, they agree in every bit; where sums are taken in another order,
to one part in a thousand million.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import pytest
from worlds import Case, baseline

from ssc_sim import engine
from ssc_sim.ensemble.asked import ensemble_of
from ssc_sim.ensemble.running import outcomes_of
from ssc_sim.facts import identity_of
from ssc_sim.observed import read_donors
from ssc_sim.parameters import Parameters
from ssc_sim.scenario import load_scenario
from ssc_sim.tables import (
    EVENT_KINDS,
    CountryOutcome,
    Donor,
    Event,
    Neighbourhood,
    Outcome,
    Partner,
    Recipient,
    Rows,
    Touch,
)
from ssc_sim.world import Start, starting_tables

YEARS, RUNS, SEED = 6, 3, 2016
HEAD = "name: {name}\ntitle: T\nquestion: What if?\nextends: baseline-2016\n"


class Ran(NamedTuple):
    """Rows of `Outcome`, shape (runs, years), and of `CountryOutcome`, shape (runs, years, countries)."""

    outcomes: Rows
    countries: Rows


def ran(start: Start, parameters: Rows, years: int = YEARS) -> Ran:
    outcomes, countries, ends = engine.run_countries(start, np.repeat(parameters[None], RUNS), years, SEED, 0)
    assert not ends["fault"].any()
    assert all(np.isfinite(rows[name]).all() for rows in (outcomes, countries) for name in rows.dtype.names)
    return Ran(outcomes, countries)


def eventful() -> Case:
    """The baseline, with something of every kind going on: each event strikes a donor, or Asia."""
    case = baseline()
    events = Event.rows(len(EVENT_KINDS))
    touches = Touch.rows(len(EVENT_KINDS), len(case.start.recipients))
    touches["touched"] = case.start.recipients["region"] == 0
    for event, (place, kind) in zip(events, enumerate(EVENT_KINDS.values()), strict=True):
        event["kind"], event["first"], event["last"] = place, 2017, 2018 + place % 3
        event["size"] = kind.low + 0.4 * (min(kind.high, 5.0) - kind.low)
        event["donor"] = place % 5
    case.start.donors["triangular_share"], case.start.donors["strings"] = 0.3, 0.5
    case.start.donors["measurement"], case.start.donors["demand_driven"] = 0.5, 0.5
    case.parameters["papua_motive"], case.parameters["papua_weight"] = 1.0, 1.0
    return Case(case.start._replace(events=events, touches=touches), case.parameters)


def same_bits(ours: Ran, theirs: Ran) -> None:
    for mine, other in zip(ours, theirs, strict=True):
        different = [name for name in mine.dtype.names if mine[name].tobytes() != other[name].tobytes()]
        assert different == []


def close(mine: Rows, other: Rows, names: list[str] | None = None) -> None:
    for name in names or mine.dtype.names[2:]:
        np.testing.assert_allclose(mine[name], other[name], rtol=1e-9, atol=1e-12, err_msg=name)


def numbered(rows: Rows) -> Rows:
    rows = rows.copy()
    rows["index"] = np.arange(rows.shape[-1])
    return rows


# --- Rows: who stands where in the tables


def reordered(start: Start, recipients: np.ndarray, donors: np.ndarray) -> Start:
    """The same world, its rows in another order; luck travels with the identity of a country."""
    place_of = np.argsort(donors)
    events = start.events.copy()
    one = events["donor"] >= 0
    events["donor"][one] = place_of[events["donor"][one].astype(int)]
    return start._replace(
        recipients=numbered(start.recipients[recipients]),
        donors=numbered(start.donors[donors]),
        donors_2016=numbered(start.donors_2016[donors]),
        ties=numbered(start.ties[np.ix_(donors, recipients)]),
        touches=numbered(start.touches[:, recipients]),
        events=events,
    )


@pytest.mark.parametrize("seed", range(3))
def test_countries_and_donors_in_another_order_get_the_same_results(seed):
    case, draw = eventful(), np.random.default_rng(seed)
    recipients, donors = draw.permutation(len(case.start.recipients)), draw.permutation(len(case.start.donors))
    ours = ran(case.start, case.parameters)
    theirs = ran(reordered(case.start, recipients, donors), case.parameters)
    assert (ours.countries["participants"][:, 0, recipients] == theirs.countries["participants"][:, 0]).all(), (
        "who comes in the first year rests on no sum, and so agrees in every bit"
    )
    close(ours.countries[..., recipients], theirs.countries)
    close(ours.outcomes, theirs.outcomes)


def test_sub_regions_under_other_numbers_give_the_same_bits():
    case = eventful()
    regions = len(case.start.neighbourhoods)
    other = np.random.default_rng(1).permutation(regions)
    recipients = case.start.recipients.copy()
    recipients["subregion"] = other[recipients["subregion"].astype(int)]
    theirs = ran(case.start._replace(recipients=recipients), case.parameters)
    same_bits(ran(case.start, case.parameters), theirs)


def test_two_alike_countries_that_swap_names_swap_their_fates():
    """Two countries of the same figures swap their names: only luck goes with names, and so all goes with luck."""
    case, (one, other) = eventful(), (5, 6)
    for table in (case.start.recipients.T, case.start.ties.T, case.start.touches.T):
        for name in table.dtype.names[2:]:
            table[name][one] = table[name][other]
    swapped, ties = case.start.recipients.copy(), case.start.ties.copy()
    swapped["identity"][[one, other]] = swapped["identity"][[other, one]]
    ties["identity"][:, [one, other]] = ties["identity"][:, [other, one]]
    ours = ran(case.start, case.parameters).countries
    theirs = ran(case.start._replace(recipients=swapped, ties=ties), case.parameters).countries
    assert (ours["participants"][..., one] != ours["participants"][..., other]).any()
    order = np.arange(len(swapped))
    order[[one, other]] = other, one
    close(ours[..., order], theirs)


# --- Money: in millions of dollars, or in any other unit

#: Every unit of the tables and numbers in which money stands, and the power of the unit in it.
MONEY = {
    "million USD": 1,
    "million USD per participant": 1,
    "USD": 1,  # per head
    "USD per head": 1,
    "countries' capacity per million USD": -1,
}
NOT_MONEY = {"international dollars"}  # purchasing power: compared between countries only


def scaled(rows: Rows, units: dict[str, str], times: float) -> Rows:
    rows = rows.copy()
    for name, unit in units.items():
        rows[name] *= times ** MONEY.get(unit, 0)
    return rows


def units(table: type) -> dict[str, str]:
    return {name: column.unit for name, column in table.columns().items()}


def in_another_unit(case: Case, times: float) -> Case:
    start, events = case.start, case.start.events.copy()
    names = list(EVENT_KINDS.values())
    for event in events:
        if names[int(event["kind"])].size == "musd":
            event["size"] *= times
    now = start.now.copy()
    for name in ("offered", "offered_2016"):
        now[name] *= times
    return Case(
        start._replace(
            recipients=scaled(start.recipients, units(Recipient), times),
            donors=scaled(start.donors, units(Donor), times),
            donors_2016=scaled(start.donors_2016, units(Donor), times),
            partners=scaled(start.partners, units(Partner), times),
            events=events,
            now=now,
        ),
        scaled(case.parameters, {name: n.unit for name, n in Parameters.columns().items()}, times),
    )


def test_every_unit_with_dollars_in_it_is_known():
    told = {unit for table in (Recipient, Donor, Partner, Outcome, CountryOutcome) for unit in units(table).values()}
    told |= {record.unit for record in Parameters.columns().values()}
    assert {unit for unit in told if "USD" in unit or "dollar" in unit} == {*MONEY, *NOT_MONEY}
    assert [kind.size for kind in EVENT_KINDS.values()].count("musd") == 3


@pytest.mark.parametrize("times", [1e-3, 7.0, 1e6])
def test_the_unit_of_money_changes_nothing_but_money(times):
    case = eventful()
    other = in_another_unit(case, times)
    ours, theirs = ran(case.start, case.parameters), ran(other.start, other.parameters)
    close(scaled(ours.outcomes, units(Outcome), times), theirs.outcomes)
    close(scaled(ours.countries, units(CountryOutcome), times), theirs.countries)


def test_the_unit_of_money_does_not_matter_where_a_crisis_takes_all_income():
    case = baseline()
    events, touches = Event.rows(1), Touch.rows(1, len(case.start.recipients))
    events["kind"], events["first"], events["last"] = list(EVENT_KINDS).index("debt_crisis"), 2017, 2018
    events["size"], touches["touched"] = 1.0, 1.0
    case = Case(case.start._replace(events=events, touches=touches), case.parameters)
    other = in_another_unit(case, 1000.0)
    ours, theirs = ran(case.start, case.parameters), ran(other.start, other.parameters)
    close(scaled(ours.outcomes, units(Outcome), 1000.0), theirs.outcomes)


def test_the_unit_of_purchasing_power_does_not_matter():
    case = eventful()
    recipients = case.start.recipients.copy()
    recipients["gdp_per_head"] *= 3.0
    ours, theirs = ran(case.start, case.parameters), ran(case.start._replace(recipients=recipients), case.parameters)
    close(ours.outcomes, theirs.outcomes)


# --- Those who give nothing, and those who get nothing


def test_a_donor_with_no_budget_is_as_one_that_is_not_there():
    """From 2016 on: what it gave before stays in the world of 2016. Its shares are only computed once more."""
    case = eventful()
    without, dormant = case.start.donors.copy(), case.start.donors.copy()
    without["budget_factor"][7], dormant["dormant"][7] = 0.0, 1.0
    ours, theirs = (ran(case.start._replace(donors=donors), case.parameters) for donors in (without, dormant))
    assert ours.outcomes.tobytes() == theirs.outcomes.tobytes()
    close(ours.countries, theirs.countries)


def test_a_donor_that_never_gave_can_be_left_out():
    case = eventful()
    donors = case.start.donors_2016.copy()
    donors["budget_low"][7] = donors["budget_high"][7] = 0.0
    kept = np.delete(np.arange(len(donors)), 7)
    there = case.start._replace(donors_2016=donors)
    events = case.start.events
    assert (events["donor"] < 7).all()
    gone = there._replace(
        donors=numbered(there.donors[kept]), donors_2016=numbered(donors[kept]), ties=there.ties[kept].copy()
    )
    same_bits(ran(there, case.parameters), ran(gone, case.parameters))


def one_more(start: Start, subregion: float) -> Start:
    """One country more, to which nobody gives, which belongs to no group, and which no event strikes."""
    recipients = np.append(start.recipients, start.recipients[-1:])
    ties = np.append(start.ties, start.ties[:, -1:], axis=1)
    touches = np.append(start.touches, start.touches[:, -1:], axis=1)
    for name in ("pif", "msg", "ldc", "lowest_quartile", "palestine", "northern_aid", "raised_papua"):
        recipients[name][-1] = 0.0
    recipients["identity"][-1] = ties["identity"][:, -1] = identity_of("XXA")
    recipients["subregion"][-1] = subregion
    ties["possible"][:, -1] = touches["touched"][:, -1] = 0.0
    regions = Neighbourhood.rows(int(recipients["subregion"].max()) + 1)
    return start._replace(
        recipients=numbered(recipients), ties=numbered(ties), touches=numbered(touches), neighbourhoods=regions
    )


def test_a_country_more_to_which_nobody_gives_changes_no_other_country():
    case = eventful()
    more = ran(one_more(case.start, float(len(case.start.neighbourhoods))), case.parameters)
    ours = ran(case.start, case.parameters)
    assert ours.countries.tobytes() == more.countries[..., :-1].tobytes()
    assert not more.countries["participants"][..., -1].any()
    for name in ("programmes", "participants", "countries_reached", "spending", "ssc_volume"):
        assert ours.outcomes[name].tobytes() == more.outcomes[name].tobytes()


def test_a_neighbour_more_changes_what_is_learned_from_neighbours_and_nobodys_luck():
    case = baseline()
    subregion = float(case.start.recipients["subregion"][0])
    ours, more = (ran(start, case.parameters).countries for start in (case.start, one_more(case.start, subregion)))
    assert ours["participants"].tobytes() == more["participants"][..., :-1].tobytes()
    changed = (ours["capacity"] != more["capacity"][..., :-1]).any(axis=(0, 1))
    assert set(case.start.recipients["subregion"][changed]) == {subregion}


# --- What has no strength, and what comes too late


NEUTRAL = {  # the size at which an event does nothing; an agency has costs and gains of its own
    "legislation": 1, "budget_cut": 1, "plan_entry": 1, "leader_change": 0, "entrant": 0, "commitment": 0,
    "extra_grants": 0, "extra_loans": 0, "extra_training": 0, "me_first": 0, "tariffs": 0, "debt_crisis": 0,
    "conflict": 0, "human_rights": 0, "bargaining_bloc": 0, "campaign": 0, "graduation": 0,
}  # fmt: skip


def told(kind: str, size: float, year: int, *, until: int | None = None) -> str:
    """One event in a scenario file, which strikes all that it can strike."""
    strikes = EVENT_KINDS[kind].strikes
    keys = [f"kind: {kind}", f"year: {year}", f"{EVENT_KINDS[kind].size}: {size}"]
    keys += [f"until: {until}"] if until else []
    keys += ["donor: CHN"] if strikes in ("donor", "both") and kind != "entrant" else []
    keys += ["donor: all"] if kind == "entrant" else []
    keys += ["whom: all"] if strikes in ("recipient", "both") else []
    return f"  - {{{', '.join(keys)}}}\n"


@pytest.fixture
def run_of(tmp_path):
    """Runs the text of a scenario that extends the baseline."""

    def run_of(more: str = "", name: str = "x", years: int = YEARS) -> Ran:
        path = tmp_path / f"{name}.yaml"
        path.write_text(HEAD.format(name=name) + more, encoding="utf-8")
        scenario = load_scenario(path)
        return ran(starting_tables(scenario), scenario.draws(1)[0], years)

    return run_of


def test_all_kinds_of_events_have_a_neutral_size_but_an_agency():
    assert set(NEUTRAL) == set(EVENT_KINDS) - {"agency"}


@pytest.mark.parametrize("kind", NEUTRAL)
def test_an_event_without_strength_changes_no_bit(run_of, kind):
    same_bits(run_of(), run_of(f"events:\n{told(kind, NEUTRAL[kind], 2017, until=2020)}"))


def test_an_agency_that_costs_and_saves_and_lends_nothing_changes_no_bit(run_of):
    numbers = "change:\n" + "".join(f"  parameters.agency_{name}: 0\n" for name in ("setup", "saving", "coordination"))
    same_bits(run_of(numbers), run_of(f"{numbers}events:\n{told('agency', 0, 2017, until=2020)}"))


@pytest.mark.parametrize("kind", EVENT_KINDS)
def test_an_event_that_has_strength_is_felt(run_of, kind):
    size = {"legislation": 0, "budget_cut": 0}.get(kind, min(EVENT_KINDS[kind].high, 5))
    number = "change: {parameters.graduation_hazard: 0.1}\n"
    ours, theirs = run_of(number), run_of(f"{number}events:\n{told(kind, size, 2017, until=2020)}")
    assert ours.outcomes.tobytes() != theirs.outcomes.tobytes()


def test_levers_set_to_what_they_are_change_no_bit(run_of):
    start, codes = starting_tables(load_scenario("baseline-2016")), [d.iso3 for d in read_donors()]
    lines = [
        f"  donors.{code}.{name}: {float(row[column] if place is None else row[column][place])!r}\n"
        for code, row in zip(codes, start.donors, strict=True)
        for name, (column, place, declared) in Donor.names().items()
        if declared.role == "lever"
    ]
    assert len(lines) == 20 * len(codes)
    same_bits(run_of(), run_of(f"change:\n{''.join(lines)}"))


@pytest.mark.parametrize("kind", EVENT_KINDS)
def test_an_event_after_the_horizon_changes_no_bit(run_of, kind):
    first = 2016 + YEARS
    late = f"events:\n{told(kind, EVENT_KINDS[kind].high, first, until=2100)}"
    same_bits(run_of(), run_of(late))


def test_a_longer_horizon_leaves_the_earlier_years_as_they_were(run_of):
    events = f"events:\n{told('legislation', 0.2, 2017)}{told('debt_crisis', 0.3, 2020, until=2040)}"
    short, long = run_of(events), run_of(events, years=3 * YEARS)
    same_bits(short, Ran(*(rows[:, :YEARS] for rows in long)))


def test_more_replicates_leave_the_earlier_ones_as_they_were():
    fewer, more = (
        outcomes_of(ensemble_of(["debt-crisis"], runs=runs, until=2018), engine.run_replicates)["debt-crisis"]
        for runs in (7, 43)
    )
    assert fewer.tobytes() == more[:7].tobytes()


def test_equal_scenarios_under_two_names_give_equal_bytes(run_of):
    text = f"change: {{donors.all.solidarity: 0.7}}\nevents:\n{told('conflict', 1, 2018)}"
    same_bits(run_of(text, "one"), run_of(text, "other"))


# --- The order of what a file says

SAID = [
    "donors.all.technical_share: 0.4", "donors.IDN.technical_share: 0.9", "donors.CHN.loan_share: 0.1",
    "donors.all.loan_share: 0.6", "recipients.all.capacity_2016: 0.5", "recipients.TLS.capacity_2016: 0.4",
    "parameters.learning: 0.2", "parameters.fade: 0.1",
]  # fmt: skip


@pytest.mark.parametrize("seed", range(4))
def test_the_order_of_changes_does_not_matter(run_of, seed):
    order = np.random.default_rng(seed).permutation(len(SAID))
    ours = run_of("change:\n" + "".join(f"  {line}\n" for line in SAID))
    same_bits(ours, run_of("change:\n" + "".join(f"  {SAID[i]}\n" for i in order)))


@pytest.mark.parametrize("seed", range(4))
def test_the_order_of_events_does_not_matter(run_of, seed):
    """Two events of each kind, which overlap; where sizes are multiplied, to the last digit but a few."""
    size = {kind: (k.low + 0.3 * (min(k.high, 5) - k.low), k.low + 0.6 * (min(k.high, 5) - k.low))
            for kind, k in EVENT_KINDS.items()}  # fmt: skip
    lines = [told(kind, size[kind][i], 2017 + i, until=2019 + i) for kind in EVENT_KINDS for i in (0, 1)]
    order = np.random.default_rng(seed).permutation(len(lines))
    ours, theirs = run_of("events:\n" + "".join(lines)), run_of("events:\n" + "".join(lines[i] for i in order))
    close(ours.outcomes, theirs.outcomes)
    close(ours.countries, theirs.countries)
