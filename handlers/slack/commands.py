"""The words of `/optout`. This one table drives routing, help, permission and the documentation."""

import difflib
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from handlers.slack import (
    accounts,
    adding,
    channels,
    connecting,
    defaults,
    exporting,
    granting,
    import_doors,
    keys,
    keywords,
    listing,
    looking,
    removing,
    replying,
    reporting,
    reviewing,
    senders,
    settings,
)
from handlers.slack.blocks import menus
from handlers.slack.blocks.menus import HelpLine
from handlers.slack.problems import UnknownWord
from handlers.slack.replies import Replies
from handlers.slack.requests import Click, Words
from handlers.slack.visits import Visit
from handlers.slack.wishes import wish_of
from optouts import drafts
from optouts.core import demand
from optouts.roles import Deed

Run = Callable[[Visit, str], Replies]


@dataclass(frozen=True, slots=True)
class Word:
    """One word with its other names, what may use it, and what the help says of it."""

    line: HelpLine
    run: Run
    aliases: tuple[str, ...] = ()

    @property
    def name(self) -> str:
        return self.line.name


def _help(visit: Visit, text: str) -> Replies:
    if text:
        word = BY_NAME.get(text.casefold())
        if word is None:
            raise UnknownWord(text, tuple(difflib.get_close_matches(text.casefold(), BY_NAME)))
        return menus.help_on(word.line)
    return menus.help_overview([word.line for word in WORDS], visit.actor.role)


IMPORT: Final = Word(
    HelpLine(
        "import",
        "import [sms|whatsapp|both] [from senders] [for accounts] [region ZA] [note …]",
        "opts out everybody in a file.",
        "It opens a form that takes files of up to 10 MB. Larger ones are posted to me in a direct"
        " message, or in a channel with a mention of me; these words may stand beside them. Before"
        " anything is changed you see what it would do.",
        ("import", "import whatsapp from Support line for Baobab Retail"),
        Deed.ADD,
    ),
    import_doors.form,
)

