"""Every builder of imports, with all that a file can hold: Slack takes it, and nothing leaks."""

import re
from dataclasses import replace
from datetime import timedelta
from itertools import product

import pytest

from bot.sandbox.outline import outline
from handlers.slack.blocks import (
    import_approval,
    import_dry_run,
    import_form,
    import_offer,
    import_options,
    import_progress,
    import_summary,
    import_words,
)
from handlers.slack.ids import Field
from handlers.slack.metadata import Metadata, dumps
from optouts.errors import JobMovedOn
from optouts.file_faults import FileFault
from optouts.jobs import ENDED, Failure, Job, Mode, Options, Stage
from optouts.places import Choice
from optouts.words import Channel
from tests.handlers.slack import extremes, import_extremes
from tests.handlers.slack.extremes import NOTE, NOW
from tests.handlers.slack.import_extremes import HEADINGS
from tests.handlers.slack.test_blocks import (
    METADATA,
    NAMES,
    NOTHING,
    ZONE,
    assert_nothing_is_injected,
    assert_slack_takes,
)

under_every_heading = pytest.mark.parametrize("heading", HEADINGS.values(), ids=HEADINGS)
under_every_name = pytest.mark.parametrize("name", NAMES.values(), ids=NAMES)
FAILURES = [
    *(Failure(fault, {"limit": 10**8, "size": 10**9, "seen": 1, "read": 2}) for fault in FileFault),
    Failure("download", {"reason": "html"}),
    Failure("NotPermitted", {"deed": "remove", "role": 1, "needed": 3}),
    Failure("internal", {"reference": "a1b2c3"}),
    None,
]


def names(name: str = extremes.NAME) -> import_words.Names:
    return {each.id: each for each in extremes.lists(name)}


@under_every_heading
def test_offers(heading: str) -> None:
    for job, places in product(import_extremes.jobs(heading), (NOTHING, extremes.places())):
        offer = import_offer.offer(job, places=places)
        assert_slack_takes(offer)
        assert_nothing_is_injected(offer)


@under_every_name
def test_offers_name_accounts_and_senders(name: str) -> None:
    offer = import_offer.offer(import_extremes.job(), places=extremes.places(name))

    assert_slack_takes(offer)
    assert_nothing_is_injected(offer)


@under_every_heading
def test_the_form_about_columns(heading: str) -> None:
    job = import_extremes.job(heading)
    chosen = ((job.options, True), (replace(job.options, plan=None), False), (Options(), True))
    for options, is_manager in chosen:
        view = import_options.options_view(
            job,
            places=extremes.places() if is_manager else NOTHING,
            options=options,
            zone=ZONE,
            is_manager=is_manager,
            metadata=METADATA,
        )
        assert_slack_takes(view)
        assert_nothing_is_injected(view)


def test_a_form_about_a_file_that_nobody_has_looked_at_is_refused() -> None:
    job = replace(import_extremes.job(), survey=None, stage=Stage.FETCHING)

    with pytest.raises(JobMovedOn):
        import_options.options_view(
            job, places=NOTHING, options=Options(), zone="UTC", is_manager=True, metadata=""
        )


@under_every_name
def test_the_form_that_takes_a_file(name: str) -> None:
    known = extremes.places(name)
    for places, channels, mode in product((NOTHING, known), ((), (*Channel,)), Mode):
        view = import_form.upload_view(
            places=places,
            region="GS",
            channels=channels,
            senders=[each.id for each in places.senders[:100]],
            accounts=[each.id for each in places.accounts],
            metadata=METADATA,
            limit_mib=1024,
            mode=mode,
            note=NOTE,
        )
        assert_slack_takes(view)
        assert_nothing_is_injected(view)


@under_every_heading
def test_dry_runs(heading: str) -> None:
    for job, needs_approval in product(import_extremes.jobs(heading), (True, False)):
        message = import_dry_run.dry_run(job, names=names(), needs_approval=needs_approval)
        assert_slack_takes(message)
        assert_nothing_is_injected(message)


@under_every_heading
def test_replacements_are_confirmed(heading: str) -> None:
    for job in import_extremes.jobs(heading):
        view = import_form.replace_view(job, names=names(), metadata=METADATA)
        assert_slack_takes(view)
        assert_nothing_is_injected(view)


