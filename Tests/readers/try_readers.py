"""Generates feeds from a copy of the repository's content, lets real readers load them over HTTP, and compares what
they list with what the content says; then edits, renames and adds events, and sees that readers take only the added
one for new, and that sfeed alone lists one again. Called by `run`, which sees to it that the readers are there."""

from __future__ import annotations

import argparse
import difflib
import json
import re
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path

from expectations import COMBINED_MEMBERS, Archive, Story
from feed_server import FeedServer
from readers import Feedparser, Newsboat, Reader, ReaderError, RSS2Email, Sfeed

ROOT = Path(__file__).resolve().parents[2]

EDITED = "2017/11/29/russian-defence-minister"
EDIT = "Both armies had used one hangar at the last exercise."
NEW_SOURCE = "http://www.tass.example/2017/11/29/hangar"

RENAMED = "2015/03/3/egypt-s-defence-minister"
RENAMED_PAGE = "2015/03/3/sedki-sobhy-and-sergey-shoigu-agree-that-their-navies-will-train-together"
NEW_TITLE = 'Sedki Sobhy and Sergey Shoigu agree that their navies will train together (exercise "Friendship Bridge").'

ADDED_PAGE = "2024/05/20/sergey-shoygu-walks-through-the-old-town-of-cairo"
ADDED_FEEDS = ["all", "entity/egypt", "country/egypt", "entity/sergey-shoygu", "topic/egypt-meets-russia"]
ADDED = """### [2024-05-20](/news/2024/05/20/index.md)

# Sergey Shoygu walks through the old town of Cairo & buys a lamp < 3 kg.

The dealer in Egypt asks for no autograph.

_Context: Cairo, Egypt, Sergey Shoygu_

### Source:

1. [Al-Ahram](http://www.alahram.example/english/2024/05/20/lamp)
"""


