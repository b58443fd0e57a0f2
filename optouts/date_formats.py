"""Dates in files: which format a column has, and its cells as seconds since 1970."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

# In everything below D is the day, M the month as a number, B as a word, Y the year.
FORMATS = (
    "iso",  # 2026-03-01, 2026-03-01 09:00, 2026-03-01T09:00:00+02:00
    "Y/M/D",
    "D/M/Y",  # / . - and blanks count as the same separator
    "M/D/Y",
    "D/M/y",
    "M/D/y",
    "D B Y",
    "B D Y",
    "D B y",
    "YMD",  # 20260301
    "seconds",
    "milliseconds",
)
_OTHER_WAY_ROUND = {"D/M/Y": "M/D/Y", "M/D/Y": "D/M/Y", "D/M/y": "M/D/y", "M/D/y": "D/M/y"}
_MONTH_FIRST = {"US", "PH", "PW", "FM", "MH", "AS", "GU", "MP", "PR", "VI", "UM"}

_SEPARATOR = r"[/.\-\s]\s*"
_WORD = r"(?P<B>[^\W\d]{3,10})\.?"
_PATTERNS = {
    "iso": r"(?P<Y>\d{4})-(?P<M>\d\d?)-(?P<D>\d\d?)",
    "Y/M/D": r"(?P<Y>\d{4})[/.](?P<M>\d\d?)[/.](?P<D>\d\d?)",
    "D/M/Y": rf"(?P<D>\d\d?){_SEPARATOR}(?P<M>\d\d?){_SEPARATOR}(?P<Y>\d{{4}})",
    "M/D/Y": rf"(?P<M>\d\d?){_SEPARATOR}(?P<D>\d\d?){_SEPARATOR}(?P<Y>\d{{4}})",
    "D/M/y": rf"(?P<D>\d\d?){_SEPARATOR}(?P<M>\d\d?){_SEPARATOR}(?P<y>\d\d)",
    "M/D/y": rf"(?P<M>\d\d?){_SEPARATOR}(?P<D>\d\d?){_SEPARATOR}(?P<y>\d\d)",
    "D B Y": rf"(?:[^\W\d]+,?\s+)?(?P<D>\d\d?){_SEPARATOR}{_WORD},?{_SEPARATOR}(?P<Y>\d{{4}})",
    "B D Y": rf"(?:[^\W\d]+,?\s+)?{_WORD}\s+(?P<D>\d\d?)(?:,\s*|\s+)(?P<Y>\d{{4}})",
    "D B y": rf"(?P<D>\d\d?){_SEPARATOR}{_WORD},?{_SEPARATOR}(?P<y>\d\d)",
    "YMD": r"(?P<Y>(?:19|20)\d\d)(?P<M>\d\d)(?P<D>\d\d)",
}
_TIME = re.compile(
    r"(?P<hour>\d\d?)[:.h](?P<minute>\d\d)(?:[:.](?P<second>\d\d)(?:[.,]\d{1,9})?)?"
    r"\s*(?P<half>[aApP]\.?[mM]\.?)?"
    r"\s*(?P<zone>Z|UTC|GMT|[+-]\d\d:?(?:\d\d)?)?(?:\s*\([^)]*\))?"
)
_DATE_THEN_TIME = {
    name: re.compile(
        rf"\s*(?P<date>{pattern})(?:(?:\s*T|,?\s+|:)(?P<time>\d.*))?\s*", re.IGNORECASE
    )
    for name, pattern in _PATTERNS.items()
}
_COUNTED = {
    "seconds": re.compile(r"\s*(\d{9,10})(?:\.\d+)?\s*"),
    "milliseconds": re.compile(r"\s*(\d{12,13})\s*"),
}
_MONTHS = {
    word: number
    for number, words in enumerate(
        (
            "jan ene gen jän", "feb fev fév", "mar mär mrt maa", "apr abr avr", "may mei mai mag",
            "jun giu", "jul lug", "aug ago aoû aou", "sep set", "oct okt out ott", "nov",
            "dec dez des déc dic",
        ),
        start=1,
    )
    for word in words.split()
}  # fmt: skip
_LONG_MONTHS = {"juin": 6, "juil": 7, "juillet": 7, "mars": 3}
_THIS_CENTURY = 70  # two digits below it are 20xx
_NOON = 12
_EARLIEST, _LATEST = 1900, 2200
_MOST_REMEMBERED = 100_000


@dataclass(frozen=True, slots=True)
class FormatGuess:
    format: str
    has_zone: bool
    ambiguous: bool


def guess(cells: Sequence[str], *, region: str, share: float = 0.8) -> FormatGuess | None:
    """The format in which most cells that are not blank read, if at least such a share does."""
    texts = [cell for cell in cells if cell.strip()]
    best, most = "", share * len(texts)
    for name in _by_likelihood(region):
        count = sum(_fields(text, name) is not None for text in texts)
        if count and count >= most and (not best or count > most):
            best, most = name, count
    if not best:
        return None
    other = _OTHER_WAY_ROUND.get(best)
    ambiguous = (
        other is not None and sum(_fields(text, other) is not None for text in texts) >= most
    )
    zoned = [fields.zone is not None for text in texts if (fields := _fields(text, best))]
    return FormatGuess(best, all(zoned), ambiguous)


def _by_likelihood(region: str) -> Sequence[str]:
    if region not in _MONTH_FIRST:
        return FORMATS
    return sorted(FORMATS, key=lambda name: not name.startswith("M/"))


@dataclass(frozen=True, slots=True)
class _Fields:
    moment: datetime  # without a zone
    zone: timedelta | None


def _fields(text: str, name: str) -> _Fields | None:
    if name in _COUNTED:
        seconds = _counted(text, name)
        if seconds is None:
            return None
        return _Fields(datetime.fromtimestamp(seconds, UTC).replace(tzinfo=None), timedelta())
    found = _DATE_THEN_TIME[name].fullmatch(text)
    if found is None:
        return None
    day = _day(found)
    clock = _clock(found["time"]) if found["time"] else (time(), None)
    if day is None or clock is None:
        return None
    return _Fields(datetime.combine(day, clock[0]), clock[1])


def _counted(text: str, name: str) -> int | None:
    found = _COUNTED[name].fullmatch(text)
    if found is None:
        return None
    return int(found[1]) // (1000 if name == "milliseconds" else 1)


def _day(found: re.Match[str]) -> date | None:
    fields = found.groupdict()
    year = int(fields["Y"]) if fields.get("Y") else _full_year(int(fields["y"]))
    word = (fields.get("B") or "").casefold()
    month = (
        int(fields["M"]) if fields.get("M") else _LONG_MONTHS.get(word) or _MONTHS.get(word[:3], 0)
    )
    if not _EARLIEST <= year < _LATEST:
        return None
    try:
        return date(year, month, int(fields["D"]))
    except ValueError:
        return None


def _full_year(year: int) -> int:
    return year + (2000 if year < _THIS_CENTURY else 1900)


def _clock(text: str) -> tuple[time, timedelta | None] | None:
    found = _TIME.fullmatch(text.strip())
    if found is None:
        return None
    hour = int(found["hour"])
    if found["half"]:
        if not 1 <= hour <= _NOON:
            return None
        hour = hour % _NOON + (_NOON if found["half"][0] in "pP" else 0)
    try:
        moment = time(hour, int(found["minute"]), int(found["second"] or 0))
    except ValueError:
        return None
    return moment, _offset(found["zone"])


def _offset(zone: str | None) -> timedelta | None:
    if zone is None:
        return None
    if zone[0] not in "+-":
        return timedelta()
    digits = zone[1:].replace(":", "")
    offset = timedelta(hours=int(digits[:2]), minutes=int(digits[2:] or 0))
    return -offset if zone[0] == "-" else offset


def reader(name: str, zone: str) -> Callable[[str], int]:
    """Text → seconds since 1970, 0 for what is no date; the zone is for cells that name none."""
    if name in _COUNTED:
        return lambda text: _counted(text, name) or 0
    return _DateReader(name, ZoneInfo(zone)).read


@dataclass(frozen=True, slots=True)
class _Day:
    midnight: int  # in seconds, as if it were UTC's
    offset: int | None  # the zone's, in seconds; None on a day on which its clocks move


class _DateReader:
    """Days and times of day repeat in files, whole moments do not: each is worked out once."""

    def __init__(self, name: str, zone: ZoneInfo) -> None:
        self._pattern = _DATE_THEN_TIME[name]
        self._zone = zone
        self._days: dict[str, _Day | None] = {}
        self._times: dict[str, tuple[int, int | None] | None] = {}

    def read(self, text: str) -> int:
        found = self._pattern.fullmatch(text)
        if found is None:
            return 0
        day = self._day(found)
        since_midnight = self._since_midnight(found["time"] or "")
        if day is None or since_midnight is None:
            return 0
        seconds, offset = since_midnight
        local = day.midnight + seconds
        offset = day.offset if offset is None else offset
        return self._settled(local) if offset is None else local - offset

    def _day(self, found: re.Match[str]) -> _Day | None:
        text = found["date"]
        if text not in self._days:
            if len(self._days) > _MOST_REMEMBERED:
                self._days.clear()
            day = _day(found)
            self._days[text] = None if day is None else self._begun(day)
        return self._days[text]

    def _begun(self, day: date) -> _Day:
        start = datetime.combine(day, time(), self._zone)
        offsets = {start.utcoffset(), (start + timedelta(days=1)).utcoffset()}
        offset = offsets.pop()
        seconds = None if offsets or offset is None else int(offset.total_seconds())
        return _Day(int(start.replace(tzinfo=UTC).timestamp()), seconds)

    def _since_midnight(self, text: str) -> tuple[int, int | None] | None:
        if text not in self._times:
            if len(self._times) > _MOST_REMEMBERED:
                self._times.clear()
            self._times[text] = _seconds_and_offset(text)
        return self._times[text]

    def _settled(self, local: int) -> int:
        moment = datetime.fromtimestamp(local, UTC).replace(tzinfo=self._zone)
        return int(moment.timestamp())


def _seconds_and_offset(text: str) -> tuple[int, int | None] | None:
    clock = _clock(text) if text else (time(), None)
    if clock is None:
        return None
    moment, offset = clock
    seconds = moment.hour * 3600 + moment.minute * 60 + moment.second
    return seconds, None if offset is None else int(offset.total_seconds())
