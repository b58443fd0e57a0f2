"""A platform that follows along ends up with the lists as they are, whatever happens when."""

import random
import threading
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field

import pytest

from optouts import changes, following, history
from optouts.applying import Applying
from optouts.changes import Act
from optouts.core import Core
from optouts.errors import AlreadyUndone
from optouts.following import Cursor, Event
from optouts.jobs import Mode
from optouts.numbers import E164
from optouts.outcomes import Added, Removed, Undone
from optouts.places import Account, Choice, Sender
from optouts.roles import Actor
from optouts.words import ChangeId, Channel, Kind, ListId, WorkspaceId
from storage import following as stored
from storage.opt_outs import Span
from tests.optouts.importing import Importer

SIPHO = E164(27831234567)
NALEDI = E164(27821234567)
PIETER = E164(27841234567)
LINDIWE = E164(27851234567)
SMS = Choice(frozenset({Channel.SMS}))


@dataclass
class Platform:
    """Keeps a list of its own, so many changes a call."""

    core: Core
    workspace: WorkspaceId
    by: Actor
    limit: int = 100
    cursor: Cursor = field(default_factory=Cursor)
    copy: set[tuple[ListId, E164]] = field(default_factory=set)

    def follows(self) -> list[Event]:
        """Until there is nothing more."""
        told: list[Event] = []
        more = True
        while more:
            found = following.since(
                self.core, self.workspace, self.cursor, by=self.by, limit=self.limit
            )
            assert len(found.events) <= self.limit
            for each in found.events:
                place = (each.list.id, each.number)
                self.copy = self.copy | {place} if each.stands else self.copy - {place}
            told += found.events
            # Callers get it as text and hand that back.
            self.cursor, more = Cursor.read(found.next.text), found.more
        return told


@pytest.fixture
def platform(core: Core, workspace: WorkspaceId, viewer: Actor) -> Platform:
    return Platform(core, workspace, viewer)


@pytest.fixture
def lists(
    core: Core, workspace: WorkspaceId, viewer: Actor
) -> Callable[[], set[tuple[ListId, E164]]]:
    """Who is on which list."""

    def now() -> set[tuple[ListId, E164]]:
        return {
            (each.list.id, number)
            for number in (SIPHO, NALEDI, PIETER, LINDIWE)
            for each in history.of_number(core, workspace, number, by=viewer).standing
        }

    return now


@pytest.fixture
def play(
    core: Core,
    act: Callable[..., Act],
    opt_out: Callable[..., Added],
    remove: Callable[..., Removed],
    short_code: Sender,
) -> Callable[[random.Random], None]:
    """Add, remove or undo something."""
    choices = [SMS, Choice(frozenset({Channel.SMS}), (short_code.id,))]
    done: list[ChangeId] = []
    every: set[ListId] = set()

    def played(chance: random.Random) -> None:
        numbers = chance.sample([SIPHO, NALEDI, PIETER, LINDIWE], chance.randint(1, 3))
        match chance.choice([Kind.ADD, Kind.ADD, Kind.REMOVE, Kind.UNDO]):
            case Kind.REMOVE if every:
                done.append(remove(*numbers, on=[chance.choice(sorted(every))]).change.id)
            case Kind.UNDO if done:
                with suppress(AlreadyUndone):
                    undone = changes.undo(core, act(), chance.choice(done))
                    done.append(undone.change.id)
            case _:
                added = opt_out(*numbers, choice=chance.choice(choices))
                done.append(added.change.id)
                every.update(each.list.id for each in added.opened)

    return played


def test_a_change_is_told_once_number_by_number(
    platform: Platform, opt_out: Callable[..., Added]
) -> None:
    added = opt_out(SIPHO, NALEDI)

    first, second = platform.follows()

    assert (first.number, first.opened, first.stands) == (NALEDI, True, True)
    assert (second.number, second.change.id) == (SIPHO, added.change.id)
    assert platform.follows() == []


def test_who_was_on_the_list_before_is_not_told_again(
    platform: Platform, opt_out: Callable[..., Added]
) -> None:
    opt_out(SIPHO)
    platform.follows()

    opt_out(SIPHO, NALEDI)

    assert [each.number for each in platform.follows()] == [NALEDI]


def test_removals_and_undos_are_told(
    platform: Platform,
    opt_out: Callable[..., Added],
    remove: Callable[..., Removed],
    undo: Callable[..., Undone],
) -> None:
    (listed,) = opt_out(SIPHO).opened
    platform.follows()

    removal = remove(SIPHO, on=[listed.list.id])
    (told,) = platform.follows()
    assert (told.opened, told.stands) == (False, False)

    given_back = undo(removal.change)
    (told,) = platform.follows()
    assert (told.opened, told.stands) == (True, True)

    undo(given_back.change)
    (told,) = platform.follows()
    assert (told.opened, told.stands) == (False, False)


def test_what_an_undo_could_not_give_back_is_not_told(
    platform: Platform,
    opt_out: Callable[..., Added],
    remove: Callable[..., Removed],
    undo: Callable[..., Undone],
) -> None:
    (listed, _) = opt_out(SIPHO, NALEDI).opened
    removal = remove(SIPHO, NALEDI, on=[listed.list.id])
    opt_out(SIPHO)
    platform.follows()

    undo(removal.change)

    assert [each.number for each in platform.follows()] == [NALEDI]


