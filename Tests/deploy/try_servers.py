"""Asks nginx and Caddy, as deploy/ configures them, what feed readers ask. Called by `run`, which sees to it that the servers
are there."""

from __future__ import annotations

import argparse
import gzip
import json
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from urllib.parse import urljoin, urlsplit

from servers import (
    DEPLOY, TOKEN, ActivatedFeedgen, Caddy, CrampedFeedgen, Feedgen, Nginx, Process, Prometheus, Response, ServerError, UnixFeedgen, ask,
    is_listening, wait_until)

ROOT = Path(__file__).resolve().parents[2]
READER = "127.0.0.2"  # not the keeper of the archive, who asks from 127.0.0.1
FEED = "country/norway.atom"

KEEPERS_PATHS = ["status", "metrics", "%73tatus", "metric%73", "/status", "a/../status", "./metrics", "status?a=b"]

ENCODINGS: list[dict[str, str]] = [
    {}, {"Accept_Encoding": "identity"}, {"Accept_Encoding": "gzip"}, {"Accept_Encoding": "br, gzip;q=0"},
    {"Accept_Encoding": "gzip, deflate, br"}]

BROWSER = {"Sec_Fetch_Dest": "document"}

# What a request has that selects one of the representations of a document.
VARIANTS = ENCODINGS + [BROWSER, {"Accept_Encoding": "gzip", **BROWSER}, {"Sec_Fetch_Dest": "empty"}]

GUESSES = {
    "feed": "all.atom", "feed/": "all.atom", "atom.xml": "all.atom", "feed.xml": "all.atom", "index.xml": "all.atom",
    "feed/atom": "all.atom", "rss": "all.rss", "rss/": "all.rss", "rss.xml": "all.rss", "feed/rss/": "all.rss"}

STATIC_TYPES = {
    "all.atom": "application/atom+xml; charset=utf-8",
    "all.rss": "application/rss+xml; charset=utf-8",
    "all.json": "application/feed+json",
    FEED: "application/atom+xml; charset=utf-8",
    "country/norway.json": "application/feed+json",
    "feeds.opml": "text/x-opml; charset=utf-8",
    "catalogue.json": "application/json",
    ".well-known/feeds": "text/x-opml; charset=utf-8",
}

# Further documents, which a site may have.
OTHER_TYPES = {
    "opensearch.xml": "application/opensearchdescription+xml",
    "sitemap.xml": "application/xml",
    "sitemaps/2013.xml": "application/xml",
    "robots.txt": "text/plain; charset=utf-8",
    "favicon.ico": "image/x-icon",
}


def varies(response: Response) -> set[str]:
    """The names in Vary, in lower case."""
    return {name.strip().lower() for name in response.fields.get("vary", "").split(",")}


