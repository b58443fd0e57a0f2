"""What replies mean: managers change the table of rules in Slack, everybody may test a reply."""

from bot.sandbox.person import Person
from optouts.keyword_set import SHIPPED
from tests.conftest import Clock
from tests.journeys.conftest import answer
from tests.journeys.importing import ONE_ENGINE

ROOM = "#opt-outs"


def says(person: Person, words: str) -> str:
    person.types(f"/optout keyword {words}".strip(), channel=ROOM)
    return answer(person)


@ONE_ENGINE
def test_the_table_shows_every_rule_page_by_page(sipho: Person) -> None:
    page = says(sipho, "")
    assert f"*What replies mean*, {len(SHIPPED):,} rules, page 1 of " in page
    assert "STOP | Opts out | The whole reply | English | Shipped" in page
    assert "[Add a Rule…]" not in page
    seen = page
    while "[Next Page]" in page:
        sipho.clicks("Next Page")
        page = answer(sipho)
        seen += page
    assert [rule.words for rule in SHIPPED if f"{rule.words} | " not in seen] == []
    sipho.clicks("Previous Page")
    assert "[Next Page]" in answer(sipho)


@ONE_ENGINE
def test_one_language_is_chosen_under_the_table(sipho: Person) -> None:
    count = sum(rule.language == "zu" for rule in SHIPPED)
    says(sipho, "")
    sipho.chooses("Choose a language", f"Zulu: {count} rules")
    assert f"*Keyword rules: Zulu*, {count} rules" in answer(sipho)
    assert "English" not in answer(sipho).split("[Look")[0]


@ONE_ENGINE
def test_the_table_is_narrowed_down_by_a_form_and_by_words(thandi: Person) -> None:
    assert "UNSUBSCRIBE" in says(thandi, "unsub")
    assert "START" not in answer(thandi)
    says(thandi, "")
    thandi.clicks("Filter…")
    thandi.chooses("What they do", "Answers with help")
    thandi.chooses("Language", "English")
    thandi.submits()
    assert "*Keyword rules: Answers with help · English*" in answer(thandi)
    assert "INFO" in answer(thandi)
    assert "STOP" not in answer(thandi)
    assert "Nothing fits this filter." in says(thandi, "deleted")
    assert "No rule has the words “zzz”." in says(thandi, "zzz")


def test_a_rule_is_added_and_decides_from_then_on(thandi: Person, naledi: Person) -> None:
    assert "*does nothing*" in says(naledi, "test Vamoose!")
    says(thandi, "add vamoose")
    assert thandi.modal.startswith("Add a rule")
    thandi.chooses("Language", "Afrikaans")
    thandi.chooses("How far it reaches", "Every sender")
    thandi.submits(times=2)  # delivered twice, added once
    assert thandi.modal == "", thandi.errors
    assert "The rule “vamoose” is saved" in answer(thandi)

    told = says(naledi, "test Vamoose!")
    assert "*opts out*" in told
    assert "Rule: “vamoose”, Opts out · every sender · the whole reply · Afrikaans" in told
    assert "Then: the person is opted out of every sender." in told
    assert "*Keyword rules: Added here*, 1 rule\n" in says(naledi, "added")
    naledi.chooses("Look at a rule", "vamoose")
    assert "Added here; last saved by @Thandi Mokoena" in answer(naledi)
    assert "[Edit…]" not in answer(naledi)


def test_a_rule_is_changed_deleted_and_brought_back(
    thandi: Person, pieter: Person, clock: Clock
) -> None:
    says(thandi, "info")
    thandi.chooses("Look at a rule", "INFO")
    assert "Shipped with Optout; nobody has changed it here." in answer(thandi)
    thandi.clicks("Edit…")
    assert thandi.modal.startswith("Edit the rule")
    thandi.chooses("What the rule does", "Asks the team")
    thandi.submits()
    assert "*asks the team*" in says(pieter, "test info")
    assert "INFO" in says(pieter, "changed")

    clock.advance(days=1)
    pieter.chooses("Look at a rule", "INFO")
    pieter.clicks("Delete")
    assert "The rule “INFO” is deleted." in answer(pieter)
    assert "*does nothing*" in says(thandi, "test info")

    says(thandi, "deleted")
    thandi.chooses("Look at a rule", "INFO")
    lines = [line.split(" UTC")[-1] for line in answer(thandi).splitlines()]
    assert lines[-5:-1] == [
        ", @Pieter van Wyk: deleted",
        ", @Thandi Mokoena: “INFO” Asks the team · the whole reply · English",
        "• as shipped: “INFO” Answers with help · the whole reply · English",
        "[Restore]",
    ]
    thandi.clicks("Restore")
    assert "The rule “INFO” holds again." in answer(thandi)
    assert "*asks the team*" in says(pieter, "test info")

    says(thandi, "info")
    thandi.chooses("Look at a rule", "INFO")
    thandi.chooses("Go back to a version", "As shipped: “INFO”")
    assert "holds as it did then" in answer(thandi)
    assert "*answers with help*" in says(pieter, "test info")
    assert "Nothing fits this filter." in says(pieter, "changed")


