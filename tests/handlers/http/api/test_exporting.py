"""The lists as they are at one moment, written while they are read."""

import csv
import io
import json
from collections.abc import Iterator
from typing import Any

import httpx
import pytest

from handlers.http.api import exporting
from optouts.export_selection import Selection

SIPHO = "+27831234567"
NALEDI = "+27821234567"
HERE = {"channel": "sms", "sender": "31331"}


def add(platform: httpx.Client, *numbers: str, **more: str) -> None:
    body = {"numbers": numbers, **HERE, **more}
    assert platform.post("/v1/opt-outs", json=body).status_code == 200


def objects(answer: httpx.Response) -> list[dict[str, Any]]:
    assert answer.status_code == 200, answer.text
    return [json.loads(line) for line in answer.text.splitlines()]


def test_every_line_is_an_opt_out(platform: httpx.Client) -> None:
    add(platform, SIPHO, note="By phone\nand again")
    platform.post("/v1/opt-outs", json={"numbers": [NALEDI], "channel": "sms"})

    answer = platform.get("/v1/opt-outs/export")

    assert answer.headers["content-type"] == "application/x-ndjson"
    first, second = objects(answer)
    assert first == {
        "number": NALEDI,
        "channel": "sms",
        "since": "2026-03-01T09:00:00Z",
        "origin": "api",
    }
    assert second == {
        "number": SIPHO,
        **HERE,
        "since": "2026-03-01T09:00:00Z",
        "origin": "api",
        "note": "By phone\nand again",
    }


def test_as_csv_numbers_keep_their_plus_and_notes_are_no_formulas(platform: httpx.Client) -> None:
    add(platform, SIPHO, note='=HYPERLINK("x")')

    answer = platform.get("/v1/opt-outs/export", params={"format": "csv"})

    assert answer.headers["content-type"].startswith("text/csv")
    (row,) = csv.DictReader(io.StringIO(answer.text))
    assert (row["Number"], row["Sender"]) == (SIPHO, "31331")
    assert row["Note"] == '\'=HYPERLINK("x")'


def test_filters_hold_and_ended_ones_come_if_they_are_asked_for(platform: httpx.Client) -> None:
    add(platform, SIPHO, NALEDI)
    platform.delete(f"/v1/opt-outs/{SIPHO}", params=HERE)

    def numbers(**filters: str) -> list[str]:
        found = objects(platform.get("/v1/opt-outs/export", params=filters))
        return [each["number"] for each in found]

    assert numbers() == [NALEDI]
    assert numbers(ended="true") == [NALEDI, SIPHO]
    assert numbers(since="2026-03-02T00:00:00Z") == []
    assert numbers(channel="whatsapp") == []


def test_following_begins_where_an_export_ends(platform: httpx.Client) -> None:
    add(platform, SIPHO)
    cursor = platform.get("/v1/opt-outs/export").headers["Changes-Cursor"]
    add(platform, NALEDI)

    (told,) = platform.get("/v1/changes", params={"after": cursor}).json()["changes"]

    assert told["number"] == NALEDI


def test_only_some_exports_are_written_at_a_time(
    platform: httpx.Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    add(platform, SIPHO)
    refused: list[int] = []

    def slow(_: Selection) -> Iterator[str]:
        if not refused:
            # Each asks for one more while it is being written, until there are too many.
            refused.append(platform.get("/v1/opt-outs/export").status_code)
        yield "{}\n"

    monkeypatch.setattr(exporting, "_objects", slow)
    platform.get("/v1/opt-outs/export")

    assert refused[0] == 429
    assert len(refused) == exporting.AT_A_TIME
    assert platform.get("/v1/opt-outs/export").status_code == 200  # each gave its place back


def test_what_breaks_halfway_does_not_look_whole(
    platform: httpx.Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    add(platform, SIPHO)

    def breaks(_: Selection) -> Iterator[str]:
        yield '{"number": "+27831234567"}\n'
        raise RuntimeError("the database has gone")

    monkeypatch.setattr(exporting, "_objects", breaks)

    with pytest.raises(httpx.RemoteProtocolError):
        platform.get("/v1/opt-outs/export")
