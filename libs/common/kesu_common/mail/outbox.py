"""What every department's outbox has in common: the life of a mail, when it is tried again, and handing one over."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from email.message import EmailMessage

from kesu_common.mail.delivery import Deferred, Refused, Unclear, deliver
from kesu_common.mail.settings import MailSettings
from kesu_common.states import StateTable

RETRIES = tuple(timedelta(minutes=m) for m in (1, 5, 15, 60, 240, 720, 1440))
"""How long to wait after each attempt that a server put off; after the last one the mail has failed."""

STUCK = timedelta(minutes=30)
"""A worker that has had a mail in hand for so long has died with it: nobody knows whether the server took it."""

UNDELIVERED = ("failed", "bounced", "unclear")
"""The addressee has not been reached, as far as is known: somebody has to do something."""


def outbox_states(name: str) -> StateTable:
    """The life of a mail as the table `name`.

    `sent`: the next server has taken it, which is all that SMTP tells. `unclear`: that server had the whole mail and gave no answer; it is
    not sent again by itself, so that nobody gets it twice. `replaced`: somebody has sent another one or told the addressee otherwise.
    """
    return StateTable(
        name,
        {
            ("queued", "send"): "sending",
            ("queued", "cancel"): "cancelled",
            ("sending", "accept"): "sent",
            ("sending", "defer"): "queued",
            ("sending", "refuse"): "failed",
            ("sending", "lose"): "unclear",
            ("sent", "bounce"): "bounced",
            ("unclear", "bounce"): "bounced",
            ("failed", "replace"): "replaced",
            ("bounced", "replace"): "replaced",
            ("unclear", "replace"): "replaced",
        },
    )


def hand_over(settings: MailSettings, compose: Callable[[], EmailMessage], address: str) -> tuple[str, str]:
    """Hand over the message that `compose` makes: (command of `outbox_states` for what is known then, the words of the server).

    What was written down as address may be none (`ValueError` of `compose`): that is refused, too.
    """
    try:
        return "accept", deliver(settings, compose(), address)
    except Deferred as error:
        return "defer", str(error)
    except Unclear as error:
        return "lose", str(error)
    except (Refused, ValueError) as error:
        return "refuse", str(error)
