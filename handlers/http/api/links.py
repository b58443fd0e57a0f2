"""/v1/links: links for messages by which people opt out themselves."""

import logging
from datetime import datetime
from typing import Annotated

from fastapi import APIRouter, Path, Response
from pydantic import BaseModel, Field

from handlers.http import link_pages
from handlers.http.api import addressing, problems
from handlers.http.api.access import Caller, Writes
from handlers.http.api.addressing import MOST_NUMBERS, NO_CONTROLS, Messages, NumberText
from handlers.http.api.idempotency import Once
from handlers.http.api.opt_ins import LanguageText
from handlers.http.api.rejected import NoPublicAddress, UnknownLink
from optouts import links
from optouts.core import Core
from optouts.links import Link, Mailing
from optouts.numbers import E164, UnreadableNumber

logger = logging.getLogger(__name__)


class Making(Messages):
    """Whose messages the links are for. Each link is for one number and this one list."""

    numbers: Annotated[list[NumberText], Field(min_length=1, max_length=MOST_NUMBERS)]
    campaign: Annotated[
        str,
        Field(
            max_length=100,
            pattern=NO_CONTROLS,
            description="What the messages belong to; kept with the opt-outs that come of them.",
            examples=["spring-sale"],
        ),
    ] = ""
    language: LanguageText = ""


class MadeOne(BaseModel):
    """A link, or why there is none. Without `expires` it works for ever."""

    number: str = Field(description="As it was sent.", examples=["083 123 4567"])
    e164: str | None = Field(None, examples=["+27831234567"])
    url: str | None = Field(
        None, examples=["https://optout.example.com/u/AAAAAAAB4p0Yt3sVq1kZb2cM"]
    )
    expires: datetime | None = None
    fault: str | None = Field(None, description="Why the number cannot be read.")


class MadeAll(BaseModel):
    """The links, in the order of the numbers."""

    links: list[MadeOne]


class Revoked(BaseModel):
    """How many links worked until now and do not any more."""

    revoked: int


def router(core: Core, public_url: str) -> APIRouter:
    calls = APIRouter(prefix="/links", tags=["links"])

    @calls.post("", response_model=MadeAll, responses=problems.answers(403, 409))
    def make(caller: Writes, once: Once, making: Making) -> Response:
        """Make a link for each number, to be put into a message to it."""
        if not public_url:
            raise NoPublicAddress
        return once.answer(lambda: _made(core, caller, making, public_url))

    @calls.delete("", response_model=Revoked, responses=problems.answers(403, 409))
    def revoke_all(caller: Writes, once: Once) -> Response:
        """Take back all links that were made with this key."""
        return once.answer(lambda: _revoked(core, caller, of_key=caller.key.id))

    @calls.delete("/{token}", response_model=Revoked, responses=problems.answers(403, 404, 409))
    def revoke(
        caller: Writes,
        once: Once,
        token: Annotated[
            str,
            Path(max_length=100, description="The end of the link's address."),
        ],
    ) -> Response:
        """Take back a link. Opt-outs that came of it stay."""
        link = links.id_of(core, token)
        if link is None:
            raise UnknownLink
        return once.answer(lambda: _revoked(core, caller, link=link))

    return calls


def _revoked(
    core: Core, caller: Caller, *, link: int | None = None, of_key: int | None = None
) -> Revoked:
    count = links.revoke(core, caller.key, link=link, of_key=of_key)
    logger.info("%s links were revoked with key %s", count, caller.key.id)
    return Revoked(revoked=count)


def _made(core: Core, caller: Caller, making: Making, public_url: str) -> MadeAll:
    about = addressing.about(core, caller, making)
    read = addressing.read(making.numbers, about.region)
    numbers = {each for each in read.values() if isinstance(each, E164)}
    mailing = Mailing(about.choice, making.campaign, making.language)
    made = links.make(core, caller.key, numbers, mailing) if numbers else {}

    def told(text: str) -> MadeOne:
        number = read[text]
        if isinstance(number, UnreadableNumber):
            return MadeOne(number=text, fault=number.fault)
        link: Link = made[number]
        url = link_pages.address(public_url, link.token)
        return MadeOne(number=text, e164=str(number), url=url, expires=link.until)

    return MadeAll(links=[told(text) for text in making.numbers])
