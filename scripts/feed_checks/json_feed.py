"""JSON Feed 1.1 (https://www.jsonfeed.org/version/1.1/), taken strictly."""

from __future__ import annotations

import json
import re
from datetime import datetime, timedelta, timezone
from typing import Any, Callable, Optional
from urllib.parse import urlsplit

from .tree import FeedTree, Finding, Outcome, in_parallel

VERSION = "https://jsonfeed.org/version/1.1"
DATE = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?(?:Z|[+-]\d\d:\d\d)")
LANGUAGE = re.compile(r"[A-Za-z]{2,8}(?:-[A-Za-z0-9]{1,8})*")
MEDIA_TYPE = re.compile(r"[a-z]+/[A-Za-z0-9.+-]+(?:;.*)?")
# What JSON can say and no text should: controls but tab and line ends, noncharacters, halves of pairs, and the mark
# of a character that was lost.
UNFIT = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ufffd\ufffe\uffff\ud800-\udfff]")

Report = Callable[[str, str, str], None]  # level, key, message


def check(tree: FeedTree) -> Outcome:
    paths = [path for path in tree.with_suffix(".json") if path not in tree.copies]
    found = in_parallel(check_file, [(str(tree.file(path)), path, tree.url(path)) for path in paths])
    return Outcome(len(paths), found)


def check_file(item: tuple[str, str, Optional[str]]) -> list[Finding]:
    file, path, url = item
    with open(file, "rb") as stream:
        return check_document(stream.read(), path, url)


def check_document(data: bytes, path: str, url: Optional[str] = None) -> list[Finding]:
    """What is wrong with a document that is served at `url`."""
    found: list[Finding] = []

    def report(level: str, key: str, message: str) -> None:
        found.append(Finding(level, f"{path}: {key}" if key else path, message))

    document = decode(data, report)
    if isinstance(document, dict):
        check_strings(document, "", report)
        check_feed(document, url, report)
    elif document is not None:
        report("error", "", "is no object")
    return found


def decode(data: bytes, report: Report) -> Any:
    def unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        result: dict[str, Any] = {}
        for key, value in pairs:
            if key in result:
                report("error", key, "stands twice in one object")
            result[key] = value
        return result

    def no_number(word: str) -> Any:
        report("error", "", f"{word} is not JSON")

    if data.startswith(b"\xef\xbb\xbf"):
        report("error", "", "begins with a byte order mark")
        data = data[3:]
    try:
        return json.loads(data.decode("utf-8"), object_pairs_hook=unique, parse_constant=no_number)
    except UnicodeDecodeError as error:
        report("error", "", f"is not UTF-8: {error.reason} at byte {error.start}")
    except ValueError as error:
        report("error", "", f"is not JSON: {error}")
    return None


def check_strings(value: Any, key: str, report: Report) -> None:
    """Everywhere, extensions too."""
    if isinstance(value, str):
        if match := UNFIT.search(value):
            report("error", key, f"has the character U+{ord(match[0]):04X}")
    elif isinstance(value, dict):
        for name, inner in value.items():
            check_strings(name, f"{key}.{name}".lstrip("."), report)
            check_strings(inner, f"{key}.{name}".lstrip("."), report)
    elif isinstance(value, list):
        for index, inner in enumerate(value):
            check_strings(inner, f"{key}[{index}]", report)


# The kinds of values: each says what is wrong with one, or nothing


def text(value: Any) -> Optional[str]:
    if not isinstance(value, str):
        return "must be a string"
    return None if value.strip() else "is blank"


def url(value: Any) -> Optional[str]:
    if not isinstance(value, str):
        return "must be a string"
    if not re.fullmatch(r"[!-~]+", value):
        return f"is no URL: {value!r}"
    try:
        parts = urlsplit(value)
    except ValueError:
        return f"is no URL: {value!r}"
    if parts.scheme not in ("http", "https") or not parts.netloc:
        return f"must be an absolute URL of the web: {value!r}"
    return None


def person_url(value: Any) -> Optional[str]:
    return None if isinstance(value, str) and re.fullmatch(r"mailto:[!-~]+@[!-~]+", value) else url(value)


def date(value: Any) -> Optional[str]:
    if not isinstance(value, str) or not DATE.fullmatch(value):
        return f"must be a date of RFC 3339: {value!r}"
    try:
        time = moment(value)
    except ValueError:
        return f"is no date of the calendar: {value!r}"
    # Clocks differ.
    return f"lies in the future: {value!r}" if time > datetime.now(timezone.utc) + timedelta(minutes=10) else None


def moment(value: str) -> datetime:
    value = re.sub(r"\.(\d+)", lambda match: "." + (match[1] + "000000")[:6], value)
    return datetime.fromisoformat(value.replace("Z", "+00:00"))


def language(value: Any) -> Optional[str]:
    return None if isinstance(value, str) and LANGUAGE.fullmatch(value) else f"is no language tag: {value!r}"


def media_type(value: Any) -> Optional[str]:
    return None if isinstance(value, str) and MEDIA_TYPE.fullmatch(value) else f"is no media type: {value!r}"


def boolean(value: Any) -> Optional[str]:
    return None if isinstance(value, bool) else "must be true or false"


