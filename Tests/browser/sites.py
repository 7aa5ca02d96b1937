"""Made-up output directories of any size to test the page with."""

from __future__ import annotations

import html
import json
import random
import shutil
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta, timezone
from email.utils import format_datetime
from pathlib import Path
from xml.sax.saxutils import escape, quoteattr

ASSETS = Path(__file__).resolve().parents[2] / "Sources" / "PageAssets"
MEDIA_TYPES = {"atom": "application/atom+xml", "rss": "application/rss+xml", "json": "application/feed+json"}
FORMAT_NAMES = {"atom": "Atom", "rss": "RSS", "json": "JSON"}
BASE = "https://news.example/feeds/"


def months_file(path: str) -> str:
    """Where a topic's months are: by the low byte of the FNV-1a hash of its path."""
    value = 0x811C9DC5
    for byte in path.encode():
        value = ((value ^ byte) * 0x01000193) & 0xFFFFFFFF
    return f"assets/months/{value & 0xFF:02x}.json"


def put(file: Path, text: str) -> None:
    """Writes a file anew: what is there may be a second name of a file that is not ours to change."""
    file.parent.mkdir(parents=True, exist_ok=True)
    file.unlink(missing_ok=True)
    file.write_text(text)


def fill_template(directory: Path, title: str, formats: list[str]) -> None:
    """Puts the page and its assets into a directory, as feedgen does."""
    name = html.escape(title)
    alternates = "\n".join(
        f'<link rel="alternate" type="{MEDIA_TYPES[f]}" title="{name} ({FORMAT_NAMES[f]})" href="all.{f}">'
        for f in formats
    )
    feeds = "\n".join(f'<li><a href="all.{f}">All events ({FORMAT_NAMES[f]})</a></li>' for f in formats)
    page = (ASSETS / "index.html").read_text()
    for key, value in {"title": name, "language": "en", "alternates": alternates, "feeds": feeds}.items():
        page = page.replace("{{" + key + "}}", value)
    put(directory / "index.html", page)
    for asset in ("page.css", "page.js", "feed.css"):
        put(directory / "assets" / asset, (ASSETS / asset).read_text())


def write_topics(directory: Path, topics: dict[str, object], months: dict[str, list[list[int]]]) -> None:
    """Writes assets/topics.json and assets/months."""
    put(directory / "assets" / "topics.json", json.dumps(topics, ensure_ascii=False))
    files: dict[str, dict[str, list[list[int]]]] = {f"assets/months/{n:02x}.json": {} for n in range(256)}
    for path, counts in months.items():
        files[months_file(path)][path] = counts
    for file, content in files.items():
        put(directory / file, json.dumps(content))


# Made-up sites

HOSTILE = "<img src=x onerror=alert(1)>\"'&amp;"
MARKUP = '<p style="color:red" onclick="alert(2)">Only <b>text</b></p><img src="x"><script>alert(3)</script><style>p{}</style>'
RIGHT_TO_LEFT = "القاهرة"
STARTS = "ka be mo ru ti san lor vin dar el fa gre hol jas ked lum mar nor pel quin".split()
MIDDLES = "la ne ri to va shi do ma re lu ban der gol mi sta".split()
ENDS = "n s r ta ko vich man berg ton ri lo na dez ov ia us".split()
COUNTRIES = [
    ("Egypt", "egypt", "EG"),
    ("France", "france", "FR"),
    ("Kosovo", "kosovo", "XK"),
    ("Côte d'Ivoire", "cote-d-ivoire", "CI"),
    ("Russia", "russia", "RU"),
    ("Türkiye", "turkiye", "TR"),
    ("United States", "united-states", "US"),
]
OTHER_NAMES = {"US": ["United States of America", "USA"], "CI": ["Ivory Coast"], "TR": ["Turkey"]}
DEMONYMS = {"US": ["American", "Americans"], "CI": ["Ivorian"], "FR": ["French"]}


@dataclass
class Topic:
    path: str
    name: str
    events: int
    day: str
    code: str = ""
    aliases: list[str] = field(default_factory=list)
    demonyms: list[str] = field(default_factory=list)

    @property
    def kind(self) -> str:
        return self.path.split("/")[0]

    @property
    def slug(self) -> str:
        return self.path.split("/")[-1]


