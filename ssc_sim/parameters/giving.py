"""Numbers of giving: whom a donor chooses, how much it gives, what it gives, and how well it is organised."""

# fmt: off
# ruff: noqa: E501
from ssc_sim.parameters.number import calibrated, number


class Giving:
    """Whom, how much, what, how."""

    need_elasticity: float = calibrated(
        "per log income", (0, 2), "assumption",
        "how much lower income per head raises need: at 1, half the income is double the need",
        family="need", off=0)
    least_developed_bonus: float = calibrated(
        "log weight", (0, 2), "doc-001",
        "extra need of a least developed country (M81)",
        family="need", off=0)
    other_vulnerable_bonus: float = calibrated(
        "log weight", (-1.9, 1), "own-estimates",
        "extra need of a landlocked or small island state (M81); other donors avoid small islands",
        family="need", off=0)
    interest_weight: float = calibrated(
        "log weight per score", (0, 3), "assumption",
        "pull of one point of objective or subjective interest (M43, M45, M46)",
        family="interest", off=0)
    leader_hazard: float = number(
        0.2, "per year", (0.1, 0.25), "assumed", "assumption",
        "chance that a donor changes its leader in a year: terms of some five years (M120)",
        family="interest", off=0)
    leader_spread: float = number(
        0.5, "score", (0, 1.5), "assumed", "assumption",
        "how far a new leader moves the subjective interests (M46)",
        family="interest", off=0)
    papua_motive: float = calibrated(
        "rival rule", (-1, 1), "doc-001",
        "why the Pacific is courted: 1 to persuade opponents (M48), -1 to reward friends, 0 for no political reason",
        family="papua", off=0, scale="three")
    papua_weight: float = calibrated(
        "log weight", (0, 2), "doc-001",
        "pull of the whole range of stances on Papua (M48, M54)",
        family="papua", off=0)
    population_elasticity: float = calibrated(
        "per log population", (0.05, 0.5), "own-estimates",
        "how much aid rises with the size of the recipient (own estimates on OECD dyads)",
        family="familiarity")
    neighbourhood_bonus: float = calibrated(
        "log weight", (0.0, 2.4), "own-estimates",
        "pull of a recipient in the donor's own sub-region (own estimates on OECD dyads; M77, M78)",
        family="familiarity", off=0)
    border_bonus: float = calibrated(
        "log weight", (0.5, 1.9), "assumption",
        "pull of a shared land border (M45, M76)",
        family="familiarity", off=0)
    list_bonus: float = calibrated(
        "log weight per list", (0, 2), "assumption",
        "pull of each invitation list on which both stand: ASEAN, Colombo Plan (M76)",
        family="familiarity", off=0)
    named_bonus: float = number(
        1.6, "log weight", (0, 3), "assumed", "doc-004",
        "pull of being named as a donor's partner in the documents' table of modalities",
        family="familiarity", off=0)
    focal_oceania: float = calibrated(
        "log weight against Asia", (-2, 3), "annual-report-2016",
        "the focal donor's pull to Oceania",
        family="familiarity", off=0)
    focal_africa: float = calibrated(
        "log weight against Asia", (-3, 2), "annual-report-2016",
        "the focal donor's pull to Africa",
        family="familiarity", off=0)
    focal_americas: float = calibrated(
        "log weight against Asia", (-4, 2), "annual-report-2016",
        "the focal donor's pull to the Americas",
        family="familiarity", off=0)
    focal_europe: float = calibrated(
        "log weight against Asia", (-3, 3), "annual-report-2016",
        "the focal donor's pull to Europe",
        family="familiarity", off=0)
    country_spread: float = calibrated(
        "log weight", (0, 0.8), "assumption",
        "how much the focal donor's pull to single countries differs for reasons that no rule names (standard deviation)",
        family="familiarity", off=0)
    unlikeness_penalty: float = calibrated(
        "log weight per HDI", (0, 3), "doc-001",
        "how much a partner of another level of development is passed over (M79, M90)",
        family="familiarity", off=0)
    vote_penalty: float = calibrated(
        "log weight per ideal point", (0, 0.6), "assumption",
        "how much a partner that votes otherwise on the Middle East is passed over (M57)",
        family="familiarity", off=0)
    large_economy_pull: float = number(
        0.3, "log weight per log GNI", (0, 1), "assumed", "doc-004",
        "how much an entrant that seeks markets prefers large economies (M129)",
        family="familiarity", off=0)
    habit: float = number(
        0.4, "share", (0, 0.6), "assumed", "assumption",
        "of a change in its own shares, kept by a donor to the next year",
        family="inertia", off=0)
    herding: float = number(
        0.1, "share", (0, 0.2), "assumed", "own-estimates",
        "of a change in what all Southern donors give to a country, followed the next year",
        family="inertia", off=0)
    least_share: float = number(
        0.001, "share", (0.0001, 0.01), "assumed", "assumption",
        "share below which habit does not tell small from smaller",
        family="inertia", scale="log")
    request_pull: float = number(
        0.5, "log weight per log information", (0, 2), "assumed", "assumption",
        "how much a request draws a wholly demand-driven donor (M72, M73)",
        family="requests", off=0)
    information_base: float = number(
        0.4, "share", (0.1, 0.9), "assumed", "doc-004",
        "of what is offered, known to a country that nobody trains (M113)",
        family="requests")
    informed_by: float = number(
        400, "participants", (50, 2000), "assumed", "assumption",
        "participants of last year, with all donors, that bring a country most of the way to full information (M40)",
        family="requests", scale="log")
    budget_persistence: float = number(
        0.69, "per year", (0, 0.95), "literature", "own-estimates",
        "share of a budget's distance from its trend that lasts to the next year (own estimate on OECD donors)")
    budget_change_small: float = number(
        0.45, "log per year", (0.25, 0.6), "literature", "own-estimates",
        "standard deviation of the yearly change of a small donor's budget (own estimate on OECD donors)",
        family="budgets", off=0)
    budget_change_large: float = number(
        0.25, "log per year", (0.1, 0.45), "literature", "own-estimates",
        "the same for a large donor",
        family="budgets", off=0)
    large_budget: float = number(
        100, "million USD", (50, 500), "assumed", "assumption",
        "budget above which a donor counts as large", scale="log")
    mix_slope: float = number(
        0.17, "share per log budget", (0.05, 0.3), "assumed", "doc-000",
        "how the technical share falls as budgets grow, where a donor lets its budget choose (M82)",
        family="budgets", off=0)
    technical_most: float = number(
        0.95, "share", (0.8, 1), "assumed", "doc-000",
        "technical share of a small budget, where the budget chooses: that of Indonesia (M82)")
    small_budget: float = number(
        15, "million USD", (5, 50), "assumed", "doc-000",
        "budget below which all but a twentieth goes to training, where the budget chooses (M82)",
        family="budgets", scale="log")
    seats_share: float = number(
        0.6, "share of technical money", (0.29, 1.0), "assumed", "annual-report-2016",
        "spent on programmes; what else the budget of 2016 holds is not said (X05, G01)")
    seat_cost: float = number(
        0.0128, "million USD per participant", (0.004, 0.04), "assumed", "annual-report-2016",
        "technical money per participant of donors whose programmes are not drawn: Indonesia's of 2016 (X05)", scale="log")
    bilateral_share: float = calibrated(
        "share of programmes", (0.17, 0.84), "doc-001",
        "programmes for one country; of the 14 of 2018, 7 were for one partner (X12)")
    bilateral_oceania: float = calibrated(
        "log weight", (-3, 1), "assumption",
        "how much rarer a programme for one country is in Oceania (K08: many programmes, few participants)")
    bilateral_size: float = calibrated(
        "participants", (10, 35), "doc-001",
        "mean size of a programme for one country (X01: 21.9 a programme in 2016, 27.4 in 2018)")
    bilateral_dispersion: float = calibrated(
        "size of the negative binomial", (1, 20), "assumption",
        "how even the sizes of programmes for one country are: the larger, the more even", scale="log")
    call_asia_pacific: float = calibrated(
        "calls for each open one", (0.2, 4), "doc-001",
        "calls to Asia and the Pacific; in 2018, 2 of the 4 regional ones, beside 1 open to all and 1 between regions",
        scale="log")
    call_africa: float = calibrated(
        "calls for each open one", (0, 2), "doc-001",
        "calls to Africa; in 2018, 2 of the 4 regional ones")
    call_pacific: float = calibrated(
        "calls for each open one", (0, 2), "doc-002",
        "calls to the Pacific alone (public order management for the Pacific)")
    call_countries: float = calibrated(
        "countries", (9.7, 16.6), "annual-report-2016",
        "mean number of countries in a call, at least two; 13 or 14 came to the Colombo Plan workshop (K12)")
    delegates: float = calibrated(
        "participants", (1.36, 2.28), "annual-report-2016",
        "mean number that a country sends to a call, at least one")
    seat_scarcity: float = number(
        0.5, "exponent", (0, 1), "assumed", "doc-002",
        "how the price of a seat rises with seats beyond twice those of 2016 (M42)",
        family="institutions", off=0)
    tailoring_cost: float = number(
        0.3, "share", (0, 1), "assumed", "assumption",
        "extra price of a seat that is tailored to the partner (M74)",
        family="fit", off=0)
    northern_cost_share: float = number(
        0.65, "share", (0.4, 0.9), "assumed", "assumption",
        "of a triangular programme, paid by the North (M95, M151)",
        family="triangular", off=0)
    triangular_burden: float = number(
        0.2, "share", (0.05, 0.4), "assumed", "assumption",
        "extra cost of a triangular programme: three parties must agree (M98)",
        family="triangular", off=0)
    additionality: float = number(
        0.5, "share", (0, 1), "assumed", "assumption",
        "of triangular money, new; the rest leaves Northern aid (M100)",
        family="triangular", off=1)
    agency_setup: float = number(
        0.1, "share of budget", (0, 0.3), "assumed", "doc-002",
        "cost of a central agency in its first year (M106)",
        family="institutions", off=0)
    agency_saving: float = number(
        0.3, "share of overhead", (0, 0.6), "assumed", "doc-002",
        "overhead that a central agency saves (M106, M108)",
        family="institutions", off=0)
    agency_coordination: float = number(
        0.3, "share", (0, 0.6), "assumed", "doc-002",
        "of the coordination still missing, added by a central agency (M106, M110)",
        family="institutions", off=0)
    duplication_loss: float = number(
        0.2, "share", (0, 0.5), "assumed", "doc-004",
        "of training, wasted where many donors teach the same without coordination (M110)",
        family="institutions", off=0)
    variety_gain: float = number(
        0.05, "share", (0, 0.2), "assumed", "doc-004",
        "of training, gained where many donors bring different skills (M91)",
        family="institutions", off=0)
    overload: float = number(
        0.5, "per participant in the cadre", (0, 3), "assumed", "assumption",
        "how a recipient that receives too many programmes at once learns less from each",
        family="institutions", off=0)
    measurement_cost: float = number(
        0.03, "share", (0.01, 0.1), "assumed", "assumption",
        "of technical money, for measuring results in full (M111)",
        family="institutions", off=0)
    adaptation: float = number(
        0.5, "log weight per log yield", (0, 2), "assumed", "doc-004",
        "how much a donor that measures in full turns to where its training yields most (M111, M117)",
        family="institutions", off=0)
