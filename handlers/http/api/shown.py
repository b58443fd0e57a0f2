"""Opt-outs and what happened to them, as the API shows them."""

from datetime import datetime
from typing import Self

from pydantic import BaseModel, Field

from optouts.outcomes import Event, OptOut, What
from optouts.places import ListName
from optouts.words import Channel, Kind, Origin


class List(BaseModel):
    """What an opt-out is for. Without a sender: every sender of the channel; without an account:
    every account."""

    channel: Channel
    sender: str | None = Field(None, examples=["31331"])
    account: str | None = Field(None, examples=["Baobab Retail"])

    @classmethod
    def of(cls, name: ListName) -> Self:
        return cls(
            channel=name.channel,
            sender=name.sender.written if name.sender else None,
            account=name.account.name if name.account else None,
        )


class OptedOut(BaseModel):
    """A number on a list since when and, if that is over, until when."""

    number: str = Field(examples=["+27831234567"])
    list: List
    since: datetime
    origin: Origin = Field(description="How it came about; keyword and link: by the person.")
    change: int = Field(description="The change that it began with.")
    note: str | None = None
    ended: datetime | None = None
    ended_note: str | None = None

    @classmethod
    def of(cls, opt_out: OptOut) -> Self:
        return cls(
            number=str(opt_out.number),
            list=List.of(opt_out.list),
            since=opt_out.date,
            origin=opt_out.since.origin,
            change=opt_out.since.id,
            note=opt_out.note or opt_out.since.note or None,
            ended=opt_out.until.at if opt_out.until else None,
            ended_note=(opt_out.until.note or None) if opt_out.until else None,
        )


class Happened(BaseModel):
    """One thing that happened to a number on a list."""

    what: What
    at: datetime
    list: List
    origin: Origin
    kind: Kind
    by: str = Field(description="A Slack user, a key (api:7), or the recipient.")
    change: int
    note: str | None = None

    @classmethod
    def of(cls, event: Event) -> Self:
        return cls(
            what=event.what,
            at=event.change.at,
            list=List.of(event.opt_out.list),
            origin=event.change.origin,
            kind=event.change.kind,
            by=event.change.by,
            change=event.change.id,
            note=event.change.note or None,
        )
