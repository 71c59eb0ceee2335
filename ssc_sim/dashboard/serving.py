"""The server of the dashboard: on this machine alone unless told otherwise, and without need of any other machine."""

from __future__ import annotations

import os
import socket
import tempfile
from collections.abc import Callable, Sequence
from contextlib import suppress
from importlib import import_module, metadata
from pathlib import Path
from typing import Any

from ssc_sim.dashboard.facts import offer, shipped
from ssc_sim.dashboard.policy import BASELINE, Policy
from ssc_sim.errors import InputError, Problem, not_installed
from ssc_sim.scenario import load_scenarios

PAGE = "ssc_sim.dashboard.page"
NEEDED = ("solara", "solara-assets", "ipyvue", "ipyvuetify", "uvicorn")
BELOW_3 = ("ipyvue", "ipyvuetify")
EXTRA = 'pip install "ssc-sim[dashboard]"'
#: Read by Solara when it is imported: no telemetry, no other machine, no advertisement, nothing kept for long.
SETTINGS = {
    "SOLARA_APP": PAGE,
    "SOLARA_MODE": "production",
    "SOLARA_TELEMETRY_MIXPANEL_ENABLE": "false",
    "SOLARA_ASSETS_PROXY": "true",  # the page takes its scripts from this server, which has them from solara[assets],
    "SOLARA_ASSETS_CDN": "http://127.0.0.1:9/",  # and asks nobody for what a visitor names and it has not
    "SOLARA_ASSETS_FONTAWESOME_ENABLED": "false",
    "SOLARA_THEME_LOADER": "plain",
    "SOLARA_THEME_SHOW_BANNER": "false",
    "SOLARA_THEME_TITLE": "SSC-Sim",
    "SOLARA_KERNEL_CULL_TIMEOUT": "10m",
}


def serve(scenarios: Sequence[str | Path], host: str, port: int, announce: Callable[[str], None] = print) -> None:
    """Serve the dashboard until it is stopped.

    Parameters
    ----------
    scenarios : sequence of str or path
        Offered beside the shipped ones; the first is open when a visitor comes.
    host, port : str, int
        Where to listen; port 0 takes any that is free.
    announce : callable
        Told what to tell the user.

    Raises
    ------
    InputError
        Where a scenario cannot be shown, a package is missing, or the place cannot be listened at.
    """
    read = load_scenarios(scenarios)
    for scenario in read:
        Policy.on(scenario)
    check_packages()
    with bound(host, port) as listening, tempfile.TemporaryDirectory(prefix="ssc-sim-") as home:
        os.environ |= SETTINGS | {"SOLARA_HOME": home}
        offer(read)
        import uvicorn  # noqa: PLC0415  (an extra)

        warm_up(announce)
        server = import_module("solara.server.starlette")
        config = uvicorn.Config(server.app, log_level="warning", timeout_graceful_shutdown=1)
        announce(f"The dashboard is open at http://{_told(host)}:{listening.getsockname()[1]}  (Ctrl-C stops it)")
        with suppress(KeyboardInterrupt):  # the usual way to stop it
            uvicorn.Server(config).run(sockets=[listening])


def _told(host: str) -> str:
    return f"[{host}]" if ":" in host else host


def check_packages() -> None:
    """Refuse to begin where a package is missing, or is a version with which the page stays blank.

    Raises
    ------
    InputError
        Naming the extra to install.
    """
    problems = []
    for package in NEEDED:
        try:
            version = metadata.version(package)
        except metadata.PackageNotFoundError:
            problems += not_installed("dashboard", package, "dashboard").problems
        else:
            if package in BELOW_3 and int(version.partition(".")[0]) >= 3:
                wrong = f"{package} {version} is installed, with which the page stays blank"
                problems.append(Problem("dashboard", 0, 0, "", wrong, f"{package}<3, as with {EXTRA}"))
    if problems:
        raise InputError(problems)


def bound(host: str, port: int) -> socket.socket:
    """Return a socket that is bound to the place.

    Raises
    ------
    InputError
        Where it cannot be: taken, or no such place.
    """
    listening: socket.socket | None = None
    try:
        family, _, _, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        listening = socket.socket(family, socket.SOCK_STREAM)
        listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listening.bind(address)
    except (OSError, OverflowError) as error:
        if listening is not None:
            listening.close()
        wrong = f"cannot be listened at: {getattr(error, 'strerror', None) or error}"
        raise InputError([Problem(f"{host}:{port}", 0, 0, "", wrong, "another --port, or --port 0 for any")]) from None
    return listening


def warm_up(announce: Callable[[str], None]) -> None:
    """Compile the model and run the world of 2016 once, so that the first visitor need not wait."""
    from ssc_sim import engine  # noqa: PLC0415  (numba)
    from ssc_sim.dashboard import visit  # noqa: PLC0415  (Solara reads its settings when it is imported)
    from ssc_sim.dashboard.answers import Question  # noqa: PLC0415  (numba)

    if engine.must_compile():
        announce("Compiling the model for this machine: once, some twenty seconds ...")
    visit.bases()
    for _ in visit.all_answers(Question.of(Policy.on(shipped(BASELINE))), lambda: True):
        pass


def harden() -> None:
    """Let a browser send events to the page, and nothing else.

    The widgets' own protocol lets a browser name any class of any module to be made into a widget, and any method to be
    called. The page needs neither.
    """
    from ipyvue.VueTemplateWidget import Events  # noqa: PLC0415  (an extra)

    Events._handle_event = events_only  # noqa: SLF001  (there is no other switch)


def events_only(widget: Any, _: Any, content: Any, buffers: Any) -> None:
    """Call the handler of an event that a widget has declared; let everything else fall."""
    event = content.get("event") if isinstance(content, dict) else None
    handler = getattr(widget, f"vue_{event}", None) if isinstance(event, str) else None
    if handler is not None and set(content) <= {"event", "data"}:
        handler(content.get("data"), buffers) if buffers else handler(content.get("data"))
