"""What people read about an import, from the offer to its end."""

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.sandbox.outline import outline, outline_view
from handlers.slack.blocks import (
    import_approval,
    import_dry_run,
    import_form,
    import_offer,
    import_options,
    import_progress,
    import_summary,
)
from handlers.slack.replies import Message
from optouts.jobs import (
    Approval,
    Effect,
    Failure,
    Job,
    JobKind,
    Mode,
    Options,
    Stage,
)
from optouts.places import Choice
from optouts.reading_plan import guessed
from optouts.words import ActorId, ChangeId, Channel
from tests.handlers.slack.import_examples import (
    CODE,
    JOB,
    NAMES,
    NOW,
    PLACES,
    REMOVAL,
    SHORT,
    SMS,
    SURVEY,
)

PIETER = ActorId("U0PIETER")


def read(message: Message) -> str:
    return outline([block.to_dict() for block in message.blocks])


def dry_run(job: Job, *, needs_approval: bool = False) -> str:
    return read(import_dry_run.dry_run(job, names=NAMES, needs_approval=needs_approval))


def summary(job: Job, *, is_undoable: bool = True) -> str:
    return read(import_summary.summary(job, names=NAMES, is_undoable=is_undoable, undo_days=30))


def test_an_offer_says_what_was_found_and_where_it_would_go() -> None:
    offer = import_offer.offer(JOB, places=PLACES)
    said = read(offer)

    assert offer.text == "Import 41,207 rows of `stop-list.csv`?"
    assert "column B `Mobile`, such as +27…4567, +27…4567; 48 of the first 50 cells" in said
    assert "column C `Opted out`, written like 31/03/2026, day first" in said
    assert "other way round" in said
    assert "The words in column D `Action` may say which rows remove" in said
    assert "Add to the lists: SMS, every sender; every account" in said
    assert "numbers of South Africa" in said
    assert "Text in Windows-1252, columns between semicolons, heading in row 3" in said
    assert "[Choose and Check…] [Not Now]" in said


def test_an_offer_names_the_senders_that_were_said_and_warns_of_what_is_missing() -> None:
    choice = Choice(frozenset(Channel), (SHORT.id,))
    survey = replace(SURVEY, number_column=None)
    said = read(
        import_offer.offer(
            replace(JOB, survey=survey, options=Options(choice=choice)), places=PLACES
        )
    )

    assert "SMS, 31331; WhatsApp, source number to be chosen; every account" in said
    assert "No column looks like phone numbers" in said
    assert "not read, as no region is set" in said


def test_a_dry_run_says_what_would_happen_and_what_is_refused() -> None:
    said = dry_run(JOB)

    assert "38,114 would be added" in said
    assert "Nothing has changed yet." in said
    assert "Every account · SMS · every sender: 38,114 new; 1,886 already opted out" in said
    assert "41,200 rows read, 40,000 different numbers" in said
    assert "118 duplicates" in said
    assert "12 dates not read" in said
    assert "3 cells repaired: take off the .0" in said
    assert "1,082 rows refused" in said
    assert said.index("1,000: Rounded by a spreadsheet") < said.index("82: Unusually short")
    assert "Tick “Short numbers are complete” for the file." in said
    assert "[Add 38,114 Numbers] [Change Column or Options…] [Cancel]" in said


def test_a_removal_says_who_would_leave_and_who_is_kept() -> None:
    said = dry_run(REMOVAL, needs_approval=True)

    assert "1,203 leave, 12 of them opted out themselves" in said
    assert "40 kept, as they opted out themselves" in said
    assert "7 to take off, but not on it" in said
    assert "Reason: asked by phone" in said
    assert "second manager" in said
    assert "[Remove 1,203 Numbers]" in said


def test_a_dry_run_offers_only_the_sets_that_hold_something() -> None:
    message = import_dry_run.dry_run(JOB, names=NAMES, needs_approval=False)
    [*_, menu] = next(
        block.to_dict()["elements"] for block in message.blocks if block.type == "actions"
    )

    assert [each["value"] for each in menu["options"]] == ["7:new", "7:standing", "7:refused"]


def test_what_would_change_nothing_cannot_be_confirmed() -> None:
    said = dry_run(replace(JOB, effects=(Effect(SMS.id, standing=9),)))

    assert "it would change nothing" in said
    assert "[Add" not in said
    assert "[Cancel]" in said


def test_a_file_that_adds_and_removes_says_both_before_it_does() -> None:
    both = (Effect(SMS.id, opening=5, leaving=2), Effect(CODE.id, opening=1))
    message = import_dry_run.dry_run(replace(JOB, effects=both), names=NAMES, needs_approval=False)
    buttons = next(
        block.to_dict()["elements"] for block in message.blocks if block.type == "actions"
    )

    assert buttons[0]["text"]["text"] == "Add 6 and Remove 2"
    assert buttons[0]["style"] == "danger"
    assert "6 are opted out. 2 may be messaged again." in buttons[0]["confirm"]["text"]["text"]
    assert "2 lists" in buttons[0]["confirm"]["text"]["text"]


