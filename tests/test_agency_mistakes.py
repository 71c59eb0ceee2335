"""Every mistake in an agency's files is told exactly where and why, all of them at once; nothing is written over."""

from __future__ import annotations

from pathlib import Path

import pytest
from agency_lists import AGENCY, PROGRAMMES, WORKED, written
from observed_copies import complaints, damage

from ssc_sim.errors import InputError
from ssc_sim.fitting.agency import read_agency, write_template
from ssc_sim.observed import read_donors


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return written(tmp_path)


DONORS = ", ".join(donor.iso3 for donor in read_donors())
MISTAKES = [
    pytest.param(
        "programmes.csv", "cost [million USD]", "costs [million USD]",
        "programmes.csv:1:5: unknown column 'costs [million USD]'; did you mean 'cost [million USD]'?",
        id="misnamed column",
    ),
    pytest.param(
        "programmes.csv", "seats [participants]", "seats [persons]",
        "programmes.csv:1:4: seats: wrong unit 'persons'; allowed: participants", id="wrong unit",
    ),
    pytest.param(
        "programmes.csv", "Women,2021,FJI", "Women,2021,FJX",
        "programmes.csv:5:3: country: 'FJX' is not a known recipient; did you mean 'FJI'?", id="unknown country",
    ),
    pytest.param(
        "programmes.csv", "Women,2021,KEN", "Women,2021,ken",
        "programmes.csv:6:3: country: 'ken' is not a country code; allowed: three capital letters; "
        "did you mean 'KEN'?", id="small letters",
    ),
    pytest.param(
        "programmes.csv", "LAO,20,0.2", "LAO,0,0.2",
        "programmes.csv:2:4: seats: '0' is out of range; allowed: 1 to 10000", id="nobody came",
    ),
    pytest.param(
        "programmes.csv", "LAO,20,0.2", "LAO,20.5,0.2",
        "programmes.csv:2:4: seats: '20.5' is not a whole number", id="half a person",
    ),
    pytest.param(
        "programmes.csv", "LAO,20,0.2", "LAO,20,200000",
        "programmes.csv:2:5: cost: '200000' is out of range; allowed: 0 to 1000", id="dollars for millions",
    ),
    pytest.param(
        "programmes.csv", "Women,2021,FJI,3,", "Women,2021,KHM,3,",
        "programmes.csv:5:1: programme: 'Women, 2021, KHM' is already on line 4", id="a country twice",
    ),
    pytest.param(
        "programmes.csv", "Women,2021,FJI,3,", "Women,2022,FJI,3,",
        "programmes.csv:5:2: year: '2022' is a second year of one programme; allowed: 2021, as on line 4; "
        "a programme of another year has a name of its own", id="two years of one programme",
    ),
    pytest.param(
        "programmes.csv", "FJI,3,0.3", "FJI,3,0.4",
        "programmes.csv:5:5: cost: '0.4' is another cost of one programme; allowed: '0.3', as on line 4: "
        "the cost of the whole programme, on each line", id="two costs of one programme",
    ),
    pytest.param(
        "programmes.csv", "LAO,20,0.2", "LAO,20,",
        "programmes.csv:2:5: cost: is empty where other programmes have a cost; allowed: a cost for all, or for none",
        id="a cost is missing",
    ),
    pytest.param(
        "programmes.csv", "Women,2021,KEN", "Women,2021,THA",
        "programmes.csv:6:3: country: 'THA' is not its own recipient", id="a donor to itself",
    ),
    pytest.param(
        "programmes.csv", "Rice,2021", "Example of a programme for one country,2021",
        "programmes.csv:2:1: programme: 'Example of a programme for one country' is a line of the template; "
        "allowed: programmes of your own", id="an example left in",
    ),
    pytest.param(
        "programmes.csv", "Rice again,2022", "Rice again,2024",
        "programmes.csv: year: no programme in 2023, but some before and after; "
        "allowed: years that follow each other", id="a year without programmes",
    ),
    pytest.param(
        "programmes.csv", WORKED, "",
        "programmes.csv:2:1: lists no programme", id="no programme",
    ),
    pytest.param(
        "programmes.csv", WORKED, "Rice,2021,LAO,20,0\n",
        "programmes.csv: cost: all costs of a mean year are 0 million USD; allowed: 0.01 to 50000 million USD",
        id="all for nothing",
    ),
    pytest.param(
        "agency.csv", "THA,", "TUK,",
        f"agency.csv:2:1: donor: 'TUK' is not a donor of the model; allowed: {DONORS}; did you mean 'TUR'?",
        id="no donor of the model",
    ),
    pytest.param(
        "agency.csv", "own-years", "Own Years",
        "agency.csv:2:2: name: 'Own Years' cannot name a scenario; allowed: small letters, digits and hyphens, "
        "such as south-africa; did you mean 'own-years'?", id="a name with blanks",
    ),
    pytest.param(
        "agency.csv", "own-years", "baseline-2016",
        "agency.csv:2:2: name: 'baseline-2016' is the name of a shipped scenario; allowed: another name",
        id="a shipped name",
    ),
    pytest.param(
        "agency.csv", "made up.\n", "made up.\nCHN,other,Made up.\n",
        "agency.csv:3:1: donor: 'CHN' is a second agency; allowed: one line", id="two agencies",
    ),
    pytest.param(
        "agency.csv", "THA,own-years,A list that was made up.\n", "",
        "agency.csv:2:1: names no donor; allowed: one line", id="no agency",
    ),
]  # fmt: skip


