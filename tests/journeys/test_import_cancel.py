"""An import is cancelled: before anything is done, and halfway."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from bot.application import Application
from bot.sandbox.person import Person
from bot.sandbox.server import Sandbox
from optouts import reading_child
from optouts.applying import Applying
from optouts.jobs import Source
from optouts.working import Progress
from tests.journeys.conftest import Told, answer
from tests.journeys.importing import (
    ONE_ENGINE,
    UNDO,
    A,
    B,
    C,
    Meanwhile,
    are_out,
    handed,
    meanwhile_in,
    one_a_chunk,
    reads,
    said,
    written,
)

CANCELLED = "Import of `stop-list.csv` cancelled"


@pytest.fixture
def meanwhile(slack: Sandbox, company: Application, monkeypatch: pytest.MonkeyPatch) -> Meanwhile:
    """Between two steps of a job, each of which is told of at once."""
    monkeypatch.setattr("optouts.working.BETWEEN_NEWS", 0.0)
    monkeypatch.setattr("bot.worker.BETWEEN_EDITS", 0.0)
    return meanwhile_in(slack, company)


def cancels(person: Person) -> Callable[[], None]:
    return lambda: person.clicks("Cancel", channel="dm")


@ONE_ENGINE
def test_a_dry_run_is_cancelled(thandi: Person, tmp_path: Path, told: Told) -> None:
    reads(thandi, written(tmp_path, A))

    thandi.clicks("Cancel", channel="dm")

    [cancelled] = said(thandi)
    assert CANCELLED in cancelled.text
    assert "Nothing was changed." in cancelled.text
    assert "[" not in cancelled.text
    assert told() == []
    assert are_out(thandi, A) == [False]


@ONE_ENGINE
def test_an_import_is_cancelled_while_its_file_is_fetched(
    company: Application, thandi: Person, tmp_path: Path, meanwhile: Meanwhile
) -> None:
    seen: list[str] = []

    def fetch(source: Source, into: Path, progress: Progress) -> Source:  # noqa: ARG001 - a fetch
        progress(1 << 20, 4 << 20)
        seen.append(said(thandi)[-1].text)
        meanwhile(cancels(thandi))
        progress(2 << 20, 4 << 20)
        return source

    assert company.worker is not None
    company.worker.turns.fetch = fetch
    thandi.types("", channel="dm", files=[written(tmp_path, A)])

    assert "Fetching `stop-list.csv`" in seen[0]
    assert "25 %" in seen[0]
    assert "1.0 of 4.0 MB · Nothing has changed yet." in seen[0]
    [cancelled] = said(thandi)
    assert CANCELLED in cancelled.text


@ONE_ENGINE
def test_an_import_is_cancelled_while_its_rows_are_read(
    thandi: Person, tmp_path: Path, meanwhile: Meanwhile, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: list[str] = []
    read = reading_child.read

    def slowly(*args: Any, progress: Progress, **limits: Any) -> object:
        progress(30, 40)
        seen.append(said(thandi)[-1].text)
        meanwhile(cancels(thandi))
        return read(*args, progress=progress, **limits)

    monkeypatch.setattr(reading_child, "read", slowly)
    thandi.types("", channel="dm", files=[written(tmp_path, A)])
    thandi.clicks("Choose and Check…", channel="dm")
    thandi.submits()

    assert "Reading `stop-list.csv`" in seen[0]
    assert "30 of 40 rows" in seen[0]
    [cancelled] = said(thandi)
    assert CANCELLED in cancelled.text
    assert are_out(thandi, A) == [False]


def test_what_was_done_until_it_was_cancelled_stands_and_can_be_undone(
    thandi: Person,
    tmp_path: Path,
    told: Told,
    meanwhile: Meanwhile,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    one_a_chunk(monkeypatch)
    step, seen = Applying.step, list[str]()

    def stepped(applying: Applying) -> bool:
        goes_on = step(applying)
        if len(seen) == 1:
            meanwhile(cancels(thandi))
        seen.append(said(thandi)[-1].text)
        return goes_on

    monkeypatch.setattr(Applying, "step", stepped)
    reads(thandi, written(tmp_path, A, B, C, "12"))
    thandi.clicks("Add 3 Numbers", channel="dm")

    [cancelled] = said(thandi)
    assert "Importing `stop-list.csv`" in seen[1]
    assert "1 of 3 rows" in seen[1]
    assert "Import of `stop-list.csv` cancelled halfway" in cancelled.text
    assert "What was done until then stands, and can be undone." in cancelled.text
    assert "*2 opt-outs added*" in cancelled.text
    assert "1 row refused: they are in the thread" in cancelled.text
    assert len(handed(thandi)) == 1
    assert "opted out *2 numbers*" in told()[-1]
    assert are_out(thandi, A, B, C) == [True, True, False]

    thandi.clicks(UNDO, channel="dm")

    assert "*Undone* by @Thandi Mokoena" in said(thandi)[0].text
    assert are_out(thandi, A, B, C) == [False, False, False]


@ONE_ENGINE
def test_a_manager_cancels_the_import_of_another_and_an_editor_does_not(
    thandi: Person, naledi: Person, pieter: Person, tmp_path: Path
) -> None:
    file = written(tmp_path, A)
    for person, other in ((pieter, naledi), (naledi, thandi)):
        person.types("@optout import", channel="#opt-outs", files=[file])
        other.clicks("Not Now", channel="#opt-outs")
        [*_, newest] = said(other, "#opt-outs")
        if other is naledi:
            assert "This is @Pieter van Wyk’s, who decides about it" in answer(naledi)
            assert "[Not Now]" in newest.text
        else:
            assert CANCELLED in newest.text


@ONE_ENGINE
@pytest.mark.usefixtures("meanwhile")
def test_an_undo_that_runs_is_not_stopped_halfway(
    thandi: Person, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    reads(thandi, written(tmp_path, A, B))
    thandi.clicks("Add 2 Numbers", channel="dm")
    step, seen = Applying.step, list[str]()

    def stepped(applying: Applying) -> bool:
        seen.append(said(thandi)[-1].text)
        return step(applying)

    monkeypatch.setattr(Applying, "step", stepped)
    thandi.clicks(UNDO, channel="dm")

    assert "Undoing an import of `stop-list.csv`" in seen[-1]
    assert "[Cancel]" not in seen[-1]
