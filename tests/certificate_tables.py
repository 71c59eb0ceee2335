"""A calibration with made-up tables, written by hand: what a certificate is made of."""

from __future__ import annotations

import numpy as np
import pandas as pd

from ssc_sim.fitting.calibration import Calibration
from ssc_sim.fitting.targets import read_targets
from ssc_sim.parameters import Parameters
from ssc_sim.posterior import Posterior
from ssc_sim.shipped import shipped_folder

FITTED = [  # figure, year, unit, reported, q05, q50, q95, inside, chance, best_q05, best_q95
    ("participants_asia", 2016, "participants", 706.0, 433, 719, 990, True, 0.29, 660, 922),
    ("participants_europe", 2016, "participants", 5.0, 0, 4, 20, True, 0.47, 1, 19),
    ("countries_reached_asia", 2016, "countries", 28.0, 17, 25, 33, True, 0.46, 19, 31),
    ("programmes_received_FJI", 2016, "programmes", 14.0, 5, 12, 21, True, 0.33, 7, 17.5),
    ("most_elsewhere", 2016, "programmes", 8.0, 8, 9, 15, True, np.nan, 8, 12),
    ("share_alone", 2016, "share of programmes", 0.62, 0.4, 0.6, 0.81, True, 0.3, 0.45, 0.7),
]
HELD_OUT = [  # figure, year, unit, reported, q05, q50, q95, inside, seen
    ("participants", 2018, "participants", 384.0, 239, 314, 406, True, True),
    ("countries_reached", 2018, "countries", 53.0, 41, 52, 65, True, False),
    ("recipients_tha", 2016, "countries", 98.0, 117, 147, 151, False, False),
    ("top_eight_tha", 2016, "share", 0.92, 0.4, 0.62, 0.83, False, False),
]
NUMBERS = [  # number, unit, kind, low, high, q05, q50, q95, contraction, informed, country
    ("bilateral_size", "participants", "calibrated", 10, 35, 17.5, 24, 31, 0.79, True, ""),
    ("border_bonus", "log weight", "calibrated", 0.5, 1.9, 0.6, 1.25, 1.83, -0.01, False, ""),
    ("call_asia_pacific", "calls", "calibrated", 0.2, 4, 0.41, 1.94, 3.73, 0.35, True, ""),
    ("pull_2", "log weight", "calibrated", -3, 3, 1.07, 2.54, 2.96, 0.57, True, "FJI"),
    ("habit", "share", "assumed", 0, 0.6, 0.03, 0.32, 0.57, 0.01, False, ""),
    ("learning", "share", "literature", 0.15, 0.34, 0.16, 0.23, 0.33, -0.02, False, ""),
]
ORDERS = [
    ("capacity", "documents", "a = b = c", 1.0),
    ("social_spending", "documents", "a < b = c", 1.0),
    ("capacity", "literature", "a = c = b", 1.0),
    ("social_spending", "literature", "c < b = a", 0.985),
]
MEASURES = ["reported", "q05", "q50", "q95", "inside"]
OF_2016 = ("held_out", "motives", "null_models", "readings", "policies")


def tables():
    fitted = pd.DataFrame(FITTED, columns=["figure", "year", "unit", *MEASURES, "chance", "best_q05", "best_q95"])
    columns = ["number", "unit", "kind", "low", "high", "q05", "q50", "q95", "contraction", "informed", "country"]
    numbers = pd.DataFrame(NUMBERS, columns=columns).assign(floor=0.053)
    ranks = np.full((4, 10), 50) + np.array([[0], [0], [40], [0]]) * np.array([1, -1] * 5)
    planted = pd.DataFrame({"number": numbers["number"][:4], "truths": 500, "coverage_50": [0.49, 0.5, 0.52, 0.53]})
    planted = planted.assign(coverage_90=[0.91, 0.882, 0.9, 0.944], unevenness=((ranks - 50) ** 2 / 50).sum(axis=1))
    return {
        "predicted": fitted,
        "numbers": numbers,
        "planted": planted.join(pd.DataFrame(ranks, columns=[f"rank_{place}" for place in range(1, 11)])),
        "trade_offs": pd.DataFrame({"number": ["bilateral_size"], "with": ["pull_2"], "correlation": [-0.41]}),
        "left_out": fitted.iloc[[3]].assign(q95=11, inside=False)[["figure", "year", "unit", *MEASURES]],
        "overall": pd.DataFrame({"effective_number": [2.7], "kept": [800]}),
        "held_out": pd.DataFrame(HELD_OUT, columns=["figure", "year", "unit", *MEASURES, "seen"]),
        "motives": odds({"persuasion": (0.36, 0.2, 0.5, 243), "reward": (0.64, 0.4, 0.7, 557)}),
        "null_models": odds({"the allocation rule": (1.0, 1.0, 1.0, 800), "equal shares": (0.0, 0.0, 0.0, 0)}),
        "readings": pd.DataFrame({"number": ["bilateral_size", "pull_2"], "one": [24, 2.54], "two": [24.5, 1.02]}),
        "policies": pd.DataFrame(ORDERS, columns=["outcome", "evidence", "order", "share"]),
    }


def odds(rules):
    table = pd.DataFrame(rules.values(), columns=["after", "q05", "q95", "accepted"])
    return table.assign(rule=list(rules), before=1 / len(rules))


def made_up(missing=(), **changed):
    names = tuple(Parameters.calibrated())
    records = Parameters.columns()
    row = np.array([(records[name].low + records[name].high) / 2 for name in names])
    rows = np.tile(row, (400, 1))
    rows[:, names.index("bilateral_size")] = [20] * 100 + [30] * 300  # a call has 13.15 x 1.82 = 24 participants
    every = {name: table for name, table in {**tables(), **changed}.items() if name not in missing}
    posterior = Posterior(("FJI",), names, row, rows)
    return Calibration(read_targets(shipped_folder("calibration")), None, 40_000, posterior, every)


def changed_in(name, row, **values):
    table = tables()[name]
    for column, value in values.items():
        table.loc[table.index[row], column] = value
    return {name: table}
