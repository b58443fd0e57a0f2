"""The opt-outs of one export as they were at one moment: which lists, which periods, as rows."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from typing import Self
from zoneinfo import ZoneInfo

from optouts import export_text, lists, sorted_numbers
from optouts.errors import UnknownChange
from optouts.export_facts import Facts
from optouts.export_numbers import NumberForms
from optouts.export_order import Column, Format, Order
from optouts.jobs import Stage
from optouts.places import ListName, Places
from optouts.sorted_numbers import Numbers
from optouts.words import WorkspaceId
from optouts.workspaces import places_within, preferences_within
from storage import changes, export_filters, export_rows, jobs
from storage.engine import Transaction
from storage.export_filters import Acts, Asked, Undo
from storage.export_rows import Form, Found

Cell = str | datetime | None
GUARDED = {Format.CSV, Format.SEMICOLON}


@dataclass
class Selection:
    """What the transaction sees; what imports that have not ended yet took off stands in it."""

    tx: Transaction
    order: Order
    places: Places
    names: tuple[ListName, ...]
    asked: Asked
    horizon: int
    region: str
    facts: Facts
    zone: ZoneInfo = field(init=False)
    columns: tuple[Column, ...] = field(init=False)
    _written: NumberForms = field(init=False)

    def __post_init__(self) -> None:
        layout = self.order.layout
        chosen = () if layout.format is Format.TXT else layout.columns
        self.columns = tuple(each for each in Column if each is Column.NUMBER or each in chosen)
        self.zone = ZoneInfo(self.order.zone)
        guard = export_text.GUARD if layout.format in GUARDED else ""
        self._written = NumberForms(layout.style, self.region, guard)

    @classmethod
    def made(cls, tx: Transaction, workspace: WorkspaceId, order: Order) -> Self:
        """Raises UnknownChange."""
        export_rows.begin(tx)
        places = places_within(tx, workspace)
        account = places.account(order.wanted.account or 0)
        unfinished = tuple(jobs.changes_in(tx, workspace, Stage.APPLYING))
        return cls(
            tx,
            order,
            places,
            lists.matching(lists.names(tx, workspace, places), order.wanted),
            _asked(tx, workspace, order, unfinished),
            changes.newest_id(tx, workspace),
            (account and account.region) or preferences_within(tx, workspace).region,
            Facts(tx, workspace),
        )

    @property
    def expected(self) -> int:
        """About how many rows it will be."""
        return export_filters.expected(self.tx, [name.id for name in self.names], self.asked)

    @property
    def is_once_a_list(self) -> bool:
        """Whether no number has two periods on one list."""
        return not (self.asked.ended_too or self.asked.ended or self.asked.only)

    def stretches(self, names: Sequence[ListName]) -> Iterator[tuple[int, int]]:
        yield from export_rows.stretches(self.tx, [name.id for name in names])

    def form(self, names: Sequence[ListName], low: int, high: int) -> Form:
        """How the numbers of a stretch are written."""
        return self._written.form(lambda: self.numbers(names, low, high))

    def numbers(self, names: Sequence[ListName], low: int, high: int) -> Numbers:
        """The different numbers of a stretch, in order."""
        return sorted_numbers.distinct(
            [
                export_rows.numbers(self.tx, self.asked, list_id=name.id, low=low, high=high)
                for name in names
            ]
        )

    def rows(self, name: ListName) -> Iterator[list[tuple[Cell, ...]]]:
        """A cell for each column, times in UTC, a stretch at a time."""
        places = export_text.place(name)
        with_notes = Column.NOTE in self.columns
        for low, high in self.stretches([name]):
            found = export_rows.periods(
                self.tx, self.asked, list_id=name.id, low=low, high=high, with_notes=with_notes
            )
            form = self.form([name], low, high)
            columns = [self._column(each, found, form, places) for each in self.columns]
            yield list(zip(*columns, strict=True))

    def _column(
        self, column: Column, found: Found, form: Form, places: dict[Column, str]
    ) -> Sequence[Cell]:
        match column:
            case Column.NUMBER:
                return form.each(found.numbers)
            case Column.CHANNEL | Column.SENDER | Column.ACCOUNT:
                return [places[column]] * len(found.numbers)
            case Column.ENDED | Column.ENDED_BY | Column.ENDED_NOTE:
                return self._ends(column, found)
            case _:
                return self._beginnings(column, found)

    def _beginnings(self, column: Column, found: Found) -> Sequence[Cell]:
        acts = self.facts.of(set(found.sinces))
        if column is Column.SINCE:
            return [
                acts[since].at if date is None else datetime.fromtimestamp(date, UTC)
                for since, date in zip(found.sinces, found.own_dates, strict=True)
            ]
        if column is Column.NOTE:
            return [
                note or acts[since].note
                for since, note in zip(found.sinces, found.notes, strict=True)
            ]
        if column is Column.BY:
            return [acts[since].actor for since in found.sinces]
        return [acts[since].origin for since in found.sinces]

    def _ends(self, column: Column, found: Found) -> Sequence[Cell]:
        acts = self.facts.of(set(found.ends) - {0})
        ends = [acts[until] if until else None for until in found.ends]
        if column is Column.ENDED:
            return [end and end.at for end in ends]
        if column is Column.ENDED_BY:
            return [end and end.actor for end in ends]
        return [end and end.note for end in ends]


def _asked(
    tx: Transaction, workspace: WorkspaceId, order: Order, unfinished: tuple[int, ...]
) -> Asked:
    wanted = order.wanted
    if order.change is not None:
        row = changes.by_id(tx, workspace, order.change)
        if row is None:
            raise UnknownChange
        return Asked(Acts(), only=Undo(order.change, row.undoes), unfinished=unfinished)
    began = Acts(tuple(wanted.origins), wanted.since, wanted.until)
    ended = Acts((), wanted.since, wanted.until) if order.changes_only else None
    return Asked(
        replace(began, ids=export_filters.named(tx, workspace, began)),
        ended and replace(ended, ids=export_filters.named(tx, workspace, ended)),
        wanted.ended_too,
        unfinished=unfinished,
    )
