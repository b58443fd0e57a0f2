"""What a form remembers of where it came from. No phone number ever goes in here."""

import json
from dataclasses import asdict, dataclass


@dataclass(frozen=True, slots=True)
class Metadata:
    """Where the form was asked for, the token of its draft, and the id of what it is about."""

    channel: str = ""
    thread: str = ""
    draft: str = ""
    subject: str = ""


def dumps(kept: Metadata) -> str:
    return json.dumps({name: value for name, value in asdict(kept).items() if value})


def loads(text: str) -> Metadata:
    return Metadata(**json.loads(text)) if text else Metadata()
