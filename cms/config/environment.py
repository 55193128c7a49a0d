"""The environment, read once and typed. A bad value stops the start and says what is allowed."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

BASE_DIR = Path(__file__).resolve().parents[2]


@dataclass(frozen=True, slots=True, kw_only=True)
class Environment:
    """Every setting that comes from outside."""

    env: str
    site_url: str
    secret_key: str
    database_url: str
    data_dir: Path
    build_dir: Path
    media_dir: Path
    build_encoding: str
    email_url: str
    cache_url: str
    port: int


def read_environment() -> Environment:
    """The settings of this process."""
    data_dir = Path(os.environ.get("DATA_DIR", BASE_DIR / "var")).resolve()
    port = int(os.environ.get("PORT", "8000"))
    return Environment(
        env=os.environ.get("CATALORO_ENV", "development"),
        site_url=os.environ.get("SITE_URL", f"http://localhost:{port}"),
        secret_key=os.environ.get("SECRET_KEY", "development-only-" + "0" * 40),
        database_url=os.environ.get("DATABASE_URL", f"sqlite:///{data_dir}/cataloro.sqlite3"),
        data_dir=data_dir,
        build_dir=Path(os.environ.get("BUILD_DIR", BASE_DIR / "build")).resolve(),
        media_dir=Path(os.environ.get("MEDIA_DIR", BASE_DIR / "media")).resolve(),
        build_encoding=os.environ.get("BUILD_ENCODING", "gzip"),
        email_url=os.environ.get("EMAIL_URL", "consolemail://"),
        cache_url=os.environ.get("CACHE_URL", "dbcache://cache"),
        port=port,
    )
