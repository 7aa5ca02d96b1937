"""feedgen, nginx and Caddy on the loopback, each for as long as its context lasts."""

from __future__ import annotations

import contextlib
import http.client
import os
import socket
import subprocess
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

DEPLOY = Path(__file__).resolve().parents[2] / "deploy"
TOKEN = "a-token-of-this-test"
PATIENCE = 60.0

NGINX = """
daemon off; worker_processes 1; pid {0}/nginx.pid; error_log {0}/nginx.log; {1}
events {{}}
http {{
  access_log off; client_body_temp_path {0}/body; proxy_temp_path {0}/proxy; fastcgi_temp_path {0}/fastcgi;
  uwsgi_temp_path {0}/uwsgi; scgi_temp_path {0}/scgi;
  include {0}/site.conf;
}}
"""


class ServerError(Exception):
    pass


class Response(NamedTuple):
    status: int
    fields: dict[str, str]  # names in lower case; fields of one name joined by a comma
    body: bytes


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def wait_until(what: str, is_so: Callable[[], bool]) -> None:
    end = time.monotonic() + PATIENCE
    while not is_so():
        if time.monotonic() > end:
            raise ServerError(f"{what}: not so after {PATIENCE:.0f} s")
        time.sleep(0.02)


def is_listening(port: int) -> bool:
    with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), 1):
        return True
    return False


def ask(port: int, target: str, method: str = "GET", client: str = "127.0.0.1", **fields: str) -> Response:
    """Asks from a loopback address, with no fields but Host and those that are given, `_` for `-` in their names."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=PATIENCE, source_address=(client, 0))
    try:
        connection.putrequest(method, target, skip_accept_encoding=True)
        for name, value in fields.items():
            connection.putheader(name.replace("_", "-"), value)
        connection.endheaders()
        response = connection.getresponse()
        joined: dict[str, str] = {}
        for name, value in response.getheaders():
            joined[name.lower()] = f"{joined[name.lower()]}, {value}" if name.lower() in joined else value
        return Response(response.status, joined, response.read())
    finally:
        connection.close()


def adapted(name: str, changes: dict[str, str]) -> str:
    """A file of deploy/ with other ports and directories; all else is as it is shipped."""
    text = (DEPLOY / name).read_text(encoding="utf-8")
    for old, new in changes.items():
        if old not in text:
            raise ServerError(f"deploy/{name} does not hold {old!r}, which this test replaces")
        text = text.replace(old, new)
    return text


class Process:
    """A server that is ended when the context is left, and whose messages are told when it does not come up."""

    name = "server"

    def __init__(self, place: Path) -> None:
        self.place = place
        self.port = free_port()
        self.process: subprocess.Popen[bytes] | None = None
        place.mkdir(parents=True, exist_ok=True)

    def command(self) -> list[str]:
        raise NotImplementedError

    def __enter__(self) -> Any:
        self.start()
        return self

    def __exit__(self, *_: Any) -> None:
        self.stop()

    def start(self) -> None:
        environment = {**os.environ, "HOME": str(self.place), "FEEDGEN_TOKEN": TOKEN}
        for name in ("SOURCE_DATE_EPOCH", "XDG_DATA_HOME", "XDG_CONFIG_HOME"):
            environment.pop(name, None)
        self.log = self.place / f"{self.name}.log"
        with self.log.open("wb") as log:
            self.process = subprocess.Popen(
                self.command(), cwd=self.place, env=environment, stdin=subprocess.DEVNULL, stdout=log, stderr=log)
        process = self.process
        try:
            wait_until(f"{self.name} listens", lambda: process.poll() is not None or self.is_ready())
        except BaseException:
            self.stop()
            raise
        if process.poll() is not None:
            raise ServerError(f"{self.name} exits with {process.returncode}:\n{self.log.read_text(errors='replace')}")

    def is_ready(self) -> bool:
        return is_listening(self.port)

    def stop(self) -> None:
        if self.process is not None:
            self.process.terminate()
            self.process.wait()
            self.process = None


class Feedgen(Process):
    """`feedgen --watch --serve` upon `config.json` in its place."""

    name = "feedgen"

    def __init__(self, place: Path, binary: Path) -> None:
        super().__init__(place)
        self.binary = binary

    def command(self) -> list[str]:
        return [str(self.binary), "--watch", "--serve", "--interval", "0.1", "--port", str(self.port)]

    def is_ready(self) -> bool:
        return is_listening(self.port) and ask(self.port, "/healthz").status == 200


class Nginx(Process):
    """nginx with a site of deploy/."""

    name = "nginx"

    def __init__(self, place: Path, site: str, changes: dict[str, str]) -> None:
        super().__init__(place)
        listen = {"listen 80;": f"listen 127.0.0.1:{self.port};", "    listen [::]:80;\n": ""}
        (place / "site.conf").write_text(adapted(site, {**listen, **changes}), encoding="utf-8")
        # Workers that may not read what the test has written would be another user's.
        user = "user root;" if os.geteuid() == 0 else ""
        (place / "nginx.conf").write_text(NGINX.format(place, user), encoding="utf-8")

    def command(self) -> list[str]:
        return ["nginx", "-p", str(self.place), "-e", str(self.place / "nginx.log"), "-c", str(self.place / "nginx.conf")]


class Caddy(Process):
    """Caddy with a site of deploy/, without TLS."""

    name = "caddy"

    def __init__(self, place: Path, site: str, changes: dict[str, str]) -> None:
        super().__init__(place)
        text = adapted(site, {"\nfeeds.example.org {": f"\nhttp://127.0.0.1:{self.port} {{", **changes})
        options = "{\n\tadmin off\n\tauto_https off\n}\n"
        (place / "Caddyfile").write_text(options + text, encoding="utf-8")

    def command(self) -> list[str]:
        return ["caddy", "run", "--config", str(self.place / "Caddyfile"), "--adapter", "caddyfile"]
