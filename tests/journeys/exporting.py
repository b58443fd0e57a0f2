"""Steps that the stories of exports have in common."""

import csv
import io
from zipfile import ZipFile

from bot.sandbox.person import Message, Person
from tests.journeys.importing import handed, said

FORMAT = "Format"
STYLE = "Numbers"
COLUMNS = "Columns beside the number"
PLACE = "Share in a channel"
PURPOSE = "What is it for?"
WORKBOOK, COMMAS = "Excel workbook (.xlsx)", "CSV, between commas (.csv)"
SEMICOLONS, TEXT = "CSV, between semicolons (.csv)", "Numbers only (.txt)"


def exports(person: Person, words: str = "", *, format_: str = COMMAS) -> None:
    """`/optout export …` in the direct messages, sent off in this format."""
    person.types(f"/optout export {words}".strip(), channel="dm")
    person.chooses(FORMAT, format_)
    person.submits()
    assert person.modal == "", person.errors


def files(person: Person, room: str = "dm") -> list[bytes]:
    """What was handed out there, oldest first."""
    return [person.downloads(file.id) for each in handed(person, room) for file in each.files]


def told(person: Person, room: str = "dm") -> Message:
    """The newest message of an export."""
    return [each for each in said(person, room) if "xport" in each.text][-1]


def rows(content: bytes, delimiter: str = ",") -> list[list[str]]:
    """The rows of a csv, with its heading."""
    return list(csv.reader(io.StringIO(content.decode("utf-8-sig")), delimiter=delimiter))


def numbers(content: bytes) -> set[str]:
    """The first column, without what guards it from spreadsheets."""
    return {row[0].lstrip("'") for row in rows(content)[1:]}


def is_workbook(content: bytes) -> bool:
    is_zip = content.startswith(b"PK")
    return is_zip and "xl/workbook.xml" in ZipFile(io.BytesIO(content)).namelist()
