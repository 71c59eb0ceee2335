"""What is shipped: every file that a user needs, nothing else, and the same whichever way it is built."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import tarfile
import tomllib
import zipfile
from email.message import Message
from email.parser import HeaderParser
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
SHIPPED = {"ssc_sim": "ssc_sim", "scenarios": "ssc_sim/scenarios", "calibration": "ssc_sim/calibration"}
NEEDED = (  # one of each kind, so that no list that is empty passes
    "ssc_sim/py.typed",
    "ssc_sim/MODEL.md",
    "ssc_sim/observed/recipients.csv",
    "ssc_sim/observed/sources.yaml",
    "ssc_sim/fitting/certificate_page.html",
    "ssc_sim/fitting/template/programmes.csv",
    "ssc_sim/scenarios/baseline-2016.yaml",
    "ssc_sim/scenarios/TUTORIAL.md",
    "ssc_sim/calibration/posterior.csv",
    "ssc_sim/calibration/targets.csv",
)
pytestmark = pytest.mark.slow


def tracked(*folders: str) -> list[str]:
    """Files of the project, those not yet committed among them, without what is ignored."""
    words = ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z", "--", *folders]
    done = subprocess.run(words, cwd=ROOT, capture_output=True, check=False)
    if done.returncode:
        pytest.skip("not a checkout")
    return [name for name in done.stdout.decode().split("\0") if name and (ROOT / name).is_file()]


def build(*words: str, of: Path, into: Path) -> Path:
    done = subprocess.run(
        [sys.executable, "-m", "build", "--quiet", *words, "--outdir", str(into), str(of)],
        capture_output=True, text=True, check=False, cwd=into.parent,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    (built,) = into.iterdir()
    return built


@pytest.fixture(scope="module")
def folder(tmp_path_factory) -> Path:
    return tmp_path_factory.mktemp("built")


@pytest.fixture(scope="module")
def wheel(folder) -> Path:
    return build("--wheel", of=ROOT, into=folder / "wheel")


@pytest.fixture(scope="module")
def sdist(folder) -> Path:
    return build("--sdist", of=ROOT, into=folder / "sdist")


def contents(wheel: Path) -> dict[str, bytes]:
    with zipfile.ZipFile(wheel) as file:
        return {name: file.read(name) for name in file.namelist()}


def told_by(wheel: Path) -> Message:
    (text,) = [data.decode() for name, data in contents(wheel).items() if name.endswith(".dist-info/METADATA")]
    return HeaderParser().parsestr(text)


def project() -> dict:
    return tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]


def library(requirement: str) -> str:
    """The name of what is required, as package registries write it."""
    return re.sub("[-_.]+", "-", re.match("[A-Za-z0-9_.-]+", requirement)[0].lower())


def test_the_wheel_holds_every_shipped_file_and_nothing_else(wheel):
    found = {name for name in contents(wheel) if ".dist-info/" not in name}
    wanted = {
        f"{into}/{name.removeprefix(f'{folder}/')}" for folder, into in SHIPPED.items() for name in tracked(folder)
    }
    assert found == wanted
    assert set(NEEDED) <= found
    assert len([name for name in found if name.startswith("ssc_sim/scenarios/") and name.endswith(".yaml")]) > 40
    assert not [name for name in found if re.search(r"__pycache__|\.pyc|(^|/)tests?/|\.git|\.nb[ic]|\.parquet", name)]


def test_what_the_wheel_tells_of_itself_is_complete(wheel):
    said, project_ = told_by(wheel), project()
    assert (said["Name"], said["Version"]) == ("ssc-sim", project_["version"])
    assert said["Summary"] == project_["description"]
    assert said["Requires-Python"] == project_["requires-python"]
    assert (said["License-Expression"], said.get_all("License-File")) == ("Apache-2.0", ["LICENSE"])
    assert said["Description-Content-Type"] == "text/markdown"
    assert said.get_payload().startswith("# SSC-Sim")
    assert said["Author"] == project_["authors"][0]["name"]
    assert len(said["Keywords"].split(",")) == len(project_["keywords"])
    assert "Typing :: Typed" in said.get_all("Classifier")
    needed = [one for one in said.get_all("Requires-Dist") if "extra ==" not in one]
    assert sorted(map(library, needed)) == sorted(map(library, project_["dependencies"]))
    assert set(said.get_all("Provides-Extra")) == set(project_["optional-dependencies"])


def test_the_wheel_has_its_command_and_its_licence(wheel):
    held = contents(wheel)
    (entry,) = [data.decode() for name, data in held.items() if name.endswith(".dist-info/entry_points.txt")]
    assert entry.split("\n")[:2] == ["[console_scripts]", "ssc-sim = ssc_sim.cli:main"]
    (licence,) = [data for name, data in held.items() if name.endswith("/LICENSE")]
    assert licence == (ROOT / "LICENSE").read_bytes()


def test_the_source_archive_holds_what_is_needed_to_build_and_test(sdist):
    with tarfile.open(sdist) as file:
        found = {name.partition("/")[2] for name in file.getnames()}
    wanted = {*tracked(*SHIPPED, "tests", ".github", ".ci"), "README.md", "LICENSE", "CHANGELOG.md", "CITATION.cff"}
    wanted |= {"pyproject.toml", "results/README.md"}
    assert wanted <= found
    assert sorted(found - wanted) == [".gitignore", "PKG-INFO"]


def test_the_source_archive_builds_the_same_wheel(sdist, wheel, folder):
    with tarfile.open(sdist) as file:
        file.extractall(folder / "unpacked", filter="data")
    (source,) = (folder / "unpacked").iterdir()
    again = build("--wheel", of=source, into=folder / "again")
    assert again.name == wheel.name
    assert contents(again) == contents(wheel)


def test_the_wheel_finds_its_own_files_and_is_the_source_that_it_was_made_of(wheel, folder):
    """Unpacked elsewhere, it reads its scenarios and its posterior there, and has the hash of this checkout."""
    shutil.unpack_archive(wheel, folder / "site", "zip")
    program = (
        "import ssc_sim, ssc_sim.scenario as s, ssc_sim.posterior as p, ssc_sim.ensemble.manifest as m\n"
        "print(ssc_sim.__file__, s.scenario_folder(), p.posterior_file())\n"
        "print(m.source_hash(), len(s.shipped_scenarios()))\n"
        "assert [s.load_scenario(name) for name in s.shipped_scenarios()] and p.shipped_posterior()"
    )
    said = [
        subprocess.run(
            [sys.executable, "-c", program], cwd=folder, capture_output=True, text=True, check=True,
            env={**os.environ, "PYTHONPATH": str(place), "PYTHONDONTWRITEBYTECODE": "1"},
        ).stdout.split()
        for place in (folder / "site", ROOT)
    ]  # fmt: skip
    assert all(Path(place).is_relative_to(folder / "site") for place in said[0][:3])
    assert said[0][3:] == said[1][3:]
