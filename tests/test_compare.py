"""Comparisons: differences on the same luck, verdicts, what they rest on, and their pictures."""

from __future__ import annotations

import sys
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays
from matplotlib.image import imread

import ssc_sim
from ssc_sim import commands
from ssc_sim.cli import main
from ssc_sim.comparison import (
    COLUMNS,
    VERDICTS,
    Comparison,
    compared,
    efficient,
    noise_floor,
    paired,
    rank_correlations,
    verdicts,
    years_of,
)
from ssc_sim.comparison_figures import draw_comparison
from ssc_sim.errors import InputError
from ssc_sim.results.folder import Results
from ssc_sim.tables import Outcome

RUNS = 200
EVEN = np.linspace(-1, 1, RUNS)  # a spread with mean 0


def made(values: dict[str, dict[str, np.ndarray]], year: int = 2016) -> Results:
    """Return results of one year with given values: scenario -> outcome -> one value for each replicate."""
    tables = [
        pd.DataFrame(
            {"scenario": scenario, "replicate": np.arange(len(v)), "year": year, "outcome": outcome, "value": v}
        )
        for scenario, outcomes in values.items()
        for outcome, v in outcomes.items()
    ]
    scenarios = [{"name": name, "question": "Q?", "evidence": "documents", "events": []} for name in values]
    manifest = {"scenarios": scenarios, "runs": RUNS, "seed": 1, "first_year": year, "until": year, "kind": "compare"}
    return Results(manifest, pd.concat(tables).sample(frac=1, random_state=1))


def one(outcome: str, base: np.ndarray, other: np.ndarray) -> pd.Series:
    return compared(made({"old": {outcome: base}, "new": {outcome: other}})).iloc[0]


@pytest.mark.parametrize(
    ("difference", "verdict"),
    [
        (0 * EVEN, "too small to matter"),
        (0.005 + 0.005 * EVEN, "too small to matter"),
        (0.0109 + 0.001 * EVEN, "higher"),
        (-0.0109 + 0.001 * EVEN, "lower"),
        (0.0099 + 0.001 * EVEN, "not decided"),  # certain in sign, and not quite large enough
        (-0.0099 + 0.001 * EVEN, "not decided"),
        (0.02 + 0.0223 * EVEN, "not decided"),  # large enough, 94.8 % of one sign
        (0.02 + 0.0221 * EVEN, "higher"),  # 95.2 %
        (-0.02 + 0.0221 * EVEN, "lower"),
        (0.2 * EVEN, "not decided"),
    ],
)
def test_each_verdict(difference, verdict):
    base = 0.5 + 0.3 * np.sin(np.arange(RUNS))  # replicates differ far more than scenarios
    told = one("capacity", base, base + difference)
    assert told["verdict"] == verdict
    assert told["difference"] == pytest.approx(difference.mean())
    assert told["q05"] == pytest.approx(np.quantile(difference, 0.05))
    assert told["q95"] == pytest.approx(np.quantile(difference, 0.95))
    assert told["probability_higher"] == pytest.approx((difference > 0).mean(), abs=0.01)


def test_differences_are_paired_by_replicate_and_point_from_the_baseline():
    base = np.arange(float(RUNS))
    told = one("capacity", base, base + 1)
    assert told["difference"] == told["q05"] == told["q95"] == 1
    assert (told["scenario"], told["baseline"], told["unit"]) == ("new", "old", "share")
    assert one("participants", base, base)["unit"] == "persons"


@pytest.mark.parametrize(("factor", "verdict"), [(1.049, "too small to matter"), (1.051, "higher"), (0.949, "lower")])
def test_a_relative_smallest_effect_is_a_share_of_the_baseline(factor, verdict):
    base = np.full(RUNS, 1000.0)
    assert one("participants", base, factor * base)["verdict"] == verdict
    assert one("participants", -base, -base * (2 - factor))["verdict"] == verdict, "of its size, whatever its sign"


@given(arrays.arrays(float, 50, elements=st.floats(-1, 1)), st.floats(0, 1))
def test_mirrored_differences_have_mirrored_verdicts(differences, smallest):
    mirror = {"higher": "lower", "lower": "higher"}
    verdict, mirrored = (str(verdicts(sign * differences, np.float64(smallest))) for sign in (1, -1))
    assert verdict in VERDICTS
    assert mirrored == mirror.get(verdict, verdict)


def drawn(columns: int = 40) -> np.ndarray:
    """Return rows of made-up numbers, such as `Parameters.over_ranges` draws."""
    rows = np.zeros(RUNS, [(f"n{i}", "f8") for i in range(columns)])
    for i in range(columns):
        rows[f"n{i}"] = np.random.default_rng(i).random(RUNS)
    rows["n7"] = 0.3  # an observed number: the same in every row
    return rows


