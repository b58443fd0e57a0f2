"""GET /v1/changes: what happened since, so that a platform can keep a list of its own true."""

from datetime import datetime
from typing import Annotated, Final, Self

from fastapi import APIRouter, Query
from pydantic import BaseModel, Field

from handlers.http.api import cursors, problems
from handlers.http.api.access import Reads
from handlers.http.api.addressing import Model
from handlers.http.api.shown import List
from optouts import following
from optouts.core import Core
from optouts.following import Event
from optouts.words import Origin

MOST_A_PAGE: Final = 5_000
LATEST: Final = "latest"


class Asked(Model):
    """From where on, and how much at a time."""

    after: Annotated[
        str,
        Field(
            max_length=20_000,
            description="The `next` of the call before, the `Changes-Cursor` of an export, or"
            f" `{LATEST}` to begin with what happens from now on. Empty: from the beginning.",
        ),
    ] = ""
    limit: Annotated[int, Field(ge=1, le=MOST_A_PAGE)] = 1_000


class Changed(BaseModel):
    """A change put a number on a list or took it off. `opted_out` says whether it is on that list
    by now, and that is what to go by, in whatever order changes arrive."""

    change: int
    at: datetime
    origin: Origin
    number: str = Field(examples=["+27831234567"])
    list: List
    was: Annotated[str, Field(examples=["opened"], pattern="^(opened|closed)$")]
    opted_out: bool

    @classmethod
    def of(cls, event: Event) -> Self:
        return cls(
            change=event.change.id,
            at=event.change.at,
            origin=event.change.origin,
            number=str(event.number),
            list=List.of(event.list),
            was="opened" if event.opened else "closed",
            opted_out=event.stands,
        )


class Changes(BaseModel):
    """`next` is the `after` of the next call; with `more` there is something behind it already."""

    changes: list[Changed]
    next: str
    more: bool


def router(core: Core) -> APIRouter:
    calls = APIRouter(tags=["following"])

    @calls.get("/changes", responses=problems.answers(403), response_model_exclude_none=True)
    def changes(caller: Reads, asked: Annotated[Asked, Query()]) -> Changes:
        """What happened behind a cursor. Nothing is left out, whatever commits late; what an import
        does is told when it is over."""
        after = asked.after
        if after == LATEST:
            now = following.now(core, caller.workspace, by=caller.actor)
            return Changes(changes=[], next=now.text, more=False)
        found = following.since(
            core,
            caller.workspace,
            cursors.of_following(after) if after else following.Cursor(),
            by=caller.actor,
            limit=asked.limit,
            account=caller.account,
        )
        return Changes(
            changes=[Changed.of(each) for each in found.events],
            next=found.next.text,
            more=found.more,
        )

    return calls
