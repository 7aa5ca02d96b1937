"""Chromium without a window, driven through a pipe by the Chrome DevTools Protocol, and a server on the loopback."""

from __future__ import annotations

import base64
import fcntl
import json
import os
import select
import shutil
import signal
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

# Seconds that the browser has for anything; and for its start, which on a new machine reads all of it from the disk.
DEADLINE = 60.0
START = 300.0
# Chromium shows feeds as plain text, without their stylesheet, when they are served by their own media types.
TYPES = {
    ".html": "text/html; charset=utf-8",
    ".css": "text/css; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".json": "application/json",
    ".atom": "application/xml",
    ".rss": "application/xml",
    ".opml": "text/x-opml",
    ".png": "image/png",
    ".ico": "image/x-icon",
    ".txt": "text/plain; charset=utf-8",
    ".xml": "application/xml",
}


class Failure(Exception):
    """What a check found to be wrong."""


def find_chromium() -> str | None:
    """The browser to use: $CHROMIUM, or the first of the usual names."""
    names = [os.environ.get("CHROMIUM"), "chromium", "chromium-browser", "google-chrome", "google-chrome-stable"]
    return next((found for name in names if name and (found := shutil.which(name))), None)


class Server:
    """Serves directories under path prefixes; what it is told to withhold is not found, what it holds comes later."""

    def __init__(self) -> None:
        self.roots: dict[str, Path] = {}
        self.withheld: set[str] = set()
        self.held: dict[str, threading.Event] = {}
        server = self

        class Handler(SimpleHTTPRequestHandler):
            protocol_version = "HTTP/1.1"
            disable_nagle_algorithm = True

            def do_GET(self) -> None:
                if release := server.held.get(unquote(urlsplit(self.path).path)):
                    release.wait(DEADLINE)
                super().do_GET()

            def translate_path(self, path: str) -> str:
                plain = unquote(urlsplit(path).path)
                if plain == "/favicon.ico":
                    return os.devnull  # What browsers ask for by themselves beside a feed.
                for prefix, root in sorted(server.roots.items(), key=lambda item: -len(item[0])):
                    if plain.startswith(prefix) and plain not in server.withheld and ".." not in plain:
                        return str(root / (plain[len(prefix) :] or "index.html"))
                return os.devnull + "/none"

            def guess_type(self, path: str | os.PathLike[str]) -> str:
                return TYPES.get(Path(path).suffix, "application/octet-stream")

            def log_message(self, format: str, *args: Any) -> None:
                pass

        self.http = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.origin = f"http://127.0.0.1:{self.http.server_address[1]}"
        threading.Thread(target=self.http.serve_forever, daemon=True).start()

    def mount(self, prefix: str, root: Path) -> str:
        """Serves a directory, and gives its address."""
        self.roots[prefix] = root
        return self.origin + prefix

    @contextmanager
    def holding(self, path: str) -> Iterator[None]:
        """Answers requests for a path only when the context is left."""
        self.held[path] = threading.Event()
        try:
            yield
        finally:
            self.held.pop(path).set()

    @contextmanager
    def withholding(self, path: str) -> Iterator[None]:
        """Answers that there is nothing at a path, as long as the context lasts."""
        self.withheld.add(path)
        try:
            yield
        finally:
            self.withheld.discard(path)

    def close(self) -> None:
        self.http.shutdown()
        self.http.server_close()


