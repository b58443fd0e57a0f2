"""Every id that Slack hands back to us. No literal of them stands anywhere else."""

from enum import StrEnum


class Command(StrEnum):
    """Slash commands of the manifest."""

    OPTOUT = "/optout"


class Shortcut(StrEnum):
    """Shortcuts of the manifest."""

    FROM_MESSAGE = "optout_from_message"
    NEW = "optout_new"
    IMPORT = "import_from_message"


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
    IMPORT = "form_import"
    IMPORT_OPTIONS = "form_import_options"
    IMPORT_REPLACE = "form_import_replace"


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
    APPROVAL_ABOVE = "field_approval_above"
    IMPORT_FILE = "field_import_file"
    IMPORT_MODE = "field_import_mode"
    IMPORT_CHANNELS = "field_import_channels"
    IMPORT_SHEET = "field_import_sheet"
    IMPORT_COLUMN = "field_import_column"
    IMPORT_REGION_COLUMN = "field_import_region_column"
    IMPORT_DATE_COLUMN = "field_import_date_column"
    IMPORT_DATE_FORMAT = "field_import_date_format"
    IMPORT_NOTE_COLUMN = "field_import_note_column"
    IMPORT_REMOVALS = "field_import_removals"
    IMPORT_REPAIRS = "field_import_repairs"
    IMPORT_LIFT_OWN = "field_import_lift_own"
    IMPORT_COUNT = "field_import_count"


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
    IMPORT_OPTIONS = "button_import_options"
    IMPORT_CANCEL = "button_import_cancel"
    IMPORT_CONFIRM = "button_import_confirm"
    IMPORT_REPLACE = "button_import_replace"
    IMPORT_GET = "button_import_get"
    IMPORT_APPROVE = "button_import_approve"
    IMPORT_REFUSE = "button_import_refuse"
