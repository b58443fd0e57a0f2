"""Every id that Slack hands back to us. No literal of them stands anywhere else."""

from enum import StrEnum


class Command(StrEnum):
    """Slash commands of the manifest."""

    OPTOUT = "/optout"


class Shortcut(StrEnum):
    """Shortcuts of the manifest."""

    FROM_MESSAGE = "optout_from_message"
    NEW = "optout_new"


class Event(StrEnum):
    """Events that the manifest subscribes to."""

    MENTION = "app_mention"
    MESSAGE = "message"
    HOME_OPENED = "app_home_opened"
    GROUP_MEMBERS_CHANGED = "subteam_members_changed"
    GROUP_UPDATED = "subteam_updated"
    UNINSTALLED = "app_uninstalled"
    TOKENS_REVOKED = "tokens_revoked"


class Form(StrEnum):
    """Callback ids of modals."""

    ADD = "form_add"
    CHECK = "form_check"
    HISTORY = "form_history"
    REMOVE_FIND = "form_remove_find"
    REMOVE = "form_remove"
    UNDO_REASON = "form_undo_reason"
    LIST_FILTER = "form_list_filter"
    SENDER_ADD = "form_sender_add"
    SENDER_RENAME = "form_sender_rename"
    ACCOUNT = "form_account"
    CHANNEL = "form_channel"
    ROLE = "form_role"
    SETTINGS = "form_settings"


class Field(StrEnum):
    """Inputs of modals: block id and action id alike, so that Slack keeps them on an update."""

    NUMBERS = "field_numbers"
    REGION = "field_region"
    CHANNELS = "field_channels"
    WHATSAPP_SENDERS = "field_whatsapp_senders"
    SMS_SENDERS = "field_sms_senders"
    ACCOUNTS = "field_accounts"
    NOTE = "field_note"
    SHORT_OK = "field_short_ok"
    LISTS = "field_lists"
    REASON = "field_reason"
    CHANNEL = "field_channel"
    SENDER = "field_sender"
    ACCOUNT = "field_account"
    ORIGIN = "field_origin"
    SINCE = "field_since"
    UNTIL = "field_until"
    ENDED_TOO = "field_ended_too"
    ADDRESS = "field_address"
    LABEL = "field_label"
    NAME = "field_name"
    PERSON = "field_person"
    GROUP = "field_group"
    ROLE = "field_role"
    ZONE = "field_zone"
    ANNOUNCEMENTS = "field_announcements"
    DEFAULT_ROLE = "field_default_role"
    UNDO_DAYS = "field_undo_days"


class Button(StrEnum):
    """Buttons and menus of messages and of the Home tab."""

    OPEN = "button_open"
    UNDO = "button_undo"
    HISTORY = "button_history"
    HISTORY_PAGE = "button_history_page"
    ADD_READABLE = "button_add_readable"
    LIST_PAGE = "button_list_page"
    LIST_FILTER = "button_list_filter"
    SENDER_ADD = "button_sender_add"
    SENDER_MENU = "button_sender_menu"
    ACCOUNT_ADD = "button_account_add"
    ACCOUNT_MENU = "button_account_menu"
    CHANNEL_BIND = "button_channel_bind"
    ROLE_GIVE = "button_role_give"
