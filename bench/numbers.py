"""Numbers read from cells: how fast, next to a loop over phonenumbers; or, with --prove, whether
each is read just as numbers.parse reads it."""

import argparse
import re
import statistics
import sys
import time
from collections.abc import Callable, Sequence
from typing import Final

import phonenumbers
from phonenumbers import NumberParseException, PhoneNumber, PhoneNumberFormat

from bench import number_strings
from bench.figures import Figure, peak_rss_mib
from optouts import number_cache, numbers
from optouts.number_arrays import Batch, Reader, Repair
from optouts.number_automata import automaton
from optouts.number_faults import Fault, UnreadableNumber
from optouts.number_tables import ELSEWHERE

REGIONS: Final = ["", *sorted(phonenumbers.SUPPORTED_REGIONS)]

_MOST_ROWS: Final = 500_000
_YARDSTICK_ROWS: Final = 10_000
_ROUNDS: Final = 5
_BLOCK: Final = 50_000
_SAMPLE: Final = 5_000
_MANY: Final = 1_000_000

_Deed = Callable[[Sequence[str]], object]


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--rows", type=int, default=_MOST_ROWS)
    arguments.add_argument("--prove", type=int, default=0, metavar="STRINGS")
    arguments.add_argument("--seed", type=int, default=1)
    arguments.add_argument("--regions", nargs="*", default=REGIONS)
    given = arguments.parse_args()
    if given.prove:
        wrong = prove(given.regions, given.prove, given.seed)
        _disagreements_figure(wrong, given.prove)
    else:
        run(given.rows)


def run(rows: int) -> None:
    """How fast, next to both loops; and how often wrong on strings that are meant to mislead."""
    rows = min(rows, _MOST_ROWS)
    texts = number_strings.mixed(rows)
    blocks = ["\n".join(texts[start : start + _BLOCK]) for start in range(0, rows, _BLOCK)]
    some = texts[:_YARDSTICK_ROWS]
    del texts
    number_cache.prepare()  # tables are made once, and so not measured
    automaton(ELSEWHERE)
    _measure(blocks, "\n".join(some))
    _disagreements_figure(prove(REGIONS, _SAMPLE, seed=1), _SAMPLE)


def _measure(blocks: Sequence[str], some: str) -> None:
    """Processor time, since other jobs may run, of rounds in turn."""
    rates: dict[str, list[float]] = {"arrays": [], "phonenumbers": [], "alone": []}
    for _ in range(_ROUNDS):
        reader = Reader("ZA", repairs=frozenset({Repair.FLOAT}))
        rates["arrays"].append(_rate(reader.read, blocks))
        rates["phonenumbers"].append(_rate(phonenumbers_loop, [some]))
        rates["alone"].append(_rate(parse_loop, [some]))
    arrays, naive, alone = map(statistics.median, rates.values())
    rows = sum(map(_rows, blocks))
    for name, yardstick in (("import.numbers", naive), ("import.numbers.alone", alone)):
        Figure(
            name,
            engine="",
            ours=round(arrays),
            yardstick=round(yardstick),
            ratio=round(arrays / yardstick, 1),
            unit="numbers/s",
            peak_rss_mib=peak_rss_mib(),
            rows=rows,
        ).show()


def _disagreements_figure(wrong: int, strings: int) -> None:
    Figure(
        "import.numbers.disagreements",
        engine="",
        ours=wrong,
        yardstick=0,
        unit="strings",
        peak_rss_mib=peak_rss_mib(),
        rows=strings,
    ).show()


def _rate(deed: _Deed, blocks: Sequence[str]) -> float:
    """Of cells that were just made, as when a file is read."""
    seconds = 0.0
    for block in blocks:
        cells = block.split("\n")
        start = time.process_time()
        deed(cells)
        seconds += time.process_time() - start
    return sum(map(_rows, blocks)) / seconds


def _rows(block: str) -> int:
    return block.count("\n") + 1


