"""Payloads that nobody was ever offered: every id of ours, sent by whoever one likes."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from bot.sandbox import company, payloads
from bot.sandbox.acks import Ack
from bot.sandbox.server import Sandbox
from handlers.slack import commands, metadata
from handlers.slack.ids import Button, Field, Form
from handlers.slack.metadata import Metadata

NUMBER = "+27 83 765 4321"

Json = dict[str, Any]


@dataclass(frozen=True)
class Loot:
    """True ids and tokens that somebody got hold of."""

    change: int
    list: int
    sender: int
    account: int
    numbers: str
    wish: str
    filter: str
    asking: int
    replacing: int
    exported: int
    order: str
    spike: int
    schedule: int
    digest: int
    rule: str
    reply: str
    connection: int
    key: int
    review: int


def _option(value: object) -> Json:
    return {"value": str(value), "text": {"type": "plain_text", "text": "chosen"}}


def _picked(*values: object) -> Json:
    return {"selected_options": [_option(value) for value in values]}


def filled(loot: Loot) -> dict[str, Json]:
    """Every field there is, filled in so that each form would do something."""
    one = {
        Field.REGION: "GB",
        Field.CHANNEL: "sms",
        Field.SENDER: loot.sender,
        Field.ACCOUNT: loot.account,
        Field.GROUP: "",
        Field.ROLE: "manager",
        Field.ZONE: "Europe/London",
        Field.DEFAULT_ROLE: "none",
        Field.IMPORT_MODE: "add",
        Field.IMPORT_COLUMN: 0,
        Field.IMPORT_REMOVALS: "none",
        Field.EXPORT_FORMAT: "csv",
        Field.REPORT_WHAT: "changes",
        Field.REPORT_EVERY: "month",
        Field.REPORT_DAY: 15,
        Field.REPORT_FORMAT: "csv",
        Field.EXPORT_STYLE: "plus",
        Field.CONNECTION_PROVIDER: "generic",
        Field.KEY_WRITES: "writes",
        Field.REPLY_KIND: "stopped",
        Field.REPLY_LANGUAGE: "fr",
        Field.STOP_SCOPE: "everywhere",
        Field.CONFIRM: "off",
        Field.DOUBLE_OPT_IN: "on",
        Field.PROFANITY: "off",
        Field.REVIEW_ACTION: "nothing",
        Field.KEYWORD_ACTION: "ask",
        Field.KEYWORD_MATCH: "whole",
        Field.KEYWORD_SCOPE: "everywhere",
        Field.KEYWORD_LANGUAGE: "zu",
        Field.KEYWORD_STATE: "holding",
    }
    several = {
        Field.CHANNELS: ("sms",),
        Field.IMPORT_CHANNELS: ("sms",),
        Field.WHATSAPP_SENDERS: (),
        Field.SMS_SENDERS: (),
        Field.ACCOUNTS: (loot.account,),
        Field.SHORT_OK: ("yes",),
        f"{Field.LISTS}_0": (loot.list,),
        Field.ORIGIN: (),
        Field.EXPORT_COLUMNS: ("note",),
        Field.ENDED_TOO: (),
        Field.KEYWORD_LAW: ("yes",),
        Field.CONNECTION_MAY_REMOVE: ("yes",),
        Field.CONNECTION_FORGET: ("signing_secret",),
    }
    written = {
        Field.NUMBERS: NUMBER,
        Field.NOTE: "crafted",
        Field.REASON: "crafted",
        Field.ADDRESS: "31339",
        Field.LABEL: "Crafted",
        Field.NAME: "Crafted",
        Field.UNDO_DAYS: "0",
        Field.APPROVAL_ABOVE: "100",
        Field.EVIDENCE_DAYS: "30",
        Field.IMPORT_COUNT: "1",
        Field.EXPORT_PURPOSE: "crafted",
        f"{Field.CONNECTION_SECRET}_basic_user": "crafted",
        Field.CONNECTION_ADDRESSES: "192.0.2.0/24",
        Field.REPLY_TEXT: "crafted",
        Field.BUSINESS: "Crafted",
        Field.CONFIRM_MINUTES: "1",
        Field.REVIEW_HOURS: "1",
        Field.LINK_DAYS: "0",
        Field.REVIEW_WORDS: "crafted for all",
        Field.KEYWORD_WORDS: "crafted",
        Field.KEYWORD_TEXT: "crafted",
    }
    return {
        **{name: {"selected_option": _option(each)} for name, each in one.items() if each != ""},
        **{name: _picked(*each) for name, each in several.items()},
        **{name: {"value": each} for name, each in written.items()},
        Field.PERSON: {"selected_user": "U0NALEDI"},
        Field.ANNOUNCEMENTS: {"selected_conversation": "C0PARTNER"},
        Field.REVIEW_CHANNEL: {"selected_conversation": "C0PARTNER"},
        Field.STOP_SCOPE_FROM: {"selected_date": "2026-03-01"},
        Field.EXPORT_PLACE: {"selected_conversation": "C0PARTNER"},
        Field.REPORT_TIME: {"selected_time": "09:30"},
        Field.REPORT_CHANNELS: {"selected_conversations": ["C0OPTOUT"]},
        Field.REPORT_PEOPLE: {"selected_users": ["U0NALEDI"]},
        Field.IMPORT_FILE: {"files": [{"id": "F0LIST", "name": "list.csv", "size": 7}]},
    }


SUBJECTS = {
    Form.UNDO_REASON: "change",
    Form.SENDER_RENAME: "sender",
    Form.ACCOUNT: "account",
    Form.IMPORT_OPTIONS: "asking",
    Form.IMPORT_REPLACE: "replacing",
    Form.EXPORT: "change",
    Form.REPORT: "schedule",
    Form.CONNECTION: "connection",
    Form.CONNECTION_RENEW: "connection",
    Form.CONNECTION_RETIRE: "connection",
    Form.KEYWORD: "rule",
    Form.REVIEW_RULE: "review",
    Form.REPLY: "reply",
}


def _view(loot: Loot, form: str, who: str, team: str) -> Json:
    subject = getattr(loot, SUBJECTS[Form(form)]) if form in SUBJECTS else "C0PARTNER"
    kept = Metadata(channel="C0PARTNER", draft=loot.numbers, subject=str(subject))
    values = {str(name): {str(name): each} for name, each in filled(loot).items()}
    return {
        "id": f"V0CRAFTED{form.upper()}{who}",
        "team_id": team,
        "type": "modal",
        "callback_id": str(form),
        "hash": "1.crafted",
        "private_metadata": metadata.dumps(kept),
        "blocks": [{"type": "input", "block_id": name} for name in values],
        "state": {"values": values},
    }


class Attacker:
    """Sends what Slack would sign: the person is who they are, all else is made up."""

    def __init__(self, slack: Sandbox, who: str, loot: Loot) -> None:
        self._slack = slack._slack
        self._member = slack.person(who).id
        self._team = self._slack.workspace.members[self._member].team
        self._loot = loot

    def _interaction(self, kind: str) -> Json:
        body = payloads._interaction(self._slack, self._member, kind)
        trigger = self._slack.triggers.issue(self._member, channel="C0PARTNER")
        return body | {"trigger_id": trigger}

    def _sent(self, payload: Json) -> Ack:
        ack = self._slack.delivery.interact("interactive", payload)
        self._slack.settled()
        return ack

    def submits(self, form: Form) -> Ack:
        view = _view(self._loot, form, self._member, self._team)
        return self._sent(self._interaction("view_submission") | {"view": view})

    def clicks(self, action: str, value: str, *, on: str = "message") -> Ack:
        """`on` a message of the channel, an own ephemeral message, the Home tab, or a form."""
        entry = {"action_id": action, "block_id": "b", "type": "button", "value": value}
        overflow = entry | {"type": "overflow", "selected_option": _option(value)}
        body = self._interaction("block_actions")
        body["actions"] = [overflow if "menu" in action else entry]
        if on in ("home", "form"):
            view = _view(self._loot, Form.ADD, self._member, self._team)
            body["view"] = view | ({"type": "home"} if on == "home" else {})
            body["container"] = {"type": "view", "view_id": view["id"]}
            return self._sent(body)
        url = self._slack.response_urls.issue(user=self._member, channel="C0PARTNER")
        body["channel"] = {"id": "C0PARTNER", "name": "partners"}
        body["container"] = {
            "type": "message",
            "message_ts": "1.000001",
            "channel_id": "C0PARTNER",
            "is_ephemeral": on == "ephemeral",
        }
        return self._sent(body | {"response_url": url})

    def asks(self, field: Field, query: str = "o") -> list[Json]:
        """What a menu offers for these letters."""
        view = _view(self._loot, Form.ADD, self._member, self._team)
        body = self._interaction("block_suggestion")
        body |= {"view": view, "action_id": str(field), "block_id": str(field), "value": query}
        answer = self._sent(body).body
        assert isinstance(answer, dict)
        options: list[Json] = answer["options"]
        return options

    def mentions(self, text: str, *, kind: str = "app_mention") -> None:
        """An event as it would come from #partners, or from a direct message."""
        direct = kind == "message"
        inner = {
            "type": kind,
            "user": self._member,
            "team": self._team,
            "user_team": self._team,
            "ts": self._slack.workspace.stamp(),
            "text": text if direct else f"<@{company.BOT_USER}> {text}",
            "channel": self._direct() if direct else "C0PARTNER",
            **({"channel_type": "im"} if direct else {}),
        }
        self._slack.delivery.notify(payloads.event(self._slack, inner, shared=not direct))
        self._slack.settled()

    def _direct(self) -> str:
        room = self._slack.workspace.dm_of(self._member)
        return room.id if room else "D0NOBODY"


