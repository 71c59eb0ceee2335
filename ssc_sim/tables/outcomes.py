"""What is recorded each year. Programme scale first: that is where a small donor's effect can be seen."""

from ssc_sim.tables.declare import GROUPS, REGIONS, Table, Vector, outcome


class Outcome(Table):
    """One year of one replicate."""

    programmes: float = outcome("programmes", "held by the focal donor", "programme", 1)
    participants: float = outcome("persons", "trained by the focal donor", "programme", 0.05, relative=True)
    participants_by_region: Vector = outcome(
        "persons", "trained by the focal donor, from {label}", "programme", 0.05, relative=True, labels=REGIONS
    )
    countries_reached: float = outcome("countries", "that sent at least one participant", "programme", 2)
    countries_reached_by_region: Vector = outcome(
        "countries", "of {label} that sent at least one participant", "programme", 2, labels=REGIONS
    )
    spending: float = outcome("million USD", "disbursed by the focal donor", "programme", 0.05, relative=True)
    cost_per_participant: float = outcome(
        "million USD", "the focal donor's technical money over its participants", "programme", 0.05, relative=True
    )
    trained_in_post: float = outcome(
        "persons", "trained by the focal donor since 2016 and still in post", "programme", 0.05, relative=True
    )
    cadre_share: float = outcome(
        "share", "trained_in_post over the cadre of the countries where they serve", "programme", 0.0005, high=1
    )
    capacity_gain_per_musd: float = outcome(
        "countries' capacity per million USD",
        "capacity that the focal donor's training since 2016 adds, summed over countries, per dollar spent since then",
        "programme", 0.1, relative=True,
    )  # fmt: skip
    fit_need: float = outcome(
        "share", "overlap of the fields taught by the focal donor with the fields lacked", "programme", 0.02, high=1
    )
    continuity: float = outcome(
        "share", "of the focal donor's participants, from where they came last year", "programme", 0.02, high=1
    )
    duplication: float = outcome("share", "of training, wasted on what another donor taught", "programme", 0.02, high=1)
    overhead_share: float = outcome(
        "share", "of the focal donor's spending, on neither seats nor equipment", "programme", 0.02, high=1
    )
    triangular_share: float = outcome(
        "share", "of the focal donor's programmes, with a Northern partner", "programme", 0.02, high=1
    )
    pacific_share_participants: float = outcome(
        "share", "of the focal donor's participants, from the Pacific Islands Forum", "programme", 0.02, high=1
    )
    pacific_share_programmes: float = outcome(
        "share", "of the focal donor's country participations, by the Pacific Islands Forum", "programme", 0.02, high=1
    )
    africa_share_participants: float = outcome(
        "share", "of the focal donor's participants, from Africa", "programme", 0.02, high=1
    )
    palestine_share: float = outcome(
        "share", "of the focal donor's participants, from Palestine", "programme", 0.005, high=1
    )
    need_targeting: float = outcome(
        "share", "of the focal donor's aid, to the quarter of lowest development", "programme", 0.02, high=1
    )
    allocation_gini: float = outcome("share", "inequality of the focal donor's shares", "programme", 0.02, high=1)
    allocation_volatility: float = outcome(
        "share", "of the focal donor's participants, moved between countries since last year", "programme", 0.02, high=1
    )
    capacity: Vector = outcome("share", "what countries can do by themselves", "nations", 0.01, high=1, labels=GROUPS)
    dependency: Vector = outcome("share", "reliance of countries on aid", "nations", 0.01, high=1, labels=GROUPS)
    dependency_north: Vector = outcome("share", "of that, on the North", "nations", 0.01, high=1, labels=GROUPS)
    self_reliance: Vector = outcome(
        "share", "capacity x (1 - dependency), country by country", "nations", 0.01, high=1, labels=GROUPS
    )
    debt: Vector = outcome("share of GNI", "owed to the donors modelled here", "nations", 0.01, labels=GROUPS)
    debt_service: Vector = outcome("share of GNI", "interest and repayment on it", "nations", 0.005, labels=GROUPS)
    social_spending: Vector = outcome(
        "ratio to 2016", "public spending that stands in for schools and clinics", "nations", 0.01, labels=GROUPS
    )
    development: Vector = outcome("index", "Human Development Index", "nations", 0.002, high=1, labels=GROUPS)
    ownership: Vector = outcome("share", "room to decide for themselves", "nations", 0.02, high=1, labels=GROUPS)
    equipment_working: Vector = outcome(
        "share", "of donated equipment, in working order", "nations", 0.02, high=1, labels=GROUPS
    )
    unmet_finance: Vector = outcome(
        "share of GNI", "money of 2016 that no longer comes", "nations", 0.005, labels=GROUPS
    )
    relief: Vector = outcome(
        "share", "of the need of countries in conflict, met", "nations", 0.02, high=1, labels=GROUPS
    )
    papua_support: float = outcome(
        "share", "support for Indonesia's position on Papua in the Pacific Islands Forum", "system", 0.02, high=1
    )
    papua_support_msg: float = outcome("share", "the same in the Melanesian Spearhead Group", "system", 0.02, high=1)
    goodwill: float = outcome("share", "earned by the focal donor, mean over countries", "system", 0.02, high=1)
    standing: float = outcome("share", "of the focal donor in the world", "system", 0.02, high=1)
    market_access: float = outcome(
        "ratio to 2016", "goodwill towards the focal donor weighted by markets, less tariffs", "system", 0.02
    )
    ssc_volume: float = outcome("million USD", "disbursed by all Southern donors", "system", 0.05, relative=True)
    northern_aid: float = outcome("million USD", "from the North to all recipients", "system", 0.05, relative=True)
    technical_share: float = outcome(
        "share", "of the Southern volume, as technical cooperation", "system", 0.02, high=1
    )
    loan_share: float = outcome("share", "of the Southern volume, as loans", "system", 0.02, high=1)
    largest_donor_share: float = outcome(
        "share", "of a country's Southern aid, from its largest donor (mean)", "system", 0.02, high=1
    )
    donors: float = outcome("donors", "that give", "system", 2)
    humanitarian_flow: float = outcome("million USD", "relief by states and NGOs", "system", 0.05, relative=True)
    ngo_share: float = outcome("share", "of that, by NGOs", "system", 0.02, high=1)


