"""Scenarios: the shipped ones, what a child takes from its parents, and what is read where."""

from pathlib import Path

import pytest

from ssc_sim.errors import InputError
from ssc_sim.observed import read_recipients
from ssc_sim.scenario import load_scenario, load_scenarios, scenario_folder, shipped_scenarios
from ssc_sim.scenario.file import ScheduledEvent, check_file
from ssc_sim.scenario.keys import Target, open_columns, target
from ssc_sim.scenario.strict_yaml import Place, plain, read_document
from ssc_sim.tables import EVENT_KINDS, GROUP_FLAGS, REGIONS
from ssc_sim.world import touch_rows

SHIPPED = shipped_scenarios()


@pytest.fixture
def write(tmp_path):
    def write(name: str, more: str = "") -> Path:
        path = tmp_path / f"{name}.yaml"
        path.write_text(f"name: {name}\ntitle: Title of {name}\nquestion: What if {name}?\n{more}", encoding="utf-8")
        return path

    return write


def values_of(scenario) -> dict[tuple[str, str], float]:
    """Apply the changes in their order, as the world does: the last one written stands."""
    values: dict[tuple[str, str], float] = {}
    for change in scenario.changes:
        for row in ["IDN", "CHN"] if change.row == "all" else [change.row]:
            values[row, change.column] = change.value
    return values


def test_the_first_scenarios_are_shipped():
    assert {"baseline-2016", "no-programme", "all-technical", "all-financial", "legislation-2017"} <= set(SHIPPED)


@pytest.mark.parametrize("name", SHIPPED)
def test_shipped_scenarios_load(name):
    scenario = load_scenario(name)
    assert scenario.name == name
    assert scenario.lineage[-1] == name
    assert scenario.question.endswith("?")
    assert scenario.register
    assert scenario == load_scenario(scenario_folder() / f"{name}.yaml")


@pytest.mark.parametrize("name", SHIPPED)
def test_shipped_scenarios_descend_from_the_baseline(name):
    assert load_scenario(name).lineage[0] == "baseline-2016"


def test_a_loaded_scenario_is_passed_on():
    scenario = load_scenario("baseline-2016")
    assert load_scenario(scenario) is scenario


def test_the_programme_of_indonesia_is_switched_off():
    (change,) = load_scenario("no-programme").changes
    assert (change.table, change.row, change.column, change.value) == ("donors", "IDN", "budget_factor", 0.0)


def test_a_child_wins_over_its_parent(write):
    write("old", "change:\n  donors.IDN.technical_share: 0.2\n  donors.IDN.loan_share: 0.3\n")
    child = load_scenario(write("young", "extends: old\nchange:\n  donors.IDN.technical_share: 0.9\n"))
    assert values_of(child) == {("IDN", "technical_share"): 0.9, ("IDN", "loan_share"): 0.3}
    assert child.lineage == ("old", "young")
    assert (child.title, child.question) == ("Title of young", "What if young?")


def test_a_row_of_its_own_wins_over_all_in_any_order(write):
    own_first = "change:\n  donors.IDN.technical_share: 0.1\n  donors.all.technical_share: 0.6\n"
    all_first = "change:\n  donors.all.technical_share: 0.6\n  donors.IDN.technical_share: 0.1\n"
    expected = {("IDN", "technical_share"): 0.1, ("CHN", "technical_share"): 0.6}
    assert values_of(load_scenario(write("own-first", own_first))) == expected
    assert values_of(load_scenario(write("all-first", all_first))) == expected


def test_all_in_a_child_wins_over_a_row_in_its_parent(write):
    write("old", "change:\n  donors.IDN.technical_share: 0.2\n")
    child = load_scenario(write("young", "extends: old\nchange:\n  donors.all.technical_share: 0.9\n"))
    assert values_of(child) == {("IDN", "technical_share"): 0.9, ("CHN", "technical_share"): 0.9}


