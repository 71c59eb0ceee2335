"""A mistake in a cell or a heading of an observed table is told exactly where and why."""

from __future__ import annotations

from pathlib import Path

import pytest
from observed_copies import Reader, complaints, copied_tables, damage

from ssc_sim.observed import (
    DONOR_FIGURES,
    read_donors,
    read_ngos,
    read_partners,
    read_recipients,
    read_reported,
    read_sources,
    read_ties,
)

folder = pytest.fixture(copied_tables)

DAMAGES = [
    pytest.param(
        read_recipients, "population [thousand persons]", "population [persons]",
        "recipients.csv:1:5: population: wrong unit 'persons'; allowed: thousand persons", id="wrong unit",
    ),
    pytest.param(
        read_recipients, "population [thousand persons]", "populaton [thousand persons]",
        "recipients.csv:1:5: unknown column 'populaton [thousand persons]'; "
        "did you mean 'population [thousand persons]'?", id="misnamed column",
    ),
    pytest.param(
        read_partners, "name [text],", "role [text],",
        "partners.csv:1:1: name: the column is missing\n"
        "partners.csv:1:4: role: the column is already field 2", id="missing and doubled column",
    ),
    pytest.param(
        read_recipients, "Africa,Eastern Africa,11048,", "Africa,Eastern Africa,",
        "recipients.csv:2:27: wrong number of fields: 26; allowed: 27", id="a field too few",
    ),
    pytest.param(
        read_recipients, "Africa,Eastern Africa,727,", "Africa,Eastern Africa,727,,",
        "recipients.csv:3:28: wrong number of fields: 28; allowed: 27", id="a field too many",
    ),
    pytest.param(
        read_recipients, ",11048,", ",NA,",
        "recipients.csv:2:5: population: 'NA' is not a number", id="NA is not a missing value",
    ),
    pytest.param(
        read_recipients, ",2374,5180,", ",2374,nan,",
        "recipients.csv:38:6: gni_per_head: 'nan' is not a finite number", id="not a finite number",
    ),
    pytest.param(
        read_recipients, ",11048,", ",1e999,",
        "recipients.csv:2:5: population: 'inf' is out of range; allowed: 1 to 2e+06", id="too large for a number",
    ),
    pytest.param(
        read_recipients, ",11048,", ",11_048,",
        "recipients.csv:2:5: population: '11_048' is not a number", id="a number as Python writes it",
    ),
    pytest.param(
        read_recipients, ",11048,", ",,",
        "recipients.csv:2:5: population: is empty", id="empty where nothing may be missing",
    ),
    pytest.param(
        read_recipients, ",0.432,", ",1.432,",
        "recipients.csv:2:8: hdi: '1.432' is out of range; allowed: 0 to 1", id="out of range",
    ),
    pytest.param(
        read_recipients, ",13.9,1,1,", ",13.9,yes,1,",
        "recipients.csv:2:15: ldc: 'yes' is not a flag; allowed: 0 or 1", id="bad flag",
    ),
    pytest.param(
        read_recipients, "BDI,Burundi,Africa", "BDI,Burundi,Afrika",
        "recipients.csv:2:3: region: 'Afrika' is not known; allowed: Africa, Americas, Asia, Europe, Oceania; "
        "did you mean 'Africa'?", id="unknown region",
    ),
    pytest.param(
        read_recipients, "COM,Comoros", "BDI,Comoros",
        "recipients.csv:3:1: iso3: 'BDI' is already on line 2", id="duplicate code",
    ),
    pytest.param(
        read_recipients, "COM,Comoros", "Com,Comoros",
        "recipients.csv:3:1: iso3: 'Com' is not a country code; allowed: three capital letters", id="bad code",
    ),
    pytest.param(
        read_recipients, "un-m49", "un-m94",
        "recipients.csv:2:27: source: 'un-m94' is not a known source; did you mean 'un-m49'?", id="unknown source",
    ),
    pytest.param(
        read_recipients, "BDI,Burundi", 'BDI,"Bur"undi',
        "recipients.csv:2:1: not CSV: ',' expected after '\"'", id="not CSV",
    ),
    pytest.param(
        read_ties, "BGD,BTN", "BGX,BTN",
        "ties.csv:2:1: donor: 'BGX' is not a known donor; did you mean 'BGD'?", id="unknown donor",
    ),
    pytest.param(
        read_ties, "BGD,BTN", "BGD,BTX",
        "ties.csv:2:2: recipient: 'BTX' is not a known recipient; did you mean 'BTN'?", id="unknown recipient",
    ),
    pytest.param(
        read_ties, "BGD,BTN", "BGD,BGD",
        "ties.csv:2:2: recipient: 'BGD' is not its own recipient", id="a donor to itself",
    ),
    pytest.param(
        read_ties, "BGD,MDV", "BGD,BTN",
        "ties.csv:3:1: donor: 'BGD, BTN, named' is already on line 2", id="duplicate tie",
    ),
    pytest.param(
        read_donors, "CHN,budget,2000,500", "CHN,budget,400,500",
        "donor_figures.csv:27:3: value: '400' is outside its own range; allowed: 500 to 7000", id="value below low",
    ),
    pytest.param(
        read_donors, "CHN,technical_share,0.1,0.03", "CHN,technical_share,0.1,-0.03",
        "donor_figures.csv:28:4: low: '-0.03' is out of range; allowed: 0 to 1", id="bound of the figure",
    ),
    pytest.param(
        read_donors, "CHN,technical_share,0.1,0.03,0.3,linear",
        "CHN,technical_share,0.1,0,0.3,log",
        "donor_figures.csv:28:4: low: '0' is not above 0, as a log scale needs", id="log scale from zero",
    ),
    pytest.param(
        read_donors, "CHN,focal,0,", "CHN,focal,0.5,",
        "donor_figures.csv:37:3: value: '0.5' is not a flag; allowed: 0 or 1", id="half a flag",
    ),
    pytest.param(
        read_donors, "CHN,budget,", "CHN,budgt,",
        f"donor_figures.csv:27:2: figure: 'budgt' is not known; allowed: {', '.join(DONOR_FIGURES)}; "
        "did you mean 'budget'?", id="unknown figure",
    ),
    pytest.param(
        read_donors, "CHN,field_share_economy,0.34", "CHN,field_share_economy,0.33",
        "donor_figures.csv:36:3: value: the field shares of CHN sum to 0.99; allowed: 1", id="shares below one",
    ),
    pytest.param(
        read_donors, "CHN,delay,0.1,", "CHN,delay,0.95,",
        "donor_figures.csv:48:3: value: '0.95' is out of range; allowed: 0 to 0.9", id="delay of nearly all",
    ),
    pytest.param(
        read_donors, "KOR,dormant,1,1,1,linear,assumed,assumption,", "KOR,dormant,1,1,1,linear,assumed,,",
        "donor_figures.csv:275:8: source: is empty", id="figure without source",
    ),
    pytest.param(
        read_partners, "me-first power,3,1,", "me-first power,3,1.5,",
        "partners.csv:3:6: retreats: '1.5' is out of range; allowed: 0 to 1", id="retreat beyond all",
    ),
    pytest.param(
        read_partners, "me-first power,3,1,", "me-first power,-3,1,",
        "partners.csv:3:5: offer: '-3' is out of range; allowed: 0 to 1000", id="negative offer",
    ),
    pytest.param(
        read_ngos, "Tanggap,1,", "Tanggap,101,",
        "ngos.csv:2:3: response: '101' is out of range; allowed: 0 to 100", id="response too large",
    ),
    pytest.param(
        read_ngos, "ACT,", "ACTS,",
        "ngos.csv:2:1: code: 'ACTS' is not a country code; allowed: three capital letters", id="bad code of an NGO",
    ),
    pytest.param(
        read_ngos, "response [times]", "response [share]",
        "ngos.csv:1:3: response: wrong unit 'share'; allowed: times", id="wrong unit of an NGO",
    ),
    pytest.param(
        read_donors, "CHN,China", "CHN,China ",
        "donors.csv:3:2: name: 'China ' begins or ends with a blank", id="blank at the end",
    ),
    pytest.param(
        read_reported, "2016,programmes,,51", "2016,programmes,FJI,51",
        "reported.csv:2:3: recipient: 'FJI' does not fit the outcome; allowed: an empty cell", id="country too many",
    ),
    pytest.param(
        read_reported, "programmes_received,TLS", "programmes_received,",
        "reported.csv:16:3: recipient: does not fit the outcome; allowed: one country", id="country missing",
    ),
    pytest.param(
        read_reported, "2016,countries_reached,,66", "2016,countries_reached,,660",
        "reported.csv:4:4: value: '660' is out of range; allowed: 0 to 200", id="bound of the outcome",
    ),
    pytest.param(
        read_reported, "2016,programmes,,51", "16,programmes,,51",
        "reported.csv:2:1: year: '16' is out of range; allowed: 1945 to 2100", id="bad year",
    ),
    pytest.param(
        read_sources, "kind: observed", "kind: obsreved",
        "sources.yaml:12:5: kind: unknown 'obsreved'; allowed: observed, literature, assumed; "
        "did you mean 'observed'?", id="unknown kind of source",
    ),
    pytest.param(
        read_sources, "    licence: public record\n", "",
        "sources.yaml:7:3: un-m49: field 'licence' is missing", id="source without licence",
    ),
    pytest.param(
        read_sources, "    publisher: United", "    pubisher: United",
        "sources.yaml:9:5: pubisher: unknown field; did you mean 'publisher'?", id="misspelt field of a source",
    ),
]  # fmt: skip


@pytest.mark.parametrize(("reader", "old", "new", "expected"), DAMAGES)
def test_a_mistake_is_told_with_its_place(folder: Path, reader: Reader, old: str, new: str, expected: str) -> None:
    damage(folder / expected.split(":", maxsplit=1)[0], old, new)
    assert complaints(reader, folder) == expected.splitlines()