def make_site(directory: Path, formats: list[str], entities: int) -> None:
    """Writes a site with made-up entities, and feeds for the topics that tests open."""
    chance = random.Random(7)
    directory.mkdir(parents=True)
    newest = date(2026, 11, 20)

    def word() -> str:
        return (chance.choice(STARTS) + chance.choice(MIDDLES) + chance.choice(ENDS)).capitalize()

    def some_day() -> str:
        return str(newest - timedelta(days=1 + int(chance.expovariate(1 / 900))))

    everything = Topic("all", "News by topic", 113985, str(newest))
    countries = [
        Topic(
            f"country/{slug}",
            name,
            4120 - 300 * n,
            str(newest - timedelta(days=2)),
            code,
            OTHER_NAMES.get(code, []),
            DEMONYMS.get(code, []),
        )
        for n, (name, slug, code) in enumerate(COUNTRIES)
    ]
    combined = [Topic("topic/egypt-and-russia", "Egypt and Russia", 41, "2026-11-18")]
    named = [
        Topic("entity/sergey-shoygu", "Sergey Shoygu", 57, "2026-11-18", aliases=["Sergei Shoigu", "Sergey Shoigu"]),
        Topic("entity/bulent-ecevit", "Bülent Ecevit", 33, "2006-11-06"),
        Topic("entity/port-said", "Port Said", 12, "2026-02-19"),
        Topic("entity/nuri-al-maliki", "Nuri al-Maliki", 240, "2018-05-12"),
        Topic("entity/img-src-x", HOSTILE, 5, "2026-11-01", aliases=["<b>Bold</b>", 'He said "no"']),
        Topic("entity/cairo-ar", RIGHT_TO_LEFT, 4, "2026-11-01"),
        Topic("entity/egypt", "Egypt", 900, "2026-11-18"),
    ]
    made = [
        Topic(
            f"entity/made-up-{n}",
            f"{word()} {word()}" + (f" {word()}" if n % 5 == 0 else ""),
            1 + int(chance.paretovariate(0.9)) % 5000,
            some_day(),
            aliases=[f"{word()} {word()}"] if n % 40 == 0 else [],
        )
        for n in range(entities - len(named))
    ]

    def row(topic: Topic) -> list[object]:
        return [
            topic.name,
            topic.slug,
            *([topic.code] if topic.code else []),
            topic.events,
            topic.day,
            *([topic.aliases] if topic.aliases or topic.demonyms else []),
            *([topic.demonyms] if topic.demonyms else []),
        ]

    fill_template(directory, everything.name, formats)
    shutil.copyfile(Path(__file__).resolve().parents[2] / "feeds" / "icon.png", directory / "icon.png")
    (directory / "feeds.opml").write_text(
        '<opml version="2.0"><head><title>News by topic</title></head><body/></opml>\n'
    )
    (directory / "catalogue.json").write_text('{"feeds":[]}\n')
    opened = [everything, *countries, *combined, *named]
    months = {}
    for topic in opened:
        seen = {
            year * 100 + month: chance.randint(1, 40)
            for year in range(2004, 2027)
            for month in range(1, 13)
            if chance.random() < 0.7 and year * 100 + month <= 202611
        }
        months[topic.path] = [[month, seen[month]] for month in sorted(seen)]
    write_topics(
        directory,
        {
            "title": everything.name,
            "language": "en",
            "formats": formats,
            "all": [everything.name, everything.events, everything.day],
            "countries": [row(t) for t in countries],
            "combined": [row(t) for t in combined],
            "entities": [row(t) for t in sorted(named + made, key=lambda t: t.path)],
        },
        months,
    )
    for topic in opened:
        write_feeds(directory, topic, formats, [t for t in opened[1:] if t is not topic])


