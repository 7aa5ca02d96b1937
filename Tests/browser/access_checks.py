"""Checks of what people need who use the keyboard, hear the page, see it dark, or on a phone; and of feeds in a browser."""

from __future__ import annotations

import json

from bench import (
    HEADING,
    HOME,
    NAMES,
    Bench,
    check,
    day_path,
    equal,
    html,
    search,
    text_of,
    true,
)

FOCUSED = (
    "document.activeElement.closest('.item, .star, input, h1, button, a')?.textContent || document.activeElement.id"
)
WAYS = "document.getElementById('ways')?.setAttribute('open', '')"


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
            ("ArrowDown", "country/egypt.html"),
            ("ArrowDown", "entity/egypt.html"),
            ("End", "topic/egypt-and-russia.html"),
            ("Home", "country/egypt.html"),
            ("ArrowDown", "entity/egypt.html"),
            ("ArrowUp", "country/egypt.html"),
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
    with bench.page(bench.site.base) as page:
        page.key("/")
        page.type("orrin vale")
        page.wait(f"{NAMES}[0] === 'Orrin Vale'")
        page.key("Enter")
        page.wait(f"location.pathname.endsWith('/entity/orrin-vale.html') && {HEADING} === 'Orrin Vale'", "Enter")
        page.wait("document.readyState === 'complete'")
        page.key("Tab")
        equal(page.run(FOCUSED), "Skip to content", "the first stop of a page")
        page.key("Enter")
        equal(page.run("document.activeElement.id"), "main", "the content, after skipping to it")
        stops: list[str] = []
        for _ in range(8):
            page.key("Tab")
            stops.append(page.run("document.activeElement.textContent || document.activeElement.id"))
        closed = ["All topics", "Subscribe", "☆ Keep in your list", "Other ways to subscribe", "Numbers by year"]
        equal(stops[:5], closed, "stops of Tab")
        page.run("document.querySelector('#ways summary').focus()")
        page.key("Enter")
        page.wait("document.getElementById('ways').open", "Enter opens the other ways")
        stops = []
        for _ in range(9):
            page.key("Tab")
            stops.append(page.run("document.activeElement.textContent || document.activeElement.id"))
        true({"Feedly", "address-atom", "Copy", "Open (Atom)"} <= set(stops), f"stops of Tab in other ways: {stops}")


NAMED = {"button", "link", "textbox", "searchbox", "img", "image", "checkbox", "heading", "navigation"}


@check
def accessibility_tree_is_whole(bench: Bench) -> None:
    for view in bench.views():
        path = view.name
        with bench.page(bench.site.url(view.path), view.ready) as page:
            page.run(WAYS)
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
                    "[...document.querySelectorAll('.flag, .topic i')].every(e => e.getAttribute('aria-hidden') === 'true')"
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
    for view in bench.views():
        seen = []
        with bench.page(bench.site.url(view.path), view.ready) as page:
            page.run(WAYS)
            for dark in (False, True):
                page.media(dark)
                equal(page.run(CONTRASTS), [], f"contrasts below 4.5 of the {view.name}, {'dark' if dark else 'light'}")
                root = "getComputedStyle(document.documentElement).backgroundColor"
                seen.append(page.run(f"[{root}, getComputedStyle(document.body).color]"))
        true(seen[0][0] != seen[1][0] and seen[0][1] != seen[1][1], f"light and dark look the same: {seen}")


@check
def axe_finds_nothing(bench: Bench) -> None:
    violations = (
        "axe.run(document, { resultTypes: ['violations'] }).then(({ violations }) => violations.map("
        "({ id, nodes }) => `${id}: ${nodes.slice(0, 3).map(node => node.html.slice(0, 120)).join(' | ')}`))"
    )
    for view in bench.views():
        with bench.page(bench.site.url(view.path), view.ready) as page:
            page.run(WAYS)
            page.run(bench.axe)
            for look, dark, width in [("light", False, 1200), ("dark", True, 1200), ("narrow", False, 390)]:
                page.media(dark)
                page.resize(width, 844)
                equal(page.run(violations), [], f"what axe finds on the {view.name}, {look}")


@check
def axe_is_heard(bench: Bench) -> None:
    with bench.page(bench.site.url("country/egypt.html")) as page:
        page.run(bench.axe)
        page.run("document.querySelector('.address').labels[0].remove()")
        page.run(WAYS)
        found = page.run("axe.run(document).then(({ violations }) => violations.map(({ id }) => id))")
        equal(found, ["label"], "what axe finds on a page with a field that has no label")


@check
def narrow_screens_need_no_scrolling_sideways(bench: Bench) -> None:
    archive = bench.site.archive
    paths = [view.path for view in bench.views()]
    paths += [
        "#/nothing",
        "all.html",
        "archive/country/egypt/1.html",
        html(archive.hostile.path),
        html(archive.arabic.path),
    ]
    paths += ["news/", "news/2024/05/", day_path(archive.newest.path)]
    for path in paths:
        with bench.page(bench.site.url(path), width=320, height=640, phone=True) as page:
            if path.startswith("#/"):
                page.wait(f"{HEADING} !== {json.dumps(HOME)}")
            page.run(WAYS)
            equal(page.run("document.documentElement.scrollWidth"), 320, f"width at {path!r}")
            small = page.run(
                """[...document.querySelectorAll('main a, main button, header a, header input, summary')].filter(e => {
              const r = e.getBoundingClientRect();
              return !e.closest('.event, .story ul, .story .text, .skip, p:not(.crumb, .actions)')
                && r.width && (r.height < 43.5 || r.width < 43.5);
            }).map(e => `${e.localName} ${e.textContent}`)"""
            )
            equal(small, [], f"targets of less than 44 pixels at {path!r}")


@check
def feeds_are_styled_when_opened(bench: Bench) -> None:
    site = bench.site.base
    for path, root, entry, hidden in [
        ("country/egypt.atom", "feed", "entry", "id, content, updated"),
        ("all.atom", "feed", "entry", "id, content"),
        ("country/egypt.rss", "channel", "item", "guid, encoded, creator, category"),
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
                    f"[...document.querySelectorAll('{root} > title, {entry} > title')].map(e => parseFloat(getComputedStyle(e).fontSize))"
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
