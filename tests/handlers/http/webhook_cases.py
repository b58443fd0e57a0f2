"""What every provider's webhook has to withstand. Each provider's tests inherit all of it."""

import base64
import logging
import sqlite3
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from itertools import product
from pathlib import Path
from typing import ClassVar

import httpx
import pytest

from handlers.http.webhooks import LARGEST
from optouts import connections
from optouts.inbound import Provider
from optouts.words import Channel
from storage.engine import Database
from tests.handlers.http.conftest import MANAGER, Desk

NUMBER = "+27831234567"
FORM = "application/x-www-form-urlencoded"
NONSENSE = (
    b"",
    b"\xff\xfe\x00",
    b"null",
    b"[]",
    b"[" * 100_000,
    b'{"entry": 7, "event": [null], "messages": {"id": []}, "from": {}}',
    b'{"id": 1e999, "from": -1, "text": ' + b"9" * 5000 + b"}",
    b"a=%00&a=%ff&&==;" * 100,
)


@dataclass(frozen=True)
class Sent:
    """A call as a provider makes it."""

    method: str
    url: str
    headers: Mapping[str, str] = field(default_factory=dict)
    content: bytes = b""

    def to(self, client: httpx.Client) -> httpx.Response:
        return client.request(
            self.method, self.url, headers=dict(self.headers), content=self.content
        )


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
class WebhookCases:
    """`genuine` makes the call that this provider would make."""

    provider: ClassVar[Provider]
    secrets: ClassVar[Mapping[str, str]] = {}
    channel: ClassVar[Channel] = Channel.SMS
    signature: ClassVar[str] = ""
    """The header of the signature; empty: the provider signs nothing."""

    def genuine(self, url: str, *, text: str = "STOP", message: str = "1001") -> Sent:
        raise NotImplementedError

    def _sent(self, desk: Desk, **about: str) -> Sent:
        _, url = desk.connect(self.provider, self.secrets)
        return self.genuine(url, **about)

    def test_a_stop_opts_out(self, desk: Desk) -> None:
        answer = self._sent(desk).to(desk.client)

        assert answer.status_code == 200, answer.text
        assert desk.is_suppressed(NUMBER, self.channel)
        assert desk.woken

    def test_a_conversation_opts_nobody_out(self, desk: Desk) -> None:
        answer = self._sent(desk, text="Can you stop by Tuesday?").to(desk.client)

        assert answer.status_code == 200
        assert not desk.is_suppressed(NUMBER, self.channel)

    def test_a_replayed_call_is_answered_and_does_nothing_again(
        self, desk: Desk, database_url: str
    ) -> None:
        sent = self._sent(desk)
        first = sent.to(desk.client)

        again = sent.to(desk.client)

        assert (again.status_code, again.content) == (200, first.content)
        assert _counts(database_url) == {"inbound": 1, "change": 1}

    def test_another_token_finds_what_any_unknown_path_finds(self, desk: Desk) -> None:
        _, url = desk.connect(self.provider, self.secrets)

        wrong = self.genuine(url[:-1] + ("A" if url[-1] != "A" else "B")).to(desk.client)
        unknown = desk.client.post(f"{desk.origin}/no/such/page")

        assert (wrong.status_code, wrong.content) == (404, unknown.content)
        assert not desk.is_suppressed(NUMBER, self.channel)

    def test_the_token_of_one_provider_opens_no_others_door(self, desk: Desk) -> None:
        _, url = desk.connect(self.provider, self.secrets)
        other = next(each for each in Provider if each is not self.provider)

        answer = self.genuine(url.replace(f"/{self.provider}/", f"/{other}/")).to(desk.client)

        assert answer.status_code == 404

    def test_a_retired_connection_hears_nothing(self, desk: Desk) -> None:
        connection, url = desk.connect(self.provider, self.secrets)
        connections.retire(desk.core, desk.workspace, connection.id, retired=True, by=MANAGER)

        answer = self.genuine(url).to(desk.client)

        assert answer.status_code == 404
        assert not desk.is_suppressed(NUMBER, self.channel)

    def test_where_a_password_is_set_only_calls_that_know_it_are_heard(self, desk: Desk) -> None:
        known = {**self.secrets, "basic_user": "optout", "basic_password": "säsong"}
        _, url = desk.connect(self.provider, known)
        sent = self.genuine(url)

        def with_password(password: str, scheme: str = "Basic") -> httpx.Response:
            encoded = base64.b64encode(f"optout:{password}".encode()).decode()
            headers = {**sent.headers, "Authorization": f"{scheme} {encoded}"}
            return replace(sent, headers=headers).to(desk.client)

        refused = [
            sent.to(desk.client),
            with_password(""),
            with_password("winter"),
            with_password("säsong", "Bearer"),
            replace(sent, headers={**sent.headers, "Authorization": "Basic ?"}).to(desk.client),
        ]
        assert [each.status_code for each in refused] == [401] * 5
        assert refused[0].headers["www-authenticate"].startswith("Basic ")
        assert not desk.is_suppressed(NUMBER, self.channel)
        assert with_password("säsong").status_code == 200
        assert desk.is_suppressed(NUMBER, self.channel)

    def test_calls_from_elsewhere_are_refused_where_addresses_are_listed(self, desk: Desk) -> None:
        for addresses, status in ((("192.0.2.0/24", "2001:db8::/32"), 403), (("127.0.0.1",), 200)):
            _, url = desk.connect(self.provider, self.secrets, addresses=addresses)
            sent = self.genuine(url)

            assert sent.to(desk.client).status_code == status

    def test_half_a_call_opts_nobody_out(self, desk: Desk) -> None:
        sent = self._sent(desk, text="Can you stop by Tuesday?")
        if sent.method == "GET":
            pytest.skip("has no body")

        answer = replace(sent, content=sent.content[: len(sent.content) // 2]).to(desk.client)

        assert answer.status_code in ({403} if self.signature else {200, 400})
        assert not desk.is_suppressed(NUMBER, self.channel)

    def test_a_huge_call_is_refused_before_it_is_read_to_its_end(self, desk: Desk) -> None:
        sent = self._sent(desk)

        def endless() -> Iterator[bytes]:
            for _ in range(LARGEST // 100_000 + 1):
                yield b"A" * 100_000

        answer = desk.client.request(
            "POST", sent.url, headers=dict(sent.headers), content=endless()
        )

        assert answer.status_code == 413
        assert not desk.is_suppressed(NUMBER, self.channel)

    def test_a_body_of_another_kind_is_refused(self, desk: Desk) -> None:
        sent = self._sent(desk)
        if sent.method == "GET":
            pytest.skip("has no body")
        for kind in ("", "application/xml", "multipart/form-data; boundary=x"):
            headers = {**sent.headers, "Content-Type": kind}

            assert replace(sent, headers=headers).to(desk.client).status_code == 415
        assert not desk.is_suppressed(NUMBER, self.channel)

    def test_nonsense_is_refused_or_nobodys_and_never_an_error_of_ours(self, desk: Desk) -> None:
        sent = self._sent(desk)
        for kind, body in product(("application/json", FORM, "text/plain"), NONSENSE):
            headers = {**sent.headers, "Content-Type": kind}
            answer = replace(sent, method="POST", headers=headers, content=body).to(desk.client)

            assert answer.status_code in {200, 400, 403, 415}
        assert not desk.is_suppressed(NUMBER, self.channel)

    def test_characters_that_no_database_keeps_do_not_stop_a_stop(self, desk: Desk) -> None:
        answer = self._sent(desk, text="STOP\x00").to(desk.client)

        assert answer.status_code == 200
        assert desk.is_suppressed(NUMBER, self.channel)

    def test_while_the_database_is_away_the_provider_is_asked_to_come_again(
        self, desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        sent = self._sent(desk)
        nowhere = Database(f"sqlite:///{tmp_path}/none/optout.db")
        with monkeypatch.context() as patch:
            patch.setattr(desk.core.database, "engine", nowhere.engine)
            refused = sent.to(desk.client)
        nowhere.close()

        again = sent.to(desk.client)

        assert (refused.status_code, again.status_code) == (503, 200)
        assert int(refused.headers["retry-after"]) > 0
        assert desk.is_suppressed(NUMBER, self.channel)

    def test_the_log_holds_neither_numbers_nor_words_nor_addresses(
        self, desk: Desk, caplog: pytest.LogCaptureFixture
    ) -> None:
        caplog.set_level(logging.DEBUG)
        _, url = desk.connect(self.provider, self.secrets, addresses=())
        self.genuine(url, text="Please remove me from the gazelle list").to(desk.client)
        replace(self.genuine(url), method="POST", content=b"gazelle").to(desk.client)

        ours = [each.getMessage() for each in caplog.records if not _is_clients(each.name)]

        logged = "\n".join(ours)
        assert NUMBER.removeprefix("+") not in logged
        assert "gazelle" not in logged
        assert url.rpartition("/")[2] not in logged


class SignedWebhookCases(WebhookCases):
    """Also for those whose every call is signed."""

    def test_without_its_signature_a_call_does_nothing(self, desk: Desk) -> None:
        sent = self._sent(desk)
        headers = {name: value for name, value in sent.headers.items() if name != self.signature}

        answer = replace(sent, headers=headers).to(desk.client)

        assert answer.status_code == 403
        assert not desk.is_suppressed(NUMBER, self.channel)

    def test_with_another_signature_a_call_does_nothing(self, desk: Desk) -> None:
        sent = self._sent(desk)
        for forged in ("", "sha256=", "sha256=00", "AAAA", "\u00e9" * 44):
            headers = httpx.Headers({**sent.headers}, encoding="utf-8")
            headers[self.signature] = forged

            answer = desk.client.request(
                sent.method, sent.url, headers=headers, content=sent.content
            )

            assert answer.status_code == 403
        assert not desk.is_suppressed(NUMBER, self.channel)

    def test_the_signature_of_one_text_does_not_fit_another(self, desk: Desk) -> None:
        sent = self._sent(desk, text="Thank you")

        answer = replace(sent, content=sent.content.replace(b"Thank", b"STOP!")).to(desk.client)

        assert answer.status_code == 403
        assert not desk.is_suppressed(NUMBER, self.channel)


def _is_clients(logger: str) -> bool:
    """The test's own client logs what it asks for."""
    return logger.startswith(("httpx", "httpcore"))


def _counts(database_url: str) -> dict[str, int]:
    with sqlite3.connect(database_url.removeprefix("sqlite:///")) as rows:
        counted = {
            table: rows.execute(f"SELECT count(*) FROM {table}").fetchone()[0]  # noqa: S608
            for table in ("inbound", "change")
        }
    rows.close()
    return counted
