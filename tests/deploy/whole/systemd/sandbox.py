"""What the units forbid and this kernel can forbid without systemd: writing outside of some folders, /tmp and homes."""

from __future__ import annotations

import ctypes
import os
from pathlib import Path

_LIBC = ctypes.CDLL(None, use_errno=True)
_NEW_MOUNTS = 0x00020000
_READ_ONLY, _REMOUNT, _BIND, _REC, _PRIVATE = 1, 32, 4096, 16384, 1 << 18
_SUBREAPER, _NO_NEW_PRIVILEGES = 36, 38
_LEFT_ALONE = ("/dev", "/proc", "/sys")


def adopt_orphans() -> None:
    """Whoever loses its parent below here becomes a child of this process."""
    _call("prctl", _LIBC.prctl(_SUBREAPER, 1, 0, 0, 0))


def no_new_privileges() -> None:
    """No program that is started from here gets more than it has."""
    _call("prctl", _LIBC.prctl(_NO_NEW_PRIVILEGES, 1, 0, 0, 0))


def shut_in(writable: list[str], *, private_tmp: bool, no_homes: bool) -> None:
    """ProtectSystem=strict with ReadWritePaths=, PrivateTmp= and ProtectHome=."""
    _call("unshare", _LIBC.unshare(_NEW_MOUNTS))
    _mount("none", "/", _REC | _PRIVATE)
    for path in writable:
        _mount(path, path, _BIND | _REC)  # One that is missing is an error, as it is for systemd.
    own = [*writable]
    for path in ("/tmp", "/var/tmp") if private_tmp else ():  # noqa: S108 (what the directive is about)
        _mount("tmpfs", path, 0, kind="tmpfs")
        own.append(path)
    for path in ("/root", "/home") if no_homes else ():
        _mount("tmpfs", path, _READ_ONLY, kind="tmpfs")
    for line in Path("/proc/self/mountinfo").read_text().splitlines():
        place = line.split()[4]
        if not any(place == one or place.startswith(f"{one}/") for one in (*own, *_LEFT_ALONE)):
            _mount("none", place, _REMOUNT | _BIND | _READ_ONLY)


def _mount(source: str, target: str, flags: int, *, kind: str = "") -> None:
    done = _LIBC.mount(source.encode(), target.encode(), kind.encode() or None, ctypes.c_ulong(flags), None)
    _call(f"mount {target}", done)


def _call(what: str, result: int) -> None:
    if result:
        number = ctypes.get_errno()
        raise OSError(number, f"{what}: {os.strerror(number)}")
