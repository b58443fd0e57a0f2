"""The pages behind opt-out links: GET asks, POST does it, and a second POST takes it back.

Programs that look for dangerous addresses open every link of a message, so opening one changes
nothing. What a POST holds is not read.
"""

import math
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import Annotated, Final
from urllib.parse import urlsplit

from fastapi import APIRouter, Header, Response, status
from fastapi.responses import HTMLResponse

from handlers.http.pages import page
from handlers.http.pages.languages import LANGUAGES, chosen
from handlers.http.pages.page import Button, Content
from handlers.http.pages.wording import Wording
from optouts import links
from optouts.core import Core
from optouts.errors import StorageAway
from optouts.links import State, View
from optouts.words import Channel

PREFIX: Final = "/u"
CHANNELS: Final = {Channel.SMS: "SMS", Channel.WHATSAPP: "WhatsApp"}
GONE: Final = frozenset({State.EXPIRED, State.REVOKED})
MINUTE: Final = 60

Accepted = Annotated[str, Header(alias="accept-language")]


def address(public_url: str, token: str) -> str:
    """Where a link leads."""
    return f"{public_url.rstrip('/')}{PREFIX}/{token}"


def router(core: Core, wake: Callable[[], None], public_url: str) -> APIRouter:
    """`wake` is called when the team may have to be told of something."""
    pages = APIRouter(prefix=PREFIX, include_in_schema=False, default_response_class=HTMLResponse)
    # What is outside may have a folder for us in front of our own addresses.
    door = _Door(core, urlsplit(public_url).path.rstrip("/") + PREFIX)

    # The second is where a button led to, for who loads the page again.
    @pages.get("/{token}")
    @pages.head("/{token}")
    @pages.get("/{token}/undo")
    def ask(token: str, accept_language: Accepted = "") -> Response:
        return door.answer(links.look, token, accept_language)

    @pages.post("/{token}")
    def opt_out(token: str, accept_language: Accepted = "") -> Response:
        answer = door.answer(links.opt_out, token, accept_language)
        wake()
        return answer

    @pages.post("/{token}/undo")
    def take_back(token: str, accept_language: Accepted = "") -> Response:
        answer = door.answer(links.take_back, token, accept_language)
        wake()
        return answer

    return pages


@dataclass(frozen=True, slots=True)
class _Door:
    """`folder` is where the pages are, as a browser sees it."""

    core: Core
    folder: str

    def answer(
        self, does: Callable[[Core, str], View | None], token: str, accepted: str
    ) -> Response:
        try:
            view = does(self.core, token)
        except StorageAway:
            return _page(chosen("", accepted), _away, status.HTTP_503_SERVICE_UNAVAILABLE)
        if view is None:
            return _page(chosen("", accepted), _unknown, status.HTTP_404_NOT_FOUND)
        content = partial(_content, view, f"{self.folder}/{token}", self.core.clock())
        code = status.HTTP_410_GONE if view.state in GONE else status.HTTP_200_OK
        return _page(chosen(view.language, accepted), content, code)


def _page(language: str, told: Callable[[Wording], Content], code: int) -> Response:
    headers = dict(page.HEADERS)
    if code == status.HTTP_503_SERVICE_UNAVAILABLE:
        headers["Retry-After"] = str(MINUTE)
    text = page.drawn(language, told(LANGUAGES[language]))
    return HTMLResponse(text, code, headers=headers)


def _away(wording: Wording) -> Content:
    return Content(wording.away, wording.away_more)


def _unknown(wording: Wording) -> Content:
    return Content(wording.unknown, wording.unknown_more)


def _content(view: View, here: str, now: datetime, wording: Wording) -> Content:
    title, text = _told(view.state, wording)
    business = view.business or wording.business
    left = _minutes_left(view, now)
    return Content(
        title.format(business=business),
        text.format(business=business),
        facts=(
            (wording.number, view.number.masked),
            (wording.messages, f"{CHANNELS[view.channel]} · {view.sender or wording.every_sender}"),
        ),
        before_button=wording.by_mistake.format(minutes=left) if left else "",
        button=_button(view, here, wording),
    )


def _told(state: State, wording: Wording) -> tuple[str, str]:
    match state:
        case State.ASKS:
            return wording.asks, wording.asks_more
        case State.OPTED_OUT:
            return wording.opted_out, wording.opted_out_more
        case State.TAKEN_BACK:
            return wording.taken_back, wording.taken_back_more
        case State.TOO_LATE:
            return wording.too_late, wording.too_late_more
        case State.EXPIRED | State.REVOKED:
            return wording.expired, wording.expired_more


def _button(view: View, here: str, wording: Wording) -> Button | None:
    match view.state:
        case State.ASKS:
            return Button(wording.stop, here)
        case State.TAKEN_BACK:
            return Button(wording.stop, here, is_quiet=True)
        case State.OPTED_OUT if view.undo_until is not None:
            return Button(wording.undo, f"{here}/undo", is_quiet=True)
        case _:
            return None


def _minutes_left(view: View, now: datetime) -> int:
    """Begun ones count: whoever reads it has at most so many."""
    if view.state is not State.OPTED_OUT or view.undo_until is None:
        return 0
    return max(1, math.ceil((view.undo_until - now).total_seconds() / MINUTE))
