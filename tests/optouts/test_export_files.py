"""What an exported file holds: numbers, columns, times, and nothing that a spreadsheet computes."""

from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from optouts import export_facts, export_lines
from optouts.export_order import Column, Format, Layout, NumberStyle, Order
from optouts.numbers import E164
from optouts.outcomes import Added, Wanted
from optouts.places import Account, Choice, Sender
from optouts.words import Channel, Origin
from storage import export_rows
from tests.conftest import Clock
from tests.optouts.exporting import DELIMITERS, ZONE, Exporter
from tests.optouts.importing import Importer

THANDI, PIETER, LONDON = E164(27831234567), E164(27821234567), E164(447911123456)
NOUMEA = E164(687751234)
"""A number of New Caledonia, whose nine digits would be one of South Africa."""

ALL = tuple(Column)
OptOut = Callable[..., Added]


@pytest.fixture(autouse=True)
def in_south_africa(set_to: Callable[[str, str], None]) -> None:
    set_to("region", "ZA")


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
@pytest.mark.parametrize("style", NumberStyle)
@pytest.mark.parametrize("as_", Format)
def test_our_own_import_reads_the_same_numbers_back(
    exporter: Exporter, opt_out: OptOut, tmp_path: Path, as_: Format, style: NumberStyle
) -> None:
    opt_out(THANDI, PIETER, LONDON, NOUMEA, note='=2+2, "really"; in\ntwo lines')

    file = exporter.exports(as_, columns=ALL, style=style)

    assert file.numbers(tmp_path / "read") == [
        each.digits for each in (NOUMEA, PIETER, THANDI, LONDON)
    ]
    assert (file.written.rows, file.written.numbers) == (4, 4)


def test_a_csv_begins_with_its_mark_and_ends_lines_as_spreadsheets_do(
    exporter: Exporter, opt_out: OptOut
) -> None:
    opt_out(THANDI)

    assert exporter.exports().text == (
        "\ufeffNumber,Channel,Sender,Account,Opted out,Origin\r\n"
        "'+27831234567,SMS,every sender,every account,2026-03-01T11:00:00+02:00,slack\r\n"
    )


def test_a_semicolon_file_is_the_same_with_semicolons(exporter: Exporter, opt_out: OptOut) -> None:
    opt_out(THANDI, note="one; two")

    file = exporter.exports(Format.SEMICOLON, columns=(Column.CHANNEL, Column.NOTE))
    assert file.text == '\ufeffNumber;Channel;Note\r\n\'+27831234567;SMS;"one; two"\r\n'


def test_a_txt_has_each_number_once_and_nothing_else(
    exporter: Exporter, opt_out: OptOut, short_code: Sender, retail: Account
) -> None:
    sms = frozenset({Channel.SMS})
    opt_out(THANDI, PIETER)
    opt_out(THANDI, LONDON, choice=Choice(sms, (short_code.id,), (retail.id,)))

    file = exporter.exports(Format.TXT, columns=ALL)

    assert file.text == "+27821234567\r\n+27831234567\r\n+447911123456\r\n"
    assert (file.written.rows, file.written.numbers) == (3, 3)


@pytest.mark.parametrize(
    ("style", "told"),
    [
        (NumberStyle.PLUS, ["+687751234", "+27831234567", "+447911123456"]),
        (NumberStyle.DIGITS, ["+687751234", "27831234567", "447911123456"]),
        (NumberStyle.NATIONAL, ["+687751234", "0831234567", "+447911123456"]),
    ],
)
def test_numbers_are_styled_unless_they_would_be_taken_for_others(
    exporter: Exporter, opt_out: OptOut, style: NumberStyle, told: list[str]
) -> None:
    opt_out(THANDI, LONDON, NOUMEA)

    assert exporter.exports(Format.TXT, style=style).text.split() == told
    assert [row[0] for row in exporter.exports(style=style).rows()] == [f"'{each}" for each in told]


def test_national_numbers_follow_the_region_of_the_account_that_is_asked_for(
    exporter: Exporter, opt_out: OptOut, retail: Account
) -> None:
    opt_out(THANDI, choice=Choice(frozenset({Channel.SMS}), accounts=(retail.id,)))

    wanted = Wanted(account=retail.id)
    file = exporter.exports(Format.TXT, style=NumberStyle.NATIONAL, wanted=wanted)
    assert file.text == "0831234567\r\n"


def test_every_column_tells_of_the_beginning_and_the_end(
    exporter: Exporter, opt_out: OptOut, remove: Callable[..., object], clock: Clock
) -> None:
    added = opt_out(THANDI, PIETER, note="phoned")
    clock.advance(days=2)
    remove(THANDI, on=[added.opened[0].list.id], note="asked to come back")

    file = exporter.exports(columns=ALL, wanted=Wanted(ended_too=True))

    began = ["SMS", "every sender", "every account", "2026-03-01T11:00:00+02:00", "slack"]
    assert file.rows() == [
        ["'+27821234567", *began, "U0THANDI", "phoned", "", "", ""],
        ["'+27831234567", *began, "U0THANDI", "phoned", "2026-03-03T11:00:00+02:00", "U0THANDI",
         "asked to come back"],
    ]  # fmt: skip


