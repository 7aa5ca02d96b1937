"""A site whose feeds are written, served and loaded by real readers, again after each change."""

from __future__ import annotations

import difflib
import json
import shutil
import subprocess
import sys
import time
from abc import ABC, abstractmethod
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, Protocol

from expectations import MOVED, Story
from feed_server import FeedServer
from readers import Feedparser, Newsboat, Reader, ReaderError, RSS2Email, Sfeed

ROOT = Path(__file__).resolve().parents[2]


def moved(path: str) -> str:
    """The address that a path leads to."""
    feed, _, format = path.rpartition(".")
    return f"{MOVED.get(feed, feed)}.{format}"


class Expectations(Protocol):
    def feeds(self) -> list[str]:
        """The feeds to try."""

    def stories(self, feed: str) -> list[Story]:
        """What the feed must list, in its order."""


class Trial(ABC):
    name: str
    archive: Expectations

    def __init__(self, feedgen: Path, formats: list[str], place: Path) -> None:
        self.feedgen, self.formats, self.place = feedgen, formats, place
        self.output = place / "feeds"
        self.output.mkdir(parents=True)
        self.failures: list[str] = []
        self.bytes: dict[str, bytes] = {}

    @abstractmethod
    def configuration(self) -> dict[str, Any]:
        """What config.json says beside the places and the address of the feeds; `archive` is there after it."""

    @abstractmethod
    def changes(self) -> None:
        """Changes the content, with a step after each change."""

    def run(self) -> int:
        server = FeedServer(self.feedgen, self.place)
        places = {"content": "content", "output": "feeds", "state": "state", "baseURL": server.url}
        (self.place / "config.json").write_text(json.dumps({**self.configuration(), **places}), encoding="utf-8")
        with server:
            self.server = server
            self.generate()
            self.feeds = self.feeds_to_try()
            if self.failures:
                return self.verdict()
            self.paths = [f"{feed}.{format}" for feed in self.feeds for format in self.formats]
            self.readers = self.make_readers()
            everything = {feed: {story.id for story in self.archive.stories(feed)} for feed in self.feeds}
            self.step("first load", new=everything)
            self.step("nothing has changed", new={})
            self.step("nothing has changed again", new={})
            self.changes()
            self.compare_newsboat()
        return self.verdict()

    def generate(self) -> None:
        done = subprocess.run(
            [str(self.feedgen), "--config", str(self.place / "config.json"), "--quiet"],
            stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False)
        if done.returncode != 0:
            raise ReaderError(f"feedgen exits with {done.returncode}:\n{done.stdout}")

    def feeds_to_try(self) -> list[str]:
        feeds = self.archive.feeds()
        for feed in feeds:
            for format in self.formats:
                if not (self.output / f"{feed}.{format}").is_file():
                    self.failures.append(f"feeds/{feed}.{format} was not written")
        return feeds

    def make_readers(self) -> list[Reader]:
        kinds: list[Callable[[Path, list[str]], Reader]] = [Newsboat, Sfeed, Feedparser]
        if shutil.which("r2e"):
            kinds.append(RSS2Email)
        readers = []
        for number, kind in enumerate(kinds):
            home = self.place / f"reader{number}"
            home.mkdir()
            readers.append(kind(home, [self.server.url + path for path in self.paths]))
        return readers

    def holders(self, id: str) -> dict[str, set[str]]:
        """The feeds that have a story, with its id."""
        return {feed: {id} for feed in self.feeds if id in {story.id for story in self.archive.stories(feed)}}

    def step(self, what: str, new: dict[str, set[str]], again: dict[str, set[str]] | None = None,
             texts: tuple[str, list[str]] | None = None) -> None:
        """Lets the readers load; `new` are the ids that are new to them, by feed, and `again` those whose title or link is
        another, which sfeed lists once more. `texts` are an id and what its entry must hold."""
        started = time.monotonic()
        if self.bytes:
            self.generate()
        before, self.bytes = self.bytes, {path: (self.output / path).read_bytes() for path in self.paths}
        changed = {path for path in self.paths if before.get(path) != self.bytes[path]}
        if not what.startswith("nothing has changed") and not changed:
            self.failures.append(f"{what}: no feed has changed")
        failures = len(self.failures)
        for reader in self.readers:
            self.server.requests.clear()
            reader.reload()
            self.server.settle()
            self.compare_requests(what, reader, changed)
            if what == "nothing has changed again" and reader.keeps_validators:
                self.expect_unchanged(what, reader)
            for feed in self.feeds:
                for format in self.formats:
                    self.compare(what, reader, feed, format, new.get(feed, set()))
                    repeated = (again or {}).get(feed, set()) if isinstance(reader, Sfeed) else set()
                    self.expect(f"{what}: {reader.name}: {feed}.{format}: stories listed again", sorted(repeated),
                                sorted(reader.repeated(f"{self.server.url}{feed}.{format}")))
        if texts:
            self.compare_texts(what, *texts)
        verdict = "ok" if len(self.failures) == failures else "FAILED"
        print(f"readers: {self.name}: {what}: {verdict} ({time.monotonic() - started:.1f} s)")

    def compare_requests(self, what: str, reader: Reader, changed: set[str]) -> None:
        """A reader that has not loaded a feed cannot be wrong about it."""
        asked = {request.path for request in self.server.requests if request.status in (200, 304)}
        loaded = {request.path for request in self.server.requests if request.status == 200}
        paths = {moved(path) for path in self.paths}
        for path in sorted((paths - asked) | (set(map(moved, changed)) - loaded)):
            self.failures.append(f"{what}: {reader.name} has not loaded {path}")
        if what == "first load":
            redirected = {request.path for request in self.server.requests if request.status == 301}
            for path in sorted(set(self.paths) - paths - redirected):
                self.failures.append(f"{what}: {reader.name} was not led from {path} to {moved(path)}")

    def expect_unchanged(self, what: str, reader: Reader) -> None:
        """On the third load at the latest, readers say what they have, and are told that there is nothing else."""
        for request in self.server.requests:
            if request.path in self.paths and request.status != (304 if moved(request.path) == request.path else 301):
                self.failures.append(f"{what}: {reader.name} got {request.status} for {request.path}, not 304")

    def compare(self, what: str, reader: Reader, feed: str, format: str, new: set[str]) -> None:
        url, place = f"{self.server.url}{feed}.{format}", f"{what}: {reader.name}: {feed}.{format}"
        self.expect(place + ": new stories", sorted(new), sorted(reader.new(url)))
        if not isinstance(reader, RSS2Email):
            expected, seen = self.archive.stories(feed), reader.stories(url)
            if not reader.keeps_order:
                def newest_first(story: Story) -> tuple[int, str]:
                    return -int(story.date[:10].replace("-", "")), story.id
                expected, seen = sorted(expected, key=newest_first), sorted(seen, key=newest_first)
            self.expect(place, [line for story in expected for line in lines(story)],
                        [line for story in seen for line in lines(story)])

    def compare_texts(self, what: str, id: str, texts: list[str]) -> None:
        """That nothing is new says little unless the text has arrived."""
        for reader in self.readers:
            for path in (f"{feed}.{format}" for feed in self.holders(id) for format in self.formats):
                text = reader.text(self.server.url + path, id)
                for wanted in texts:
                    if text is not None and wanted not in text:
                        self.failures.append(f"{what}: {reader.name}: {path} has not got {wanted!r}:\n{text}")

    def compare_newsboat(self) -> None:
        """With all feeds in one cache, newsboat lists a story in one of them only."""
        for reader in self.readers:
            if isinstance(reader, Newsboat):
                for id, urls in sorted(reader.feeds_by_story().items()):
                    if len(urls) != 1:
                        self.failures.append(f"newsboat lists {id} in {len(urls)} feeds: {', '.join(urls)}")

    def expect(self, place: str, expected: Sequence[str], seen: Sequence[str]) -> None:
        if list(expected) != list(seen):
            difference = difflib.unified_diff(expected, seen, "expected", "seen", lineterm="", n=2)
            self.failures.append(place + "\n" + "\n".join(f"  {line}" for line in difference))

    def verdict(self) -> int:
        for failure in self.failures:
            print(f"readers: {failure}", file=sys.stderr)
        return 1 if self.failures else 0


def lines(story: Story) -> list[str]:
    return [f"{story.date} {story.title}", f"  link {story.link}", f"  id {story.id}"]


def lines(story: Story) -> list[str]:
    return [f"{story.date} {story.title}", f"  link {story.link}", f"  id {story.id}"]
