"""Places in a list as texts that callers hand back as they got them."""

import base64
import binascii
import json

from handlers.http.api.rejected import NotACursor
from optouts import following
from optouts.outcomes import Key
from optouts.words import ChangeId

_HIGHEST = 2**62
_PARTS = 4


def written(key: Key) -> str:
    plain = json.dumps([key.change, key.list_id, key.number, key.until])
    return base64.urlsafe_b64encode(plain.encode()).decode()


def read(text: str) -> Key:
    """Raises NotACursor."""
    try:
        parts = json.loads(base64.b64decode(text, altchars=b"-_", validate=True))
    except (ValueError, binascii.Error, RecursionError) as error:
        raise NotACursor from error
    if not isinstance(parts, list) or len(parts) != _PARTS or not all(map(_is_id, parts)):
        raise NotACursor
    change, list_id, number, until = parts
    return Key(ChangeId(change), list_id, number, until)


def _is_id(part: object) -> bool:
    return type(part) is int and 0 <= part < _HIGHEST


def of_following(text: str) -> following.Cursor:
    """Raises NotACursor."""
    try:
        return following.Cursor.read(text)
    except ValueError as error:
        raise NotACursor from error
