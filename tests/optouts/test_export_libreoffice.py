"""Exported files in LibreOffice: numbers stay texts, times are dates, and nothing is computed."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from pathlib import Path

import openpyxl
import pytest

from optouts import export_xlsx
from optouts.export_order import Column, Format
from optouts.numbers import E164
from optouts.outcomes import Added
from tests.files import libreoffice
from tests.files.libreoffice import LibreOffice
from tests.optouts.exporting import DELIMITERS, Exporter

NUMBERS = (E164(27831234567), E164(447911123456), E164(493012345678))
COLUMNS = (Column.NUMBER, Column.SINCE, Column.NOTE)
NOTE = '=1+1; "Zoë", of\ntwo lines'
BEHIND_GUARD = f"'{NOTE}"

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> LibreOffice:
    program = libreoffice.executable()
    if program is None:
        pytest.skip(
            "LibreOffice is not installed: none of soffice, libreoffice is on the PATH."
            " On Debian: apt-get install --no-install-recommends libreoffice-calc-nogui."
        )
    return LibreOffice(program, tmp_path_factory.mktemp("libreoffice"))


@pytest.fixture(autouse=True)
def opted_out(opt_out: Callable[..., Added], set_to: Callable[[str, str], None]) -> None:
    set_to("region", "ZA")
    opt_out(*NUMBERS, note=NOTE)


def cells(path: Path) -> list[tuple[tuple[object, str], ...]]:
    """Of the first sheet: what is in each, and whether it is a text (s), a date (d)…"""
    sheet = openpyxl.load_workbook(path).worksheets[0]
    return [tuple((cell.value, cell.data_type) for cell in row) for row in sheet.iter_rows()]


def test_small_and_large_workbooks_open_as_they_were_written(
    exporter: Exporter, office: LibreOffice, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    small = exporter.exports(Format.XLSX, columns=COLUMNS)
    monkeypatch.setattr(export_xlsx, "MOST_STYLED", 0)
    large = exporter.exports(Format.XLSX, columns=COLUMNS)
    paths = [
        file.path.replace(tmp_path / name)
        for file, name in ((small, "small.xlsx"), (large, "large.xlsx"))
    ]

    saved = office.saved(paths, tmp_path / "saved")

    opted_out = datetime(2026, 3, 1, 11)  # noqa: DTZ001 - spreadsheets know no zones
    for path in saved:
        heading, *rows = cells(path)
        assert heading[1][0] == "Opted out (Africa/Johannesburg)"
        assert rows == [
            ((f"+{number.digits}", "s"), (opted_out, "d"), (NOTE, "s")) for number in NUMBERS
        ]
        book = openpyxl.load_workbook(path)
        assert book.sheetnames == ["Opt-outs", "About"]
        assert book.worksheets[0].auto_filter.ref == "A1:C4"
        numbers = replace(small, path=path).numbers(tmp_path / "read")
        assert numbers == [number.digits for number in NUMBERS]


@pytest.mark.parametrize("as_", [Format.CSV, Format.SEMICOLON])
def test_tables_open_with_numbers_as_texts_and_come_back_to_the_same_set(
    exporter: Exporter, office: LibreOffice, tmp_path: Path, as_: Format
) -> None:
    file = exporter.exports(as_, columns=COLUMNS)

    (saved,) = office.saved([file.path], tmp_path / "saved", delimiter=DELIMITERS[as_])

    _, *rows = cells(saved)
    assert rows == [
        (
            (f"'+{number.digits}", "s"),
            ("2026-03-01T11:00:00+02:00", "s"),
            (BEHIND_GUARD, "s"),
        )
        for number in NUMBERS
    ]
    numbers = replace(file, path=saved).numbers(tmp_path / "read")
    assert numbers == [number.digits for number in NUMBERS]
