/* The hot year in plain C. `struct columns` is written out from hot_year.COLUMNS; arrays are [donor][recipient] and
   [field][...]. Built with -O2 and without -ffast-math, so that it does the arithmetic it is told. */
#include <math.h>

#define FIELDS 3
#define MAX(a, b) ((a) > (b) ? (a) : (b))
#define MIN(a, b) ((a) < (b) ? (a) : (b))

static double learned_share(double strength, double capacity, double best_gap) {
    if (strength <= capacity) return 0.0;
    double gap = (strength - capacity) / best_gap;
    return gap * exp(1.0 - gap);
}

static double learned_of(double strength, double capacity, double best_gap, double of_teacher, double of_learner) {
    if (strength <= capacity) return 0.0;
    return MIN(1.0, (strength - capacity) / best_gap * of_teacher * of_learner);
}

static void allocate(const struct columns *c, int d) {
    if (c->donor_present[d] == 0.0) return;
    double total = 0.0, least = c->a_least_share, solidarity = c->donor_solidarity[d];
    for (int r = 0; r < c->recipients; r++) {
        int t = d * c->recipients + r;
        double interest = c->a_interest_weight * (c->tie_objective_interest[t] + c->tie_subjective[t]);
        if (c->tie_papua_matters[t] == 1.0) {
            double stance = c->recipient_stance[r], weight = c->a_papua_motive * c->a_papua_weight;
            interest += c->a_papua_motive > 0.0 ? weight * (1.0 - stance) : -weight * stance;
        }
        double known = c->a_request_pull * c->donor_demand_driven[d] * c->recipient_newly_informed[r];
        if (c->donor_measurement[d] > 0.0)
            known += c->a_adaptation * c->donor_measurement[d] * log((c->tie_known_yield[t] + least) / (1.0 + least));
        double attraction = solidarity * c->recipient_need[r] + (1.0 - solidarity) * interest
            + (c->tie_familiarity[t] + known);
        double own = log((c->tie_share[t] + least) / (c->tie_share_2016[t] + least));
        double then = c->tie_attraction_2016[t];
        double drawn = then + (1.0 - c->a_habit - c->a_herding) * (attraction - then) + c->a_habit * own
            + c->a_herding * c->recipient_in_favour[r];
        c->tie_appeal[t] = c->tie_possible[t] * exp(drawn);
        total += c->tie_appeal[t];
    }
    for (int t = d * c->recipients; t < (d + 1) * c->recipients; t++) c->tie_share[t] = c->tie_appeal[t] / total;
}

static void deliver(const struct columns *c, int d) {
    double came = c->donor_participants[d], in_need = 0.0, best_gap = c->a_best_gap;
    for (int f = 0; f < FIELDS; f++) {
        int k = f * c->donors + d;
        c->donor_reach[k] = exp((best_gap - c->donor_strength[k]) / best_gap);
    }
    c->donor_overhead[d] = c->donor_technical_money[d] - c->donor_equipment_money[d];
    if (came > 0.0) c->donor_overhead[d] -= c->donor_seats_money[d];
    if (c->donor_humanitarian_money[d] > 0.0)
        for (int r = 0; r < c->recipients; r++)
            in_need += c->tie_share[d * c->recipients + r] * c->recipient_conflict[r];
    for (int r = 0; r < c->recipients; r++) {
        int t = d * c->recipients + r;
        double share = c->tie_share[t];
        c->tie_grants[t] = c->donor_grant_money[d] * share;
        c->tie_loans[t] = c->donor_loan_money[d] * share;
        c->tie_infrastructure[t] = (c->tie_grants[t] + c->tie_loans[t]) * c->donor_infrastructure_share[d];
        c->tie_equipment[t] = c->donor_equipment_money[d] * share;
        c->tie_technical[t] = c->tie_equipment[t];
        if (came > 0.0) c->tie_technical[t] += c->donor_seats_money[d] * c->tie_came[t] / came;
        c->tie_humanitarian[t] = 0.0;
        if (in_need > 0.0)
            c->tie_humanitarian[t] = c->donor_humanitarian_money[d] * share * c->recipient_conflict[r] / in_need;
    }
}

