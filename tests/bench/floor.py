"""The floor under every generator: a program that only writes the same files, from memory, with as many processes.

`python -m tests.bench.floor FROM TO PROCESSES` prints the seconds that the writing took.
"""

from __future__ import annotations

import os
import sys
import time
from pathlib import Path

from tests.bench.pages import files_of


def write_again(source: Path, target: Path, *, processes: int) -> float:
    """Write every file of `source` into the new folder `target`; the seconds from the first byte to the last."""
    files = sorted(files_of(source))
    bodies = [(target / Path(file).relative_to(source), Path(file).read_bytes()) for file in files]
    started = time.monotonic()
    for folder in sorted({path.parent for path, _ in bodies}):
        folder.mkdir(parents=True, exist_ok=True)
    children = []
    for number in range(processes):
        child = os.fork()
        if not child:
            for path, body in bodies[number::processes]:
                path.write_bytes(body)
            os._exit(0)
        children.append(child)
    for child in children:
        if os.waitpid(child, 0)[1]:
            sys.exit("a writer failed")
    return time.monotonic() - started


if __name__ == "__main__":
    sys.stdout.write(f"{write_again(Path(sys.argv[1]), Path(sys.argv[2]), processes=int(sys.argv[3])):.3f}\n")
