"""Who acts: recipients, donors, Northern partners, NGOs, and the ties between donors and recipients."""

from ssc_sim.tables.declare import ANY, FIELDS, REGIONS, SCOPES, Table, Vector, fact, lever, state


class Recipient(Table):
    """A country that may receive aid."""

    region: float = fact("region", 0, len(REGIONS) - 1, "0 Asia, 1 Oceania, 2 Africa, 3 Americas, 4 Europe")
    subregion: float = fact("sub-region", 0, 100, "number of the UN sub-region: its neighbours")
    population: float = fact("million persons", 0.001, 3000, "people in 2015")
    gni: float = fact("million USD", 1, ANY, "gross national income of 2015")
    gdp_per_head: float = fact("international dollars", 100, 500_000, "income per head of 2015, at purchasing power")
    northern_aid: float = fact("million USD", 0, ANY, "aid of 2015 in the OECD's figures, net, at the prices there")
    social_2016: float = fact("million USD", 0, ANY, "public health spending of 2015, standing in for social spending")
    exports: float = fact("million USD", 0, ANY, "exports of goods and services in 2015")
    old_debt_service: float = fact("million USD", 0, ANY, "service in 2015 on external debt from before the model")
    ldc: float = fact("flag", 0, 1, "on the UN list of least developed countries of 2016")
    vulnerable: float = fact("flag", 0, 1, "landlocked, or a small island developing state")
    pif: float = fact("flag", 0, 1, "member of the Pacific Islands Forum")
    msg: float = fact("flag", 0, 1, "member of the Melanesian Spearhead Group: shares a Melanesian identity")
    raised_papua: float = fact("flag", 0, 1, "spoke for West Papua at the UN General Assembly of 2016")
    palestine: float = fact("flag", 0, 1, "is Palestine")
    provides: float = fact("flag", 0, 1, "is also one of the donors")
    lowest_quartile: float = fact("flag", 0, 1, "among the quarter of countries with the lowest index of 2016")
    capacity_2016: float = fact("share", 0, 1, "what it can do by itself; the Human Development Index stands in")
    development_2016: float = fact("share", 0, 1, "Human Development Index of 2015")

    crisis: float = state("share", 0, 1, "of its income lost to a financial crisis this year")
    tariffs: float = state("share", 0, 1, "of its exports lost to tariffs this year")
    conflict: float = state("share", 0, 1, "severity of a conflict this year")
    bloc: float = state("share", 0, 1, "weight that it pools with others to bargain this year")
    campaign: float = state("share", 0, 1, "of what it did not know of offers, told by a campaign this year")
    rights_events: float = state("share", 0, 1, "support lost to human-rights events in Papua this year")
    need: float = state("log weight", -ANY, ANY, "what draws donors that give by need")
    newly_informed: float = state("log", -ANY, ANY, "change of its information since 2016")
    in_favour: float = state("log", -ANY, ANY, "change of its share of all Southern aid since 2016, as of last year")
    information: float = state("share", 0, 1, "of what is offered, known to it")
    information_2016: float = state("share", 0, 1, "the same in 2016")
    needs: Vector = state("share", 0, 1, "of what it lacks, in each field", FIELDS)
    cadre: float = state("persons", 0, ANY, "officials and specialists who can be trained, in each field")
    coverage_2016: Vector = state(
        "share", 0, 1, "of the cadre trained and in post, steady on the flows of 2016", FIELDS
    )
    coverage: Vector = state("share", 0, 1, "of the cadre trained abroad or with aid and still in post", FIELDS)
    focal_coverage: Vector = state("share", 0, 1, "of the cadre, trained by the focal donor since 2016", FIELDS)
    focal_gain: float = state("share", 0, 1, "capacity that those add this year")
    spill: Vector = state("share", 0, 1, "capacity that came from the neighbours since 2016", FIELDS)
    capacity: Vector = state("share", 0, 1, "what it can do by itself", FIELDS)
    reach: Vector = state("ratio", 0, ANY, "what all that it learns owes to its capacity", FIELDS)
    in_post: float = state("persons", 0, ANY, "trained by the focal donor since 2016 and still in post")
    participants: Vector = state("persons", 0, ANY, "sent to training this year, by all donors", FIELDS)
    learners: Vector = state("persons", 0, ANY, "the same, each weighted by how much can be learned and used", FIELDS)
    focal_learners: Vector = state("persons", 0, ANY, "of the learners, those of the focal donor", FIELDS)
    trained: float = state("persons", 0, ANY, "the participants over all fields, without those of graduated donors")
    focal_trained: float = state("persons", 0, ANY, "of whom by the focal donor")
    sustained: float = state("share", 0, 1, "of the participants, in programmes that come back")
    variety: float = state("share", 0, 1, "chance that two dollars of training come from two donors")
    duplicated: float = state("share", 0, 1, "of the training, wasted on what another donor taught")
    grants: float = state("million USD", 0, ANY, "received this year")
    loans: float = state("million USD", 0, ANY, "received this year")
    technical: float = state("million USD", 0, ANY, "value of the training and equipment received this year")
    relief: float = state("million USD", 0, ANY, "humanitarian aid received this year, from states and NGOs")
    largest_donor: float = state("share", 0, 1, "of its Southern aid this year, from the largest donor")
    southern_share: float = state("share", 0, 1, "of all Southern aid, received by it last year")
    southern_share_2016: float = state("share", 0, 1, "the same in 2016")
    northern_2016: float = state("million USD", 0, ANY, "aid from the North in 2016")
    northern: float = state("million USD", 0, ANY, "aid from the North this year")
    conditional_loans: float = state("million USD", 0, ANY, "lent with conditions this year, in a crisis")
    money_2016: float = state("million USD", 0, ANY, "grants and loans expected in 2016")
    technical_2016: float = state("million USD", 0, ANY, "value of the training and equipment expected in 2016")
    aid_2016: float = state("million USD", 0, ANY, "all aid expected in 2016, North and South")
    intensity_2016: float = state("share of GNI", 0, ANY, "aid that formed dependency in 2016")
    excess_2016: float = state("share", 0, 1, "dependency of 2016 beyond what does no harm")
    seen: float = state("million USD", 0, ANY, "all aid that is seen there this year, each as it is noticed")
    intensity: float = state("share of GNI", 0, ANY, "aid that forms dependency this year")
    arrived: float = state("million USD", 0, ANY, "equipment received this year")
    kept_up: float = state("million USD", 0, ANY, "of which with training to maintain it")
    infrastructure: float = state("million USD", 0, ANY, "received this year for infrastructure")
    equipment: float = state("million USD", 0, ANY, "donated, less normal wear")
    working: float = state("million USD", 0, ANY, "of the equipment, in working order")
    building: float = state("million USD", 0, ANY, "infrastructure paid for and not yet finished")
    debt: float = state("million USD", 0, ANY, "owed to the donors modelled here, and on crisis loans")
    debt_before: float = state("million USD", 0, ANY, "owed at the start of the year")
    interest: float = state("million USD", 0, ANY, "due this year")
    service: float = state("million USD", 0, ANY, "interest and repayment this year")
    service_2016: float = state("million USD", 0, ANY, "interest and repayment expected in 2016")
    social: float = state("million USD", 0, ANY, "social spending this year")
    dependency: float = state("share", 0, 1, "reliance on aid")
    dependency_due: float = state("share", 0, 1, "the reliance towards which last year's aid draws it")
    ownership: float = state("share", 0, 1, "room to decide for itself")
    ownership_due: float = state("share", 0, 1, "the ownership towards which last year's aid draws it")
    development: float = state("share", 0, 1, "Human Development Index")
    stance_2016: float = state("share", 0, 1, "support for Indonesia's position on Papua in 2016")
    stance: float = state("share", 0, 1, "the same this year")
    stance_before: float = state("share", 0, 1, "the same last year")
    graduated: float = state("flag", 0, 1, "has become a donor since 2016")


