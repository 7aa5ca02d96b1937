"""Checks of the pages that feedgen writes: of topics, events and days."""

from __future__ import annotations

import html as markup
import json
import re
from contextlib import ExitStack
from datetime import date
from urllib.parse import quote, urljoin, urlsplit

from archive import ARABIC, FORMER, HEBREW, HOSTILE_NAME, Event, Site
from bench import (
    EVENTS,
    HEADING,
    Bench,
    attributes_of,
    check,
    day_path,
    equal,
    html,
    meta,
    search,
    text_of,
    texts_of,
    true,
)
from browser import Page
from crawl import crawl
from sites import HOSTILE, RIGHT_TO_LEFT

LARGEST = 60 * 1024  # bytes of a page
TOPIC = "country/egypt"
EVENT_LINKS = attributes_of(".event h3 a", "href")
CANONICAL = "document.querySelector('link[rel=canonical]')?.href"
ALTERNATES = "[...document.querySelectorAll('link[rel=alternate]')].map(l => [l.type, l.href])"
TYPES = {"atom": "application/atom+xml", "rss": "application/rss+xml", "json": "application/feed+json"}


def events_of(site: Site, name: str) -> list[Event]:
    return [event for event in site.archive.events if name in event.names]


def long_day(day: date) -> str:
    return f"{day.day} {day:%B %Y}"


def paths_of(site: Site, hrefs: list[str]) -> list[str]:
    """The paths of links below the address of a site."""
    return [urljoin(site.base, href).removeprefix(site.base) for href in hrefs]


def rows(page: Page, names: str = ".topics .name", counts: str = ".topics .count") -> dict[str, int]:
    """The rows of a list: names with numbers of events."""
    found = zip(page.run(texts_of(names)), page.run(texts_of(counts)))
    return {name: int(re.sub(r"\D", "", count)) for name, count in found}


# Pages of topics


@check
def topic_page_says_what_the_topic_is(bench: Bench) -> None:
    count = len(events_of(bench.site, "Egypt"))
    with bench.page(bench.site.url(html(TOPIC))) as page:
        equal(page.run(text_of("h1 bdi")), "Egypt", "heading")
        equal(page.run(text_of(".facts")), f"Country · {count} events · latest 21 May 2024", "facts")
        true("Arab Republic of Egypt" in page.run(texts_of("main bdi")), "no other names")
        label = page.run("document.querySelector('.months svg[role=img]').getAttribute('aria-label')")
        wanted = rf"{count} events from January 2012 to May 2024, most in \w+ \d{{4}}: \d+"
        true(re.fullmatch(wanted, label), f"label of the chart: {label}")
        years = page.run(texts_of(".months td"))
        equal(sum(int(number) for number in years), count, "events in the table beside the chart")
        bars = page.run("document.querySelector('.months path').getAttribute('d').split('M').length - 1")
        months = {(event.day.year, event.day.month) for event in events_of(bench.site, "Egypt")}
        equal(bars, len(months), "bars of the chart")


@check
def topic_page_lists_events(bench: Bench) -> None:
    newest = bench.site.archive.newest
    with bench.page(bench.site.url(html(TOPIC))) as page:
        equal(page.run(EVENTS), 50, "events")
        first = page.run("""(e => [e.querySelector('time').dateTime, e.querySelector('time').textContent,
          e.querySelector('h3').textContent, e.querySelector('.by').textContent.trim()])(document.querySelector('.event'))""")
        equal(first, ["2024-05-21", "21 May 2024", newest.title, "The Sudhaven Post"], "the first event")
        days = page.run("[...document.querySelectorAll('.event time')].map(e => e.dateTime)")
        equal(days, sorted(days, reverse=True), "order of the days")
        topics = paths_of(bench.site, page.run(attributes_of(".event:first-child .tags a", "href")))
        true({"entity/mira-tolland.html", "entity/sudhaven-observatory.html"} <= set(topics), f"topics: {topics}")
        true(html(TOPIC) not in topics, "an event names the topic of the page again")
        related = paths_of(bench.site, page.run(attributes_of(".related .topic", "href")))
        true(len(related) >= 5 and html(TOPIC) not in related, f"related topics: {related}")
        counts = list(rows(page, ".related .name", ".related .count").values())
        equal(counts, sorted(counts, reverse=True), "order of the related topics")
        page.click(".event h3 a")
        page.wait(f"{HEADING} === {json.dumps(newest.title)}", "the page of the first event")