def test_a_family_of_three_is_applied_from_the_oldest(write):
    write("one", "change:\n  parameters.learning: 0.2\n")
    write("two", "extends: one\nchange:\n  parameters.learning: 0.3\n  parameters.fade: 0.1\n")
    three = load_scenario(write("three", "extends: two\nchange:\n  parameters.fade: 0.2\n"))
    assert three.lineage == ("one", "two", "three")
    assert [(c.column, c.value) for c in three.changes] == [
        ("learning", 0.2), ("learning", 0.3), ("fade", 0.1), ("fade", 0.2)
    ]  # fmt: skip
    draws = three.draws(4)
    assert (draws["learning"] == 0.3).all()
    assert (draws["fade"] == 0.2).all()


def test_evidence_is_inherited_and_overridden(write):
    write("old", "evidence: literature\n")
    assert load_scenario(write("none")).evidence == "documents"
    assert load_scenario(write("heir", "extends: old\n")).evidence == "literature"
    assert load_scenario(write("rebel", "extends: old\nevidence: documents\n")).evidence == "documents"


def test_evidence_reaches_the_numbers_and_changes_come_after_it(write):
    scenario = load_scenario(write("x", "evidence: literature\nchange:\n  parameters.crowding_out: 0.9\n"))
    draws = scenario.draws(2)
    assert draws["technical_reliance"].tolist() == [0.8, 0.8]
    assert draws["crowding_out"].tolist() == [0.9, 0.9]
    assert scenario.draws(1, "documents")["technical_reliance"].tolist() == [0.2]
    assert scenario.draws(1, "documents")["crowding_out"].tolist() == [0.9]


def test_the_register_is_of_the_child_alone(write):
    write("old", "register: [Z01, M8]\n")
    assert load_scenario(write("young", "extends: old\n")).register == ()
    assert load_scenario(write("own", "register: [Z02]\nextends: old\n")).register == ("Z02",)


def test_events_are_resolved_and_add_up(write):
    write("old", "events:\n  - {kind: legislation, donor: IDN, year: 2017, volume: 0.25}\n")
    child = load_scenario(
        write("young", "extends: old\nevents:\n  - kind: budget_cut\n    year: 2018\n    until: 2020\n    factor: 1\n")
    )
    assert child.events == (
        ScheduledEvent("legislation", "IDN", "all", 2017, 2017, 0.25),
        ScheduledEvent("budget_cut", "all", "all", 2018, 2020, 1.0),
    )


def event_of(kind: str) -> tuple[str, ScheduledEvent]:
    """Return the least that tells an event of a kind, and what it is read as."""
    told = EVENT_KINDS[kind]
    donor = whom = "all"
    keys = f"kind: {kind}, year: 2020, {told.size}: {told.high:g}"
    if told.strikes in ("donor", "both"):
        keys, donor = f"{keys}, donor: IDN", "IDN"
    if told.strikes in ("recipient", "both"):
        keys, whom = f"{keys}, whom: FJI", "FJI"
    return f"events:\n  - {{{keys}}}\n", ScheduledEvent(kind, donor, whom, 2020, 2020, float(told.high))


@pytest.mark.parametrize("kind", EVENT_KINDS)
def test_each_kind_of_event_is_told_with_the_keys_of_those_it_strikes(write, kind):
    text, event = event_of(kind)
    assert load_scenario(write("x", text)).events == (event,)


@pytest.mark.parametrize("kind", EVENT_KINDS)
def test_an_event_takes_the_ends_of_its_range_and_nothing_beyond(write, kind):
    told = EVENT_KINDS[kind]
    text, _ = event_of(kind)
    at_high = f"{told.size}: {told.high:g}"
    assert load_scenario(write("x", text.replace(at_high, f"{told.size}: {told.low:g}"))).events[0].size == told.low
    for beyond in (told.low - 0.5, told.high + 0.5):
        with pytest.raises(InputError) as raised:
            load_scenario(write("y", text.replace(at_high, f"{told.size}: {beyond:.15g}")))
        assert [problem.key for problem in raised.value.problems] == [f"events.1.{told.size}"]


@pytest.mark.parametrize("kind", [kind for kind, told in EVENT_KINDS.items() if told.strikes in ("recipient", "both")])
def test_whom_an_event_strikes_is_always_told(write, kind):
    text, _ = event_of(kind)
    with pytest.raises(InputError) as raised:
        load_scenario(write("x", text.replace(", whom: FJI", "")))
    assert [(problem.key, problem.wrong) for problem in raised.value.problems] == [("events.1.whom", "is missing")]


