"""Setting things up by words and by forms: senders, accounts, channels, settings."""

import pytest

from bot.application import Application
from bot.sandbox.person import NotThereError, Person
from bot.sandbox.server import Sandbox
from optouts import workspaces
from optouts.preferences import Preferences
from tests.journeys.conftest import Told, answer

ROOM = "#retail-campaigns"


def said(person: Person, command: str, channel: str = ROOM) -> str:
    person.types(command, channel=channel)
    return answer(person)


def preferences(company: Application) -> Preferences:
    workspace = workspaces.of_team(company.core, enterprise_id="", team_id="T0BAOBAB")
    return workspaces.setup(company.core, workspace).preferences


# Senders


def test_senders_are_shown_to_everybody_and_changed_by_managers(
    sipho: Person, thandi: Person
) -> None:
    shown = said(sipho, "/optout sender")

    assert "SMS · Promotions (31331)" in shown
    assert "WhatsApp · Retail support (+27 60 012 3456)" in shown
    assert "Add Sender…" not in shown
    assert "Add Sender…" in said(thandi, "/optout senders")


SENDER_WORDS = (
    ("add whatsapp +27600123459 called Help desk", "WhatsApp · Help desk (+27 60 012 3459)"),
    ("add whatsapp 060 012 3461 called Desk", "WhatsApp · Desk (+27 60 012 3461)"),
    ("add whatsapp 020 7946 0018 region GB", "WhatsApp · +44 20 7946 0018"),
    ("add sms 31332", "SMS · 31332"),
    ("add sms BAOBAB called Tom & Sons <Ltd>", "SMS · Tom & Sons <Ltd> (BAOBAB)"),
    ("rename 31331 called Spring sale", "SMS · Spring sale (31331)"),
    ("rename SPRING  sale called Winter sale", "SMS · Winter sale (31331)"),
    ("retire Travel desk", "~WhatsApp · Travel desk (+27 60 012 3457)~ (retired)"),
)


def test_a_sender_is_changed_by_words(thandi: Person) -> None:
    for words, shown in SENDER_WORDS:
        assert shown in said(thandi, f"/optout sender {words}"), words


NO_SENDER_WORDS = (
    ("add sms 31331", "The sender 31331 (“Promotions”) exists already."),
    ("add whatsapp 31332", "WhatsApp cannot be sent from “31332”."),
    ("add sms far too long a name", "SMS cannot be sent from “far too long a name”."),
    ("rename 99999 called Ghost", "There is no single sender “99999”."),
    ("retire Promotion", "Did you mean “Promotions”?"),
    ("rename 31331 called", "Give it a name."),
    (f"rename 31331 called {'x' * 61}", "That name is too long: 60 characters at most."),
    ("paint 31331", "“paint” is not something that can be done to senders."),
)


def test_words_about_senders_that_do_not_fit_are_explained(thandi: Person) -> None:
    before = said(thandi, "/optout sender")

    for words, refused in NO_SENDER_WORDS:
        assert refused in said(thandi, f"/optout sender {words}"), words

    assert said(thandi, "/optout sender") == before


def test_a_sender_is_added_by_form_and_every_fault_stands_under_its_field(
    thandi: Person,
) -> None:
    thandi.types("/optout sender", channel=ROOM)
    thandi.clicks("Add Sender…")
    thandi.chooses("Channel", "WhatsApp")
    thandi.fills("Address", "31331")
    thandi.submits()
    assert "WhatsApp cannot be sent from “31331”" in thandi.errors["Address"]
    assert "`" not in thandi.errors["Address"]

    thandi.fills("Address", "+27 60 012 3456")
    thandi.submits()
    assert "exists already" in thandi.errors["Address"]

    thandi.fills("Address", "060 012 3460")
    thandi.fills("Label", "Night desk")
    thandi.submits()

    assert thandi.modal == ""
    assert "WhatsApp · Night desk (+27 60 012 3460)" in answer(thandi)


def test_a_sender_is_renamed_retired_and_brought_back_from_its_menu(thandi: Person) -> None:
    thandi.types("/optout sender", channel=ROOM)
    thandi.clicks("Rename…", beside="Travel desk")
    thandi.fills("Label", "Trips")
    thandi.submits()
    assert "Trips (+27 60 012 3457)" in answer(thandi)

    thandi.clicks("Retire", beside="Trips")
    assert "~WhatsApp · Trips (+27 60 012 3457)~ (retired)" in answer(thandi)
    thandi.types("/optout add 083 123 4567 whatsapp", channel=ROOM)
    with pytest.raises(NotThereError, match=r"offers .*Loyalty club.*Retail support"):
        thandi.chooses("WhatsApp source numbers", "Trips (+27 60 012 3457)")
    thandi.closes()

    thandi.clicks("Bring Back", ROOM, beside="Trips")
    assert "~" not in answer(thandi)