class Donor(Table):
    """A country that gives South-South aid."""

    focal: float = fact("flag", 0, 1, "its programmes are drawn and counted one by one")
    dormant: float = fact("flag", 0, 1, "gives nothing until an event brings it in")
    seeks_markets: float = fact("flag", 0, 1, "prefers large economies")
    reports_to_dac: float = fact("flag", 0, 1, "its aid is also in the figures of Northern aid, and not counted twice")
    budget_low: float = fact("million USD", 0, ANY, "lowest plausible budget of 2016")
    budget_high: float = fact("million USD", 0, ANY, "highest plausible budget of 2016")
    programmes_2016: float = fact("programmes", 0, 10_000, "held in 2016 (focal donor)")
    strength_2016: Vector = fact("share", 0, 1, "expertise it could teach in 2016, in each field", FIELDS)
    field_share: Vector = fact("share", 0, 1, "its programmes in each field, in proportion, where it chooses", FIELDS)

    budget_factor: float = lever("factor", 0, 1000, "times the budget it had (0: it gives nothing)")
    growth: float = lever("per year", -0.2, 0.2, "trend of the budget (M94)")
    technical_share: float = lever("share", 0, 1, "of the budget, as technical cooperation")
    mix_follows_budget: float = lever("share", 0, 1, "how far the size of the budget chooses the technical share (M82)")
    loan_share: float = lever("share", 0, 1, "of the money, as loans (the rest are grants)")
    infrastructure_share: float = lever("share", 0, 1, "of the money, for infrastructure")
    equipment_share: float = lever("share", 0, 1, "of the technical money not spent on seats, for equipment")
    maintenance: float = lever("share", 0, 1, "of the equipment, given with training to maintain it")
    solidarity: float = lever("share", 0, 1, "weight of need against interest")
    demand_driven: float = lever("share", 0, 1, "how far requests decide who is trained in what")
    bilateral_shift: float = lever(
        "share", -1, 1, "shift towards programmes for one country (1: all) or calls (-1: all)"
    )
    tailoring: float = lever("share", 0, 1, "how far programmes are made for the partner")
    sustained: float = lever("share", 0, 1, "of the programmes, come back to the same country")
    triangular_share: float = lever("share", 0, 1, "of the programmes, with a Northern partner")
    strings: float = lever("share", 0, 1, "of the triangular money, with the partner's conditions")
    coordination: float = lever("share", 0, 1, "how well it fits in with the other donors")
    delay: float = lever("share", 0, 0.9, "of the technical money, disbursed only the year after")
    measurement: float = lever("share", 0, 1, "how well it measures what its aid does")
    skill: float = lever("share", 0, 1, "of its diplomacy")
    response_to_retreat: float = lever(
        "share", -1, 1, "rise of its budget where the North retreats (-1: it retreats too)"
    )

    strength: Vector = state("share", 0, 1, "expertise it can teach, in each field", FIELDS)
    reach: Vector = state("ratio", 0, ANY, "what all that is learned from it owes to its strength", FIELDS)
    budget_2016: float = state("million USD", 0, ANY, "budget of 2016, drawn where it is not known")
    log_budget: float = state("log", -ANY, ANY, "distance of the budget from its trend")
    volume: float = state("factor", 0, 1, "of the programmes planned, held this year")
    agency: float = state("flag", 0, 1, "has a central agency")
    agency_loans: float = state("share", 0, 1, "of the money, lent by the agency besides")
    setting_up: float = state("flag", 0, 1, "is setting its agency up this year")
    coordinated: float = state("share", 0, 1, "how well it fits in with the others this year")
    present: float = state("flag", 0, 1, "gives this year")
    budget: float = state("million USD", 0, ANY, "committed this year")
    humanitarian_money: float = state("million USD", 0, ANY, "diverted to relief this year")
    technical_money: float = state("million USD", 0, ANY, "disbursed as technical cooperation this year")
    carried: float = state("million USD", 0, ANY, "committed this year, disbursed the next")
    seats_money: float = state("million USD", 0, ANY, "of the technical money, spent on seats")
    seats_money_2016: float = state("million USD", 0, ANY, "the same in 2016, as it was")
    equipment_money: float = state("million USD", 0, ANY, "of the technical money, spent on equipment")
    grant_money: float = state("million USD", 0, ANY, "disbursed as grants this year")
    loan_money: float = state("million USD", 0, ANY, "disbursed as loans this year")
    overhead: float = state("million USD", 0, ANY, "of the technical money, spent on neither seats nor equipment")
    triangular: float = state("share", 0, 1, "of the programmes, with a Northern partner this year")
    triangular_money: float = state("million USD", 0, ANY, "paid by Northern partners this year")
    triangular_money_2016: float = state("million USD", 0, ANY, "the same in 2016, as it was")
    own_cost_2016: float = state("ratio", 0, ANY, "cost of a mean programme in 2016, against one paid alone")
    tailoring_2016: float = state("share", 0, 1, "how far programmes were made for the partner in 2016")
    programmes: float = state("programmes", 0, ANY, "held this year (focal donor)")
    participants: float = state("persons", 0, ANY, "trained this year")
    participants_2016: float = state("persons", 0, ANY, "expected in 2016")
    standing: float = state("share", 0, 1, "what it counts for in the world")


