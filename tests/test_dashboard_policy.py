"""What a visitor chooses becomes a scenario, and nothing else does."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ssc_sim.dashboard import controls
from ssc_sim.dashboard.facts import donors, shipped
from ssc_sim.dashboard.policy import (
    BUDGETS,
    EVENTS,
    FIELDS,
    LEVERS,
    PRIORITIES,
    WHOSE,
    Policy,
    moved,
    position,
    scenario_of,
)
from ssc_sim.errors import InputError
from ssc_sim.scenario import dumped, load_scenario
from ssc_sim.tables import GROUP_FLAGS, REGIONS, Donor
from ssc_sim.world import starting_tables

BASE = Policy.on(shipped("baseline-2016"))


def after(*moves) -> Policy:
    policy = BASE
    for key, value in moves:
        policy = moved(policy, key, value)
    return policy


def test_a_policy_that_moves_nothing_changes_nothing():
    made = scenario_of(BASE)
    assert (made.changes, made.events, made.without) == ((), (), ())
    assert not BASE.is_moved


def test_a_moved_lever_is_one_change_of_the_donors_whose_levers_they_are():
    (change,) = scenario_of(after(("technical_share", 0.4))).changes
    assert (change.key, change.value) == ("donors.IDN.technical_share", 0.4)
    (change,) = scenario_of(after(("technical_share", 0.4), ("whose", "all"))).changes
    assert change.key == "donors.all.technical_share"


def test_a_budget_of_ten_times_is_ten_times_the_budget():
    start = starting_tables(scenario_of(after(("budget", 10))))
    assert start.donors["budget_factor"][0] == 10
    assert set(start.donors["budget_factor"][1:]) == {1}


def test_levers_stand_where_the_documents_put_them_until_they_are_moved():
    indonesia = donors()[0].figures
    for column in set(LEVERS) & set(indonesia):
        assert position(BASE, column) == indonesia[column].value
    assert position(after(("whose", "all")), "technical_share") is None, "each donor has its own"
    assert position(after(("whose", "all"), ("technical_share", 0.3)), "technical_share") == 0.3


def test_a_lever_put_back_leaves_no_trace():
    there = after(("solidarity", 0.9))
    assert moved(there, "solidarity", None) == BASE


def test_a_lever_that_is_moved_wins_over_its_base():
    policy = moved(moved(Policy.on(shipped("all-technical")), "whose", "IDN"), "technical_share", 0.2)
    start = starting_tables(scenario_of(policy))
    assert start.donors["technical_share"][0] == 0.2
    assert set(start.donors["technical_share"][1:]) == {1}
    everybody = moved(policy, "whose", "all")
    assert set(starting_tables(scenario_of(everybody)).donors["technical_share"]) == {0.2}


def test_priority_and_agency_are_events_of_the_donors_whose_levers_they_are():
    policy = after(("whose", "all"), ("priority", "pif"), ("score", 2), ("agency", True), ("agency_loans", 0.5))
    commitment, agency = scenario_of(policy).events
    assert (commitment.kind, commitment.donor, commitment.whom, commitment.size) == ("commitment", "all", "pif", 2)
    assert (agency.kind, agency.donor, agency.first, agency.size) == ("agency", "all", 2019, 0.5)


def test_an_event_switched_on_is_the_event_of_the_shipped_scenario():
    for name in EVENTS:
        assert scenario_of(after((f"event.{name}", True))).events == shipped(name).events
    assert after(("event.me-first", True), ("event.me-first", False)) == BASE


def test_every_group_that_events_know_can_get_priority():
    assert set(PRIORITIES) == {"", *GROUP_FLAGS, *REGIONS}


def test_a_sweep_is_refused_with_what_to_give_instead():
    with pytest.raises(InputError, match="is a sweep of 36 policies"):
        Policy.on(shipped("policy-mixes"))


moves = st.one_of(
    st.tuples(st.sampled_from(sorted(LEVERS)), st.floats(0, 1)),
    st.tuples(st.just("bilateral_shift"), st.floats(-1, 1)),
    st.tuples(st.just("whose"), st.sampled_from(sorted(WHOSE))),
    st.tuples(st.just("budget"), st.sampled_from(BUDGETS)),
    st.tuples(st.just("priority"), st.sampled_from(sorted(PRIORITIES))),
    st.tuples(st.just("score"), st.floats(-5, 5)),
    st.tuples(st.just("agency"), st.booleans()),
    st.tuples(st.sampled_from([f"event.{name}" for name in EVENTS]), st.booleans()),
    st.tuples(st.just("evidence"), st.sampled_from(["documents", "literature"])),
)


@settings(deadline=None, max_examples=40)
@given(
    st.lists(moves, max_size=8), st.sampled_from(["baseline-2016", "all-technical", "debt-crisis", "central-agency"])
)
def test_every_policy_can_be_saved_and_read_again_as_the_same_world(tmp_path_factory, given_moves, base):
    policy = Policy.on(shipped(base))
    for key, value in given_moves:
        policy = moved(policy, key, value)
    made = scenario_of(policy)
    path = tmp_path_factory.mktemp("saved") / "my-policy.yaml"
    path.write_text(dumped(made), encoding="utf-8")
    again = load_scenario(path)
    assert again.evidence == made.evidence
    ours, theirs = starting_tables(made), starting_tables(again)
    for table, other in zip(ours, theirs, strict=True):
        assert (table == other).all()


hostile = st.one_of(
    st.none(), st.booleans(), st.text(max_size=20), st.floats(), st.integers(), st.lists(st.integers()), st.just({})
)
keys = st.one_of(
    st.sampled_from([*LEVERS, *FIELDS, "event.me-first"]), st.text(max_size=30), st.just("base"), st.just("event.../x")
)


@settings(deadline=None)
@given(keys, hostile)
def test_whatever_a_browser_sends_is_a_policy_or_a_refusal(key, value):
    try:
        policy = moved(BASE, key, value)
    except InputError:
        return
    starting_tables(scenario_of(policy))
    assert policy.base is BASE.base


@pytest.mark.parametrize(
    ("key", "value", "says"),
    [
        ("technical_share", 1.2, "0 to 1"),
        ("technical_share", float("nan"), "0 to 1"),
        ("technical_share", "0.5", "0 to 1"),
        ("technical_share", 10**400, "0 to 1"),
        ("tecnical_share", 0.5, "did you mean 'technical_share'"),
        ("whose", "CHN", "IDN, all"),
        ("event.me-frist", True, "did you mean 'me-first'"),
        ("base", "x", "is no lever"),
    ],
)
def test_a_refusal_says_what_is_allowed(key, value, says):
    with pytest.raises(InputError, match=says):
        moved(BASE, key, value)


def test_what_the_page_says_of_a_lever_stands_in_its_declaration():
    shown = {one["key"]: one for group in controls.groups(BASE) for one in group["controls"]}
    for column in LEVERS:
        declared = Donor.columns()[column]
        assert (shown[column]["low"], shown[column]["high"]) == (declared.low, declared.high)
        assert declared.unit in shown[column]["range"]
        assert declared.meaning.lower() in shown[column]["meaning"].lower()
        assert shown[column]["source"]
    assert donors()[0].figures["technical_share"].note in shown["technical_share"]["source"]
    order = [key for key in shown if key in {*LEVERS, "priority", "agency"}]
    assert order == ["technical_share", "loan_share", "solidarity", "priority", "bilateral_shift", "triangular_share",
                     "strings", "demand_driven", "agency"]  # fmt: skip


def test_an_event_of_the_base_is_shown_on_and_cannot_be_added_twice():
    policy = Policy.on(shipped("me-first"))
    shown = {one["key"]: one for group in controls.groups(policy) for one in group["controls"]}
    assert shown["event.me-first"]["value"]
    assert shown["event.me-first"]["disabled"]
    assert len(scenario_of(moved(policy, "event.me-first", True)).events) == 1
