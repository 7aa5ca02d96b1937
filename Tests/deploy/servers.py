"""feedgen, nginx, Caddy and Prometheus on the loopback, each for as long as its context lasts."""

from __future__ import annotations

import contextlib
import http.client
import json
import math
import os
import socket
import subprocess
import time
import urllib.parse
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


# A port of the loopback, or the path of a Unix socket.
Address = int | Path


class UnixConnection(http.client.HTTPConnection):
    def __init__(self, path: Path) -> None:
        super().__init__("localhost", timeout=PATIENCE)
        self.path = path

    def connect(self) -> None:
        self.sock = socket.socket(socket.AF_UNIX)
        self.sock.settimeout(self.timeout)
        self.sock.connect(str(self.path))


def is_listening(address: Address) -> bool:
    with contextlib.suppress(OSError):
        if isinstance(address, Path):
            with socket.socket(socket.AF_UNIX) as probe:
                probe.connect(str(address))
                return True
        with socket.create_connection(("127.0.0.1", address), 1):
            return True
    return False


def ask(address: Address, target: str, method: str = "GET", client: str = "127.0.0.1", **fields: str) -> Response:
    """Asks from a loopback address, with no fields but Host and those that are given, `_` for `-` in their names."""
    connection = UnixConnection(address) if isinstance(address, Path) else http.client.HTTPConnection(
        "127.0.0.1", address, timeout=PATIENCE, source_address=(client, 0))
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
        self.port: Address = free_port()
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


class UnixFeedgen(Feedgen):
    """The same on the Unix socket that `config.json` names."""

    def __init__(self, place: Path, binary: Path) -> None:
        super().__init__(place, binary)
        self.port = place / json.loads((place / "config.json").read_text(encoding="utf-8"))["serve"]["socket"]

    def command(self) -> list[str]:
        return [str(self.binary), "--watch", "--serve", "--interval", "0.1"]


class ActivatedFeedgen(Feedgen):
    """The same, started at the first connection to one of two sockets, which it gets from systemd-socket-activate."""

    def __init__(self, place: Path, binary: Path) -> None:
        super().__init__(place, binary)
        self.socket = place / "activated.sock"

    def command(self) -> list[str]:
        return ["systemd-socket-activate", "-l", str(self.socket), "-l", f"127.0.0.1:{self.port}", *super().command()[:-2]]


class CrampedFeedgen(UnixFeedgen):
    """The same with a file system of 16 KB, half of it in use, at the directory `small`, which is there for feedgen alone."""

    def command(self) -> list[str]:
        script = "mount -t tmpfs -o size=16k tmpfs small && head -c 8192 /dev/zero >small/filler && exec \"$@\""
        return ["unshare", "--mount", "--map-root-user", "sh", "-c", script, "sh", *super().command()]

    @property
    def small(self) -> Path:
        assert self.process is not None
        return Path(f"/proc/{self.process.pid}/root{self.place}/small")


class Prometheus(Process):
    """Prometheus, which reads the metrics of a server every second."""

    name = "prometheus"

    def __init__(self, place: Path, target: int) -> None:
        super().__init__(place)
        scrape = {"job_name": "feedgen", "static_configs": [{"targets": [f"127.0.0.1:{target}"]}]}
        config = {"global": {"scrape_interval": "1s", "scrape_timeout": "1s"}, "scrape_configs": [scrape]}
        # JSON is YAML.
        (place / "prometheus.yml").write_text(json.dumps(config), encoding="utf-8")

    def command(self) -> list[str]:
        return ["prometheus", f"--config.file={self.place}/prometheus.yml", f"--storage.tsdb.path={self.place}/data",
                f"--web.listen-address=127.0.0.1:{self.port}"]

    def is_ready(self) -> bool:
        return is_listening(self.port) and ask(self.port, "/-/ready").status == 200

    def query(self, expression: str) -> list[float]:
        """The values of an expression that are numbers."""
        response = ask(self.port, "/api/v1/query?" + urllib.parse.urlencode({"query": expression}))
        answer = json.loads(response.body)
        if answer["status"] != "success":
            raise ServerError(f"{expression}: {answer}")
        values = [float(result["value"][1]) for result in answer["data"]["result"]]
        return [value for value in values if not math.isnan(value)]


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
