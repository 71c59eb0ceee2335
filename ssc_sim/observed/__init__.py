"""Observed tables: the countries, the donors, and what the documents report.

Each table is a CSV file whose header cells read `name [unit]` and whose every line names its source; `sources.yaml`
says what each source is. The readers check everything and raise one `InputError` that holds every problem found.
An empty cell is a missing value; nothing else is.
"""

from ssc_sim.observed.columns import Column, columns_of
from ssc_sim.observed.reader import (
    read_column_sources,
    read_donors,
    read_ngos,
    read_partners,
    read_recipients,
    read_reported,
    read_sources,
    read_ties,
)
from ssc_sim.observed.sources import Source
from ssc_sim.observed.tables import (
    DONOR_FIGURES,
    OUTCOMES,
    TIE_FIGURES,
    CountryFigures,
    DonorFigures,
    NgoFigures,
    Partner,
    Record,
    Reported,
    Tie,
)

__all__ = [
    "DONOR_FIGURES",
    "OUTCOMES",
    "TIE_FIGURES",
    "Column",
    "CountryFigures",
    "DonorFigures",
    "NgoFigures",
    "Partner",
    "Record",
    "Reported",
    "Source",
    "Tie",
    "columns_of",
    "read_column_sources",
    "read_donors",
    "read_ngos",
    "read_partners",
    "read_recipients",
    "read_reported",
    "read_sources",
    "read_ties",
]
