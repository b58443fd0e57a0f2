"""What was said of single numbers when they were opted out by a file."""

from collections.abc import Collection, Iterable
from itertools import product

from sqlmodel import col, select

from storage.engine import Transaction
from storage.tables import NumberNote
from storage.writing import chunks, insert_new


def keep(tx: Transaction, change_id: int, notes: Iterable[tuple[int, str]]) -> None:
    """Keep notes of a change; the first one of a number stands."""
    rows = [{"change_id": change_id, "number": number, "note": note} for number, note in notes]
    insert_new(tx, NumberNote, rows)


def of_numbers(
    tx: Transaction, change_ids: Collection[int], numbers: Collection[int]
) -> dict[tuple[int, int], str]:
    """The notes of these changes on these numbers, by change and number."""
    found = {}
    for some_changes, some_numbers in product(chunks(change_ids), chunks(numbers)):
        query = select(NumberNote).where(
            col(NumberNote.change_id).in_(some_changes), col(NumberNote.number).in_(some_numbers)
        )
        found.update({(row.change_id, row.number): row.note for row in tx.exec(query)})
    return found
