#!/usr/bin/env python3
"""Follows all links of a site that feedgen has written: in pages, sitemaps, outlines, feeds and robots.txt.

    Tests/browser/crawl.py ADDRESS [BASE_URL]

Exit status 0: each is answered; 1: a link is dead.
"""

from __future__ import annotations

import http.client
import json
import re
import sys
import xml.etree.ElementTree as ElementTree
from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser
from urllib.parse import unquote, urldefrag, urljoin, urlsplit

REDIRECTIONS = 5
# What people type, and what programs ask for by themselves.
PROGRAMS = ("", "robots.txt", "favicon.ico", "sitemap.xml", ".well-known/feeds")
# Attributes with addresses, by element.
LINKS = {"a": "href", "link": "href", "img": "src", "script": "src", "form": "action"}


@dataclass
class Report:
    """What a crawl has found."""

    problems: list[str] = field(default_factory=list)
    files: set[str] = field(default_factory=set)  # paths of the answered documents, of a directory that of its page
    links: int = 0


@dataclass
class Document:
    """A document as a crawl sees it."""

    status: int
    links: list[str] = field(default_factory=list)
    ids: set[str] = field(default_factory=set)


class PageLinks(HTMLParser):
    """The links and the ids of a page."""

    def __init__(self) -> None:
        super().__init__()
        self.links: list[str] = []
        self.ids: set[str] = set()

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        values = {name: value or "" for name, value in attributes}
        if "id" in values:
            self.ids.add(values["id"])
        if LINKS.get(tag, "") in values:
            self.links.append(values[LINKS[tag]])
        if tag == "meta" and values.get("http-equiv") == "refresh":
            self.links.append(values["content"].partition("url=")[2])
        if tag == "meta" and values.get("property") in ("og:url", "og:image"):
            self.links.append(values["content"])


def links_of_xml(body: bytes) -> Iterator[str]:
    """The addresses in a feed, a sitemap, an outline or a description of a search."""
    stylesheet = re.search(rb"<\?xml-stylesheet[^>]* href=\"([^\"]+)\"", body)
    if stylesheet:
        yield stylesheet[1].decode()
    for element in ElementTree.fromstring(body).iter():
        if element.tag.rpartition("}")[2] in ("loc", "link", "Image", "icon", "logo", "comments") and element.text:
            yield element.text.strip()
        for name in ("href", "xmlUrl", "htmlUrl", "url", "template"):
            if name in element.attrib:
                yield element.attrib[name]


def links_of_json(value: object) -> Iterator[str]:
    """The addresses in a JSON Feed or the catalogue."""
    if isinstance(value, dict):
        for key, member in value.items():
            if isinstance(member, str) and (key == "url" or key.endswith(("_url", "URL", "Url"))):
                yield member
            yield from links_of_json(member)
    elif isinstance(value, list):
        for member in value:
            yield from links_of_json(member)


def parsed(status: int, type: str, body: bytes) -> Document:
    document = Document(status)
    if "html" in type:
        page = PageLinks()
        page.feed(body.decode())
        document.links, document.ids = page.links, page.ids
    elif "xml" in type or "opml" in type or body.startswith(b"<?xml"):
        document.links = list(links_of_xml(body))
    elif "json" in type:
        document.links = list(links_of_json(json.loads(body)))
    elif "text/plain" in type:
        document.links = re.findall(r"^Sitemap: (\S+)", body.decode(), re.MULTILINE)
    return document


class Crawl:
    """A crawl of the addresses below `served`, at which documents with the base URL `base` are served."""

    def __init__(self, served: str, base: str) -> None:
        self.served, self.base = served, base
        parts = urlsplit(served)
        self.connection = http.client.HTTPConnection(parts.netloc, timeout=60)
        self.documents: dict[str, Document] = {}
        self.report = Report()

    def run(self) -> Report:
        waiting = [(self.served + path, "nothing") for path in PROGRAMS]
        seen = {address for address, _ in waiting}
        while waiting:
            address, origin = waiting.pop()
            document = self.fetched(address)
            if document.status >= 400:
                self.report.problems.append(f"{document.status}: {address}, linked by {origin}")
                continue
            path = unquote(urlsplit(address).path.removeprefix(urlsplit(self.served).path))
            self.report.files.add(path + "index.html" if not path or path.endswith("/") else path)
            for link in document.links:
                target = self.target(address, link)
                if target is None:
                    continue
                self.report.links += 1
                plain, fragment = urldefrag(target)
                if plain not in seen:
                    seen.add(plain)
                    waiting.append((plain, address))
                # A fragment with a slash is read by the script of the page.
                if fragment and not fragment.startswith("/") and unquote(fragment) not in self.fetched(plain).ids:
                    self.report.problems.append(f"no such fragment: {target}, linked by {address}")
        self.connection.close()
        return self.report

    def target(self, address: str, link: str) -> str | None:
        """The served address of a link; None for one of another site."""
        target = urljoin(address, link.removeprefix("feed:").replace("{searchTerms}", "x").strip())
        if target.startswith(self.base):
            target = self.served + target[len(self.base) :]
        return target if target.startswith(self.served) else None

    def fetched(self, address: str) -> Document:
        if address not in self.documents:
            self.documents[address] = self.fetch(address)
        return self.documents[address]

    def fetch(self, address: str) -> Document:
        for _ in range(REDIRECTIONS):
            parts = urlsplit(address)
            self.connection.request("GET", parts.path + (f"?{parts.query}" if parts.query else ""))
            response = self.connection.getresponse()
            body = response.read()
            if not 300 <= response.status < 400:
                break
            address = urljoin(address, response.headers["Location"])
        if response.status >= 300:
            return Document(max(response.status, 400))
        return parsed(response.status, response.headers.get_content_type(), body)


def crawl(served: str, base: str | None = None) -> Report:
    """Follows all links of a site.

    served is its address, base the base URL in its documents, if that is another one.
    """
    return Crawl(served, base or served).run()


if __name__ == "__main__":
    result = crawl(*sys.argv[1:3])
    print("\n".join(result.problems))
    print(f"{len(result.files)} documents, {result.links} links, {len(result.problems)} problems")
    sys.exit(1 if result.problems else 0)
