"""Text files as rows of cells: any delimiter or none, quoted line ends, stray quotes, lists."""

import codecs
import io
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from optouts import text_encodings, text_parts
from optouts.file_faults import FileFault, UnreadableFile
from optouts.quoted_rows import lines_of, quoted_rows
from optouts.row_blocks import Block, Tally
from optouts.text_parts import Part

_PIECE = 1 << 18  # bytes; measured: larger blocks fall out of the processor's cache
_LONGEST_LINE = 4 << 20  # characters
_SAMPLE_LINES = 1000
_SAMPLE_CHARACTERS = 1 << 20
_DELIMITERS = (",", ";", "\t", "|")
_ALL_DELIMITERS = dict.fromkeys(map(ord, ",;\t|"), "\n")
_DECLARED = re.compile(r"sep=([,;\t|])", re.IGNORECASE)
_LIKE_A_NUMBER = re.compile(r"""[\s'"=]*\+?[\d\s().\-/]{7,24}["']?""")
_MOSTLY = 0.8
_LINE_ENDS_ARE_BYTES = {"utf-8", "utf-8-sig", "cp1251", "cp1252"}
_WHOLE = Part()


@dataclass(frozen=True, slots=True)
class TextShape:
    encoding: str
    delimiter: str  # "" for one cell a line
    a_list: bool = False  # numbers in any order: a line end or any delimiter ends a cell


@dataclass(slots=True)
class Records:
    rows: list[list[str]]
    places: Sequence[int]  # the lines they begin on
    share: float


def shape_of(path: Path) -> TextShape:
    encoding = text_encodings.encoding_of(path)
    lines = _first_lines(path, encoding)
    if not any(line.strip() for line in lines):
        raise UnreadableFile(FileFault.EMPTY)
    if declared := _DECLARED.fullmatch(lines[0].strip(' "')):
        return TextShape(encoding, declared[1])
    delimiter, regular = _delimiter_of(lines)
    return TextShape(encoding, delimiter, a_list=not regular and _is_a_list(lines))


def _first_lines(path: Path, encoding: str) -> list[str]:
    lines: list[str] = []
    left = _SAMPLE_CHARACTERS
    for text, _, _ in _texts(path, TextShape(encoding, "")):
        for line in text.split("\n"):
            lines.append(line)
            left -= len(line)
            if left < 0 or len(lines) == _SAMPLE_LINES:
                return lines
    return lines


def _delimiter_of(lines: list[str]) -> tuple[str, bool]:
    """The delimiter that gives most rows the same width; and whether nearly all have it."""
    best, best_score, regular = "", 0.0, sum(bool(line.strip()) for line in lines) > 1
    for delimiter in _DELIMITERS:
        records = quoted_rows(lines, delimiter, last=True).rows
        widths = Counter(len(record) for record in records if any(map(str.strip, record)))
        width, times = widths.most_common(1)[0]
        share = times / widths.total()
        # 0831234567;Smith, A: the right delimiter is the one that sets numbers free.
        freed = sum(any(map(_LIKE_A_NUMBER.fullmatch, record)) for record in records)
        score = share + min(width, 50) / 1000 + freed / len(records) / 10
        if width > 1 and score > best_score:
            best, best_score = delimiter, score
            regular = share > _MOSTLY and widths.total() > 1
    if not best and any(line.startswith('"') for line in lines):
        return ",", True  # one column in quotes: a line end inside them belongs to the cell
    return best, regular


def _is_a_list(lines: list[str]) -> bool:
    texts = "\n".join(lines).translate(_ALL_DELIMITERS).split("\n")
    cells = [text for text in texts if text.strip()]
    return sum(_LIKE_A_NUMBER.fullmatch(cell) is not None for cell in cells) > _MOSTLY * len(cells)


def parts_of(path: Path, shape: TextShape, most: int) -> list[Part]:
    """To be read side by side: quotes may hold line ends, and a list needs no lines at all."""
    if shape.a_list or shape.encoding not in _LINE_ENDS_ARE_BYTES:
        return [_WHOLE]
    return text_parts.parts_of(path, most, avoid=b'"' if shape.delimiter else b"")


