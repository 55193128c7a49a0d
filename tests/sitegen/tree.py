"""Looks into a built tree."""

from __future__ import annotations

import gzip
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path


def tree(build_dir: Path) -> dict[str, tuple[int, bytes]]:
    """Every file of the live release but the receipt: its time and its bytes as stored."""
    root = (build_dir / "live").resolve()
    return {
        file.relative_to(root).as_posix(): (int(file.stat().st_mtime), file.read_bytes())
        for file in root.rglob("*")
        if file.is_file() and file.name != "build.json"
    }


def page(build_dir: Path, name: str) -> str:
    """The text of one page of the live release."""
    return gzip.decompress((build_dir / "live" / f"{name}.gz").read_bytes()).decode()
