"""The company's connections to its providers, and the customers' lines over them."""

from __future__ import annotations

from secrets import token_hex
from typing import TYPE_CHECKING, Final

from bot.sandbox.company import TEAM
from bot.sandbox.phones import Line
from bot.sandbox.seeding import THANDI
from optouts import connections, workspaces
from optouts.connections import Entry
from optouts.inbound import Provider
from optouts.provider_accounts import ACCOUNTS

if TYPE_CHECKING:
    from collections.abc import Mapping

    from bot.sandbox.phones import Phones
    from optouts.core import Core
    from optouts.places import Sender

SECRETS: Final[Mapping[Provider, Mapping[str, str]]] = {
    Provider.TWILIO: {
        "auth_token": "of-the-sandbox",
        "account_sid": "AC00000000000000000000000000",
    },
    Provider.WHATSAPP: {
        "app_secret": "of-the-sandbox",
        "verify_token": "of-the-sandbox",
        "access_token": "of-the-sandbox",
        "phone_number_ids": "27600123456=1061,27600123457=1062,27600123458=1063",
    },
    Provider.CLICKATELL: {"api_key": "of-the-sandbox"},
    Provider.SMSPORTAL: {"client_id": "sandbox", "api_secret": "of-the-sandbox"},
    Provider.CLICKSEND: {"username": "sandbox", "api_key": "of-the-sandbox"},
    Provider.GENERIC: {
        "signing_secret": "of-the-sandbox",
        "send_url": "https://messages.example.com/",
    },
}
USUAL: Final = {"sms": Provider.TWILIO, "whatsapp": Provider.WHATSAPP}


def connect(phones: Phones, core: Core, url: str, usual: Mapping[str, Provider] = USUAL) -> None:
    """Every sender can be reached from the phones, by the provider that is usual for its channel.

    A connection that was there before gets a new address: the old one is nowhere kept.
    """
    workspace = workspaces.of_team(core, enterprise_id="", team_id=TEAM.id)
    known = {each.name: each for each in connections.of_workspace(core, workspace, by=THANDI)}
    tokens = {}
    for provider in usual.values():
        name = ACCOUNTS[provider].title
        request = token_hex(8)
        if name in known:
            made = connections.renew(core, workspace, known[name].id, by=THANDI, request=request)
        else:
            entry = Entry(name, secrets=SECRETS[provider])
            made = connections.add(core, workspace, provider, entry, by=THANDI, request=request)
        if made is not None:
            tokens[provider] = made[1]
    phones.lines[:] = [
        _line(sender, usual[sender.channel], f"{url}/webhooks/{{}}/{{}}", tokens)
        for sender in workspaces.setup(core, workspace).places.open_senders()
    ]


def _line(sender: Sender, provider: Provider, form: str, tokens: Mapping[Provider, str]) -> Line:
    return Line(
        sender.written,
        sender.label or sender.written,
        sender.channel.value,
        provider.value,
        form.format(provider.value, tokens[provider]),
        SECRETS[provider],
    )
