"""An output directory, and what checkers say of it."""

from __future__ import annotations

import json
import os
import re
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Callable, NamedTuple, Optional
from urllib.parse import quote, unquote

FEED_SUFFIXES = (".atom", ".rss", ".json")
ARCHIVE = "archive/"


class UnknownAddress(Exception):
    pass


class Skipped(Exception):
    """The message says what is missing, and how to get it."""


class WrongSetting(Exception):
    """A validator was asked for by a variable that leads nowhere: that is no reason to pass."""


class Finding(NamedTuple):
    level: str  # "error" or "warning"
    place: str
    message: str

    def __str__(self) -> str:
        return f"{self.place}: {self.level}: {self.message}"


@dataclass
class Outcome:
    files: int
    findings: list[Finding] = field(default_factory=list)
    note: str = ""

    @property
    def errors(self) -> int:
        return sum(finding.level == "error" for finding in self.findings)

    @property
    def warnings(self) -> int:
        return sum(finding.level == "warning" for finding in self.findings)


class FeedTree:
    """The files below `root` by their paths relative to it, and the address at which each is served."""

    def __init__(self, root: Path, base_url: Optional[str] = None) -> None:
        self.root = root
        self.files = sorted(
            (Path(directory) / name).relative_to(root).as_posix()
            for directory, _, names in os.walk(root) for name in names)
        self.known = set(self.files)
        self.copies = self.find_copies()
        self.feeds = [path for path in self.with_suffix(*FEED_SUFFIXES) if path not in self.copies]
        if not self.feeds:
            raise UnknownAddress(f"there are no feeds in {root}")
        self.base_url = (base_url or self.stated_base_url()).rstrip("/") + "/"

    def find_copies(self) -> set[str]:
        """The feeds of entities that are, byte for byte, the feed of a country, which is checked in their place."""
        countries: dict[tuple[str, int], list[Path]] = {}
        for path in self.with_suffix(*FEED_SUFFIXES):
            if path.startswith("country/"):
                file = self.file(path)
                countries.setdefault((file.suffix, file.stat().st_size), []).append(file)
        copies = set()
        for path in self.with_suffix(*FEED_SUFFIXES):
            file = self.file(path)
            if path.startswith("entity/") and any(
                    other.read_bytes() == file.read_bytes()
                    for other in countries.get((file.suffix, file.stat().st_size), [])):
                copies.add(path)
        return copies

    def with_suffix(self, *suffixes: str) -> list[str]:
        """Feeds and lists of an ending; what the page of topics loads for itself is neither."""
        return [path for path in self.files
                if path.endswith(suffixes) and path != "catalogue.json" and not path.startswith("assets/")]

    def subscriptions(self) -> list[str]:
        """The feeds that readers subscribe to; the others are archive documents."""
        return [path for path in self.feeds if not path.startswith(ARCHIVE)]

    def file(self, path: str) -> Path:
        return self.root / path

    def url(self, path: str) -> str:
        return self.base_url + quote(path)

    def path(self, url: str) -> Optional[str]:
        """The file that is served at an address, if there is one."""
        path = unquote(url[len(self.base_url):]) if url.startswith(self.base_url) else None
        return path if path in self.known else None

    def stated_base_url(self) -> str:
        """Feeds name their own addresses. All must agree with the one of all events, so that one wrong is found."""
        patterns = {
            ".atom": rb'<link rel="self"[^>]* href="([^"]*)"', ".rss": rb'<atom:link rel="self"[^>]* href="([^"]*)"',
            ".json": rb'"feed_url"\s*:\s*"([^"]*)"'}
        for suffix, pattern in patterns.items():
            path = "all" + suffix
            if path in self.known and (match := re.search(pattern, self.file(path).read_bytes())):
                url = match[1].decode().replace("\\/", "/")
                if url.endswith("/" + path):
                    return url[:-len(path)]
        raise UnknownAddress(f"no feed of all events in {self.root} names its own address; say it with --base-url")

    def catalogue(self) -> dict[str, Any]:
        with open(self.file("catalogue.json"), encoding="utf-8") as file:
            return dict(json.load(file))


def in_parallel(check: Callable[[Any], list[Any]], items: list[Any]) -> list[Any]:
    """What `check` returns for the items, in one list and in their order, worked out on all processors."""
    if len(items) < 64:
        return [found for item in items for found in check(item)]
    with ProcessPoolExecutor() as pool:
        size = max(1, min(64, len(items) // (4 * (os.cpu_count() or 1))))
        return [found for several in pool.map(check, items, chunksize=size) for found in several]
