"""Words of quality that stand in no template: what its facts are called in a history, and its codes."""

from __future__ import annotations

from collections.abc import Mapping

from kesu_common.i18n import N_

FACTS: Mapping[str, tuple[str, str]] = {
    "standard.drafted": (N_("Drafted or changed"), "edit"),
    "standard.released": (N_("Released"), "circle-check"),
    "standard.retired": (N_("Out of force"), "ban"),
    "case.opened": (N_("Case opened"), "test-pipe"),
    "case.asked": (N_("Asked again"), "send"),
    "case.amended": (N_("Goods filled in or corrected"), "pencil"),
    "case.planned": (N_("Test planned"), "clipboard-list"),
    "case.reopened": (N_("Tested again"), "refresh"),
    "case.closed": (N_("Case closed"), "circle-check"),
    "test.recorded": (N_("Test recorded"), "ruler-measure"),
    "case.attached": (N_("File attached"), "paperclip"),
    "defect.kept": (N_("Defect code changed"), "edit"),
    "review.signed": (N_("Signed or commented by a department"), "signature"),
    "consent.asked": (N_("Customer's consent asked for"), "send"),
    "consent.recorded": (N_("Customer's answer recorded"), "heart-handshake"),
    "cost.recorded": (N_("Cost recorded"), "chart-bar"),
    "lot.judged": (N_("Lot judged by its sample"), "ruler-measure"),
    "sampling.switched": (N_("Severity of inspection changed"), "arrows-exchange"),
    "instrument.kept": (N_("Instrument entered or calibrated"), "ruler-measure"),
    "verdict.given": (N_("Verdict given"), "gavel"),
    "verdict.revised": (N_("Verdict revised"), "gavel"),
    "handling.asked": (N_("Form of the return received"), "forms"),
    "handling.decided": (N_("Way of handling decided"), "gavel"),
    "handling.cancelled": (N_("Not needed any more"), "ban"),
    "review.due": (N_("Review opened"), "clock"),
    "review.convened": (N_("Departments convened"), "users-group"),
    "review.completed": (N_("Result recorded"), "gavel"),
    "review.noted": (N_("Read by a department"), "eye"),
    "review.cancelled": (N_("Not needed any more"), "ban"),
    "goods.quarantined": (N_("Put into quarantine"), "building-warehouse"),
    "goods.judged": (N_("Judged whose fault they are"), "scale"),
    "disposition.decided": (N_("Disposition decided"), "arrows-exchange"),
    "work.reported": (N_("Repaired or reworked"), "tools"),
    "reinspection.passed": (N_("Passed the re-inspection"), "zoom-check"),
    "reinspection.failed": (N_("Failed the re-inspection"), "alert-triangle"),
    "goods.released": (N_("Released from quarantine"), "circle-check"),
}
"""`<thing>.<fact>` → (message id, icon)."""

PAPER = (
    N_("Sampling by"),
    N_("Code of the report"),
    N_("Verify at"),
    N_("Preliminary: there is no verdict that holds."),
    N_("Test"),
    N_("Measured values"),
    N_("Tested by"),
    N_("Judged by"),
    N_("Lead"),
    N_("Work order"),
    N_("Work done by"),
    N_("Due at"),
    N_("Date"),
    N_("By"),
    N_("Hours"),
    N_("Material"),
    N_("Settled"),
)
"""Words that only printed forms have."""

CODES = (
    N_("ours"), N_("not_ours"), N_("no_fault_found"), N_("undetermined"), N_("minor"), N_("major"), N_("critical"), N_("measured"),
    N_("attribute"),
    N_("pass"), N_("fail"), N_("late"), N_("sales"), N_("rnd"), N_("production"), N_("quality"), N_("warehouse"), N_("lead"),
    N_("repair"), N_("rework"),
    N_("downgrade"), N_("scrap"), N_("concession"), N_("return_to_customer"), N_("accept"), N_("return_and_test"),
    N_("return_and_exchange"),
    N_("rework_here"), N_("rework_at_customer"), N_("test_at_customer"), N_("keep_at_customer"), N_("scrap_at_customer"), N_("complaint"),
    N_("manual"), N_("accepted"), N_("not_accepted"), N_("table"), N_("whole_lot"), N_("computed"), N_("past_calibration"), N_("hours"),
    N_("material"), N_("freight"), N_("freight_in"), N_("freight_out"), N_("handling"),
    N_("credit"), N_("agreed"), N_("refused"), N_("signed"), N_("not_signed"),
)  # fmt: skip
"""Codes that pages show in words."""
