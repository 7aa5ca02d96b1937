"""Chains of archive documents, from what readers subscribe to into the past (RFC 5005, section 4; JSON: next_url)."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Callable, NamedTuple, Optional
from xml.etree import ElementTree

from .tree import ARCHIVE, FeedTree, Finding, Outcome, in_parallel

MOST_BYTES = 512 * 1024  # readers give up on documents not much larger
ATOM = "{http://www.w3.org/2005/Atom}"
HISTORY = "{http://purl.org/syndication/history/1.0}"

Report = Callable[[str], None]


class Document(NamedTuple):
    """What matters of a document here; `links` by their relation."""

    bytes: int
    links: dict[str, list[str]]
    is_archive: bool
    ids: list[Optional[str]]


class Chain(NamedTuple):
    root: str
    base_url: str
    start: str
    events: Optional[int]  # that the whole chain must have; None where nothing is archived


class Link(NamedTuple):
    """One document that a chain has reached; reported so that the unreached ones are known."""

    path: str


def check(tree: FeedTree) -> Outcome:
    archived = [path for path in tree.feeds if path.startswith(ARCHIVE)]
    try:
        events = {path: feed["events"] for feed in tree.catalogue()["feeds"] for path in feed["formats"].values()}
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        events = {}  # that is the catalogue's own check to report
    archived_suffixes = {Path(path).suffix for path in archived}
    chains = [
        Chain(str(tree.root), tree.base_url, path,
              events.get(path) if Path(path).suffix in archived_suffixes else None)
              for path in tree.subscriptions()]
    results = in_parallel(follow, chains)
    reached = {result.path for result in results if isinstance(result, Link)}
    found = [result for result in results if isinstance(result, Finding)]
    found += [Finding("error", path, "no chain leads to it") for path in archived if path not in reached]
    return Outcome(len(reached), found, "" if archived else " (nothing is archived; sizes and ids alone)")


def follow(chain: Chain) -> list[Finding | Link]:
    """Walks one chain from its subscription document into the past."""
    found: list[Finding | Link] = []
    seen: dict[str, str] = {}
    visited: list[str] = []
    newer: Optional[str] = None
    path: Optional[str] = chain.start
    while path is not None:
        found.append(Link(path))
        visited.append(path)

        def error(message: str, place: str = path) -> None:
            found.append(Finding("error", place, message))

        try:
            document = read(Path(chain.root) / path)
        except (ElementTree.ParseError, ValueError, KeyError, TypeError, AttributeError) as problem:
            error(f"cannot be read: {problem}")
            break
        if document.bytes > MOST_BYTES:
            error(f"has {document.bytes} bytes, more than {MOST_BYTES}")
        for id in document.ids:
            if id is None:
                error("has an entry without an id")
            elif id in seen:
                error(f"has {id}, which {seen[id]} has already")
            else:
                seen[id] = path
        if not path.endswith(".json"):
            check_place(chain, path, newer, document, error)
        older = only(document.links, "next_url" if path.endswith(".json") else "prev-archive", error)
        newer, path = path, None
        if older is not None:
            path = file_at(chain, older)
            if path is None:
                error(f"leads to no file: {older}", newer)
            elif path in visited:
                error(f"leads in a circle, to {path}", newer)
                path = None
    if chain.events is not None and len(seen) != chain.events:
        found.append(Finding("error", chain.start, f"its chain of {len(visited)} documents has {len(seen)} entries; "
                                                   f"the catalogue says {chain.events}"))
    return found


def check_place(chain: Chain, path: str, newer: Optional[str], document: Document, error: Report) -> None:
    """An archive document says that it is one, leads to the subscription document, and to the next in time."""
    current, later = only(document.links, "current", error), only(document.links, "next-archive", error)
    if newer is None:
        if document.is_archive:
            error("is what readers subscribe to, and says that it is an archive")
        if later is not None:
            error("is the newest document, and has a next-archive")
        return
    if not document.is_archive:
        error(f"is an archive of {chain.start}, and does not say so (fh:archive)")
    if current is None or file_at(chain, current) != chain.start:
        error(f"must name {chain.start} as current, not {current}")
    after = None if later is None else file_at(chain, later)
    if newer != chain.start and after != newer:
        error(f"must name {newer} as next-archive, not {later}")
    elif newer == chain.start and later is not None:
        error(f"is the newest archive, and has a next-archive, {later}")


def only(links: dict[str, list[str]], relation: str, error: Report) -> Optional[str]:
    found = links.get(relation, [])
    if len(found) > 1:
        error(f"has {len(found)} links {relation}")
    return found[0] if found else None


def file_at(chain: Chain, url: str) -> Optional[str]:
    path = url[len(chain.base_url):] if url.startswith(chain.base_url) else ""
    return path if path and (Path(chain.root) / path).is_file() else None


def read(file: Path) -> Document:
    data = file.read_bytes()
    links: dict[str, list[str]] = {}
    if file.suffix == ".json":
        feed = json.loads(data)
        if "next_url" in feed:
            links["next_url"] = [feed["next_url"]]
        return Document(len(data), links, False, [item.get("id") for item in feed["items"]])
    root = ElementTree.fromstring(data)
    is_atom = root.tag == ATOM + "feed"
    feed_element = root if is_atom else root.find("channel")
    if feed_element is None:
        raise ValueError("it is neither Atom nor RSS")
    for link in feed_element.findall(ATOM + "link"):
        links.setdefault(link.get("rel", "alternate"), []).append(link.get("href", ""))
    entries = feed_element.findall(ATOM + "entry" if is_atom else "item")
    return Document(
        len(data), links, feed_element.find(HISTORY + "archive") is not None,
        [entry.findtext(ATOM + "id" if is_atom else "guid") for entry in entries])
