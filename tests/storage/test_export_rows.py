"""Rows for files: what the database writes is what would be written one by one."""

import pytest

from storage import export_rows, opt_outs
from storage.engine import Database
from storage.export_filters import Acts, Asked
from storage.export_rows import BEGAN, ENDED, OVER, Form, Pattern

LIST = 1
NUMBERS = (7831234567, 27821234567, 27831234567, 447911123456)
STANDING = Asked(Acts())


@pytest.fixture
def filled(database: Database) -> Database:
    with database.writing() as tx:
        opt_outs.open_new(tx, NUMBERS[:2], list_id=LIST, since=5)
        opt_outs.open_new(tx, NUMBERS[2:], list_id=LIST, since=6, own_date=1_700_000_000)
        opt_outs.open_new(tx, NUMBERS[:1], list_id=LIST + 1, since=5)
        opt_outs.close(tx, NUMBERS[1:2], list_id=LIST, until=7)
        opt_outs.open_new(tx, NUMBERS[1:2], list_id=LIST, since=8)
    return database


def lines(database: Database, pattern: Pattern, asked: Asked = STANDING) -> list[str]:
    with database.reading() as tx:
        count, text = export_rows.texts(tx, asked, pattern, list_id=LIST, low=0, high=2**62)
    assert count == len(text.splitlines())
    return text.splitlines()


@pytest.mark.parametrize(
    "form",
    [
        Form("+"),
        Form(""),
        Form("'+", "27", "'0", "'+"),
        Form("+", "27", "0", "+", frozenset({27831234567})),
        Form("", before_odd="+", odd=frozenset({7831234567, 447911123456})),
    ],
)
def test_numbers_are_written_alike_by_the_database_and_by_us(filled: Database, form: Form) -> None:
    pattern = Pattern(form, "", None, dated=False, standing=None, line_end="\n")

    assert lines(filled, pattern) == [form.written(number) for number in NUMBERS]


def test_changes_whose_words_are_not_known_are_marked(filled: Database) -> None:
    pattern = Pattern(
        Form("+"), ",SMS", {5: ",in May", 8: ",again"}, dated=True, standing=",-", line_end="\n"
    )

    assert lines(filled, pattern, Asked(Acts(), ended_too=True)) == [
        "+7831234567,SMS,in May,-",
        "+27821234567,SMS,again,-",
        f"+27821234567,SMS,in May{ENDED}7{OVER}",
        f"+27831234567,SMS{BEGAN}6:1700000000{OVER},-",
        f"+447911123456,SMS{BEGAN}6:1700000000{OVER},-",
    ]


def test_dates_of_their_own_matter_only_where_dates_are_told(filled: Database) -> None:
    pattern = Pattern(Form(""), "", {6: " x"}, dated=False, standing=None, line_end="\n")

    assert lines(filled, pattern)[2:] == ["27831234567 x", "447911123456 x"]


def test_periods_come_as_columns_in_order(filled: Database) -> None:
    asked = Asked(Acts(), ended_too=True)
    with filled.reading() as tx:
        found = export_rows.periods(
            tx, asked, list_id=LIST, low=NUMBERS[1], high=NUMBERS[2], with_notes=True
        )
        nothing = export_rows.periods(tx, asked, list_id=LIST, low=1, high=2, with_notes=False)

    assert found.numbers == (NUMBERS[1], NUMBERS[1], NUMBERS[2])
    assert found.sinces == (8, 5, 6)
    assert found.ends == (0, 7, 0)
    assert found.own_dates == (None, None, 1_700_000_000)
    assert found.notes == (None, None, None)
    assert not nothing.numbers


def test_stretches_cover_every_number_once(
    filled: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(export_rows, "ROWS_A_STRETCH", 2)
    with filled.reading() as tx:
        found = list(export_rows.stretches(tx, [LIST, LIST + 1], high=10**12))
        assert list(export_rows.stretches(tx, [], high=10**12)) == [(0, 10**12)]

    assert found[0][0] == 0
    assert found[-1][1] == 10**12
    assert [low for low, _ in found[1:]] == [high + 1 for _, high in found[:-1]]
