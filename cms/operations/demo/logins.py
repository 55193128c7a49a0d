"""The log-ins of the demo: made up from the seed, written where only this user of the machine can read them."""

from __future__ import annotations

import json
import os
import random
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING

from cms.operations.start_up import DEMO_LOGINS

if TYPE_CHECKING:
    from pathlib import Path

_ADJECTIVES = (
    "amber",
    "brisk",
    "calm",
    "early",
    "gentle",
    "golden",
    "merry",
    "quiet",
    "silver",
    "sunny",
    "tidy",
    "warm",
)
_NOUNS = ("bicycle", "compass", "garden", "kettle", "ladder", "lantern", "market", "teapot", "trumpet", "violin")


@dataclass(frozen=True, slots=True, kw_only=True)
class Login:
    """What somebody needs to log in as one of the roles."""

    role: str
    email: str
    password: str


def password_for(role: str, *, seed: int) -> str:
    """Two words and a number. No secret: everybody can make the same demo."""
    rng = random.Random(f"password {role} {seed}")  # noqa: S311 (no secret, see above)
    return f"{rng.choice(_ADJECTIVES)}-{rng.choice(_NOUNS)}-{rng.randrange(10, 100)}"


def write_logins(logins: list[Login], *, data_dir: Path) -> Path:
    """Write DATA_DIR/demo-logins.json in one step, with mode 0600."""
    target = data_dir / DEMO_LOGINS
    fresh = target.with_name(f".{target.name}.new")
    fresh.unlink(missing_ok=True)
    descriptor = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8") as file:
        json.dump([asdict(one) for one in logins], file, indent=1)
        file.write("\n")
        file.flush()
        os.fsync(file.fileno())
    fresh.replace(target)
    return target
