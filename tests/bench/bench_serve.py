"""How many listing pages Nginx serves in a second, against its own `return 200` and against Django.

`return 200` sends as many bytes as the compressed page has. *The file alone* is the same file without addresses,
headers or refusals: what lies between these two is the price of opening a file. Django makes the page anew for each
request, under gunicorn. The client is wrk, on the same machine, so only ratios mean something. Prints a table and JSON.
"""

from __future__ import annotations

import argparse
import re
import shutil
import subprocess
import sys
from contextlib import ExitStack, contextmanager
from typing import TYPE_CHECKING

from tests.bench.pages import Reader
from tests.bench.running import free_port, nginx, running, wait_for_port
from tests.bench.shop import Shop, new_shop, report, say
from tests.bench.tables import show

if TYPE_CHECKING:
    from collections.abc import Iterator

CONNECTIONS = 64
_LONGEST_WORD = 4000
_RATE = re.compile(r"^Requests/sec:\s*([\d.]+)", re.MULTILINE)
_FAULTS = re.compile(r"^\s*(Non-2xx.*|Socket errors.*)", re.MULTILINE)


def main() -> None:
    """Best of so many rounds, the sides in turn."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench.bench_serve", description=__doc__)
    parser.add_argument("--listings", type=int, default=1000, help="size of the shop (default 1000)")
    parser.add_argument("--rounds", type=int, default=3, help="default 3")
    parser.add_argument("--seconds", type=int, default=5, help="of each round (default 5)")
    options = parser.parse_args()
    if shutil.which("wrk") is None:
        sys.exit("wrk is not installed (apt-get install wrk): a client in Python would measure itself, not Nginx.")
    with new_shop(listings=options.listings) as shop, ExitStack() as stack:
        say("building")
        shop.run("publish", "--full")
        file = min((shop.live / "listing").iterdir())
        path, size = f"/listing/{file.name.removesuffix('.html.gz')}", file.stat().st_size
        plain, bare = free_port(), free_port()
        more = f"{_returning(plain, size)}\n{_sending(bare, file.name, shop)}"
        port = stack.enter_context(nginx(shop, more=more))
        app = stack.enter_context(_gunicorn(shop))
        page = Reader(port)(path)
        if Reader(app)(path) != page:
            sys.exit("Django's page is not the one that Nginx serves: no figure would count")
        sides = {
            "nginx, the page": f"http://localhost:{port}{path}",
            "nginx, return 200": f"http://localhost:{plain}/",
            "nginx, the file alone": f"http://localhost:{bare}/",
            "django, gunicorn": f"http://localhost:{app}{path}",
        }
        best = dict.fromkeys(sides, 0.0)
        for number in range(1, options.rounds + 1):
            for side, address in sides.items():
                rate = _wrk(address, seconds=options.seconds)
                say(f"round {number}, {side}: {rate:,.0f}/s")
                best[side] = max(best[side], rate)
    served = best["nginx, the page"]
    rows = [(side, f"{rate:,.0f}", f"{served / rate:.2f}") for side, rate in best.items()]
    show(f"A page of {len(page):,} bytes, {size:,} compressed", ("side", "requests/s", "the page / this"), rows)
    report({"bytes": len(page), "compressed": size, "requests_per_s": best})


def _returning(port: int, size: int) -> str:
    """A server with nothing else. Nginx takes no word of more than 4 kB: the answer is put together from some."""
    parts = [min(_LONGEST_WORD, size - start) for start in range(0, size, _LONGEST_WORD)]
    words = "".join(f'set $part{number} "{"x" * length}"; ' for number, length in enumerate(parts))
    answer = "".join(f"$part{number}" for number in range(len(parts)))
    location = f'location / {{ {words} return 200 "{answer}"; }}'
    return f"server {{ listen 127.0.0.1:{port}; default_type text/html; {location} }}"


def _sending(port: int, name: str, shop: Shop) -> str:
    """A server with nothing else but this file of the shop."""
    page = f"/listing/{name.removesuffix('.gz')}"
    location = f"location / {{ gzip_static always; rewrite ^ {page} break; }}"
    return f"server {{ listen 127.0.0.1:{port}; default_type text/html; root {shop.build}/live; {location} }}"


@contextmanager
def _gunicorn(shop: Shop) -> Iterator[int]:
    """gunicorn with the live page, in two processes; its port."""
    port, log = free_port(), shop.folder / "gunicorn.log"
    command = [sys.executable, "-m", "gunicorn", "tests.bench.live_page:application", "--no-control-socket"]
    options = ["--bind", f"127.0.0.1:{port}", "--workers", "2"]
    with running([*command, *options], log=log, environment=shop.environment):
        wait_for_port(port, log)
        yield port


def _wrk(address: str, *, seconds: int) -> float:
    """Requests a second. Exits when an answer was not a page."""
    command = ["wrk", "-t1", f"-c{CONNECTIONS}", f"-d{seconds}s", "-H", "Accept-Encoding: gzip", address]
    said = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    rate, faults = _RATE.search(said), _FAULTS.search(said)
    if rate is None or (faults and "Non-2xx" in faults[1]):
        sys.exit(f"{address}: {faults[1] if faults else said}")
    return float(rate[1])


if __name__ == "__main__":
    main()