def test_a_replacement_asks_for_the_count_of_those_who_leave() -> None:
    replaced = replace(
        REMOVAL, options=replace(REMOVAL.options, mode=Mode.REPLACE, note="new list")
    )
    form = outline_view(import_form.replace_view(replaced, names=NAMES, metadata="").to_dict())

    assert "[Replace the List…]" in dry_run(replaced)
    assert "Type 1203 to confirm" in form
    assert "1,203 leave, 12 of them opted out themselves" in form
    assert "Reason: new list" in form


def test_a_replacement_that_removes_nobody_says_so_and_asks_for_no_count() -> None:
    nobody = replace(JOB, options=replace(JOB.options, mode=Mode.REPLACE))

    assert "nobody leaves" in dry_run(nobody)
    assert "[Add 38,114 Numbers]" in dry_run(nobody)


@pytest.mark.parametrize(
    ("done", "seconds", "left"),
    [
        (430, 1, ""),
        (0, 60, ""),
        (430, 10, "less than a minute left"),
        (430, 120, "about 3 minutes left"),
        (100, 36_000, "about 90 hours left"),
    ],
)
def test_progress_tells_the_time_left_as_soon_as_it_can(done: int, seconds: int, left: str) -> None:
    job = replace(JOB, stage=Stage.READING, done=done, total=1_000)
    said = read(import_progress.progress(job, now=NOW + timedelta(seconds=seconds)))

    assert ("left" in said) == bool(left)
    assert left in said
    assert f"{done} of 1,000 rows" in said
    assert "Nothing has changed yet" in said


def test_progress_shows_a_bar_and_can_be_cancelled_once() -> None:
    job = replace(JOB, stage=Stage.APPLYING, done=430, total=1_000)
    said = read(import_progress.progress(job, now=NOW))
    cancelling = read(import_progress.progress(replace(job, cancelling=True), now=NOW))

    assert "▓▓▓▓▓▓▓▓░░░░░░░░░░░░ 43 %" in said
    assert "[Cancel]" in said
    assert "Cancelling" in cancelling
    assert "[Cancel]" not in cancelling


def test_progress_of_a_download_is_told_in_megabytes_and_of_a_queue_not_at_all() -> None:
    fetching = replace(JOB, stage=Stage.FETCHING, done=3 << 20, total=100 << 20)

    assert "3.0 of 100.0 MB" in read(import_progress.progress(fetching, now=NOW))
    waiting = import_progress.progress(replace(fetching, total=0), now=NOW)
    assert "Waiting for its turn" in read(waiting)


def test_a_summary_counts_what_was_done_and_can_be_undone() -> None:
    said = summary(replace(JOB, stage=Stage.DONE, change=ChangeId(9)))

    assert "Imported `stop-list.csv`" in said
    assert "38,114 opt-outs added" in said
    assert "1,886 stood already" in said
    assert "118 duplicates counted once. 1,082 rows refused: they are in the thread" in said
    assert "It can be undone for 30 days." in said
    assert "[Undo This Import]" in said


def test_a_summary_of_a_removal_says_who_was_kept_and_who_approved() -> None:
    approval = Approval(ActorId("U0PIETER"), NOW - timedelta(hours=1))
    done = replace(REMOVAL, stage=Stage.DONE, change=ChangeId(9), approval=approval)
    said = summary(done, is_undoable=False)

    assert "1,203 taken off (12 opted out themselves)" in said
    assert "40 kept, as they opted out themselves" in said
    assert "approved by @U0PIETER" in said
    assert "[Undo" not in said


def test_an_import_cancelled_halfway_says_what_stands_and_can_be_undone() -> None:
    halfway = summary(replace(JOB, stage=Stage.CANCELLED, change=ChangeId(9)))
    before = summary(replace(JOB, stage=Stage.CANCELLED))

    assert "cancelled halfway" in halfway
    assert "What was done until then stands" in halfway
    assert "[Undo This Import]" in halfway
    assert "Nothing was changed." in before
    assert "[Undo" not in before


def test_a_summary_of_an_undo_says_what_it_gave_back() -> None:
    undo = replace(
        JOB,
        kind=JobKind.UNDO,
        stage=Stage.DONE,
        source=None,
        counts=None,
        change=ChangeId(10),
        effects=(Effect(SMS.id, opening=3, leaving=38_114),),
    )
    said = summary(undo)

    assert "Undid an import" in said
    assert "3 opt-outs given back, 38,114 opt-outs taken off again" in said
    assert "[Undo" not in said


