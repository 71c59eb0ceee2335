"""A damaged file is told, all mistakes at once; an undamaged copy reads as the package's own."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest
from observed_copies import complaints, copied_tables, damage

from ssc_sim.errors import InputError
from ssc_sim.observed import (
    read_column_sources,
    read_donors,
    read_ngos,
    read_partners,
    read_recipients,
    read_reported,
    read_sources,
    read_ties,
)

folder = pytest.fixture(copied_tables)


def test_a_column_without_source_is_told(folder: Path) -> None:
    damage(folder / "sources.yaml", "  population: [un-wpp]\n", "")
    damage(folder / "sources.yaml", "lldc: [un-lists]", "lldc: [un-list]")
    missing, unknown = complaints(read_column_sources, folder)
    assert missing == "sources.yaml:1:1: column 'population' is missing"
    assert unknown.endswith(": lldc: unknown source 'un-list'; did you mean 'un-lists'?")


def test_a_repeated_source_key_is_told(folder: Path) -> None:
    damage(folder / "sources.yaml", "  un-wpp:\n", "  un-m49:\n")
    (said,) = complaints(read_sources, folder)
    assert said.startswith('sources.yaml:14:3: not YAML: found duplicate key "un-m49"')


def test_a_donor_without_a_figure_is_told(folder: Path) -> None:
    lines = (folder / "donor_figures.csv").read_text(encoding="utf-8").splitlines(keepends=True)
    kept = [line for line in lines if not line.startswith("BRA,loan_share")]
    (folder / "donor_figures.csv").write_text("".join(kept), encoding="utf-8", newline="")
    assert complaints(read_donors, folder) == ["donors.csv:5:1: iso3: no figure 'loan_share' for BRA"]


def test_another_encoding_is_told_at_its_first_byte(folder: Path) -> None:
    path = folder / "recipients.csv"
    path.write_bytes(path.read_text(encoding="utf-8").replace("\N{RIGHT SINGLE QUOTATION MARK}", "'").encode("latin-1"))
    (said,) = complaints(read_recipients, folder)
    assert said == "recipients.csv:28:2: not UTF-8 text"


def test_a_workbook_in_place_of_a_table_is_told(folder: Path) -> None:
    (folder / "partners.csv").write_bytes(b"PK\x03\x04\x00\x00")
    assert complaints(read_partners, folder) == ["partners.csv:1:1: not CSV: it holds a zero byte"]


@pytest.mark.parametrize(("content", "said"), [(b"", "partners.csv:1:1: is empty"), (None, "No such file")])
def test_an_empty_or_absent_table_is_told(folder: Path, content: bytes | None, said: str) -> None:
    if content is None:
        (folder / "partners.csv").unlink()
    else:
        (folder / "partners.csv").write_bytes(content)
    (only,) = complaints(read_partners, folder)
    assert said in only


def test_a_figure_that_no_country_of_a_region_has_cannot_be_filled(folder: Path) -> None:
    path = folder / "recipients.csv"
    lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
    path.write_text(lines[0] + next(line for line in lines if line.startswith("FJI")), encoding="utf-8", newline="")
    assert complaints(read_recipients, folder) == [
        "recipients.csv:2:11: exports: is empty, and no country of the region has this figure"
    ]


def test_a_line_keeps_its_number_after_a_cell_with_a_line_break(folder: Path) -> None:
    damage(folder / "recipients.csv", "Burundi", '"Bu\nrundi"')
    damage(folder / "recipients.csv", "COM,", "com,")
    assert [said.split(": ")[0] for said in complaints(read_recipients, folder)] == ["recipients.csv:4:1"]


def test_columns_may_stand_in_another_order(folder: Path) -> None:
    path = folder / "partners.csv"
    lines = list(csv.reader(path.read_text(encoding="utf-8").splitlines()))
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows(line[::-1] for line in lines)
    assert read_partners(folder) == read_partners()


def test_several_mistakes_in_several_tables_are_told_at_once(folder: Path) -> None:
    damage(folder / "recipients.csv", ",11048,", ",many,")
    damage(folder / "recipients.csv", ",0.432,", ",inf,")
    damage(folder / "donors.csv", ",0.701,", ",7.01,")
    damage(folder / "ties.csv", "BGD,BTN", "BGD,BTX")
    damage(folder / "ties.csv", "BGD,MDV,named,1,", "BGD,MDV,named,2,")
    assert complaints(read_ties, folder) == [
        "donors.csv:2:5: hdi: '7.01' is out of range; allowed: 0 to 1",
        "recipients.csv:2:5: population: 'many' is not a number",
        "recipients.csv:2:8: hdi: 'inf' is not a finite number",
        "ties.csv:2:2: recipient: 'BTX' is not a known recipient; did you mean 'BTN'?",
        "ties.csv:3:4: value: '2' is out of range; allowed: 0 to 1",
    ]


def test_the_message_of_the_error_holds_every_problem_on_a_line_of_its_own(folder: Path) -> None:
    damage(folder / "partners.csv", "JPN,", "jpn,")
    damage(folder / "partners.csv", "FRA,France,Europe", "FRA,France,Europa")
    with pytest.raises(InputError) as caught:
        read_partners(folder)
    assert [line.split(": ")[1] for line in str(caught.value).splitlines()] == ["iso3", "region"]


def test_undamaged_copies_read_as_the_tables_of_the_package(folder: Path) -> None:
    for reader in (read_recipients, read_donors, read_partners, read_ngos, read_ties, read_reported, read_sources):
        assert reader(folder) == reader()
