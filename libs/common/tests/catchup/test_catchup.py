"""Catch-up reads a peer's journal over HTTP into the inbox, whatever the bus lost, and takes a silent peer calmly."""

from __future__ import annotations

import json
import logging
import threading
from collections.abc import Iterator
from datetime import datetime, timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from messaging_rig import TYPE, Listener
from sqlalchemy import select

from kesu_common.catchup.model import CatchUpCursor
from kesu_common.catchup.reader import CatchUp, PeerSilent
from kesu_common.database import Database
from kesu_common.people.tokens import read_service_token


class Peer:
    """A peer's journal over HTTP; `facts` are envelopes in the order of their sequence."""

    def __init__(self) -> None:
        self.facts: list[dict[str, Any]] = []
        self.asked: list[dict[str, str]] = []
        self.tokens: list[str] = []
        self.answer: bytes | None = None
        outer = self

        class Answers(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                asked = {name: values[0] for name, values in parse_qs(urlsplit(self.path).query).items()}
                outer.asked.append(asked)
                outer.tokens.append(self.headers["Authorization"].removeprefix("Bearer "))
                types = asked.get("types", "").split(",")
                fitting = [f for f in outer.facts if f["sequence"] > int(asked["after"]) and ("types" not in asked or f["type"] in types)]
                page = fitting[: int(asked["limit"])]
                after = page[-1]["sequence"] if len(page) == int(asked["limit"]) else outer.facts[-1]["sequence"] if outer.facts else 0
                body = outer.answer or json.dumps({"facts": page, "after": after}).encode()
                self.send_response(200)
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, format: str, *args: object) -> None:
                pass

        self.server = HTTPServer(("127.0.0.1", 0), Answers)
        self.url = f"http://127.0.0.1:{self.server.server_address[1]}"
        threading.Thread(target=self.server.serve_forever, daemon=True).start()


@pytest.fixture
def peer() -> Iterator[Peer]:
    made = Peer()
    yield made
    made.server.shutdown()
    made.server.server_close()


@pytest.fixture
def listener(common_database: Database, tmp_path: Path, peer: Peer) -> Listener:
    made = Listener(common_database, tmp_path, peers={"quality": peer.url})
    peer.facts = [json.loads(made.body(str(number), subject=f"NT-{number}", sequence=number)) for number in range(1, 1203)]
    return made


@pytest.fixture
def catch_up(listener: Listener) -> CatchUp:
    return CatchUp(listener.runtime, threading.Event(), peers=["quality"])


def test_reads_the_whole_journal_page_by_page_and_later_only_what_is_new(listener: Listener, catch_up: CatchUp, peer: Peer) -> None:
    assert catch_up.read_peer("quality") == 1202
    listener.handle()
    assert sorted(map(int, listener.heard)) == list(range(1, 1203))
    peer.facts.append(json.loads(listener.body("new", sequence=1300)))
    peer.asked.clear()
    assert catch_up.read_peer("quality") == 1
    assert [asked["after"] for asked in peer.asked] == ["1202"]
    assert catch_up.arrived.is_set()
    assert read_service_token(listener.runtime.settings, peer.tokens[-1]).kind == "service"


def test_what_the_bus_brought_is_not_stored_again(listener: Listener, catch_up: CatchUp, peer: Peer) -> None:
    listener.deliver(*(json.dumps(fact).encode() for fact in peer.facts[:1000]))
    assert catch_up.read_peer("quality") == 202


def test_only_old_facts_that_were_missing_count_as_recovered(listener: Listener, catch_up: CatchUp, peer: Peer) -> None:
    def recovered() -> float:
        return float(listener.runtime.metrics.catchup_recovered.labels("quality")._value.get())

    catch_up.read_peer("quality")
    assert recovered() == 0, "the first reading is history"
    fresh, lost = (json.loads(listener.body(word, sequence=number)) for word, number in (("fresh", 2001), ("lost", 2002)))
    lost["time"] = (datetime.fromisoformat(lost["time"]) - timedelta(minutes=1)).isoformat()
    peer.facts += [fresh, lost]
    assert catch_up.read_peer("quality") == 2
    assert recovered() == 1


def test_a_new_type_is_read_from_the_start_without_asking_for_the_known_ones_again(
    listener: Listener, catch_up: CatchUp, peer: Peer
) -> None:
    catch_up.read_peer("quality")
    reactions = dict(listener.runtime.service.reactions)
    object.__setattr__(listener.runtime.service, "reactions", {**reactions, "kesu.note.burnt.v1": reactions[TYPE]})
    peer.facts.insert(0, json.loads(listener.body("burnt", sequence=0, type="kesu.note.burnt.v1")) | {"sequence": 1})
    peer.asked.clear()
    assert CatchUp(listener.runtime, threading.Event(), peers=["quality"]).read_peer("quality") == 1
    assert [(asked["after"], asked["types"] == "kesu.note.burnt.v1") for asked in peer.asked] == [("0", True), ("1202", False)]
    with listener.runtime.database.transaction() as session:
        assert set(session.scalars(select(CatchUpCursor.sequence))) == {1202}


@pytest.mark.parametrize("answer", [b"<html>", b"[]", b"{}"])
def test_an_answer_that_is_no_journal_is_a_silent_peer(catch_up: CatchUp, peer: Peer, answer: bytes) -> None:
    peer.answer = answer
    with pytest.raises(PeerSilent):
        catch_up.read_peer("quality")


def test_a_peer_that_is_down_is_warned_of_once_and_read_when_it_is_back(
    common_database: Database, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    listener = Listener(common_database, tmp_path, peers={"quality": "http://127.0.0.1:9"}, catchup_seconds=0.05)
    catch_up, stop = CatchUp(listener.runtime, threading.Event(), peers=["quality"]), threading.Event()
    with caplog.at_level(logging.INFO):
        for _ in range(3):
            assert catch_up._visit("quality") <= 0.05
        peer = Peer()
        object.__setattr__(listener.runtime.settings, "peers", {"quality": peer.url})
        peer.facts = [json.loads(listener.body("1"))]
        thread = threading.Thread(target=catch_up.run, args=(stop,))
        thread.start()
        assert catch_up.arrived.wait(10)
        stop.set()
        thread.join()
    assert [record.levelname for record in caplog.records if "quality" in record.message][:2] == ["WARNING", "INFO"]
