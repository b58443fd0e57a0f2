"""What is wrong with files and their rows, and what can be done about it, in words."""

from collections.abc import Mapping
from typing import Final

from handlers.slack.blocks.text import counted, escape, in_words, shortened
from optouts.file_faults import FileFault, UnreadableFile
from optouts.jobs import Failure
from optouts.numbers import Fault, region_name
from optouts.row_faults import Repair, RowFault

MEGABYTE: Final = 1024 * 1024
AS_CSV: Final = "Save it as .xlsx or as CSV, and post that."
FILES: Final = {
    FileFault.EMPTY: "There is nothing in it. Check that the right file, or sheet, was saved.",
    FileFault.OLD_EXCEL: (
        "It is an Excel file of the old kind (.xls). Open it, save it as .xlsx, and post that."
    ),
    FileFault.BINARY_EXCEL: (
        "It is a binary Excel file (.xlsb). Open it, save it as .xlsx, and post that."
    ),
    FileFault.MACROS: (
        "It holds macros (.xlsm), and such files are not opened. Save it as .xlsx, without macros,"
        " and post that."
    ),
    FileFault.PASSWORD: "It is locked with a password. Save it without one, and post it again.",
    FileFault.OPEN_DOCUMENT: f"It is an OpenDocument file (.ods). {AS_CSV}",
    FileFault.NUMBERS_APP: "It is a file of Apple Numbers. Export it as .xlsx or as CSV.",
    FileFault.DOCUMENT: (
        "It is a text document or a presentation. Put the numbers into a sheet or a text file, one"
        " a line."
    ),
    FileFault.ARCHIVE: "It is a packed archive. Unpack it, and post the file that is in it.",
    FileFault.PDF: (
        "It is a PDF, from which numbers cannot be read safely. Ask for the same list as .xlsx or"
        " CSV."
    ),
    FileFault.HTML: "It is a web page, whatever its name says. Export the list as .xlsx or CSV.",
    FileFault.XML: f"It is an XML file. {AS_CSV}",
    FileFault.IMAGE: "It is a picture. Post the list itself, as .xlsx or CSV.",
    FileFault.NOT_TEXT: f"It is neither text nor a workbook. {AS_CSV}",
    FileFault.DAMAGED: (
        "It is damaged: it could not be read to its end. Open it, save it anew, and post that."
    ),
    FileFault.HOSTILE: (
        "It holds parts that no spreadsheet program writes and that could do harm. Open it, save it"
        " anew, and post that."
    ),
    FileFault.NO_SHEETS: "It holds no sheet with cells. Check that the right file was saved.",
    FileFault.NO_SUCH_SHEET: "It has no sheet{sheet} any more. Post it again and choose its sheet.",
    FileFault.NO_SUCH_COLUMN: "It has no such column. Post it again and choose its columns.",
    FileFault.ROWS_LOST: (
        "Rows were lost in reading it{lost}, so none of them was used. Save it anew, or as CSV, and"
        " post that."
    ),
    FileFault.TOO_LARGE: "It is too large{size}{limit_bytes}. Split it, and post the parts.",
    FileFault.TOO_LARGE_UNPACKED: (
        "Unpacked it is too large{size}{limit_bytes}. Save it as CSV, or split it."
    ),
    FileFault.TOO_MANY_PARTS: (
        "It holds more parts than any workbook needs. Save it as CSV, and post that."
    ),
    FileFault.TOO_MANY_ROWS: "It has too many rows{limit}. Split it, and post the parts.",
    FileFault.LINE_TOO_LONG: (
        "One of its cells or lines is too long{limit}. Often a quotation mark is left open: save it"
        " anew from a spreadsheet program."
    ),
    FileFault.OUT_OF_MEMORY: (
        "Reading it took more memory than one file may have. Save it as CSV, or split it."
    ),
    FileFault.TOO_SLOW: "Reading it took too long. Save it as CSV, or split it.",
    FileFault.CRASHED: (
        "Reading it failed on our side; nothing else was harmed. Save it as CSV, and post that."
    ),
}

DOWNLOADS: Final = {
    "not_found": "Slack does not have the file any more. Post it again.",
    "access": (
        "Slack does not let me open the file. Invite me to the channel it is in, or drop it into my"
        " direct messages."
    ),
    "hidden": "Slack hides the file, for it is older than the plan shows. Post it again.",
    "html": (
        "Slack did not let me read files: the app lacks the permission `files:read`. A workspace"
        " admin can install it anew."
    ),
    "external": (
        "The file only links to another service. Download it there, and post the file itself."
    ),
    "host": "The file is not kept by Slack, and it is only fetched from there. Post it again.",
    "network": "Slack did not hand the file over. Post it again in a few minutes.",
    "too_large": FILES[FileFault.TOO_LARGE],
}
OTHERWISE: Final = "The file could not be had from Slack. Post it again."

TICKS: Final = {
    Repair.FLOAT: "Take off the .0",
    Repair.SEVERAL: "Read every number of a cell",
    Repair.LEADING_ZERO: "Give lost zeros back",
    Repair.SHORT_OK: "Short numbers are complete",
}
"""What can be ticked for a whole file."""

MEANT: Final = {
    Repair.FLOAT: "27831234567.0 is 27831234567",
    Repair.SEVERAL: "083 123 4567 / 082 987 6543 are two numbers",
    Repair.LEADING_ZERO: "where the region leaves no doubt, as in Italy",
    Repair.SHORT_OK: "only if you know that no digits are missing",
}

