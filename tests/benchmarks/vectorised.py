"""The hot year as a NumPy user writes it: whole columns at a time, donors down, recipients across."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import numpy as np

FIELDS = 3


def hot_years(columns: dict[str, Any], years: int) -> None:
    """Run the hot year again and again, on the columns of `hot_year.columns_of`, in place."""
    c = SimpleNamespace(**columns)
    for _ in range(years):
        allocate(c)
        deliver(c)
        receive(c)
        attend(c)
        receive_from_north(c)
        learn(c)
        pay(c)
        depend(c)
    columns |= vars(c)


def allocate(c: Any) -> None:
    """Whom donors choose."""
    giving = c.donor_present != 0.0
    interest = c.a_interest_weight * (c.tie_objective_interest + c.tie_subjective)
    if c.a_papua_motive > 0.0:
        pacific = c.a_papua_motive * c.a_papua_weight * (1.0 - c.recipient_stance)
    else:
        pacific = -c.a_papua_motive * c.a_papua_weight * c.recipient_stance
    interest += c.tie_papua_matters * pacific
    known = c.a_request_pull * c.donor_demand_driven[:, None] * c.recipient_newly_informed
    measuring = np.flatnonzero(c.donor_measurement)
    if len(measuring):
        told = np.log((c.tie_known_yield[measuring] + c.a_least_share) / (1.0 + c.a_least_share))
        known[measuring] += c.a_adaptation * c.donor_measurement[measuring, None] * told
    weight = c.donor_solidarity[:, None]
    attraction = weight * c.recipient_need + (1.0 - weight) * interest + (c.tie_familiarity + known)
    own = np.log((c.tie_share + c.a_least_share) / (c.tie_share_2016 + c.a_least_share))
    moved = (1.0 - c.a_habit - c.a_herding) * (attraction - c.tie_attraction_2016)
    drawn = c.tie_attraction_2016 + moved + c.a_habit * own + c.a_herding * c.recipient_in_favour
    appeal = c.tie_possible * np.exp(drawn)
    share = appeal / appeal.sum(axis=1, keepdims=True)
    c.tie_appeal[giving] = appeal[giving]
    c.tie_share[giving] = share[giving]


def deliver(c: Any) -> None:
    """Money, training, equipment and relief arrive."""
    c.donor_reach = np.exp((c.a_best_gap - c.donor_strength) / c.a_best_gap)
    teaching = c.donor_participants > 0.0
    c.donor_overhead = c.donor_technical_money - c.donor_equipment_money - teaching * c.donor_seats_money
    c.tie_grants = c.donor_grant_money[:, None] * c.tie_share
    c.tie_loans = c.donor_loan_money[:, None] * c.tie_share
    c.tie_infrastructure = (c.tie_grants + c.tie_loans) * c.donor_infrastructure_share[:, None]
    c.tie_equipment = c.donor_equipment_money[:, None] * c.tie_share
    a_seat = ratio(c.donor_seats_money, c.donor_participants)
    c.tie_technical = c.tie_equipment + a_seat[:, None] * c.tie_came
    in_conflict = c.tie_share * c.recipient_conflict
    in_need = in_conflict.sum(axis=1)
    a_need = ratio(c.donor_humanitarian_money, in_need)
    c.tie_humanitarian = a_need[:, None] * in_conflict


def receive(c: Any) -> None:
    """What all donors gave, added up."""
    c.recipient_grants, c.recipient_loans = c.tie_grants.sum(axis=0), c.tie_loans.sum(axis=0)
    c.recipient_technical, c.recipient_relief = c.tie_technical.sum(axis=0), c.tie_humanitarian.sum(axis=0)
    money = c.tie_grants + c.tie_loans
    c.recipient_seen = (money + c.tie_humanitarian + c.a_visibility * c.tie_technical).sum(axis=0)
    c.recipient_arrived = c.tie_equipment.sum(axis=0)
    c.recipient_kept_up = c.donor_maintenance @ c.tie_equipment
    c.recipient_infrastructure = c.tie_infrastructure.sum(axis=0)
    given = money + c.tie_technical
    c.recipient_largest_donor = ratio(given.max(axis=0), given.sum(axis=0))
    training = c.recipient_technical
    squares = (c.tie_technical * c.tie_technical).sum(axis=0)
    c.recipient_variety = np.where(training > 0.0, 1.0 - ratio(squares, training * training), 0.0)
    coordinated = ratio(c.donor_coordinated @ c.tie_technical, training)
    c.recipient_duplicated = c.a_duplication_loss * c.recipient_variety * (1.0 - coordinated)
    c.well = 1.0 - c.recipient_duplicated + c.a_variety_gain * c.recipient_variety


def ratio(part: np.ndarray, whole: np.ndarray) -> np.ndarray:
    """Return part over whole, and zero where there is no whole."""
    return np.divide(part, whole, out=np.zeros_like(whole), where=whole > 0.0)


def learned_share(strength: Any, capacity: np.ndarray, best_gap: float) -> np.ndarray:
    """Return how much of what could be learned is learned."""
    gap = np.maximum(0.0, strength - capacity) / best_gap
    return gap * np.exp(1.0 - gap)


def attend(c: Any) -> None:
    """Who was taught what, and how much of it can be learned and used."""
    peers = 1.0 + c.a_peer_gain * ratio(c.tie_in_calls, c.tie_came)
    unlike = c.a_unlike_loss * c.tie_unlikeness * (1.0 - c.donor_tailoring[:, None])
    taught = peers * c.well * np.maximum(0.0, 1.0 - unlike)
    c.recipient_reach = np.exp(c.recipient_capacity / c.a_best_gap)
    lead = np.maximum(0.0, c.donor_strength[:, :, None] - c.recipient_capacity[:, None, :]) / c.a_best_gap
    learned = np.minimum(1.0, lead * c.donor_reach[:, :, None] * c.recipient_reach[:, None, :])
    learners = c.tie_participants * (taught * learned)
    c.recipient_participants = c.tie_participants.sum(axis=1)
    c.recipient_learners = learners.sum(axis=1)
    c.recipient_focal_learners = (learners * c.donor_focal[:, None]).sum(axis=1)
    c.recipient_trained = c.tie_came.sum(axis=0)
    c.recipient_focal_trained = c.donor_focal @ c.tie_came
    c.recipient_sustained = ratio(c.donor_sustained @ c.tie_came, c.recipient_trained)
    taken_in = 1.0 / (1.0 + c.a_overload * c.recipient_trained / (FIELDS * c.recipient_cadre))
    c.recipient_learners *= taken_in
    c.recipient_focal_learners *= taken_in


def receive_from_north(c: Any) -> None:
    """Northern aid, and what is lent in a crisis."""
    moved = ((1.0 - c.a_additionality) * (c.donor_triangular_money - c.donor_triangular_money_2016)).sum()
    share_kept = 1.0 - c.me_first
    if c.northern_2016 > 0.0:
        share_kept = max(0.0, share_kept - moved / c.northern_2016)
    c.recipient_northern = c.recipient_northern_2016 * share_kept
    c.recipient_seen += c.recipient_northern
    lent = c.a_crisis_lending * c.recipient_crisis * c.recipient_gni
    c.recipient_conditional_loans = lent * (1.0 - c.recipient_bloc)


def learn(c: Any) -> None:
    """Those trained before this year act now; those trained this year act from next year on."""
    leaving = c.a_fade + c.a_leaving / (1.0 + c.recipient_population)
    fade = np.minimum(1.0, leaving * (1.0 - c.a_sustaining * c.recipient_sustained))
    missing = 1.0 - c.recipient_capacity_2016
    c.recipient_focal_gain = (c.a_capacity_of_coverage * c.recipient_focal_coverage * missing / FIELDS).sum(axis=0)
    gained = c.recipient_coverage - c.recipient_coverage_2016
    own = np.maximum(0.0, c.recipient_capacity_2016 + c.a_capacity_of_coverage * gained * missing)
    c.recipient_capacity = np.minimum(1.0, own + c.recipient_spill)
    kept = (1.0 - fade) * c.recipient_coverage
    at_home = (c.recipient_grants + c.recipient_loans) * c.a_home_training / c.a_home_seat_cost / FIELDS
    from_north = c.recipient_northern * c.a_north_technical_share / c.a_north_seat_cost / FIELDS
    of_north = learned_share(c.a_north_strength, c.recipient_capacity, c.a_best_gap)
    learners = c.recipient_learners + at_home + from_north * of_north
    trained = 1.0 - np.exp(-c.a_learning * learners / c.recipient_cadre)
    reached = (1.0 - kept) * trained
    c.recipient_coverage = kept + reached
    focal = ratio(c.recipient_focal_learners, learners)
    c.recipient_focal_coverage = c.recipient_focal_coverage * (1.0 - fade) + reached * focal
    c.recipient_in_post = (1.0 - fade) * c.recipient_in_post + c.recipient_focal_trained


def pay(c: Any) -> None:
    """Debt is served, loans are added, schools and clinics get what is left."""
    rate = c.a_interest_rate * (1.0 - c.recipient_bloc)
    c.recipient_debt_before = c.recipient_debt
    c.recipient_interest = rate * c.recipient_debt
    c.recipient_service = (rate + c.a_repayment) * c.recipient_debt
    lent = c.recipient_loans + c.recipient_conditional_loans
    c.recipient_debt = c.recipient_debt + c.recipient_interest + lent - c.recipient_service
    light = c.a_light_debt_service * c.recipient_exports
    heavy = np.maximum(0.0, c.recipient_old_debt_service + c.recipient_service - light * (1.0 - c.recipient_tariffs))
    heavy_2016 = np.maximum(0.0, c.recipient_old_debt_service + c.recipient_service_2016 - light)
    money = c.recipient_grants + lent - c.recipient_money_2016
    credited = np.maximum(0.0, c.recipient_social_2016 + c.a_social_share_of_money * money)
    squeeze = c.a_crowding_out * (heavy - heavy_2016)
    pressed = credited * np.exp(-ratio(np.maximum(squeeze, 0.0), credited))
    c.recipient_social = (1.0 - c.recipient_crisis) * np.where(squeeze <= 0.0, credited - squeeze, pressed)


def depend(c: Any) -> None:
    """Dependency and ownership move, and where this year's aid draws them."""
    c.recipient_dependency = c.recipient_dependency + c.a_dependency_speed * (
        c.recipient_dependency_due - c.recipient_dependency
    )
    c.recipient_ownership = c.recipient_ownership + c.a_ownership_speed * (
        c.recipient_ownership_due - c.recipient_ownership
    )
    aid = c.recipient_grants + c.recipient_loans + c.recipient_conditional_loans
    change = aid - c.recipient_money_2016 + c.recipient_northern - c.recipient_northern_2016
    technical = c.a_technical_reliance * (c.recipient_technical - c.recipient_technical_2016)
    income = np.maximum(c.recipient_gni * (1.0 - c.recipient_crisis), 1.0)
    c.recipient_intensity = np.maximum(0.0, c.recipient_aid_2016 + change + technical) / income
    formed = (c.recipient_intensity / c.a_half_dependency) ** c.a_dependency_shape
    shielded = 1.0 - c.a_capacity_shield * c.recipient_capacity.mean(axis=0)
    c.recipient_dependency_due = shielded * formed / (1.0 + formed)
    tied = c.a_north_conditionality * c.recipient_northern + c.recipient_conditional_loans
    tied = tied + (c.donor_strings * c.donor_triangular_money) @ c.tie_share
    conditional = np.minimum(1.0, ratio(tied, c.recipient_northern + aid + c.recipient_technical))
    room = c.a_room_lost * conditional * (1.0 - c.recipient_bloc)
    c.recipient_ownership_due = 1.0 - room * c.recipient_intensity / (c.recipient_intensity + c.a_half_dependency)
