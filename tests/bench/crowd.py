"""Shoppers and an import, for measurements in a shop that is busy: `python -m tests.bench.crowd PORT FILE`.

Each shopper asks for a page over an open connection, reads for a tenth of a second, asks for the next. FILE has one
address in a line. Ends with its standard input, and prints JSON: how many pages, by status, and how long they took.
"""

from __future__ import annotations

import asyncio
import json
import random
import sys
import time
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

from tests.bench.tables import percentile

if TYPE_CHECKING:
    from collections.abc import Sequence

SHOPPERS = 10
READING = 0.1
"""Seconds."""


class Shopper:
    """One of them, with a connection of their own."""

    def __init__(self, port: int, addresses: Sequence[str], *, seed: int) -> None:
        self._port = port
        self._addresses = addresses
        self._rng = random.Random(seed)  # noqa: S311 (no secret)
        self.answers: Counter[int] = Counter()
        self.took: list[float] = []

    async def go(self) -> None:
        """Until cancelled."""
        reader, writer = await asyncio.open_connection("127.0.0.1", self._port)
        while True:
            path = self._rng.choice(self._addresses)
            started = time.perf_counter()
            writer.write(f"GET {path} HTTP/1.1\r\nHost: localhost\r\nAccept-Encoding: gzip\r\n\r\n".encode())
            head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").lower()
            await _skip_body(reader, head)
            self.took.append(time.perf_counter() - started)
            self.answers[int(head.split()[1])] += 1
            if "connection: close" in head:  # After a thousand answers Nginx wants a new one.
                writer.close()
                reader, writer = await asyncio.open_connection("127.0.0.1", self._port)
            await asyncio.sleep(READING)


async def _skip_body(reader: asyncio.StreamReader, head: str) -> None:
    if "transfer-encoding: chunked" in head:
        while size := int(await reader.readline(), 16):
            await reader.readexactly(size + 2)
        await reader.readline()
        return
    length = next((line for line in head.splitlines() if line.startswith("content-length:")), "content-length: 0")
    await reader.readexactly(int(length.partition(":")[2]))


async def shop_around(port: int, addresses: Sequence[str]) -> list[Shopper]:
    """All of them, until standard input ends."""
    shoppers = [Shopper(port, addresses, seed=number) for number in range(SHOPPERS)]
    walks = [asyncio.create_task(one.go()) for one in shoppers]
    end = asyncio.create_task(asyncio.to_thread(sys.stdin.read))
    await asyncio.wait([end, *walks], return_when=asyncio.FIRST_COMPLETED)
    for walk in walks:
        walk.cancel()
    for found in await asyncio.gather(*walks, return_exceptions=True):
        if isinstance(found, Exception):
            raise found
    return shoppers


def main() -> None:
    """Walk, then tell."""
    addresses = Path(sys.argv[2]).read_text(encoding="utf-8").split()
    shoppers = asyncio.run(shop_around(int(sys.argv[1]), addresses))
    took = [one * 1000 for shopper in shoppers for one in shopper.took]
    answers = sum((shopper.answers for shopper in shoppers), Counter())
    figures = {"pages": len(took), "answers": answers, "p95_ms": round(percentile(took, 0.95), 1)}
    sys.stdout.write(json.dumps(figures) + "\n")


if __name__ == "__main__":
    main()
