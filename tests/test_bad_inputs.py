"""Every mistake is told in a sentence, with its place; nothing that is read can stop the reader in another way.

`bad_inputs/expected.txt` lists each malformed file with the first line it must answer. That reading ends soon is held
by bounds on size, depth and nodes (see `test_fuzz.py`), not by a clock.
"""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from ssc_sim.errors import InputError, Problem
from ssc_sim.scenario import Scenario, load_scenario, scenario_folder
from ssc_sim.scenario.strict_yaml import MOST_BYTES

FOLDER = Path(__file__).parent / "bad_inputs"
EXPECTED = dict(line.split("\t") for line in (FOLDER / "expected.txt").read_text(encoding="utf-8").splitlines())
JARGON = ("pydantic", "ruamel", "Traceback", "mapping", "sequence", "scalar", "NoneType", "dict", "nput should")
VALID = """name: fuzzed
title: A title
question: What if?
register: [Z01, M8]
extends: baseline-2016
evidence: literature
change:
  donors.all.technical_share: 0.5
  donors.IDN.strength_2016_development: 1
  parameters.learning: 0.2
events:
  - {kind: legislation, donor: IDN, year: 2017, volume: 0.25}
  - kind: budget_cut
    year: 2018
    until: 2020
    factor: 0.5
  - {kind: extra_grants, donor: all, whom: ldc, year: 2019, musd: 5}
  - kind: conflict
    whom: MMR
    year: 2020
    severity: 1
  - {kind: me_first, year: 2021, retreat: 0.3}
"""


def problems_of(path) -> list[Problem]:
    with pytest.raises(InputError) as raised:
        load_scenario(path)
    check(raised.value)
    return raised.value.problems


def check(error: InputError, given: str = "") -> None:
    assert error.problems
    for problem in error.problems:
        assert problem.file
        assert problem.wrong.strip()
        assert (problem.line > 0) == (problem.column > 0)
        assert str(problem).isprintable()
        assert len(str(problem)) < 1500
        for jargon in JARGON:
            assert jargon not in problem.wrong or jargon in given, "who wrote it may be told what they wrote"


def lines_of(path) -> list[str]:
    return [str(problem).replace(f"{path.parent}{os.sep}", "") for problem in problems_of(path)]


def test_every_bad_file_has_an_expected_line():
    assert {path.name for path in FOLDER.glob("*.yaml")} == set(EXPECTED) - {"a-missing-file.yaml"}
    assert len(EXPECTED) >= 80


@pytest.mark.parametrize("name", EXPECTED)
def test_answers_with_the_expected_line(name):
    assert lines_of(FOLDER / name)[0] == EXPECTED[name]


def test_several_mistakes_are_all_told_in_order_of_place():
    told = problems_of(FOLDER / "several-mistakes.yaml")
    assert [(p.line, p.column, p.key) for p in told] == [
        (1, 1, "question"),
        (1, 7, "name"),
        (2, 8, "title"),
        (3, 11, "evidence"),
        (4, 1, "registr"),
        (6, 31, "change.donors.IDN.technical_share"),
        (7, 3, "change.donors.idn.loan_share"),
        (9, 31, "events.1.year"),
        (9, 45, "events.1.volume"),
    ]


def test_unreadable_values_do_not_hide_other_mistakes(tmp_path):
    path = tmp_path / "x.yaml"
    path.write_text("name: &a x\ntitle: *a\ntitle: b\nquestion: !t 5\nevidence: books\n")
    assert [(p.line, p.column, p.key) for p in problems_of(path)] == [
        (1, 7, "name"), (2, 8, "title"), (3, 1, "title"), (4, 11, "question"), (5, 11, "evidence"),
    ]  # fmt: skip


@pytest.mark.parametrize("in_parent", ["question: twice", "evidence: books", "change: [1", "\t"])
def test_mistakes_of_parent_and_child_are_both_told(tmp_path, in_parent):
    (tmp_path / "old.yaml").write_text(f"name: old\ntitle: T\nquestion: Q\n{in_parent}\n")
    child = tmp_path / "young.yaml"
    child.write_text("name: young\ntitle: T\nquestion: Q\nextends: old\nevidence: book\nregister: Z01\n")
    told = [(Path(p.file).name, p.line) for p in problems_of(child)]
    assert told == [("old.yaml", 4), ("young.yaml", 5), ("young.yaml", 6)]


