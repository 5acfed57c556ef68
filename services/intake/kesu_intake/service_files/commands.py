"""Opening and keeping service files, and the work to open one that is missing."""

from __future__ import annotations

from sqlalchemy.orm import Session

from kesu_common import clock
from kesu_common.journal import record
from kesu_common.people.actors import Actor
from kesu_common.tasks import cancel_task, finish_task, open_task
from kesu_intake import tasks
from kesu_intake.customers.facts import SERVICE_FILE_CHANGED, SERVICE_FILE_OPENED
from kesu_intake.customers.model import CUSTOMER_STATES, Customer
from kesu_intake.permissions import MAINTAIN_CUSTOMERS
from kesu_intake.service_files.model import REQUIRED_FOR, ServiceFile
from kesu_intake.service_files.queries import file_of


def keep_service_file(session: Session, actor: Actor, customer: Customer, *, keeper: str, needs: str) -> ServiceFile:
    """Open the customer's service file, or bring it up to date (clause 4.1.2-a). A file may be kept for any tier."""
    actor.require(MAINTAIN_CUSTOMERS, customer.site)
    CUSTOMER_STATES.apply(customer, "keep_file")
    by, file = actor.name or actor.id, file_of(session, customer.number)
    if file is None:
        event, file = SERVICE_FILE_OPENED, ServiceFile(customer_code=customer.number, opened_by=by)
        session.add(file)
    else:
        event = SERVICE_FILE_CHANGED
    file.keeper, file.needs, file.changed_by, file.changed_at = keeper, needs, by, clock.now()
    record(session, actor, event, customer, {"customer_code": customer.number, "tier": customer.tier, "keeper": keeper}, also=[file])
    finish_task(session, actor, tasks.SERVICE_FILE, customer.number, "opened")
    return file


def ask_for_file(session: Session, actor: Actor, customer: Customer) -> None:
    """Give sales the work to open a missing file, or take it back when tier or state do not ask for one any more."""
    if customer.tier == REQUIRED_FOR and customer.state == "active":
        if file_of(session, customer.number) is None:
            params = {"customer": customer.name}
            open_task(session, actor, tasks.SERVICE_FILE, subject=customer.number, site=customer.site, params=params)
    else:
        cancel_task(session, actor, tasks.SERVICE_FILE, customer.number)
