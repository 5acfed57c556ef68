"""REST interface of customers: `/api/v1/customers`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from flask import url_for

from kesu_common.web.access import allow
from kesu_common.web.api import ApiBlueprint
from kesu_common.web.current import current_actor, current_session
from kesu_common.web.etags import check_match, send_etag
from kesu_common.web.operations import NothingIn
from kesu_common.web.paging import paginate, send_links
from kesu_intake.customers import commands, queries
from kesu_intake.customers.file import CustomerFile, CustomerFileOut, customer_file
from kesu_intake.customers.merging import merge_customer
from kesu_intake.customers.model import Customer, TierChange
from kesu_intake.customers.schemas import (
    CustomerChange,
    CustomerIn,
    CustomerListArgs,
    CustomerOut,
    MergeIn,
    SimilarCustomerOut,
    TierChangeOut,
)
from kesu_intake.customers.similar import Similar
from kesu_intake.exchanges.commands import log_customer_exchange
from kesu_intake.exchanges.model import Exchange
from kesu_intake.exchanges.schemas import ExchangeIn, ExchangeOut
from kesu_intake.permissions import LOG_EXCHANGE, MAINTAIN_CUSTOMERS, MERGE_CUSTOMERS, READ
from kesu_intake.service_files.commands import keep_service_file
from kesu_intake.service_files.model import ServiceFile
from kesu_intake.service_files.schemas import ServiceFileIn, ServiceFileOut

api = ApiBlueprint("customers", __name__, description="Customers (客户), their tiers and contacts")


@api.get("")
@allow(READ)
@api.arguments(CustomerListArgs, location="query")
@api.response(200, CustomerOut(many=True))
def list_customers(args: Mapping[str, Any]) -> Sequence[Customer]:
    """Customers, newest first"""
    page = paginate(current_session(), queries.customers(current_actor(), args), queries.SORTS, identity=Customer.id, args=args)
    send_links(page)
    return page.items


@api.post("")
@allow(MAINTAIN_CUSTOMERS)
@api.arguments(CustomerIn)
@api.response(201, CustomerOut)
def register(data: Mapping[str, Any]) -> tuple[Customer, int, dict[str, str]]:
    """Enter a customer"""
    customer = commands.register_customer(current_session(), current_actor(), **data)
    send_etag(customer)
    return customer, 201, {"Location": url_for("api_customers.get_customer", code=customer.code)}


@api.get("/<code>")
@allow(READ)
@api.response(200, CustomerOut)
def get_customer(code: str) -> Customer:
    """One customer"""
    customer = queries.customer_of(current_session(), current_actor(), code)
    send_etag(customer)
    return customer


@api.patch("/<code>")
@allow(MAINTAIN_CUSTOMERS)
@api.arguments(CustomerChange)
@api.response(200, CustomerOut)
def change(data: Mapping[str, Any], code: str) -> Customer:
    """Change some fields; needs If-Match"""
    customer = queries.customer_of(current_session(), current_actor(), code, lock=True)
    check_match(customer, required=True)
    commands.change_customer(current_session(), current_actor(), customer, **data)
    send_etag(customer)
    return customer


@api.post("/<code>/exchanges")
@allow(LOG_EXCHANGE)
@api.arguments(ExchangeIn)
@api.response(201, ExchangeOut)
def log_exchange(data: Mapping[str, Any], code: str) -> Exchange:
    """Log a call, visit or letter that belongs to no complaint (clause 3.2-a)"""
    customer = queries.customer_of(current_session(), current_actor(), code)
    return log_customer_exchange(current_session(), current_actor(), customer, **data)


@api.get("/<code>/tiers")
@allow(READ)
@api.response(200, TierChangeOut(many=True))
def list_tiers(code: str) -> Sequence[TierChange]:
    """The customer's gradings with who, when and why, newest first (clause 4.1.2-a)"""
    return queries.tier_history(current_session(), queries.customer_of(current_session(), current_actor(), code).code)


@api.get("/<code>/duplicates")
@allow(READ)
@api.response(200, SimilarCustomerOut(many=True))
def list_duplicates(code: str) -> Sequence[Similar]:
    """Other entries that may be the same customer, the likeliest first"""
    customer = queries.customer_of(current_session(), current_actor(), code)
    return queries.duplicates_of(current_session(), current_actor(), customer)


@api.post("/<code>/merge")
@allow(MERGE_CUSTOMERS)
@api.arguments(MergeIn)
@api.response(200, CustomerOut)
def merge(data: Mapping[str, Any], code: str) -> Customer:
    """Make another entry one with this customer: everything of it moves here, its code stays as an alias"""
    customer = queries.customer_of(current_session(), current_actor(), code)
    check_match(customer)
    merge_customer(current_session(), current_actor(), customer, **data)
    send_etag(customer)
    return customer


@api.get("/<code>/service-file")
@allow(READ)
@api.response(200, CustomerFileOut)
def get_file(code: str) -> CustomerFile:
    """The service file with deliveries, visits, survey answers and agreements (clause 4.1.2-a); complaints have their own list"""
    customer = queries.customer_of(current_session(), current_actor(), code)
    return customer_file(current_session(), customer)


@api.put("/<code>/service-file")
@allow(MAINTAIN_CUSTOMERS)
@api.arguments(ServiceFileIn)
@api.response(200, ServiceFileOut)
def keep_file(data: Mapping[str, Any], code: str) -> ServiceFile:
    """Open the service file, or bring it up to date"""
    customer = queries.customer_of(current_session(), current_actor(), code, lock=True)
    return keep_service_file(current_session(), current_actor(), customer, **data)


def _switch(command: str, summary: str) -> None:
    def switch(_data: Mapping[str, Any], code: str) -> Customer:
        customer = queries.customer_of(current_session(), current_actor(), code, lock=True)
        check_match(customer)
        commands.switch_customer(current_session(), current_actor(), customer, command)
        send_etag(customer)
        return customer

    switch.__doc__, switch.__name__ = summary, command
    view = api.response(200, CustomerOut)(api.arguments(NothingIn)(switch))
    api.post(f"/<code>/{command}")(allow(MAINTAIN_CUSTOMERS)(view))


_switch("deactivate", "No new complaints of this customer")
_switch("activate", "Take the customer up again")