# Accounts


def test_an_account_is_changed_by_words(thandi: Person) -> None:
    assert "Baobab Stores · United Kingdom" in said(
        thandi, "/optout account add Baobab Stores region GB"
    )
    assert "Baobab Shops · United Kingdom" in said(
        thandi, "/optout account rename baobab stores to Baobab Shops"
    )
    assert "~Baobab Shops · United Kingdom~ (retired)" in said(
        thandi, "/optout account retire Baobab Shops"
    )
    assert "~" not in said(thandi, "/optout account restore Baobab Shops")


NO_ACCOUNT_WORDS = (
    ("add baobab RETAIL", "There is an account “Baobab Retail” already."),
    ("add Baobab Stores region XX", "“XX” is not a region we know."),
    (f"add {'x' * 61}", "That name is too long: 60 characters at most."),
    ("rename Baobab Retial to Shops", "Did you mean “Baobab Retail” or “Baobab Travel”?"),
    ("rename Baobab Retail to Baobab Travel", "There is an account “Baobab Travel” already."),
    ("burn Baobab Retail", "“burn” is not something that can be done to accounts."),
)


def test_words_about_accounts_that_do_not_fit_are_explained(thandi: Person) -> None:
    before = said(thandi, "/optout account")

    for words, refused in NO_ACCOUNT_WORDS:
        assert refused in said(thandi, f"/optout account {words}"), words

    assert said(thandi, "/optout account") == before


def test_an_account_is_added_and_changed_by_form(thandi: Person) -> None:
    thandi.types("/optout account", channel=ROOM)
    thandi.clicks("Add Account…")
    thandi.fills("Name", "Baobab Travel")
    thandi.submits()
    assert thandi.errors == {
        "Name": "There is an account “Baobab Travel” already. Choose another name."
    }
    thandi.fills("Name", "Tom & Sons <Ltd>")
    thandi.chooses("Region", "United Kingdom (GB)")
    thandi.submits()
    assert "Tom & Sons <Ltd> · United Kingdom" in answer(thandi)

    thandi.clicks("Change…", ROOM, beside="Tom & Sons")
    assert "Name: Tom & Sons <Ltd>" in thandi.modal
    thandi.fills("Name", "Tom & Daughters")
    thandi.submits()

    assert "Tom & Daughters · United Kingdom" in answer(thandi)
    assert "Opted out" in said(thandi, "/optout add 020 7946 0018 for Tom & Daughters")


def test_the_opt_outs_of_a_retired_account_stand(thandi: Person) -> None:
    thandi.types("/optout add 083 123 4567 for Baobab Travel", channel=ROOM)
    thandi.types("/optout account retire Baobab Travel")

    assert "is opted out" in said(thandi, "/optout check 083 123 4567")
    thandi.types("/optout add", channel=ROOM)
    with pytest.raises(NotThereError, match=r"offers ..Baobab Retail"):
        thandi.chooses("Accounts", "Baobab Travel")


# What a channel stands for


def test_the_binding_of_a_channel_decides_account_sender_and_region(
    thandi: Person, naledi: Person, told: Told
) -> None:
    shown = said(thandi, "/optout channel account Baobab Travel sender Travel desk region GB")
    assert "Account: Baobab Travel" in shown
    assert "Sender: Travel desk (+27 60 012 3457)" in shown
    assert "Region: United Kingdom" in shown

    done = said(naledi, "/optout add 020 7946 0018")

    assert "Opted out +44 20 7946 0018" in done
    assert "Baobab Travel · WhatsApp · Travel desk (+27 60 012 3457)" in done
    assert "Baobab Travel · WhatsApp · Travel desk" in told()[0]
    elsewhere = said(naledi, "/optout add 083 123 4567", channel="#opt-outs")
    assert "Every account · SMS · every sender" in elsewhere


def test_what_is_said_outweighs_the_binding(thandi: Person, naledi: Person) -> None:
    thandi.types("/optout channel account Baobab Travel sender Travel desk", channel=ROOM)

    done = said(naledi, "/optout add 083 123 4567 sms for Baobab Retail")
    assert "Baobab Retail · SMS · every sender" in done
    assert "Travel" not in done

    done = said(naledi, "/optout add 082 987 6543 from Loyalty club for every account")
    assert "Every account · WhatsApp · Loyalty club" in done


def test_the_form_of_a_bound_channel_begins_with_what_it_stands_for(
    thandi: Person, naledi: Person
) -> None:
    thandi.types("/optout channel account Baobab Travel sender Travel desk", channel=ROOM)

    naledi.types("/optout add", channel=ROOM)

    assert "[x] WhatsApp" in naledi.modal
    assert "Travel desk" in naledi.modal
    assert "Baobab Travel" in naledi.modal


