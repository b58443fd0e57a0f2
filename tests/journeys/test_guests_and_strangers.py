"""Guests, people of other workspaces and deactivated people: refused everywhere."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from sqlmodel import SQLModel

from bot.application import Application
from bot.sandbox.person import Person
from bot.sandbox.server import Sandbox
from handlers.slack import ASKING, commands
from handlers.slack.ids import Button, Field, Form
from handlers.slack.wishes import Wish
from optouts import drafts, schedules, workspaces
from optouts.changes import Act
from optouts.core import Core
from optouts.export_order import Order
from optouts.job_rows import Body, written
from optouts.jobs import Effect, JobKind, Mode, Options, Report, Source, Stage
from optouts.places import Choice
from optouts.reading_plan import Column, Survey, guessed
from optouts.schedule import Every, Plan, Run, ScheduleId, What, When
from optouts.spikes import Spike
from optouts.words import EVERY_SENDER, Channel, ListId, Origin, WorkspaceId
from storage import jobs, tables
from tests.journeys.conftest import ADMIN, PATIENCE, Told
from tests.journeys.crafted import Attacker, Loot, clicks
from tests.journeys.importing import ONE_ENGINE
from tests.journeys.looting import api_key, connected, unclear_reply

STRANGERS = "People of other workspaces cannot use Optout here."
REFUSALS = {
    "gustav": "Guests cannot use Optout here.",
    "alex": STRANGERS,
    "sipho": STRANGERS,
}

Snapshot = Callable[[], dict[str, list[Any]]]


@pytest.fixture
def loot(thandi: Person, company: Application) -> Loot:
    """Everything true that an attacker could have seen over a manager's shoulder."""
    thandi.types("/optout add 083 123 4567 for Baobab Retail", channel="#opt-outs")
    core, team = company.core, {"enterprise_id": "", "team_id": "T0BAOBAB"}
    workspace = workspaces.of_team(core, **team)
    places = workspaces.setup(core, workspace).places

    def kept(body: dict[str, Any]) -> str:
        return drafts.keep(core, workspace, body, by=ADMIN)

    act = Act(workspace, ADMIN, Origin.SLACK, request="loot report")
    made = schedules.create(core, act, Plan(What.DIGEST, When(Every.WEEK), ("C0PARTNER",)))
    connection = connected(core, workspace)
    everything = dict.fromkeys(("channel", "sender", "account", "since", "until", "after"))
    return Loot(
        change=1,
        list=1,
        sender=places.senders[0].id,
        account=places.accounts[0].id,
        numbers=kept({"numbers": [27831234567]}),
        wish=kept(Wish("083 765 4321", "ZA").body() | {"text": "add 083 765 4321"}),
        filter=kept(everything | {"origins": [], "ended_too": False}),
        asking=waiting_job(core, workspace, Stage.ASKING),
        replacing=waiting_job(core, workspace, Stage.READY),
        exported=cancelled_export(core, workspace),
        order=kept({"order": {}, "channel": "C0PARTNER"}),
        spike=told_spike(core, workspace),
        schedule=made.id,
        digest=told_digest(core, workspace, made.id),
        rule="en:info",
        reply="stopped:0:",
        connection=connection,
        key=api_key(core, workspace),
        review=unclear_reply(company, workspace, connection),
    )


def waiting_job(core: Core, workspace: WorkspaceId, stage: Stage) -> int:
    """An import of the manager's that waits for an answer, as Slack shows it already."""
    column = Column(0, "mobile", "A", ("083 123 4567",), 1, 1)
    survey = Survey(
        kind="text",
        encoding="utf-8",
        delimiter=",",
        sheets=(),
        hidden_sheets=(),
        sheet="",
        header_row=0,
        first_row=1,
        columns=(column,),
        number_column=0,
        region_column=None,
        date=None,
        note_column=None,
        action_column=None,
        leading_minus=False,
        rows=1,
        hidden_rows=False,
        hidden_columns=(),
        merged=False,
    )
    choice = Choice(frozenset({Channel.SMS}))
    body = Body(
        Report("C0PARTNER", message="1.000001"),
        Source("list.csv", 7, "F0LIST"),
        survey=survey,
        options=Options(Mode.REPLACE, choice, "ZA", plan=guessed(survey, region="ZA")),
        effects=(Effect(ListId(1), leaving=1),),
    )
    return recorded(core, workspace, JobKind.IMPORT, stage, body)


def cancelled_export(core: Core, workspace: WorkspaceId) -> int:
    """Could be had again by the manager, for a channel."""
    body = Body(Report("C0PARTNER", message="1.000001"), order=Order())
    return recorded(core, workspace, JobKind.EXPORT, Stage.CANCELLED, body)