def test_a_tag_runs_no_code(tmp_path, monkeypatch):
    assert "touch ssc-sim-was-here" in (FOLDER / "tag-runs-code.yaml").read_text()
    monkeypatch.chdir(tmp_path)
    problems_of(FOLDER / "tag-runs-code.yaml")
    assert not list(tmp_path.iterdir())


HEAD = b"name: bad\ntitle: A title\nquestion: What if?\n"
RAW = {
    "60 MB": (b"# much\n" * 9_000_000, "is too large for a scenario; allowed: at most 200000 bytes"),
    "NUL": (HEAD + b"register: [\0]\n", "4:12: an invisible sign (U+0000); allowed: plain text"),
    "UTF-16": (HEAD.decode().encode("utf-16"), "1:1: is text in UTF-16; allowed: text saved as UTF-8"),
    "latin-1": (HEAD + "# caf\xe9\n".encode("latin-1"), "4:6: a letter that is not in UTF-8; allowed: text saved as"),
    "UTF-8 cut": (HEAD + b"# \xe2\x82", "4:3: a letter that is not in UTF-8"),
    "brackets": (b"[" * 1_000_000, "is too large"),
    "fewer brackets": (b"[" * (MOST_BYTES - 1), "1:13: is nested too deeply; allowed: at most 12 levels"),
    "braces": (b"{a: " * 40_000, "1:49: is nested too deeply"),
    "dashes": (b"- " * 90_000, "1:25: is nested too deeply"),
    "question marks": (b"? " * 90_000, "1:3: a key that is not a word"),
    "one word": (b"a" * MOST_BYTES, "1:1: 'aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa...' is not a scenario"),
    "one key": (b"a" * 190_000 + b": 5", ""),
    "digits": (HEAD + b"evidence: " + b"9" * 190_000, "4:11: evidence: '999"),
    "keys": (HEAD + b"".join(b"k%d: 5\n" % i for i in range(2_000)), "4:1: k0: unknown key"),
    "changed keys": (HEAD + b"change:\n" + b"".join(b" donors.x%d.y: 5\n" % i for i in range(2_000)), "5:2: change."),
    "comments": (b"#\n" * 99_000, "1:1: is empty"),
    "blanks": (b" " * MOST_BYTES, "1:1: is empty"),
    "quotes": (b'"' + b"\\n" * 90_000, "a text whose closing quote is missing"),
    "surrogate": (HEAD + b'"\\ud800": 5\n', "4:1: \\ud800: an invisible sign (U+D800)"),
    "no such letter": (HEAD + b'"\\UFFFFFFFF": 5\n', ""),
}


@pytest.mark.parametrize("what", RAW)
def test_answers_to_raw_bytes(tmp_path, what):
    data, expected = RAW[what]
    path = tmp_path / "bad.yaml"
    path.write_bytes(data)
    assert expected in lines_of(path)[0]


@pytest.mark.skipif(not Path("/dev/zero").exists(), reason="no endless file here")
def test_answers_to_an_endless_file():
    assert "is not a file" in problems_of("/dev/zero")[0].wrong


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ("baseline-2015", "did you mean 'baseline-2016'?"),
        ("Baseline-2016", "did you mean 'baseline-2016'?"),
        ("nothing-like-it", "allowed: africa-to-pacific, all-financial"),
        ("", "(no name): no scenario of this name"),
        (".", "is a folder"),
        ("no/such.yaml", "no/such.yaml: there is no such file"),
        ("../scenarios/baseline-2016", "there is no such file"),
        ("/etc/shadow-of-none", "there is no such file"),
        ("a\0b", "cannot be the name of a file"),
        ("x" * 100_000, "cannot be the name of a file"),
        ("x" * 900, "no scenario of this name"),
        ("x" * 900 + ".yaml", "cannot be read"),
    ],
)
def test_a_name_that_is_no_scenario(given, expected):
    assert expected in str(problems_of(given)[0])