static double add_up(const struct columns *c, int r) {
    double grants = 0.0, loans = 0.0, technical = 0.0, relief = 0.0, seen = 0.0, arrived = 0.0, kept_up = 0.0;
    double infrastructure = 0.0, largest = 0.0, total = 0.0, squares = 0.0, coordination = 0.0;
    for (int d = 0; d < c->donors; d++) {
        int t = d * c->recipients + r;
        double taught = c->tie_technical[t], given = c->tie_grants[t] + c->tie_loans[t] + taught;
        grants += c->tie_grants[t];
        loans += c->tie_loans[t];
        technical += taught;
        relief += c->tie_humanitarian[t];
        seen += c->tie_grants[t] + c->tie_loans[t] + c->tie_humanitarian[t] + c->a_visibility * taught;
        arrived += c->tie_equipment[t];
        kept_up += c->tie_equipment[t] * c->donor_maintenance[d];
        infrastructure += c->tie_infrastructure[t];
        total += given;
        largest = MAX(largest, given);
        squares += taught * taught;
        coordination += taught * c->donor_coordinated[d];
    }
    c->recipient_grants[r] = grants;
    c->recipient_loans[r] = loans;
    c->recipient_technical[r] = technical;
    c->recipient_relief[r] = relief;
    c->recipient_seen[r] = seen;
    c->recipient_arrived[r] = arrived;
    c->recipient_kept_up[r] = kept_up;
    c->recipient_infrastructure[r] = infrastructure;
    c->recipient_largest_donor[r] = total > 0.0 ? largest / total : 0.0;
    double variety = technical > 0.0 ? 1.0 - squares / (technical * technical) : 0.0;
    double coordinated = technical > 0.0 ? coordination / technical : 0.0;
    c->recipient_variety[r] = variety;
    c->recipient_duplicated[r] = c->a_duplication_loss * variety * (1.0 - coordinated);
    return 1.0 - c->a_duplication_loss * variety * (1.0 - coordinated) + c->a_variety_gain * variety;
}

static void attend(const struct columns *c, int r, double well) {
    double trained = 0.0, focal_trained = 0.0, sustained = 0.0;
    double participants[FIELDS] = {0.0}, learners[FIELDS] = {0.0}, focal_learners[FIELDS] = {0.0};
    for (int f = 0; f < FIELDS; f++) {
        int k = f * c->recipients + r;
        c->recipient_reach[k] = exp(c->recipient_capacity[k] / c->a_best_gap);
    }
    for (int d = 0; d < c->donors; d++) {
        int t = d * c->recipients + r;
        double came = c->tie_came[t];
        if (came > 0.0) {
            double peers = 1.0 + c->a_peer_gain * c->tie_in_calls[t] / came;
            double unlike = c->a_unlike_loss * c->tie_unlikeness[t] * (1.0 - c->donor_tailoring[d]);
            double taught = peers * well * MAX(0.0, 1.0 - unlike);
            for (int f = 0; f < FIELDS; f++) {
                double sent = c->tie_participants[f * c->donors * c->recipients + t];
                int teacher = f * c->donors + d, learner = f * c->recipients + r;
                double learned = taught * learned_of(c->donor_strength[teacher], c->recipient_capacity[learner],
                                                     c->a_best_gap, c->donor_reach[teacher],
                                                     c->recipient_reach[learner]);
                participants[f] += sent;
                learners[f] += sent * learned;
                if (c->donor_focal[d] == 1.0) focal_learners[f] += sent * learned;
            }
        }
        trained += came;
        focal_trained += came * c->donor_focal[d];
        sustained += came * c->donor_sustained[d];
    }
    c->recipient_trained[r] = trained;
    c->recipient_focal_trained[r] = focal_trained;
    c->recipient_sustained[r] = trained > 0.0 ? sustained / trained : 0.0;
    double taken_in = 1.0 / (1.0 + c->a_overload * trained / (FIELDS * c->recipient_cadre[r]));
    for (int f = 0; f < FIELDS; f++) {
        c->recipient_participants[f * c->recipients + r] = participants[f];
        c->recipient_learners[f * c->recipients + r] = learners[f] * taken_in;
        c->recipient_focal_learners[f * c->recipients + r] = focal_learners[f] * taken_in;
    }
}

static void receive(const struct columns *c, int r) {
    attend(c, r, add_up(c, r));
    double moved = 0.0, share_kept = 1.0 - c->me_first;
    for (int d = 0; d < c->donors; d++)
        moved += (1.0 - c->a_additionality) * (c->donor_triangular_money[d] - c->donor_triangular_money_2016[d]);
    if (c->northern_2016 > 0.0) share_kept = MAX(0.0, share_kept - moved / c->northern_2016);
    c->recipient_northern[r] = c->recipient_northern_2016[r] * share_kept;
    c->recipient_seen[r] += c->recipient_northern[r];
    c->recipient_conditional_loans[r] = c->a_crisis_lending * c->recipient_crisis[r] * c->recipient_gni[r]
        * (1.0 - c->recipient_bloc[r]);
}

