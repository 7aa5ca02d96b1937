"""Serves a directory of feeds on the loopback as a well set-up web server would, and remembers what was asked."""

from __future__ import annotations

import hashlib
import threading
from email.utils import formatdate, parsedate_to_datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import unquote

MEDIA_TYPES = {
    ".atom": "application/atom+xml; charset=utf-8",
    ".rss": "application/rss+xml; charset=utf-8",
    ".json": "application/feed+json; charset=utf-8",
    ".opml": "text/x-opml; charset=utf-8",
    ".png": "image/png",
}


class Request(NamedTuple):
    path: str
    status: int


class FeedServer:
    """Serves `root` for as long as the context lasts."""

    def __init__(self, root: Path) -> None:
        self.requests: list[Request] = []
        server = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_GET(self) -> None:
                server.answer(self, root)

            def log_message(self, *_: Any) -> None:
                pass

        self.http = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.http.daemon_threads = True
        self.thread = threading.Thread(target=self.http.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
        self.url = f"http://127.0.0.1:{self.http.server_address[1]}/"

    def __enter__(self) -> FeedServer:
        self.thread.start()
        return self

    def __exit__(self, *_: Any) -> None:
        self.http.shutdown()
        self.http.server_close()

    def answer(self, handler: BaseHTTPRequestHandler, root: Path) -> None:
        path = unquote(handler.path.split("?")[0]).lstrip("/")
        file = root / path
        if ".." in Path(path).parts or not file.is_file():
            self.requests.append(Request(path, 404))
            handler.send_error(404)
            return
        body = file.read_bytes()
        tag = f'"{hashlib.sha256(body).hexdigest()[:32]}"'
        modified = int(file.stat().st_mtime)
        status = 304 if is_fresh(handler.headers, tag, modified) else 200
        # Before anything is sent: who has the answer may look at the list.
        self.requests.append(Request(path, status))
        handler.send_response(status)
        handler.send_header("ETag", tag)
        handler.send_header("Last-Modified", formatdate(modified, usegmt=True))
        handler.send_header("Cache-Control", "max-age=0")
        if status == 200:
            handler.send_header("Content-Type", MEDIA_TYPES.get(file.suffix, "application/octet-stream"))
            handler.send_header("Content-Length", str(len(body)))
        handler.end_headers()
        if status == 200:
            handler.wfile.write(body)


def is_fresh(headers: Any, tag: str, modified: int) -> bool:
    """Whether the client has it already: If-None-Match decides where it is sent (RFC 9110, section 13.2.2)."""
    if (tags := headers.get("If-None-Match")) is not None:
        return tags.strip() == "*" or tag in [one.strip().removeprefix("W/") for one in tags.split(",")]
    if (since := headers.get("If-Modified-Since")) is not None:
        try:
            return parsedate_to_datetime(since).timestamp() >= modified
        except (TypeError, ValueError):
            return False
    return False
