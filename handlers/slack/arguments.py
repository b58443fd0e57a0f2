"""The words behind a command: what it is about, and its clauses.

    083 123 4567, 082 987 6543 whatsapp from "Support line" for Baobab Retail note asked by phone
    └──────── subject ───────┘ └ flag ┘ └───── from ──────┘ └───── for ─────┘ └───── note ──────┘

A clause begins with its word and ends at the next; one that holds free text takes all the rest.
Words in quotes, straight or curly, are never clauses.
"""

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from typing import Final
from zoneinfo import ZoneInfo

TOKEN: Final = re.compile(
    r'"[^"]*"|“[^”]*”|„[^“”]*[“”]|«[^»]*»|<[^>]*>'
    r"|(?:'[^']*'|‘[^‘’]*’)(?=[\s,;]|$)"  # else it is an apostrophe
    r"|[^\s,;]+|[\s,;]+"
)
QUOTES: Final = '"“”„«»'
SINGLE: Final = re.compile(r"'([^']*)'|‘([^‘’]*)’")
ENTITY: Final = re.compile(
    r"<(?:(?P<mark>[@#])(?P<id>[A-Z]\w+)|!subteam\^(?P<group>\w+)|(?P<url>(?:https?|mailto|tel):[^<>|]+))"
    r"(?:\|(?P<label>[^<>]*))?>"
)
SEPARATOR: Final = re.compile(r"\s*[,;\n][\s,;]*")


@dataclass(frozen=True, slots=True)
class Arguments:
    """A command's words, sorted."""

    subject: str
    flags: frozenset[str] = frozenset()
    clauses: Mapping[str, str] = field(default_factory=dict)

    def each(self, clause: str) -> list[str]:
        """The parts of a clause that lists several things, without their quotes."""
        text = self.clauses.get(clause, "")
        return [part for part in (unquoted(part) for part in _parts(text)) if part]

    def one(self, clause: str) -> str:
        return unquoted(self.clauses.get(clause, ""))

    def prose(self, clause: str) -> str:
        """A clause of free text, with Slack's links and mentions as a person reads them."""
        return ENTITY.sub(_read_entity, self.one(clause))


def _read_entity(found: re.Match[str]) -> str:
    """``<@U0THANDI|thandi>`` reads ``@thandi``, ``<https://a.b|here>`` reads ``here (https://a.b)``."""
    label, url = found["label"], found["url"]
    if url:
        return f"{label} ({url})" if label and not url.endswith(label) else url
    return label if found["group"] else f"{found['mark']}{label or found['id']}"


def unquoted(text: str) -> str:
    """Without the quotes around it; those within belong to it: ``"Sons" and "Daughters"``."""
    bare = text.strip()
    inner = bare.strip(QUOTES).strip()
    if any(mark in inner for mark in QUOTES):
        return bare
    single = SINGLE.fullmatch(inner)
    return (single[1] or single[2] or "").strip() if single else inner


def _parts(text: str) -> list[str]:
    parts, held = [], ""
    for token in TOKEN.findall(text):
        if token[0] not in QUOTES and SEPARATOR.fullmatch(token):
            parts.append(held)
            held = ""
        else:
            held += token
    return [*parts, held]


def sort(
    text: str,
    *,
    flags: Collection[str] = (),
    clauses: Collection[str] = (),
    free: Collection[str] = (),
) -> Arguments:
    """Sort the words of a command. `free` clauses take everything behind them."""
    subject, found_flags, found = "", set(), dict[str, str]()
    current = ""
    for token in TOKEN.findall(text):
        word = token.casefold()
        if current not in free and word in flags:
            found_flags.add(word)
        elif current not in free and (word in clauses or word in free):
            current = word
            found[current] = f"{found[current]}," if current in found else ""
        elif current:
            found[current] += token
        else:
            subject += token
    return Arguments(
        subject.strip(" \t,;"),
        frozenset(found_flags),
        {clause: value.strip() for clause, value in found.items()},
    )


def day(text: str, zone: str) -> datetime | None:
    """The beginning of a day written as 2026-03-01, in a time zone; None if it is not one."""
    try:
        read = date.fromisoformat(text)
    except ValueError:
        return None
    return start_of(read, zone)


def start_of(read: date, zone: str) -> datetime:
    """The first moment of a day in a time zone."""
    return datetime(read.year, read.month, read.day, tzinfo=ZoneInfo(zone)).astimezone(UTC)