@ONE_ENGINE
def test_what_the_law_names_is_not_lost_by_mistake(thandi: Person) -> None:
    says(thandi, "quit")
    thandi.chooses("Look at a rule", "QUIT")
    assert "US law names these words" in answer(thandi)
    thandi.clicks("Edit…")
    thandi.chooses("What the rule does", "Does nothing")
    thandi.submits()
    assert "The law names these words" in thandi.errors["Against the law’s words"]
    assert "*opts out*" in says(thandi, "test quit")
    thandi.chooses("Against the law’s words", "Let these words opt nobody out")
    thandi.submits()
    assert thandi.modal == "", thandi.errors
    assert "*does nothing*" in says(thandi, "test quit")

    card = thandi.sees(ROOM)[-2]
    [sure] = [
        element["confirm"]
        for block in card.blocks or []
        for element in block.get("elements", [])
        if element.get("text", {}).get("text") == "Delete"
    ]
    assert sure["title"]["text"] == "Delete what the law names?"


@ONE_ENGINE
def test_what_is_wrong_with_a_rule_is_said_under_its_field(thandi: Person) -> None:
    says(thandi, "add stop")
    thandi.submits()
    assert "There is a rule for “STOP” already" in thandi.errors["Words"]
    thandi.fills("Words", "?!")
    thandi.submits()
    assert "Give at least one word" in thandi.errors["Words"]
    thandi.fills("Words", "come back")
    thandi.chooses("What the rule does", "Opts in again")
    thandi.chooses("Where in the reply", "Anywhere")
    thandi.submits()
    assert "Only the whole reply may opt somebody in" in thandi.errors["Where in the reply"]
    thandi.chooses("Where in the reply", "The whole reply")
    thandi.submits()
    assert thandi.modal == "", thandi.errors


@ONE_ENGINE
def test_replies_are_tested_one_after_the_other(sipho: Person) -> None:
    says(sipho, "test")
    sipho.fills("A reply", "STOP")
    sipho.submits()
    assert "“STOP”: *opts out*" in sipho.modal
    assert "of the sender that was answered (the setting `stop_scope`)" in sipho.modal
    sipho.fills("A reply", "start")
    sipho.submits()
    assert "“start”: *opts in again*" in sipho.modal
    assert "“STOP”: *opts out*" not in sipho.modal
    sipho.closes()

    says(sipho, "test <b>")
    assert "“<b>”: *does nothing*" in answer(sipho)
    sipho.types("@optout keyword test stop", channel=ROOM)
    assert "*opts out*" in answer(sipho)
    sipho.clicks("Show the Rule")
    assert "47 CFR 64.1200(a)(10)" in answer(sipho)


@ONE_ENGINE
def test_editors_look_and_change_nothing(naledi: Person) -> None:
    assert "You need the role *manager*" in says(naledi, "add vamoose")
    says(naledi, "stop")
    naledi.chooses("Look at a rule", "STOP")
    assert "[Delete]" not in answer(naledi)


@ONE_ENGINE
def test_a_rule_that_was_deleted_meanwhile_cannot_be_edited(thandi: Person, pieter: Person) -> None:
    for person in (thandi, pieter):
        says(person, "info")
        person.chooses("Look at a rule", "INFO")
    thandi.clicks("Edit…")
    pieter.clicks("Delete")
    thandi.fills("Words", "information")
    thandi.submits()
    assert "That rule does not hold any more." in str(thandi.errors)
