"""Any replicate of a results folder can be run again, with every state; details are kept as the rest is."""

from __future__ import annotations

import json
import shutil

import numpy as np
import pandas as pd
import pytest
from failing_models import FailsAtTimes, FailsInThree
from stored_runs import request, store, tables
from test_commands import call
from test_stored_runs import interrupted_at

import ssc_sim
from ssc_sim import engine
from ssc_sim.errors import InputError
from ssc_sim.observed import read_recipients
from ssc_sim.posterior import read_posterior, shipped_posterior, write_posterior
from ssc_sim.replaying import Replay, Stored, Told
from ssc_sim.tables import CountryOutcome, Donor, Outcome, Recipient
from ssc_sim.world import begin, starting_tables

CODES = [country.iso3 for country in read_recipients()]


@pytest.fixture(scope="module")
def ran(tmp_path_factory):
    """A results folder of two scenarios, 25 replicates, three years."""
    folder = tmp_path_factory.mktemp("ran") / "results"
    store(request(25), folder)
    return folder


@pytest.fixture
def copied(ran, tmp_path):
    """The same, to be tampered with."""
    return shutil.copytree(ran, tmp_path / "results")


def change_an_outcome(folder, scenario: str, replicate: int) -> None:
    """Change one stored outcome in its last bit."""
    outcomes = pd.read_parquet(folder / "outcomes.parquet")
    row = outcomes.index[(outcomes.scenario == scenario) & (outcomes.replicate == replicate)][7]
    outcomes.loc[row, "value"] = np.nextafter(outcomes.loc[row, "value"], np.inf)
    outcomes.to_parquet(folder / "outcomes.parquet", index=False)


# One replicate


def test_a_replay_writes_every_table_of_every_year_and_equals_what_is_stored(monkeypatch, tmp_path, capsys, ran):
    assert call(monkeypatch, tmp_path, "replay", str(ran), "17", "--scenario", "legislation-2017", "--out", "it") == 0
    assert "gives what is stored, to the last bit" in capsys.readouterr().out
    there = {path.stem: pd.read_parquet(path) for path in (tmp_path / "it").glob("*.parquet")}
    assert set(there) == {"recipients", "donors", "partners", "ngos", "neighbourhoods", "ties", "events", "touches",
                          "now", "outcomes", "countries", "parameters"}  # fmt: skip
    years = [2016, 2017, 2018]
    assert list(there["recipients"].columns) == ["year", "country", *Recipient.names()]
    assert [*zip(there["recipients"]["year"], there["recipients"]["country"], strict=True)] == [
        (year, code) for year in years for code in CODES
    ]
    assert set(there["ties"]["donor"]) == set(there["donors"]["donor"])
    assert len(there["ties"]) == 3 * len(CODES) * there["donors"]["donor"].nunique()
    assert there["now"]["year"].tolist() == years
    outcomes = pd.read_parquet(ran / "outcomes.parquet")
    chosen = outcomes[(outcomes.scenario == "legislation-2017") & (outcomes.replicate == 17)]
    assert there["outcomes"][list(Outcome.names())].to_numpy().ravel().tobytes() == chosen["value"].to_numpy().tobytes()
    told = json.loads((tmp_path / "it" / "replay.json").read_text())
    assert (told["scenario"], told["replicate"], told["seed"], told["same_as_stored"]) == (
        "legislation-2017",
        17,
        2016,
        True,
    )


def test_the_states_are_those_of_the_world_after_each_year(ran):
    done = ssc_sim.replay(ran, 17, scenario="legislation-2017")
    scenario = request(25).ensemble.scenarios[1]
    world = begin(starting_tables(scenario), request(25).ensemble.draws(scenario)[17], 2016, 17)
    outcome = Outcome.rows(1)[0]
    for year in done.states.years:
        engine.one_year(world, outcome)
        for name in Outcome.columns():
            assert np.array_equal(year.outcome[name], outcome[name]), name
        for name, rows in year.tables.items():
            assert rows.tobytes() == getattr(world, name).tobytes(), name
    frames = dict(done.states.tables())
    last = frames["donors"].query("year == 2018")
    for name, (column, place, _) in Donor.names().items():
        values = world.donors[column] if place is None else world.donors[column][..., place]
        assert last[name].to_numpy().tobytes() == values.tobytes()


def test_both_engines_replay_the_same_states(ran):
    compiled, mesa = (Replay.of(Stored.read(ran, engine=name), 3, "baseline-2016") for name in ("compiled", "mesa"))
    assert compiled.same
    assert mesa.same
    for ours, theirs in zip(compiled.states.tables(), mesa.states.tables(), strict=True):
        assert ours[0] == theirs[0]
        pd.testing.assert_frame_equal(ours[1], theirs[1], check_exact=True)


