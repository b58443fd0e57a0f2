"""What each text is for that people are told, as values."""

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from optouts.reply_kinds import ReplyKind
from optouts.reply_preview import Preview
from optouts.words import EVERY_SENDER, ActorId, SenderId

ANY_LANGUAGE: Final = ""


@dataclass(frozen=True, slots=True)
class Slot:
    """What a text is for: a kind, a sender or every one, a language (ISO 639) or any."""

    kind: ReplyKind
    sender: SenderId = EVERY_SENDER
    language: str = ANY_LANGUAGE


@dataclass(frozen=True, slots=True)
class Written:
    """A text as somebody wrote it; an empty one took it back."""

    slot: Slot
    text: str
    by: ActorId
    at: datetime


@dataclass(frozen=True, slots=True)
class Shown:
    """What people get in a slot: the template, and what becomes of it. `is_own`: the workspace
    wrote it for this very slot."""

    slot: Slot
    template: str
    is_own: bool
    preview: Preview
