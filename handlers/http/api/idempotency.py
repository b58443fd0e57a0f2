"""Idempotency-Key: a call that is made again does nothing again and is answered as before."""

import hashlib
import secrets
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from typing import Annotated, Final

from fastapi import Depends, Header, Request, Response
from pydantic import BaseModel

from handlers.http.api.access import Means, Writes
from handlers.http.api.rejected import StillAnswering, UsedForOtherCall
from optouts import api_answers
from optouts.api_answers import Answered, BeingAnswered, Call, OtherCall
from optouts.core import Core
from optouts.errors import StorageAway

REPLAYED: Final = {"Idempotent-Replayed": "true"}


@dataclass(frozen=True, slots=True)
class Repeatable:
    """One call that changes something. `request` names it for the core: the same name twice is one
    change."""

    core: Core
    request: str
    call: Call | None

    def answer(self, work: Callable[[], BaseModel], *, status: int = 200) -> Response:
        """Do the work unless the same call was answered before; either way the answer.

        A call that is refused did nothing, so its key may be used again. Raises UsedForOtherCall,
        StillAnswering, StorageAway, and whatever the work raises.
        """
        known = self._begun()
        if known is not None:
            return _response(known, REPLAYED)
        try:
            made = Answered(status, work().model_dump_json(exclude_none=True))
        except Exception:
            self._drop()
            raise
        if self.call is not None:
            api_answers.keep(self.core, self.call, made)
        return _response(made)

    def _begun(self) -> Answered | None:
        if self.call is None:
            return None
        try:
            return api_answers.begin(self.core, self.call)
        except OtherCall as error:
            raise UsedForOtherCall from error
        except BeingAnswered as error:
            raise StillAnswering from error

    def _drop(self) -> None:
        if self.call is not None:
            with suppress(StorageAway):  # then it is forgotten by itself
                api_answers.drop(self.core, self.call)


def _response(answered: Answered, headers: dict[str, str] | None = None) -> Response:
    return Response(answered.body, answered.status, headers=headers, media_type="application/json")


async def _once(
    request: Request,
    caller: Writes,
    idempotency_key: Annotated[
        str | None,
        Header(
            min_length=1,
            max_length=255,
            description="A name of your own for this call, such as a UUID. A call that is made"
            " again with the same one within a day does nothing again.",
            examples=["5b1e2a8e-8a55-4a0e-9f0a-3a1d7f6f4c11"],
        ),
    ] = None,
) -> Repeatable:
    means: Means = request.app.state.means
    if idempotency_key is None:
        return Repeatable(means.core, f"api:{secrets.token_hex(16)}", None)
    asked = f"{request.method} {request.url.path}?{request.url.query}\n".encode()
    fingerprint = hashlib.sha256(asked + await request.body()).hexdigest()
    return Repeatable(
        means.core,
        f"api:{caller.key.id}:{idempotency_key}",
        Call(caller.key.id, idempotency_key, fingerprint),
    )


Once = Annotated[Repeatable, Depends(_once)]
"""A call that changes something, to be made with `once.answer(work)`."""
