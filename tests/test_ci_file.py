"""The public checks run what the README promises, on the systems and versions that it names, and may change nothing."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path
from typing import Any

import pytest
from ruamel.yaml import YAML

ROOT = Path(__file__).parents[1]
LOWEST = 'python3 -m pip install uv && uv venv && uv pip install --resolution lowest-direct -e ".[test]"'
NEWEST = "3.13"


@pytest.fixture(scope="module")
def checks() -> dict[str, Any]:
    text = (ROOT / ".github" / "workflows" / "ci.yml").read_text(encoding="utf-8")
    return YAML(typ="safe", pure=True).load(text)


def commands_of_readme(language: str) -> list[str]:
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    blocks = re.findall(rf"```{language}\n(.*?)```", text, re.DOTALL)
    return [line for block in blocks for line in block.splitlines() if " -m venv " in line]


def commands_of(job: dict[str, Any]) -> list[str]:
    return [step["run"] for step in job["steps"] if "run" in step]


def lowest_python() -> str:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    return project["requires-python"].removeprefix(">=")


def test_there_is_a_job_for_each_promise(checks):
    assert set(checks["jobs"]) == {"readme", "readme-windows", "gate", "oldest"}
    assert set(checks["on"]) == {"push", "pull_request"}


@pytest.mark.parametrize(("job", "language"), [("readme", "sh"), ("readme-windows", "bat")])
def test_the_commands_are_those_of_the_readme(checks, job, language):
    assert len(commands_of_readme(language)) == 2
    assert commands_of(checks["jobs"][job]) == commands_of_readme(language)


def test_the_systems_and_versions_are_those_that_are_promised(checks):
    readme, windows = checks["jobs"]["readme"], checks["jobs"]["readme-windows"]
    assert readme["strategy"]["matrix"]["os"] == ["ubuntu-latest", "macos-latest"]
    assert windows["runs-on"] == "windows-latest"
    for job in (readme, windows):
        assert job["strategy"]["matrix"]["python"] == [lowest_python(), NEWEST]
        assert not job["strategy"]["fail-fast"], "each system tells how it stands"
    assert windows["env"]["PY_PYTHON"] == "${{ matrix.python }}", "the launcher `py` takes the version asked for"
    assert all(step["shell"] == "cmd" for step in windows["steps"] if "run" in step)


def test_the_gate_is_the_one_that_is_run_before_every_change(checks):
    assert commands_of(checks["jobs"]["gate"]) == ["bash .ci/run"]
    assert (ROOT / ".ci" / "run").is_file()


def test_the_oldest_versions_are_tried(checks):
    job = checks["jobs"]["oldest"]
    assert commands_of(job) == [LOWEST, '.venv/bin/python -m pytest -m "not slow" -W default']
    assert [step["with"]["python-version"] for step in job["steps"] if "with" in step] == [lowest_python()]


def test_the_checks_may_only_read_and_end_by_themselves(checks):
    assert checks["permissions"] == {"contents": "read"}
    for job in checks["jobs"].values():
        assert "permissions" not in job
        assert job["timeout-minutes"] <= 120
        for step in job["steps"]:
            assert ("uses" in step) != ("run" in step)
            assert re.fullmatch(r"actions/(checkout|setup-python)@v\d+", step.get("uses", "actions/checkout@v4"))


def test_every_library_has_a_lowest_version():
    """Without one, the oldest versions that are tried would be some of long ago."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    extras = [one for group in project["optional-dependencies"].values() for one in group]
    loose = [one for one in [*project["dependencies"], *extras] if ">=" not in one and not one.startswith("ssc-sim[")]
    assert loose == ["ipyvuetify<3", "ipyvue<3"], "which solara holds from below"
