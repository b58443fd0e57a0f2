"""What the page gets from the server, and what it can ask for."""

from __future__ import annotations

import json
import urllib.error
import urllib.parse
import urllib.request
from typing import TYPE_CHECKING, Any

import pytest
from websockets.sync.client import connect

if TYPE_CHECKING:
    from collections.abc import Iterator

    from slack_bolt import Ack
    from slack_sdk import WebClient

    from bot.sandbox.server import Sandbox

Json = dict[str, Any]
UNDO = {
    "type": "actions",
    "block_id": "row",
    "elements": [
        {"type": "button", "action_id": "undo", "text": {"type": "plain_text", "text": "Undo"}}
    ],
}


class Page:
    """The page as the server knows it: requests in the name of one person."""

    def __init__(self, slack: Sandbox, who: str) -> None:
        self.slack = slack
        self.who = who

    def url(self, path: str, **query: str) -> str:
        return f"{self.slack.page_url}{path}?{urllib.parse.urlencode({'as': self.who, **query})}"

    def asks(self, url: str, body: bytes | None = None, **headers: str) -> bytes:
        request = urllib.request.Request(url, body, headers)  # noqa: S310 - the sandbox
        with urllib.request.urlopen(request) as response:  # noqa: S310 - the sandbox
            return bytes(response.read())

    def state(self) -> Json:
        return dict(json.loads(self.asks(self.url("state"))))

    def acts(self, act: str, **wish: Any) -> Json:
        body = json.dumps({"act": act, **wish}).encode()
        return dict(json.loads(self.asks(self.url("act"), body)))

    def uploads(self, name: str, content: bytes) -> Json:
        return dict(json.loads(self.asks(self.url("upload", name=name), content)))

    def last(self, channel: str) -> Json:
        return dict(self.state()["messages"][channel][-1])


@pytest.fixture
def thandi(slack: Sandbox) -> Page:
    return Page(slack, "U0THANDI")


def test_the_page_itself_is_served(slack: Sandbox, thandi: Page) -> None:
    assert b"<html" in thandi.asks(slack.page_url)


def test_the_state_holds_what_one_person_may_see(slack: Sandbox, client: WebClient) -> None:
    client.chat_postEphemeral(channel="C0PARTNER", user="U0THANDI", text="Psst")
    for_thandi, for_alex = (Page(slack, each).state() for each in ("U0THANDI", "U0ALEX"))

    assert [each["id"] for each in for_alex["channels"]] == ["C0PARTNER"]
    assert for_alex["messages"] == {"C0PARTNER": []}
    assert for_thandi["messages"]["C0PARTNER"][0]["ephemeral"] is True
    assert {each["id"]: each["kind"] for each in for_alex["people"]}["U0ALEX"] == "stranger"
    assert for_thandi["team"] == {"id": "T0BAOBAB", "name": "Baobab Group"}
    assert for_thandi["commands"][0]["command"] == "/optout"
    assert {each["type"] for each in for_thandi["shortcuts"]} == {"message", "global"}
    assert for_thandi["bot"] == {"connected": False, "transport": "socket"}
    assert {each["name"] for each in for_thandi["faults"]} >= {"slow", "duplicate"}


def test_nobody_is_nobody(slack: Sandbox) -> None:
    with pytest.raises(urllib.error.HTTPError, match="404") as refused:
        Page(slack, "U0NOBODY").state()
    refused.value.close()


def test_the_page_posts_and_marks_as_read(slack: Sandbox, thandi: Page, client: WebClient) -> None:
    posted = thandi.acts("post", channel="C0OPTOUT", text="Hello <all>")
    assert posted["ok"]
    assert thandi.last("C0OPTOUT")["text"] == "Hello &lt;all&gt;"

    client.chat_postMessage(channel="C0OPTOUT", text="Hello Thandi")

    def unread() -> int:
        channels = {each["id"]: each for each in thandi.state()["channels"]}
        return int(channels["C0OPTOUT"]["unread"])

    assert unread() == 1
    thandi.acts("read", channel="C0OPTOUT")
    assert unread() == 0
    assert slack.person("thandi").sees("#opt-outs")[-1].text == "Hello Thandi"


def test_trouble_comes_back_in_words(thandi: Page) -> None:
    answer = thandi.acts("post", channel="C0OPTOUT", text="/optout help")

    assert answer == {"ok": False, "trouble": '/optout failed with the error "dispatch_failed"'}
    assert thandi.last("C0OPTOUT")["trouble"] is True


def test_a_form_goes_from_opening_to_errors_to_done(
    bot: Any, opens: Any, modal: Any, thandi: Page
) -> None:
    opens(modal())
    refused: Json = {"response_action": "errors", "errors": {"numbers": "Too short"}}
    answers: Iterator[Json] = iter([refused, {}])

    @bot.app.view("form")
    def submitted(ack: Ack) -> None:
        ack(**next(answers))

    assert thandi.acts("post", channel="C0OPTOUT", text="/optout add")["ok"]
    (shown,) = thandi.state()["modals"]
    assert shown["view"]["title"]["text"] == "Form"

    state = {"numbers": {"numbers_typed": {"type": "plain_text_input", "value": "083"}}}
    assert thandi.acts("submit", view=shown["id"], state=state)["ok"]
    (shown,) = thandi.state()["modals"]
    assert shown["errors"] == {"numbers": "Too short"}
    assert shown["view"]["state"]["values"] == state

    assert thandi.acts("submit", view=shown["id"], state=state)["ok"]
    assert thandi.state()["modals"] == []
    assert thandi.acts("close", view=shown["id"])["trouble"] == "This is no longer here."