@pytest.mark.parametrize(("file", "old", "new", "said"), MISTAKES)
def test_a_mistake_is_told_with_its_place(folder, file, old, new, said):
    damage(folder / file, old, new)
    assert complaints(read_agency, folder) == [said]


def test_all_mistakes_of_both_files_are_told_at_once(folder):
    damage(folder / "agency.csv", "THA,own-years", "THX,")
    damage(folder / "programmes.csv", "Women,2021,KHM,2", "Women,2020,KHM,two")
    damage(folder / "programmes.csv", "FJI,3,0.3", "FIJ,3,0.3")
    damage(folder / "programmes.csv", "LAO,20,0.2", "LAO,20,0.2,Vientiane")
    assert complaints(read_agency, folder) == [
        "agency.csv:2:2: name: is empty",
        "programmes.csv:2:6: wrong number of fields: 6; allowed: 5",
        "programmes.csv:4:4: seats: 'two' is not a number",
        "programmes.csv:5:3: country: 'FIJ' is not a known recipient; did you mean 'FJI'?",
    ]


def test_files_that_are_not_there_are_told(tmp_path):
    assert complaints(read_agency, tmp_path) == [
        "agency.csv: cannot be read: No such file or directory",
        "programmes.csv: cannot be read: No such file or directory",
    ]


def test_the_template_can_be_read_as_it_stands_and_is_never_written_over(tmp_path):
    write_template(tmp_path / "new" / "own")
    agency = read_agency(tmp_path / "new" / "own")
    assert (agency.name, agency.years, len(agency.listed.programmes)) == ("example", 1, 2)
    said = complaints(write_template, tmp_path / "new" / "own")
    assert said == [
        f"{file}: is there already and would be lost" for file in ("README.md", "agency.csv", "programmes.csv")
    ]


def test_a_template_that_cannot_be_written_is_told(tmp_path):
    (tmp_path / "taken").write_text("a file", encoding="utf-8")
    with pytest.raises(InputError, match="taken is not a folder"):
        write_template(tmp_path / "taken")


def test_the_template_tells_of_every_column(tmp_path):
    write_template(tmp_path)
    told = (tmp_path / "README.md").read_text(encoding="utf-8")
    for header in (AGENCY, PROGRAMMES):
        assert all(f"| `{cell.partition(' ')[0]}` |" in told for cell in header.strip().split(","))
