"""The digest: what happened to the opt-outs within a time, in a message with a picture."""

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from slack_sdk.models.blocks import (
    Block,
    HeaderBlock,
    ImageBlock,
    MarkdownTextObject,
    SectionBlock,
)
from slack_sdk.models.blocks.basic_components import SlackFile

from handlers.slack.blocks.elements import actions, button, context, section
from handlers.slack.blocks.file_text import code
from handlers.slack.blocks.report_words import ANY_ACCOUNT, ANY_SENDER, late, title
from handlers.slack.blocks.text import (
    BRIEF_ORIGINS,
    CHANNELS,
    counted,
    day,
    escape,
    person,
    shortened,
)
from handlers.slack.ids import Button
from handlers.slack.replies import Message
from optouts.digest import Digest, Imported, Tally
from optouts.jobs import JobId
from optouts.schedule import Run, Schedule

MOST_NAMED: Final = 5
LONGEST_TITLE: Final = 150
LONGEST_ALT: Final = 2000
MOST_DAYS_TOLD: Final = 31
"""Days whose figures the picture's text names; of more it names the busiest."""

FEWEST_DAYS: Final = 2
"""A picture of a single bar says nothing."""


def message(
    job: JobId, run: Run, digest: Digest, *, schedule: Schedule, scope: str, picture: str
) -> Message:
    """`scope` is the filter in words, unescaped; `picture` the id of Slack's file, or empty."""
    plan = schedule.plan
    blocks: list[Block] = [HeaderBlock(text=shortened(title(plan), LONGEST_TITLE))]
    blocks.append(section(f"*{period(digest)}*\n{_outcome(digest)}"))
    if picture:
        image = SlackFile(id=picture)
        blocks.append(ImageBlock(alt_text=picture_text(digest), slack_file=image))
    if not digest.is_quiet:
        blocks += _details(digest)
    blocks += _standing(digest)
    said = [
        f"Only: {escape(scope)}." if scope else "",
        late(run),
        "`/optout report` shows and changes it.",
    ]
    blocks.append(context(" ".join(part for part in said if part)))
    blocks += _buttons(job)
    return Message(f"{escape(title(plan))}: {_outcome(digest)}".replace("*", ""), blocks)


def _buttons(job: JobId) -> Sequence[Block]:
    return actions(
        button("Full Export…", Button.DIGEST_EXPORT, str(job)),
        button("Show the Opt-Outs", Button.DIGEST_CHANGES, str(job)),
        button("Pause This Report", Button.DIGEST_PAUSE, str(job)),
    )


def has_picture(digest: Digest) -> bool:
    return not digest.is_quiet and len(charted(digest)) >= FEWEST_DAYS


def charted(digest: Digest) -> list[tuple[date, int]]:
    """The days of the picture: what led up to the time, and the time itself."""
    counts: Counter[date] = Counter()
    for each, count in (*digest.days_before, *digest.days):
        counts[each] += count
    return sorted(counts.items())


def picture_text(digest: Digest) -> str:
    """What the picture shows, for those who do not see it."""
    days = charted(digest)
    if len(days) > MOST_DAYS_TOLD:
        busiest = sorted(days, key=lambda each: each[1], reverse=True)[:MOST_NAMED]
        told = f"the busiest of {len(days)} days: {_figures(busiest)}"
    else:
        told = _figures(days)
    return shortened(f"Bar chart of opt-outs a day: {told}", LONGEST_ALT)


def _figures(days: Iterable[tuple[date, int]]) -> str:
    return ", ".join(f"{each.day} {each:%b} {count:,}" for each, count in days)


def first_day(digest: Digest) -> date:
    """The day with which the time begins that the digest is about."""
    return digest.since.astimezone(ZoneInfo(digest.zone)).date()


def period(digest: Digest) -> str:
    """``23 Feb 2026, 08:00 to 2 Mar 2026, 08:00 (Africa/Johannesburg)``"""
    zone = ZoneInfo(digest.zone)
    since, until = (_moment(each.astimezone(zone)) for each in (digest.since, digest.until))
    return f"{since} to {until} ({digest.zone})"


def _moment(at: datetime) -> str:
    return f"{day(at)}, {at:%H:%M}"


def _outcome(digest: Digest) -> str:
    if digest.is_quiet:
        return "Nothing changed: nobody opted out, and nobody opted in again."
    opened, closed = digest.total.opened, digest.total.closed
    compared = _compared(digest)
    again = f"*{closed:,} opted in again.*" if closed else "Nobody opted in again."
    told = f"*{opened:,} opted out*{compared}. {again}"
    if opened:
        share = round(100 * digest.person_made / opened)
        told += f" {digest.person_made:,} ({share} %) opted out by their own word."
    return told


def _compared(digest: Digest) -> str:
    now, before = digest.total.opened, digest.total.opened_before
    then = _time_before(digest.until - digest.since)
    if not before:
        return f", none in {then}" if now else ""
    if now == before:
        return f", as many as in {then}"
    share = round(100 * abs(now - before) / before)
    much = f"{share} % {'more' if now > before else 'fewer'}" if share else "about as many"
    return f", {much} {'than' if share else 'as'} in {then} ({before:,})"


def _time_before(length: timedelta) -> str:
    days = round(length / timedelta(days=1))
    if days > 1:
        return f"the {days} days before"
    return "the day before" if days else "the time before"


def _details(digest: Digest) -> list[Block]:
    channels = [(CHANNELS[each], tally) for each, tally in digest.channels]
    origins = [(_capital(BRIEF_ORIGINS[each]), tally) for each, tally in digest.origins]
    senders = [(each.name or ANY_SENDER, each.tally) for each in digest.senders]
    accounts = [(each.name or ANY_ACCOUNT, each.tally) for each in digest.accounts]
    fields = [
        _tallies("By channel", channels),
        _tallies("Where it came from", origins),
        _tallies("Largest senders", senders),
        _tallies("By account", accounts),
    ]
    present = [MarkdownTextObject(text=text) for text in fields if text]
    blocks: list[Block] = [SectionBlock(fields=present)] if present else []
    if digest.imports:
        lines = [_import(each) for each in digest.imports[:MOST_NAMED]]
        lines += _more(len(digest.imports))
        blocks.append(section("\n".join(["*Imports*", *lines])))
    return blocks


def _tallies(heading: str, named: Sequence[tuple[str, Tally]]) -> str:
    told = [(name, tally) for name, tally in named if tally != Tally()]
    if not told:
        return ""
    lines = [f"• {escape(name)}: {_tally(tally)}" for name, tally in told[:MOST_NAMED]]
    return "\n".join([f"*{heading}*", *lines, *_more(len(told))])


def _tally(tally: Tally) -> str:
    again = f", {tally.closed:,} opted in again" if tally.closed else ""
    return f"*{tally.opened:,}* (before: {tally.opened_before:,}){again}"


def _import(each: Imported) -> str:
    off = f", {each.closed:,} taken off" if each.closed else ""
    return f"• {code(each.file)} by {person(each.by)}: {each.opened:,} opted out{off}"


def _more(count: int) -> list[str]:
    return [f"… and {count - MOST_NAMED:,} more"] if count > MOST_NAMED else []


def _capital(text: str) -> str:
    return text[0].upper() + text[1:]


def _standing(digest: Digest) -> list[Block]:
    told = f"*{counted(digest.standing, 'opt-out')}* on the lists now."
    if digest.waiting:
        waits = "waits" if digest.waiting == 1 else "wait"
        told += f" *{counted(digest.waiting, 'import')} {waits} for a second manager.*"
    return [section(told)]
