"""What a handler answers with. How each reaches Slack is the business of listening and sending."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeAlias

from slack_sdk.models.blocks import Block, Option
from slack_sdk.models.views import View

from optouts.words import ChangeId


@dataclass(frozen=True, slots=True)
class Message:
    """For the person alone, where they asked. `text` says the same without blocks."""

    text: str
    blocks: Sequence[Block] = ()


@dataclass(frozen=True, slots=True)
class Replace:
    """Takes the place of the message whose button was pressed."""

    message: Message


@dataclass(frozen=True, slots=True)
class OpenModal:
    """A form. `text` is the command that opens it, for places where none can be opened at once."""

    view: View
    text: str = ""


@dataclass(frozen=True, slots=True)
class UpdateModal:
    """The open form, built anew."""

    view: View


@dataclass(frozen=True, slots=True)
class PushModal:
    """A form above the one that a click came from; closed, it shows that one again."""

    view: View


@dataclass(frozen=True, slots=True)
class FormErrors:
    """The form stays open, with a text in red under each of these blocks."""

    errors: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Announce:
    """Tell the team's channel of a change, or amend what it was told if the change is an undo."""

    change: ChangeId


@dataclass(frozen=True, slots=True)
class PublishHome:
    """The Home tab of the person."""

    view: View


@dataclass(frozen=True, slots=True)
class Options:
    """The choices of a menu that asks while one types."""

    options: Sequence[Option]


@dataclass(frozen=True, slots=True)
class Later:
    """What takes longer than a form may wait for its answer: it is done once the form closed."""

    run: Callable[[], "Replies"]


Reply: TypeAlias = (
    Message
    | Replace
    | OpenModal
    | PushModal
    | UpdateModal
    | FormErrors
    | Announce
    | PublishHome
    | Options
    | Later
)
Replies: TypeAlias = Reply | Sequence[Reply] | None
"""None: nothing needs saying."""
