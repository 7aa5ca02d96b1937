"""A made-up archive of event files, and feedgen, which writes its site and serves it."""

from __future__ import annotations

import contextlib
import json
import os
import random
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from sites import HOSTILE, RIGHT_TO_LEFT

PATIENCE = 60.0
ARABIC = f"افتتاح جسر جديد في {RIGHT_TO_LEFT} بعد عامين من العمل (NATO 2024)"
HEBREW = "הרכבת הראשונה יוצאת מתחנת סאדהייבן אל החוף"
HEBREW_NAME = "סאדהייבן"
HOSTILE_NAME = "Quill & \"Sons\" 'Ltd' <b>"
LONG_NAME = "International Commission for the Protection of Harbours and of the Estuaries of Brynmoor"
LONG_WORD = "Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft"
RENAMED, FORMER = "the-ferry-kestrel-crosses-the-sound-in-an-hour", "the-ferry-kestrel-crosses-the-sound"

PLACES = ["Egypt", "France", "Norway", "Türkiye", "Côte d'Ivoire", "Kosovo"]
NAMES = [
    "Orrin Vale", "Sudhaven", "Brynmoor", "Kestrel Line", "Mira Tolland", "Harbour Council", "Lake Vorra", "Ansgar Pell",
    "Tern Island", "Elin Dray", "Sudhaven Observatory", "Bridge of Orrin", "Nadia Serrel", "Marsh Railway", "Vorra Prize",
]  # fmt: skip
DEEDS = [
    "opens a bridge over the old harbour", "asks for a second vote", "finds a ship of the year 1700",
    "counts the birds of the coast", "closes the mine at last", "signs the treaty on water", "wins the race",
    "plants a thousand trees", "moves its office to the island", "stops the trains for a day",
]  # fmt: skip


@dataclass
class Event:
    """An event of the archive, as its file."""

    day: date
    slug: str
    title: str
    text: str = ""
    names: list[str] = field(default_factory=list)
    sources: list[tuple[str, str]] = field(default_factory=list)
    related: list[Event] = field(default_factory=list)
    changes: list[tuple[str, str, str]] = field(default_factory=list)  # title, slug, note

    @property
    def path(self) -> str:
        return f"news/{self.day:%Y/%m}/{self.day.day}/{self.slug}"

    def write(self, content: Path) -> None:
        day = self.path.rpartition("/")[0]
        parts = [f"### [{self.day}](/{day}/index.md)", f"# {self.title}", self.text]
        if self.names:
            parts.append(f"_Context: {', '.join(self.names)}_")
        lists = {
            "Sources": [f"[{name}]({url})" for name, url in self.sources],
            "Changes": [f"[{title}](/{day}/{slug}.md) _{note}_" for title, slug, note in self.changes],
            "Related": [f"[{e.title}](/{e.path}.md) _Context: {', '.join(e.names)}_" for e in self.related],
        }
        for heading, items in lists.items():
            if items:
                parts += [f"### {heading}:", "\n".join(f"1. {item}" for item in items)]
        file = content / f"{self.path}.md"
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text("\n\n".join(part for part in parts if part) + "\n", encoding="utf-8")


@dataclass
class Archive:
    """The events of a made-up archive that checks look at."""

    events: list[Event]
    newest: Event  # with a picture, related events and everything else that a page may have
    hostile: Event
    arabic: Event
    hebrew: Event
    renamed: Event
    long: Event