@under_every_heading
def test_progress(heading: str) -> None:
    stages = (Stage.FETCHING, Stage.READING, Stage.APPLYING)
    [job, *_, undo] = import_extremes.jobs(heading)
    for each, stage, done, cancelling in product((job, undo), stages, (0, 5, 10**9), (True, False)):
        working = replace(each, stage=stage, done=done, total=10**7, cancelling=cancelling)
        message = import_progress.progress(working, now=NOW + timedelta(hours=30))
        assert_slack_takes(message)
        assert_nothing_is_injected(message)


@under_every_heading
def test_summaries_and_approvals(heading: str) -> None:
    for job, stage in product(import_extremes.jobs(heading), ENDED):
        ended = replace(job, stage=stage)
        for message in (
            import_summary.summary(ended, names=names(), is_undoable=True, undo_days=3650),
            import_approval.settled(ended, names=names()),
        ):
            assert_slack_takes(message)
            assert_nothing_is_injected(message)
    question = import_approval.question(import_extremes.job(heading), names=names())
    assert_slack_takes(question)
    assert_nothing_is_injected(question)


@pytest.mark.parametrize("failure", FAILURES, ids=str)
def test_failures_say_once_what_they_left_behind(failure: Failure | None) -> None:
    failed = replace(import_extremes.job(lists=1), stage=Stage.FAILED, failure=failure)
    for job in (failed, replace(failed, change=None)):
        message = import_summary.summary(job, names=names(), is_undoable=False, undo_days=30)
        assert_slack_takes(message)
        said = outline([block.to_dict() for block in message.blocks])
        assert said.count("othing was changed") == (job.change is None)
        assert ("What was done until then stands" in said) == (job.change is not None)


@under_every_name
def test_lists_are_named_in_every_message(name: str) -> None:
    job = import_extremes.job(mode=Mode.REPLACE)
    for message in (
        import_dry_run.dry_run(job, names=names(name), needs_approval=True),
        import_summary.summary(job, names=names(name), is_undoable=True, undo_days=30),
        import_approval.question(job, names=names(name)),
        import_approval.settled(job, names=names(name)),
    ):
        assert_slack_takes(message)
        assert_nothing_is_injected(message)


def spoken(job: Job) -> str:
    """All that is ever said about a job where others read."""
    return str(
        [
            [message.text, [block.to_dict() for block in message.blocks]]
            for message in (
                import_offer.offer(job, places=NOTHING),
                import_dry_run.dry_run(job, names={}, needs_approval=True),
                import_progress.progress(job, now=NOW),
                import_summary.summary(job, names={}, is_undoable=True, undo_days=30),
                import_approval.question(job, names={}),
                import_approval.settled(job, names={}),
            )
        ]
    )


def test_no_message_holds_a_whole_number_of_the_file() -> None:
    number = "27831234567"
    base = import_extremes.job(number)
    columns = (import_extremes.column(199, number, (number, f"+{number}", "083 123 4567", "Anna")),)
    assert base.survey is not None
    said = spoken(replace(base, survey=replace(base.survey, columns=columns)))

    assert not re.search(r"83\D*1\D*2\D*3\D*4\D*5\D*6\D*7", said)
    assert "Anna" not in said
    assert "+27…4567" in said


def test_a_form_keeps_columns_and_sheets_by_their_place_and_no_cell() -> None:
    job = import_extremes.job("27831234567")
    view = import_options.options_view(
        job,
        places=NOTHING,
        options=Options(choice=Choice(frozenset({Channel.SMS}))),
        zone="UTC",
        is_manager=True,
        metadata=dumps(Metadata(subject=str(job.id))),
    ).to_dict()
    menus = {block.get("block_id"): block.get("element", {}) for block in view["blocks"]}

    for name in (Field.IMPORT_COLUMN, Field.IMPORT_SHEET, Field.IMPORT_NOTE_COLUMN):
        places = [each["value"] for each in menus[name]["options"] if each["value"] != "none"]
        assert all(int(place) < 200 for place in places)
    assert menus[Field.IMPORT_COLUMN]["initial_option"]["value"] == "199"
    assert menus[Field.IMPORT_SHEET]["initial_option"]["value"] == "149"
    assert "2783123" not in view["private_metadata"]
