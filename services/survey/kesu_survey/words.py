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
    "campaign.imported": (N_("Taken over from a file"), "upload"),
    "suggestion.passed": (N_("Passed to a department"), "send"),
    "suggestion.answered": (N_("Department answered"), "message-2"),
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
    N_("imported"),
    N_("passed"),
    N_("taken_up"),
    N_("done_already"),
    N_("not_taken_up"),
    N_("complaint_minor"),
    N_("complaint_major"),
    N_("complaint_critical"),
    N_("goods_return"),
    N_("compliment"),
)
"""Codes that pages show in words."""

SCALES: Mapping[str, str] = {
    "1-5": N_("1 to 5"),
    "1-10": N_("1 to 10"),
    "0-10": N_("0 to 10"),
    "nps": N_("0 to 10 (NPS)"),
    "single": N_("One choice"),
    "multiple": N_("Several choices"),
    "text": N_("Free text"),
}
"""How an item is answered → message id."""

DAILY: Mapping[str, str] = {
    "complaint_minor": N_("Minor complaints"),
    "complaint_major": N_("Major complaints"),
    "complaint_critical": N_("Critical complaints"),
    "goods_return": N_("Returns of goods"),
    "compliment": N_("Compliments"),
}
"""Kind of daily feedback → message id."""

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

REPORT = (
    N_("Report of the satisfaction survey"), N_("Year"), N_("Site"), N_("Questionnaire"), N_("Forms"), N_("Response rate"),
    N_("Satisfaction index"), N_("With daily feedback"), N_("NPS"), N_("Item by item"), N_("Item"), N_("Scores"), N_("Distribution"),
    N_("Mean"), N_("Satisfied"), N_("Target"), N_("Since the survey before"), N_("Department"),
    N_("Satisfied: with Wilson's interval (95 of 100 cases). * more than chance explains. ≈ few answers. · too few to be shown."),
    N_("dissatisfied"), N_("neither"), N_("satisfied"), N_("Satisfaction"), N_("not told"),
    N_("↓ below target."),
    N_("From so few forms importance is only a rough guide."), N_("Tier and language are told only of groups that are large enough."),
    N_("Improve first"), N_("Keep up"), N_("Watch"), N_("Hold"), N_("Satisfaction, 0 to 100"), N_("Importance"), N_("Key drivers"),
    N_("By tier"), N_("By language"), N_("By product"), N_("unknown"), N_("Year by year"), N_("Opinions and suggestions"), N_("Code"),
    N_("What customers say"), N_("Times said"), N_("Together"), N_("Daily feedback"), N_("Kind"), N_("Points"), N_("Conclusions"),
    N_("Compiled by"), N_("Lead"),
)  # fmt: skip
"""Words of the printed report."""

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
    N_("Code"),
    N_("Section"),
    N_("Text zh"),
    N_("Text en"),
    N_("Note"),
    N_("Answer"),
    N_("Outcome"),
    N_("Complaint minor"),
    N_("Complaint major"),
    N_("Complaint critical"),
    N_("Goods return"),
    N_("Compliment"),
)
"""Fields of forms, as the list of errors above a form names them."""
