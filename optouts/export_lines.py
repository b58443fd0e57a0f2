"""Opt-outs as lines of csv: the database writes what is plain, the rest is filled in here."""

import csv
import io
import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import cached_property
from typing import Final

from optouts import export_text
from optouts.export_order import Column
from optouts.export_selection import Selection
from optouts.export_text import LINE_END
from optouts.places import ListName
from storage import export_rows
from storage.export_rows import ENDED, MARK, OVER, Act, Pattern

BUSIEST: Final = 12
"""So many changes of a list have their words given to the database, which looks through them for
each row; most rows of a long list come from a few imports."""

MOST_REMEMBERED: Final = 50_000

_MARK: Final = re.compile(f"({MARK}[^{OVER}]*{OVER})")
_BEGINNING: Final = (Column.SINCE, Column.ORIGIN, Column.BY, Column.NOTE)
_END: Final = (Column.ENDED, Column.ENDED_BY, Column.ENDED_NOTE)


@dataclass
class Lines:
    """With what numbers say of themselves (`has_notes`) each line is put together here."""

    selection: Selection
    delimiter: str
    has_notes: bool
    _known: dict[str, str] = field(init=False, default_factory=dict)

    @property
    def heading(self) -> str:
        names = [export_text.HEADINGS[column] for column in self.selection.columns]
        return export_text.joined(names, self.delimiter) + LINE_END

    def of_list(self, name: ListName) -> Iterator[tuple[int, str]]:
        """The lines of each stretch as one text, and how many they are."""
        if self.has_notes:
            yield from self._row_by_row(name)
            return
        chosen = self.selection
        beginnings = self._busiest(name) if self._told_of_beginning else None
        places = export_text.place(name)
        place = self._part([places[each] for each in chosen.columns if each in places])
        for low, high in chosen.stretches([name]):
            pattern = Pattern(
                form=chosen.form([name], low, high),
                place=place,
                beginnings=beginnings,
                dated=Column.SINCE in chosen.columns,
                standing=self._part([""] * len(self._told_of_end)) if self._told_of_end else None,
                line_end=LINE_END,
            )
            count, text = export_rows.texts(
                chosen.tx, chosen.asked, pattern, list_id=name.id, low=low, high=high
            )
            yield count, self._filled_in(text)

    @cached_property
    def _told_of_beginning(self) -> tuple[Column, ...]:
        return tuple(each for each in _BEGINNING if each in self.selection.columns)

    @cached_property
    def _told_of_end(self) -> tuple[Column, ...]:
        return tuple(each for each in _END if each in self.selection.columns)

    def _busiest(self, name: ListName) -> dict[int, str]:
        ids = export_rows.busiest(self.selection.tx, list_id=name.id, limit=BUSIEST)
        acts = self.selection.facts.of(ids)
        return {each: self._beginning(acts[each], None) for each in ids}

    def _part(self, cells: Sequence[str]) -> str:
        """Cells behind others."""
        return self.delimiter + export_text.joined(cells, self.delimiter) if cells else ""

    def _beginning(self, act: Act, own_date: int | None) -> str:
        at = act.at if own_date is None else datetime.fromtimestamp(own_date, UTC)
        cells = {
            Column.SINCE: export_text.moment(at, self.selection.zone),
            Column.ORIGIN: act.origin,
            Column.BY: act.actor,
            Column.NOTE: act.note,
        }
        return self._part([cells[each] for each in self._told_of_beginning])

    def _end(self, act: Act) -> str:
        cells = {
            Column.ENDED: export_text.moment(act.at, self.selection.zone),
            Column.ENDED_BY: act.actor,
            Column.ENDED_NOTE: act.note,
        }
        return self._part([cells[each] for each in self._told_of_end])

    def _filled_in(self, text: str) -> str:
        parts = _MARK.split(text)
        marks = parts[1::2]
        self._learn(set(marks))
        parts[1::2] = map(self._known.__getitem__, marks)
        return "".join(parts)

    def _learn(self, marks: Collection[str]) -> None:
        missing = marks - self._known.keys()
        if len(self._known) + len(missing) > MOST_REMEMBERED:
            self._known = {}
            missing = set(marks)
        asked = {mark: mark[len(ENDED) : -1].partition(":") for mark in missing}
        acts = self.selection.facts.of({int(change) for change, _, _ in asked.values()})
        for mark, (change, _, date) in asked.items():
            act = acts[int(change)]
            if mark.startswith(ENDED):
                self._known[mark] = self._end(act)
            else:
                self._known[mark] = self._beginning(act, int(date) if date else None)

    def _row_by_row(self, name: ListName) -> Iterator[tuple[int, str]]:
        for rows in self.selection.rows(name):
            text = io.StringIO()
            writer = csv.writer(text, delimiter=self.delimiter, lineterminator=LINE_END)
            for row in rows:
                number, *cells = (
                    export_text.moment(each, self.selection.zone)
                    if isinstance(each, datetime)
                    else each or ""
                    for each in row
                )
                writer.writerow((number, *map(export_text.cell, cells)))
            yield len(rows), text.getvalue()
