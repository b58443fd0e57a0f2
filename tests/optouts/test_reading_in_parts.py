"""A text file in parts, read side by side, gives byte for byte what it gives as a whole."""

import os
from dataclasses import replace
from itertools import pairwise
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from optouts import csv_reading, reading, side_by_side, text_parts
from optouts.file_faults import FileFault, UnreadableFile
from optouts.reading_plan import NOTES, Plan
from optouts.side_by_side import Fork, Watch
from tests.files.reading_them import FILES, plan

NUMBERS = ["0831234567", "0821234567", "2783123456", "+27831234567", "27841234567.0", "083", ""]
CELLS = st.sampled_from(
    [*NUMBERS, "0761234567/0711234567", "-0831234567", "x, y", "Zoë", "stop", "2026-03-01"]
)
PLANS = [
    Plan(first_row=0, column=0, region="ZA"),
    Plan(first_row=3, column=0, region="ZA", repairs=("several", "float")),
    Plan(first_row=1, column=0, region="ZA", leading_minus=True),
    Plan(first_row=1, column=1, region="ZA", note_column=0, action_column=2),
    Plan(first_row=0, column=0, region="ZA", date_column=1, date_format="iso"),
]


@pytest.fixture(autouse=True)
def _small_pieces(monkeypatch: pytest.MonkeyPatch) -> None:
    """So that a few lines are as many blocks as millions are."""
    monkeypatch.setattr(csv_reading, "_PIECE", 64)
    monkeypatch.setattr(text_parts, "_PIECE", 48)


def results(path: Path, plan_: Plan, *, most_parts: int, most_rows: int = 1000) -> dict[str, bytes]:
    """Every file that comes out; or the refusal."""
    with TemporaryDirectory() as folder:
        out = Path(folder)
        try:
            reading.read(path, plan_, out, most_rows=most_rows, most_parts=most_parts)
        except UnreadableFile as refusal:
            return {"refused": str(refusal).encode()}
        return {file.name: file.read_bytes() for file in out.iterdir()}


@settings(
    deadline=None, max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    rows=st.lists(st.lists(CELLS, min_size=1, max_size=3), min_size=1, max_size=60),
    ends=st.lists(st.sampled_from(["\n", "\r\n", "\n", "\r", "\n\n"]), min_size=1, max_size=7),
    delimiter=st.sampled_from([";", ",", "\t"]),
    encoding=st.sampled_from(["utf-8", "utf-8-sig", "cp1252", "utf-16"]),
    plan_=st.sampled_from(PLANS),
    most_parts=st.integers(2, 5),
    most_rows=st.sampled_from([5, 25, 1000]),
)
def test_parts_make_no_difference(
    *,
    rows: list[list[str]],
    ends: list[str],
    delimiter: str,
    encoding: str,
    plan_: Plan,
    most_parts: int,
    most_rows: int,
) -> None:
    lines = [delimiter.join(row) + ends[at % len(ends)] for at, row in enumerate(rows)]
    with TemporaryDirectory() as folder:
        path = Path(folder, "file.csv")
        path.write_bytes("".join(lines).encode(encoding))

        whole = results(path, plan_, most_parts=1, most_rows=most_rows)

        assert results(path, plan_, most_parts=most_parts, most_rows=most_rows) == whole


@pytest.mark.parametrize(
    "name", sorted(each.name for each in FILES.iterdir() if each.suffix in {".csv", ".txt", ".tsv"})
)
def test_every_kind_of_list_is_read_in_parts_as_it_is_as_a_whole(name: str) -> None:
    try:
        guessed = plan(name)
    except UnreadableFile:
        guessed = Plan(0, 0, "ZA")

    assert results(FILES / name, guessed, most_parts=4) == results(
        FILES / name, guessed, most_parts=1
    )


