"""What happened within a time, counted from the changes."""

from optouts.core import Core
from optouts.digest import Digest
from optouts.jobs import Job


def of(core: Core, job: Job) -> Digest:
    """What the run of a schedule has to tell. Raises StorageAway."""
    raise NotImplementedError
