"""Opt-outs over the API: put on lists, listed, told and taken off."""

from collections.abc import Callable

import httpx
import pytest

from optouts import changes, history
from optouts.changes import Act
from optouts.core import Core
from optouts.numbers import E164
from optouts.places import Account, Choice, Sender
from optouts.roles import Actor, Role
from optouts.words import RECIPIENT, Channel, Origin, WorkspaceId
from tests.conftest import Clock
from tests.handlers.http.api.conftest import MANAGER, MakeKey

SIPHO = "+27831234567"
NALEDI = "+27821234567"
HERE = {"channel": "sms", "sender": "31331"}


def add(platform: httpx.Client, *numbers: str, **more: str) -> httpx.Response:
    return platform.post("/v1/opt-outs", json={"numbers": numbers, **HERE, **more})


def test_numbers_are_put_on_the_list_of_the_sender_and_each_is_answered(
    platform: httpx.Client,
) -> None:
    add(platform, SIPHO)

    answer = add(platform, "083 123 4567", NALEDI, "0", NALEDI, note="By phone").json()

    assert [each["outcome"] for each in answer["results"]] == [
        "already_opted_out",
        "opted_out",
        "unreadable",
        "opted_out",
    ]
    assert answer["results"][0]["e164"] == SIPHO
    assert answer["results"][2]["fault"] == "too_short"
    assert (answer["opted_out"], answer["already_opted_out"], answer["unreadable"]) == (2, 1, 1)


def test_the_key_and_its_note_are_in_the_history(
    platform: httpx.Client, core: Core, workspace: WorkspaceId
) -> None:
    change = add(platform, SIPHO, note="By phone").json()["change"]

    recorded = history.change(core, workspace, change, by=MANAGER).change

    assert (recorded.origin, recorded.note) == (Origin.API, "By phone")
    assert recorded.by.startswith("api:")
    assert recorded.evidence["key"] == "Platform"


def test_the_same_call_again_is_one_change(platform: httpx.Client) -> None:
    body = {"numbers": [SIPHO], **HERE}
    once = {"Idempotency-Key": "one"}

    first = platform.post("/v1/opt-outs", json=body, headers=once)
    second = platform.post("/v1/opt-outs", json=body, headers=once)
    other = platform.post("/v1/opt-outs", json={**body, "note": "x"}, headers=once)

    assert second.json() == first.json()
    assert other.status_code == 422
    assert len(platform.get(f"/v1/opt-outs/{SIPHO}").json()["history"]) == 1


def test_who_tells_the_team_is_woken_by_every_change(
    platform: httpx.Client, woken: list[bool]
) -> None:
    add(platform, SIPHO)
    assert woken == [True]

    platform.delete(f"/v1/opt-outs/{SIPHO}", params=HERE)
    assert woken == [True, True]


def test_pages_hold_every_opt_out_once(platform: httpx.Client, clock: Clock) -> None:
    for number in range(7):
        add(platform, f"+2783000000{number}")
        clock.advance(minutes=1)
    found: list[str] = []
    after = ""

    while True:
        page = platform.get("/v1/opt-outs", params={"limit": 3, "after": after}).json()
        found += [each["number"] for each in page["opt_outs"]]
        after = page.get("next", "")
        if not after:
            break

    assert found == [f"+2783000000{number}" for number in reversed(range(7))]


def test_opt_outs_are_filtered(platform: httpx.Client, clock: Clock) -> None:
    add(platform, SIPHO)
    clock.advance(days=1)
    platform.post("/v1/opt-outs", json={"numbers": [NALEDI], "channel": "sms"})

    def numbers(**filters: str) -> list[str]:
        answer = platform.get("/v1/opt-outs", params=filters)
        assert answer.status_code == 200, answer.text
        return [each["number"] for each in answer.json()["opt_outs"]]

    assert numbers() == [NALEDI, SIPHO]
    assert numbers(sender="Offers") == [SIPHO]
    assert numbers(since="2026-03-02T00:00:00Z") == [NALEDI]
    assert numbers(until="2026-03-02T00:00:00Z") == [SIPHO]
    assert numbers(origin="keyword") == []
    assert numbers(channel="whatsapp") == []
    platform.delete(f"/v1/opt-outs/{SIPHO}", params=HERE)
    assert numbers() == [NALEDI]
    assert numbers(ended="true") == [NALEDI, SIPHO]


