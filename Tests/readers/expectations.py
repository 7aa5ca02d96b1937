"""What readers must list, told from the content alone: no feed is looked at here."""

from __future__ import annotations

import html
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any


@dataclass(frozen=True)
class Story:
    """An event as a reader lists it; `date` in RFC 3339."""

    id: str
    link: str
    title: str
    date: str


# Events that the archive has under several names: the page shown now, by the beginning of its name, and the name
# that the event was first published under. Read from the Changes lists by hand; the lander's two pages have none and
# are one by their text, so that the smaller name is the older. No file of the first name is left for Sulawesi.
FIRST_NAMES: dict[str, str] = {
    "2018/09/28/an-earthquake": (
        "2018/09/28/at-least-30-people-are-killed-as-a-earthquake-and-a-tsunami-hits-palu-on-the-indonesian-island-of-"
        "sulawesi"),
    "2016/10/19/the-european-space-agency": (
        "2016/10/19/exomars-the-european-space-agency-loses-the-signal-of-its-lander-schiaparelli-less-than-a-minute-"
        "before-it-should-have-stood-on-mars-while"),
    "2015/10/31/a-metrojet-airbus-a321-on-its-way-from-sharm-el-sheikh-to-saint-petersburg-breaks-apart-above-the-"
    "sinai-peninsula-in-egypt-none-of-the-2": (
        "2015/10/31/a-metrojet-airbus-a321-on-its-way-from-sharm-el-sheikh-to-saint-petersburg-breaks-apart-above-the-"
        "sinai-peninsula-in-egypt-none-of-the"),
    "2015/02/10/president-vladimir-putin": (
        "2015/02/10/egyptarussia-relations-ppresident-vladimir-putin-ends-a-two-day-stay-in-cairo-by-signing-together-"
        "with-his-host-abdel-fattah-el-sisi-a"),
}

# Pages that are other names of an event, and not shown.
SUPERSEDED: tuple[str, ...] = (
    "2018/09/28/at-least-384-people",
    "2018/07/15/france-beats-croatia-4-2-in-rainy-moscow-and-wins-the-fifa-world-cup-for-a-second-time-twenty-years-"
    "after-the-first-kylian-mbappa-c-19-sc",
    "2016/10/19/exomars",
    "2015/10/31/a-metrojet-airbus-a321-on-its-way-from-sharm-el-sheikh-to-saint-petersburg-breaks-apart-above-the-"
    "sinai-peninsula-in-egypt-none-of-the.",
    "2015/02/10/egyptarussia-relations",
)

EGYPT = [
    "2022/07/24/on-the-first-stop",
    "2017/11/29/russian-defence-minister",
    "2017/05/29/foreign-ministers",
    "2015/10/31/a-metrojet-airbus-a321-on-its-way-from-sharm-el-sheikh-to-saint-petersburg-breaks-apart-above-the-"
    "sinai-peninsula-in-egypt-none-of-the-2",
    "2015/03/3/egypt-s-defence-minister",
    "2015/02/10/president-vladimir-putin",
]

# Feeds whose topic is filed under another one: their address answers with a redirection to that topic's feed.
MOVED: dict[str, str] = {"entity/egypt": "country/egypt"}

# Which events a feed has, newest first, by the beginnings of their pages' names. Put together by reading the content.
MEMBERS: dict[str, list[str]] = {
    "entity/egypt": EGYPT,
    "country/egypt": EGYPT,
    # Of two spellings, and mentioned only in the text of the first.
    "entity/sergey-shoygu": [
        "2024/05/12/president-putin-moves",
        "2017/11/29/russian-defence-minister",
        "2017/05/29/foreign-ministers",
        "2015/03/3/egypt-s-defence-minister",
    ],
    # An event of two pages among them.
    "entity/mars": [
        "2018/06/7/mudstone",
        "2016/10/19/the-european-space-agency",
        "2012/08/6/nasa-s-rover",
        "2003/06/2/a-soyuz-rocket",
    ],
    # Titles with & and with C++ and C#.
    "entity/at-and-t": [
        "2024/02/26/a-white-house-report",
        "2018/06/12/a-federal-judge",
        "2011/10/12/dennis-ritchie",
    ],
    "entity/c-plus-plus": ["2024/02/26/a-white-house-report", "2011/10/12/dennis-ritchie"],
    "country/japan": [
        "2024/04/3/the-strongest-earthquake",
        "2013/09/7/in-buenos-aires",
        "2011/03/11/a-magnitude-8-9",
        "2010/02/27/president-michelle-bachelet",
        "2002/06/30/nowrap-brazil",
    ],
}

# The topics that the configuration makes of others.
COMBINED_MEMBERS: dict[str, list[str]] = {
    "topic/egypt-meets-russia": [
        "2022/07/24/on-the-first-stop",
        "2017/11/29/russian-defence-minister",
        "2017/05/29/foreign-ministers",
        "2015/03/3/egypt-s-defence-minister",
    ],
}


class Archive:
    """The content below a directory, and what its configuration makes of addresses."""

    def __init__(self, content: Path, config: dict[str, Any]) -> None:
        self.news = content / "news"
        self.authority: str = config["authority"]
        self.pages_url: str = config["site"]["pagesURL"].rstrip("/")
        self.extension: str = config["site"].get("pageExtension", ".html")
        self.window: int = config.get("window", {}).get("entries", 50)
        self.first_names = dict(FIRST_NAMES)
        self.superseded = list(SUPERSEDED)
        self.members = {feed: list(pages) for feed, pages in {**MEMBERS, **COMBINED_MEMBERS}.items()}

    def page(self, beginning: str) -> Path:
        """The one page whose name begins so."""
        day, slug = beginning.rsplit("/", 1)
        found = [path for path in (self.news / day).glob("*.md") if path.name.startswith(slug)]
        if len(found) != 1:
            raise LookupError(f"{len(found)} pages begin with {beginning}; the test names one that is there alone")
        return found[0]

    def story(self, page: Path) -> Story:
        name = page.relative_to(self.news).with_suffix("").as_posix()
        first = next((value for key, value in self.first_names.items() if name.startswith(key)), name)
        year, month, day = name.split("/")[:3]
        date = f"{year}-{month}-{int(day):02}"
        return Story(
            id=f"tag:{self.authority},{date}:/news/{first}",
            link=f"{self.pages_url}/news/{name}{self.extension}",
            title=title(page.read_text(encoding="utf-8")),
            date=f"{date}T00:00:00Z")

    def feeds(self) -> list[str]:
        return ["all", *self.members]

    def stories(self, feed: str) -> list[Story]:
        """What the feed must list, in its order: newest first, events of one day by name."""
        if feed == "all":
            hidden = {self.page(beginning) for beginning in self.superseded}
            pages = [path for path in self.news.rglob("*.md") if path.stem not in ("index", "README")]
            shown = sorted((self.story(path) for path in pages if path not in hidden), key=lambda story: story.id)
            listed = sorted(shown, key=lambda story: story.date, reverse=True)
        else:
            listed = [self.story(self.page(beginning)) for beginning in self.members[feed]]
        return listed[:self.window]


def title(text: str) -> str:
    """The title line, with character references resolved, wiki emphasis taken off and blanks made one."""
    line = re.search(r"^# +(.*)$", text, re.MULTILINE)
    if line is None:
        raise ValueError("a page without a title line")
    return " ".join(html.unescape(line.group(1)).replace("''", "").split())
