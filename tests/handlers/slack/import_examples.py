"""An import as an example: its file, its lists, and what came of it."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime

from optouts.jobs import (
    Effect,
    Job,
    JobId,
    JobKind,
    Mode,
    Options,
    Report,
    Source,
    Stage,
)
from optouts.places import Choice, ListName, Places, Sender
from optouts.reading_plan import Column, Counts, DateGuess, Survey
from optouts.words import ActorId, Channel, ListId, SenderId, WorkspaceId

NOW = datetime(2026, 3, 1, 9, tzinfo=UTC)
SHORT = Sender(SenderId(1), Channel.SMS, "31331", "", retired=False)
PLACES = Places((), (SHORT,))
SMS = ListName(ListId(1), None, Channel.SMS, None, 50_000)
CODE = ListName(ListId(2), None, Channel.SMS, SHORT, 10)
NAMES: Mapping[ListId, ListName] = {SMS.id: SMS, CODE.id: CODE}
SURVEY = Survey(
    kind="text",
    encoding="cp1252",
    delimiter=";",
    sheets=(),
    hidden_sheets=(),
    sheet="",
    header_row=2,
    first_row=3,
    columns=(
        Column(0, "Name", "A", ("Naledi", "Sipho"), 50, 0),
        Column(1, "Mobile", "B", ("083 123 4567", "n/a", "0821234567"), 50, 48),
        Column(2, "Opted out", "C", ("03/04/2026",), 50, 0),
        Column(3, "Action", "D", ("add", "remove"), 50, 0),
    ),
    number_column=1,
    region_column=None,
    date=DateGuess(2, "D/M/Y", has_zone=False, ambiguous=True, example="03/04/2026"),
    note_column=None,
    action_column=3,
    leading_minus=False,
    rows=41_207,
    hidden_rows=False,
    hidden_columns=(),
    merged=False,
)
COUNTS = Counts(
    rows_seen=41_207,
    rows_read=41_200,
    blank=7,
    valid_rows=40_118,
    refused_rows=1_082,
    valid=40_118,
    distinct=40_000,
    removals=0,
    repeated=118,
    contradicted=0,
    dates_unread=12,
    hidden_rows=0,
    merged=False,
    refused={"unusually_short": 82, "scientific": 1_000},
    repaired={"float": 3},
)
JOB = Job(
    id=JobId(7),
    workspace=WorkspaceId(1),
    kind=JobKind.IMPORT,
    stage=Stage.READY,
    by=ActorId("U0THANDI"),
    at=NOW,
    stage_at=NOW,
    report=Report("D1"),
    source=Source("stop-list.csv", 1_000_000),
    options=Options(choice=Choice(frozenset({Channel.SMS})), region="ZA"),
    survey=SURVEY,
    counts=COUNTS,
    effects=(Effect(SMS.id, opening=38_114, standing=1_886),),
)
REMOVAL = replace(
    JOB,
    options=replace(JOB.options, mode=Mode.REMOVE, note="asked by phone"),
    effects=(Effect(SMS.id, leaving=1_203, leaving_own=12, kept=40, absent=7),),
)