def made_events() -> list[Event]:
    """A few hundred events of invented people, most of them in Egypt, from 2012 to 2024."""
    chance = random.Random(11)
    events = []
    for number in range(320):
        day = date(2012, 1, 9) + timedelta(days=number // 2 * 28 + number % 7 // 3)
        place = "Egypt" if number % 3 else chance.choice(PLACES)
        names = chance.sample(NAMES, 3)
        title = f"{names[0]} {chance.choice(DEEDS)} in {place} (no. {number})"
        sources = [("The Sudhaven Post", f"http://post.example/{number}")]
        if number % 4 == 0:
            sources.append(("Brynmoor Radio & Sons", f"http://radio.example/?story={number}&part=2"))
        text = f"It is the {number}th event that {names[1]} has told of. " * (1 + number % 4) if number % 5 else ""
        events.append(Event(day, f"event-{number}", title, text.strip(), [place, *names], sources))
    return events


def make_archive(content: Path, picture: str) -> Archive:
    """Writes the event files of a made-up archive.

    picture is the address of the pictures in it.
    """
    events = made_events()
    busy = date(2024, 5, 20)
    cover = ("Cover Image", picture)
    post = ("The Sudhaven Post", "http://post.example/a")
    long_text = (
        "The first paragraph, with *emphasis* and a [link](http://post.example/b).\n\n"
        "- one thing\n- another thing\n\n"
        "| year | birds | what the keepers of the lighthouse say about them |\n|---|---|---|\n| 2023 | 40 | few |\n\n"
        f"```\n{'a long line of code ' * 12}\n```\n\n"
        f"![The harbour]({picture})\n\n> A quotation of {LONG_WORD}."
    )
    arabic = Event(busy, "bridge-ar", ARABIC, "يربط الجسر بين ضفتي النهر.", ["Egypt", RIGHT_TO_LEFT], [post])
    hebrew = Event(busy, "train-he", HEBREW, "הנסיעה אורכת שעה.", [HEBREW_NAME, "Sudhaven"], [post])
    hostile = Event(
        busy, "hostile", f"First of {HOSTILE} & more", f"1 < 2 & {HOSTILE}", ["Egypt", HOSTILE_NAME], [post]
    )
    long = Event(
        busy, "long", f"{LONG_NAME} hears {LONG_WORD} in Egypt", long_text, ["Egypt", LONG_NAME, *NAMES], [post, cover]
    )
    renamed = Event(
        busy, RENAMED, "The ferry Kestrel crosses the sound in an hour", "It was faster than planned.",
        ["Norway", "Kestrel Line"], [post],
        changes=[
            ("The ferry Kestrel crosses the sound", FORMER, "2024-05-20 08:30:09 (First version)"),
            ("The ferry Kestrel crosses the sound in an hour", RENAMED, "(Current version)"),
        ],
    )  # fmt: skip
    newest = Event(
        date(2024, 5, 21), "newest", "Mira Tolland opens the observatory of Sudhaven in Egypt",
        "It has the largest mirror of the coast.", ["Egypt", "Sudhaven Observatory", "Mira Tolland"], [post, cover],
        related=[events[-1], events[-4], arabic],
    )  # fmt: skip
    archive = Archive(
        [*events, arabic, hebrew, hostile, long, renamed, newest], newest, hostile, arabic, hebrew, renamed, long
    )
    for event in archive.events:
        event.write(content)
    return archive


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@dataclass
class Site:
    """A site that feedgen has written from a made-up archive, and serves."""

    base: str
    place: Path
    archive: Archive
    formats: list[str]

    @property
    def output(self) -> Path:
        return self.place / "feeds"

    def url(self, path: str = "") -> str:
        return self.base + path


@contextmanager
def written_site(feedgen: Path, place: Path, path: str, formats: list[str], **settings: Any) -> Iterator[Site]:
    """A site below a path of its own server, as long as the context lasts."""
    port = free_port()
    base = f"http://127.0.0.1:{port}/{path}"
    place.mkdir(parents=True)
    config = {"baseURL": base, "formats": formats, "classification": {"minimumEvents": 1}, **settings}
    (place / "config.json").write_text(json.dumps(config), encoding="utf-8")
    archive = make_archive(place / "content", f"{base}icon.png")
    environment = {key: value for key, value in os.environ.items() if key != "SOURCE_DATE_EPOCH"}
    options: dict[str, Any] = {"cwd": place, "env": environment, "stdin": subprocess.DEVNULL}
    subprocess.run([feedgen, "--quiet"], check=True, **options)
    with (place / "log").open("wb") as log:
        server = subprocess.Popen([feedgen, "serve", "--port", str(port)], stdout=log, stderr=log, **options)
    try:
        wait_for_server(server, port, place / "log")
        yield Site(base, place, archive, formats)
    finally:
        server.terminate()
        server.wait()


def wait_for_server(server: subprocess.Popen[bytes], port: int, log: Path) -> None:
    end = time.monotonic() + PATIENCE
    while server.poll() is None and time.monotonic() < end:
        with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), 1):
            return
        time.sleep(0.02)
    raise RuntimeError(f"feedgen serve does not listen:\n{log.read_text(errors='replace')}")
