"""Ties a program to the life of the process that starts it: `python tether.py PARENT NICENESS PROGRAM…`.

When the parent dies, however that happens, the kernel ends the program (Linux). A small program of its own,
because the wish survives `exec` but nothing else may run between fork and exec in a process with threads.
"""

from __future__ import annotations

import ctypes
import os
import signal
import sys

_SET_PARENT_DEATH_SIGNAL = 1


def main() -> None:
    """Become the program, unless the parent is gone already."""
    parent, niceness, program = int(sys.argv[1]), int(sys.argv[2]), sys.argv[3:]
    os.nice(niceness)
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_SET_PARENT_DEATH_SIGNAL, int(signal.SIGTERM))
    if os.getppid() != parent:
        sys.exit("The supervisor is gone.")
    os.execv(program[0], program)  # noqa: S606 (the supervisor's own command)


if __name__ == "__main__":
    main()
