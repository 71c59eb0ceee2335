"""What agents are for, in plain words."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd

from ssc_sim.comparison import HIGHER, LOWER, NOT_DECIDED
from ssc_sim.wording import signed

SPREADSHEET = "A spreadsheet (constant shares, no luck, means only)"
ALL = "all of these"
MUCH = 0.25  # of a spread: a change that is told


def told_of(row: Mapping[str, Any]) -> str:
    """Say of a row of `spreadsheet.csv` whether a spreadsheet would do."""
    what = f"the difference of {row['scenario']} from {row['baseline']}" if row["baseline"] else row["scenario"]
    size = f"{signed(row['error'], row['unit']) or 0} {row['unit']}"
    if row["would_do"]:
        return f"a spreadsheet would do for {row['outcome']} of {what}: it errs by {size}"
    times = abs(row["error"]) / row["smallest"] if row["smallest"] else float("inf")
    return f"a spreadsheet errs by {size} in {row['outcome']} of {what}: {times:.1f} smallest effects worth naming"


def conclusions(tables: Mapping[str, pd.DataFrame]) -> tuple[str, ...]:
    """Return what agents are for, where a spreadsheet would do, what each thing left out changes, what orders turn."""
    switches = {str(name): rows for name, rows in tables["ablation"].groupby("without", sort=False)}
    said = {name: _of_switch(rows) for name, rows in switches.items()}
    silent = [name for name, told in said.items() if not told]
    told = [_of_all(switches[ALL]), _of_spreadsheet(tables["spreadsheet"])]
    told += [f"Without {name} ({switches[name]['says'].iloc[0]}): {told}." for name, told in said.items() if told]
    told += [f"Nothing changes by an amount worth naming without {', '.join(silent)}."] if silent else []
    return (*told, _of_orders(tables["orders"]))


def _of_all(rows: pd.DataFrame) -> str:
    """Say what is left of the model where no agent reacts to another."""
    certain = rows[rows["matters"].isin((HIGHER, LOWER))]
    if certain.empty:
        return (
            "Where no agent reacts to another, no outcome and no difference between policies changes for certain by an "
            "amount worth naming: agents matter here for the spread more than for what a policy does on average."
        )
    named = ", ".join(dict.fromkeys(certain["outcome"]))
    return f"Agents matter: where none reacts to another, these change for certain: {named}."


def _of_spreadsheet(sheet: pd.DataFrame) -> str:
    levels, differences = sheet[sheet["baseline"] == ""], sheet[sheet["baseline"] != ""]
    told = [_would_do(rows, what) for rows, what in
            ((levels, "the means of the first scenario"), (differences, "mean differences between policies"))
            if len(rows)]  # fmt: skip
    return f"{SPREADSHEET} {'; '.join(told)}. It gives no spread at all."


def _would_do(rows: pd.DataFrame, what: str) -> str:
    good = [outcome for outcome, some in rows.groupby("outcome", sort=False) if some["would_do"].all()]
    bad = rows[~rows["would_do"]]
    times = (bad["error"].abs() / bad["smallest"]).groupby(bad["outcome"], sort=False).max()
    errs = ", ".join(f"{name} ({size:.1f})" for name, size in times.sort_values(ascending=False).items())
    told = f"would do for {what} in {', '.join(map(str, good)) or 'none of these outcomes'}"
    return told + (f", and errs, in smallest effects worth naming, in {errs}" if errs else "")


def _of_switch(rows: pd.DataFrame) -> str:
    """Say what changes without something; nothing where nothing does."""
    said, told = [], set()
    for judged, does in (((HIGHER, LOWER), "changes"), ((NOT_DECIDED,), "not decided:")):
        hit = rows[rows["matters"].isin(judged)]
        named = [outcome + ("" if baseline == "" else " between policies")
                 for outcome, baseline in zip(hit["outcome"], hit["baseline"], strict=True)]  # fmt: skip
        fresh = [name for name in dict.fromkeys(named) if name not in told]
        told |= set(fresh)
        said += [f"{does} {', '.join(fresh)}"] if fresh else []
    return "; ".join([*said, *_of_spread(rows[rows["baseline"] == ""])])


def _of_spread(levels: pd.DataFrame) -> list[str]:
    """Tell which spreads become much narrower or wider."""
    shrunk = 1 - levels["spread_ablated"] / levels["spread_full"].where(levels["spread_full"] > 0)
    told = [
        f"{outcome} ({-share:+.0%})"
        for outcome, share in zip(levels["outcome"], shrunk, strict=True)
        if abs(share) >= MUCH
    ]
    return [f"changes the spread of {', '.join(told)}"] if told else []


def _of_orders(orders: pd.DataFrame) -> str:
    turned = orders[orders["changed"] == "turns"]
    others = orders[orders["changed"].isin(("vanishes", "appears"))]
    told = "; ".join(f"{row['outcome']} without {row['without']} ({row['order_full']} becomes {row['order_ablated']})"
                     for row in turned.to_dict("records"))  # fmt: skip
    said = f"Orders of policies that turn: {told}" if told else "No order of the policies turns, whatever is left out"
    named = ", ".join(f"{row['outcome']} without {row['without']}" for row in others.to_dict("records"))
    return f"{said}{f'; a difference worth naming appears or vanishes in {named}' if named else ''}."
