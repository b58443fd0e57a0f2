"""Files from the first look to the undo: what is shown before, what is done, what is given back."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from optouts import changes, history, imports
from optouts.errors import (
    AlreadyUndone,
    JobMovedOn,
    NoApprovalChannel,
    NoNumbers,
    NotPermitted,
    NotYours,
    OwnRequest,
    ReasonRequired,
    UndoExpired,
    WrongCount,
)
from optouts.jobs import Job, Mode, Options, Stage
from optouts.numbers import parse
from optouts.outcomes import Wanted, What
from optouts.places import Sender
from optouts.roles import Actor
from optouts.words import ChangeId, Channel, Kind, Origin
from tests.conftest import Clock
from tests.optouts.importing import SMS, Importer

A, B, C, D = "+27831234567", "+27831234568", "+27821234569", "+447911123456"


def on_the_list(importer: Importer) -> set[str]:
    page = history.page(importer.core, importer.workspace, Wanted(), by=importer.by, limit=100)
    return {f"+{each.number.digits}" for each in page.opt_outs if each.until is None}


def test_a_dropped_file_is_looked_at_and_asked_about(importer: Importer) -> None:
    job = importer.drops(f"name,phone\nAna,{A}\nBo,{B}\n")

    assert job.stage is Stage.ASKING
    assert job.survey is not None
    assert job.survey.columns[1].valid == 2
    assert job.survey.number_column == 1


def test_the_dry_run_says_what_would_happen_and_changes_nothing(importer: Importer) -> None:
    importer.imports([A])

    job = importer.chooses(importer.drops(f"phone\n{A}\n{B}\n{B}\nnobody\n"))

    assert job.stage is Stage.READY
    assert job.counts is not None
    assert (job.counts.rows_read, job.counts.distinct, job.counts.repeated) == (4, 2, 1)
    assert (job.opening, job.effects[0].standing, job.leaving) == (1, 1, 0)
    assert on_the_list(importer) == {A}


def test_a_confirmed_file_is_on_the_list_with_its_evidence(importer: Importer) -> None:
    job = importer.imports([A, B, D])

    assert job.stage is Stage.DONE
    assert job.opening == 3
    assert on_the_list(importer) == {A, B, D}
    story = history.of_number(
        importer.core, importer.workspace, parse(A, region="ZA"), by=importer.by
    )
    assert story.events[0].change.origin is Origin.IMPORT
    assert story.events[0].change.evidence["file"] == "list.csv"


def test_an_undone_import_leaves_the_list_as_it_was(importer: Importer) -> None:
    importer.imports([A])
    job = importer.imports([A, B, C])

    undone = importer.undoes(job.change)

    assert undone.stage is Stage.DONE
    assert undone.leaving == 2
    assert on_the_list(importer) == {A}


def test_what_came_after_an_import_survives_its_undo(importer: Importer) -> None:
    job = importer.imports([A, B])
    removal = importer.act(note="asked for it")
    listed = job.effects[0].list
    changes.remove(importer.core, removal, [parse(A, region="ZA")], [listed])
    changes.add(importer.core, importer.act(), [parse(A, region="ZA")], SMS)

    importer.undoes(job.change)

    assert on_the_list(importer) == {A}


def test_a_replacement_adds_and_takes_off_and_is_given_back(importer: Importer) -> None:
    importer.imports([A, B])

    job = importer.imports([B, C], mode=Mode.REPLACE)

    assert (job.opening, job.leaving) == (1, 1)
    assert on_the_list(importer) == {B, C}
    importer.undoes(job.change)
    assert on_the_list(importer) == {A, B}


def test_a_replacement_is_confirmed_by_typing_how_many_leave(importer: Importer) -> None:
    importer.imports([A, B])
    options = Options(Mode.REPLACE, SMS, "ZA")
    job = importer.hands_in(f"{A}\n", "one.txt", options, ask=False)

    with pytest.raises(WrongCount) as refused:
        importer.confirms(job, typed=2)

    assert refused.value.expected == 1
    assert on_the_list(importer) == {A, B}


def test_a_removal_needs_a_reason(importer: Importer) -> None:
    importer.imports([A, B])

    with pytest.raises(ReasonRequired):
        importer.imports([A], mode=Mode.REMOVE)

    assert on_the_list(importer) == {A, B}


def test_a_removal_takes_off_those_of_the_file(importer: Importer) -> None:
    importer.imports([A, B])

    job = importer.imports([A, C], mode=Mode.REMOVE, note="bought by mistake")

    assert (job.leaving, job.effects[0].absent) == (1, 1)
    assert on_the_list(importer) == {B}


def reply_stop(importer: Importer, number: str) -> None:
    act = replace(importer.act(), origin=Origin.KEYWORD)
    changes.add(importer.core, act, [parse(number, region="ZA")], SMS)


@pytest.mark.parametrize("mode", [Mode.REMOVE, Mode.REPLACE])
def test_who_opted_out_themselves_is_kept(importer: Importer, mode: Mode) -> None:
    reply_stop(importer, A)
    importer.imports([B])
    numbers = [A, B] if mode is Mode.REMOVE else [C]

    job = importer.imports(numbers, mode=mode, note="new agreement")

    assert (job.leaving, job.leaving_own, job.effects[0].kept) == (1, 0, 1)
    assert A in on_the_list(importer)


def test_a_manager_with_a_reason_lifts_even_those(importer: Importer) -> None:
    reply_stop(importer, A)

    job = importer.imports([A], mode=Mode.REMOVE, note="asked for it again", lift_own=True)

    assert (job.leaving, job.leaving_own) == (1, 1)
    assert on_the_list(importer) == set()


def test_a_stop_that_came_after_the_dry_run_is_never_taken_off(importer: Importer) -> None:
    importer.imports([A])
    options = Options(Mode.REPLACE, SMS, "ZA", lift_own=True, note="all new")
    job = importer.hands_in(f"{B}\n", "new.txt", options, ask=False)
    reply_stop(importer, C)

    importer.confirms(job, typed=job.leaving)

    assert on_the_list(importer) == {B, C}


def test_an_editor_adds_files_but_takes_nothing_off(importer: Importer, editor: Actor) -> None:
    importer.by = editor
    assert importer.imports([A]).stage is Stage.DONE

    for mode in (Mode.REMOVE, Mode.REPLACE):
        with pytest.raises(NotPermitted):
            importer.imports([A], mode=mode, note="why not")


def test_a_viewer_hands_in_no_file(importer: Importer, viewer: Actor) -> None:
    importer.by = viewer

    with pytest.raises(NotPermitted):
        importer.drops(f"{A}\n")


def test_only_who_asked_may_confirm(importer: Importer, other_manager: Actor) -> None:
    job = importer.chooses(importer.drops(f"{A}\n"))

    with pytest.raises(NotYours):
        imports.confirm(importer.core, importer.act(other_manager), job.id)


def asks_to_remove(importer: Importer, numbers: list[str]) -> Job:
    options = Options(Mode.REMOVE, SMS, "ZA", note="bought by mistake")
    job = importer.hands_in("\n".join(numbers), "off.txt", options, ask=False)
    return importer.confirms(job)


@pytest.fixture
def many_removals(importer: Importer, set_to: Callable[[str, str], None]) -> Job:
    set_to("approval_above", "1")
    set_to("announcements", "C0OPTOUT")
    importer.imports([A, B, C])
    return asks_to_remove(importer, [A, B])


def test_many_removals_wait_for_a_second_manager(
    importer: Importer, many_removals: Job, other_manager: Actor
) -> None:
    assert many_removals.stage is Stage.APPROVAL
    assert on_the_list(importer) == {A, B, C}

    job = importer.waits(
        imports.approve(importer.core, importer.act(other_manager), many_removals.id)
    )

    assert job.stage is Stage.DONE
    assert job.approval.by == other_manager.id
    assert on_the_list(importer) == {C}


def test_nobody_approves_their_own_removal(importer: Importer, many_removals: Job) -> None:
    with pytest.raises(OwnRequest):
        imports.approve(importer.core, importer.act(), many_removals.id)


def test_an_editor_approves_nothing(importer: Importer, many_removals: Job, editor: Actor) -> None:
    with pytest.raises(NotPermitted):
        imports.approve(importer.core, importer.act(editor), many_removals.id)


def test_a_refused_removal_changes_nothing(
    importer: Importer, many_removals: Job, other_manager: Actor
) -> None:
    job = imports.refuse(importer.core, importer.act(other_manager), many_removals.id)

    assert job.stage is Stage.CANCELLED
    assert on_the_list(importer) == {A, B, C}


def test_an_approval_that_nobody_gave_expires(
    importer: Importer, many_removals: Job, other_manager: Actor, clock: Clock
) -> None:
    clock.advance(hours=25)

    with pytest.raises(JobMovedOn):
        imports.approve(importer.core, importer.act(other_manager), many_removals.id)
    imports.expire(importer.core)

    assert importer.waits(many_removals).stage is Stage.EXPIRED


def test_without_a_channel_nobody_could_approve(
    importer: Importer, set_to: Callable[[str, str], None]
) -> None:
    set_to("approval_above", "0")
    importer.imports([A, B])

    with pytest.raises(NoApprovalChannel):
        asks_to_remove(importer, [A])


def test_a_dry_run_nobody_confirmed_expires(importer: Importer, clock: Clock) -> None:
    job = importer.chooses(importer.drops(f"{A}\n"))
    clock.advance(hours=25)

    with pytest.raises(JobMovedOn):
        importer.confirms(job)
    imports.expire(importer.core)

    assert importer.waits(job).stage is Stage.EXPIRED


def test_a_file_that_changes_nothing_is_not_confirmed(importer: Importer) -> None:
    importer.imports([A])
    job = importer.chooses(importer.drops(f"{A}\n"))

    with pytest.raises(NoNumbers):
        importer.confirms(job)


def test_a_cancelled_job_changes_nothing(importer: Importer) -> None:
    job = importer.chooses(importer.drops(f"{A}\n"))

    job = imports.cancel(importer.core, importer.act(), job.id)

    assert job.stage is Stage.CANCELLED
    with pytest.raises(JobMovedOn):
        importer.confirms(job)
    assert on_the_list(importer) == set()


def test_an_import_is_undone_once(importer: Importer) -> None:
    job = importer.imports([A])
    importer.undoes(job.change)

    with pytest.raises(AlreadyUndone):
        importer.undoes(job.change)


def test_an_import_is_undone_for_thirty_days(importer: Importer, clock: Clock) -> None:
    job = importer.imports([A])
    clock.advance(days=31)

    with pytest.raises(UndoExpired):
        importer.undoes(job.change)


def test_an_undo_can_itself_be_undone_with_a_reason(importer: Importer) -> None:
    job = importer.imports([A, B])
    undone = importer.undoes(job.change)
    with pytest.raises(ReasonRequired):
        importer.undoes(undone.change)

    importer.undoes(undone.change, note="it was right after all")

    assert on_the_list(importer) == {A, B}


def test_the_same_file_twice_is_delivered_once(importer: Importer) -> None:
    act = importer.act()
    job = importer.drops(f"{A}\n")
    assert job.source is not None

    first = imports.start(importer.core, act, job.source, options=job.options, report=job.report)
    second = imports.start(importer.core, act, job.source, options=job.options, report=job.report)

    assert first.id == second.id != job.id


def test_a_file_on_a_list_of_each_channel(importer: Importer, care: Sender) -> None:
    choice = replace(
        SMS,
        channels=frozenset({Channel.SMS, Channel.WHATSAPP}),
        senders=(care.id,),
    )

    job = importer.imports([A, B], choice=choice)

    assert [effect.opening for effect in job.effects] == [2, 2]


def test_an_unreadable_file_fails_with_its_fault(importer: Importer) -> None:
    job = importer.drops(b"%PDF-1.7 nothing here", "list.csv")

    assert job.stage is Stage.FAILED
    assert job.failure is not None
    assert job.failure.kind == "pdf"


def test_dates_of_a_file_are_the_dates_of_its_opt_outs(importer: Importer) -> None:
    job = importer.drops(f"phone,opted out\n{A},2024-05-06\n{B},\n")

    importer.confirms(importer.chooses(job))

    story = history.of_number(
        importer.core, importer.workspace, parse(A, region="ZA"), by=importer.by
    )
    assert story.standing[0].date.date().isoformat() == "2024-05-06"


def test_the_note_of_a_number_is_in_its_history(importer: Importer) -> None:
    job = importer.drops(f"phone,note\n{A},moved away\n{B},\n")
    assert job.survey is not None

    importer.confirms(importer.chooses(job, note_column=1))

    story = history.of_number(
        importer.core, importer.workspace, parse(A, region="ZA"), by=importer.by
    )
    assert story.events[0].opt_out.note == "moved away"


def test_rows_with_a_minus_are_taken_off_only_if_that_is_chosen(importer: Importer) -> None:
    importer.imports([A])
    job = importer.drops(f"-{A}\n{B}\n", "changes.txt")

    job = importer.confirms(importer.chooses(job, leading_minus=True))

    assert (job.opening, job.leaving) == (1, 1)
    assert on_the_list(importer) == {B}
    recorded = history.change(
        importer.core, importer.workspace, ChangeId(job.change or 0), by=importer.by
    )
    assert recorded.change.kind is Kind.ADD
    importer.undoes(job.change)
    assert on_the_list(importer) == {A}


def test_the_history_of_a_number_tells_of_import_and_undo(importer: Importer) -> None:
    importer.undoes(importer.imports([A]).change)

    story = history.of_number(
        importer.core, importer.workspace, parse(A, region="ZA"), by=importer.by
    )

    assert [event.what for event in story.events] == [What.UNDONE, What.OPTED_OUT]
