"""Mail: settings of the server, messages, and handing one message over with a clear outcome."""

from kesu_common.mail.bounces import read_bounce
from kesu_common.mail.delivery import Deferred, Refused, Unclear, deliver
from kesu_common.mail.message import Enclosure, compose
from kesu_common.mail.settings import MailSettings

__all__ = ["Deferred", "Enclosure", "MailSettings", "Refused", "Unclear", "compose", "deliver", "read_bounce"]