def write_feeds(directory: Path, topic: Topic, formats: list[str], others: list[Topic]) -> None:
    """Writes a topic's feed of 23 events, in which hostile text stands in every place that takes text."""
    chance = random.Random(topic.path)
    entries = []
    for number in range(23):
        when = datetime(2026, 11, 18, tzinfo=timezone.utc) - timedelta(days=11 * number)
        title = f"{topic.name} does the thing numbered {number}" if number else f"First of {topic.name} & {HOSTILE}"
        summary = (
            ""
            if number == 3
            else title if number == 4 else f"What is known of it: 1 < 2 & {HOSTILE} " + "word " * (90 * (number == 1))
        )
        entries.append(
            (
                f"https://news.example/news/{when:%Y/%m/%d}/thing-{number}.html",
                when,
                title,
                summary,
                [topic, others[0], *chance.sample(others[1:], 2)],
            )
        )
    style = ("" if topic.path == "all" else "../") + "assets/feed.css"
    head = f'<?xml version="1.0" encoding="UTF-8"?>\n<?xml-stylesheet type="text/css" href="{style}"?>\n'
    about = f"Events that concern {topic.name}."
    file = directory / topic.path
    file.parent.mkdir(exist_ok=True)
    if "atom" in formats:
        body = "".join(
            f"<entry><id>tag:news.example,{when:%Y-%m-%d}:{number}</id><published>{when:%Y-%m-%dT%H:%M:%SZ}</published>"
            f"<updated>{when:%Y-%m-%dT%H:%M:%SZ}</updated><title>{escape(title)}</title>"
            f'<link rel="via" href="http://source.example/"/><link rel="alternate" type="text/html" href={quoteattr(url)}/>'
            + (f"<summary>{escape(summary)}</summary>" if summary else "")
            + f'<content type="html">{escape("<p>hidden content</p>")}</content>'
            + "".join(
                f"<category scheme={quoteattr(BASE + t.kind + '/')} term={quoteattr(t.slug)} label={quoteattr(t.name)}/>"
                for t in topics
            )
            + "</entry>\n"
            for number, (url, when, title, summary, topics) in enumerate(entries)
        )
        file.with_suffix(".atom").write_text(
            f'{head}<feed xmlns="http://www.w3.org/2005/Atom"><id>tag:news.example,2000:{topic.path}</id><title>{escape(topic.name)}</title>'
            f"<subtitle>{escape(about)}</subtitle><updated>2026-11-18T00:00:00Z</updated>\n{body}</feed>\n"
        )
    if "rss" in formats:
        body = "".join(
            f'<item><guid isPermaLink="false">tag:news.example,{when:%Y-%m-%d}:{number}</guid><title>{escape(title)}</title>'
            f"<link>{escape(url)}</link><pubDate>{format_datetime(when, usegmt=True)}</pubDate><dc:creator>The editors</dc:creator>"
            + (f"<description>{escape(MARKUP if number == 2 else escape(summary))}</description>" if summary else "")
            + f'<content:encoded>{escape("<p>hidden content</p>")}</content:encoded>'
            + "".join(f"<category domain={quoteattr(BASE + t.kind + '/')}>{escape(t.name)}</category>" for t in topics)
            + "</item>\n"
            for number, (url, when, title, summary, topics) in enumerate(entries)
        )
        file.with_suffix(".rss").write_text(
            f'{head}<rss version="2.0" xmlns:atom="http://www.w3.org/2005/Atom" xmlns:content="http://purl.org/rss/1.0/modules/content/" '
            f'xmlns:dc="http://purl.org/dc/elements/1.1/"><channel><title>{escape(topic.name)}</title><link>{BASE}</link>'
            f'<description>{escape(about)}</description><atom:link rel="self" href="{BASE}{topic.path}.rss"/>\n{body}</channel></rss>\n'
        )
    if "json" in formats:
        file.with_suffix(".json").write_text(
            json.dumps(
                {
                    "version": "https://jsonfeed.org/version/1.1",
                    "title": topic.name,
                    "description": about,
                    "items": [
                        {
                            "id": f"tag:{number}",
                            "url": url,
                            "title": title,
                            "content_html": "<p>hidden content</p>",
                            "date_published": f"{when:%Y-%m-%dT%H:%M:%SZ}",
                            "tags": [t.name for t in topics],
                            **({"summary": summary} if summary else {}),
                        }
                        for number, (url, when, title, summary, topics) in enumerate(entries)
                    ],
                },
                ensure_ascii=False,
            )
        )
