"""Why a file as a whole is not read: the reason as data, to be worded by the doors."""

from collections.abc import Mapping
from enum import StrEnum, auto


class FileFault(StrEnum):
    # what it is
    EMPTY = auto()
    OLD_EXCEL = auto()  # .xls
    BINARY_EXCEL = auto()  # .xlsb
    MACROS = auto()  # .xlsm, whatever its name says
    PASSWORD = auto()
    OPEN_DOCUMENT = auto()  # .ods
    NUMBERS_APP = auto()  # Apple's .numbers
    DOCUMENT = auto()  # .docx, .pptx, .rtf
    ARCHIVE = auto()  # .zip, .gz, .7z, .rar …
    PDF = auto()
    HTML = auto()
    XML = auto()
    IMAGE = auto()
    NOT_TEXT = auto()
    # what is wrong with it
    DAMAGED = auto()
    HOSTILE = auto()  # a document type, entities: no spreadsheet program writes them
    NO_SHEETS = auto()
    NO_SUCH_SHEET = auto()
    NO_SUCH_COLUMN = auto()
    ROWS_LOST = auto()  # rows counted and rows read differ: our mistake or theirs, never silent
    # what is too much
    TOO_LARGE = auto()
    TOO_LARGE_UNPACKED = auto()
    TOO_MANY_PARTS = auto()
    TOO_MANY_ROWS = auto()
    LINE_TOO_LONG = auto()
    OUT_OF_MEMORY = auto()
    TOO_SLOW = auto()
    CRASHED = auto()


class UnreadableFile(Exception):
    """A refused file; facts hold what the reason needs: a limit, a sheet's name, a signal."""

    def __init__(self, reason: FileFault, **facts: int | str) -> None:
        super().__init__(reason, facts)
        self.reason = reason
        self.facts: Mapping[str, int | str] = facts

    def __str__(self) -> str:
        facts = (f"{name}={fact}" for name, fact in self.facts.items())
        return " ".join([self.reason.value, *facts])
