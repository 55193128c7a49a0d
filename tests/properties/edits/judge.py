"""Whether a served site is right: judged from its files alone, by other means than the publisher's own."""

from __future__ import annotations

import gzip
import re
from difflib import unified_diff
from html import unescape
from itertools import chain, islice
from pathlib import Path
from urllib.parse import unquote, urlsplit

from cms.contract.addresses import APP_PATHS
from sitegen.verify import differing

_ADDRESSES = re.compile(r'\s(?:href|src|action)="([^"]*)"')
_SETS = re.compile(r'\ssrcset="([^"]*)"')
_LOCATIONS = re.compile(r"<loc>([^<]*)</loc>|<link [^>]*href=\"([^\"]*)\"")
_SHOWN = 60


def unlike(live: Path, clean: Path) -> list[str]:
    """What is not the same in a live tree and a clean one, with the first difference line by line."""
    found = differing(live, clean)
    if not found:
        return []
    return [f"{len(found)} differ", *found[:20], *_lines_of(found, live, clean)]


def _lines_of(names: list[str], live: Path, clean: Path) -> list[str]:
    """The line that differs in the first file that both have; whole pages stand on few lines, so tags are parted."""
    for name in names:
        if (live / name).exists() and (clean / name).exists():
            mine, theirs = (text_of(root / name).replace("><", ">\n<").splitlines() for root in (live, clean))
            difference = unified_diff(mine, theirs, f"live/{name}", f"clean/{name}", n=1, lineterm="")
            return list(islice(difference, _SHOWN))
    return []


def text_of(file: Path) -> str:
    """What a browser gets."""
    body = file.read_bytes()
    return (gzip.decompress(body) if file.suffix == ".gz" else body).decode()


def dangling(live: Path, *, build_dir: Path, media_dir: Path, site_url: str) -> list[str]:
    """Internal links, in pages, feed and sitemap, that have no file and are not the app's: `page → link`."""
    return _dead_ends(
        sorted(live.rglob("*.gz")), live=live, build_dir=build_dir, media_dir=media_dir, site_url=site_url
    )


def dangling_for_shoppers(live: Path, *, build_dir: Path, media_dir: Path, site_url: str) -> list[str]:
    """The same in pages that can be reached: a page that is new may stand before those that it links to."""
    files = [file_of(live, path) for path in sorted(reachable(live, site_url))]
    there = [one for one in files if one is not None]
    return _dead_ends(there, live=live, build_dir=build_dir, media_dir=media_dir, site_url=site_url)


def _dead_ends(files: list[Path], *, live: Path, build_dir: Path, media_dir: Path, site_url: str) -> list[str]:
    known: dict[str, bool] = {}
    wrong = []
    for file in files:
        for link in links_of(text_of(file), site_url):
            if link not in known:
                known[link] = leads_to_a_file(link, live=live, build_dir=build_dir, media_dir=media_dir)
            if not known[link]:
                wrong.append(f"{file.relative_to(live)} → {link}")
    return wrong


def reachable(live: Path, site_url: str) -> set[str]:
    """The pages, as paths, to which somebody comes who follows links from the home page, the feed and the sitemap."""
    found: set[str] = set()
    waiting = ["/", "/feed.xml", "/sitemap.xml"]
    while waiting:
        path = waiting.pop()
        file = file_of(live, path)
        if path not in found and file is not None:
            found.add(path)
            waiting += links_of(text_of(file), site_url)
    return found


def links_of(text: str, site_url: str) -> set[str]:
    """The internal paths that a page, feed or sitemap leads to or loads."""
    places = (match[1] or match[2] for match in _LOCATIONS.finditer(text))
    sets = (part.strip().partition(" ")[0] for match in _SETS.finditer(text) for part in match[1].split(","))
    typed = (match[1] for match in _ADDRESSES.finditer(text))
    paths = (_path(unescape(one), site_url) for one in chain(places, sets, typed))
    return {path for path in paths if path}


def _path(address: str, site_url: str) -> str:
    if address.startswith(site_url):
        address = address.removeprefix(site_url) or "/"
    if not address.startswith("/") or address.startswith("//"):
        return ""
    return unquote(urlsplit(address).path)


def leads_to_a_file(path: str, *, live: Path, build_dir: Path, media_dir: Path) -> bool:
    """As Nginx looks for it; addresses of the app count as answered."""
    first = path.split("/")[1]
    if first in APP_PATHS:
        return True
    if first in ("assets", "photos"):
        return ((build_dir if first == "assets" else media_dir) / path[1:]).is_file()
    return file_of(live, path) is not None


def file_of(live: Path, path: str) -> Path | None:
    """The file that answers a path."""
    name = "index" if path == "/" else path[1:]
    forms = (live / f"{name}{end}.gz" for end in (".html", ""))
    return next((one for one in forms if one.is_file()), None)
