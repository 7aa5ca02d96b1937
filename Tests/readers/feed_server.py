"""`feedgen serve` on the loopback, and what it was asked."""

from __future__ import annotations

import contextlib
import json
import socket
import subprocess
import threading
import urllib.error
import urllib.request
from pathlib import Path
from typing import Any, NamedTuple


class Request(NamedTuple):
    path: str
    status: int


class FeedServer:
    """Serves what config.json in `place` says for as long as the context lasts."""

    def __init__(self, feedgen: Path, place: Path) -> None:
        self.feedgen, self.place = feedgen, place
        self.requests: list[Request] = []
        self.news = threading.Condition()
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = probe.getsockname()[1]
        self.url = f"http://127.0.0.1:{self.port}/"

    def __enter__(self) -> FeedServer:
        self.process = subprocess.Popen(
            [self.feedgen, "serve", "--config", self.place / "config.json", "--port", str(self.port), "--verbose",
             "--log-format", "json"], stderr=subprocess.PIPE, text=True)
        threading.Thread(target=self.listen, daemon=True).start()
        with self.news:
            if not self.news.wait_for(lambda: self.process.poll() is not None or self.is_up(), 60):
                raise TimeoutError("feedgen serve does not come up")
        return self

    def __exit__(self, *_: Any) -> None:
        self.process.terminate()
        self.process.wait()

    def is_up(self) -> bool:
        with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", self.port), 1):
            return True
        return False

    def listen(self) -> None:
        for line in self.process.stderr or ():
            with contextlib.suppress(json.JSONDecodeError), self.news:
                said = json.loads(line)
                if "target" in said:
                    self.requests.append(Request(said["target"].lstrip("/"), int(said["status"])))
                self.news.notify_all()

    def settle(self) -> None:
        """Waits until what was asked before has been heard."""
        with contextlib.suppress(urllib.error.HTTPError):
            urllib.request.urlopen(self.url + "settled").close()
        with self.news:
            if not self.news.wait_for(lambda: any(request.path == "settled" for request in self.requests), 60):
                raise TimeoutError("feedgen serve says nothing")