@check
def topic_page_has_metadata(bench: Bench) -> None:
    for site in (bench.site, bench.plain):
        for path, name in [(TOPIC, "Egypt (country)"), ("entity/orrin-vale", "Orrin Vale")]:
            with bench.page(site.url(html(path))) as page:
                feeds = [[TYPES[format], site.url(f"{path}.{format}")] for format in site.formats]
                equal(page.run(ALTERNATES)[: len(feeds)], feeds, f"feeds of {path}")
                equal(page.run(CANONICAL), site.url(html(path)), f"canonical address of {path}")
                equal(page.run("document.title"), f"{name} – News by topic", f"title of {path}")
                found = [page.run(meta(f"og:{key}")) for key in ("title", "type", "url", "site_name")]
                equal(found, [name, "website", site.url(html(path)), "News by topic"], f"OpenGraph of {path}")
                true(page.run(meta("description")), f"{path} has no description")


@check
def topic_page_leads_to_older_events(bench: Bench) -> None:
    wanted = {html(event.path) for event in events_of(bench.site, "Egypt")}
    with bench.page(bench.site.url(html(TOPIC))) as page:
        equal(page.run(text_of(".rest"))[: len("50 of 999 events")], f"50 of {len(wanted)} events", "the rest")
        seen = page.run(EVENT_LINKS)
        titles = {page.run("document.title")}
        page.click("text=Older events of this topic")
        page.wait("location.pathname.includes('/archive/') && document.readyState === 'complete'")
        newest = page.run("location.pathname")
        while True:
            seen += page.run(EVENT_LINKS)
            titles.add(page.run("document.title"))
            here = page.run("location.pathname")
            if not page.run("[...document.querySelectorAll('.steps a')].some(a => a.textContent === '← Older events')"):
                break
            page.click("text=← Older events")
            page.wait(f"location.pathname !== {json.dumps(here)} && document.readyState === 'complete'")
        equal(set(paths_of(bench.site, seen)), wanted, "events of the page and its archive")
        equal(len(titles), 2 + int(newest.rpartition("/")[2].removesuffix(".html")) - 1, "different titles of pages")
        for _ in titles:
            if page.run("location.pathname").endswith(html(TOPIC)):
                break
            here = page.run("location.pathname")
            page.click("text=Newer events →")
            page.wait(f"location.pathname !== {json.dumps(here)} && document.readyState === 'complete'")
        true(page.run("location.pathname").endswith(html(TOPIC)), "newer events do not end at the page of the topic")
    with bench.page(bench.plain.url(html(TOPIC))) as page:
        page.click("text=All events by day")
        page.wait(f"{HEADING} === 'All events'", "all events, where there is no archive")


# Pages of events


@check
def event_page_has_data_for_programs(bench: Bench) -> None:
    for site in (bench.site, bench.plain):
        event = site.archive.newest
        url = site.url(html(event.path))
        with bench.page(url) as page:
            data = json.loads(page.run(text_of("script[type='application/ld+json']")))
            equal(
                [data[key] for key in ("@context", "@type", "headline", "url", "image", "isBasedOn")],
                [
                    "https://schema.org",
                    "NewsArticle",
                    event.title,
                    url,
                    [site.url("icon.png")],
                    ["http://post.example/a"],
                ],
                "JSON-LD",
            )
            true(data["datePublished"].startswith("2024-05-21T"), f"datePublished: {data['datePublished']}")
            true(
                {"Egypt", "Mira Tolland", "Sudhaven Observatory"} <= set(data["keywords"]),
                f"keywords: {data['keywords']}",
            )
            found = [page.run(meta(f"og:{key}")) for key in ("title", "type", "url", "image", "description")]
            equal(found, [event.title, "article", url, site.url("icon.png"), event.text], "OpenGraph")
            equal(page.run(meta("article:published_time")), data["datePublished"], "time of publication")
            equal(page.run(CANONICAL), url, "canonical address")
            equal(page.run(ALTERNATES)[0], [TYPES["atom"], site.url("all.atom")], "feed of all events")