@pytest.mark.parametrize("kind", EVENT_KINDS)
def test_an_event_names_only_those_it_can_strike(write, kind):
    strikes, (text, _) = EVENT_KINDS[kind].strikes, event_of(kind)
    foreign = {"donor": "whom: all", "recipient": "donor: all", "world": "donor: all, whom: all", "both": ""}[strikes]
    names = [key.partition(":")[0] for key in foreign.split(", ") if key]
    if names:
        with pytest.raises(InputError) as raised:
            load_scenario(write("x", text.replace("}", f", {foreign}}}")))
        assert [problem.key for problem in raised.value.problems] == [f"events.1.{name}" for name in names]


@pytest.mark.parametrize("whom", ["all", "FJI", *REGIONS, *GROUP_FLAGS])
def test_whom_names_all_or_one_country_or_a_region_or_a_list(write, whom):
    scenario = load_scenario(write("x", f"events:\n  - {{kind: conflict, whom: {whom}, year: 2017, severity: 1}}\n"))
    countries = read_recipients()
    (touched,) = touch_rows(scenario.events, countries)["touched"].tolist()
    expected = {
        "all": [True] * len(countries),
        "FJI": [country.iso3 == "FJI" for country in countries],
        **{region: [country.region.lower() == region for country in countries] for region in REGIONS},
        **{flag: [getattr(country, flag) for country in countries] for flag in GROUP_FLAGS},
    }
    assert touched == expected[whom]
    assert any(touched)


@pytest.mark.parametrize("parent", SHIPPED)
def test_an_empty_difference_equals_its_parent(write, parent):
    child, parent = load_scenario(write("child", f"extends: {parent}\n")), load_scenario(parent)
    assert (child.changes, child.events, child.evidence) == (parent.changes, parent.events, parent.evidence)
    assert child.lineage == (*parent.lineage, "child")


def test_empty_lists_change_nothing(write):
    scenario = load_scenario(write("x", "register: []\nchange: {}\nevents: []\n"))
    assert (scenario.register, scenario.changes, scenario.events) == ((), (), ())


def test_a_file_extends_a_shipped_scenario_and_one_beside_it(write):
    assert load_scenario(write("mine", "extends: legislation-2017\n")).events[0].first == 2017
    assert load_scenario(write("ours", "extends: mine\n")).lineage == (
        "baseline-2016", "legislation-2017", "mine", "ours",
    )  # fmt: skip


def test_a_file_beside_the_child_wins_over_a_shipped_one(write):
    write("no-programme", "change:\n  donors.IDN.budget_factor: 0.5\n")
    child = load_scenario(write("mine", "extends: no-programme\n"))
    assert [change.value for change in child.changes] == [0.5]


def test_a_shipped_name_is_not_a_file_of_the_working_folder(write, tmp_path, monkeypatch):
    write("no-programme", "change:\n  donors.IDN.budget_factor: 0.5\n")
    monkeypatch.chdir(tmp_path)
    assert load_scenario("no-programme").changes[0].value == 0
    assert load_scenario("no-programme.yaml").changes[0].value == 0.5


def test_vector_columns_are_reached_by_their_single_names(write):
    (change,) = load_scenario(write("x", "change:\n  donors.CHN.strength_2016_development: 0.75\n")).changes
    assert (change.row, change.column, change.value) == ("CHN", "strength_2016_development", 0.75)
    assert "strength_2016" not in open_columns("donors")


def test_integers_are_numbers(write):
    text = "change:\n  donors.IDN.technical_share: 1\nevents:\n  - {kind: legislation, year: 2017, volume: 0}\n"
    scenario = load_scenario(write("x", text))
    assert repr(scenario.changes[0].value) == "1.0"
    assert repr(scenario.events[0].size) == "0.0"


@pytest.mark.parametrize("edge", ["0", "1", "0.0", "1.0", "1e0", "5e-1", "+1", "-0.0", ".5", "1."])
def test_edges_are_in_range(write, edge):
    assert load_scenario(write("x", f"change:\n  donors.IDN.loan_share: {edge}\n")).changes[0].value == float(edge)