def test_a_click_and_a_shortcut(slack: Sandbox, bot: Any, thandi: Page) -> None:
    @bot.app.action("undo")
    def undo(ack: Ack, respond: Any) -> None:
        ack()
        respond("Undone", replace_original=True)

    @bot.app.shortcut("optout_from_message")
    def shortcut(ack: Ack) -> None:
        ack()

    ts = bot.client.chat_postMessage(channel="C0OPTOUT", text="Added", blocks=[UNDO])["ts"]
    message = {"channel": "C0OPTOUT", "ts": ts}
    where = {"message": message}
    assert thandi.acts("click", where=where, block_id="row", action_id="undo", value={})["ok"]
    assert thandi.last("C0OPTOUT")["text"] == "Undone"
    assert thandi.last("C0OPTOUT")["edited"] is True

    assert thandi.acts("shortcut", callback_id="optout_from_message", message=message)["ok"]
    gone = thandi.acts("click", where=where, block_id="row", action_id="undo", value={})
    assert gone["trouble"] == "This is no longer here."
    assert slack.person("thandi").trouble == ""


def test_somebody_elses_form_is_out_of_reach(
    slack: Sandbox, opens: Any, modal: Any, thandi: Page
) -> None:
    opens(modal())
    thandi.acts("post", channel="C0OPTOUT", text="/optout add")
    (view,) = thandi.state()["modals"]

    pieter = Page(slack, "U0PIETER")
    assert pieter.state()["modals"] == []
    assert pieter.acts("close", view=view["id"])["ok"] is False


def test_options_are_asked_for_as_one_types(bot: Any, opens: Any, modal: Any, thandi: Page) -> None:
    select = {"type": "external_select", "action_id": "source", "min_query_length": 1}
    label = {"type": "plain_text", "text": "Source"}
    block = {"type": "input", "block_id": "source", "label": label, "element": select}
    opens(modal(block))
    offered = [{"text": {"type": "plain_text", "text": "Sales"}, "value": "1"}]

    @bot.app.options("source")
    def offer(ack: Ack) -> None:
        ack(options=offered)

    thandi.acts("post", channel="C0OPTOUT", text="/optout add")
    (view,) = thandi.state()["modals"]
    wish = {"where": {"view": view["id"]}, "block_id": "source", "action_id": "source"}

    assert thandi.acts("options", **wish, query="Sa")["options"] == offered
    assert thandi.acts("options", **wish, query="")["options"] == []


def test_home_and_direct_messages_open(bot: Any, thandi: Page) -> None:
    @bot.app.event("app_home_opened")
    def publish(client: WebClient, event: Json) -> None:
        view = {"type": "home", "blocks": [{"type": "divider"}]}
        client.views_publish(user_id=event["user"], view=view)

    assert thandi.acts("home")["ok"]
    assert thandi.state()["home"]["view"]["blocks"][0]["type"] == "divider"
    assert thandi.acts("dm") == {"ok": True, "channel": "D0THANDI"}


def test_an_uploaded_file_is_shared_by_the_next_message(slack: Sandbox, thandi: Page) -> None:
    file = thandi.uploads("numbers.csv", b"083")["file"]
    assert (file["name"], file["size"], file["mimetype"]) == ("numbers.csv", 3, "text/csv")
    pieter = Page(slack, "U0PIETER")
    with pytest.raises(urllib.error.HTTPError, match="404") as refused:
        pieter.asks(pieter.url(f"download/{file['id']}"))
    refused.value.close()

    thandi.acts("post", channel="C0OPTOUT", text="", files=[file["id"]])
    assert pieter.last("C0OPTOUT")["files"][0]["name"] == "numbers.csv"
    assert pieter.asks(pieter.url(f"download/{file['id']}")) == b"083"


def test_faults_are_switched_from_the_page(slack: Sandbox, thandi: Page) -> None:
    thandi.acts("fault", name="slow", on=True)
    assert slack.faults.is_on("slow")
    assert {each["name"]: each["on"] for each in thandi.state()["faults"]}["slow"] is True

    thandi.acts("fault", name="slow", on=False)
    assert not slack.faults.is_on("slow")


@pytest.mark.parametrize(
    "wish",
    [
        {"act": "explode"},
        {"act": "post"},
        {"act": "click", "where": {}},
        {"act": "submit", "view": "V0"},
        {"act": "post", "channel": "C0OPTOUT", "text": " "},
        {"act": "shortcut", "callback_id": "unknown", "message": None},
        {"act": "fault", "name": "earthquake", "on": True},
    ],
)
def test_a_wish_that_makes_no_sense_is_refused_kindly(thandi: Page, wish: Json) -> None:
    answer = thandi.acts(**wish)

    assert answer["ok"] is False
    assert answer["trouble"]


def test_the_page_hears_when_something_changed(slack: Sandbox, client: WebClient) -> None:
    address = slack.page_url.replace("http:", "ws:") + "live?as=U0THANDI"
    with connect(address) as live:
        before = json.loads(live.recv())["version"]
        client.chat_postMessage(channel="C0OPTOUT", text="News")
        after = json.loads(live.recv(timeout=5))["version"]

    assert after > before


def test_another_site_in_the_same_browser_has_no_say(thandi: Page) -> None:
    body = json.dumps({"act": "home"}).encode()
    with pytest.raises(urllib.error.HTTPError, match="403") as refused:
        thandi.asks(thandi.url("act"), body, Origin="https://elsewhere.example")
    refused.value.close()
