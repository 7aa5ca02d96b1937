"""A made-up site of posts in real readers: whole bodies, authors and tags."""

from __future__ import annotations

import re
import subprocess
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timezone
from pathlib import Path
from typing import Any

from expectations import Story
from trial import ROOT, Trial

AUTHORITY = "feeds.example.org"
PAGES = "https://blog.example"
POSTS = 40
TAGS = 3
AUTHORS = 2

EDIT = "| reader | loads |\n|---|---|\n| newsboat | [it](../../other/) |\n\nThis is the **end** of it."
EDIT_IN_FEED = ["<table>", "<td>newsboat</td>", "This is the <strong>end</strong> of it."]
NEW_TITLE = r'Pins & needles, \"and\" 3 threads'  # as YAML and TOML quote it
ADDED = """---
title: 'What a *reader* makes of C++ & C'
date: 2025-01-02T23:30:00-05:00
tags: [{tag}]
authors: ["{author}", "Müller & Sons"]
---
A first paragraph.

```c
if (a < b && b) return "</pre>";
```

{{{{< note >}}}}
- [x] done
- [ ] [undone](/elsewhere/?a=1&b=2)
{{{{< /note >}}}}

![A picture](pictures/one.png) ~~or none~~
"""
ADDED_IN_FEED = [
    'if (a &lt; b &amp;&amp; b) return &quot;&lt;/pre&gt;&quot;;', f'href="{PAGES}/elsewhere/?a=1&amp;b=2"', "<del>or none</del>",
    f'src="{PAGES}/posts/a-reader/pictures/one.png"',
]


@dataclass(frozen=True)
class Post:
    story: Story
    tags: list[str]
    authors: list[str]
    last_word: str


class Site:
    """The posts below a directory, as their front matter describes them."""

    def __init__(self, content: Path) -> None:
        self.content = content
        posts = list(self.posts())
        tags = Counter(tag for post in posts for tag in post.tags if re.fullmatch("[A-Za-z]+", tag))
        authors = Counter(author for post in posts for author in post.authors)
        self.tags = [tag for tag, _ in tags.most_common(TAGS)]
        self.authors = [author for author, _ in authors.most_common(AUTHORS)]

    def feeds(self) -> list[str]:
        return ["all", *(f"tag/{slug(tag)}" for tag in self.tags), *(f"author/{slug(author)}" for author in self.authors)]

    def stories(self, feed: str) -> list[Story]:
        kind, _, name = feed.partition("/")
        posts = [post for post in self.posts() if kind == "all"
                 or name in map(slug, post.tags if kind == "tag" else post.authors)]
        return [post.story for post in sorted(posts, key=lambda post: post.story.date, reverse=True)][:50]

    def posts(self) -> Iterator[Post]:
        for path in sorted(self.content.rglob("*.md")):
            yield self.post(path)

    def post(self, path: Path) -> Post:
        text = path.read_text(encoding="utf-8")
        title = re.search(r"""^title(?:: | = )(['"])(.*)\1$""", text, re.MULTILINE)
        date = re.search(r"^date(?:: | = )(\S+)$", text, re.MULTILINE)
        if title is None or date is None:
            raise ValueError(f"{path} has no title or no date")
        page = f"/{path.relative_to(self.content).with_suffix('').as_posix()}/"
        story = Story(
            id=f"tag:{AUTHORITY},{date[1][:10]}:{page}", link=PAGES + page,
            title=re.sub(r"\\(.)", r"\1", title[2]).replace("*", ""), date=in_utc(date[1]))
        words = re.findall(r"\w+", re.sub(r"\{\{.*?\}\}", "", text))
        return Post(story, listed(text, "tags"), listed(text, "authors"), words[-1])

    def path(self, story: Story) -> Path:
        return next(path for path in self.content.rglob("*.md") if self.post(path).story.id == story.id)


def listed(text: str, key: str) -> list[str]:
    values = re.search(rf"^{key}(?:: | = )\[(.*)\]$", text, re.MULTILINE)
    return [value.strip().strip('"') for value in values[1].split(",")] if values else []


def slug(name: str) -> str:
    return name.lower().replace(" ", "-").replace("&", "and")


def in_utc(date: str) -> str:
    return datetime.fromisoformat(date).astimezone(timezone.utc).strftime("%Y-%m-%dT%H:%M:%SZ")


class PostTrial(Trial):
    name = "posts"
    archive: Site

    def __init__(self, feedgen: Path, formats: list[str], place: Path) -> None:
        super().__init__(feedgen, formats, place)
        subprocess.run([str(ROOT / "bench/make-site"), str(place / "content"), "--posts", str(POSTS)], check=True,
                       stderr=subprocess.DEVNULL)
        self.archive = Site(place / "content/content")

    def configuration(self) -> dict[str, Any]:
        return {"authority": AUTHORITY, "formats": self.formats}

    def changes(self) -> None:
        self.compare_posts("first load")
        newest = self.archive.stories("all")[0]
        path = self.archive.path(newest)
        path.write_text(path.read_text(encoding="utf-8") + f"\n{EDIT}\n", encoding="utf-8")
        self.step("the body of a post edited", new={}, texts=(newest.id, EDIT_IN_FEED))
        second = self.archive.stories(self.archive.feeds()[1])[0]
        path = self.archive.path(second)
        text = re.sub(r"^(title(?:: | = )).*$", lambda key: f'{key[1]}"{NEW_TITLE}"', path.read_text(encoding="utf-8"),
                      flags=re.MULTILINE)
        path.write_text(text, encoding="utf-8")
        self.step("a post with another title", new={}, again=self.holders(second.id))
        story = self.add()
        self.step("a post added", new=self.holders(story.id), texts=(story.id, ADDED_IN_FEED))
        self.compare_posts("a post added")

    def add(self) -> Story:
        path = self.archive.content / "posts/a-reader.md"
        path.write_text(ADDED.format(tag=self.archive.tags[0], author=self.archive.authors[0]), encoding="utf-8")
        return self.archive.post(path).story

    def compare_posts(self, what: str) -> None:
        """Authors, tags, and the last word of whole bodies."""
        by_id = {post.story.id: post for post in self.archive.posts()}
        for reader in self.readers:
            for path in self.paths:
                url = self.server.url + path
                for story in self.archive.stories(path.partition(".")[0]):
                    self.compare_post(f"{what}: {reader.name}: {path}: {story.id}", by_id[story.id],
                                      reader.authors(url, story.id), reader.categories(url, story.id),
                                      reader.text(url, story.id))

    def compare_post(self, place: str, post: Post, authors: str | None, categories: set[str] | None, text: str | None) -> None:
        # Of several dc:creator elements newsboat shows the last, and sfeed the first author of any feed.
        if authors is not None and authors not in (", ".join(post.authors), post.authors[0], post.authors[-1]):
            self.failures.append(f"{place} is by {authors}")
        if categories is not None:
            missing = {*post.tags, *post.authors} - categories
            self.expect(f"{place}: categories that are missing", [], sorted(missing))
        if text is not None and post.last_word not in text:
            self.failures.append(f"{place} has not got the end of its body")
