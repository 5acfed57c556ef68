"""(a) POST /intake/api/v1/complaints, the full path, against a bare endpoint that inserts two rows in one transaction."""

from __future__ import annotations

import sys
import uuid
from dataclasses import dataclass

import psycopg

from bench.bare import TABLES
from bench.cpu import cpu_seconds
from bench.house import WEBS, House, Running
from bench.load import Line, Make, drive, post
from bench.report import Report
from kesu_common.servers.processes import free_port

CONNECTIONS = 4
"""Keep-alive connections to each web process."""

CUSTOMER = {"code": "BENCH", "name": "东莞密封件有限公司", "site": "SZ", "language": "zh", "tier": "A", "tier_reason": "测试"}
COMPLAINT = {
    "customer_code": "BENCH",
    "channel": "email",
    "text": "贵司上月交付的轴封在装机后渗油,共发现 12 件,随信附上照片。请尽快给出原因分析与处理意见,我们的产线正在等待。",
    "product": "SEAL-25",
    "lot": "L2026-1107",
    "quantity": "12",
    "claim": "exchange",
    "found_where": "客户装配线 3",
}


@dataclass(frozen=True)
class Cost:
    """What one round of one endpoint cost: requests a second, CPU milliseconds a request."""

    rate: float
    web: float
    database: float


def prepare(house: House) -> None:
    """The customer exists, and every web process has answered once."""
    for web, path, body in [(house.webs[0], "customers", CUSTOMER), *((web, "complaints", COMPLAINT) for web in house.webs)]:
        line = Line(web.port)
        line.send(house.post(path, body))
        line.close()


def complaint(house: House, *, keyed: bool = False) -> Make:
    """Requests that register a complaint; with an idempotency key of its own each when `keyed`."""
    plain = house.post("complaints", COMPLAINT)
    if not keyed:
        return lambda: plain
    before, marker, after = house.post("complaints", COMPLAINT, **{"Idempotency-Key": "{key}"}).partition(b"{key}")
    del marker
    return lambda: before + uuid.uuid4().hex.encode() + after


def measure(house: House, report: Report, *, rounds: int, seconds: float) -> None:
    """Bare, full, and full with an idempotency key, one after the other in every round."""
    bare = _bare(house)
    quiet = house.connect("intake")
    quiet.execute("UPDATE relay SET idle = false")  # as the relay has it under load: writers do not notify
    plain = post("/things", COMPLAINT)
    kinds: dict[str, tuple[list[Running], Make]] = {
        "bare": (bare, lambda: plain),
        "full": (house.webs, complaint(house)),
        "keyed": (house.webs, complaint(house, keyed=True)),
    }
    costs: dict[str, list[Cost]] = {name: [] for name in kinds}
    for webs, make in kinds.values():
        drive([web.port for web in webs], make, each=CONNECTIONS, seconds=1.0)  # warm
    for _ in range(rounds):
        for name, (webs, make) in kinds.items():
            costs[name].append(_round(house, webs, make, seconds))
    quiet.execute("UPDATE relay SET idle = true")
    quiet.close()
    house.end(bare)
    for name, words in (("full", "POST complaint"), ("keyed", "POST complaint with Idempotency-Key")):
        pairs = list(zip(costs[name], costs["bare"], strict=True))
        report.add(f"(a) {words}: throughput ÷ bare endpoint", "ratio", [x.rate / y.rate for x, y in pairs], at_least=0.5)
        report.add(f"(a) {words}: CPU of the web processes ÷ bare", "ratio", [x.web / y.web for x, y in pairs], at_most=2)
        report.add(f"(a) {words}: CPU with PostgreSQL ÷ bare", "ratio", [(x.web + x.database) / (y.web + y.database) for x, y in pairs])
    for name, words in (("bare", "bare endpoint"), ("full", "POST complaint"), ("keyed", "with Idempotency-Key")):
        report.add(f"    {words}: web CPU a request", "ms", [cost.web for cost in costs[name]])
        report.add(f"    {words}: PostgreSQL CPU a request", "ms", [cost.database for cost in costs[name]])


def _bare(house: House) -> list[Running]:
    url = house.postgres.ensure_database("bare").replace("+psycopg", "")
    with psycopg.connect(url) as connection:
        connection.execute(TABLES)
    ports = [free_port() for _ in range(WEBS)]
    return [house.run([sys.executable, "-m", "bench.bare", str(port), url], port, {}, ready="/") for port in ports]


def _round(house: House, webs: list[Running], make: Make, seconds: float) -> Cost:
    pids = [web.pid for web in webs]
    web, database = cpu_seconds(pids), house.postgres_cpu()
    driven = drive([one.port for one in webs], make, each=CONNECTIONS, seconds=seconds)
    count = len(driven.answers)
    return Cost(driven.rate, (cpu_seconds(pids) - web) * 1000 / count, (house.postgres_cpu() - database) * 1000 / count)
