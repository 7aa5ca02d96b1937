#!/usr/bin/env python3
"""
Tests the page in Chromium.

Most checks use a made-up site of 31,000 topics, and small ones for each format; --feeds names an output directory of
feedgen, of which a copy is tested too. --screenshots takes pictures of that site for docs/ instead of testing.
Exit status 0: all is well; 1: something failed; 77: there is no Chromium.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import shutil
import statistics
import sys
import tempfile
import xml.etree.ElementTree as ElementTree
from collections.abc import Callable
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Iterator
from urllib.parse import urljoin

sys.dont_write_bytecode = True

from browser import Browser, Failure, Page, Server, find_chromium  # noqa: E402
from sites import HOSTILE, RIGHT_TO_LEFT, make_site  # noqa: E402

PREFIX = "/news/feeds/"
ENTITIES = 31_000
SLOWEST_KEYSTROKE = 250.0  # ms; the aim is 50, the rest is for machines that have other things to do
CHECKS: list[Callable[[Bench], None]] = []


@dataclass
class Bench:
    """What a check works with."""

    browser: Browser
    server: Server
    big: str  # the address of the site of 31,000 topics
    formats: dict[str, str]  # the addresses of the sites of one format, and of all three
    real: str  # the address of feedgen's own output
    work: Path

    @contextmanager
    def page(
        self, url: str, ready: str = "document.querySelector('h1')", expected: str = "", **options: Any
    ) -> Iterator[Page]:
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


def check(function: Callable[[Bench], None]) -> Callable[[Bench], None]:
    CHECKS.append(function)
    return function


def equal(found: object, wanted: object, what: str) -> None:
    if found != wanted:
        raise Failure(f"{what}: {found!r} instead of {wanted!r}")


def true(condition: object, what: str) -> None:
    if not condition:
        raise Failure(what)


# What is on the page, as expressions of JavaScript

HEADING = "document.querySelector('h1')?.textContent"
FOCUSED = (
    "document.activeElement.closest('.item, .star, input, h1, button, a')?.textContent || document.activeElement.id"
)
NAMES = "[...document.querySelectorAll('.results .name')].map(e => e.textContent)"
EVENTS = "document.querySelectorAll('.event').length"
RELATED = "[...document.querySelectorAll('.related .topic')].map(e => e.getAttribute('href'))"
STATE = "document.querySelector('[aria-busy]') === null"


def text_of(selector: str) -> str:
    return f"document.querySelector({json.dumps(selector)})?.textContent"


def search(page: Page, text: str) -> list[str]:
    """Types into the search field as a person does, and gives the names that are shown."""
    page.run("document.getElementById('query').focus(); document.getElementById('query').select()")
    page.type(text)
    page.wait(f"document.title.startsWith({json.dumps('Search: ' + text)})")
    names: list[str] = page.run(NAMES)
    return names


# Searching


@check
def search_ignores_case_accents_and_punctuation(bench: Bench) -> None:
    with bench.page(bench.big) as page:
        for text, wanted in [
            ("SERGEY shoy", "Sergey Shoygu"),
            ("bulent", "Bülent Ecevit"),
            ("BÜLENT E", "Bülent Ecevit"),
            ("al maliki", "Nuri al-Maliki"),
            ("maliki nuri", "Nuri al-Maliki"),
            ("portsaid", "Port Said"),
            ("cote d'iv", "Côte d'Ivoire"),
            ("cote divoire", "Côte d'Ivoire"),
            (RIGHT_TO_LEFT[:4], RIGHT_TO_LEFT),
        ]:
            true(
                (search(page, text) or [""])[0] == wanted, f"{text!r} finds {page.run(NAMES)[:3]}, not {wanted!r} first"
            )
        equal(search(page, "sergei shoigu"), ["Sergey Shoygu also: Sergei Shoigu"], "found by an alias")


@check
def search_ranks(bench: Bench) -> None:
    with bench.page(bench.big) as page:
        equal(search(page, "egypt")[:3], ["Egypt", "Egypt", "Egypt and Russia"], "equal names, then prefixes")
        equal(
            page.run("document.querySelector('.results .topic').getAttribute('href')"),
            "#/country/egypt",
            "the busier of two equals",
        )
        equal(search(page, "ussia")[0], "Russia", "what is within a word, by events")
        search(page, "zzzzzz")
        true("No topic" in page.run(text_of(".results p")), "it is not said that nothing was found")


@check
def search_finds_countries_by_other_names(bench: Bench) -> None:
    with bench.page(bench.big) as page:
        for text, wanted in [
            ("usa", "United States also: USA"),
            ("ivory coast", "Côte d'Ivoire also: Ivory Coast"),
            ("turkey", "Türkiye also: Turkey"),
            ("american", "United States also: American"),
            ("french", "France also: French"),
            ("xk", "Kosovo also: XK"),
        ]:
            equal(search(page, text)[0], wanted, f"{text!r}")


@check
def search_answers_the_examples(bench: Bench) -> None:
    examples = json.loads((Path(__file__).resolve().parents[1] / "search" / "examples.json").read_text())

    def rows(kind: str) -> list[list[Any]]:
        return [
            [t["name"], t["slug"], *([t["code"]] if "code" in t else []), t["events"], "2026-11-01"]
            + [t.get("aliases", []), t.get("demonyms", [])]
            for t in examples["topics"]
            if t["kind"] == kind
        ]

    topics = {"title": "News", "language": "en", "formats": ["atom"], "all": ["News", 1, "2026-11-01"]}
    topics |= {"countries": rows("country"), "combined": rows("topic"), "entities": rows("entity")}
    with bench.page(bench.big) as page:
        page.run(f"readTopics({json.dumps(topics)})")
        for query, wanted in examples["queries"].items():
            found = page.run(f"search({json.dumps(query)}).map(([topic]) => topic.path)")
            equal(found, wanted, f"{query!r}")


@check
def search_is_quick(bench: Bench) -> None:
    with bench.page(bench.big) as page:
        equal(page.run("site.topics.length") > ENTITIES, True, "topics loaded")
        # The time from an input to its results laid out; then the same until a frame is painted.
        times = page.run("""(async () => {
          const field = document.getElementById('query'), busy = [], painted = [];
          const words = ['sergey shoygu', 'egypt', 'a', 'ka', 'mor lan', 'united states', 'bülent', 'vich', 'zzzz'];
          field.focus();
          for (const word of words) for (let end = 1; end <= word.length; end++) {
            const start = performance.now();
            field.value = word.slice(0, end);
            field.dispatchEvent(new InputEvent('input', { bubbles: true }));
            document.body.offsetHeight;
            busy.push(performance.now() - start);
            await new Promise(done => requestAnimationFrame(() => { const c = new MessageChannel(); c.port1.onmessage = done; c.port2.postMessage(0); }));
            painted.push(performance.now() - start);
          }
          return [busy, painted];
        })()""")
        busy, painted = (sorted(values) for values in times)
        started = page.run("performance.getEntriesByName('topics shown')[0].startTime")
        print(
            f"      {len(busy)} keystrokes in {ENTITIES:,} entities: median {statistics.median(busy):.1f} ms, worst {busy[-1]:.1f} ms; "
            f"to the next frame painted: median {statistics.median(painted):.1f} ms; page ready after {started:.0f} ms"
        )
        true(statistics.median(busy) < SLOWEST_KEYSTROKE, f"a keystroke takes {statistics.median(busy):.0f} ms")
        equal(search(page, "ka")[50:], [], "results beyond the first 50")
        page.click(".more")
        equal(len(page.run(NAMES)), 100, "results after asking for more")


# Topics


def see_topic(page: Page, slug: str, name: str) -> None:
    """What must be there in the view of a topic of a made-up site."""
    page.wait(f"{EVENTS} === 10 && document.querySelector('.plot svg') && {STATE}", f"events and months of {slug}")
    equal(page.run(HEADING).removeprefix("🇪🇬"), name, "heading")
    first = page.run("""(() => { const e = document.querySelector('.event'), a = e.querySelector('a');
      return [a.textContent, a.href, e.querySelector('time').dateTime, e.querySelector('p').textContent]; })()""")
    equal(first[0], f"First of {name} & {HOSTILE}", "title of the first event")
    equal(first[1], "https://news.example/news/2026/11/18/thing-0.html", "link of the first event")
    equal(first[2], "2026-11-18", "date of the first event")
    equal(first[3].strip(), f"What is known of it: 1 < 2 & {HOSTILE}", "summary of the first event")
    equal(
        page.run("[...document.querySelectorAll('.event')].slice(3, 5).map(e => e.querySelector('p'))"),
        [None, None],
        "summaries that are missing, or equal to the title",
    )
    long = page.run("document.querySelectorAll('.event')[1].querySelector('p').textContent")
    true(200 < len(long) < 330 and long.endswith("…"), "a long summary is not shortened")
    related = page.run(RELATED)
    true(len(related) >= 5 and f"#/{slug}" not in related, f"related topics: {related}")
    equal(
        related[0],
        "#/country/france" if slug == "country/egypt" else "#/country/egypt",
        "the most frequent related topic",
    )
    label = page.run("document.querySelector('.plot svg').getAttribute('aria-label')")
    true(
        re.fullmatch(
            r"Events a month from \w+ \d{4} to November 2026: [\d,]+ in all, most in \w+ \d{4} \(\d+\)\.", label
        ),
        label,
    )
    true(page.run("document.querySelectorAll('.bars rect').length") > 100, "the plot has no bars")
    total = page.run(
        "[...document.querySelectorAll('.months td')].reduce((sum, cell) => sum + Number(cell.textContent), 0)"
    )
    true(f"{total:,} in all" in label, "plot and table differ")
    page.click(".latest .more")
    equal(page.run(EVENTS), 20, "events after asking for more")


@check
def topic_shows_events_related_topics_and_months(bench: Bench) -> None:
    with bench.page(bench.big) as page:
        search(page, "egypt")
        page.click(".results .topic")
        page.wait("location.hash === '#/country/egypt'")
        equal(
            page.run("[document.title, document.activeElement.localName]"),
            ["Egypt (country) – News by topic", "h1"],
            "title and focus",
        )
        see_topic(page, "country/egypt", "Egypt")


@check
def each_format_alone_is_enough(bench: Bench) -> None:
    for formats, url in bench.formats.items():
        for slug, name in [
            ("country/egypt", "Egypt"),
            ("topic/egypt-and-russia", "Egypt and Russia"),
            ("entity/img-src-x", HOSTILE),
        ]:
            with bench.page(f"{url}#/{slug}") as page:
                see_topic(page, slug, name)
                if formats == "rss":
                    equal(
                        page.run("document.querySelectorAll('.event')[2].querySelector('p').textContent")[:9],
                        "Only text",
                        "text of markup",
                    )
                links = page.run(
                    "[...document.querySelectorAll('.subscribe a[type]')].map(a => a.getAttribute('href'))"
                )
                equal(links, [f"{slug}.{f}" for f in formats.split("-")], "links to the feeds")
                alternates = page.run(
                    "[...document.querySelectorAll('link[rel=alternate]')].map(l => [l.type, l.getAttribute('href')])"
                )
                types = {"atom": "application/atom+xml", "rss": "application/rss+xml", "json": "application/feed+json"}
                equal(alternates, [[types[f], f"all.{f}"] for f in formats.split("-")], "link rel=alternate")


@check
def back_goes_where_one_was(bench: Bench) -> None:
    # Only some of the made-up topics have feeds.
    with bench.page(bench.big, expected=r"made-up-\d+\.atom") as page:
        search(page, "sergei")
        page.click(".results .topic")
        page.wait(f"{HEADING} === 'Sergey Shoygu' && {STATE}")
        page.click(".related .topic")
        page.wait(f"{HEADING}.endsWith('Egypt') && {STATE}")
        page.run("history.back()")
        page.wait(f"{HEADING} === 'Sergey Shoygu' && {STATE}")
        page.run("history.back()")
        page.wait(f"{HEADING} === 'Search results'")
        equal(
            page.run("[document.getElementById('query').value, document.activeElement.getAttribute('href')]"),
            ["sergei", "#/entity/sergey-shoygu"],
            "query and focus after going back",
        )
        page.run("history.back()")
        page.wait(f"{HEADING} === 'Follow the news by topic'")
        search(page, "ka")
        page.run("[...document.querySelectorAll('.results .topic')][40].focus()")
        place = page.run("scrollY")
        page.key("Enter")
        page.wait(f"{HEADING} !== 'Search results' && scrollY === 0")
        page.run("history.back()")
        page.wait(f"{HEADING} === 'Search results' && scrollY === {place}", "the place on the page after going back")


@check
def no_such_topic(bench: Bench) -> None:
    for path in ["entity/sergey-shoyga", "nonsense", "entity/%E0%A4%A", "entity/<b>x"]:
        with bench.page(f"{bench.big}#/{path}") as page:
            equal(page.run(HEADING), "No such topic", path)
    with bench.page(f"{bench.big}#/entity/port-sai") as page:
        true(
            "#/entity/port-said"
            in page.run("[...document.querySelectorAll('.topic')].map(a => a.getAttribute('href'))"),
            "no suggestion",
        )


@check
def failures_are_said(bench: Bench) -> None:
    withheld = PREFIX + "big/assets/topics.json"
    bench.server.withheld.add(withheld)
    try:
        with bench.page(bench.big, expected="topics.json") as page:
            page.wait(f"{HEADING} === 'The topics could not be loaded'")
            equal(
                page.run("[...document.querySelectorAll('main a')].map(a => a.getAttribute('href'))"),
                ["all.atom", "feeds.opml"],
                "links",
            )
            page.run("document.getElementById('query').focus()")
            page.type("x")
            page.key("Enter")
            bench.server.withheld.clear()
            page.click("text=Try again")
            page.wait(f"{HEADING} === 'Search results'", "what was typed is searched after another try")
    finally:
        bench.server.withheld.clear()
    bench.server.withheld.add(PREFIX + "big/entity/port-said.atom")
    try:
        with bench.page(f"{bench.big}#/entity/port-said", expected="port-said.atom") as page:
            page.wait(f"{text_of('.latest')}.includes('could not be loaded')")
    finally:
        bench.server.withheld.clear()


@check
def without_scripts_it_still_helps(bench: Bench) -> None:
    with bench.page(bench.formats["atom-rss-json"], scripts=False) as page:

        def links() -> list[str]:
            page.call("DOM.enable")
            nodes = page.call("DOM.getFlattenedDocument", depth=-1)["nodes"]
            return [
                dict(zip(n["attributes"][::2], n["attributes"][1::2])).get("href", "")
                for n in nodes
                if n["localName"] == "a"
            ]

        bench.browser.until(lambda: "feeds.opml" in links(), "links without scripts")
        true({"all.atom", "all.rss", "all.json", "feeds.opml", "catalogue.json"} <= set(links()), f"links: {links()}")


@check
def hostile_names_are_text(bench: Bench) -> None:
    with bench.page(bench.big) as page:
        equal(search(page, "img src")[0], HOSTILE, "a hostile name")
        equal(search(page, "he said no"), [f'{HOSTILE} also: He said "no"'], "a hostile alias")
        page.click(".results .star")
        page.click(".results .topic")
        see_topic(page, "entity/img-src-x", HOSTILE)
        equal(page.run("document.querySelectorAll('main img, main b, main script').length"), 0, "elements out of names")
        page.click("#mine a")
        page.wait(f"{HEADING} === 'Your list'")
        equal(page.run(NAMES), [HOSTILE], "the list")
        search(page, RIGHT_TO_LEFT)
        equal(
            page.run("getComputedStyle(document.querySelector('.results bdi')).direction"),
            "rtl",
            "direction of an Arabic name",
        )


# Subscribing


@check
def copying_puts_the_address_on_the_clipboard(bench: Bench) -> None:
    for bare in (False, True):
        with bench.page("about:blank", "true") as page:
            bench.browser.call(
                "Browser.grantPermissions",
                browserContextId=page.context,
                origin=bench.server.origin,
                permissions=["clipboardReadWrite", "clipboardSanitizedWrite"],
            )
            if bare:  # As on plain http, which has no navigator.clipboard.
                page.call(
                    "Page.addScriptToEvaluateOnNewDocument",
                    source="""
                  window.realClipboard = navigator.clipboard; Object.defineProperty(navigator, 'clipboard', { value: undefined });""",
                )
            page.open(f"{bench.formats['atom-rss-json']}#/country/egypt", f"{EVENTS} && {STATE}")
            for label, format in [
                ("Copy feed address", "atom"),
                ("Copy RSS address", "rss"),
                ("Copy JSON address", "json"),
            ]:
                page.click(f"text={label}")
                page.wait(
                    "[...document.querySelectorAll('button')].some(b => b.textContent === 'Copied')",
                    "a visible confirmation",
                )
                wanted = f"{bench.formats['atom-rss-json']}country/egypt.{format}"
                page.wait(
                    f"{text_of('#live')} === {json.dumps('Feed address copied: ' + wanted)}", "a spoken confirmation"
                )
                equal(page.run("(window.realClipboard ?? navigator.clipboard).readText()"), wanted, "the clipboard")
            equal(page.run("document.activeElement.localName"), "button", "focus after copying")


@check
def readers_get_the_address(bench: Bench) -> None:
    with bench.page(f"{bench.big}#/country/egypt", f"{EVENTS} && {STATE}") as page:
        links = page.run(
            "[...document.querySelectorAll('.choices a:not([type])')].map(a => [a.getAttribute('href'), a.rel])"
        )
        equal(links[0][0], f"feed:{bench.big}country/egypt.atom", "the scheme of feeds")
        true(all("egypt.atom" in href and "noopener" in rel for href, rel in links), f"links: {links}")


@check
def list_is_kept_and_downloaded(bench: Bench) -> None:
    with bench.page(bench.big) as page:
        bench.browser.call(
            "Browser.setDownloadBehavior", behavior="allow", downloadPath=str(bench.work), browserContextId=page.context
        )
        for text in ("egypt", "img src", "port said"):
            search(page, text)
            page.click(".results .star")
        search(page, "egypt")
        page.click(".results li:nth-child(2) .star")
        page.call("Page.reload")
        page.wait("document.getElementById('kept').textContent === '4'", "the list after a reload")
        page.open(f"{bench.big}#/list", f"{HEADING} === 'Your list'")
        page.click("text=Download list (OPML)")
        file = bench.work / "feeds.opml"
        bench.browser.until(lambda: file.exists() and file.stat().st_size, "a download")
        root = ElementTree.parse(file).getroot()
        equal((root.tag, root.get("version"), root.findtext("head/title")), ("opml", "2.0", "News by topic"), "OPML")
        outlines = [
            (o.get("type"), o.get("text"), o.get("title"), o.get("xmlUrl"), o.get("htmlUrl"))
            for o in root.iterfind("body/outline")
        ]
        equal(
            outlines,
            [
                ("rss", title, title, f"{bench.big}{path}.atom", f"{bench.big}#/{path}")
                for title, path in [
                    ("Egypt (country)", "country/egypt"),
                    (HOSTILE, "entity/img-src-x"),
                    ("Port Said", "entity/port-said"),
                    ("Egypt", "entity/egypt"),
                ]
            ],
            "outlines",
        )
        page.click("text=Remove all")
        page.wait("document.getElementById('kept').textContent === '0'")
        page.click("text=Find topics")
        page.wait(f"{HEADING} === 'Follow the news by topic'")


@check
def without_storage_it_works(bench: Bench) -> None:
    with bench.page("about:blank", "true") as page:
        page.call(
            "Page.addScriptToEvaluateOnNewDocument",
            source="""
          Object.defineProperty(window, 'localStorage', { get() { throw new DOMException('denied', 'SecurityError'); } });""",
        )
        page.open(f"{bench.big}#/country/egypt", f"{EVENTS} && {STATE}")
        page.click("text=Keep in your list")
        page.wait("document.getElementById('kept').textContent === '1'")


# Keyboard, assistive technology, colours, widths


@check
def keyboard_is_enough(bench: Bench) -> None:
    with bench.page(bench.big) as page:
        page.key("Tab")
        equal(page.run(FOCUSED), "Skip to content", "the first stop")
        page.key("/")
        equal(page.run("document.activeElement.id"), "query", "/")
        page.type("egypt")
        page.wait(f"{NAMES}.length > 2")
        for key, wanted in [
            ("ArrowDown", "#/country/egypt"),
            ("ArrowDown", "#/entity/egypt"),
            ("End", "#/topic/egypt-and-russia"),
            ("Home", "#/country/egypt"),
            ("ArrowDown", "#/entity/egypt"),
            ("ArrowUp", "#/country/egypt"),
        ]:
            page.key(key)
            equal(page.run("document.activeElement.getAttribute('href')"), wanted, key)
        true(page.run("getComputedStyle(document.activeElement).outlineStyle !== 'none'"), "focus is not to be seen")
        page.key("Tab")
        equal(page.run("document.activeElement.className"), "star", "Tab leads to the star")
        page.key(" ")
        equal(page.run("document.activeElement.getAttribute('aria-pressed')"), "true", "Space presses it")
        page.key("ArrowUp")
        page.key("ArrowUp")
        equal(page.run("document.activeElement.id"), "query", "up from the first result")
        page.key("ArrowDown")
        page.key("Escape")
        equal(
            page.run(
                "[document.activeElement.id, document.activeElement.value, document.querySelector('h1').textContent]"
            ),
            ["query", "", "Follow the news by topic"],
            "Escape",
        )
        page.type("port said")
        page.wait(f"{NAMES}[0] === 'Port Said'")
        page.key("Enter")
        page.wait(f"{HEADING} === 'Port Said' && {STATE}")
        equal(page.run("document.activeElement.localName"), "h1", "focus after Enter")
        stops: list[str] = []
        for _ in range(14):
            page.key("Tab")
            stops.append(page.run("document.activeElement.textContent || document.activeElement.id"))
        true(
            {"address", "Copy feed address", "Keep in your list", "Feedly", "Atom", "Numbers by year"} <= set(stops),
            f"stops of Tab: {stops}",
        )
        search(page, "sergei")
        page.key("ArrowDown")
        page.key("Enter")
        page.wait(f"{HEADING} === 'Sergey Shoygu' && {STATE}")


NAMED = {"button", "link", "textbox", "searchbox", "img", "image", "checkbox", "heading", "navigation"}


@check
def accessibility_tree_is_whole(bench: Bench) -> None:
    for path, ready in [
        ("", "true"),
        ("#/?q=egypt", "true"),
        ("#/country/egypt", f"{EVENTS} && {STATE}"),
        ("#/list", "true"),
    ]:
        with bench.page(bench.big + path, f"document.querySelector('h1') && ({ready})") as page:
            nodes = [n for n in page.call("Accessibility.getFullAXTree")["nodes"] if not n.get("ignored")]
            roles = [n["role"]["value"] for n in nodes]
            for role in ("banner", "main", "contentinfo", "search", "navigation"):
                true(role in roles, f"no landmark {role} at {path!r}")
            nameless = [
                n["role"]["value"]
                for n in nodes
                if n["role"]["value"] in NAMED and not n.get("name", {}).get("value", "").strip()
            ]
            equal(nameless, [], f"without a name at {path!r}")
            levels = page.run("[...document.querySelectorAll('h1,h2,h3,h4')].map(h => Number(h.localName[1]))")
            equal(levels.count(1), 1, f"first headings at {path!r}")
            true(
                levels[0] == 1 and all(b - a <= 1 for a, b in zip(levels, levels[1:])),
                f"levels of headings at {path!r}: {levels}",
            )
            ids = page.run("[...document.querySelectorAll('[id]')].map(e => e.id)")
            equal(len(ids), len(set(ids)), f"unique ids at {path!r}")
            true(
                page.run(
                    "[...document.querySelectorAll('.flag')].every(e => e.getAttribute('aria-hidden') === 'true')"
                ),
                "flags are read aloud",
            )
    with bench.page(bench.big) as page:
        search(page, "egypt")
        page.wait(f"{text_of('#live')} === '3 topics'", "the number of results is announced")


CONTRASTS = """(() => {
  const parts = text => text.match(/[\\d.]+/g).map(Number);
  const light = ([r, g, b]) => [r, g, b].map(v => v / 255).map(v => v <= .04045 ? v / 12.92 : ((v + .055) / 1.055) ** 2.4)
    .reduce((sum, v, i) => sum + v * [.2126, .7152, .0722][i], 0);
  const behind = element => {
    for (let e = element; e; e = e.parentElement) {
      const colour = parts(getComputedStyle(e).backgroundColor);
      if (colour.length < 4 || colour[3] === 1) return colour;
    }
    return [255, 255, 255];
  };
  const low = [];
  for (const e of document.querySelectorAll('body *')) {
    if (![...e.childNodes].some(n => n.nodeType === 3 && n.data.trim()) || e.closest('.unseen, noscript, .skip, svg title')) continue;
    const style = getComputedStyle(e);
    const [a, b] = [light(parts(e.closest('svg') ? style.fill : style.color)), light(behind(e))].sort((x, y) => y - x);
    const ratio = (a + .05) / (b + .05);
    if (ratio < 4.5) low.push(`${e.localName}.${e.getAttribute('class')} ${e.textContent.slice(0, 30)}: ${ratio.toFixed(2)}`);
  }
  return low;
})()"""


@check
def colours_follow_the_scheme(bench: Bench) -> None:
    for path, ready in [
        ("", "true"),
        ("#/?q=sergei", "true"),
        ("#/country/egypt", f"{EVENTS} && {STATE}"),
        ("#/list", "true"),
    ]:
        seen = []
        for dark in (False, True):
            with bench.page(bench.big + path, f"document.querySelector('h1') && ({ready})", dark=dark) as page:
                equal(page.run(CONTRASTS), [], f"contrasts below 4.5 at {path!r}, {'dark' if dark else 'light'}")
                seen.append(
                    page.run(
                        "[getComputedStyle(document.documentElement).backgroundColor, getComputedStyle(document.body).color]"
                    )
                )
        true(seen[0][0] != seen[1][0] and seen[0][1] != seen[1][1], f"light and dark look the same: {seen}")


@check
def narrow_screens_need_no_scrolling_sideways(bench: Bench) -> None:
    for path, ready in [
        ("", "true"),
        ("#/?q=egypt", "true"),
        ("#/country/egypt", f"{EVENTS} && {STATE}"),
        ("#/entity/img-src-x", f"{EVENTS} && {STATE}"),
        ("#/list", "true"),
        ("#/nothing", "true"),
    ]:
        with bench.page(
            bench.formats["atom-rss-json"] + path,
            f"document.querySelector('h1') && ({ready})",
            width=320,
            height=640,
            phone=True,
        ) as page:
            equal(page.run("document.documentElement.scrollWidth"), 320, f"width at {path!r}")
            small = page.run(
                """[...document.querySelectorAll('main a, main button, header a, header input, summary')].filter(e => {
              const r = e.getBoundingClientRect(); return !e.closest('.event, p:not(.crumb, .actions)') && r.width && (r.height < 43.5 || r.width < 43.5);
            }).map(e => `${e.localName} ${e.textContent}`)"""
            )
            equal(small, [], f"targets of less than 44 pixels at {path!r}")


@check
def feeds_are_styled_when_opened(bench: Bench) -> None:
    site = bench.formats["atom-rss-json"]
    for path, root, title, hidden in [
        ("country/egypt.atom", "feed", "title", "id, content, updated, link"),
        ("all.atom", "feed", "title", "id, content"),
        ("country/egypt.rss", "channel", "title", "guid, encoded, link, creator, category"),
    ]:
        for dark in (False, True):
            with bench.page(site + path, "document.styleSheets.length", dark=dark, width=320) as page:
                style = f"getComputedStyle(document.getElementsByTagName('{root}')[0]"
                true(
                    "This is a feed" in page.run(f"{style}, '::before').content"),
                    f"{path} does not say that it is a feed",
                )
                equal(page.run(f"{style}).display"), "flex", f"{path} is styled")
                visible = page.run(
                    f"""[...document.querySelectorAll('*')].filter(e => {json.dumps(hidden)}.split(', ').includes(e.localName)
                  && getComputedStyle(e).display !== 'none').map(e => e.localName)"""
                )
                equal(visible, [], f"{path}: what should be hidden")
                sizes = page.run(
                    f"[...document.getElementsByTagName('{title}')].map(e => parseFloat(getComputedStyle(e).fontSize))"
                )
                true(sizes[0] > sizes[1] > 16, f"{path}: sizes of titles {sizes[:2]}")
                equal(page.run("document.documentElement.scrollWidth"), 320, f"width of {path}")
                equal(
                    page.run("getComputedStyle(document.documentElement).backgroundColor"),
                    "rgb(21, 23, 26)" if dark else "rgb(251, 250, 247)",
                    path,
                )

    # A phone lays XML out 980 pixels wide, which only larger letters make up for.
    with bench.page(
        site + "country/egypt.atom", "document.styleSheets.length", width=390, height=844, phone=True
    ) as page:
        true(
            page.run("parseFloat(getComputedStyle(document.documentElement).fontSize) / innerWidth") > 12 / 390,
            "letters are too small on a phone",
        )


# What feedgen itself has written


@check
def real_output_works(bench: Bench) -> None:
    with bench.page(bench.real) as page:
        page.wait("document.querySelectorAll('.flag').length > 0", "countries with flags")
        topics = page.run("fetch('assets/topics.json').then(r => r.json())")
        formats = topics["formats"]
        equal(
            page.run("[...document.querySelectorAll('link[rel=alternate]')].map(l => l.getAttribute('href'))"),
            [f"all.{f}" for f in formats],
            "alternates",
        )
        equal(
            page.run("[document.title, document.documentElement.outerHTML.includes('{{')]"),
            [topics["title"], False],
            "the filled template",
        )
        busiest = max(topics["countries"], key=lambda row: row[3])
        search(page, busiest[0])
        page.click(".results .topic")
        page.wait(f"{HEADING}.endsWith({json.dumps(busiest[0])}) && {EVENTS} > 0 && {STATE}", f"events of {busiest[0]}")
        page.wait("document.querySelector('.plot svg')", "its months")
        true(page.run(RELATED), "it has no related topics")
        for kind, rows in (
            ("entity", topics["entities"]),
            ("country", topics["countries"]),
            ("topic", topics["combined"]),
        ):
            for row in rows[:: max(1, len(rows) // 4)]:
                page.run(f"location.hash = '#/{kind}/{row[1]}'")
                page.wait(
                    f"location.hash === '#/{kind}/{row[1]}' && document.title.startsWith({json.dumps(row[0])}) && {EVENTS} > 0 && {STATE}"
                    " && document.querySelector('.plot svg')",
                    f"events and months of {kind}/{row[1]}",
                )
        if "atom" in formats or "rss" in formats:
            format = "atom" if "atom" in formats else "rss"
            address = urljoin(bench.real, f"country/{busiest[1]}.{format}")
            with bench.page(address, "document.styleSheets.length") as feed:
                root = "feed" if format == "atom" else "channel"
                equal(
                    feed.run(f"getComputedStyle(document.getElementsByTagName('{root}')[0]).display"),
                    "flex",
                    "a feed that is opened",
                )


def take_screenshots(bench: Bench, folder: Path, topic: str) -> None:
    """The pictures in docs/."""
    folder.mkdir(parents=True, exist_ok=True)
    with bench.page(bench.real) as page:
        topics = page.run("fetch('assets/topics.json').then(r => r.json())")
    topic = topic or "country/" + max(topics["countries"], key=lambda row: row[3])[1]
    ready = f"{EVENTS} && {STATE} && document.querySelector('.plot svg')"
    pictures: list[tuple[str, str, str, dict[str, Any]]] = [
        ("page-light.png", "", "document.querySelector('h1')", {"height": 860}),
        ("page-dark.png", f"#/{topic}", ready, {"dark": True, "height": 960}),
        ("page-phone.png", f"#/{topic}", ready, {"width": 390, "height": 844, "phone": True}),
        (
            "feed-in-browser.png",
            f"{topic}.{topics['formats'][0]}",
            "document.styleSheets.length",
            {"width": 1000, "height": 700},
        ),
    ]
    for name, path, wait, options in pictures:
        with bench.page(bench.real + path, wait, **options) as page:
            page.screenshot(folder / name)
            print(f"{folder / name}: {(folder / name).stat().st_size / 1024:.0f} KiB")


def link_or_copy(source: str, target: str) -> None:
    try:
        os.link(source, target)
    except OSError:
        shutil.copyfile(source, target)


def main() -> int:
    parser = argparse.ArgumentParser(description="Test the page in Chromium.")
    here = Path(__file__).resolve().parents[2]
    parser.add_argument(
        "--feeds",
        type=Path,
        default=here / "feeds",
        metavar="DIR",
        help="an output directory of feedgen (default: feeds)",
    )
    parser.add_argument("--only", default="", metavar="WORD", help="only the checks whose names have this in them")
    parser.add_argument("--screenshots", type=Path, metavar="DIR", help="take the pictures in docs/ instead")
    parser.add_argument(
        "--topic",
        default="",
        metavar="PATH",
        help="the topic in the pictures, as country/egypt (default: the busiest country)",
    )
    options = parser.parse_args()
    if not (options.feeds / "index.html").exists():
        print(f"{options.feeds}: no output of feedgen is here (it has no index.html)", file=sys.stderr)
        return 1
    executable = find_chromium()
    if not executable:
        print(
            "The tests of the page need Chromium: install it with `apt install chromium` or `brew install --cask chromium`, "
            "or name one with CHROMIUM=/path/to/it.",
            file=sys.stderr,
        )
        return 77
    failed = 0
    with tempfile.TemporaryDirectory(prefix="feedgen-page-") as folder:
        work = Path(folder)
        shutil.copytree(options.feeds, work / "real", copy_function=link_or_copy)
        server = Server()
        real = server.mount(PREFIX + "real/", work / "real")
        formats = {}
        for name in ("atom", "rss", "json", "atom-rss-json"):
            make_site(work / name, name.split("-"), 300)
            formats[name] = server.mount(f"{PREFIX}{name}/", work / name)
        make_site(work / "big", ["atom"], ENTITIES)
        browser = Browser(executable)
        try:
            bench = Bench(browser, server, server.mount(PREFIX + "big/", work / "big"), formats, real, work)
            if options.screenshots:
                take_screenshots(bench, options.screenshots, options.topic)
                return 0
            for function in CHECKS:
                name = function.__name__.replace("_", " ")
                if options.only not in name:
                    continue
                try:
                    function(bench)
                    print(f"ok    {name}")
                except Failure as failure:
                    failed += 1
                    print(f"FAIL  {name}: {failure}")
        finally:
            browser.close()
            server.close()
    print(f"{failed} failed" if failed else "all checks passed")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
