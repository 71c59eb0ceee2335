"""Numbers of consequences: money, debt, dependency, development, politics, graduation."""

# fmt: off
from ssc_sim.parameters.number import number


class Consequences:
    """What aid leads to."""

    aid_deflator: float = number(
        0.89, "factor", (0.8, 1.0), "assumed", "oecd-dac",
        "turns the OECD's aid figures, in later prices, into dollars of 2016")
    half_dependency: float = number(
        0.12, "aid over GNI", (0.08, 0.2), "assumed", "assumption",
        "aid at which half of the possible dependency forms", scale="log")
    dependency_shape: float = number(
        1.0, "exponent", (1, 2), "assumed", "assumption",
        "1: dependency grows with the first dollar (M1, M7); 2: only where aid is large (M11), a rival structure")
    dependency_speed: float = number(
        0.08, "per year", (0.03, 0.2), "assumed", "assumption",
        "share of the way to the dependency that aid would bring, gone each year (document 003: little by little)",
        family="dependency", off=0)
    technical_reliance: float = number(
        0.2, "share", (0, 1), "assumed", "assumption",
        "dependency formed by a dollar of training, against one of money (M2, M7, M8)", literature=0.8)
    capacity_shield: float = number(
        0.5, "share", (0, 1), "assumed", "assumption",
        "of the possible dependency, kept away by full capacity (M19)")
    interest_rate: float = number(
        0.02, "per year", (0.01, 0.04), "assumed", "assumption",
        "on concessional loans")
    repayment: float = number(
        0.05, "per year", (0.03, 0.08), "assumed", "assumption",
        "share of the debt repaid each year: a maturity of some twenty years")
    social_share_of_money: float = number(
        0.0, "share", (0, 0.5), "assumed", "assumption",
        "of grants and loans, spent on schools and clinics; the documents credit none",
        family="credit", off=0, literature=0.15)
    crowding_out: float = number(
        0.6, "share", (0, 1.5), "assumed", "assumption",
        "of debt service above what a country carries lightly, taken from schools and clinics (M5)",
        family="debt", off=0, literature=0.35)
    light_debt_service: float = number(
        0.0, "share of exports", (0, 0.21), "assumed", "assumption",
        "debt service that crowds out nothing; the documents know no such threshold", literature=0.15)
    crisis_lending: float = number(
        0.05, "share of GNI", (0, 0.1), "assumed", "doc-001",
        "lent with conditions by Northern institutions in a full crisis (M13)",
        family="debt", off=0)
    north_conditionality: float = number(
        0.5, "share", (0, 1), "assumed", "doc-001",
        "of Northern aid, with conditions on policy (M10, M85, M97)",
        family="dependency", off=0)
    room_lost: float = number(
        0.5, "share", (0, 1), "assumed", "doc-001",
        "of ownership, lost by a country whose aid is all conditional and far larger than half_dependency (M10, M97)",
        family="dependency", off=0)
    ownership_speed: float = number(
        0.2, "per year", (0.05, 0.5), "assumed", "assumption",
        "share of the way to the ownership that aid allows, gone each year",
        family="dependency")
    development_of_capacity: float = number(
        0.3, "share", (0, 0.6), "assumed", "assumption",
        "development gained by a unit of capacity (M35, M143)",
        family="development", off=0)
    development_of_social: float = number(
        0.05, "share", (0, 0.3), "assumed", "assumption",
        "development gained where social spending doubles (M6)",
        family="development", off=0)
    development_of_aid: float = number(
        0.1, "share", (0, 0.3), "assumed", "assumption",
        "development gained by all the money that can be absorbed",
        family="development", off=0)
    aid_saturation: float = number(
        0.2, "aid over GNI", (0.08, 0.45), "assumed", "assumption",
        "aid at which returns have fallen to a third",
        family="development")
    excess_dependency: float = number(
        0.5, "share", (0.3, 0.8), "assumed", "doc-004",
        "dependency above which development suffers (M11)",
        family="development")
    excess_loss: float = number(
        0.1, "share", (0, 0.3), "assumed", "doc-004",
        "development lost per unit of excess dependency (M11)",
        family="development", off=0)
    development_speed: float = number(
        0.1, "per year", (0.03, 0.3), "assumed", "assumption",
        "share of the way to the development that conditions allow, gone each year",
        family="development")
    conflict_loss: float = number(
        0.05, "share", (0, 0.15), "assumed", "assumption",
        "development lost in the end by a full conflict that lasts",
        family="conflict", off=0)
    relief_gain: float = number(
        0.5, "share", (0, 1), "assumed", "doc-000",
        "of the loss, relieved by aid that meets the whole need (M140)",
        family="conflict", off=0)
    relief_need: float = number(
        20, "USD per head", (5, 100), "assumed", "assumption",
        "yearly need of a country in full conflict",
        family="conflict", scale="log")
    humanitarian_share: float = number(
        0.05, "share of budget", (0.01, 0.1), "assumed", "doc-000",
        "that a donor diverts to conflict countries in a year of full conflict (M139)",
        family="conflict", off=0)
    ngo_response: float = number(
        2, "million USD", (0.5, 10), "assumed", "assumption",
        "sent by NGOs to a country in full conflict, beside the state (M141, M142)",
        family="conflict", off=0)
    visibility: float = number(
        3, "times", (1, 10), "assumed", "assumption",
        "how much more a dollar of training is seen than one of money: visits, alumni (M41, M59)",
        family="politics", off=1)
    goodwill_half: float = number(
        0.001, "share of GNI", (0.0003, 0.01), "assumed", "assumption",
        "visible aid that earns half of the goodwill there is, without rivals (M47, M59)",
        family="politics", scale="log")
    goodwill_persistence: float = number(
        0.75, "per year", (0.5, 0.97), "literature", "own-estimates",
        "goodwill that lasts to the next year")
    stance_vocal: float = number(
        0.2, "share", (0, 0.4), "assumed", "memory",
        "support for the position of Indonesia in the states that spoke for West Papua in 2016 (M50)")
    stance_pacific: float = number(
        0.7, "share", (0.4, 0.9), "assumed", "assumption",
        "the same in the other states of the Pacific Islands Forum")
    stance_pull: float = number(
        0.1, "per year", (0.02, 0.3), "assumed", "assumption",
        "of its distance from the stance of 2016, given up by a state each year")
    contagion: float = number(
        0.1, "per year", (0, 0.3), "assumed", "doc-001",
        "of a change in the mean stance of its group, taken over by a state each year (M52)",
        family="politics", off=0)
    persuasion: float = number(
        0.3, "stance per goodwill", (0, 1), "assumed", "doc-001",
        "stance moved each year by a full gain in goodwill, with full skill and no shared identity (M49, M53)",
        family="politics", off=0, literature=0.0)
    identity_shield: float = number(
        0.7, "share", (0, 1), "assumed", "doc-001",
        "of persuasion, kept away by a shared Melanesian identity (M50)",
        family="politics", off=0)
    humanitarian_standing: float = number(
        0.1, "share", (0, 0.3), "assumed", "doc-000",
        "standing earned by a budget that is all humanitarian (M58)",
        family="politics", off=0)
    graduation_hazard: float = number(
        0.02, "per year", (0, 0.1), "assumed", "assumption",
        "chance that a country able to give becomes a donor in a year, where a scenario opens that path (M136)",
        family="graduation", off=0)
    graduation_capacity: float = number(
        0.7, "share", (0.6, 0.85), "assumed", "assumption",
        "capacity from which a country is able to give (M136)",
        family="graduation")
    graduation_income: float = number(
        4000, "USD", (1000, 12000), "assumed", "assumption",
        "income per head from which a country is able to give (M136, M138)",
        family="graduation")
    giving_rate: float = number(
        0.0002, "share of GNI", (0.00002, 0.001), "assumed", "assumption",
        "given by a new donor, all as training (M138)",
        family="graduation", scale="log")
