"""The hot year: the sections of a year that work on every tie, or on every country, with nothing drawn.

It covers `allocate`, `deliver`, `receive`, `learn`, `pay` and `depend`, in this order and in full, for a year without
events, without gifts of graduated donors and with the seats of the year given. It leaves out the races for invitations
(`hold_programmes`, which draws programme by programme) and the short sections. Compiled, vectorised and in C it starts
from the same columns and must end in the same ones.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from ssc_sim.behaviour import donors as donor_does
from ssc_sim.behaviour import economy as economy_does
from ssc_sim.behaviour import recipients as recipient_does
from ssc_sim.compiled import compiled
from ssc_sim.engine import each

SECTIONS = ("allocate", "deliver", "receive", "learn", "pay", "depend")

#: Columns that a hot year reads or writes; those of Now and Parameters are numbers, the others arrays.
COLUMNS = {
    "donors": (
        "present", "solidarity", "demand_driven", "measurement", "infrastructure_share", "maintenance", "tailoring",
        "sustained", "strings", "focal", "strength", "reach", "coordinated", "technical_money", "equipment_money",
        "seats_money", "participants", "grant_money", "loan_money", "humanitarian_money", "triangular_money",
        "triangular_money_2016", "overhead",
    ),
    "recipients": (
        "need", "stance", "newly_informed", "in_favour", "conflict", "crisis", "bloc", "tariffs", "gni", "population",
        "cadre", "exports", "old_debt_service", "social_2016", "capacity_2016", "coverage_2016", "northern_2016",
        "money_2016", "technical_2016", "aid_2016", "service_2016", "spill", "grants", "loans", "technical", "relief",
        "seen", "arrived", "kept_up", "infrastructure", "largest_donor", "variety", "duplicated", "participants",
        "learners", "focal_learners", "trained", "focal_trained", "sustained", "northern", "conditional_loans",
        "focal_gain", "capacity", "reach", "coverage", "focal_coverage", "in_post", "debt_before", "interest",
        "service", "debt", "social", "dependency", "ownership", "intensity", "dependency_due", "ownership_due",
    ),
    "ties": (
        "objective_interest", "subjective", "papua_matters", "known_yield", "familiarity", "attraction_2016",
        "possible", "share_2016", "unlikeness", "came", "in_calls", "participants", "appeal", "share", "grants",
        "loans", "infrastructure", "equipment", "technical", "humanitarian",
    ),
}  # fmt: skip
NOW = ("me_first", "northern_2016")
PARAMETERS = (
    "request_pull", "adaptation", "least_share", "interest_weight", "papua_motive", "papua_weight", "habit", "herding",
    "visibility", "duplication_loss", "variety_gain", "peer_gain", "unlike_loss", "best_gap", "overload",
    "additionality", "crisis_lending", "fade", "leaving", "sustaining", "capacity_of_coverage", "home_training",
    "home_seat_cost", "north_technical_share", "north_seat_cost", "north_strength", "learning", "interest_rate",
    "repayment", "light_debt_service", "social_share_of_money", "crowding_out", "dependency_speed", "ownership_speed",
    "technical_reliance", "half_dependency", "dependency_shape", "capacity_shield", "north_conditionality", "room_lost",
)  # fmt: skip


@compiled
def hot_years(world, years):
    """Run the hot year again and again: the lines of `engine.one_year`."""
    for _ in range(years):
        each(world.donors, donor_does.allocate, world)
        each(world.donors, donor_does.deliver, world)
        each(world.recipients, recipient_does.receive, world)
        each(world.recipients, recipient_does.learn, world)
        each(world.recipients, economy_does.pay, world)
        each(world.recipients, economy_does.depend, world)


def columns_of(world: Any) -> dict[str, Any]:
    """Return copies of the columns, each contiguous, by names such as `tie_share`; fields come first of all."""
    found: dict[str, Any] = {name: float(world.now[name]) for name in NOW}
    found |= {f"a_{name}": float(world.parameters[name]) for name in PARAMETERS}
    for table, names in COLUMNS.items():
        rows = getattr(world, table)
        for name in names:
            column = rows[name]
            if column.ndim > rows.ndim:
                column = np.moveaxis(column, -1, 0)
            found[f"{table.removesuffix('s')}_{name}"] = np.ascontiguousarray(column).copy()
    return found


def differences(found: dict[str, Any], expected: dict[str, Any], tolerance: float = 1e-9) -> list[str]:
    """Return the columns in which two hot years differ by more than a relative tolerance."""
    return [
        name
        for name, values in expected.items()
        if not np.allclose(found[name], values, rtol=tolerance, atol=tolerance * np.abs(values).max())
    ]
