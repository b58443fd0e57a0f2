"""Who may call, how often, and what a call that is not done is answered."""

import inspect
import re
import shutil
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import httpx
import pytest
from fastapi import FastAPI

from bot.http_app import HttpServer
from handlers.http import api
from handlers.http.api import limiting, problem_words, problems, rejected
from handlers.http.api.limiting import Limiter
from handlers.http.api.rejected import TooManyCalls
from optouts import errors, keys
from optouts.api_key import Key, KeyId
from optouts.core import Core
from optouts.words import WorkspaceId
from tests.conftest import Clock
from tests.handlers.http.api.conftest import MANAGER, MakeKey
from tests.handlers.http.conftest import PATIENCE
from tests.handlers.slack.test_errors import made, refusals

Client = Callable[[str], httpx.Client]
ASKED = {"numbers": ["+27831234567"]}
OPT_OUT = {"numbers": ["+27831234567"], "channel": "sms", "sender": "31331"}


@pytest.fixture
def database_url(sqlite_template: Path, tmp_path: Path) -> str:
    """Of one engine: what is looked at here has nothing to do with the database."""
    return f"sqlite:///{shutil.copy(sqlite_template, tmp_path / 'optout.db')}"


def problem(answer: httpx.Response) -> str:
    """The end of the type of a problem, which has all that it must have."""
    told = answer.json()
    assert answer.headers["content-type"] == "application/problem+json"
    assert told["status"] == answer.status_code
    assert told["title"]
    assert told["detail"].endswith(".")
    return str(told["type"]).rpartition("#")[2]


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"Authorization": "Bearer"},
        {"Authorization": "Bearer optout_wrong"},
        {"Authorization": "Bearer letmein"},
        {"Authorization": "Basic b3B0b3V0Og=="},
    ],
)
def test_a_call_without_a_key_that_is_in_use_is_refused(
    origin: str, headers: dict[str, str]
) -> None:
    answer = httpx.post(f"{origin}/v1/check", json=ASKED, headers=headers)

    assert (answer.status_code, problem(answer)) == (401, "key-needed")
    assert answer.headers["www-authenticate"].startswith("Bearer")


def test_a_key_that_is_revoked_opens_nothing_from_then_on(
    client: Client, make_key: MakeKey, core: Core, workspace: WorkspaceId
) -> None:
    key, secret = make_key()
    platform = client(secret)
    assert platform.post("/v1/check", json=ASKED).status_code == 200

    keys.revoke(core, workspace, key.id, by=MANAGER)

    assert platform.post("/v1/check", json=ASKED).status_code == 401


def test_a_key_that_reads_changes_nothing(client: Client, make_key: MakeKey) -> None:
    reader = client(make_key(writes=False)[1])

    answer = reader.post("/v1/opt-outs", json=OPT_OUT)

    assert (answer.status_code, problem(answer)) == (403, "reading-key")
    assert reader.post("/v1/check", json=ASKED).json()["free"] == 1


@pytest.fixture
def noted(monkeypatch: pytest.MonkeyPatch) -> threading.Semaphore:
    """One more each time that the use of a key was noted, which is after the answer."""
    noted = threading.Semaphore(0)
    note_use = keys.note_use

    def note(core: Core, key: Key) -> None:
        note_use(core, key)
        noted.release()

    monkeypatch.setattr(keys, "note_use", note)
    return noted


def test_the_last_use_of_a_key_is_known_to_the_minute(
    platform: httpx.Client,
    core: Core,
    workspace: WorkspaceId,
    clock: Clock,
    noted: threading.Semaphore,
) -> None:
    def used() -> object:
        (key,) = keys.of_workspace(core, workspace, by=MANAGER)
        return key.used_at

    platform.post("/v1/check", json=ASKED)
    assert noted.acquire(timeout=PATIENCE)
    first = clock.now
    assert used() == first
    clock.advance(seconds=59)
    platform.post("/v1/check", json=ASKED)
    assert used() == first
    clock.advance(seconds=1)
    platform.post("/v1/check", json=ASKED)
    assert noted.acquire(timeout=PATIENCE)
    assert used() == clock.now
    assert not noted.acquire(blocking=False)


def test_every_answer_says_how_many_calls_are_left(platform: httpx.Client) -> None:
    first = platform.post("/v1/check", json=ASKED)
    refused = platform.post("/v1/check", json={})

    assert first.headers["x-ratelimit-limit"] == "30000"
    assert first.headers["x-ratelimit-remaining"] == "29999"
    assert int(first.headers["x-ratelimit-reset"]) >= 1
    assert refused.status_code == 422
    assert "x-ratelimit-remaining" in refused.headers


@pytest.fixture
def narrow(core: Core) -> Iterator[str]:
    """Where a program listens of which a key may ask two things a minute."""
    http = FastAPI()
    api.join(http, core, calls_a_minute=2, public_url="", wake=lambda: None)
    server = HttpServer(http, host="127.0.0.1", port=0)
    server.start()
    yield f"http://127.0.0.1:{server.port}/v1/check"
    server.stop()