class Trial:
    def __init__(self, feedgen: Path, place: Path) -> None:
        self.feedgen, self.place = feedgen, place
        self.failures: list[str] = []
        self.events = 0

    def run(self) -> None:
        self.step("nginx and Caddy at the root", lambda: self.try_in_front("root", ""))
        self.step("nginx and Caddy below a path", lambda: self.try_in_front("below", "news/feeds/"))
        self.step("nginx and Caddy at a Unix socket", self.try_unix)
        self.step("nginx and Caddy by themselves", self.try_static)
        self.step("sockets that systemd passes", self.try_activation)
        self.step("an access log on a full disk", self.try_full_disk)
        self.step("Prometheus and the dashboard", self.try_prometheus)

    def step(self, what: str, body: Callable[[], None]) -> None:
        started, failures = time.monotonic(), len(self.failures)
        body()
        verdict = "ok" if len(self.failures) == failures else "FAILED"
        print(f"deploy: {what}: {verdict} ({time.monotonic() - started:.1f} s)")

    def expect(self, is_so: bool, what: str, response: Response | None = None) -> None:
        if not is_so:
            self.failures.append(what + (f": {response.status} {response.fields}" if response else ""))

    # The archive

    def prepare(self, name: str, prefix: str, **keys: object) -> Path:
        place = self.place / name
        (place / "content/news").mkdir(parents=True)
        config = {"baseURL": f"http://127.0.0.1/{prefix}", "formats": ["atom", "rss", "json"], "output": "feeds", **keys}
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
            with Nginx(place / "nginx", "nginx.conf", changes) as nginx, \
                    Caddy(place / "caddy", "Caddyfile", {"127.0.0.1:8080": f"127.0.0.1:{feedgen.port}"}) as caddy:
                for server in (nginx, caddy):
                    self.try_keepers_paths(server, prefix)
                    self.try_encodings(server, feedgen, prefix)
                    self.try_place(server, prefix)
                    self.try_guesses(server, prefix, prefix)
                    self.try_questions(server, prefix)
                    self.try_news(server, feedgen, place, prefix)
                self.try_restart(nginx, feedgen, prefix)

    def try_unix(self) -> None:
        """The lines for a Unix socket that are comments in deploy/, and what the access log has of the client."""
        place = self.prepare("unix", "", serve={"socket": "feedgen.sock", "accessLog": "access.log"})
        with UnixFeedgen(place, self.feedgen) as feedgen:
            changes = {
                "    server 127.0.0.1:8080;\n": "",
                "# server unix:/run/feedgen.sock;": f"server unix:{feedgen.port};",
                "/var/cache/nginx/feedgen": str(place / "nginx/cache")}
            with Nginx(place / "nginx", "nginx.conf", changes) as nginx, \
                    Caddy(place / "caddy", "Caddyfile", {"reverse_proxy 127.0.0.1:8080": f"reverse_proxy unix/{feedgen.port}"}) \
                    as caddy:
                for server in (nginx, caddy):
                    self.try_keepers_paths(server, "")
                    self.try_encodings(server, feedgen, "")
                    self.try_place(server, "")
                    self.try_questions(server, "")
                    self.try_news(server, feedgen, place, "")
                    forged = ask(server.port, f"/search.atom?q={server.name}", client=READER, X_Forwarded_For="203.0.113.9")
                    self.expect(forged.status == 200, f"{server.name}: search", forged)
                    self.try_log(place, server)
                self.try_restart(nginx, feedgen, "")

    def try_log(self, place: Path, server: Process) -> None:
        """The log has the client of the server in front, and not what the client says of itself."""
        log, line = place / "access.log", f'{READER} - - ['
        request = f'"GET /search.atom?q={server.name} HTTP/1.1" 200 '
        wait_until(f"{server.name}: the access log", lambda: request in log.read_text(encoding="utf-8"))
        for text in log.read_text(encoding="utf-8").splitlines():
            if request in text:
                self.expect(text.startswith(line), f"{server.name}: the client in the access log: {text}")

    # Sockets of systemd

    def try_activation(self) -> None:
        if shutil.which("systemd-socket-activate") is None:
            print("deploy: no systemd-socket-activate (package systemd); sockets that are passed are not tried")
            return
        place = self.prepare("activated", "", serve={"socket": "not-used.sock"})
        with ActivatedFeedgen(place, self.feedgen) as feedgen:
            for address in (feedgen.port, feedgen.socket):
                for path in ("", "all.atom", "healthz"):
                    response = ask(address, f"/{path}")
                    self.expect(response.status == 200, f"activated: {address} /{path}", response)
            self.expect(not (place / "not-used.sock").exists(), "activated: the socket of the configuration is made")
            log = feedgen.log.read_text(encoding="utf-8")
            self.expect(f"serving feeds at unix:{feedgen.socket}, http://127.0.0.1:{feedgen.port}/" in log, f"activated: {log}")
        self.expect(not is_listening(feedgen.port), "activated: it listens after its end")
        wrong = subprocess.Popen(
            ["systemd-socket-activate", "--datagram", "-l", f"127.0.0.1:{feedgen.port}", str(self.feedgen), "serve"],
            cwd=place, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as client:
            def has_ended() -> bool:
                client.sendto(b"x", ("127.0.0.1", int(feedgen.port)))
                return wrong.poll() is not None
            wait_until("a datagram socket is refused", has_ended)
        output = wrong.communicate()[0]
        self.expect(wrong.returncode == 69 and "is not a stream socket" in output,
                    f"activated: a datagram socket: {wrong.returncode} {output}")

    # A full disk

    def try_full_disk(self) -> None:
        """A full disk costs no response, leaves whole lines, and no line is missing when there is room again."""
        if subprocess.run(["unshare", "--mount", "--map-root-user", "true"], capture_output=True).returncode != 0:
            print("deploy: file systems cannot be mounted here; a full disk is not tried")
            return
        place = self.prepare("cramped", "", serve={"socket": "feedgen.sock", "accessLog": "small/access.log"})
        (place / "small").mkdir()
        with CrampedFeedgen(place, self.feedgen) as feedgen:
            log = feedgen.small / "access.log"
            for number in range(200):
                self.expect(ask(feedgen.port, f"/{number}").status == 404, f"full disk: /{number}")
            wait_until("the disk is full", lambda: b"No space left" in ask(feedgen.port, "/healthz").body)
            health = ask(feedgen.port, "/healthz")
            self.expect(health.status == 200 and health.body.startswith(b"healthy; access log: "), "full disk", health)
            text = log.read_text(encoding="utf-8")
            self.expect(4096 < len(text) and text.endswith("\n"), f"full disk: {len(text)} bytes, and {text[-100:]!r}")
            (feedgen.small / "filler").unlink()
            wait_until("the log is written again", lambda: len(log.read_text(encoding="utf-8")) > len(text))
            seen = [int(line.split('"GET /')[1].split()[0]) for line in log.read_text(encoding="utf-8").splitlines()
                    if '" 404 ' in line]
            self.expect(seen == list(range(len(seen))) and len(seen) > 100, f"full disk: lines of {seen}")
            told = feedgen.log.read_text(encoding="utf-8").count("cannot be written (No space left")
            self.expect(told in (1, 2), f"full disk: it is told {told} times")

    # Prometheus

    def try_prometheus(self) -> None:
        """Each query of the dashboard has a result, and promtool has nothing to say."""
        place = self.prepare("prometheus", "", webSub={"serve": True}, serve={"accessLog": "access.log"})
        with Feedgen(place, self.feedgen) as feedgen, Prometheus(place / "prometheus", int(feedgen.port)) as prometheus:
            dashboard = json.loads((DEPLOY / "grafana.json").read_text(encoding="utf-8"))
            queries = [target["expr"] for panel in dashboard["panels"] for target in panel.get("targets", [])]
            self.expect(len(queries) > 20, f"the dashboard has {len(queries)} queries")
            for number, query in enumerate(queries):
                if number % 8 == 0:
                    self.publish(place, f"Norway opens bridge {number}")
                expression = query.replace("$instance", ".*").replace("$__rate_interval", "10s")

                def has_result() -> bool:
                    self.make_traffic(feedgen)
                    return bool(prometheus.query(expression))
                wait_until(f"a result of {expression}", has_result)
            metrics = ask(feedgen.port, "/metrics").body
            check = subprocess.run(["promtool", "check", "metrics"], input=metrics, capture_output=True)
            self.expect(check.returncode == 0 and not check.stdout + check.stderr,
                        f"promtool check metrics: {check.returncode} {check.stdout.decode()}{check.stderr.decode()}")
            print(f"deploy: {len(queries)} queries, {metrics.count(b'# TYPE')} metrics")

    def make_traffic(self, feedgen: Process) -> None:
        tag = ask(feedgen.port, "/all.atom").fields["etag"]
        ask(feedgen.port, "/all.atom", If_None_Match=tag, User_Agent="Feedbin feed-id:1 - 7 subscribers")
        ask(feedgen.port, f"/{FEED}", User_Agent="Feedly/1.0 (+http://www.feedly.com/fetcher.html; 42 subscribers; )")
        for target in ("/", "/nothing.atom", "/search.atom?q=bridge", "/%zz", "/healthz"):
            ask(feedgen.port, target)
        ask(feedgen.port, "/regenerate", "POST", Authorization=f"Bearer {TOKEN}", Content_Length="0")

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
            for fields in VARIANTS * 2:
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

    def try_guesses(self, server: Process, prefix: str, place: str) -> None:
        """Addresses that people and programs try lead to the feed of all events."""
        for path, feed in GUESSES.items():
            response = ask(server.port, f"/{prefix}{path}")
            location = urljoin(f"http://127.0.0.1/{prefix}{path}", response.fields.get("location", ""))
            self.expect(response.status == 301 and urlsplit(location).path == f"/{place}{feed}",
                        f"{server.name}: /{prefix}{path}", response)

    def try_questions(self, server: Process, prefix: str) -> None:
        """A question in the address is passed on, and the answer is not that to another question."""
        counts = []
        for query in ("", "?limit=1", "?limit=2", "?limit=1", ""):
            response = ask(server.port, f"/{prefix}all.atom{query}")
            counts.append(response.body.count(b"<entry>"))
        self.expect(counts[1:4] == [1, 2, 1] and counts[0] == counts[4] > 2, f"{server.name}: questions {counts}")
        refused = ask(server.port, f"/{prefix}all.atom?limit=0")
        self.expect(refused.status == 400 and refused.fields.get("access-control-allow-origin") == "*",
                    f"{server.name}: a wrong question", refused)

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
        feeds = {"/var/lib/feedgen/feeds": str(place / "feeds")}
        with Feedgen(place, self.feedgen), Nginx(place / "nginx", "nginx-static.conf", feeds) as nginx, \
                Caddy(place / "caddy", "Caddyfile-static", feeds) as caddy:
            for path in (".well-known/feeds", *OTHER_TYPES):
                file = place / "feeds" / path
                file.parent.mkdir(exist_ok=True)
                # Servers do not compress short documents.
                if not file.exists() or file.stat().st_size < 1000:
                    file.write_text(f"{path}\n" * 200, encoding="utf-8")
            (place / "feeds/.hidden.atom").write_text("half a feed", encoding="utf-8")
            (place / "feeds/.well-known/.hidden").write_text("half a feed", encoding="utf-8")
            for server in (nginx, caddy):
                self.try_static_server(server)
                self.try_static_browser(server)
                self.try_guesses(server, "", "")
            # A file comes before a guess.
            (place / "feeds/rss.xml").write_text("<rss/>", encoding="utf-8")
            for server in (nginx, caddy):
                own = ask(server.port, "/rss.xml")
                self.expect(own.status == 200 and own.body == b"<rss/>", f"static {server.name}: a file of that name", own)

    def try_static_server(self, server: Process) -> None:
        name = f"static {server.name}"
        for path, media_type in STATIC_TYPES.items():
            for fields in ({}, {"Accept_Encoding": "gzip"}):
                self.try_static_document(server, path, media_type, fields)
        for path, media_type in OTHER_TYPES.items():
            response = ask(server.port, f"/{path}")
            self.expect(response.status == 200 and response.fields["content-type"] == media_type, f"{name}: {path}", response)
        page = ask(server.port, "/")
        self.expect(page.status == 200 and page.fields["content-type"].startswith("text/html"), f"{name}: page", page)
        self.expect("access-control-allow-origin" not in page.fields, f"{name}: page", page)
        icon = ask(server.port, "/icon.png")
        self.expect(icon.status == 200 and "vary" not in icon.fields, f"{name}: icon", icon)
        missing = ask(server.port, "/country/nowhere.atom")
        self.expect(missing.status == 404 and missing.fields.get("access-control-allow-origin") == "*",
                    f"{name}: what is not there", missing)
        for path in ("/.hidden.atom", "/.well-known/.hidden", "/.feedgen-in-browser/all.atom", "/.feedgen-in-browser/.hidden.atom"):
            for fields in ({}, BROWSER):
                hidden = ask(server.port, path, **fields)
                self.expect(hidden.status == 404, f"{name}: {path} with {fields}", hidden)
        for path in ("/%0d%0aX-Own:%20a/feed", "/a%0d%0aX-Own:%20a/rss.xml", "//example.org/feed"):
            odd = ask(server.port, path)
            self.expect("x-own" not in odd.fields and not odd.fields.get("location", "").startswith("//"),
                        f"{name}: {path}", odd)

    def try_static_browser(self, server: Process) -> None:
        """A browser gets a feed as XML, whatever readers have had before it, and does not take one for the other."""
        for path in ("all.atom", FEED, "all.rss"):
            body = (server.place.parent / "feeds" / path).read_bytes()
            tag = ask(server.port, f"/{path}").fields["etag"]
            for fields in (BROWSER, {"Accept_Encoding": "gzip", **BROWSER}):
                place = f"static {server.name}: {path} with {fields}"
                response = ask(server.port, f"/{path}", **fields)
                self.expect(response.status == 200 and response.fields["content-type"] == "text/xml; charset=utf-8", place,
                            response)
                plain = gzip.decompress(response.body) if "content-encoding" in response.fields else response.body
                self.expect(plain == body, f"{place}: body", response)
                self.expect(varies(response) == {"accept-encoding", "sec-fetch-dest"}, f"{place}: Vary", response)
                again = ask(server.port, f"/{path}", If_None_Match=tag, **fields)
                self.expect(again.status == 200 and "etag" not in again.fields, f"{place}: the tag of readers", again)
                unchanged = ask(server.port, f"/{path}", If_Modified_Since=response.fields["last-modified"], **fields)
                self.expect(unchanged.status == 304 and varies(unchanged) == varies(response), f"{place}: again", unchanged)
        json_feed = ask(server.port, "/all.json", **BROWSER)
        self.expect(json_feed.fields["content-type"] == "application/feed+json", f"static {server.name}: JSON", json_feed)

    def try_static_document(self, server: Process, path: str, media_type: str, fields: dict[str, str]) -> None:
        place = f"static {server.name}: {path} with {fields}"
        whole = ask(server.port, f"/{path}", **fields)
        self.expect(whole.status == 200, place, whole)
        self.expect(whole.fields.get("content-type") == media_type, f"{place}: Content-Type", whole)
        self.expect((whole.fields.get("content-encoding") == "gzip") == bool(fields), f"{place}: Content-Encoding", whole)
        body = gzip.decompress(whole.body) if fields else whole.body
        self.expect(body == (server.place.parent / "feeds" / path).read_bytes(), place, whole)
        tag = whole.fields.get("etag", "")
        unchanged = ask(server.port, f"/{path}", If_None_Match=tag, **fields)
        self.expect(unchanged.status == 304 and not unchanged.body, place, unchanged)
        self.expect(unchanged.fields.get("etag", "").removeprefix("W/") == tag.removeprefix("W/"), f"{place}: ETag", unchanged)
        for response in (whole, unchanged):
            expected = {"accept-encoding"} | ({"sec-fetch-dest"} if path.endswith((".atom", ".rss")) else set())
            self.expect(varies(response) == expected, f"{place}: Vary", response)
            for name, value in {
                "access-control-allow-origin": "*", "x-content-type-options": "nosniff",
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