def ground(differences: np.ndarray, numbers: np.ndarray, point: float = 0.5) -> str:
    base = np.zeros(RUNS)
    results = made({"old": {"capacity": base}, "new": {"capacity": base + point}})
    over_ranges = made({"old": {"capacity": base}, "new": {"capacity": differences}})
    return str(compared(results, over_ranges, numbers).iloc[0]["rests_on"])


def test_a_sign_that_holds_over_the_ranges_is_assumed_and_names_the_planted_numbers():
    numbers = drawn()
    assert ground(0.1 + numbers["n3"] ** 2, numbers) == "assumed, not found: rests on n3"
    assert ground(-0.1 - numbers["n5"] - 1.5 * numbers["n3"], numbers, -0.5) == "assumed, not found: rests on n3, n5"


def test_a_sign_that_turns_names_what_it_turns_with():
    numbers = drawn()
    assert ground(numbers["n4"] - 0.5, numbers) == "turns with: n4"
    turned = np.where(np.arange(RUNS) < 3, -0.1, 1.0) * (0.1 + numbers["n4"])
    assert ground(turned, numbers).startswith("turns with"), "98.5 % of one sign is not all"


def test_noise_names_no_number():
    for seed in range(50):
        noise = np.random.default_rng(1000 + seed).random(RUNS)
        named = ground(0.1 + noise, drawn()), ground(noise - 0.5, drawn())
        if named != ("assumed, not found: rests on no single number", "turns with: no single number"):
            pytest.fail(f"{seed}: {named}")


def test_the_floor_is_that_of_the_strongest_of_so_many_numbers():
    chance = np.random.default_rng(5)
    strongest = [rank_correlations(chance.random((1, RUNS)), chance.random((RUNS, 40))).max() > 0 for _ in range(3)]
    assert all(strongest)
    assert 0.2 < noise_floor(np.random.default_rng(1).random((RUNS, 40))) < 0.3
    assert noise_floor(np.random.default_rng(1).random((RUNS, 1))) == pytest.approx(2.576 / np.sqrt(RUNS), abs=0.03)


def test_rank_correlations_are_spearmans():
    values = np.random.default_rng(2).integers(0, 9, (30, 3)).astype(float)
    frame = pd.DataFrame(values)
    ours = rank_correlations(values[:, :1].T, values[:, 1:])
    theirs = frame.rank().corr().abs().iloc[0, 1:].to_numpy()
    assert ours[0] == pytest.approx(theirs)
    assert rank_correlations(np.ones((1, 30)), values).tolist() == [[0, 0, 0]]


def test_too_small_a_difference_says_whether_it_stays_small():
    numbers = drawn()
    assert ground(numbers["n4"] * 0.01, numbers, 0.005) == "too small over the whole range"
    assert ground(numbers["n4"] * 0.05, numbers, 0.005) == "can matter with: n4"


@given(arrays.arrays(float, st.tuples(st.integers(1, 12), st.just(2)), elements=st.integers(-3, 3).map(float)))
def test_efficient_points_are_those_that_none_beats(merits):
    for point, told in zip(merits, efficient(merits), strict=True):
        beaten = any(other[0] >= point[0] and other[1] >= point[1] and tuple(other) != tuple(point) for other in merits)
        assert told == (not beaten)


@pytest.fixture(scope="module")
def same(tmp_path_factory) -> Comparison:
    """The baseline against a child that changes nothing."""
    path = tmp_path_factory.mktemp("same") / "same.yaml"
    path.write_text("name: same\ntitle: T\nquestion: Q?\nextends: baseline-2016\n")
    return ssc_sim.compare("baseline-2016", str(path), runs=6, until=2022, draws=4)


def test_an_empty_difference_is_the_baseline_bit_for_bit(same):
    outcomes = same.results.outcomes
    ours, theirs = (outcomes.loc[outcomes["scenario"] == name, "value"] for name in ("baseline-2016", "same"))
    assert ours.to_numpy().tobytes() == theirs.to_numpy().tobytes()
    table = same.table
    assert (table["verdict"] == "too small to matter").all()
    assert (table[["difference", "q05", "q95", "probability_higher"]] == 0).all(axis=None)
    assert (table["rests_on"] == "too small over the whole range").all()


def test_the_table_has_the_promised_columns_outcomes_and_years(same, tmp_path):
    same.write(tmp_path)
    table = pd.read_csv(tmp_path / "comparison.csv")
    assert list(table.columns) == COLUMNS
    assert ",".join(COLUMNS) == (
        "outcome,year,scenario,baseline,unit,difference,q05,q95,probability_higher,verdict,rests_on"
    )
    assert list(dict.fromkeys(table["outcome"])) == list(Outcome.names())
    assert sorted(set(table["year"])) == [2020, 2022] == years_of(same.results)
    assert len(table) == 2 * len(Outcome.names())


