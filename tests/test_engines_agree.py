"""The compiled engine and the Mesa model agree in every bit of every column of every table, every year."""

from __future__ import annotations

import ast
import inspect
import re
import textwrap
from collections.abc import Callable, Iterator
from typing import Any

import numpy as np
import pytest
from worlds import Case, baseline, broken_case, random_case

from ssc_sim import agents, engine, model, tables
from ssc_sim.behaviour import economy as economy_does
from ssc_sim.behaviour import record as record_does
from ssc_sim.compiled import plain
from ssc_sim.model import SSCModel
from ssc_sim.tables import Outcome, Table
from ssc_sim.world import begin

YEARS = 4
MESA_S_OWN = {"model", "unique_id", "pos"}


def differences(case: Case, model_class: type[SSCModel] = SSCModel, seed: int = 7, replicate: int = 3) -> Iterator[str]:
    """Run both engines side by side and name every column that differs, and every name that is no column."""
    ours = model_class.from_start(case.start, case.parameters, seed, replicate)
    world = begin(case.start, case.parameters, seed, replicate)
    outcome = Outcome.rows(1)[0]
    for year in range(2016, 2016 + YEARS):
        ours.step()
        engine.one_year(world, outcome)
        for table, mine, theirs in pairs(ours, world, outcome):
            for name in ["index", "identity", *table.columns()]:
                if not np.array_equal([getattr(row, name) for row in mine], theirs[name]):
                    yield f"{year}: {table.__name__}.{name}"
            for row in mine:
                undeclared = set(vars(row)) - set(table.columns()) - {"index", "identity"} - MESA_S_OWN
                yield from (f"{year}: {table.__name__} has no column {name}" for name in undeclared)


def pairs(ours: Any, world: Any, outcome: Any) -> Iterator[tuple[type[Table], list[Any], Any]]:
    yield tables.Recipient, ours.recipients, world.recipients
    yield tables.Donor, ours.donors, world.donors
    yield tables.Tie, [tie for row in ours.ties for tie in row], world.ties.ravel()
    yield tables.Event, ours.events, world.events
    yield tables.Partner, ours.partners, world.partners
    yield tables.Ngo, ours.ngos, world.ngos
    yield tables.Neighbourhood, ours.neighbourhoods, world.neighbourhoods
    yield tables.Touch, [touch for row in ours.touches for touch in row], world.touches.ravel()
    yield tables.Now, [ours.now], np.array([world.now])
    yield tables.Outcome, [ours.outcome], np.array([outcome])


@pytest.mark.parametrize("seed", range(20))
def test_every_column_of_every_table_agrees_in_random_worlds(seed):
    assert list(differences(random_case(seed), seed=seed)) == []


def test_every_column_of_every_table_agrees_in_the_real_world():
    assert list(differences(baseline())) == []


@pytest.mark.parametrize("seed", [3, 4])
def test_the_years_of_countries_agree_and_are_the_parts_of_the_means(seed):
    case = random_case(seed)
    outcomes, countries, _ = engine.run_countries(case.start, case.parameters.reshape(1), YEARS, seed, 3)
    same, _ = engine.run_replicates(case.start, case.parameters.reshape(1), YEARS, seed, 3)
    np.testing.assert_array_equal(outcomes, same)
    ours = SSCModel.from_start(case.start, case.parameters, seed, 3)
    for year in range(YEARS):
        ours.step()
        for recipient, row in zip(ours.recipients, countries[0, year], strict=True):
            mine = model.as_object(tables.CountryOutcome.rows()[()])
            plain(record_does.record_country)(recipient, ours, mine)
            assert {name: getattr(mine, name) for name in tables.CountryOutcome.columns()} == {
                name: row[name] for name in tables.CountryOutcome.columns()
            }
    for name in ("capacity", "dependency", "self_reliance", "debt", "debt_service", "social_spending", "development"):
        np.testing.assert_allclose(countries[name].mean(axis=-1), outcomes[name][..., 0], rtol=1e-9, atol=1e-12)
    np.testing.assert_allclose(countries["participants"].sum(axis=-1), outcomes["participants"], rtol=1e-9)
    np.testing.assert_allclose(countries["trained_in_post"].sum(axis=-1), outcomes["trained_in_post"], rtol=1e-9)


