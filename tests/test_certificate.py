"""The certificate says what the tables say: every sentence that could be otherwise is otherwise where they differ."""

from __future__ import annotations

import re
from dataclasses import replace
from math import comb

import pytest
from certificate_tables import OF_2016, changed_in, made_up, tables

from ssc_sim.fitting.certificate import PARTS, markdown, write_certificate
from ssc_sim.fitting.certificate_numbers import chance_of_as_many, turns
from ssc_sim.fitting.certificate_words import figure_name, listed, percent, told
from ssc_sim.fitting.checks import NOTHING


def short(page):
    return next(line for line in page.splitlines() if line.startswith("> "))


def section(page, title):
    return page.partition(f". {title}\n")[2].partition("\n## ")[0]


def rows_of(text):
    """Every line of the tables in a text, cell by cell, without the rulers."""
    lines = [[cell.strip() for cell in line.strip("|").split("|")] for line in text.splitlines() if line[:1] == "|"]
    return [cells for cells in lines if not set("".join(cells)) <= set("-: ")]


def test_the_short_answer_tells_a_figure_outside_its_interval():
    assert "All 6 lie inside their intervals." in short(markdown(made_up()))
    page = markdown(made_up(**changed_in("predicted", 3, reported=22.0, inside=False)))
    assert "5 of 6 lie inside their intervals; outside: programmes received by Fiji." in short(page)
    assert rows_of(section(page, "Figures that were fitted"))[4][3] == "**above**"


def test_the_short_answer_tells_hits_and_misses_of_what_was_held_out():
    told_all = (
        "2 lie inside (participants in 2018 and countries reached in 2018) and 2 lie outside (the portfolio of Tha"
    )
    assert told_all in short(markdown(made_up()))
    page = markdown(made_up(**changed_in("held_out", 2, reported=130.0, inside=True)))
    assert "1 lies outside (share of the eight largest recipients of Thailand)" in short(page)


def test_participants_of_2018_are_explained_as_they_fall():
    hit = section(markdown(made_up()), "Figures that were held out")
    assert "**The 384 participants of 2018 lie inside the interval.**" in hit
    assert "14 x 21.9 = 307" in hit
    assert "because the interval is wide" in hit
    assert "as in 25 % of the rows" in hit
    missed = markdown(made_up(**changed_in("held_out", 0, q95=380.0, inside=False)))
    assert "**The 384 participants of 2018 lie outside the interval.**" in missed
    assert "because the interval is wide" not in missed


def test_portfolios_that_are_met_are_not_called_missed():
    page = markdown(made_up())
    assert "**Thailand's portfolio is missed.** It gives to 98 countries, where the rule gives to 147" in page
    assert "no threshold" in page
    met = tables()["held_out"].assign(inside=True, q05=0.0, q95=1000.0)
    page = markdown(made_up(held_out=met))
    assert "**Thailand's portfolio is met.**" in page
    assert "no threshold" not in page
    assert "Use it for the donor it was fitted to" not in page


def test_a_page_of_own_data_leaves_out_what_is_missing_and_says_why():
    page = markdown(made_up(missing=OF_2016))
    titles = re.findall(r"^## (\d+)\. (.*)$", page, re.MULTILINE)
    assert [int(number) for number, _ in titles] == list(range(1, len(titles) + 1))
    left_out = [part for part in PARTS if part.needs]
    assert not {part.title for part in left_out} & {title for _, title in titles}
    for part in left_out:
        assert f"- {part.title}: {part.without}." in page
    assert "No figure was held out" in short(page)
    assert "Left out" not in markdown(made_up())


def test_every_value_shown_of_a_figure_is_that_of_the_table():
    page, shown = markdown(made_up()), tables()
    for title, name, middle in (
        ("Figures that were fitted", "predicted", []),
        ("Figures that were held out", "held_out", ["q50"]),
        ("Each named country, foretold as any other", "left_out", ["q50"]),
    ):
        lines = rows_of(section(page, title))[1:]
        assert len(lines) == len(shown[name])
        for cells, (_, row) in zip(lines, shown[name].iterrows(), strict=True):
            assert [float(cell) for cell in cells[1 : 2 + len(middle)]] == [row["reported"], *row[middle]]
            assert [float(end) for end in cells[2 + len(middle)].split(" to ")] == [row["q05"], row["q95"]]
            assert (cells[3 + len(middle)] == "inside") == row["inside"]
    best = [cells[5] for cells in rows_of(section(page, "Figures that were fitted"))[1:]]
    assert best[3] == "7 to 17.5"
    assert [row[4] for row in rows_of(section(page, "Figures that were fitted"))[1:]][3:5] == ["33 %", ""]


def test_every_value_shown_of_a_number_is_that_of_the_table():
    page, numbers = markdown(made_up()), tables()["numbers"].set_index("number")
    lines = rows_of(section(page, "What the figures tell of the numbers"))[1:]
    assert [cells[0] for cells in lines] == ["bilateral size", "pull to Fiji", "call asia pacific", "border bonus"]
    for cells, name in zip(lines, ["bilateral_size", "pull_2", "call_asia_pacific", "border_bonus"], strict=True):
        row = numbers.loc[name]
        shown = [float(part) for cell in cells[2:] for part in cell.split(" to ")]
        assert shown == list(row[["low", "high", "q50", "q05", "q95", "contraction"]])
        assert cells[1] == row["unit"]
    assert "for 3 of 4 numbers" in page
    assert "would fix 2.7 numbers" in page
    assert "The figures do not inform: border bonus." in page
    assert "bilateral size with pull to Fiji (-0.41)" in page