WORDS: Final = (
    Word(
        HelpLine(
            "add",
            "add [numbers] [sms|whatsapp|both] [from senders] [for accounts] [region ZA] [note …]",
            "opts numbers out.",
            "Several numbers are separated by commas. Without a channel it is SMS from every"
            " sender; WhatsApp needs its source numbers. The first opt-out stands: adding a number"
            " again changes nothing. Without numbers a form opens.",
            (
                "add 083 123 4567",
                "add 083 123 4567, 082 987 6543 for Baobab Retail note asked by phone",
                "add +44 7911 123456 whatsapp from Support line",
            ),
            Deed.ADD,
        ),
        adding.add,
    ),
    IMPORT,
    Word(
        HelpLine(
            "check",
            "check [numbers] [sms|whatsapp] [from sender] [for account] [region ZA]",
            "says whether numbers may be messaged.",
            "What is not said could be anything: without a sender, an opt-out from any sender"
            " counts. A number that cannot be read is never free.",
            ("check 083 123 4567", "check 083 123 4567 whatsapp from Support line"),
            Deed.LOOK,
        ),
        looking.check,
        ("search",),
    ),
    Word(
        HelpLine(
            "history",
            "history [number] [region ZA]",
            "shows everything that happened to a number.",
            "Who opted it out, who took it off, when, from where and why.",
            ("history 083 123 4567",),
            Deed.LOOK,
        ),
        looking.story,
    ),
    Word(
        HelpLine(
            "remove",
            "remove [numbers] [everywhere|sms|whatsapp] [from senders] [for accounts] [region ZA]"
            " [reason …]",
            "takes numbers off lists, so that they may be messaged again.",
            "Without saying from where, a form shows the lists to tick. What people asked for"
            " themselves needs a reason. Nothing is deleted: the history stays, and the number can"
            " be added again.",
            (
                "remove 083 123 4567",
                "remove 083 123 4567 whatsapp from Support line",
                "remove 083 123 4567 everywhere reason asked for it by phone",
            ),
            Deed.REMOVE,
        ),
        removing.remove,
    ),
    Word(
        HelpLine(
            "list",
            "list [sms|whatsapp] [from sender] [for account] [origin …] [since day] [until day]"
            " [ended]",
            "shows the opt-outs, newest first.",
            "Origins are slack, import, keyword, api and link. Days are written 2026-03-01. `ended`"
            " shows those too that are over.",
            ("list", "list whatsapp for Baobab Retail since 2026-03-01", "list origin keyword"),
            Deed.LOOK,
        ),
        listing.show,
    ),
    Word(
        HelpLine(
            "export",
            "export [sms|whatsapp] [from sender] [for account] [origin …] [since day] [until day]"
            " [ended] [to #channel] [purpose …]",
            "makes a file of the opt-outs.",
            "It opens a form, filled in with what you say: which opt-outs, format, columns, place."
            " The file comes into your direct messages; managers may share it in a channel."
            " `export history` shows who exported what.",
            (
                "export",
                "export whatsapp for Baobab Retail to #campaigns purpose spring sale",
                "export history",
            ),
            Deed.LOOK,
        ),
        exporting.export,
    ),
    Word(
        HelpLine(
            "report",
            "report [new]",
            "shows the reports that come by themselves, and sets them up.",
            "A report is a digest with a chart, the whole list as a file, or what changed as a"
            " file: daily, weekly, monthly or by cron, in any time zone, to channels or people."
            " Editors set up reports for themselves; to a channel or to others needs a manager.",
            ("report", "report new"),
            Deed.LOOK,
        ),
        reporting.report,
        ("reports",),
    ),
    Word(
        HelpLine(
            "keyword",
            "keyword [words] | [added|changed|deleted] | add [words] | test [a reply]",
            "shows and changes what replies mean.",
            "A rule says which words opt out, opt in again, ask for help, or are put before the"
            " team. Managers add, edit, delete and restore rules; every version is kept with who"
            " made it. `keyword test` shows what a reply would lead to, and why.",
            (
                "keyword",
                "keyword stop",
                "keyword deleted",
                "keyword add no more please",
                "keyword test Please stopppp",
            ),
            Deed.LOOK,
        ),
        keywords.keyword,
        ("keywords",),
    ),
    Word(
        HelpLine(
            "review",
            "review",
            "shows the unclear replies that wait for somebody to judge them.",
            "A reply that may ask for an opt-out, and may not, waits for a person. What nobody"
            " judges in time counts as an opt-out. Editors and managers judge; managers can make a"
            " rule of it.",
            ("review",),
            Deed.LOOK,
        ),
        reviewing.review,
        ("reviews",),
    ),
    Word(
        HelpLine(
            "sender",
            "sender [add|rename|retire|restore] [sms|whatsapp] [address] [called label]",
            "shows and changes what messages are sent from.",
            "A retired sender is no longer offered; its opt-outs stand.",
            (
                "sender",
                "sender add whatsapp +27600123456 called Support line",
                "sender rename 31331 called Promotions",
                "sender retire 31331",
            ),
            Deed.LOOK,
        ),
        senders.sender,
        ("senders",),
    ),
    Word(
        HelpLine(
            "account",
            "account [add|rename|retire|restore] [name] [to new name] [region ZA]",
            "shows and changes the business units that have lists of their own.",
            "A retired account is no longer offered; its opt-outs stand.",
            (
                "account",
                "account add Baobab Retail region ZA",
                "account rename Baobab Retail to Baobab Stores",
            ),
            Deed.LOOK,
        ),
        accounts.account,
        ("accounts",),
    ),
    Word(
        HelpLine(
            "provider",
            "provider [add] [twilio|whatsapp|clickatell|smsportal|clicksend|generic]",
            "connects the providers through which people answer STOP.",
            "Each connection has a secret address, which is shown once and which the provider"
            " calls with every reply. What it signs with, and what confirmations are sent with, is"
            " entered in a form and never shown again.",
            ("provider", "provider add twilio"),
            Deed.CONFIGURE,
        ),
        connecting.provider,
        ("providers",),
    ),
    Word(
        HelpLine(
            "key",
            "key [add] [name]",
            "shows, makes and revokes the keys with which programs use the API.",
            "A key is for every account or for one, and only reads or changes opt-outs too. It is"
            " shown once, to the manager who makes it. A key that is revoked opens nothing from"
            " then on.",
            ("key", "key add CRM"),
            Deed.CONFIGURE,
        ),
        keys.key,
        ("keys",),
    ),
    Word(
        HelpLine(
            "channel",
            "channel [account name] [sender address] [region ZA] [clear]",
            "binds this Slack channel to an account, a sender and a region.",
            "What you type here is then about these, unless you say otherwise.",
            ("channel", "channel account Baobab Retail region ZA", "channel clear"),
            Deed.LOOK,
        ),
        channels.channel,
    ),
    Word(
        HelpLine(
            "role",
            "role [@person or @group] [viewer|editor|manager|none|default]",
            "shows and gives roles.",
            "`default` takes back what was given. Admins of the workspace are always managers;"
            " guests never may do anything.",
            ("role", "role @thandi manager", "role @crm-team editor"),
            Deed.LOOK,
        ),
        granting.role,
        ("roles",),
    ),
    Word(
        HelpLine(
            "settings",
            "settings [name] [value]",
            "opens the settings of this workspace.",
            "The settings are region, zone, announcements, default_role, undo_days, approval_above"
            " and evidence_days; of replies business, stop_scope, stop_scope_from, confirm,"
            " confirm_minutes, double_opt_in, profanity, review_channel, review_hours and"
            " link_days. `settings history` shows who changed what, from what to what.",
            (
                "settings",
                "settings region ZA",
                "settings announcements #opt-outs",
                "settings history",
            ),
            Deed.CONFIGURE,
        ),
        settings.settings,
    ),
    Word(
        HelpLine(
            "replies",
            "replies [settings]",
            "shows what people are told when they reply, and changes it.",
            "Texts for each message, sender and language, with a preview. `replies settings` opens"
            " what holds for replies, reviews and links: your name, what STOP means, whether"
            " opt-outs are confirmed and opt-ins asked back.",
            ("replies", "replies settings"),
            Deed.LOOK,
        ),
        replying.replies,
    ),
    Word(
        HelpLine(
            "help",
            "help [word]",
            "explains all this.",
            "",
            ("help", "help add"),
            None,
        ),
        _help,
    ),
)
BY_NAME: Final = {name: word for word in WORDS for name in (word.name, *word.aliases)}


