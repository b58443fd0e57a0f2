"""What messages about exports call things: the opt-outs they hold, their layout, their size."""

from typing import Final

from handlers.slack.blocks.file_text import code
from handlers.slack.blocks.listings import in_words, in_zone
from handlers.slack.blocks.text import counted, date, escape, person, plain, shortened
from optouts.export_order import Column, Format, NumberStyle, Order
from optouts.export_text import HEADINGS
from optouts.jobs import Job
from optouts.places import Places

LONGEST_PURPOSE: Final = 300
KILOBYTE: Final = 1000

FORMATS: Final = {
    Format.XLSX: "Excel workbook (.xlsx)",
    Format.CSV: "CSV, between commas (.csv)",
    Format.SEMICOLON: "CSV, between semicolons (.csv)",
    Format.TXT: "Numbers only (.txt)",
}
MEANT: Final = {
    Format.XLSX: "Opens in Excel and the like, with filters and real dates",
    Format.CSV: "For sending platforms and other programs",
    Format.SEMICOLON: "For spreadsheets whose decimal mark is the comma",
    Format.TXT: "One number a line and nothing else",
}
BRIEF_FORMATS: Final = {
    Format.XLSX: "workbook",
    Format.CSV: "CSV",
    Format.SEMICOLON: "CSV with semicolons",
    Format.TXT: "text",
}
STYLES: Final = {
    NumberStyle.PLUS: "With + and country code: +27831234567",
    NumberStyle.DIGITS: "Digits only: 27831234567",
    NumberStyle.NATIONAL: "As dialled at home: 0831234567",
}
COLUMNS: Final = {each: text for each, text in HEADINGS.items() if each is not Column.NUMBER}
"""All but the number, which every file begins with."""


def scope(order: Order, places: Places, *, file: str = "") -> str:
    """Which opt-outs an export holds, in words and unescaped; `file` is the one that its change
    imported."""
    if order.change is not None:
        return f"numbers of the import {plain(code(file))}" if file else "numbers of one change"
    wanted = in_words(in_zone(order.wanted, order.zone), places)
    if order.changes_only:
        return f"changes · {wanted}" if wanted else "changes"
    return wanted or "all lists"


def purpose_of(order: Order) -> str:
    """Escaped and on one line; empty if nobody said."""
    return escape(shortened(" ".join(order.purpose.split()), LONGEST_PURPOSE))


def circumstances(job: Job) -> str:
    """Who asked for it, when and what for."""
    purpose = purpose_of(job.order) if job.order else ""
    asked = f"{'Set up' if job.run else 'Asked for'} by {person(job.by)} · {date(job.at)}"
    return f"{asked} · for: {purpose}" if purpose else asked


def counted_rows(job: Job, rows: int) -> str:
    """A text file has each number once, all others a row for each opt-out."""
    is_text = job.order is not None and job.order.layout.format is Format.TXT
    return counted(rows, "number" if is_text else "opt-out")


def size(count: int) -> str:
    """Bytes as people say them."""
    value = float(count)
    for unit in ("B", "kB", "MB"):
        if value < KILOBYTE:
            return f"{value:,.0f} {unit}" if unit == "B" or value >= 100 else f"{value:,.1f} {unit}"  # noqa: PLR2004 - three digits say enough
        value /= KILOBYTE
    return f"{value:,.1f} GB"
