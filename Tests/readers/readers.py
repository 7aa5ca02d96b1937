"""Real readers without a screen. Each keeps its state in a directory, and tells what it lists and what is new to it."""

from __future__ import annotations

import json
import os
import shutil
import sqlite3
import subprocess
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from datetime import datetime, timezone
from pathlib import Path
from typing import Protocol

import feedparser  # type: ignore[import-untyped]

from expectations import Story


class ReaderError(Exception):
    pass


class Reader(Protocol):
    name: str
    keeps_order: bool
    keeps_validators: bool  # it asks only for what has changed

    def reload(self) -> None:
        """Fetches all feeds; the state of before is kept."""

    def stories(self, url: str) -> list[Story]:
        """What the reader lists for a feed."""

    def new(self, url: str) -> set[str]:
        """The ids that the last reload brought to the reader's user as new."""

    def repeated(self, url: str) -> set[str]:
        """The ids of stories that the user had, and that the last reload lists once more beside what was there."""

    def text(self, url: str, id: str) -> str | None:
        """The story's text as the reader has it; None where the reader keeps what it got first."""

    def media(self, url: str, id: str) -> dict[str, list[str]] | None:
        """The addresses of the story's files beside its text, by kind; None where the reader knows only enclosures."""

    def enclosure(self, url: str, id: str) -> str | None:
        """The address of the file that the reader offers to download with the story; None where there is none."""

    def authors(self, url: str, id: str) -> str | None:
        """The story's authors, divided by commas; None where the reader shows none."""

    def categories(self, url: str, id: str) -> set[str] | None:
        """The names of the story's categories; None where the reader shows none."""


def run(command: list[str], home: Path) -> None:
    """Runs a reader away from the user's own settings, and from proxies, which are no way to the loopback."""
    environment = {"PATH": os.environ.get("PATH", os.defpath), "HOME": str(home), "LC_ALL": "C.UTF-8", "TERM": "dumb"}
    done = subprocess.run(
        command, env=environment, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
        text=True, errors="replace", timeout=60, check=False)
    if done.returncode != 0:
        raise ReaderError(f"{' '.join(command)} exits with {done.returncode}:\n{done.stdout}")


def rfc3339(seconds: float) -> str:
    return datetime.fromtimestamp(seconds, timezone.utc).strftime("%Y-%m-%dT%H:%M:%SZ")


class Newsboat:
    """A cache a feed: in one cache newsboat lists an id in a single feed, whichever it has loaded last."""

    name = "newsboat"
    keeps_order = False  # it sorts for itself, by date alone
    keeps_validators = True

    def __init__(self, home: Path, urls: list[str]) -> None:
        self.home, self.caches = home, {url: home / f"{number}.db" for number, url in enumerate(urls)}
        (home / "config").write_text("")
        for url, cache in self.caches.items():
            cache.with_suffix(".urls").write_text(url + "\n")

    def reload(self) -> None:
        with ThreadPoolExecutor(4) as pool:
            list(pool.map(self.reload_one, self.caches.values()))

    def reload_one(self, cache: Path) -> None:
        # All is read before a reload, as by a user who is up to date: what is unread after it is what came as new.
        if cache.exists():
            with closing(sqlite3.connect(cache)) as database, database:
                database.execute("UPDATE rss_item SET unread = 0")
        run(["newsboat", "-C", str(self.home / "config"), "-u", str(cache.with_suffix(".urls")), "-c", str(cache),
             "-x", "reload"], self.home)

    def rows(self, columns: str, url: str) -> list[tuple[object, ...]]:
        with closing(sqlite3.connect(self.caches[url])) as database:
            return database.execute(
                f"SELECT {columns} FROM rss_item WHERE feedurl = ? AND deleted = 0 ORDER BY pubDate DESC, id", [url]
            ).fetchall()

    def stories(self, url: str) -> list[Story]:
        return [Story(str(guid), str(link), str(title), rfc3339(float(str(date))))
                for guid, link, title, date in self.rows("guid, url, title, pubDate", url)]

    def new(self, url: str) -> set[str]:
        return {str(guid) for guid, unread in self.rows("guid, unread", url) if unread}

    def repeated(self, url: str) -> set[str]:
        return set()

    def feeds_by_story(self) -> dict[str, list[str]]:
        """In which feeds each story is listed when all feeds are in one cache, by the stories' ids."""
        together = self.home / "together.db"
        together.with_suffix(".urls").write_text("\n".join(self.caches) + "\n")
        run(["newsboat", "-C", str(self.home / "config"), "-u", str(together.with_suffix(".urls")), "-c", str(together),
             "-x", "reload"], self.home)
        with closing(sqlite3.connect(together)) as database:
            listed: dict[str, list[str]] = {}
            for guid, url in database.execute("SELECT guid, feedurl FROM rss_item WHERE deleted = 0"):
                listed.setdefault(str(guid), []).append(str(url))
            return listed

    def text(self, url: str, id: str) -> str | None:
        return next((str(content) for guid, content in self.rows("guid, content", url) if guid == id), "")

    def media(self, url: str, id: str) -> dict[str, list[str]] | None:
        return None

    def enclosure(self, url: str, id: str) -> str | None:
        return next((str(address) for guid, address in self.rows("guid, enclosure_url", url) if guid == id and address), None)

    def authors(self, url: str, id: str) -> str | None:
        return next((str(author) for guid, author in self.rows("guid, author", url) if guid == id), "")

    def categories(self, url: str, id: str) -> set[str] | None:
        return None