def words(visit: Visit, said: Words) -> Replies:
    """Words typed as a slash command, a mention or a direct message.

    A file beside them is imported, whatever they say, unless they begin with another word of ours.
    """
    if said.files:
        name, _, rest = said.text.partition(" ")
        word = BY_NAME.get(name.casefold())
        if word is None or word is IMPORT:
            return import_doors.shared(visit, said, rest.strip() if word else "")
    return run(visit, said.text)


def run(visit: Visit, text: str) -> Replies:
    name, _, rest = text.strip().partition(" ")
    if not name:
        demand(visit.actor, Deed.LOOK)
        return menus.menu(visit.actor.role)
    word = BY_NAME.get(name.casefold())
    if word is None:
        close = difflib.get_close_matches(name.casefold(), BY_NAME, n=3)
        raise UnknownWord(name, tuple(close))
    if rest.strip().casefold() == "help":
        return menus.help_on(word.line)
    if word.line.deed is not None:
        demand(visit.actor, word.line.deed)
    return word.run(visit, rest.strip())


def press(visit: Visit, click: Click) -> Replies:
    """A button that stands for a word, maybe with the token of a draft behind it."""
    name, _, token = click.value.partition(":")
    if not token:
        return run(visit, name)
    body = drafts.of_token(visit.core, visit.workspace, token, by=visit.actor)
    if name == "text":
        return run(visit, body["text"])
    if name == "add":
        demand(visit.actor, Deed.ADD)
        wish = wish_of(body)
        return adding.form(visit, defaults.setup(visit), wish, text=f"add {wish.numbers}")
    return run(visit, f"{name} {body['numbers']}")
