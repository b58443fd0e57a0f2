"""Logs: one line an event, with the request's reference, and never a whole phone number."""

import json
import logging
import re
from datetime import UTC, datetime
from typing import Final

from bot.settings import LogFormat, Settings
from handlers import references

NUMBER: Final = re.compile(r"(?<![\w.-])\+?\d[\d ()-]{5,18}\d(?![\w.-])")
TOKEN: Final = re.compile(r"x(?:ox[a-z]|app)-[\w-]+")


def masked(text: str) -> str:
    """A text without phone numbers (calling code and last four digits stay) and without tokens."""
    return TOKEN.sub("x…", NUMBER.sub(_mask, text))


def _mask(found: re.Match[str]) -> str:
    written = found.group()
    digits = re.sub(r"\D", "", written)
    shortest = 7
    if len(digits) < shortest:
        return written
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
    logging.basicConfig(level=settings.log_level.upper(), handlers=[handler], force=True)
