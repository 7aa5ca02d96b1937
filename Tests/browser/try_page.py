#!/usr/bin/env python3
"""
Tests the web pages in Chromium.

Most checks use a site that feedgen has written from a made-up archive and serves; those of the search use a made-up page of
31,000 topics. --feeds names an output directory of feedgen, of which a copy is tested too, served as files. --screenshots
takes pictures of that site for docs/ instead of testing.
Exit status 0: all is well; 1: something failed; 77: there is no Chromium or no axe-core.
"""

from __future__ import annotations

import argparse
import importlib.util
import json
import os
import re
import shutil
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import urljoin, urlsplit

sys.dont_write_bytecode = True

from archive import written_site  # noqa: E402
from bench import CHECKS, EVENTS, HEADING, Bench, attributes_of, check, equal, search, true  # noqa: E402
from browser import Browser, Failure, Server, find_chromium  # noqa: E402
from crawl import crawl  # noqa: E402
from search_checks import ENTITIES  # noqa: E402
from sites import make_site  # noqa: E402

import access_checks  # noqa: E402, F401
import page_checks  # noqa: E402, F401

ROOT = Path(__file__).resolve().parents[2]
SKIPPED = 77  # as test harnesses know it
BIG, BELOW = "/search/", "news/feeds/"
MOST_CRAWLED = 5_000  # files of an output that is crawled


# What --feeds names