@check
def event_page_has_text_sources_and_links(bench: Bench) -> None:
    event = bench.site.archive.newest
    with bench.page(bench.site.url(html(event.path))) as page:
        equal(page.run(HEADING), event.title, "heading")
        true(event.text in page.run(text_of(".text")), "the text is missing")
        pictures = page.run("[...document.querySelectorAll('.story img')].map(e => [e.src, e.naturalWidth > 0])")
        equal(pictures, [[bench.site.url("icon.png"), True]], "pictures")
        equal(page.run(attributes_of(".by a", "href")), ["http://post.example/a"], "sources")
        related = paths_of(bench.site, page.run(attributes_of(".related a", "href")))
        equal(set(related), {html(other.path) for other in event.related}, "related events")
        topics = paths_of(bench.site, page.run(attributes_of(".tags a", "href")))
        true({html(TOPIC), "entity/mira-tolland.html"} <= set(topics), f"topics: {topics}")
        equal(paths_of(bench.site, page.run(attributes_of(".crumb a", "href"))), [day_path(event.path)], "the day")


@check
def earlier_address_leads_to_the_event(bench: Bench) -> None:
    for site in (bench.site, bench.plain):
        event = site.archive.renamed
        with bench.page("about:blank", "true") as page:
            page.go(site.url(f"{day_path(event.path)}{FORMER}.html"))
            page.wait(
                f"location.href === {json.dumps(site.url(html(event.path)))} && {HEADING} === {json.dumps(event.title)}"
            )


# Pages of days


@check
def day_page_lists_its_events(bench: Bench) -> None:
    path = day_path(bench.site.archive.hostile.path)
    with bench.page(bench.site.url(path)) as page:
        equal(page.run(HEADING), "20 May 2024", "heading")
        events = {html(event.path) for event in bench.site.archive.events if day_path(event.path) == path}
        equal(set(paths_of(bench.site, page.run(EVENT_LINKS))), events, "events of the day")
        days = sorted({event.day for event in bench.site.archive.events})
        here = days.index(date(2024, 5, 20))
        for step in (-1, 1):
            other = days[here + step]
            label = f"← {long_day(other)}" if step < 0 else f"{long_day(other)} →"
            page.click(f"text={label}")
            page.wait(f"{HEADING} === {json.dumps(long_day(other))} && document.readyState === 'complete'", label)
            page.run("history.back()")
            page.wait(f"{HEADING} === '20 May 2024' && document.readyState === 'complete'")


@check
def days_lead_to_months_and_years(bench: Bench) -> None:
    events = bench.site.archive.events
    with bench.page(bench.site.url("news/2024/05/20/")) as page:
        for label, numbers in [
            ("May 2024", {long_day(e.day): 0 for e in events if (e.day.year, e.day.month) == (2024, 5)}),
            ("2024", {f"{e.day:%B %Y}": 0 for e in events if e.day.year == 2024}),
            ("All events", {f"{e.day.year}": 0 for e in events}),
        ]:
            page.click(".crumb a")
            page.wait(
                f"{HEADING} === {json.dumps(label)} && document.readyState === 'complete'", f"the page of {label}"
            )
            for event in events:
                for part in {long_day(event.day), f"{event.day:%B %Y}", f"{event.day.year}"} & set(numbers):
                    numbers[part] += 1
            equal(rows(page), numbers, f"parts of {label}")
            true(page.run(meta("description")), f"{label} has no description")
        page.click(".crumb a")
        page.wait(f"location.href === {json.dumps(bench.site.base)}", "the start page")


# All pages


@check
def hostile_texts_are_text(bench: Bench) -> None:
    title = markup.unescape(bench.site.archive.hostile.title)
    with bench.page(bench.site.url(html(bench.site.archive.hostile.path))) as page:
        equal(page.run(HEADING), title, "title of an event")
        equal(page.run(meta("og:title")), title, "title for programs")
        equal(json.loads(page.run(text_of("script[type='application/ld+json']")))["headline"], title, "headline")
        true(markup.unescape(HOSTILE) in page.run(text_of(".text")), "text of an event")
        equal(page.run("document.querySelectorAll('main img, main b, main script').length"), 0, "elements out of texts")
        topic = page.run("[...document.querySelectorAll('.tags a')].find(a => a.textContent.startsWith('Quill'))?.href")
        true(topic, "an event does not link its topic with a hostile name")
        page.open(topic)
        equal(page.run(HEADING), HOSTILE_NAME, "name of a topic")
        equal(page.run("document.querySelector('.subscribe').dataset.name"), HOSTILE_NAME, "name for the script")
        true(page.run("document.title").startswith(HOSTILE_NAME), "title of a topic")
        equal(page.run("document.querySelectorAll('main img, main b, main script').length"), 0, "elements out of names")


