"""Which opt-outs are meant: as typed behind a command, as filled into a form, as kept for later."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any, Final

from pydantic import TypeAdapter

from handlers.slack import arguments, defaults
from handlers.slack.arguments import Arguments
from handlers.slack.ids import Field
from handlers.slack.problems import BadWords
from handlers.slack.requests import Filled
from optouts.outcomes import Wanted
from optouts.setup import Setup
from optouts.words import AccountId, Channel, Origin, SenderId

FLAGS: Final = frozenset({*defaults.FLAGS, "ended"})
CLAUSES: Final = frozenset({"from", "for", "origin", "since", "until"})

_WANTED: Final = TypeAdapter(Wanted)


def said(typed: Arguments, known: Setup, *, usage: str) -> Wanted:
    """The clauses of a command; `usage` is shown with what is wrong about them."""
    channels = defaults.channels_said(typed)
    senders = defaults.senders_said(typed, known.places)
    accounts = defaults.accounts_said(typed, known.places) or ()
    if len(senders) > 1 or len(accounts) > 1:
        raise BadWords("Name one sender and one account at most.", usage)
    return Wanted(
        channel=channels[0] if len(channels) == 1 else None,
        sender=senders[0].id if senders else None,
        account=accounts[0].id if accounts else None,
        origins=tuple(_origin(text, usage) for text in typed.each("origin")),
        since=_day(typed, "since", known, usage),
        until=_day(typed, "until", known, usage),
        ended_too="ended" in typed.flags,
    )


def _origin(text: str, usage: str) -> Origin:
    try:
        return Origin(text.casefold())
    except ValueError as error:
        raise BadWords(
            f"“{text}” is not where an opt-out comes from: {', '.join(Origin)} are.", usage
        ) from error


def _day(typed: Arguments, clause: str, known: Setup, usage: str) -> datetime | None:
    text = typed.one(clause)
    if not text:
        return None
    read = arguments.day(text, known.preferences.zone)
    if read is None:
        raise BadWords(f"“{text}” is not a day. Write it as year-month-day.", usage)
    return read


def filled_in(filled: Filled, known: Setup) -> Wanted:
    """The fields of a filter, which stand in several forms."""
    channel, sender, account = (
        filled.chosen(name) for name in (Field.CHANNEL, Field.SENDER, Field.ACCOUNT)
    )
    return Wanted(
        channel=Channel(channel) if channel else None,
        sender=SenderId(int(sender)) if sender else None,
        account=AccountId(int(account)) if account else None,
        origins=tuple(Origin(value) for value in filled.ticked(Field.ORIGIN)),
        since=_start(filled.day(Field.SINCE), known),
        until=_start(filled.day(Field.UNTIL), known),
        ended_too=bool(filled.ticked(Field.ENDED_TOO)),
    )


def _start(day: date | None, known: Setup) -> datetime | None:
    return arguments.start_of(day, known.preferences.zone) if day else None


def complaints(filled: Filled) -> dict[str, str]:
    """What is wrong with the fields of a filter, under the field."""
    since, until = filled.day(Field.SINCE), filled.day(Field.UNTIL)
    if since and until and since >= until:
        return {Field.UNTIL: "This day must come after the one above."}
    return {}


def body(wanted: Wanted) -> dict[str, Any]:
    """A filter as a draft keeps it."""
    kept: dict[str, Any] = _WANTED.dump_python(wanted, mode="json")
    return kept


def of_body(kept: Mapping[str, Any]) -> Wanted:
    return _WANTED.validate_python(dict(kept))
