"""What managers read of connections: their state in words, and nothing that Slack refuses."""

from dataclasses import replace

import pytest

from bot.sandbox.outline import outline
from handlers.slack.blocks import connection_form, connection_list
from handlers.slack.blocks.connection_words import WHERE, state
from handlers.slack.replies import Message
from optouts.connection import Connection, ConnectionId
from optouts.inbound import Provider
from optouts.provider_accounts import ACCOUNTS
from optouts.words import WorkspaceId
from tests.handlers.slack.extremes import NOW
from tests.handlers.slack.test_blocks import (
    METADATA,
    assert_nothing_is_injected,
    assert_slack_takes,
    under_every_name,
)

TOKEN = "t" * 32
SIGNED = {"auth_token": "x"}


def connection(provider: Provider, name: str = "Main", **secrets: str) -> Connection:
    return Connection(ConnectionId(2**53), WorkspaceId(1), provider, name, secrets=secrets)


def full(provider: Provider, name: str) -> Connection:
    """With everything entered, as long as it may be."""
    secrets = {each.name: "s" * 1000 for each in ACCOUNTS[provider].secrets}
    return replace(
        connection(provider, name, **secrets),
        sender="x" * 60,
        region="ZA",
        may_remove=True,
        addresses=("2001:db8:0000:0000:0000:0000:0000:0000/128",) * 30,
        last_at=NOW,
    )


def read(message: Message) -> str:
    return outline([block.to_dict() for block in message.blocks])


@under_every_name
def test_slack_takes_the_messages_under_every_name(name: str) -> None:
    many = [full(provider, name) for provider in Provider] * 20
    shown = [
        connection_list.listing([]),
        connection_list.listing(many),
        connection_list.listing([replace(each, retired=True) for each in many]),
        connection_list.listing([replace(each, is_lost=True) for each in many]),
    ]
    shown += [
        connection_list.address_of(each, TOKEN, public_url=url)
        for each in many[: len(Provider)]
        for url in ("", "https://optout.example.com/")
    ]

    for message in shown:
        assert_slack_takes(message)
        assert_nothing_is_injected(message)


@under_every_name
@pytest.mark.parametrize("provider", Provider)
def test_slack_takes_the_forms_under_every_name(provider: Provider, name: str) -> None:
    for before in (None, full(provider, name), connection(provider, name)):
        view = connection_form.view(provider, before, region="ZA", metadata=METADATA)
        assert_slack_takes(view)
        assert_nothing_is_injected(view)
        assert "sss" not in str(view.to_dict()), "a secret is shown"
    for form in (connection_form.renewal, connection_form.retirement):
        asking = form(full(provider, name), metadata=METADATA)
        assert_slack_takes(asking)
        assert_nothing_is_injected(asking)


def test_the_address_is_whole_or_says_what_is_missing() -> None:
    each = connection(Provider.TWILIO)

    known = read(connection_list.address_of(each, TOKEN, public_url="https://a.example/"))
    unknown = read(connection_list.address_of(each, TOKEN, public_url=""))

    assert f"https://a.example/webhooks/twilio/{TOKEN}" in known
    assert "PUBLIC_URL" not in known
    assert f"https://YOUR-ADDRESS/webhooks/twilio/{TOKEN}" in unknown
    assert "PUBLIC_URL" in unknown
    assert set(WHERE) == set(Provider)


@pytest.mark.parametrize(
    ("each", "words"),
    [
        (
            connection(Provider.TWILIO, account_sid="AC", **SIGNED),
            ":warning: nothing was received yet · signed",
        ),
        (
            connection(Provider.TWILIO, **SIGNED),
            ":warning: nothing was received yet · signed · confirms only in the answer to a call",
        ),
        (
            connection(Provider.CLICKSEND),
            (
                ":warning: nothing was received yet · not signed, guarded by a secret address"
                " · may not take people off lists"
                " · :warning: *cannot confirm*: credentials to send with are missing"
            ),
        ),
        (
            replace(
                connection(Provider.GENERIC, send_url="https://a", basic_user="a"),
                addresses=("192.0.2.1/32",),
                may_remove=True,
            ),
            (
                ":warning: nothing was received yet · not signed, guarded by a secret address, a"
                " password and a list of addresses · may take people off lists"
            ),
        ),
    ],
)
def test_the_state_of_a_connection_is_said_in_words(each: Connection, words: str) -> None:
    assert state(each) == words
