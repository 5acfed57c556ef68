"""Keys of devices and programs."""

from __future__ import annotations

import pytest

from kesu_common.people import keys


def test_a_new_key_is_taken_apart_and_fits_its_digest() -> None:
    made = keys.new_key("device")
    parts = keys.split(made.text)
    assert parts is not None
    assert parts[0] == made.prefix
    assert keys.fits(parts[1], made.digest)
    assert parts[1] not in made.digest


def test_another_secret_does_not_fit() -> None:
    made, other = keys.new_key("api"), keys.new_key("api")
    assert not keys.fits(other.text.split(".")[1], made.digest)


def test_a_secret_has_at_least_160_bits() -> None:
    assert len(keys.new_key("api").text.split(".")[1]) * 6 >= 160


@pytest.mark.parametrize("text", ["", "ka_abcdefghjk", "ka_abcdefghjk.short", "a.b.c", "xx_abcdefghjk." + "x" * 32])
def test_what_is_no_key_is_not_taken_for_one(text: str) -> None:
    assert keys.split(text) is None
