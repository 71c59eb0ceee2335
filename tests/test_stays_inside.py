"""Nothing in a scenario reads, writes or runs anything outside its folder, the package, the cache and the results.

A child process reads and runs hostile scenarios while every opening of a file, every change on the disk, every program
started and every connection is written down: Python itself tells of them.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

import ssc_sim
from ssc_sim.compiled import cache_folder

ROOT = Path(ssc_sim.__file__).parents[1]

WATCHED = """
import json, os, sys
FILES = {"os.mkdir": 0, "os.rename": 0, "os.remove": 0, "os.rmdir": 0, "os.link": 0, "os.symlink": 0,
         "os.chmod": 0, "os.truncate": 0, "shutil.rmtree": 0, "shutil.copyfile": 0, "os.listdir": 0, "os.scandir": 0}
STARTED = ("subprocess.Popen", "os.system", "os.exec", "os.fork", "os.forkpty", "os.posix_spawn", "os.spawn",
           "socket.connect", "socket.bind", "urllib.Request", "import")
seen, watching = [], False

def watch(event, given):
    if watching and event == "open" and isinstance(given[0], (str, bytes)):
        writes = set(given[1] or "") & set("wax+") or (given[2] or 0) & (os.O_WRONLY | os.O_RDWR | os.O_CREAT)
        seen.append(["write" if writes else "open", os.path.abspath(os.fsdecode(given[0]))])
    elif watching and event in FILES and isinstance(given[FILES[event]], (str, bytes)):
        seen.append([event, os.path.abspath(os.fsdecode(given[FILES[event]]))])
    elif watching and event in STARTED:
        seen.append([event, os.fsdecode(given[0]) if given and isinstance(given[0], (str, bytes)) else ""])

sys.addaudithook(watch)
from ssc_sim import commands, screen
from ssc_sim.results import folder as results
from ssc_sim.cli import main
import matplotlib.backends.backend_agg, matplotlib.backends.backend_svg
watching = True
codes = []
for words in json.loads(sys.argv[1]):
    sys.argv = ["ssc-sim", *words]
    try:
        main()
        codes.append(0)
    except SystemExit as done:
        codes.append(done.code)
watching = False
print("CODES", json.dumps(codes))
print("SEEN", json.dumps(seen))
"""
HEAD = "name: {name}\ntitle: A title\nquestion: What if?\n"
HOSTILE = {  # what a scenario might try
    "reads-up": "extends: ../outside/secret\n",
    "reads-root": "extends: /etc/passwd\n",
    "reads-home": "extends: ~/secret\n",
    "reads-link": "extends: linked\n",
    "names-link": "expect:\n  - {outcome: debt, is: higher, than: linked, support: strong, says: [M1]}\n",
    "names-up": "expect:\n  - {outcome: debt, is: higher, than: ../outside/secret, support: strong, says: [M1]}\n",
    "runs-code": 'events: !!python/object/apply:os.system ["touch was-here"]\n',
    "runs-code-new": 'change: !!python/object/new:subprocess.Popen [["touch", "was-here"]]\n',
    "includes": "change: !include ../outside/secret.yaml\n",
    "fetches": "extends: http://127.0.0.1:9/x\n",
    "imports": "evidence: !!python/module:antigravity x\n",
}
GOOD = {  # odd, but nothing is wrong with them
    "writes-up": "# ../../outside\nregister: [Z01]\n",
    "formats": "change: {donors.IDN.loan_share: 0.5}\n",
}
TITLES = {"writes-up": "'../../outside/x'", "formats": "'{0.__class__} %s $(touch was-here) `touch was-here`'"}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder of scenarios beside one that is none of their business."""
    inside, outside = tmp_path / "inside", tmp_path / "outside"
    inside.mkdir()
    outside.mkdir()
    (outside / "secret.yaml").write_text(HEAD.format(name="secret"))
    (outside / "linked.yaml").write_text(HEAD.format(name="linked"))
    for name, more in {**HOSTILE, **GOOD}.items():
        text = HEAD.format(name=name) + more
        (inside / f"{name}.yaml").write_text(text.replace("A title", TITLES.get(name, "A title")))
    if os.name == "posix":
        (inside / "linked.yaml").symlink_to(outside / "linked.yaml")
    return inside


def watched(folder: Path, commands: list[list[str]]) -> tuple[list[int], list[tuple[str, str]]]:
    done = subprocess.run(
        [sys.executable, "-c", WATCHED, json.dumps(commands)], cwd=folder, capture_output=True, text=True, check=True,
        env={**os.environ, "PYTHONPATH": str(ROOT), "PYTHONDONTWRITEBYTECODE": "1"},
    )  # fmt: skip
    told = dict(line.split(" ", 1) for line in done.stdout.splitlines() if line.startswith(("CODES ", "SEEN ")))
    return json.loads(told["CODES"]), [(event, what) for event, what in json.loads(told["SEEN"])]


def test_hostile_scenarios_reach_nothing_outside(folder):
    commands = [["validate", f"{name}.yaml"] for name in HOSTILE]
    commands += [["run", f"{name}.yaml", "--runs", "1", "--until", "2016"] for name in GOOD]
    codes, seen = watched(folder, commands)
    assert codes == [2] * len(HOSTILE) + [0] * len(GOOD)
    own = folder / "results"
    may_read = [
        folder,
        ROOT,
        cache_folder(),
        *map(Path, {sys.prefix, sys.base_prefix}),
        Path("/usr/share"),
        Path("/sys/fs/cgroup"),
    ]  # how many processors there are
    for event, what in seen:
        if event == "import":
            assert what != "antigravity"
            continue
        assert event in READING or event in WRITING, f"{event}: {what}"
        place = Path(what)
        if event in WRITING:
            inside = place.is_relative_to(own) or place.is_relative_to(cache_folder())
            assert inside or what in HARMLESS, f"{event}: {what}"
        else:
            assert any(place.is_relative_to(one) for one in may_read) or what in HARMLESS, f"{event}: {what}"
    assert ("open", str(folder / "runs-code.yaml")) in seen, "the watch sees what is read"
    assert any(event == "write" and what.endswith("manifest.json") for event, what in seen), "and what is written"
    assert not [what for _, what in seen if "outside" in what or "passwd" in what or "was-here" in what]
    assert sorted(path.name for path in folder.parent.iterdir()) == ["inside", "outside"]
    assert not list(folder.rglob("was-here"))


READING = ("open", "os.listdir", "os.scandir")
WRITING = (
    "write", "os.mkdir", "os.rename", "os.remove", "os.rmdir", "os.link", "os.symlink", "os.chmod", "os.truncate",
    "shutil.rmtree", "shutil.copyfile",
)  # fmt: skip
HARMLESS = {"/dev/null", "/etc/localtime", "/dev/tty"}


@pytest.mark.slow
def test_the_watch_notices_what_leaves_the_folder(folder):
    """The same watch, on a model of the user's own that does what a scenario must not."""
    (folder / "thief.py").write_text(
        "from ssc_sim.model import SSCModel\n"
        "open('../outside/secret.yaml').read()\n"
        "import subprocess, sys\nsubprocess.run([sys.executable, '-c', ''])\n"
        "class Mine(SSCModel):\n    pass\n"
    )
    words = ["run", "baseline-2016", "--runs", "1", "--until", "2016", "--engine", "mesa", "--model", "thief:Mine"]
    _, seen = watched(folder, [words])
    assert ("open", str(folder.parent / "outside" / "secret.yaml")) in seen
    assert any(event == "subprocess.Popen" for event, _ in seen)
