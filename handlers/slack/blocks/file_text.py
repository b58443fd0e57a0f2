"""Names and cells out of files, made safe to show: one line, no tricks, no phone numbers."""

import re
import unicodedata
from typing import Final

from handlers.slack.blocks.text import escape, shortened

LONGEST_NAME: Final = 80
UNSEEN: Final = re.compile(
    r"[\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\u200b\u202a-\u202e\u2066-\u2069]"
)
"""Control characters, and marks that would turn the direction of what is written around them."""

NUMBER: Final = re.compile(r"\+?\d{5,}(\d{4})")
"""So many digits in a row may be somebody's; a day or a count is shorter."""

RIGHT_TO_LEFT: Final = frozenset({"R", "AL"})
ISOLATE: Final = "\N{FIRST STRONG ISOLATE}"
END: Final = "\N{POP DIRECTIONAL ISOLATE}"


def one_line(text: str, longest: int = LONGEST_NAME) -> str:
    """For plain text, before the eyes of whoever's file it is."""
    line = shortened(" ".join(UNSEEN.sub("", text).split()), longest)
    return _isolated(line, longest)


def _isolated(line: str, longest: int) -> str:
    """Arabic and Hebrew keep their order to themselves, and do not turn the words around them."""
    if not any(unicodedata.bidirectional(letter) in RIGHT_TO_LEFT for letter in line):
        return line
    return f"{ISOLATE}{shortened(line, longest - len(ISOLATE + END))}{END}"


def code(text: str, longest: int = LONGEST_NAME) -> str:
    """For messages: nothing in it is markup, or a whole phone number."""
    bare = NUMBER.sub(r"…\1", text).replace("`", "’")
    return f"`{escape(one_line(bare, longest) or '–')}`"
