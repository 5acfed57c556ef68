"""`kesu desk first-admin | new-password | rebuild`: what an operator does at the desk from the command line."""

from __future__ import annotations

import click

from kesu_common.people.actors import Actor
from kesu_common.runtime import Runtime
from kesu_common.service import load
from kesu_common.settings import Settings
from kesu_desk.people.commands import FIRST_ADMIN, ensure_admin, reset_password
from kesu_desk.people.passwords import new_password
from kesu_desk.people.queries import account_of
from kesu_desk.rebuild import rebuild as rebuild_read_models


@click.command("first-admin")
def first_admin() -> None:
    """Make the first administrator, if there is nobody yet, and print the password."""
    runtime = _runtime()
    with runtime.database.transaction() as session:
        password = ensure_admin(session)
    click.echo(f"login {FIRST_ADMIN}  password {password}" if password else "There are people already; nothing was changed.")


@click.command("new-password")
@click.argument("login")
def give_new_password(login: str) -> None:
    """Give somebody a temporary password, and print it."""
    password = new_password()
    with _runtime().database.transaction() as session:
        reset_password(session, Actor.service("desk"), account_of(session, login), password)
    click.echo(f"login {login}  password {password}  (to be changed at the next sign-in)")


@click.command()
def rebuild() -> None:
    """Throw work, cases and timelines away and make them anew from all journals."""
    total = rebuild_read_models(_runtime(), told=lambda name, count: click.echo(f"{name:10} {count} facts"))
    click.echo(f"{total} facts read")


def _runtime() -> Runtime:
    return Runtime(load("desk"), Settings.from_env("desk"))


COMMANDS = (first_admin, give_new_password, rebuild)
