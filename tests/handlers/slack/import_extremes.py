"""Imports with everything as long and as many as it can be, and as hostile."""

from dataclasses import replace
from datetime import timedelta

from optouts.jobs import Approval, Effect, Job, JobId, JobKind, Mode, Options, Report, Source, Stage
from optouts.numbers import Fault
from optouts.places import Choice
from optouts.reading_plan import Column, Counts, DateGuess, Plan, Survey
from optouts.row_faults import Repair, RowFault
from optouts.words import ActorId, ChangeId, Channel, WorkspaceId
from tests.handlers.slack import extremes
from tests.handlers.slack.extremes import NASTY, NOTE, NOW

HEBREW = "מספר טלפון של הלקוח "
ASTRAL = "\N{PILE OF POO}" * 60
TRICKS = "`<!channel>` *x* \u202etxt.exe\n\t\x00 <https://evil.example|open>"
HEADINGS = {
    "plain": "Mobile",
    "long": "x" * 3000,
    "markup": NASTY * 90,
    "right to left": HEBREW * 150,
    "astral": ASTRAL,
    "tricks": TRICKS,
    "blank": " \u202e\n ",
    "none": "",
}
LARGE = 12_345_678


def letter(index: int) -> str:
    first, second = divmod(index, 26)
    return (chr(64 + first) if first else "") + chr(65 + second)


def column(index: int, name: str, values: tuple[str, ...] = ()) -> Column:
    return Column(
        index=index,
        name=name,
        letter=letter(index),
        first_values=values
        or (f"083 123 45{index:02}", name, "", name, f"+2783123456{index % 10}"),
        sample=1000,
        valid=index,
    )


def survey(heading: str = "Mobile", columns: int = 200, sheets: int = 150) -> Survey:
    return Survey(
        kind="workbook",
        encoding="",
        delimiter="",
        sheets=tuple(f"{index}{heading}" for index in range(sheets)),
        hidden_sheets=(f"0{heading}",),
        sheet=f"{sheets - 1}{heading}",
        header_row=3,
        first_row=4,
        columns=tuple(column(index, heading) for index in range(columns)),
        number_column=columns - 1,
        region_column=0,
        date=DateGuess(1, "D/M/Y", has_zone=False, ambiguous=True, example=heading or "03/04/2026"),
        note_column=2 % columns,
        action_column=3 % columns,
        leading_minus=True,
        rows=LARGE,
        hidden_rows=True,
        hidden_columns=(1, 2),
        merged=True,
    )


def plan() -> Plan:
    return Plan(
        first_row=4,
        column=199,
        region="ZA",
        sheet="",
        region_column=0,
        date_column=1,
        date_format="D/M/Y",
        note_column=2,
        action_column=3,
        short_ok=True,
        repairs=("float", "several", "leading_zero"),
    )


def counts() -> Counts:
    return Counts(
        rows_seen=LARGE,
        rows_read=LARGE,
        blank=LARGE,
        valid_rows=LARGE,
        refused_rows=LARGE,
        valid=LARGE,
        distinct=LARGE,
        removals=LARGE,
        repeated=LARGE,
        contradicted=LARGE,
        dates_unread=LARGE,
        hidden_rows=LARGE,
        merged=True,
        refused={**dict.fromkeys([*Fault, *RowFault], LARGE), "unheard_of": 1},
        repaired=dict.fromkeys(Repair, LARGE),
    )


def effects(lists: int) -> tuple[Effect, ...]:
    return tuple(
        Effect(each.id, LARGE, LARGE, LARGE, LARGE, LARGE, LARGE)
        for each in extremes.lists(count=lists)
    )


def job(heading: str = "Mobile", *, lists: int = 60, mode: Mode = Mode.ADD) -> Job:
    places = extremes.places()
    choice = Choice(
        frozenset(Channel),
        tuple(each.id for each in places.senders[:100]),
        tuple(each.id for each in places.accounts),
    )
    return Job(
        id=JobId(9_007_199_254_740_000),
        workspace=WorkspaceId(1),
        kind=JobKind.IMPORT,
        stage=Stage.READY,
        by=ActorId("U0THANDI"),
        at=NOW,
        stage_at=NOW,
        report=Report("C0123456789", "1515449522.000016"),
        source=Source(heading, LARGE),
        options=Options(mode, choice, "GS", NOTE, lift_own=True, plan=plan()),
        survey=survey(heading),
        counts=counts(),
        effects=effects(lists),
        approval=Approval(
            ActorId("U0PIETER"), NOW + timedelta(hours=1), channel="C0OPTOUT", message="1.2"
        ),
        change=ChangeId(9_007_199_254_740_001),
    )


def jobs(heading: str = "Mobile") -> list[Job]:
    """Each mode, with one list, with many and with none; without a file; and undos."""
    every = [
        job(heading, lists=lists, mode=mode) for lists, mode in zip((0, 1, 60), Mode, strict=True)
    ]
    bare = replace(
        every[0], survey=None, counts=None, options=Options(), change=None, approval=Approval()
    )
    undo = replace(bare, kind=JobKind.UNDO, source=None, undoes=ChangeId(1), effects=effects(60))
    return [*every, job(heading), bare, undo, replace(undo, change=ChangeId(2))]
