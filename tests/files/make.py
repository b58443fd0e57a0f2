"""Makes the files beside it: python tests/files/make.py. Each is something people really send."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2]))

from tests.files.workbooks import Cell, Raw, archive, parts, sheet_xml, workbook

HERE = Path(__file__).parent
GOOD = ("0831234567", "0821234567", "+27 84 123 4567", "27761234567")
NAMES = ("Naledi", "Sipho", "Zoë", "Pieter")
FAULTS = {  # what a cell holds below one that is right: a file of each, fault_….csv
    "scientific": "2.78E+10",
    "float": "27831234568.0",
    "lost_zero": "831234568",  # a mere prefix in South Africa, part of the number in Italy
    "lost_plus": "447911123456",
    "unusually_short": "83123",
    "wrong_region": "7400123456",
    "several": "0831234568 / 0821234568",
    "short_code": "35117",
    "emergency": "10111",
    "letters": "083 CALL NOW",
    "too_short": "021123",
    "too_long": "083 123 45678901",
    "invalid": "+0831234568",
    "repeated": "+27 83 123 4567",
}


def texts() -> dict[str, bytes]:
    """File name → content."""
    numbers = "\n".join(GOOD)
    table = "Name,Mobile,Note\n" + "".join(
        f"{name},{number},asked by phone\n" for name, number in zip(NAMES, GOOD, strict=True)
    )
    return {
        "one_a_line.txt": numbers.encode(),
        "list_with_commas.txt": (", ".join(GOOD) + "\n").encode(),
        "utf8.csv": table.encode(),
        "utf8_with_mark.csv": table.encode("utf-8-sig"),
        "utf16.csv": table.encode("utf-16"),
        "utf16_without_mark.csv": table.encode("utf-16-le"),
        "windows_1252.csv": table.encode("cp1252"),
        "windows_1251.csv": (
            "Имя;Телефон\n" + "".join(f"Иван Петров;{number}\n" for number in GOOD)
        ).encode("cp1251"),
        "semicolons.csv": table.replace(",", ";").encode(),
        "tabs.tsv": table.replace(",", "\t").encode(),
        "pipes.txt": table.replace(",", "|").encode(),
        "declared.csv": ("sep=;\n" + table.replace(",", ";")).encode(),
        "carriage_returns.csv": table.replace("\n", "\r").encode(),
        "windows_line_ends.csv": table.replace("\n", "\r\n").encode(),
        "quoted_line_ends.csv": (
            b'Mobile,Address\n0831234567,"1 Long Street\nCape Town"\n'
            b'0821234567,"2 Short Street\r\nDurban"\n'
        ),
        "stray_quote.csv": (
            b'Mobile,Name\n0831234567,"Naledi\n0821234567,Sipho\n0841234567,"Zoe"\n27761234567,Piet\n'
        ),
        "no_header.csv": table.partition("\n")[2].encode(),
        "header_on_row_4.csv": ("Stop list\nExported 1 March\n\n" + table).encode(),
        "mangled_first_row.csv": b"2.78E+10,Naledi\n0831234567,Sipho\n0821234567,Zoe\n",
        "trailing_commas.csv": b"Mobile,,\n0831234567,,\n,,\n0821234567,,\n\n",
        "number_in_column_c.csv": (
            b"Customer,Invoice,Contact\nNaledi,100234,0831234567\nSipho,100235,0821234567\n"
        ),
        "dates.csv": (
            b"Mobile,Opted out\n0831234567,28/02/2026 09:30\n0821234567,01/03/2026 17:00\n"
            b"0841234567,never\n0831234567,27/02/2026\n"
        ),
        "regions.csv": (
            b"phone,country\n0831234567,ZA\n07400123456,United Kingdom\n(212) 555-0123,US\n"
            b"0831234567,Atlantis\n+447400123457,Atlantis\n0841234567,\n"
        ),
        "actions.csv": (
            b"phone,action\n0831234567,add\n0821234567,Remove\n0841234567,perhaps\n"
            b"0761234567,opt-out\n0761234567,opt-in\n"
        ),
        "minus.txt": b"0831234567\n-0821234567\n- 27841234567\n",
        "faults.csv": (
            b"Mobile,What is wrong\n"
            b"0831234567,nothing\n"
            b"2.78E+10,scientific\n"
            b"27831234568.0,float\n"
            b"0831234569/0821234569,several\n"
            b"83123,unusually short\n"
            b"35117,short code\n"
            b"10111,emergency\n"
            b"083123ABCD,letters\n"
            b"7400123456,wrong region\n"
            b"083 123 456,too short\n"
            b"083 123 45678901,too long\n"
            b"ask Naledi,letters\n"
            b",blank\n"
            b"+27 83 123 4567,repeated\n"
            b"=HYPERLINK(1),letters\n"
        ),
        "fault_no_region.csv": b"Mobile,Country\n0831234567,ZA\n0831234568,Atlantis\n",
        "fault_lost_zero_italy.csv": b"Telefono\n0612345678\n612345679\n",
        "fault_action.csv": b"Mobile,Action\n0831234567,stop\n0831234568,perhaps\n",
        **{
            f"fault_{name}.csv": f"Mobile\n0831234567\n{cell}\n".encode()
            for name, cell in FAULTS.items()
        },
        "list_with_heading.txt": (
            b"Stop list; 0831234567, 0821234567\n+27841234567\n27761234567; 0831234567\n"
        ),
        "web_page.csv": b"<!DOCTYPE html>\n<html><head><title>Slack</title></head></html>",
        "document.pdf": b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj\n",
        "old_excel.xls": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
        + bytes(504)
        + "Workbook".encode("utf-16-le"),
        "password.xlsx": (
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
            + bytes(504)
            + "EncryptedPackage".encode("utf-16-le")
        ),
        "empty.csv": b"",
        "only_blanks.csv": b"\n \n\n",
        "program.csv": b"0831234567\n\x00\x01\x02\x00\x00\x00",
    }


def workbooks(folder: Path) -> None:
    table: list[list[Cell]] = [["Name", "Mobile", "Opted out"]]
    table += [
        [name, int("27" + number[1:]) if number.startswith("0") else number, None]
        for name, number in zip(NAMES, GOOD, strict=True)
    ]
    dated: list[list[Cell]] = [
        ["Mobile", "Opted out"],
        [27831234567, Raw('<c r="{}" s="1"><v>46081.5</v></c>')],
        [27821234567, Raw('<c r="{}" s="1"><v>46082</v></c>')],
    ]
    workbook(folder / "shared_strings.xlsx", {"Sheet1": table})
    workbook(folder / "inline_strings.xlsx", {"Sheet1": table}, shared=False)
    workbook(folder / "named_csv.csv", {"Sheet1": table})
    workbook(folder / "dates.xlsx", {"Sheet1": dated})
    workbook(folder / "dates_from_1904.xlsx", {"Sheet1": dated}, from_1904=True)
    workbook(
        folder / "several_sheets.xlsx",
        {"Old": [["Mobile"], ["0711234567"]], "Notes": [["Nothing here"]], "Stop list": table},
        hidden=["Old"],
    )
    workbook(
        folder / "numbers_as_numbers.xlsx",
        {
            "Sheet1": [
                ["Mobile"],
                [27831234567],
                [831234568],
                [Raw('<c r="{}"><v>2.7831234569E10</v></c>')],
                [Raw('<c r="{}"><v>27831234570.0</v></c>')],
                [27800000000],
                [Raw('<c r="{}"><v>2.78312345671234E+19</v></c>')],
            ]
        },
    )
    workbook(
        folder / "formulas.xlsx",
        {
            "Sheet1": [
                ["Mobile"],
                [Raw('<c r="{}" t="str"><f>"0"&amp;831234567</f><v>0831234567</v></c>')],
                [Raw('<c r="{}"><f>B2+1</f></c>')],
                [Raw('<c r="{}"><f>B3+1</f><v></v></c>')],
                [Raw('<c r="{}" t="e"><f>1/0</f><v>#DIV/0!</v></c>')],
                [Raw('<c r="{}"><f>27831234560+8</f><v>27831234568</v></c>')],
            ]
        },
    )
    workbook(
        folder / "fault_formula.xlsx",
        {"Sheet1": [["Mobile"], ["0831234567"], [Raw('<c r="{}"><f>A2+1</f></c>')]]},
    )
    workbook(
        folder / "merged_and_hidden.xlsx",
        {"Sheet1": [["Mobile", "Group"], ["0831234567", "A"], ["0821234567", None]]},
        before='<cols><col min="2" max="2" hidden="1" width="9"/></cols>',
        after='<mergeCells count="1"><mergeCell ref="B2:B3"/></mergeCells>',
    )
    text = sheet_xml([["Mobile"], ["0831234567"], [27821234567]], None)
    archive(folder / "prefixed.xlsx", parts({"Sheet1": _prefixed(text)}))
    bare = text.replace(' r="1"', "").replace(' r="A1"', "").replace(' r="2"', "")
    archive(folder / "without_places.xlsx", parts({"Sheet1": bare.replace(' r="A2"', "")}))
    commented = text.replace("<sheetData>", "<!-- <row r='9'/> --><sheetData>")
    archive(folder / "with_comment.xlsx", parts({"Sheet1": commented}))
    lying = text.replace("<sheetData>", '<dimension ref="A1:A1"/><sheetData>')
    archive(folder / "lying_dimension.xlsx", parts({"Sheet1": lying}))
    far = '<row r="1048576"><c r="XFD1048576"><v>27831234567</v></c></row>'
    archive(
        folder / "last_cell.xlsx",
        parts({"Sheet1": text.replace("</sheetData>", f"{far}</sheetData>")}),
    )
    plain = parts({"Sheet1": text})
    macros = dict(plain)
    macros["xl/vbaProject.bin"] = b"\xd0\xcf\x11\xe0"
    archive(folder / "macros.xlsx", macros)
    archive(folder / "archive.zip", {"numbers.csv": b"0831234567\n"})
    archive(folder / "open_document.ods", {"mimetype": b"application/vnd.oasis.opendocument"})
    archive(
        folder / "binary.xlsb", {"[Content_Types].xml": b"<Types/>", "xl/workbook.bin": b"\x83"}
    )
    laughs = "".join(f'<!ENTITY l{n} "{_entity(n - 1) * 10}">' for n in range(1, 10))
    document_type = f'<!DOCTYPE worksheet [<!ENTITY l0 "ha">{laughs}]>'
    bomb = text.replace("<worksheet", f"{document_type}<worksheet").replace("0831234567", "&l9;")
    archive(folder / "entity_bomb.xlsx", parts({"Sheet1": bomb}))
    outside = '<!DOCTYPE sst [<!ENTITY x SYSTEM "file:///etc/hostname">]>'
    stolen = plain["xl/sharedStrings.xml"].decode().replace("<sst", f"{outside}<sst")
    outward = parts({"Sheet1": sheet_xml([["Mobile"]], {})})
    outward["xl/sharedStrings.xml"] = stolen.replace("</sst>", "<si><t>&x;</t></si></sst>").encode()
    archive(folder / "entity_outward.xlsx", outward)


def _entity(number: int) -> str:
    return f"&l{number};"


def _prefixed(text: str) -> str:
    text = text.replace(" xmlns=", " xmlns:x=")
    for name in ("worksheet", "sheetData", "row", "is", "c", "v", "t"):
        text = text.replace(f"<{name} ", f"<x:{name} ").replace(f"<{name}>", f"<x:{name}>")
        text = text.replace(f"</{name}>", f"</x:{name}>")
    return text


def make(folder: Path) -> None:
    for name, content in texts().items():
        (folder / name).write_bytes(content)
    workbooks(folder)


if __name__ == "__main__":
    make(HERE)
