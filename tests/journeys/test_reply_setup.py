"""What people are told when they reply, as the team reads and writes it in Slack."""

from bot.application import Application
from bot.sandbox.person import Person
from optouts import workspaces
from optouts.keyword_rules import Scope
from optouts.preferences import Preferences
from tests.conftest import Clock
from tests.journeys.conftest import answer
from tests.journeys.importing import ONE_ENGINE

ROOM = "#retail-campaigns"


def preferences(company: Application) -> Preferences:
    workspace = workspaces.of_team(company.core, enterprise_id="", team_id="T0BAOBAB")
    return workspaces.setup(company.core, workspace).preferences


def shown(person: Person) -> str:
    """What `/optout replies` answers."""
    person.types("/optout replies", channel=ROOM)
    return person.last_reply


def test_a_text_is_written_previewed_saved_and_taken_back(thandi: Person, clock: Clock) -> None:
    thandi.types("/optout replies settings", channel=ROOM)
    thandi.fills("Name of your business", "Baobab Retail")
    thandi.submits()
    assert answer(thandi) == "The settings are saved."
    listed = shown(thandi)
    assert "Your name in them: *Baobab Retail*" in listed
    assert "> Baobab Retail: You have opted out and will get no more messages" in listed

    thandi.clicks("Edit…", ROOM, beside="*Opted out* confirms")
    assert (
        "Text (optional): {business}: You have opted out and will get no more messages"
        in thandi.modal
    )
    thandi.fills("Text", "You are off our list. See https://baobab.example/offers")
    thandi.clicks("Preview")
    assert "> You are off our list. See https://baobab.example/offers" in thandi.modal
    assert "1 SMS · 55 letters" in thandi.modal
    assert "It does not say who it is from" in thandi.modal
    assert "It has a link, which may be taken for marketing." in thandi.modal
    thandi.fills("Text", "{business}: done. STOP worked.")
    thandi.submits()

    assert thandi.modal == "", thandi.errors
    assert answer(thandi).startswith("The text “Opted out” is saved.")
    assert "> Baobab Retail: done. STOP worked." in answer(thandi)
    assert "⚠" not in answer(thandi)
    assert "> Baobab Retail: done. STOP worked." in shown(thandi)

    clock.advance(days=1)
    thandi.clicks("Edit…", ROOM, beside="*Opted out* confirms")
    thandi.fills("Text", None)
    thandi.submits()
    assert "The text “Opted out” is as shipped." in answer(thandi)
    thandi.clicks("Edit…", ROOM, beside="*Opted out* confirms")
    thandi.clicks("Earlier Texts")
    newest, first = thandi.modal.split("@Thandi Mokoena")[1:]
    assert "as shipped" in newest
    assert "{business}: done. STOP worked." in first


@ONE_ENGINE
def test_a_sender_and_a_language_can_have_their_own_text(thandi: Person, sipho: Person) -> None:
    shown(thandi)
    thandi.clicks("Add a Text…", ROOM)
    thandi.chooses("Message", "Help")
    thandi.chooses("Sender", "SMS · Promotions (31331)")
    thandi.chooses("Language", "French")
    thandi.submits()
    assert "Promotions (31331) · French" in thandi.modal
    assert "Text (optional): {business} : répondez STOP" in thandi.modal
    thandi.fills("Text", "{business} : STOP pour arrêter. Aide : 011 555 0100")
    thandi.submits()

    assert "It is for Promotions (31331) · French." in answer(thandi)
    listed = shown(sipho)
    assert "*Help* · Promotions (31331) · French" in listed
    assert "{business} : STOP pour arrêter. Aide : 011 555 0100" in listed
    assert "Edit…" not in listed
    assert "Add a Text…" not in listed


@ONE_ENGINE
def test_braces_without_a_meaning_are_refused_under_the_field(thandi: Person) -> None:
    shown(thandi)
    thandi.clicks("Edit…", ROOM, beside="*Help*")
    thandi.fills("Text", "Hello {name}")
    thandi.clicks("Preview")
    assert "so only two words may be in them" in thandi.modal
    assert "Text (optional): Hello {name}" in thandi.modal

    thandi.submits()

    [error] = thandi.errors.values()
    assert error.startswith("Braces stand for what is filled in, so only two words")


@ONE_ENGINE
def test_every_setting_of_replies_is_set_by_the_form(thandi: Person, company: Application) -> None:
    shown(thandi)
    thandi.clicks("Settings…", ROOM)
    thandi.chooses("What STOP means", "Every sender")
    thandi.fills("STOP means every sender from", "2027-01-31")
    thandi.chooses("Confirm opt-outs", "Off")
    thandi.fills("Minutes for a confirmation", 10)
    thandi.chooses("Ask back before opting in", "On")
    thandi.chooses("Swearing opts out", "Off")
    thandi.chooses("Channel of unclear replies", ROOM)
    thandi.fills("Hours for unclear replies", 48)
    thandi.fills("Days that links work", 0)
    thandi.submits()

    assert thandi.modal == "", thandi.errors
    found = preferences(company)
    assert found.stop_scope is Scope.EVERYWHERE
    assert str(found.stop_scope_from) == "2027-01-31"
    assert (found.confirm, found.double_opt_in, found.profanity) == (False, True, False)
    assert (found.confirm_minutes, found.review_hours, found.link_days) == (10, 48, 0)
    assert found.review_channel
    listed = shown(thandi)
    assert "*opt-outs are not confirmed* · opting in again is asked back first" in listed
    thandi.types("/optout settings history", channel=ROOM)
    assert "confirming opt-outs, on → *off*" in answer(thandi)
    assert "STOP means every sender from, not set → *2027-01-31*" in answer(thandi)
    assert "channel of unclear replies, not set → *#retail-campaigns*" in answer(thandi)


@ONE_ENGINE
def test_numbers_out_of_range_are_refused_under_their_fields(thandi: Person) -> None:
    for name, value, text in (
        ("confirm_minutes", "0", "“0” is not a value for confirm_minutes."),
        ("review_hours", "241", "“241” is not a value for review_hours."),
        ("stop_scope", "both", "“both” is not a value for stop_scope."),
        ("confirm", "maybe", "“maybe” is not a value for confirm."),
        ("business", "a" * 41, "is not a value for business."),
    ):
        thandi.types(f"/optout settings {name} {value}", channel=ROOM)
        assert text in answer(thandi)


@ONE_ENGINE
def test_only_managers_change_what_people_are_told(naledi: Person, sipho: Person) -> None:
    for person in (naledi, sipho):
        person.types("/optout replies settings", channel=ROOM)
        assert "You need the role *manager*" in answer(person)
        person.types("/optout replies nonsense", channel=ROOM)
        assert "“nonsense” is nothing that replies have." in answer(person)
        assert person.modal == ""
