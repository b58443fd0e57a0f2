"""Whatever is added, removed and undone in whatever order, the core tells what really happened.

A model in plain Python, written from what the product promises, does everything that the core does;
after each step the two are asked the same questions.
"""

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import count
from typing import Final

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from optouts import catalogue, changes, history, screening, workspaces
from optouts.changes import Act
from optouts.core import Core
from optouts.errors import AlreadyUndone, ReasonRequired, Refusal, UndoExpired
from optouts.numbers import E164
from optouts.outcomes import Added, OptOut, Removed, Undone, Verdict, Wanted, What
from optouts.places import Account, Choice, ListName, Sender
from optouts.roles import Actor, Role
from optouts.screening import Message
from optouts.words import ActorId, ChangeId, Channel, ListId, Origin, WorkspaceId
from storage import opt_outs
from tests.conftest import Clock

NUMBERS: Final = (E164(27821234567), E164(27831234567), E164(27841234567))
UNDO_DAYS: Final = 30
MANAGER: Final = Actor(ActorId("U0THANDI"), Role.MANAGER)

Place = tuple[E164, ListId]


@dataclass(frozen=True)
class Wish:
    """One opt-out of the model: it may be taken off and given back, and stays the same."""

    number: E164
    list: ListId
    since: ChangeId
    date: datetime
    is_own: bool


@dataclass
class Deed:
    """One change of the model."""

    id: ChangeId
    at: datetime
    put_on: list[Wish] = field(default_factory=list)
    taken_off: list[Wish] = field(default_factory=list)
    asked_too: list[Wish] = field(default_factory=list)
    """What others had wished for the people, and they themselves then too."""
    undone_by: "Deed | None" = None

    @property
    def is_undone(self) -> bool:
        """Whether it is, and that was not undone itself."""
        return self.undone_by is not None and not self.undone_by.is_undone


@dataclass
class Model:
    """What the product promises, in the fewest words."""

    now: Callable[[], datetime]
    on: dict[Place, Wish] = field(default_factory=dict)
    deeds: list[Deed] = field(default_factory=list)
    events: list[tuple[What, ChangeId, Wish]] = field(default_factory=list)
    periods: list[tuple[Wish, ChangeId]] = field(default_factory=list)
    """Wishes that ended, with what ended them; given back, they may end again."""

    def add(self, change: ChangeId, places: set[Place], *, is_own: bool) -> Deed:
        deed = self._begun(Deed(change, self.now()))
        before = dict(self.on)
        for number, list_id in sorted(places - set(before)):
            self._put_on(deed, Wish(number, list_id, change, deed.at, is_own), What.OPTED_OUT)
        for place in sorted(places & set(before)):
            if is_own and not self.is_own(before[place]):
                deed.asked_too.append(before[place])
        return deed

    def is_own(self, wish: Wish) -> bool:
        return wish.is_own or self.first_word(wish) is not None

    def first_word(self, wish: Wish) -> Deed | None:
        """The first deed that still counts by which the person asked for it too."""
        said = (deed for deed in self.deeds if wish in deed.asked_too and not deed.is_undone)
        return next(said, None)

    def remove(self, change: ChangeId, places: set[Place]) -> Deed:
        deed = self._begun(Deed(change, self.now()))
        for place in sorted(places & set(self.on)):
            self._take_off(deed, self.on[place], What.REMOVED)
        return deed

    def undo(self, change: ChangeId, undone: Deed) -> Deed:
        deed = self._begun(Deed(change, self.now()))
        undone.undone_by = deed
        for wish in self.still_there(undone):
            self._take_off(deed, wish, What.UNDONE)
            if word := self.first_word(wish):
                own = Wish(wish.number, wish.list, word.id, word.at, is_own=True)
                self._put_on(word, own, What.OPTED_OUT)
        for wish in undone.taken_off:
            if (wish.number, wish.list) not in self.on:
                self._put_on(deed, wish, What.GIVEN_BACK)
        return deed

    def still_there(self, deed: Deed) -> list[Wish]:
        return [wish for wish in deed.put_on if self.on.get((wish.number, wish.list)) == wish]

    def against_removing(self, places: set[Place], *, has_reason: bool) -> set[type[Refusal]]:
        own = any(self.is_own(self.on[place]) for place in places & set(self.on))
        return {ReasonRequired} if own and not has_reason else set()

    def against_undoing(self, deed: Deed, *, has_reason: bool) -> set[type[Refusal]]:
        reasons: set[type[Refusal]] = set()
        own = deed.asked_too or any(wish.is_own for wish in self.still_there(deed))
        if deed.undone_by is not None:
            reasons.add(AlreadyUndone)
        elif own and not has_reason:
            reasons.add(ReasonRequired)
        if self.now() > deed.at + timedelta(days=UNDO_DAYS):
            reasons.add(UndoExpired)
        return reasons

    def told(self, number: E164) -> list[tuple[What, ChangeId, Wish]]:
        """What happened to a number, and how its people repeated what stood, if that counts and is
        not what keeps them on a list."""
        asked = [
            (What.ASKED, deed.id, wish)
            for deed in self.deeds
            if not deed.is_undone
            for wish in deed.asked_too
            if (wish.number, wish.list) not in {(own.number, own.list) for own in deed.put_on}
        ]
        return [event for event in [*self.events, *asked] if event[2].number == number]

    def _begun(self, deed: Deed) -> Deed:
        self.deeds.append(deed)
        return deed

    def _put_on(self, deed: Deed, wish: Wish, what: What) -> None:
        self.on[wish.number, wish.list] = wish
        deed.put_on.append(wish)
        self.events.append((what, deed.id, wish))

    def _take_off(self, deed: Deed, wish: Wish, what: What) -> None:
        del self.on[wish.number, wish.list]
        deed.taken_off.append(wish)
        self.periods.append((wish, deed.id))
        self.events.append((what, deed.id, wish))