def clicks(loot: Loot) -> Iterator[tuple[str, str]]:
    """Every button of ours with every value that could do something."""
    for word in commands.BY_NAME:
        yield f"{Button.OPEN}:{word}", word
    for word in ("add", "remove", "text", "check", "sender"):
        yield f"{Button.OPEN}:{word}", f"{word}:{loot.wish}"
    yield Button.UNDO, str(loot.change)
    yield Button.HISTORY, str(loot.change)
    yield Button.HISTORY, loot.wish
    yield f"{Button.HISTORY_PAGE}:older", f"{loot.wish}:20"
    yield Button.ADD_READABLE, loot.wish
    yield Button.LIST_PAGE, loot.filter
    yield Button.LIST_FILTER, loot.filter
    yield Button.SENDER_ADD, ""
    yield Button.ACCOUNT_ADD, ""
    for deed in ("change", "retire", "restore"):
        yield Button.SENDER_MENU, f"{deed}:{loot.sender}"
        yield Button.ACCOUNT_MENU, f"{deed}:{loot.account}"
    yield Button.CHANNEL_BIND, "C0PARTNER"
    yield Button.ROLE_GIVE, ""
    yield Button.SETTING, "region"
    yield Button.SETTINGS_HISTORY, ""
    yield Button.IMPORT_OPTIONS, str(loot.asking)
    yield Button.IMPORT_REPLACE, str(loot.replacing)
    yield Button.IMPORT_GET, f"{loot.replacing}:leaving"
    yield f"{Button.SPIKE_MUTE}:day", f"{loot.spike}:day"
    for job in (loot.asking, loot.replacing):
        yield Button.IMPORT_CONFIRM, str(job)
        yield Button.IMPORT_APPROVE, str(job)
        yield Button.IMPORT_REFUSE, str(job)
        yield Button.IMPORT_CANCEL, str(job)
    for value in ("", loot.filter, str(loot.change)):
        yield Button.EXPORT, value
    yield Button.REPORT_NEW, ""
    yield Button.REPORT_PAGE, "0"
    yield Button.REPORT_PAUSE, f"{loot.schedule}:on"
    for action in (Button.REPORT_EDIT, Button.REPORT_RUN, Button.REPORT_RUNS, Button.REPORT_DELETE):
        yield action, str(loot.schedule)
    for action in (Button.DIGEST_EXPORT, Button.DIGEST_CHANGES, Button.DIGEST_PAUSE):
        yield action, str(loot.digest)
    yield Button.EXPORT_FILTER, ""
    yield Button.EXPORT_HISTORY, ""
    yield Button.EXPORT_CANCEL, str(loot.asking)
    yield Button.EXPORT_AGAIN, str(loot.exported)
    yield Button.EXPORT_SHARE, loot.order
    yield Button.EXPORT_KEEP, loot.order
    yield from _on_connections(loot)
    yield Button.KEY_ADD, ""
    yield Button.KEY_REVOKE, str(loot.key)
    yield from _on_replies(loot)
    yield from _on_keywords(loot)
    yield from _on_reviews(loot)


