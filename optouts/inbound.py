"""What a person wrote back, whichever way it reached us. Values only."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import NewType

from optouts.words import Channel

InboundId = NewType("InboundId", int)


class Provider(StrEnum):
    """Who delivers messages to us. Each has a page of docs and one file in handlers/http."""

    TWILIO = "twilio"
    WHATSAPP = "whatsapp"
    CLICKATELL = "clickatell"
    SMSPORTAL = "smsportal"
    CLICKSEND = "clicksend"
    GENERIC = "generic"


class Told(StrEnum):
    """What the provider itself says that the person asked for, beside what they wrote."""

    STOP = "stop"
    START = "start"
    HELP = "help"


@dataclass(frozen=True, slots=True)
class InboundMessage:
    """One message of a person, as every provider's is written down.

    `id` is the provider's, unique within a connection. `written` is the person's number as the
    provider gives it and `to` the sender's address, without `whatsapp:` before either. `at` is when
    the provider says that it was sent. `answered`: the provider has already confirmed to the
    person, so nobody else may. `campaign` is what the person answered to, where that is known.
    """

    id: str
    channel: Channel
    written: str
    to: str
    text: str
    at: datetime | None = None
    told: Told | None = None
    answered: bool = False
    campaign: str = ""
