"""What can be done here, and which roles may."""

from __future__ import annotations

from kesu_common.people.actors import Action
from kesu_common.people.roles import READERS

READ_RETURNS = Action("return.read", {*READERS, "integration"})
RECORD_DELIVERY = Action("delivery.record", {"sales", "warehouse", "integration"})
REQUEST_RETURN = Action("return.request", {"sales", "integration"})
DECIDE_HANDLING = Action("return.decide_handling", {"quality"})
SUBMIT_RETURN = Action("return.submit", {"sales"})
APPROVE_RETURN = Action("return.approve", {"lead", "gm"})
CANCEL_RETURN = Action("return.cancel", {"sales", "lead"})
ANNOUNCE_SHIPPING = Action("return.ship", {"sales", "warehouse", "scanner", "integration"})
SPLIT_RETURN = Action("return.split", {"sales", "warehouse"})
RECEIVE_GOODS = Action("return.receive", {"warehouse"})
SETTLE_UNANNOUNCED = Action("unannounced.settle", {"sales"})
UNDO_ARRIVAL = Action("unannounced.undo", {"warehouse", "sales"})
SHIP_REPLACEMENT = Action("replacement.ship", {"warehouse", "integration"})
SETTLE_RETURN = Action("return.settle", {"sales"})
CLOSE_RETURN = Action("return.close", {"sales", "lead"})
TAKE_SCANS = Action("scan.take", {"scanner", "warehouse", "integration"})
READ_SCANS = Action("scan.read", {*READERS, "scanner", "integration"})
MOVE_GOODS = Action("goods.move", {"warehouse"})
KEEP_PLACES = Action("place.keep", {"warehouse", "lead"})
REQUEST_ONSITE = Action("onsite.request", {"sales"})
CONFIRM_CREW = Action("onsite.confirm_crew", {"production"})
CONFIRM_VEHICLE = Action("onsite.confirm_vehicle", {"sales"})
CONFIRM_INSPECTOR = Action("onsite.confirm_inspector", {"quality"})
WORK_ONSITE = Action("onsite.work", {"production"})
INSPECT_ONSITE = Action("onsite.inspect", {"quality"})
CANCEL_ONSITE = Action("onsite.cancel", {"sales", "lead"})
RECORD_COST = Action("return.cost", {"sales", "warehouse", "production", "quality", "lead", "integration"})
STAND_DOWN = Action("onsite.stand_down", {"production", "sales", "quality"})

ACTIONS = (
    READ_RETURNS,
    RECORD_DELIVERY,
    REQUEST_RETURN,
    DECIDE_HANDLING,
    SUBMIT_RETURN,
    APPROVE_RETURN,
    CANCEL_RETURN,
    ANNOUNCE_SHIPPING,
    SPLIT_RETURN,
    RECEIVE_GOODS,
    SETTLE_UNANNOUNCED,
    UNDO_ARRIVAL,
    SHIP_REPLACEMENT,
    SETTLE_RETURN,
    CLOSE_RETURN,
    TAKE_SCANS,
    READ_SCANS,
    MOVE_GOODS,
    KEEP_PLACES,
    REQUEST_ONSITE,
    CONFIRM_CREW,
    CONFIRM_VEHICLE,
    CONFIRM_INSPECTOR,
    WORK_ONSITE,
    INSPECT_ONSITE,
    CANCEL_ONSITE,
    STAND_DOWN,
    RECORD_COST,
)
