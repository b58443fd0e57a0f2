"""What the Home tab shows of a workspace, and what of it concerns whom. Values and pure rules."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from optouts import undoing
from optouts.jobs import WORKING, Job, JobKind, Stage
from optouts.outcomes import Recorded
from optouts.places import ListName, Places
from optouts.preferences import Preferences
from optouts.roles import Actor, Deed, Role, may
from optouts.schedule import Schedule
from optouts.words import ChangeId


class Step(StrEnum):
    """What a new workspace says once, in the order of the guide."""

    REGION = "region"
    ZONE = "zone"
    SENDERS = "senders"
    ANNOUNCEMENTS = "announcements"
    ROLES = "roles"
    BUSINESS = "business"
    PROVIDERS = "providers"


@dataclass(frozen=True, slots=True)
class Day:
    """The opt-outs that began and ended on a day of the workspace's zone."""

    day: date
    opened: int = 0
    closed: int = 0


@dataclass(frozen=True, slots=True)
class Glance:
    """A workspace as it is `at` a moment. `days` are the last ones, the oldest first.

    `jobs` are those under way and those that lapsed lately, the oldest first; `latest` and
    `exports` have the newest first; `schedules` are those that will run, the next one first.
    `unclear` counts the replies that wait to be judged, the oldest of them until `unclear_until`.
    """

    at: datetime
    places: Places
    preferences: Preferences
    lists: tuple[ListName, ...] = ()
    days: tuple[Day, ...] = ()
    latest: tuple[Recorded, ...] = ()
    jobs: tuple[Job, ...] = ()
    exports: tuple[Job, ...] = ()
    schedules: tuple[Schedule, ...] = ()
    steps: frozenset[Step] = frozenset()
    unclear: int = 0
    unclear_until: datetime | None = None

    @property
    def standing(self) -> int:
        return sum(each.size for each in self.lists)

    def approvable(self, by: Actor) -> Iterator[Job]:
        """Removals that this person may say yes or no to: never their own."""
        if may(by.role, Deed.REMOVE):
            yield from (job for job in self.jobs if job.stage is Stage.APPROVAL and job.by != by.id)

    def asking(self, by: Actor) -> Iterator[Job]:
        """Imports of this person's that wait for their answer."""
        asking = (Stage.ASKING, Stage.READY)
        return (job for job in self.jobs if job.stage in asking and job.by == by.id)

    def lapsed(self, by: Actor) -> Iterator[Job]:
        """What this person asked for and did not get: imports that expired, exports that failed and
        after which there was no other."""
        last = max((job.at for job in self.exports if job.by == by.id), default=None)
        return (
            job
            for job in self.jobs
            if is_lapsed(job)
            and job.by == by.id
            and not (job.kind is JobKind.EXPORT and last and last > job.at)
        )

    def working(self, by: Actor) -> Iterator[Job]:
        """What is being worked on, and what this person asked for that waits for a second yes."""
        return (
            job
            for job in self.jobs
            if job.stage in WORKING or (job.stage is Stage.APPROVAL and job.by == by.id)
        )

    def undoable(self, role: Role) -> frozenset[ChangeId]:
        """The latest changes that somebody of this role is shown Undo for."""
        days = self.preferences.undo_days
        return frozenset(
            each.change.id
            for each in self.latest
            if each.undone_by is None
            and (each.opened or each.closed)
            and undoing.is_offered(
                each.change, opened=bool(each.opened), role=role, days=days, now=self.at
            )
        )


def is_lapsed(job: Job) -> bool:
    return job.stage is Stage.EXPIRED or (
        job.kind is JobKind.EXPORT and job.run is None and job.stage is Stage.FAILED
    )