class Sfeed:
    """sfeed_update adds lines to a file a feed: one for every (id, title, link) that it has not seen, so that a story whose
    title or link has changed is there twice. A story is new when its id is; what is listed is the newest line of an id.
    By itself, it follows no redirection, and says that the feed fails; its manual page shows how to change that."""

    name = "sfeed"
    keeps_order = False  # sfeed_update sorts by date alone
    keeps_validators = False

    def __init__(self, home: Path, urls: list[str]) -> None:
        self.home, self.names = home, {url: f"feed{number}" for number, url in enumerate(urls)}
        self.seen: dict[str, list[str]] = {url: [] for url in urls}
        self.came: dict[str, list[str]] = {}
        feeds = "".join(f'\tfeed "{name}" "{url}"\n' for url, name in self.names.items())
        fetch = 'fetch() {\n\tcurl --location --fail --silent --max-time 15 "$2"\n}\n'
        (home / "sfeedrc").write_text(f'sfeedpath="{home}/feeds"\n{fetch}feeds() {{\n{feeds}}}\n')

    def reload(self) -> None:
        run(["sfeed_update", str(self.home / "sfeedrc")], self.home)
        for url, name in self.names.items():
            lines = (self.home / "feeds" / name).read_text(encoding="utf-8").splitlines()
            self.came[url] = [line for line in lines if line not in self.seen[url]]
            self.seen[url] += self.came[url]
            if set(lines) != set(self.seen[url]):
                raise ReaderError(f"sfeed has lost lines of {url}")

    @staticmethod
    def story(line: str) -> Story:
        date, title, link, _, _, id = line.split("\t")[:6]
        return Story(id, link, title, rfc3339(float(date)))

    def stories(self, url: str) -> list[Story]:
        return list({story.id: story for story in map(self.story, self.seen[url])}.values())

    def new(self, url: str) -> set[str]:
        known = {self.story(line).id for line in self.seen[url] if line not in self.came[url]}
        return {self.story(line).id for line in self.came[url]} - known

    def repeated(self, url: str) -> set[str]:
        return {self.story(line).id for line in self.came[url]} - self.new(url)

    def text(self, url: str, id: str) -> str | None:
        return None

    def media(self, url: str, id: str) -> dict[str, list[str]] | None:
        return None

    def enclosure(self, url: str, id: str) -> str | None:
        return next((line.split("\t")[7] or None for line in self.seen[url] if self.story(line).id == id), None)

    def authors(self, url: str, id: str) -> str | None:
        return next((line.split("\t")[6] for line in self.seen[url] if self.story(line).id == id), "")

    def categories(self, url: str, id: str) -> set[str] | None:
        return None