@check
def real_output_works(bench: Bench) -> None:
    with bench.page(bench.real) as page:
        page.wait("document.querySelectorAll('.flag, .topic i').length > 0", "countries with flags")
        topics = page.run("fetch('assets/topics.json').then(r => r.json())")
        formats = topics["formats"]
        equal(
            page.run(attributes_of("link[rel=alternate]", "href")),
            [f"{bench.real_base}all.{f}" for f in formats],
            "alternates",
        )
        equal(
            page.run("[document.title, document.documentElement.outerHTML.includes('{{')]"),
            [topics["title"], False],
            "the filled template",
        )
        busiest = max(topics["countries"], key=lambda row: row[3])
        equal(search(page, busiest[0])[0].partition(" also: ")[0], busiest[0], "the busiest country")
        page.click(".results .topic")
        page.wait(f"{HEADING}?.endsWith({json.dumps(busiest[0])}) && {EVENTS} > 0", f"events of {busiest[0]}")
        true(page.run(attributes_of(".related .topic", "href")), "it has no related topics")
        for kind, rows in (
            ("entity", topics["entities"]),
            ("country", topics["countries"]),
            ("topic", topics["combined"]),
        ):
            for row in rows[:: max(1, len(rows) // 4)]:
                page.open(urljoin(bench.real, f"{kind}/{row[1]}.html"), f"{HEADING} && {EVENTS} > 0")
                true(page.run(HEADING).endswith(row[0]), f"heading of {kind}/{row[1]}: {page.run(HEADING)}")
                true(page.run("document.querySelector('.months path') !== null"), f"{kind}/{row[1]} has no chart")
    if sum(1 for _ in bench.real_output.rglob("*")) < MOST_CRAWLED:
        equal(crawl(bench.real, bench.real_base).problems, [], "dead links")


# Pictures


def pictures_of(bench: Bench, topic: str) -> list[tuple[str, str, dict[str, Any]]]:
    """The pictures in docs/: names, paths, options of the page."""
    wide, phone = {"height": 960}, {"width": 390, "height": 844, "phone": True}
    with bench.page(bench.real) as page:
        topics = page.run("fetch('assets/topics.json').then(r => r.json())")
    topic = topic or "country/" + max(topics["countries"], key=lambda row: row[3])[1]
    feed = f"{topic}.{topics['formats'][0]}"
    pictures: list[tuple[str, str, dict[str, Any]]] = [
        ("page-light.png", "", {"height": 860}),
        ("topic-dark.png", f"{topic}.html", {"dark": True, **wide}),
        ("topic-phone.png", f"{topic}.html", phone),
        ("feed-in-browser.png", feed, {"width": 1000, "height": 700}),
    ]
    with bench.page(urljoin(bench.real, f"{topic}.html")) as page:
        event = page.run("document.querySelector('.event h3 a')?.href") or ""
    if event.startswith(bench.real):
        path = event.removeprefix(bench.real)
        pictures += [("event-page.png", path, wide), ("day-page.png", path.rpartition("/")[0] + "/", wide)]
    return pictures


def take_screenshots(bench: Bench, folder: Path, topic: str) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    # Events show pictures of other sites, which may be gone.
    foreign = "another origin|ERR_|Failed to load|^[45]\\d\\d: "
    for name, path, options in pictures_of(bench, topic):
        with bench.page(bench.real + path, "document.readyState === 'complete'", expected=foreign, **options) as page:
            page.screenshot(folder / name)
            print(f"{folder / name}: {(folder / name).stat().st_size / 1024:.0f} KiB")


# The bench


def link_or_copy(source: str, target: str) -> None:
    try:
        os.link(source, target)
    except OSError:
        shutil.copyfile(source, target)


def base_url(output: Path) -> str:
    """The base URL of an output of feedgen, by its page."""
    found = re.search(r'<link rel="canonical" href="([^"]+)">', (output / "index.html").read_text(encoding="utf-8"))
    if not found:
        raise Failure(f"{output}/index.html has no canonical address")
    return found[1]


def axe_script() -> str | None:
    """The script of axe-core, from a package of Python that has it."""
    package = importlib.util.find_spec("axe_playwright_python")
    if not package or not package.origin:
        return None
    return (Path(package.origin).parent / "axe.min.js").read_text(encoding="utf-8")


@contextmanager
def bench_of(options: argparse.Namespace, executable: str, axe: str, work: Path) -> Iterator[Bench]:
    """The bench, as long as the context lasts."""
    shutil.copytree(options.feeds, work / "real", copy_function=link_or_copy)
    make_site(work / "big", ENTITIES)
    server, real_server, browser = Server(), Server(), Browser(executable)
    real_base = base_url(work / "real")
    feedgen = options.feedgen.resolve()
    try:
        with (
            written_site(feedgen, work / "site", BELOW, ["atom", "rss", "json"], archives=True) as site,
            written_site(feedgen, work / "plain", "", ["atom", "rss"]) as plain,
        ):
            # Links have no host, so the files work at any host, below the same path.
            yield Bench(
                browser=browser,
                server=server,
                big=server.mount(BIG, work / "big"),
                big_path=BIG,
                site=site,
                plain=plain,
                copy=server.mount(f"/{BELOW}", site.output),
                real=real_server.mount(urlsplit(real_base).path, work / "real"),
                real_base=real_base,
                real_output=work / "real",
                axe=axe,
                work=work,
            )
    finally:
        browser.close()
        server.close()
        real_server.close()


def run_checks(bench: Bench, only: str) -> int:
    """Runs the checks whose names have a text in them. Returns how many fail."""
    failed = 0
    for function in CHECKS:
        name = function.__name__.replace("_", " ")
        if only not in name:
            continue
        started = time.monotonic()
        try:
            function(bench)
            print(f"ok    {name} ({time.monotonic() - started:.1f} s)")
        except Failure as failure:
            failed += 1
            print(f"FAIL  {name}: {failure}")
    return failed


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="Tests/browser/run", description="Tests the web pages in Chromium.")
    parser.add_argument(
        "--feedgen",
        type=Path,
        default=ROOT / ".build/debug/feedgen",
        metavar="BINARY",
        help="the program (default: the debug build)",
    )
    parser.add_argument(
        "--feeds",
        type=Path,
        default=ROOT / "feeds",
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
    if not options.feedgen.is_file():
        parser.error(f"there is no {options.feedgen}; `swift build` makes it")
    if not (options.feeds / "index.html").exists():
        parser.error(f"{options.feeds}: no output of feedgen is here (it has no index.html)")
    return options


def main() -> int:
    options = arguments()
    executable, axe = find_chromium(), axe_script()
    if not executable or not axe:
        print(
            "The tests of the pages need Chromium (`apt install chromium` or `brew install --cask chromium`, or "
            "CHROMIUM=/path/to/it) and axe-core (Tests/browser/run installs it).",
            file=sys.stderr,
        )
        return SKIPPED
    with tempfile.TemporaryDirectory(prefix="feedgen-page-") as folder:
        with bench_of(options, executable, axe, Path(folder)) as bench:
            if options.screenshots:
                take_screenshots(bench, options.screenshots, options.topic)
                return 0
            failed = run_checks(bench, options.only)
    print(f"{failed} failed" if failed else "all checks passed")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
