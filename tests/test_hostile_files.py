"""Files, folders and places that no careful user would name: told in one line, exit code 2, nothing written.

What no repository can hold (pipes, devices, links, odd encodings, very large files) is made here; malformed text
stands in `bad_inputs/`.
"""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from command_line import call
from observed_copies import complaints, copied_tables

import ssc_sim
from ssc_sim import commands
from ssc_sim.errors import InputError
from ssc_sim.files import content_of, folder_for, leads_out, wrong_place
from ssc_sim.fitting.agency import read_agency, write_template
from ssc_sim.observed import read_partners, read_sources
from ssc_sim.posterior import read_posterior, shipped_posterior, write_posterior
from ssc_sim.results import folder as results
from ssc_sim.results.folder import Results
from ssc_sim.scenario import load_scenario
from ssc_sim.tables import Outcome

POSIX = pytest.mark.skipif(os.name != "posix", reason="this system makes no such files")
ROOT = str(Path(ssc_sim.__file__).parents[1])
SHORT = ("--runs", "1", "--until", "2016")
HEAD = "name: {name}\ntitle: T\nquestion: Q\n"


def lines_of(error: InputError, folder: Path) -> list[str]:
    return [str(problem).replace(f"{folder}{os.sep}", "").replace(str(folder), "") for problem in error.problems]


def told(call, *words: object) -> list[str]:
    with pytest.raises(InputError) as raised:
        call(*words)
    return [str(problem) for problem in raised.value.problems]


@pytest.fixture
def ask(tmp_path, monkeypatch, capsys):
    """Ask the command line, in an empty folder; return what it says, if it is as it should be.

    It must end by itself with exit code 2, one line for each mistake, no traceback, and nothing written.
    """

    def ask(*words: str) -> list[str]:
        before = sorted(tmp_path.iterdir())
        with never_waiting():
            assert call(monkeypatch, tmp_path, *words) == 2
        assert sorted(tmp_path.iterdir()) == before
        return capsys.readouterr().err.splitlines()

    return ask


@contextmanager
def never_waiting() -> Iterator[None]:
    """Break off what waits for ever, such as the reading of a pipe into which nobody writes."""
    if not hasattr(signal, "SIGALRM"):
        yield
        return

    def break_off(*_: object) -> None:
        raise TimeoutError("it waits for ever")

    before = signal.signal(signal.SIGALRM, break_off)
    signal.alarm(120)
    try:
        yield
    finally:
        signal.alarm(0)
        signal.signal(signal.SIGALRM, before)


# --- Scenarios


def made(folder: Path, what: str) -> Path:
    """Make something in a folder that has the name of a scenario file, and is none."""
    path = folder / "made.yaml"
    if what == "a pipe":
        os.mkfifo(path)
    elif what == "an endless device":
        path.symlink_to("/dev/zero")
    elif what == "a link in a circle":
        path.symlink_to(path)
    elif what == "a link to nothing":
        path.symlink_to(folder / "nothing")
    elif what == "a folder":
        path.mkdir()
    return path


MADE = {
    "a pipe": "made.yaml: is not a file that can be read as text; allowed: a scenario file",
    "an endless device": "made.yaml: is not a file that can be read as text; allowed: a scenario file",
    "a link in a circle": "made.yaml: cannot be read: Too many levels of symbolic links",
    "a link to nothing": "made.yaml: there is no such file; allowed: a scenario file, or the name of a shipped one",
    "a folder": "made.yaml: is a folder, not a file; allowed: a scenario file, such as my-scenario.yaml",
}


@POSIX
@pytest.mark.parametrize("what", MADE)
def test_what_is_no_file_is_no_scenario(tmp_path, what):
    made(tmp_path, what)
    with pytest.raises(InputError) as raised:
        load_scenario(tmp_path / "made.yaml")
    assert lines_of(raised.value, tmp_path) == [MADE[what]]


@POSIX
def test_pipes_and_devices_are_refused_by_the_commands_without_waiting(tmp_path, ask):
    made(tmp_path, "a pipe")
    assert ask("validate", "made.yaml", "/dev/zero", "/dev/stdin") == [
        f"{name}: is not a file that can be read as text; allowed: a scenario file"
        for name in ("/dev/stdin", "/dev/zero", "made.yaml")
    ]
    (posterior,) = ask("run", "baseline-2016", *SHORT, "--parameters", "made.yaml")
    assert posterior == "made.yaml: cannot be read as a posterior (a folder, a pipe or a device, not a file)"


