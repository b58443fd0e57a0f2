"""Words that somebody misspelt: letters repeated, swapped, wrong, or replaced by digits."""

import re
from collections.abc import Iterable, Iterator
from typing import Final

# Shorter words are too close to others: a slip of one letter makes "and" of "end".
SHORTEST: Final = 4
# In words as long as this any one letter may be wrong, missing or too many.
LONG: Final = 7
# Nobody writes a longer one; looking for slips in it would only take time.
LONGEST: Final = 40
# In the midst of other words only those that are long enough to be like no other.
_LONG_AMONG_OTHERS: Final = 9

_REPEATED: Final = re.compile(r"(.)\1+")
_THRICE: Final = re.compile(r"(.)\1\1")
_DIGITS: Final = str.maketrans("0134578", "oieastb")

_BESIDE: Final = {
    "q": "wa", "w": "qeas", "e": "wrsd", "r": "etdf", "t": "ryfg", "y": "tugh", "u": "yihj",
    "i": "uojk", "o": "ipkl", "p": "ol", "a": "qwsz", "s": "weadzx", "d": "ersfxc",
    "f": "rtdgcv", "g": "tyfhvb", "h": "yugjbn", "j": "uihknm", "k": "iojlm", "l": "opk",
    "z": "asx", "x": "sdzc", "c": "dfxv", "v": "fgcb", "b": "ghvn", "n": "hjbm", "m": "jkn",
}  # fmt: skip


def squeezed(word: str) -> str:
    """Each letter that is repeated once only: ``stopppp`` and ``sttop`` are ``stop``."""
    return _REPEATED.sub(r"\1", word)


def slips(word: str) -> Iterator[str]:
    """The word with one letter hit beside its key, or two letters swapped."""
    for at, letter in enumerate(word):
        for beside in _BESIDE.get(letter, ""):
            yield word[:at] + beside + word[at + 1 :]
    for at in range(len(word) - 1):
        yield word[:at] + word[at + 1] + word[at] + word[at + 2 :]


def shortened(word: str) -> Iterator[str]:
    """The word, and without each of its letters. Two words that share one of these differ by a
    letter wrong, missing, too many or out of place."""
    yield word
    for at in range(len(word)):
        yield word[:at] + word[at + 1 :]


class Spelling:
    """Knows the words of a book, and reads as one of them what was meant to be it."""

    def __init__(self, known: Iterable[str], *, asking: Iterable[str]) -> None:
        """`asking`: words that ask for an opt-out."""
        self._known = frozenset(known)
        self._squeezed = {squeezed(word): word for word in sorted(self._known, reverse=True)}
        self._shortened = {
            short: word
            for word in asking
            if len(word) >= _LONG_AMONG_OTHERS
            for short in shortened(word)
        }

    def knows(self, word: str) -> bool:
        return word in self._known

    def of(self, word: str) -> str:
        """The word as it is meant; itself where it is like none."""
        if word in self._known or len(word) > LONGEST:
            return word
        if not word.isalpha():
            word = self._without_digits(word)
        if _THRICE.search(word):
            return self._squeezed.get(squeezed(word), word)
        if len(word) >= _LONG_AMONG_OTHERS - 1:
            return self._long(word)
        return word

    def _without_digits(self, word: str) -> str:
        letters = word.translate(_DIGITS)
        return letters if letters in self._known and not word.isdigit() else word

    def _long(self, word: str) -> str:
        for short in shortened(word):
            if short in self._shortened:
                return self._shortened[short]
        return word
