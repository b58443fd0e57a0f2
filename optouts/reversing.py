"""Undoing on one list what one change did there, all at once or in parts."""

from dataclasses import dataclass, replace

from optouts import own_words
from optouts.words import ChangeId, ListId
from storage import opt_outs, tables
from storage.engine import Transaction
from storage.opt_outs import Span


@dataclass(frozen=True, slots=True)
class Reversed:
    """How many opt-outs an undo gave back and ended on a list; `kept` of these people are on it
    still, by their own word."""

    opened: int
    closed: int
    kept: int


def reverse_within(
    tx: Transaction, span: Span, count: tables.ChangeCount, *, undoes: int, until: ChangeId
) -> Reversed:
    """Undo on one list what a change did to the numbers of a span.

    `undoes` is the change which the undone one had itself undone, or 0.
    """
    opened = closed = kept = 0
    if count.closed:
        opened = opt_outs.give_back_closed_by(tx, span, list_id=count.list_id)
    if count.opened and undoes:
        closed = opt_outs.close_given_back_by(
            tx, span, list_id=count.list_id, undone=undoes, until=until
        )
    elif count.opened:
        closed = opt_outs.close_opened_by(tx, span, list_id=count.list_id, until=until)
    if closed:
        ended = replace(span, change_id=until)
        kept = own_words.take_over(tx, ended, list_id=ListId(count.list_id))
    return Reversed(opened, closed, kept)