def test_the_region_comes_from_plus_then_channel_then_account_then_workspace(
    thandi: Person, naledi: Person
) -> None:
    assert "+27 83 123 4567" in said(naledi, "/optout check 083 123 4567")

    thandi.types("/optout account add Baobab UK region GB", channel=ROOM)
    assert "+44 7911 123456" in said(naledi, "/optout add 07911 123456 for Baobab UK")

    thandi.types("/optout channel account Baobab UK", channel=ROOM)
    assert "+44 7911 123457" in said(naledi, "/optout add 07911 123457")

    thandi.types("/optout channel region DE", channel=ROOM)
    assert "+49 1512 3456789" in said(naledi, "/optout add 01512 3456789")
    assert "+44 7911 123458" in said(naledi, "/optout add 07911 123458 region GB")
    assert "+27 83 123 4567" in said(naledi, "/optout add +27 83 123 4567")


def test_a_binding_is_shown_changed_by_form_and_cleared(thandi: Person, sipho: Person) -> None:
    assert "Account: every account" in said(sipho, "/optout channel")
    assert "Change…" not in answer(sipho)
    thandi.types("/optout channel", channel=ROOM)
    thandi.clicks("Change…")
    thandi.chooses("Account", "Baobab Retail")
    thandi.chooses("Sender", "SMS · Promotions (31331)")
    thandi.submits()
    assert "Account: Baobab Retail" in answer(thandi)
    assert "Sender: Promotions (31331)" in said(sipho, "/optout channel")

    assert "Account: every account" in said(thandi, "/optout channel clear")


NO_CHANNEL_WORDS = (
    ("account Nobody", ROOM, "There is no account “Nobody”."),
    ("sender 99999", ROOM, "There is no single sender “99999”."),
    ("region XX", ROOM, "“XX” is not a region we know."),
    ("clear region ZA", ROOM, "A channel stands for an account, a sender, a region"),
    ("Baobab Retail", ROOM, "A channel stands for an account, a sender, a region"),
    ("region ZA", "dm", "Only channels can be bound, not direct messages."),
)


def test_words_about_a_channel_that_do_not_fit_are_explained(thandi: Person) -> None:
    for words, channel, refused in NO_CHANNEL_WORDS:
        assert refused in said(thandi, f"/optout channel {words}", channel), words

    assert "Account: every account" in said(thandi, "/optout channel")


# Settings


SETTING_WORDS = (
    ("region gb", "region", "GB"),
    ("zone Europe/London", "zone", "Europe/London"),
    ("announcements #retail-campaigns", "announcements", "C0RETAIL"),
    ("undo_days 7", "undo_days", 7),
)


def test_a_setting_is_changed_by_words(thandi: Person, company: Application) -> None:
    for words, name, value in SETTING_WORDS:
        assert said(thandi, f"/optout settings {words}") == "The settings are saved.", words
        assert getattr(preferences(company), name) == value


NO_SETTING_WORDS = (
    ("region Atlantis", "“Atlantis” is not a region we know."),
    ("zone Mars/Olympus", "“Mars/Olympus” is not a time zone we know."),
    ("default_role king", "“king” is not a value for default_role."),
    ("undo_days -1", "“-1” is not a value for undo_days."),
    ("undo_days soon", "“soon” is not a value for undo_days."),
    ("colour <red> & *bold*", "“colour” is not a setting: region, zone,"),
)


def test_a_setting_that_cannot_be_is_explained_and_not_kept(
    thandi: Person, company: Application
) -> None:
    before = preferences(company)

    for words, refused in NO_SETTING_WORDS:
        assert refused in said(thandi, f"/optout settings {words}"), words

    assert preferences(company) == before


def test_settings_are_changed_by_form(thandi: Person, company: Application, slack: Sandbox) -> None:
    thandi.types("/optout settings", channel=ROOM)
    assert "Region (optional): South Africa (ZA)" in thandi.modal
    thandi.fills("Days for undo", "3650")
    thandi.chooses("Region", "United Kingdom (GB)")
    thandi.chooses("Time zone", "Europe/London")
    thandi.chooses("Role of full members", "Viewer")
    thandi.submits()

    assert thandi.modal == ""
    assert answer(thandi) == "The settings are saved."
    kept = preferences(company)
    assert (kept.region, kept.zone, kept.default_role.word) == ("GB", "Europe/London", "viewer")
    assert (kept.undo_days, kept.announcements) == (3650, "C0OPTOUT")
    assert slack.workspace.is_member("U0OPTOUT", kept.announcements)
