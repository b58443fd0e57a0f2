"""Who is offered Undo, and until when."""

from datetime import UTC, datetime, timedelta

import pytest

from optouts import undoing
from optouts.outcomes import Change
from optouts.roles import Deed, Role
from optouts.words import ActorId, ChangeId, Kind, Origin

DONE = datetime(2026, 3, 1, 9, tzinfo=UTC)
MOMENT = timedelta(microseconds=1)


def change(kind: Kind) -> Change:
    return Change(
        id=ChangeId(1),
        kind=kind,
        by=ActorId("U0NALEDI"),
        origin=Origin.SLACK,
        at=DONE,
        note="",
        evidence={},
        undoes=None,
    )


def test_undoing_an_add_is_a_removal_and_undoing_a_removal_an_add() -> None:
    assert undoing.deed(opened=True) is Deed.REMOVE
    assert undoing.deed(opened=False) is Deed.ADD


def test_the_undo_window_closes_after_its_last_moment() -> None:
    last = DONE + timedelta(days=30)

    assert undoing.is_in_time(DONE, days=30, now=last)
    assert not undoing.is_in_time(DONE, days=30, now=last + MOMENT)


@pytest.mark.parametrize(
    ("kind", "opened", "role", "is_offered"),
    [
        (Kind.ADD, True, Role.MANAGER, True),
        (Kind.ADD, True, Role.EDITOR, False),
        (Kind.REMOVE, False, Role.EDITOR, True),
        (Kind.REMOVE, False, Role.VIEWER, False),
        (Kind.UNDO, True, Role.MANAGER, False),
    ],
)
def test_undo_is_offered_to_whoever_may_do_what_it_makes(
    kind: Kind, *, opened: bool, role: Role, is_offered: bool
) -> None:
    offered = undoing.is_offered(change(kind), opened=opened, role=role, days=30, now=DONE)

    assert offered is is_offered


def test_undo_is_not_offered_any_more_when_its_time_is_over() -> None:
    later = DONE + timedelta(days=31)

    assert not undoing.is_offered(
        change(Kind.ADD), opened=True, role=Role.MANAGER, days=30, now=later
    )