some_numbers = st.sets(st.sampled_from(NUMBERS), min_size=1)
any_of_them = st.integers(min_value=0, max_value=40)
mostly_the_newest = st.sampled_from((0, 0, 0, 1, 1, 2)) | any_of_them
teams = count(1)


class Stories(RuleBasedStateMachine):
    """Adds, removals, undos, repeated requests and time, on the core and on the model alike."""

    def __init__(self, core: Core, clock: Clock) -> None:
        super().__init__()
        self.core, self.clock = core, clock
        self.model = Model(clock)
        self.names: dict[ListId, ListName] = {}
        self.requests = count(1)
        self.repeats: list[Callable[[], Added | Removed | Undone]] = []

    @initialize()
    def a_company_opens_the_app(self) -> None:
        core, by = self.core, MANAGER
        home = workspaces.of_team(core, enterprise_id="", team_id=f"T{next(teams)}")
        retail = catalogue.save_account(core, home, name="Baobab Retail", region="", by=by).id
        care, orders = (
            catalogue.add_sender(
                core, home, channel=Channel.WHATSAPP, written=written, label="", region="", by=by
            ).id
            for written in ("+27 60 012 3456", "+27 60 012 3457")
        )
        sms, whatsapp = frozenset({Channel.SMS}), frozenset({Channel.WHATSAPP})
        self.home: WorkspaceId = home
        self.choices_of_lists = (
            (1, Choice(sms)),
            (1, Choice(sms, accounts=(retail,))),
            (1, Choice(whatsapp, senders=(care,), accounts=(retail,))),
            (3, Choice(sms | whatsapp, senders=(care, orders))),
        )
        self.messages = (
            Message(),
            Message(Channel.SMS),
            Message(Channel.WHATSAPP, sender=orders),
            Message(Channel.WHATSAPP, sender=care, account=retail),
        )

    @rule(numbers=some_numbers, which=any_of_them, is_own=st.booleans())
    def add(self, numbers: set[E164], which: int, is_own: bool) -> None:  # noqa: FBT001 - hypothesis gives a rule its arguments by name
        act = self._act(origin=Origin.KEYWORD if is_own else Origin.SLACK)
        how_many, choice = self.choices_of_lists[which % len(self.choices_of_lists)]
        before = dict(self.model.on)

        added = changes.add(self.core, act, numbers, choice)

        ids = {each.list.id for each in added.opened + added.standing}
        self.names |= {each.list.id: each.list for each in added.opened}
        places = {(number, list_id) for number in numbers for list_id in ids}
        deed = self.model.add(added.change.id, places, is_own=is_own)
        assert len(ids) == how_many
        assert {_wish(each) for each in added.opened} == set(deed.put_on)
        assert {_wish(each) for each in added.standing} == {
            wish for place, wish in before.items() if place in places
        }
        self.repeats.append(lambda: changes.add(self.core, act, numbers, choice))

    @precondition(lambda self: self._lists())
    @rule(numbers=some_numbers, which=st.sets(any_of_them, min_size=1), has_reason=st.booleans())
    def remove(self, numbers: set[E164], which: set[int], has_reason: bool) -> None:  # noqa: FBT001 - as above
        known = sorted(self._lists())
        ids = {known[each % len(known)] for each in which}
        places = {(number, list_id) for number in numbers for list_id in ids}
        act = self._act(note="A signed form" if has_reason else "")
        refusals = self.model.against_removing(places, has_reason=has_reason)
        if refusals:
            with pytest.raises(tuple(refusals)):
                changes.remove(self.core, act, numbers, ids)
            return
        ended = {(wish.number, wish.list): change for wish, change in self.model.periods}

        removed = changes.remove(self.core, act, numbers, ids)

        deed = self.model.remove(removed.change.id, places)
        assert {_wish(each) for each in removed.closed} == set(deed.taken_off)
        assert {
            (each.number, each.list.id): each.last.until.id
            if each.last and each.last.until
            else None
            for each in removed.absent
        } == {
            place: ended.get(place)
            for place in places - {(wish.number, wish.list) for wish in deed.taken_off}
        }
        self.repeats.append(lambda: changes.remove(self.core, act, numbers, ids))

    @precondition(lambda self: self.model.deeds)
    @rule(which=mostly_the_newest, has_reason=st.sampled_from((True, True, False)))
    def undo(self, which: int, has_reason: bool) -> None:  # noqa: FBT001 - as above
        target = self.model.deeds[-1 - which % len(self.model.deeds)]
        act = self._act(note="A signed form" if has_reason else "")
        refusals = self.model.against_undoing(target, has_reason=has_reason)
        if refusals:
            with pytest.raises(tuple(refusals)):
                changes.undo(self.core, act, target.id)
            return

        undone = changes.undo(self.core, act, target.id)

        deed = self.model.undo(undone.change.id, target)
        assert (undone.reopened, undone.closed) == (len(deed.put_on), len(deed.taken_off))
        assert undone.undone.id == target.id
        self.repeats.append(lambda: changes.undo(self.core, act, target.id))

    @precondition(lambda self: self.repeats)
    @rule(which=any_of_them)
    def deliver_a_request_again(self, which: int) -> None:
        which %= len(self.repeats)

        outcome = self.repeats[which]()

        assert outcome.repeated
        assert outcome.change.id == self.model.deeds[which].id

    @rule(days=st.integers(min_value=1, max_value=8))
    def let_time_pass(self, days: int) -> None:
        self.clock.advance(days=days)

    @invariant()
    def the_history_of_each_number_is_what_happened(self) -> None:
        for number in NUMBERS:
            story = history.of_number(self.core, self.home, number, by=MANAGER)
            standing = [_wish(each) for each in story.standing]
            told = [(each.what, each.change.id, _wish(each.opt_out)) for each in story.events]
            happened = self.model.told(number)
            assert Counter(standing) == Counter(
                wish for wish in self.model.on.values() if wish.number == number
            )
            assert Counter(told) == Counter(happened)
            assert [each[1] for each in told] == sorted([each[1] for each in happened])[::-1]

    @invariant()
    def every_size_is_the_number_of_open_periods(self) -> None:
        on = Counter(list_id for _, list_id in self.model.on)
        total = history.total(self.core, self.home, by=MANAGER)
        sizes = {name.id: name.size for name in total}
        with self.core.reading() as tx:
            counted = {list_id: opt_outs.count_open(tx, list_id=list_id) for list_id in sizes}
        assert sizes == counted == {list_id: on[list_id] for list_id in sizes}

    @invariant()
    def a_check_finds_the_opt_outs_that_speak_about_the_message(self) -> None:
        for message in self.messages:
            answers = screening.check(self.core, self.home, NUMBERS, message, by=MANAGER)
            for answer in answers:
                against = {
                    wish
                    for (number, list_id), wish in self.model.on.items()
                    if number == answer.number
                    and message.channel in {None, self.names[list_id].channel}
                    and _same(message.sender, self.names[list_id].sender)
                    and _same(message.account, self.names[list_id].account)
                }
                assert {_wish(each) for each in answer.because} == against
                assert (answer.verdict is Verdict.FREE) == (not against)

    @invariant()
    def the_pages_hold_every_opt_out_once(self) -> None:
        open_ones = [(wish, None) for wish in self.model.on.values()]
        every_one = open_ones + self.model.periods
        assert Counter(self._pages(Wanted(), limit=50)) == Counter(open_ones)
        paged = list(self._pages(Wanted(ended_too=True), limit=4))
        assert Counter(paged) == Counter(every_one)
        since = [wish.since for wish, _ in paged]
        assert since == sorted(since, reverse=True)

    def _pages(self, wanted: Wanted, *, limit: int) -> Iterator[tuple[Wish, ChangeId | None]]:
        after = None
        while True:
            page = history.page(self.core, self.home, wanted, by=MANAGER, limit=limit, after=after)
            for each in page.opt_outs:
                yield _wish(each), each.until.id if each.until else None
            after = page.next
            if after is None:
                return

    def _act(self, origin: Origin = Origin.SLACK, note: str = "") -> Act:
        return Act(self.home, MANAGER, origin, f"request {next(self.requests)}", note)

    def _lists(self) -> set[ListId]:
        return {wish.list for deed in self.model.deeds for wish in deed.put_on}


def _wish(opt_out: OptOut) -> Wish:
    since = opt_out.since
    return Wish(opt_out.number, opt_out.list.id, since.id, opt_out.date, since.is_person_made)


def _same(wanted: int | None, place: Account | Sender | None) -> bool:
    return wanted is None or place is None or place.id == wanted


def test_the_core_tells_what_happened_whatever_happened(
    core: Core, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    # An act on one number names it, an act on more is bounded by lowest and highest: both ways.
    monkeypatch.setattr(opt_outs, "FEW", 1)
    examples, steps = (20, 20) if core.database.is_sqlite else (6, 15)

    run_state_machine_as_test(
        lambda: Stories(core, clock),  # type: ignore[arg-type]  # any factory of machines will do
        settings=settings(
            max_examples=examples,
            stateful_step_count=steps,
            deadline=None,
            suppress_health_check=[HealthCheck.too_slow],
        ),
    )
