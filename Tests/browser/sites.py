"""A made-up site of any number of topics, to test the search with."""

from __future__ import annotations

import html
import json
import random
import re
import shutil
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path

ASSETS = Path(__file__).resolve().parents[2] / "Sources" / "PageAssets"


def fill_template(directory: Path, values: dict[str, str], topics: list[Topic]) -> None:
    """Puts the page and its assets into a directory, as feedgen does."""
    rows = "\n".join(
        f'<li class="item"><a class="topic" href="{topic.path}.html"><bdi class="name">{html.escape(topic.name)}</bdi>'
        f'<span class="count">{topic.events}</span></a></li>'
        for topic in topics
    )
    values = {
        **values,
        "home": f'<div><section><h2>Topics</h2><ul class="topics" role="list">{rows}</ul></section></div>',
    }
    page = (ASSETS / "index.html").read_text(encoding="utf-8")
    page = re.sub(r"{{(\w+)}}", lambda match: values.get(match[1], ""), page)
    (directory / "index.html").write_text(page, encoding="utf-8")
    for asset in ("page.css", "page.js"):
        shutil.copyfile(ASSETS / asset, directory / "assets" / asset)
    shutil.copyfile(ASSETS / "icon.png", directory / "icon.png")


HOSTILE = "<img src=x onerror=alert(1)>\"'&amp;"
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


def make_site(directory: Path, entities: int) -> None:
    """Writes the page and the topics of a site with made-up entities, which have no pages and no feeds."""
    chance = random.Random(7)
    (directory / "assets").mkdir(parents=True)
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

    topics = {
        "title": everything.name,
        "language": "en",
        "pages": "all",
        "formats": ["atom"],
        "all": [everything.name, everything.events, everything.day],
        "countries": [row(t) for t in countries],
        "combined": [row(t) for t in combined],
        "entities": [row(t) for t in sorted(named + made, key=lambda t: t.path)],
    }
    (directory / "assets" / "topics.json").write_text(json.dumps(topics, ensure_ascii=False), encoding="utf-8")
    alternates = '<link rel="alternate" type="application/atom+xml" title="News by topic (Atom)" href="all.atom">'
    values = {"title": everything.name, "language": "en", "alternates": alternates}
    fill_template(directory, values, [*countries, *named])
