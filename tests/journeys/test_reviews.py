"""An unclear reply comes before people in Slack, and is judged by them, by a rule or by time."""

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.application import Application
from bot.sandbox.person import Message, Person
from bot.sandbox.server import Sandbox
from tests.journeys.conftest import Passes, Told, answer
from tests.journeys.importing import ONE_ENGINE, said
from tests.journeys.replying import Customer, reached

UNCLEAR = "Please cancel my order!"


@pytest.fixture
def lerato(company: Application, slack: Sandbox) -> Customer:
    return reached(company, slack)


def reviews(person: Person, room: str = "#opt-outs") -> list[Message]:
    """The messages that ask about a reply, or tell who judged it; oldest first."""
    return [each for each in said(person, room) if "wrote to" in each.text]


def test_an_editor_reads_the_words_and_opts_the_person_out(
    lerato: Customer, naledi: Person, sipho: Person
) -> None:
    lerato.answers(UNCLEAR)

    [asked] = reviews(sipho)
    assert asked.text.startswith(
        f"*Is this an opt-out?*\n*+27…0101* wrote to *Promotions (31331)*:\n{UNCLEAR}\n"
    )
    assert "SMS through Twilio · never opted out before" in asked.text
    assert "If nobody says anything, it counts as an opt-out, 2 March 2026, 09:00" in asked.text
    sipho.types("/optout check 083 555 0101")
    assert "is not opted out" in answer(sipho)
    assert lerato.reads == []

    naledi.clicks("Opt Out", channel="#opt-outs")

    [judged] = reviews(sipho)
    assert "*Opted out* by @Naledi Dlamini" in judged.text
    assert "Not an Opt-Out" not in judged.text
    sipho.types("/optout check 083 555 0101")
    assert "is opted out" in answer(sipho)
    [confirmed] = lerato.reads
    assert "opted out" in confirmed


def test_what_is_no_opt_out_is_set_aside_and_nothing_is_changed(
    lerato: Customer, naledi: Person, sipho: Person, told: Told
) -> None:
    lerato.answers(UNCLEAR)

    naledi.clicks("Not an Opt-Out", channel="#opt-outs")

    [judged] = reviews(sipho)
    assert "*Not an opt-out*, says @Naledi Dlamini" in judged.text
    sipho.types("/optout check 083 555 0101")
    assert "is not opted out" in answer(sipho)
    assert lerato.reads == []
    assert len(told()) == 1


@ONE_ENGINE
def test_a_viewer_sees_it_and_may_not_judge(lerato: Customer, sipho: Person) -> None:
    lerato.answers(UNCLEAR)

    for button in ("Opt Out", "Not an Opt-Out", "Always Treat Like This…"):
        sipho.clicks(button, channel="#opt-outs")
        assert "You need the role" in answer(sipho)

    sipho.types("/optout review")
    assert UNCLEAR in answer(sipho)
    assert "[Opt Out]" not in answer(sipho)
    assert "Is this an opt-out?" in reviews(sipho)[0].text


@ONE_ENGINE
def test_who_is_late_is_told_who_judged(
    lerato: Customer, naledi: Person, thandi: Person, slack: Sandbox
) -> None:
    lerato.answers(UNCLEAR)
    thandi.types("/optout review")
    naledi.clicks("Not an Opt-Out", channel="#opt-outs")

    thandi.clicks("Opt Out", channel="#opt-outs")

    assert any(
        "@Naledi Dlamini has judged this already" in each.text
        for each in thandi.sees("#opt-outs")
        if each.ephemeral
    )
    assert slack.settle is not None


def test_a_manager_makes_a_rule_of_it_that_judges_the_others_too(
    lerato: Customer, thandi: Person, naledi: Person, sipho: Person
) -> None:
    lerato.answers(UNCLEAR)
    mpho = Customer(lerato.slack, "+27835550102")
    mpho.answers("please cancel my order")
    naledi.clicks("Always Treat Like This…", channel="#opt-outs")
    assert "You need the role *manager*" in answer(naledi)

    thandi.clicks("Always Treat Like This…", channel="#opt-outs")
    assert "please cancel my order" in thandi.modal.casefold()
    thandi.submits()

    assert "means: opt the person out. 2 replies judged by it" in answer(thandi)
    for each in reviews(sipho):
        assert "*Opted out* by @Thandi Mokoena" in each.text
        assert "Always, from now on" in each.text
    lungile = Customer(lerato.slack, "+27835550103")
    lungile.answers(UNCLEAR)
    assert len(reviews(sipho)) == 2
    sipho.types("/optout check 083 555 0103")
    assert "is opted out" in answer(sipho)