def _texts(path: Path, shape: TextShape, part: Part = _WHOLE) -> Iterator[tuple[str, str, float]]:
    """The text in pieces that end where a line or, in a list, a cell ends; that end; and how much
    of the file has been read here. Every line end is \\n."""
    size = max(path.stat().st_size, 1)
    end = size if part.end is None else part.end
    encoding = "utf-8" if part.start and shape.encoding == "utf-8-sig" else shape.encoding
    inner = codecs.getincrementaldecoder(encoding)(errors="replace")
    decoder = io.IncrementalNewlineDecoder(inner, translate=True)
    kept = ""
    with path.open("rb") as file:
        place = file.seek(part.start)
        # Pieces end at the same places however the file is cut.
        while piece := file.read(min(_PIECE - place % _PIECE, end - place)):
            place += len(piece)
            text = kept + decoder.decode(piece)
            at = (text.translate(_ALL_DELIMITERS) if shape.a_list else text).rfind("\n")
            kept = text[at + 1 :]
            if len(kept) > _LONGEST_LINE:
                raise UnreadableFile(FileFault.LINE_TOO_LONG, limit=_LONGEST_LINE)
            if at >= 0:
                yield text[:at], text[at], (place - part.start) / size
    kept = (kept + decoder.decode(b"", final=True)).removesuffix("\n")  # a last \r comes out now
    if kept:
        yield kept, "\n", (end - part.start) / size


def sample(path: Path, shape: TextShape, most: int) -> Records:
    """The first rows with all their cells."""
    found = Records([], [], 0)
    for records in _records(path, shape, Tally()):
        found.rows += records.rows
        found.places = [*found.places, *records.places]
        if len(found.rows) >= most:
            break
    return Records(found.rows[:most], found.places[:most], 0)


def blocks(
    path: Path, shape: TextShape, columns: Sequence[int], tally: Tally, part: Part = _WHOLE
) -> Iterator[Block]:
    if (shape.a_list or not shape.delimiter) and any(columns):
        raise UnreadableFile(FileFault.NO_SUCH_COLUMN, column=max(columns))
    if not shape.delimiter and not shape.a_list:
        yield from _plain_blocks(path, shape, len(columns), tally, part)
        return
    for records in _records(path, shape, tally, part):
        picked = tuple(
            [record[column] if len(record) > column else "" for record in records.rows]
            for column in columns
        )
        yield Block(records.places, picked, records.share)


def _plain_blocks(
    path: Path, shape: TextShape, times: int, tally: Tally, part: Part
) -> Iterator[Block]:
    """A cell a line, without so much as a look at each."""
    for text, _, share in _texts(path, shape, part):
        cells = text.split("\n")
        first = part.first_line + tally.seen
        places = range(first, first + len(cells))
        tally.seen += len(cells)
        yield Block(places, (cells,) * times, share)


def _records(path: Path, shape: TextShape, tally: Tally, part: Part = _WHOLE) -> Iterator[Records]:
    if shape.a_list:
        found = _cells_of_list(path, shape)
    elif shape.delimiter:
        found = _delimited(path, shape, part)
    else:
        found = (
            Records([[cell] for cell in block.columns[0]], block.rows, block.share)
            for block in _plain_blocks(path, shape, 1, Tally(), part)
        )
    for records in found:
        tally.seen += len(records.rows)
        yield records


def _cells_of_list(path: Path, shape: TextShape) -> Iterator[Records]:
    line = 0
    for text, end, share in _texts(path, shape):
        found = Records([], [], share)
        places: list[int] = []
        for text_of_line in text.split("\n"):
            cells = text_of_line.translate(_ALL_DELIMITERS).split("\n")
            found.rows += [[cell] for cell in cells]
            places += [line] * len(cells)
            line += 1
        line -= end != "\n"  # the line goes on
        found.places = places
        yield found


def _delimited(path: Path, shape: TextShape, part: Part) -> Iterator[Records]:
    kept: list[str] = []
    lines_in = lines_out = part.first_line
    for text, _, share in _texts(path, shape, part):
        lines = text.split("\n")
        lines_in += len(lines)
        if kept or '"' in text:
            lines = kept + lines
            records = quoted_rows(lines, shape.delimiter, last=False)
            kept = lines[records.used :]
            places: Sequence[int] = [lines_out + start for start in records.starts]
            yield Records(records.rows, places, share)
            lines_out += lines_of(records.rows)
        else:
            rows = [line.split(shape.delimiter) for line in lines]
            yield Records(rows, range(lines_out, lines_out + len(rows)), share)
            lines_out += len(rows)
    if kept:
        records = quoted_rows(kept, shape.delimiter, last=True)
        yield Records(records.rows, [lines_out + start for start in records.starts], 1.0)
        lines_out += lines_of(records.rows)
    if lines_in != lines_out:
        raise UnreadableFile(FileFault.ROWS_LOST, seen=lines_in, read=lines_out)
