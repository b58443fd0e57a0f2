"""An import that fails by no fault of its file: what is said, what stands, what can be done."""

from pathlib import Path

import pytest

from bot.application import Application
from bot.sandbox.person import Person
from optouts import reading_child
from optouts.applying import Applying
from optouts.errors import StorageAway
from tests.journeys.conftest import Told
from tests.journeys.database_outages import outage_of
from tests.journeys.importing import (
    ONE_ENGINE,
    UNDO,
    A,
    B,
    C,
    are_out,
    handed,
    one_a_chunk,
    reads,
    said,
    written,
)

OUR_FAULT = "Something went wrong on our side, and it has been noted (Reference job 1)."


@ONE_ENGINE
def test_a_failure_before_anything_was_done_says_to_try_again(
    naledi: Person, tmp_path: Path, told: Told, monkeypatch: pytest.MonkeyPatch
) -> None:
    def breaks(*args: object, **kwargs: object) -> object:
        raise RuntimeError(args, kwargs)

    monkeypatch.setattr(reading_child, "read", breaks)
    failed = reads(naledi, written(tmp_path, A))

    assert "*Import of `stop-list.csv` failed*" in failed.text
    assert f"{OUR_FAULT} Post the file again. Nothing was changed." in failed.text
    assert "[" not in failed.text
    assert told() == []


@ONE_ENGINE
def test_a_failure_halfway_says_what_stands_and_can_be_undone(
    thandi: Person, tmp_path: Path, told: Told, monkeypatch: pytest.MonkeyPatch
) -> None:
    one_a_chunk(monkeypatch)
    step, steps = Applying.step, list[None]()

    def breaks(applying: Applying) -> bool:
        steps.append(None)
        if len(steps) > 1:
            raise RuntimeError
        return step(applying)

    with monkeypatch.context() as broken:
        broken.setattr(Applying, "step", breaks)
        reads(thandi, written(tmp_path, A, B, "12"))
        thandi.clicks("Add 2 Numbers", channel="dm")

    [failed] = said(thandi)
    assert "*Import of `stop-list.csv` failed halfway*" in failed.text
    assert f"{OUR_FAULT} What was done until then stands." in failed.text
    assert "Undo it, or post the file again to do the rest: nothing is done twice." in failed.text
    assert "*1 opt-out added*" in failed.text
    assert "1 row refused: they are in the thread" in failed.text
    assert len(handed(thandi)) == 1
    assert len(told()) == 1
    assert are_out(thandi, A, B) == [True, False]

    reads(thandi, written(tmp_path, A, B))
    thandi.clicks("Add 1 Number", channel="dm")
    assert are_out(thandi, A, B) == [True, True]
    thandi.clicks(UNDO, channel="dm", beside="")
    assert are_out(thandi, A, B) == [True, False]


def test_a_database_that_goes_away_halfway_is_waited_for(
    company: Application,
    thandi: Person,
    tmp_path: Path,
    request: pytest.FixtureRequest,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    one_a_chunk(monkeypatch)
    outage, step, steps = outage_of(company, request), Applying.step, list[None]()

    def interrupted(applying: Applying) -> bool:
        steps.append(None)
        if len(steps) == 2:
            with outage(), pytest.raises(StorageAway) as away:
                step(applying)
            raise away.value
        return step(applying)

    monkeypatch.setattr(Applying, "step", interrupted)
    reads(thandi, written(tmp_path, A, B, C))
    thandi.clicks("Add 3 Numbers", channel="dm")
    assert company.settle()

    [done] = said(thandi)
    assert "Imported `stop-list.csv`" in done.text
    assert "*3 opt-outs added*" in done.text
    assert are_out(thandi, A, B, C) == [True, True, True]
