"""Pictures of entries: elements of Media RSS or `image`, at most once at the beginning of the content, and no enclosures."""

from __future__ import annotations

import json
from html.parser import HTMLParser
from pathlib import Path
from typing import NamedTuple, Optional
from urllib.parse import urlsplit
from xml.etree import ElementTree

from .tree import FeedTree, Finding, Outcome, in_parallel

ATOM = "{http://www.w3.org/2005/Atom}"
CONTENT = "{http://purl.org/rss/1.0/modules/content/}encoded"
MEDIA = "{http://search.yahoo.com/mrss/}"


class Entry(NamedTuple):
    """What matters of an entry here."""

    id: str
    content: str
    pictures: list[str]
    thumbnails: list[str]
    enclosures: list[Optional[str]]  # their lengths


class Pictures(HTMLParser):
    """The addresses of the pictures in HTML, and whether the first one is before all text."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.addresses: list[str] = []
        self.begins = False
        self.has_text = False
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attributes: list[tuple[str, Optional[str]]]) -> None:
        if tag == "img":
            self.begins |= not self.has_text and not self.addresses
            self.addresses.append(dict(attributes).get("src") or "")

    def handle_data(self, data: str) -> None:
        self.has_text |= bool(data.strip())


def check(tree: FeedTree) -> Outcome:
    return Outcome(len(tree.feeds), in_parallel(check_file, [(str(tree.file(path)), path) for path in tree.feeds]))


def check_file(item: tuple[str, str]) -> list[Finding]:
    file, path = item
    try:
        entries = read(Path(file))
    except (ElementTree.ParseError, ValueError, KeyError, TypeError, AttributeError) as problem:
        return [Finding("error", path, f"cannot be read: {problem}")]
    return [Finding("error", f"{path}: {entry.id}", message) for entry in entries for message in problems(entry)]


def problems(entry: Entry) -> list[str]:
    found = [f"has an enclosure of the length {length}" for length in entry.enclosures if not (length or "").isdigit() or length == "0"]
    if entry.pictures != entry.thumbnails:
        found.append(f"has the pictures {entry.pictures} and the thumbnails {entry.thumbnails}")
    pictures = Pictures(entry.content)
    if pictures.begins and entry.pictures:
        first = file_at(pictures.addresses[0])
        if first == file_at(entry.pictures[0]) and first in map(file_at, pictures.addresses[1:]):
            found.append(f"begins with the picture {first}, and has it once more")
    return found


def file_at(address: str) -> str:
    """The address without what gives the size or version of a file."""
    parts = urlsplit(address)
    is_file = parts.path.lower().endswith((".jpg", ".jpeg", ".png", ".gif", ".webp", ".svg", ".avif"))
    return parts._replace(query="" if is_file else parts.query, fragment="").geturl()


def read(file: Path) -> list[Entry]:
    if file.suffix == ".json":
        return [
            Entry(item["id"], item.get("content_html", ""), *[[item["image"]] if "image" in item else []] * 2, [])
            for item in json.loads(file.read_bytes())["items"]]
    root = ElementTree.fromstring(file.read_bytes())
    if root.tag == ATOM + "feed":
        return [
            entry_of(entry, entry.findtext(ATOM + "id"), entry.findtext(ATOM + "content"),
                     [link.get("length") for link in entry.findall(ATOM + "link") if link.get("rel") == "enclosure"])
            for entry in root.findall(ATOM + "entry")]
    return [
        entry_of(item, item.findtext("guid"), item.findtext(CONTENT) or item.findtext("description"),
                 [enclosure.get("length") for enclosure in item.findall("enclosure")])
        for item in root.iter("item")]


def entry_of(element: ElementTree.Element, id: Optional[str], content: Optional[str], enclosures: list[Optional[str]]) -> Entry:
    def addresses(name: str) -> list[str]:
        return [found.get("url", "") for found in element.iter(MEDIA + name)]

    return Entry(id or "", content or "", addresses("content"), addresses("thumbnail"), enclosures)
