"""What a fit learned and whether it can be trusted: every table of the certificate."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import combinations
from pathlib import Path

import numpy as np
import pandas as pd

from ssc_sim.fitting.fit import PERSUASION, Fit, Reference, repeated
from ssc_sim.fitting.holdouts import left_out, listed_year, portfolios, read_events
from ssc_sim.fitting.regression import Regression, bounded, covariance, quantiles
from ssc_sim.fitting.statistics import as_reported, observed
from ssc_sim.fitting.targets import Target, Targets
from ssc_sim.parameters import Parameters
from ssc_sim.posterior import Posterior

BAND = (0.05, 0.5, 0.95)
PREDICTED = 10  # replicates of each row of the posterior
PLANTED = 500
BINS = 10
TRADE_OFF = 0.3
NOTHING = 200  # columns of pure chance: what they seem to learn is the floor
MOTIVES = {"persuasion": PERSUASION, "reward": -1.0, "none": 0.0}
#: Counted countries that the report may have counted in another region (register K33, K07).
READINGS: dict[str, dict[str, str]] = {
    "Timor-Leste in Asia, Fiji and Papua New Guinea in Oceania": {},
    "Timor-Leste in Oceania (K33)": {"TLS": "oceania"},
    "Fiji and Papua New Guinea in Asia (K07)": {"FJI": "asia", "PNG": "asia"},
}


def numbers_table(fit: Fit) -> pd.DataFrame:
    """Return prior, posterior and contraction of every number that is not observed.

    Contraction is 1 - posterior variance over prior variance, on the scale of the range. A number counts as informed
    where that exceeds what columns of pure chance reach.
    """
    records = Parameters.columns()
    names = [name for name, record in records.items() if record.kind != "observed" and record.scale != "three"]
    luck = np.random.Generator(np.random.Philox(key=[fit.reference.years.seed, NOTHING]))
    values = fit.reference.values(names)
    nothing = luck.standard_normal((len(values), NOTHING))
    before = np.column_stack([values, nothing]).var(axis=0)
    after = np.diag(covariance(fit.accepted.moved(np.column_stack([values, nothing])), fit.accepted.weights))
    contraction = 1.0 - after / before
    shares = bounded(quantiles(fit.accepted.moved(values), fit.accepted.weights, BAND))
    table = pd.DataFrame({"number": names})
    for column in ("unit", "kind", "low", "high", "family"):
        table[column] = [getattr(records[name], column) for name in names]
    for place, label in enumerate(("q05", "q50", "q95")):
        table[label] = [float(records[name].at(shares[place, i])) for i, name in enumerate(names)]
    table["contraction"] = contraction[: len(names)]
    table["floor"] = contraction[len(names) :].max()
    table["informed"] = table["contraction"] > table["floor"]
    table["country"] = [_country(fit, name) for name in names]
    return table


def _country(fit: Fit, name: str) -> str:
    return fit.reference.years.counted[int(name[-1]) - 1] if name.startswith("pull_") else ""


def effective_number(fit: Fit) -> float:
    """Return how many numbers' worth the figures tell: one for each direction known exactly, none where nothing is."""
    spread = covariance(fit.sample, fit.accepted.weights)
    prior = covariance(fit.known, np.full(len(fit.known), 1.0 / len(fit.known)))
    shares = np.linalg.eigvals(np.linalg.solve(prior, spread)).real
    return float(np.sum(1.0 - np.clip(shares, 0.0, 1.0)))


def trade_offs(fit: Fit) -> pd.DataFrame:
    """Return the pairs of numbers that trade off: the figures tell their combination better than each alone."""
    spread = covariance(fit.sample, fit.accepted.weights)
    width = np.sqrt(np.diag(spread))
    correlation = spread / np.outer(width, width)
    pairs = [
        (one, other, correlation[i, j])
        for (i, one), (j, other) in combinations(enumerate(fit.names), 2)
        if abs(correlation[i, j]) > TRADE_OFF
    ]
    table = pd.DataFrame(pairs, columns=["number", "with", "correlation"])
    return table.sort_values("correlation", key=np.abs, ascending=False, ignore_index=True)


def predicted(fit: Fit, posterior: Posterior) -> pd.DataFrame:
    """Return the posterior predictive interval of every fitted figure, and how much of it is chance alone.

    `chance` is the share of the variance that would be left if every number were known.
    """
    years = fit.reference.years
    values = fit.counted(repeated(years, posterior.rows, PREDICTED))
    table = _judged(fit.fitted, values.reshape(-1, len(fit.fitted)))
    table["chance"] = values.var(axis=0).mean(axis=0) / values.reshape(-1, len(fit.fitted)).var(axis=0)
    best = fit.counted(repeated(years, np.tile(posterior.best, (len(posterior.rows), 1)), 1))[0]
    table["best_q05"], table["best_q95"] = np.quantile(best, (0.05, 0.95), axis=0)
    return table


def _judged(targets: Sequence[Target], values: np.ndarray) -> pd.DataFrame:
    """Return simulated intervals of figures and whether they hold the reported values."""
    table = pd.DataFrame({"figure": [target.name for target in targets]})
    table["year"] = [target.year for target in targets]
    table["unit"] = [target.unit for target in targets]
    table["reported"] = [target.value for target in targets]
    for label, values_at in zip(("q05", "q50", "q95"), np.quantile(values, BAND, axis=0), strict=True):
        table[label] = values_at
    table["inside"] = (table["q05"] <= table["reported"]) & (table["reported"] <= table["q95"])
    return table