@POSIX
@pytest.mark.parametrize("what", ["a pipe", "an endless device", "a link in a circle", "a link to nothing", "a folder"])
def test_what_is_no_file_is_no_parent(tmp_path, what):
    made(tmp_path, what)
    path = tmp_path / "child.yaml"
    path.write_text(HEAD.format(name="child") + "extends: made\n")
    with pytest.raises(InputError) as raised:
        load_scenario(path)
    (line,) = lines_of(raised.value, tmp_path)
    assert line.startswith("child.yaml:4:10: extends: there is no scenario 'made'; allowed: ")


@pytest.fixture
def secret(tmp_path_factory) -> Path:
    """A valid scenario in another folder, which nothing in this one may reach."""
    path = tmp_path_factory.mktemp("secrets") / "secret.yaml"
    path.write_text(HEAD.format(name="secret") + "change: {donors.IDN.loan_share: 0.123}\n")
    return path


@POSIX
def test_a_parent_that_is_a_link_out_of_the_folder_is_refused(tmp_path, secret):
    (tmp_path / "secret.yaml").symlink_to(secret)
    path = tmp_path / "child.yaml"
    path.write_text(HEAD.format(name="child") + "extends: secret\n")
    with pytest.raises(InputError) as raised:
        load_scenario(path)
    assert lines_of(raised.value, tmp_path) == [
        "child.yaml:4:10: extends: 'secret.yaml' is a link that leads out of the folder; allowed: a file in it"
    ]


@POSIX
def test_a_link_inside_the_folder_and_a_folder_that_is_a_link_are_fine(tmp_path):
    inside = tmp_path / "inside"
    inside.mkdir()
    (inside / "old.yaml").write_text(HEAD.format(name="old"))
    (inside / "child.yaml").write_text(HEAD.format(name="child") + "extends: old\n")
    (tmp_path / "linked").symlink_to(inside)
    assert load_scenario(tmp_path / "linked" / "child.yaml").lineage == ("old", "child")
    (inside / "new.yaml").symlink_to(inside / "old.yaml")
    assert not leads_out(inside / "new.yaml")


@POSIX
@pytest.mark.parametrize("key", ["than: secret", "when: secret"])
def test_what_an_expectation_names_is_no_link_out_of_the_folder(tmp_path, secret, key):
    (tmp_path / "secret.yaml").symlink_to(secret)
    path = tmp_path / "child.yaml"
    path.write_text(
        HEAD.format(name="child") + f"expect:\n  - {{outcome: debt, is: higher, {key}, support: strong, says: [M1]}}\n"
    )
    with pytest.raises(InputError) as raised:
        load_scenario(path)
    assert "there is no scenario 'secret'" in raised.value.problems[0].wrong


BYTES = {
    "UTF-16 without a mark": (HEAD.format(name="x").encode("utf-16-le"), "x.yaml:1:2: an invisible sign (U+0000)"),
    "UTF-32": (HEAD.format(name="x").encode("utf-32"), "x.yaml:1:1: is text in UTF-16"),
    "UTF-7": (
        "name: x\ntitle: Ä\nquestion: Q\nevidence: é".encode("utf-7"),
        "x.yaml:4:11: evidence: '+AOk-' is unknown",
    ),
    "a mark alone": (b"\xef\xbb\xbf", "x.yaml:1:1: is empty"),
    "cp1252": (b"name: x\ntitle: \x93T\x94\nquestion: Q\n", "x.yaml:2:8: a letter that is not in UTF-8"),
    "overlong": (b"name: x\ntitle: \xc0\xaf\n", "x.yaml:2:8: a letter that is not in UTF-8"),
    "a surrogate": (b"name: x\ntitle: \xed\xa0\x80\n", "x.yaml:2:8: a letter that is not in UTF-8"),
    "a picture": (b"\x89PNG\r\n\x1a\n\0\0", "x.yaml:1:1: a letter that is not in UTF-8"),
    "a workbook": (b"PK\x03\x04\x14\0\x06\0", "x.yaml:1:3: an invisible sign (U+0003)"),
    "a program": (b"\x7fELF\x02\x01\x01\0", "x.yaml:1:1: an invisible sign (U+007F)"),
    "a parquet file": (b"PAR1\x15\x04\x15", "x.yaml:1:5: an invisible sign (U+0015)"),
    "nothing": (b"", "x.yaml:1:1: is empty"),
    "one zero byte": (b"\0", "x.yaml:1:1: an invisible sign (U+0000)"),
    "right-to-left marks": ("name: x\ntitle: \u202eT\n".encode(), ""),
    "a byte too many": (b"#" * 200_001, "x.yaml: is too large for a scenario; allowed: at most 200000 bytes"),
}


