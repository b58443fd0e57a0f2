"""Text for Slack: escaped, dated, named, and plain where nothing else can be shown."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers.slack.blocks import text
from optouts.places import Account, ListName, Sender
from optouts.words import AccountId, Channel, ListId, SenderId

MOMENT = datetime(2026, 3, 1, 9, tzinfo=UTC)
RETAIL = Account(AccountId(1), "Tom & Sons", "ZA", retired=False)
SUPPORT = Sender(SenderId(1), Channel.WHATSAPP, "27600123456", "Support line", retired=False)
SHORT = Sender(SenderId(2), Channel.SMS, "31331", "", retired=False)


@given(st.text())
def test_escaped_text_holds_no_markup_and_reads_back_as_it_was(typed: str) -> None:
    escaped = text.escape(typed)

    assert "<" not in escaped
    assert ">" not in escaped
    assert text.unescape(escaped) == typed


@given(st.text(), st.integers(1, 100))
def test_shortened_text_is_never_longer_and_says_that_it_was_cut(typed: str, longest: int) -> None:
    short = text.shortened(typed, longest)

    assert len(short) <= longest
    assert short == typed or (short.endswith("…") and typed.startswith(short[:-1]))


@pytest.mark.parametrize(
    ("rich", "plain"),
    [
        ("*Nothing was changed.* Type `/optout help`.", "Nothing was changed. Type /optout help."),
        ("Tom &amp; Sons &lt;Ltd&gt;", "Tom & Sons <Ltd>"),
        ("&amp;lt;", "&lt;"),
        (f"Undone, {text.date(MOMENT)}.", "Undone, 1 March 2026, 09:00 UTC."),
        ("", ""),
    ],
)
def test_rich_text_is_said_plainly(rich: str, plain: str) -> None:
    assert text.plain(rich) == plain


def test_a_moment_is_shown_in_the_zone_of_the_reader_with_a_fallback() -> None:
    assert text.date(MOMENT) == (
        "<!date^1772355600^{date_short_pretty} at {time}|1 March 2026, 09:00 UTC>"
    )
    assert text.day(MOMENT) == "1 Mar 2026"


@pytest.mark.parametrize(
    ("actor", "shown"),
    [
        ("U0THANDI", "<@U0THANDI>"),
        ("W012ABC", "<@W012ABC>"),
        ("recipient", "the person"),
        ("<!channel>", "&lt;!channel&gt;"),
        ("U0THANDI> <!here", "U0THANDI&gt; &lt;!here"),
    ],
)
def test_a_person_is_mentioned_and_a_program_is_named(actor: str, shown: str) -> None:
    assert text.person(actor) == shown


def test_only_mentions_of_ours_count_as_names_of_people() -> None:
    assert text.names_people(f"Already undone by {text.person('U0THANDI')}.")
    assert not text.names_people(f"“{text.escape('<@U0THANDI>')}” is not something I can do.")


def test_a_list_is_named_by_account_channel_and_sender() -> None:
    named = ListName(ListId(1), RETAIL, Channel.WHATSAPP, SUPPORT, 3)
    every = ListName(ListId(2), None, Channel.SMS, None, 0)
    code = ListName(ListId(3), None, Channel.SMS, SHORT, 0)

    assert text.list_name(named) == "Tom & Sons · WhatsApp · Support line (+27 60 012 3456)"
    assert text.list_name(every) == "Every account · SMS · every sender"
    assert text.list_name(code) == "Every account · SMS · 31331"


def test_counts_and_lists_of_words_read_aloud() -> None:
    assert text.counted(1, "number") == "1 number"
    assert text.counted(0, "number") == "0 numbers"
    assert text.counted(1_204, "opt-out") == "1,204 opt-outs"
    assert text.in_words(["a"]) == "a"
    assert text.in_words(["a", "b"]) == "a or b"
    assert text.in_words(["a", "b", "c"], last="and") == "a, b and c"
    assert text.in_words([]) == ""
