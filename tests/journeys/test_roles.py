"""Who may do what: roles by grant, by user group and by default, looked at with every request."""

import pytest

from bot.sandbox.person import NotThereError, Person
from bot.sandbox.server import Sandbox
from tests.journeys.conftest import Told

NUMBER = "083 123 4567"
ABOVE_A_VIEWER = (
    (f"/optout add {NUMBER}", "editor"),
    ("/optout add", "editor"),
    (f"/optout remove {NUMBER}", "manager"),
    ("/optout remove", "manager"),
    ("/optout sender add sms 31332 called Spring", "manager"),
    ("/optout sender rename 31331 called Spring", "manager"),
    ("/optout sender retire 31331", "manager"),
    ("/optout account add Baobab Stores", "manager"),
    ("/optout account rename Baobab Retail to Baobab Stores", "manager"),
    ("/optout account retire Baobab Retail", "manager"),
    ("/optout channel region GB", "manager"),
    ("/optout role @sipho manager", "manager"),
    ("/optout settings", "manager"),
    ("/optout settings region GB", "manager"),
)


def answer(person: Person, command: str, channel: str = "#retail-campaigns") -> str:
    """What a person is answered in a channel where nothing is announced."""
    person.types(command, channel=channel)
    return person.sees(channel)[-1].text


def test_a_viewer_looks_at_numbers(sipho: Person) -> None:
    for word in ("check", "history"):
        assert "+27 83 123 4567" in answer(sipho, f"/optout {word} {NUMBER}")


def test_a_viewer_is_told_which_role_is_needed_and_who_gives_it(sipho: Person) -> None:
    for command, role in ABOVE_A_VIEWER:
        said = answer(sipho, command)

        assert f"You need the role *{role}*" in said, command
        assert "yours is *viewer*" in said
        assert f"A manager can give it to you with `/optout role @you {role}`" in said
        assert sipho.modal == ""


def test_a_viewer_gets_no_form_from_a_shortcut(sipho: Person) -> None:
    message = sipho.sees("#retail-campaigns")[0]
    for shortcut, where in (("Add opt-outs", None), ("Opt out numbers in this message", message)):
        sipho.uses(shortcut, message=where)

        assert sipho.modal == ""
        assert "You need the role *editor*" in sipho.last_reply


def test_the_menu_offers_a_viewer_only_what_a_viewer_may_do(sipho: Person) -> None:
    menu = answer(sipho, "/optout")

    assert "[Check…] [Export…] [History…] [List] [Reports]\n" in menu
    assert "[Reviews] [Keywords] [Replies] [Help]\n" in menu
    assert "Add…" not in menu
    assert "Remove…" not in menu
    assert "Settings…" not in menu


def test_the_help_names_what_a_viewer_may_not_do(sipho: Person) -> None:
    said = answer(sipho, "/optout help")

    assert (
        "Your role is *viewer*. Managers also have `add`, `import`, `remove`, `provider`, `key`,"
        " `settings`." in said
    )


def test_a_check_offers_a_viewer_neither_add_nor_remove(sipho: Person, naledi: Person) -> None:
    assert "Opt Out…" not in answer(sipho, f"/optout check {NUMBER}")
    naledi.types(f"/optout add {NUMBER}")

    assert "Remove…" not in answer(sipho, f"/optout check {NUMBER}")


def test_an_editor_adds_but_does_not_remove(naledi: Person, told: Told) -> None:
    assert "Opted out +27 83 123 4567" in answer(naledi, f"/optout add {NUMBER}")

    refused = answer(naledi, f"/optout remove {NUMBER} everywhere")

    assert "You need the role *manager* to remove opt-outs; yours is *editor*" in refused
    assert len(told()) == 1


def test_an_editor_cannot_undo_an_addition_but_can_undo_a_removal(
    naledi: Person, pieter: Person, told: Told
) -> None:
    naledi.types(f"/optout add {NUMBER}", channel="#retail-campaigns")
    naledi.clicks("Undo", "#opt-outs")
    assert "You need the role *manager* to remove opt-outs" in naledi.last_reply
    assert "Undone" not in told()[0]
    pieter.types(f"/optout remove {NUMBER} everywhere", channel="#retail-campaigns")

    naledi.clicks("Undo", "#opt-outs")

    assert "*Undone* by @Naledi Dlamini" in told()[1]
    assert "is opted out" in answer(naledi, f"/optout check {NUMBER}")