static void learn(const struct columns *c, int r) {
    double leaving = c->a_fade + c->a_leaving / (1.0 + c->recipient_population[r]);
    double fade = MIN(1.0, leaving * (1.0 - c->a_sustaining * c->recipient_sustained[r]));
    double then = c->recipient_capacity_2016[r], missing = 1.0 - then;
    double at_home = (c->recipient_grants[r] + c->recipient_loans[r]) * c->a_home_training / c->a_home_seat_cost / FIELDS;
    double of_north = c->recipient_northern[r] * c->a_north_technical_share / c->a_north_seat_cost / FIELDS;
    c->recipient_focal_gain[r] = 0.0;
    for (int f = 0; f < FIELDS; f++) {
        int k = f * c->recipients + r;
        double coverage = c->recipient_coverage[k];
        c->recipient_focal_gain[r] += c->a_capacity_of_coverage * c->recipient_focal_coverage[k] * missing / FIELDS;
        double own = MAX(0.0, then + c->a_capacity_of_coverage * (coverage - c->recipient_coverage_2016[k]) * missing);
        c->recipient_capacity[k] = MIN(1.0, own + c->recipient_spill[k]);
        double kept = (1.0 - fade) * coverage;
        double from_north = of_north * learned_share(c->a_north_strength, c->recipient_capacity[k], c->a_best_gap);
        double learners = c->recipient_learners[k] + at_home + from_north;
        double trained = 1.0 - exp(-c->a_learning * learners / c->recipient_cadre[r]);
        c->recipient_coverage[k] = kept + (1.0 - kept) * trained;
        double focal = learners > 0.0 ? c->recipient_focal_learners[k] / learners : 0.0;
        c->recipient_focal_coverage[k] = c->recipient_focal_coverage[k] * (1.0 - fade) + (1.0 - kept) * trained * focal;
    }
    c->recipient_in_post[r] = (1.0 - fade) * c->recipient_in_post[r] + c->recipient_focal_trained[r];
}

static void pay(const struct columns *c, int r) {
    double rate = c->a_interest_rate * (1.0 - c->recipient_bloc[r]), debt = c->recipient_debt[r];
    double service = (rate + c->a_repayment) * debt, lent = c->recipient_loans[r] + c->recipient_conditional_loans[r];
    c->recipient_debt_before[r] = debt;
    c->recipient_interest[r] = rate * debt;
    c->recipient_service[r] = service;
    c->recipient_debt[r] = debt + rate * debt + lent - service;
    double light = c->a_light_debt_service, exports = c->recipient_exports[r], old = c->recipient_old_debt_service[r];
    double heavy = MAX(0.0, old + service - light * exports * (1.0 - c->recipient_tariffs[r]));
    double heavy_2016 = MAX(0.0, old + c->recipient_service_2016[r] - light * exports);
    double money = c->recipient_grants[r] + lent - c->recipient_money_2016[r];
    double credited = MAX(0.0, c->recipient_social_2016[r] + c->a_social_share_of_money * money);
    double squeeze = c->a_crowding_out * (heavy - heavy_2016), spending = 0.0;
    if (squeeze <= 0.0) spending = credited - squeeze;
    else if (credited > 0.0) spending = credited * exp(-squeeze / credited);
    c->recipient_social[r] = (1.0 - c->recipient_crisis[r]) * spending;
}

static void depend(const struct columns *c, int r) {
    c->recipient_dependency[r] += c->a_dependency_speed * (c->recipient_dependency_due[r] - c->recipient_dependency[r]);
    c->recipient_ownership[r] += c->a_ownership_speed * (c->recipient_ownership_due[r] - c->recipient_ownership[r]);
    double northern = c->recipient_northern[r], technical = c->recipient_technical[r];
    double aid = c->recipient_grants[r] + c->recipient_loans[r] + c->recipient_conditional_loans[r];
    double change = aid - c->recipient_money_2016[r] + northern - c->recipient_northern_2016[r];
    double reliance = c->a_technical_reliance * (technical - c->recipient_technical_2016[r]);
    double income = MAX(c->recipient_gni[r] * (1.0 - c->recipient_crisis[r]), 1.0);
    double intensity = MAX(0.0, c->recipient_aid_2016[r] + change + reliance) / income;
    double capacity = 0.0, tied = c->a_north_conditionality * northern + c->recipient_conditional_loans[r];
    for (int f = 0; f < FIELDS; f++) capacity += c->recipient_capacity[f * c->recipients + r] / FIELDS;
    double formed = pow(intensity / c->a_half_dependency, c->a_dependency_shape);
    c->recipient_intensity[r] = intensity;
    c->recipient_dependency_due[r] = (1.0 - c->a_capacity_shield * capacity) * formed / (1.0 + formed);
    for (int d = 0; d < c->donors; d++)
        if (c->donor_strings[d] > 0.0)
            tied += c->donor_strings[d] * c->donor_triangular_money[d] * c->tie_share[d * c->recipients + r];
    double all = northern + aid + technical, conditional = all > 0.0 ? MIN(1.0, tied / all) : 0.0;
    double room = c->a_room_lost * conditional * (1.0 - c->recipient_bloc[r]);
    c->recipient_ownership_due[r] = 1.0 - room * intensity / (intensity + c->a_half_dependency);
}

void hot_years(const struct columns *c, int years) {
    for (int year = 0; year < years; year++) {
        for (int d = 0; d < c->donors; d++) allocate(c, d);
        for (int d = 0; d < c->donors; d++) deliver(c, d);
        for (int r = 0; r < c->recipients; r++) receive(c, r);
        for (int r = 0; r < c->recipients; r++) learn(c, r);
        for (int r = 0; r < c->recipients; r++) pay(c, r);
        for (int r = 0; r < c->recipients; r++) depend(c, r);
    }
}