class Browser:
    """A process of Chromium. Commands go to its descriptor 3, answers come from 4, each ended by NUL."""

    def __init__(self, executable: str) -> None:
        self.profile = tempfile.mkdtemp(prefix="feedgen-browser-")
        child_in, self._out = self._pipe()
        self._in, child_out = self._pipe()
        flags = [
            "--headless=new",
            "--remote-debugging-pipe",
            f"--user-data-dir={self.profile}",
            "--no-first-run",
            "--no-default-browser-check",
            "--disable-background-networking",
            "--disable-component-update",
            "--disable-sync",
            "--disable-extensions",
            "--disable-dev-shm-usage",
            "--mute-audio",
            "--hide-scrollbars",
            "--force-color-profile=srgb",
            "--lang=en-GB",
        ]
        if os.geteuid() == 0:
            flags.append("--no-sandbox")  # Chromium refuses root otherwise.
        quiet = [(os.POSIX_SPAWN_OPEN, end, os.devnull, os.O_RDWR, 0) for end in (0, 1, 2)]
        self.process = os.posix_spawn(
            executable,
            [executable, *flags, "about:blank"],
            os.environ,
            setpgroup=0,
            file_actions=[*quiet, (os.POSIX_SPAWN_DUP2, child_in, 3), (os.POSIX_SPAWN_DUP2, child_out, 4)],
        )
        os.close(child_in)
        os.close(child_out)
        self._buffer = b""
        self._next = 0
        self._answers: dict[int, dict[str, Any]] = {}
        self.pages: dict[str, Page] = {}
        self.events: list[dict[str, Any]] = []
        self._deadline = START
        self.call("Browser.getVersion")
        self._deadline = DEADLINE

    @staticmethod
    def _pipe() -> tuple[int, int]:
        """A pipe with descriptors from 10 upwards, so that making 3 and 4 of them never overwrites the other."""
        ends = os.pipe()
        moved = tuple(fcntl.fcntl(end, fcntl.F_DUPFD_CLOEXEC, 10) for end in ends)
        for end in ends:
            os.close(end)
        return moved[0], moved[1]

    def _receive(self, timeout: float) -> None:
        """Reads what has come, and hands events to their pages."""
        if not select.select([self._in], [], [], max(0.0, timeout))[0]:
            return
        data = os.read(self._in, 1 << 20)
        if not data:
            raise Failure("the browser has ended by itself")
        *messages, self._buffer = (self._buffer + data).split(b"\0")
        for message in map(json.loads, messages):
            if "id" in message:
                self._answers[message["id"]] = message
            elif message.get("sessionId") in self.pages:
                self.pages[message["sessionId"]].note(message["method"], message["params"])
            else:
                self.events.append(message)

    def call(self, method: str, session: str | None = None, **params: Any) -> dict[str, Any]:
        """Sends a command and waits for its result."""
        self._next += 1
        number = self._next
        message: dict[str, Any] = {"id": number, "method": method, "params": params}
        if session:
            message["sessionId"] = session
        data = json.dumps(message).encode() + b"\0"
        while data:
            data = data[os.write(self._out, data) :]
        end = time.monotonic() + self._deadline
        while number not in self._answers:
            if time.monotonic() > end:
                raise Failure(f"the browser did not answer {method}")
            self._receive(end - time.monotonic())
        answer = self._answers.pop(number)
        if "error" in answer:
            raise Failure(f"{method}: {answer['error'].get('message')}")
        result: dict[str, Any] = answer["result"]
        return result

    def until(self, condition: Callable[[], Any], what: str, deadline: float = DEADLINE) -> Any:
        """The condition's value once it is true; between looks it waits for the browser's messages."""
        end = time.monotonic() + deadline
        while True:
            if value := condition():
                return value
            if time.monotonic() > end:
                raise Failure(f"in {deadline:g} s it did not come to this: {what}")
            self._receive(0.02)

    def page(self, **options: Any) -> Page:
        """A page with storage of its own."""
        context = self.call("Target.createBrowserContext")["browserContextId"]
        target = self.call("Target.createTarget", url="about:blank", browserContextId=context)["targetId"]
        session = self.call("Target.attachToTarget", targetId=target, flatten=True)["sessionId"]
        page = Page(self, session, context, **options)
        self.pages[session] = page
        page.enable()
        return page

    def close(self) -> None:
        try:
            self.call("Browser.close")
            self.until(lambda: os.waitpid(self.process, os.WNOHANG)[0], "the browser has ended", 5)
        except (Failure, OSError):
            try:
                os.killpg(self.process, signal.SIGKILL)
                os.waitpid(self.process, 0)
            except OSError:
                pass  # It has ended and been waited for.
        for end in (self._in, self._out):
            os.close(end)
        shutil.rmtree(self.profile, ignore_errors=True)


KEYS = {
    "Tab": (9, ""),
    "Enter": (13, "\r"),
    "Escape": (27, ""),
    "End": (35, ""),
    "Home": (36, ""),
    "ArrowUp": (38, ""),
    "ArrowDown": (40, ""),
    " ": (32, " "),
}


