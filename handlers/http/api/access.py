"""Who calls: the key in the header, what it may do, and which accounts it sees."""

from dataclasses import dataclass
from functools import partial
from typing import Annotated, Final

from fastapi import BackgroundTasks, Depends, Request, Security
from fastapi.concurrency import run_in_threadpool
from fastapi.security import HTTPAuthorizationCredentials, HTTPBearer

from handlers.http.api.limiting import Limiter
from handlers.http.api.rejected import KeyNeeded, OtherAccount, ReadingKey
from optouts import keys
from optouts.api_key import Key
from optouts.core import Core
from optouts.places import Places, name_key
from optouts.remembered import Remembered
from optouts.roles import Actor
from optouts.words import AccountId, WorkspaceId

BEARER: Final = HTTPBearer(
    auto_error=False,
    scheme_name="key",
    description="A key that a manager made in Slack with `/optout key`.",
)


class Means:
    """What every call needs; `app.state.means` holds it."""

    def __init__(self, core: Core, limiter: Limiter) -> None:
        self.core = core
        self.limiter = limiter
        self.keys = Remembered(core, partial(keys.of_secret, core))


@dataclass(frozen=True, slots=True)
class Caller:
    """The key that a call was made with."""

    key: Key

    @property
    def workspace(self) -> WorkspaceId:
        return self.key.workspace

    @property
    def actor(self) -> Actor:
        return self.key.actor

    @property
    def account(self) -> AccountId | None:
        """The account that is all the key sees beside what is for every account; None: any."""
        return self.key.account

    def account_named(self, text: str, places: Places) -> AccountId | None:
        """The account that a call is about; None: it named none and the key is for any.

        Raises OtherAccount, UnknownAccount.
        """
        if not text:
            return self.account
        if self.account is None:
            return places.account_named(text).id
        own = places.account(self.account)
        if own is None or name_key(own.name) != name_key(text):
            raise OtherAccount(text)
        return self.account


async def _reads(
    request: Request,
    background: BackgroundTasks,
    credentials: Annotated[HTTPAuthorizationCredentials | None, Security(BEARER)],
) -> Caller:
    """Raises KeyNeeded, TooManyCalls, StorageAway."""
    if credentials is None:
        raise KeyNeeded
    means: Means = request.app.state.means
    secret = credentials.credentials
    key = means.keys.lately(secret) or await run_in_threadpool(means.keys.anew, secret)
    if key is None:
        raise KeyNeeded
    request.state.left = means.limiter.take(key.id)
    if keys.is_use_to_note(means.core, key):
        background.add_task(keys.note_use, means.core, key)
    return Caller(key)


Reads = Annotated[Caller, Depends(_reads)]
"""Who may look."""


async def _writes(caller: Reads) -> Caller:
    """Raises ReadingKey."""
    if not caller.key.writes:
        raise ReadingKey
    return caller


Writes = Annotated[Caller, Depends(_writes)]
"""Who may change opt-outs."""