def told_digest(core: Core, workspace: WorkspaceId, schedule: ScheduleId) -> int:
    """A digest that the channel has."""
    now = core.clock()
    run = Run(schedule, now, now - timedelta(days=7), "C0PARTNER")
    body = Body(Report("C0PARTNER", message="1.000001"), order=Order(), run=run)
    return recorded(core, workspace, JobKind.DIGEST, Stage.DONE, body)


def told_spike(core: Core, workspace: WorkspaceId) -> int:
    """A spike that the channel was told of."""
    spike = Spike(EVERY_SENDER, core.clock(), 30, 1.5)
    body = Body(Report("C0PARTNER", message="1.000001"), spike=spike)
    return recorded(core, workspace, JobKind.SPIKE, Stage.DONE, body)


def recorded(core: Core, workspace: WorkspaceId, kind: JobKind, stage: Stage, body: Body) -> int:
    now = core.clock()
    row = tables.Job(
        workspace_id=workspace,
        kind=kind,
        stage=stage,
        shown=stage,
        actor=ADMIN.id,
        at=now,
        stage_at=now,
        request_key=f"loot {kind} {stage}",
        body=written(body),
    )
    with core.writing() as tx:
        new = jobs.record(tx, row)
        assert new is not None
        return new.id or 0


@pytest.fixture
def snapshot(company: Application) -> Snapshot:
    """All rows of all tables."""

    def taken() -> dict[str, list[Any]]:
        with company.core.reading() as tx:
            return {
                table.name: sorted(map(tuple, tx.execute(table.select()).all()), key=repr)
                for table in SQLModel.metadata.sorted_tables
            }

    return taken


@pytest.fixture(params=REFUSALS)
def outsider(request: pytest.FixtureRequest, slack: Sandbox) -> Person:
    """A guest, a stranger, and a viewer whose account was deactivated."""
    person = slack.person(request.param)
    slack.workspace.members[person.id].deleted = request.param == "sipho"
    slack.workspace.channels["C0PARTNER"].members.append("U0SIPHO")
    return person


@pytest.fixture
def attacker(slack: Sandbox, outsider: Person, loot: Loot) -> Attacker:
    slack.ack_seconds = PATIENCE  # what is answered is asked, not how fast on a busy machine
    return Attacker(slack, outsider.id, loot)


def refusal(person: Person) -> str:
    return REFUSALS[person.id.removeprefix("U0").lower()]


def answers(person: Person, slack: Sandbox) -> list[str]:
    """Everything that the bot ever said to this person, wherever they see it."""
    posts = [
        message
        for room in slack.workspace.channels.values()
        if person.id in room.members
        for message in person.sees(room.id)
        if message.user == "U0OPTOUT"
    ]
    return [each.text for each in posts if each.ephemeral or each.channel.startswith("D")]


def assert_only_refused(person: Person, slack: Sandbox, times: int) -> None:
    said = answers(person, slack)
    assert len(said) == times, said
    assert all(each.startswith(refusal(person)) for each in said), said
    assert person.modal == ""


@ONE_ENGINE
@pytest.mark.usefixtures("loot")
def test_every_word_is_refused(
    outsider: Person, slack: Sandbox, snapshot: Snapshot, told: Told
) -> None:
    before, announced = snapshot(), told()
    arguments = {
        "add": "083 765 4321",
        "check": "083 123 4567",
        "search": "083 123 4567",
        "history": "083 123 4567",
        "remove": "083 123 4567 everywhere",
        "sender": "add sms 31339 called Crafted",
        "account": "add Crafted",
        "channel": "region GB",
        "role": "@naledi manager",
        "settings": "default_role manager",
    }
    typed = ["", "nonsense"]
    for word in commands.BY_NAME:
        typed += [word, f"{word} help", f"{word} {arguments.get(word, '')}".strip()]

    for words in typed:
        outsider.types(f"/optout {words}", channel="#partners")
        assert outsider.trouble == ""

    assert_only_refused(outsider, slack, times=len(typed))
    assert snapshot() == before
    assert told() == announced


def test_mentions_direct_messages_shortcuts_and_the_home_tab_are_refused(
    outsider: Person, attacker: Attacker, slack: Sandbox, snapshot: Snapshot
) -> None:
    before = snapshot()
    message = outsider.types("@optout add 083 765 4321", channel="#partners")
    assert message is not None
    outsider.types("@optout remove 083 123 4567 everywhere", thread=message)

    outsider.uses("Opt out numbers in this message", message=message)
    times = 3
    if slack.workspace.dm_of(outsider.id):
        outsider.types("add 083 765 4321", channel="dm")
        outsider.uses("Add opt-outs")
        times = 5
    else:
        # In Slack they have no direct messages with us; if an event came all the same:
        attacker.mentions("add 083 765 4321", kind="message")

    assert_only_refused(outsider, slack, times=times)
    outsider.opens_home()
    shown = f"# Opt-outs\n{refusal(outsider)} Ask a full member of this workspace for help."
    assert outsider.home == (shown if slack.workspace.dm_of(outsider.id) else "")
    assert snapshot() == before


