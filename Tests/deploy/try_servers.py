"""Asks nginx and Caddy, as deploy/ configures them, what feed readers ask. Called by `run`, which sees to it that the servers
are there."""

from __future__ import annotations

import argparse
import gzip
import json
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from servers import TOKEN, Caddy, Feedgen, Nginx, Process, Response, ServerError, ask, wait_until

ROOT = Path(__file__).resolve().parents[2]
READER = "127.0.0.2"  # not the keeper of the archive, who asks from 127.0.0.1
FEED = "country/norway.atom"

KEEPERS_PATHS = ["status", "metrics", "%73tatus", "metric%73", "/status", "a/../status", "./metrics", "status?a=b"]

ENCODINGS: list[dict[str, str]] = [
    {}, {"Accept_Encoding": "identity"}, {"Accept_Encoding": "gzip"}, {"Accept_Encoding": "br, gzip;q=0"},
    {"Accept_Encoding": "gzip, deflate, br"}]

STATIC_TYPES = {
    "all.atom": "application/atom+xml; charset=utf-8",
    "all.rss": "application/rss+xml; charset=utf-8",
    "all.json": "application/feed+json",
    FEED: "application/atom+xml; charset=utf-8",
    "country/norway.json": "application/feed+json",
    "feeds.opml": "text/x-opml; charset=utf-8",
    "catalogue.json": "application/json",
}


