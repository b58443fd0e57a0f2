"""What the team is told of replies: each by itself while they are few, many in one message."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from sqlalchemy import event

from optouts import api_changes, changes, judging, news_facts, telling
from optouts.changes import Act
from optouts.core import Core
from optouts.job_rows import job_of
from optouts.jobs import Job, JobKind, Stage
from optouts.news import Event, News
from optouts.numbers import E164
from optouts.outcomes import Added
from optouts.places import Choice, Sender
from optouts.reply_kinds import ReplyKind
from optouts.roles import Actor
from optouts.words import Channel, Origin, WorkspaceId
from storage import confirmations, jobs, kept_messages
from storage import telling as telling_rows
from storage.reply_tables import Confirmation
from tests.conftest import Clock
from tests.optouts.answering import Answers, answering, connected

ONE_ENGINE = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
SetTo = Callable[[str, str], None]
Told = Callable[[], list[News]]
"""The messages that the team gets, the oldest first."""


@pytest.fixture
def writes(
    core: Core,
    workspace: WorkspaceId,
    manager: Actor,
    short_code: Sender,  # noqa: ARG001 - is there first
    set_to: SetTo,
) -> Answers:
    set_to("announcements", "C0OPTOUT")
    return answering(core, connected(core, workspace, manager))


@pytest.fixture
def told(core: Core, workspace: WorkspaceId) -> Told:
    def messages() -> list[News]:
        with core.reading() as tx:
            rows = map(job_of, jobs.newest(tx, workspace, JobKind.NEWS, limit=1000))
            found = sorted((row for row in rows if row.stage is Stage.DONE), key=_when)
            return [each.news for each in found if each.news]

    return messages


def _when(job: Job) -> tuple[object, int]:
    return (job.stage_at, job.id)


def number(index: int) -> str:
    return f"+2783555{index:04}"


def test_a_few_replies_are_told_at_once_and_one_by_one(
    core: Core, writes: Answers, told: Told
) -> None:
    replies = [writes("STOP", number=number(index)) for index in range(3)]

    assert telling.gather(core)

    assert [each.inbound for each in told()] == [(reply,) for reply in replies]
    assert not telling.gather(core)


def test_many_within_a_minute_are_told_in_one_message_with_their_sums(
    core: Core, writes: Answers, told: Told, short_code: Sender, clock: Clock
) -> None:
    for index in range(7):
        writes("STOP" if index < 4 else "Stop.", number=number(index))
    telling.gather(core)

    [news] = told()
    assert news.total == 7
    assert len(news.inbound) == telling.EXAMPLES
    assert {(each.event, each.sender, each.words): each.count for each in news.sums} == {
        (Event.OPTED_OUT, short_code.id, "STOP"): 4,
        (Event.OPTED_OUT, short_code.id, "STOP."): 3,
    }

    writes("STOP", number=number(8))
    writes("STOP", number=number(9))
    assert telling.gather(core)
    for index in range(10, 20):
        writes("STOP", number=number(index))
    assert not telling.gather(core)
    clock.advance(seconds=59)
    assert not telling.gather(core)

    clock.advance(seconds=1)
    assert telling.gather(core)
    assert [each.total for each in told()] == [7, 0, 0, 10]


@ONE_ENGINE
def test_a_fourth_reply_waits_until_a_minute_is_over(
    core: Core, writes: Answers, told: Told, clock: Clock
) -> None:
    for index in range(3):
        writes("STOP", number=number(index))
        telling.gather(core)
    writes("STOP", number=number(3))
    assert not telling.gather(core)

    clock.advance(minutes=1)
    assert telling.gather(core)

    assert [len(each.inbound) for each in told()] == [1, 1, 1, 1]


def test_two_processes_tell_nothing_twice_and_forget_nothing(
    core: Core, writes: Answers, told: Told
) -> None:
    for index in range(20):
        writes("STOP", number=number(index))

    with ThreadPoolExecutor(2) as both:
        list(both.map(lambda _: telling.gather(core), range(2)))

    assert sum(each.total or len(each.inbound) for each in told()) == 20


@ONE_ENGINE
def test_conversations_and_repetitions_are_not_told(
    core: Core, writes: Answers, told: Told
) -> None:
    writes("Thanks, see you on Tuesday")
    writes("HELP")
    assert not telling.gather(core)

    writes("STOP")
    telling.gather(core)
    writes("STOP")
    assert not telling.gather(core)
    assert len(told()) == 1


@ONE_ENGINE
def test_without_a_channel_nothing_is_told_then_or_later(
    core: Core, writes: Answers, told: Told, set_to: SetTo
) -> None:
    set_to("announcements", "")
    writes("STOP")
    telling.gather(core)

    set_to("announcements", "C0OPTOUT")
    telling.gather(core)

    assert told() == []


@pytest.fixture
def of_every_kind(
    core: Core,
    writes: Answers,
    opt_out: Callable[..., Added],
    short_code: Sender,
    clock: Clock,
) -> None:
    """Replies of all sorts come within a moment, after staff has opted two people out."""
    every = Choice(frozenset({Channel.SMS}), (short_code.id,))
    opt_out(E164(27835550001), E164(27835550004), choice=every)
    writes("Please cancel my order!", number=number(3))
    clock.advance(hours=24)

    for index in range(3):
        writes("STOP", number=number(index))
    writes("START", number=number(2))
    judging.due(core)
    writes("START", number=number(4))


@pytest.mark.usefixtures("of_every_kind")
def test_each_reply_is_told_by_what_came_of_it(
    core: Core, workspace: WorkspaceId, writes: Answers, told: Told, set_to: SetTo
) -> None:
    set_to("double_opt_in", "on")
    writes("START", number=number(0))
    telling.gather(core)

    [news] = told()
    assert {each.event: each.count for each in news.sums} == {
        Event.OPTED_OUT: 2,
        Event.ALREADY_OUT: 1,
        Event.BACK: 1,
        Event.LATE: 1,
        Event.NOT_BACK: 1,
        Event.ASKED_BACK: 1,
    }
    lines = news_facts.lines(core, workspace, news.inbound)
    assert lines[0].event is Event.LATE
    assert lines[0].review is not None


@pytest.fixture
def follows_link(
    core: Core, workspace: WorkspaceId, act: Callable[..., Act], short_code: Sender
) -> Callable[[int], None]:
    def followed(index: int) -> None:
        choice = Choice(frozenset({Channel.SMS}), (short_code.id,))
        with core.writing() as tx:
            made = changes.add_within(
                tx, core, act(origin=Origin.LINK), [E164(27835550000 + index)], choice
            )
            telling.of_change_within(tx, core, workspace, made.change.id)

    return followed


def test_links_are_told_one_by_one_and_many_with_the_replies(
    core: Core, writes: Answers, told: Told, follows_link: Callable[[int], None], clock: Clock
) -> None:
    follows_link(100)
    telling.gather(core)
    [single] = told()
    assert len(single.changes) == 1

    clock.advance(minutes=1)
    for index in range(4):
        follows_link(index)
    writes("STOP", number=number(50))
    telling.gather(core)

    [_, many] = told()
    assert many.total == 5
    assert {each.event: each.count for each in many.sums} == {Event.LINK: 4, Event.OPTED_OUT: 1}
    assert len({each.sender for each in many.sums}) == 1
    assert not telling.gather(core)


@pytest.fixture
def calls(core: Core, act: Callable[..., Act], short_code: Sender) -> Callable[..., None]:
    """A program opts these people out."""

    def called(*indexes: int, key: str) -> None:
        choice = Choice(frozenset({Channel.SMS}), (short_code.id,))
        by_program = act(origin=Origin.API, evidence={"key": key})
        api_changes.add(core, by_program, [E164(27835550000 + index) for index in indexes], choice)

    return called


def test_calls_of_programs_are_told_together_by_key_with_how_many_people_they_were_about(
    core: Core, writes: Answers, told: Told, calls: Callable[..., None]
) -> None:
    calls(*range(10), key="CRM")
    calls(10, 11, key="CRM")
    calls(*range(20, 25), key="Shop")
    calls(*range(20, 25), key="CRM")
    writes("STOP", number=number(50))
    telling.gather(core)

    [many] = told()
    assert many.total == 18
    assert {(each.event, each.key): each.count for each in many.sums} == {
        (Event.API_OPTED_OUT, "CRM"): 12,
        (Event.API_OPTED_OUT, "Shop"): 5,
        (Event.OPTED_OUT, ""): 1,
    }


@ONE_ENGINE
def test_a_call_that_changed_nothing_is_not_told(
    core: Core, writes: Answers, told: Told, calls: Callable[..., None]
) -> None:
    writes("STOP", number=number(1))
    calls(1, key="CRM")
    telling.gather(core)

    [news] = told()
    assert not news.changes


def test_a_confirmation_that_was_given_up_is_told_once_and_many_together(
    core: Core, workspace: WorkspaceId, writes: Answers, told: Told, clock: Clock
) -> None:
    def fail(index: int) -> None:
        reply = writes("Just a word", number=number(index))
        row = Confirmation(
            workspace_id=workspace, answers=f"reply:{reply}", inbound_id=reply, connection_id=1,
            number=27835550000 + index, channel=Channel.SMS, address="31331",
            kind=ReplyKind.STOPPED, text="…", state="failed", at=core.clock(),
            until=core.clock() + timedelta(minutes=5), failure="unreachable",
        )  # fmt: skip
        with core.writing() as tx:
            assert confirmations.record(tx, row)

    fail(0)
    assert telling.gather(core)
    for index in range(1, 8):
        fail(index)
    assert not telling.gather(core)
    clock.advance(minutes=1)
    assert telling.gather(core)

    assert [(len(each.confirmations), each.total) for each in told()] == [(1, 1), (5, 7)]
    assert not telling.gather(core)


@ONE_ENGINE
def test_looking_for_news_reads_nothing_but_what_is_untold(
    core: Core, workspace: WorkspaceId
) -> None:
    asked: list[str] = []
    engine = core.database.engine
    event.listen(engine, "before_cursor_execute", lambda *said: asked.append(said[2]))
    with core.reading() as tx:
        kept_messages.workspaces_untold(tx)
        kept_messages.is_more_untold(tx, workspace, than=3)
        kept_messages.untold(tx, workspace, limit=100)
        telling_rows.workspaces_unconfirmed(tx)
        telling_rows.unconfirmed(tx, workspace, limit=100)
        queries = [each for each in asked if each.startswith("SELECT")]
        assert len(queries) == 5
        for query in queries:
            plan = tx.connection().exec_driver_sql(
                f"EXPLAIN QUERY PLAN {query}", (workspace,) * query.count("?")
            )
            assert "untold" in str(plan.all()), query
