"""The words for connections: what state one is in, and where its address is entered."""

from typing import Final

from handlers.slack.blocks.text import date, escape, in_words
from optouts.connection import Connection
from optouts.inbound import Provider
from optouts.provider_accounts import ACCOUNTS, BASIC_PASSWORD, BASIC_USER

WHERE: Final = {
    Provider.TWILIO: (
        "In Twilio's Console under *Phone Numbers*, the number, *Messaging configuration*: “A"
        " message comes in”, Webhook, HTTP POST. For a Messaging Service under *Integration*, for"
        " WhatsApp under *WhatsApp senders*."
    ),
    Provider.WHATSAPP: (
        "In Meta's App Dashboard under *WhatsApp*, *Configuration*, *Webhook*: the address as"
        " Callback URL, and your verify token. Then subscribe to `messages` and"
        " `user_preferences`."
    ),
    Provider.CLICKATELL: (
        "In Clickatell's portal in the integration's settings for two-way messaging: as the"
        " callback for replies, POST."
    ),
    Provider.SMSPORTAL: (
        "In SMSPortal's control panel under *Settings*, *Webhooks*: as the address for replies,"
        " version 2 (POST) if there is a choice."
    ),
    Provider.CLICKSEND: (
        "In ClickSend's dashboard under *SMS*, *Settings*, *Inbound SMS rules*: a rule for every"
        " message with the action URL."
    ),
    Provider.GENERIC: (
        "Your program posts each reply to it as JSON; `docs/providers/generic.md` has the shape."
    ),
}


def title(connection: Connection) -> str:
    """Its name, and the provider where the name does not say it."""
    provider = ACCOUNTS[connection.provider].title
    name = f"*{escape(connection.name)}*"
    return name if provider.casefold() in connection.name.casefold() else f"{name} · {provider}"


def state(connection: Connection) -> str:
    """What a manager wants to know of it, most pressing first."""
    if connection.is_lost:
        return (
            ":warning: Its secrets cannot be read any more, as the bot's secret key is another one."
            " *Nothing is received.* Choose Change… and enter them again."
        )
    return " · ".join([_heard(connection), _guarded(connection), *_limits(connection)])


def _heard(connection: Connection) -> str:
    at = connection.last_at
    return f"last heard from {date(at)}" if at else ":warning: nothing was received yet"


def _guarded(connection: Connection) -> str:
    if connection.is_signed:
        return "signed"
    others = [
        words
        for words, is_there in (
            ("a password", _has_password(connection)),
            ("a list of addresses", connection.addresses),
        )
        if is_there
    ]
    return f"not signed, guarded by {in_words(['a secret address', *others], last='and')}"


def _has_password(connection: Connection) -> bool:
    return bool(connection.secrets.get(BASIC_USER) or connection.secrets.get(BASIC_PASSWORD))


def _limits(connection: Connection) -> list[str]:
    lines = []
    if not connection.is_signed:
        may = "may" if connection.may_remove else "may not"
        lines.append(f"{may} take people off lists")
    if not connection.can_send:
        lines.append(
            "confirms only in the answer to a call"
            if ACCOUNTS[connection.provider].in_band
            else ":warning: *cannot confirm*: credentials to send with are missing"
        )
    return lines


def address(public_url: str, provider: Provider, token: str) -> str:
    """Where the provider calls us."""
    return f"{public_url.rstrip('/') or NOWHERE}/webhooks/{provider}/{token}"


NOWHERE: Final = "https://YOUR-ADDRESS"
"""What stands for the address from outside where nobody has said it."""