def held_out(fit: Fit, posterior: Posterior, targets: Targets, folder: Path) -> pd.DataFrame:
    """Return the figures that were held out, with the intervals foretold for them."""
    years = fit.reference.years
    foretold = {
        ("participants", "countries_reached"): listed_year(years, posterior, read_events(folder)),
        ("recipients_tha", "top_eight_tha"): portfolios(years, posterior, "THA"),
        ("recipients_tur", "top_eight_tur"): portfolios(years, posterior, "TUR"),
    }
    by_figure = {name: values[:, i] for names, values in foretold.items() for i, name in enumerate(names)}
    chosen = [target for target in targets.used("hold-out") if target.figure in by_figure]
    table = _each(chosen, [by_figure[target.figure] for target in chosen])
    table["seen"] = [target.seen for target in chosen]
    return table


def _each(targets: list[Target], values: list[np.ndarray]) -> pd.DataFrame:
    return pd.concat([_judged([t], v[:, None]) for t, v in zip(targets, values, strict=True)], ignore_index=True)


def each_left_out(fit: Fit) -> pd.DataFrame:
    """Return each counted country's programmes, foretold without its own count."""
    own = {target.recipient: target for target in fit.fitted}
    counted = fit.reference.years.counted
    return _each([own[country] for country in counted], [left_out(fit, place) for place in range(len(counted))])


def planted(fit: Fit, number: int = PLANTED) -> pd.DataFrame:
    """Return how often intervals hold a truth that was planted: simulation-based calibration.

    Draws of the table are taken for the report, one after the other; the fit is made without them. Where it is right,
    the rank of the truth among the posterior is evenly spread (Talts and others 2018).
    """
    luck = np.random.Generator(np.random.Philox(key=[fit.reference.years.seed, PLANTED]))
    chosen = luck.choice(len(fit.known), number, replace=False)
    ranks = np.array([_rank(fit, int(truth)) for truth in chosen])
    table = pd.DataFrame({"number": fit.names})
    table["truths"] = number
    for level in (0.5, 0.9):
        inside = np.abs(ranks - 0.5) <= level / 2
        table[f"coverage_{level * 100:.0f}"] = inside.mean(axis=0)
    counts = np.array([np.histogram(column, BINS, (0.0, 1.0))[0] for column in ranks.T])
    table["unevenness"] = ((counts - number / BINS) ** 2 / (number / BINS)).sum(axis=1)  # chi-squared, 9 degrees
    for place in range(BINS):
        table[f"rank_{place + 1}"] = counts[:, place]
    return table


def _rank(fit: Fit, truth: int) -> np.ndarray:
    accepted = fit.regression.accept(fit.figures[truth], fit.kept, without=truth)
    sample = accepted.moved(fit.known)
    below: np.ndarray = accepted.weights @ (sample < fit.known[truth])
    return np.asarray(np.clip(below, 0.0, 1.0))  # the weights sum to one but for rounding


def motives(fit: Fit) -> pd.DataFrame:
    """Return the odds of the three rival rules for the Pacific, each as likely before."""
    happened = np.column_stack([fit.reference.numbers["papua_motive"] == code for code in MOTIVES.values()])
    return _chances(list(MOTIVES), fit.regression, fit, happened.astype(float))


def null_models(fit: Fit, nulls: Mapping[str, Reference]) -> pd.DataFrame:
    """Return the odds of the allocation rule against simpler ones, each as likely before."""
    years, size = fit.reference.years, min(len(reference.numbers) for reference in nulls.values())
    tables = [fit.figures[:size]]
    for reference in nulls.values():
        counted = fit.counted([reference.figures[:size]])[0]
        tables.append(as_reported(counted, fit.fitted, years.seed))
    figures = np.concatenate(tables)
    happened = np.repeat(np.eye(len(tables)), size, axis=0)
    return _chances(["the allocation rule", *nulls], Regression(figures, happened), fit, happened)


def _chances(labels: list[str], regression: Regression, fit: Fit, happened: np.ndarray) -> pd.DataFrame:
    accepted = regression.accept(observed(fit.fitted), fit.kept)
    chance = accepted.chance_of(happened)
    luck = np.random.Generator(np.random.Philox(key=[fit.reference.years.seed, len(labels)]))
    again = [accepted.resampled(luck).chance_of(happened) for _ in range(200)]
    low, high = np.quantile(again, (0.05, 0.95), axis=0)
    return pd.DataFrame({
        "rule": labels, "before": 1.0 / len(labels), "after": chance, "q05": low, "q95": high,
        "accepted": [int(happened[accepted.places, i].sum()) for i in range(len(labels))],
    })  # fmt: skip


def readings(targets: Targets, reference: Reference) -> pd.DataFrame:
    """Return the fit under each reading of what the report leaves open: medians of the numbers that differ."""
    table = pd.DataFrame({"number": Fit.to(targets, reference).names})
    for label, moved in READINGS.items():
        if set(moved) <= set(reference.years.counted):
            fit = Fit.to(targets, reference, moved)
            records = Parameters.columns()
            shares = bounded(quantiles(fit.sample, fit.accepted.weights, (0.5,)))[0]
            table[label] = [float(records[name].at(share)) for name, share in zip(fit.names, shares, strict=True)]
    return table
