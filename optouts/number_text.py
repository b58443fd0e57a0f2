"""Typed text made plain: one kind of digit, blank, dash and quote; links and lists taken apart."""

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache

_ODD_CHARACTERS = {
    "\t": " ",
    "\N{MINUS SIGN}": "-",
    "\N{KATAKANA-HIRAGANA PROLONGED SOUND MARK}": "-",
    "\N{SMALL PLUS SIGN}": "+",
    "\N{ARABIC COMMA}": ",",
    "\N{IDEOGRAPHIC COMMA}": ",",
    "\N{ARABIC SEMICOLON}": ";",
    "\N{SINGLE LOW-9 QUOTATION MARK}": '"',
    "\N{DOUBLE LOW-9 QUOTATION MARK}": '"',
    "\N{ACUTE ACCENT}": '"',
    "\N{PRIME}": '"',
    "\N{DOUBLE PRIME}": '"',
} | dict.fromkeys("\r\v\f\x1c\x1d\x1e\x85", "\n")

_BY_CATEGORY = {
    "Cf": "",  # zero-width characters, marks of direction, soft hyphen, byte order mark
    "Pd": "-",
    "Pf": '"',
    "Pi": '"',
    "Zl": "\n",
    "Zp": "\n",
    "Zs": " ",
}

_FULL_WIDTH = range(ord("\N{FULLWIDTH EXCLAMATION MARK}"), ord("\N{FULLWIDTH TILDE}") + 1)
_FULL_WIDTH_SHIFT = ord("\N{FULLWIDTH EXCLAMATION MARK}") - ord("!")

_SCHEMES = r"(?:tel|whatsapp|sms|smsto|callto)"
_SCHEME = re.compile(rf"{_SCHEMES}\s*:\s*(?://)?", re.IGNORECASE)
# https://docs.slack.dev/messaging/formatting-message-text: <where it leads|what is shown>
_NUMBER_LINK = re.compile(rf"<(?={_SCHEMES}:)([^<>|]*)(?:\|[^<>]*)?>", re.IGNORECASE)
_OTHER_LINK = re.compile(r"<[@#!][^<>]*>|<\w+:[^<>|]*(?:\|([^<>]*))?>")

_AROUND = " \n\"'`="  # also Excel's ' before text and the ="…" some exports write
_FLOAT = re.compile(r"(\+?[0-9]{4,})\.0+")
_SCIENTIFIC = re.compile(
    r"[+-]?[0-9]+(?:[.,][0-9]+)?\s*(?:[eE]|[x×*]\s*10\s*\^)\s*[+-]?[0-9]+",
)
# A comma between one digit and an exponent is a decimal comma: 2,78E+10 is one piece.
_SEPARATOR = r"[;\n]|,(?!(?<=(?<![0-9])[0-9],)[0-9]+[eE][+-]?[0-9])"
_PIECE = re.compile(rf"(?:<[^<>]*>|(?!{_SEPARATOR}).)+", re.DOTALL)


@lru_cache(maxsize=4096)
def _plain(character: str) -> str:
    if character in _ODD_CHARACTERS:
        return _ODD_CHARACTERS[character]
    digit = unicodedata.decimal(character, None)
    if digit is not None:
        return str(digit)
    if ord(character) in _FULL_WIDTH:
        return chr(ord(character) - _FULL_WIDTH_SHIFT)
    return _BY_CATEGORY.get(unicodedata.category(character), character)


def plain(text: str) -> str:
    """The same text with one digit, blank, dash, quote and line end of each kind."""
    if text.isascii() and text.isprintable():
        return text
    return "".join(map(_plain, text))


def without_link(text: str) -> str:
    """Slack's `<tel:+27831234567|083 123 4567>` becomes what it leads to."""
    return _NUMBER_LINK.sub(r" \1 ", text).strip()


def prose(text: str) -> str:
    """A whole message to look through: mentions, dates and addresses are no place for numbers."""
    return _OTHER_LINK.sub(r" \1 ", plain(_NUMBER_LINK.sub(_shown_number, text)))


def _shown_number(link: re.Match[str]) -> str:
    return f" {_SCHEME.sub('', link[1])} "


def clean(text: str) -> str:
    """One typed number without its wrapping; inside it, nothing is dropped but a float's .0"""
    kept = plain(without_link(text)).strip(_AROUND)
    kept = _SCHEME.sub("", kept, count=1) if _SCHEME.match(kept) else kept
    kept = kept.rstrip(_AROUND + ".").lstrip(_AROUND)
    whole = _FLOAT.fullmatch(kept)
    return whole[1] if whole else kept


def is_scientific(cleaned: str) -> bool:
    return _SCIENTIFIC.fullmatch(cleaned) is not None


def pieces(text: str) -> Iterator[str]:
    """A list as typed, cut at commas, semicolons and line ends; blank pieces are left out."""
    for piece in _PIECE.finditer(plain(text)):
        if piece[0].strip():
            yield piece[0].strip()
