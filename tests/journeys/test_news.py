"""The team's channel hears what people asked for themselves, masked, as it happens."""

from datetime import timedelta

import pytest

from bot.application import Application
from bot.sandbox.person import Person
from bot.sandbox.server import Sandbox
from optouts import changes, telling, workspaces
from optouts.changes import Act
from optouts.numbers import E164
from optouts.places import Choice
from optouts.roles import Actor, Role
from optouts.words import RECIPIENT, Channel, Origin
from tests.journeys.conftest import Passes, Told, answer
from tests.journeys.importing import ONE_ENGINE, said
from tests.journeys.replying import Customer, reached


@pytest.fixture
def lerato(company: Application, slack: Sandbox) -> Customer:
    return reached(company, slack)


def test_a_stop_is_told_with_the_words_the_sender_and_no_number(
    lerato: Customer, told: Told, sipho: Person
) -> None:
    lerato.answers("Stop it!!")

    [news] = told()
    assert news.startswith("*+27…0101* opted out\n• Every account · SMS · Promotions (31331)\n")
    assert "from a reply of the person: “Stop it!!”" in news
    assert "555" not in news
    sipho.clicks("History", channel="#opt-outs")
    assert "+27 83 555 0101" in answer(sipho)


@ONE_ENGINE
def test_words_of_people_do_nothing_in_the_channel(lerato: Customer, slack: Sandbox) -> None:
    lerato.answers("fuck <!channel> off")

    [post] = [each for each in slack.workspace.posts["C0OPTOUT"] if each.user == "U0OPTOUT"]
    assert "<!channel>" not in str(post.blocks)
    assert "&lt;!channel&gt;" in str(post.blocks)


def test_undo_amends_the_news_and_needs_a_manager_with_a_reason(
    lerato: Customer, told: Told, naledi: Person, thandi: Person
) -> None:
    lerato.answers("STOP")

    naledi.clicks("Undo", channel="#opt-outs")
    assert "You need the role *manager*" in answer(naledi)
    thandi.clicks("Undo", channel="#opt-outs")
    thandi.fills("Reason", "It was a test of ours")
    thandi.submits()

    [news] = told()
    assert "*Undone* by @Thandi Mokoena" in news
    assert "“STOP”" in news


@ONE_ENGINE
def test_a_start_is_told_too_and_one_that_lifts_nothing_says_so(
    lerato: Customer, told: Told, naledi: Person
) -> None:
    lerato.answers("STOP")
    lerato.answers("START")
    assert told()[-1].startswith("*+27…0101* opted in again")

    naledi.types("/optout add 083 555 0101 sms from Promotions", channel="#retail-campaigns")
    lerato.answers("START")

    assert told()[-1].startswith(
        "*+27…0101* asked for messages again, but what stands is not theirs to lift: “START”\n"
    )
    assert "to Promotions (31331)" in told()[-1]


def test_many_at_once_are_told_in_one_message_a_minute(
    lerato: Customer, told: Told, passes: Passes
) -> None:
    for index in range(3):
        Customer(lerato.slack, f"+2783555020{index}").answers("STOP")
    assert len(told()) == 3

    for index in range(5):
        Customer(lerato.slack, f"+2783555030{index}").answers("Stop" if index else "END")
    assert len(told()) == 3
    passes(timedelta(minutes=1))

    [*_, many] = told()
    assert len(told()) == 4
    assert many.startswith("*5 people* answered or followed a link.\n• *5* opted out · Promotions")
    assert "Promotions (31331): “STOP” 4, “END” 1" in many
    assert "The first: *+27…0300* “END” · *+27…0301* “Stop”" in many


@ONE_ENGINE
def test_an_opt_out_by_a_link_is_told_as_a_change_of_the_person(
    company: Application, told: Told
) -> None:
    workspace = workspaces.of_team(company.core, enterprise_id="", team_id="T0BAOBAB")
    person = Actor(RECIPIENT, Role.MANAGER)
    with company.core.writing() as tx:
        act = Act(workspace, person, Origin.LINK, "link:1")
        sms = Choice(frozenset({Channel.SMS}))
        made = changes.add_within(tx, company.core, act, [E164(27835550101)], sms)
        telling.of_change_within(tx, company.core, workspace, made.change.id)
    assert company.settle()

    [news] = told()
    assert "*+27…0101* opted out" in news
    assert "from an opt-out link" in news

    with company.core.writing() as tx:
        act = Act(workspace, person, Origin.LINK, "link:1:undo", note="by the person")
        row, counts = changes.undoable(tx, company.core, act, made.change.id)
        undone = changes.undo_within(tx, company.core, act, row, counts)
        telling.of_change_within(tx, company.core, workspace, undone.change.id)
    assert company.settle()
    [amended] = told()
    assert "*Undone* by the person," in amended


@ONE_ENGINE
def test_where_the_bot_may_not_write_whoever_chose_the_channel_hears_of_it(
    lerato: Customer, slack: Sandbox, thandi: Person, told: Told
) -> None:
    slack.workspace.channels["C0OPTOUT"].archived = True
    lerato.answers("STOP")

    assert told() == []
    assert any("*+27…0101* opted out" in each.text for each in said(thandi, "dm"))
    assert any("where I may not write" in each.text for each in said(thandi, "dm"))


@ONE_ENGINE
def test_without_a_channel_replies_work_and_nobody_is_told(
    lerato: Customer, thandi: Person, told: Told, sipho: Person
) -> None:
    thandi.types("/optout settings announcements none")
    before = told()
    lerato.answers("STOP")

    assert told() == before
    sipho.types("/optout check 083 555 0101")
    assert "is opted out" in answer(sipho)