@ONE_ENGINE
def test_every_button_is_refused_wherever_it_is_said_to_be(
    outsider: Person, attacker: Attacker, loot: Loot, snapshot: Snapshot, slack: Sandbox
) -> None:
    before, announced = snapshot(), list(slack.workspace.posts["C0OPTOUT"])
    every = [*clicks(loot), (Field.CHANNELS, "whatsapp")]

    for action, value in every:
        assert attacker.clicks(action, value, on="message").ok, action
    assert_only_refused(outsider, slack, times=len(every))
    for place in ("ephemeral", "home", "form"):
        for action, value in every:
            if place == "form" or value in ("add", str(loot.change), loot.wish, loot.filter):
                attacker.clicks(action, value, on=place)

    assert all(each.startswith(refusal(outsider)) for each in answers(outsider, slack))
    assert outsider.modal == ""
    assert snapshot() == before
    assert slack.workspace.posts["C0OPTOUT"] == announced


@ONE_ENGINE
def test_every_form_is_refused_and_menus_offer_nothing(
    outsider: Person,
    attacker: Attacker,
    snapshot: Snapshot,
    told: Told,
    slack: Sandbox,
) -> None:
    before, announced = snapshot(), told()

    for form in Form:
        ack = attacker.submits(form)

        assert isinstance(ack.body, dict), form
        assert ack.body["response_action"] == "errors"
        [text] = ack.body["errors"].values()
        assert text.startswith(refusal(outsider))
    for field in ASKING:
        assert attacker.asks(field) == [], field
    assert_only_refused(outsider, slack, times=0)
    assert snapshot() == before
    assert told() == announced


def test_nobody_can_give_an_outsider_a_role(
    outsider: Person, thandi: Person, snapshot: Snapshot
) -> None:
    before = snapshot()

    thandi.types(f"/optout role <@{outsider.id}> manager", channel="#opt-outs")

    assert "cannot use Optout" in thandi.last_reply
    assert snapshot() == before


# The same payloads do work for those who may: without that, the refusals above would prove nothing.


def test_the_crafted_forms_would_change_things_if_a_manager_sent_them(
    slack: Sandbox, loot: Loot, snapshot: Snapshot
) -> None:
    manager = Attacker(slack, "thandi", loot)
    looking = {Form.CHECK, Form.HISTORY, Form.REMOVE_FIND, Form.LIST_FILTER}
    looking |= {Form.REPLY_NEW, Form.KEYWORD_FILTER, Form.KEYWORD_TEST}

    for form in Form:
        before = snapshot()
        ack = manager.submits(form)

        without_drafts = {**snapshot(), "draft": before["draft"]}
        assert (without_drafts != before) == (form not in looking), (form, ack)


def test_the_crafted_clicks_are_understood_when_a_manager_sends_them(
    slack: Sandbox, loot: Loot, thandi: Person
) -> None:
    manager = Attacker(slack, "thandi", loot)

    for action, value in clicks(loot):
        if not value.startswith(("check:", "sender:")):
            manager.clicks(action, value, on="ephemeral")
            assert "Something went wrong" not in thandi.last_reply, (action, value)
    for field in ASKING:
        assert manager.asks(field), field


@ONE_ENGINE
def test_every_button_is_among_the_crafted_ones(loot: Loot) -> None:
    assert {action.partition(":")[0] for action, _ in clicks(loot)} == set(Button)


def test_a_viewer_changes_nothing_by_any_crafted_payload(
    slack: Sandbox, loot: Loot, snapshot: Snapshot, sipho: Person, told: Told
) -> None:
    viewer = Attacker(slack, sipho.id, loot)
    before, announced = snapshot(), told()

    for form in Form:
        viewer.submits(form)
    for action, value in clicks(loot):
        viewer.clicks(action, value)

    # Reading leaves traces: forms that were opened, and that a set of an import was sent once.
    traces = {each: before[each] for each in ("draft", "seen_request")}
    assert snapshot() | traces == before
    assert told() == announced


def test_a_draft_is_of_use_to_nobody_but_its_author(
    slack: Sandbox, loot: Loot, snapshot: Snapshot, pieter: Person
) -> None:
    slack.workspace.channels["C0PARTNER"].members.append(pieter.id)
    other = Attacker(slack, pieter.id, loot)
    before = snapshot()

    for action, value in clicks(loot):
        if loot.wish in value or value in {loot.filter, loot.order}:
            other.clicks(action, value, on="ephemeral")
            said = pieter.sees("#partners")[-1].text
            assert "belongs to somebody else" in said, (action, value)
    assert "belongs to somebody else" in str(other.submits(Form.REMOVE).body)

    assert snapshot() == before
