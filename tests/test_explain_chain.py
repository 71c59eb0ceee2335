"""The chain behind one country's aid: what it tells is what the world holds, in any world, country and year."""

from __future__ import annotations

import json
import sys

import numpy as np
import pandas as pd
import pytest

from ssc_sim import engine, luck
from ssc_sim.analysis import chain as chains
from ssc_sim.analysis.chain import Replay, agrees, before_and_after, replay
from ssc_sim.analysis.chain_effects import arrivals_told
from ssc_sim.analysis.chain_found import chain, chain_of
from ssc_sim.analysis.chain_giving import attraction_parts, moment_of_choice
from ssc_sim.analysis.chain_programmes import programmes_held
from ssc_sim.behaviour.donors import attraction_of
from ssc_sim.cli import main
from ssc_sim.ensemble.asked import ensemble_of
from ssc_sim.errors import InputError, ModelFault
from ssc_sim.world import starting_tables
from tests.worlds import random_case

CASES = [
    ("baseline-2016", "TLS", 2020, 3), ("palestine-conflict", "PSE", 2018, 0), ("papua-rights-event", "FJI", 2022, 1),
    ("measured-results", "BGD", 2019, 2), ("new-southern-policy", "MMR", 2021, 4),
    ("legislation-2017", "KHM", 2017, 0), ("baseline-2016", "FJI", 2016, 5),
]  # fmt: skip


@pytest.mark.parametrize("case", CASES)
def test_every_programme_told_is_one_that_the_world_counted(case):
    scenario, country, year, replicate = case
    seen = replay(scenario, country, year, replicate=replicate)
    held, tie = programmes_held(seen), seen.row("ties", seen.after)
    assert len(held) == seen.row("donors", seen.after)["programmes"]
    assert sum(one.participants for one in held) == tie["came"]
    fields = [
        sum(one.participants for one in held if one.field == field)
        for field in ("development", "governance", "economy")
    ]
    assert fields == tie["participants"].tolist()


@pytest.mark.parametrize("case", CASES)
def test_the_parts_of_the_attraction_sum_to_what_the_model_says(case):
    scenario, country, year, replicate = case
    seen = replay(scenario, country, year, replicate=replicate)
    moment = moment_of_choice(seen)
    parts = attraction_parts(seen, moment)
    assert sum(parts.values()) == pytest.approx(attraction_of(*moment, seen.after), abs=1e-12)


@pytest.mark.parametrize("case", CASES)
def test_every_number_told_that_is_a_column_is_the_worlds_own(case):
    scenario, country, year, replicate = case
    seen = replay(scenario, country, year, replicate=replicate)
    told = chain_of(seen, programmes_held(seen))
    compared = 0
    for row in told:
        columns = seen.row(chains.COLUMNS_OF[row.section], seen.after)
        if row.what in columns.dtype.names:
            assert row.value == np.mean(columns[row.what]), row.what
            compared += 1
    assert compared >= 25


@pytest.mark.parametrize("case", CASES[:3])
def test_the_replay_is_the_world_of_the_ensemble(case):
    scenario, country, year, replicate = case
    seen = replay(scenario, country, year, replicate=replicate)
    ensemble = ensemble_of([scenario], replicate + 1, until=year)
    chosen = ensemble.scenarios[0]
    start = starting_tables(chosen)
    world = engine.run_world(start, ensemble.draws(chosen)[replicate], year - 2015, 2016, replicate)
    for table in ("donors", "recipients", "ties"):
        assert getattr(seen.after, table).tobytes() == getattr(world, table).tobytes()
    if year > 2016:
        world = engine.run_world(start, ensemble.draws(chosen)[replicate], year - 2016, 2016, replicate)
        assert seen.before.ties.tobytes() == world.ties.tobytes()


@pytest.mark.parametrize("seed", range(6))
def test_the_chain_agrees_in_random_worlds_with_random_events(seed):
    case = random_case(seed)
    focal = int(np.flatnonzero(case.start.donors["focal"])[0])
    before, after = before_and_after(case.start, case.parameters, 2018, seed, 0)
    for country in range(0, len(after.recipients), 6):
        seen = Replay("random", 2018, 0, "the donor", "the country", "XXX", before, after, focal, country, {})
        held = programmes_held(seen)
        assert list(arrivals_told(seen, held))
        told = {row.what: row.value for row in chain_of(seen, held)}
        assert told["share"] == after.ties[focal][country]["share"]


def test_a_told_number_that_is_not_the_worlds_is_a_fault():
    with pytest.raises(ModelFault, match="the share"):
        agrees(0.5, 0.5 + 1e-16 + 2**-53, "the share")
    assert agrees(0.5, 0.5, "the share") == 0.5


def test_a_wrong_draw_would_be_noticed(monkeypatch):
    seen = replay("baseline-2016", "TLS", 2020, replicate=3)
    monkeypatch.setattr(luck, "INVITATION", luck.SIZE)
    with pytest.raises(ModelFault, match="programmes of the country"):
        programmes_held(seen)


def test_before_and_after_do_not_share_memory():
    seen = replay("baseline-2016", "TLS", 2017)
    assert seen.before.now["year"] == seen.after.now["year"] == 2017
    assert not np.shares_memory(seen.before.ties, seen.after.ties)
    assert seen.row("ties", seen.before)["came"] == seen.row("ties", seen.after)["before"]


def test_in_2016_there_is_no_shock_and_no_new_leader():
    told = chain("baseline-2016", "TLS", 2016).tables["chain"]
    assert not {"shock", "leader draw"} & set(told["what"])


@pytest.mark.parametrize(("asked", "said"), [
    (("baseline-2016", "TIM", 2020), "'TIM' is no recipient"),
    (("baseline-2016", "TLS", 2200), "is out of range"),
    (("policy-mixes", "TLS", 2020), "is a sweep"),
])  # fmt: skip
def test_mistakes_are_told(asked, said):
    with pytest.raises(InputError, match=said):
        replay(*asked)


def test_the_sentences_name_the_draws_and_the_people(tmp_path, monkeypatch, capsys):
    folder = tmp_path / "chain"
    command = ["ssc-sim", "analyse", "explain", "baseline-2016", "--country", "TLS", "--year", "2020"]
    monkeypatch.setattr(sys, "argv", [*command, "--replicate", "3", "--out", str(folder)])
    main()
    said = " ".join(capsys.readouterr().out.split())
    table, programmes = pd.read_csv(folder / "chain.csv"), pd.read_csv(folder / "programmes.csv")
    came = table.set_index("what").loc["came", "value"]
    assert f"{came:g} people came from Timor-Leste" in said
    assert programmes["participants"].sum() == came
    in_time = (programmes["key"] <= programmes["last_key"]) & np.isfinite(programmes["key"])
    assert (programmes["won"] == in_time).all()
    assert json.loads((folder / "manifest.json").read_text())["country"] == "TLS"


@pytest.mark.parametrize("options", [["--country", "TLS", "--outcome", "capacity"], ["--replicate", "3"]])
def test_an_option_that_would_do_nothing_is_refused(options, monkeypatch, capsys):
    monkeypatch.setattr(sys, "argv", ["ssc-sim", "analyse", "explain", "all-technical", *options])
    with pytest.raises(SystemExit) as stopped:
        main()
    assert stopped.value.code == 2
    assert "would do nothing here" in capsys.readouterr().err
