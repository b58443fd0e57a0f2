"""One import of the command line, from the file to its end, in the hands of this process."""

import argparse
import shutil
from dataclasses import dataclass, field, replace
from pathlib import Path

from bot import import_arguments, import_words, terminal
from bot.local_file import LocalFile
from bot.own_work import OwnWork
from bot.terminal import Ends, WrongArguments
from handlers.slack.blocks import file_words
from handlers.slack.blocks.text import counted
from optouts import history, imports, refused_rows
from optouts.changes import Act
from optouts.core import Core
from optouts.errors import JobMovedOn, Refusal, StorageAway, WrongCount
from optouts.jobs import ENDED, Job, JobId, Mode, Options, Report, Stage
from optouts.reading_plan import guessed
from optouts.setup import Setup


@dataclass
class Order:
    core: Core
    asked: argparse.Namespace
    known: Setup
    act: Act
    file: LocalFile
    _work: OwnWork = field(init=False)

    def __post_init__(self) -> None:
        self._work = OwnWork(self.core, self.act, self.file.fetch)

    def begun(self, options: Options) -> Job:
        self.core.spool.mkdir(parents=True, exist_ok=True)
        return imports.start(
            self.core,
            self.act,
            self.file.source(),
            options=options,
            report=Report(),
            hold=self._work.hold(),
        )

    def taken_up(self, job_id: JobId) -> Job:
        job = imports.of_id(self.core, self.known.workspace, job_id, by=self.act.by)
        if job.source is None or job.source.file_id:
            raise WrongArguments(f"Import {job_id} was begun in Slack; the bot goes on with it.")
        return job

    def carried_out(self, job: Job) -> Ends:
        """Raises WrongArguments and StorageAway."""
        self._work.only(job.id)
        try:
            terminal.say(f"Import {job.id}")
            return self._steps(job)
        except KeyboardInterrupt:
            return self._over(self._work.given_up(job))
        except WrongArguments:
            self._drop(job)
            raise
        except StorageAway:
            terminal.complain(f"To go on later: optout import --resume {job.id}")
            raise
        except Refusal as error:
            terminal.complain(import_words.explained(error))
            self._drop(job)
            return Ends.NOT_CONFIRMED if isinstance(error, WrongCount) else Ends.FAILED

    def _steps(self, job: Job) -> Ends:
        while True:
            job = self._work.worked(job)
            match job.stage:
                case Stage.ASKING:
                    job = self._chosen(job)
                case Stage.READY:
                    self._show(job)
                    end = self._declined(job)
                    if end is not None:
                        self._drop(job)
                        return end
                    job = imports.confirm(
                        self.core, self.act, job.id, typed=self._typed(job), hold=self._work.hold()
                    )
                case _:
                    return self._over(job)

    def _chosen(self, job: Job) -> Job:
        survey = job.survey
        if survey is None:
            raise JobMovedOn(job.stage)
        options, zone = job.options, self.known.preferences.zone
        sheet = import_arguments.other_sheet(self.asked, survey)
        if sheet:
            plan = replace(guessed(survey, region=options.region), sheet=sheet)
        else:
            plan = import_arguments.plan(self.asked, survey, region=options.region, zone=zone)
            read = replace(job, survey=import_arguments.as_chosen(survey, plan))
            _tell(import_words.offer(read, places=self.known.places))
        options = replace(options, plan=plan)
        return imports.choose(self.core, self.act, job.id, options, hold=self._work.hold())

    def _show(self, job: Job) -> None:
        needs_approval = imports.needs_approval(self.core, job)
        lists = history.total(self.core, job.workspace, by=self.act.by)
        names = {each.id: each for each in lists}
        _tell(import_words.dry_run(job, names=names, needs_approval=needs_approval))
        if _refused(job) and not self.asked.no_refused:
            self._hand_out(job)

    def _hand_out(self, job: Job) -> None:
        """The refused rows, beside the file that they come from."""
        name = Path(job.source.name if job.source else "")
        folder = self.file.path.parent if self.file.path else Path()
        try:
            written = refused_rows.write(imports.folder(self.core, job), words=file_words.words)
            if written is None:
                return
            for made in (written.table, written.workbook):
                beside = folder / f"{name.stem}-{made.name}"
                shutil.copyfile(made, beside)
                terminal.say(f"Refused rows: {beside}")
        except OSError as error:
            terminal.complain(f"The refused rows could not be written: {error}")

    def _declined(self, job: Job) -> Ends | None:
        """Why it is not gone on with; None if it is."""
        if not (job.opening or job.leaving) or self.asked.dry_run:
            terminal.say("Nothing was changed.")
            return Ends.REFUSED if _refused(job) else Ends.DONE
        if self._agreed(job):
            return None
        terminal.say("Nothing was changed.")
        return Ends.NOT_CONFIRMED

    def _agreed(self, job: Job) -> bool:
        if job.options.mode is Mode.REPLACE and job.leaving:
            if self.asked.type_count is not None or terminal.can_ask():
                return True
            terminal.complain(f"To replace the list, add --type-count {job.leaving}.")
            return False
        if self.asked.yes:
            return True
        if terminal.can_ask():
            return terminal.answer(import_words.question(job)).casefold() in {"y", "yes"}
        terminal.complain("There is no terminal to ask on. To go on, add --yes.")
        return False

    def _typed(self, job: Job) -> int | None:
        if job.options.mode is not Mode.REPLACE or not job.leaving:
            return None
        if self.asked.type_count is not None:
            return int(self.asked.type_count)
        said = terminal.answer(
            f"{counted(job.leaving, 'opt-out')} would leave the lists. Type how many to go on: "
        )
        digits = said.replace(",", "").replace(" ", "")
        return int(digits) if digits.isdecimal() else -1

    def _over(self, job: Job) -> Ends:
        if job.stage is Stage.APPROVAL:
            terminal.say(
                f"Import {job.id} waits for a second manager, who is asked in the announcement"
                " channel. The running bot does the rest."
            )
            return Ends.WAITS
        if job.stage not in ENDED:
            terminal.say(f"Import {job.id} is cancelled as soon as its turn comes.")
            return Ends.NOT_CONFIRMED
        lists = history.total(self.core, job.workspace, by=self.act.by)
        undo_days = self.known.preferences.undo_days
        names = {each.id: each for each in lists}
        told = import_words.summary(job, names=names, undo_days=undo_days)
        self._tidy(job)
        if job.stage in {Stage.FAILED, Stage.EXPIRED}:
            terminal.complain(*told.splitlines())
            return Ends.FAILED
        _tell(told)
        if job.stage is Stage.CANCELLED:
            return Ends.NOT_CONFIRMED
        return Ends.REFUSED if _refused(job) else Ends.DONE

    def _drop(self, job: Job) -> None:
        """Leave nothing waiting that is ours and is not gone on with."""
        if job.by == self.act.by.id:
            self._tidy(self._work.cancelled(job))

    def _tidy(self, job: Job) -> None:
        """Remove its files. The bot tells the team of what was changed; of the rest nobody is."""
        if job.stage not in ENDED:
            return
        if job.change is None and not job.approval.message:
            imports.mark_shown(self.core, job)
        shutil.rmtree(imports.folder(self.core, job), ignore_errors=True)


def _tell(paragraph: str) -> None:
    terminal.say(f"\n{paragraph}")


def _refused(job: Job) -> bool:
    return job.counts is not None and job.counts.refused_rows > 0
