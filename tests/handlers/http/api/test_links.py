"""Links made by a platform, and what people see who open them."""

from collections.abc import Callable, Iterator

import httpx
import pytest

from handlers.http.pages.languages import LANGUAGES
from optouts import workspaces
from optouts.core import Core
from optouts.words import WorkspaceId
from storage.engine import DatabaseUnavailable
from tests.conftest import Clock
from tests.handlers.http.api.conftest import MANAGER, PUBLIC, MakeKey, serving

# What the database has to do with it is told of in tests/optouts/test_links.py.
pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)

SIPHO = "+27831234567"
HERE = {"channel": "sms", "sender": "31331"}


@pytest.fixture
def reader(origin: str) -> Iterator[httpx.Client]:
    """A browser."""
    with httpx.Client(base_url=origin) as browser:
        yield browser


@pytest.fixture
def link(platform: httpx.Client) -> str:
    return made(platform)


def made(platform: httpx.Client, **more: str) -> str:
    """The path of a new link for Sipho."""
    answer = platform.post("/v1/links", json={"numbers": ["083 123 4567"], **HERE, **more})
    assert answer.status_code == 200, answer.text
    (one,) = answer.json()["links"]
    assert one["e164"] == SIPHO
    url: str = one["url"]
    return url.removeprefix(PUBLIC)


def standing(platform: httpx.Client) -> list[object]:
    found: list[object] = platform.get(f"/v1/opt-outs/{SIPHO}").json()["standing"]
    return found


def test_a_link_is_short_and_says_nothing_of_the_person(link: str) -> None:
    assert len(PUBLIC + link) <= 60
    assert "831234567" not in link


def test_links_are_made_for_many_and_what_cannot_be_read_is_told(platform: httpx.Client) -> None:
    body = {"numbers": [SIPHO, "12", SIPHO], **HERE, "campaign": "spring"}

    first, bad, second = platform.post("/v1/links", json=body).json()["links"]

    assert first["url"] == second["url"]
    assert first["expires"] == "2026-04-30T09:00:00Z"
    assert bad == {"number": "12", "fault": "too_short"}


def test_opening_a_link_asks_and_pressing_the_button_opts_out(
    platform: httpx.Client, reader: httpx.Client, link: str, woken: list[bool]
) -> None:
    for look in (reader.get, reader.head):
        assert look(link).status_code == 200
    asked = reader.get(link).text
    assert "Stop messages from Baobab?" in asked
    assert "+27…4567" in asked
    assert "831234567" not in asked
    assert (standing(platform), woken) == ([], [])

    answer = reader.post(link)

    assert "You get no more of these messages" in answer.text
    assert len(standing(platform)) == 1
    assert woken == [True]


def test_pressing_twice_is_one_change_and_a_reader_may_take_it_back(
    platform: httpx.Client, reader: httpx.Client, link: str, clock: Clock
) -> None:
    reader.post(link)
    clock.advance(minutes=3)
    assert "within 7 minutes" in reader.post(link, data={"List-Unsubscribe": "One-Click"}).text

    taken_back = reader.post(f"{link}/undo")

    assert "You get these messages again" in taken_back.text
    assert standing(platform) == []
    history = platform.get(f"/v1/opt-outs/{SIPHO}").json()["history"]
    assert [each["origin"] for each in history] == ["link", "link"]
    assert "Stop messages from" in reader.get(f"{link}/undo").text


def test_links_that_do_not_work_help_all_the_same(
    platform: httpx.Client, reader: httpx.Client, link: str, clock: Clock
) -> None:
    unknown = reader.get("/u/nothing")
    assert unknown.status_code == 404
    assert "We do not know this link" in unknown.text
    assert reader.post("/u/nothing").status_code == 404

    clock.advance(days=60)
    expired = reader.post(link)
    assert expired.status_code == 410
    assert "answer STOP" in expired.text
    assert "<form" not in expired.text
    assert standing(platform) == []