def test_nobody_judges_so_the_team_is_reminded_and_then_the_safe_side_wins(
    lerato: Customer, passes: Passes, sipho: Person, naledi: Person, told: Told
) -> None:
    lerato.answers(UNCLEAR)

    passes(timedelta(hours=12))

    reminder = told()[-1]
    assert "*1 unclear reply* still waits for somebody to judge." in reminder
    assert "It counts as an opt-out, 2 March 2026, 09:00 UTC." in reminder
    assert f"• *+27…0101* “{UNCLEAR}”" in reminder
    naledi.clicks("Show Them", channel="#opt-outs")
    assert "+27 83 555 0101" in answer(naledi)

    passes(timedelta(hours=12))

    [late] = reviews(sipho)
    assert "*Opted out*, as nobody judged it in time" in late.text
    news = told()[-1]
    assert "*+27…0101* opted out" in news
    assert f"a reply of the person: “{UNCLEAR}” · Nobody judged this reply in time." in news
    sipho.types("/optout check 083 555 0101")
    assert "is opted out" in answer(sipho)


@ONE_ENGINE
def test_home_counts_what_waits_and_the_list_judges_it(
    lerato: Customer, naledi: Person, sipho: Person
) -> None:
    lerato.answers(UNCLEAR)
    Customer(lerato.slack, "+27835550102").answers("wrong number")

    naledi.opens_home()
    assert "*2 unclear replies* wait for somebody to judge." in naledi.home
    sipho.opens_home()
    assert "unclear" not in sipho.home

    naledi.clicks("Show Them", channel="home")
    assert "*2 unclear replies* wait" in answer(naledi)

    naledi.types("/optout review", channel="#retail-campaigns")
    assert "+27 83 555 0101" in answer(naledi)
    assert "+27 83 555 0102" in answer(naledi)
    naledi.clicks("Opt Out", channel="#retail-campaigns")
    assert "*1 unclear reply* waits" in answer(naledi)
    naledi.clicks("Not an Opt-Out", channel="#retail-campaigns")
    assert answer(naledi) == "No reply waits for anybody to judge it."
    assert ["Is this an opt-out?" in each.text for each in reviews(sipho)] == [False, False]


@ONE_ENGINE
def test_the_words_are_shown_as_they_were_written_and_do_nothing_in_slack(
    lerato: Customer, sipho: Person
) -> None:
    lerato.answers("cancel <!channel> *now* https://evil.example <@U0THANDI> please")

    [asked] = reviews(sipho)
    assert "cancel <!channel> *now* https://evil.example <@U0THANDI> please" in asked.text


@ONE_ENGINE
def test_a_channel_of_its_own_asks_and_the_team_hears_of_the_opt_out(
    lerato: Customer, thandi: Person, naledi: Person, told: Told
) -> None:
    thandi.types("/optout settings review_channel #retail-campaigns")
    lerato.answers(UNCLEAR)
    assert len(reviews(naledi, "#retail-campaigns")) == 1
    assert told() == []

    naledi.clicks("Opt Out", channel="#retail-campaigns")

    [news] = told()
    assert "*+27…0101* opted out" in news
    assert f"“{UNCLEAR}”, judged by @Naledi Dlamini" in news


@ONE_ENGINE
def test_undoing_it_amends_the_message_that_told_of_it(
    lerato: Customer, thandi: Person, sipho: Person, told: Told
) -> None:
    lerato.answers(UNCLEAR)
    thandi.clicks("Opt Out", channel="#opt-outs")

    thandi.clicks("Undo", channel="#opt-outs")
    thandi.fills("Reason", "They meant their parcel")
    thandi.submits()

    [amended] = told()
    assert "*Undone* by @Thandi Mokoena" in amended
    assert f"“{UNCLEAR}”, judged by @Thandi Mokoena" in amended
    sipho.types("/optout check 083 555 0101")
    assert "is not opted out" in answer(sipho)


@ONE_ENGINE
def test_where_the_bot_may_not_write_whoever_chose_the_channel_judges(
    lerato: Customer, thandi: Person, slack: Sandbox
) -> None:
    slack.workspace.channels["C0OPTOUT"].archived = True
    lerato.answers(UNCLEAR)

    assert len(reviews(thandi, "dm")) == 1
    assert any("where I may not write" in each.text for each in said(thandi, "dm"))
    thandi.clicks("Not an Opt-Out", channel="dm")
    assert "*Not an opt-out*, says @Thandi Mokoena" in reviews(thandi, "dm")[0].text


@ONE_ENGINE
def test_a_stop_to_an_unknown_sender_holds_and_somebody_is_asked_whose_it_is(
    lerato: Customer, naledi: Person, sipho: Person
) -> None:
    known = next(each for each in lerato.slack.phones.lines if each.address == "31331")
    lerato.slack.phones.lines.append(replace(known, address="39999"))
    Customer(lerato.slack, "+27835550102").answers("STOP", to="39999")

    [asked] = reviews(sipho)
    assert "Nothing is known of 39999" in asked.text
    naledi.clicks("Set Aside", channel="#opt-outs")
    assert "*Set aside* by @Naledi Dlamini" in reviews(sipho)[0].text
    sipho.types("/optout check 083 555 0102")
    assert "is opted out" in answer(sipho)
