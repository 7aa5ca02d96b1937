"""Generates feeds from a copy of the repository's content and from a made-up site of posts, lets real readers load them over
HTTP, and compares what they list with what the content says; then edits, renames and adds events and posts, and sees that
readers take only the added ones for new, and that sfeed alone lists one again. Called by `run`, which sees to it that the
readers are there."""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from pathlib import Path

from event_trial import EventTrial
from post_trial import PostTrial
from readers import ReaderError
from trial import ROOT, Trial


def main() -> int:
    parser = argparse.ArgumentParser(prog="Tests/readers/run", description="Tries feedgen's feeds in real readers.")
    parser.add_argument(
        "--feedgen", type=Path, default=ROOT / ".build/debug/feedgen", help="the program (default: the debug build)")
    parser.add_argument(
        "--formats", default="atom,rss", help="the formats to try, divided by commas (default: atom,rss)")
    options = parser.parse_args()
    feedgen = options.feedgen.resolve()
    if not feedgen.is_file():
        parser.error(f"there is no {options.feedgen}; `swift build` makes it")
    started = time.monotonic()
    status = 0
    kinds: list[type[Trial]] = [EventTrial, PostTrial]
    for kind in kinds:
        with tempfile.TemporaryDirectory(prefix="feedgen-readers-") as place:
            try:
                trial = kind(feedgen, options.formats.split(","), Path(place))
                status |= trial.run()
            except (ReaderError, LookupError) as error:
                print(f"readers: {kind.name}: {error}", file=sys.stderr)
                return 1
        names = [reader.name for reader in getattr(trial, "readers", [])]
        print(f"readers: {len(getattr(trial, 'paths', []))} feeds of {trial.name} in {', '.join(names) or 'no reader'}: "
              f"{len(trial.failures)} failures, {time.monotonic() - started:.1f} s")
    return status


if __name__ == "__main__":
    sys.exit(main())
