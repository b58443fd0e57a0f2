"""An export is one moment's truth: imports go on, people act, processes end meanwhile."""

import threading
from collections.abc import Callable

import pytest

from optouts import exports, imports, working
from optouts.changes import Act
from optouts.core import Core
from optouts.export_order import Column, Format, Layout, Order
from optouts.jobs import Job, Mode, Options, Report, Stage
from optouts.numbers import E164
from optouts.outcomes import Added, Wanted
from optouts.roles import Actor
from optouts.words import Origin
from storage import export_rows
from tests.conftest import Clock
from tests.optouts.exporting import Exporter, File
from tests.optouts.importing import SMS, Importer, Killed

FIRST = 27831234560
OptOut = Callable[..., Added]


@pytest.fixture(autouse=True)
def chunk_by_chunk(in_one_process: None, monkeypatch: pytest.MonkeyPatch) -> None:
    """Imports let others have their turn after each chunk, which is of three numbers."""
    del in_one_process
    monkeypatch.setattr(working, "SLICE", -1)
    monkeypatch.setattr(working, "BETWEEN_NEWS", 0)
    monkeypatch.setattr(export_rows, "ROWS_A_STRETCH", 2)


@pytest.fixture(autouse=True)
def others_waiting(importer: Importer, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(importer.turns, "others_wait", lambda: True)


def number(last: int) -> E164:
    return E164(FIRST + last)


def told(file: File) -> list[int]:
    return [int(row[0][1:]) - FIRST for row in file.rows()]


def begun(importer: Importer, lasts: range, mode: Mode = Mode.ADD) -> Job:
    """An import that has written its first chunk."""
    cells = "".join(f"{FIRST + each}\n" for each in lasts)
    options = Options(mode, SMS, "ZA")
    job = importer.hands_in(f"phone\n{cells}", "list.csv", options, ask=False)
    assert job.stage is Stage.READY
    typed = job.leaving if mode is Mode.REPLACE else None
    imports.confirm(importer.core, importer.act(), job.id, typed=typed)
    importer.turns.take()
    job = imports.of_id(importer.core, importer.workspace, job.id, by=importer.by)
    assert job.stage is Stage.APPLYING
    return job


def test_nobody_is_missing_whom_a_running_import_has_put_on_the_lists_and_that_is_said(
    exporter: Exporter, importer: Importer, opt_out: OptOut
) -> None:
    opt_out(number(0), number(9))
    job = begun(importer, range(1, 8))
    assert not opt_out(number(1)).opened

    file = exporter.exports()
    assert told(file) == [0, 1, 2, 3, 9]
    assert job.change is not None
    assert file.written.unfinished == (job.change,)
    about = exporter.exports(Format.XLSX).about()
    said = about["Had not ended, so its removals are not in it"]
    assert said == f"The import of change {job.change}"

    importer.waits(job)
    after = exporter.exports()
    assert told(after) == [0, 1, 2, 3, 4, 5, 6, 7, 9]
    assert after.written.unfinished == ()


def test_what_a_running_import_has_taken_off_still_stands(
    exporter: Exporter, importer: Importer, opt_out: OptOut
) -> None:
    opt_out(*map(number, range(8)), origin=Origin.API)
    job = begun(importer, range(10, 12), Mode.REPLACE)
    importer.turns.take()
    importer.turns.take()

    for columns in ((Column.CHANNEL,), tuple(Column)):
        file = exporter.exports(columns=columns)
        assert told(file) == [*range(8), 10, 11]
        ended_too = exporter.exports(columns=columns, wanted=Wanted(ended_too=True))
        assert ended_too.rows() == file.rows()
    importer.waits(job)
    assert told(exporter.exports()) == [10, 11]


def test_whom_a_running_import_took_off_and_a_person_opted_out_again_is_told_once(
    exporter: Exporter, importer: Importer, opt_out: OptOut
) -> None:
    opt_out(*map(number, range(4)), origin=Origin.API)
    job = begun(importer, range(10, 11), Mode.REPLACE)
    importer.turns.take()
    importer.turns.take()
    assert opt_out(number(0)).opened

    assert told(exporter.exports()) == [0, 1, 2, 3, 10]
    assert exporter.exports(Format.TXT).written.numbers == 5
    importer.waits(job)
    assert told(exporter.exports()) == [0, 10]


def test_what_a_running_undo_has_given_back_is_in_it_and_what_it_took_off_still_stands(
    exporter: Exporter, importer: Importer, opt_out: OptOut
) -> None:
    opt_out(*map(number, range(8)), origin=Origin.API)
    done = importer.waits(begun(importer, range(10, 18), Mode.REPLACE))
    assert done.change is not None
    undoing = imports.undo(importer.core, importer.act(), done.change, report=Report())
    for _ in range(3):
        importer.turns.take()
        given_back = told(exporter.exports())[:-8]
        assert given_back
        assert told(exporter.exports()) == [*range(len(given_back)), *range(10, 18)]
        history = exporter.exports(wanted=Wanted(ended_too=True))
        assert {*told(history)} == {*range(8), *range(10, 18)}

    importer.waits(undoing)
    assert told(exporter.exports()) == list(range(8))


def test_nothing_that_happens_while_it_is_written_is_in_it(
    exporter: Exporter, importer: Importer, opt_out: OptOut
) -> None:
    opt_out(*map(number, range(0, 20, 2)))
    job = begun(importer, range(30, 38))

    def meanwhile(done: int, _total: int) -> None:
        if done == 2:
            thread = threading.Thread(target=opt_out, args=(number(11), number(13)))
            thread.start()
            thread.join()
            importer.turns.take()

    exporter.progress = meanwhile
    file = exporter.exports()
    exporter.progress = lambda _done, _total: None

    assert told(file) == [*range(0, 20, 2), 30, 31, 32]
    assert file.written.numbers == 13
    importer.waits(job)
    assert told(exporter.exports()) == sorted([*range(0, 20, 2), 11, 13, *range(30, 38)])


def test_progress_is_told_in_rows_until_all_are_written(
    exporter: Exporter, opt_out: OptOut
) -> None:
    opt_out(*map(number, range(6)))
    heard: list[tuple[int, int]] = []
    exporter.progress = lambda done, total: heard.append((done, total))

    exporter.exports()

    assert heard == [(0, 6), (2, 6), (4, 6), (6, 6), (6, 6)]


def test_an_export_is_stopped_while_it_is_written(
    core: Core, exporter: Exporter, importer: Importer, opt_out: OptOut, act: Callable[..., Act]
) -> None:  # fmt: skip
    opt_out(*map(number, range(20)))
    job = exporter.orders()
    heard: list[int] = []

    def told_of(now: Job) -> None:
        heard.append(now.done)
        if now.done == 4:
            imports.cancel(core, act(), job.id)

    importer.turns.told = told_of
    job = importer.waits(job)

    assert job.stage is Stage.CANCELLED
    assert heard[-1] < 20
    assert job.written is None


def test_an_export_that_was_cut_short_is_written_anew_from_another_moment(
    core: Core,
    exporter: Exporter,
    importer: Importer,
    opt_out: OptOut,
    clock: Clock,
) -> None:
    opt_out(*map(number, range(6)))
    job = exporter.orders(Order(layout=Layout(Format.TXT)))

    def dies(now: Job) -> None:
        if now.done == 2:
            raise Killed

    importer.turns.told = dies
    with pytest.raises(Killed):
        importer.turns.take()
    importer.turns.told = working.never
    folder = imports.folder(core, job)
    (half,) = folder.iterdir()
    assert half.read_bytes().split() == [f"+{FIRST + each}".encode() for each in range(2)]
    opt_out(number(7))
    clock.advance(minutes=1)  # the lease of the dead one ends
    job = importer.waits(job)

    assert job.stage is Stage.DONE
    assert job.written is not None
    assert job.written.numbers == 7
    (name,) = job.written.files
    assert [each.name for each in folder.iterdir()] == [name]
    assert (folder / name).read_text().split()[-1] == f"+{FIRST + 7}"


def test_the_history_of_a_workspace_tells_what_came_of_it(
    core: Core, exporter: Exporter, importer: Importer, opt_out: OptOut, viewer: Actor
) -> None:
    added = opt_out(number(1))
    importer.waits(exporter.orders(Order(purpose="the provider")))

    (job,) = exports.of_workspace(core, exporter.workspace, by=viewer, limit=10)
    assert job.order is not None
    assert job.order.purpose == "the provider"
    assert job.written is not None
    assert (job.written.rows, job.written.horizon) == (1, added.change.id)