@pytest.mark.parametrize("what", BYTES)
def test_bytes_that_are_no_scenario_are_told_where_they_stop_being_text(tmp_path, what):
    data, expected = BYTES[what]
    (tmp_path / "x.yaml").write_bytes(data)
    with pytest.raises(InputError) as raised:
        load_scenario(tmp_path / "x.yaml")
    assert lines_of(raised.value, tmp_path)[0].startswith(expected)


# --- Where results may be put

ALLOWED = "; allowed: a folder of its own, such as results/my-run"
PLACES = {
    "": "names no folder of its own",
    ".": "names no folder of its own",
    "..": "names no folder of its own",
    "/": "names no folder of its own",
    "../..": "names no folder of its own",
    "a/..": "names no folder of its own",
    "~": "begins with ~, which stands for a home only in a shell",
    "~/results": "begins with ~, which stands for a home only in a shell",
    "~root/results": "begins with ~root, which stands for a home only in a shell",
    "results/~": "begins with ~, which stands for a home only in a shell",
    "a\nb": "has an invisible sign in its name",
    "a\0b": "has an invisible sign in its name",
    "\x1b[31mred": "has an invisible sign in its name",
    "a\u202eb": "has an invisible sign in its name",
    "\udcff": "has an invisible sign in its name",
    "con": "has a name that stands for a device on some systems (con)",
    "NUL": "has a name that stands for a device on some systems (NUL)",
    "aux.results": "has a name that stands for a device on some systems (aux.results)",
    "com1/x": "has a name that stands for a device on some systems (com1)",
    "x" * 201: "has a name of more than 200 bytes",
    "é" * 101: "has a name of more than 200 bytes",
    "x/" * 501: "has more than 1,000 signs",
}


@pytest.mark.parametrize("place", PLACES)
def test_results_are_not_put_where_they_cannot_be(place):
    assert wrong_place(Path(place)) == PLACES[place]


@POSIX
def test_results_are_not_put_through_links_into_files_or_into_what_is_closed(tmp_path):
    (tmp_path / "file").write_text("")
    (tmp_path / "dangling").symlink_to(tmp_path / "nothing")
    (tmp_path / "linked").symlink_to(tmp_path)
    (tmp_path / "circle").symlink_to(tmp_path / "circle")
    for name in ("dangling", "linked", "circle"):
        assert wrong_place(tmp_path / name) == "is a link to another place"
    for name in ("file", "dangling", "circle"):
        assert wrong_place(tmp_path / name / "x") == f"cannot be written: {tmp_path / name} is not a folder"
    assert wrong_place(Path("/dev/null/x")) == "cannot be written: /dev/null is not a folder"
    assert wrong_place(tmp_path / "linked" / "x") == ""
    (tmp_path / "closed").mkdir(mode=0o500)
    if not os.access(tmp_path / "closed", os.W_OK):  # nothing is closed to the superuser
        assert wrong_place(tmp_path / "closed" / "x") == f"cannot be written: {tmp_path / 'closed'} is closed to you"


@pytest.mark.parametrize("place", ["my results", "ergebnisse-ä", "a[1]", "-x", "a/b/c", "x" * 200, "console", "c~"])
def test_results_are_put_where_they_can_be(tmp_path, place):
    assert wrong_place(tmp_path / place) == ""


