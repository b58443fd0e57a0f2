"""A provider that delivers many replies a second, and each again until it is taken."""

import asyncio
import hashlib
import hmac
import json
import time
from collections import deque
from dataclasses import dataclass, field
from multiprocessing.connection import Connection
from typing import Final
from urllib.parse import urlsplit

PATIENCE: Final = 15.0
"""Seconds that Twilio waits for an answer (twilio.com/docs/messaging/guides/webhook-request)."""

PAUSES: Final = (1, 2, 4, 8)
"""Seconds until it tries again, the last for all later tries."""

AT_A_TIME: Final = 400
"""Connections at most."""

TWICE: Final = 20
"""Every so manyth message is delivered twice at once, as providers sometimes do."""


@dataclass(frozen=True, slots=True)
class Flood:
    """`seconds` of `rate` messages a second; the person of message i has the i-th of `numbers`."""

    url: str
    secret: str
    numbers: tuple[str, ...]
    rate: int
    to: str


@dataclass
class Outcome:
    """`waited`: milliseconds of each try that was taken; `refused`: how many tries were not."""

    waited: list[float] = field(default_factory=list)
    started: list[float] = field(default_factory=list)
    refused: int = 0
    seconds: float = 0.0


def pour(flood: Flood, told: Connection) -> None:
    """Runs in a process of its own; tells of its outcome at the end."""
    told.send(asyncio.run(_all(flood)))


@dataclass
class _Lines:
    """Connections to one server, kept for the next message. As little of HTTP as this takes: a
    client library takes as much of the processor as the server that is measured."""

    url: str
    idle: deque[tuple[asyncio.StreamReader, asyncio.StreamWriter]] = field(default_factory=deque)
    places: asyncio.Semaphore = field(default_factory=lambda: asyncio.Semaphore(AT_A_TIME))

    async def takes(self, body: bytes, headers: dict[str, str]) -> bool:
        """Whether a message is taken; not if the server is silent or hangs up."""
        async with self.places:
            try:
                async with asyncio.timeout(PATIENCE):
                    return await self._takes(body, headers)
            except (OSError, EOFError, TimeoutError):
                return False

    async def _takes(self, body: bytes, headers: dict[str, str]) -> bool:
        asked = urlsplit(self.url)
        if self.idle:
            reader, writer = self.idle.pop()
        else:
            reader, writer = await asyncio.open_connection(asked.hostname, asked.port)
        said = {"Host": asked.netloc, "Content-Length": str(len(body)), **headers}
        lines = [f"POST {asked.path} HTTP/1.1", *(f"{each}: {said[each]}" for each in said)]
        try:
            writer.write("\r\n".join([*lines, "", ""]).encode() + body)
            status, *told = (await reader.readuntil(b"\r\n\r\n")).decode().lower().split("\r\n")
            length = next((each for each in told if each.startswith("content-length:")), ":0")
            await reader.readexactly(int(length.partition(":")[2]))
        except BaseException:
            writer.close()
            raise
        self.idle.append((reader, writer))
        return status.split()[1].startswith("2")


async def _all(flood: Flood) -> Outcome:
    outcome = Outcome()
    lines = _Lines(flood.url)
    start = time.perf_counter()
    tries = []
    for index in range(len(flood.numbers)):
        await asyncio.sleep(max(0.0, start + index / flood.rate - time.perf_counter()))
        copies = 2 if index % TWICE == 0 else 1
        tries += [
            asyncio.create_task(_delivered(lines, flood, index, outcome, start))
            for _ in range(copies)
        ]
    await asyncio.gather(*tries)
    outcome.seconds = time.perf_counter() - start
    return outcome


async def _delivered(
    lines: _Lines, flood: Flood, index: int, outcome: Outcome, start: float
) -> None:
    body = json.dumps(
        {
            "id": f"flood-{index}",
            "channel": "sms",
            "from": flood.numbers[index],
            "to": flood.to,
            "text": "STOP",
        }
    ).encode()
    headers = {"Content-Type": "application/json"} | signed(flood.secret, body)
    tried = 0
    while True:
        begun = time.perf_counter()
        if await lines.takes(body, headers):
            outcome.waited.append((time.perf_counter() - begun) * 1000)
            outcome.started.append(begun - start)
            return
        outcome.refused += 1
        await asyncio.sleep(PAUSES[min(tried, len(PAUSES) - 1)])
        tried += 1


def signed(secret: str, body: bytes) -> dict[str, str]:
    digest = hmac.digest(secret.encode(), body, hashlib.sha256).hex()
    return {"X-Optout-Signature": f"sha256={digest}"}
