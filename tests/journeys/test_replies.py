"""A customer answers the company: whichever provider brings it, it becomes the same opt-out."""

import pytest

from bot.application import Application
from bot.sandbox.person import Person
from bot.sandbox.server import Sandbox
from optouts.inbound import Provider
from tests.conftest import Clock
from tests.journeys.conftest import Told, answer
from tests.journeys.database_outages import outage_of
from tests.journeys.importing import ONE_ENGINE
from tests.journeys.replying import SUPPORT, Customer, reached

ROOM = "#opt-outs"
STOPPED = (
    "Promotions: You have opted out and will get no more messages from this number. Reply START to"
    " get them again."
)
BY_SMS = sorted(set(Provider) - {Provider.WHATSAPP})
BY_WHATSAPP = (Provider.WHATSAPP, Provider.TWILIO, Provider.CLICKATELL, Provider.GENERIC)


@pytest.fixture
def lerato(slack: Sandbox, company: Application) -> Customer:
    """A customer, reached through Twilio by SMS and through Meta by WhatsApp."""
    return reached(company, slack)


@pytest.mark.parametrize("provider", BY_SMS)
def test_stop_by_sms_is_told_confirmed_kept_and_heeded(
    provider: Provider, slack: Sandbox, company: Application, sipho: Person, told: Told
) -> None:
    lerato = reached(company, slack, sms=provider)
    lerato.answers("STOP")

    (line,) = told()
    assert line == (
        "*+27…0101* opted out\n"
        "• Every account · SMS · Promotions (31331)\n"
        "1 March 2026, 09:00 UTC · from a reply of the person: “STOP”\n"
        "[Undo] [History]"
    )
    assert lerato.reads == [STOPPED]
    sipho.types("/optout check 083 555 0101 sms from Promotions", channel=ROOM)
    assert answer(sipho).startswith(
        ":no_entry: *+27 83 555 0101* is opted out for SMS from Promotions (31331):"
    )
    sipho.types("/optout history 083 555 0101", channel=ROOM)
    assert "Opted out | Every account · SMS · Promotions (31331) | The person · reply | STOP" in (
        answer(sipho)
    )


@pytest.mark.parametrize("provider", BY_WHATSAPP)
def test_stop_by_whatsapp_is_for_that_source_number_alone(
    provider: Provider, slack: Sandbox, company: Application, sipho: Person, told: Told
) -> None:
    lerato = reached(company, slack, whatsapp=provider)
    lerato.answers("Please stopppp", to=SUPPORT)

    assert "• Every account · WhatsApp · Retail support (+27 60 012 3456)" in told()[0]
    assert "“Please stopppp”" in told()[0]
    assert lerato.reads[0].startswith("Retail support: You have opted out")
    sipho.types("/optout check 083 555 0101 whatsapp from Retail support", channel=ROOM)
    assert answer(sipho).startswith(":no_entry:")
    sipho.types("/optout check 083 555 0101 whatsapp from Travel desk", channel=ROOM)
    assert answer(sipho).startswith(":white_check_mark:")


def test_what_is_delivered_twice_is_told_and_confirmed_once(lerato: Customer, told: Told) -> None:
    lerato.answers("STOP", to=SUPPORT)
    lerato.is_delivered_again()
    lerato.is_delivered_again()

    assert len(told()) == 1
    assert len(lerato.reads) == 1
    assert lerato.trouble == ""


def test_stop_again_is_not_confirmed_again(lerato: Customer, told: Told) -> None:
    lerato.answers("STOP", to=SUPPORT)
    lerato.answers("Stop!!", to=SUPPORT)

    assert len(told()) == 1
    assert len(lerato.reads) == 1


@ONE_ENGINE
def test_a_question_with_stop_in_it_is_nobodys_business(lerato: Customer, told: Told) -> None:
    lerato.answers("Can you stop by Tuesday?")

    assert told() == []
    assert lerato.reads == []


@ONE_ENGINE
def test_help_is_answered_and_changes_nothing(lerato: Customer, told: Told) -> None:
    lerato.answers("HELP")

    assert told() == []
    assert len(lerato.reads) == 1
    assert "STOP" in lerato.reads[0]


def test_start_takes_off_what_stop_put_on_and_both_stay_in_the_history(
    lerato: Customer, sipho: Person, told: Told, clock: Clock
) -> None:
    lerato.answers("STOP")
    clock.advance(days=2)
    lerato.answers("start")

    sipho.types("/optout check 083 555 0101", channel=ROOM)
    assert answer(sipho).startswith(":white_check_mark:")
    assert len(told()) == 2
    assert len(lerato.reads) == 2
    sipho.types("/optout history 083 555 0101", channel=ROOM)
    assert "Opted out" in answer(sipho)
    assert "| The person · reply | start" in answer(sipho)


