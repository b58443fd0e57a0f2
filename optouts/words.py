"""The words of the field as types: channel, origin, kind of change, identities."""

from enum import StrEnum
from typing import Final, NewType

WorkspaceId = NewType("WorkspaceId", int)
AccountId = NewType("AccountId", int)
SenderId = NewType("SenderId", int)
ListId = NewType("ListId", int)
ChangeId = NewType("ChangeId", int)
ActorId = NewType("ActorId", str)
"""Who did it: a Slack user id, or the name of the program that stands in for a person."""

RECIPIENT: Final = ActorId("recipient")
"""The actor of what a person asked for themselves."""

EVERY_ACCOUNT: Final = AccountId(0)
EVERY_SENDER: Final = SenderId(0)


class Channel(StrEnum):
    """What a message travels by."""

    SMS = "sms"
    WHATSAPP = "whatsapp"


class Origin(StrEnum):
    """Where a change came from."""

    SLACK = "slack"
    IMPORT = "import"
    KEYWORD = "keyword"
    API = "api"
    LINK = "link"


PERSON_MADE: Final = frozenset({Origin.KEYWORD, Origin.LINK})
"""Origins that are the recipient's own word; staff lift such an opt-out only with a reason."""


class Kind(StrEnum):
    """What a change does."""

    ADD = "add"
    REMOVE = "remove"
    REPLACE = "replace"
    UNDO = "undo"