def test_a_wrong_place_is_told_before_anything_is_run(ask):
    assert ask("run", "baseline-2016", "--out", "~/x") == [
        "~/x: begins with ~, which stands for a home only in a shell" + ALLOWED
    ]
    assert ask("compare", "baseline-2016", "no-programme", "--out", "..") == [
        "..: names no folder of its own" + ALLOWED
    ]
    assert ask("calibrate", "--out", "con") == [
        "con: has a name that stands for a device on some systems (con)" + ALLOWED
    ]
    assert ask("calibrate", "--template", "a\tb") == [r"a\tb: has an invisible sign in its name" + ALLOWED]


def test_results_of_many_scenarios_have_a_short_place_of_their_own():
    few, many = [f"scenario-{i}" for i in range(3)], [f"scenario-{i}" for i in range(40)]
    assert folder_for(few) == Path("results/scenario-0+scenario-1+scenario-2")
    assert folder_for(["all"], "expect-") == Path("results/expect-all")
    assert folder_for(many, "compare-").name.startswith("compare-scenario-0+39-more-")
    assert len({folder_for(many), folder_for(many[:-1]), folder_for([*many[1:], many[0]])}) == 3
    assert all(wrong_place(folder_for(names)) == "" for names in (few, many, ["x" * 61] * 400))


def test_results_replaced_in_vain_are_not_lost(tmp_path, monkeypatch):
    """Where the new results cannot take the place of the old ones, the old ones are still there."""
    folder = tmp_path / "out"
    folder.mkdir()
    (folder / "manifest.json").write_text("old")
    rename = Path.rename

    def refusing(self: Path, target: Path) -> Path:
        if self.name.startswith(".out-") and Path(target) == folder:
            raise PermissionError(13, "Permission denied")
        return rename(self, target)

    monkeypatch.setattr(Path, "rename", refusing)

    def write() -> None:
        with results.written_whole(folder) as part:
            (part / "manifest.json").write_text("new")

    assert told(write) == [f"{folder}: cannot be written: Permission denied"]
    assert (folder / "manifest.json").read_text() == "old"
    assert [path.name for path in tmp_path.iterdir()] == ["out"]


# --- Results that were damaged


@pytest.fixture(scope="module")
def ran(tmp_path_factory) -> Path:
    folder = tmp_path_factory.mktemp("ran") / "results"
    with results.written_whole(folder) as part:
        commands.run("baseline-2016", "legislation-2017", runs=2, until=2018).write(part)
    return folder


@pytest.fixture
def copy(ran, tmp_path) -> Path:
    shutil.copytree(ran, tmp_path / "results")
    return tmp_path / "results"


def change_manifest(folder: Path, change) -> None:
    manifest = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
    change(manifest)
    (folder / "manifest.json").write_text(json.dumps(manifest), encoding="utf-8")


def change_outcomes(folder: Path, change) -> None:
    changed = change(pd.read_parquet(folder / "outcomes.parquet"))
    changed.to_parquet(folder / "outcomes.parquet", index=False)


AS_WRITTEN = "; allowed: as `ssc-sim run` wrote it; run it again"
A_FOLDER = "; allowed: a folder written by `ssc-sim run`"
MANIFESTS = {
    "no text": (b"\xff\xfe\0", "results: is not a results folder ('utf-8' codec can't decode byte 0xff in position 0"),
    "empty": (b"", "results: is not a results folder (Expecting value: line 1 column 1 (char 0))" + A_FOLDER),
    "cut off": (b'{"format": 1, "runs', "results: is not a results folder (Unterminated string"),
    "a list": (b"[]", "results: is not a results folder (manifest.json is not a group of keys)" + A_FOLDER),
    "a number": (b"1", "results: is not a results folder (manifest.json is not a group of keys)" + A_FOLDER),
    "brackets": (b"[" * 100_000, "results: is not a results folder (manifest.json is nested too deeply)" + A_FOLDER),
    "digits": (b'{"format": 1, "runs": ' + b"9" * 5000 + b"}", "results: is not a results folder (Exceeds the limit"),
    "another format": (b'{"format": 2}', "results/manifest.json: format: results of format 2; allowed: format 1"),
    "no format": (b"{}", "results/manifest.json: format: results of format None; allowed: format 1"),
    "only a format": (b'{"format": 1}', "results/manifest.json: scenarios: is missing" + AS_WRITTEN),
}


