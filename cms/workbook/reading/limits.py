"""How much one workbook may cost. A file past a limit is refused; the server never feels it."""

from __future__ import annotations

import resource
import signal
from dataclasses import asdict, dataclass

MIB = 1024 * 1024


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """Bytes, seconds and counts. The defaults leave room for 100,000 rows with long texts.

    `memory_bytes` is address space, which is what the system can hold a process to; `spool_bytes` is what the
    child may write down for its parent.
    """

    file_bytes: int = 64 * MIB
    unpacked_bytes: int = 512 * MIB
    members: int = 5_000
    memory_bytes: int = 640 * MIB
    spool_bytes: int = 1024 * MIB
    cpu_seconds: int = 60
    wall_seconds: int = 120
    columns: int = 256
    faults: int = 10_000

    def as_dict(self) -> dict[str, int]:
        """Plain values, for the command line of the child."""
        return asdict(self)


LIMITS = Limits()


def hold_this_process_to(limits: Limits) -> None:
    """From here on the system ends this process when it wants more. For the child only: it cannot be undone."""
    for what, most in (
        (resource.RLIMIT_AS, limits.memory_bytes),
        (resource.RLIMIT_CPU, limits.cpu_seconds),
        (resource.RLIMIT_FSIZE, limits.spool_bytes),
        (resource.RLIMIT_CORE, 0),
    ):
        resource.setrlimit(what, (most, most))
    # Should the parent be killed, the child ends by itself.
    signal.alarm(limits.wall_seconds)
