"""Opt-outs handed out as they are read, for programs that take them in at once."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

from optouts.core import Core, demand
from optouts.export_lines import Lines
from optouts.export_order import Column, Format, Layout, NumberStyle, Order
from optouts.export_selection import Selection
from optouts.outcomes import Wanted
from optouts.roles import Actor, Deed
from optouts.words import WorkspaceId
from storage import export_rows

COLUMNS: Final = (
    Column.CHANNEL,
    Column.SENDER,
    Column.ACCOUNT,
    Column.SINCE,
    Column.ORIGIN,
    Column.NOTE,
)
ENDED: Final = (Column.ENDED, Column.ENDED_NOTE)


@contextmanager
def opened(core: Core, workspace: WorkspaceId, wanted: Wanted, *, by: Actor) -> Iterator[Selection]:
    """One moment's truth for as long as it is open. Raises NotPermitted and StorageAway."""
    demand(by, Deed.LOOK)
    columns = (*COLUMNS, *ENDED) if wanted.ended_too else COLUMNS
    # Of a workbook numbers are not guarded, as no program takes them for a formula.
    layout = Layout(Format.XLSX, columns, NumberStyle.PLUS)
    with core.reading() as tx:
        yield Selection.made(tx, workspace, Order(wanted, layout=layout))


def csv(selection: Selection) -> Iterator[str]:
    """As lines of a table, the heading first."""
    has_notes = export_rows.has_notes(selection.tx)
    lines = Lines(selection, ",", has_notes)
    yield lines.heading
    for name in selection.names:
        for _, text in lines.of_list(name):
            yield text
