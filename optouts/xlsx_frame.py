"""What an .xlsx needs around its sheets: styles, relations and the lists of its parts."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import IntEnum
from typing import Final
from xml.sax.saxutils import escape

DECLARATION = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
STRINGS = "xl/sharedStrings.xml"
DARK = "305496"  # behind the headings

_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml"


class Style(IntEnum):
    """How cells are shown, in the order in which the workbook lists its styles."""

    PLAIN = 0
    TEXT = 1  # stays a text when somebody types over it, however much it looks like a number
    TIME = 2
    HEADING = 3
    LABEL = 4
    TOLD = 5


FORMATS: Final = {Style.PLAIN: "General", Style.TEXT: "@", Style.TIME: "yyyy-mm-dd hh:mm:ss"}

_ON_TOP = '<alignment vertical="top" wrapText="1"/>'
_CELLS: Final = {
    Style.PLAIN: '<xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/>',
    Style.TEXT: '<xf numFmtId="49" fontId="0" fillId="0" borderId="0" xfId="0" '
    'applyNumberFormat="1"/>',
    Style.TIME: '<xf numFmtId="164" fontId="0" fillId="0" borderId="0" xfId="0" '
    'applyNumberFormat="1" applyAlignment="1"><alignment horizontal="left"/></xf>',
    Style.HEADING: '<xf numFmtId="0" fontId="2" fillId="2" borderId="0" xfId="0" '
    'applyFont="1" applyFill="1"/>',
    Style.LABEL: '<xf numFmtId="0" fontId="1" fillId="0" borderId="0" xfId="0" applyFont="1" '
    f'applyAlignment="1">{_ON_TOP}</xf>',
    Style.TOLD: '<xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0" '
    f'applyAlignment="1">{_ON_TOP}</xf>',
}
_STYLES = (
    f'{DECLARATION}<styleSheet xmlns="{MAIN}">'
    f'<numFmts count="1"><numFmt numFmtId="164" formatCode="{FORMATS[Style.TIME]}"/></numFmts>'
    '<fonts count="3"><font><sz val="11"/><name val="Calibri"/></font>'
    '<font><b/><sz val="11"/><name val="Calibri"/></font>'
    '<font><b/><sz val="11"/><color rgb="FFFFFFFF"/><name val="Calibri"/></font></fonts>'
    '<fills count="3"><fill><patternFill patternType="none"/></fill>'
    '<fill><patternFill patternType="gray125"/></fill>'
    f'<fill><patternFill patternType="solid"><fgColor rgb="FF{DARK}"/></patternFill></fill></fills>'
    '<borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders>'
    '<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>'
    f'<cellXfs count="{len(Style)}">{"".join(_CELLS[style] for style in Style)}</cellXfs>'
    '<cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles>'
    "</styleSheet>"
)


def sheet_part(number: int) -> str:
    return f"xl/worksheets/sheet{number}.xml"


@dataclass(frozen=True, slots=True)
class Sheet:
    name: str
    filtered: str = ""  # where its table stands: $A$1:$F$100


def parts(sheets: Sequence[Sheet]) -> dict[str, str]:
    """Everything but the sheets themselves and the strings."""
    numbers = range(1, len(sheets) + 1)
    listed = "".join(
        f'<sheet name="{escape(sheet.name)}" sheetId="{number}" r:id="rId{number}"/>'
        for number, sheet in zip(numbers, sheets, strict=True)
    )
    # LibreOffice shows the filter of a sheet only if its place has this name, as Excel gives it.
    filters = "".join(
        f'<definedName name="_xlnm._FilterDatabase" localSheetId="{index}" hidden="1">'
        f"'{escape(sheet.name)}'!{sheet.filtered}</definedName>"
        for index, sheet in enumerate(sheets)
        if sheet.filtered
    )
    others = (
        ("styles", "xl/styles.xml"),
        ("sharedStrings", STRINGS),
        *(("worksheet", sheet_part(number)) for number in numbers),
    )
    ids = ("styles", "strings", *(f"rId{number}" for number in numbers))
    relations = "".join(
        f'<Relationship Id="{id_}" Type="{_OFFICE}/{kind}" Target="{part.removeprefix("xl/")}"/>'
        for id_, (kind, part) in zip(ids, others, strict=True)
    )
    types = "".join(
        f'<Override PartName="/{part}" ContentType="{_TYPE}.{kind}+xml"/>'
        for kind, part in (*others, ("sheet.main", "xl/workbook.xml"))
    )
    return {
        "[Content_Types].xml": f'{DECLARATION}<Types xmlns="{_PACKAGE}/content-types">'
        '<Default Extension="rels" '
        'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Default Extension="xml" ContentType="application/xml"/>{types}</Types>',
        "_rels/.rels": f'{DECLARATION}<Relationships xmlns="{_PACKAGE}/relationships">'
        f'<Relationship Id="rId1" Type="{_OFFICE}/officeDocument" Target="xl/workbook.xml"/>'
        "</Relationships>",
        "xl/workbook.xml": f'{DECLARATION}<workbook xmlns="{MAIN}" xmlns:r="{_OFFICE}">'
        f"<bookViews><workbookView/></bookViews><sheets>{listed}</sheets>"
        f"<definedNames>{filters}</definedNames></workbook>",
        "xl/_rels/workbook.xml.rels": f"{DECLARATION}"
        f'<Relationships xmlns="{_PACKAGE}/relationships">{relations}</Relationships>',
        "xl/styles.xml": _STYLES,
    }
