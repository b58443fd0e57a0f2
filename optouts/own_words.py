"""What people asked for themselves though it stood already: noted, and never lost by an undo."""

from collections.abc import Collection
from itertools import groupby

from optouts.words import PERSON_MADE, ChangeId, ListId, WorkspaceId
from storage import changes, opt_outs, own_words
from storage.engine import Transaction
from storage.lists import resize
from storage.opt_outs import Period, Span
from storage.own_words import Word


def note(
    tx: Transaction, workspace: WorkspaceId, change: ChangeId, standing: Collection[Period]
) -> list[Word]:
    """Note by which change people first asked for these opt-outs, where somebody else made them."""
    if not standing:
        return []
    own = changes.of_origins(tx, workspace, {each.since for each in standing}, PERSON_MADE)
    before = own_words.of_numbers(
        tx, {each.list_id for each in standing}, {each.number for each in standing}
    )
    said = {(word.list_id, word.number, word.since) for word in before}
    words = [
        Word(each.list_id, each.number, each.since, change)
        for each in standing
        if each.since not in own and (each.list_id, each.number, each.since) not in said
    ]
    own_words.note(tx, words)
    return words


def ended(tx: Transaction, span: Span, *, list_id: ListId) -> bool:
    """Whether a change ended what somebody had asked for themselves too."""
    return bool(own_words.on_ended(tx, span, list_id=list_id))


def are_said_by(tx: Transaction, span: Span, list_ids: Collection[ListId]) -> bool:
    """Whether somebody asked by a change for what stood already."""
    return own_words.are_said_by(tx, span, list_ids)


def take_over(tx: Transaction, span: Span, *, list_id: ListId) -> int:
    """Let people stand by their own word where an undo, the change of the span, ended what somebody
    else had done; how many they are.

    Had that never been done, their word would have put them on the list, so this is what is left
    when it is undone.
    """
    kept = 0
    words = sorted(own_words.on_ended(tx, span, list_id=list_id), key=_change)
    for change_id, said in groupby(words, key=_change):
        numbers = {word.number for word in said}
        opened = opt_outs.open_new(tx, numbers, list_id=list_id, since=change_id)
        changes.add_up(tx, change_id, list_id, opened=opened, closed=0)
        kept += opened
    resize(tx, {list_id: kept})
    return kept


def _change(word: Word) -> int:
    return word.change_id
