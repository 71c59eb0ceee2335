"""Shares of a variance by Saltelli's design and Jansen's estimator (SALib), for any function of inputs in [0, 1]."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

CONFIDENCE = 0.95
RESAMPLES = 300
LEAST_SHARE = 0.01  # of the spread: what counts as nothing, beside what the dummy reaches


class Index(NamedTuple):
    """What share of the spread an input explains by itself and with all in which it takes part; 95 % intervals."""

    name: str
    first: float
    first_low: float
    first_high: float
    total: float
    total_low: float
    total_high: float


def design(names: Sequence[str], groups: Sequence[str], size: int, chance: np.random.Generator) -> NDArray[np.float64]:
    """Return Saltelli's design: blocks of groups + 2 rows, each with a base row, one row for each group, a second base.

    Parameters
    ----------
    names, groups : sequences of str
        The inputs, and the group to which each belongs; inputs of one group are redrawn together.
    size : int
        How many blocks: a power of two.
    chance : Generator
        Scrambles the Sobol' sequence.

    Returns
    -------
    array, shape (size * (groups + 2), inputs)
    """
    from SALib.sample import sobol  # type: ignore[import-untyped]  # noqa: PLC0415  (extra `analysis`)

    shares: NDArray[np.float64] = sobol.sample(_problem(names, groups), size, calc_second_order=False, seed=chance)
    return shares


def indices(
    names: Sequence[str], groups: Sequence[str], values: NDArray[np.float64], chance: np.random.Generator
) -> list[Index]:
    """Return the indices of each group, in order of their first appearance; none where the values do not vary.

    Parameters
    ----------
    names, groups : sequences of str
        As for `design`.
    values : array, shape (rows of the design,)
        All finite.
    chance : Generator
        For the bootstrap.
    """
    if not np.isfinite(values).all():
        raise ValueError("values that are not finite have no shares of a variance")
    if np.ptp(values) <= 1e-12 * np.abs(values).max(initial=0.0):
        return []
    from SALib.analyze import sobol  # type: ignore[import-untyped]  # noqa: PLC0415  (extra `analysis`)

    seed = int(chance.integers(1, 2**31))  # SALib takes 0 for no seed
    found = sobol.analyze(_problem(names, groups), values, calc_second_order=False, num_resamples=RESAMPLES,
                          conf_level=CONFIDENCE, seed=seed)  # fmt: skip
    columns = (map(float, found[key]) for key in ("S1", "S1_conf", "ST", "ST_conf"))
    return [
        Index(name, first, first - about, first + about, total, max(0.0, total - within), total + within)
        for name, first, about, total, within in zip(dict.fromkeys(groups), *columns, strict=True)
    ]


def floor_of(found: Sequence[Index], dummy: str) -> float:
    """Return the share up to which an index tells nothing: what the dummy reaches, and at least a hundredth."""
    return max([LEAST_SHARE, *(index.total_high for index in found if index.name == dummy)])


def _problem(names: Sequence[str], groups: Sequence[str]) -> dict[str, Any]:
    bounds = [[0.0, 1.0]] * len(names)
    return {"num_vars": len(names), "names": list(names), "groups": list(groups), "bounds": bounds}
