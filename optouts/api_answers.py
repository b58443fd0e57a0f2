"""A call that is made again is answered as it was the first time, and does nothing again."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Final

from optouts.api_key import KeyId
from optouts.core import Core
from storage import api_answers

KEPT: Final = timedelta(days=1)
LONGEST_CALL: Final = timedelta(minutes=2)
"""A call that is not over by then died with its process, and may be made again."""


@dataclass(frozen=True, slots=True)
class Call:
    """A call with an Idempotency-Key; `fingerprint` tells what was asked for."""

    key: KeyId
    idempotency_key: str
    fingerprint: str


@dataclass(frozen=True, slots=True)
class Answered:
    status: int
    body: str


class OtherCall(Exception):
    """The idempotency key was used for something else."""


class BeingAnswered(Exception):
    """The same call is being answered at this moment."""


def begin(core: Core, call: Call) -> Answered | None:
    """What was answered before; None: it is ours to do, and to end with `keep` or `drop`.

    Raises OtherCall, BeingAnswered, StorageAway.
    """
    now = core.clock()
    with core.writing(queued=True) as tx:
        if api_answers.is_first(
            tx, call.key, call.idempotency_key, fingerprint=call.fingerprint, at=now
        ):
            return None
        known = api_answers.of_call(tx, call.key, call.idempotency_key)
        if known is None or known.at < now - (KEPT if known.status else LONGEST_CALL):
            api_answers.drop(tx, call.key, call.idempotency_key)
            if not api_answers.is_first(
                tx, call.key, call.idempotency_key, fingerprint=call.fingerprint, at=now
            ):
                raise BeingAnswered  # another process took it over at this moment
            return None
        if known.fingerprint != call.fingerprint:
            raise OtherCall
        if not known.status:
            raise BeingAnswered
        return Answered(known.status, known.body)


def keep(core: Core, call: Call, answered: Answered) -> None:
    with core.writing(queued=True) as tx:
        api_answers.keep(
            tx, call.key, call.idempotency_key,
            status=answered.status, body=answered.body, at=core.clock(),
        )  # fmt: skip


def drop(core: Core, call: Call) -> None:
    """It did nothing, so it may be made again."""
    with core.writing(queued=True) as tx:
        api_answers.drop(tx, call.key, call.idempotency_key)


def forget_old(core: Core) -> None:
    with core.writing(queued=True) as tx:
        api_answers.forget_before(tx, core.clock() - KEPT)