def test_every_event_says_what_is_true_by_now(
    platform: Platform, opt_out: Callable[..., Added], remove: Callable[..., Removed]
) -> None:
    (listed,) = opt_out(SIPHO).opened
    remove(SIPHO, on=[listed.list.id])

    opened, closed = platform.follows()

    assert (opened.opened, opened.stands) == (True, False)
    assert (closed.opened, closed.stands) == (False, False)


@pytest.mark.usefixtures("in_one_process")
def test_what_an_import_does_is_told_when_it_is_over_and_nothing_waits_for_it(
    platform: Platform,
    opt_out: Callable[..., Added],
    importer: Importer,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    meanwhile: list[list[E164]] = []
    step = Applying.step

    def looked_at(applying: Applying) -> bool:
        goes_on = step(applying)
        if not meanwhile:
            opt_out(PIETER)
            meanwhile.append([each.number for each in platform.follows()])
        return goes_on

    monkeypatch.setattr(Applying, "step", looked_at)
    importer.imports([str(SIPHO), str(NALEDI)])

    assert meanwhile == [[PIETER]]
    assert [each.number for each in platform.follows()] == [NALEDI, SIPHO]
    assert platform.follows() == []


@pytest.mark.usefixtures("in_one_process")
def test_a_file_that_becomes_the_list_is_told_number_by_number(
    platform: Platform, importer: Importer, opt_out: Callable[..., Added]
) -> None:
    opt_out(SIPHO, NALEDI)
    platform.follows()
    platform.limit = 1

    importer.imports([str(NALEDI), str(PIETER)], mode=Mode.REPLACE)

    told = {(each.number, each.stands) for each in platform.follows()}
    assert told == {(SIPHO, False), (PIETER, True)}


def test_a_cursor_of_now_leaves_out_what_was_before(
    platform: Platform, opt_out: Callable[..., Added]
) -> None:
    opt_out(SIPHO)
    platform.cursor = following.now(platform.core, platform.workspace, by=platform.by)

    opt_out(NALEDI)

    assert [each.number for each in platform.follows()] == [NALEDI]


def test_with_an_account_its_lists_and_those_of_every_account_are_told(
    platform: Platform, opt_out: Callable[..., Added], retail: Account, travel: Account
) -> None:
    opt_out(SIPHO, choice=Choice(frozenset({Channel.SMS}), accounts=(retail.id,)))
    opt_out(NALEDI, choice=Choice(frozenset({Channel.SMS}), accounts=(travel.id,)))
    opt_out(PIETER)

    found = following.since(
        platform.core, platform.workspace, Cursor(), by=platform.by, limit=9, account=retail.id
    )

    assert [each.number for each in found.events] == [SIPHO, PIETER]


def test_a_change_that_commits_late_is_not_skipped(
    platform: Platform,
    act: Callable[..., Act],
    opt_out: Callable[..., Added],
    short_code: Sender,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    core = platform.core
    if core.database.is_sqlite:
        pytest.skip("SQLite has one writer at a time, so ids are drawn in the order of commits")
    opt_out(LINDIWE)
    platform.follows()
    monkeypatch.setattr(stored, "PATIENCE", 0.05)

    with core.writing() as tx:
        changes.add_within(tx, core, act(), [SIPHO], SMS)
        later: list[Added] = []
        other = Choice(frozenset({Channel.SMS}), (short_code.id,))
        thread = threading.Thread(target=lambda: later.append(opt_out(NALEDI, choice=other)))
        thread.start()
        thread.join()
        assert len(later) == 1
        assert platform.follows() == []

    assert [each.number for each in platform.follows()] == [SIPHO, NALEDI]


def test_a_copy_is_the_list_whatever_was_done_and_however_little_is_told_at_a_time(
    platform: Platform,
    play: Callable[[random.Random], None],
    lists: Callable[[], set[tuple[ListId, E164]]],
) -> None:
    chance = random.Random(5)  # noqa: S311 - the same story each time

    for step in range(60):
        play(chance)
        if step % 5 == 0:
            platform.limit = chance.randint(1, 4)
            platform.follows()
            assert platform.copy == lists()


def test_a_long_import_is_told_page_by_page(
    platform: Platform, core: Core, act: Callable[..., Act]
) -> None:
    numbers = [E164(27830000000 + each) for each in range(1200)]
    changes.add(core, act(), numbers, SMS)
    platform.limit = 500

    told = [each.number for each in platform.follows()]

    assert told == numbers
    assert not Span.over([each.digits for each in numbers]).numbers


@pytest.mark.parametrize(
    "text",
    ["", "x", "bnVsbA", "WzFd", "Wy0xLFtdLFtdXQ", "WzEsWyJhIl0sW11d", "WzEsW10sWzEsMiwieCIsM11d"],
)
def test_what_is_no_cursor_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r".*"):
        Cursor.read(text)


def test_senders_that_were_retired_are_still_followed(
    platform: Platform,
    short_code: Sender,
    opt_out: Callable[..., Added],
    retire: Callable[[Sender], Sender],
) -> None:
    opt_out(SIPHO, choice=Choice(frozenset({Channel.SMS}), (short_code.id,)))
    retire(short_code)

    (told,) = platform.follows()

    assert told.list.sender is not None