def amount(value: Any) -> Optional[str]:
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        return "must be a number"
    return None if value >= 0 else "is less than nothing"


def array(value: Any) -> Optional[str]:
    if not isinstance(value, list):
        return "must be an array"
    return None


Kinds = dict[str, Callable[[Any], Optional[str]]]
FEED: Kinds = {
    "version": text, "title": text, "home_page_url": url, "feed_url": url, "description": text, "user_comment": text,
    "next_url": url, "icon": url, "favicon": url, "authors": array, "language": language, "expired": boolean,
    "hubs": array, "items": array}
ITEM: Kinds = {
    "id": text, "url": url, "external_url": url, "title": text, "content_html": text, "content_text": text,
    "summary": text, "image": url, "banner_image": url, "date_published": date, "date_modified": date,
    "authors": array, "tags": array, "language": language, "attachments": array}
AUTHOR: Kinds = {"name": text, "url": person_url, "avatar": url}
HUB: Kinds = {"type": text, "url": url}
ATTACHMENT: Kinds = {
    "url": url, "mime_type": media_type, "title": text, "size_in_bytes": amount, "duration_in_seconds": amount}


def check_keys(value: Any, kinds: Kinds, required: tuple[str, ...], place: str, report: Report) -> bool:
    """Whether it is an object at all; its keys and their values are reported on."""
    if not isinstance(value, dict):
        report("error", place, "must be an object")
        return False
    prefix = place + "." if place else ""
    for key in required:
        if key not in value:
            report("error", prefix + key, "is missing")
    for key, inner in value.items():
        if key.startswith("_"):
            if not isinstance(inner, dict):
                report("error", prefix + key, "is an extension, and must be an object")
        elif key == "author" and "authors" in kinds:
            report("warning", prefix + key, "is of version 1; 1.1 has authors")
        elif key not in kinds:
            report("warning", prefix + key, "is no key of JSON Feed; those of extensions begin with _")
        elif wrong := kinds[key](inner):
            report("error", prefix + key, wrong)
    return True


def check_feed(feed: dict[str, Any], served_at: Optional[str], report: Report) -> None:
    check_keys(feed, FEED, ("version", "title", "items"), "", report)
    if "version" in feed and feed["version"] != VERSION:
        report("error", "version", f"must be {VERSION!r}, not {feed['version']!r}")
    for key in ("home_page_url", "feed_url"):
        if key not in feed:
            report("warning", key, "is missing, and strongly recommended")
    if served_at is not None and feed.get("feed_url", served_at) != served_at:
        report("error", "feed_url", f"is {feed['feed_url']!r}, and the feed is served at {served_at!r}")
    if "next_url" in feed and feed["next_url"] in (feed.get("feed_url"), served_at):
        report("error", "next_url", "leads to the feed itself")
    check_authors(feed, "", report)
    for index, hub in enumerate(elements(feed, "hubs")):
        check_keys(hub, HUB, ("type", "url"), f"hubs[{index}]", report)
    seen: dict[str, int] = {}
    for index, item in enumerate(elements(feed, "items")):
        place = f"items[{index}]"
        if check_keys(item, ITEM, ("id",), place, report):
            check_item(item, place, report)
            id = item.get("id")
            if isinstance(id, str) and seen.setdefault(id, index) != index:
                report("error", f"{place}.id", f"is the id of items[{seen[id]}]: {id!r}")


def check_item(item: dict[str, Any], place: str, report: Report) -> None:
    if "content_html" not in item and "content_text" not in item:
        report("error", place, "has neither content_html nor content_text")
    if "date_published" not in item:
        report("warning", f"{place}.date_published", "is missing")
    published, modified = item.get("date_published"), item.get("date_modified")
    if date(published) is None and date(modified) is None and moment(modified) < moment(published):
        report("warning", f"{place}.date_modified", f"{modified!r} is before date_published, {published!r}")
    # Their escaped forms are what a title in plain text looks like when it was taken for HTML.
    for key in ("title", "summary", "content_text"):
        plain = item.get(key)
        if isinstance(plain, str) and (match := re.search(r"</[a-z]+>|&(?:amp|lt|gt|quot|#\d+|#x[0-9a-f]+);", plain)):
            report("warning", f"{place}.{key}", f"is plain text, and has {match[0]!r}")
    check_authors(item, f"{place}.", report)
    tags = elements(item, "tags")
    for index, tag in enumerate(tags):
        if wrong := text(tag):
            report("error", f"{place}.tags[{index}]", wrong)
        elif tag in tags[:index]:
            report("warning", f"{place}.tags[{index}]", f"stands twice: {tag!r}")
    for index, attachment in enumerate(elements(item, "attachments")):
        check_keys(attachment, ATTACHMENT, ("url", "mime_type"), f"{place}.attachments[{index}]", report)


def check_authors(value: dict[str, Any], prefix: str, report: Report) -> None:
    for index, author in enumerate(elements(value, "authors")):
        place = f"{prefix}authors[{index}]"
        if check_keys(author, AUTHOR, (), place, report) and not any(key in author for key in AUTHOR):
            report("error", place, "needs a name, url or avatar")


def elements(value: dict[str, Any], key: str) -> list[Any]:
    found = value.get(key)
    return found if isinstance(found, list) else []
