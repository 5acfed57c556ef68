"""The load: keep-alive connections that send prepared requests, as fast as they are answered or at a given rate."""

from __future__ import annotations

import json
import socket
import threading
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any

from kesu_common.servers.processes import LOOPBACK

Make = Callable[[], bytes]
"""Gives the next request."""


def post(path: str, body: Any, **headers: str) -> bytes:
    """A POST of JSON, ready to be sent."""
    content = json.dumps(body, ensure_ascii=False).encode()
    given: Mapping[str, str] = {"Host": LOOPBACK, "Content-Type": "application/json", "Content-Length": str(len(content)), **headers}
    head = "".join(f"{name}: {value}\r\n" for name, value in given.items())
    return f"POST {path} HTTP/1.1\r\n{head}\r\n".encode() + content


class Line:
    """One keep-alive connection."""

    def __init__(self, port: int) -> None:
        self._socket = socket.create_connection((LOOPBACK, port), timeout=30)
        self._socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self._answers = self._socket.makefile("rb")

    def send(self, request: bytes) -> bytes:
        """The body of the answer. Raises `RuntimeError` for a status of 300 or more."""
        self._socket.sendall(request)
        status = int(self._answers.readline().split()[1])
        length = 0
        while (line := self._answers.readline()) not in {b"\r\n", b""}:
            name, _, value = line.partition(b":")
            if name.lower() == b"content-length":
                length = int(value)
        body = self._answers.read(length)
        if status >= 300:
            raise RuntimeError(f"{status}: {body.decode(errors='replace')[:300]}")
        return body

    def close(self) -> None:
        """Hang up."""
        self._answers.close()
        self._socket.close()


@dataclass(frozen=True)
class Driven:
    """What a load came to."""

    answers: Sequence[bytes]
    seconds: float

    @property
    def rate(self) -> float:
        """Answers per second."""
        return len(self.answers) / self.seconds


def drive(ports: Sequence[int], make: Make, *, each: int, seconds: float = 1e9, count: int = 10**9) -> Driven:
    """Send as fast as answers come, over `each` connections to every port, for so long or so many requests."""
    left = iter(range(count))
    answers: list[bytes] = []
    began = time.perf_counter()

    def work(port: int) -> None:
        line = Line(port)
        while time.perf_counter() - began < seconds and next(left, None) is not None:
            answers.append(line.send(make()))
        line.close()

    with ThreadPoolExecutor(len(ports) * each) as pool:
        for done in [pool.submit(work, port) for port in ports for _ in range(each)]:
            done.result()
    return Driven(answers, time.perf_counter() - began)


def pace(rate: float, requests: Sequence[Callable[[Any], object]], begin: Callable[[], Any], *, lanes: int = 8) -> list[float]:
    """Call `requests` at `rate` a second whether or not earlier ones have ended (`lanes` at a time at most).

    `begin` makes what each lane works with. Returns when each was due, in `time.perf_counter` seconds: waiting for a free lane counts.
    """
    start = time.perf_counter() + 0.2
    due = [start + index / rate for index in range(len(requests))]
    waiting = _shared(zip(due, requests, strict=True))

    def work() -> None:
        tool = begin()
        for at, request in waiting:
            time.sleep(max(0.0, at - time.perf_counter()))
            request(tool)

    with ThreadPoolExecutor(lanes) as pool:
        for done in [pool.submit(work) for _ in range(lanes)]:
            done.result()
    return due


def _shared(items: Iterator[Any]) -> Iterator[Any]:
    """An iterator that several threads may take from; each gets its own view of the one."""
    lock = threading.Lock()

    class Shared:
        def __iter__(self) -> Shared:
            return self

        def __next__(self) -> Any:
            with lock:
                return next(items)

    return Shared()
