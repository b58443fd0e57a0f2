"""Words are forgotten after the days that a workspace chose; opt-outs never are."""

from collections.abc import Callable
from typing import Any

import pytest

from optouts import exports, history, retention
from optouts.changes import Act
from optouts.core import Core
from optouts.export_order import Order
from optouts.job_rows import body_of
from optouts.jobs import Report, Stage
from optouts.numbers import E164
from optouts.outcomes import Added, Change, Removed
from optouts.places import Sender
from optouts.preferences import Preferences
from optouts.retention import Forgetting
from optouts.roles import Actor
from optouts.words import ActorId, ChangeId, Origin, WorkspaceId
from storage import jobs, notes, tables
from tests.conftest import Clock
from tests.optouts.answering import connected
from tests.optouts.phone import Phone

NUMBERS = [E164(27_831_230_000 + each) for each in range(10)]
EVIDENCE = {"channel": "C0RETAIL", "typed": "083 123 0000", "text": "STOP it", "file": "a.csv"}

Passes = Callable[[float], None]
SetTo = Callable[[str, str], None]


@pytest.fixture
def change(core: Core, workspace: WorkspaceId, viewer: Actor) -> Callable[[Change], Change]:
    """A change as it is remembered now."""

    def of(made: Change) -> Change:
        return history.change(core, workspace, made.id, by=viewer).change

    return of


@pytest.fixture
def passes(core: Core, clock: Clock, set_to: SetTo) -> Passes:
    """So many days pass in a workspace where words are kept for thirty, and the worker tidies."""
    set_to("evidence_days", "30")
    forgetting = Forgetting(core)

    def passed(days: float) -> None:
        clock.advance(days=days)
        forgetting.forget()

    return passed


@pytest.fixture
def rows(core: Core) -> Callable[[type[Any]], list[Any]]:
    def of(table: type[Any]) -> list[Any]:
        with core.reading() as tx:
            return [tuple(row) for row in tx.execute(table.__table__.select())]

    return of


def test_notes_and_what_was_typed_are_forgotten_and_nothing_else(
    opt_out: Callable[..., Added],
    remove: Callable[..., Removed],
    change: Callable[[Change], Change],
    rows: Callable[[type[Any]], list[Any]],
    passes: Passes,
) -> None:
    added = opt_out(*NUMBERS, note="asked by phone", evidence=EVIDENCE)
    removed = remove(NUMBERS[0], on=[added.opened[0].list.id], note="wants them again")
    passes(20)
    later = opt_out(NUMBERS[0], note="changed her mind", evidence=EVIDENCE)
    assert change(added.change) == added.change
    before = rows(tables.OptOut), rows(tables.ChangeCount)

    passes(11)

    old, reason, new = (change(each.change) for each in (added, removed, later))
    assert (old.note, reason.note, new.note) == ("", "", "changed her mind")
    assert old.evidence == {"channel": "C0RETAIL", "file": "a.csv"}
    assert new.evidence == EVIDENCE
    assert (old.by, old.at, old.origin) == (
        added.change.by,
        added.change.at,
        added.change.origin,
    )
    assert (rows(tables.OptOut), rows(tables.ChangeCount)) == before


def test_nothing_is_forgotten_unless_somebody_chose_so(
    opt_out: Callable[..., Added],
    change: Callable[[Change], Change],
    passes: Passes,
    set_to: SetTo,
) -> None:
    assert Preferences().evidence_days == 0
    set_to("evidence_days", "0")
    added = opt_out(NUMBERS[0], note="asked by phone", evidence=EVIDENCE)

    passes(4000)

    assert change(added.change) == added.change


def test_it_goes_on_where_it_was_and_knows_what_becomes_old_later(
    opt_out: Callable[..., Added],
    change: Callable[[Change], Change],
    passes: Passes,
    set_to: SetTo,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(retention, "ROWS", 2)
    monkeypatch.setattr(retention, "STEPS", 2)
    made = []
    for number in NUMBERS:
        made.append(opt_out(number, note="said").change)
        passes(1)

    passes(25.5)
    assert [change(each).note for each in made] == [""] * 4 + ["said"] * 6
    passes(0)
    assert [change(each).note for each in made] == [""] * 6 + ["said"] * 4
    set_to("evidence_days", "20")
    passes(0)

    assert [change(each).note for each in made] == [""] * 10


def test_what_a_file_said_of_single_numbers_is_forgotten_too(
    core: Core,
    opt_out: Callable[..., Added],
    rows: Callable[[type[Any]], list[Any]],
    passes: Passes,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(retention, "NOTES", 3)
    old = opt_out(*NUMBERS[:5], origin=Origin.IMPORT).change
    passes(31)
    new = opt_out(*NUMBERS[5:], origin=Origin.IMPORT).change
    with core.writing() as tx:
        for made in (old, new):
            notes.keep(tx, made.id, [(each.digits, "called twice") for each in NUMBERS])

    passes(0)

    assert {row[0] for row in rows(tables.NumberNote)} == {new.id}
    assert len(rows(tables.NumberNote)) == len(NUMBERS)


def test_what_an_export_was_for_is_forgotten_and_that_it_was_made_is_not(
    core: Core,
    workspace: WorkspaceId,
    act: Callable[..., Act],
    passes: Passes,
) -> None:
    made = [
        exports.start(core, act(), Order(purpose=f"for {who}"), report=Report())
        for who in ("Lerato", "Zanele")
    ]
    with core.writing() as tx:
        jobs.move(tx, workspace, made[0].id, stage=made[0].stage, values={"stage": Stage.DONE})

    passes(31)

    with core.reading() as tx:
        found = [jobs.by_id(tx, workspace, each.id) for each in made]
    orders = [body_of(row).order for row in found if row is not None]
    assert [each.purpose for each in orders if each] == ["", "for Zanele"]
    assert {row.actor for row in found if row} == {ActorId("U0THANDI")}


def test_what_people_wrote_is_forgotten_and_that_they_opted_out_is_not(
    core: Core,
    workspace: WorkspaceId,
    manager: Actor,
    short_code: Sender,
    passes: Passes,
) -> None:
    phone = Phone(core, connected(core, workspace, manager))
    received = phone.writes("STOP it now please", campaign="Spring")
    change = ChangeId(phone.kept(received).change_id)
    passes(20)
    later = phone.writes("STOP")

    passes(11)

    kept = phone.kept(received)
    assert (kept.text, kept.written) == ("", "")
    assert (kept.number, kept.sender_id, kept.change_id) == (27831234567, short_code.id, change)
    assert phone.kept(later).text == "STOP"
    told = history.change(core, workspace, change, by=manager).change
    assert told.note == ""
    assert "text" not in told.evidence
    assert told.evidence["message_id"] == kept.message_id
    assert told.evidence["campaign"] == "Spring"


def test_the_words_of_a_reply_stay_until_nobody_can_be_judging_them_any_more(
    core: Core,
    workspace: WorkspaceId,
    manager: Actor,
    clock: Clock,
    set_to: SetTo,
) -> None:
    set_to("evidence_days", "1")
    forgetting = Forgetting(core)
    phone = Phone(core, connected(core, workspace, manager))
    received = phone.writes("Please cancel my order!")

    clock.advance(days=9)
    forgetting.forget()
    assert phone.kept(received).text == "Please cancel my order!"

    clock.advance(days=2)
    forgetting.forget()
    assert phone.kept(received).text == ""
