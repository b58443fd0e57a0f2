"""Whose reply it is, and which sender it was written to."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from optouts.numbers import E164
from optouts.outcomes import Story
from optouts.places import Sender
from optouts.words import Channel
from tests.optouts.phone import Phone

NUMBER = E164(27831234567)
UNCLEAR = "Please cancel my order!"
ONE_ENGINE = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)

Storied = Callable[[E164], Story]
SetTo = Callable[[str, str], None]
Recorded = Callable[[], list[int]]


@ONE_ENGINE
def test_a_stop_to_a_retired_sender_counts(
    phone: Phone, short_code: Sender, retire: Callable[[Sender], Sender]
) -> None:
    retire(short_code)

    phone.writes("STOP")

    assert not phone.is_free(short_code)


@ONE_ENGINE
def test_a_stop_to_nobody_we_know_is_one_to_every_sender_and_somebody_has_to_look(
    phone: Phone,
    short_code: Sender,
    care: Sender,
) -> None:
    received = phone.writes("STOP", to="99999")

    assert not phone.is_free(short_code)
    assert phone.is_free(care)
    assert phone.kept(received).address == "99999"
    assert phone.kept(received).sender_id == 0
    assert phone.waits_for_somebody(received)


@ONE_ENGINE
@pytest.mark.parametrize("to", ["+27600123456", "27600123456", "0600123456", "+27 60 012 3456"])
def test_a_sender_is_found_however_its_number_is_written(
    phone: Phone, care: Sender, set_to: SetTo, to: str
) -> None:
    set_to("region", "ZA")

    received = phone.writes("STOP", channel=Channel.WHATSAPP, to=to)

    assert phone.kept(received).sender_id == care.id


@ONE_ENGINE
@pytest.mark.parametrize(
    ("channel", "region", "written"),
    [
        (Channel.SMS, "", "+27831234567"),
        (Channel.SMS, "", "27831234567"),
        (Channel.SMS, "", "0027831234567"),
        (Channel.SMS, "ZA", "0831234567"),
        (Channel.SMS, "ZA", "27831234567"),
        (Channel.SMS, "US", "27831234567"),
        (Channel.WHATSAPP, "US", "27831234567"),
    ],
)
def test_a_number_is_read_however_a_provider_writes_it(
    phone: Phone, channel: Channel, region: str, written: str
) -> None:
    phone.connection = replace(phone.connection, region=region)

    received = phone.writes("Hello", channel=channel, written=written)

    assert phone.kept(received).number == NUMBER.digits


@ONE_ENGINE
def test_a_national_number_is_one_of_the_connections_region(phone: Phone) -> None:
    """Ten digits of the United States are also a number of Egypt."""
    phone.connection = replace(phone.connection, region="US")

    received = phone.writes("Hello", written="2025550123")

    assert phone.kept(received).number == 12025550123


@ONE_ENGINE
def test_a_national_number_falls_back_to_the_workspaces_region(phone: Phone, set_to: SetTo) -> None:
    set_to("region", "ZA")

    received = phone.writes("STOP", written="083 123 4567")

    assert phone.kept(received).number == NUMBER.digits


@ONE_ENGINE
@pytest.mark.parametrize("text", ["STOP", "START", UNCLEAR])
def test_who_cannot_be_read_is_kept_for_somebody_to_look_at(
    phone: Phone, recorded: Recorded, text: str
) -> None:
    received = phone.writes(text, written="Vodacom")

    kept = phone.kept(received)
    assert (kept.number, kept.written, kept.text) == (0, "Vodacom", text)
    assert phone.waits_for_somebody(received)
    assert not recorded()
