"""A replicate that fails is recorded and left out; the others go on, and what is told tells of it."""

from __future__ import annotations

import json
from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from failing_models import FailsAtOnce, FailsAtTimes, FailsInThree, SaysNothing
from stored_runs import command_line, request, store, tables

import ssc_sim
from ssc_sim import engine
from ssc_sim.comparison import compared, paired
from ssc_sim.ensemble.running import outcomes_of
from ssc_sim.errors import ModelFault, ReplicateFailed, SomeFailed, SSCSimError, TooManyFailures
from ssc_sim.expectations.command import ExpectationRequest, expectation_request
from ssc_sim.observed import read_recipients
from ssc_sim.requests import ComparisonRequest, Request, comparison_of
from ssc_sim.results.folder import Failure, Results
from ssc_sim.wording import caption_of, failures_told

FIJI_FAILS = "ZeroDivisionError: float division by zero"


@pytest.fixture
def folder(tmp_path):
    return tmp_path / "results"


def breaking(replicates: dict[str, set[int]]):
    """The compiled engine, with an identity that breaks in some replicates: by the volume of the first event."""

    def run(start, parameters, years, seed, first):
        outcomes, ends = engine.run_replicates(start, parameters, years, seed, first)
        name = "legislation-2017" if len(start.events) else "baseline-2016"
        for replicate in replicates.get(name, set()) & {*range(first, first + len(ends))}:
            ends[replicate - first]["fault"], ends[replicate - first]["fault_row"] = 3, 5
        return outcomes, ends

    return run


def failing(asked, replicates):
    """The same request, with replicates that fail."""
    run = breaking(replicates)
    if isinstance(asked, ComparisonRequest):
        return replace(asked, request=replace(asked.request, run_replicates=run))
    assert isinstance(asked, Request)
    return replace(asked, run_replicates=run)


# What is recorded


def test_an_exception_of_a_users_model_is_recorded_with_its_year_and_who_was_acting():
    with pytest.warns(UserWarning, match=r"2 of 6 replicates failed \(33\.3%\) and are left out"):
        results = ssc_sim.run("baseline-2016", runs=6, until=2018, engine="mesa", model=FailsAtTimes)
    assert results.failures == [
        Failure("baseline-2016", 2016, replicate, 2017, "Fiji", FIJI_FAILS) for replicate in (1, 4)
    ]
    assert sorted(set(results.outcomes["replicate"])) == [0, 2, 3, 5]
    whole = ssc_sim.run("baseline-2016", runs=6, until=2018).outcomes
    same = whole[whole["replicate"].isin([0, 2, 3, 5])]
    assert results.outcomes["value"].to_numpy().tobytes() == same["value"].to_numpy().tobytes()


def test_an_identity_that_breaks_is_recorded_with_the_country_where_it_broke():
    country = read_recipients()[5].name
    message = "debt does not roll forward: before + interest + loans - service"
    for asked in (
        request(8, ["baseline-2016"], 2017, engine="mesa", model=FailsInThree),
        failing(request(8, ["baseline-2016"], 2016), {"baseline-2016": {3}}),
    ):
        with pytest.warns(UserWarning, match="1 of 8"):
            results = asked.run()
        assert results.failures == [Failure("baseline-2016", 2016, 3, 2016, country, message)]


def test_an_outcome_that_is_no_number_is_the_failure_of_its_replicate_alone():
    with pytest.warns(UserWarning, match="1 of 3"):
        results = ssc_sim.run("baseline-2016", runs=3, until=2018, engine="mesa", model=SaysNothing)
    message = "the outcome capacity is no finite number"
    assert results.failures == [Failure("baseline-2016", 2016, 1, 2017, "", message)]


