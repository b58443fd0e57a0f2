"""What people type, and what Slack makes of it."""

from __future__ import annotations

import time

import pytest

from bot.sandbox import company
from bot.sandbox.text import Typist, mentions, rich_text, unescaped


@pytest.fixture
def typist() -> Typist:
    return Typist(company.founded(time.time), "U0NALEDI", app_user="U0OPTOUT")


@pytest.mark.parametrize(
    ("typed", "sent"),
    [
        ("a & b < c > d", "a &amp; b &lt; c &gt; d"),
        ("@optout help", "<@U0OPTOUT> help"),
        ("ask @thandi, please", "ask <@U0THANDI>, please"),
        ("mail naledi@thandi", "mail naledi@thandi"),
        ("@nobody", "@nobody"),
        ("see #retail-campaigns", "see <#C0RETAIL|retail-campaigns>"),
        ("see #leads", "see #leads"),
        ("@crm-team", "<!subteam^S0CRM|@crm-team>"),
        ("@here", "<!here>"),
        ("https://example.com/?a=1&b=2 now", "<https://example.com/?a=1&amp;b=2> now"),
        ("<tel:+27831234567|083 123 4567>", "<tel:+27831234567|083 123 4567>"),
        ("<script>", "&lt;script&gt;"),
        ("082 555 0101", "082 555 0101"),
    ],
)
def test_messages_are_escaped_and_linked(typist: Typist, typed: str, sent: str) -> None:
    assert typist.message(typed) == sent


def test_commands_carry_the_names_of_people(typist: Typist) -> None:
    assert typist.command("role @thandi") == "role <@U0THANDI|thandi>"


def test_a_message_is_also_a_rich_text_block() -> None:
    text = "Hi <@U0THANDI>, see <#C0RETAIL|retail>, <https://a.example|there> &amp; <!here>"
    (block,) = rich_text(text, "b1")

    assert block["elements"][0]["elements"] == [
        {"type": "text", "text": "Hi "},
        {"type": "user", "user_id": "U0THANDI"},
        {"type": "text", "text": ", see "},
        {"type": "channel", "channel_id": "C0RETAIL"},
        {"type": "text", "text": ", "},
        {"type": "link", "url": "https://a.example", "text": "there"},
        {"type": "text", "text": " & "},
        {"type": "broadcast", "range": "here"},
    ]


def test_mentions_are_found_with_and_without_a_name() -> None:
    assert mentions("<@U0OPTOUT> help", "U0OPTOUT")
    assert mentions("<@U0OPTOUT|optout> help", "U0OPTOUT")
    assert not mentions("@optout help", "U0OPTOUT")


def test_escaping_can_be_undone() -> None:
    assert unescaped("&lt;b&gt; &amp;amp;") == "<b> &amp;"