@settings(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.text(st.sampled_from("08é\n\n\r;"), max_size=400), st.integers(2, 6))
def test_parts_are_whole_lines_that_are_counted(text: str, most: int) -> None:
    with TemporaryDirectory() as folder:
        path = Path(folder, "file.csv")
        content = text.encode()
        path.write_bytes(content)

        parts = text_parts.parts_of(path, most)

    ends = [len(content) if part.end is None else part.end for part in parts]
    assert parts[0].start == 0
    assert ends[-1] == len(content)
    assert len(parts) <= most
    for before, part in pairwise(parts):
        assert before.end == part.start
        assert content[: part.start].endswith(b"\n")
        lines = content[: part.start].decode().replace("\r\n", "\n").replace("\r", "\n")
        assert part.first_line == lines.count("\n")


def test_a_file_with_quotes_is_not_cut(tmp_path: Path) -> None:
    path = tmp_path / "file.csv"
    path.write_bytes(b"0831234567;x\n" * 100 + b'0821234567;"a\nb"\n')
    shape = csv_reading.TextShape("utf-8", ";")

    assert len(csv_reading.parts_of(path, shape, 2)) == 1
    assert len(csv_reading.parts_of(path, replace(shape, delimiter=""), 2)) == 2


def test_what_is_wrong_with_a_later_part_is_wrong_with_the_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(csv_reading, "_LONGEST_LINE", 500)
    path = tmp_path / "file.csv"
    path.write_bytes(b"0831234567\n" * 200 + b"7" * 1000)

    with pytest.raises(UnreadableFile) as refusal:
        reading.read(path, PLANS[0], tmp_path, most_rows=1000, most_parts=2)

    assert (refusal.value.reason, refusal.value.facts) == (FileFault.LINE_TOO_LONG, {"limit": 500})
    assert [each.name for each in tmp_path.iterdir() if each.is_dir()] == []


def test_a_crash_in_another_process_is_told_as_one_here(tmp_path: Path) -> None:
    def elsewhere(_: Path) -> side_by_side.News:
        raise ZeroDivisionError("0831234567")

    def here() -> side_by_side.News:
        with Fork(tmp_path / "part", elsewhere) as fork:
            return fork.result(lambda: None)

    news = side_by_side.outcome(here)

    assert news["crashed"] == "ZeroDivisionError"
    assert "test_reading_in_parts.py" in news["where"]
    assert "0831234567" not in str(news)


def test_the_progress_is_that_of_all_parts(tmp_path: Path) -> None:
    told: list[tuple[int, float]] = []
    watch = Watch(2, lambda rows, share: told.append((rows, share)))

    def elsewhere(_: Path) -> side_by_side.News:
        watch.tell(1, 5, 0.125)
        return {}

    watch.tell(0, 10, 0.25)
    with Fork(tmp_path / "part", elsewhere) as fork:
        fork.result(watch.show)
    watch.show()

    assert told[0] == (10, 0.25)
    assert told[-1] == (15, 0.375)


def test_a_process_that_is_no_longer_wanted_ends_with_its_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    begun: list[int] = []
    fork = os.fork

    def noted() -> int:
        begun.append(fork())
        return begun[-1]

    monkeypatch.setattr(os, "fork", noted)

    def elsewhere(_: Path) -> side_by_side.News:
        while True:
            os.getppid()

    with Fork(tmp_path / "part", elsewhere):
        pass

    [process] = begun
    with pytest.raises(ChildProcessError):  # it is no child of ours any more
        os.waitpid(process, os.WNOHANG)
    assert not (tmp_path / "part").exists()


def test_a_note_is_one_line_whatever_its_cell_holds(tmp_path: Path) -> None:
    path = tmp_path / "file.csv"
    path.write_bytes(b'0831234567,"1 Long Street\nCape Town"\n0821234567,"said ""no"", twice"\n')

    reading.read(path, replace(PLANS[0], note_column=1), tmp_path, most_rows=1000)

    assert (tmp_path / NOTES).read_text(encoding="utf-8").splitlines() == [
        "27831234567,1 Long Street Cape Town",
        '27821234567,"said ""no"", twice"',
    ]
