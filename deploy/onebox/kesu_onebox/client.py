"""A small client of the REST interfaces: what the demo and the acceptance test act through."""

from __future__ import annotations

import json
import secrets
import time
from collections.abc import Callable, Mapping
from typing import Any, TypeVar

import urllib3

T = TypeVar("T")
PATIENCE_SECONDS = 180.0
"""How long a step of another department is waited for: even a busy machine has restarted a killed process by then."""
POLL_SECONDS = 0.1
NOT_NOW = frozenset({502, 503, 504})
"""Answers that say nothing about the request but that it may be sent again."""


class Refused(RuntimeError):
    """A service refused a request; the message is the problem document's, `code` the last word of its type."""

    def __init__(self, status: int, text: str, code: str = "") -> None:
        super().__init__(f"{status}: {text}")
        self.status = status
        self.code = code


class NotYet(TimeoutError):
    """Something that the services were to do by themselves has not happened in time."""


class Client:
    """One person's or program's way to the services. `bases` maps each service to its base address, prefix included.

    Every change carries an idempotency key: when nobody answers, or a crash cuts the answer off, the very same request is sent again
    for `patience` seconds, and has its effect once.
    """

    def __init__(self, bases: Mapping[str, str], token: str | None = None, *, patience: float = 0.0) -> None:
        self.bases = bases
        self.token = token
        self.patience = patience
        self.http = urllib3.PoolManager(
            timeout=urllib3.Timeout(30.0), retries=urllib3.Retry(connect=3, read=0, redirect=3, backoff_factor=0.2)
        )

    def sign_in(self, login: str, password: str) -> Client:
        """A client that acts as this person."""
        body = json.dumps({"login": login, "password": password}).encode()
        answer = self._send("POST", "desk", "sessions", body, {"Content-Type": "application/json"})
        return Client(self.bases, answer["token"], patience=self.patience)

    def get(self, service: str, path: str) -> Any:
        """Read `/api/v1/<path>`. Raises `Refused`."""
        return self._send("GET", service, path, None, {})

    def find(self, service: str, path: str) -> Any:
        """Read `/api/v1/<path>`; `None` when there is no such thing (yet). Raises `Refused`."""
        try:
            return self.get(service, path)
        except Refused as refusal:
            if refusal.status != 404:
                raise
            return None

    def first(self, service: str, path: str) -> Any:
        """The first of a list; `None` when it is empty. Raises `Refused`."""
        found = self.get(service, path)
        return found[0] if found else None

    def post(self, service: str, path: str, body: Any = None, **headers: str) -> Any:
        """Send JSON to `/api/v1/<path>`. Raises `Refused`."""
        sent = {"Content-Type": "application/json", "Idempotency-Key": secrets.token_urlsafe(16), **headers}
        return self._send("POST", service, path, json.dumps(body or {}).encode(), sent)

    def done(self, service: str, path: str, body: Any = None) -> bool:
        """Carry it out; `False` while something has to happen first (404, 409). Raises `Refused`."""
        try:
            self.post(service, path, body)
        except Refused as refusal:
            if refusal.status not in {404, 409}:
                raise
            return False
        return True

    def upload(self, service: str, path: str, name: str, content: bytes) -> Any:
        """Send a file to `/api/v1/<path>`. Raises `Refused`."""
        body, content_type = urllib3.encode_multipart_formdata({"file": (name, content)})
        sent = {"Content-Type": content_type, "Idempotency-Key": secrets.token_urlsafe(16)}
        return self._send("POST", service, path, body, sent)

    def _send(self, method: str, service: str, path: str, body: bytes | None, headers: Mapping[str, str]) -> Any:
        deadline = time.monotonic() + self.patience
        while True:
            try:
                return self._send_once(method, service, path, body, headers)
            except (urllib3.exceptions.HTTPError, Refused) as error:
                again = not isinstance(error, Refused) or error.status in NOT_NOW or error.code == "in-progress"
                if not again or time.monotonic() > deadline:
                    raise
            time.sleep(POLL_SECONDS)

    def _send_once(self, method: str, service: str, path: str, body: bytes | None, headers: Mapping[str, str]) -> Any:
        sent = {"Accept": "application/json", **headers}
        if self.token:
            sent["Authorization"] = f"Bearer {self.token}"
        answer = self.http.request(method, f"{self.bases[service]}/api/v1/{path}", body=body, headers=sent)
        text = answer.data.decode()
        if answer.status >= 400:
            words, code = _words(text)
            raise Refused(answer.status, f"{method} {service}/{path}: {words}", code)
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


def _words(text: str) -> tuple[str, str]:
    """What a refusal says, and its code: the last word of the problem's type."""
    try:
        problem = json.loads(text)
        fields = "; ".join(f"{one['pointer']} {one['detail']}" for one in problem.get("errors", ()))
        return f"{problem.get('detail')} {fields}".strip(), str(problem.get("type", "")).rpartition("/")[2]
    except (ValueError, KeyError, AttributeError):
        return text[:300], ""
