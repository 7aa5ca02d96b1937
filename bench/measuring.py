"""What the benchmarks share: runs of programs with their time and memory, a directory to work in, and the records of raw figures."""

from __future__ import annotations

import datetime
import json
import os
import platform
import re
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict, dataclass, is_dataclass
from pathlib import Path
from statistics import median
from typing import Any, NoReturn

HERE = Path(__file__).resolve().parent
RECORDS = HERE / "runs"


@dataclass(frozen=True)
class Run:
    """A run of a program: its time, its CPU time in all threads, its peak memory, and its output."""

    seconds: float
    cpu_seconds: float
    peak_megabytes: float
    printed: str


def fail(message: str) -> NoReturn:
    sys.exit(f"bench: {message}")


def say(message: str) -> None:
    print(message, file=sys.stderr, flush=True)


def measured(command: list[str], directory: Path, environment: Mapping[str, str] | None = None) -> Run:
    """Runs a command to its end; wait4 returns the peak memory of this one child alone."""
    start = time.perf_counter()
    with subprocess.Popen(
        command, cwd=directory, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, text=True,
        env={**os.environ, **environment} if environment else None,
    ) as child:
        try:
            printed = child.stdout.read() if child.stdout else ""
            _, status, usage = os.wait4(child.pid, 0)
            child.returncode = os.waitstatus_to_exitcode(status)
        except BaseException:
            child.kill()
            raise
    seconds = time.perf_counter() - start
    if child.returncode != 0:
        fail(f"exit status {child.returncode}: {' '.join(command)}")
    unit = 1 if sys.platform == "darwin" else 1024
    return Run(seconds, usage.ru_utime + usage.ru_stime, usage.ru_maxrss * unit / 1e6, printed)


def number(pattern: str, run: Run) -> float:
    """The number in the output of a run that a pattern captures."""
    found = re.search(pattern, run.printed)
    if not found:
        fail(f"no {pattern} in: {run.printed}")
    return float(found[1])


def positive(text: str) -> int:
    """A number from 1 on, as an argument of a command."""
    value = int(text)
    if value < 1:
        raise ValueError(text)
    return value


def natural(text: str) -> int:
    """A number from 0 on, as an argument of a command."""
    value = int(text)
    if value < 0:
        raise ValueError(text)
    return value


def compiled_floor(directory: Path) -> Path:
    compiler = next(filter(None, map(shutil.which, ["cc", "clang", "gcc"])), None)
    if not compiler:
        fail("no C compiler: one of cc, clang, gcc must be on the PATH")
    program = directory / "floor"
    subprocess.run([compiler, "-O2", "-pthread", str(HERE / "floor.c"), "-o", str(program)], check=True)
    return program


def files(directory: Path) -> Iterator[os.DirEntry[str]]:
    """All files below a directory."""
    with os.scandir(directory) as entries:
        for entry in entries:
            if entry.is_dir(follow_symlinks=False):
                yield from files(Path(entry.path))
            else:
                yield entry


def warm_up(content: Path) -> tuple[int, int]:
    """Reads every file once, so that no round waits for the disk; returns their number, and their bytes."""
    count = size = 0
    for entry in files(content):
        count += 1
        size += len(Path(entry.path).read_bytes())
    return count, size


@contextmanager
def work_directory() -> Iterator[Path]:
    """A new directory in BENCH_DIR, or in the directory for temporary files; it is removed at the end."""
    parent = os.environ.get("BENCH_DIR")
    made = bool(parent) and not os.path.exists(str(parent))
    if parent and made:
        os.makedirs(parent)
    try:
        with tempfile.TemporaryDirectory(prefix="feedgen-bench-", dir=parent) as directory:
            yield Path(directory).resolve()
    finally:
        if parent and made:
            os.rmdir(parent)


def processor() -> str:
    """The name of the processor's model."""
    if platform.system() == "Linux":
        found = re.search(r"^model name\s*:\s*(.+)$", Path("/proc/cpuinfo").read_text(), re.MULTILINE)
        if found:
            return found[1]
    return platform.processor() or platform.machine()


def machine(directory: Path | None = None) -> dict[str, Any]:
    """The machine, and the file system of a directory."""
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count()
    facts = {"processor": processor(), "cores": cores, "architecture": platform.machine(),
             "system": f"{platform.system()} {platform.release()}"}
    if directory and platform.system() == "Linux":
        kind = subprocess.run(["stat", "-f", "-c", "%T", str(directory)], capture_output=True, text=True, check=False)
        facts["file system"] = kind.stdout.strip() or "unknown"
    return facts


def commit() -> str:
    """The commit of this project, with `+` when files differ from it; empty outside a repository."""
    git = ["git", "-C", str(HERE)]
    head = subprocess.run([*git, "rev-parse", "--short=12", "HEAD"], capture_output=True, text=True, check=False)
    if head.returncode != 0:
        return ""
    changed = subprocess.run([*git, "status", "--porcelain", "--untracked-files=no"], capture_output=True, text=True,
                             check=False).stdout
    return head.stdout.strip() + ("+" if changed.strip() else "")


def plain(value: Any) -> Any:
    """A value for JSON. The output of programs is left out."""
    if is_dataclass(value) and not isinstance(value, type):
        return {key: plain(getattr(value, key)) for key in asdict(value) if key != "printed"}
    if isinstance(value, dict):
        return {key: plain(item) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [plain(item) for item in value]
    return round(value, 4) if isinstance(value, float) else value


def keep(name: str, work: Path, figures: dict[str, Any]) -> Path:
    """Writes raw figures to bench/runs/DATE-MACHINE/NAME-TIME.json, with the machine and the commit."""
    now = datetime.datetime.now(datetime.timezone.utc)
    facts = machine(work)
    slug = re.sub(r"[^a-z0-9]+", "-", facts["processor"].lower()).strip("-")
    directory = RECORDS / f"{now:%Y-%m-%d}-{slug}-{facts['cores']}-cores"
    directory.mkdir(parents=True, exist_ok=True)
    path = directory / f"{name}-{now:%H%M%S}.json"
    record = {"time": f"{now:%Y-%m-%dT%H:%M:%SZ}", "commit": commit(), "machine": facts, **plain(figures)}
    path.write_text(json.dumps(record, indent=1, ensure_ascii=False) + "\n")
    say(f"bench: the raw figures are in {path.relative_to(HERE.parent)}")
    return path


def print_table(rows: list[tuple[str, str, list[float]]]) -> None:
    """Prints the median, the lowest and the highest value of each row, which has a label, a format and values."""
    width = max(len(label) for label, _, _ in rows)
    print(f"{'':{width}}  {'median':>8}  {'lowest':>8}  {'highest':>8}")
    for label, form, values in rows:
        cells = (form.format(value) for value in (median(values), min(values), max(values)))
        print(f"{label:{width}}  " + "  ".join(f"{cell:>8}" for cell in cells))
    print(flush=True)


def describe(facts: dict[str, Any]) -> str:
    """The line about a machine in a report."""
    line = f"{facts['cores']} cores ({facts['processor']}), {facts['system']} {facts['architecture']}"
    return line + (f", output on {facts['file system']}" if "file system" in facts else "")
