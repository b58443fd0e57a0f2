"""Logs: one line an event, with its reference, and neither numbers nor tokens in them."""

import io
import json
import logging
import re
import sys
from collections.abc import Callable, Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot import logs
from bot.logs import JsonFormatter, TextFormatter, masked
from bot.settings import LogFormat, Settings
from handlers import references

SPELLINGS: tuple[Callable[[str], str], ...] = (
    str,
    lambda digits: f"+{digits}",
    lambda digits: f"+{digits[:2]} {digits[2:4]} {digits[4:7]} {digits[7:]}",
    lambda digits: f"+{digits[:2]} (0){digits[2:4]} {digits[4:]}",
    lambda digits: f"{digits[:3]}-{digits[3:6]}-{digits[6:]}",
    lambda digits: f"{digits[:3]}.{digits[3:6]}.{digits[6:]}",
    lambda digits: f"{digits[:3]}\u00a0{digits[3:6]}\u202f{digits[6:]}",
    lambda digits: f"{digits}.0",
    lambda digits: f"whatsapp:+{digits}",
    lambda digits: f"'{digits}',",
    lambda digits: f"({digits})",
    lambda digits: f"{digits}.",
    lambda digits: f"{digits}x",
)
FULL = st.from_regex(r"[1-9][0-9]{9,14}", fullmatch=True)
AROUND = st.text(st.characters(exclude_categories=["Nd", "Cs"]), max_size=20)
FORMATTERS = (TextFormatter(), JsonFormatter())


def record(message: str, *values: object, failed: BaseException | None = None) -> logging.LogRecord:
    exc_info = (type(failed), failed, failed.__traceback__) if failed else None
    return logging.LogRecord("bot", logging.INFO, __file__, 1, message, values, exc_info)


def digits_of(line: str) -> str:
    """Those of the message; the time before it has digits of its own."""
    message = json.loads(line)["message"] if line.startswith("{") else line.partition("INFO")[2]
    return re.sub(r"\D", "", message)


@given(digits=FULL, spelled=st.sampled_from(SPELLINGS), before=AROUND, after=AROUND)
@pytest.mark.parametrize("formatter", FORMATTERS, ids=lambda each: type(each).__name__)
def test_no_line_ever_holds_a_whole_number(
    formatter: logging.Formatter,
    digits: str,
    spelled: Callable[[str], str],
    before: str,
    after: str,
) -> None:
    line = formatter.format(record("%s %s %s", before, spelled(digits), after))

    kept = digits_of(line)
    assert digits not in kept
    assert len(kept) <= 6


def test_a_masked_number_can_still_be_told_from_another() -> None:
    assert masked("opted out +27831234567.") == "opted out +27…4567."


def test_of_a_short_number_hardly_anything_is_left() -> None:
    assert masked("1234567") == "…67"


@pytest.mark.parametrize(
    "harmless",
    [
        "message 1760000000.123456 was edited",
        "since 2026-03-01T09:00:00Z until 2026-03-02 10:11:12.123",
        "connected to 192.168.100.200:5432",
        "user U0123456789 in C0123456789",
        "read 123456 rows in 1.25 s",
        "reference a1b2c3",
        "session 29530511-ca12-41a2-85d4-f98c37615093 is closed",
    ],
)
def test_what_is_no_phone_number_stays_readable(harmless: str) -> None:
    assert masked(harmless) == harmless


@given(
    kind=st.sampled_from(["xoxb", "xoxp", "xoxe", "xapp"]),
    secret=st.from_regex(r"[0-9A-Za-z-]{8,40}", fullmatch=True),
)
@pytest.mark.parametrize("formatter", FORMATTERS, ids=lambda each: type(each).__name__)
def test_no_line_ever_holds_a_token(formatter: logging.Formatter, kind: str, secret: str) -> None:
    line = formatter.format(record("token=%s&user=U1", f"{kind}-{secret}"))

    assert "token=x…&user=U1" in line


@pytest.mark.parametrize("formatter", FORMATTERS, ids=lambda each: type(each).__name__)
def test_numbers_in_a_traceback_are_masked_too(formatter: logging.Formatter) -> None:
    with pytest.raises(ValueError, match="27831234567") as caught:
        int("number 27831234567")
    line = formatter.format(record("a request failed", failed=caught.value))

    assert "Traceback" in line
    assert "ValueError: invalid literal for int() with base 10: 'number 27…4567'" in line
    assert "27831234567" not in line


def test_a_line_carries_the_reference_that_the_person_was_shown() -> None:
    with references.new() as reference:
        text, one = (each.format(record("a request failed")) for each in FORMATTERS)

    assert f" INFO bot [{reference}] a request failed" in text
    assert json.loads(one)["reference"] == reference


def test_outside_of_a_request_there_is_no_reference() -> None:
    text, one = (each.format(record("connected to Slack")) for each in FORMATTERS)

    assert text.endswith(" INFO bot connected to Slack")
    assert json.loads(one)["reference"] == ""


@pytest.fixture
def root_restored() -> Iterator[None]:
    root = logging.getLogger()
    handlers, level = root.handlers[:], root.level
    yield
    root.handlers[:] = handlers
    root.setLevel(level)


@pytest.mark.usefixtures("root_restored")
@pytest.mark.parametrize("form", LogFormat)
def test_everything_goes_to_standard_error_from_the_chosen_level_on(
    form: LogFormat, monkeypatch: pytest.MonkeyPatch
) -> None:
    written = io.StringIO()
    monkeypatch.setattr(sys, "stderr", written)
    logs.configure(Settings(_env_file=None, log_format=form, log_level="WARNING"))

    logging.getLogger("handlers.slack").warning("line with 0831234567")
    logging.getLogger("handlers.slack").info("hardly of interest")

    (line,) = written.getvalue().splitlines()
    assert "line with 08…4567" in line
    assert (line[0] == "{") == (form is LogFormat.JSON)


@pytest.mark.usefixtures("root_restored")
@pytest.mark.parametrize("library", ["httpx", "httpcore"])
def test_requests_to_providers_are_never_logged_as_they_hold_passwords(
    library: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    written = io.StringIO()
    monkeypatch.setattr(sys, "stderr", written)
    logs.configure(Settings(_env_file=None, log_level="DEBUG"))

    logging.getLogger(f"{library}.http11").info("send_request_headers Authorization: Basic QUMx")

    assert written.getvalue() == ""
