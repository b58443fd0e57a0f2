"""The Home tab, for one person by their role: what waits for them stands first."""

from collections import Counter
from typing import Final

from slack_sdk.models.blocks import (
    Block,
    DividerBlock,
    HeaderBlock,
    MarkdownTextObject,
    SectionBlock,
)
from slack_sdk.models.views import View

from handlers.slack.blocks import report_words
from handlers.slack.blocks.elements import context, section, sections
from handlers.slack.blocks.home_chart import chart
from handlers.slack.blocks.home_guide import guide
from handlers.slack.blocks.home_jobs import waiting, working
from handlers.slack.blocks.home_latest import latest
from handlers.slack.blocks.menus import main_buttons
from handlers.slack.blocks.text import CHANNELS, EVERY_ACCOUNT, counted, date, escape
from optouts.glance import Glance
from optouts.roles import Actor, Deed, may
from optouts.words import Channel

MOST_ACCOUNTS: Final = 15
MOST_REPORTS: Final = 5
ELSEWHERE: Final = "What opens no form is answered in *Messages*, beside *Home* above."


def home(glance: Glance, by: Actor) -> View:
    """The Home tab of somebody with a role."""
    parts: list[list[Block]] = [
        waiting(glance, by),
        working(glance, by),
        guide(glance) if may(by.role, Deed.CONFIGURE) else [],
        [*_totals(glance, by), *main_buttons(by.role), context(ELSEWHERE)],
        _accounts(glance),
        chart(glance.days) if glance.latest else [],
        latest(glance, by.role),
        _reports(glance),
        [context(f"Updated {date(glance.at)}")],
    ]
    blocks: list[Block] = []
    for part in filter(None, parts):
        blocks += [*([DividerBlock()] if blocks else []), *part]
    return View(type="home", blocks=blocks)


def of_nobody(explanation: str) -> View:
    """The Home tab of somebody who may not see anything."""
    return View(type="home", blocks=[HeaderBlock(text="Opt-outs"), section(explanation)])


def _totals(glance: Glance, by: Actor) -> list[Block]:
    header = HeaderBlock(text="Opt-outs")
    if not glance.latest:
        return [header, section(_nothing(by))]
    channels: Counter[Channel] = Counter()
    for each in glance.lists:
        channels[each.channel] += each.size
    told = f"*{counted(glance.standing, 'opt-out')}* on {counted(len(glance.lists), 'list')}."
    fields = [
        MarkdownTextObject(text=f"*{CHANNELS[channel]}*\n{channels[channel]:,}")
        for channel in Channel
    ]
    return [header, SectionBlock(text=MarkdownTextObject(text=told), fields=fields)]


def _nothing(by: Actor) -> str:
    """An empty workspace teaches what can be done."""
    text = "*Nobody is opted out yet.*"
    if not may(by.role, Deed.ADD):
        return f"{text} Once somebody is, the totals, the last days and all changes stand here."
    return (
        f"{text} `/optout add 083 123 4567` adds the first, and *Import…* takes a whole file. What"
        " an import would do is shown before it does it, and everything can be undone."
    )


def _accounts(glance: Glance) -> list[Block]:
    """By account and channel, the largest first."""
    sizes: dict[str, Counter[Channel]] = {}
    for each in glance.lists:
        name = each.account.name if each.account else EVERY_ACCOUNT
        sizes.setdefault(name, Counter())[each.channel] += each.size
    known = [(name, counts) for name, counts in sizes.items() if counts.total()]
    known.sort(key=lambda pair: (-pair[1].total(), pair[0]))
    lines = [_account(name, counts) for name, counts in known[:MOST_ACCOUNTS]]
    if more := known[MOST_ACCOUNTS:]:
        rest = sum(counts.total() for _, counts in more)
        lines.append(f"… and {counted(len(more), 'more account')}: *{rest:,}*")
    return [HeaderBlock(text="By account"), *sections(lines)] if lines else []


def _account(name: str, counts: Counter[Channel]) -> str:
    parts = [f"{CHANNELS[each]} {counts[each]:,}" for each in Channel if counts[each]]
    return f"• {escape(name)}: *{counts.total():,}* ({', '.join(parts)})"


def _reports(glance: Glance) -> list[Block]:
    lines = [
        f"• {report_words.quoted(each.plan)}: {date(each.next_at)}"
        for each in glance.schedules[:MOST_REPORTS]
        if each.next_at is not None
    ]
    if (more := len(glance.schedules) - MOST_REPORTS) > 0:
        lines.append(f"… and {more} more")
    return [HeaderBlock(text="Next reports"), *sections(lines)] if lines else []
