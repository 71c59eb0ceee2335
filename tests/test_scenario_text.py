"""A scenario written as text, or into a manifest, is the same scenario when it is read again."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from ssc_sim.ensemble.asked import ensemble_of
from ssc_sim.ensemble.manifest import ensemble_of_manifest, manifest_of
from ssc_sim.errors import InputError
from ssc_sim.posterior import shipped_posterior
from ssc_sim.scenario import dumped, load_scenario, shipped_scenarios
from ssc_sim.scenario.changes import Change, in_force
from ssc_sim.world import starting_tables


def change(row: str, value: float, column: str = "loan_share") -> Change:
    return Change(f"donors.{row}.{column}", "donors", row, column, value)


def test_a_later_change_undoes_an_earlier_one():
    assert in_force([change("IDN", 0.1), change("IDN", 0.2)]) == (change("IDN", 0.2),)


def test_a_later_change_of_all_undoes_those_of_single_rows_of_its_column_alone():
    other = change("IDN", 0.3, "solidarity")
    assert in_force([change("IDN", 0.1), other, change("all", 0.2)]) == (change("all", 0.2), other)


def test_a_later_change_of_a_single_row_stands_beside_that_of_all():
    assert in_force([change("all", 0.2), change("IDN", 0.1)]) == (change("all", 0.2), change("IDN", 0.1))


def same_tables(one, other) -> bool:
    return all(np.array_equal(a, b) for a, b in zip(starting_tables(one), starting_tables(other), strict=True))


def same_worlds(one, other) -> bool:
    return same_tables(one, other) and np.array_equal(one.draws(3), other.draws(3))


@pytest.mark.parametrize("name", shipped_scenarios())
def test_a_shipped_scenario_read_again_from_its_text_is_the_same(name, tmp_path):
    scenario = load_scenario(name)
    file = tmp_path / f"{name}.yaml"
    file.write_text(dumped(scenario), encoding="utf-8")
    again = load_scenario(file)
    assert dumped(again) == dumped(scenario)
    for part in ("title", "question", "register", "evidence", "events", "sweep", "without", "expectations"):
        assert getattr(again, part) == getattr(scenario, part)
    for one, other in zip(again.cells()[:3], scenario.cells()[:3], strict=True):
        assert same_worlds(one, other)


def test_texts_that_look_like_something_else_stay_texts(tmp_path):
    told = "no: 1.5 # {a, b} 'c' \"d\" é - yes"
    scenario = replace(load_scenario("no-programme"), title=told, question="~")
    file = tmp_path / "no-programme.yaml"
    file.write_text(dumped(scenario), encoding="utf-8")
    assert (load_scenario(file).title, load_scenario(file).question) == (told, "~")


def test_one_combination_of_a_sweep_is_no_file():
    with pytest.raises(InputError, match="cannot be the name of a file"):
        dumped(load_scenario("policy-mixes").cells()[0])


def test_a_parents_change_of_one_row_does_not_outlive_a_childs_change_of_all(tmp_path: Path):
    parent, child = tmp_path / "parent.yaml", tmp_path / "child.yaml"
    parent.write_text("name: parent\ntitle: P\nquestion: Q\nchange:\n  donors.IDN.loan_share: 0.9\n", encoding="utf-8")
    child.write_text(
        "name: child\ntitle: C\nquestion: Q\nextends: parent\nchange:\n  donors.all.loan_share: 0.2\n", encoding="utf-8"
    )
    scenario = load_scenario(child)
    manifest = manifest_of(ensemble_of([scenario], runs=2), "compiled")
    assert manifest["scenarios"][0]["changes"] == {"donors.all.loan_share": 0.2}
    assert same_worlds(ensemble_of_manifest(manifest).scenarios[0], scenario)
    child.write_text(dumped(scenario), encoding="utf-8")
    assert same_worlds(load_scenario(child), scenario)


def test_the_ensemble_of_a_manifest_is_the_one_that_it_tells_of():
    ensemble = ensemble_of(
        ["papua-rights-event", "indonesia-mixes-10x"], runs=3, seed=5, until=2020, evidence="literature",
        without=["spillover"], parameters="point",
    )  # fmt: skip
    again = ensemble_of_manifest(manifest_of(ensemble, "compiled"))
    assert manifest_of(again, "compiled") == manifest_of(ensemble, "compiled")
    for one, other in zip(again.scenarios, ensemble.scenarios, strict=True):
        assert same_tables(one, other)
        np.testing.assert_array_equal(again.draws(one), ensemble.draws(other))


def test_another_posterior_than_the_one_it_was_run_with_is_refused():
    manifest = manifest_of(ensemble_of(["baseline-2016"], runs=1), "compiled")
    other = shipped_posterior()._replace(best=shipped_posterior().best + 1)
    with pytest.raises(InputError, match="another posterior"):
        ensemble_of_manifest(manifest, other)


def test_what_is_not_known_here_is_told():
    manifest = manifest_of(ensemble_of(["no-programme"], runs=1), "compiled")
    manifest["scenarios"][0]["changes"] = {"donors.IDN.generosity": 1.0}
    with pytest.raises(InputError, match="generosity"):
        ensemble_of_manifest(manifest)
