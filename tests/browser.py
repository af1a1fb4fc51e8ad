"""Headless Chromium, driven through its DevTools protocol: what a page does, not what its source says."""

import base64
import contextlib
import json
import os
import shutil
import signal
import subprocess
import time
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import websocket

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
_PATIENCE = 30


def wait(what: Callable[[], Any]) -> Any:
    """Its first true answer. Raises TimeoutError."""
    end = time.monotonic() + _PATIENCE
    while not (answer := what()):
        if time.monotonic() > end:
            raise TimeoutError(f"waited {_PATIENCE} s in vain")
        time.sleep(0.05)
    return answer


class Page:
    """One tab. `trouble` collects console messages above `info`, exceptions, refusals and requests to the outside."""

    def __init__(self, address: str, chromium: subprocess.Popen[bytes], said: Path) -> None:
        self._chromium, self._said = chromium, said
        self._socket = websocket.create_connection(address, timeout=_PATIENCE, suppress_origin=True)
        self._number = 0
        self._loaded = False
        self.trouble: list[str] = []
        for domain in ("Page", "Runtime", "Log", "Network"):
            self.call(f"{domain}.enable")

    def call(self, method: str, **parameters: Any) -> dict[str, Any]:
        self._number += 1
        self._exchange(json.dumps({"id": self._number, "method": method, "params": parameters}))
        while True:
            message = self._exchange()
            if message.get("id") == self._number:
                assert "error" not in message, message
                return message["result"]
            self._heard(message)

    def _exchange(self, request: str = "") -> dict[str, Any]:
        """Send a request, or receive the next message."""
        try:
            return {"sent": self._socket.send(request)} if request else json.loads(self._socket.recv())
        except (websocket.WebSocketConnectionClosedException, ConnectionError):
            with contextlib.suppress(subprocess.TimeoutExpired):
                self._chromium.wait(_PATIENCE)
            if self._chromium.returncode is None:
                raise
            last = self._said.read_text(encoding="utf-8", errors="replace")[-500:]
            pytest.skip(f"something ended Chromium ({self._chromium.returncode}): {last}")

    def _heard(self, message: dict[str, Any]) -> None:
        match message.get("method"), message.get("params"):
            case "Page.loadEventFired", _:
                self._loaded = True
            case "Runtime.exceptionThrown", told:
                self.trouble.append(told["exceptionDetails"].get("exception", {}).get("description", "an exception"))
            case "Runtime.consoleAPICalled", {"type": "error" | "warning" | "assert", "args": said}:
                self.trouble.append(str([each.get("value") for each in said]))
            case "Log.entryAdded", {"entry": {"level": "error" | "warning"} as entry}:
                self.trouble.append(entry["text"])
            case "Network.requestWillBeSent", {"request": {"url": url}} if not url.startswith(("file:", "about:", "data:")):
                self.trouble.append(f"asked for {url}")

    def open(self, path: Path, width: int, dark: bool = False) -> None:
        """Load a file as a window of that width shows it, without any network."""
        theme = {"name": "prefers-color-scheme", "value": "dark" if dark else "light"}
        self.call("Emulation.setEmulatedMedia", features=[theme])
        self.resize(width)
        self._go(path.as_uri(), offline=True)

    def resize(self, width: int) -> None:
        self.call("Emulation.setDeviceMetricsOverride", width=width, height=900, deviceScaleFactor=1, mobile=False)

    def visit(self, url: str, until: str) -> None:
        """Go to a server on this machine, all that can be reached, and wait until the JavaScript expression is true.

        A server's own pages may have `trouble` that is none of ours.
        """
        self._go(url, offline=False)
        self.wait_for(until)

    def _go(self, url: str, offline: bool) -> None:
        speed = {"latency": 0, "downloadThroughput": -1, "uploadThroughput": -1}
        self.call("Network.emulateNetworkConditions", offline=offline, **speed)
        self.trouble.clear()
        self._loaded = False
        self.call("Page.navigate", url=url)
        while not self._loaded:
            self._heard(self._exchange())

    def run(self, script: str) -> Any:
        """The value of a JavaScript expression, awaited."""
        told = self.call("Runtime.evaluate", expression=script, awaitPromise=True, returnByValue=True)
        assert "exceptionDetails" not in told, told
        return told["result"].get("value")

    def wait_for(self, script: str) -> Any:
        """The value of an expression, as soon as it is true."""
        try:
            return wait(lambda: self.run(script))
        except TimeoutError:
            raise AssertionError(f"{script} did not become true; {self.trouble}") from None

    def click(self, x: float, y: float) -> None:
        for kind in ("mouseMoved", "mousePressed", "mouseReleased"):
            self.call("Input.dispatchMouseEvent", type=kind, x=x, y=y, button="left", clickCount=1)

    def press(self, key: str, text: str = "") -> None:
        """Press a key; `text` is what it types, "\\r" for Enter."""
        code = {"Tab": 9, "Enter": 13, "ArrowLeft": 37, "ArrowUp": 38, "ArrowRight": 39, "ArrowDown": 40}.get(key, 0)
        for kind in ("keyDown", "keyUp"):
            typed = {"text": text} if text and kind == "keyDown" else {}
            self.call("Input.dispatchKeyEvent", type=kind, key=key, code=key, windowsVirtualKeyCode=code, **typed)

    def fill(self, selector: str, text: str) -> None:
        """Type into a field in place of what is there, and leave it."""
        field = f"document.querySelector({json.dumps(selector)})"
        self.run(f"{field}.focus(), {field}.select()")
        self.call("Input.insertText", text=text)
        self.run(f"{field}.blur()")

    def screenshot(self, path: Path) -> None:
        told = self.call("Page.captureScreenshot", format="png", captureBeyondViewport=True)
        path.write_bytes(base64.b64decode(told["data"]))


@contextlib.contextmanager
def browser(profile: Path) -> Iterator[Page]:
    """A browser of its own with one tab, gone afterwards with all its processes.

    A Chromium that something ends in between, as for lack of memory, has decided nothing: the test is skipped and says so.
    """
    assert CHROMIUM is not None
    arguments = ["--headless=new", "--no-sandbox", "--disable-gpu", "--hide-scrollbars", "--no-first-run", "--disable-quic"]
    # Containers may have 64 MB in /dev/shm, and whoever writes more there dies.
    arguments += ["--disable-dev-shm-usage"]
    arguments += ["--disable-background-networking", "--disable-component-update", "--disable-sync"]
    arguments += ["--host-resolver-rules=MAP * ~NOTFOUND , EXCLUDE 127.0.0.1", f"--user-data-dir={profile}"]
    said = profile.with_suffix(".log")
    with said.open("wb") as log:
        process = subprocess.Popen(
            [CHROMIUM, *arguments, "--remote-debugging-port=0", "about:blank"],
            stdout=subprocess.DEVNULL,
            stderr=log,
            start_new_session=True,
        )
    try:
        port = wait(lambda: _port(profile / "DevToolsActivePort", process))
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/json", timeout=_PATIENCE) as answer:
            tab = next(each for each in json.load(answer) if each["type"] == "page")
        yield Page(tab["webSocketDebuggerUrl"], process, said)
    finally:
        end(process)


def end(process: subprocess.Popen[bytes]) -> None:
    """End a process that was started in a session of its own, with all those it started."""
    with contextlib.suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()


def _port(file: Path, process: subprocess.Popen[bytes]) -> str:
    """The port it listens on; empty until it has written that down, whole."""
    assert process.poll() is None, "Chromium did not start"
    port, line_end, _ = (file.read_text() if file.is_file() else "").partition("\n")
    return port if line_end else ""
