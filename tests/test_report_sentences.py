"""Sentences say what their rows say: the direction, the size, what was put in; and nothing where nothing is decided."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from report_folders import Reader, page, stored

from ssc_sim.comparison import HIGHER, LOWER, NOT_DECIDED, TOO_SMALL, VERDICTS
from ssc_sim.parameters import Parameters
from ssc_sim.report.basis import KINDS, kind_of, kinds_told, most_named, ties_of
from ssc_sim.report.choice import MAIN
from ssc_sim.report.claims import claim_told
from ssc_sim.report.grounds import Rest, rest_of, rest_told
from ssc_sim.report.language import language_of
from ssc_sim.report.naming import changes_of, outcome_name
from ssc_sim.report.page import rendered, sections_of
from ssc_sim.report.sentences import Finding, answers, brief, findings_of, sentence

ENGLISH, INDONESIAN = language_of("en"), language_of("id")
FOUND = Finding("capacity", "nations", "share", 0.612, 0.0234, 0.011, 0.04, HIGHER, "turns with: fade", HIGHER)
ASSUMED = FOUND._replace(
    outcome="dependency", verdict=LOWER, difference=-0.02, low=-0.03, high=-0.01,
    rests_on="assumed, not found: rests on technical_reliance, half_dependency", other=TOO_SMALL,
)  # fmt: skip
SMALL = FOUND._replace(outcome="standing", scale="system", verdict=TOO_SMALL, rests_on="too small over the whole range",
                       other=TOO_SMALL)  # fmt: skip
OPEN = FOUND._replace(outcome="participants", scale="programme", unit="persons", verdict=NOT_DECIDED, rests_on="",
                      other=NOT_DECIDED)  # fmt: skip


def test_a_found_difference_is_told_with_its_interval_and_what_turns_it():
    assert sentence(ENGLISH, FOUND) == (
        "Capacity: higher by 0.023 (90 % of the runs: +0.011 to +0.040), from 0.612 to 0.635. "
        "The direction turns with fading of training."
    )


def test_an_assumed_one_says_so_and_that_other_evidence_says_otherwise():
    assert sentence(INDONESIAN, ASSUMED) == (
        "Ketergantungan pada bantuan: lebih rendah 0,020 (90 % simulasi: \N{MINUS SIGN}0,030 sampai "
        "\N{MINUS SIGN}0,010), dari 0,612 menjadi 0,592. Arah diasumsikan, bukan ditemukan (aturan yang memasukkannya, "
        "berapa pun angkanya); besarnya bertumpu pada ketergantungan akibat pelatihan dan bantuan yang membentuk "
        "ketergantungan. Menurut bukti yang lain: terlalu kecil untuk berarti."
    )


def test_the_brief_keeps_apart_what_was_found_and_what_was_put_in():
    assert brief(ENGLISH, [FOUND, ASSUMED, SMALL, OPEN]) == [
        "Differences worth naming: 2 of 4 main outcomes; too small to matter: 1; not decided: 1.",
        "Found, at these strengths of effects: capacity +0.023.",
        "Direction put in by the rules, only the size computed: dependency on aid \N{MINUS SIGN}0.020.",
        "Under the other evidence this would not be said of dependency on aid.",
    ]


def test_nothing_is_found_where_nobody_looked_what_it_rests_on():
    unlooked = brief(ENGLISH, [FOUND._replace(rests_on="")])
    assert not [told for told in unlooked if told.startswith(("Found", "Direction"))]
    assert [told for told in unlooked if "not looked into" in told]


@pytest.mark.parametrize(
    ("findings", "begins"),
    [
        ([SMALL, OPEN], "The answer is withheld. Of 2 main outcomes none is decided: 1 are too small"),
        ([OPEN], "The answer is withheld."),
        ([SMALL], "None of the 1 main outcomes moves by an amount worth naming"),
    ],
)
def test_the_answer_is_withheld_where_nothing_is_decided_and_small_is_an_answer(findings, begins):
    (told,) = brief(ENGLISH, findings)
    assert told.startswith(begins)
    assert not any(answer.sentences for answer in answers(ENGLISH, findings))


@given(st.lists(st.sampled_from(VERDICTS), min_size=1, max_size=14), st.sampled_from(["en", "id"]))
def test_no_sentence_is_stronger_than_its_verdict(verdicts, code):
    language = language_of(code)
    findings = [FOUND._replace(outcome=name, verdict=verdict, scale="nations", other=verdict)
                for name, verdict in zip(MAIN, verdicts, strict=False)]  # fmt: skip
    told = [one for answer in answers(language, findings) for one in answer.sentences]
    assert len(told) == sum(one.decided for one in findings)
    above, below = (language(f"verdict.{verdict}") for verdict in ("higher", "lower"))
    decided = [one.verdict for one in findings if one.decided]
    for one, verdict in zip(told, decided, strict=True):
        assert (above if verdict == HIGHER else below) in one
        assert (below if verdict == HIGHER else above) not in one


@pytest.mark.parametrize(
    ("cell", "rest"),
    [
        ("assumed, not found: rests on fade, learning", Rest(True, "rests_on", ["fade", "learning"])),
        ("rests on fade", Rest(False, "rests_on", ["fade"])),
        ("turns with: no single number", Rest(False, "turns_with", [])),
        ("can matter with: fade", Rest(False, "can_matter", ["fade"])),
        ("too small over the whole range", Rest(False, "stays_small", [])),
        ("outside over the whole range", Rest(False, "stays_outside", [])),
        ("", Rest(False, "", [])),
    ],
)
def test_what_a_verdict_rests_on_is_read_from_its_cell(cell, rest):
    assert rest_of(cell) == rest
    assert bool(rest_told(INDONESIAN, cell)) == bool(cell)


def test_every_cell_that_is_stored_is_understood():
    for table in (stored().comparison, stored().other, stored().expectations):
        assert all(rest_of(cell).kind for cell in table["rests_on"])


def test_findings_are_the_rows_of_the_table_beside_their_baseline():
    row = stored().comparison.set_index("outcome").loc["trained_in_post"]
    (finding,) = findings_of(stored(), "all-financial", ["trained_in_post"])
    assert (finding.difference, finding.verdict) == (row["difference"], row["verdict"])
    summary = stored().summary.set_index(["scenario", "year", "outcome"])["mean"]
    assert finding.baseline == summary["baseline-2016", 2030, "trained_in_post"]
    assert finding.baseline + finding.difference == pytest.approx(summary["all-financial", 2030, "trained_in_post"])


def test_numbers_are_counted_once_by_what_they_rest_on():
    kinds = kinds_told(ENGLISH)
    assert sum(len(kind.numbers) for kind in kinds) == len(Parameters.columns())
    assert {kind_of(number) for number in Parameters.columns().values()} <= set(KINDS)
    fitted = [number for number in Parameters.columns().values() if number.kind == "calibrated"]
    assert {kind_of(number) for number in fitted} == {"calibrated"}
    assert most_named(ENGLISH, [FOUND, FOUND, OPEN]) == ["fading of training (2 \N{MULTIPLICATION SIGN})"]


def test_tie_points_are_told_where_they_are_stored():
    row = {
        "outcome": "capacity", "year": 2030, "better": "baseline-2016", "worse": "all-financial", "kind": "assumed",
        "number": "home_training", "value": 0.01, "low": 0, "high": 0.2, "tie": 0.1234, "tie_low": 0.1,
        "tie_high": 0.15, "unit": "share of money",
    }  # fmt: skip
    rows = [row, row | {"tie": ""}, row | {"outcome": "relief"}]
    with_ties = replace(stored(), ties=pd.DataFrame(rows))
    (tie,) = ties_of(INDONESIAN, with_ties)
    assert tie.tie == "0,123 (0,1 sampai 0,15)"
    assert tie.order == "A di atas B"
    assert "0,123 (0,1 sampai 0,15)" in rendered(INDONESIAN, with_ties)


PART = {"measure": "level", "than": "", "when": "", "along": "", "among": "", "first": 2030, "last": 2030,
        "against_year": 0, "low": 0.0, "high": 0.0, "figure": 0.0, "outcome": "dependency"}  # fmt: skip


@pytest.mark.parametrize(
    ("parts", "told"),
    [
        ({"is": "higher", "than": "all-technical"},
         "Dependency on aid: higher than in “All Southern aid as technical cooperation”, 2030"),
        ({"is": "reproduces", "figure": 1119}, "Dependency on aid: meets the reported figure of 1,119, 2030"),
        ({"is": "lower", "against_year": 2016}, "Dependency on aid: lower in 2030 than in 2016"),
        ({"is": "between", "low": 0.1, "high": 0.25, "first": 2018},
         "Dependency on aid: between 0.1 and 0.25, 2018\N{EN DASH}2030"),
        ({"is": "between", "measure": "recovery", "than": "baseline-2016", "low": 4, "high": 10},
         ("Dependency on aid after the event: back at that of “The programme of 2016, year after year” "
          "within 4 to 10 years")),
        ({"is": "rises_with", "along": "donors.all.loan_share"},
         "Dependency on aid: rises with loan share of the money, 2030"),
        ({"is": "ordering", "among": "all-technical baseline-2016 mine"},
         ("Dependency on aid: rises from “All Southern aid as technical cooperation” over “The programme of 2016, year "
          "after year” to “mine”, 2030")),
    ],
)  # fmt: skip
def test_claims_are_told_from_their_parts(parts, told):
    assert claim_told(ENGLISH, PART | parts) == told


def test_what_a_scenario_changes_is_told_in_words():
    scenario = {
        "name": "mine",
        "changes": {"donors.IDN.budget_factor": 2.5, "donors.all.technical_share": 0.25, "parameters.fade": 0.2,
                    "recipients.TLS.ldc": 1.0},
        "events": [{"kind": "legislation", "donor": "IDN", "whom": "all", "first": 2017, "last": 2018, "size": 0.25},
                   {"kind": "extra_grants", "donor": "CHN", "whom": "pif", "first": 2020, "last": 2020, "size": 1.5}],
        "without": ["debt"],
    }  # fmt: skip
    assert changes_of(INDONESIAN, scenario) == [
        "Indonesia: anggaran, kali anggaran semula: \N{MULTIPLICATION SIGN}\N{NO-BREAK SPACE}2,5",
        "Semua donor Selatan: porsi bantuan teknis dalam anggaran: 25\N{NO-BREAK SPACE}%",
        "Angka aturan “lunturnya pelatihan”: 0,2",
        "Timor-Leste: negara kurang berkembang: ya",
        (
            "2017\N{EN DASH}2018: Indonesia menyusun undang-undangnya dan menyelenggarakan 25\N{NO-BREAK SPACE}% dari "
            "programnya"
        ),
        "2020: Tiongkok memberi Forum Kepulauan Pasifik tambahan USD 1,5 juta setahun per negara berupa hibah",
        "Aturan dimatikan: pembayaran utang mendesak sekolah dan klinik; saat krisis Utara meminjamkan dengan syarat",
    ]


def test_outcomes_are_named_with_their_group_or_region():
    assert outcome_name(INDONESIAN, "capacity_pacific") == "kapasitas, anggota Forum Kepulauan Pasifik"
    assert outcome_name(ENGLISH, "participants_africa") == "participants from Africa"


@pytest.mark.parametrize("code", ["en", "id"])
def test_the_page_holds_every_sentence_of_the_answer(code):
    language = language_of(code)
    texts = " ".join(Reader(page(code)).texts)
    findings = findings_of(stored(), "all-financial")
    assert findings
    for told in brief(language, findings):
        assert told in texts
    for answer in answers(language, findings):
        assert all(one in texts for one in answer.sentences)


def test_a_comparison_without_draws_does_not_count_what_it_never_looked_into():
    without = replace(stored(), comparison=stored().comparison.assign(rests_on=""))
    sure = sections_of(ENGLISH, without)["certainty"]
    assert [told for told in sure if told.startswith("It was not looked into")]
    assert not [told for told in sure if "put in (assumed" in told]
