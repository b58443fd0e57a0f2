"""/v1/opt-outs: who is on which list, put there and taken off."""

from collections.abc import Callable
from typing import Annotated

from fastapi import APIRouter, Path, Query, Response

from handlers.http.api import addressing, cursors, problems
from handlers.http.api.access import Caller, Reads, Writes
from handlers.http.api.addressing import (
    LONGEST_NUMBER,
    RegionText,
)
from handlers.http.api.idempotency import Once, Repeatable
from handlers.http.api.opt_out_bodies import (
    AddedAll,
    Adding,
    Page,
    Paging,
    Removal,
    Removed,
    Removing,
    Story,
)
from handlers.http.api.shown import Happened, List, OptedOut
from optouts import api_changes, history
from optouts.changes import Act
from optouts.core import Core
from optouts.numbers import E164, parse
from optouts.places import ListName
from optouts.words import Origin

Number = Annotated[str, Path(max_length=LONGEST_NUMBER, examples=["+27831234567"])]


def router(core: Core, wake: Callable[[], None]) -> APIRouter:
    """`wake` is called when the team may have to be told of something."""
    calls = APIRouter(prefix="/opt-outs", tags=["opt-outs"])

    @calls.get("", responses=problems.answers(403), response_model_exclude_none=True)
    def page(caller: Reads, paging: Annotated[Paging, Query()]) -> Page:
        """Opt-outs that began within a time, newest change first."""
        wanted = addressing.wanted(core, caller, paging)
        found = history.page(
            core,
            caller.workspace,
            wanted,
            by=caller.actor,
            limit=paging.limit,
            after=cursors.read(paging.after) if paging.after else None,
        )
        return Page(
            opt_outs=[OptedOut.of(each) for each in found.opt_outs],
            next=cursors.written(found.next) if found.next else None,
        )

    @calls.get("/{number}", responses=problems.answers(403), response_model_exclude_none=True)
    def story(caller: Reads, number: Number, region: RegionText = "") -> Story:
        """Which lists a number is on, and everything that happened to it."""
        about = addressing.found(core, caller, channel=None, sender="", account="", region=region)
        told = history.of_number(
            core, caller.workspace, parse(number, region=about.region), by=caller.actor
        )
        return Story(
            number=str(told.number),
            standing=[OptedOut.of(each) for each in told.standing if _sees(caller, each.list)],
            history=[Happened.of(each) for each in told.events if _sees(caller, each.opt_out.list)],
        )

    @calls.post("", response_model=AddedAll, responses=problems.answers(403, 409))
    def add(caller: Writes, once: Once, adding: Adding) -> Response:
        """Put numbers on the list of this account, channel and sender.

        A number that is on it already keeps its date. Numbers that cannot be read are told, and do
        not keep the others from being put on it.
        """
        answer = once.answer(lambda: _added(core, caller, once, adding))
        wake()
        return answer

    @calls.delete("/{number}", response_model=Removed, responses=problems.answers(403, 409))
    def remove(
        caller: Writes, once: Once, number: Number, removing: Annotated[Removing, Query()]
    ) -> Response:
        """Take a number off the list of this account, channel and sender, and off no other.

        What the person asked for themselves is lifted only with a reason: better have them asked,
        with `POST /v1/opt-ins`.
        """
        answer = once.answer(lambda: _removed(core, caller, once, number, removing))
        wake()
        return answer

    return calls


def _sees(caller: Caller, name: ListName) -> bool:
    """A key for one account sees its lists, and those of every account, which hold for it too."""
    return caller.account is None or name.account is None or name.account.id == caller.account


def _act(caller: Caller, once: Repeatable, note: str) -> Act:
    return Act(
        workspace=caller.workspace,
        by=caller.actor,
        origin=Origin.API,
        request=once.request,
        note=note,
        evidence={"key": caller.key.name},
    )


def _added(core: Core, caller: Caller, once: Repeatable, adding: Adding) -> AddedAll:
    about = addressing.about(core, caller, adding)
    read = addressing.read(adding.numbers, about.region)
    numbers = {each for each in read.values() if isinstance(each, E164)}
    act = _act(caller, once, adding.note)
    added = api_changes.add(core, act, numbers, about.choice) if numbers else None
    return AddedAll.of(adding.numbers, read, added)


def _removed(
    core: Core, caller: Caller, once: Repeatable, text: str, removing: Removing
) -> Removed:
    about = addressing.about(core, caller, removing)
    number = parse(text, region=about.region)
    every = history.total(core, caller.workspace, by=caller.actor)
    on = [name.id for name in every if about.is_list(name)]
    act = _act(caller, once, removing.reason)
    done = api_changes.remove(core, act, [number], on) if on else None
    standing = history.of_number(core, caller.workspace, number, by=caller.actor).standing
    closed = done is not None and bool(done.closed)
    return Removed(
        number=str(number),
        outcome=Removal.REMOVED if closed else Removal.NOT_OPTED_OUT,
        change=done.change.id if done is not None and closed else None,
        still=[List.of(each.list) for each in standing if _sees(caller, each.list)],
    )
