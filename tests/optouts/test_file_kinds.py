"""What a file is, whatever it is called."""

from pathlib import Path

import pytest

from optouts import file_kinds
from optouts.file_faults import FileFault, UnreadableFile
from optouts.file_kinds import FileKind
from tests.files import make

FILES = Path(make.__file__).parent


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("utf8.csv", FileKind.TEXT),
        ("utf16.csv", FileKind.TEXT),
        ("one_a_line.txt", FileKind.TEXT),
        ("shared_strings.xlsx", FileKind.WORKBOOK),
        ("named_csv.csv", FileKind.WORKBOOK),
    ],
)
def test_a_file_is_known_by_its_content(name: str, kind: FileKind) -> None:
    assert file_kinds.kind_of(FILES / name) is kind


@pytest.mark.parametrize(
    ("name", "fault"),
    [
        ("empty.csv", FileFault.EMPTY),
        ("old_excel.xls", FileFault.OLD_EXCEL),
        ("password.xlsx", FileFault.PASSWORD),
        ("binary.xlsb", FileFault.BINARY_EXCEL),
        ("macros.xlsx", FileFault.MACROS),
        ("open_document.ods", FileFault.OPEN_DOCUMENT),
        ("archive.zip", FileFault.ARCHIVE),
        ("document.pdf", FileFault.PDF),
        ("web_page.csv", FileFault.HTML),
    ],
)
def test_what_is_no_list_is_refused_for_what_it_is(name: str, fault: FileFault) -> None:
    with pytest.raises(UnreadableFile) as refused:
        file_kinds.kind_of(FILES / name)
    assert refused.value.reason is fault


@pytest.mark.parametrize(
    ("content", "fault"),
    [
        (b"\x1f\x8b\x08rest", FileFault.ARCHIVE),
        (b"PK\x03\x04 and then nothing of an archive", FileFault.DAMAGED),
        (b"\xef\xbb\xbf<html><body>", FileFault.HTML),
        ("\ufeff<table><tr><td>0831234567".encode("utf-16-le"), FileFault.HTML),
        (b'<?xml version="1.0"?><Workbook xmlns="urn:x">', FileFault.XML),
        (b"\x89PNG\r\n", FileFault.IMAGE),
        (b"{\\rtf1 0831234567}", FileFault.DOCUMENT),
    ],
)
def test_other_things_are_refused_too(content: bytes, fault: FileFault, tmp_path: Path) -> None:
    file = tmp_path / "numbers.csv"
    file.write_bytes(content)

    with pytest.raises(UnreadableFile) as refused:
        file_kinds.kind_of(file)

    assert refused.value.reason is fault


def test_the_files_beside_the_script_are_the_ones_it_makes(tmp_path: Path) -> None:
    make.make(tmp_path)

    made = {file.name: file.read_bytes() for file in tmp_path.iterdir()}

    kept = {name: (FILES / name).read_bytes() for name in made}
    assert made == kept