@pytest.mark.parametrize("what", MANIFESTS)
def test_a_damaged_manifest_is_told(copy, what):
    data, expected = MANIFESTS[what]
    (copy / "manifest.json").write_bytes(data)
    assert told(Results.read, copy)[0].replace(f"{copy.parent}{os.sep}", "").startswith(expected)


def first(manifest: dict) -> dict:
    return manifest["scenarios"][0]


KEYS = {
    "no scenario": (lambda m: m.update(scenarios=[]), ["scenarios: '[]' cannot stand here"]),
    "no name": (lambda m: m["scenarios"][1].pop("name"), ["scenarios.1.name: is missing"]),
    "a title that is no text": (lambda m: first(m).update(title=[1]), ["scenarios.0.title: '[1]' cannot stand here"]),
    "runs as text": (lambda m: m.update(runs="2"), ["runs: '2' cannot stand here"]),
    "runs that are true": (lambda m: m.update(runs=True), ["runs: 'True' cannot stand here"]),
    "no number": (lambda m: first(m)["changes"].update(x=np.nan), ["scenarios.0.changes.x: 'nan' cannot stand here"]),
    "another first year": (lambda m: m.update(first_year=1), ["first_year: '1' cannot stand here"]),
    "another evidence": (lambda m: first(m).update(evidence="x"), ["scenarios.0.evidence: 'x' cannot stand here"]),
    "two": (lambda m: (m.pop("seed"), m.pop("engine")), ["seed: is missing", "engine: is missing"]),
}  # fmt: skip


@pytest.mark.parametrize("what", KEYS)
def test_a_manifest_with_a_wrong_key_is_told(copy, what):
    change, expected = KEYS[what]
    change_manifest(copy, change)
    assert told(Results.read, copy) == [f"{copy / 'manifest.json'}: {line}{AS_WRITTEN}" for line in expected]


def with_value(column: str, value: object):
    def changed(table: pd.DataFrame) -> pd.DataFrame:
        if isinstance(table[column].dtype, pd.CategoricalDtype):
            table[column] = table[column].cat.add_categories([value])
        table.loc[5, column] = value
        return table

    return changed


UNTOLD = "of which manifest.json does not tell"
OUTCOMES = {
    "a column is missing": (lambda t: t.drop(columns="value"), "value: is missing"),
    "a column more": (lambda t: t.assign(x=1), "x: is no column of outcomes"),
    "text for numbers": (lambda t: t.assign(value="1"), "value: holds other things than it should"),
    "flags for years": (lambda t: t.assign(year=True), "year: holds other things than it should"),
    "another scenario": (with_value("scenario", "mine"), f"scenario: holds 'mine', {UNTOLD}"),
    "one scenario only": (lambda t: t[t["scenario"] == "baseline-2016"], "scenario: holds nothing of legislation-2017"),
    "another outcome": (with_value("outcome", "happiness"), f"outcome: holds 'happiness', {UNTOLD}"),
    "another year": (with_value("year", 1999), f"year: holds '1999', {UNTOLD}"),
    "another replicate": (with_value("replicate", -1), f"replicate: holds '-1', {UNTOLD}"),
    "not a number": (with_value("value", np.nan), "value: holds a number that is not finite"),
    "too large a number": (with_value("value", np.inf), "value: holds a number that is not finite"),
    "no row": (lambda t: t[:0], "scenario: holds nothing of baseline-2016, legislation-2017"),
}  # fmt: skip


@pytest.mark.parametrize("what", OUTCOMES)
def test_outcomes_that_are_not_those_of_the_manifest_are_told(copy, what):
    change, expected = OUTCOMES[what]
    change_outcomes(copy, change)
    assert told(Results.read, copy) == [f"{copy / 'outcomes.parquet'}: {expected}{AS_WRITTEN}"]


def cut(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:-100])


