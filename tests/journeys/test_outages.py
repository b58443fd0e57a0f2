"""Bad days: the database is away, Slack is away, slow, or does not want to hear from us."""

import logging
import re
from collections.abc import Iterator
from io import StringIO

import pytest

from bot.application import Application
from bot.logs import JsonFormatter, TextFormatter
from bot.sandbox.person import Person
from bot.sandbox.server import Sandbox
from tests.journeys.conftest import Told, answer
from tests.journeys.database_outages import Outage, outage_of

NUMBER = "083 123 4567"
REFERENCE = re.compile(r"\(Reference (\w{6})\)")
AWAY = "The database does not answer. *Nothing was changed.* Please try again in a minute."
UNKNOWN = "Slack did not tell me who you are, so I cannot know what you may do."


@pytest.fixture
def database_away(company: Application, request: pytest.FixtureRequest) -> Outage:
    return outage_of(company, request)


@pytest.fixture
def log() -> Iterator[StringIO]:
    """What the log file holds, as text and as JSON."""
    written, root = StringIO(), logging.getLogger()
    handlers = [logging.StreamHandler(written), logging.StreamHandler(written)]
    for handler, formatter in zip(handlers, (TextFormatter(), JsonFormatter()), strict=True):
        handler.setFormatter(formatter)
        root.addHandler(handler)
    yield written
    for handler in handlers:
        root.removeHandler(handler)


def assert_told_and_logged(said: str, log: StringIO) -> None:
    """A short reference for the person, and the same one beside the cause in the log."""
    assert "Traceback" not in said
    assert "Error" not in said
    found = REFERENCE.search(said)
    assert found, said
    lines = log.getvalue().splitlines()
    assert any(f"[{found[1]}]" in line for line in lines)
    assert any(f'"reference": "{found[1]}"' in line and "Traceback" in line for line in lines)


# The database


def test_a_command_says_that_nothing_was_changed_and_works_again_afterwards(
    naledi: Person, database_away: Outage, log: StringIO, told: Told
) -> None:
    with database_away():
        naledi.types(f"/optout add {NUMBER}", channel="#retail-campaigns")

        assert naledi.trouble == ""
        assert answer(naledi).startswith(AWAY)
        assert_told_and_logged(answer(naledi), log)

    naledi.types(f"/optout check {NUMBER}")
    assert "is not opted out" in answer(naledi)
    naledi.types(f"/optout add {NUMBER}")
    assert "Opted out +27 83 123 4567" in answer(naledi)
    assert len(told()) == 1


def test_a_form_stays_open_with_what_was_typed_and_can_be_sent_again(
    naledi: Person, database_away: Outage, log: StringIO, told: Told
) -> None:
    naledi.types("/optout add", channel="#retail-campaigns")
    naledi.fills("Numbers", NUMBER)

    with database_away():
        naledi.submits()
        said = naledi.errors["Numbers"]

    assert said.startswith("The database does not answer. Nothing was changed.")
    assert_told_and_logged(said, log)
    assert f"Numbers: {NUMBER}" in naledi.modal
    naledi.submits()
    assert naledi.modal == ""
    assert len(told()) == 1


def test_every_way_in_is_told_of_the_outage(
    thandi: Person, database_away: Outage, log: StringIO, told: Told
) -> None:
    thandi.types(f"/optout add {NUMBER}", channel="#retail-campaigns")
    message = thandi.sees("#retail-campaigns")[0]
    thandi.types("/optout settings", channel="#retail-campaigns")

    with database_away():
        assert thandi.offered("Time zone", "Lond") == []
        thandi.closes()
        thandi.uses("Add opt-outs")
        assert answer(thandi).startswith(AWAY)
        thandi.uses("Opt out numbers in this message", message=message)
        assert answer(thandi).startswith(AWAY)
        thandi.types(f"@optout check {NUMBER}", channel="#retail-campaigns")
        assert answer(thandi).startswith(AWAY)
        thandi.types(f"check {NUMBER}", channel="dm")
        assert answer(thandi).startswith(AWAY)
        thandi.clicks("Undo", "#opt-outs")
        assert answer(thandi).startswith(AWAY)
        thandi.opens_home()
        assert AWAY in thandi.home

    assert thandi.modal == ""
    assert_told_and_logged(answer(thandi), log)
    assert "Undone" not in told()[0]
    thandi.opens_home()
    assert "*1 opt-out*" in thandi.home
    thandi.clicks("Undo", "#opt-outs")
    assert "*Undone* by @Thandi Mokoena" in told()[0]


