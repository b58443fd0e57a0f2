"""Calls of an API from a process of its own, so that who asks takes no time from who answers."""

import multiprocessing
import threading
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from http.client import HTTPConnection
from multiprocessing.queues import SimpleQueue
from typing import Final

OK: Final = 200
WARM_UP: Final = 100
MILLISECONDS: Final = 1000


@dataclass(frozen=True, slots=True)
class Calls:
    """POSTs of these bodies in turn, on `connections` at a time."""

    port: int
    path: str
    headers: Mapping[str, str]
    bodies: Sequence[bytes]
    amount: int
    connections: int = 1


@dataclass(frozen=True, slots=True)
class Called:
    """Milliseconds of each call as its caller saw it, and how many there were in a second."""

    each: list[float]
    a_second: float


def made(calls: Calls) -> Called:
    """Raises RuntimeError if a call was answered with anything but 200."""
    context = multiprocessing.get_context("spawn")
    answers: SimpleQueue[Called | str] = context.SimpleQueue()
    process = context.Process(target=_call_all, args=(calls, answers))
    process.start()
    answer = answers.get()
    process.join()
    if isinstance(answer, str):
        raise RuntimeError(answer)  # noqa: TRY004 - it is what the other process failed with
    return answer


def _call_all(calls: Calls, answers: "SimpleQueue[Called | str]") -> None:
    each: list[float] = []
    faults: list[str] = []

    def work(share: int, *, counted: bool) -> None:
        try:
            _call(calls, share, each if counted else [])
        except (OSError, RuntimeError) as error:
            faults.append(repr(error))

    work(min(WARM_UP, calls.amount), counted=False)
    threads = [
        threading.Thread(
            target=work, args=(calls.amount // calls.connections,), kwargs={"counted": True}
        )
        for _ in range(calls.connections)
    ]
    start = time.perf_counter()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    seconds = time.perf_counter() - start
    answers.put(faults[0] if faults else Called(each, len(each) / seconds))


def _call(calls: Calls, amount: int, each: list[float]) -> None:
    connection = HTTPConnection("127.0.0.1", calls.port)
    for index in range(amount):
        body = calls.bodies[index % len(calls.bodies)]
        start = time.perf_counter()
        connection.request("POST", calls.path, body, dict(calls.headers))
        answer = connection.getresponse()
        text = answer.read()
        each.append((time.perf_counter() - start) * MILLISECONDS)
        if answer.status != OK:
            raise RuntimeError(text.decode())
    connection.close()
