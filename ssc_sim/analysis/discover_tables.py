"""Experiments for other programs: as the pair of inputs and outcomes that ema_workbench and its like take."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd

from ssc_sim.errors import InputError, Problem

OUTCOMES = ("value", "against", "difference", "fails")


def experiments_and_outcomes(folder: str | Path) -> tuple[pd.DataFrame, dict[str, np.ndarray]]:
    """Return what `ssc-sim analyse discover` tried, in the form in which ema_workbench hands round its results.

    Parameters
    ----------
    folder : path
        Written by `ssc-sim analyse discover`.

    Returns
    -------
    experiments : DataFrame
        One column for each input, one row for each world.
    outcomes : dict of array
        `value`, `against`, `difference` and `fails` (as numbers), one for each world.

    Raises
    ------
    InputError
        Where the folder holds no experiments.

    Examples
    --------
    >>> experiments, outcomes = experiments_and_outcomes("results/discover-all-technical")  # doctest: +SKIP
    >>> ema_workbench.analysis.prim.Prim(experiments, outcomes["fails"] == 1, threshold=0.5)  # doctest: +SKIP
    """
    path = Path(folder) / "experiments.csv"
    try:
        table = pd.read_csv(path)
        outcomes = {name: table[name].to_numpy() for name in OUTCOMES}
        return table.drop(columns=["experiment", "half", *OUTCOMES]), outcomes
    except (OSError, ValueError, KeyError) as error:
        wrong = f"holds no experiments ({str(error).splitlines()[0]})"
        allowed = "a folder written by `ssc-sim analyse discover`"
        raise InputError([Problem(str(path), 0, 0, "", wrong, allowed)]) from None