@check
def arabic_and_hebrew_read_from_right_to_left(bench: Bench) -> None:
    def direction(title: str) -> str:
        return (
            f"(e => getComputedStyle(e).direction)([...document.querySelectorAll('h1, h3')].find("
            f"e => e.textContent === {json.dumps(title)}))"
        )

    archive = bench.site.archive
    for event, title, topic in [
        (archive.arabic, ARABIC, html(TOPIC)),
        (archive.hebrew, HEBREW, "entity/sudhaven.html"),
    ]:
        for path in (topic, day_path(event.path), html(event.path)):
            with bench.page(bench.site.url(path)) as page:
                equal(page.run(direction(title)), "rtl", f"direction of a title at {path}")
        with bench.page(bench.site.url(html(event.path))) as page:
            equal(
                page.run("getComputedStyle(document.querySelector('.text p')).direction"), "rtl", "direction of a text"
            )
    with bench.page(bench.site.url(html(archive.hostile.path))) as page:
        equal(page.run(direction(markup.unescape(archive.hostile.title))), "ltr", "direction of a Latin title")
    with bench.page(bench.site.base) as page:
        equal(search(page, RIGHT_TO_LEFT)[0], RIGHT_TO_LEFT, "an Arabic topic")
        page.click(".results .topic")
        page.wait(f"location.pathname.includes('/entity/') && {HEADING} === {json.dumps(RIGHT_TO_LEFT)}", "its page")
        equal(page.run("getComputedStyle(document.querySelector('h1 bdi')).direction"), "rtl", "direction of its name")


@check
def pages_are_whole_without_scripts(bench: Bench) -> None:
    # All but what scripts add: buttons, and the numbers of kept topics.
    shown = """(root => { for (const e of root.querySelectorAll('button, .star, noscript')) e.remove();
      return root.textContent.replace(/\\s+/g, ' ').trim(); })(document.querySelector('main').cloneNode(true))"""
    for view in bench.views():
        if "#" in view.path:
            continue
        with bench.page(bench.site.url(view.path)) as page:
            wanted = page.run(shown)
        with bench.page(bench.site.url(view.path), scripts=False) as page:
            page.wait(
                f"location.href === {json.dumps(bench.site.url(view.path))} && document.readyState === 'complete'"
            )
            equal(page.run("document.querySelector('[aria-pressed]')"), None, "a script has run")
            equal(page.run(shown), wanted, f"{view.name} without scripts")
            true(len(wanted) > 100, f"{view.name} is empty")


@check
def first_paint_waits_for_no_script(bench: Bench) -> None:
    for view in bench.views():
        if "#" in view.path:
            continue
        script = urlsplit(bench.copy).path + "assets/" + ("topic.js" if view.path else "page.js")
        with bench.page("about:blank", "true", expected="icon.png") as page:
            with bench.server.holding(script):
                page.go(bench.copy + view.path)
                page.wait(
                    "performance.getEntriesByName('first-contentful-paint').length > 0", f"a paint of the {view.name}"
                )
                equal(page.run("document.readyState"), "interactive", f"{view.name} while its script is held back")
            page.wait("document.readyState === 'complete'", f"the whole {view.name}")


@check
def pages_are_small(bench: Bench) -> None:
    for output in (bench.site.output, bench.real_output):
        topics = [file for kind in ("country", "entity", "topic") for file in (output / kind).glob("*.html")]
        largest = max(topics, key=lambda file: file.stat().st_size)
        sizes = {
            str(file.relative_to(output)): file.stat().st_size
            for file in (output / "index.html", output / "all.html", largest)
        }
        print("      " + ", ".join(f"{name} {size / 1024:.0f} KiB" for name, size in sizes.items()))
        for name, size in sizes.items():
            true(size < LARGEST, f"{name} has {size:,} bytes")


# Subscribing


