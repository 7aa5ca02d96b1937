"""xmllint and jing."""

from __future__ import annotations

import html
import os
import re
import shutil
import subprocess
import tempfile
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Optional

from .tree import FeedTree, Finding, Outcome, Skipped, WrongSetting

# xmllint says "feed.atom:3: parser error : …", jing "feed.atom:3:7: error: …".
LINE = re.compile(r"^(?P<place>.+?:\d+(?::\d+)?): (?:\w+ )?(?P<level>fatal|error|warning) ?: (?P<what>.*)$")


def well_formed(tree: FeedTree) -> Outcome:
    if not shutil.which("xmllint"):
        raise Skipped("install xmllint (Debian: libxml2-utils)")
    paths = tree.with_suffix(".atom", ".rss", ".opml")
    return Outcome(len(paths), run(tree, ["xmllint", "--noout", "--nonet"], paths, 200))


def atom_schema(tree: FeedTree) -> Outcome:
    if not shutil.which("jing"):
        raise Skipped("install jing (Debian: jing)")
    paths = tree.with_suffix(".atom")
    with tempfile.TemporaryDirectory() as place:
        schema = find_schema(Path(place))
        command = ["jing", *([] if schema.suffix == ".rng" else ["-c"]), str(schema.resolve())]
        return Outcome(len(paths), run(tree, command, paths, 4000))


def find_schema(place: Path) -> Path:
    """The schema is appendix B of RFC 4287, and stands in that text wherever no file of its own is named."""
    if (named := os.environ.get("ATOM_RNC")) is not None:
        source: Optional[Path] = Path(named)
        if not Path(named).is_file():
            raise WrongSetting(f"ATOM_RNC names {named}, which is no file")
        if Path(named).suffix in (".rnc", ".rng"):
            return Path(named)
    else:
        # The W3C validator brings the RFC along.
        validator = os.environ.get("FEEDVALIDATOR_SRC")
        source = Path(validator).parent / "docs/rfc4287.html" if validator else None
    if source is None or not source.is_file():
        raise Skipped("get the schema: curl -O https://www.rfc-editor.org/rfc/rfc4287.txt, then ATOM_RNC=rfc4287.txt; "
                      "or set FEEDVALIDATOR_SRC, as below")
    text = source.read_text(encoding="utf-8", errors="replace")
    if source.suffix == ".html":
        text = html.unescape(re.sub(r"<[^>]+>", "", text))
    schema = re.search(r"^ *# -\*- rnc -\*-$.*?^ *# EOF\b", text, re.MULTILINE | re.DOTALL)
    if schema is None:
        raise WrongSetting(f"there is no schema in {source}")
    page_breaks = re.compile(r"^(?:Nottingham & Sayre .*|RFC 4287 .*|\f)$", re.MULTILINE)
    (place / "atom.rnc").write_text(page_breaks.sub("", schema[0]) + "\n", encoding="utf-8")
    return place / "atom.rnc"


def run(tree: FeedTree, command: list[str], paths: list[str], batch: int) -> list[Finding]:
    """Runs a tool over all files, on all processors."""
    size = max(1, min(batch, -(-len(paths) // (os.cpu_count() or 1))))
    batches = [paths[start:start + size] for start in range(0, len(paths), size)]
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        return [finding for found in pool.map(lambda some: run_once(tree, command, some), batches) for finding in found]


def run_once(tree: FeedTree, command: list[str], paths: list[str]) -> list[Finding]:
    done = subprocess.run(
        command + paths, cwd=tree.root, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
        text=True, errors="replace", check=False)
    found = []
    for line in done.stdout.splitlines():
        if match := LINE.match(line):
            level = "error" if match["level"] in ("error", "fatal") else "warning"
            found.append(Finding(level, shown(tree, match["place"]), match["what"]))
    if done.returncode != 0 and not found:
        found.append(Finding("error", command[0], f"exits with {done.returncode}: {done.stdout.strip()[-500:]}"))
    return found


def shown(tree: FeedTree, place: str) -> str:
    """jing prints absolute paths, whatever it is given."""
    return place.replace(f"{tree.root.resolve()}/", "")
