"""The fit: an exact case as its oracle, planted truths, what must not enter, and the committed posterior itself."""

from __future__ import annotations

import csv
import shutil

import numpy as np
import pytest

import ssc_sim
from ssc_sim.ensemble.parts import Parts
from ssc_sim.errors import InputError
from ssc_sim.fitting import checks
from ssc_sim.fitting.fit import Fit, Reference, repeated
from ssc_sim.fitting.reference import Figures, Years, reference_table
from ssc_sim.fitting.regression import Regression, covariance, quantiles
from ssc_sim.fitting.statistics import as_reported, even_scale, observed, statistics
from ssc_sim.fitting.targets import read_targets
from ssc_sim.observed import read_reported
from ssc_sim.parameters import EVIDENCES, Parameters
from ssc_sim.posterior import numbers_of_run, read_posterior, shipped_posterior, write_posterior
from ssc_sim.scenario import load_scenario
from ssc_sim.shipped import shipped_folder

SHIPPED = shipped_folder("calibration")
DRAWS = 5_000


def years() -> Years:
    return Years(load_scenario("baseline-2016"), read_targets(SHIPPED).counted)


@pytest.fixture(scope="module")
def reference() -> Reference:
    about = years()
    return Reference(about, *reference_table(about, DRAWS, workers=2))


@pytest.fixture(scope="module")
def fit(reference) -> Fit:
    return Fit.to(read_targets(SHIPPED), reference)


def normal_case(draws: int = 20_000):
    """Two figures that are sums of two numbers, with noise: the posterior is normal, and known."""
    luck = np.random.default_rng(1)
    numbers = luck.standard_normal((draws, 2))
    mixing, noise = np.array([[1.0, 0.5], [0.0, 1.0]]), 0.5
    figures = numbers @ mixing.T + noise * luck.standard_normal((draws, 2))
    return numbers, figures, mixing, noise


def test_the_regression_finds_the_posterior_of_a_case_that_can_be_worked_out():
    numbers, figures, mixing, noise = normal_case()
    seen = np.array([1.0, -0.5])
    exact = np.linalg.inv(np.eye(2) + mixing.T @ mixing / noise**2)
    middle = exact @ mixing.T @ seen / noise**2
    accepted = Regression(figures, numbers).accept(seen, 2_000)
    sample = accepted.moved(numbers)
    np.testing.assert_allclose(accepted.weights @ sample, middle, atol=0.03)
    np.testing.assert_allclose(covariance(sample, accepted.weights), exact, atol=0.02)
    low, high = quantiles(sample, accepted.weights, (0.05, 0.95))
    np.testing.assert_allclose((high - low) / 2, 1.645 * np.sqrt(np.diag(exact)), rtol=0.1)


def test_intervals_hold_planted_truths_as_often_as_they_say():
    numbers, figures, _, _ = normal_case()
    regression = Regression(figures, numbers)
    inside = []
    for truth in range(300):
        accepted = regression.accept(figures[truth], 1_000, without=truth)
        assert truth not in accepted.places
        low, high = quantiles(accepted.moved(numbers), accepted.weights, (0.05, 0.95))
        inside.append((low <= numbers[truth]) & (numbers[truth] <= high))
    assert 0.87 < np.mean(inside) < 0.93


def test_chances_of_rival_rules_follow_the_figures():
    luck = np.random.default_rng(2)
    rule = luck.integers(0, 2, 20_000)
    figures = rule[:, None] + 0.5 * luck.standard_normal((20_000, 1))
    happened = np.eye(2)[rule]
    for seen in (0.2, 0.5, 0.9):  # odds of two normals, one unit apart: exp((2 x - 1) / (2 sd^2))
        odds = np.exp((2 * seen - 1) / (2 * 0.25))
        accepted = Regression(figures, happened).accept(np.array([seen]), 1_000)
        assert accepted.chance_of(happened)[1] == pytest.approx(odds / (1 + odds), abs=0.05)


@pytest.mark.slow
def test_planted_numbers_of_the_model_are_found_at_the_nominal_rate(fit):
    table = checks.planted(fit, 200)
    assert 0.86 < table["coverage_90"].mean() < 0.94
    assert 0.45 < table["coverage_50"].mean() < 0.55
    ranks = table[[name for name in table if name.startswith("rank_")]].to_numpy()
    assert (ranks.sum(axis=1) == 200).all()
    assert table["unevenness"].median() < 16.9  # 95 % of even ranks lie below