def test_a_number_is_told_with_what_stands_and_what_happened(platform: httpx.Client) -> None:
    add(platform, SIPHO)
    platform.delete(f"/v1/opt-outs/{SIPHO}", params={**HERE, "reason": "A mistake"})

    told = platform.get("/v1/opt-outs/083 123 4567").json()

    assert (told["number"], told["standing"]) == (SIPHO, [])
    assert [(each["what"], each.get("note")) for each in told["history"]] == [
        ("removed", "A mistake"),
        ("opted out", None),
    ]
    assert told["history"][0]["list"] == HERE


def test_a_number_is_taken_off_this_list_and_off_no_other(platform: httpx.Client) -> None:
    add(platform, SIPHO)
    platform.post("/v1/opt-outs", json={"numbers": [SIPHO], "channel": "sms"})

    answer = platform.delete("/v1/opt-outs/0831234567", params=HERE).json()
    again = platform.delete("/v1/opt-outs/0831234567", params=HERE).json()

    assert answer["outcome"] == "removed"
    assert answer["still"] == [{"channel": "sms"}]
    assert again["outcome"] == "not_opted_out"
    assert "change" not in again


@pytest.fixture
def own_word(core: Core, workspace: WorkspaceId, offers: Sender) -> None:
    """Sipho answered STOP to 31331."""
    person = Actor(RECIPIENT, Role.MANAGER)
    act = Act(workspace, person, Origin.KEYWORD, "reply")
    choice = Choice(frozenset({Channel.SMS}), (offers.id,))
    changes.add(core, act, [E164(27831234567)], choice)


@pytest.mark.usefixtures("own_word")
def test_what_people_asked_for_themselves_is_lifted_with_a_reason_only(
    platform: httpx.Client,
) -> None:
    refused = platform.delete(f"/v1/opt-outs/{SIPHO}", params=HERE)
    lifted = platform.delete(f"/v1/opt-outs/{SIPHO}", params={**HERE, "reason": "They wrote"})

    assert refused.status_code == 409
    assert refused.headers["content-type"] == "application/problem+json"
    assert refused.json()["type"].endswith("#reason-required")
    assert lifted.json()["outcome"] == "removed"


def test_a_key_that_only_reads_changes_nothing(
    platform: httpx.Client, client: Callable[[str], httpx.Client], make_key: MakeKey
) -> None:
    add(platform, SIPHO)
    eyes = client(make_key("Eyes", writes=False)[1])

    assert add(eyes, NALEDI).status_code == 403
    assert eyes.delete(f"/v1/opt-outs/{SIPHO}", params=HERE).status_code == 403
    assert eyes.post("/v1/links", json={"numbers": [SIPHO], **HERE}).status_code == 403
    assert len(eyes.get("/v1/opt-outs").json()["opt_outs"]) == 1


def test_a_key_for_one_account_changes_its_lists_and_sees_what_holds_for_it(
    platform: httpx.Client,
    client: Callable[[str], httpx.Client],
    make_key: MakeKey,
    retail: Account,
) -> None:
    add(platform, SIPHO)
    own = client(make_key("Retail", account=retail.id)[1])
    add(own, NALEDI)

    listed = {each["number"]: each["list"] for each in own.get("/v1/opt-outs").json()["opt_outs"]}
    assert listed == {NALEDI: {**HERE, "account": "Baobab Retail"}, SIPHO: HERE}
    removal = own.delete(f"/v1/opt-outs/{SIPHO}", params=HERE).json()
    assert removal["outcome"] == "not_opted_out"
    assert removal["still"] == [HERE]
    assert add(own, SIPHO, account="Baobab Travel").status_code in {403, 422}


def test_what_cannot_be_meant_is_refused(platform: httpx.Client) -> None:
    for body in (
        {"numbers": [], **HERE},
        {"numbers": [SIPHO] * 10_001, **HERE},
        {"numbers": [SIPHO], "channel": "sms", "sender": "31332"},
        {"numbers": [SIPHO], "channel": "whatsapp"},
        {"numbers": [SIPHO], **HERE, "note": "a\0b"},
        {"numbers": [SIPHO], **HERE, "sendr": "31331"},
        {"numbers": ["0831234567"], **HERE, "region": "XX"},
    ):
        answer = platform.post("/v1/opt-outs", json=body)
        assert answer.status_code == 422, answer.text
        assert answer.headers["content-type"] == "application/problem+json"
    assert platform.get("/v1/opt-outs/abc").status_code == 422
    assert platform.get("/v1/opt-outs", params={"after": "x"}).status_code == 422
    assert platform.get("/v1/opt-outs", params={"kanal": "sms"}).status_code == 422


def test_ten_thousand_numbers_are_one_change(platform: httpx.Client) -> None:
    numbers = [f"+2783{each:07}" for each in range(10_000)]

    answer = add(platform, *numbers).json()

    assert answer["opted_out"] == 10_000
