"""`kesu demo`: real complaints played through the whole loop, each step printed as it happens."""

from __future__ import annotations

import csv
import re
import secrets
from collections.abc import Iterator
from importlib.resources import files

import click
import urllib3
from rich.console import Console

from kesu_common.service import NAMES
from kesu_onebox.cast import PEOPLE, SITE, assemble
from kesu_onebox.client import Client, Refused
from kesu_onebox.first import FIRST_SIGN_IN
from kesu_onebox.home import Home
from kesu_onebox.loop import Loop, Story
from kesu_onebox.survey import Survey

PEOPLE_FILE = "demo-people.txt"
QUANTITY = 12


def play(home: Home, count: int, out: Console) -> None:
    """Play `count` complaints on the onebox of `home`, which must run. Raises `ClickException` with the remedy when it does not."""
    port, first = home.recall("port"), home.recall(FIRST_SIGN_IN)
    if port is None or first is None:
        raise click.ClickException("there is no installation here yet: start it with `make run` in another terminal")
    base = f"http://127.0.0.1:{port}"
    login, password = first.split()
    try:
        admin = Client({name: f"{base}/{name}" for name in NAMES}).sign_in(login, password)
    except urllib3.exceptions.HTTPError as error:
        raise click.ClickException(f"nothing answers at {base}: start it with `make run` in another terminal") from error
    except Refused as refusal:
        raise click.ClickException(f"the first sign-in does not work any more ({refusal}); the demo needs it") from refusal
    people_password = home.recall(PEOPLE_FILE) or secrets.token_urlsafe(12)
    home.remember(PEOPLE_FILE, people_password)
    cast = assemble(admin, people_password)
    loop, told = Loop(cast), list(stories(count))
    for turn, story in enumerate(told, 1):
        out.print(f"\n[bold]{turn}. {story.customer_name}: {story.product}, lot {story.lot}[/bold]")
        out.print(f"[dim]   “{story.text[:160]}…”[/dim]")
        for step in loop.whole(story, confirm_by_link, ours=turn % 3 != 0):
            out.print(f"   [cyan]{step.who:10}[/cyan] {step.what} [dim]{step.number}[/dim]")
    if not cast.sales.get("survey", f"plans?site={SITE['code']}"):
        out.print(f"\n[bold]The year's survey of {told[0].customer_name}[/bold]")
        for step in Survey(cast).whole(told[0].customer_code):
            out.print(f"   [cyan]{step.who:10}[/cyan] {step.what} [dim]{step.number}[/dim]")
    out.print(f"\nLook at it: {base}/desk/   People of the demo, all with the password [bold]{people_password}[/bold]:")
    for role, (person, name, *_rest) in PEOPLE.items():
        out.print(f"   {person:12} {name}  {role}")


def stories(count: int) -> Iterator[Story]:
    """Stories on real complaints: the sample that is shipped (source: NHTSA Office of Defects Investigation, public domain)."""
    with (files("kesu_onebox") / "sample" / "complaints.csv").open(encoding="utf-8") as stream:
        for row, _number in zip(csv.DictReader(stream), range(count), strict=False):
            mark = secrets.token_hex(2).upper()
            yield Story(
                customer_code=f"{row['make']}-{row['state']}".upper().replace(" ", "-")[:32],
                customer_name=f"{row['make'].title()} dealer, {row['state']}",
                text=f"{row['description']} (lot {row['cmpl_id']}-{mark}, {QUANTITY} pcs)",
                translation=f"{row['zh']}（批号 {row['cmpl_id']}-{mark}，{QUANTITY} 件）",
                product=f"{row['make']} {row['model']}",
                lot=f"{row['cmpl_id']}-{mark}",
                quantity=QUANTITY,
            )


def confirm_by_link(link: str) -> None:
    """What the customer does: open the signed link in a browser without an account, and confirm."""
    http = urllib3.PoolManager()
    page = http.request("GET", link)
    cookies = "; ".join(cookie.split(";")[0] for cookie in page.headers.getlist("Set-Cookie"))
    token = re.search(r'name="csrf_token" value="([^"]+)"', page.data.decode())
    if page.status != 200 or token is None:
        raise Refused(page.status, f"the customer's page {link}")
    fields = {"csrf_token": token.group(1), "answer": "confirm", "who": "Quality desk", "words": "Thank you."}
    answer = http.request("POST", link, fields=fields, headers={"Cookie": cookies}, encode_multipart=False)
    if answer.status >= 400:
        raise Refused(answer.status, "the customer's confirmation")
