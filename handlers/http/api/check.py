"""POST /v1/check: may these numbers be messaged? Any doubt is not free."""

import json
from collections.abc import Sequence
from functools import partial
from typing import Annotated, Final

from fastapi import APIRouter, Response
from pydantic import BaseModel, ConfigDict, Field

from handlers.http.api.access import Caller, Reads
from handlers.http.api.problems import answers
from handlers.http.api.rejected import Rejected
from handlers.http.api.together import Together
from optouts import checking
from optouts.checking import FEW, Checked, Checker, Reason
from optouts.core import Core
from optouts.errors import Refusal
from optouts.outcomes import Verdict
from optouts.places import ListName, Places
from optouts.screening import Message
from optouts.words import Channel, Origin

MOST: Final = 10_000
LONGEST: Final = 100
"""Characters; what is longer is no number."""

ENCODE: Final = json.JSONEncoder().encode
"""Without the options that json.dumps looks through at each text."""

Written = Annotated[str, Field(max_length=LONGEST)]


class Question(BaseModel):
    """A message that is about to be sent. What is left out could be anything, so an opt-out from
    any sender counts where no sender is named."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={
            "examples": [
                {
                    "numbers": ["+27 83 123 4567", "0821234567"],
                    "channel": "sms",
                    "sender": "31331",
                    "account": "Baobab Retail",
                    "region": "ZA",
                }
            ]
        },
    )

    numbers: list[Written] = Field(min_length=1, max_length=MOST)
    channel: Channel | None = None
    sender: Written = Field("", description="Its address or its label.")
    account: Written = Field("", description="Its name.")
    region: Written = Field(
        "",
        description="The ISO 3166 code of the region that national numbers are read in; without it"
        " the account’s or the workspace’s.",
    )


class Because(BaseModel):
    """An opt-out that forbids the message. Without an account it is for every account, without a
    sender for every sender."""

    channel: Channel
    sender: str | None = None
    account: str | None = None
    since: str = Field(json_schema_extra={"format": "date-time"})
    origin: Origin


class Result(BaseModel):
    """The verdict on one number: only `free` may be messaged."""

    number: str = Field(description="As it was sent.")
    verdict: Verdict
    e164: str | None = None
    fault: str | None = Field(None, description="Why it cannot be read.")
    because: list[Because] | None = None


class Results(BaseModel):
    """One result a number, in the order in which they were sent."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "results": [
                        {
                            "number": "+27 83 123 4567",
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
                        {"number": "0821234567", "verdict": "free", "e164": "+27821234567"},
                    ],
                    "free": 1,
                    "suppressed": 1,
                    "unreadable": 0,
                }
            ]
        }
    )

    results: list[Result]
    free: int
    suppressed: int
    unreadable: int


def router(core: Core) -> APIRouter:
    calls = APIRouter()
    checker = Checker(core)
    together = Together(partial(_answers, checker))

    @calls.post("/check", response_model=Results, responses=answers(403, 413), tags=["check"])
    async def check(asked: Question, caller: Reads) -> Response:
        """May these numbers be messaged?

        A number is free if nothing forbids the message. One that cannot be read is not free, and a
        sender or account that is not known refuses the whole call: do not send then, nor when any
        other answer than 200 comes back.
        """
        ask = together.ask if len(asked.numbers) <= FEW else together.ask_alone
        return Response(await ask((asked, caller)), media_type="application/json")

    return calls


def _answers(
    checker: Checker, asked: Sequence[tuple[Question, Caller]]
) -> Sequence[bytes | Exception]:
    """As JSON. Raises StorageAway."""
    questions = [_understood(checker, *each) for each in asked]
    understood = [each for each in questions if isinstance(each, checking.Question)]
    found = iter(checker.check_all(understood))
    told = [each if isinstance(each, Exception) else next(found) for each in questions]
    return [each if isinstance(each, Exception) else _json(each) for each in told]


def _understood(checker: Checker, asked: Question, caller: Caller) -> checking.Question | Exception:
    places = checker.known(caller.workspace).places
    try:
        message = _message(asked, caller, places)
    except (Refusal, Rejected) as error:
        return error
    return checking.Question(caller.workspace, asked.numbers, message, asked.region, caller.actor)


def _message(asked: Question, caller: Caller, places: Places) -> Message:
    sender = places.sender_named(asked.sender, asked.channel) if asked.sender else None
    return Message(
        channel=asked.channel,
        sender=sender.id if sender else None,
        account=caller.account_named(asked.account, places),
    )


def _json(found: tuple[Checked, ...]) -> bytes:
    """Put together by hand: to make models of a thousand takes longer than the check."""
    counts = dict.fromkeys(map(str, Verdict), 0)
    said: dict[int, str] = {}
    results = []
    for each in found:
        verdict = each.verdict.value
        counts[verdict] += 1
        more = ""
        if each.number is not None:
            more += f', "e164": "+{each.number.digits}"'
        if each.fault is not None:
            more += f', "fault": "{each.fault}"'
        if each.because:
            reasons = ", ".join([_reason(reason, said) for reason in each.because])
            more += f', "because": [{reasons}]'
        results.append(f'{{"number": {ENCODE(each.text)}, "verdict": "{verdict}"{more}}}')
    return f'{{"results": [{", ".join(results)}], {json.dumps(counts)[1:]}'.encode()


def _reason(reason: Reason, said: dict[int, str]) -> str:
    """What many numbers share is put into words once."""
    text = said.get(id(reason))
    if text is None:
        about = {"since": reason.since.isoformat(), "origin": reason.origin}
        text = said[id(reason)] = json.dumps(_place(reason.list) | about)
    return text


def _place(name: ListName) -> dict[str, str]:
    place: dict[str, str] = {"channel": name.channel}
    if name.sender is not None:
        place["sender"] = name.sender.written
    if name.account is not None:
        place["account"] = name.account.name
    return place
