"""Writes workbooks as plainly as the format allows, and as badly as somebody might want to."""

import struct
import zipfile
import zlib
from collections.abc import Mapping, Sequence
from pathlib import Path
from xml.sax.saxutils import escape

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
DECLARATION = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml"
LONG_AGO = (1980, 1, 1, 0, 0, 0)  # the same bytes whenever they are made
_HIDDEN = ' state="hidden"'
_FROM_1904 = '<workbookPr date1904="1"/>'

Cell = str | int | float | None


class Raw(str):
    """A cell's XML as it is, `{}` standing for its place: <c r="{}"><f>1+1</f></c>"""

    __slots__ = ()


def letters(column: int) -> str:
    return letters(column // 26 - 1) + chr(65 + column % 26) if column > 25 else chr(65 + column)


def cell_xml(cell: Cell, place: str, strings: dict[str, int] | None) -> str:
    if cell is None:
        return ""
    if isinstance(cell, Raw):
        return cell.format(place)
    if isinstance(cell, int | float):
        return f'<c r="{place}"><v>{cell}</v></c>'
    if strings is None:
        text = f'<is><t xml:space="preserve">{escape(cell)}</t></is>'
        return f'<c r="{place}" t="inlineStr">{text}</c>'
    return f'<c r="{place}" t="s"><v>{strings.setdefault(cell, len(strings))}</v></c>'


def sheet_xml(
    rows: Sequence[Sequence[Cell]],
    strings: dict[str, int] | None,
    before: str = "",
    after: str = "",
) -> str:
    lines = (
        f'<row r="{number}">'
        + "".join(
            cell_xml(cell, f"{letters(column)}{number}", strings) for column, cell in enumerate(row)
        )
        + "</row>"
        for number, row in enumerate(rows, start=1)
    )
    data = f"<sheetData>{''.join(lines)}</sheetData>"
    return f'{DECLARATION}<worksheet xmlns="{MAIN}">{before}{data}{after}</worksheet>'


def parts(
    sheets: Mapping[str, str],
    *,
    strings: Sequence[str] = (),
    hidden: Sequence[str] = (),
    from_1904: bool = False,
) -> dict[str, bytes]:
    """Part name → content of a workbook whose sheets' XML is given."""
    names = list(sheets)
    listed = "".join(
        f'<sheet name="{escape(name)}" sheetId="{index}" r:id="rId{index}"'
        f"{_HIDDEN if name in hidden else ''}/>"
        for index, name in enumerate(names, start=1)
    )
    relations = "".join(
        f'<Relationship Id="rId{index}" Type="{OFFICE}/worksheet" '
        f'Target="worksheets/sheet{index}.xml"/>'
        for index in range(1, len(names) + 1)
    )
    relations += f'<Relationship Id="rIdS" Type="{OFFICE}/styles" Target="styles.xml"/>'
    relations += (
        f'<Relationship Id="rIdT" Type="{OFFICE}/sharedStrings" Target="sharedStrings.xml"/>'
    )
    overrides = "".join(
        f'<Override PartName="/xl/worksheets/sheet{index}.xml" ContentType="{TYPE}.worksheet+xml"/>'
        for index in range(1, len(names) + 1)
    )
    texts = "".join(f'<si><t xml:space="preserve">{escape(text)}</t></si>' for text in strings)
    written = {
        "[Content_Types].xml": f'<Types xmlns="{PACKAGE}/content-types">'
        '<Default Extension="rels" '
        'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        '<Default Extension="xml" ContentType="application/xml"/>'
        f'<Override PartName="/xl/workbook.xml" ContentType="{TYPE}.sheet.main+xml"/>'
        f'<Override PartName="/xl/styles.xml" ContentType="{TYPE}.styles+xml"/>'
        f'<Override PartName="/xl/sharedStrings.xml" ContentType="{TYPE}.sharedStrings+xml"/>'
        f"{overrides}</Types>",
        "_rels/.rels": f'<Relationships xmlns="{PACKAGE}/relationships"><Relationship Id="rId1" '
        f'Type="{OFFICE}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": f'<workbook xmlns="{MAIN}" xmlns:r="{OFFICE}">'
        f"{_FROM_1904 if from_1904 else ''}<sheets>{listed}</sheets></workbook>",
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{PACKAGE}/relationships">'
        f"{relations}</Relationships>",
        "xl/styles.xml": f'<styleSheet xmlns="{MAIN}"><fonts count="1"><font/></fonts>'
        '<fills count="1"><fill><patternFill patternType="none"/></fill></fills>'
        '<borders count="1"><border/></borders>'
        '<cellStyleXfs count="1"><xf/></cellStyleXfs><cellXfs count="2">'
        '<xf numFmtId="0" xfId="0"/><xf numFmtId="14" xfId="0" applyNumberFormat="1"/></cellXfs>'
        '<cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles>'
        "</styleSheet>",
        "xl/sharedStrings.xml": f'<sst xmlns="{MAIN}">{texts}</sst>',
    }
    written = {name: DECLARATION + text for name, text in written.items()}
    for index, text in enumerate(sheets.values(), start=1):
        written[f"xl/worksheets/sheet{index}.xml"] = text
    return {name: text.encode() for name, text in written.items()}


def archive(path: Path, contents: Mapping[str, bytes]) -> Path:
    with zipfile.ZipFile(path, "w") as file:
        for name, content in contents.items():
            info = zipfile.ZipInfo(name, LONG_AGO)
            file.writestr(info, content, zipfile.ZIP_DEFLATED, 6)
    return path


def workbook(
    path: Path,
    sheets: Mapping[str, Sequence[Sequence[Cell]]],
    *,
    shared: bool = True,
    hidden: Sequence[str] = (),
    before: str = "",
    after: str = "",
    from_1904: bool = False,
) -> Path:
    strings: dict[str, int] | None = {} if shared else None
    texts = {name: sheet_xml(rows, strings, before, after) for name, rows in sheets.items()}
    written = parts(texts, strings=list(strings or ()), hidden=hidden, from_1904=from_1904)
    return archive(path, written)


def with_part(
    path: Path,
    name: str,
    pieces: Sequence[tuple[bytes, int]],
    *,
    sheet: str = "",
    stated: int | None = None,
) -> Path:
    """A workbook of which one part is made of pieces repeated any number of times.

    A piece is compressed once, however often it comes: gigabytes are written in no time. The
    checksum is not right, which nobody finds out before all of it is unpacked.
    """
    packer = zlib.compressobj(9, zlib.DEFLATED, -15)
    packed = b""
    size = 0
    for piece, times in pieces:
        once = packer.compress(piece) + packer.flush(zlib.Z_FULL_FLUSH)
        packed += once * times
        size += len(piece) * times
    packed += packer.flush()
    contents = parts({"Sheet1": sheet})
    contents.pop(name, None)
    archive(path, contents)
    return _append_part(path, name.encode(), packed, size if stated is None else stated)


def _append_part(path: Path, name: bytes, packed: bytes, size: int) -> Path:
    data = path.read_bytes()
    end = data.rindex(b"PK\x05\x06")
    count, directory_size, directory_at = struct.unpack("<HII", data[end + 10 : end + 20])
    about = struct.pack("<HHHHHIIIHH", 20, 0, 8, 0, 33, 0, len(packed), size, len(name), 0)
    local = b"PK\x03\x04" + about + name + packed
    entry = b"PK\x01\x02" + struct.pack("<H", 20) + about
    entry += struct.pack("<HHHII", 0, 0, 0, 0, directory_at) + name
    directory = data[directory_at : directory_at + directory_size] + entry
    closing = struct.pack(
        "<HHHHIIH", 0, 0, count + 1, count + 1, len(directory), directory_at + len(local), 0
    )
    path.write_bytes(data[:directory_at] + local + directory + b"PK\x05\x06" + closing)
    return path
