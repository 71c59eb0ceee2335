"""The commands, as a new user meets them."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path

import pandas as pd
import pytest
from command_line import call

import ssc_sim
from ssc_sim import commands
from ssc_sim.cli import app
from ssc_sim.errors import InputError
from ssc_sim.results import folder as results
from ssc_sim.results.folder import SUMMARY_COLUMNS, Results
from ssc_sim.tables import Outcome

ROOT = Path(ssc_sim.__file__).parents[1]


@pytest.fixture(scope="module")
def ran(tmp_path_factory) -> Path:
    """A results folder of two scenarios."""
    folder = tmp_path_factory.mktemp("ran") / "results"
    request = commands.request_of(["baseline-2016", "legislation-2017"], runs=12, until=2020)
    with results.written_whole(folder) as part:
        done = request.run()
        done.write(part)
        commands.draw(done, part)
    return folder


def test_run_ends_with_curves_on_disk_and_a_readable_table(monkeypatch, tmp_path, capsys):
    assert call(monkeypatch, tmp_path, "run", "baseline-2016", "--runs", "6", "--until", "2018") == 0
    folder = tmp_path / "results" / "baseline-2016"
    assert {path.name for path in folder.iterdir()} == {"manifest.json", "outcomes.parquet", "summary.csv", "figures"}
    assert (folder / "figures" / "outcome_curves.png").stat().st_size > 20_000
    told = capsys.readouterr()
    for word in ("The programme", "The nations", "participants", "capacity", "results/baseline-2016"):
        assert word in told.out
    assert "6/6" in told.err, "progress counts finished replicates"
    assert [path.name for path in (tmp_path / "results").iterdir()] == ["baseline-2016"], "no temporary folder is left"


def test_the_tables_have_the_promised_columns(ran):
    summary = pd.read_csv(ran / "summary.csv")
    assert list(summary.columns) == SUMMARY_COLUMNS
    outcomes = pd.read_parquet(ran / "outcomes.parquet")
    assert list(outcomes.columns) == ["scenario", "replicate", "year", "outcome", "value"]
    assert len(outcomes) == 2 * 12 * 5 * len(Outcome.names())
    assert set(summary["outcome"]) == set(Outcome.names())
    manifest = json.loads((ran / "manifest.json").read_text())
    assert manifest["format"] == 1
    assert manifest["scenarios"][1]["events"][0]["kind"] == "legislation"


def test_the_summary_is_that_of_the_outcomes(ran):
    outcomes = pd.read_parquet(ran / "outcomes.parquet")
    summary = pd.read_csv(ran / "summary.csv")
    chosen = outcomes[
        (outcomes.scenario == "baseline-2016") & (outcomes.year == 2018) & (outcomes.outcome == "participants")
    ]
    row = summary[
        (summary.scenario == "baseline-2016") & (summary.year == 2018) & (summary.outcome == "participants")
    ].iloc[0]
    assert row["mean"] == pytest.approx(chosen["value"].mean())
    assert row["q05"] == pytest.approx(chosen["value"].quantile(0.05))
    assert row["unit"] == "persons"


@pytest.mark.parametrize("workers", [1, 3])
def test_results_do_not_depend_on_workers(workers, tmp_path, ran):
    again = commands.run("baseline-2016", "legislation-2017", runs=12, until=2020, workers=workers)
    again.write(tmp_path)
    for name in ("outcomes.parquet", "summary.csv"):
        assert (tmp_path / name).read_bytes() == (ran / name).read_bytes()


def test_a_replicate_does_not_depend_on_how_many_there_are(ran):
    fewer = commands.run("baseline-2016", runs=3, until=2020).outcomes
    more = Results.read(ran).outcomes
    same = more[(more.scenario == "baseline-2016") & (more.replicate < 3)]
    assert fewer["value"].to_numpy().tobytes() == same["value"].to_numpy().tobytes()


def test_another_seed_gives_other_luck():
    ours, theirs = (commands.run("baseline-2016", runs=3, until=2018, seed=seed).outcomes for seed in (1, 2))
    assert not ours["value"].equals(theirs["value"])


def test_both_engines_write_the_same_tables():
    fewer = commands.run("baseline-2016", runs=2, until=2017, engine="mesa")
    ours = commands.run("baseline-2016", runs=2, until=2017)
    assert fewer.outcomes.equals(ours.outcomes)


def test_plot_redraws_the_same_pictures_and_others_on_request(monkeypatch, tmp_path, capsys, ran):
    picture = ran / "figures" / "outcome_curves.png"
    before = picture.read_bytes()
    assert call(monkeypatch, tmp_path, "plot", str(ran)) == 0
    assert picture.read_bytes() == before
    assert call(monkeypatch, tmp_path, "plot", str(ran), "--outcome", "debt", "--outcome", "capacity_pacific") == 0
    assert (ran / "figures" / "outcomes_01.svg").is_file()
    assert "outcomes_01.png" in capsys.readouterr().out
    assert call(monkeypatch, tmp_path, "plot", str(ran), "--outcome", "capacty") == 2
    assert "did you mean 'capacity'?" in capsys.readouterr().err


def test_a_folder_with_other_results_is_not_overwritten_unasked(monkeypatch, tmp_path, capsys):
    short = ("run", "baseline-2016", "--runs", "2", "--until", "2016")
    assert call(monkeypatch, tmp_path, *short) == 0
    assert call(monkeypatch, tmp_path, *short) == 0, "the same again is no loss"
    assert call(monkeypatch, tmp_path, *short, "--seed", "5") == 2
    assert "seed" in capsys.readouterr().err
    assert call(monkeypatch, tmp_path, *short, "--seed", "5", "--overwrite") == 0
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "thesis.txt").write_text("years of work")
    assert call(monkeypatch, tmp_path, *short, "--out", "mine", "--overwrite") == 2
    assert (tmp_path / "mine" / "thesis.txt").is_file()


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("run", "basline-2016"), "did you mean 'baseline-2016'?"),
        (("run", "nowhere.yaml"), "nowhere.yaml"),
        (("run", "baseline-2016", "--runs", "0"), "--runs: 0 is out of range"),
        (("run", "baseline-2016", "--until", "2015"), "--until: 2015 is out of range"),
        (("run", "baseline-2016", "--seed", "-1"), "--seed: -1 is out of range"),
        (("run", "baseline-2016", "--evidence", "literatur"), "'literatur' is no evidence"),
        (("run", "baseline-2016", "--engine", "mese"), "did you mean 'mesa'?"),
        (("run", "baseline-2016", "--model", "a:B"), "with --engine mesa"),
        (("run", "baseline-2016", "--engine", "mesa", "--model", "a:B"), "'a:B' cannot be loaded"),
        (("run", "baseline-2016", "--engine", "mesa", "--model", "json:JSONDecoder"), "is not a subclass of SSCModel"),
        (("run", "baseline-2016", "baseline-2016"), "is given twice"),
        (("run", "baseline-2016", "--rusn", "3"), "--rusn"),
        (("plot", "nowhere"), "is not a results folder"),
    ],
)
def test_bad_requests_are_told_without_a_traceback(monkeypatch, tmp_path, capsys, words, told):
    assert call(monkeypatch, tmp_path, *words) == 2
    error = capsys.readouterr().err
    assert told in error
    assert "Traceback" not in error
    assert list(tmp_path.iterdir()) == [], "nothing is written"


def test_several_mistakes_are_told_at_once(monkeypatch, tmp_path, capsys):
    assert call(monkeypatch, tmp_path, "run", "basline-2016", "nowhere.yaml", "--runs", "0") == 2
    assert len(capsys.readouterr().err.strip().splitlines()) == 3


def test_a_bad_scenario_writes_nothing(monkeypatch, tmp_path, capsys):
    (tmp_path / "mine.yaml").write_text(
        "name: mine\ntitle: t\nquestion: q\nchange: {donors.IDN.technical_share: -0.2}\n"
    )
    assert call(monkeypatch, tmp_path, "run", "mine.yaml") == 2
    assert capsys.readouterr().err.startswith("mine.yaml:4:")
    assert [path.name for path in tmp_path.iterdir()] == ["mine.yaml"]


def test_an_unwritable_place_is_told(monkeypatch, tmp_path, capsys):
    (tmp_path / "file").write_text("in the way")
    assert call(monkeypatch, tmp_path, "run", "baseline-2016", "--runs", "2", "--until", "2016", "--out", "file/x") == 2
    assert "cannot be written" in capsys.readouterr().err


def test_a_failure_while_writing_leaves_nothing_behind(tmp_path):
    def fail_half_way() -> None:
        with results.written_whole(tmp_path / "out") as part:
            (part / "summary.csv").write_text("half")
            raise RuntimeError("half-written")

    with pytest.raises(RuntimeError, match="half"):
        fail_half_way()
    assert list(tmp_path.iterdir()) == []


def test_results_of_another_format_are_refused(tmp_path):
    (tmp_path / "manifest.json").write_text('{"format": 0}')
    with pytest.raises(InputError, match="format 0"):
        Results.read(tmp_path)


def test_a_users_model_runs_from_the_command_line(monkeypatch, tmp_path):
    (tmp_path / "my_model.py").write_text(
        "from ssc_sim.agents import Recipient\nfrom ssc_sim.model import SSCModel\n\n\n"
        "class Proud(Recipient):\n    def depend(self, world):\n        super().depend(world)\n"
        "        self.dependency = 0.0\n\n\nclass Mine(SSCModel):\n    recipient_class = Proud\n"
    )
    words = ("run", "baseline-2016", "--runs", "1", "--until", "2016", "--engine", "mesa", "--model", "my_model:Mine")
    assert call(monkeypatch, tmp_path, *words) == 0
    summary = pd.read_csv(tmp_path / "results" / "baseline-2016" / "summary.csv")
    assert (summary.loc[summary["outcome"] == "dependency", "mean"] == 0).all()
    assert json.loads((tmp_path / "results/baseline-2016/manifest.json").read_text())["engine"] == "mesa my_model:Mine"


@pytest.mark.parametrize("what", ["scenarios", "parameters", "outcomes", "countries", "donors"])
def test_show_tells_what_there_is(monkeypatch, tmp_path, capsys, what):
    monkeypatch.setenv("COLUMNS", "200")
    assert call(monkeypatch, tmp_path, "show", what) == 0
    expected = {"scenarios": "no-programme", "parameters": "half_dependency", "outcomes": "trained_in_post",
                "countries": "Timor-Leste", "donors": "Türkiye"}  # fmt: skip
    assert expected[what] in capsys.readouterr().out


def test_every_command_has_help():
    for command in app.registered_commands:
        assert command.callback.__doc__


def readme() -> str:
    return (ROOT / "README.md").read_text(encoding="utf-8")


def test_the_readme_is_short_and_its_python_runs(tmp_path):
    assert len(readme().splitlines()) < 135
    code = re.search(r"```python\n(.*?)```", readme(), re.DOTALL).group(1)
    done = subprocess.run([sys.executable, "-c", code], cwd=tmp_path, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert "trained_in_post" in done.stdout


COMMANDS = ("run", "compare", "plot", "expect", "calibrate", "marginal", "report")


def test_the_readmes_scenario_and_commands_are_valid(monkeypatch, tmp_path, capsys):
    text = re.search(r"```yaml\n(.*?)```", readme(), re.DOTALL).group(1)
    (tmp_path / "half-the-budget.yaml").write_text(text)
    assert call(monkeypatch, tmp_path, "validate", "half-the-budget.yaml") == 0
    options = set(re.findall(r" (--[a-z]+)", readme())) - {"--system", "--dist"}
    for option in options:
        assert any(option in help_of(monkeypatch, tmp_path, capsys, command) for command in COMMANDS), option


def help_of(monkeypatch, folder: Path, capsys, command: str) -> str:
    monkeypatch.setenv("COLUMNS", "200")
    capsys.readouterr()
    call(monkeypatch, folder, command, "--help")
    return capsys.readouterr().out
