"""Whatever the numbers and the texts are, a file says the same to whoever reads it."""

import csv
import io
import zipfile
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
import phonenumbers
from hypothesis import assume, given, reject, settings
from hypothesis import strategies as st

from optouts import export_parts, export_text
from optouts.export_numbers import NumberForms
from optouts.export_order import NumberStyle
from optouts.number_arrays import Reader

REGIONS = ("ZA", "GB", "US", "IT", "RU", "")
LOOKED_LIKE = "=+-@\t\r\n\uff1d\uff0b\uff0d\uff20"


@cache
def reader(region: str) -> Reader:
    return Reader(region)


@st.composite
def valid_numbers(draw: st.DrawFn) -> int:
    """Numbers near those that phonenumbers gives as examples, of any region."""
    region = draw(st.sampled_from(sorted(phonenumbers.SUPPORTED_REGIONS)))
    example = phonenumbers.example_number(region)
    if example is None:
        reject()
    digits = phonenumbers.format_number(example, phonenumbers.PhoneNumberFormat.E164)[1:]
    last = draw(st.integers(0, 9999))
    number = phonenumbers.parse(f"+{digits[:-4]}{last:04}")
    assume(phonenumbers.is_valid_number(number))
    return int(phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)[1:])


@given(
    numbers=st.sets(valid_numbers(), min_size=1, max_size=20),
    style=st.sampled_from(NumberStyle),
    region=st.sampled_from(REGIONS),
)
@settings(max_examples=150)
def test_every_style_is_read_back_by_whoever_knows_the_region(
    numbers: set[int], style: NumberStyle, region: str
) -> None:
    if style is NumberStyle.DIGITS and not region:
        return  # nobody can tell whose national numbers they are
    some = np.array(sorted(numbers), np.int64)
    # What a file may say of a number at all, for a few are refused however they are written.
    some = some[reader(region).read([f"+{each}" for each in some.tolist()]).digits == some]

    form = NumberForms(style, region, export_text.GUARD).form(lambda: some)

    texts = [form.written(each) for each in some.tolist()]
    assert all(each.startswith(export_text.GUARD) for each in texts)
    assert reader(region).read(texts).digits.tolist() == some.tolist()


@given(st.lists(st.text(), min_size=2), st.sampled_from(",;"))
def test_texts_come_out_of_a_csv_as_they_were_and_no_formula_among_them(
    texts: list[str], delimiter: str
) -> None:
    line = export_text.joined(texts, delimiter)

    (cells,) = csv.reader(io.StringIO(line, newline=""), delimiter=delimiter)
    for cell, text in zip(cells, texts, strict=True):
        assert not cell.lstrip(" \u00a0").startswith(tuple(LOOKED_LIKE))
        assert cell.removeprefix("'") in {export_text.cell(text), export_text.cell(text)[1:]}


@given(
    lines=st.lists(st.integers(10**9, 10**10), min_size=1, max_size=300),
    most=st.integers(300, 1500),
)
@settings(max_examples=40, deadline=None)
def test_a_file_that_is_too_large_is_sent_in_parts_that_hold_all_of_it(
    lines: list[int], most: int
) -> None:
    with TemporaryDirectory() as folder:
        path = Path(folder, "opt-outs.csv")
        content = [f"{line}\r\n".encode() for line in lines]
        path.write_bytes(b"Number\r\n" + b"".join(content))
        small = path.stat().st_size <= most

        parts = export_parts.fitted(path, most=most)

        if small:
            assert parts == (path,)
            return
        found: list[bytes] = []
        for part in parts:
            with zipfile.ZipFile(part) as archive:
                (name,) = archive.namelist()
                heading, *some = archive.read(name).splitlines(keepends=True)
            assert (heading, name.endswith(".csv")) == (b"Number\r\n", True)
            found += some
        assert found == content
        assert sorted(Path(folder).iterdir()) == sorted(parts)