@pytest.mark.slow
def test_what_is_held_out_never_enters(reference, tmp_path):
    """Every figure that is not fitted is corrupted; the posterior keeps its bytes."""
    shutil.copytree(SHIPPED, tmp_path / "calibration")
    path = tmp_path / "calibration" / "targets.csv"
    with path.open(newline="") as file:
        header, *lines = list(csv.reader(file))
    use, value = header.index("use [use]"), header.index("value [as named]")
    assert any(line[use] == "hold-out" for line in lines)
    spoiled = [[*line[:value], "7", *line[value + 1 :]] if line[use] != "fit" else line for line in lines]
    with path.open("w", newline="") as file:
        csv.writer(file).writerows([header, *spoiled])
    written = []
    for folder in (SHIPPED, tmp_path / "calibration"):
        rows = Fit.to(read_targets(folder), reference).rows()
        written.append(rows.tobytes())
    assert written[0] == written[1]
    moved = [[*line[:value], "9", *line[value + 1 :]] if line[use] == "fit" else line for line in lines]
    with path.open("w", newline="") as file:
        csv.writer(file).writerows([header, *moved])
    assert Fit.to(read_targets(tmp_path / "calibration"), reference).rows().tobytes() != written[0]


@pytest.mark.slow
def test_the_table_is_the_same_for_any_workers_and_after_an_interruption(tmp_path):
    about = years()
    numbers, figures = reference_table(about, 1_200, workers=1)
    with Parts(tmp_path / "parts", {"what": "table"}) as parts:
        seen = []

        def interrupt(done: int) -> None:
            seen.append(done)
            if len(seen) == 2:
                raise KeyboardInterrupt

        with pytest.raises(KeyboardInterrupt):
            reference_table(about, 1_200, workers=2, parts=parts, finished=interrupt)
        assert parts.finished()
        again = reference_table(about, 1_200, workers=2, parts=parts)
    assert again[0].tobytes() == numbers.tobytes()
    assert again[1].tobytes() == figures.tobytes()
    assert reference_table(about, 700, workers=2)[1].tobytes() == figures[:700].tobytes()


@pytest.mark.slow
def test_the_committed_posterior_meets_the_figures_of_2016():
    """Each fitted figure lies inside its 90 % predictive interval; a changed rule must be fitted again."""
    posterior, targets, about = shipped_posterior(), read_targets(SHIPPED), years()
    fitted = targets.used("fit")
    simulated = np.concatenate([statistics(one, fitted, about.counted) for one in repeated(about, posterior.rows, 3)])
    low, high = np.quantile(simulated, (0.05, 0.95), axis=0)
    outside = [t.name for t, a, b in zip(fitted, low, high, strict=True) if not a <= t.value <= b]
    assert not outside, outside
    assert posterior.countries == targets.counted


def test_every_calibrated_number_stands_in_the_posterior_and_no_other():
    posterior = shipped_posterior()
    assert list(posterior.names) == Parameters.calibrated()
    records = Parameters.columns()
    for name, value in zip(posterior.names, posterior.best, strict=True):
        assert records[name].value == value
        assert records[name].literature is None


def test_the_posterior_serves_both_evidences():
    """Switching the evidence leaves 2016 as it is, bit for bit."""
    of_2016 = {}
    for evidence in EVIDENCES:
        results = ssc_sim.run("baseline-2016", runs=10, until=2017, evidence=evidence)
        table = results.outcomes[results.outcomes["year"] == 2016]
        programme = [
            name for name in table["outcome"].unique() if name.startswith(("programmes", "participants", "countries"))
        ]
        of_2016[evidence] = table[table["outcome"].isin(programme)]["value"].to_numpy().tobytes()
    assert of_2016["documents"] == of_2016["literature"]


def test_numbers_of_a_run_come_from_where_they_should():
    posterior = shipped_posterior()
    rows = numbers_of_run("posterior", 500, 7, "literature", posterior)
    point = numbers_of_run("point", 3, 7, "literature", posterior)
    ranges = numbers_of_run("ranges", 500, 7, "literature", posterior)
    for name, record in Parameters.columns().items():
        drawn, over = rows[name], ranges[name]
        if record.kind == "calibrated":
            wanted = posterior.rows[:, posterior.names.index(name)]
            assert drawn[: len(wanted)].tolist() == over[: len(wanted)].tolist() == wanted.tolist()
            assert drawn[len(wanted)] == wanted[0]
            assert set(point[name]) == {posterior.best[posterior.names.index(name)]}
        elif record.literature is not None:
            assert set(drawn) == set(point[name]) == {record.literature}
            assert len(set(over)) == 500
        else:
            assert drawn.tolist() == over.tolist()
            assert set(point[name]) == {record.value}