def test_the_point_of_a_comparison_does_not_depend_on_its_draws():
    without = ssc_sim.compare("baseline-2016", "no-programme", runs=4, until=2016, draws=0)
    drawn_too = ssc_sim.compare("baseline-2016", "no-programme", runs=4, until=2016, draws=3)
    assert (without.table["rests_on"] == "").all()
    assert without.table.drop(columns="rests_on").equals(drawn_too.table.drop(columns="rests_on"))
    assert paired(without.results, [2016]).scenarios == ["no-programme"]


@pytest.mark.parametrize(
    ("scenarios", "more", "told"),
    [
        (["baseline-2016"], {}, "is compared with nothing"),
        (["baseline-2016", "no-programme"], {"draws": -1}, "--draws: -1 is out of range"),
        (["baseline-2016", "no-programm"], {"runs": 0}, "--runs: 0 is out of range"),
        (["baseline-2016", "no-programm"], {"draws": -1}, "did you mean 'no-programme'?"),
    ],
)
def test_bad_requests_are_told(scenarios, more, told):
    with pytest.raises(InputError) as raised:
        commands.comparison_of(scenarios, **more)
    assert told in str(raised.value)


def call(*words: str) -> None:
    """Call the command line."""
    before, sys.argv = sys.argv, ["ssc-sim", *words]
    try:
        main()
    finally:
        sys.argv = before


@pytest.fixture(scope="module")
def folder(tmp_path_factory) -> Path:
    """The folder of a comparison with a sweep, as the command writes it."""
    out = tmp_path_factory.mktemp("compared") / "out"
    words = ("baseline-2016", "all-technical", "policy-mixes", "--runs", "5", "--until", "2018", "--draws", "3")
    call("compare", *words, "--out", str(out))
    return out


PICTURES = ("outcome_curves", "tradeoff", "grid")


@pytest.mark.parametrize("picture", PICTURES)
def test_pictures_are_drawn(folder, picture):
    assert (folder / "figures" / f"{picture}.svg").stat().st_size > 5_000
    pixels = imread(folder / "figures" / f"{picture}.png")
    assert min(pixels.shape[:2]) > 500
    assert 0.01 < (pixels[..., :3].min(axis=-1) < 0.9).mean() < 0.9, "neither blank nor black"


def test_plot_redraws_every_picture_from_the_stored_tables(folder, capsys):
    figures = folder / "figures"
    before = {path.name: path.read_bytes() for path in figures.iterdir()}
    for path in figures.iterdir():
        path.unlink()
    (folder / "comparison.csv").rename(folder / "elsewhere.csv")
    call("plot", str(folder))
    (folder / "elsewhere.csv").rename(folder / "comparison.csv")
    assert {path.name: path.read_bytes() for path in figures.iterdir()} == before
    assert len(capsys.readouterr().out.split()) == 2 * len(PICTURES)


def test_the_folder_tells_what_it_is_and_the_screen_what_was_found(folder, tmp_path, monkeypatch, capsys):
    manifest = Results.read(folder).manifest
    assert (manifest["kind"], manifest["draws"], len(manifest["scenarios"])) == ("compare", 3, 2 + 36)
    monkeypatch.chdir(tmp_path)
    call("compare", "baseline-2016", "no-programme", "--runs", "3", "--until", "2016", "--draws", "3")
    told = " ".join(capsys.readouterr().out.split())
    for words in ("no-programme, against baseline-2016, 2016", "participants", "lower", "assumed, not found",
                  f"All {len(Outcome.names())} differences:", "too small to matter"):  # fmt: skip
        assert words in told
    assert (tmp_path / "results" / "compare-baseline-2016+no-programme" / "comparison.csv").is_file()


@pytest.mark.parametrize("keys", [1, 3])
def test_grids_of_one_and_of_three_numbers_are_drawn(keys, tmp_path):
    swept = ("donors.all.technical_share: [0, 0.5, 1]", "donors.all.solidarity: [0, 1]",
             "donors.all.loan_share: [0, 1]")[:keys]  # fmt: skip
    path = tmp_path / "mine.yaml"
    path.write_text("name: mine\ntitle: T\nquestion: Q?\nextends: baseline-2016\nsweep:\n  " + "\n  ".join(swept))
    done = ssc_sim.compare(str(path), runs=2, until=2016, draws=0)
    drawn_here = draw_comparison(done.results, tmp_path)
    assert {path.name for path in drawn_here} == {"tradeoff.png", "tradeoff.svg", "grid.png", "grid.svg"}
    assert (imread(tmp_path / "grid.png")[..., 0] < 0.9).mean() > 0.01
