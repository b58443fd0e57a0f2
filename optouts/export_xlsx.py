"""Exports as workbooks: small ones styled, large ones streamed. Both hold the same.

docs/decisions/0017-two-writers-of-workbooks.md says why there are two.
"""

from collections.abc import Iterable, Iterator, Sequence
from itertools import chain, islice
from pathlib import Path
from typing import Final
from zoneinfo import ZoneInfo

from optouts import xlsx_styled, xlsx_writing
from optouts.export_order import Column
from optouts.sheet_times import WallClock
from optouts.xlsx_frame import Style
from optouts.xlsx_writing import Row

SHEET = "Opt-outs"
MOST_STYLED = 20_000  # rows, for which openpyxl takes two seconds

_STYLES: Final = {Column.NUMBER: Style.TEXT, Column.SINCE: Style.TIME, Column.ENDED: Style.TIME}
_WIDTHS: Final = {
    Column.NUMBER: 18,
    Column.CHANNEL: 12,
    Column.SENDER: 20,
    Column.ACCOUNT: 20,
    Column.ORIGIN: 12,
    Column.BY: 24,
    Column.NOTE: 40,
    Column.ENDED_BY: 24,
    Column.ENDED_NOTE: 40,
}
_OF_A_TIME = 20
_OF_THE_FILTER_BUTTON = 4


def write(
    path: Path,
    columns: Sequence[Column],
    header: Sequence[str],
    rows: Iterable[Row],
    *,
    about: Iterable[tuple[str, str | int]],
    zone: str,
) -> None:
    """Cells are texts, whole numbers, aware times in the columns of times, or None for nothing.

    `header` names the columns; the zone is added to the names of times. `about` is asked for after
    the rows, so that it can tell what they came to; the offsets of the times are added to it.
    """
    clock = WallClock(ZoneInfo(zone))
    styles = [_STYLES.get(column, Style.PLAIN) for column in columns]
    names = [
        f"{name} ({zone})" if style is Style.TIME else name
        for name, style in zip(header, styles, strict=True)
    ]
    widths = [
        max(_WIDTHS.get(column, _OF_A_TIME), len(name) + _OF_THE_FILTER_BUTTON)
        for column, name in zip(columns, names, strict=True)
    ]
    told = chain(about, _of_times(clock, zone))
    left = iter(rows)
    first = list(islice(left, MOST_STYLED + 1))
    writer = xlsx_writing if len(first) > MOST_STYLED else xlsx_styled
    writer.write(
        path,
        names,
        chain(first, left),
        sheet=SHEET,
        widths=widths,
        styles=styles,
        about=told,
        clock=clock,
    )


def _of_times(clock: WallClock, zone: str) -> Iterator[tuple[str, str]]:
    offsets = " and ".join(f"UTC{offset}" for offset in clock.offsets())
    yield "Times", f"{zone} ({offsets})" if offsets else zone