class Page:
    """A tab. It writes down every complaint: console messages, violations, failed and foreign requests."""

    def __init__(
        self,
        browser: Browser,
        session: str,
        context: str,
        width: int = 1200,
        height: int = 900,
        dark: bool = False,
        phone: bool = False,
        scripts: bool = True,
    ) -> None:
        self.browser, self.session, self.context = browser, session, context
        self.size = (width, height)
        self.dark, self.phone, self.scripts = dark, phone, scripts
        self.complaints: list[str] = []
        self.requests: dict[str, str] = {}
        self.origin = ""

    def call(self, method: str, **params: Any) -> dict[str, Any]:
        return self.browser.call(method, self.session, **params)

    def enable(self) -> None:
        for domain in ("Page", "Runtime", "Log", "Network", "Audits", "Accessibility"):
            self.call(f"{domain}.enable")
        self.resize(*self.size)
        self.media(self.dark)
        # Else a page in the background has no focus, and may not write to the clipboard.
        self.call("Emulation.setFocusEmulationEnabled", enabled=True)
        if not self.scripts:
            self.call("Emulation.setScriptExecutionDisabled", value=True)

    def resize(self, width: int, height: int) -> None:
        self.call(
            "Emulation.setDeviceMetricsOverride", width=width, height=height, deviceScaleFactor=1, mobile=self.phone
        )

    def media(self, dark: bool) -> None:
        self.call(
            "Emulation.setEmulatedMedia",
            features=[
                {"name": "prefers-color-scheme", "value": "dark" if dark else "light"},
                {"name": "prefers-reduced-motion", "value": "reduce"},
            ],
        )

    def note(self, method: str, params: dict[str, Any]) -> None:
        """Takes an event of the browser."""
        if method == "Runtime.consoleAPICalled" and params["type"] in ("error", "warning", "assert"):
            self.complaints.append(
                "console: " + " ".join(str(a.get("value", a.get("description"))) for a in params["args"])
            )
        elif method == "Runtime.exceptionThrown":
            details = params["exceptionDetails"]
            self.complaints.append("exception: " + details.get("exception", {}).get("description", details["text"]))
        elif method == "Log.entryAdded" and params["entry"]["level"] in ("error", "warning"):
            self.complaints.append(f"log: {params['entry']['text']} {params['entry'].get('url', '')}".strip())
        elif method == "Audits.issueAdded" and params["issue"]["code"] == "ContentSecurityPolicyIssue":
            self.complaints.append(f"content security policy: {params['issue']['details']}")
        elif method == "Network.requestWillBeSent":
            url = params["request"]["url"]
            self.requests[params["requestId"]] = url
            if self.origin and not url.startswith((self.origin, "blob:" + self.origin, "about:")):
                self.complaints.append(f"request to another origin: {url}")
        elif method == "Network.responseReceived" and params["response"]["status"] >= 400:
            self.complaints.append(f"{params['response']['status']}: {params['response']['url']}")
        elif method == "Network.loadingFailed" and not params.get("canceled"):
            self.complaints.append(f"{params['errorText']}: {self.requests.get(params['requestId'])}")

    def go(self, url: str) -> None:
        """Goes to an address, or from there to where it leads."""
        parts = urlsplit(url)
        self.origin = f"{parts.scheme}://{parts.netloc}"
        result = self.call("Page.navigate", url=url)
        if result.get("errorText"):
            raise Failure(f"{url}: {result['errorText']}")

    def open(self, url: str, ready: str = "document.readyState === 'complete'") -> None:
        """Goes to an address, and waits until an expression is true there."""
        self.go(url)
        if self.scripts:
            self.wait(f"location.href.startsWith({json.dumps(url.split('#')[0])}) && ({ready})")

    def run(self, expression: str) -> Any:
        """The value of an expression of JavaScript, awaited if it is a promise."""
        result = self.call("Runtime.evaluate", expression=expression, awaitPromise=True, returnByValue=True)
        if "exceptionDetails" in result:
            details = result["exceptionDetails"]
            raise Failure(f"{expression[:200]}: {details.get('exception', {}).get('description', details['text'])}")
        return result["result"].get("value")

    def wait(self, expression: str, what: str = "") -> Any:
        """The value of an expression once it is true; of an element, just true."""

        def look() -> Any:
            try:
                return self.run(f"(value => value instanceof Node || value)({expression})")
            except Failure as failure:
                if "SyntaxError" in str(failure):
                    raise
                return None  # Between two documents there is none to ask.

        return self.browser.until(look, what or expression)

    def key(self, key: str) -> None:
        code, text = KEYS.get(key, (0, key))
        # Codes of other signs would be those of other keys: that of ' is the right arrow's.
        common = {"key": key, "windowsVirtualKeyCode": code or (ord(key.upper()) if key.isalnum() else 0)}
        self.call("Input.dispatchKeyEvent", type="keyDown" if text else "rawKeyDown", text=text, **common)
        self.call("Input.dispatchKeyEvent", type="keyUp", **common)

    def type(self, text: str) -> None:
        for letter in text:
            self.key(letter) if letter.isascii() else self.call("Input.insertText", text=letter)

    def click(self, selector: str) -> None:
        """Presses the mouse on the first element of a selector, or of text=WORDS for a button or a link with these words."""
        find = (
            f"[...document.querySelectorAll('button,a')].find(e => e.textContent.trim() === {json.dumps(selector[5:])})"
            if selector.startswith("text=")
            else f"document.querySelector({json.dumps(selector)})"
        )
        spot = self.wait(
            f"(() => {{ const e = {find}; if (!e) return null; e.scrollIntoView({{block: 'center'}});"
            "const r = e.getBoundingClientRect(); return [r.x + r.width / 2, r.y + r.height / 2]; })()",
            f"something to press: {selector}",
        )
        for kind in ("mousePressed", "mouseReleased"):
            self.call("Input.dispatchMouseEvent", type=kind, x=spot[0], y=spot[1], button="left", clickCount=1)

    def screenshot(self, path: Path) -> None:
        path.write_bytes(base64.b64decode(self.call("Page.captureScreenshot", format="png")["data"]))

    def close(self) -> None:
        self.browser.pages.pop(self.session, None)
        self.browser.call("Target.disposeBrowserContext", browserContextId=self.context)
