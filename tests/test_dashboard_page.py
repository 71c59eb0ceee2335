"""The page: what it shows, what it takes from a visitor, and what it refuses."""

from __future__ import annotations

import base64
import re
import subprocess
import sys
import time
from html.parser import HTMLParser
from importlib import metadata

import ipyvuetify
import numpy as np
import pytest

pytest.importorskip("solara", reason="the extra `dashboard` is not installed")
import solara
from ipyvue.VueTemplateWidget import Events

from ssc_sim.dashboard import answers as stages
from ssc_sim.dashboard import controls, countries, files, page, pictures, serving, svg, visit, words
from ssc_sim.dashboard.answering import Runs
from ssc_sim.dashboard.answers import Answer, Question, answers
from ssc_sim.dashboard.facts import recipients, shipped
from ssc_sim.dashboard.policy import Policy, moved
from ssc_sim.dashboard.views import MOST, NATIONS, OWN, VIEWS, outcomes_of, toggled
from ssc_sim.errors import InputError
from ssc_sim.scenario import load_scenario
from ssc_sim.tables import CountryOutcome, Outcome

FEW = {"FIRST_RUNS": 5, "RUNS": 20, "DRAWS": 20, "COUNTRY_RUNS": 5, "MARGINAL_RUNS": 2}


@pytest.fixture(scope="module")
def few():
    """Few replicates, and what has been run."""
    with pytest.MonkeyPatch.context() as patch:
        for name, value in FEW.items():
            patch.setattr(stages, name, value)
        patch.setattr(words, "RUNS", FEW["RUNS"])
        yield Runs()


@pytest.fixture(scope="module")
def told(few) -> Answer:
    """The whole answer to all Southern aid as money, in a tariff war."""
    policy = moved(Policy.on(shipped("baseline-2016")), "event.tariff-war", True)
    policy = moved(moved(policy, "whose", "all"), "technical_share", 0)
    return list(answers(few, Question.of(policy), lambda: True))[-1]