def test_a_model_that_cannot_be_built_is_recorded_in_its_first_year():
    with pytest.raises(TooManyFailures, match="baseline-2016: 3 of 4 replicates failed") as caught:
        ssc_sim.run("baseline-2016", runs=4, until=2016, engine="mesa", model=FailsAtOnce, workers=1)
    assert [failure.year for failure in caught.value.failures] == [2016, 2016, 2016]
    message = caught.value.failures[0].message
    assert message.startswith("KeyError: ")
    assert message.isprintable()
    assert len(message) == 300, "a message is cut, not the run"


def test_the_results_folder_says_which_failed_and_reads_back(folder):
    asked = failing(request(70), {"baseline-2016": {3, 66}, "legislation-2017": {3, 20}})
    done = store(asked, folder)
    table = pd.read_csv(folder / "failures.csv")
    assert list(table.columns) == ["scenario", "seed", "replicate", "year", "agent", "message"]
    assert list(zip(table["scenario"], table["replicate"], strict=True)) == [
        ("baseline-2016", 3), ("baseline-2016", 66), ("legislation-2017", 3), ("legislation-2017", 20)
    ]  # fmt: skip
    manifest = json.loads((folder / "manifest.json").read_text())
    assert manifest["failures"]["by_scenario"] == {"baseline-2016": 2, "legislation-2017": 2}
    assert manifest["failures"]["first"]["replicate"] == 3
    assert done.manifest == manifest
    with pytest.warns(UserWarning, match="4 of 140"):
        whole = asked.run()
    assert Results.read(folder).failures == whole.failures
    folder.with_name("whole").mkdir()
    whole.write(folder.with_name("whole"))
    for name in ("failures.csv", "manifest.json"):
        assert (folder / name).read_bytes() == (folder.with_name("whole") / name).read_bytes()
    assert tables(folder) == tables(folder.with_name("whole"))
    kept = pd.read_parquet(folder / "outcomes.parquet")
    assert len(kept.groupby(["scenario", "replicate"], observed=True)) == 136
    assert "4 of 140 replicates failed (2.9%) and are left out." in failures_told(manifest)
    assert "4 of 140 replicates failed" in caption_of(manifest, 6).replace("\n", " ")


def test_a_chunk_of_which_every_replicate_failed_leaves_the_others(folder):
    asked = failing(request(60, ["baseline-2016"]), {"baseline-2016": set(range(20))})
    store(asked, folder)
    assert sorted(set(pd.read_parquet(folder / "outcomes.parquet")["replicate"])) == list(range(20, 60))


def test_where_nothing_fails_nothing_is_told(folder):
    done = store(request(4), folder)
    assert failures_told(done.manifest) == ""
    assert not (folder / "failures.csv").exists()


# Too many


def test_half_may_fail_and_no_more(folder):
    store(failing(request(40, ["baseline-2016"]), {"baseline-2016": set(range(20))}), folder)
    too_many = failing(request(40), {"legislation-2017": set(range(21))})
    with pytest.raises(TooManyFailures, match="legislation-2017: 21 of 40 replicates failed") as caught:
        store(too_many, folder.with_name("other"))
    assert caught.value.exit_code == 1
    assert not folder.with_name("other").exists()
    parts = folder.with_name("other.parts")
    assert str(parts / "failures.csv") in str(caught.value)
    recorded = pd.read_csv(parts / "failures.csv")
    assert set(recorded["scenario"]) == {"legislation-2017"}
    assert len(recorded) >= 21
    assert len([*parts.glob("*.part")]) >= 2, "what was run is kept"
    with pytest.raises(TooManyFailures):
        store(too_many, folder.with_name("other"), resume=True)


def test_where_every_replicate_is_needed_one_that_fails_is_raised():
    ensemble = request(6).ensemble
    with pytest.raises(ModelFault, match="legislation-2017: Replicate 2, 2018, "):
        outcomes_of(ensemble, breaking({"legislation-2017": {2}}))


# Pairs


