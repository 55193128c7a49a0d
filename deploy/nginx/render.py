"""Makes the Nginx configuration: `python -m deploy.nginx.render FOLDER` writes it, from the environment's settings."""

from __future__ import annotations

import argparse
import base64
import hashlib
import re
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from cms.config.environment import read_environment
from cms.contract import serving
from cms.contract.addresses import APP_PATHS
from cms.contract.serving import Folder, StaticKind, Storing
from deploy.nginx.own_pages import OWN_PAGES, own_page

LOG_IN_PATHS = (
    "/account/login$",
    "/account/signup$",
    "/account/password/reset",
    "/account/2fa/authenticate",
    "/admin/login/",
)
"""Regular expressions of addresses at which somebody may try passwords. The app counts them, too, and more finely."""

CIPHERS = (
    "ECDHE-ECDSA-AES128-GCM-SHA256",
    "ECDHE-RSA-AES128-GCM-SHA256",
    "ECDHE-ECDSA-AES256-GCM-SHA384",
    "ECDHE-RSA-AES256-GCM-SHA384",
    "ECDHE-ECDSA-CHACHA20-POLY1305",
    "ECDHE-RSA-CHACHA20-POLY1305",
)
"""For TLS 1.2: forward secrecy and authenticated encryption only. Those of TLS 1.3 are all good."""

_TEMPLATES = Path(__file__).parent / "templates"
_STYLE = re.compile(r"<style>(.*?)</style>", re.DOTALL)
_LEFT_BY_EMPTY_MACROS = re.compile(r"\n\s*\n(?= {8})")


@dataclass(frozen=True, slots=True, kw_only=True)
class PublicSettings:
    """What an Nginx that strangers reach needs on top: who else is let in or sent on, TLS, limits, its own pages.

    `gate_listen` and `gate_listen_tls` are all the addresses (without and with TLS) at which this machine is asked.
    `redirected` are hosts that are sent on to `site_url`; `redirected_tls` those for which the certificate stands.
    """

    site_url: str
    install_id: str
    fingerprint: str
    gate_listen: tuple[str, ...]
    gate_listen_tls: tuple[str, ...]
    pages_dir: Path
    acme_dir: Path
    maintenance_flag: Path
    certificate: Path | None = None
    certificate_key: Path | None = None
    redirected: tuple[str, ...] = ()
    redirected_tls: tuple[str, ...] = ()
    hsts_seconds: int = 0
    app_rate: str = "20r/s"
    app_burst: int = 40
    log_in_rate: str = "30r/m"
    log_in_burst: int = 10
    connections: int = 40


@dataclass(frozen=True, slots=True, kw_only=True)
class NginxSettings:
    """What the configuration depends on besides the table.

    `listen` and `upstream` are written as Nginx wants them (`127.0.0.1:8080`, `unix:/run/app.sock`).
    `run_dir` is for the pid and temporary files of an Nginx of its own, `user` whom it becomes when root starts
    it (otherwise empty); `access_log` is a file or "off".
    """

    host: str
    build_dir: Path
    media_dir: Path
    build_encoding: str
    listen: tuple[str, ...]
    upstream: str
    run_dir: Path
    user: str = ""
    access_log: str = "off"
    lookup_rate: str = "20r/s"
    largest_upload: str = "32m"
    largest_workbook: str = "520m"
    workers: int = 1
    public: PublicSettings | None = None

    @property
    def cache_dir(self) -> Path:
        """Where answers of the app about missing files are kept for some seconds."""
        return self.run_dir / "lookups"


def render_site(settings: NginxSettings) -> str:
    """The part inside `http { }`: maps, the upstream and the server."""
    return _render("cataloro.conf.jinja", settings)


def render_main(settings: NginxSettings) -> str:
    """A whole configuration around it, for an Nginx without root."""
    return _render("nginx.conf.jinja", settings)


def write_configuration(settings: NginxSettings, *, folder: Path) -> Path:
    """Write `nginx.conf` and `cataloro.conf` into `folder`, which is also the run_dir; the path of the first."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "cataloro.conf").write_text(render_site(settings), encoding="utf-8")
    main = folder / "nginx.conf"
    main.write_text(render_main(settings), encoding="utf-8")
    return main


def rewritten(kind: StaticKind) -> str:
    """The file of a kind in Nginx's words: `$uri.html` for `{path}.html`."""
    return kind.file.format(path="$uri") if "{path}" in kind.file else f"/{kind.file}"


def own_page_headers() -> dict[str, str]:
    """Those of every page of the shop, except that the style stands in the page: it is allowed by its hash."""
    styles = {_STYLE.findall(own_page(name))[0] for name in OWN_PAGES}
    hashes = " ".join(
        sorted(f"'sha256-{base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()}'" for style in styles)
    )
    policy = f"default-src 'none'; style-src {hashes}; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
    return {**serving.PAGE_HEADERS, "Content-Security-Policy": policy}


def _render(template: str, settings: NginxSettings) -> str:
    # Configuration, not HTML: escaping would break it. All values are ours.
    environment = Environment(
        loader=FileSystemLoader(_TEMPLATES),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        autoescape=False,  # noqa: S701 (see above)
    )
    text = environment.get_template(template).render(
        nginx=settings,
        kinds=serving.STATIC_KINDS,
        plain_path=serving.PLAIN_PATH,
        staff_cookie=serving.STAFF_COOKIE,
        takes_brotli=serving.TAKES_BROTLI,
        methods=serving.SERVED_METHODS,
        method_refused=serving.METHOD_REFUSED,
        not_found_file=serving.NOT_FOUND_FILE,
        failed_file=serving.FAILED_FILE,
        page_headers=serving.PAGE_HEADERS,
        file_headers=serving.FILE_HEADERS,
        own_page_headers=own_page_headers(),
        log_in_paths=LOG_IN_PATHS,
        ciphers=CIPHERS,
        revalidated=serving.REVALIDATED,
        app_paths=[re.escape(one) for one in APP_PATHS],
        folders={
            Folder.RELEASE: settings.build_dir / "live",
            Folder.BUILD: settings.build_dir,
            Folder.MEDIA: settings.media_dir,
        },
        Folder=Folder,
        Storing=Storing,
        rewritten=rewritten,
        own="/.cataloro/{}".format,
    )
    return _LEFT_BY_EMPTY_MACROS.sub("\n", text)


def main() -> None:
    """Write the configuration for this environment."""
    parser = argparse.ArgumentParser(description="Write nginx.conf and cataloro.conf, made from the settings.")
    parser.add_argument("folder", type=Path, help="where to write; also for Nginx's pid and temporary files")
    parser.add_argument("--listen", action="append", help="an address to listen on (default 127.0.0.1:8080)")
    parser.add_argument("--upstream", help="where the app listens (default 127.0.0.1:$PORT)")
    parser.add_argument("--access-log", default="off", help="a file for the log of visits (default: none)")
    options = parser.parse_args()
    environment = read_environment()
    folder = options.folder.resolve()
    settings = NginxSettings(
        host=urlsplit(environment.site_url).hostname or "localhost",
        build_dir=environment.build_dir,
        media_dir=environment.media_dir,
        build_encoding=environment.build_encoding,
        listen=tuple(options.listen or ["127.0.0.1:8080"]),
        upstream=options.upstream or f"127.0.0.1:{environment.port}",
        run_dir=folder,
        access_log=options.access_log,
    )
    print(write_configuration(settings, folder=folder))  # noqa: T201 (the answer of the command)


if __name__ == "__main__":
    main()