def _on_connections(loot: Loot) -> Iterator[tuple[str, str]]:
    yield Button.CONNECTION_ADD, ""
    for deed in ("change", "renew", "retire", "restore"):
        yield Button.CONNECTION_MENU, f"{deed}:{loot.connection}"


def _on_reviews(loot: Loot) -> Iterator[tuple[str, str]]:
    yield f"{Button.REVIEW_PAGE}:newer", "0"
    for action in (Button.REVIEW_ALWAYS, Button.REVIEW_OPT_OUT, Button.REVIEW_ASIDE):
        yield action, str(loot.review)


def _on_replies(loot: Loot) -> Iterator[tuple[str, str]]:
    for action in (Button.REPLY_NEW, Button.REPLY_SETTINGS):
        yield action, ""
    for action in (Button.REPLY_EDIT, Button.REPLY_PREVIEW, Button.REPLY_VERSIONS):
        yield action, loot.reply


def _on_keywords(loot: Loot) -> Iterator[tuple[str, str]]:
    for action in (Button.KEYWORD_PAGE, Button.KEYWORD_FILTER, Button.KEYWORD_TEST):
        yield action, ""
    yield Button.KEYWORD_ADD, "crafted"
    yield Button.KEYWORD_VERSION_MENU, f"0:{loot.rule}"
    for action in (
        Button.KEYWORD_MENU,
        Button.KEYWORD_EDIT,
        Button.KEYWORD_DELETE,
        Button.KEYWORD_RESTORE,
    ):
        yield action, loot.rule
