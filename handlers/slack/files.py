"""Files on their way from Slack and to Slack, in pieces: never a whole one in memory."""

import hashlib
import http.client
import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from io import BytesIO
from pathlib import Path
from typing import IO, Any, Final
from urllib.error import HTTPError
from urllib.parse import SplitResult, urlsplit
from urllib.request import HTTPRedirectHandler, HTTPSHandler, OpenerDirector, Request, build_opener

from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from handlers.slack.problems import Undownloadable
from optouts.jobs import Report, Source

PIECE: Final = 256 * 1024
TIMEOUT: Final = 30.0
"""Seconds without a byte after which the other end is taken for gone."""

TRIES: Final = 3

SLACK: Final = ("slack.com", "slack-files.com", "slack-edge.com")
"""The only domains, with what lies below them, that are ever shown our token."""

UNKNOWN: Final = frozenset({"file_not_found", "file_deleted"})
WITHHELD: Final = frozenset({"access_denied", "no_permission", "not_allowed_token_type"})
UNSCOPED: Final = "missing_scope"
"""Answers of files.info (docs.slack.dev/reference/methods/files.info)."""

MODES: Final = {"tombstone": "not_found", "hidden_by_limit": "hidden", "external": "external"}
"""Modes of files whose bytes Slack does not have, or does not give."""

REFUSED: Final = {401: "access", 403: "access", 404: "not_found", 410: "not_found"}


class _Interrupted(Exception):
    """The other end was gone before everything had come; a second try may fare better."""


