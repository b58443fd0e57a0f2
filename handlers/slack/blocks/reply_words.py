"""What people are told, in words: which text it is, what it lacks, why it did not arrive."""

from collections.abc import Mapping
from typing import Final

from handlers.slack.blocks.text import counted, escape, in_words, sender
from optouts.confirmation_failures import Failure, why
from optouts.languages import language_name
from optouts.places import Places
from optouts.reply_kinds import ReplyKind
from optouts.reply_preview import Preview, Warned
from optouts.reply_slots import Slot
from optouts.words import EVERY_SENDER

NAMES: Final[Mapping[ReplyKind, str]] = {
    ReplyKind.STOPPED: "Opted out",
    ReplyKind.STOPPED_EVERYWHERE: "Opted out everywhere",
    ReplyKind.STARTED: "Opted in again",
    ReplyKind.ASKED: "Asked back",
    ReplyKind.NOT_STARTED: "Not opted in",
    ReplyKind.HELP: "Help",
}
MEANT: Final[Mapping[ReplyKind, str]] = {
    ReplyKind.STOPPED: "confirms that they hear no more from the sender they answered",
    ReplyKind.STOPPED_EVERYWHERE: "confirms that they hear no more from any sender",
    ReplyKind.STARTED: "confirms that they are off the list again",
    ReplyKind.ASKED: "asks whether they really want messages again",
    ReplyKind.NOT_STARTED: "says that their reply alone takes nobody off the list",
    ReplyKind.HELP: "answers HELP",
}

WARNINGS: Final[Mapping[Warned, str]] = {
    Warned.NAMELESS: "It does not say who it is from: put `{business}` in.",
    Warned.LINK: "It has a link, which may be taken for marketing. A confirmation has none.",
    Warned.LONG: "It is more than one SMS. A shorter text costs less and arrives in one piece.",
    Warned.NO_ANSWER: "It does not say what to answer: START to opt in, STOP to opt out.",
}

FAILURES: Final[Mapping[Failure, str]] = {
    Failure.UNREACHABLE: "the provider could not be reached",
    Failure.BUSY: "the provider took no messages",
    Failure.UNCLEAR: "the provider did not say whether it sent it",
    Failure.LATE: "its time was over before it could be tried",
    Failure.REFUSED: "the provider refused it",
    Failure.CANNOT: "the connection lacks what is needed to send",
    Failure.SECRETS_LOST: "the provider's secrets have to be entered again",
}


def of_slot(slot: Slot, places: Places) -> str:
    """Sender and language, unescaped."""
    found = places.sender(slot.sender) if slot.sender != EVERY_SENDER else None
    who = sender(found) if found else "every sender"
    return f"{who} · {language_name(slot.language) if slot.language else 'any language'}"


def size(shown: Preview) -> str:
    if not shown.is_sms:
        return counted(len(shown.text), "letter")
    messages = counted(shown.segments, "SMS") if shown.segments == 1 else f"{shown.segments} SMS"
    return f"{messages} · {counted(shown.places, 'letter')}"


def warning(warned: Warned, shown: Preview) -> str:
    if warned is Warned.COSTLY:
        odd = in_words((f"“{escape(letter)}”" for letter in shown.odd[:5]), last="and")
        return (
            f"With {odd} an SMS holds 70 letters instead of 160: it is not in the alphabet of SMS."
        )
    return WARNINGS[warned]


def failure(stored: str) -> str:
    """Why a confirmation did not arrive, from what is kept of it; escaped."""
    code, detail = why(stored)
    return f"{FAILURES[code]} ({escape(detail)})" if detail else FAILURES[code]
