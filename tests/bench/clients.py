"""Browsers that send many requests at once, each over a connection of its own, and what they were answered."""

from __future__ import annotations

import asyncio
import time
from dataclasses import dataclass, field
from typing import TYPE_CHECKING
from urllib.parse import urlencode

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

_PATIENCE = 120.0
CUT_OFF = 0
"""In the place of a status: the connection ended without an answer."""


@dataclass(frozen=True, slots=True)
class Request:
    """GET without `fields`, with them what a form sends. `session` is the cookie of somebody who has logged in."""

    path: str
    fields: Sequence[tuple[str, str]] = ()
    session: str = ""

    def written(self, origin: str) -> bytes:
        """As it goes over the wire; `origin` is the address of the shop."""
        body = urlencode(self.fields).encode() if self.fields else b""
        lines = [
            f"{'POST' if self.fields else 'GET'} {self.path} HTTP/1.1",
            f"Host: {origin.partition('://')[2]}",
            f"Origin: {origin}",
            *([f"Cookie: sessionid={self.session}"] if self.session else []),
            "Content-Type: application/x-www-form-urlencoded",
            f"Content-Length: {len(body)}",
            "Connection: close",
        ]
        return "\r\n".join([*lines, "", ""]).encode() + body


@dataclass(frozen=True, slots=True)
class Answer:
    """`status` is CUT_OFF when there was none. `took` is in seconds."""

    status: int
    took: float
    location: str = ""
    body: bytes = field(default=b"", repr=False)


def ask(port: int, request: Request, *, origin: str, patience: float = _PATIENCE) -> Answer:
    """Send one; CUT_OFF also when the answer does not come in time."""
    return asyncio.run(_asked(port, request, origin, patience))


def at_once(port: int, requests: Iterable[Request], *, origin: str) -> list[Answer]:
    """Send all of them at the same moment; the answers in their order."""

    async def all_of_them() -> list[Answer]:
        return await asyncio.gather(*(_asked(port, one, origin, _PATIENCE) for one in requests))

    return asyncio.run(all_of_them())


def in_turn(port: int, queues: Sequence[Sequence[Request]], *, origin: str) -> list[Answer]:
    """As many clients as there are queues, at the same time; each sends its own requests one after the other."""

    async def work(queue: Sequence[Request]) -> list[Answer]:
        return [await _asked(port, one, origin, _PATIENCE) for one in queue]

    async def all_of_them() -> list[Answer]:
        return [one for answers in await asyncio.gather(*map(work, queues)) for one in answers]

    return asyncio.run(all_of_them())


async def _asked(port: int, request: Request, origin: str, patience: float) -> Answer:
    started = time.perf_counter()
    writer: asyncio.StreamWriter | None = None
    try:
        async with asyncio.timeout(patience):
            reader, writer = await asyncio.open_connection("127.0.0.1", port)
            writer.write(request.written(origin))
            said = await reader.read(-1)
    except (OSError, TimeoutError):
        said = b""
    finally:
        if writer is not None:
            writer.close()
    took = time.perf_counter() - started
    head, _, body = said.partition(b"\r\n\r\n")
    lines = head.decode("latin-1").splitlines()
    if not lines:
        return Answer(CUT_OFF, took)
    heads = dict(one.partition(": ")[::2] for one in lines[1:])
    return Answer(int(lines[0].split()[1]), took, heads.get("Location", ""), body)
