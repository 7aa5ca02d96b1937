"""The W3C's feed validator, run over many feeds on all processors, without the network.

`validate` starts this file again, as a program, under a python that has what the validator needs.
"""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
from multiprocessing import Pool
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING or __name__ != "__main__":
    from .tree import FeedTree, Finding, Outcome, Skipped, WrongSetting

NEEDED = "html5lib, lxml, rdflib, feedvalidator"
MEDIA_TYPES = {
    ".atom": "application/atom+xml; charset=utf-8",
    ".rss": "application/rss+xml; charset=utf-8",
    ".opml": "text/x-opml; charset=utf-8",
}
# Events of one day have one time. An archive document that is alone has no neighbour to lead to (RFC 5005, section 4); the
# check of archives sees to it that all others have theirs.
IGNORED = {"DuplicateUpdated", "ArchiveIncomplete"}


def validate(tree: FeedTree) -> Outcome:
    source = os.environ.get("FEEDVALIDATOR_SRC")
    if source is None:
        raise Skipped(
            "git clone https://github.com/w3c/feedvalidator, then set FEEDVALIDATOR_SRC to its src directory")
    if not (Path(source) / "feedvalidator").is_dir():
        raise WrongSetting(f"FEEDVALIDATOR_SRC names {source}, which is not the src directory of the W3C's feedvalidator")
    python = os.environ.get("FEEDVALIDATOR_PYTHON", sys.executable)
    environment = {**os.environ, "PYTHONPATH": source}
    probe = subprocess.run(
        [python, "-B", "-c", f"import {NEEDED}"], env=environment, stderr=subprocess.PIPE, text=True, check=False)
    if probe.returncode != 0:
        raise Skipped(f"{probe.stderr.strip().splitlines()[-1]}; in a venv, pip install html5lib lxml rdflib, "
                      "then set FEEDVALIDATOR_PYTHON to its python")
    # The largest first, so that no processor is left alone with one at the end.
    paths = sorted(set(tree.with_suffix(*MEDIA_TYPES)) - tree.copies, key=lambda path: -tree.file(path).stat().st_size)
    work = "".join(json.dumps([str(tree.file(path)), path, tree.url(path)]) + "\n" for path in paths)
    done = subprocess.run(
        [python, "-B", __file__], env=environment, input=work, stdout=subprocess.PIPE, text=True, check=False)
    *found, last = [json.loads(line) for line in done.stdout.splitlines()] or [None]
    if done.returncode != 0 or last != {"validated": len(paths)}:
        return Outcome(0, [Finding("error", "W3C feed validator", "did not get to the end")])
    return Outcome(len(paths), sorted((Finding(*one) for one in found), key=lambda finding: finding.place))


# From here on in a process of its own


def findings(item: list[str]) -> list[list[str]]:
    import feedvalidator  # type: ignore[import-not-found]
    from feedvalidator import logging as events
    from feedvalidator import mediaTypes, xmlEncoding
    from feedvalidator.formatter.text_plain import Formatter  # type: ignore[import-not-found]

    file, path, url = item
    data = Path(file).read_bytes()
    if len(data) > feedvalidator.MAXDATALENGTH:
        return [["error", path, f"the validator takes no more than {feedvalidator.MAXDATALENGTH} bytes"]]
    logged: list[Any] = []
    media_type, charset = mediaTypes.checkValid(MEDIA_TYPES[Path(file).suffix], logged)
    mediaTypes.contentSniffing(media_type, data, logged)
    encoding, text = xmlEncoding.decode(media_type, charset, data, logged, fallback="utf-8")
    recognized = None
    if text is not None:
        validator = feedvalidator._validate(
            text.replace("\r\n", "\n").replace("\r", "\n"), 0, logged, url, encoding, [url], mediaType=media_type)
        recognized = validator.feedType
        if recognized:
            mediaTypes.checkAgainstFeedType(media_type, recognized, validator.loggedEvents)
        logged = validator.loggedEvents
    formatter = Formatter(logged)
    found = []
    for event in logged:
        level = "error" if isinstance(event, events.Error) else "warning"
        kind = type(event).__name__
        if kind not in IGNORED and isinstance(event, (events.Error, events.Warning)):
            value = event.params.get("value")
            message = f"{kind}: {formatter.getMessage(event)}" + (f" ({str(value)[:80]})" if value else "")
            found.append([level, f"{path}:{event.params.get('line', 0)}", " ".join(message.split())])
    if not recognized and not found:
        found.append(["error", path, "the validator does not know it for a feed"])
    return found


def forbid_network() -> None:
    def refuse(*_: Any, **__: Any) -> Any:
        raise OSError("there is no network for the validator")

    socket.getaddrinfo = socket.gethostbyname = socket.create_connection = refuse
    socket.socket.connect = refuse  # type: ignore[method-assign]


def main() -> int:
    import logging

    logging.disable(logging.CRITICAL)
    os.environ["LANGUAGE"] = "en"
    work = [json.loads(line) for line in sys.stdin]
    with Pool(initializer=forbid_network) as pool:
        for found in pool.imap_unordered(findings, work, chunksize=4):
            for finding in found:
                print(json.dumps(finding))
    print(json.dumps({"validated": len(work)}))
    return 0


if __name__ == "__main__":
    sys.exit(main())
