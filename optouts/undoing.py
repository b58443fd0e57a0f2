"""Who may undo what, and until when."""

from datetime import datetime, timedelta

from optouts.outcomes import Change
from optouts.roles import Deed, Role, may
from optouts.words import Kind


def deed(*, opened: bool) -> Deed:
    """The act that an undo makes: what was put on a list is taken off, what was off is put back."""
    return Deed.REMOVE if opened else Deed.ADD


def is_in_time(change_at: datetime, *, days: int, now: datetime) -> bool:
    """Whether the undo window of so many days is still open."""
    return now <= change_at + timedelta(days=days)


def is_offered(change: Change, *, opened: bool, role: Role, days: int, now: datetime) -> bool:
    """Whether a person of this role is shown Undo; an undo is not offered another one."""
    return (
        change.kind is not Kind.UNDO
        and is_in_time(change.at, days=days, now=now)
        and may(role, deed(opened=opened))
    )
