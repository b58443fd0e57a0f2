"""Whatever is sent, a provider's file reads messages from it or says that it cannot."""

import json
from contextlib import suppress
from typing import Final

from hypothesis import given
from hypothesis import strategies as st

from handlers.http.providers import FILES, reading
from handlers.http.providers.provider import Call, ProviderFile, Unreadable
from optouts.inbound import InboundMessage

NAMES: Final = (
    "entry", "changes", "field", "value", "messages", "metadata", "display_phone_number", "type",
    "system", "marketing", "user_preferences", "wa_id", "interactive", "button", "button_reply",
    "text", "body", "timestamp", "event", "moText", "moMedia", "channel", "content", "charset",
    "from", "to", "id", "told", "sent_at", "message", "msisdn", "received", "IncomingData",
    "MessageSid", "From", "Body", "OptOutType", "fromNumber",
)  # fmt: skip
WORDS: Final = ("messages", "user_preferences", "stop", "system", "UTF-16BE", "27831234567", "1e9")

leaves = (
    st.none() | st.booleans() | st.integers() | st.floats() | st.text() | st.sampled_from(WORDS)
)
values = st.recursive(
    leaves,
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.sampled_from(NAMES) | st.text(max_size=3), inner, max_size=6)
    ),
    max_leaves=20,
)
files = st.sampled_from(FILES)


def read(file: ProviderFile, call: Call) -> None:
    with suppress(Unreadable):
        for message in file.parse(call):
            assert isinstance(message, InboundMessage)
            assert message.id
            for text in (message.id, message.written, message.to, message.text, message.campaign):
                assert isinstance(text, str)
            assert message.at is None or message.at.tzinfo is not None


@given(files, values)
def test_any_json(file: ProviderFile, body: object) -> None:
    content = json.dumps(body).encode()

    read(file, Call("POST", headers={"content-type": "application/json"}, body=content))
    assert file.refused(400, content) is None or isinstance(file.refused(400, content), str)
    file.refused(200, content)


@given(files, st.binary(max_size=300), st.sampled_from((reading.FORM, reading.JSON)))
def test_any_bytes(file: ProviderFile, body: bytes, kind: str) -> None:
    read(file, Call("POST", headers={"content-type": kind}, body=body))


@given(
    files,
    st.lists(
        st.tuples(st.sampled_from(NAMES) | st.text(max_size=3), st.text() | st.sampled_from(WORDS))
    ),
)
def test_any_query(file: ProviderFile, query: list[tuple[str, str]]) -> None:
    read(file, Call("GET", query=tuple(query)))
