"""A platform that keeps a list of its own true over the API."""

from collections.abc import Callable

import httpx
import pytest

from optouts import changes
from optouts.changes import Act
from optouts.core import Core
from optouts.numbers import E164
from optouts.places import Account, Choice
from optouts.words import Channel, Origin, WorkspaceId
from tests.handlers.http.api.conftest import MANAGER, MakeKey

# What the database has to do with it is told of in tests/optouts/test_following.py.
pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)

SIPHO = "+27831234567"
NALEDI = "+27821234567"
HERE = {"channel": "sms", "sender": "31331"}


def changes_behind(platform: httpx.Client, after: str, limit: int = 1000) -> dict[str, object]:
    answer = platform.get("/v1/changes", params={"after": after, "limit": limit})
    assert answer.status_code == 200, answer.text
    found: dict[str, object] = answer.json()
    return found


def test_what_happens_is_told_page_by_page_with_what_is_true_by_now(
    platform: httpx.Client,
) -> None:
    platform.post("/v1/opt-outs", json={"numbers": [SIPHO, NALEDI], **HERE})
    platform.delete(f"/v1/opt-outs/{SIPHO}", params=HERE)

    told = []
    after, more = "", True
    while more:
        page = platform.get("/v1/changes", params={"after": after, "limit": 1}).json()
        told += [(each["number"], each["was"], each["opted_out"]) for each in page["changes"]]
        after, more = page["next"], page["more"]

    assert told == [
        (NALEDI, "opened", True),
        (SIPHO, "opened", False),
        (SIPHO, "closed", False),
    ]
    assert changes_behind(platform, after)["changes"] == []


def test_one_can_begin_with_now(platform: httpx.Client) -> None:
    platform.post("/v1/opt-outs", json={"numbers": [SIPHO], **HERE})
    begun = changes_behind(platform, "latest")
    platform.post("/v1/opt-outs", json={"numbers": [NALEDI], **HERE})

    assert begun["changes"] == []
    (told,) = platform.get("/v1/changes", params={"after": str(begun["next"])}).json()["changes"]
    assert (told["number"], told["list"], told["origin"]) == (NALEDI, HERE, "api")


def test_a_key_for_one_account_is_told_of_what_holds_for_it(
    core: Core,
    workspace: WorkspaceId,
    client: Callable[[str], httpx.Client],
    make_key: MakeKey,
    retail: Account,
) -> None:
    act = Act(workspace, MANAGER, Origin.SLACK, "one")
    changes.add(core, act, [E164(27831234567)], Choice(frozenset({Channel.SMS})))
    travel = make_key("Retail", account=retail.id)[1]

    (told,) = client(travel).get("/v1/changes").json()["changes"]

    assert told["list"] == {"channel": "sms"}


def test_what_is_no_cursor_is_refused(platform: httpx.Client) -> None:
    refused = platform.get("/v1/changes", params={"after": "somewhere"})

    assert (refused.status_code, refused.json()["title"]) == (422, "Not a cursor")