class Feedparser:
    """The library that rss2email, Planet and many readers of their own parse with; what is new is for them to say, and
    goes by the id. After a permanent redirection they are to ask the new address."""

    name = "feedparser"
    keeps_order = True
    keeps_validators = True

    def __init__(self, home: Path, urls: list[str]) -> None:
        self.documents: dict[str, feedparser.FeedParserDict] = {}
        self.addresses = {url: url for url in urls}
        self.known, self.came = {url: set[str]() for url in urls}, {url: set[str]() for url in urls}

    def reload(self) -> None:
        for url, address in self.addresses.items():
            last = self.documents.get(url, {})
            document = feedparser.parse(address, etag=last.get("etag"), modified=last.get("modified"))
            ids = set()
            if document.get("status") in (200, 301):
                self.addresses[url] = document.href
                if document.bozo:
                    raise ReaderError(f"feedparser finds {url} ill formed: {document.bozo_exception}")
                self.documents[url] = document
                ids = {entry.id for entry in document.entries}
            elif document.get("status") != 304:
                why = document.get("bozo_exception", document.get("status"))
                raise ReaderError(f"feedparser gets no {url}: {why}")
            self.came[url] = ids - self.known[url]
            self.known[url] |= ids

    def stories(self, url: str) -> list[Story]:
        return [Story(entry.id, entry.link, entry.title, datetime(*entry.published_parsed[:6]).isoformat() + "Z")
                for entry in self.documents[url].entries]

    def new(self, url: str) -> set[str]:
        return self.came[url]

    def repeated(self, url: str) -> set[str]:
        return set()

    def text(self, url: str, id: str) -> str | None:
        return next((content.value for content in self.entry(url, id).get("content", [])), "")

    def media(self, url: str, id: str) -> dict[str, list[str]] | None:
        entry = self.entry(url, id)
        return {kind: [file["url"] for file in entry.get(f"media_{kind}", [])] for kind in ("content", "thumbnail")}

    def enclosure(self, url: str, id: str) -> str | None:
        return next((file.href for file in self.entry(url, id).get("enclosures", [])), None)

    def authors(self, url: str, id: str) -> str | None:
        return ", ".join(author.name for author in self.entry(url, id).get("authors", []))

    def categories(self, url: str, id: str) -> set[str] | None:
        return {tag.label or tag.term for tag in self.entry(url, id).get("tags", [])}

    def entry(self, url: str, id: str) -> feedparser.FeedParserDict:
        """The entry, empty if it is not there."""
        return next((entry for entry in self.documents[url].entries if entry.id == id), feedparser.FeedParserDict())


class RSS2Email:
    """Sends a mail for every entry whose id it does not know (`trust-guid`); a changed one is sent again only to those
    who turn on `reply-changes`, so that nothing may come for it here."""

    name = "rss2email"
    keeps_order = False
    keeps_validators = True

    def __init__(self, home: Path, urls: list[str]) -> None:
        self.home, self.outbox = home, home / "outbox"
        self.sent: dict[str, list[str]] = {url: [] for url in urls}
        self.urls = urls
        sendmail = home / "sendmail"
        sendmail.write_text(
            f'#!/bin/sh\nmail=$(mktemp "{self.outbox}/XXXXXXXX") && cat > "$mail"\n')
        sendmail.chmod(0o755)
        (home / "config").write_text(
            "[DEFAULT]\nfrom = feeds@reader.invalid\nto = user@reader.invalid\n"
            f"email-protocol = sendmail\nsendmail = {sendmail}\n")
        for number, url in enumerate(urls):
            self.r2e("add", f"feed{number}", url)

    def r2e(self, *arguments: str) -> None:
        run(["r2e", "-c", str(self.home / "config"), "-d", str(self.home / "data.json"), *arguments], self.home)

    def reload(self) -> None:
        shutil.rmtree(self.outbox, ignore_errors=True)
        self.outbox.mkdir()
        known = self.ids()
        self.r2e("run")
        now = self.ids()
        # What was sent is counted in mails, not told from what r2e has written down: that may not be all it sent.
        self.sent = {url: sorted(now[url] - known[url]) for url in self.urls}
        mails, ids = len(list(self.outbox.iterdir())), sum(map(len, self.sent.values()))
        if mails != ids:
            raise ReaderError(f"rss2email sends {mails} mails for {ids} new ids")

    def ids(self) -> dict[str, set[str]]:
        data = self.home / "data.json"
        feeds = json.loads(data.read_text())["feeds"] if data.exists() else []
        seen = {int(feed["name"].removeprefix("feed")): set(feed["seen"]) for feed in feeds}
        return {url: seen.get(number, set()) for number, url in enumerate(self.urls)}

    def stories(self, url: str) -> list[Story]:
        return []

    def new(self, url: str) -> set[str]:
        return set(self.sent[url])

    def repeated(self, url: str) -> set[str]:
        return set()

    def text(self, url: str, id: str) -> str | None:
        return None

    def media(self, url: str, id: str) -> dict[str, list[str]] | None:
        return None

    def enclosure(self, url: str, id: str) -> str | None:
        return None

    def authors(self, url: str, id: str) -> str | None:
        return None

    def categories(self, url: str, id: str) -> set[str] | None:
        return None