def test_times_carry_the_offset_that_their_zone_had_then(
    exporter: Exporter, opt_out: OptOut, clock: Clock
) -> None:
    clock.now = datetime.fromisoformat("2026-03-28T12:00:00+00:00")
    opt_out(THANDI)
    clock.advance(days=1)
    opt_out(LONDON)

    rows = exporter.exports(columns=(Column.SINCE,), zone="Europe/London").rows()
    assert [row[1] for row in rows] == ["2026-03-28T12:00:00+00:00", "2026-03-29T13:00:00+01:00"]


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@sum", "\t=1", " =1", "\uff1d1"])
def test_no_spreadsheet_computes_with_what_people_wrote(
    exporter: Exporter, opt_out: OptOut, text: str
) -> None:
    opt_out(THANDI, note=f"x{text}")
    opt_out(PIETER, evidence={}, note=text)

    notes = [row[1] for row in exporter.exports(columns=(Column.NOTE,)).rows()]
    assert notes == [f"'{text.strip()}" if text != " =1" else "'=1", f"x{text}"]


@pytest.mark.usefixtures("in_one_process")
def test_what_files_say_of_single_numbers_and_dates_of_their_own_are_told(
    exporter: Exporter, importer: Importer, set_to: Callable[[str, str], None]
) -> None:
    set_to("zone", "Africa/Johannesburg")
    importer.imports(
        'phone,date,note\n0831234567,2025-12-24 08:00,\n0821234567,2025-12-25 09:30,"=rude, very"\n'
    )

    rows = exporter.exports(columns=(Column.SINCE, Column.NOTE)).rows()
    assert rows == [
        ["'+27821234567", "2025-12-25T09:30:00+02:00", "'=rude, very"],
        ["'+27831234567", "2025-12-24T08:00:00+02:00", ""],
    ]
    assert [row[1] for row in exporter.exports(columns=(Column.SINCE,)).rows()] == [
        "2025-12-25T09:30:00+02:00",
        "2025-12-24T08:00:00+02:00",
    ]


def test_a_workbook_says_what_it_is(
    exporter: Exporter, opt_out: OptOut, short_code: Sender
) -> None:
    opt_out(THANDI, choice=Choice(frozenset({Channel.SMS}), (short_code.id,)))
    opt_out(PIETER)

    wanted = Wanted(channel=Channel.SMS, sender=short_code.id, origins=(Origin.SLACK,))
    layout = Layout(Format.XLSX, style=NumberStyle.NATIONAL)
    order = Order(wanted, layout=layout, zone=ZONE, purpose="an audit", asker="Thandi")
    file = exporter.written(exporter.orders(order))

    assert file.sheet()[1][:4] == ("0831234567", "SMS", "31331", "every account")
    about = file.about()
    assert about["Opt-outs"] == 1
    assert about["Asked for by"] == "Thandi"
    assert about["What for"] == "an audit"
    assert about["Only channel"] == "SMS"
    assert about["Numbers"] == "National for South Africa; others with plus"
    assert about["Made"] == "2026-03-01T11:00:00+02:00"
    assert about["Only sender"] == "Offers 31331"
    assert about["Only origins"] == "slack"


def test_no_opt_outs_make_a_file_with_a_heading_alone(exporter: Exporter) -> None:
    assert exporter.exports().text == "\ufeffNumber,Channel,Sender,Account,Opted out,Origin\r\n"
    assert exporter.exports(Format.TXT).text == ""
    assert len(exporter.exports(Format.XLSX).sheet()) == 1


def test_the_name_of_a_file_says_when_it_was_made(exporter: Exporter) -> None:
    assert exporter.exports().path.name == "opt-outs-2026-03-01-1100.csv"
    assert exporter.exports(Format.TXT, zone="UTC").path.name == "opt-outs-2026-03-01-0900.txt"


def test_changes_of_single_adds_are_told_however_many_there_are(
    exporter: Exporter, opt_out: OptOut, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Of some the database knows the words; of the others a part is remembered at a time."""
    monkeypatch.setattr(export_rows, "ROWS_A_STRETCH", 5)
    monkeypatch.setattr(export_lines, "BUSIEST", 2)
    monkeypatch.setattr(export_lines, "MOST_REMEMBERED", 7)
    monkeypatch.setattr(export_facts, "MOST", 7)
    numbers = [E164(27831230000 + each) for each in range(30)]
    for number in numbers:
        opt_out(number, note=f"note {number.digits % 100}")
        clock.advance(minutes=1)

    rows = exporter.exports(columns=(Column.SINCE, Column.NOTE)).rows(DELIMITERS[Format.CSV])
    assert [row[2] for row in rows] == [f"note {each}" for each in range(30)]
    began = [datetime.fromisoformat(row[1]) for row in rows]
    assert began[-1] - began[0] == timedelta(minutes=29)