ROWS: Final[Mapping[str, str]] = {
    Fault.EMPTY: "There is no number in it.",
    Fault.TOO_SHORT: "Too short: digits are missing.",
    Fault.TOO_LONG: "Too long: there are extra digits, or a second number.",
    Fault.INVALID: "No such number exists.",
    Fault.WRONG_REGION: "Not a number of its region{fits}.",
    Fault.NO_REGION: "Neither country code nor region.",
    Fault.SHORT_CODE: "A short code, not a person’s number.",
    Fault.EMERGENCY: "An emergency number, not a person’s.",
    Fault.SCIENTIFIC: "Rounded by a spreadsheet: its last digits are gone.",
    Fault.LETTERS: "There are letters in it.",
    Fault.SEVERAL: "Several numbers in one cell.",
    Fault.UNUSUALLY_SHORT: "Unusually short: digits may be missing{usual}.",
    Fault.FLOAT: "A spreadsheet added .0 to it.",
    Fault.LEADING_ZERO: "A spreadsheet took its first zero.",
    RowFault.FORMULA: "A formula that was saved without its value.",
    RowFault.ACTION: "The action column says neither add nor remove.",
    RowFault.REPEATED: "The same number again{first}.",
}

_TICKED: Final[dict[str, str]] = {
    repair: f"Tick “{tick}” for the file." for repair, tick in TICKS.items()
}
_AS_TEXT: Final = "Format the column as text, and export the list again from where it came."
_VALUES: Final = "Copy the column and paste its values in its place."
_REGION: Final = "Choose another region, or a column that names each row’s region."
REPAIRS: Final[Mapping[str, str]] = {
    **_TICKED,
    Repair.AS_TEXT: _AS_TEXT,
    Repair.VALUES: _VALUES,
    Repair.REGION: _REGION,
    Fault.UNUSUALLY_SHORT: _TICKED[Repair.SHORT_OK],
    Fault.SCIENTIFIC: _AS_TEXT,
    RowFault.FORMULA: _VALUES,
    Fault.NO_REGION: _REGION,
    Fault.WRONG_REGION: _REGION,
    Fault.EMPTY: "Fill the number in, or take the row out.",
    Fault.TOO_SHORT: "Look the number up, and write it in full.",
    Fault.TOO_LONG: "Look the number up, and put a second one into a row of its own.",
    Fault.INVALID: "Compare it digit by digit with where it came from.",
    Fault.SHORT_CODE: "Nothing to do: short codes cannot opt out.",
    Fault.EMERGENCY: "Nothing to do: such numbers are never messaged.",
    Fault.LETTERS: "Write the number in digits only.",
    RowFault.ACTION: "Write add or remove there.",
    RowFault.REPEATED: "Nothing to do: it counts once.",
}
"""By the repair that a row names; by its fault where it names none, or where faults are counted.
The faults that are called as their repair stand here under that."""


def words(fault: str, repair: str, detail: str) -> tuple[str, str]:
    """What is wrong with a row and what can be done, from a line of the refused rows."""
    what = ROWS.get(fault, "It could not be read.")
    todo = REPAIRS.get(repair) or REPAIRS.get(fault, "Correct the row, and post it again.")
    return what.format(**_details(fault, detail)), todo


def _details(fault: str, detail: str) -> dict[str, str]:
    codes = detail.split() if fault == Fault.WRONG_REGION else []
    fits = in_words(f"{region_name(code)} ({code})" for code in codes)
    return {
        "fits": f"; it would fit {fits}" if fits else "",
        "usual": f"; such numbers have {detail}" if detail else "",
        "first": f", first in row {detail}" if detail else "",
    }


def explain_file(why: UnreadableFile | Failure) -> str:
    """Why a file was not read or not had, and what to do; not for refusals named in a failure."""
    if isinstance(why, UnreadableFile):
        return _filled(FILES[why.reason], why.facts)
    if why.kind in set(FileFault):
        return _filled(FILES[FileFault(why.kind)], why.facts)
    match why.kind:
        case "download":
            return _filled(DOWNLOADS.get(str(why.facts.get("reason")), OTHERWISE), why.facts)
        case "spool":
            return "The file was not there any more when it was needed. Post it again."
        case _:
            noted = f"it has been noted{_reference(why)}"
            return f"Something went wrong on our side, and {noted}."


def _reference(why: Failure) -> str:
    reference = why.facts.get("reference")
    return f" (Reference {escape(shortened(str(reference), 60))})" if reference else ""


def _filled(text: str, facts: Mapping[str, int | str]) -> str:
    sheet = facts.get("sheet")
    limit, size = facts.get("limit"), facts.get("size")
    seen, found = facts.get("seen"), facts.get("read")
    return text.format(
        sheet=f" “{escape(shortened(str(sheet), 60))}”" if sheet else "",
        lost=f": {found:,} of {seen:,}" if isinstance(found, int) and isinstance(seen, int) else "",
        limit=f": {limit:,} at most" if isinstance(limit, int) else "",
        limit_bytes=f"; {_megabytes(limit)} at most" if isinstance(limit, int) else "",
        size=f": {_megabytes(size)}" if isinstance(size, int) else "",
    )


def _megabytes(count: int) -> str:
    return f"{counted(-(-count // MEGABYTE), 'MB').removesuffix('s')}"