def test_a_replay_that_differs_in_one_bit_is_told(monkeypatch, tmp_path, capsys, copied):
    change_an_outcome(copied, "baseline-2016", 4)
    words = ("replay", "results", "--scenario", "baseline-2016")
    assert call(monkeypatch, tmp_path, *words, "5") == 0
    assert call(monkeypatch, tmp_path, *words, "4") == 1
    assert "baseline-2016-4 does not give what is stored" in capsys.readouterr().err
    assert not json.loads((tmp_path / "results.replay/baseline-2016-4/replay.json").read_text())["same_as_stored"]


def test_a_folder_of_another_version_of_the_package_is_told_where_it_differs(monkeypatch, tmp_path, capsys, copied):
    manifest = json.loads((copied / "manifest.json").read_text())
    (copied / "manifest.json").write_text(json.dumps(manifest | {"source": "other"}))
    words = ("replay", "results", "4", "--scenario", "baseline-2016")
    assert call(monkeypatch, tmp_path, *words) == 0
    change_an_outcome(copied, "baseline-2016", 4)
    assert call(monkeypatch, tmp_path, *words) == 1
    assert "another version of the package" in capsys.readouterr().err


def test_a_replicate_that_failed_fails_again_in_the_same_place(tmp_path):
    for number, model in enumerate((FailsAtTimes, FailsInThree)):
        folder = tmp_path / str(number)
        store(request(5, ["baseline-2016"], engine="mesa", model=model), folder)
        stored = Stored.read(folder)
        assert stored.request.engine == f"mesa failing_models:{model.__name__}"
        failed = (1, 4) if model is FailsAtTimes else (3,)
        for replicate in (*failed, 0):
            done = Replay.of(stored, replicate)
            assert done.same
            assert stored.run_again(stored.scenario(None), replicate).equals(stored.stored("baseline-2016", replicate))
            assert len(done.states.years) == (1 if replicate in failed else 3)
        compiled = Stored.read(folder, engine="compiled")
        assert not Replay.of(compiled, failed[0]).same
        assert compiled.differing(5) == [("baseline-2016", replicate) for replicate in failed]


def test_a_posterior_of_ones_own_is_kept_in_the_folder_to_the_last_bit(tmp_path):
    shipped = shipped_posterior()
    own = shipped._replace(rows=shipped.rows[::-1][:30] * (1 - 1e-12))
    write_posterior(tmp_path / "own.csv", own, ".17g")
    asked = request(3, ["baseline-2016"], parameters=tmp_path / "own.csv")
    store(asked, tmp_path / "stored")
    (tmp_path / "own.csv").unlink()
    for folder in (tmp_path / "stored", tmp_path / "written"):
        if not folder.exists():
            folder.mkdir()
            asked.run().write(folder)
        kept = read_posterior(folder / "posterior.csv")
        assert kept.rows.tobytes() == asked.ensemble.posterior.rows.tobytes()
        assert Replay.of(Stored.read(folder), 2).same
    (tmp_path / "stored" / "posterior.csv").unlink()
    with pytest.raises(InputError, match="another posterior"):
        Stored.read(tmp_path / "stored")


def test_a_cell_of_a_sweep_and_other_numbers_are_replayed_too(tmp_path):
    asked = request(2, ["policy-mixes"], 2016, evidence="literature", without=["learning"], parameters="point", seed=5)
    store(asked, tmp_path / "results")
    name = asked.ensemble.scenarios[7].name
    assert "[" in name
    assert Replay.of(Stored.read(tmp_path / "results"), 1, name).same


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("25",), "ID: there is no replicate 25; allowed: 0 to 24"),
        (("3", "--scenario", "legislation-207"), "did you mean 'legislation-2017'?"),
        (("3", "--engine", "mese"), "did you mean 'mesa'?"),
        (("3", "--model", "a:B"), "'a:B' cannot be loaded"),
        (("3", "--verify"), "the ID of a replicate, or --verify"),
        ((), "the ID of a replicate, or --verify"),
    ],
)
def test_what_cannot_be_replayed_is_told(monkeypatch, tmp_path, capsys, ran, words, told):
    more = () if "--scenario" in words else ("--scenario", "baseline-2016")
    assert call(monkeypatch, tmp_path, "replay", str(ran), *words, *more) == 2
    assert told in capsys.readouterr().err
    assert [*tmp_path.iterdir()] == []


def test_several_scenarios_must_be_told_apart_and_other_folders_are_refused(tmp_path, ran):
    with pytest.raises(InputError, match="holds several scenarios; allowed: baseline-2016, legislation-2017"):
        Replay.of(Stored.read(ran), 3)
    with pytest.raises(InputError, match="is not a results folder"):
        Stored.read(tmp_path)
    shutil.copy(ran / "manifest.json", tmp_path)
    with pytest.raises(InputError, match="holds no replicates"):
        Stored.read(tmp_path)