class Trial:
    def __init__(self, feedgen: Path, formats: list[str], place: Path) -> None:
        self.feedgen, self.formats, self.place = feedgen, formats, place
        self.output = place / "feeds"
        self.output.mkdir()
        self.failures: list[str] = []
        self.bytes: dict[str, bytes] = {}
        shutil.copytree(ROOT / "content", place / "content")

    def run(self) -> int:
        server = FeedServer(self.feedgen, self.place)
        self.configure(server.url)
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
            self.edit()
            self.step("summary and sources of an event edited", new={})
            renamed = {self.rename()}
            holders = {feed: renamed for feed in self.feeds
                       if renamed & {story.id for story in self.archive.stories(feed)}}
            self.step("an event renamed", new={}, again=holders)
            story = self.add()
            self.step("an event added", new={feed: {story.id} for feed in self.feeds if feed in ADDED_FEEDS})
            self.compare_newsboat()
        return self.verdict()

    def configure(self, url: str) -> None:
        config = json.loads((ROOT / "config.json").read_text(encoding="utf-8"))
        config.update({"content": "content", "output": "feeds", "state": "state", "baseURL": url})
        # Another host than the feeds', so that no link is right by chance.
        config.setdefault("site", {})["pagesURL"] = "https://archive.example.org"
        (self.place / "config.json").write_text(json.dumps(config), encoding="utf-8")
        self.archive = Archive(self.place / "content", config)

    def generate(self) -> None:
        done = subprocess.run(
            [str(self.feedgen), "--config", str(self.place / "config.json"), "--quiet"],
            stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False)
        if done.returncode != 0:
            raise ReaderError(f"feedgen exits with {done.returncode}:\n{done.stdout}")

    def feeds_to_try(self) -> list[str]:
        feeds = [feed for feed in self.archive.feeds()
                 if feed not in COMBINED_MEMBERS or list(self.output.glob(f"{feed}.*"))]
        for feed in feeds:
            for format in self.formats:
                if not (self.output / f"{feed}.{format}").is_file():
                    self.failures.append(f"feeds/{feed}.{format} was not written")
        if list(self.output.glob("topic/*")) and not any(feed.startswith("topic/") for feed in feeds):
            self.failures.append("there are feeds of combined topics, and COMBINED_MEMBERS expects nothing of them")
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

    # What happens to the archive

    def edit(self) -> None:
        page = self.archive.page(EDITED)
        text = page.read_text(encoding="utf-8")
        edited = re.sub(r"(\n# .*\n\n)", lambda match: match[1] + EDIT + " ", text, count=1)
        edited = edited.replace(
            "\n### Related:", f"3. [TASS]({NEW_SOURCE})\n\n### Related:", 1)
        assert edited.count(EDIT) == 1 and NEW_SOURCE in edited, "the event to edit has another form than expected"
        page.write_text(edited, encoding="utf-8")

    def rename(self) -> str:
        """As the archive does it: a new file, with a list of its names; the old one stays. Returns the event's id."""
        old = self.archive.page(RENAMED)
        name = old.relative_to(self.archive.news).with_suffix("").as_posix()
        text = old.read_text(encoding="utf-8")
        old_title = re.search(r"^# +(.*)$", text, re.MULTILINE)[1]
        changes = (f"### Changes:\n\n1. [{old_title}](/news/{name}.md) _2015-03-04 08:30:09 (First version)_\n"
                   f"1. [{NEW_TITLE} ](/news/{RENAMED_PAGE}.md) _(Current version)_\n\n### Related:")
        text = text.replace(f"{old_title}\n", f"{NEW_TITLE} \n", 1).replace("### Related:", changes, 1)
        (self.archive.news / f"{RENAMED_PAGE}.md").write_text(text, encoding="utf-8")
        self.archive.first_names[RENAMED_PAGE] = name
        self.archive.superseded.append(name)
        for members in self.archive.members.values():
            members[:] = [RENAMED_PAGE if member == RENAMED else member for member in members]
        return self.archive.story(self.archive.page(RENAMED_PAGE)).id

    def add(self) -> Story:
        page = self.archive.news / f"{ADDED_PAGE}.md"
        page.parent.mkdir(parents=True)
        page.write_text(ADDED, encoding="utf-8")
        for feed, members in self.archive.members.items():
            if feed in ADDED_FEEDS:
                members.insert(0, ADDED_PAGE)
        return self.archive.story(page)

    # What readers make of it

    def step(self, what: str, new: dict[str, set[str]], again: dict[str, set[str]] | None = None) -> None:
        """Lets the readers load; `new` are the ids that are new to them, by feed, and `again` those whose title or link is
        another, which sfeed lists once more."""
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
        if what.startswith("summary"):
            self.compare_texts(what)
        verdict = "ok" if len(self.failures) == failures else "FAILED"
        print(f"readers: {what}: {verdict} ({time.monotonic() - started:.1f} s)")

    def compare_requests(self, what: str, reader: Reader, changed: set[str]) -> None:
        """A reader that has not loaded a feed cannot be wrong about it."""
        asked = {request.path for request in self.server.requests if request.status in (200, 304)}
        loaded = {request.path for request in self.server.requests if request.status == 200}
        for path in sorted((set(self.paths) - asked) | (changed - loaded)):
            self.failures.append(f"{what}: {reader.name} has not loaded {path}")

    def expect_unchanged(self, what: str, reader: Reader) -> None:
        """On the third load at the latest, readers say what they have, and are told that there is nothing else."""
        for request in self.server.requests:
            if request.path in self.paths and request.status != 304:
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

    def compare_texts(self, what: str) -> None:
        """That nothing is new says little unless the edit has arrived."""
        story = self.archive.story(self.archive.page(EDITED))
        for reader in self.readers:
            for path in self.paths:
                if path.startswith(("all.", "entity/egypt.", "country/egypt.", "entity/sergey-shoygu.")):
                    text = reader.text(self.server.url + path, story.id)
                    if text is not None and (EDIT not in text or NEW_SOURCE not in text):
                        self.failures.append(f"{what}: {reader.name}: {path} has not got the edit:\n{text}")

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


def main() -> int:
    parser = argparse.ArgumentParser(prog="Tests/readers/run", description="Tries feedgen's feeds in real readers.")
    parser.add_argument(
        "--feedgen", type=Path, default=ROOT / ".build/debug/feedgen", help="the program (default: the debug build)")
    parser.add_argument(
        "--formats", default="atom,rss", help="the formats to try, divided by commas (default: atom,rss)")
    options = parser.parse_args()
    feedgen = options.feedgen.resolve()
    if not feedgen.is_file():
        parser.error(f"there is no {options.feedgen}; `swift build` makes it")
    started = time.monotonic()
    with tempfile.TemporaryDirectory(prefix="feedgen-readers-") as place:
        try:
            trial = Trial(feedgen, options.formats.split(","), Path(place))
            status = trial.run()
        except (ReaderError, LookupError) as error:
            print(f"readers: {error}", file=sys.stderr)
            return 1
    names = [reader.name for reader in getattr(trial, "readers", [])]
    print(f"readers: {len(getattr(trial, 'paths', []))} feeds in {', '.join(names) or 'no reader'}: "
          f"{len(trial.failures)} failures, {time.monotonic() - started:.1f} s")
    return status


if __name__ == "__main__":
    sys.exit(main())