def test_an_own_file_named_without_its_ending(tmp_path, monkeypatch):
    (tmp_path / "mine.yaml").write_text(VALID.replace("fuzzed", "mine"))
    monkeypatch.chdir(tmp_path)
    assert problems_of("mine")[0].did_you_mean == "mine.yaml"
    assert load_scenario("mine.yaml").name == "mine"


def test_too_many_parents(tmp_path):
    for i in range(30):
        (tmp_path / f"p{i}.yaml").write_text(f"name: p{i}\ntitle: T\nquestion: Q\nextends: p{i + 1}\n")
    told = problems_of(tmp_path / "p0.yaml")
    assert [(p.key, p.wrong) for p in told] == [("extends", "has too many parents")]


def loaded_or_told(path: Path, data: bytes) -> Scenario | InputError:
    path.write_bytes(data)
    try:
        scenario = load_scenario(path)
    except InputError as error:
        check(error, data.decode("utf-8", "replace"))
        return error
    assert isinstance(scenario, Scenario)
    return scenario


@pytest.fixture(scope="module")
def fuzzed(tmp_path_factory) -> Path:
    return tmp_path_factory.mktemp("fuzz") / "fuzzed.yaml"


def test_what_is_mutated_below_is_valid(fuzzed):
    assert isinstance(loaded_or_told(fuzzed, VALID.encode()), Scenario)


SIGNS = "[]{}:,-?*&!|>'\"%@`#~\\\t\n\r .0"
WORDS = ("<<", "---\n", "...\n", "name", "change:\n  ", "- ", ": ", "&a ", "*a", "!!int ", "0x", "1e9", "\\ud800")
YAML_PIECES = st.lists(st.sampled_from([*SIGNS, *WORDS]), max_size=60).map("".join)


@hypothesis_settings(deadline=None)
@given(data=st.binary(max_size=300))
def test_any_bytes(fuzzed, data):
    loaded_or_told(fuzzed, data)


@hypothesis_settings(deadline=None)
@given(text=st.one_of(st.text(max_size=300), YAML_PIECES))
def test_any_text(fuzzed, text):
    loaded_or_told(fuzzed, text.encode("utf-8", "surrogatepass"))


@hypothesis_settings(deadline=None, max_examples=300)
@given(
    at=st.integers(0, len(VALID)),
    cut=st.integers(0, 30),
    put=st.one_of(st.text(max_size=8), YAML_PIECES, st.floats().map(str), st.integers().map(str)),
)
def test_any_mutation_of_a_valid_scenario(fuzzed, at, cut, put):
    loaded_or_told(fuzzed, (VALID[:at] + put + VALID[at + cut :]).encode("utf-8", "surrogatepass"))


VALUES = ("", "~", "true", "0.5", "-1", "2017", ".nan", "1e999", "9" * 400, "0x10", "12:30", "80%", "1,5", "- 5", "|",
          "idn", "NO", '"0.5"', '"\\ud800"', "'\U0001f600'", "*a", "&a 5", "!t 5",
          "[]", "{}", "[1]", "{a: 1}", "[[[]]]", "{year: 2017}")  # fmt: skip


@hypothesis_settings(deadline=None, max_examples=300)
@given(data=st.data(), value=st.sampled_from(VALUES))
def test_any_value_of_any_key(fuzzed, data, value):
    lines = VALID.splitlines()
    i = data.draw(st.integers(0, len(lines) - 1))
    lines[i] = f"{lines[i].partition(': ')[0].removesuffix(':')}: {value}"
    loaded_or_told(fuzzed, "\n".join(lines).encode())


def test_reading_a_scenario_stays_light():
    program = "import sys, ssc_sim.scenario as s; s.load_scenario('baseline-2016'); print(*sys.modules)"
    folder = Path(scenario_folder()).parent
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True, cwd=folder)
    loaded = done.stdout.split()
    assert "ssc_sim.scenario" in loaded
    assert not {"pandas", "numba", "mesa", "matplotlib", "scipy", "pyarrow"} & set(loaded)