class Text(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.words: list[str] = []

    def handle_starttag(self, tag, _):
        if tag not in ("br", "img"):
            self.open.append(tag)

    def handle_startendtag(self, tag, attrs):
        pass

    def handle_endtag(self, tag):
        assert self.open.pop() == tag

    def handle_data(self, data):
        self.words.append(data)


def read(html: str) -> str:
    """The words of a piece of HTML whose every element is closed."""
    parser = Text()
    parser.feed(html)
    assert parser.open == []
    return " ".join(parser.words)


# ---- pictures and words ---------------------------------------------------------------------------------------------


def test_a_scale_puts_its_ends_where_they_belong_and_ticks_at_round_values():
    scale = svg.Scale(0, 10, 100, 0)
    assert (scale.at(0), scale.at(10), scale.at(5)) == (100, 0, 50)
    assert svg.Scale(0.61, 0.69, 0, 1).ticks() == pytest.approx([0.62, 0.64, 0.66, 0.68])
    assert len(svg.Scale(0, 0.0001, 0, 1).ticks()) <= 5


def test_a_curve_is_the_median_of_its_replicates():
    values = np.array([[1.0, 4.0], [2.0, 5.0], [30.0, 6.0]])
    curve = pictures.Curve("Persons", Outcome.columns()["participants"], values, values)
    drawn = pictures.panel(curve, "", [], same=True)
    points = re.search(r'<polyline class="ssc-line ssc-same" points="([^"]*)"', drawn)[1].split()
    heights = [float(point.split(",")[1]) for point in points]
    zero = pictures.HEIGHT - pictures.BOTTOM
    assert (zero - heights[1]) / (zero - heights[0]) == pytest.approx(5 / 2, rel=0.02)


def test_both_worlds_stand_in_a_picture_with_their_names_and_for_a_screen_reader(told):
    drawn = pictures.curves(told, ["capacity", "participants"], same=False)
    shown = read(drawn)
    assert shown.count("as in 2016") == shown.count("your policy") == 2
    assert drawn.count('role="img"') == 2
    assert re.search(
        r'aria-label="Participants, median in 2030: as in 2016 [0-9,]+; with your policy 0 persons"', drawn
    )
    assert drawn.count("ssc-event") == 2, "the years of the tariff war are grey"
    assert "Grey years: tariffs 2018 to 2021" in pictures.caption(told)


def test_the_trade_off_shows_the_policy_among_known_ones_and_earlier_ones(told):
    drawn = pictures.tradeoff_panel(told, [pictures.means_of(told)])
    assert drawn.count('class="ssc-mine"') == drawn.count('class="ssc-past"') == 2
    for name in ("all technical", "all financial", "need based", "interest based"):
        assert read(drawn).count(name) == 2
    x, y = re.search(r'<circle class="ssc-mine" cx="([\d.]+)" cy="([\d.]+)"', drawn).groups()
    assert f'<circle class="ssc-past" cx="{x}" cy="{y}"' in drawn, "the same means stand on the same spot"


def test_verdicts_are_told_in_words_with_what_they_rest_on(told):
    verdicts = words.verdicts_of(told)
    shown = read(words.verdict_panel(told))
    lower = verdicts["participants"]
    assert lower.verdict == "lower"
    assert lower.range in shown
    assert "assumed, not found" in shown
    counted = [
        int(number)
        for number in re.findall(r"(\d+) (?:higher|lower|not decided|too small)", words.headline(verdicts, 2030))
    ]
    assert sum(counted) == sum(len(names) for names in words.JUDGED.values())


def test_a_number_on_which_a_verdict_rests_is_explained():
    said = words.grounds("assumed, not found: rests on retention, no_such_number")
    assert "<strong>assumed, not found</strong>: rests on " in said
    assert words.grounds("turns with: seat_cost").startswith('turns with: <abbr title="')
    assert "no_such_number" in said


def test_text_from_a_scenario_is_never_markup():
    hostile = "<img src=x onerror=alert(1)>"
    assert "<img" not in words.grounds(f"rests on {hostile}")
    assert "<img" not in words.answer_line(None, ValueError(hostile), is_working=False)
    assert "<img" not in svg.text(0, 0, hostile, "x") + svg.picture(1, 1, hostile, [])


def test_every_recipient_has_one_tile_and_tiles_count_up(told):
    regions = countries.tile_regions(told, "trained_in_post")
    tiles = [tile for region in regions for tile in region["tiles"]]
    assert sorted(tile["code"] for tile in tiles) == sorted(one.iso3 for one in recipients())
    counted = re.findall(r"\d+", countries.tally(regions, is_stale=False).partition(":")[2])
    assert sum(map(int, counted)) == len(recipients())
    assert {tile["style"] for tile in tiles if tile["strength"]} <= {"higher", "lower"}
    assert any(tile["style"] == "lower" for tile in tiles), "money trains nobody"


def test_the_curves_of_a_country_are_its_own(told):
    place = [one.iso3 for one in recipients()].index("FJI")
    median = float(np.median(told.countries[1]["capacity"][:, -1, place]))
    drawn = countries.country_curves(told, "FJI", same=False)
    assert f"with your policy {words_number(median)} share" in drawn
    assert drawn.count("<svg") == len(countries.SHOWN)


def words_number(value: float) -> str:
    return f"{value:.3f}"


# ---- views ----------------------------------------------------------------------------------------------------------


def test_every_outcome_is_in_a_view_and_every_view_holds_outcomes():
    groups = ("", "pacific", "ldc", "lowest_quartile", "people")
    seen = {name for view in VIEWS if view != OWN for group in groups for name in outcomes_of(view, group, ())}
    assert seen == set(Outcome.names())
    assert outcomes_of(NATIONS, "pacific", ())[0] == "capacity_pacific"


def test_a_choice_of_ones_own_is_bounded_and_takes_outcomes_only():
    own: tuple[str, ...] = ()
    for name in [*Outcome.names(), "no_outcome", None]:
        own = toggled(own, name)
    assert len(own) == MOST
    assert toggled(own, own[0]) == own[1:]


# ---- files ----------------------------------------------------------------------------------------------------------


def sent(content: bytes, name: str = "my-policy.yaml", **more) -> dict:
    return {"name": name, "size": len(content), "content": base64.b64encode(content).decode(), **more}


GOOD = (
    b"name: half\ntitle: Half\nquestion: What of it?\nextends: baseline-2016\nchange: {donors.IDN.budget_factor: 0.5}\n"
)


def test_a_file_that_was_sent_is_the_scenario_that_the_command_line_reads(tmp_path):
    (tmp_path / "half.yaml").write_bytes(GOOD)
    loaded = files.uploaded(*files.content_of(sent(GOOD, "half (1).yaml")))
    assert loaded.changes == load_scenario(tmp_path / "half.yaml").changes
    assert loaded.file == ""


def test_mistakes_are_told_as_the_command_line_tells_them(tmp_path):
    bad = GOOD.replace(b"budget_factor: 0.5", b"budget_facto: -1").replace(b"title: Half\n", b"")
    (tmp_path / "half.yaml").write_bytes(bad)
    with pytest.raises(InputError) as here:
        files.uploaded(*files.content_of(sent(bad, "half.yaml")))
    with pytest.raises(InputError) as there:
        load_scenario(tmp_path / "half.yaml")
    assert str(here.value) == str(there.value).replace(str(tmp_path / "half.yaml"), "half.yaml")
    assert "did you mean 'donors.IDN.budget_factor'" in str(here.value)


@pytest.mark.parametrize(
    ("sent_by_browser", "says"),
    [
        ({"name": "big.yaml", "size": 10**9}, "too large"),
        ({"name": "big.yaml", "size": 1, "content": "A" * 600_000}, "too large"),
        (sent(b"a: " + b"x" * 250_000), "too large"),
        ({"name": "x.yaml", "size": 3, "content": "%%%"}, "did not arrive"),
        (sent(b"\xff\xfen\x00"), "UTF-16"),
        (sent(b""), "is empty"),
        (sent(GOOD.replace(b"baseline-2016", b"../../etc/passwd")), "extends"),
        (sent(GOOD.replace(b"baseline-2016", b"half")), "circle"),
        (sent(b"!!python/object/apply:os.system [touch /tmp/x]"), "tag"),
        (None, "did not arrive as a file|is empty"),
        ([1, 2], "did not arrive as a file|is empty"),
    ],
)
def test_what_is_no_scenario_is_refused(sent_by_browser, says):
    with pytest.raises(InputError, match=says):
        files.uploaded(*files.content_of(sent_by_browser))


def test_a_file_that_was_sent_extends_shipped_scenarios_and_no_other_file(tmp_path, monkeypatch):
    (tmp_path / "secret.yaml").write_bytes(GOOD.replace(b"name: half", b"name: secret"))
    monkeypatch.chdir(tmp_path)
    with pytest.raises(InputError, match="there is no scenario 'secret'"):
        files.uploaded(*files.content_of(sent(GOOD.replace(b"baseline-2016", b"secret"))))


def test_a_saved_policy_can_be_loaded_again():
    policy = moved(moved(Policy.on(shipped("all-technical")), "solidarity", 0.75), "event.debt-crisis", True)
    text = files.scenario_file(Question.of(policy))
    again = Policy.on(files.uploaded(*files.content_of(sent(text.encode(), "my-policy (2).yaml"))))
    shown = {one["key"]: one for group in controls.groups(again) for one in group["controls"]}
    assert shown["solidarity"]["value"] == 0.75
    assert shown["event.debt-crisis"]["value"]


# ---- the page -------------------------------------------------------------------------------------------------------


@pytest.fixture
def rendered(few, monkeypatch):
    """Renders the page for one visitor; gives the visit and what finds widgets in it."""
    monkeypatch.setattr(visit, "shared_runs", lambda: few)
    visits: list[visit.Visit] = []
    begin = visit.Visit.__init__
    monkeypatch.setattr(visit.Visit, "__init__", lambda self: (begin(self), visits.append(self))[0])
    contexts = []

    def render():
        _, context = solara.render(page.Page(), handle_error=False)
        contexts.append(context)
        return visits[-1], context

    yield render
    for context in contexts:
        context.close()


def eventually(holds) -> None:
    """Wait until something holds: answers, and what is drawn of them, come from threads of their own."""
    for _ in range(1200):
        if holds():
            return
        time.sleep(0.05)
    raise AssertionError("waited in vain")


def settle(visited) -> None:
    """Wait until a visit has all the answers to its policy as it stands."""
    question = Question.of(visited.policy.value)
    answered = visited.policies
    eventually(lambda: answered.latest is not None and answered.latest.question == question and not answered.is_working)


def widget(context, name: str):
    return next(one.widget for one in context.find(ipyvuetify.VuetifyTemplate) if name in one.widget.trait_names())


def htmls(context) -> str:
    return " ".join(
        str(one.widget.unsafe_innerHTML)
        for one in context.find(ipyvuetify.VuetifyTemplate)
        if "unsafe_innerHTML" in one.widget.trait_names()
    )


def test_a_lever_moved_in_the_browser_changes_the_answer(rendered):
    visited, context = rendered()
    settle(visited)
    eventually(lambda: "Nothing is moved yet" in htmls(context))
    levers = widget(context, "groups")
    levers.vue_moved({"key": "whose", "value": "all"})
    levers.vue_moved({"key": "technical_share", "value": 0})
    settle(visited)
    eventually(lambda: "Nothing is moved yet" not in htmls(context) and "your policy" in htmls(context))
    assert visited.policies.latest.question.policy.changes[0].value == 0


def test_two_visitors_do_not_mix_their_choices(rendered):
    (mine, my_page), (yours, your_page) = rendered(), rendered()
    settle(mine)
    settle(yours)
    widget(my_page, "groups").vue_moved({"key": "technical_share", "value": 0.1})
    assert mine.policy.value.levers == (("technical_share", 0.1),)
    assert yours.policy.value.levers == ()
    settle(mine)
    eventually(lambda: "Nothing is moved yet" not in htmls(my_page))
    eventually(lambda: "Nothing is moved yet" in htmls(your_page))


def test_what_a_browser_should_not_send_is_told_or_ignored(rendered):
    visited, context = rendered()
    settle(visited)
    before = visited.policy.value
    levers = widget(context, "groups")
    for nonsense in (None, [], "x", {"key": "base", "value": 1}, {"key": "technical_share", "value": "1; import os"}):
        levers.vue_moved(nonsense)
    visited.choose_view("nothing")
    visited.choose_country("XXX")
    visited.choose_colour("__class__")
    visited.start_from("../secret")
    visited.want("/etc/passwd")
    assert visited.policy.value == before
    assert visited.problems.value
    assert visited.country.value == countries.FIRST_COUNTRY
    assert visited.file.value == {}


def test_the_scenario_handed_over_is_the_policy_on_the_page(rendered):
    visited, _ = rendered()
    settle(visited)
    visited.move({"key": "budget", "value": 10})
    visited.want("scenario")
    assert visited.file.value["name"] == "my-policy.yaml"
    assert "donors.IDN.budget_factor: 10" in visited.file.value["text"]
    settle(visited)


def test_a_scenario_that_was_loaded_is_the_new_start(rendered):
    visited, context = rendered()
    settle(visited)
    visited.load(sent(GOOD, "half.yaml"))
    assert visited.problems.value == []
    assert visited.policy.value.base.name == "half"
    eventually(lambda: widget(context, "bases").base == "half")
    visited.load(sent(GOOD.replace(b"budget_factor", b"budget")))
    assert "did you mean" in visited.problems.value[0]
    assert visited.policy.value.base.name == "half", "what could not be read changes nothing"
    settle(visited)


# ---- the server -----------------------------------------------------------------------------------------------------


def test_a_browser_can_send_events_and_nothing_else():
    called = []

    class Widget:
        def vue_moved(self, data):
            called.append(data)

        def secret(self, *_):
            called.append("secret")

    serving.harden()
    handle = Events._handle_event
    one = Widget()
    handle(one, None, {"event": "moved", "data": 1}, None)
    for hostile in (
        {"create_widget": ["subprocess", "Popen"], "props": {"args": ["touch", "x"]}, "id": "1"},
        {"update_ref": {"functionRef": "secret"}, "id": "1", "prop": "x"},
        {"event": "secret"}, {"event": "moved", "data": 2, "create_widget": []}, {"event": 3}, "text", None,
    ):  # fmt: skip
        handle(one, None, hostile, None)
    assert called == [1]


def test_a_missing_package_names_the_extra(monkeypatch):
    def version(name):
        if name == "solara":
            raise metadata.PackageNotFoundError
        return "3.0.1" if name == "ipyvuetify" else "1.0"

    monkeypatch.setattr(serving.metadata, "version", version)
    with pytest.raises(InputError) as refused:
        serving.check_packages()
    said = str(refused.value)
    assert 'needs solara, which is not installed; allowed: pip install "ssc-sim[dashboard]"' in said
    assert "ipyvuetify 3.0.1 is installed, with which the page stays blank" in said


def test_a_place_that_is_taken_is_told():
    with serving.bound("127.0.0.1", 0) as taken:
        taken.listen()
        port = taken.getsockname()[1]
        with pytest.raises(InputError, match="--port 0 for any"):
            serving.bound("127.0.0.1", port)
    with pytest.raises(InputError, match="cannot be listened at"):
        serving.bound("no.such.host.invalid", 1)


def test_the_command_tells_every_mistake_before_it_serves(tmp_path):
    (tmp_path / "bad.yaml").write_text("name: bad\n", encoding="utf-8")
    done = subprocess.run(
        [sys.executable, "-m", "ssc_sim", "dashboard", "bad.yaml"],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 2
    assert "bad.yaml:1:1: title: is missing" in done.stderr
    assert "Traceback" not in done.stderr


def test_countries_show_what_every_country_has():
    assert set(countries.SHOWN) <= set(CountryOutcome.columns())