# A sample


def test_a_sample_is_verified(monkeypatch, tmp_path, capsys, copied):
    assert call(monkeypatch, tmp_path, "replay", "results", "--verify", "--sample", "7") == 0
    assert "7 of 7 replicates give what is stored" in capsys.readouterr().out
    change_an_outcome(copied, "baseline-2016", 4)
    assert call(monkeypatch, tmp_path, "replay", "results", "--verify", "--sample", "1000") == 1
    told = capsys.readouterr().err
    assert "1 of 50 replicates do not give what is stored: baseline-2016 4." in told
    assert "Traceback" not in told


def test_a_sample_is_the_same_each_time_and_holds_no_replicate_twice(ran, monkeypatch):
    taken = []

    def run_again(_, scenario, replicate):
        taken.append((scenario.name, replicate))
        return Told(None, None)

    monkeypatch.setattr(Stored, "run_again", run_again)
    assert len(Stored.read(ran).differing(9)) == len({*taken}) == 9
    first = taken.copy()
    taken.clear()
    assert Stored.read(ran).differing(9) == taken == first
    taken.clear()
    Stored.read(ran).differing(10_000)
    assert len({*taken}) == 50, "every replicate may be in it"


# Details


@pytest.fixture(scope="module")
def detailed(tmp_path_factory):
    folder = tmp_path_factory.mktemp("detailed") / "results"
    store(request(25).detailed(), folder)
    return folder


def test_details_are_the_years_of_each_country_and_leave_the_tables_alone(ran, detailed):
    assert tables(detailed) == tables(ran)
    assert json.loads((detailed / "manifest.json").read_text())["detail"] is True
    countries = pd.read_parquet(detailed / "countries.parquet")
    assert list(countries.columns) == ["scenario", "replicate", "year", "country", *CountryOutcome.names()]
    assert len(countries) == 2 * 25 * 3 * len(CODES)
    ensemble = request(25).ensemble
    for scenario in ensemble.scenarios:
        start = starting_tables(scenario)
        _, rows, _ = engine.run_countries(start, ensemble.draws(scenario), 3, 2016, 0)
        chosen = countries[countries["scenario"] == scenario.name]
        assert chosen["country"].tolist() == CODES * 75
        for name in CountryOutcome.columns():
            assert chosen[name].to_numpy().tobytes() == np.ascontiguousarray(rows[name]).tobytes()


def test_details_hold_the_ties_of_the_focal_donor(detailed):
    ties = pd.read_parquet(detailed / "ties.parquet")
    assert set(ties["donor"]) == {"IDN"}
    assert len(ties) == 2 * 25 * 3 * len(CODES)
    replayed = dict(Replay.of(Stored.read(detailed), 21, "legislation-2017").states.tables())["ties"]
    ours = ties[(ties["scenario"] == "legislation-2017") & (ties["replicate"] == 21)]
    theirs = replayed[replayed["donor"] == "IDN"]
    for name in ours.columns[5:]:
        assert ours[name].to_numpy().tobytes() == theirs[name].to_numpy().tobytes(), name
    came = ours.groupby("year")["came"].sum()
    told = pd.read_parquet(detailed / "outcomes.parquet").query(
        "scenario == 'legislation-2017' and replicate == 21 and outcome == 'participants'"
    )
    assert came.tolist() == pytest.approx(told["value"].tolist())


def test_details_are_resumed_to_the_same_bytes_and_are_the_same_from_mesa(tmp_path, detailed):
    interrupted_at(tmp_path / "results", 20, request(25).detailed())
    store(request(25).detailed(), tmp_path / "results", resume=True)
    names = ("countries.parquet", "ties.parquet", "outcomes.parquet")
    for name in names:
        assert (tmp_path / "results" / name).read_bytes() == (detailed / name).read_bytes()
    few = request(2, ["baseline-2016"], 2017)
    store(few.detailed(), tmp_path / "compiled")
    store(request(2, ["baseline-2016"], 2017, engine="mesa").detailed(), tmp_path / "mesa")
    for name in names:
        assert (tmp_path / "compiled" / name).read_bytes() == (tmp_path / "mesa" / name).read_bytes()


def test_details_of_a_replicate_that_failed_are_left_out(tmp_path):
    with_details = request(5, ["baseline-2016"], engine="mesa", model=FailsInThree).detailed()
    store(with_details, tmp_path / "results")
    for name in ("countries", "ties"):
        assert sorted(set(pd.read_parquet(tmp_path / "results" / f"{name}.parquet")["replicate"])) == [0, 1, 2, 4]
