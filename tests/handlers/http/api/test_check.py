"""May these be messaged? Whatever cannot be known is never free."""

from collections.abc import Callable

import httpx
import pytest

from optouts import catalogue, changes, keys, workspaces
from optouts.changes import Act
from optouts.core import Core
from optouts.numbers import E164
from optouts.places import Account, Choice, Sender
from optouts.words import AccountId, Channel, Origin, SenderId, WorkspaceId
from storage.engine import Database, DatabaseUnavailable
from tests.handlers.http.api.conftest import MANAGER, MakeKey

SIPHO = E164(27831234567)
NALEDI = E164(27821234567)

OptOut = Callable[..., None]
Client = Callable[[str], httpx.Client]


@pytest.fixture
def opt_out(core: Core, workspace: WorkspaceId) -> OptOut:
    def made(
        number: E164 = SIPHO,
        *,
        senders: tuple[SenderId, ...] = (),
        accounts: tuple[AccountId, ...] = (),
        origin: Origin = Origin.SLACK,
    ) -> None:
        act = Act(workspace, MANAGER, origin, f"{number.digits} {senders} {accounts}")
        changes.add(core, act, [number], Choice(frozenset({Channel.SMS}), senders, accounts))

    return made


def verdicts(answer: httpx.Response) -> list[str]:
    assert answer.status_code == 200, answer.text
    return [each["verdict"] for each in answer.json()["results"]]


def ask(client: httpx.Client, *numbers: str, **more: str) -> httpx.Response:
    return client.post("/v1/check", json={"numbers": numbers or [str(SIPHO)], **more})


def test_each_number_is_answered_in_its_order_with_what_forbids_it(
    platform: httpx.Client, opt_out: OptOut, offers: Sender
) -> None:
    opt_out(senders=(offers.id,), origin=Origin.KEYWORD)

    answer = ask(platform, "082 123 4567", "083 123 4567", "0", channel="sms", sender="31331")

    assert answer.json() == {
        "results": [
            {"number": "082 123 4567", "verdict": "free", "e164": "+27821234567"},
            {
                "number": "083 123 4567",
                "verdict": "suppressed",
                "e164": "+27831234567",
                "because": [
                    {
                        "channel": "sms",
                        "sender": "31331",
                        "since": "2026-03-01T09:00:00+00:00",
                        "origin": "keyword",
                    }
                ],
            },
            {"number": "0", "verdict": "unreadable", "fault": "too_short"},
        ],
        "free": 1,
        "suppressed": 1,
        "unreadable": 1,
    }


def test_a_sender_that_is_a_number_is_written_as_in_every_other_answer(
    platform: httpx.Client, core: Core, workspace: WorkspaceId
) -> None:
    catalogue.add_sender(
        core, workspace, channel=Channel.SMS, written="+27600123456", label="Support", region="ZA",
        by=MANAGER,
    )  # fmt: skip
    body = {"numbers": [str(SIPHO)], "channel": "sms", "sender": "Support"}
    platform.post("/v1/opt-outs", json=body)

    [reason] = ask(platform).json()["results"][0]["because"]
    [opted_out] = platform.get("/v1/opt-outs").json()["opt_outs"]

    assert reason["sender"] == opted_out["list"]["sender"] == "+27600123456"


def test_what_a_call_leaves_out_could_be_anything(
    platform: httpx.Client, opt_out: OptOut, offers: Sender, retail: Account
) -> None:
    opt_out(senders=(offers.id,), accounts=(retail.id,))

    assert verdicts(ask(platform)) == ["suppressed"]
    assert verdicts(ask(platform, channel="whatsapp")) == ["free"]
    assert verdicts(ask(platform, sender="Offers", account="baobab  RETAIL")) == ["suppressed"]


def test_an_opt_out_of_a_moment_ago_counts_though_its_list_is_new(
    platform: httpx.Client, offers: Sender, database_url: str, core: Core
) -> None:
    """Another process made it, of which this one hears nothing."""
    assert verdicts(ask(platform, sender="31331")) == ["free"]
    other = Core(Database(database_url), core.clock)
    workspace = workspaces.of_team(other, enterprise_id="", team_id="T0BAOBAB")
    act = Act(workspace, MANAGER, Origin.SLACK, "elsewhere")
    changes.add(other, act, [SIPHO], Choice(frozenset({Channel.SMS}), (offers.id,)))
    other.database.close()

    assert verdicts(ask(platform, sender="31331")) == ["suppressed"]


