"""A call that is made again with the same Idempotency-Key does nothing again."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Event

import httpx
import pytest

from optouts import api_answers, api_changes, history
from optouts.api_answers import Call
from optouts.api_key import Key, KeyId
from optouts.core import Core
from optouts.outcomes import Wanted
from optouts.words import WorkspaceId
from tests.conftest import Clock
from tests.handlers.http.api.conftest import MANAGER, MakeKey

BODY = {"numbers": ["+27831234567"], "channel": "sms", "sender": "31331"}
OTHER = BODY | {"numbers": ["+27821234567"]}


def put(platform: httpx.Client, key: str = "one", body: object = BODY) -> httpx.Response:
    return platform.post("/v1/opt-outs", json=body, headers={"Idempotency-Key": key})


@pytest.fixture
def listed(core: Core, workspace: WorkspaceId) -> Callable[[], int]:
    def count() -> int:
        return len(history.page(core, workspace, Wanted(), by=MANAGER, limit=50).opt_outs)

    return count


def test_the_same_call_is_answered_as_it_was_and_done_once(
    platform: httpx.Client, listed: Callable[[], int]
) -> None:
    first, again = put(platform), put(platform)

    assert again.json() == first.json()
    assert again.status_code == first.status_code
    assert "idempotent-replayed" not in first.headers
    assert again.headers["idempotent-replayed"] == "true"
    assert listed() == 1


def test_the_same_key_for_another_call_is_refused(
    platform: httpx.Client, listed: Callable[[], int]
) -> None:
    put(platform)

    answer = put(platform, body=OTHER)

    assert answer.status_code == 422
    assert answer.json()["type"] == "/docs#used-for-other-call"
    assert listed() == 1


def test_keys_of_two_programs_have_nothing_to_do_with_each_other(
    platform: httpx.Client, client: Callable[[str], httpx.Client], make_key: MakeKey
) -> None:
    put(platform)
    another = client(make_key("Another")[1])

    assert put(another, body=OTHER).json()["opted_out"] == 1


def test_a_call_that_was_refused_may_be_made_again_with_its_key(platform: httpx.Client) -> None:
    assert put(platform, body=BODY | {"sender": "99999"}).status_code == 422

    assert put(platform).json()["opted_out"] == 1


def test_a_call_while_the_same_is_being_answered_waits_outside(
    platform: httpx.Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    begun, go_on = Event(), Event()
    add = api_changes.add

    def slow(*given: object, **named: object) -> object:
        begun.set()
        assert go_on.wait(10)
        return add(*given, **named)  # type: ignore[arg-type]

    monkeypatch.setattr(api_changes, "add", slow)
    with ThreadPoolExecutor(1) as pool:
        first = pool.submit(put, platform)
        assert begun.wait(10)
        meanwhile = put(platform)
        go_on.set()

    assert meanwhile.status_code == 409
    assert meanwhile.json()["type"] == "/docs#still-answering"
    assert meanwhile.headers["retry-after"] == "1"
    assert first.result().json()["opted_out"] == 1


@pytest.fixture
def key(make_key: MakeKey) -> Key:
    return make_key()[0]


def call(key: KeyId) -> Call:
    return Call(key, "one", "fingerprint")


def test_a_call_that_died_with_its_process_is_made_anew_after_a_while(
    core: Core, key: Key, clock: Clock
) -> None:
    assert api_answers.begin(core, call(key.id)) is None
    with pytest.raises(api_answers.BeingAnswered):
        api_answers.begin(core, call(key.id))

    clock.advance(minutes=3)

    assert api_answers.begin(core, call(key.id)) is None


def test_an_answer_is_kept_for_a_day(core: Core, key: Key, clock: Clock) -> None:
    answered = api_answers.Answered(200, "{}")
    api_answers.begin(core, call(key.id))
    api_answers.keep(core, call(key.id), answered)

    clock.advance(hours=23)
    api_answers.forget_old(core)
    assert api_answers.begin(core, call(key.id)) == answered

    clock.advance(hours=2)
    api_answers.forget_old(core)
    assert api_answers.begin(core, call(key.id)) is None