def test_odds_readings_and_orders_are_those_of_the_tables():
    page = markdown(made_up())
    rival = rows_of(section(page, "Rival rules"))
    assert rival[1] == ["persuasion", "50 %", "36 %", "20 to 50 %", "243"]
    assert rival[-2:] == [
        ["the allocation rule", "50 %", "above 99 %", "", "800"],
        ["equal shares", "50 %", "less than 1 in 800", "", "0"],
    ]
    readings = section(page, "Other readings of the report")
    assert rows_of(readings)[1:] == [["pull to Fiji", "2.54", "1.02"]]  # the other moves by a fiftieth of its range
    assert "1 of 2 medians" in readings
    assert "Outside the 90 % interval of the first reading: pull to Fiji." in readings
    orders = section(page, "Does the order of policies change?")
    assert rows_of(orders)[1:] == [
        ["capacity", "no difference worth naming", "no difference worth naming"],
        ["social spending", "a < b = c (all rows)", "c < b = a (98.5 % of rows)"],
    ]
    assert "it turns for social spending" in orders


def test_rules_that_the_figures_tell_apart_are_named():
    assert "do not tell the three apart" in markdown(made_up())
    apart = tables()["motives"].assign(q05=[0.6, 0.1])
    assert "The figures speak on: persuasion." in markdown(made_up(motives=apart))
    simpler = tables()["null_models"].assign(accepted=[700, 100], after=[0.8, 0.2])
    page = markdown(made_up(null_models=simpler))
    assert "is not ruled out" in page
    assert "less than 1 in" not in page


def test_planted_truths_are_told_as_they_came_out():
    text = section(markdown(made_up()), "Do intervals hold the truth?")
    assert rows_of(text)[1:] == [["50 %", "51.0 %", "49.0 %", "53.0 %"], ["90 %", "90.9 %", "88.2 %", "94.4 %"]]
    assert "fewest for border bonus, most for pull to Fiji" in text
    assert "Ranks of 1 number of 4 are more uneven" in text
    assert "a hundred: call asia pacific;" in text


def test_numbers_of_consequences_that_seem_informed_are_counted_against_chance():
    text = section(markdown(made_up()), "What they do not tell: consequences")
    assert "0 of them exceed the floor; by chance" in text
    assert "prior bands" in text
    learned = tables()["numbers"].assign(informed=True)
    page = markdown(made_up(numbers=learned))
    assert "2 of them exceed the floor: habit and learning" in page
    assert "**That is more than chance explains**" in page
    assert "more than chance explains: look at which" in short(page)
    assert "prior bands" not in page


def test_the_chance_of_as_many_informed_numbers_is_that_of_the_largest_all_being_among_them():
    for others, informed in ((60, 2), (94, 4), (5, 5)):
        expected = comb(others, informed) / comb(others + NOTHING, informed)
        assert chance_of_as_many(informed, others) == pytest.approx(expected)
    assert chance_of_as_many(0, 94) == 1


@pytest.mark.parametrize(
    ("orders", "contradict"),
    [
        (["a < b = c", "c = b < a"], True),
        (["a < b < c", "b < a < c"], True),
        (["a < b = c", "a = b = c"], False),
        (["a < b = c", "a = b < c"], False),
    ],
)
def test_orders_turn_where_a_pair_is_named_both_ways(orders, contradict):
    assert turns(orders) == contradict


def test_the_html_says_the_same_needs_nothing_else_and_describes_its_pictures(tmp_path):
    page = write_certificate(made_up(), tmp_path).read_text(encoding="utf-8")
    text = (tmp_path / "certificate.md").read_text(encoding="utf-8")
    pictures = re.findall(r"<img ([^>]*)>", page)
    assert len(pictures) == 3 == len(list((tmp_path / "figures").glob("*.png")))
    for attributes in pictures:
        assert re.search(r'alt="[^"]{20,}"', attributes)
        assert re.search(r'src="data:image/png;base64,iVBOR', attributes)
    assert not re.search(r"https?:|<script|<link|@import|url\(|\$", page)
    cells = [re.sub(r"<.*?>", "", cell) for cell in re.findall(r"<t[dh][^>]*>(.*?)</t[dh]>", page)]
    written = [cell.strip("*").replace("<", "&lt;") for line in rows_of(text) for cell in line]
    assert cells == written


def test_a_posterior_of_another_size_is_told():
    done = made_up()
    fewer = replace(done, posterior=done.posterior._replace(rows=done.posterior.rows[:250]), draws=60_000)
    assert "60,000 years were simulated" in markdown(fewer)
    assert "The 800 nearest to the figures were kept, and moved to them by a regression; 250 rows" in markdown(fewer)


def test_words_for_figures_and_values():
    assert figure_name("participants_americas") == "participants from the Americas"
    assert figure_name("top_eight_tur") == "share of the eight largest recipients of Türkiye"
    assert [told(value) for value in (1018.4, 99.96, 0.0356789, 0.0, -1.9)] == ["1,018", "100", "0.0357", "0", "-1.9"]
    assert [percent(share) for share in (0.29, float("nan"))] == ["29 %", ""]
    assert [listed(names) for names in (["a"], ["a", "b"], ["a", "b", "c"])] == ["a", "a and b", "a, b and c"]