def test_other_ways_to_write_a_number_are_the_number(
    platform: httpx.Client, opt_out: OptOut
) -> None:
    opt_out(E164(541123456789))

    assert verdicts(ask(platform, "+54 9 11 2345-6789", "whatsapp:+5491123456789")) == [
        "suppressed",
        "suppressed",
    ]


def test_thousands_are_read_as_one_is(platform: httpx.Client, opt_out: OptOut) -> None:
    opt_out()
    numbers = ["083 123 4567", "", "letters", "1.0", "+39 02 1234 5678", "0821234567"] * 200

    answer = ask(platform, *numbers).json()

    few = ask(platform, *numbers[:6]).json()
    assert answer["results"] == few["results"] * 200
    assert (answer["free"], answer["suppressed"]) == (400, 200)


@pytest.mark.parametrize(
    ("asked", "kind"),
    [
        ({"sender": "99999"}, "/docs#unknown-sender"),
        ({"sender": "31331", "channel": "whatsapp"}, "/docs#unknown-sender"),
        ({"account": "Baobab Retial"}, "/docs#unknown-account"),
        ({"region": "Atlantis"}, "/docs#unknown-region"),
        ({"channel": "pigeon"}, "about:blank"),
        ({"numbers": []}, "about:blank"),
        ({"numbers": [1]}, "about:blank"),
        ({"sender_id": 1}, "about:blank"),
    ],
)
def test_what_is_not_known_refuses_the_whole_call(
    platform: httpx.Client, retail: Account, asked: dict[str, object], kind: str
) -> None:
    assert retail.name == "Baobab Retail"

    answer = platform.post("/v1/check", json={"numbers": [str(NALEDI)]} | asked)

    assert answer.status_code == 422
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.json()["type"] == kind
    assert "free" not in answer.text


def test_a_misspelt_name_is_answered_with_the_nearest(
    platform: httpx.Client, retail: Account
) -> None:
    assert f"Did you mean “{retail.name}”?" in ask(platform, account="Baobab Retial").text


def test_a_number_is_read_in_the_region_said_else_the_accounts_else_the_workspaces(
    platform: httpx.Client, core: Core, workspace: WorkspaceId, retail: Account
) -> None:
    local = "020 7946 0018"

    def e164(**more: str) -> str | None:
        found = ask(platform, local, **more).json()["results"][0].get("e164")
        return None if found is None else str(found)

    assert e164() is None
    assert e164(region="gb") == "+442079460018"
    workspaces.change_preferences(core, workspace, {"region": "GB"}, by=MANAGER)
    assert e164() == "+442079460018"
    assert e164(account=retail.name) is None


def test_a_key_of_one_account_sees_its_lists_and_those_of_every_account(
    client: Client, make_key: MakeKey, opt_out: OptOut, retail: Account
) -> None:
    shop = client(make_key("Shop", account=retail.id, writes=False)[1])
    opt_out(NALEDI)

    assert verdicts(ask(shop, str(SIPHO), str(NALEDI))) == ["free", "suppressed"]

    opt_out(SIPHO, accounts=(retail.id,))
    assert verdicts(ask(shop, account=retail.name)) == ["suppressed"]
    refused = ask(shop, account="Baobab Travel")
    assert (refused.status_code, refused.json()["type"]) == (403, "/docs#other-account")


def test_no_number_of_another_workspace_is_told(
    client: Client, core: Core, opt_out: OptOut, platform: httpx.Client
) -> None:
    opt_out()
    elsewhere = workspaces.of_team(core, enterprise_id="", team_id="T0OTHER")
    made = keys.create(
        core, elsewhere, name="Other", account=None, writes=False, by=MANAGER, request="other"
    )
    assert made is not None

    assert verdicts(ask(client(made[1]))) == ["free"]
    assert verdicts(ask(platform)) == ["suppressed"]


def test_a_database_that_is_away_frees_nobody(
    platform: httpx.Client, core: Core, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert verdicts(ask(platform)) == ["free"]

    def away(*_: object, **__: object) -> None:
        raise DatabaseUnavailable

    monkeypatch.setattr(core.database, "asked", away)
    answer = ask(platform)

    assert answer.status_code == 503
    assert answer.headers["retry-after"] == "5"
    assert answer.json()["type"] == "/docs#storage-away"
    assert "do not send" in answer.json()["detail"]


def test_what_the_person_asked_for_themselves_is_told_as_such(
    platform: httpx.Client, opt_out: OptOut
) -> None:
    opt_out(origin=Origin.LINK)

    assert ask(platform).json()["results"][0]["because"][0]["origin"] == "link"
