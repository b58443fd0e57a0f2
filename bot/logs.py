"""Logs: one line an event, with the request's reference, and never a whole phone number."""

import json
import logging
import re
from datetime import UTC, datetime
from typing import Final

from bot.settings import LogFormat, Settings
from handlers import references

TOKEN: Final = re.compile(r"x(?:ox[a-z]|app)-[\w-]+")
DIGITS: Final = re.compile(
    r"""(?<![A-Za-z\d])(?:  # part of an id otherwise
        (?P<harmless>
            [\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}              # the id of a connection
            | \d{10}\.\d{6}(?!\d)                                # the time of a Slack message
            | \d{4}-\d\d-\d\d(?:[T ]\d\d:\d\d(?::\d\d(?:\.\d+)?)?)?(?!\d)
            | (?:\d{1,3}\.){3}\d{1,3}(?!\.?\d)                    # an address of the network
        )
        | \+?\d(?:[ \t\u00a0\u202f()./\u2010-\u2015-]{0,3}\d){6,}
    )""",
    re.VERBOSE,
)
FULL_LENGTH: Final = 10
"""Of numbers with fewer digits, six would be nearly all."""


def masked(text: str) -> str:
    """A text without phone numbers (some first and last digits stay) and without tokens."""
    return DIGITS.sub(_mask, TOKEN.sub("x…", text))


def _mask(found: re.Match[str]) -> str:
    written = found.group()
    if found["harmless"]:
        return written
    digits = re.sub(r"\D", "", written)
    if len(digits) < FULL_LENGTH:
        return f"…{digits[-2:]}"
    return f"{'+' if written[0] == '+' else ''}{digits[:2]}…{digits[-4:]}"


class TextFormatter(logging.Formatter):
    """`2026-03-01T09:00:00Z INFO handlers.slack [a1b2c3] message`."""

    def format(self, record: logging.LogRecord) -> str:
        reference = references.current()
        at = _at(record)
        line = f"{at} {record.levelname} {record.name}{f' [{reference}]' if reference else ''} "
        return line + masked(_message(self, record))


class JsonFormatter(logging.Formatter):
    """One JSON object a line."""

    def format(self, record: logging.LogRecord) -> str:
        return json.dumps(
            {
                "at": _at(record),
                "level": record.levelname,
                "logger": record.name,
                "reference": references.current(),
                "message": masked(_message(self, record)),
            },
            ensure_ascii=False,
        )


def _at(record: logging.LogRecord) -> str:
    return datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds")


def _message(formatter: logging.Formatter, record: logging.LogRecord) -> str:
    text = record.getMessage()
    if record.exc_info:
        text += "\n" + formatter.formatException(record.exc_info)
    return text


def configure(settings: Settings) -> None:
    """Send everything to standard error, in the chosen format."""
    handler = logging.StreamHandler()
    json_wanted = settings.log_format is LogFormat.JSON
    handler.setFormatter(JsonFormatter() if json_wanted else TextFormatter())
    logging.basicConfig(level=settings.log_level, handlers=[handler], force=True)
    # It tells of every look at the schema, even where nothing is to be done.
    logging.getLogger("alembic").setLevel(logging.WARNING)
    # And this of every tick.
    logging.getLogger("apscheduler").setLevel(logging.WARNING)
    # These tell of every request, with addresses and headers that hold passwords.
    logging.getLogger("httpx").setLevel(logging.WARNING)
    logging.getLogger("httpcore").setLevel(logging.WARNING)
