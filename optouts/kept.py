"""A message of a person as it was kept, with what was made of it. Values only."""

from dataclasses import dataclass
from datetime import datetime

from optouts.inbound import InboundId, Provider
from optouts.keyword_rules import Action, Why
from optouts.numbers import E164
from optouts.words import ChangeId, Channel, SenderId


@dataclass(frozen=True, slots=True)
class Kept:
    """`number` is None where `written` cannot be read, and `sender` where `address` is no sender of
    the workspace. `connection` is the name of the way that it came in by."""

    id: InboundId
    channel: Channel
    sender: SenderId | None
    address: str
    number: E164 | None
    written: str
    text: str
    at: datetime
    provider: Provider
    connection: str
    action: Action
    why: Why
    change: ChangeId | None = None