class Partner(Table):
    """A Northern partner in triangular cooperation."""

    offer: float = fact("million USD", 0, ANY, "for triangular cooperation in a year, assumed")
    retreats: float = fact("share", 0, 1, "how far it follows a Me-First turn (M122)")

    offered: float = state("million USD", 0, ANY, "for triangular cooperation this year")


class Ngo(Table):
    """A humanitarian organisation that gives beside the state (M141)."""

    response: float = fact("times", 0, 100, "of the mean NGO response to a conflict")

    sent: float = state("million USD", 0, ANY, "to countries in conflict this year")


class Neighbourhood(Table):
    """A sub-region: those who learn from each other."""

    members: float = state("countries", 0, ANY, "that belong to it")
    gains: Vector = state("share", -ANY, ANY, "capacity gained since 2016, summed over its members", FIELDS)


class Tie(Table):
    """One donor and one recipient. Columns used together stand together, for memory is read in lines."""

    same_subregion: float = fact("flag", 0, 1, "both in one sub-region of the UN")
    land_border: float = fact("flag", 0, 1, "they share a land border")
    invitation_lists: float = fact("lists", 0, 10, "bodies to which both belong and through which invitations go")
    named: float = fact("flag", 0, 1, "named as a partner in the documents")
    place: float = fact("place", 0, 8, "of the recipient among those whose programmes were counted; 0: not counted")
    vote_distance: float = fact("ideal points", 0, 10, "distance of their votes on the Middle East")
    subjective_interest: float = fact("score", -5, 5, "interest that the government of the day chooses")
    unlikeness: float = fact("HDI", 0, 1, "distance of their Human Development Indices")
    papua_matters: float = fact(
        "flag", 0, 1, "the donor is Indonesia and the recipient is in the Pacific Islands Forum"
    )
    possible: float = fact("flag", 0, 1, "0 where donor and recipient are one country")
    objective_interest: float = fact("score", -5, 5, "interest that stays: place, territory, history")

    subjective: float = state("score", -ANY, ANY, "subjective interest of the leader of the day")
    known_yield: float = state("share", 0, 1, "of what is taught, learned: as the donor measures it")
    familiarity: float = state("log weight", -ANY, ANY, "how near at hand the recipient is")
    attraction_2016: float = state("log weight", -ANY, ANY, "what drew the donor in 2016")
    share_2016: float = state("share", 0, 1, "of the donor's aid in 2016")
    appeal: float = state("weight", 0, ANY, "what shares and invitations are proportional to")
    chosen: float = state("weight", 0, ANY, "in the race for a programme of its own")
    called: Vector = state("weight", 0, ANY, "in the race for a place in a call of each scope", SCOPES)
    share: float = state("share", 0, 1, "of the donor's aid this year")
    humanitarian: float = state("million USD", 0, ANY, "relief given this year")
    grants: float = state("million USD", 0, ANY, "given this year")
    loans: float = state("million USD", 0, ANY, "lent this year")
    technical: float = state("million USD", 0, ANY, "value of the training and equipment given this year")
    infrastructure: float = state("million USD", 0, ANY, "of the money, for infrastructure")
    equipment: float = state("million USD", 0, ANY, "of which equipment")
    came: float = state("persons", 0, ANY, "the same, over all fields")
    in_calls: float = state("persons", 0, ANY, "of whom in calls to many countries")
    participants: Vector = state("persons", 0, ANY, "trained this year, in each field", FIELDS)
    ranked: float = state("time", 0, ANY, "of whom stands at the place of this row, in the last race of programmes")
    who: float = state("row", 0, ANY, "of whom stands there")
    in_order: float = state("row", 0, ANY, "that stands at the place of this row, in rising order of shares")
    before: float = state("persons", 0, ANY, "trained last year (focal donor)")
    programmes: float = state("programmes", 0, ANY, "in which the recipient took part this year (focal donor)")
    alone: float = state("programmes", 0, ANY, "of these, held for this recipient alone")
    goodwill_2016: float = state("share", 0, 1, "earned by the flows of 2016")
    goodwill: float = state("share", 0, 1, "that the donor has earned")
