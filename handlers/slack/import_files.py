"""What an import hands out as files, with their titles."""

from pathlib import Path

from handlers.slack.blocks import file_words
from handlers.slack.blocks.import_dry_run import SETS
from handlers.slack.blocks.import_words import Names
from optouts import imports, refused_rows, set_files
from optouts.core import Core
from optouts.errors import SpoolGone
from optouts.jobs import Job, NumberSet

Titled = tuple[Path, str]


def refused(core: Core, job: Job) -> list[Titled]:
    """The refused rows, as a workbook and as a table; none if there are none. Raises SpoolGone."""
    try:
        written = refused_rows.write(imports.folder(core, job), words=file_words.words)
    except FileNotFoundError as error:
        raise SpoolGone from error
    if written is None:
        return []
    return [
        (written.workbook, "Refused rows, as a workbook"),
        (written.table, "Refused rows, as CSV"),
    ]


def of_set(core: Core, job: Job, which: NumberSet, *, names: Names) -> list[Titled]:
    """A set of the dry run. Raises SpoolGone."""
    if which is NumberSet.REFUSED:
        return refused(core, job)
    by_id = {int(list_id): name for list_id, name in names.items()}
    return [(set_files.write(core, job, which, by_id), SETS[which])]
