"""The repository's events in real readers."""

from __future__ import annotations

import html
import json
import re
import shutil
from pathlib import Path
from typing import Any

from expectations import Archive, Story
from trial import ROOT, Trial

EDITED = "2017/11/29/russian-defence-minister"
EDIT = "Both armies had used one hangar at the last exercise."
NEW_SOURCE = "http://www.tass.example/2017/11/29/hangar"

# Its text begins with its picture, which is among its sources.
PICTURED = "2024/04/3/the-strongest-earthquake"

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


class EventTrial(Trial):
    name = "events"
    archive: Archive

    def __init__(self, feedgen: Path, formats: list[str], place: Path) -> None:
        super().__init__(feedgen, formats, place)
        shutil.copytree(ROOT / "content", place / "content")

    def configuration(self) -> dict[str, Any]:
        config: dict[str, Any] = json.loads((ROOT / "config.json").read_text(encoding="utf-8"))
        # Another host than the feeds', so that no link is right by chance.
        config.setdefault("site", {})["pagesURL"] = "https://archive.example.org"
        self.archive = Archive(self.place / "content", config)
        return config

    def feeds_to_try(self) -> list[str]:
        feeds = super().feeds_to_try()
        if list(self.output.glob("topic/*")) and not any(feed.startswith("topic/") for feed in feeds):
            self.failures.append("there are feeds of combined topics, and COMBINED_MEMBERS expects nothing of them")
        return feeds

    def changes(self) -> None:
        self.compare_pictures()
        self.edit()
        id = self.archive.story(self.archive.page(EDITED)).id
        self.step("summary and sources of an event edited", new={}, texts=(id, [EDIT, NEW_SOURCE]))
        self.step("an event renamed", new={}, again=self.holders(self.rename()))
        story = self.add()
        self.step("an event added", new={feed: {story.id} for feed in self.feeds if feed in ADDED_FEEDS})

    def compare_pictures(self) -> None:
        """A picture is once in the text, and in elements of its own, and no file to download."""
        page = self.archive.page(PICTURED)
        id = self.archive.story(page).id
        address = re.search(r"\[Cover Image\]\(([^)]*)\)", page.read_text(encoding="utf-8"))[1]
        for reader in self.readers:
            for path in (f"{feed}.{format}" for feed in self.holders(id) for format in self.formats):
                url, place = self.server.url + path, f"pictures: {reader.name}: {path}"
                text = reader.text(url, id)
                if text is not None:
                    shown = [html.unescape(found) for found in re.findall(r'<img [^>]*src="([^"]*)"', text)]
                    self.expect(f"{place}: pictures in the text", [address], shown)
                media = reader.media(url, id)
                if media is not None:
                    self.expect(f"{place}: media", [f"content {address}", f"thumbnail {address}"],
                                [f"{kind} {file}" for kind, files in media.items() for file in files])
                if (file := reader.enclosure(url, id)) is not None:
                    self.failures.append(f"{place} has the enclosure {file}")

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