def test_too_many_calls_are_told_when_to_come_back(narrow: str, make_key: MakeKey) -> None:
    many, few = ({"Authorization": f"Bearer {make_key(name)[1]}"} for name in ("Many", "Few"))
    answers = [httpx.post(narrow, json=ASKED, headers=many) for _ in range(3)]

    assert [each.status_code for each in answers] == [200, 200, 429]
    assert problem(answers[2]) == "too-many-calls"
    assert 1 <= int(answers[2].headers["retry-after"]) <= 30
    assert httpx.post(narrow, json=ASKED, headers=few).status_code == 200


def test_calls_fill_up_again_evenly() -> None:
    now = [0.0]
    limiter = Limiter(60, lambda: now[0])
    key = KeyId(1)
    for _ in range(60):
        limiter.take(key)

    with pytest.raises(TooManyCalls) as refused:
        limiter.take(key)
    assert refused.value.seconds == 1
    now[0] = 1.0
    assert limiter.take(key).remaining == 0
    now[0] = 31.0
    left = limiter.take(key)
    assert (left.remaining, left.seconds) == (29, 31)


def test_a_body_that_is_too_large_is_refused_however_it_is_sent(platform: httpx.Client) -> None:
    chunk = b"x" * 1_000_000

    def parts() -> Iterator[bytes]:
        yield from [chunk] * (limiting.LARGEST // len(chunk) + 1)

    json = {"Content-Type": "application/json"}
    answer = platform.post("/v1/check", content=parts(), headers=json)

    assert (answer.status_code, answer.json()["title"]) == (413, "Too large")


@pytest.mark.parametrize(
    ("method", "path", "content", "status"),
    [
        ("GET", "/v1/nothing", b"", 404),
        ("PATCH", "/v1/check", b"", 405),
        ("POST", "/v1/check", b"{", 422),
        ("POST", "/v1/check", b'{"numbers": "1"}', 422),
        ("POST", "/v1/check", b'{"numbers": ["\\ud800"]}', 422),
        ("POST", "/v1/check", b"\xff\xfe", 422),
    ],
)
def test_what_cannot_be_understood_is_a_problem_as_well(
    platform: httpx.Client, method: str, path: str, content: bytes, status: int
) -> None:
    json = {"Content-Type": "application/json"}
    answer = platform.request(method, path, content=content, headers=json)

    assert answer.status_code == status
    problem(answer)


def test_a_wrong_value_is_named_by_its_place_and_never_repeated(platform: httpx.Client) -> None:
    answer = platform.post("/v1/check", json={"numbers": ["+27831234567", ["+27829876543"]]})

    (fault,) = answer.json()["errors"]
    assert fault["where"] == "body.numbers.1"
    assert "+2782" not in answer.text


def test_what_nobody_foresaw_is_our_fault_and_betrays_nothing(
    platform: httpx.Client, core: Core, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object) -> None:
        raise KeyError("secret")

    monkeypatch.setattr(core.database, "asked", broken)
    answer = platform.post("/v1/check", json=ASKED)

    assert (answer.status_code, problem(answer)) == (500, "about:blank")
    assert "secret" not in answer.text


KINDS = [*refusals(errors, errors.Refusal), *refusals(rejected, rejected.Rejected)]


@pytest.mark.parametrize("kind", KINDS)
def test_every_refusal_has_words_and_a_status_of_its_own(kind: type[Exception]) -> None:
    for error in made(kind):
        answer = problems.of(error)
        told = bytes(answer.body).decode()

        assert answer.status_code == problem_words.WORDS[kind].status
        assert 400 <= answer.status_code < 600
        assert f"/docs#{problem_words.slug(kind)}" in told
        assert not re.search(r"\{\w+\}|None|<built", told)


def test_no_two_refusals_have_one_title() -> None:
    titles = [words.title for words in problem_words.WORDS.values()]

    assert len(set(problem_words.WORDS)) == len(titles)
    assert all(inspect.isclass(kind) for kind in problem_words.WORDS)


def test_the_page_for_people_shows_every_call_and_loads_nothing_from_elsewhere(
    origin: str,
) -> None:
    page = httpx.get(f"{origin}/docs")
    document = httpx.get(f"{origin}/openapi.json").json()

    for path in document["paths"]:
        assert path in page.text
    for kind in KINDS:
        assert f'id="{problem_words.slug(kind)}"' in page.text
    assert not re.search(r"<script|https?://(?!optout\.example)", page.text)
    assert page.headers["content-security-policy"].startswith("default-src 'none'")


def test_the_document_names_every_answer_that_a_call_may_have(origin: str) -> None:
    document = httpx.get(f"{origin}/openapi.json").json()

    for path, calls in document["paths"].items():
        for method, call in calls.items():
            assert {"401", "422", "429", "503"} <= set(call["responses"]), (method, path)
            assert call["security"] == [{"key": []}]
    assert "examples" in document["components"]["schemas"]["Question"]
