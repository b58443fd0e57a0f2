"""The Slack door. `register` is its table of contents."""

import logging
from collections.abc import Callable
from typing import Final

from slack_bolt import App

from handlers.slack import (
    accounts,
    adding,
    channels,
    choosing,
    commands,
    connecting,
    exporting,
    granting,
    import_doors,
    importing,
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
    spiking,
)
from handlers.slack.blocks.home import of_nobody
from handlers.slack.files import Files
from handlers.slack.home_updates import Homes
from handlers.slack.ids import Button, Command, Event, Field, Form, Shortcut
from handlers.slack.listening import Door
from handlers.slack.people import People
from handlers.slack.requests import Payload, group_of
from optouts.core import Core

logger = logging.getLogger(__name__)

ASKING: Final = (
    Field.REGION,
    Field.ZONE,
    Field.WHATSAPP_SENDERS,
    Field.SMS_SENDERS,
    Field.SENDER,
    Field.ACCOUNTS,
    Field.ACCOUNT,
)
"""Menus that may ask for their choices."""

REDRAWING: Final = (
    Field.IMPORT_CHANNELS,
    Field.IMPORT_MODE,
    Field.IMPORT_DATE_COLUMN,
    Field.IMPORT_REMOVALS,
)
"""Fields of import forms on which other fields depend."""


def register(
    app: App,
    core: Core,
    *,
    files: Files,
    wake: Callable[[], None],
    homes: Homes,
    public_url: str = "",
) -> None:
    """Tell Bolt who listens to what; `wake` is called once a job has something to do, `homes`
    keeps the Home tabs, and `public_url` is where programs reach us."""
    door = Door(app, core, People(core), files, wake, public_url)

    door.on_command(Command.OPTOUT, commands.words)
    door.on_words(Event.MENTION, commands.words)
    door.on_words(Event.MESSAGE, commands.words)
    door.on_shortcut(Shortcut.FROM_MESSAGE, adding.from_message)
    door.on_shortcut(Shortcut.NEW, adding.new)
    door.on_home(homes.opened, of_nobody)

    door.on_action(Button.OPEN, commands.press)
    door.on_action(Button.ADD_READABLE, adding.add_readable)
    door.on_action(Field.CHANNELS, adding.choose_channels)
    door.on_submission(Form.ADD, adding.submit)

    _register_imports(door)
    _register_exports(door)
    _register_reports(door)
    _register_replies(door)
    _register_keywords(door)
    _register_reviews(door)

    door.on_submission(Form.REMOVE_FIND, removing.find)
    door.on_submission(Form.REMOVE, removing.submit)
    door.on_action(Button.UNDO, removing.undo)
    door.on_submission(Form.UNDO_REASON, removing.undo_with_reason)

    door.on_submission(Form.CHECK, looking.submit_check)
    door.on_submission(Form.HISTORY, looking.submit_story)
    door.on_action(Button.HISTORY, looking.press_history)
    door.on_action(Button.HISTORY_PAGE, looking.turn_page)
    door.on_action(Button.LIST_PAGE, listing.next_page)
    door.on_action(Button.LIST_FILTER, listing.ask_filter)
    door.on_submission(Form.LIST_FILTER, listing.submit_filter)

    _register_setup(door)
    door.on_action(Button.SPIKE_MUTE, spiking.mute)

    _register_connections(door)
    _register_keys(door)

    # A region chosen beside a line of text arrives as a click; it is read when the form is sent.
    door.on_nothing(Field.REGION)
    for name in ASKING:
        door.on_options(name, choosing.offer)

    def group_changed(body: Payload) -> None:
        door.people.forget_group(group_of(body))

    door.on_event(Event.GROUP_MEMBERS_CHANGED, group_changed)
    door.on_event(Event.GROUP_UPDATED, group_changed)
    door.on_event(Event.UNINSTALLED, _left)
    door.on_event(Event.TOKENS_REVOKED, _left)


def _register_keys(door: Door) -> None:
    door.on_action(Button.KEY_ADD, keys.press_add)
    door.on_action(Button.KEY_REVOKE, keys.press_revoke)
    door.on_submission(Form.KEY, keys.submit)


def _register_connections(door: Door) -> None:
    door.on_action(Button.CONNECTION_ADD, connecting.press_add)
    door.on_action(Button.CONNECTION_MENU, connecting.press_menu)
    door.on_action(Field.CONNECTION_PROVIDER, connecting.redraw)
    door.on_submission(Form.CONNECTION, connecting.submit)
    door.on_submission(Form.CONNECTION_RENEW, connecting.submit_renew)
    door.on_submission(Form.CONNECTION_RETIRE, connecting.submit_retire)


def _register_setup(door: Door) -> None:
    door.on_action(Button.SENDER_ADD, senders.press_add)
    door.on_action(Button.SENDER_MENU, senders.press_menu)
    door.on_submission(Form.SENDER_ADD, senders.submit_add)
    door.on_submission(Form.SENDER_RENAME, senders.submit_rename)
    door.on_action(Button.ACCOUNT_ADD, accounts.press_add)
    door.on_action(Button.ACCOUNT_MENU, accounts.press_menu)
    door.on_submission(Form.ACCOUNT, accounts.submit)
    door.on_action(Button.CHANNEL_BIND, channels.press_bind)
    door.on_submission(Form.CHANNEL, channels.submit)
    door.on_action(Button.ROLE_GIVE, granting.press_give)
    door.on_submission(Form.ROLE, granting.submit)
    door.on_submission(Form.SETTINGS, settings.submit)
    door.on_action(Button.SETTING, settings.press_one)
    door.on_action(Button.SETTINGS_HISTORY, settings.press_history)


