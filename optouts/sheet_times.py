"""Times for spreadsheets, which know no zones: what the clocks of one zone show, as a real date."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta, tzinfo

import numpy as np

_DAYS_TO_1970 = 25_569  # from 30 December 1899
_MARCH_1900 = 61  # spreadsheets count a 29 February before it that there was not
_A_DAY = 86_400
_A_QUARTER = 900  # of an hour: since 2012 no clock was moved within one
_MOST_REMEMBERED = 50_000


class WallClock:
    """Of a zone, to the second."""

    def __init__(self, zone: tzinfo) -> None:
        self._zone = zone
        self._offsets: set[int] = set()
        self._by_quarter: dict[int, int] = {}

    def shown(self, moment: datetime) -> datetime:
        local = moment.astimezone(self._zone)
        self._offsets.add(_seconds(local.utcoffset()))
        return local.replace(microsecond=0, tzinfo=None)

    def serials(self, moments: Sequence[datetime]) -> list[float]:
        """As a spreadsheet holds them: in days."""
        times = np.fromiter(map(datetime.timestamp, moments), np.float64, len(moments))
        seconds = np.floor(times).astype(np.int64)
        quarters, places = np.unique(seconds // _A_QUARTER, return_inverse=True)
        offsets = np.array([self._offset(quarter) for quarter in quarters.tolist()], np.int64)
        days = (seconds + offsets[places]) / _A_DAY + _DAYS_TO_1970
        days[days < _MARCH_1900] -= 1
        shown: list[float] = days.tolist()
        return shown

    def offsets(self) -> list[str]:
        """Those of all times that were shown, such as +02:00."""
        return [_text(each) for each in sorted(self._offsets)]

    def _offset(self, quarter: int) -> int:
        offset = self._by_quarter.get(quarter)
        if offset is None:
            start = datetime.fromtimestamp(quarter * _A_QUARTER, UTC).astimezone(self._zone)
            offset = _seconds(start.utcoffset())
            if len(self._by_quarter) >= _MOST_REMEMBERED:
                self._by_quarter.clear()
            self._by_quarter[quarter] = offset
            self._offsets.add(offset)
        return offset


def _seconds(offset: timedelta | None) -> int:
    return int((offset or timedelta()).total_seconds())


def _text(offset: int) -> str:
    minutes = abs(offset) // 60
    return f"{'-' if offset < 0 else '+'}{minutes // 60:02}:{minutes % 60:02}"
