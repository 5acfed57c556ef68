"""The whole loop as people act it out over the REST interfaces: what `kesu demo` plays and the acceptance tests check."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from kesu_onebox.cast import SITE, Cast
from kesu_onebox.client import Client, Refused, wait_for

STANDARD = [
    {"name_zh": "外径", "name_en": "Outer diameter", "unit": "mm", "lower": "24.95", "upper": "25.05", "method": "Micrometer"},
    {"name_zh": "泄漏量", "name_en": "Leak rate", "unit": "ml/min", "upper": "0.5", "method": "Leak bench, 2 bar"},
]


@dataclass(frozen=True)
class Step:
    """Something that just happened: who did it, what, and the record's number."""

    who: str
    what: str
    number: str = ""


@dataclass(frozen=True)
class Story:
    """What a complaint is about: a real customer's words, the product, and how the story goes on."""

    customer_code: str
    customer_name: str
    text: str
    translation: str | None
    product: str
    lot: str
    quantity: int
    defect_code: str = "FUN-03"
    severity: str = "major"


class Loop:
    """Plays a story with a cast of signed-in people. Each method is a stretch of the way and yields its steps as they happen."""

    def __init__(self, cast: Cast) -> None:
        self.cast = cast

    def whole(self, story: Story, confirm: Callable[[str], None], *, ours: bool) -> Iterator[Step]:
        """The whole way of one complaint, from the customer's entry to the follow-up; `confirm` is what the customer does with the link."""
        yield from self.prepare(story)
        complaint = ""
        for step in self.complain(story):
            complaint = step.number
            yield step
        yield from self.judge(complaint, story, ours=ours)
        if ours:
            yield from self.exchange(complaint, story)
            yield from self.improve(complaint)
        else:
            yield from self.explain(complaint)
        yield from self.finish(complaint, confirm)
        if ours:
            yield from self.follow_up(complaint)

    def prepare(self, story: Story) -> Iterator[Step]:
        """Customer, product standard and delivery exist."""
        c = self.cast
        customer = {
            "code": story.customer_code, "name": story.customer_name, "site": SITE["code"], "language": "en", "tier": "A",
            "tier_reason": "main customer", "contacts": [{"name": "Quality desk", "email": "quality@example.com"}],
        }  # fmt: skip
        wait_for("intake knows the site", lambda: _unless_there(c.sales, "intake", "customers", story.customer_code, customer))
        yield Step("sales", "customer entered", story.customer_code)
        standards = c.quality.get("quality", f"standards?product={story.product}")
        if not standards:
            made = wait_for("quality knows the site", lambda: _made(c.quality, "quality", "standards", self._standard(story)))
            c.quality.post("quality", f"standards/{made['number']}/release")
            yield Step("quality", "product standard in force", made["number"])
        number = f"DN-{story.lot}"
        delivery = {
            "number": number, "site": SITE["code"], "customer_code": story.customer_code, "customer_name": story.customer_name,
            "product": story.product, "lot": story.lot, "quantity": str(story.quantity * 4), "unit_price": "12.5",
            "delivered_on": (date.today() - timedelta(days=30)).isoformat(),  # noqa: DTZ011  # any day in the past will do
        }  # fmt: skip
        wait_for("returns knows the site", lambda: _made(c.warehouse, "returns", "deliveries", delivery))
        yield Step("warehouse", "delivery recorded", number)

    def complain(self, story: Story) -> Iterator[Step]:
        """Registered with its original, translated where needed, dispatched. The complaint's number is that of the last step."""
        sales = self.cast.sales
        made = sales.post(
            "intake", "complaints",
            {"customer_code": story.customer_code, "channel": "email", "text": story.text, "product": story.product, "lot": story.lot,
             "quantity": str(story.quantity), "claim": "exchange"},
        )  # fmt: skip
        number = made["number"]
        yield Step("sales", "complaint registered", number)
        sales.upload("intake", f"complaints/{number}/attachments", "letter.txt", story.text.encode())
        yield Step("sales", "original attached", number)
        if story.translation and made["text_language"] != SITE["working_language"]:
            sales.post("intake", f"complaints/{number}/translate", {"text": story.translation, "translator": "李娜", "acknowledged": True})
            yield Step("sales", "translated", number)
        departments = [
            {"department": "quality", "question": "请按产品标准检测。"},
            {"department": "rnd", "question": "结构上有何可能原因?"},
        ]
        sales.post("intake", f"complaints/{number}/dispatch", {"departments": departments})
        self.cast.rnd.post("intake", f"complaints/{number}/answer", {"answer": "密封面尺寸偏大会导致泄漏。"})
        yield Step("rnd", "question answered", number)
        yield Step("sales", "dispatched to quality and R&D", number)

    def judge(self, complaint: str, story: Story, *, ours: bool) -> Iterator[Step]:
        """QA tests against the standard and gives the verdict; intake hears of it."""
        quality = self.cast.quality
        case = wait_for("a case at quality", lambda: quality.first("quality", f"cases?complaint={complaint}"))["number"]
        yield Step("quality", "case opened by itself", case)
        quality.post("quality", f"cases/{case}/plan", {"plan": "5 pieces, both characteristics"})
        bad = [("25.09", "1.8"), ("25.07", "0.9")] if ours else [("25.01", "0.1"), ("25.00", "0.2")]
        values = [
            {"characteristic": position, "piece": piece, "value": value}
            for piece, pair in enumerate(bad, 1)
            for position, value in enumerate(pair, 1)
        ]
        quality.post("quality", f"cases/{case}/tests", {"sample": "2 of the customer's pieces", "instrument": "M-17", "values": values})
        yield Step("quality", "measured and judged against the standard", case)
        verdict: dict[str, Any] = {"verdict": "not_ours", "summary": "两项特性均合格,泄漏由安装面划伤引起。"}
        if ours:
            verdict = {
                "verdict": "ours", "defect_code": story.defect_code, "responsible_department": "production", "severity": story.severity,
                "summary": "外径超差,泄漏量超标。",
            }  # fmt: skip
        quality.post("quality", f"cases/{case}/verdict", verdict)
        yield Step("quality", f"verdict: {verdict['verdict']}", case)
        self.reaches(complaint, "answered")
        yield Step("intake", "every answer is in", complaint)

    def exchange(self, complaint: str, story: Story) -> Iterator[Step]:
        """Agreement, return, approval, scans, review, disposition, replacement; ends when the return is closed."""
        c = self.cast
        settled = {"kind": "exchange", "quantity": str(story.quantity), "terms": "同等数量换货", "agreed_with": "Quality desk"}
        c.sales.post("intake", f"complaints/{complaint}/settle", settled)
        yield Step("sales", "exchange agreed with the customer", complaint)
        number = wait_for("a return", lambda: c.sales.first("returns", f"returns?complaint={complaint}"))["number"]
        yield Step("returns", "return requested by itself", number)
        wait_for("the form at quality", lambda: c.quality.find("quality", f"handlings/{number}"))
        c.quality.post("quality", f"handlings/{number}/decide", {"way": "return_and_exchange", "instructions": "退回并换货,全检。"})
        yield Step("quality", "way of handling decided", number)
        self.return_is(number, "handling_decided")
        c.sales.post("returns", f"returns/{number}/submit")
        c.lead.post("returns", f"returns/{number}/approve", {"reason": "品质部确认为我方责任"})
        yield Step("lead", "return approved", number)
        self.scan(number, story)
        yield Step("warehouse", f"{story.quantity} pieces scanned in", number)
        self.return_is(number, "received")
        yield from self.dispose(number, story)
        self.return_is(number, "reviewed")
        c.warehouse.post("returns", f"returns/{number}/replace", {"lines": [{"line": 1, "quantity": str(story.quantity)}], "carrier": "SF"})
        yield Step("warehouse", "same quantity of good goods shipped", number)
        self.close_return(number)
        yield Step("returns", "return closed", number)

    def scan(self, number: str, story: Story, device: str = "HANDHELD-1") -> None:
        """The warehouse scans the returned goods in, a box at a time; sending a batch twice is harmless."""
        half = story.quantity // 2
        amounts = [half, story.quantity - half] if half else [story.quantity]
        count = abs(hash_of(number)) % 10**9 * 10
        batch = [
            {"device": device, "sequence": count + i, "code": number, "quantity": str(amount), "place": "DOCK"}
            for i, amount in enumerate(amounts)
        ]
        for _twice in range(2):
            self.cast.warehouse.post("returns", f"scans?site={SITE['code']}", batch)

    def carry(self, number: str, places: Mapping[str, int], device: str = "HANDHELD-1") -> None:
        """The warehouse carries so many of the returned goods to each place, and scans their label there."""
        count = abs(hash_of(number)) % 10**9 * 10 + 5
        moved = [
            {"device": device, "sequence": count + i, "code": number, "quantity": str(quantity), "place": place, "action": "move"}
            for i, (place, quantity) in enumerate(places.items())
            if quantity
        ]
        self.cast.warehouse.post("returns", f"scans?site={SITE['code']}", moved)

    def improve(self, complaint: str) -> Iterator[Step]:
        """The corrective action that opened by itself: cause, actions, effect, closure. The last step carries its number."""
        c = self.cast
        capa = wait_for("a corrective action", lambda: c.quality.first("capa", f"capas?complaint={complaint}"))["number"]
        yield Step("capa", "corrective action opened by itself", capa)
        c.quality.post("capa", f"capas/{capa}/assign", {"leader": "赵强", "team": "品质部 张敏", "department": "production"})
        contained = {"problem": "外径超差导致泄漏", "containment": "封存同批库存并全检", "in_stock": "340"}
        c.production.post("capa", f"capas/{capa}/contain", contained)
        yield Step("production", "customer protected (D3)", capa)
        causes = {"occurrence_cause": "冲模磨损", "escape_cause": "夜班未做泄漏测试", "cause_verified": "用旧模复现 5 件"}
        c.production.post("capa", f"capas/{capa}/analyse", causes)
        actions = [{"description": "更换冲模", "department": "production"}, {"description": "每班泄漏测试", "department": "quality"}]
        c.production.post("capa", f"capas/{capa}/plan", {"actions": actions})
        c.production.post("capa", f"capas/{capa}/do", {"line": 1, "evidence": "新模验收单 D-118"})
        c.quality.post("capa", f"capas/{capa}/do", {"line": 2, "evidence": "作业指导书 WI-07 第 3 版"})
        yield Step("production", "causes found, actions done (D4–D6)", capa)
        c.quality.post("capa", f"capas/{capa}/verify", {"effective": True, "verification": "抽检 412 件,0 件泄漏", "read_across": "P-200"})
        c.gm.post("capa", f"capas/{capa}/close", {"closing": "措施有效,感谢团队"})
        yield Step("gm", "corrective action effective and closed", capa)

    def explain(self, complaint: str) -> Iterator[Step]:
        """Not our fault: explained to the customer (clause 4.1.3.3)."""
        found = {"cause": "安装面不平", "advice": "更换安装面", "helpers": "技术研发部 王芳"}
        self.cast.sales.post("intake", f"complaints/{complaint}/clarify", found)
        yield Step("sales", "cause found with R&D, advice on record", complaint)
        settled = {"kind": "explain", "terms": "说明原因并建议更换安装面", "agreed_with": "Quality desk"}
        self.cast.sales.post("intake", f"complaints/{complaint}/settle", settled)
        yield Step("sales", "explained to the customer", complaint)

    def finish(self, complaint: str, confirm: Callable[[str], None]) -> Iterator[Step]:
        """Reply, the customer's confirmation by the signed link (`confirm` opens it), closure."""
        sales = self.cast.sales
        reply = {"channel": "email", "to": "quality@example.com", "text": "Please find our result and the replacement. We are sorry."}
        sales.post("intake", f"complaints/{complaint}/reply", reply)
        yield Step("sales", "replied", complaint)
        confirm(sales.get("intake", f"complaints/{complaint}/confirmation-link")["link"])
        self.reaches(complaint, "confirmed")
        yield Step("customer", "confirmed by the signed link", complaint)
        wait_for("no open return", lambda: self._closes(complaint))
        yield Step("sales", "complaint closed", complaint)

    def follow_up(self, complaint: str) -> Iterator[Step]:
        """After the corrective action the customer is asked whether it helped (clause 4.1.3.9)."""
        told = {"effective": True, "who": "Quality desk", "words": "No leaks since.", "channel": "phone"}
        wait_for("the follow-up", lambda: self.cast.sales.done("intake", f"complaints/{complaint}/follow-up", told))
        yield Step("sales", "customer asked: it helped", complaint)

    def _standard(self, story: Story) -> dict[str, Any]:
        return {
            "site": SITE["code"],
            "product": story.product,
            "title": "Shaft seal",
            "valid_from": "2020-01-01",
            "characteristics": STANDARD,
        }

    def dispose(self, number: str, story: Story) -> Iterator[Step]:
        """Review and disposition of the goods that came as a return, half scrapped and half reworked, and each carried where it belongs."""
        quality = self.cast.quality
        review = wait_for("a review", lambda: quality.first("quality", f"reviews?return_number={number}"))["number"]
        wait_for("all goods at the review", lambda: quality.get("quality", f"reviews/{review}")["complete"])
        result = {
            "result": "全部为我方责任", "lines": [{"line": 1, "ours": str(story.quantity), "not_ours": "0", "no_fault_found": "0"}],
            "participants": [{"department": "quality", "name": "张敏"}, {"department": "production", "name": "赵强"}],
            "capa_needed": True, "capa_reason": "冲模磨损", "responsible_department": "production", "defect_code": story.defect_code,
        }  # fmt: skip
        quality.post("quality", f"reviews/{review}/result", result)
        yield Step("quality", "review recorded with production", review)
        goods = wait_for("goods in quarantine", lambda: quality.first("quality", f"goods?return_number={number}"))["number"]
        good = story.quantity // 2
        parts = [{"disposition": "scrap", "quantity": str(story.quantity - good), "reason": "无法返工"}]
        if good:
            parts.append({"disposition": "rework", "quantity": str(good), "reason": "可返工"})
        self.cast.lead.post("quality", f"goods/{goods}/dispose", {"parts": parts})
        yield Step("lead", "disposition decided: scrap and rework", goods)
        if good:
            part = next(d["part"] for d in quality.get("quality", f"goods/{goods}")["dispositions"] if d["disposition"] == "rework")
            self.cast.production.post("quality", f"goods/{goods}/work", {"part": part, "quantity": str(good)})
            inspected = {"part": part, "passed": str(good), "failed": "0", "method": "全检外径与泄漏"}
            quality.post("quality", f"goods/{goods}/reinspect", inspected)
            yield Step("quality", "reworked goods inspected again and released", goods)
        wait_for("what quality decided", lambda: self._decided(number, good))
        self.carry(number, {"SCRAP": story.quantity - good, "RELEASED": good})
        yield Step("warehouse", "scrap and released goods carried where they belong", number)

    def _decided(self, number: str, released: int) -> bool:
        told = self.cast.sales.get("returns", f"returns/{number}")["dispositions"]
        return bool(told) and (not released or any(one.get("released") for one in told))

    def close_return(self, number: str) -> None:
        """Settle and close a return whose replacement has gone out."""
        sales = self.cast.sales

        def closed() -> bool:
            state = sales.get("returns", f"returns/{number}")["state"]
            following = {"reviewed": "settle", "replacing": "settle", "settled": "close"}.get(state)
            if following:
                sales.post("returns", f"returns/{number}/{following}")
            return bool(state == "closed")

        wait_for("the return closed", closed)

    def _closes(self, complaint: str) -> bool:
        """Close it; intake refuses while it has not heard yet that the return is over."""
        if self.cast.sales.get("intake", f"complaints/{complaint}")["state"] == "closed":
            return True
        return self.cast.sales.done("intake", f"complaints/{complaint}/close", {})

    def reaches(self, complaint: str, state: str) -> None:
        """Wait until the complaint is in this state."""
        wait_for(f"complaint {state}", lambda: self.cast.sales.get("intake", f"complaints/{complaint}")["state"] == state)

    def return_is(self, number: str, state: str) -> None:
        """Wait until the return is in this state."""
        wait_for(f"return {state}", lambda: self.cast.sales.get("returns", f"returns/{number}")["state"] == state)


def hash_of(text: str) -> int:
    """A number that is always the same for the same text."""
    return int.from_bytes(text.encode()[-7:], "big")


def _made(client: Client, service: str, things: str, body: Any) -> Any:
    """Create it; `None` while the service has not heard of the site yet (422 on `site`)."""
    try:
        return client.post(service, things, body)
    except Refused as refusal:
        if refusal.status == 422 and "site" in str(refusal):
            return None
        raise


def _unless_there(client: Client, service: str, things: str, name: str, body: Any) -> Any:
    return client.find(service, f"{things}/{name}") or _made(client, service, things, body)
