"""What a text costs and lacks, before anybody gets it. Pure.

SMS has 160 places for the letters of its own alphabet (3GPP TS 23.038, 6.2.1) or 70 for all others,
and a few less in each part of a longer one.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from optouts.reply_kinds import ReplyKind
from optouts.reply_texts import BUSINESS

GSM: Final = frozenset(
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?"
    "¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà"
)
GSM_TWICE: Final = frozenset("\f^{}\\[~]|€")
"""They take two places."""

WHOLE: Final = {True: 160, False: 70}
PART: Final = {True: 153, False: 67}
"""Places of a message that is alone and of one part of several; True: in the alphabet of SMS."""

LINK: Final = re.compile(r"https?:|www\.|\b[a-z0-9-]+\.(?:com|org|net|info|co|io|me|ly|app|link)\b")
TELLS_HOW: Final = {ReplyKind.ASKED: "START", ReplyKind.HELP: "STOP"}
"""Words without which the reader would not know what to answer."""


class Warned(StrEnum):
    """What somebody should think of before they save a text; each has its words in Slack."""

    NAMELESS = "nameless"  # does not say who it is from
    LINK = "link"  # a link may be taken for marketing
    LONG = "long"  # more than one SMS
    COSTLY = "costly"  # letters that are not in the alphabet of SMS
    NO_ANSWER = "no_answer"  # does not say what to answer


@dataclass(frozen=True, slots=True)
class Preview:
    """`segments` are the SMS that it takes, and `places` how much of them; `odd`: letters that SMS
    counts differently, each once. WhatsApp counts nothing."""

    text: str
    is_sms: bool
    places: int
    segments: int
    odd: tuple[str, ...]
    warnings: tuple[Warned, ...]


def preview(
    template: str, text: str, *, kind: ReplyKind, business: str, is_sms: bool = True
) -> Preview:
    """Of a text that was filled in, and the template that it was made from."""
    odd = tuple(dict.fromkeys(letter for letter in text if letter not in GSM | GSM_TWICE))
    sizes = list(_sizes(text, is_gsm=not odd))
    segments = _segments(sizes, is_gsm=not odd)
    said = text.casefold()
    found = {
        Warned.NAMELESS: BUSINESS not in template and business.casefold() not in said,
        Warned.LINK: LINK.search(said) is not None,
        Warned.LONG: is_sms and segments > 1,
        Warned.COSTLY: is_sms and bool(odd),
        Warned.NO_ANSWER: TELLS_HOW.get(kind, "") not in text.upper(),
    }
    warnings = tuple(each for each, is_so in found.items() if is_so)
    return Preview(text, is_sms, sum(sizes), segments, odd, warnings)


def _sizes(text: str, *, is_gsm: bool) -> Iterable[int]:
    """How many places each letter takes; outside of the alphabet, units of UTF-16."""
    if is_gsm:
        return (2 if letter in GSM_TWICE else 1 for letter in text)
    return (len(letter.encode("utf-16-le")) // 2 for letter in text)


def _segments(sizes: Iterable[int], *, is_gsm: bool) -> int:
    """How many messages; a letter that takes two places stands in one of them."""
    known = list(sizes)
    if sum(known) <= WHOLE[is_gsm]:
        return 1
    segments, room = 1, PART[is_gsm]
    for size in known:
        if size > room:
            segments, room = segments + 1, PART[is_gsm]
        room -= size
    return segments