def phonenumbers_loop(cells: Sequence[str]) -> list[str]:
    """What one would write: at home first, then with a plus."""
    found = []
    for cell in cells:
        text = cell.strip().removesuffix(".0")
        number = _valid(text, "ZA")
        if number is None and not text.startswith("+"):
            number = _valid(f"+{text}", None)
        if number is not None:
            found.append(phonenumbers.format_number(number, PhoneNumberFormat.E164))
    return found


def _valid(text: str, region: str | None) -> PhoneNumber | None:
    try:
        number = phonenumbers.parse(text, region)
    except NumberParseException:
        return None
    return number if phonenumbers.is_valid_number(number) else None


def parse_loop(cells: Sequence[str]) -> list[int]:
    """The product's own reading of a single number, once for each."""
    found = []
    for cell in cells:
        try:
            found.append(numbers.parse(cell, region="ZA").digits)
        except UnreadableNumber:
            continue
    return found


def prove(regions: Sequence[str], strings: int, seed: int) -> int:
    """Disagreements on so many strings, each of which is printed."""
    wrong = 0
    for place, region in enumerate(regions):
        each = strings * (place + 1) // len(regions) - strings * place // len(regions)
        for short_ok in (False, True):
            cells = list(number_strings.hostile(region, (each + short_ok) // 2, seed + short_ok))
            for said in disagreements(cells, region, short_ok=short_ok):
                wrong += 1
                print(said, file=sys.stderr, flush=True)
    return wrong


def disagreements(cells: Sequence[str], region: str, *, short_ok: bool) -> list[str]:
    """Where a reader says anything else than numbers.parse, but for its two repairs."""
    repaired = _reader(region, short_ok, frozenset(Repair)).read(cells)
    plain = _reader(region, short_ok, frozenset()).read(cells)
    found = []
    for index, cell in enumerate(cells):
        law = _law(cell, region, short_ok=short_ok)
        said = _said(plain, index)
        if _expected(law, said, _said(repaired, index), cell) != said:
            found.append(f"{region} {cell!r}: {said}, {_said(repaired, index)} and not {law}")
    return found


def _reader(region: str, short_ok: bool, repairs: frozenset[Repair]) -> Reader:  # noqa: FBT001 - private
    reader = Reader(region, short_ok=short_ok, repairs=repairs)
    reader.are_few(_MANY)  # so that it looks up other regions in tables, as in a long file
    return reader


_Said = tuple[object, ...]


def _expected(law: _Said, said: _Said, repaired: _Said, cell: str) -> _Said:
    """What an unrepaired reader is to say when numbers.parse says law."""
    if said == ("blank",):
        return said if law[0] is Fault.EMPTY and repaired == said else law
    if said[0] in {Fault.FLOAT, Fault.LEADING_ZERO} and repaired != law:
        return said if _is_zero_added(law, repaired, cell) else law
    if said[0] is Fault.FLOAT and ".0" in cell:
        return said
    return law if repaired == law else ("repaired otherwise",)


def _is_zero_added(law: _Said, repaired: _Said, cell: str) -> bool:
    """Whether what numbers.parse refuses is the same digits with one zero after the code."""
    digits = re.sub(r"[^0-9]", "", re.sub(r"\.0+[^0-9]*$", "", cell))
    is_refused = isinstance(law[0], Fault)
    return is_refused and re.fullmatch(f"[0-9]{{1,3}}0{digits}", str(repaired[0])) is not None


def _law(cell: str, region: str, *, short_ok: bool) -> _Said:
    try:
        return (numbers.parse(cell, region=region, short_ok=short_ok).digits,)
    except UnreadableNumber as refusal:
        return _refusal(refusal)


def _said(batch: Batch, index: int) -> _Said:
    if index in batch.refused:
        return _refusal(batch.refused[index])
    return ("blank",) if batch.blank[index] else (int(batch.digits[index]),)


def _refusal(refused: UnreadableNumber) -> _Said:
    return (refused.fault, refused.raw, refused.region, refused.usual, refused.regions)


if __name__ == "__main__":
    main()
