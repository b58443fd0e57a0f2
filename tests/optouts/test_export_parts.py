"""Files that Slack would not take are packed, and cut where that is not enough."""

import os
import zipfile
from pathlib import Path
from random import Random

import pytest

from optouts import export_parts

HEADING = b"Number,Note\r\n"


@pytest.fixture
def table(tmp_path: Path) -> Path:
    """Some 60 kB, packed some 30."""
    dice = Random(1)  # noqa: S311 - made data
    path = tmp_path / "opt-outs.csv"
    lines = (f"'+{dice.randrange(10**10, 10**11)},note\r\n".encode() for _ in range(3000))
    path.write_bytes(HEADING + b"".join(lines))
    return path


def unpacked(path: Path) -> tuple[str, bytes]:
    with zipfile.ZipFile(path) as archive:
        (name,) = archive.namelist()
        return name, archive.read(name)


def test_a_file_that_fits_stays_as_it_is(table: Path) -> None:
    assert export_parts.fitted(table, most=table.stat().st_size) == (table,)


def test_a_file_that_fits_when_it_is_packed_is_packed(table: Path) -> None:
    content = table.read_bytes()

    (packed,) = export_parts.fitted(table, most=50_000)

    assert packed.name == "opt-outs.zip"
    assert unpacked(packed) == ("opt-outs.csv", content)
    assert [packed] == list(packed.parent.iterdir())


def test_what_does_not_fit_then_is_cut_at_line_ends_each_part_with_its_heading(
    table: Path,
) -> None:
    content = table.read_bytes()

    parts = export_parts.fitted(table, most=10_000)

    assert [part.name for part in parts[:2]] == ["opt-outs-part-1.zip", "opt-outs-part-2.zip"]
    assert all(part.stat().st_size <= 10_000 for part in parts)
    texts = [unpacked(part)[1] for part in parts]
    assert all(text.startswith(HEADING) and text.endswith(b"\r\n") for text in texts)
    assert HEADING + b"".join(text.removeprefix(HEADING) for text in texts) == content


def test_a_list_of_numbers_has_no_heading_to_repeat(tmp_path: Path) -> None:
    path = tmp_path / "opt-outs.txt"
    path.write_bytes(b"".join(f"+{27831230000 + 7 * each}\r\n".encode() for each in range(3000)))
    content = path.read_bytes()

    parts = export_parts.fitted(path, most=3000)

    assert b"".join(unpacked(part)[1] for part in parts) == content


def test_a_workbook_is_never_cut(tmp_path: Path) -> None:
    path = tmp_path / "opt-outs.xlsx"
    path.write_bytes(os.urandom(2000))

    (packed,) = export_parts.fitted(path, most=1000)
    assert unpacked(packed)[0] == "opt-outs.xlsx"
