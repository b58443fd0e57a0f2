"""POST /v1/opt-ins: somebody wants messages again, and the person themselves confirms it."""

from collections.abc import Callable
from datetime import datetime
from typing import Annotated

from fastapi import APIRouter, Response
from pydantic import BaseModel, Field

from handlers.http.api import addressing, problems
from handlers.http.api.access import Caller, Writes
from handlers.http.api.addressing import Messages, NumberText
from handlers.http.api.idempotency import Once, Repeatable
from handlers.http.api.shown import OptedOut
from optouts import opt_in_requests
from optouts.core import Core
from optouts.errors import SenderRequired
from optouts.numbers import parse
from optouts.opt_in_requests import OptIn, Outcome

LanguageText = Annotated[
    str,
    Field(
        pattern="^([a-z]{2,3})?$",
        description="The language (ISO 639) of the message to them. Empty: any.",
        examples=["en"],
    ),
]


class OptingIn(Messages):
    """Who wants messages of this sender again."""

    number: NumberText
    language: LanguageText = ""


class OptedIn(BaseModel):
    """`free`: nothing forbids these messages, and nothing had to be done. `asked`: the person got a
    message and has until then to confirm it; until they do they stay on the list. `elsewhere`: what
    forbids them is for more than this sender, and the person is not asked about that."""

    number: str = Field(examples=["+27831234567"])
    outcome: Outcome
    until: datetime | None = None
    because: list[OptedOut]


def router(core: Core, wake: Callable[[], None]) -> APIRouter:
    """`wake` is called when somebody is to be asked."""
    calls = APIRouter(tags=["opt-outs"])

    @calls.post("/opt-ins", response_model=OptedIn, responses=problems.answers(403, 409))
    def opt_in(caller: Writes, once: Once, wanted: OptingIn) -> Response:
        """Say that somebody wants messages of a sender again.

        If they are on its list they are asked by a message of this sender, and only their own word
        takes them off. Nobody is asked twice within a day.
        """
        answer = once.answer(lambda: _asked(core, caller, once, wanted))
        wake()
        return answer

    return calls


def _asked(core: Core, caller: Caller, once: Repeatable, wanted: OptingIn) -> OptedIn:
    about = addressing.about(core, caller, wanted)
    if about.sender is None:
        raise SenderRequired(wanted.channel)
    number = parse(wanted.number, region=about.region)
    opt_in = OptIn(number, about.sender.id, about.account, wanted.language)
    done = opt_in_requests.request(core, caller.key, opt_in, name=once.request)
    return OptedIn(
        number=str(number),
        outcome=done.outcome,
        until=done.until,
        because=[OptedOut.of(each) for each in done.because],
    )