def test_start_does_not_lift_what_staff_recorded(
    lerato: Customer, naledi: Person, sipho: Person
) -> None:
    naledi.types("/optout add 083 555 0101 sms from Promotions note asked by phone", channel=ROOM)
    lerato.answers("START")

    sipho.types("/optout check 083 555 0101", channel=ROOM)
    assert answer(sipho).startswith(":no_entry:")


def test_the_switch_for_offers_in_whatsapp_stops_and_resumes(
    lerato: Customer, sipho: Person, told: Told, clock: Clock
) -> None:
    lerato.switches_offers(off=True)
    sipho.types("/optout check 083 555 0101 whatsapp from Retail support", channel=ROOM)
    assert answer(sipho).startswith(":no_entry:")
    assert len(told()) == 1
    assert lerato.reads == [], "WhatsApp has shown it already, and lets nobody write"

    clock.advance(hours=1)
    lerato.switches_offers(off=False)
    sipho.types("/optout check 083 555 0101 whatsapp from Retail support", channel=ROOM)
    assert answer(sipho).startswith(":white_check_mark:")


def test_double_opt_in_asks_back_before_it_lifts_anything(
    lerato: Customer, thandi: Person, sipho: Person, clock: Clock
) -> None:
    thandi.types("/optout settings double_opt_in on", channel=ROOM)
    lerato.answers("STOP")
    clock.advance(days=30)
    lerato.answers("START")
    sipho.types("/optout check 083 555 0101", channel=ROOM)
    assert answer(sipho).startswith(":no_entry:")
    asked = len(lerato.reads)
    assert asked == 2

    lerato.answers("what do you mean?")
    sipho.types("/optout check 083 555 0101", channel=ROOM)
    assert answer(sipho).startswith(":no_entry:")

    clock.advance(minutes=10)
    lerato.answers("YES")
    sipho.types("/optout check 083 555 0101", channel=ROOM)
    assert answer(sipho).startswith(":white_check_mark:")


def test_a_provider_that_is_down_is_tried_again_until_the_confirmation_is_sent(
    slack: Sandbox, lerato: Customer, sipho: Person, clock: Clock
) -> None:
    slack.faults.switch_on("provider_down")
    lerato.answers("STOP", to=SUPPORT)
    sipho.types("/optout check 083 555 0101", channel=ROOM)
    assert answer(sipho).startswith(":no_entry:"), "the opt-out does not wait for its confirmation"
    assert lerato.reads == []

    slack.faults.clear()
    clock.advance(minutes=2)
    slack.person("sipho").types("/optout help", channel=ROOM)
    assert len(lerato.reads) == 1


def test_a_confirmation_that_cannot_be_sent_in_time_is_given_up_and_the_team_told(
    slack: Sandbox, lerato: Customer, sipho: Person, told: Told, clock: Clock
) -> None:
    slack.faults.switch_on("provider_down")
    lerato.answers("STOP", to=SUPPORT)
    clock.advance(minutes=6)
    sipho.types("/optout help", channel=ROOM)
    slack.faults.clear()
    clock.advance(minutes=6)
    sipho.types("/optout help", channel=ROOM)

    assert lerato.reads == []
    assert "could not be sent the answer to what they asked" in told()[-1]
    assert "+27…0101 from Retail support" in told()[-1]


def test_a_reply_during_an_outage_is_taken_in_when_the_provider_tries_again(
    lerato: Customer,
    company: Application,
    request: pytest.FixtureRequest,
    sipho: Person,
    told: Told,
) -> None:
    slack_settle, lerato.slack.settle = lerato.slack.settle, None
    with outage_of(company, request)():
        lerato.answers("STOP")
        assert "(503)" in lerato.trouble
    lerato.slack.settle = slack_settle
    lerato.is_delivered_again()

    assert lerato.trouble == ""
    assert len(told()) == 1
    assert lerato.reads == [STOPPED]
    sipho.types("/optout check 083 555 0101", channel=ROOM)
    assert answer(sipho).startswith(":no_entry:")


def test_a_word_that_a_manager_adds_opts_out_from_then_on(
    lerato: Customer, thandi: Person, sipho: Person
) -> None:
    lerato.answers("kabouter")
    sipho.types("/optout check 083 555 0101", channel=ROOM)
    before = answer(sipho)
    thandi.types("/optout keyword add kabouter", channel=ROOM)
    thandi.submits()
    lerato.answers("Kabouter!")
    sipho.types("/optout check 083 555 0101", channel=ROOM)

    assert before.startswith(":white_check_mark:")
    assert answer(sipho).startswith(":no_entry:")