def _register_imports(door: Door) -> None:
    door.on_shortcut(Shortcut.IMPORT, import_doors.from_message)
    door.on_submission(Form.IMPORT, import_doors.submit)
    for name in REDRAWING:
        door.on_action(name, importing.redraw)
    door.on_action(Button.IMPORT_OPTIONS, importing.press_options)
    door.on_submission(Form.IMPORT_OPTIONS, importing.submit_options)
    door.on_action(Button.IMPORT_CONFIRM, importing.confirm)
    door.on_action(Button.IMPORT_REPLACE, importing.press_replace)
    door.on_submission(Form.IMPORT_REPLACE, importing.submit_replace)
    door.on_action(Button.IMPORT_CANCEL, importing.cancel)
    door.on_action(Button.IMPORT_APPROVE, importing.approve)
    door.on_action(Button.IMPORT_REFUSE, importing.refuse)
    door.on_action(Button.IMPORT_GET, importing.get)


def _register_exports(door: Door) -> None:
    door.on_action(Button.EXPORT, exporting.press)
    door.on_action(Button.EXPORT_FILTER, exporting.redraw)
    door.on_action(Field.EXPORT_FORMAT, exporting.redraw)
    door.on_submission(Form.EXPORT, exporting.submit)
    door.on_action(Button.EXPORT_SHARE, exporting.share)
    door.on_action(Button.EXPORT_KEEP, exporting.keep)
    door.on_action(Button.EXPORT_CANCEL, exporting.cancel)
    door.on_action(Button.EXPORT_AGAIN, exporting.again)
    door.on_action(Button.EXPORT_HISTORY, exporting.press_history)


def _register_reports(door: Door) -> None:
    door.on_action(Button.REPORT_NEW, reporting.press_new)
    door.on_action(Button.REPORT_EDIT, reporting.press_edit)
    door.on_action(Field.REPORT_WHAT, reporting.redraw)
    door.on_action(Field.REPORT_EVERY, reporting.redraw)
    door.on_submission(Form.REPORT, reporting.submit)
    door.on_action(Button.REPORT_PAUSE, reporting.pause)
    door.on_action(Button.REPORT_RUN, reporting.run_now)
    door.on_action(Button.REPORT_RUNS, reporting.last_runs)
    door.on_action(Button.REPORT_DELETE, reporting.delete)
    door.on_action(Button.REPORT_PAGE, reporting.turn_page)
    door.on_action(Button.DIGEST_EXPORT, reporting.export_digest)
    door.on_action(Button.DIGEST_CHANGES, reporting.show_digest)
    door.on_action(Button.DIGEST_PAUSE, reporting.pause_digest)


def _register_keywords(door: Door) -> None:
    door.on_action(Button.KEYWORD_MENU, keywords.show)
    door.on_action(Button.KEYWORD_PAGE, keywords.turn_page)
    door.on_action(Button.KEYWORD_FILTER, keywords.press_filter)
    door.on_submission(Form.KEYWORD_FILTER, keywords.submit_filter)
    door.on_action(Button.KEYWORD_ADD, keywords.press_add)
    door.on_action(Button.KEYWORD_EDIT, keywords.press_edit)
    door.on_submission(Form.KEYWORD, keywords.submit)
    door.on_action(Button.KEYWORD_DELETE, keywords.delete)
    door.on_action(Button.KEYWORD_RESTORE, keywords.restore)
    door.on_action(Button.KEYWORD_VERSION_MENU, keywords.go_back)
    door.on_action(Button.KEYWORD_TEST, keywords.press_test)
    door.on_submission(Form.KEYWORD_TEST, keywords.submit_test)


def _register_replies(door: Door) -> None:
    door.on_action(Button.REPLY_EDIT, replying.press_edit)
    door.on_action(Button.REPLY_NEW, replying.press_new)
    door.on_action(Button.REPLY_PREVIEW, replying.press_preview)
    door.on_action(Button.REPLY_VERSIONS, replying.press_versions)
    door.on_action(Button.REPLY_SETTINGS, replying.press_settings)
    door.on_submission(Form.REPLY_NEW, replying.submit_new)
    door.on_submission(Form.REPLY, replying.submit)
    door.on_submission(Form.REPLY_SETTINGS, settings.submit)


def _register_reviews(door: Door) -> None:
    door.on_action(Button.REVIEW_OPT_OUT, reviewing.opt_out)
    door.on_action(Button.REVIEW_ASIDE, reviewing.set_aside)
    door.on_action(Button.REVIEW_ALWAYS, reviewing.press_always)
    door.on_submission(Form.REVIEW_RULE, reviewing.submit_always)
    door.on_action(Button.REVIEW_PAGE, reviewing.turn_page)


def _left(body: Payload) -> None:
    """The opt-outs are kept: they must be honoured, and are there when the app comes back."""
    logger.warning("the app was uninstalled or its tokens revoked: %s", body["event"]["type"])
