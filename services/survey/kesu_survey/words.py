"""What facts and codes of surveys are called on pages."""

from __future__ import annotations

from collections.abc import Mapping

from kesu_common.i18n import N_

FACTS: Mapping[str, tuple[str, str]] = {
    "questionnaire.drafted": (N_("Drafted"), "pencil"),
    "questionnaire.changed": (N_("Changed"), "edit"),
    "questionnaire.released": (N_("Released"), "check"),
    "questionnaire.retired": (N_("Retired"), "ban"),
    "plan.drafted": (N_("Drafted"), "pencil"),
    "plan.changed": (N_("Changed"), "edit"),
    "plan.submitted": (N_("Submitted for approval"), "send"),
    "plan.approved": (N_("Approved"), "signature"),
    "plan.returned": (N_("Given back"), "arrow-back-up"),
    "plan.started": (N_("Survey started"), "send"),
    "campaign.started": (N_("Sample frozen, invitations made"), "send"),
    "campaign.closed": (N_("Closed and judged"), "gavel"),
    "campaign.analysed": (N_("Summed up"), "clipboard-text"),
    "campaign.told": (N_("“You said, we did” written"), "news"),
    "campaign.invited": (N_("Mails sent out"), "send-2"),
    "campaign.stopped": (N_("Reminders stopped"), "ban"),
    "campaign.resumed": (N_("Reminders resumed"), "bell"),
    "target.missed": (N_("Target missed"), "mood-sad"),
}
"""`<thing>.<fact>` → (message id, icon)."""

CODES = (
    N_("sales"),
    N_("rnd"),
    N_("production"),
    N_("quality"),
    N_("warehouse"),
    N_("link"),
    N_("paper"),
    N_("text"),
    N_("nps"),
    N_("single"),
    N_("multiple"),
    N_("email"),
    N_("message"),
    N_("letter"),
    N_("visit"),
    N_("phone"),
    N_("minor"),
    N_("major"),
    N_("critical"),
    N_("registered"),
    N_("answered"),
    N_("settled"),
    N_("reopened"),
    N_("withdrawn"),
    N_("requested"),
    N_("rejected"),
    N_("authorised"),
    N_("received"),
    N_("unannounced"),
    N_("opened"),
    N_("assigned"),
    N_("contained"),
    N_("planned"),
    N_("implementing"),
    N_("verifying"),
    N_("effective"),
)
"""Codes that pages show in words."""

SCORES: Mapping[str, Mapping[int, str]] = {
    "1-5": {
        1: N_("1 · very dissatisfied"),
        2: N_("2 · dissatisfied"),
        3: N_("3 · neither"),
        4: N_("4 · satisfied"),
        5: N_("5 · very satisfied"),
    },
    "1-10": {1: N_("1 · very dissatisfied"), 10: N_("10 · very satisfied")},
    "0-10": {0: N_("0 · not at all"), 10: N_("10 · fully")},
    "nps": {0: N_("0 · certainly not"), 10: N_("10 · certainly")},
}
"""Scale → score → message id; scores without words are shown as numbers."""

PAPER = (
    N_("No."),
    N_("Question"),
    N_("Your answer"),
    N_("several are possible"),
    N_("needs an answer"),
    N_("Customer"),
    N_("Filled in by"),
    N_("Typed in by"),
    N_("Survey"),
    N_("Date"),
    N_("Came late; not counted."),
    N_("Came a second time; not counted."),
    N_("You said, we did"),
    N_("You said"),
    N_("We did"),
    N_("Answer with your telephone: point its camera at the code."),
    N_("Good until"),
    N_("Please do not pass it on: it is yours alone."),
    N_("Your answers are kept without your name; the number only tells us that you have answered."),
    N_("Or fill in the form overleaf and send it back."),
)
"""Words of printed forms and letters."""

FIELDS = (
    N_("Lines"),
    N_("Address"),
    N_("To whom"),
    N_("Measures"),
    N_("Said zh"),
    N_("Said en"),
    N_("Did zh"),
    N_("Did en"),
    N_("Choices"),
    N_("Options"),
    N_("Min group"),
    N_("Reminders"),
    N_("Reminder days"),
    N_("Answers"),
    N_("Score"),
    N_("Text"),
    N_("Respondent"),
    N_("Received on"),
    N_("Quarter reason"),
    N_("Ends on"),
    N_("Conclusions"),
    N_("Reason"),
    N_("Despite"),
    N_("Sample rule"),
    N_("Share"),
    N_("Excluded"),
    N_("Department"),
)
"""Fields of forms, as the list of errors above a form names them."""
