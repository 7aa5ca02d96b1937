"""What all checks of pages use: the bench, comparisons, and expressions of JavaScript."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from archive import Site
from browser import Browser, Failure, Page, Server

CHECKS: list[Callable[[Bench], None]] = []


READY = "document.querySelector('h1') && document.readyState === 'complete'"


@dataclass
class View:
    """A page of a site, or what its script shows at a fragment."""

    name: str
    path: str
    ready: str = READY  # an expression of JavaScript


@dataclass
class Bench:
    """What a check works with."""

    browser: Browser
    server: Server  # serves files
    big: str  # the address of the made-up site of 31,000 topics, which has only the page with the search
    big_path: str
    site: Site  # written by feedgen from a made-up archive, below a path, with archive documents and all formats
    plain: Site  # the same at the root, without archive documents, in two formats
    copy: str  # the address of the files of `site`, served as they are
    real: str  # the address of another output of feedgen, served as it is
    real_base: str  # its base URL
    real_output: Path
    axe: str  # the script of axe-core
    work: Path

    @contextmanager
    def page(self, url: str, ready: str = READY, expected: str = "", **options: Any) -> Iterator[Page]:
        """A page at an address; when done with, it must have had no complaints but those that match a pattern."""
        page = self.browser.page(**options)
        try:
            page.open(url, ready)
            yield page
            page.run("1")  # What was said before this answer has been heard then.
            complaints = [c for c in page.complaints if not (expected and re.search(expected, c))]
            equal(complaints, [], f"complaints of the browser at {url}")
        finally:
            page.close()

    def views(self) -> list[View]:
        """A page of each kind of `site`."""
        archive = self.site.archive
        found = f"{READY} && (h => h && h !== {json.dumps(HOME)})({HEADING})"
        return [
            View("start page", ""),
            View("search results", "#/?q=orrin", found),
            View("list", "#/list", found),
            View("topic page", "country/egypt.html"),
            View("event page", html(archive.long.path)),
            View("day page", day_path(archive.long.path)),
            View("year page", "news/2023/"),
        ]


def html(path: str) -> str:
    return f"{path}.html"


def day_path(path: str) -> str:
    """The path of the page of the day of an event."""
    return path.rpartition("/")[0] + "/"


def check(function: Callable[[Bench], None]) -> Callable[[Bench], None]:
    CHECKS.append(function)
    return function


def equal(found: object, wanted: object, what: str) -> None:
    if found != wanted:
        raise Failure(f"{what}: {found!r} instead of {wanted!r}")


def true(condition: object, what: str) -> None:
    if not condition:
        raise Failure(what)


HOME = "Follow the news by topic"

# What is on a page, as expressions of JavaScript

HEADING = "document.querySelector('h1')?.textContent"
NAMES = "[...document.querySelectorAll('.results .name')].map(e => e.textContent)"
EVENTS = "document.querySelectorAll('.event').length"


def text_of(selector: str) -> str:
    return f"document.querySelector({json.dumps(selector)})?.textContent"


def texts_of(selector: str) -> str:
    return f"[...document.querySelectorAll({json.dumps(selector)})].map(e => e.textContent)"


def attributes_of(selector: str, name: str) -> str:
    return f"[...document.querySelectorAll({json.dumps(selector)})].map(e => e.getAttribute({json.dumps(name)}))"


def meta(name: str) -> str:
    """The content of a `meta` element by its name or property."""
    return f"document.querySelector({json.dumps(f'meta[name={json.dumps(name)}], meta[property={json.dumps(name)}]')})?.content"


def search(page: Page, text: str) -> list[str]:
    """Types into the search field as a person does, and gives the names that are shown."""
    page.run("document.getElementById('query').focus(); document.getElementById('query').select()")
    page.type(text)
    page.wait(f"document.title.startsWith({json.dumps('Search: ' + text)})")
    names: list[str] = page.run(NAMES)
    return names
