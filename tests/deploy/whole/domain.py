"""Gives the shop that people found by its IP address a domain, and HTTPS by certbot and an authority that looks."""

from __future__ import annotations

import dataclasses
import gzip
import shutil
import time
from pathlib import Path

from deploy.install.certificates import ACME_VARIABLE
from tests.deploy.acme.authority import authority
from tests.deploy.whole.figures import Figures
from tests.deploy.whole.installing import ADDRESS, BY_ADDRESS, examine
from tests.deploy.whole.room import Room
from tests.deploy.whole.shop import Shop
from tests.deploy.whole.state import database_of, state_of
from tests.deploy.whole.visitors import Browser, Site

DOMAIN = "markt.test"
_SETTINGS = "/etc/cataloro/cataloro.toml"
_ISSUER = "/root/issuer.pem"


def move_to_domain(room: Room, shop: Shop, folder: Path, figures: Figures) -> Shop:
    """What an owner does when DNS leads to the server. The same shop, where it is found from then on."""
    with room.file("/etc/hosts").open("a") as names:
        names.write(f"{ADDRESS} {DOMAIN}\n")
    settings = room.file(_SETTINGS)
    text = settings.read_text()
    assert f'"{ADDRESS}"' in text, text
    assert 'mode = "none"' in text, text
    settings.write_text(text.replace(f'"{ADDRESS}"', f'"{DOMAIN}"').replace('mode = "none"', 'mode = "certbot"'))
    with authority(folder, http_port=80, tls_port=443) as issuer:
        shutil.copy(issuer.own_certificate, room.file(_ISSUER))
        environment = {ACME_VARIABLE: issuer.directory, "REQUESTS_CA_BUNDLE": _ISSUER}
        started = time.monotonic()
        done = room.try_run("cataloro", "apply", environment=environment)
        if done.returncode:
            raise AssertionError(f"cataloro apply ended with {done.returncode}:\n{done.stdout}{done.stderr}")
        figures.note("domain: cataloro apply, certificate and all", f"done in {time.monotonic() - started:.0f} s")
    _trust(room, issuer.root)
    site = Site(ADDRESS, DOMAIN, authority=issuer.root)
    moved = dataclasses.replace(shop, site=site)
    _look(moved, figures)
    _look_for_the_old_one(room, figures)
    before = state_of(room) | {"the database": database_of(room)}
    again = room.try_run("cataloro", "apply")
    after = state_of(room) | {"the database": database_of(room)}
    differ = [name for name in before.keys() | after.keys() if before.get(name) != after.get(name)]
    holds = not (differ or again.returncode) and "Nothing had to be done." in again.stdout
    figures.note("domain: apply a second time", f"{len(differ)} of {len(before)} files differ", holds=holds)
    examine(room, figures, to_look_after={"mail"})
    return moved


def _trust(room: Room, root: Path) -> None:
    """As every system trusts the real issuer."""
    folder = room.file("/etc/ssl/certs")
    folder.mkdir(parents=True, exist_ok=True)
    shutil.copy(root, folder / "issuer.pem")
    room.run("openssl", "rehash", "/etc/ssl/certs")


def _look(shop: Shop, figures: Figures) -> None:
    """A browser that knows only this authority, with a certificate for this name."""
    home = Browser(shop.site).ask("/")
    figures.note(f"domain: {shop.site.url}/", home.status, holds=home.status == 200 and "</html>" in home.body)
    for name, site in ((f"http://{DOMAIN}", Site(ADDRESS, DOMAIN)), (BY_ADDRESS.url, BY_ADDRESS)):
        said = Browser(site).ask("/about?a=1")
        place = said.headers.get("Location", "")
        holds = (said.status, place) == (301, f"{shop.site.url}/about?a=1")
        figures.note(f"domain: {name}/about?a=1", f"{said.status} {place}", holds=holds)
    browser = Browser(shop.site)
    login = dict(zip(("login", "password"), (shop.buyer[0], shop.buyer[1]), strict=True))
    said = browser.ask("/account/login", login)
    cookies = said.headers.get_all("Set-Cookie") or []
    holds = said.status == 302 and bool(cookies) and all("; Secure" in one for one in cookies)
    figures.note("domain: log-in", f"{said.status}, {len(cookies)} cookies, each Secure", holds=holds)


def _look_for_the_old_one(room: Room, figures: Figures) -> None:
    live = room.file("/var/www/cataloro/build/live").parent
    link = (live / "live").readlink()
    pages = [one for one in (live / link).rglob("*") if one.is_file()]
    naming = [one for one in pages if ADDRESS.encode() in _text(one)]
    figures.note("domain: the old address in what visitors get", f"{len(naming)} of {len(pages)}", holds=not naming)
    rendered = [one for one in room.file("/etc").rglob("*") if one.is_file() and not one.is_symlink()]
    with_it = {str(one.relative_to(room.root)) for one in rendered if ADDRESS.encode() in one.read_bytes()}
    wanted = {"etc/hosts", "etc/cataloro/former-addresses", "etc/nginx/conf.d/00-cataloro.conf"}
    figures.note("domain: the old address in settings", ", ".join(sorted(with_it)), holds=with_it <= wanted)


def _text(file: Path) -> bytes:
    return gzip.decompress(file.read_bytes()) if file.suffix == ".gz" else file.read_bytes()
