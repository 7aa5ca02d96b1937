"""The two lists of all feeds: OPML for readers, catalogue.json for programs."""

from __future__ import annotations

import re
from collections import Counter
from xml.etree import ElementTree

from .tree import ARCHIVE, FEED_SUFFIXES, FeedTree, Finding, Outcome


def opml(tree: FeedTree) -> Outcome:
    paths = tree.with_suffix(".opml")
    found = [Finding("error", "feeds.opml", "is missing")] if "feeds.opml" not in paths else []
    for path in paths:
        found += check_opml(tree, path)
    return Outcome(len(paths), found)


def check_opml(tree: FeedTree, path: str) -> list[Finding]:
    try:
        root = ElementTree.parse(tree.file(path)).getroot()
    except ElementTree.ParseError as error:
        return [Finding("error", path, f"is not well-formed: {error}")]
    found: list[Finding] = []

    def error(message: str) -> None:
        found.append(Finding("error", path, message))

    if root.tag != "opml" or root.get("version") != "2.0":
        error("its root must be opml, version 2.0")
    if not (root.findtext("head/title") or "").strip():
        error("its head has no title")
    body = root.find("body")
    outlines = [] if body is None else list(body.iter("outline"))
    feeds = [outline for outline in outlines if outline.get("xmlUrl") is not None or outline.get("type") is not None]
    for outline in feeds:
        name = outline.get("title") or outline.get("text") or outline.get("xmlUrl")
        for attribute in ("text", "title", "xmlUrl"):
            if not (outline.get(attribute) or "").strip():
                error(f"{name!r} has no {attribute}")
        url = outline.get("xmlUrl", "")
        kind = "JSONFeed" if url.endswith(".json") else "rss"
        if outline.get("type") != kind:
            error(f"{name!r} must have type=\"{kind}\", by which importers know it")
        target = tree.path(url)
        if target is None or not target.endswith(FEED_SUFFIXES):
            error(f"{name!r} leads to no feed of {tree.root}: {url}")
    for outline in outlines:
        if outline not in feeds and (not (outline.get("text") or "").strip() or not len(outline)):
            error("a group without text, or with nothing in it")
    for attribute in ("title", "xmlUrl"):
        for value, times in Counter(outline.get(attribute) for outline in feeds).items():
            if times > 1 and value:
                error(f"{times} feeds have the {attribute} {value!r}")
    if not feeds:
        error("names no feed")
    return found


def catalogue(tree: FeedTree) -> Outcome:
    path = "catalogue.json"
    try:
        feeds = tree.catalogue()["feeds"]
        named = [(feed, format, str(target)) for feed in feeds for format, target in feed["formats"].items()]
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as problem:
        return Outcome(1, [Finding("error", path, f"cannot be read: {type(problem).__name__}: {problem}")])
    found = []
    for feed, format, target in named:
        if target not in tree.known:
            found.append(Finding("error", path, f"{feed.get('name')!r} has no {format}: there is no {target}"))
        elif not target.endswith("." + format):
            found.append(Finding("error", path, f"{feed.get('name')!r} says that {target} is {format}"))
    for feed in feeds:
        place = f"{feed.get('kind')} {feed.get('slug')}"
        if not isinstance(feed.get("events"), int) or feed["events"] < 0:
            found.append(Finding("error", path, f"{place} has no number of events"))
        if not re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", str(feed.get("updated"))):
            found.append(Finding("error", path, f"{place} has no time of its last update"))
    for what, times in Counter((feed.get("kind"), feed.get("slug")) for feed in feeds).items():
        if times > 1:
            found.append(Finding("error", path, f"{times} feeds are {what[0]} {what[1]}"))
    counts = Counter(target for _, _, target in named)
    found += [Finding("error", path, f"names {target} {times} times") for target, times in counts.items() if times > 1]
    found += [Finding("error", target, "is not named by the catalogue")
              for target in tree.subscriptions() if target not in counts and not target.startswith(ARCHIVE)]
    return Outcome(1, found)