def test_random_worlds_are_worlds_in_which_something_happens():
    moved = set()
    for seed in range(5):
        case = random_case(seed)
        before = begin(case.start, case.parameters, seed, 0)
        after = begin(case.start, case.parameters, seed, 0)
        for outcome in Outcome.rows(YEARS):
            engine.one_year(after, outcome)
        for table, name in ((tables.Recipient, "recipients"), (tables.Donor, "donors"), (tables.Tie, "ties")):
            moved |= {
                column
                for column, declared in table.columns().items()
                if declared.role == "state"
                and not np.array_equal(getattr(before, name)[column], getattr(after, name)[column])
            }
    still = {
        "cadre", "need", "coverage_2016", "money_2016", "technical_2016", "aid_2016", "northern_2016", "service_2016",
        "intensity_2016", "information_2016", "southern_share_2016", "excess_2016", "stance_2016", "budget_2016",
        "own_cost_2016", "tailoring_2016", "seats_money_2016", "triangular_money_2016", "participants_2016",
        "familiarity", "attraction_2016", "share_2016", "goodwill_2016",
    }  # fmt: skip
    agents_tables = (tables.Recipient, tables.Donor, tables.Tie)
    states = {name for table in agents_tables for name, c in table.columns().items() if c.role == "state"}
    assert moved | {"setting_up"} == states - still, "an agency is set up in one year only, which may not be the last"


# --- The comparison above must notice a model that is not the engine


def rebuilt(function: Callable[..., Any], change: Callable[[str], str]) -> Any:
    """Return a function with its source changed, in the module where it stands."""
    source = textwrap.dedent(inspect.getsource(plain(function))).replace("@compiled\n", "")
    changed = change(source)
    assert changed != source
    names = dict(plain(function).__globals__)
    exec(compile(changed, "changed", "exec"), names)  # noqa: S102
    return names[plain(function).__name__]


def step_lines() -> list[str]:
    """The lines of a year that act: the shocks, the agents, the books."""
    tree = ast.parse(textwrap.dedent(inspect.getsource(SSCModel.step)))
    body = tree.body[0].body
    return [ast.unparse(line) for line in body if ".do(" in ast.unparse(line) or "plain(" in ast.unparse(line)]


def mutant_model(change: Callable[[str], str]) -> type[SSCModel]:
    return type("Mutant", (SSCModel,), {"step": rebuilt(SSCModel.step, change)})


def requoted(line: str) -> str:
    return line.replace("'", '"')


def acts(line: str) -> str:
    """The name of the behaviour that a line of the year calls."""
    return re.search(r'(?:"|_does\.)(\w+)', line).group(1)


def cases() -> list[Case]:
    """Worlds in which every section of the year leaves a trace, the books included."""
    return [random_case(1), random_case(2), broken_case("development"), broken_case("dependency")]


FREE_TO_SWAP = (  # neighbours of which neither reads what the other writes
    ("request", "change_leader"),
    ("change_leader", "set_budget"),
    ("choose_mix", "allocate"),
    ("allocate", "make_offer"),
    ("relieve", "learn"),
    ("learn", "learn_by_teaching"),
    ("learn_by_teaching", "look_around"),
    ("exchange", "maintain"),
    ("maintain", "pay"),
    ("depend", "take_stance"),
    ("close_ranks", "earn_goodwill"),
    ("earn_goodwill", "remember"),
    ("remember", "take_stock"),
    ("take_stock", "graduate"),
    ("graduate", "balance"),
    ("balance", "record"),
)


@pytest.mark.parametrize("line", [line for line in step_lines() if "shift_world" not in line])
def test_a_dropped_line_is_noticed(line):
    dropped = mutant_model(lambda source: source.replace(requoted(line), "pass"))
    assert any(list(differences(case, dropped)) for case in cases())