def flipped(path: Path) -> None:
    data = bytearray(path.read_bytes())
    data[len(data) // 2 : len(data) // 2 + 200] = b"\xff" * 200
    path.write_bytes(data)


FILES = {
    "cut off": cut,
    "overwritten in the middle": flipped,
    "empty": lambda path: path.write_bytes(b""),
    "of text": lambda path: path.write_text("scenario,value\n"),
    "not there": Path.unlink,
}


@pytest.mark.parametrize("what", FILES)
def test_a_damaged_table_of_outcomes_is_told(copy, what):
    FILES[what](copy / "outcomes.parquet")
    (line,) = told(Results.read, copy)
    assert line.startswith(f"{copy}")
    assert line.endswith((A_FOLDER, AS_WRITTEN))


@POSIX
@pytest.mark.parametrize(
    ("name", "words", "told"),
    [
        ("manifest.json", ("plot", "results"), "results: is not a results folder ("),
        ("outcomes.parquet", ("replay", "results", "0"), "results: holds no replicates"),
    ],
)
def test_a_pipe_in_a_results_folder_is_not_waited_for(copy, ask, name, words, told):
    (copy / name).unlink()
    os.mkfifo(copy / name)
    (line,) = ask(*words)
    assert line.startswith(told)
    if name == "manifest.json":
        (line,) = ask("run", "baseline-2016", *SHORT, "--out", "results")
        assert line.startswith("results: ")


def test_a_damaged_folder_is_told_by_the_commands(copy, ask):
    change_manifest(copy, lambda manifest: manifest.pop("until"))
    assert ask("plot", "results") == [f"{Path('results/manifest.json')}: until: is missing{AS_WRITTEN}"]
    (copy / "manifest.json").write_text("[]", encoding="utf-8")
    assert ask("run", "baseline-2016", *SHORT, "--out", "results") == [
        "results: exists and holds something else; allowed: another --out"
    ]


# --- A posterior, the observed tables, an agency's tables


def posterior_lines(folder: Path) -> tuple[Path, list[str]]:
    write_posterior(folder / "mine.csv", shipped_posterior())
    return folder / "mine.csv", (folder / "mine.csv").read_text().splitlines()


NO_POSTERIOR = "mine.csv: cannot be read as a posterior"
POSTERIORS = {
    "empty": (lambda _: [], f"{NO_POSTERIOR} (not enough values"),
    "zero bytes": (lambda lines: [*lines, "\0"], "mine.csv:"),
    "a very long cell": (lambda lines: [*lines, "9" * 200_000], f"{NO_POSTERIOR} (field larger"),
    "an unknown country": (
        lambda lines: [lines[0].replace("pull_FJI", "pull_FIJ"), *lines[1:]],
        "mine.csv:1:29: pull_FIJ: 'FIJ' is no recipient; allowed: a code of three letters",
    ),
    "a country twice": (
        lambda lines: [lines[0].replace("pull_FJI", "pull_TLS"), *lines[1:]],
        "mine.csv:1:29: pull_TLS: stands twice; allowed: each country once",
    ),
    "a number as Python writes it": (
        lambda lines: [*lines[:2], lines[2].replace(lines[2].split(",")[1], "0_1", 1)],
        "mine.csv:3:2: need_elasticity: '0_1' cannot stand here; allowed: 0 to 2",
    ),
}  # fmt: skip


@pytest.mark.parametrize("what", POSTERIORS)
def test_a_malformed_posterior_is_told(tmp_path, what):
    path, lines = posterior_lines(tmp_path)
    change, expected = POSTERIORS[what]
    path.write_text("".join(f"{line}\n" for line in change(lines)))
    assert told(read_posterior, path)[0].replace(f"{tmp_path}{os.sep}", "").startswith(expected)


def test_a_posterior_in_another_encoding_is_told(tmp_path):
    path, lines = posterior_lines(tmp_path)
    path.write_bytes("\n".join(lines).encode("utf-16"))
    assert "cannot be read as a posterior ('utf-8' codec can't decode" in told(read_posterior, path)[0]


def test_a_posterior_saved_by_a_spreadsheet_with_a_mark_is_read(tmp_path):
    path, _ = posterior_lines(tmp_path)
    path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes())
    assert read_posterior(path).countries == shipped_posterior().countries


SOURCES = {
    "brackets": b"[" * 400,
    "an alias of itself": b"sources: &a {x: *a}\ncolumns: *a\n",
    "digits": b"sources: " + b"9" * 5000,
    "code": b'sources: !!python/object/apply:os.system ["touch ssc-sim-was-here"]\n',
    "a date": b"sources: 2016-13-45\n",
}


