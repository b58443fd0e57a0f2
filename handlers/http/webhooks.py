"""Where providers tell us what people wrote: `POST /webhooks/{provider}/{secret path token}`.

Each provider's file says whether a call is genuine and what it holds; what that means is the
business of the core. Neither a number nor what somebody wrote is ever logged here.
"""

import asyncio
import base64
import binascii
import hashlib
import hmac
import logging
import time
import traceback
from collections.abc import AsyncIterator, Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from typing import Final
from urllib.parse import urlsplit

from fastapi import APIRouter, FastAPI, Request, Response
from fastapi.responses import JSONResponse
from starlette.requests import ClientDisconnect

from handlers import references
from handlers.http.providers import BY_NAME, reading
from handlers.http.providers.provider import Call, Forged, ProviderFile, Unreadable
from optouts import connections, receiving
from optouts.connection import Connection
from optouts.core import Core
from optouts.errors import SecretsLost, StorageAway
from optouts.inbound import InboundMessage
from optouts.provider_accounts import ACCOUNTS, BASIC_PASSWORD, BASIC_USER

logger = logging.getLogger(__name__)

PATH: Final = "/webhooks"
LARGEST: Final = 1_000_000
"""Bytes. A batch of WhatsApp's holds some hundred messages of a few kilobytes."""

AT_A_TIME: Final = 40
"""Calls that are worked on at a time; they wait for the disk, which takes as long for all as for
one."""

MOST_WAITING: Final = 400
"""Calls that may wait for their turn; more would wait longer than their providers do."""

TOO_LATE: Final = 10.0
"""Seconds after which the provider of a call that still waits may be gone, and will come again;
Twilio waits for 15 (twilio.com/docs/messaging/guides/webhook-request). Working on it all the same
would let those wait that came since, until all come too late."""

RETRY: Final = {"Retry-After": "30"}


@dataclass(frozen=True, slots=True)
class Webhooks:
    """`wake` is called once there is something to tell or to send."""

    core: Core
    wake: Callable[[], None]

    def answer(self, provider: str, token: str, call: Call, came: float) -> Response:
        """`came` is when, by the clock that only ever goes forward."""
        if time.monotonic() - came > TOO_LATE:
            return _status(503, RETRY)
        with references.new():
            try:
                return self._answer(provider, token, call)
            except StorageAway:
                return _status(503, RETRY)
            except SecretsLost:
                logger.error("the secrets of a connection cannot be opened: the key is another")  # noqa: TRY400
                return _status(503, RETRY)

    def _answer(self, provider: str, token: str, call: Call) -> Response:
        connection = connections.by_token(self.core, token)
        if connection is None or connection.provider != provider:
            return JSONResponse({"detail": "Not Found"}, 404)
        file = BY_NAME[connection.provider]
        if (refusal := _refusal(file, call, connection)) is not None:
            return refusal
        try:
            if (told := file.challenge(call, connection)) is not None:
                return Response(told, media_type="text/plain")
            file.verify(call, connection)
            messages = file.parse(call)
        except Forged:
            logger.warning("connection %d: a call that its provider did not sign", connection.id)
            return _status(403)
        except Unreadable as error:
            logger.warning("connection %d: a call that cannot be read: %s", connection.id, error)
            return _status(400)
        else:
            return self._received(file, connection, messages)

    def _received(
        self, file: ProviderFile, connection: Connection, messages: Sequence[InboundMessage]
    ) -> Response:
        """One that fails holds up none of the others; the provider sends all of them again."""
        in_band = ACCOUNTS[file.name].in_band and len(messages) == 1
        texts, failed = [], False
        for message in messages:
            text = self._receive(connection, message, in_band=in_band)
            failed |= text is None
            texts.append(text or "")
        connections.heard(self.core, connection)
        self.wake()
        if failed:
            return _status(503, RETRY)
        media_type, body = file.answer("".join(texts) if in_band else "")
        return Response(body, media_type=media_type)

    def _receive(
        self, connection: Connection, message: InboundMessage, *, in_band: bool
    ) -> str | None:
        """What is to be answered; None if the message could not be taken in."""
        told = replace(message, to=message.to or connection.sender)
        try:
            return receiving.receive(self.core, connection, told, in_band=in_band).answer
        except StorageAway:
            return None
        except Exception as error:  # noqa: BLE001 - the others of the batch are not its victims
            # Not the error itself, which may quote what was written.
            logger.error(  # noqa: TRY400
                "connection %d: a message could not be taken in: %s\n%s",
                connection.id,
                type(error).__name__,
                "".join(traceback.format_tb(error.__traceback__)),
            )
            return None


