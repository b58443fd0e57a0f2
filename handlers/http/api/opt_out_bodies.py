"""What calls about opt-outs are told and tell."""

from datetime import datetime
from enum import StrEnum
from typing import Annotated, Final, Self

from pydantic import BaseModel, Field

from handlers.http.api.addressing import (
    MOST_NUMBERS,
    NO_CONTROLS,
    Filters,
    Messages,
    NumberText,
)
from handlers.http.api.shown import Happened, List, OptedOut
from optouts.numbers import E164, UnreadableNumber
from optouts.outcomes import Added

Note = Annotated[
    str,
    Field(
        max_length=500,
        pattern=NO_CONTROLS,
        description="Kept with the change and shown in its history.",
        examples=["Asked for it on the phone"],
    ),
]


MOST_A_PAGE: Final = 1_000


class Paging(Filters):
    """A page of opt-outs."""

    limit: Annotated[int, Field(ge=1, le=MOST_A_PAGE)] = 100
    after: Annotated[str, Field(description="The `next` of the page before.")] = ""


class Removing(Messages):
    """Which list a number is taken off, and why."""

    reason: Annotated[
        str,
        Field(
            max_length=500,
            pattern=NO_CONTROLS,
            description="Needed for what the person asked for themselves, and kept.",
            examples=["They wrote that it was a mistake"],
        ),
    ] = ""


class Page(BaseModel):
    """Some opt-outs, newest change first; `next` is the `after` of the next page."""

    opt_outs: list[OptedOut]
    next: str | None = None


class Story(BaseModel):
    """All that is known of a number: what stands, and what happened, newest first."""

    number: str = Field(examples=["+27831234567"])
    standing: list[OptedOut]
    history: list[Happened]


class Adding(Messages):
    """Numbers that are to get no more of these messages."""

    numbers: Annotated[list[NumberText], Field(min_length=1, max_length=MOST_NUMBERS)]
    note: Note = ""


class Outcome(StrEnum):
    """`already_opted_out`: the first opt-out stands, with its date."""

    OPTED_OUT = "opted_out"
    ALREADY_OPTED_OUT = "already_opted_out"
    UNREADABLE = "unreadable"


class AddedOne(BaseModel):
    """What became of one number."""

    number: str = Field(description="As it was sent.", examples=["083 123 4567"])
    outcome: Outcome
    e164: str | None = Field(None, examples=["+27831234567"])
    since: datetime | None = None
    fault: str | None = Field(None, description="Why it cannot be read.")


class AddedAll(BaseModel):
    """What became of each number, in their order. There is a `change` unless none was readable."""

    change: int | None = None
    opted_out: int
    already_opted_out: int
    unreadable: int
    results: list[AddedOne]

    @classmethod
    def of(
        cls, sent: list[str], read: dict[str, E164 | UnreadableNumber], added: Added | None
    ) -> Self:
        since = {}
        opened: frozenset[E164] = frozenset()
        if added is not None:
            since = {each.number: each.date for each in (*added.opened, *added.standing)}
            opened = frozenset(each.number for each in added.opened)
        results = [_added(text, read[text], since, opened) for text in sent]
        return cls(
            change=added.change.id if added else None,
            opted_out=_count(results, Outcome.OPTED_OUT),
            already_opted_out=_count(results, Outcome.ALREADY_OPTED_OUT),
            unreadable=_count(results, Outcome.UNREADABLE),
            results=results,
        )


def _added(
    text: str,
    number: E164 | UnreadableNumber,
    since: dict[E164, datetime],
    opened: frozenset[E164],
) -> AddedOne:
    if isinstance(number, UnreadableNumber):
        return AddedOne(number=text, outcome=Outcome.UNREADABLE, fault=number.fault)
    outcome = Outcome.OPTED_OUT if number in opened else Outcome.ALREADY_OPTED_OUT
    return AddedOne(number=text, outcome=outcome, e164=str(number), since=since.get(number))


def _count(results: list[AddedOne], outcome: Outcome) -> int:
    return sum(each.outcome is outcome for each in results)


class Removal(StrEnum):
    REMOVED = "removed"
    NOT_OPTED_OUT = "not_opted_out"


class Removed(BaseModel):
    """`still` are the other lists that the number is on: they may forbid messages as well."""

    number: str = Field(examples=["+27831234567"])
    outcome: Removal
    change: int | None = None
    still: list[List]