@pytest.mark.parametrize(
    ("failure", "words"),
    [
        (Failure("old_excel"), "save it as .xlsx"),
        (Failure("too_large", {"size": 200 << 20, "limit": 100 << 20}), "200 MB; 100 MB at most"),
        (Failure("download", {"reason": "html"}), "files:read"),
        (Failure("NotPermitted", {"deed": "remove", "role": 1, "needed": 3}), "need the role"),
        (Failure("UnknownSender", {"text": "7", "channel": "None", "nearest": "()"}), "sender"),
        (Failure("SpoolGone"), "not kept any more"),
        (Failure("internal", {"reference": "a1b2"}), "(Reference a1b2)"),
        (Failure("NoSuchThing"), "on our side"),
    ],
)
def test_a_failure_says_why_and_that_nothing_was_changed(failure: Failure, words: str) -> None:
    said = summary(replace(JOB, stage=Stage.FAILED, failure=failure))

    assert words in said
    assert "Nothing was changed." in said


def test_a_second_manager_is_asked_with_all_there_is_to_know() -> None:
    asked = replace(REMOVAL, stage=Stage.APPROVAL)
    message = import_approval.question(asked, names=NAMES)
    said = read(message)

    assert "asks to take 1,203 opt-outs off, 12 of whom opted out themselves" in message.text
    assert "Remove from the lists, from `stop-list.csv`" in said
    assert "Reason: asked by phone" in said
    assert "2 March 2026, 09:00 UTC" in said
    assert "[Approve] [Refuse]" in said


@pytest.mark.parametrize(
    ("stage", "approval", "said"),
    [
        (Stage.APPLYING, Approval(PIETER, NOW), "Approved by @U0PIETER"),
        (Stage.DONE, Approval(PIETER, NOW), "Approved by @U0PIETER"),
        (Stage.CANCELLED, Approval(PIETER, NOW, refused=True), "Refused by @U0PIETER"),
        (Stage.CANCELLED, Approval(PIETER, NOW), "Approved by @U0PIETER"),
        (Stage.CANCELLED, Approval(), "Withdrawn"),
        (Stage.EXPIRED, Approval(), "Expired"),
    ],
)
def test_the_question_is_settled_with_who_did_what(
    stage: Stage, approval: Approval, said: str
) -> None:
    job = replace(REMOVAL, stage=stage, approval=approval)
    message = read(import_approval.settled(job, names=NAMES))

    assert said in message
    assert "[Approve]" not in message
    assert ("Refused" in said) == ("refused it" in summary(job))


def options(job: Job, options: Options, *, is_manager: bool = True) -> str:
    view = import_options.options_view(
        job,
        places=PLACES,
        options=options,
        zone="Africa/Johannesburg",
        is_manager=is_manager,
        metadata="",
    )
    return outline_view(view.to_dict())


def test_the_form_begins_with_what_was_guessed() -> None:
    form = options(JOB, JOB.options)

    assert "Column with the numbers: B · Mobile" in form
    assert "Format of these dates: 31/03/2026, day first" in form
    assert "could also be the other way round" in form
    assert "Times are those of Africa/Johannesburg" in form
    assert "Do some rows take numbers off?: No, every row is alike" in form
    assert "[ ] Short numbers are complete (82 refused)" in form
    assert "Sheet" not in form


def test_the_form_shows_what_was_chosen_and_what_that_asks_for() -> None:
    plan = replace(
        guessed(SURVEY, region="ZA"), date_column=None, action_column=3, repairs=("float",)
    )
    chosen = replace(JOB.options, mode=Mode.REMOVE, plan=plan, lift_own=True)
    form = options(JOB, chosen)

    assert "Format of these dates" not in form
    assert "take numbers off?: D · Action" in form
    assert "[x] Take off the .0" in form
    assert "[x] Take them off too" in form
    assert "\nReason:" in form
    assert "opted out themselves" not in options(JOB, chosen, is_manager=False)


def test_no_column_is_chosen_where_none_looks_like_numbers() -> None:
    form = options(replace(JOB, survey=replace(SURVEY, number_column=None)), JOB.options)

    assert "Column with the numbers:\n" in form


def test_a_workbook_lets_choose_its_sheet() -> None:
    survey = replace(SURVEY, sheets=("One", "Two"), hidden_sheets=("One",), sheet="Two")

    assert "Sheet: Two" in options(replace(JOB, survey=survey), JOB.options)


def test_the_form_that_takes_a_file_says_how_larger_ones_come() -> None:
    def form(limit: int) -> str:
        view = import_form.upload_view(
            places=PLACES,
            region="ZA",
            channels=(Channel.WHATSAPP,),
            senders=(),
            accounts=(),
            metadata="",
            limit_mib=limit,
        )
        return outline_view(view.to_dict())

    assert "up to 10 MB: Slack takes no more in a form. For up to 100 MB, drop" in form(100)
    assert "up to 5 MB." in form(5)
    assert "There are no WhatsApp source numbers yet" in form(100)
    assert "(x) Add to the lists" in form(100)