def test_a_manager_by_grant_removes_and_configures(
    pieter: Person, naledi: Person, told: Told
) -> None:
    naledi.types(f"/optout add {NUMBER}", channel="#retail-campaigns")

    assert "Took +27 83 123 4567 off 1 list" in answer(
        pieter, f"/optout remove {NUMBER} everywhere"
    )
    assert "took *+27…4567* off" in told()[1]
    assert "Spring" in answer(pieter, "/optout sender add sms 31332 called Spring")


def test_a_role_given_to_a_group_holds_for_its_members_only(
    thandi: Person, naledi: Person, slack: Sandbox
) -> None:
    thandi.types("/optout role @crm-team manager")
    assert "@crm-team: *manager*" in thandi.sees("#opt-outs")[-1].text

    assert "Promotions" in answer(naledi, "/optout sender rename 31331 called Promotions")

    slack.regroups("@crm-team", "sipho")
    refused = answer(naledi, "/optout sender rename 31331 called Spring")
    assert "You need the role *manager*" in refused


def test_the_highest_of_several_groups_holds(
    thandi: Person, naledi: Person, slack: Sandbox
) -> None:
    groups = slack.workspace.usergroups
    groups["S0LEADS"] = type(groups["S0CRM"])("S0LEADS", "leads", "leads", ["U0NALEDI"])
    thandi.types("/optout role @crm-team viewer")
    thandi.types("/optout role @leads manager")

    assert "Promotions" in answer(naledi, "/optout sender rename 31331 called Promotions")


def test_a_grant_to_the_person_outweighs_the_group(thandi: Person, naledi: Person) -> None:
    thandi.types("/optout role @crm-team manager")

    thandi.types("/optout role @naledi viewer")

    assert "yours is *viewer*" in answer(naledi, f"/optout add {NUMBER}")


def test_a_group_that_slack_does_not_know_any_more_locks_nobody_out(
    thandi: Person, naledi: Person, slack: Sandbox
) -> None:
    thandi.types("/optout role @crm-team manager")
    del slack.workspace.usergroups["S0CRM"]
    # Forgets what it heard before the group went.
    thandi.types("/optout role <!subteam^S0CRM> manager")

    assert "Opted out" in answer(naledi, f"/optout add {NUMBER}")
    assert "Roles: who may do what" in answer(thandi, "/optout role <!subteam^S0CRM> default")


def test_the_default_role_is_what_the_settings_say(
    thandi: Person, naledi: Person, pieter: Person
) -> None:
    thandi.types("/optout settings default_role viewer")

    assert "yours is *viewer*" in answer(naledi, f"/optout add {NUMBER}")
    assert "Promotions" in answer(pieter, "/optout sender rename 31331 called Promotions")


def test_with_the_default_role_none_a_member_may_do_nothing_but_read_the_help(
    thandi: Person, naledi: Person
) -> None:
    thandi.types("/optout settings default_role none")

    for word in ("", "check 083 123 4567", "history 083 123 4567", "list", "sender", "account"):
        assert "You need the role *viewer*" in answer(naledi, f"/optout {word}"), word
    assert "What Optout can do" in answer(naledi, "/optout help")
    naledi.opens_home()
    assert "You need the role *viewer*" in naledi.home


def test_an_admin_stays_a_manager_whatever_is_granted(thandi: Person, pieter: Person) -> None:
    pieter.types("/optout role @thandi none")
    pieter.types("/optout settings default_role none")

    assert "Promotions" in answer(thandi, "/optout sender rename 31331 called Promotions")


def test_a_taken_back_grant_leaves_the_default(thandi: Person, sipho: Person) -> None:
    thandi.types("/optout role @sipho default")

    assert "Opted out" in answer(sipho, f"/optout add {NUMBER}")


def test_a_role_is_given_by_form_to_a_person_or_a_group_but_not_to_both(
    thandi: Person, sipho: Person
) -> None:
    thandi.types("/optout role")
    thandi.clicks("Give a Role…")
    thandi.chooses("Person", "Sipho Ndlovu")
    thandi.chooses("User group", "crm-team")
    thandi.chooses("Role", "Editor")
    thandi.submits()
    assert thandi.errors == {"Person": "Choose either a person or a user group."}

    thandi.closes()
    thandi.clicks("Give a Role…")
    thandi.chooses("Person", "Sipho Ndlovu")
    thandi.chooses("Role", "Editor")
    thandi.submits()

    assert thandi.modal == ""
    assert "@Sipho Ndlovu: *editor*" in thandi.sees("#opt-outs")[-1].text
    assert "Opted out" in answer(sipho, f"/optout add {NUMBER}")


