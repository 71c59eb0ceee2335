"""Numbers of learning: what training, equipment and neighbours leave behind."""

# fmt: off
from ssc_sim.parameters.number import number


class Learning:
    """What training leaves behind."""

    cadre_per_million: float = number(
        667, "persons per field", (200, 2000), "assumed", "assumption",
        "officials and specialists who can be trained, in each field of a country of one million", scale="log")
    cadre_exponent: float = number(
        0.85, "per log population", (0.7, 1.0), "assumed", "assumption",
        "how the cadre grows with population: small states need relatively more")
    cadre_floor: float = number(
        10, "persons per field", (5, 30), "assumed", "assumption",
        "smallest cadre of a field", scale="log")
    learning: float = number(
        0.25, "share", (0.15, 0.34), "literature", "newstrom;saks-belcourt-2006",
        "of what is taught, still used after a year, at the best gap (Newstrom; Saks and Belcourt)",
        family="learning", off=0)
    best_gap: float = number(
        0.25, "share", (0.1, 0.4), "assumed", "assumption",
        "lead of the teacher's strength over the learner's capacity at which most is learned (M26, M30)")
    fade: float = number(
        0.15, "per year", (0.05, 0.3), "assumed", "assumption",
        "trained people who leave their post or no longer use what they learned")
    capacity_of_coverage: float = number(
        0.3, "share", (0.1, 0.6), "assumed", "assumption",
        "of the capacity still missing, gained where the whole cadre is trained (M18: hoped for, not observed)")
    home_training: float = number(
        0.0, "share of money", (0, 0.04), "assumed", "assumption",
        "of grants and loans, spent by the recipient on training at home; the documents know none",
        family="credit", off=0, literature=0.01)
    home_seat_cost: float = number(
        0.001, "million USD per participant", (0.0005, 0.005), "assumed", "assumption",
        "cost of one place of training at home", scale="log")
    unlike_loss: float = number(
        0.5, "per HDI", (0, 1.5), "assumed", "doc-002",
        "of what is learned, lost per unit of difference in development by a wholly uniform package (M25, M74)",
        family="fit", off=0)
    peer_gain: float = number(
        0.1, "share", (0, 0.3), "assumed", "doc-000",
        "learned more in a call to many countries, from each other (M32)",
        family="spillover", off=0)
    spread: float = number(
        0.02, "per year", (0.005, 0.06), "assumed", "assumption",
        "of a lead in gained capacity, passed to the neighbours each year (M31, M33)",
        family="spillover", off=0)
    north_technical_share: float = number(
        0.127, "share", (0.08, 0.2), "literature", "own-estimates",
        "of Northern aid, technical cooperation",
        family="learning", off=0)
    north_seat_cost: float = number(
        0.05, "million USD per participant", (0.01, 0.2), "assumed", "assumption",
        "cost of one participant in Northern technical cooperation",
        family="learning", scale="log")
    north_strength: float = number(
        0.9, "share", (0.8, 1), "assumed", "doc-002",
        "expertise that the North teaches: for most learners too far ahead (M27)",
        family="learning")
    leaving: float = number(
        0.1, "per year", (0, 0.3), "assumed", "assumption",
        "trained people who leave a very small state, above the usual fading",
        family="learning", off=0)
    sustaining: float = number(
        0.3, "share", (0, 0.6), "assumed", "doc-001",
        "of fading, kept away where programmes come back to the same country (M21)",
        family="fit", off=0)
    donor_learning: float = number(
        0.002, "per year", (0, 0.01), "assumed", "doc-004",
        "of the strength still missing, gained by a donor that teaches twice as many as in 2016 (M34)",
        family="spillover", off=0)
    equipment_wear: float = number(
        0.1, "per year", (0.05, 0.2), "assumed", "assumption",
        "equipment that wears out in good hands",
        family="equipment")
    equipment_neglect: float = number(
        0.3, "per year", (0.1, 0.6), "assumed", "doc-002",
        "equipment lost besides where nobody can maintain it (M28)",
        family="equipment", off=0)
    infrastructure_delay: float = number(
        3, "years", (1, 6), "assumed", "assumption",
        "from money to a finished road or clinic (E15)",
        family="equipment", off=1)
