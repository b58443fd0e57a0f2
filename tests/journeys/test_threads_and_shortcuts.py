"""Where slash commands do not reach: threads, direct messages, and shortcuts."""

import pytest

from bot.sandbox import payloads
from bot.sandbox.person import Message, Person
from bot.sandbox.server import Sandbox
from tests.journeys.conftest import OPTOUT, Told, answer

ROOM = "#retail-campaigns"
NUMBER = "083 123 4567"


@pytest.fixture
def message(naledi: Person) -> Message:
    """Naledi's message with three numbers."""
    [three] = [each for each in naledi.sees(ROOM) if "Three customers" in each.text]
    return three


def test_slack_refuses_commands_in_threads_and_our_help_says_what_to_do(
    naledi: Person, message: Message, told: Told
) -> None:
    naledi.types(f"/optout add {NUMBER}", channel=ROOM, thread=message)

    assert naledi.trouble == "/optout is not supported in threads. Sorry!"
    assert told() == []
    naledi.types("/optout help", channel=ROOM)
    assert "Slash commands do not work in threads" in answer(naledi)
    assert "`@Optout check 083 123 4567`" in answer(naledi)


def test_a_mention_in_a_thread_is_answered_there_and_only_to_the_person(
    naledi: Person, sipho: Person, message: Message, told: Told
) -> None:
    naledi.types(f"@optout add {NUMBER} note asked here", channel=ROOM, thread=message)

    reply = naledi.sees(ROOM)[-1]
    assert "Opted out +27 83 123 4567" in reply.text
    assert reply.thread_ts == message.ts
    assert reply.ephemeral
    assert "Opted out" not in "\n".join(each.text for each in sipho.sees(ROOM))
    assert "from Slack in #retail-campaigns · asked here" in told()[0]


def test_a_mention_does_whatever_a_command_does(
    thandi: Person, message: Message, told: Told
) -> None:
    for words, expected in (
        ("help", "What Optout can do"),
        ("", "What would you like to do?"),
        (f"add {NUMBER} from Travel desk", "Opted out +27 83 123 4567"),
        (f"check {NUMBER}", "is opted out"),
        (f"history {NUMBER}", "Opted out"),
        ("list", "1 opt-out"),
        ("sender", "Promotions"),
        ("chekc", "Did you mean “check”"),
        (f"remove {NUMBER} everywhere", "Took +27 83 123 4567 off 1 list"),
    ):
        thandi.types(f"@optout {words}".strip(), channel=ROOM, thread=message)

        reply = thandi.sees(ROOM)[-1]
        assert expected in reply.text, words
        assert reply.thread_ts == message.ts
    assert len(told()) == 2


def test_a_mention_that_needs_a_form_offers_it_by_a_button_and_answers_in_the_thread(
    naledi: Person, message: Message, told: Told
) -> None:
    naledi.types(f"@optout add {NUMBER} whatsapp", channel=ROOM, thread=message)
    offer = naledi.sees(ROOM)[-1]
    assert offer.text.splitlines() == ["This needs a form.", "[Open the Form]"]
    assert offer.thread_ts == message.ts

    naledi.clicks("Open the Form", ROOM)
    assert f"Numbers: {NUMBER}" in naledi.modal
    naledi.chooses("WhatsApp source numbers", "Travel desk (+27 60 012 3457)")
    naledi.submits()

    reply = naledi.sees(ROOM)[-1]
    assert "Opted out +27 83 123 4567" in reply.text
    assert reply.thread_ts == message.ts
    assert len(told()) == 1


def test_the_offered_form_is_of_use_to_nobody_else(
    naledi: Person, thandi: Person, message: Message
) -> None:
    naledi.types("@optout add", channel=ROOM, thread=message)

    assert all(not each.ephemeral for each in thandi.sees(ROOM))
    assert "Open the Form" not in "\n".join(each.text for each in thandi.sees(ROOM))


def test_a_mention_outside_of_a_thread_is_answered_at_the_message(naledi: Person) -> None:
    asked = naledi.types(f"@optout check {NUMBER}", channel=ROOM)

    assert asked is not None
    assert naledi.sees(ROOM)[-1].thread_ts == asked.ts
    assert "is not opted out" in answer(naledi)