def test_the_log_of_an_outage_holds_no_whole_number_and_no_token(
    naledi: Person, database_away: Outage, log: StringIO, slack: Sandbox
) -> None:
    with database_away():
        naledi.types(f"/optout add {NUMBER}, +27831234568")

    written = log.getvalue()
    assert "StorageAway" in written
    assert NUMBER not in written
    assert "27831234568" not in written
    assert slack.bot_token not in written


# Slack


def test_a_cut_connection_comes_back_and_nothing_is_doubled(
    naledi: Person, slack: Sandbox, told: Told
) -> None:
    naledi.types(f"/optout add {NUMBER}", channel="#retail-campaigns")

    slack.faults.drop_socket()
    assert slack.wait_for_bot()
    naledi.types(f"/optout add {NUMBER}")
    naledi.types("/optout add 082 987 6543")

    assert "+27…4567" in told()[0]
    assert "+27…6543" in told()[1]
    assert len(told()) == 2


def test_a_request_to_reconnect_loses_nothing(naledi: Person, slack: Sandbox, told: Told) -> None:
    slack.faults.refresh_socket()
    naledi.types(f"/optout add {NUMBER}", channel="#retail-campaigns")

    assert naledi.trouble == ""
    assert "Opted out" in answer(naledi)
    assert len(told()) == 1


@pytest.mark.parametrize("fault", ["rate_limited", "server_error"])
def test_while_slack_does_not_say_who_somebody_is_nothing_is_done_for_them(
    naledi: Person, slack: Sandbox, told: Told, log: StringIO, fault: str
) -> None:
    slack.faults.switch_on(fault, method="users.info")
    naledi.types(f"/optout add {NUMBER}", channel="#retail-campaigns")
    assert answer(naledi).startswith(UNKNOWN)
    assert_told_and_logged(answer(naledi), log)
    assert told() == []

    slack.faults.clear()
    naledi.types(f"/optout add {NUMBER}")

    assert "Opted out" in answer(naledi)
    assert len(told()) == 1


@pytest.mark.parametrize("fault", ["rate_limited", "server_error"])
def test_a_change_that_cannot_be_confirmed_is_made_and_its_author_is_told_so(
    naledi: Person, slack: Sandbox, told: Told, fault: str
) -> None:
    slack.faults.switch_on(fault, method="chat.postMessage")
    naledi.types(f"/optout add {NUMBER}", channel="#retail-campaigns")

    done, unconfirmed = [each.text for each in naledi.sees("#retail-campaigns")[-2:]]
    assert "Opted out +27 83 123 4567" in done
    assert unconfirmed.startswith("The change is made, but Slack did not let me confirm it in")
    assert told() == []

    slack.faults.clear()
    naledi.types(f"/optout add {NUMBER}")
    assert "Already opted out" in answer(naledi)


def test_an_undo_that_cannot_be_shown_is_made_and_said_to_be(
    thandi: Person, slack: Sandbox, told: Told
) -> None:
    thandi.types(f"/optout add {NUMBER}", channel="#retail-campaigns")
    slack.faults.switch_on("server_error", method="chat.update")

    thandi.clicks("Undo", "#opt-outs")

    assert "The change is made, but Slack did not let me confirm it" in answer(thandi)
    slack.faults.clear()
    thandi.clicks("Undo", "#opt-outs")
    assert "Already undone by @Thandi Mokoena" in answer(thandi)
    assert len(told()) == 1


