"""Questions of many callers at a time, which share a thread and a look at the database."""

import asyncio
import threading
from collections.abc import Awaitable, Sequence

import pytest

from handlers.http.api.together import MOST, Together

PATIENCE = 10.0


class Oracle:
    """Doubles numbers, once it is let; refuses odd ones, everything in one go with a zero, and
    forgets what comes after 1000."""

    def __init__(self) -> None:
        self.goes: list[list[int]] = []
        self.asked = threading.Semaphore(0)
        self.may_answer = threading.Event()

    def answer_all(self, questions: Sequence[int]) -> Sequence[int | Exception]:
        self.goes.append(list(questions))
        self.asked.release()
        assert self.may_answer.wait(PATIENCE)
        if 0 in questions:
            raise ConnectionError
        known = questions[: questions.index(1000) + 1] if 1000 in questions else questions
        return [ValueError(each) if each % 2 else each * 2 for each in known]

    async def is_asked(self) -> None:
        """Once more."""
        assert await asyncio.to_thread(self.asked.acquire, timeout=PATIENCE)

    async def asked_while_busy(
        self, together: Together[int, int], *questions: int
    ) -> tuple[asyncio.Task[int], list[asyncio.Task[int]]]:
        """The first question, which is being answered, and others that came meanwhile."""
        first = asyncio.ensure_future(together.ask(2))
        await self.is_asked()
        others = [asyncio.ensure_future(together.ask(each)) for each in questions]
        await asyncio.sleep(0)
        return first, others


@pytest.fixture
def oracle() -> Oracle:
    return Oracle()


@pytest.fixture
def together(oracle: Oracle) -> Together[int, int]:
    return Together(oracle.answer_all)


async def outcome(asked: Awaitable[int]) -> int | type[Exception]:
    try:
        return await asked
    except (ValueError, ConnectionError) as error:
        return type(error)


def test_those_who_ask_while_others_are_answered_are_answered_in_one_go(
    oracle: Oracle, together: Together[int, int]
) -> None:
    async def story() -> list[int]:
        first, others = await oracle.asked_while_busy(together, 4, 6, 8)
        oracle.may_answer.set()
        return list(await asyncio.gather(first, *others))

    assert asyncio.run(story()) == [4, 8, 12, 16]
    assert oracle.goes == [[2], [4, 6, 8]]


def test_an_error_of_one_question_is_told_to_nobody_else(
    oracle: Oracle, together: Together[int, int]
) -> None:
    async def story() -> list[int | type[Exception]]:
        first, others = await oracle.asked_while_busy(together, 4, 5, 6)
        oracle.may_answer.set()
        return [await outcome(each) for each in (first, *others, together.ask_alone(7))]

    assert asyncio.run(story()) == [4, 8, ValueError, 12, ValueError]


def test_when_nobody_can_be_answered_all_are_told_and_the_next_is_answered_again(
    oracle: Oracle, together: Together[int, int]
) -> None:
    async def story() -> list[int | type[Exception]]:
        first, others = await oracle.asked_while_busy(together, 4, 0, 6)
        oracle.may_answer.set()
        return [await outcome(each) for each in (first, *others, together.ask(8))]

    assert asyncio.run(story()) == [4, *[ConnectionError] * 3, 16]


def test_whoever_is_forgotten_is_told_so_and_not_left_waiting(
    oracle: Oracle, together: Together[int, int]
) -> None:
    async def story() -> list[int | type[Exception]]:
        first, others = await oracle.asked_while_busy(together, 4, 1000, 6)
        oracle.may_answer.set()
        return [await outcome(each) for each in (first, *others, together.ask(8))]

    assert asyncio.run(story()) == [4, 8, 2000, ValueError, 16]


def test_whoever_goes_away_keeps_nobody_from_an_answer(
    oracle: Oracle, together: Together[int, int]
) -> None:
    async def story() -> list[int]:
        first, (gone, stays) = await oracle.asked_while_busy(together, 4, 6)
        first.cancel()
        gone.cancel()
        oracle.may_answer.set()
        return [await stays, await together.ask(8)]

    assert asyncio.run(story()) == [12, 16]


def test_what_takes_long_keeps_nobody_waiting(oracle: Oracle, together: Together[int, int]) -> None:
    async def story() -> int:
        long = asyncio.ensure_future(together.ask_alone(2))
        await oracle.is_asked()
        short = asyncio.ensure_future(together.ask(4))
        await oracle.is_asked()
        oracle.may_answer.set()
        return await long + await short

    assert asyncio.run(story()) == 12
    assert oracle.goes == [[2], [4]]


def test_a_crowd_is_answered_in_several_goes(oracle: Oracle, together: Together[int, int]) -> None:
    async def story() -> None:
        _, others = await oracle.asked_while_busy(together, *range(4, 4 * MOST, 2))
        oracle.may_answer.set()
        await asyncio.gather(*others)

    asyncio.run(story())

    assert [len(each) for each in oracle.goes] == [1, MOST, MOST - 2]
