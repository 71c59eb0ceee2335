"""Simulated figures as the targets count them: what a fit compares."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from zlib import crc32

import numpy as np

from ssc_sim.fitting.targets import ELSEWHERE, RECEIVED, Target
from ssc_sim.observed import read_recipients
from ssc_sim.tables import REGIONS, Rows


def statistics(figures: Rows, targets: Sequence[Target], counted: Sequence[str],
               moved: Mapping[str, str] | None = None) -> np.ndarray:  # fmt: skip
    """Return the simulated value of each target, shape (draws, targets).

    Parameters
    ----------
    figures : rows of Figures
    targets : sequence of Target
    counted : sequence of str
        The countries of the columns `programmes_received_1` and so on.
    moved : mapping of country to region, optional
        Counted countries that the report may have counted in another region than the model does (K33, K07).
    """
    regional = _regional(figures, counted, moved or {})
    return np.stack([_statistic(figures, regional, target, counted) for target in targets], axis=1)


def _regional(figures: Rows, counted: Sequence[str], moved: Mapping[str, str]) -> dict[str, np.ndarray]:
    """Return participants and countries by region, with some countries counted elsewhere."""
    home = {country.iso3: country.region.lower() for country in read_recipients()}
    by_region = {
        "participants": figures["participants_by_region"].copy(),
        "countries_reached": figures["countries_reached_by_region"].copy(),
    }
    for country, region in moved.items():
        place = counted.index(country)
        for what, column in (("participants", "participants_received"), ("countries_reached", "reached")):
            by_region[what][:, REGIONS.index(home[country])] -= figures[column][:, place]
            by_region[what][:, REGIONS.index(region)] += figures[column][:, place]
    return by_region


def _statistic(figures: Rows, regional: dict[str, np.ndarray], target: Target, counted: Sequence[str]) -> np.ndarray:
    if target.figure == RECEIVED:
        return np.asarray(figures["programmes_received"][:, counted.index(str(target.recipient))])
    if target.figure == ELSEWHERE:  # "at most": all that is not above it is as good
        return np.asarray(np.maximum(figures["most_elsewhere"], target.value))
    if target.figure in KINDS_OF_PROGRAMME:
        above, below = KINDS_OF_PROGRAMME[target.figure]
        total = sum(figures[name] for name in below)
        return np.asarray(figures[above] / np.maximum(total, 1e-9))
    what, _, region = target.figure.rpartition("_")
    return regional[what][:, REGIONS.index(region)]


KINDS_OF_PROGRAMME = {
    "share_alone": ("programmes_alone", ("programmes_alone", "calls")),
    "size_alone": ("participants_alone", ("programmes_alone",)),
    "countries_in_call": ("participations_in_calls", ("calls",)),
    "size_of_delegation": ("participants_in_calls", ("participations_in_calls",)),
}


def as_reported(simulated: np.ndarray, targets: Sequence[Target], seed: int) -> np.ndarray:
    """Return simulated figures with the noise of the report added, on the scale on which counts spread evenly.

    Parameters
    ----------
    simulated : array, shape (draws, targets)
    targets : sequence of Target
        Their noise; each has draws of its own, so that one figure more leaves the others alone.
    seed : int
        Seed of the noise.
    """
    noisy = simulated.copy()
    for column, target in enumerate(targets):
        if target.noise > 0.0:
            own = np.random.Generator(np.random.Philox(key=[seed, crc32(target.name.encode())]))
            noisy[:, column] += target.noise * own.standard_normal(len(simulated))
    return even_scale(noisy)


def even_scale(counts: np.ndarray) -> np.ndarray:
    """Return the square root of counts (of 3/8 more, after Anscombe 1948), on which their chance is even."""
    root: np.ndarray = np.sqrt(np.maximum(counts, 0.0) + 0.375)
    return root


def observed(targets: Sequence[Target]) -> np.ndarray:
    """Return the targets on the same scale."""
    return even_scale(np.array([target.value for target in targets]))