def test_links_are_taken_back_one_by_one_and_all_of_a_key(
    platform: httpx.Client,
    reader: httpx.Client,
    client: Callable[[str], httpx.Client],
    make_key: MakeKey,
) -> None:
    first, second = made(platform), made(platform)
    other = made(client(make_key("Other")[1]))

    one = platform.delete(first.replace("/u/", "/v1/links/"))
    rest = platform.delete("/v1/links")

    assert (one.json(), rest.json()) == ({"revoked": 1}, {"revoked": 1})
    assert [reader.get(each).status_code for each in (first, second, other)] == [410, 410, 200]
    assert platform.delete("/v1/links/nothing").status_code == 404


def test_a_page_is_kept_nowhere_and_needs_nothing_from_elsewhere(
    reader: httpx.Client, link: str
) -> None:
    answer = reader.get(link)

    assert answer.headers["cache-control"] == "no-store"
    assert answer.headers["referrer-policy"] == "no-referrer"
    assert "noindex" in answer.headers["x-robots-tag"]
    assert "default-src 'none'" in answer.headers["content-security-policy"]
    assert "set-cookie" not in answer.headers
    for foreign in ("<script", "http://", "https://", "src="):
        assert foreign not in answer.text


def test_a_page_is_in_the_language_of_its_link_or_of_its_reader(
    platform: httpx.Client, reader: httpx.Client, link: str
) -> None:
    german = made(platform, language="de")

    def language(path: str, accepted: str) -> str:
        text = reader.get(path, headers={"Accept-Language": accepted}).text
        return text.split('lang="')[1][:2]

    assert language(german, "fr") == "de"
    assert language(link, "xx, fr-CA;q=0.5, es;q=0.9") == "es"
    assert language(link, "pt-BR;q=0.3;x, nl;q=0") == "en"
    assert language("/u/nothing", "zu") == "zu"


def test_every_language_says_everything_with_the_name_of_the_business(
    platform: httpx.Client, reader: httpx.Client
) -> None:
    for language, wording in LANGUAGES.items():
        path = made(platform, language=language)

        pages = [reader.get(path), reader.post(path), reader.post(f"{path}/undo")]

        titles = (wording.asks, wording.opted_out, wording.taken_back)
        for page, title in zip(pages, titles, strict=True):
            assert title.format(business="Baobab").split("’")[0] in page.text
            assert "{" not in page.text.split("</style>")[1]


def test_what_a_business_is_called_is_text_and_nothing_else(
    platform: httpx.Client, reader: httpx.Client, core: Core, workspace: WorkspaceId
) -> None:
    path = made(platform)
    values = {"business": "<b>{Baobab}</b>"}
    workspaces.change_preferences(core, workspace, values, by=MANAGER)

    text = reader.get(path).text

    assert "&lt;b&gt;{Baobab}&lt;/b&gt;" in text
    assert "<b>" not in text


def test_a_person_is_told_when_the_database_is_away(
    reader: httpx.Client, link: str, core: Core, monkeypatch: pytest.MonkeyPatch
) -> None:
    def away() -> None:
        raise DatabaseUnavailable

    monkeypatch.setattr(core.database, "writing", lambda **_: away())

    answer = reader.post(link)

    assert answer.status_code == 503
    assert "Please try again in a minute" in answer.text
    assert answer.headers["retry-after"] == "60"


def test_behind_a_folder_of_its_own_the_buttons_lead_into_it(core: Core, link: str) -> None:
    with serving(core, [], public_url="https://example.com/optout/") as origin:
        page = httpx.get(f"{origin}{link}").text

    assert f'action="/optout{link}"' in page


def test_without_a_public_address_no_links_are_made(core: Core, platform: httpx.Client) -> None:
    with serving(core, [], public_url="") as origin:
        body = {"numbers": [SIPHO], **HERE}
        refused = httpx.post(f"{origin}/v1/links", json=body, headers=platform.headers)

    assert (refused.status_code, refused.json()["title"]) == (409, "No public address")
