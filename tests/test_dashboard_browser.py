"""The page in a real browser: the real server, real keys, no other machine."""

from __future__ import annotations

import pytest
from chromium import browser, chromium

pytest.importorskip("solara", reason="the extra `dashboard` is not installed")
from dashboard_server import served

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(browser() is None, reason="no Chromium or Chrome is found on this machine"),
]
DRAWN = "document.querySelectorAll('.ssc-curves .ssc-panel svg').length > 5"
HEADLINE = "document.querySelector('.ssc-headline').innerText"
UNLABELLED = """
  Array.from(document.querySelectorAll('.ssc-page input, .ssc-page select, .ssc-page button'))
    .filter((one) => !(one.labels && one.labels.length && one.labels[0].innerText.trim())
                     && !one.getAttribute('aria-label') && !one.innerText.trim())
    .map((one) => one.outerHTML.slice(0, 120))
"""
SEND_FILE = """
  (() => {
    const input = document.querySelector('.ssc-files input[type=file]');
    const files = new DataTransfer();
    files.items.add(new File([%r], %r));
    input.files = files.files;
    input.dispatchEvent(new Event('change', {bubbles: true}));
  })()
"""


@pytest.fixture(scope="module")
def address():
    with served() as found:
        yield found


@pytest.fixture(scope="module")
def new_visitor(address):
    with chromium() as new:

        def opened(width: int = 1280):
            tab = new()
            tab.open(address, width)
            tab.wait(DRAWN)
            return tab

        yield opened


@pytest.fixture(scope="module")
def tab(new_visitor):
    return new_visitor()


def test_the_page_asks_no_other_machine_and_complains_of_nothing(tab, address):
    assert {url.split("/")[2] for url in tab.requests if url.startswith("http")} == {address.removeprefix("http://")}
    assert tab.complaints == []


def test_every_control_has_a_name_for_a_screen_reader(tab):
    assert tab.run(UNLABELLED) == []
    assert tab.run("document.querySelectorAll('.ssc-page svg:not([aria-label])').length") == 0


def test_a_slider_moved_by_keys_changes_the_answer_and_can_be_put_back(tab):
    tab.run("document.querySelector('input[name=lever-whose][value=all]').click()")
    before = tab.run("document.querySelector('.ssc-curves').innerHTML")
    tab.run("document.getElementById('lever-technical_share').focus()")
    tab.press("Home", 36)
    tab.wait(f"{HEADLINE}.includes('lower')")
    tab.wait("document.querySelector('.ssc-answer').dataset.stale === 'false'")
    assert tab.run("document.getElementById('lever-technical_share').value") == "0"
    assert tab.run("document.querySelector('.ssc-curves').innerHTML") != before
    assert tab.run("document.activeElement.id") == "lever-technical_share", "the focus stays where it is"
    assert tab.run("document.querySelector('.ssc-row-lower') !== null")
    tab.run("document.querySelector('.ssc-reset').click()")
    tab.wait(f"{HEADLINE}.includes('Nothing is moved')")
    assert tab.complaints == []


def test_a_country_is_chosen_by_keys_and_its_curves_are_shown(tab):
    tab.wait("document.querySelector('.ssc-tally').innerText.startsWith('Against 2016')")
    tab.run("document.querySelector('.ssc-tile[aria-pressed=true]').focus()")
    tab.press("ArrowRight", 39)
    code = tab.run("document.activeElement.dataset.code")
    assert code != "TLS"
    tab.run("document.activeElement.click()")
    tab.wait(f"document.querySelector('.ssc-tile[aria-pressed=true]').dataset.code === '{code}'")
    name = tab.run("document.querySelector('.ssc-tile[aria-pressed=true]').title.split(':')[0]")
    tab.wait(f"document.querySelector('.ssc-country').innerText === {name!r}")


def test_a_file_with_mistakes_is_told_and_a_good_one_is_loaded(tab):
    tab.run(SEND_FILE % ("name: bad\nchange: {donors.IDN.budget_facto: 1}\n", "bad.yaml"))
    told = tab.wait("document.querySelector('.ssc-problems') && document.querySelector('.ssc-problems').innerText")
    assert "bad.yaml:2:10: change.donors.IDN.budget_facto" in told
    assert "bad.yaml:1:1: title: is missing" in told
    assert "did you mean 'donors.IDN.budget_factor'?" in told
    good = "name: half\ntitle: <b>Half</b>\nquestion: What of it?\nchange: {donors.IDN.budget_factor: 0}\n"
    tab.run(SEND_FILE % (good, "half.yaml"))
    tab.wait(f"{HEADLINE}.includes('lower')")
    assert tab.run("document.querySelector('.ssc-problems') === null")
    assert tab.run("document.querySelector('.ssc-page b') === null"), "a title is text, never markup"
    assert tab.complaints == []


def test_two_visitors_do_not_mix(new_visitor):
    mine, yours = new_visitor(), new_visitor()
    mine.run("document.querySelector('input[name=lever-budget][value=\"100\"]').click()")
    mine.wait(f"!{HEADLINE}.includes('Nothing is moved')")
    assert "Nothing is moved" in yours.run(HEADLINE)
    assert yours.run("document.querySelector('input[name=lever-budget]:checked').value") == "1"


@pytest.mark.parametrize("width", [390, 1280])
def test_nothing_sticks_out_at_any_width(new_visitor, width):
    tab = new_visitor(width)
    assert tab.run("document.documentElement.scrollWidth") <= width
