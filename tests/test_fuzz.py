"""Whatever is given: a scenario that runs, or an error that teaches; no traceback, no more work than is bounded.

Each search runs short by default and, marked slow, long; both draw the same cases in every run.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from strategies import scenarios
from test_bad_inputs import check

from ssc_sim import commands, engine
from ssc_sim.cli import main
from ssc_sim.ensemble import storing
from ssc_sim.errors import InputError, Interrupted
from ssc_sim.fitting import command as fitting
from ssc_sim.posterior import numbers_of_run, shipped_posterior
from ssc_sim.scenario import Scenario, dumped, load_scenario, scenario_folder, shipped_scenarios
from ssc_sim.scenario.strict_yaml import DEEPEST, MOST_NODES, _Reader, read_document
from ssc_sim.tables import FAULTS, Outcome
from ssc_sim.world import starting_tables

YEARS, RUNS = 4, 2


def searches(short: int, long: int) -> Any:
    """Run a test on so many cases, and marked slow on so many more."""
    return pytest.mark.parametrize("cases", [short, pytest.param(long, marks=pytest.mark.slow)])


def search(cases: int, strategy: st.SearchStrategy[Any], test: Callable[[Any], None]) -> None:
    """Call a test with many drawn cases, the same in every run."""
    slow = (HealthCheck.too_slow, HealthCheck.filter_too_much, HealthCheck.data_too_large)
    bounded = settings(max_examples=cases, deadline=None, derandomize=True, suppress_health_check=slow, database=None)
    bounded(given(strategy)(test))()


def read(path: Path, data: bytes) -> Scenario | None:
    """Read a scenario, or check what is told of its mistakes."""
    path.write_bytes(data)
    try:
        return load_scenario(path)
    except InputError as error:
        check(error)
        return None


def run(scenario: Scenario) -> None:
    """A few replicates of a few years keep every identity and are finite, each share a share."""
    for cell in scenario.cells()[:2]:
        numbers = cell.changed(numbers_of_run("posterior", RUNS, 5, cell.evidence, shipped_posterior()))
        outcomes, ends = engine.run_replicates(starting_tables(cell), numbers, YEARS, 5, 0)
        assert not ends["fault"].any(), FAULTS[int(ends["fault"].max())]
        for name, column in Outcome.columns().items():
            assert np.isfinite(outcomes[name]).all(), name
            assert (outcomes[name] >= column.low - 1e-9).all(), name
            assert (outcomes[name] <= column.high * (1 + 1e-9)).all(), name


# --- Any bytes


@searches(150, 1_500)
def test_any_bytes_are_a_scenario_or_told(tmp_path, cases):
    pieces = [b"name: ", b"\n", b"- ", b": ", b"{", b"[", b"&a", b"*a", b"!!", b'"', b"\xff", b"\0", b"change", b"\xc3"]
    search(
        cases,
        st.binary(max_size=400) | st.lists(st.sampled_from(pieces), max_size=200).map(b"".join),
        lambda data: read(tmp_path / "any.yaml", data) and None,
    )


@searches(40, 300)
def test_no_text_is_read_further_than_the_bounds(cases):
    """Whatever stands in a file, so many nodes are looked at, and so deep, and no more."""
    bricks = ["[", "{", "- ", "? ", "a: ", "\n", "  ", "*a", "&a ", "]", "}", ", ", "x"]

    def stays_inside(drawn: tuple[list[str], int]) -> None:
        reader = _Reader("x.yaml", "".join(drawn[0]) * drawn[1])
        reader.document()
        assert reader.nodes <= MOST_NODES + 1
        assert reader.depth <= DEEPEST + 1
        assert len(reader.problems) <= 2 * MOST_NODES

    search(
        cases,
        st.tuples(st.lists(st.sampled_from(bricks), min_size=1, max_size=12), st.integers(1, 2_000)),
        stays_inside,
    )


# --- Shipped scenarios, changed here and there

ODD = (
    None, True, False, 0, 1, -1, 2016, 2.5, 1e300, -1e300, "", " ", "all", "IDN", "idn", "NO", "0.5", "80%", "1,5", "~",
    ".nan", "baseline-2016", "../x", "\u202e", [], {}, [[]], [None], [0, 0], {"a": 1}, [{"kind": "conflict"}],
    "x" * 700, 10**20, -(10**400),
)  # fmt: skip


def places_in(value: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    """The paths of everything in a document."""
    inner = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    return [path, *(place for key, one in inner for place in places_in(one, (*path, key)))]


@st.composite
def mutated(draw) -> tuple[str, dict[str, Any]]:
    """A shipped scenario in which a few keys, values, types or levels are others."""
    name = draw(st.sampled_from(shipped_scenarios()))
    values = json.loads(json.dumps(read_document(scenario_folder() / f"{name}.yaml").values))
    for _ in range(draw(st.sampled_from([1, 1, 1, 2, 3]))):
        path = draw(st.sampled_from(places_in(values)[1:] or [("name",)]))
        _change(draw, values, path)
    return name, values


def _change(draw: Any, values: dict[str, Any], path: tuple[Any, ...]) -> None:
    holder: Any = values
    for key in path[:-1]:
        holder = holder[key]
    one, how = path[-1], draw(st.sampled_from(["replace", "remove", "rename", "nest", "list", "copy"]))
    if how == "replace" or one not in (holder if isinstance(holder, dict) else range(len(holder))):
        holder[one] = draw(st.sampled_from(ODD))
    elif how == "remove":
        del holder[one]
    elif how == "nest":
        holder[one] = {draw(st.sampled_from(["all", "kind", "change"])): holder[one]}
    elif how == "list":
        holder[one] = [holder[one]] * draw(st.integers(1, 3))
    elif isinstance(holder, list):
        holder.append(holder[one])
    else:
        other = draw(st.sampled_from([*holder, "donors.all.loan_share", "kind", "year", "<<", f"{one}x"]))
        holder[other] = holder[one] if how == "copy" else holder.pop(one)


@searches(80, 800)
def test_a_changed_scenario_runs_or_is_told(tmp_path, cases):
    loaded = []

    def changed(drawn: tuple[str, dict[str, Any]]) -> None:
        name, values = drawn
        scenario = read(tmp_path / f"{name}.yaml", json.dumps(values, ensure_ascii=False).encode("utf-8", "replace"))
        if scenario is not None:
            loaded.append(scenario)
            run(scenario)

    search(cases, mutated(), changed)
    assert len(loaded) > cases / 50, "some changes must leave a scenario valid, or nothing is run here"
    assert len(loaded) < cases, "some must not"


# --- Valid scenarios of any kind


@searches(40, 600)
def test_any_valid_scenario_runs(tmp_path, cases):
    def runs(keys: dict[str, Any]) -> None:
        scenario = read(tmp_path / "generated.yaml", json.dumps(keys, ensure_ascii=False).encode())
        assert scenario is not None
        run(scenario)

    search(cases, scenarios(), runs)


@searches(25, 400)
def test_a_scenario_written_as_text_reads_as_itself(tmp_path, cases):
    path = tmp_path / "generated.yaml"

    def comes_back(keys: dict[str, Any]) -> None:
        scenario = read(path, json.dumps(keys, ensure_ascii=False).encode())
        assert scenario is not None
        again = read(path, dumped(scenario).encode())
        assert again is not None
        assert dumped(again) == dumped(scenario)
        for part in ("name", "title", "question", "register", "evidence", "events", "sweep", "without"):
            assert getattr(again, part) == getattr(scenario, part), part
        assert again.draws(1).tobytes() == scenario.draws(1).tobytes()
        for mine, other in zip(starting_tables(again), starting_tables(scenario), strict=True):
            assert mine.tobytes() == other.tobytes()

    search(cases, scenarios(), comes_back)


# --- The command line

NAMES = (
    "baseline-2016", "no-programme", "policy-mixes", "Baseline-2016", "", ".", "..", "/", "~", "~/x.yaml", "-", "--",
    "-x", "a b", "a\nb", "a/b.yaml", "x.yaml", "\udcff", "\u202e", "'", '"', "$(touch x)", "`x`", "%s", "{0}", "[red]",
    ":x:", "con", "nul.yaml", "\\\\server\\x", "C:\\x.yaml", "x" * 5_000, "x" * 300 + ".yaml", "/dev/zero", "http://x",
)  # fmt: skip
NUMBERS = (
    "0", "1", "-1", "2016", "2030", "2101", "1e3", "0x10", "1_0", " 1", "\u0661", "nan", "inf", "", "x", "9" * 19,
    "9" * 5_000, "1.5", "true",
)  # fmt: skip
OPTIONS = {
    "--runs": NUMBERS, "--seed": NUMBERS, "--until": NUMBERS, "--draws": NUMBERS, "--workers": NUMBERS,
    "--out": NAMES, "--engine": ("compiled", "mesa", "", "Mesa"), "--evidence": ("literature", "books", "", "\n"),
    "--model": (":", "x", "x:y", ".x:y", "os:system", "json:", "\udcff:x", "__main__:x", "ssc_sim.model:SSCModel"),
    "--without": ("debt", "Debt", "all", "", "\udcff"), "--parameters": ("point", "posterior", *NAMES),
    "--overwrite": (), "--outcome": ("all", "debt", "", "x", "\udcff"), "--data": NAMES, "--template": NAMES,
    "--scenario": NAMES, "--help": (), "--nothing-like-it": ("1",),
}  # fmt: skip
COMMANDS = ("run", "compare", "expect", "calibrate", "plot", "validate", "show", "marginal", "", "Run", "\udcff")


@st.composite
def words(draw) -> list[str]:
    """A command with names and options, most of them odd."""
    said = [draw(st.sampled_from(COMMANDS)), *draw(st.lists(st.sampled_from(NAMES), max_size=3))]
    for option in draw(st.lists(st.sampled_from(sorted(OPTIONS)), max_size=4)):
        said.append(option)
        if OPTIONS[option]:
            said[-1] += f"={draw(st.sampled_from(OPTIONS[option]))}"
    return said


@searches(150, 1_500)
def test_any_words_on_the_command_line_are_accepted_or_told(tmp_path, monkeypatch, cases):
    """What is accepted is not run here; no traceback, no other exit code, nothing written."""

    def accepted(*_: Any, **__: Any) -> None:
        raise Interrupted("accepted")

    for holder, name in ((storing, "kept_parts"), (fitting.Request, "run"), (commands, "marginal_table")):
        monkeypatch.setattr(holder, name, accepted)
    monkeypatch.setattr("ssc_sim.fitting.agency.files", accepted)  # the template
    monkeypatch.chdir(tmp_path)
    ended = []

    def ends_well(said: list[str]) -> None:
        monkeypatch.setattr(sys, "argv", ["ssc-sim", *said])
        try:
            main()
            ended.append(0)
        except SystemExit as done:
            ended.append(int(done.code or 0))
        assert ended[-1] in (0, 2, 130), said
        assert not list(tmp_path.iterdir()), said

    search(cases, words(), ends_well)
    assert {0, 2, 130} == set(ended), "some are told, some are accepted"