def test_a_grant_that_is_not_understood_changes_nothing(thandi: Person, sipho: Person) -> None:
    for command, said in (
        ("/optout role sipho viewer", "Name a person or a user group with @"),
        ("/optout role @sipho king", "“king” is not a role"),
        ("/optout role @sipho", "“” is not a role"),
    ):
        assert said in answer(thandi, command)
        assert "yours is *viewer*" in answer(sipho, f"/optout add {NUMBER}")


def test_a_guest_is_not_given_a_role(thandi: Person) -> None:
    thandi.types("/optout role @gustav manager")

    assert "Guests cannot use Optout" in thandi.sees("#opt-outs")[-1].text
    thandi.types("/optout role")
    assert "Gustav" not in thandi.sees("#opt-outs")[-1].text


# A role that is taken back while a form or a button waits


def test_an_add_form_opened_before_the_role_went_is_refused(
    thandi: Person, naledi: Person, told: Told
) -> None:
    naledi.types("/optout add")
    naledi.fills("Numbers", NUMBER)
    thandi.types("/optout role @naledi viewer", channel="#retail-campaigns")

    naledi.submits()

    assert "You need the role editor" in naledi.errors["Numbers"]
    assert told() == []
    assert "is not opted out" in answer(thandi, f"/optout check {NUMBER}")


def test_a_box_ticked_after_the_role_went_shows_nothing_new(thandi: Person, naledi: Person) -> None:
    naledi.types("/optout add")
    thandi.types("/optout role @naledi none", channel="#retail-campaigns")

    naledi.chooses("Channel", "SMS", "WhatsApp")

    assert "WhatsApp source numbers" not in naledi.modal
    assert "You need the role *editor*" in naledi.last_reply


def test_a_remove_form_opened_before_the_role_went_is_refused(
    thandi: Person, pieter: Person, naledi: Person
) -> None:
    naledi.types(f"/optout add {NUMBER}", channel="#retail-campaigns")
    pieter.types(f"/optout remove {NUMBER}", channel="#retail-campaigns")
    thandi.types("/optout role @pieter editor", channel="#retail-campaigns")

    pieter.submits()

    assert any("You need the role manager" in text for text in pieter.errors.values())
    assert "is opted out" in answer(thandi, f"/optout check {NUMBER}")


def test_a_form_of_a_manager_is_refused_once_the_role_went(thandi: Person, pieter: Person) -> None:
    for opens, label, text in (
        ("/optout settings", "Days for undo", "7"),
        ("/optout sender add", "Address", "+27600123499"),
        ("/optout account add", "Name", "Baobab Stores"),
    ):
        thandi.types("/optout role @pieter manager", channel="#retail-campaigns")
        pieter.types(opens)
        pieter.fills(label, text)
        thandi.types("/optout role @pieter editor", channel="#retail-campaigns")

        pieter.submits()

        assert any("You need the role manager" in text for text in pieter.errors.values()), opens
    assert "Stores" not in answer(thandi, "/optout account")
    assert "123499" not in answer(thandi, "/optout sender").replace(" ", "")


def test_the_filter_and_the_pages_of_a_list_are_closed_once_the_role_went(
    thandi: Person, naledi: Person
) -> None:
    numbers = ", ".join(f"083 123 45{each:02}" for each in range(20))
    thandi.types(f"/optout add {numbers}", channel="#retail-campaigns")
    naledi.types("/optout list", channel="#retail-campaigns")
    thandi.types("/optout role @naledi none")

    naledi.clicks("Filter…", "#retail-campaigns")
    assert naledi.modal == ""
    assert "You need the role *viewer*" in naledi.last_reply
    naledi.clicks("Next Page", "#retail-campaigns")

    assert "You need the role *viewer*" in naledi.sees("#retail-campaigns")[-1].text


def test_a_demoted_manager_cannot_press_the_undo_of_before(
    thandi: Person, pieter: Person, told: Told
) -> None:
    pieter.types(f"/optout add {NUMBER}")
    thandi.types("/optout role @pieter viewer", channel="#retail-campaigns")

    pieter.clicks("Undo", "#opt-outs")

    assert "You need the role *manager*" in pieter.last_reply
    assert "Undone" not in told()[0]


def test_an_open_roles_message_gives_no_roles_to_those_who_are_no_managers_any_more(
    thandi: Person, pieter: Person
) -> None:
    pieter.types("/optout role", channel="#retail-campaigns")
    thandi.types("/optout role @pieter editor", channel="#opt-outs")

    pieter.clicks("Give a Role…", "#retail-campaigns")

    assert pieter.modal == ""
    assert "You need the role *manager*" in pieter.last_reply
    with pytest.raises(NotThereError):
        pieter.chooses("Role", "Manager")
