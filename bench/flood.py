"""A provider that delivers many replies a second, and each again until it is taken."""

import asyncio
import hashlib
import hmac
import json
import time
from dataclasses import dataclass, field
from multiprocessing.connection import Connection
from typing import Final

import httpx

PATIENCE: Final = 15.0
"""Seconds that Twilio waits for an answer (twilio.com/docs/messaging/guides/webhook-request)."""

PAUSES: Final = (1, 2, 4, 8)
"""Seconds until it tries again, the last for all later tries."""

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


async def _all(flood: Flood) -> Outcome:
    outcome = Outcome()
    limits = httpx.Limits(max_connections=400, max_keepalive_connections=100)
    start = time.perf_counter()
    async with httpx.AsyncClient(limits=limits, timeout=PATIENCE) as client:
        tries = []
        for index in range(len(flood.numbers)):
            await asyncio.sleep(max(0.0, start + index / flood.rate - time.perf_counter()))
            copies = 2 if index % TWICE == 0 else 1
            tries += [
                asyncio.create_task(_delivered(client, flood, index, outcome, start))
                for _ in range(copies)
            ]
        await asyncio.gather(*tries)
    outcome.seconds = time.perf_counter() - start
    return outcome


async def _delivered(
    client: httpx.AsyncClient, flood: Flood, index: int, outcome: Outcome, start: float
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
        if await _taken(client, flood.url, body, headers):
            outcome.waited.append((time.perf_counter() - begun) * 1000)
            outcome.started.append(begun - start)
            return
        outcome.refused += 1
        await asyncio.sleep(PAUSES[min(tried, len(PAUSES) - 1)])
        tried += 1


async def _taken(client: httpx.AsyncClient, url: str, body: bytes, headers: dict[str, str]) -> bool:
    try:
        answer = await client.post(url, content=body, headers=headers)
    except httpx.HTTPError:
        return False
    return answer.is_success


def signed(secret: str, body: bytes) -> dict[str, str]:
    digest = hmac.digest(secret.encode(), body, hashlib.sha256).hex()
    return {"X-Optout-Signature": f"sha256={digest}"}
