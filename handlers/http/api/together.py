"""What many callers ask at the same time, answered in one go.

A change of threads and a question to the database take longer than the answer to a short question;
so those that come while others are being answered wait for each other, and share both.
"""

import asyncio
from collections import deque
from collections.abc import Callable, Sequence
from typing import Final, Generic, TypeVar

from fastapi.concurrency import run_in_threadpool

Q = TypeVar("Q")
A = TypeVar("A")

MOST: Final = 50
"""Questions that are answered in one go: nobody waits long for those of others."""


class Together(Generic[Q, A]):
    """`answer_all` gives an answer to each question, in their order, or the error that this one
    alone is told; what it raises is told to all. It runs on a thread of its own."""

    def __init__(self, answer_all: Callable[[Sequence[Q]], Sequence[A | Exception]]) -> None:
        self._answer_all = answer_all
        self._waiting: deque[tuple[Q, asyncio.Future[A]]] = deque()
        self._is_busy = False
        self._for_others: asyncio.Task[None] | None = None

    async def ask(self, question: Q) -> A:
        """To be called on the event loop. Raises what came of this question."""
        if self._is_busy:
            answer: asyncio.Future[A] = asyncio.get_running_loop().create_future()
            self._waiting.append((question, answer))
            return await answer
        self._is_busy = True
        try:
            return await self.ask_alone(question)
        finally:
            self._for_others = asyncio.create_task(self._answer()) if self._waiting else None
            self._is_busy = self._for_others is not None

    async def ask_alone(self, question: Q) -> A:
        """For what takes long, so that nobody else waits for the end of it."""
        (told,) = await run_in_threadpool(self._answer_all, [question])
        if isinstance(told, Exception):
            raise told
        return told

    async def _answer(self) -> None:
        """Those who wait, until nobody does."""
        try:
            while self._waiting:
                some = [self._waiting.popleft() for _ in range(min(MOST, len(self._waiting)))]
                await self._answer_some(some)
        finally:
            self._is_busy = False

    async def _answer_some(self, some: Sequence[tuple[Q, asyncio.Future[A]]]) -> None:
        questions = [question for question, _ in some]
        try:
            told = await run_in_threadpool(self._answer_all, questions)
            for (_, answer), each in zip(some, told, strict=True):
                _tell(answer, each)
        except Exception as error:  # noqa: BLE001 - it is raised to those who asked
            for _, answer in some:
                _tell(answer, error)


def _tell(answer: asyncio.Future[A], told: A | Exception) -> None:
    if answer.done():  # or whoever asked has gone
        return
    if isinstance(told, Exception):
        answer.set_exception(told)
    else:
        answer.set_result(told)