@pytest.mark.parametrize("what", SOURCES)
def test_a_malformed_list_of_sources_is_told_and_runs_no_code(tmp_path, monkeypatch, what):
    folder = copied_tables(tmp_path)
    (folder / "sources.yaml").write_bytes(SOURCES[what])
    monkeypatch.chdir(folder)
    assert complaints(read_sources, folder)[0].startswith("sources.yaml:1:")
    assert not (folder / "ssc-sim-was-here").exists()


@POSIX
def test_a_pipe_among_the_tables_is_not_waited_for(tmp_path):
    folder = copied_tables(tmp_path)
    (folder / "partners.csv").unlink()
    os.mkfifo(folder / "partners.csv")
    assert complaints(read_partners, folder) == [
        "partners.csv: cannot be read: a folder, a pipe or a device, not a file"
    ]
    write_template(tmp_path / "agency")
    (tmp_path / "agency" / "programmes.csv").unlink()
    os.mkfifo(tmp_path / "agency" / "programmes.csv")
    assert complaints(read_agency, tmp_path / "agency") == [
        "programmes.csv: cannot be read: a folder, a pipe or a device, not a file"
    ]


@pytest.mark.parametrize("name", ["con", "nul", "com9"])
def test_no_agency_is_named_like_a_device(tmp_path, name):
    write_template(tmp_path / "agency")
    path = tmp_path / "agency" / "agency.csv"
    path.write_text(path.read_text(encoding="utf-8").replace("example", name), encoding="utf-8")
    assert any(f"'{name}' cannot name a scenario" in line for line in complaints(read_agency, tmp_path / "agency"))


def test_no_more_of_a_file_is_read_than_is_allowed(tmp_path):
    (tmp_path / "x").write_bytes(b"12345")
    assert content_of(tmp_path / "x", 5) == b"12345"
    with pytest.raises(OSError, match="holds more than 4 bytes"):
        content_of(tmp_path / "x", 4)


# --- Words that a terminal, a picture or a table might obey


def test_words_of_a_title_are_printed_and_drawn_as_they_stand(tmp_path, monkeypatch, capsys):
    title = r"[/bold] [red]red[/red] :x: $\frac{1}{$ {0} %s <b> \n"
    (tmp_path / "odd.yaml").write_text(f"name: odd\ntitle: '{title}'\nquestion: '{title}?'\n")
    assert call(monkeypatch, tmp_path, "validate", "odd.yaml") == 0
    assert f"odd: {title}. 0 changes" in capsys.readouterr().out
    assert call(monkeypatch, tmp_path, "run", "odd.yaml", *SHORT, "--out", "a[1]") == 0
    shown = capsys.readouterr().out
    assert f"{title}?" in shown
    assert "Results: a[1]   Curves: a[1]" in shown
    assert (tmp_path / "a[1]" / "figures" / "outcome_curves.png").is_file()
    assert title.partition("<")[0].strip() in (tmp_path / "a[1]" / "figures" / "outcome_curves.svg").read_text()


def test_words_of_a_file_are_told_as_they_stand(tmp_path, monkeypatch, capsys):
    (tmp_path / "odd.yaml").write_text("root:x:0:0:[/bold]\n")
    assert call(monkeypatch, tmp_path, "validate", "odd.yaml") == 2
    assert "odd.yaml:1:1: 'root:x:0:0:[/bold]' is not a scenario" in capsys.readouterr().err


def test_letters_that_a_terminal_does_not_have_are_written_out(tmp_path):
    (tmp_path / "odd.yaml").write_text("name: odd\ntitle: мир → ☮\nquestion: Q\n", encoding="utf-8")
    done = subprocess.run(
        [sys.executable, "-m", "ssc_sim", "validate", "odd.yaml"], cwd=tmp_path, capture_output=True, check=True,
        env={**os.environ, "PYTHONIOENCODING": "cp1252", "PYTHONPATH": ROOT},
    )  # fmt: skip
    assert rb"\u043c\u0438\u0440 \u2192 \u262e" in done.stdout


def test_the_outcomes_of_the_tests_above_are_those_of_the_model(ran):
    assert len(Results.read(ran).outcomes) == 2 * 2 * 3 * len(Outcome.names())
