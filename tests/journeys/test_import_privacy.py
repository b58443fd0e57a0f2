"""What a channel reads of an import: no whole phone number, and nothing that a file made up."""

import re
from pathlib import Path
from typing import Final

import pytest

from bot.sandbox.person import Message, Person
from tests.journeys.conftest import Told
from tests.journeys.importing import (
    CHANGE,
    ONE_ENGINE,
    REMOVE,
    UNDO,
    checks,
    drops,
    handed,
    said,
)

pytestmark = ONE_ENGINE

WHOLE: Final = re.compile(r"(?:\d[ \u00a0()-]?){9,}")
"""So many digits are somebody's number, however they are grouped."""

OVERRIDE: Final = "\N{RIGHT-TO-LEFT OVERRIDE}"
ISOLATED: Final = "\N{FIRST STRONG ISOLATE}מספרים.csv\N{POP DIRECTIONAL ISOLATE}"


def everything_in(person: Person, room: str) -> list[Message]:
    return [*said(person, room), *handed(person, room)]


def test_no_message_in_a_channel_names_a_whole_number(
    thandi: Person, pieter: Person, tmp_path: Path
) -> None:
    thandi.types("/optout settings approval_above 0", channel="#retail-campaigns")
    thandi.types("/optout add 083 123 4567", channel="#retail-campaigns")
    file = tmp_path / "numbers of +27831234567.csv"
    file.write_text("0829990000\n083 123 4567\n0821234567\n12\n")
    seen = [drops(thandi, file, "#opt-outs")]
    assert "such as +27…0000, +27…4567, +27…4567" in seen[0].text
    thandi.clicks("Choose and Check…", channel="#opt-outs")
    seen.append(checks(thandi, "#opt-outs"))
    thandi.clicks(CHANGE, channel="#opt-outs")
    thandi.chooses("What to do with the numbers", REMOVE)
    thandi.fills("Reason", "bought by mistake")
    seen.append(checks(thandi, "#opt-outs"))
    for which in ("Would leave the lists", "Refused rows"):
        thandi.chooses("Get as a file…", which, channel="#opt-outs")
    thandi.clicks("Remove 1 Number", channel="#opt-outs")
    seen += everything_in(pieter, "#opt-outs")
    pieter.clicks("Approve", channel="#opt-outs")
    seen += everything_in(pieter, "#opt-outs")
    thandi.clicks(UNDO, channel="#opt-outs")
    seen += everything_in(pieter, "#opt-outs")

    assert "Undid an import" in seen[-4].text or any("Undid" in each.text for each in seen)
    assert [each.text for each in seen if WHOLE.search(each.text)] == []
    assert any("`numbers of …4567.csv`" in each.text for each in seen)


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        (f"*March* <!channel> `x` &amp;{OVERRIDE}.csv", "`*March* <!channel> ’x’ &amp;.csv`"),
        ("מספרים.csv", f"`{ISOLATED}`"),
    ],
)
def test_the_name_of_a_file_is_shown_as_it_is_and_is_nothing_else(
    naledi: Person, tmp_path: Path, told: Told, name: str, shown: str
) -> None:
    file = tmp_path / name
    file.write_text("mobile\n083 123 4567\n083 123 4568\n12\n")

    seen = [drops(naledi, file, "#opt-outs").text]
    naledi.clicks("Choose and Check…", channel="#opt-outs")
    assert shown in naledi.modal
    seen.append(checks(naledi, "#opt-outs").text)
    naledi.clicks("Add 2 Numbers", channel="#opt-outs")
    seen += [each.text for each in everything_in(naledi, "#opt-outs")]

    assert len(seen) == 5
    assert all(shown in text for text in seen)
    assert f"from an import of {shown}" in told()[-1]


def test_headings_and_cells_are_shown_as_they_are_and_are_nothing_else(
    naledi: Person, tmp_path: Path
) -> None:
    file = tmp_path / "list.csv"
    heading = f"*mobile* <@U0THANDI>{OVERRIDE}"
    file.write_text(f"{heading},remarks\n083 123 4567,<!here>\n*12*,x\n")

    offer = drops(naledi, file, "#opt-outs")
    naledi.clicks("Choose and Check…", channel="#opt-outs")

    assert "column A `*mobile* <@U0THANDI>`, such as +27…4567;" in offer.text
    # The form is seen by whoever posted the file, and knows no markup.
    assert "Column with the numbers: A · *mobile* <@U0THANDI>" in naledi.modal
    assert OVERRIDE not in offer.text + naledi.modal