@dataclass(frozen=True)
class Files:
    """Downloads and uploads in the name of the bot; none larger than `limit` bytes."""

    client: WebClient
    limit: int = field(kw_only=True)

    def fetch(self, source: Source, into: Path, progress: Callable[[int, int], None]) -> Source:
        """Download a file by its id; `progress` hears of the bytes so far and of all of them.

        Returns what it is called, how large it is and what it hashes to. Raises Undownloadable.
        """
        found = self._found(source.file_id)
        size = int(found.get("size") or 0)
        self._demand_room(size)
        for left in reversed(range(TRIES)):
            try:
                received, digest = self._download(found, size, into, progress)
            except _Interrupted as error:
                if not left:
                    raise Undownloadable("network") from error
            else:
                break
        return replace(
            source,
            name=str(found.get("name") or found.get("title") or source.name),
            size=received,
            sha256=digest,
        )

    def send(self, report: Report, paths: Sequence[tuple[Path, str]], text: str) -> None:
        """Share files with their titles where a job is reported, in the thread of its message.

        Raises SlackApiError and OSError.
        """
        entries: list[dict[str, str | None]] = []
        for path, title in paths:
            with path.open("rb") as content:
                length = os.fstat(content.fileno()).st_size
                ticket = self.client.files_getUploadURLExternal(filename=path.name, length=length)
                self._upload(str(ticket["upload_url"]), content, length)
            entries.append({"id": ticket["file_id"], "title": title})
        self.client.files_completeUploadExternal(
            files=entries,
            channel_id=report.channel,
            thread_ts=report.thread or report.message or None,
            initial_comment=text,
        )

    def keep(self, name: str, content: bytes, title: str) -> str:
        """Upload a file that is shared nowhere, for a message to show, and return its id.

        Raises SlackApiError and OSError.
        """
        ticket = self.client.files_getUploadURLExternal(filename=name, length=len(content))
        self._upload(str(ticket["upload_url"]), BytesIO(content), len(content))
        file_id = str(ticket["file_id"])
        self.client.files_completeUploadExternal(files=[{"id": file_id, "title": title}])
        return file_id

    def _found(self, file_id: str) -> Mapping[str, Any]:
        """What Slack knows of the file; in shared channels it says so only when it is asked."""
        try:
            found: Mapping[str, Any] = self.client.files_info(file=file_id)["file"]
        except SlackApiError as error:
            raise Undownloadable(_reason_of(str(error.response.get("error")))) from error
        except OSError as error:
            raise Undownloadable("network") from error
        mode = "external" if found.get("is_external") else str(found.get("mode", ""))
        if mode in MODES:
            raise Undownloadable(MODES[mode])
        if found.get("file_access", "visible") != "visible":
            raise Undownloadable("access")
        return found

    def _demand_room(self, size: int) -> None:
        if size > self.limit:
            raise Undownloadable("too_large", {"limit": self.limit, "size": size})

    def _download(
        self,
        found: Mapping[str, Any],
        size: int,
        into: Path,
        progress: Callable[[int, int], None],
    ) -> tuple[int, str]:
        url = str(found.get("url_private_download") or found.get("url_private") or "")
        if not self._is_trusted(url):
            raise Undownloadable("host")
        digest, received = hashlib.sha256(), 0
        with self._opened(url) as response:
            # Without files:read Slack answers 200 with its sign-in page.
            page = response.headers.get_content_type() == "text/html"
            if page and found.get("mimetype") != "text/html":
                raise Undownloadable("html")
            with into.open("wb") as file:
                for piece in _pieces(response):
                    received += len(piece)
                    self._demand_room(received)
                    file.write(piece)
                    digest.update(piece)
                    progress(received, size)
        if size and received != size:
            raise _Interrupted
        return received, digest.hexdigest()

    def _opened(self, url: str) -> http.client.HTTPResponse:
        request = Request(url)  # noqa: S310 - the host was looked at
        request.add_unredirected_header("Authorization", self._bearer)
        try:
            opened: http.client.HTTPResponse = self._opener.open(request, timeout=TIMEOUT)
        except HTTPError as error:
            with error:
                if error.code in REFUSED:
                    raise Undownloadable(REFUSED[error.code]) from error
            raise _Interrupted from error
        except (OSError, http.client.HTTPException) as error:
            raise _Interrupted from error
        return opened

    def _upload(self, url: str, content: IO[bytes], length: int) -> None:
        headers = {"Content-Type": "application/octet-stream", "Content-Length": str(length)}
        request = Request(url, data=content, headers=headers, method="POST")  # noqa: S310 - Slack named it
        with self._opener.open(request, timeout=TIMEOUT):
            pass  # its status was looked at

    @property
    def _bearer(self) -> str:
        return f"Bearer {self.client.token}"

    @property
    def _opener(self) -> OpenerDirector:
        redirects = _Redirects(self._is_trusted, self._bearer)
        return build_opener(HTTPSHandler(context=self.client.ssl), redirects)

    def _is_trusted(self, url: str) -> bool:
        """Whether an address may be shown the token: Slack's, or where our Web API is."""
        parts = urlsplit(url)
        host = parts.hostname or ""
        if parts.scheme == "https" and any(f".{host}".endswith(f".{each}") for each in SLACK):
            return True
        return _origin(parts) == _origin(urlsplit(self.client.base_url))


class _Redirects(HTTPRedirectHandler):
    """Goes wherever Slack sends us, but without the token where it is not Slack's, and never out
    of an encrypted connection."""

    def __init__(self, is_trusted: Callable[[str], bool], bearer: str) -> None:
        self._is_trusted = is_trusted
        self._bearer = bearer

    def redirect_request(  # noqa: PLR0917 - the standard library's own
        self,
        req: Request,
        fp: IO[bytes],
        code: int,
        msg: str,
        headers: http.client.HTTPMessage,
        newurl: str,
    ) -> Request | None:
        scheme = urlsplit(newurl).scheme
        if scheme not in {"https", urlsplit(req.full_url).scheme}:
            fp.close()
            raise Undownloadable("host")
        request = super().redirect_request(req, fp, code, msg, headers, newurl)
        if request is not None and self._is_trusted(newurl):
            request.add_unredirected_header("Authorization", self._bearer)
        return request


def _origin(parts: SplitResult) -> tuple[str, str]:
    return parts.scheme, parts.netloc


def _reason_of(answer: str) -> str:
    if answer in UNKNOWN:
        return "not_found"
    if answer == UNSCOPED:
        return "html"
    return "access" if answer in WITHHELD else "network"


def _pieces(response: http.client.HTTPResponse) -> Iterator[bytes]:
    try:
        while piece := response.read(PIECE):
            yield piece
    except (OSError, http.client.HTTPException) as error:
        raise _Interrupted from error