def test_a_limit_of_a_second_is_waited_out(naledi: Person, slack: Sandbox, told: Told) -> None:
    slack.faults.switch_on("rate_limited", method="chat.postMessage", seconds=1, times=1)

    naledi.types(f"/optout add {NUMBER}", channel="#retail-campaigns")

    assert "Opted out +27 83 123 4567" in answer(naledi)
    assert len(told()) == 1


@pytest.mark.parametrize("fault", ["rate_limited", "server_error"])
def test_a_form_that_slack_will_not_open_is_offered_again(
    naledi: Person, slack: Sandbox, told: Told, fault: str
) -> None:
    slack.faults.switch_on(fault, method="views.open", seconds=5, times=1)
    naledi.types(f"/optout add {NUMBER} whatsapp", channel="#retail-campaigns")
    assert naledi.modal == ""

    naledi.clicks("Open the Form", "#retail-campaigns")

    assert f"Numbers: {NUMBER}" in naledi.modal
    assert "[x] WhatsApp" in naledi.modal
    assert told() == []


def test_the_home_tab_waits_for_better_days(thandi: Person, slack: Sandbox) -> None:
    slack.faults.switch_on("server_error")
    thandi.opens_home()
    assert thandi.home == ""

    slack.faults.clear()
    thandi.opens_home()

    assert "# Opt-outs" in thandi.home


def test_when_nothing_of_slack_works_the_bot_lives_on(
    naledi: Person, slack: Sandbox, told: Told
) -> None:
    slack.faults.switch_on("server_error")
    naledi.types(f"/optout add {NUMBER}", channel="#retail-campaigns")
    naledi.types(f"@optout add {NUMBER}", channel="#retail-campaigns")
    naledi.uses("Add opt-outs")
    assert told() == []

    slack.faults.clear()
    naledi.types(f"/optout add {NUMBER}")

    assert "Opted out" in answer(naledi)
    assert len(told()) == 1


def test_slow_answers_of_slack_do_not_make_a_command_late(
    naledi: Person, slack: Sandbox, told: Told
) -> None:
    slack.ack_seconds = 0.5
    slack.faults.switch_on("slow", seconds=0.6, times=2)

    naledi.types(f"/optout add {NUMBER}", channel="#retail-campaigns")

    assert naledi.trouble == ""
    assert "Opted out" in answer(naledi)
    assert len(told()) == 1


def test_a_form_that_was_answered_late_is_sent_again_without_doubling_the_change(
    naledi: Person, slack: Sandbox, told: Told
) -> None:
    naledi.types(f"/optout add {NUMBER} whatsapp", channel="#retail-campaigns")
    naledi.chooses("WhatsApp source numbers", "Travel desk (+27 60 012 3457)")
    slack.ack_seconds = 0.0

    naledi.submits()
    assert naledi.trouble == "We had some trouble connecting. Try again?"
    slack.ack_seconds = 3.0
    naledi.submits()

    assert naledi.modal == ""
    assert len(told()) == 1


def test_no_traceback_ever_reached_anybody(
    naledi: Person, database_away: Outage, slack: Sandbox
) -> None:
    slack.faults.switch_on("rate_limited", method="chat.postMessage")
    naledi.types(f"/optout add {NUMBER}", channel="#retail-campaigns")
    slack.faults.switch_on("server_error", method="views.open")
    naledi.types("/optout add")
    with database_away():
        naledi.types("/optout list")

    everything = "\n".join(
        post.text + str(post.blocks) for posts in slack.workspace.posts.values() for post in posts
    )
    for betraying in ("Traceback", "Exception", "sqlite", "psycopg", "SlackApiError", "slack_sdk"):
        assert betraying not in everything
