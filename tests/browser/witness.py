"""Notes what a browser window asks for and complains about, so that a test can say what must not happen."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from playwright.sync_api import BrowserContext, ConsoleMessage, Request, Response

from cms.contract.serving import is_app_path

SERVER_ERROR = 500


@dataclass
class Witness:
    """Everything since the window was opened."""

    requests: list[Request] = field(default_factory=list)
    answers: list[Response] = field(default_factory=list)
    complaints: list[str] = field(default_factory=list)

    def watch(self, context: BrowserContext) -> None:
        """Note what happens in all pages of `context`."""
        context.on("request", self._note_request)
        context.on("response", self._note_answer)
        context.on("console", self._note_message)
        context.on("weberror", lambda fault: self.complaints.append(f"error: {fault.error}"))
        context.on("requestfailed", lambda request: self.complaints.append(f"failed: {request.url}"))

    def faults(self) -> list[str]:
        """What the shop or its scripts did wrong; a 400 is Wagtail's answer to a form that it saves half-way."""
        failed = [f"{answer.status}: {answer.url}" for answer in self.answers if answer.status >= SERVER_ERROR]
        return failed + [one for one in self.complaints if one.startswith("error: ") and "status of 4" not in one]

    def addresses(self) -> list[str]:
        """All that was asked for over the network, `data:` left out."""
        return [request.url for request in self.requests if not request.url.startswith(("data:", "blob:", "about:"))]

    def elsewhere(self, url: str) -> list[str]:
        """What was asked for from other hosts."""
        return [address for address in self.addresses() if urlsplit(address).netloc != urlsplit(url).netloc]

    def dynamic(self) -> list[str]:
        """What the app itself had to answer."""
        return [address for address in self.addresses() if is_app_path(urlsplit(address).path)]

    def cookies_set(self) -> Iterator[str]:
        """Addresses whose answers set a cookie."""
        return (answer.url for answer in self.answers if answer.header_value("set-cookie"))

    # Playwright hangs something of its own on each handler, which `list.append` does not allow.
    def _note_request(self, request: Request) -> None:
        self.requests.append(request)

    def _note_answer(self, answer: Response) -> None:
        self.answers.append(answer)

    def _note_message(self, message: ConsoleMessage) -> None:
        if message.type in ("error", "warning"):
            self.complaints.append(f"{message.type}: {message.text} ({message.location.get('url', '')})")
