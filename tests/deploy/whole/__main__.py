"""A whole server for real: `python -m tests.deploy.whole`, as root, on Debian with the parts of the tests.

In a room with mounts, processes and a network of its own it installs the release file on a bare server and shows:

    install   one command installs; a second changes nothing; a power cut is survived; killed at random moments and
              typed again, the installer reaches the same end state
    domain    the shop by IP address gets a domain, and a certificate that certbot gets from Pebble; no old host is left
    units     systemd keeps what the units ask for: shut in, held to their memory, watched, started by the clock
    upgrade   an upgrade to another version and the way back, while people ask without pause: no request fails
    kills     every service is killed in turn under that load: pages stay, the rest comes back, the data are right

Real are systemd, Nginx, PostgreSQL, gunicorn, pip, certbot, manage.py and all of the shop. Stand-ins, named so, are:
dnf, rpm, firewalld and SELinux's programs. It takes half an hour (more for the release, when --release gives none),
prints a table to standard output, and ends with 1 when a line is not as it has to be.
"""

from __future__ import annotations

import argparse
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from cms.config.environment import BASE_DIR
from tests.deploy.whole import installing, killing, upgrading
from tests.deploy.whole.domain import move_to_domain
from tests.deploy.whole.figures import Figures
from tests.deploy.whole.releases import the_next_one, the_release
from tests.deploy.whole.room import NoRoom
from tests.deploy.whole.selling import sell_with_a_photo
from tests.deploy.whole.shop import fill, let_the_owner_in
from tests.deploy.whole.units import look_at_units

PARTS = ("install", "domain", "units", "upgrade", "kills")


def main() -> int:
    """0 when every line holds."""
    parser = argparse.ArgumentParser(
        prog="python -m tests.deploy.whole", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--release", type=Path, help="a file that `make release` has made (default: make one)")
    parser.add_argument("--only", choices=PARTS, action="append", help="a part (default: all of them)")
    parser.add_argument("--listings", type=int, default=60, help="goods in the shop (default 60)")
    parser.add_argument("--seed", type=int, default=1, help="of the random moments (default 1)")
    parser.add_argument("--inside", type=Path, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.inside:
        return _show(options)
    with tempfile.TemporaryDirectory(prefix="whole-", dir="/var/tmp") as folder:
        place = Path(folder)
        release = options.release or the_release(place / "release")
        shutil.copy(release, place / "this.run")
        if "upgrade" in (options.only or PARTS):
            shutil.copy(newer := the_next_one(release, place / "next"), place / newer.name)
        command = [sys.executable, "-m", "tests.deploy.whole", *sys.argv[1:], "--inside", str(place)]
        return subprocess.run(["unshare", "--net", *command], check=False, cwd=BASE_DIR).returncode


def _show(options: argparse.Namespace) -> int:
    # A bridge without members: what a card of a network is to those who live on it.
    for words in (
        "link set lo up",
        "link add eth0 type bridge",
        f"addr add {installing.ADDRESS}/24 dev eth0",
        "link set eth0 up",
    ):
        subprocess.run(["ip", *words.split()], check=True)
    folder, wanted, figures = options.inside, options.only or PARTS, Figures()
    room = None
    try:
        room = installing.new_room(folder / "room", folder / "this.run")
        undisturbed = installing.install(room, figures)
        installing.visit(room, figures)
        installing.examine(room, figures)
        let_the_owner_in(room, figures)
        shop = fill(room, figures, listings=options.listings)
        if "install" in wanted:
            installing.cut_power(room, figures)
        jobs: tuple[str, ...] = ("backup", "doctor")
        if "domain" in wanted:
            shop = move_to_domain(room, shop, folder / "authority", figures)
            jobs = (*jobs, "certificates")
        sell_with_a_photo(shop, figures)
        if "units" in wanted:
            look_at_units(room, figures, jobs=jobs)
        if "upgrade" in wanted:
            upgrading.upgrade_and_back(room, shop, next(folder.glob("cataloro-*.run")), figures)
        if "kills" in wanted:
            killing.kill_in_turn(room, shop, figures)
        room.cut_power()
        if "install" in wanted:
            room = installing.new_room(folder / "another", folder / "this.run")
            installing.kill_while_installing(room, figures, undisturbed, seed=options.seed)
    except (AssertionError, NoRoom, OSError, subprocess.SubprocessError) as problem:
        figures.note("it came to an end", problem, holds=False)
    finally:
        if room is not None:
            room.cut_power()
        sys.stdout.write(figures.table())
    return 0 if figures.hold else 1


if __name__ == "__main__":
    os.chdir(BASE_DIR)
    sys.exit(main())
