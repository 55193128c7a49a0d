"""The Nginx of a real server, made from the one configuration."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from deploy.configuration import UPLOAD_MEGABYTES, WORKBOOK_MEGABYTES, Configuration, is_ip
from deploy.nginx.own_pages import own_page
from deploy.nginx.render import NginxSettings, PublicSettings, render_site

STATE = Path("/var/lib/nginx")
"""Nginx's own folder everywhere, with the label that SELinux wants: some answers of the app are kept in it."""

_IPV6 = Path("/proc/net/if_inet6")
HSTS_SECONDS = 365 * 24 * 60 * 60
LOG_IN_BURST = 10
EVERYWHERE = ("", "[::]:")
"""What stands before a port so that all of IPv4 and of IPv6 is meant. A default server is one for each of the two."""


def production_settings(
    configuration: Configuration,
    *,
    interfaces: tuple[str, ...] = EVERYWHERE,
    ports: tuple[int, int] = (80, 443),
    run_dir: Path = STATE,
) -> NginxSettings:
    """The settings. Only the tests give more than the configuration: they have other ports and folders."""
    plain, secure = (tuple(f"{one}{port}" for one in interfaces) for port in ports)
    paths, limits = configuration.paths, configuration.limits
    certificate, key = configuration.certificate_files if configuration.is_https else (None, None)
    redirected = tuple(one for one in configuration.redirected if one != configuration.host)
    return NginxSettings(
        host=configuration.host,
        build_dir=paths.build,
        media_dir=paths.media,
        build_encoding="gzip",
        listen=tuple(f"{one} ssl http2" for one in secure) if certificate else plain,
        upstream=configuration.upstream,
        run_dir=run_dir,
        access_log=str(paths.access_log),
        lookup_rate=f"{limits.lookups_per_second}r/s",
        largest_upload=f"{UPLOAD_MEGABYTES}m",
        largest_workbook=f"{WORKBOOK_MEGABYTES}m",
        public=PublicSettings(
            site_url=configuration.site_url,
            install_id=configuration.install_id,
            fingerprint=configuration.fingerprint,
            gate_listen=plain,
            gate_listen_tls=secure if certificate else (),
            pages_dir=paths.errors,
            acme_dir=paths.acme,
            maintenance_flag=paths.maintenance_flag,
            certificate=certificate,
            certificate_key=key,
            redirected=redirected,
            redirected_tls=tuple(name for name in configuration.redirect_from if not is_ip(name))
            if certificate
            else (),
            hsts_seconds=HSTS_SECONDS if configuration.tls.hsts else 0,
            app_rate=f"{limits.app_per_second}r/s",
            app_burst=limits.app_burst,
            log_in_rate=f"{limits.log_ins_per_minute}r/m",
            log_in_burst=LOG_IN_BURST,
            connections=limits.connections,
        ),
    )


def site_text(configuration: Configuration) -> str:
    """The file for Nginx's conf.d. Where the kernel has no IPv6, Nginx would not start if it had to listen there."""
    interfaces = EVERYWHERE if _IPV6.exists() else EVERYWHERE[:1]
    return render_site(production_settings(configuration, interfaces=interfaces))


def page_text(name: str) -> Callable[[Configuration], str]:
    """What makes one of the pages that Nginx shows by itself; they are the same everywhere."""
    return lambda _: own_page(name)