@pytest.mark.parametrize("table", ["recipients", "donors"])
def test_only_facts_and_levers_can_be_changed(table):
    columns = open_columns(table)
    assert columns
    assert {column.role for column in columns.values()} <= {"fact", "lever"}
    for column in columns:
        assert isinstance(target(f"{table}.all.{column}"), Target)


def test_comments_and_line_ends_and_a_byte_order_mark_are_fine(tmp_path):
    path = tmp_path / "x.yaml"
    text = "# A comment\r\nname: x  # the file\r\ntitle: Ärmel\r\n"
    path.write_bytes(b"\xef\xbb\xbf" + f"{text}question: What if?\r\n\r\n# The end".encode())
    scenario = load_scenario(path)
    assert (scenario.name, scenario.title, scenario.question) == ("x", "Ärmel", "What if?")


def test_places_are_exact_with_line_ends_and_a_byte_order_mark(tmp_path):
    path = tmp_path / "x.yaml"
    path.write_bytes(b"\xef\xbb\xbfnam: x\r\ntitle:   5\r\nquestion: Q\r\n")
    with pytest.raises(InputError) as raised:
        load_scenario(path)
    assert [(p.key, p.line, p.column) for p in raised.value.problems] == [
        ("name", 1, 1), ("nam", 1, 1), ("title", 2, 10)
    ]  # fmt: skip


def test_places_of_keys_and_values(write):
    document = read_document(write("x", "change:\n  donors.IDN.loan_share:   0.5\nevents:\n  - {kind: a,  year: 5}\n"))
    assert document.problems == []
    assert document.keys["name",] == Place(1, 1)
    assert document.places["name",] == Place(1, 7)
    assert document.keys["change", "donors.IDN.loan_share"] == Place(5, 3)
    assert document.places["change", "donors.IDN.loan_share"] == Place(5, 28)
    assert document.places["events", 0] == Place(7, 5)
    assert document.keys["events", 0, "year"] == Place(7, 16)
    assert document.places["events", 0, "year"] == Place(7, 22)
    assert document.of_value(("events", 0, "until"), "is missing").line == 7


@pytest.mark.parametrize(
    ("text", "value"),
    [("5", 5), ("-5", -5), ("0.5", 0.5), ("1e5", 1e5), ("true", True), ("False", False), ("", None), ("null", None)],
)
def test_plain_words(text, value):
    assert plain(text) == value
    assert type(plain(text)) is type(value)


@pytest.mark.parametrize(
    "text",
    ["NO", "no", "yes", "on", "010", "00", "0x10", "0o7", "1_000", "12:30", ".inf", ".nan", "nan", "1e999", "inf",
     "9" * 16, "2017-01-01", "1,5", "80%", "1e", "e5", ".", "-", "+", "\u0665"],
)  # fmt: skip
def test_words_that_programs_read_differently_stay_text(text):
    assert plain(text) == text


def test_a_title_may_be_any_text(tmp_path):
    path = tmp_path / "x.yaml"
    path.write_text("name: x\ntitle: NO\nquestion: 12:30\n")
    assert (load_scenario(path).title, load_scenario(path).question) == ("NO", "12:30")


def test_several_scenarios_tell_all_mistakes_and_each_name_stands_once(write):
    assert [s.name for s in load_scenarios(["baseline-2016", "no-programme"])] == ["baseline-2016", "no-programme"]
    with pytest.raises(InputError) as raised:
        load_scenarios([write("a", "x: 5\n"), write("b", "y: 5\n"), "baseline-2016", "baseline-2016"])
    assert sorted(p.key or p.file for p in raised.value.problems) == ["baseline-2016", "x", "y"]


def test_a_checked_file_holds_its_changes_beside_its_mistakes(write):
    checked = check_file(write("x", "x: 5\nchange:\n  donors.IDN.loan_share: 0.5\n"))
    assert [p.key for p in checked.problems] == ["x"]
    assert [change.value for change in checked.changes] == [0.5]
