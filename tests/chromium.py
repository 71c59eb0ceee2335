"""A headless Chromium, spoken to over its own protocol: enough to open a page, read it, and press keys."""

from __future__ import annotations

import base64
import json
import shutil
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

from websockets.sync.client import connect

NAMES = ("chromium", "chromium-browser", "google-chrome", "chrome")
FLAGS = (
    "--headless=new", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-component-update",
    "--disable-background-networking", "--disable-sync", "--hide-scrollbars", "--remote-debugging-port=0",
)  # fmt: skip
PATIENCE = 120.0  # seconds


def browser() -> str | None:
    """Return the path of a browser, if there is one."""
    return next((found for name in NAMES if (found := shutil.which(name))), None)


class Tab:
    """One end of a conversation with a browser: a page, with what it asked for and what it complained of."""

    def __init__(self, socket: Any) -> None:
        self._socket = socket
        self._count = 0
        self.requests: list[str] = []
        self.complaints: list[str] = []

    def listen(self) -> Tab:
        """Take note of requests and complaints from here on."""
        for domain in ("Page", "Runtime", "Network", "Log"):
            self.send(f"{domain}.enable")
        return self

    def send(self, method: str, **params: Any) -> dict[str, Any]:
        """Send one command and return its result."""
        self._count += 1
        self._socket.send(json.dumps({"id": self._count, "method": method, "params": params}))
        while True:
            told = json.loads(self._socket.recv(timeout=PATIENCE))
            if told.get("id") == self._count:
                assert "error" not in told, told["error"]
                return told["result"]
            self._notice(told)

    def _notice(self, told: dict[str, Any]) -> None:
        method, params = told.get("method"), told.get("params", {})
        if method == "Network.requestWillBeSent":
            self.requests.append(params["request"]["url"])
        elif method == "Runtime.exceptionThrown":
            self.complaints.append(json.dumps(params["exceptionDetails"])[:600])
        elif method == "Runtime.consoleAPICalled" and params["type"] in ("error", "assert"):
            self.complaints.append(str([one.get("value", one.get("description")) for one in params["args"]])[:600])
        elif method == "Log.entryAdded" and params["entry"]["level"] == "error":
            self.complaints.append(f"{params['entry']['text']} {params['entry'].get('url', '')}")

    def open(self, url: str, width: int = 1280, height: int = 900) -> None:
        """Open a page in a window of a size."""
        size = {"width": width, "height": height, "deviceScaleFactor": 1, "mobile": width < 700}
        self.send("Emulation.setDeviceMetricsOverride", **size)
        self.send("Page.navigate", url=url)

    def run(self, script: str) -> Any:
        """Run a script in the page and return its value."""
        done = self.send("Runtime.evaluate", expression=script, returnByValue=True, awaitPromise=True)
        assert "exceptionDetails" not in done, done["exceptionDetails"]
        return done["result"].get("value")

    def wait(self, script: str, seconds: float = PATIENCE) -> Any:
        """Wait until a script gives something true, and return that."""
        until = time.monotonic() + seconds
        while time.monotonic() < until:
            found = self.run(script)
            if found:
                return found
            time.sleep(0.05)
        shown = self.run("document.body.innerText")[:800]
        raise AssertionError(f"waited {seconds:.0f} s in vain for {script}; the page: {shown}")

    def press(self, key: str, code: int) -> None:
        """Press a key."""
        for kind in ("rawKeyDown", "keyUp"):
            self.send("Input.dispatchKeyEvent", type=kind, key=key, code=key, windowsVirtualKeyCode=code)

    def picture(self, path: Path, *, whole: bool = True) -> None:
        """Save a picture of the page."""
        done = self.send("Page.captureScreenshot", captureBeyondViewport=whole)
        path.write_bytes(base64.b64decode(done["data"]))


@contextmanager
def chromium() -> Iterator[Callable[[], Tab]]:
    """Start a browser; what is given opens a new visitor's tab, with cookies and storage of its own."""
    path = browser()
    assert path is not None
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder, ExitStack() as sockets:
        words = [path, *FLAGS, f"--user-data-dir={folder}", "about:blank"]
        process = subprocess.Popen(words, stderr=subprocess.PIPE, text=True)
        try:
            address = _address(process)
            yield lambda: Tab(sockets.enter_context(connect(_new_page(address), max_size=None))).listen()
        finally:
            process.terminate()
            process.wait(timeout=30)
            process.stderr.close()


def _address(process: subprocess.Popen[str]) -> str:
    for line in process.stderr:
        if "DevTools listening on " in line:
            return line.partition("DevTools listening on ")[2].strip()
    raise AssertionError("the browser did not start")


def _new_page(address: str) -> str:
    """Return the address of a new page of a new visitor."""
    with connect(address, max_size=None) as socket:
        browser_itself = Tab(socket)
        context = browser_itself.send("Target.createBrowserContext")["browserContextId"]
        page = browser_itself.send("Target.createTarget", url="about:blank", browserContextId=context)["targetId"]
    return f"{address.rpartition('/devtools/')[0]}/devtools/page/{page}"