@pytest.mark.parametrize("place", range(1, len(step_lines()) - 1))
def test_two_swapped_lines_are_noticed_unless_their_order_cannot_matter(place):
    one, other = (requoted(line) for line in step_lines()[place : place + 2])
    swapped = mutant_model(lambda source: source.replace(one, "@@").replace(other, one).replace("@@", other))
    noticed = any(list(differences(case, swapped)) for case in cases())
    assert noticed != any(acts(one) == first and acts(other) == second for first, second in FREE_TO_SWAP)


@pytest.mark.parametrize("name", ["dependency", "social", "debt", "interest"])
def test_a_misspelt_column_is_noticed(name):
    behaviour = economy_does.depend if name == "dependency" else economy_does.pay
    misspelt = rebuilt(behaviour, lambda source: source.replace(f"recipient.{name} = ", f"recipient.{name}s = "))
    recipient = type("Misspelt", (agents.Recipient,), {behaviour.__name__: misspelt})
    assert list(differences(random_case(1), type("Mutant", (SSCModel,), {"recipient_class": recipient})))


def test_a_side_effect_outside_the_tables_is_noticed():
    class Remembering(agents.Recipient):
        def depend(self, world):
            super().depend(world)
            self.memory = self.dependency

    found = list(differences(random_case(1), type("Mutant", (SSCModel,), {"recipient_class": Remembering})))
    assert found
    assert all("Recipient has no column memory" in difference for difference in found)


def test_a_result_kept_outside_the_tables_is_noticed():
    seen = []

    class Counting(agents.Donor):
        def set_budget(self, world):
            super().set_budget(world)
            seen.append(self.index)
            self.budget *= 1 + len(seen) / 1000

    assert list(differences(random_case(1), type("Mutant", (SSCModel,), {"donor_class": Counting})))


# --- What a user of Mesa relies on


def test_a_users_own_recipient_needs_only_its_own_method():
    class Proud(agents.Recipient):
        def depend(self, world):
            super().depend(world)
            self.dependency *= 0.5

    class Mine(SSCModel):
        recipient_class = Proud

    mine, ours = Mine(), SSCModel()
    mine.step()
    ours.step()
    assert mine.outcome.dependency[0] == pytest.approx(ours.outcome.dependency[0] / 2)
    assert mine.outcome.programmes == ours.outcome.programmes


def test_the_model_builds_without_arguments_and_collects_every_outcome():
    built = SSCModel()
    built.step()
    built.step()
    collected = built.datacollector.get_model_vars_dataframe()
    assert list(collected.columns) == list(Outcome.names())
    assert len(collected) == 2
    assert collected["spending"].iloc[0] == pytest.approx(15.08)


def test_a_mesa_ensemble_gives_the_same_bits_as_the_compiled_one():
    case = baseline()
    rows = np.repeat(case.parameters[None], 2, axis=0)
    compiled_outcomes, compiled_ends = engine.run_replicates(case.start, rows, 2, 2016, 5)
    mesa_outcomes, mesa_ends = model.MesaRunner(SSCModel)(case.start, rows, 2, 2016, 5)
    assert mesa_outcomes.tobytes() == compiled_outcomes.tobytes()
    for name in tables.Now.columns():
        np.testing.assert_array_equal(mesa_ends[name], compiled_ends[name])


def test_reversed_activation_changes_nothing_beyond_rounding():
    class Backwards(SSCModel):
        def step(self):
            for kind, chosen in list(self._agents_by_type.items()):
                self._agents_by_type[kind] = type(chosen)(list(chosen)[::-1], random=self.random)
            super().step()

    case = random_case(4)
    forwards, backwards = (kind.from_start(case.start, case.parameters, 1, 2) for kind in (SSCModel, Backwards))
    for _ in range(3):
        forwards.step()
        backwards.step()
        for name, column in Outcome.columns().items():
            mine, theirs = getattr(forwards.outcome, name), getattr(backwards.outcome, name)
            np.testing.assert_allclose(mine, theirs, rtol=1e-9, atol=1e-12, err_msg=f"{name} ({column.unit})")