def test_in_the_apps_own_conversation_words_need_neither_slash_nor_mention(
    naledi: Person, told: Told
) -> None:
    naledi.types(f"add {NUMBER}", channel="dm")
    assert "Opted out +27 83 123 4567" in naledi.sees("dm")[-1].text
    naledi.types(f"@optout check {NUMBER}", channel="dm")
    assert "is opted out" in naledi.sees("dm")[-1].text
    naledi.types("hello", channel="dm")

    assert "“hello” is not something I can do." in naledi.sees("dm")[-1].text
    assert "in #" not in told()[0]
    assert len([each for each in naledi.sees("dm") if each.user == OPTOUT]) == 3


def test_an_answer_in_the_conversation_gives_way_to_its_undo(thandi: Person, told: Told) -> None:
    thandi.types(f"add {NUMBER}", channel="dm")

    thandi.clicks("Undo", "dm")

    replies = [each for each in thandi.sees("dm") if each.user == OPTOUT]
    assert [each.text for each in replies] == ["*Undone: 1 opt-out taken off again*"]
    assert "*Undone* by @Thandi Mokoena" in told()[0]


def test_a_form_asked_for_in_the_conversation_is_answered_there(naledi: Person) -> None:
    naledi.types("add", channel="dm")
    naledi.clicks("Open the Form", "dm")
    naledi.fills("Numbers", NUMBER)
    naledi.submits()

    assert "Opted out +27 83 123 4567" in naledi.sees("dm")[-1].text


def test_the_shortcut_on_a_message_fills_in_its_three_numbers(
    naledi: Person, message: Message, told: Told
) -> None:
    naledi.uses("Opt out numbers in this message", message=message)
    assert "Numbers: +27 82 555 0101, +27 83 555 0102, +27 84 555 0103" in naledi.modal

    naledi.submits()

    assert "Opted out 3 numbers" in answer(naledi)
    assert "opted out *3 numbers*" in told()[0]
    assert "555" not in told()[0]


def test_the_shortcut_leaves_out_what_is_no_number(naledi: Person, told: Told) -> None:
    written = naledi.types(
        "Invoice 2026-03-01 no. 12345 over R 1 234.50: call <tel:0825550101|082 555 0101>",
        channel=ROOM,
    )

    naledi.uses("Opt out numbers in this message", message=written)

    assert "Numbers: +27 82 555 0101\n" in naledi.modal
    assert told() == []


def test_the_shortcut_on_a_message_without_numbers_says_so(naledi: Person) -> None:
    plain = naledi.types("Good morning", channel=ROOM)

    naledi.uses("Opt out numbers in this message", message=plain)

    assert "No phone number was found in this message." in naledi.modal


def test_the_shortcut_takes_no_more_numbers_than_its_form_holds_and_none_in_part(
    naledi: Person, told: Told
) -> None:
    numbers = [f"082 555 {each:04}" for each in range(250)]
    written = naledi.types(", ".join(numbers), channel=ROOM)

    naledi.uses("Opt out numbers in this message", message=written)

    assert "This form holds no more numbers; the last 74 of them are left out." in naledi.modal
    naledi.submits()
    assert naledi.errors == {}
    assert "opted out *176 numbers*" in told()[0]


def test_the_global_shortcut_opens_the_empty_form_and_answers_privately(
    naledi: Person, slack: Sandbox, told: Told
) -> None:
    naledi.uses("Add opt-outs")
    naledi.fills("Numbers", NUMBER)
    naledi.submits()

    assert naledi.modal == ""
    assert "Opted out +27 83 123 4567" in naledi.sees("dm")[-1].text
    assert len(told()) == 1
    assert all(not post.ephemeral_to for post in slack.workspace.posts["C0OPTOUT"])


def test_what_programs_write_and_people_edit_is_not_listened_to(
    naledi: Person, slack: Sandbox, told: Told
) -> None:
    written = {"type": "message", "channel": "D0NALEDI", "channel_type": "im", "ts": "1.000001"}
    add = {"user": "U0NALEDI", "text": f"add {NUMBER}"}
    for inner in (
        written | add | {"bot_id": "B0OTHER"},
        written | add | {"subtype": "bot_message"},
        written | {"subtype": "message_changed", "message": add, "previous_message": add},
        written | {"subtype": "message_deleted", "previous_message": add},
        written | {"text": f"add {NUMBER}"},
        written | add | {"type": "app_mention", "channel": "C0RETAIL", "bot_id": "B0OTHER"},
    ):
        slack._slack.delivery.notify(payloads.event(slack._slack, inner))
        slack._slack.settled()

    assert told() == []
    assert answer(naledi) == ""
