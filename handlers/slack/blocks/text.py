"""Text for Slack: escaping, dates in the reader's zone, the names of lists and people."""

import re
from collections.abc import Iterable
from datetime import datetime
from typing import Final

from optouts.numbers import E164
from optouts.outcomes import Change
from optouts.places import ListName, Sender
from optouts.words import RECIPIENT, Channel, Origin

CHANNELS: Final = {Channel.SMS: "SMS", Channel.WHATSAPP: "WhatsApp"}
ORIGINS: Final = {
    Origin.SLACK: "Slack",
    Origin.IMPORT: "an import",
    Origin.KEYWORD: "a reply of the person",
    Origin.API: "the API",
    Origin.LINK: "an opt-out link",
}
BRIEF_ORIGINS: Final = {
    Origin.SLACK: "Slack",
    Origin.IMPORT: "import",
    Origin.KEYWORD: "reply",
    Origin.API: "API",
    Origin.LINK: "link",
}
EVERY_ACCOUNT: Final = "Every account"
EVERY_SENDER: Final = "every sender"
DATES: Final = re.compile(r"<!date\^[^|>]*\|([^>]*)>")
API_KEY: Final = "api:"
USER: Final = re.compile(r"[UW][A-Z0-9]{2,}")
DATE_FORMAT: Final = "{date_short_pretty} at {time}"


def escape(text: str) -> str:
    """Text from people or files, safe to put in mrkdwn (docs.slack.dev/messaging/formatting)."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def unescape(text: str) -> str:
    """What a person typed, from the text that Slack makes of it."""
    return text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")


def shortened(text: str, longest: int) -> str:
    return text if len(text) <= longest else text[: longest - 1] + "…"


def plain(text: str) -> str:
    """Our own mrkdwn for places that show plain text only, such as the errors of a form."""
    bare = DATES.sub(r"\1", text).replace("*", "").replace("`", "")
    return unescape(bare)


def names_people(text: str) -> bool:
    """Whether our own mrkdwn holds a mention, which plain text would show as a bare id."""
    return "<@" in text


def date(at: datetime) -> str:
    """A moment, shown by Slack in the reader's own zone."""
    return f"<!date^{int(at.timestamp())}^{DATE_FORMAT}|{plain_date(at)}>"


def plain_date(at: datetime) -> str:
    """A moment for places that cannot show Slack's dates."""
    return f"{at.day} {at:%B %Y, %H:%M} {at.tzname()}"


def day(at: datetime) -> str:
    return f"{at.day} {at:%b %Y}"


def is_slack_user(actor: str) -> bool:
    return USER.fullmatch(actor) is not None


def person(actor: str) -> str:
    """A mention, if a Slack user did it; the name of the program otherwise."""
    if actor == RECIPIENT:
        return "the person"
    return f"<@{actor}>" if is_slack_user(actor) else escape(program(actor))


def maker(change: Change) -> str:
    """Who made a change, as `person` says it, but keys of the API with their name."""
    is_key = change.by.startswith(API_KEY)
    return escape(making_program(change)) if is_key else person(change.by)


def making_program(change: Change) -> str:
    """What program made a change, unescaped: ``“CRM” (API key 7)``."""
    name = change.evidence.get("key", "") if change.by.startswith(API_KEY) else ""
    return f"“{name}” ({program(change.by)})" if name else program(change.by)


def program(actor: str) -> str:
    """Who is no Slack user, unescaped; of keys of the API their number, which never changes."""
    if actor.startswith(API_KEY):
        return f"API key {actor.removeprefix(API_KEY)}"
    return actor


def sender(each: Sender) -> str:
    """Label and address, unescaped: ``Support line (+27600123456)``."""
    written = E164(int(each.address)).international if each.written[0] == "+" else each.written
    return f"{each.label} ({written})" if each.label else written


def list_name(name: ListName) -> str:
    """A list in words, unescaped: ``Baobab Retail · WhatsApp · Support line (+27 60 012 3456)``."""
    account = name.account.name if name.account else EVERY_ACCOUNT
    source = sender(name.sender) if name.sender else EVERY_SENDER
    return f"{account} · {CHANNELS[name.channel]} · {source}"


def counted(count: int, noun: str, several: str = "") -> str:
    """``1 number``, ``2 numbers``; `several` where an *s* does not make the plural."""
    return f"{count:,} {noun}" if count == 1 else f"{count:,} {several or f'{noun}s'}"


def in_words(words: Iterable[str], *, last: str = "or") -> str:
    """``a, b or c``."""
    known = list(words)
    return f" {last} ".join([", ".join(known[:-1]), known[-1]] if len(known) > 1 else known)
