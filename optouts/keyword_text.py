"""A reply cut into words, in the form in which words are compared."""

import re
from collections.abc import Iterator, Sequence
from typing import Final, NamedTuple
from unicodedata import normalize

from optouts.keyword_courtesy import JOINED, SAME

# What stands further on in a text is not read. SMS and WhatsApp end sooner than that.
MOST_CHARACTERS: Final = 4_000

# Accents written apart, apostrophes and invisible characters stand within a word.
_WITHIN: Final = (
    "'`\u2018\u2019\u02bc\u00b4\u0300-\u036f\u1ab0-\u1aff\u20d0-\u20ff\ufe00-\ufe0f"
    "\u00ad\u034f\u061c\u180b-\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff"
)
# Two emoji are words: the stop sign, and the finger.
_SIGNS: Final = {"\U0001f6d1": "stop", "\U0001f595": "\U0001f595"}
# Letters in circles and squares are symbols to Unicode, and letters to those who write them.
_LETTER: Final = "(?:[^\\W_]|[\u24b6-\u24e9\U0001f130-\U0001f149])"
_WORD: Final = re.compile(rf"[{''.join(_SIGNS)}]|{_LETTER}(?:[{_WITHIN}]*{_LETTER})*")
_BREAK: Final = re.compile("[.,;:!?\r\n\u2026\u3002\uff01\uff0c\uff1f]")

# Letters of other alphabets that look like these, by code point.
_LOOK_ALIKE: Final = {
    "a": "0430 03b1 0251 1d00", "b": "0432 03b2 0299", "c": "0441 1d04", "d": "0501 1d05",
    "e": "0435 03b5 1d07", "f": "a730", "g": "0261 0262", "h": "043d 03b7 04bb 029c",
    "i": "0456 03b9 0131 026a", "j": "0458 1d0a", "k": "043a 03ba 1d0b", "l": "04cf 029f",
    "m": "043c 03bc 1d0d", "n": "03bd 0274", "o": "043e 03bf 0585 1d0f", "p": "0440 03c1 1d18",
    "q": "051b", "r": "0433 0280", "s": "0455 a731", "t": "0442 03c4 1d1b", "u": "057d 1d1c",
    "v": "0475 1d20", "w": "051d 0461 1d21", "x": "0445 03c7", "y": "0443 03c5 028f", "z": "03b6",
}  # fmt: skip
_LATIN: Final = {
    int(code, 16): letter for letter, codes in _LOOK_ALIKE.items() for code in codes.split()
}
# Letters that no decomposition takes apart.
_LETTERS: Final = str.maketrans({"ø": "o", "đ": "d", "ł": "l", "æ": "ae", "œ": "oe", "ð": "d"})

_JOINED: Final = {tuple(words.split()): one for words, one in JOINED.items()}
_FIRST_OF_JOINED: Final = frozenset(words[0] for words in _JOINED)
_LONGEST_JOINED: Final = max(map(len, _JOINED))
_LEAST_SPELLED_OUT: Final = 3


class Word(NamedTuple):
    """`exact` has case and accents levelled, `plain` look-alike letters and other ways to write
    as well. `breaks`: a sentence or part of one begins with it."""

    exact: str
    plain: str
    start: int
    end: int
    breaks: bool


def read(text: str) -> list[Word]:
    """Punctuation, emoji and spaces only part words; letters apart (S T O P) are put together."""
    return list(_joined(_spelled_out(list(_words(text[:MOST_CHARACTERS])))))


def plain_words(text: str) -> tuple[str, ...]:
    return tuple(word.plain for word in read(text))


def normal(text: str) -> str:
    """Texts with the same normal form are the same reply. Empty where there is no word."""
    return " ".join(plain_words(text))


def _words(text: str) -> Iterator[Word]:
    past = 0
    for match in _WORD.finditer(text):
        written = match.group()
        start, end = match.span()
        exact = _exact(written)
        if exact:
            plain = SAME.get(exact) or _plain(exact)
            yield Word(exact, plain, start, end, bool(_BREAK.search(text, past, start)))
            past = end


def _exact(written: str) -> str:
    if written.isascii():
        return written.lower().replace("'", "").replace("`", "")
    if written in _SIGNS:
        return _SIGNS[written]
    levelled = normalize("NFKD", normalize("NFKC", written).casefold()).casefold()
    return "".join(filter(str.isalnum, levelled)).translate(_LETTERS)


def _plain(exact: str) -> str:
    if exact.isascii():
        return exact
    latin = exact.translate(_LATIN)
    return SAME.get(latin, latin) if latin.isascii() else exact


def _spelled_out(words: Sequence[Word]) -> Iterator[Word]:
    letters: list[Word] = []
    for word in words:
        if len(word.exact) == 1 and word.exact.isalpha():
            letters.append(word)
            continue
        yield from _put_together(letters)
        letters = []
        yield word
    yield from _put_together(letters)


def _put_together(letters: Sequence[Word]) -> Sequence[Word]:
    if len(letters) < _LEAST_SPELLED_OUT:
        return letters
    exact = " ".join(letter.exact for letter in letters)
    plain = "".join(_plain(letter.exact) for letter in letters)
    return [Word(exact, plain, letters[0].start, letters[-1].end, letters[0].breaks)]


def _joined(spelled: Iterator[Word]) -> Iterator[Word]:
    words = list(spelled)
    at = 0
    while at < len(words):
        length, one = _joined_at(words, at)
        if length == 1:
            yield words[at]
        else:
            part = words[at : at + length]
            exact = " ".join(word.exact for word in part)
            yield Word(exact, one, part[0].start, part[-1].end, part[0].breaks)
        at += length


def _joined_at(words: Sequence[Word], at: int) -> tuple[int, str]:
    if words[at].plain in _FIRST_OF_JOINED:
        for length in range(_LONGEST_JOINED, 1, -1):
            one = _JOINED.get(tuple(word.plain for word in words[at : at + length]))
            if one:
                return length, one
    return 1, words[at].plain
