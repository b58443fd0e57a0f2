"""The shipped texts, how texts are filled in, and what a preview warns of."""

import pytest

from optouts.preferences import LONGEST_BUSINESS
from optouts.reply_kinds import ReplyKind
from optouts.reply_preview import Preview, Warned, preview
from optouts.reply_texts import SHIPPED, filled_in, is_well_formed, shipped

NAME = "B" * LONGEST_BUSINESS
STOPPED = ReplyKind.STOPPED


def previewed(template: str, kind: ReplyKind = STOPPED, business: str = "Baobab") -> Preview:
    text = filled_in(template, business=business, sender="31331")
    return preview(template, text, kind=kind, business=business)


@pytest.mark.parametrize(
    ("kind", "language"), [(kind, each) for kind in ReplyKind for each in SHIPPED[kind]]
)
def test_every_shipped_text_is_one_sms_with_a_long_name_and_nothing_to_warn_of(
    kind: ReplyKind, language: str
) -> None:
    found = previewed(shipped(kind, language), kind, NAME)

    assert found.segments == 1
    assert found.warnings == ()
    assert found.text.startswith(NAME)


def test_every_kind_is_shipped_in_the_same_languages() -> None:
    languages = {kind: sorted(texts) for kind, texts in SHIPPED.items()}

    assert list(languages) == list(ReplyKind)
    assert {tuple(each) for each in languages.values()} == {
        ("af", "de", "en", "es", "fr", "nl", "pt", "zu")
    }


def test_a_language_that_is_not_shipped_gets_english() -> None:
    assert shipped(STOPPED, "xh") == shipped(STOPPED, "") == shipped(STOPPED, "en")


def test_a_text_says_who_it_is_from_and_from_which_number() -> None:
    text = filled_in("{business} ({sender}): bye {business}", business="Baobab", sender="31331")

    assert text == "Baobab (31331): bye Baobab"


def test_a_name_with_braces_is_not_filled_in_again() -> None:
    assert filled_in("{business}!", business="{sender}", sender="31331") == "{sender}!"


@pytest.mark.parametrize("text", ["{name}", "{", "}", "{ business }", "{{business}}"])
def test_other_braces_have_no_meaning(text: str) -> None:
    assert not is_well_formed(text)
    assert is_well_formed("{business} {sender} without")


@pytest.mark.parametrize(
    ("text", "places", "segments"),
    [
        ("a" * 160, 160, 1),
        ("a" * 161, 161, 2),
        ("a" * 306, 306, 2),
        ("a" * 307, 307, 3),
        ("€" * 80, 160, 1),
        ("€" * 81, 162, 2),
        ("a" * 152 + "€" + "a" * 152, 306, 3),
        ("ê" * 70, 70, 1),
        ("ê" * 71, 71, 2),
        ("🙂" * 35, 70, 1),
        ("🙂" * 36, 72, 2),
        ("🙂" * 67, 134, 3),
        ("äöñüàèéùìò", 10, 1),
        ("", 0, 1),
    ],
)
def test_messages_are_counted_as_networks_count_them(text: str, places: int, segments: int) -> None:
    found = previewed(text)

    assert (found.places, found.segments) == (places, segments)


@pytest.mark.parametrize(
    ("template", "warned"),
    [
        ("{business}: You are opted out.", ()),
        ("baobab: You are opted out.", ()),
        ("You are opted out.", (Warned.NAMELESS,)),
        ("{business}: see https://baobab.example", (Warned.LINK,)),
        ("{business}: see www.baobab.example", (Warned.LINK,)),
        ("{business}: see baobab.com/sale", (Warned.LINK,)),
        ("{business}: You are opted out.Bye.", ()),
        ("{business}: " + "a" * 160, (Warned.LONG,)),
        ("{business}: Ungavũki", (Warned.COSTLY,)),
    ],
)
def test_a_preview_warns_of_what_a_confirmation_should_not_be(
    template: str, warned: tuple[Warned, ...]
) -> None:
    assert previewed(template).warnings == warned


def test_a_question_says_what_to_answer_and_help_says_how_to_stop() -> None:
    for kind, word in ((ReplyKind.ASKED, "START"), (ReplyKind.HELP, "stop")):
        assert previewed("{business}: Well?", kind).warnings == (Warned.NO_ANSWER,)
        assert previewed(f"{{business}}: Answer {word}.", kind).warnings == ()


def test_odd_letters_are_named_once_each() -> None:
    found = previewed("{business} ů€ê ůůê")

    assert found.odd == ("ů", "ê")
    assert found.warnings == (Warned.COSTLY,)