def test_a_replicate_that_failed_in_any_scenario_is_left_out_of_all_pairs():
    whole = request(30).run()
    with pytest.warns(UserWarning, match="3 of 60"):
        some = failing(request(30), {"baseline-2016": {3}, "legislation-2017": {3, 7}}).run()
    ours, theirs = paired(some), paired(whole)
    kept = [replicate for replicate in range(30) if replicate not in (3, 7)]
    assert ours.replicates.tolist() == kept
    assert ours.differences.tobytes() == np.ascontiguousarray(theirs.differences[..., kept]).tobytes()
    only = Results(whole.manifest, whole.outcomes[whole.outcomes["replicate"].isin(kept)])
    pd.testing.assert_frame_equal(compared(some), compared(only))


def test_failures_among_the_draws_keep_numbers_and_differences_together(folder):
    asked = comparison_of(["baseline-2016", "legislation-2017"], runs=30, draws=30, until=2018)
    asked = failing(asked, {"baseline-2016": {3}})
    done = store(asked, folder)
    assert done.results.manifest["failed_draws"] == 1
    assert "1 of the draws over the ranges of the numbers" in failures_told(done.results.manifest)
    with pytest.warns(UserWarning, match="1 of 60"):
        pd.testing.assert_frame_equal(asked.run().table, done.table)


def test_scenarios_that_fail_in_different_replicates_are_not_compared_on_the_few_that_are_left():
    with pytest.warns(UserWarning, match="30 of 60"):
        results = failing(request(30), {"baseline-2016": set(range(15)), "legislation-2017": set(range(15, 30))}).run()
    with pytest.raises(TooManyFailures, match="only 0 of 30 replicates are without a failure in all scenarios"):
        paired(results)


def test_expectations_are_judged_on_the_replicates_that_failed_nowhere(monkeypatch):
    asked = expectation_request(["all-technical"], runs=12, draws=12)
    run = breaking({"baseline-2016": {2, 5}})
    monkeypatch.setattr(ExpectationRequest, "run_replicates", property(lambda _: run))
    done = asked.run()
    assert failures_told(done.manifest)
    assert {failure.replicate for failure in done.failures} == {2, 5}
    assert {failure.scenario.partition(" (")[2] for failure in done.failures} == {
        "documents)", "literature)", "draws over the ranges)"
    }  # fmt: skip


# On the command line


def test_the_command_line_ends_with_exit_code_three(tmp_path):
    (tmp_path / "mine.py").write_text(
        "from ssc_sim.agents import Recipient\nfrom ssc_sim.model import SSCModel\n\n\n"
        "class Weak(Recipient):\n    def depend(self, world):\n        super().depend(world)\n"
        "        if self.model.replicate == 1 and self.index == 0:\n"
        "            raise RuntimeError('no [red]way[/red]')\n"
        "\n\nclass Mine(SSCModel):\n    recipient_class = Weak\n"
    )
    words = ("run", "baseline-2016", "--runs", "4", "--until", "2017", "--engine", "mesa", "--model", "mine:Mine")
    running = command_line(tmp_path, *words)
    shown, told = running.communicate(timeout=600)
    assert running.returncode == 3, told
    assert "1 of 4 replicates failed (25.0%) and are left out." in " ".join(shown.split())
    assert "failures.csv" in told
    assert "Traceback" not in told
    recorded = pd.read_csv(tmp_path / "results" / "baseline-2016" / "failures.csv")
    assert recorded["message"].tolist() == ["RuntimeError: no [red]way[/red]"]
    assert recorded["agent"].tolist() == [read_recipients()[0].name]
    assert [path.name for path in (tmp_path / "results").iterdir()] == ["baseline-2016"]


def test_every_error_has_its_exit_code():
    codes = {ModelFault: 1, ReplicateFailed: 1, TooManyFailures: 1, SomeFailed: 3}
    assert {kind: kind.exit_code for kind in codes} == codes
    assert all(issubclass(kind, SSCSimError) for kind in codes)