def test_a_posterior_is_read_as_it_was_written(tmp_path):
    write_posterior(tmp_path / "mine.csv", shipped_posterior())
    again = read_posterior(tmp_path / "mine.csv")
    assert again.rows.tobytes() == shipped_posterior().rows.tobytes()
    assert again.best.tobytes() == shipped_posterior().best.tobytes()
    assert ssc_sim.run("baseline-2016", runs=2, until=2016, parameters=tmp_path / "mine.csv").manifest["parameters"]


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (lambda lines: lines[:1], "the rows must be 'best' and at least one more"),
        (
            lambda lines: [lines[0].replace("delegates", "delegate"), *lines[1:]],
            "missing: delegates; unknown: delegate",
        ),
        (lambda lines: [*lines[:2], lines[2].replace(lines[2].split(",")[3], "1e9", 1)], "'1e9' cannot stand here"),
        (lambda lines: [*lines[:2], lines[2] + ",1"], "has 36 cells"),
        (lambda lines: [*lines[:2], lines[2].replace(lines[2].split(",")[3], "nan", 1)], "'nan' cannot stand here"),
    ],
)
def test_a_posterior_with_a_mistake_is_refused(tmp_path, change, said):
    write_posterior(tmp_path / "mine.csv", shipped_posterior())
    lines = (tmp_path / "mine.csv").read_text().splitlines()
    (tmp_path / "mine.csv").write_text("\n".join(change(lines)) + "\n")
    with pytest.raises(InputError, match=said.replace("(", r"\(")):
        read_posterior(tmp_path / "mine.csv")


def test_figures_are_counted_as_reports_count_them():
    """One simulated year, by hand; Timor-Leste counted in Asia and in Oceania (K33)."""
    figures = Figures.rows(1)
    figures["participants_by_region"] = [[100, 20, 30, 4, 0]]
    figures["countries_reached_by_region"] = [[10, 5, 6, 2, 0]]
    figures["programmes_received"][0, 0], figures["participants_received"][0, 0] = 7, 60
    figures["reached"][0, 0] = 1
    figures["most_elsewhere"] = 5
    about, fitted = years(), read_targets(SHIPPED).used("fit")
    asia = dict(zip([t.name for t in fitted], statistics(figures, fitted, about.counted)[0], strict=True))
    assert asia["participants_asia"] == 100
    assert asia["countries_reached_oceania"] == 5
    assert asia["programmes_received_TLS"] == 7
    assert asia["most_elsewhere"] == 8  # "at most eight": five is as good
    moved = dict(zip(asia, statistics(figures, fitted, about.counted, {"TLS": "oceania"})[0], strict=True))
    assert (moved["participants_asia"], moved["participants_oceania"]) == (40, 80)
    assert (moved["countries_reached_asia"], moved["countries_reached_oceania"]) == (9, 6)


def test_the_noise_of_the_report_is_that_of_the_targets_and_of_each_figure_alone():
    fitted = read_targets(SHIPPED).used("fit")
    simulated = np.full((4_000, len(fitted)), 100.0)
    noisy = as_reported(simulated, fitted, 1) ** 2 - 0.375
    np.testing.assert_allclose(noisy.std(axis=0), [target.noise for target in fitted], rtol=0.06)
    fewer = as_reported(simulated[:, 1:], fitted[1:], 1)
    assert fewer.tobytes() == as_reported(simulated, fitted, 1)[:, 1:].tobytes()
    assert even_scale(np.array([-1.0]))[0] == np.sqrt(0.375)
    assert observed(fitted).shape == (len(fitted),)


def test_the_targets_are_the_figures_that_the_documents_report():
    reported = {(told.year, told.outcome, told.recipient): told.value for told in read_reported()}
    targets = {(t.year, t.figure, t.recipient): t.value for t in read_targets(SHIPPED).all}
    assert {key: targets[key] for key in reported} == reported
    assert all(target.noise > 0 for target in read_targets(SHIPPED).used("fit"))


def test_targets_with_mistakes_are_refused_all_at_once(tmp_path):
    text = (SHIPPED / "targets.csv").read_text()
    (tmp_path / "targets.csv").write_text(
        text.replace("programmes_received,TLS,15", "programmes_received,TLX,15").replace(",fit,", ",fti,", 1)
    )
    with pytest.raises(InputError) as refused:
        read_targets(tmp_path)
    said = str(refused.value)
    assert "'TLX' is not a known recipient" in said
    assert "'fti' is not known" in said
    assert "did you mean 'fit'" in said
    fewer = "\n".join(line for line in text.splitlines() if "received,KHM" not in line) + "\n"
    (tmp_path / "targets.csv").write_text(fewer)
    with pytest.raises(InputError, match="the programmes of 7 countries are to be fitted, not of 8"):
        read_targets(tmp_path)