@check
def one_button_subscribes(bench: Bench) -> None:
    feed = bench.site.url(f"{TOPIC}.atom")
    with bench.page(bench.site.url(html(TOPIC)), expected="feed:", width=390, height=844, phone=True) as page:
        visible = (
            "[...document.querySelectorAll('.subscribe {}')].filter(e => e.checkVisibility()).map(e => e.textContent)"
        )
        equal(page.run(visible.format(".primary")), ["Subscribe"], "primary buttons")
        equal(page.run("document.querySelector('.primary').getAttribute('href')"), f"feed:{feed}", "its address")
        box = page.run("(r => [r.height, r.bottom])(document.querySelector('.primary').getBoundingClientRect())")
        true(43.5 <= box[0] < 60, f"the button is {box[0]} pixels high")
        true(box[1] < 844, "the button is not on the first screen")
        equal(page.run(visible.format("summary")), ["Other ways to subscribe"], "what else there is")
        for hidden in (".address", ".choices a", ".copy", "a[type]", "#noapp"):
            equal(page.run(visible.format(hidden)), [], f"visible before other ways are opened: {hidden}")
        page.click("#subscribe")
        page.wait("document.getElementById('ways').open", "the other ways, where no app opens")
        true(page.run(visible.format("#noapp"))[0].startswith("No app on this device has opened."), "it is not said")
        equal(page.run(visible.format("a[type]")), ["Open (Atom)", "Open (RSS)", "Open (JSON Feed)"], "the formats")
        equal(page.run(visible.format(".primary")), ["Subscribe"], "primary buttons beside other ways")
        equal(page.run("document.documentElement.scrollWidth"), 390, "width")


@check
def readers_on_the_web_get_the_address(bench: Bench) -> None:
    for site in (bench.site, bench.plain):
        with bench.page(site.url(html(TOPIC))) as page:
            links = page.run("[...document.querySelectorAll('.choices a')].map(a => [a.getAttribute('href'), a.rel])")
            true(len(links) >= 3, f"readers: {links}")
            for href, rel in links:
                true(href.startswith("https://") and "noopener" in rel, f"link to a reader: {href} {rel}")
                true(href.endswith(quote(site.url(f"{TOPIC}.atom"), safe="")), f"address of a reader: {href}")


@check
def copying_puts_the_address_on_the_clipboard(bench: Bench) -> None:
    for bare in (False, True):
        with bench.page("about:blank", "true") as page:
            parts = urlsplit(bench.site.base)
            bench.browser.call(
                "Browser.grantPermissions",
                browserContextId=page.context,
                origin=f"{parts.scheme}://{parts.netloc}",
                permissions=["clipboardReadWrite", "clipboardSanitizedWrite"],
            )
            if bare:  # As on plain http, which has no navigator.clipboard.
                page.call(
                    "Page.addScriptToEvaluateOnNewDocument",
                    source="""
                  window.realClipboard = navigator.clipboard; Object.defineProperty(navigator, 'clipboard', { value: undefined });""",
                )
            page.open(bench.site.url(html(TOPIC)), "document.readyState === 'complete'")
            page.click("summary")
            for format in bench.site.formats:
                page.click(f"[data-for=address-{format}]")
                page.wait(f"{text_of(f'[data-for=address-{format}]')} === 'Copied'", "a visible confirmation")
                wanted = bench.site.url(f"{TOPIC}.{format}")
                page.wait(
                    f"{text_of('#live')} === {json.dumps('Feed address copied: ' + wanted)}", "a spoken confirmation"
                )
                equal(page.run("(window.realClipboard ?? navigator.clipboard).readText()"), wanted, "the clipboard")
            equal(page.run("document.activeElement.localName"), "button", "focus after copying")


# Links


@check
def no_link_is_dead(bench: Bench) -> None:
    for site in (bench.site, bench.plain):
        report = crawl(site.base)
        equal(report.problems, [], f"dead links of {site.base}")
        pages = {file for file in site.output.rglob("*.html") if b'http-equiv="refresh"' not in file.read_bytes()}
        unreached = {str(file.relative_to(site.output)) for file in pages} - report.files
        equal(sorted(unreached)[:5], [], "pages to which no link leads")
        print(f"      {len(report.files)} documents, {report.links} links")


@check
def a_dead_link_is_found(bench: Bench) -> None:
    event = html(bench.site.archive.newest.path)
    copied = urlsplit(bench.copy).path
    paths = {event, "entity/orrin-vale.rss", "assets/topic.js", "sitemaps/2023.xml"}
    with ExitStack() as stack:
        for path in paths:
            stack.enter_context(bench.server.withholding(copied + path))
        report = crawl(bench.copy, bench.site.base)
    found = {problem.split(",")[0].removeprefix(f"404: {bench.copy}") for problem in report.problems}
    equal(found, paths, "dead links where files are missing")