class CountryOutcome(Table):
    """One year of one country in one replicate: what a country table, a map or a replay is drawn from."""

    participants: float = outcome("persons", "trained by the focal donor", "programme", 0.05, relative=True)
    trained_in_post: float = outcome(
        "persons", "trained by the focal donor since 2016 and still in post", "programme", 0.05, relative=True
    )
    focal_aid: float = outcome("million USD", "received from the focal donor", "programme", 0.05, relative=True)
    goodwill: float = outcome("share", "earned by the focal donor", "programme", 0.02, high=1)
    southern_aid: float = outcome("million USD", "received from all Southern donors", "nations", 0.05, relative=True)
    capacity: float = outcome("share", "what it can do by itself", "nations", 0.01, high=1)
    dependency: float = outcome("share", "reliance on aid", "nations", 0.01, high=1)
    self_reliance: float = outcome("share", "capacity x (1 - dependency)", "nations", 0.01, high=1)
    debt: float = outcome("share of GNI", "owed to the donors modelled here", "nations", 0.01)
    debt_service: float = outcome("share of GNI", "interest and repayment on it", "nations", 0.005)
    social_spending: float = outcome(
        "ratio to 2016", "public spending that stands in for schools and clinics", "nations", 0.01
    )
    development: float = outcome("index", "Human Development Index", "nations", 0.002, high=1)
    ownership: float = outcome("share", "room to decide for itself", "nations", 0.02, high=1)
    stance: float = outcome("share", "support for Indonesia's position on Papua", "system", 0.02, high=1)