class Trial:
    def __init__(self, feedgen: Path, place: Path) -> None:
        self.feedgen, self.place = feedgen, place
        self.failures: list[str] = []
        self.events = 0

    def run(self) -> None:
        self.step("nginx and Caddy at the root", lambda: self.try_in_front("root", ""))
        self.step("nginx and Caddy below a path", lambda: self.try_in_front("below", "news/feeds/"))
        self.step("nginx by itself", self.try_static)

    def step(self, what: str, body: Callable[[], None]) -> None:
        started, failures = time.monotonic(), len(self.failures)
        body()
        verdict = "ok" if len(self.failures) == failures else "FAILED"
        print(f"deploy: {what}: {verdict} ({time.monotonic() - started:.1f} s)")

    def expect(self, is_so: bool, what: str, response: Response | None = None) -> None:
        if not is_so:
            self.failures.append(what + (f": {response.status} {response.fields}" if response else ""))

    # The archive

    def prepare(self, name: str, prefix: str) -> Path:
        place = self.place / name
        (place / "content/news").mkdir(parents=True)
        config = {"baseURL": f"http://127.0.0.1/{prefix}", "formats": ["atom", "rss", "json"], "output": "feeds"}
        (place / "config.json").write_text(json.dumps(config), encoding="utf-8")
        for title in ("Norway opens a bridge", "Norway closes a road", "Egypt sells grain"):
            self.publish(place, title)
        return place

    def publish(self, place: Path, title: str) -> None:
        self.events += 1
        page = place / f"content/news/2013/11/{self.events}/event-{self.events}.md"
        page.parent.mkdir(parents=True, exist_ok=True)
        summary = "It was seen by many people. " * 40
        page.write_text(f"### [2013-11-{self.events:02}](/news/2013/11/{self.events}/index.md)\n\n# {title}.\n\n{summary}\n",
                        encoding="utf-8")

    # feedgen behind them

    def try_in_front(self, name: str, prefix: str) -> None:
        place = self.prepare(name, prefix)
        with Feedgen(place, self.feedgen) as feedgen:
            changes = {
                "server 127.0.0.1:8080;": f"server 127.0.0.1:{feedgen.port};",
                "/var/cache/nginx/feedgen": str(place / "nginx/cache")}
            with Nginx(place / "nginx", "nginx.conf", changes) as nginx, Caddy(place / "caddy", feedgen.port) as caddy:
                for server in (nginx, caddy):
                    self.try_keepers_paths(server, prefix)
                    self.try_encodings(server, feedgen, prefix)
                    self.try_place(server, prefix)
                    self.try_news(server, feedgen, place, prefix)
                self.try_restart(nginx, feedgen, prefix)

    def try_keepers_paths(self, server: Process, prefix: str) -> None:
        """Whatever way a reader writes the address, it gets nothing that is for the keeper of the archive."""
        for below in {"", prefix, "entity/"}:
            for path in KEEPERS_PATHS:
                for method in ("GET", "HEAD"):
                    response = ask(server.port, f"/{below}{path}", method, READER)
                    self.expect(response.status in (400, 403, 404), f"{server.name}: {method} /{below}{path}", response)
            response = ask(server.port, f"/{below}regenerate", "POST", READER, Authorization=f"Bearer {TOKEN}",
                           Content_Length="0")
            self.expect(response.status in (403, 404), f"{server.name}: POST /{below}regenerate", response)
            if server.name == "nginx" and below != "entity/":
                response = ask(server.port, f"/{below}status")
                self.expect(response.status == 200, f"nginx: /{below}status for the keeper", response)
        response = ask(server.port, f"/{prefix}healthz", client=READER)
        self.expect(response.status == 200, f"{server.name}: healthz", response)

    def try_encodings(self, server: Process, feedgen: Process, prefix: str) -> None:
        """A client gets the encoding it takes, and the entity tag of that, as from feedgen itself."""
        for path in ("all.atom", FEED, "catalogue.json", "feeds.opml", ""):
            for fields in ENCODINGS * 2:
                target, place = f"/{prefix}{path}", f"{server.name}: /{prefix}{path} with {fields}"
                direct, seen = ask(feedgen.port, target, **fields), ask(server.port, target, **fields)
                self.expect(seen.status == 200 and seen.body == direct.body, place, seen)
                for name in ("etag", "content-encoding", "vary", "content-type", "last-modified", "cache-control", "link",
                             "access-control-allow-origin"):
                    values = [answer.fields.get(name) for answer in (seen, direct)]
                    # A document as new as the clock has no Last-Modified yet, and a cache keeps the head that it got first.
                    if name == "last-modified" and None in values:
                        continue
                    self.expect(values[0] == values[1], f"{place}: {name}", seen)
                again = ask(server.port, target, If_None_Match=direct.fields["etag"], **fields)
                self.expect(again.status == 304 and again.fields["etag"] == direct.fields["etag"], f"{place}: again", again)
                self.expect("x-accel-expires" not in seen.fields or server.name == "caddy", place, seen)

    def try_place(self, server: Process, prefix: str) -> None:
        response = ask(server.port, f"/{prefix}")
        self.expect(response.status == 200 and b"<!doctype html>" in response.body.lower(), f"{server.name}: page", response)
        if prefix:
            response = ask(server.port, f"/{prefix[:-1]}?a=b")
            self.expect(response.status == 301 and response.fields["location"].endswith(f"/{prefix}?a=b"),
                        f"{server.name}: the place without its slash", response)

    def try_news(self, server: Process, feedgen: Process, place: Path, prefix: str) -> None:
        """Who asks after a change gets what has changed, and not at the next time."""
        country = "kenya" if server.name == "nginx" else "chile"
        title, first = f"Norway and {country} sign a treaty", f"/{prefix}country/{country}.atom"
        feed = f"/{prefix}{FEED}"
        for _ in range(3):
            response = ask(server.port, feed)
            self.expect(response.status == 200 and title.encode() not in response.body, f"{server.name}: {feed}", response)
            response = ask(server.port, first)
            self.expect(response.status == 404, f"{server.name}: {first}", response)
        tag = ask(server.port, feed).fields["etag"]
        self.publish(place, title.replace(country, country.title()))
        wait_until("feedgen publishes", lambda: ask(feedgen.port, first).status == 200)
        for target in (feed, first):
            response = ask(server.port, target, If_None_Match=tag)
            self.expect(response.status == 200 and country.title().encode() in response.body,
                        f"{server.name}: {target} after a change", response)

    def try_restart(self, nginx: Process, feedgen: Process, prefix: str) -> None:
        """While feedgen is away, nginx has what it had."""
        target = f"/{prefix}{FEED}"
        before = ask(nginx.port, target)
        feedgen.stop()
        response = ask(nginx.port, target)
        self.expect(response.status == 200 and response.body == before.body, "nginx: without feedgen", response)
        response = ask(nginx.port, target, If_None_Match=before.fields["etag"])
        self.expect(response.status == 304, "nginx: without feedgen, asked again", response)
        feedgen.start()
        response = ask(nginx.port, target)
        self.expect(response.status == 200 and response.body == before.body, "nginx: with feedgen again", response)

    # nginx alone

    def try_static(self) -> None:
        place = self.prepare("static", "")
        with Feedgen(place, self.feedgen), \
                Nginx(place / "nginx", "nginx-static.conf", {"/var/lib/feedgen/feeds": str(place / "feeds")}) as nginx:
            for path, media_type in STATIC_TYPES.items():
                for fields in ({}, {"Accept_Encoding": "gzip"}):
                    self.try_static_document(nginx, path, media_type, fields)
            page = ask(nginx.port, "/")
            self.expect(page.status == 200 and page.fields["content-type"].startswith("text/html"), "static: page", page)
            self.expect("access-control-allow-origin" not in page.fields, "static: page", page)
            icon = ask(nginx.port, "/icon.png")
            self.expect(icon.status == 200 and "vary" not in icon.fields, "static: icon", icon)
            missing = ask(nginx.port, "/country/nowhere.atom")
            self.expect(missing.status == 404 and missing.fields.get("access-control-allow-origin") == "*",
                        "static: what is not there", missing)
            (place / "feeds/.hidden.atom").write_text("half a feed", encoding="utf-8")
            hidden = ask(nginx.port, "/.hidden.atom")
            self.expect(hidden.status == 404, "static: a hidden file", hidden)

    def try_static_document(self, nginx: Process, path: str, media_type: str, fields: dict[str, str]) -> None:
        place = f"static: {path} with {fields}"
        whole = ask(nginx.port, f"/{path}", **fields)
        self.expect(whole.status == 200, place, whole)
        self.expect(whole.fields.get("content-type") == media_type, f"{place}: Content-Type", whole)
        self.expect((whole.fields.get("content-encoding") == "gzip") == bool(fields), f"{place}: Content-Encoding", whole)
        body = gzip.decompress(whole.body) if fields else whole.body
        self.expect(body == (nginx.place.parent / "feeds" / path).read_bytes(), place, whole)
        tag = whole.fields.get("etag", "")
        unchanged = ask(nginx.port, f"/{path}", If_None_Match=tag, **fields)
        self.expect(unchanged.status == 304 and not unchanged.body, place, unchanged)
        self.expect(unchanged.fields.get("etag", "").removeprefix("W/") == tag.removeprefix("W/"), f"{place}: ETag", unchanged)
        for response in (whole, unchanged):
            for name, value in {
                "vary": "Accept-Encoding", "access-control-allow-origin": "*", "x-content-type-options": "nosniff",
                "access-control-expose-headers": "ETag, Link",
                "cache-control": "public, max-age=300, stale-while-revalidate=600"}.items():
                self.expect(response.fields.get(name) == value, f"{place}: {name}", response)


def main() -> int:
    parser = argparse.ArgumentParser(prog="Tests/deploy/run", description="Tries the configurations in deploy/.")
    parser.add_argument(
        "--feedgen", type=Path, default=ROOT / ".build/debug/feedgen", help="the program (default: the debug build)")
    options = parser.parse_args()
    feedgen = options.feedgen.resolve()
    if not feedgen.is_file():
        parser.error(f"there is no {options.feedgen}; `swift build` makes it")
    with tempfile.TemporaryDirectory(prefix="feedgen-deploy-") as place:
        trial = Trial(feedgen, Path(place))
        try:
            trial.run()
        except (ServerError, OSError) as error:
            trial.failures.append(str(error))
    for failure in trial.failures:
        print(f"deploy: {failure}", file=sys.stderr)
    print(f"deploy: {len(trial.failures)} failures")
    return 1 if trial.failures else 0


if __name__ == "__main__":
    sys.exit(main())
