"""A small client of the REST interfaces: what the demo and the acceptance test act through."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Mapping
from typing import Any, TypeVar

import urllib3

T = TypeVar("T")
PATIENCE_SECONDS = 60.0
"""How long a step of another department is waited for."""
POLL_SECONDS = 0.1


class Refused(RuntimeError):
    """A service refused a request; the message is the problem document's."""

    def __init__(self, status: int, text: str) -> None:
        super().__init__(f"{status}: {text}")
        self.status = status


class NotYet(TimeoutError):
    """Something that the services were to do by themselves has not happened in time."""


class Client:
    """One person's or program's way to the services. `bases` maps each service to its base address, prefix included."""

    def __init__(self, bases: Mapping[str, str], token: str | None = None) -> None:
        self.bases = bases
        self.token = token
        self.http = urllib3.PoolManager(
            timeout=urllib3.Timeout(30.0), retries=urllib3.Retry(connect=3, read=0, redirect=3, backoff_factor=0.2)
        )

    def sign_in(self, login: str, password: str) -> Client:
        """A client that acts as this person."""
        answer = self.post("desk", "sessions", {"login": login, "password": password})
        return Client(self.bases, answer["token"])

    def get(self, service: str, path: str) -> Any:
        """Read `/api/v1/<path>`. Raises `Refused`."""
        return self._send("GET", service, path, None, {})

    def post(self, service: str, path: str, body: Any = None, **headers: str) -> Any:
        """Send JSON to `/api/v1/<path>`. Raises `Refused`."""
        return self._send("POST", service, path, json.dumps(body or {}).encode(), {"Content-Type": "application/json", **headers})

    def upload(self, service: str, path: str, name: str, content: bytes) -> Any:
        """Send a file to `/api/v1/<path>`. Raises `Refused`."""
        body, content_type = urllib3.encode_multipart_formdata({"file": (name, content)})
        return self._send("POST", service, path, body, {"Content-Type": content_type})

    def fetch(self, url: str) -> str:
        """Read a whole page by its address, as anybody could."""
        answer = self.http.request("GET", url)
        text = answer.data.decode()
        if answer.status >= 400:
            raise Refused(answer.status, text[:500])
        return text

    def _send(self, method: str, service: str, path: str, body: bytes | None, headers: Mapping[str, str]) -> Any:
        sent = {"Accept": "application/json", **headers}
        if self.token:
            sent["Authorization"] = f"Bearer {self.token}"
        answer = self.http.request(method, f"{self.bases[service]}/api/v1/{path}", body=body, headers=sent)
        text = answer.data.decode()
        if answer.status >= 400:
            raise Refused(answer.status, f"{method} {service}/{path}: {_words(text)}")
        return json.loads(text) if text else None


def wait_for(what: str, look: Callable[[], T | None], seconds: float = PATIENCE_SECONDS) -> T:
    """The first result of `look` that is not empty. Raises `NotYet` naming `what` after `seconds`."""
    deadline = time.monotonic() + seconds
    while True:
        found = look()
        if found:
            return found
        if time.monotonic() > deadline:
            raise NotYet(f"{what}: not within {seconds:.0f} s")
        time.sleep(POLL_SECONDS)


def _words(text: str) -> str:
    try:
        problem = json.loads(text)
        fields = "; ".join(f"{one['pointer']} {one['detail']}" for one in problem.get("errors", ()))
        return f"{problem.get('detail')} {fields}".strip()
    except (ValueError, KeyError, AttributeError):
        return text[:300]
