"""Digests before everybody's eyes."""

from dataclasses import dataclass

from handlers.slack.files import Files
from handlers.slack.postings import Postings
from optouts.core import Core
from optouts.jobs import Job


@dataclass(frozen=True)
class DigestBoard:
    """Raises SlackApiError and OSError, after which it may be called again."""

    core: Core
    files: Files
    postings: Postings

    def show(self, job: Job) -> None:
        """Show the stage that a job came into, and remember that it is shown."""
        raise NotImplementedError

    def progress(self, job: Job) -> None:
        """Show how far a job is within its stage."""
        raise NotImplementedError