def router(core: Core, wake: Callable[[], None], public_url: str = "") -> APIRouter:
    """`public_url` is where providers reach us, which some sign; empty: as their calls say."""
    webhooks = Webhooks(core, wake)
    hooks = APIRouter()
    waiting = 0

    @hooks.get(f"{PATH}/{{provider}}/{{token}}", include_in_schema=False)
    @hooks.post(f"{PATH}/{{provider}}/{{token}}", include_in_schema=False)
    async def called(provider: str, token: str, request: Request) -> Response:
        nonlocal waiting
        came = time.monotonic()
        body = await _body(request)
        if body is None:
            return _status(413)
        try:
            call = _call(request, body, public_url)
        except Unreadable:
            return _status(400)
        if waiting >= MOST_WAITING:
            return _status(503, RETRY)
        threads: ThreadPoolExecutor = request.app.state.webhook_threads
        loop = asyncio.get_running_loop()
        waiting += 1
        try:
            return await loop.run_in_executor(threads, webhooks.answer, provider, token, call, came)
        finally:
            waiting -= 1

    return hooks


@asynccontextmanager
async def lifespan(http: FastAPI) -> AsyncIterator[None]:
    """Threads of their own, so that replies which wait for a database keep no other call waiting.

    Handing calls to the framework's threads takes longer the more of them there are already.
    """
    with ThreadPoolExecutor(AT_A_TIME, thread_name_prefix="webhook") as threads:
        http.state.webhook_threads = threads
        yield


async def _body(request: Request) -> bytes | None:
    """The raw body, on which signatures are made; None if it is too large or breaks off."""
    body = bytearray()
    try:
        async for chunk in request.stream():
            body += chunk
            if len(body) > LARGEST:
                return None
    except ClientDisconnect:  # nobody is there to hear the answer
        return None
    return bytes(body)


def _call(request: Request, body: bytes, public_url: str) -> Call:
    query: bytes = request.scope["query_string"]
    raw_path: bytes = request.scope.get("raw_path") or request.scope["path"].encode()
    path = raw_path.partition(b"?")[0].decode("latin-1")
    behind = f"{path}?{query.decode('latin-1')}" if query else path
    asked = urlsplit(str(request.url))
    bases = [public_url.rstrip("/")] if public_url else []
    bases.append(f"{asked.scheme}://{asked.netloc}")
    return Call(
        method=request.method,
        urls=tuple(dict.fromkeys(base + behind for base in bases)),
        headers={name.lower(): value for name, value in request.headers.items()},
        query=tuple(reading.pairs(query)),
        body=body,
        address=request.client.host if request.client else "",
    )


def _refusal(file: ProviderFile, call: Call, connection: Connection) -> Response | None:
    if not connections.is_welcome(connection, call.address):
        logger.warning("connection %d: a call from an address not on its list", connection.id)
        return _status(403)
    if not _knows_password(call, connection):
        logger.warning("connection %d: a call without its password", connection.id)
        return _status(401, {"WWW-Authenticate": 'Basic realm="webhook", charset="UTF-8"'})
    if call.method not in file.methods:
        return _status(405, {"Allow": ", ".join(sorted(file.methods))})
    if call.method == "POST" and call.media_type not in file.media_types:
        return _status(415)
    return None


def _knows_password(call: Call, connection: Connection) -> bool:
    user = connection.secrets.get(BASIC_USER, "")
    password = connection.secrets.get(BASIC_PASSWORD, "")
    if not user and not password:
        return True
    scheme, _, given = call.headers.get("authorization", "").partition(" ")
    try:
        said = base64.b64decode(given.strip(), validate=True)
    except (binascii.Error, ValueError):
        return False
    # Of hashes, so that the time taken does not tell how long the password is.
    expected = hashlib.sha256(f"{user}:{password}".encode()).digest()
    is_right = hmac.compare_digest(hashlib.sha256(said).digest(), expected)
    return scheme.lower() == "basic" and is_right


def _status(code: int, headers: dict[str, str] | None = None) -> Response:
    return Response(status_code=code, headers=headers)
