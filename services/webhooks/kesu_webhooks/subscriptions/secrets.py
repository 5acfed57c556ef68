"""Signing secrets as the Standard Webhooks specification has them (`whsec_` + base64 of 24 bytes), and how they are kept."""

from __future__ import annotations

import base64
import hashlib
import hmac
import secrets

from joserfc import jwe
from joserfc.jwk import OctKey

PREFIX = "whsec_"
_HEADER = {"alg": "dir", "enc": "A256GCM"}
_ALGORITHMS = ["dir", "A256GCM"]


def new_secret() -> str:
    """A fresh secret to show once."""
    return PREFIX + base64.b64encode(secrets.token_bytes(24)).decode()


def sealed(secret: str, key: str) -> str:
    """The secret encrypted under the service's own key (AES-256-GCM), as it is kept: signing needs it back, so a hash would not do."""
    return jwe.encrypt_compact(_HEADER, secret.encode(), _derived(key), algorithms=_ALGORITHMS)


def opened(kept: str, key: str) -> str:
    """The secret again. Raises `joserfc.errors.JoseError` when it was kept under another key."""
    plaintext = jwe.decrypt_compact(kept, _derived(key), algorithms=_ALGORITHMS).plaintext
    return (plaintext or b"").decode()


def _derived(key: str) -> OctKey:
    return OctKey.import_key(hmac.digest(key.encode(), b"kesu:webhooks:secrets", hashlib.sha256))
