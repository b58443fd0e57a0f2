"""Text files: delimiters, quotes that close and quotes that do not, and no row lost."""

import csv
import io
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from optouts import csv_reading, text_encodings
from optouts.csv_reading import TextShape
from optouts.file_faults import FileFault, UnreadableFile
from optouts.row_blocks import Tally


def rows(path: Path, shape: TextShape, *columns: int) -> dict[int, list[tuple[str, ...]]]:
    """By the line they begin on."""
    tally = Tally()
    found: dict[int, list[tuple[str, ...]]] = {}
    count = 0
    for block in csv_reading.blocks(path, shape, columns, tally):
        for place, cells_ in zip(block.rows, zip(*block.columns, strict=True), strict=True):
            found.setdefault(place, []).append(cells_)
            count += 1
    assert list(found) == sorted(found)
    assert tally.seen == count
    return found


def cells(path: Path, shape: TextShape, *columns: int) -> list[tuple[str, ...]]:
    return [row for line in rows(path, shape, *columns).values() for row in line]


def written(folder: Path, text: str, encoding: str = "utf-8") -> Path:
    file = folder / "file.csv"
    file.write_bytes(text.encode(encoding))
    return file


@pytest.mark.parametrize(
    ("text", "delimiter", "a_list"),
    [
        ("a,b\n1,2\n", ",", False),
        ("0831234567;Smith, A\n0821234567;Jones, B\n", ";", False),
        ("a\tb\n1\t2\n", "\t", False),
        ("a|b\n1|2\n", "|", False),
        ("sep=|\na,b|c\n", "|", False),
        ("0831234567\n0821234567\n", "", False),
        ("0831234567,0821234567;0841234567", ",", True),
        ("0831234567, 0821234567\n0841234567, 0851234567, 0861234567\n", ",", True),
        ('"0831234567"\n"0821234567"\n', ",", False),
    ],
)
def test_the_delimiter_is_found(text: str, delimiter: str, a_list: bool, tmp_path: Path) -> None:  # noqa: FBT001 - a column of the table
    shape = csv_reading.shape_of(written(tmp_path, text))

    assert (shape.delimiter, shape.a_list) == (delimiter, a_list)


@settings(deadline=None)
@given(
    table=st.lists(
        st.lists(
            st.text(st.sampled_from('0123456789 +,;"\n\ré€x'), max_size=8), min_size=2, max_size=4
        ),
        min_size=1,
        max_size=30,
    ),
    delimiter=st.sampled_from(",;\t|"),
    end=st.sampled_from(["\n", "\r\n", "\r"]),
    encoding=st.sampled_from(["utf-8", "utf-8-sig", "utf-16"]),
)
def test_what_a_csv_writer_wrote_is_read_back(
    table: list[list[str]], delimiter: str, end: str, encoding: str
) -> None:
    text = io.StringIO()
    csv.writer(text, delimiter=delimiter, lineterminator=end, quoting=csv.QUOTE_ALL).writerows(
        table
    )
    with TemporaryDirectory() as folder:
        path = written(Path(folder), text.getvalue(), encoding)

        found = rows(path, TextShape(encoding, delimiter), 0, 1)

    line = 0
    expected = {}
    for row in table:
        read = [cell.replace("\r\n", "\n").replace("\r", "\n") for cell in row]
        expected[line] = [tuple(read[:2])]
        line += 1 + sum(cell.count("\n") for cell in read)
    assert found == expected


@settings(deadline=None)
@given(st.text(st.sampled_from('083 ",\n\r;'), max_size=400))
def test_no_line_is_lost_whatever_the_quotes(text: str) -> None:
    with TemporaryDirectory() as folder:
        path = written(Path(folder), text)
        found = cells(path, TextShape("utf-8", ","), 0)

    lines = text.replace("\r\n", "\n").replace("\r", "\n")
    extra = sum(first.count("\n") for (first,) in found)
    assert len(found) + extra <= lines.count("\n") + 1


def test_a_stray_quote_swallows_nothing(tmp_path: Path) -> None:
    lines = [f"083{number:07},x" for number in range(20_000)]
    lines[7] = '"0831111111,x'
    lines[15_000] = '0832222222,"y'

    found = cells(written(tmp_path, "\n".join(lines)), TextShape("utf-8", ","), 0)

    assert len(found) == 20_000
    assert found[7] == ('"0831111111',)
    assert found[8] == ("0830000008",)


def test_quoted_line_ends_across_blocks_belong_to_their_cell(tmp_path: Path) -> None:
    text = "".join(f'083{number:07},"1 Long Street\nCape Town"\n' for number in range(30_000))

    found = cells(written(tmp_path, text), TextShape("utf-8", ","), 0, 1)

    assert len(found) == 30_000
    assert set(found) == {
        (f"083{number:07}", "1 Long Street\nCape Town") for number in range(30_000)
    }


def test_numbers_of_a_list_stand_on_the_lines_people_see(tmp_path: Path) -> None:
    text = "0831234567, 0821234567;\n\n0841234567 | 0851234567"

    found = rows(written(tmp_path, text), TextShape("utf-8", ",", a_list=True), 0)

    assert {line: [cell.strip() for (cell,) in cells_] for line, cells_ in found.items()} == {
        0: ["0831234567", "0821234567", ""],
        1: [""],
        2: ["0841234567", "0851234567"],
    }


def test_a_list_on_one_line_may_be_as_long_as_it_likes(tmp_path: Path) -> None:
    text = ",".join(f"083{number:07}" for number in range(600_000))

    found = rows(written(tmp_path, text), TextShape("utf-8", ",", a_list=True), 0)

    assert list(found) == [0]
    assert len(found[0]) == 600_000


def test_a_missing_column_is_blank(tmp_path: Path) -> None:
    assert cells(written(tmp_path, "a,b\nc\n"), TextShape("utf-8", ","), 1) == [("b",), ("",)]


@pytest.mark.parametrize(
    ("content", "encoding"),
    [
        (b"0831234567", "utf-8"),
        ("Zoë".encode(), "utf-8"),
        ("x\nZoë\n".encode("cp1252"), "cp1252"),
        ("Иван Петров".encode("cp1251"), "cp1251"),
        ("0831234567\n".encode("utf-16-be"), "utf-16-be"),
        ("\ufeff0831234567\n".encode("utf-32"), "utf-32"),
        ("é".encode() * 2000 + b"\xff", "utf-8"),
    ],
)
def test_the_encoding_is_found(content: bytes, encoding: str, tmp_path: Path) -> None:
    file = tmp_path / "file.csv"
    file.write_bytes(content)

    assert text_encodings.encoding_of(file) == encoding


def test_a_letter_far_down_the_file_counts(tmp_path: Path) -> None:
    file = tmp_path / "file.csv"
    file.write_bytes(b"0831234567,x\n" * 200_000 + "0831234567,Zoë\n".encode("cp1252"))

    assert text_encodings.encoding_of(file) == "cp1252"


def test_zeros_in_the_middle_are_no_text(tmp_path: Path) -> None:
    file = tmp_path / "file.csv"
    file.write_bytes(b"0831234567\n" * 10_000 + b"\0\0\0")

    with pytest.raises(UnreadableFile) as refusal:
        text_encodings.encoding_of(file)
    assert refusal.value.reason is FileFault.NOT_TEXT
